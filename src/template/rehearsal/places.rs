//! Where in a sample's data a value can be replaced.

use tera::{Map, Value};

/// More values of a sample are not replaced.
const MOST: usize = 64;
/// Deeper values are not replaced.
const DEEPEST: usize = 8;

/// A value of the data.
#[derive(Debug)]
pub(super) struct Place {
    /// As an author writes it: `hosts[0].name`.
    pub(super) path: String,
    steps: Vec<usize>,
}

/// The values in `root`, itself first, parents before their children; of a list only its first
/// item, which stands for the others.
pub(super) fn of(name: &str, root: &Value) -> Vec<Place> {
    let mut places = Vec::new();
    collect(name.to_owned(), root, &mut Vec::new(), &mut places);
    places
}

fn collect(path: String, value: &Value, steps: &mut Vec<usize>, places: &mut Vec<Place>) {
    if places.len() == MOST || steps.len() == DEEPEST {
        return;
    }
    places.push(Place {
        path: path.clone(),
        steps: steps.clone(),
    });
    let mut inside = |step, path, value| {
        steps.push(step);
        collect(path, value, steps, places);
        steps.pop();
    };
    if let Some(first) = value.as_array().and_then(<[Value]>::first) {
        inside(0, format!("{path}[0]"), first);
    }
    for (step, (key, value)) in value.as_map().into_iter().flatten().enumerate() {
        inside(step, joined(&path, key.as_str().unwrap_or_default()), value);
    }
}

fn joined(path: &str, name: &str) -> String {
    let is_plain = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte == b'_' || byte.is_ascii_alphanumeric());
    if is_plain {
        format!("{path}.{name}")
    } else {
        format!("{path}[{name:?}]")
    }
}

/// The last name in `path`: `tags` of `hosts[0].tags[0]`.
pub(super) fn last_name(path: &str) -> &str {
    let path = path.trim_end_matches("[0]");
    let quoted = path
        .strip_suffix("\"]")
        .and_then(|path| path.rsplit("[\"").next());
    quoted.unwrap_or_else(|| path.rsplit('.').next().unwrap_or(path))
}

impl Place {
    /// The last name in its path.
    pub(super) fn name(&self) -> &str {
        last_name(&self.path)
    }

    /// The value there, in the data that the place was found in.
    pub(super) fn value<'v>(&self, root: &'v Value) -> Option<&'v Value> {
        self.steps
            .iter()
            .try_fold(root, |value, &step| match value.as_array() {
                Some(items) => items.get(step),
                None => value.as_map()?.values().nth(step),
            })
    }

    /// The data with `new` in this place. All else is shared with `root`, not copied.
    pub(super) fn replaced(&self, root: &Value, new: Value) -> Value {
        replaced(root, &self.steps, new)
    }
}

fn replaced(value: &Value, steps: &[usize], new: Value) -> Value {
    let Some((&step, behind)) = steps.split_first() else {
        return new;
    };
    if let Some(items) = value.as_array() {
        let mut items = items.to_vec();
        if let Some(item) = items.get_mut(step) {
            *item = replaced(item, behind, new);
        }
        return Value::from(items);
    }
    let mut map = value.as_map().cloned().unwrap_or_else(Map::new);
    if let Some(entry) = map.values_mut().nth(step) {
        *entry = replaced(entry, behind, new);
    }
    Value::from(map)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data() -> Value {
        let json = r#"{ "hosts": [{ "name": "a", "a b": 1 }, { "name": "b" }], "on": true }"#;
        let json: serde_json::Value = serde_json::from_str(json).expect("it is JSON");
        Value::from_serializable(&json)
    }

    #[test]
    fn places_are_found_and_replaced() {
        let data = data();
        let places = of("d", &data);
        let paths: Vec<&str> = places.iter().map(|place| place.path.as_str()).collect();
        let expected = [
            "d",
            "d.hosts",
            "d.hosts[0]",
            "d.hosts[0].name",
            "d.hosts[0][\"a b\"]",
            "d.on",
        ];
        assert_eq!(paths, expected);
        let name = &places[3];
        assert_eq!(name.value(&data), Some(&Value::from("a")));
        let new = name.replaced(&data, Value::from("x"));
        assert_eq!(name.value(&new), Some(&Value::from("x")));
        assert_eq!(places[4].value(&new), Some(&Value::from(1)));
        assert_eq!(new.get_from_path("hosts.1.name"), Some(&Value::from("b")));
    }

    #[test]
    fn large_data_have_few_places() {
        let wide: Value = (0..1_000).collect::<Vec<i64>>().into();
        assert_eq!(of("d", &wide).len(), 2);
        let many: std::collections::BTreeMap<String, i64> =
            (0..1_000).map(|at| (format!("k{at}"), at)).collect();
        assert_eq!(of("d", &Value::from(many)).len(), MOST);
        let deep = (0..100).fold(Value::from(1), |inner, _| Value::from(vec![inner]));
        assert_eq!(of("d", &deep).len(), DEEPEST);
    }
}
