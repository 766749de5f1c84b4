//! Samples with a hostile value everywhere at once, to look at.

use serde_json::{Map, Value as Json};
use tera::Value;

use crate::check::rules::unknown_variable;

use super::super::Templates;
use super::super::data::Data;
use super::super::finding::Finding;
use super::super::load::File;
use super::super::render::Outcome;
use super::Stage;
use super::hostile::{HOSTILE, Hostile, MANY};
use super::places;

/// How many bytes the values that are put in may have together, about.
const MOST_BYTES: usize = 4 * 1024 * 1024;
/// So many variables are looked at by themselves.
const MOST_VARIABLES: usize = 64;
/// Deeper values stay as they are.
const DEEPEST: usize = 64;

/// The names of the values that `check` rehearses templates with, such as `a very long text`.
///
/// # Examples
///
/// ```
/// let mut names = flockml::template::hostile_names();
/// assert!(names.any(|name| name == "several lines"));
/// ```
pub fn hostile_names() -> impl Iterator<Item = &'static str> {
    HOSTILE.iter().map(|hostile| hostile.name)
}

impl Templates {
    /// `sample` with the hostile value of that name in place of every value that it fits.
    ///
    /// `check` replaces one value at a time; this shows at a glance what becomes of all. A list of
    /// many items is made of those lists that stand in no other. Objects are emptied, and get an
    /// entry more, unless they are the sample itself or an item of a list; only those are emptied
    /// that hold no others. What is put in comes to a few MiB at most.
    ///
    /// A variable stays as it is where its new value would lead the template `name` to another
    /// branch, which reads what this sample lacks: it would show no more than that. So does
    /// everything where no hostile value is called `hostile`.
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::template::Templates;
    /// use serde_json::json;
    ///
    /// let templates = Templates::load("templates")?;
    /// let sample = json!({ "title": "Restore", "requester": { "name": "Ada" }, "approvers": ["Bob", "Eve"] });
    /// let hostile = |name| templates.hostile_data("approval", &sample, name);
    /// assert_eq!(hostile("nothing")["requester"]["name"], "");
    /// assert_eq!(hostile("a list of one item")["approvers"], json!(["Bob"]));
    /// # Ok::<(), flockml::Error>(())
    /// ```
    #[must_use]
    pub fn hostile_data(&self, name: &str, sample: &Json, hostile: &str) -> Json {
        let Some(hostile) = HOSTILE.iter().find(|known| known.name == hostile) else {
            return sample.clone();
        };
        let all = everywhere(sample, hostile);
        match (self.file(name), &all) {
            (Ok(file), Json::Object(fields))
                if self.missing(file, &all).is_some() && self.missing(file, sample).is_none() =>
            {
                self.on_the_way(file, sample, fields, hostile)
            }
            _ => all,
        }
    }

    /// `sample` with the values of `fields`, but those that lead elsewhere.
    fn on_the_way(
        &self,
        file: &File,
        sample: &Json,
        fields: &Map<String, Json>,
        hostile: &Hostile,
    ) -> Json {
        let mut data = sample.clone();
        let Ok(variables) = Data::new(file.kind, sample) else {
            return data;
        };
        let stage = Stage::new(self, file, "", variables);
        let mut is_broken = false;
        for (number, (name, value)) in fields.iter().enumerate() {
            let own = std::mem::replace(&mut data[name], value.clone());
            if is_broken || number >= MOST_VARIABLES {
                continue;
            }
            if let Some(finding) = self.missing(file, &data) {
                let place = places::of(name, &Value::none()).into_iter().next();
                if place.is_some_and(|place| stage.is_other_business(&place, hostile, &finding)) {
                    data[name] = own;
                } else {
                    // It breaks for this value, which is what there is to see.
                    is_broken = true;
                }
            }
        }
        data
    }

    /// What `file` lacks when it is rendered with `data`.
    fn missing(&self, file: &File, data: &Json) -> Option<Finding> {
        if !file.loaded {
            return None;
        }
        let data = Data::new(file.kind, data).ok()?;
        let Outcome::Refused(findings) = self.run(file, &data) else {
            return None;
        };
        let is_missing =
            |finding: &Finding| finding.diagnostic().rule.id == unknown_variable::RULE.id;
        findings.into_iter().find(is_missing)
    }
}

/// `sample` with `hostile` in place of every value that it fits.
fn everywhere(sample: &Json, hostile: &'static Hostile) -> Json {
    let mut replacer = Replacer {
        hostile,
        left: MOST_BYTES,
    };
    replacer.inside(sample, 0)
}

struct Replacer {
    hostile: &'static Hostile,
    /// How many bytes may still be put in.
    left: usize,
}

