//! The filters that are not Tera's, or do something else here.

mod counts;
#[cfg(feature = "dates")]
mod dates;
mod elements;
mod lists;
mod value;
mod words;

use tera::Tera;

pub(crate) use value::Carrier;

use words::Ends;

/// Makes `tera` know the filters; markup that they write travels as `carrier` says.
pub(crate) fn register(tera: &mut Tera, carrier: Carrier) {
    tera.register_filter("capitalize", words::capitalize);
    tera.register_filter("color", counts::color);
    tera.register_filter("duration", counts::duration);
    tera.register_filter("flockml", words::flockml(carrier));
    tera.register_filter("group_by", lists::group_by);
    tera.register_filter("link", elements::link(carrier));
    tera.register_filter("lower", words::lower);
    tera.register_filter("mention", elements::mention(carrier));
    tera.register_filter("newlines_to_br", words::newlines_to_br(carrier));
    tera.register_filter("plural", counts::plural);
    tera.register_filter("pluralize", counts::pluralize);
    tera.register_filter("replace", words::replace(carrier));
    tera.register_filter("title", words::title);
    tera.register_filter("trim", words::trim(Ends::Both, carrier));
    tera.register_filter("trim_end", words::trim(Ends::End, carrier));
    tera.register_filter("trim_start", words::trim(Ends::Start, carrier));
    tera.register_filter("truncate", words::truncate);
    tera.register_filter("truncate_markup", elements::truncate_markup(carrier));
    tera.register_filter("upper", words::upper);
    tera.register_filter("urlencode", counts::urlencode);
    if carrier == Carrier::Bytes {
        // Tera's would make a text that counts as markup, and was escaped for JSON only.
        tera.register_filter(
            "escape",
            |value: &tera::Value, _: tera::Kwargs, _: &tera::State<'_>| value.clone(),
        );
    }
    #[cfg(feature = "dates")]
    tera.register_filter("date", dates::date);
    #[cfg(not(feature = "dates"))]
    tera.register_filter("date", lacking("date", "dates"));
    #[cfg(feature = "markdown")]
    tera.register_filter("markdown", elements::markdown(carrier));
    #[cfg(not(feature = "markdown"))]
    tera.register_filter("markdown", lacking("markdown", "markdown"));
}

/// A filter whose name is known, so that a template with it can be read, but no more.
#[cfg(not(all(feature = "dates", feature = "markdown")))]
fn lacking(
    filter: &'static str,
    feature: &'static str,
) -> impl Fn(&tera::Value, tera::Kwargs, &tera::State<'_>) -> tera::TeraResult<String>
+ Sync
+ Send
+ 'static {
    move |_, _, _| {
        Err(tera::Error::message(format!(
            "the filter `{filter}` needs the feature `{feature}` of the crate `flockml`"
        )))
    }
}
