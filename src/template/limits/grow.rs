//! Filters whose result is as large as two values multiplied.

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::budget;

/// Has `tera` look at the size before it joins.
pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("join", join);
}

/// Tera's `join`.
fn join(items: &[Value], arguments: Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let separator = arguments.get::<&Value>("sep")?;
    let text = separator.map(|separator| text(separator)).transpose()?;
    let text = text.unwrap_or_default();
    budget::fits(text.len().saturating_mul(items.len()))?;
    let is_markup = |value: &Value| value.is_string() && value.is_safe();
    let has_markup = items.iter().any(is_markup) || separator.is_some_and(is_markup);
    if !(state.autoescaping_enabled() && has_markup) {
        let words: Vec<String> = items.iter().map(ToString::to_string).collect();
        return Ok(Value::from(words.join(text)));
    }
    let mut markup = Vec::with_capacity(items.len());
    for item in items {
        markup.push(match item.is_undefined() {
            true => String::new(),
            false => state.escape_if_needed(item)?,
        });
    }
    let between = separator.map(|separator| state.escape_if_needed(separator));
    Ok(Value::safe_string(
        &markup.join(&between.transpose()?.unwrap_or_default()),
    ))
}

fn text(separator: &Value) -> TeraResult<&str> {
    separator
        .as_str()
        .ok_or_else(|| Error::message("`join` takes a text as `sep`"))
}

#[cfg(test)]
mod tests {
    use tera::Context;

    use super::super::{Limits, budget};
    use super::*;

    #[test]
    fn join_is_teras() {
        let (mut ours, mut theirs) = (Tera::new(), Tera::new());
        register(&mut ours);
        for tera in [&mut ours, &mut theirs] {
            tera.autoescape_on(["" as &str]);
        }
        let mut context = Context::new();
        context.insert("xs", &["<a>", "b"]);
        context.insert("ns", &[1, 2]);
        for template in [
            "{{ xs | join }}",
            "{{ xs | join(sep=', ') }}",
            "{{ ns | join(sep='<br>') }}",
            "{{ ns | join(sep='<br>' | safe) }}",
            "{{ [xs | first, '<i>' | safe] | join(sep='&') }}",
            "{{ [] | join(sep='&') }}",
        ] {
            let mut rendered = Vec::new();
            for tera in [&mut ours, &mut theirs] {
                budget::begin(&Limits::default());
                tera.add_raw_template("t", template).expect("it is Tera");
                rendered.push(tera.render("t", &context).expect(template));
            }
            assert_eq!(rendered[0], rendered[1], "{template}");
        }
    }
}