impl Replacer {
    /// `value` with what is in it replaced, and it itself as it is.
    fn inside(&mut self, value: &Json, depth: usize) -> Json {
        if depth == DEEPEST {
            return value.clone();
        }
        match value {
            Json::Array(items) => {
                let items = items.iter();
                items.map(|item| self.item(item, depth + 1)).collect()
            }
            Json::Object(fields) => {
                let fields = fields.iter();
                let replaced = |(name, value): (&String, &Json)| {
                    (name.clone(), self.replaced(value, depth + 1))
                };
                Json::Object(fields.map(replaced).collect::<Map<_, _>>())
            }
            _ => value.clone(),
        }
    }

    /// An item of a list: an object there is a record, whose fields are fixed.
    fn item(&mut self, item: &Json, depth: usize) -> Json {
        if item.is_object() && self.hostile.is_for_objects() {
            return self.inside(item, depth);
        }
        self.replaced(item, depth)
    }

    fn replaced(&mut self, value: &Json, depth: usize) -> Json {
        let is_whole = self.hostile.repeats() && value.is_array();
        if self.hostile.takes_entries() && holds_objects(value) || depth == DEEPEST {
            return self.inside(value, depth);
        }
        let inner = if is_whole {
            value.clone()
        } else {
            self.inside(value, depth)
        };
        self.instead_of(&inner).unwrap_or(inner)
    }

    /// The hostile value in place of `own`, if it is for that and not too large.
    fn instead_of(&mut self, own: &Json) -> Option<Json> {
        let hostile = self.hostile;
        let is_for_it = match own {
            Json::Array(_) => hostile.is_for_lists(),
            Json::Object(_) => hostile.is_for_objects(),
            _ => true,
        };
        if !is_for_it || hostile.repeats() && size(own).saturating_mul(MANY) > self.left {
            return None;
        }
        let new = hostile.instead_of(&Value::from_serializable(own))?;
        let new = serde_json::to_value(new).ok()?;
        self.left = self.left.checked_sub(size(&new))?;
        Some(new)
    }
}

fn holds_objects(value: &Json) -> bool {
    let mut inside: Box<dyn Iterator<Item = &Json>> = match value {
        Json::Array(items) => Box::new(items.iter()),
        Json::Object(fields) => Box::new(fields.values()),
        _ => return false,
    };
    inside.any(|value| value.is_array() || value.is_object())
}

/// About how much memory a value takes.
fn size(value: &Json) -> usize {
    16 + match value {
        Json::String(text) => text.len(),
        Json::Array(items) => items.iter().map(size).sum(),
        Json::Object(fields) => fields
            .iter()
            .map(|(name, value)| name.len() + size(value))
            .sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn data(sample: &Json, name: &str) -> Json {
        let hostile = HOSTILE.iter().find(|hostile| hostile.name == name);
        everywhere(sample, hostile.expect("it is in the table"))
    }

    #[test]
    fn every_name_is_there_once_and_changes_something() {
        let sample = json!({
            "text": "db-1", "digits": "5", "number": 7.5, "yes": true, "no": false,
            "list": ["a", "b"], "one": { "job": "backup" }, "two": { "deep": [[1, 2], [3]] },
        });
        let mut names: Vec<&str> = hostile_names().collect();
        for name in &names {
            assert_ne!(data(&sample, name), sample, "{name}");
        }
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn what_is_fixed_stays() {
        let sample =
            json!({ "hosts": [{ "name": "a", "tags": { "x": 1 } }], "on": { "by": { "x": 1 } } });
        let expected = json!({ "hosts": [{ "name": "a", "tags": {} }], "on": { "by": {} } });
        assert_eq!(data(&sample, "an empty object"), expected);
        let more = data(&sample, "an entry named in markup");
        assert_eq!(more.as_object().map(Map::len), Some(2));
        assert_eq!(more["hosts"][0].as_object().map(Map::len), Some(2));
        assert_eq!(more["on"].as_object().map(Map::len), Some(2));
    }

    #[test]
    fn lists_in_lists_do_not_multiply() {
        let sample = json!({ "a": [[1], [2]], "b": [3] });
        let many = data(&sample, "a list of 500 items");
        assert_eq!(many["a"].as_array().map(Vec::len), Some(500));
        assert_eq!(many["a"][499], json!([1]));
        assert_eq!(many["b"].as_array().map(Vec::len), Some(500));
    }

    #[test]
    fn what_is_put_in_is_bounded() {
        let deep = (0..500).fold(json!("x"), |inner, _| json!([inner]));
        let sample = json!({ "texts": vec!["x"; 1_000], "lists": vec![json!({ "x": [1] }); 1_000], "deep": deep });
        for name in hostile_names() {
            assert!(
                size(&data(&sample, name)) < MOST_BYTES + 2 * size(&sample),
                "{name}"
            );
        }
    }
}
