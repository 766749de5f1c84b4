//! Filters that take as much as two values multiplied.

use std::collections::HashSet;

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::budget;

/// Has `tera` look at the size before it joins, and count what it compares.
pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("join", join);
    tera.register_filter("unique", unique);
}

/// Tera's `unique`, which compares each item with all before it.
fn unique(items: &[Value], _: Kwargs, _: &State<'_>) -> TeraResult<Vec<Value>> {
    let mut once: Vec<Value> = Vec::new();
    if let Some(texts) = items.iter().map(Value::as_str).collect::<Option<Vec<_>>>() {
        let mut seen = HashSet::with_capacity(texts.len());
        let pairs = items.iter().zip(texts);
        let first = pairs.filter(|(_, text)| seen.insert(*text));
        once.extend(first.map(|(item, _)| item.clone()));
        return Ok(once);
    }
    for item in items {
        budget::compare(once.len())?;
        if !once.contains(item) {
            once.push(item.clone());
        }
    }
    Ok(once)
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
    fn what_is_counted_is_teras() {
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
            "{{ ['a', 'b' | safe, 'a' | safe, 'b', 'c'] | unique | join }}",
            "{{ [1, 'b', 1.0, none, 2, 'b', none, [1], [1]] | unique | length }}",
            "{{ [] | unique | length }}",
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
