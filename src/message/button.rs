use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::attachment::filled;
use super::{lenient, url, wire};
use crate::element::ACTIONS;
use crate::markup::{Action, ActionKind, DesktopType, MobileType};

/// A button below an attachment.
///
/// # Examples
///
/// ```
/// use flockml::markup::Action;
/// use flockml::message::Button;
///
/// let button = Button::new("Acknowledge", Action::send_event("ack:42"));
/// assert_eq!(
///     serde_json::to_string(&button).unwrap(),
///     r#"{"name":"Acknowledge","id":"ack:42","action":{"type":"sendEvent"}}"#
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Button {
    #[serde(deserialize_with = "lenient::required_text")]
    pub(crate) name: String,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::text"
    )]
    pub(crate) id: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::url"
    )]
    pub(crate) icon: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "action_config"
    )]
    pub(crate) action: Option<ActionConfig>,
}

impl Button {
    /// A button with that name, which is plain text, that does `action` when it is pressed.
    ///
    /// The action's `id` becomes the button's, which is where the wire has it. An action whose
    /// address is neither `http` nor `https` is left out: the button stays and does nothing.
    pub fn new(name: impl Into<String>, action: Action<'_>) -> Self {
        Self {
            name: name.into(),
            id: action.id.clone().and_then(|id| filled(id.into_owned())),
            icon: None,
            action: ActionConfig::from_action(&action),
        }
    }

    /// A button that does nothing: what is left of one whose action cannot be used.
    pub(super) fn without_action(name: String, id: Option<String>) -> Self {
        Self {
            name,
            id,
            ..Self::default()
        }
    }

    /// Comes back as `buttonId` in the event.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = filled(id.into());
        self
    }

    /// A picture on the button: an `http` or `https` address; any other is left out.
    #[must_use]
    pub fn icon(mut self, src: impl Into<String>) -> Self {
        self.icon = url::usable(src.into());
        self
    }

    /// As compact JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        wire::compact(self)
    }

    /// As a JSON value.
    #[must_use]
    pub fn to_value(&self) -> Value {
        wire::value(self)
    }
}

impl lenient::Usable for Button {
    fn is_usable(&self) -> bool {
        !self.name.trim_ascii().is_empty() || self.action.is_some()
    }
}

/// An action without its `id`, which the wire has on the button.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ActionConfig {
    #[serde(rename = "type", serialize_with = "kind_name")]
    pub(crate) kind: ActionKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    desktop_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mobile_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) send_context: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    height: Option<u32>,
}

fn kind_name<S: Serializer>(kind: &ActionKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.as_str())
}

impl ActionConfig {
    /// Nothing, if it opens an address that a client may not load.
    fn from_action(action: &Action<'_>) -> Option<Self> {
        Self {
            kind: action.kind,
            url: action.url.clone().map(Into::into),
            desktop_type: action.desktop.map(DesktopType::as_str),
            mobile_type: action.mobile.map(MobileType::as_str),
            send_context: action.send_context,
            width: action.width,
            height: action.height,
        }
        .usable()
    }

    fn usable(mut self) -> Option<Self> {
        self.url = self.url.and_then(url::usable);
        let opens = self.kind != ActionKind::SendEvent;
        (!opens || self.url.is_some()).then_some(self)
    }
}

/// What parts of an action were called, and what they are called today.
const OLD_NAMES: &[(&str, &str)] = &[
    ("widget_type", "desktopType"),
    ("mobile_type", "mobileType"),
    ("send_context", "sendContext"),
];

/// An action as it may come in, with today's names.
#[derive(Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[derive(Default)]
struct Received {
    #[serde(rename = "type", deserialize_with = "lenient::required_text")]
    kind: String,
    #[serde(deserialize_with = "lenient::url")]
    url: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    desktop_type: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    mobile_type: Option<String>,
    #[serde(deserialize_with = "lenient::boolean")]
    send_context: Option<bool>,
    #[serde(deserialize_with = "lenient::pixels")]
    width: Option<u32>,
    #[serde(deserialize_with = "lenient::pixels")]
    height: Option<u32>,
}

impl Received {
    fn into_config(self) -> Option<ActionConfig> {
        let kind = action_kind(&self.kind)?;
        let desktop = self.desktop_type.as_deref().and_then(desktop_type);
        let needs_desktop = kind == ActionKind::OpenWidget;
        ActionConfig {
            kind,
            url: self.url,
            desktop_type: desktop
                .or(needs_desktop.then_some(DesktopType::Modal))
                .map(DesktopType::as_str),
            mobile_type: self
                .mobile_type
                .as_deref()
                .and_then(mobile_type)
                .map(MobileType::as_str),
            send_context: self.send_context,
            width: self.width,
            height: self.height,
        }
        .usable()
    }
}

fn action_config<'de, D: Deserializer<'de>>(d: D) -> Result<Option<ActionConfig>, D::Error> {
    let mut value = Value::deserialize(d)?;
    if let Some(parts) = value.as_object_mut() {
        for &(old, new) in OLD_NAMES {
            if let Some(part) = parts.remove(old) {
                parts.entry(new).or_insert(part);
            }
        }
    }
    Ok(lenient::as_object::<Received, _>(value)?.and_then(Received::into_config))
}

/// The kind of that name, today's or an older one.
pub(super) fn action_kind(name: &str) -> Option<ActionKind> {
    let today = ACTIONS
        .iter()
        .find(|action| action.name == name || action.legacy.contains(&name))?
        .name;
    [
        ActionKind::OpenWidget,
        ActionKind::OpenBrowser,
        ActionKind::SendEvent,
    ]
    .into_iter()
    .find(|kind| kind.as_str() == today)
}

pub(super) fn desktop_type(name: &str) -> Option<DesktopType> {
    [DesktopType::Modal, DesktopType::Sidebar]
        .into_iter()
        .find(|desktop| desktop.as_str() == name)
}

pub(super) fn mobile_type(name: &str) -> Option<MobileType> {
    [MobileType::Modal]
        .into_iter()
        .find(|mobile| mobile.as_str() == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_of_the_table_has_a_kind() {
        for action in ACTIONS {
            for name in action.legacy.iter().chain([&action.name]) {
                assert_eq!(action_kind(name).map(ActionKind::as_str), Some(action.name));
            }
        }
    }
}
