//! The JSON Schema of `flockml.toml`, made of the table of keys.

use serde_json::{Map, Value, json};

use super::Config;
use super::keys::{KEYS, Key, RULE, TARGETS, Takes, group, tables};
use crate::check::RULES;
use crate::message::DIALECT;

/// What may be written for a rule, and what it does.
const SEVERITIES: &[(&str, &str)] = &[
    ("error", "findings make `flockml check` fail"),
    ("warning", "findings are told, and nothing fails"),
    ("off", "findings are not told"),
];

impl Config {
    /// The JSON Schema (draft 07) of `flockml.toml`, for editors.
    ///
    /// It is made of [`KEYS`] and of the rules.
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::template::Config;
    ///
    /// let schema = Config::json_schema();
    /// assert_eq!(schema["properties"]["rules"]["additionalProperties"], false);
    /// ```
    #[must_use]
    pub fn json_schema() -> Value {
        let named = tables()
            .into_iter()
            .map(|name| match name == group(TARGETS) {
                true => (name.to_owned(), targets()),
                false => (name.to_owned(), table(name)),
            });
        json!({
            "$schema": DIALECT,
            "title": "Settings of flockml",
            "type": "object",
            "properties": Map::from_iter(named),
            "additionalProperties": false,
        })
    }
}

/// Targets: tables of any name, each with an address or with a webhook.
fn targets() -> Value {
    let mut target = table(TARGETS);
    target["oneOf"] = json!([
        { "required": ["to"] },
        { "required": ["webhook-env"] },
        { "required": ["webhook-file"] },
    ]);
    target["not"] = json!({ "required": ["token-env", "token-file"] });
    let of_addresses = ["on-behalf-of", "visible-to", "token-env", "token-file"];
    target["dependencies"] = of_addresses
        .iter()
        .map(|key| ((*key).to_owned(), json!(["to"])))
        .collect();
    json!({
        "type": "object",
        "propertyNames": { "pattern": "^[A-Za-z0-9_][A-Za-z0-9_-]*$" },
        "additionalProperties": target,
    })
}

fn table(name: &str) -> Value {
    let mut properties = Map::new();
    for key in KEYS.iter().filter(|key| key.table == name) {
        if key.name == RULE {
            properties.extend(RULES.iter().map(|rule| {
                let default = rule.severity.as_str();
                (
                    rule.id.to_owned(),
                    property(key, rule.summary, &format!("{default:?}")),
                )
            }));
        } else {
            properties.insert(key.name.to_owned(), property(key, key.summary, key.default));
        }
    }
    json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}

/// What a key takes; `default` is as it would be written.
fn property(key: &Key, summary: &str, default: &str) -> Value {
    let mut property = Map::new();
    property.insert("description".to_owned(), summary.into());
    if let Ok(default) = serde_json::from_str::<Value>(&default.replace('_', "")) {
        property.insert("default".to_owned(), default);
    }
    let takes = match key.takes {
        Takes::Folder => json!({ "type": "string" }),
        Takes::Paths => json!({ "type": "array", "items": { "type": "string" } }),
        Takes::Address => json!({ "type": "string", "pattern": "^[ug]:[A-Za-z0-9_-]+$" }),
        Takes::User => user(),
        Takes::Users => json!({ "type": "array", "items": user() }),
        Takes::Variable => json!({ "type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$" }),
        Takes::File => json!({ "type": "string", "minLength": 1 }),
        Takes::Number { most } => json!({ "type": "integer", "minimum": 1, "maximum": most }),
        Takes::Severity => {
            let (words, says): (Vec<&str>, Vec<&str>) = SEVERITIES.iter().copied().unzip();
            json!({
                "enum": words,
                "enumDescriptions": says,
                "x-taplo": { "docs": { "enumValues": says } },
            })
        }
    };
    if let Value::Object(takes) = takes {
        property.extend(takes);
    }
    property.into()
}

fn user() -> Value {
    json!({ "type": "string", "pattern": "^u:[A-Za-z0-9_-]+$" })
}
