//! Which of an attachment's views shows where.

use flockml::element::{self, Surface};
use serde_json::Value;

use super::{View, value};
use crate::preview::html::Link;

/// The strongest first: <https://docs.flock.com/display/flockos/Attachment>.
const STRENGTH: [&str; 4] = ["widget", "html", "flockml", "image"];

/// More names than this are not told.
const MOST_UNKNOWN: usize = 10;

/// The views of one attachment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Views<'v> {
    given: &'v Value,
    /// The strongest that can be shown.
    pub(super) desktop: Option<&'static str>,
    /// The strongest that phones show as well.
    pub(super) mobile: Option<&'static str>,
}

impl<'v> Views<'v> {
    /// The views of `attachment`.
    pub(super) fn of(attachment: &'v Value) -> Self {
        let given = attachment.get("views").unwrap_or(&Value::Null);
        let mut usable = STRENGTH
            .into_iter()
            .filter(|name| fault(name, given).is_none() && given.get(name).is_some());
        let desktop = usable.clone().next();
        let mobile = usable.find(|name| !is_desktop_only(name));
        Self {
            given,
            desktop,
            mobile,
        }
    }

    /// What the view of that name holds.
    pub(super) fn get(&self, name: &str) -> &'v Value {
        self.given.get(name).unwrap_or(&Value::Null)
    }

    /// Whether a view of that name can be shown.
    pub(super) fn has(&self, name: &str) -> bool {
        self.given.get(name).is_some() && fault(name, self.given).is_none()
    }

    /// Adds where each view shows, and why.
    pub(super) fn tell(&self, attachment: usize, into: &mut Vec<View>) {
        let given = |name: &&str| self.given.get(name).is_some_and(|view| !view.is_null());
        for name in STRENGTH.into_iter().filter(given) {
            into.push(View {
                attachment,
                name: name.to_owned(),
                desktop: self.desktop == Some(name),
                mobile: self.mobile == Some(name),
                why: self.why(name),
            });
        }
        let names = self
            .given
            .as_object()
            .into_iter()
            .flat_map(|all| all.keys());
        let unknown = names.filter(|name| !STRENGTH.contains(&name.as_str()));
        for name in unknown.take(MOST_UNKNOWN) {
            into.push(View {
                attachment,
                name: value::line(name).into_owned(),
                desktop: false,
                mobile: false,
                why: "never shown: Flock knows no view of that name".to_owned(),
            });
        }
    }

    fn why(&self, name: &'static str) -> String {
        if let Some(fault) = fault(name, self.given) {
            return format!("never shown: {fault}");
        }
        let stronger = self.desktop.filter(|stronger| *stronger != name);
        match (stronger, self.mobile == Some(name)) {
            (None, true) => "desktops and phones show it: it is the strongest".to_owned(),
            (None, false) => self.why_not_on_phones(name),
            (Some(stronger), true) => format!(
                "phones show it in the place of `{stronger}` (inferred: no page says so); \
                 desktops show `{stronger}`, which is stronger"
            ),
            (Some(stronger), false) => match self.mobile.filter(|_| !is_desktop_only(name)) {
                Some(other) if other != stronger => format!(
                    "never shown: desktops show `{stronger}` and phones `{other}`, which are stronger"
                ),
                Some(_) => format!("never shown: `{stronger}` is stronger"),
                None => format!(
                    "never shown: desktops show `{stronger}`, which is stronger, and phones \
                     never show it"
                ),
            },
        }
    }

    fn why_not_on_phones(&self, name: &str) -> String {
        let phones = match (name, self.mobile) {
            (_, Some(other)) => {
                format!("phones show `{other}` instead (inferred: no page says so)")
            }
            ("widget", None) => "phones show a link that opens it".to_owned(),
            (_, None) => "phones show nothing in its place".to_owned(),
        };
        format!("desktops show it: it is the strongest; {phones}")
    }
}

fn is_desktop_only(name: &str) -> bool {
    element::find(name).is_some_and(|view| view.surface == Surface::Desktop)
}

/// Why a view that is given cannot be shown.
fn fault(name: &str, views: &Value) -> Option<&'static str> {
    let view = views.get(name)?;
    let is_address = |value: Option<&Value>| {
        let address = value.and_then(|value| value::text(value, "src"));
        address.is_some_and(|address| Link::new(&address).is_some_and(|link| link.is_web()))
    };
    match name {
        "widget" if !is_address(Some(view)) => Some("its `src` is no address that a client loads"),
        "html" if value::text(view, "inline").is_none() => Some("its `inline` holds nothing"),
        "flockml" if value::text(views, name).is_none() => Some("it holds nothing"),
        "image" if !is_address(view.get("original")) => {
            Some("its `original.src` is no address that a client loads")
        }
        _ => None,
    }
}
