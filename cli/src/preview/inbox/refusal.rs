//! How Flock says no.

use flockml::client::Code;
use serde_json::{Value, json};

/// An error of Flock's: its code and its status are documented, its words are ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) code: Code,
    description: String,
    parameter: Option<&'static str>,
}

impl Refusal {
    pub(super) fn new(code: Code, description: impl Into<String>) -> Self {
        Self {
            code,
            description: description.into(),
            parameter: None,
        }
    }

    /// A parameter is missing, or Flock can do nothing with it.
    pub(super) fn of_parameter(name: &'static str, description: impl Into<String>) -> Self {
        Self {
            parameter: Some(name),
            ..Self::new(Code::InvalidParameter, description)
        }
    }

    #[cfg(test)]
    pub(super) fn parameter(&self) -> Option<&'static str> {
        self.parameter
    }

    /// The status that Flock documents for it.
    pub(super) fn status(&self) -> u16 {
        self.code.status().unwrap_or(400)
    }

    /// The body that Flock documents.
    pub(super) fn body(&self) -> String {
        let mut body = json!({"error": self.code.as_str(), "description": self.description});
        if let Some(parameter) = self.parameter {
            body["parameter"] = Value::from(parameter);
        }
        body.to_string()
    }
}
