//! Filters of lists.

use tera::{Error, Kwargs, Map, State, TeraResult, Value};

/// Tera's, whose groups come in another order each time; here in that of their first items.
pub(super) fn group_by(value: &[Value], arguments: Kwargs, _: &State<'_>) -> TeraResult<Map> {
    let attribute = arguments.must_get::<&str>("attribute")?;
    let mut groups: Vec<Vec<Value>> = Vec::new();
    // The place of a group in `groups`, until all are known.
    let mut map = Map::new();
    for (at, item) in value.iter().enumerate() {
        let Some(group) = item.get_from_path(attribute) else {
            let message = format!("item {} of the list has no field `{attribute}`", at + 1);
            return Err(Error::message(message));
        };
        if group.is_none() {
            continue;
        }
        let key = match (group.as_i128(), group.as_str(), group.as_bool()) {
            (Some(number), ..) => number.into(),
            (_, Some(text), _) => text.to_owned().into(),
            (.., Some(bool)) => bool.to_string().into(),
            _ => {
                let message = format!(
                    "`{attribute}` of item {} is neither a text nor a number",
                    at + 1
                );
                return Err(Error::message(message));
            }
        };
        let list = map.entry(key).or_insert_with(|| Value::from(groups.len()));
        let index = list.as_u64().and_then(|index| usize::try_from(index).ok());
        match index.and_then(|index| groups.get_mut(index)) {
            Some(items) => items.push(item.clone()),
            None => groups.push(vec![item.clone()]),
        }
    }
    for (list, items) in map.values_mut().zip(groups) {
        *list = items.into();
    }
    Ok(map)
}
