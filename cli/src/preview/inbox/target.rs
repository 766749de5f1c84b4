//! What a request is for.

use super::secrets::{REDACTED, Secrets};
use crate::secrets::may_be_secret;

/// What stands before a webhook's token.
pub(super) const HOOKS: &str = "/hooks/sendMessage/";
/// The longest name that is shown.
const LONGEST: usize = 64;

/// What a request is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// An incoming webhook.
    Webhook,
    /// A method of this name.
    Method(String),
}

impl Target {
    /// What the inbox calls it.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Webhook => "webhook".to_owned(),
            // Somebody has forgotten the name before it.
            Self::Method(name) if may_be_secret(name) => REDACTED.to_owned(),
            Self::Method(name) => name.chars().take(LONGEST).collect(),
        }
    }

    /// The path of a request to it, as it is shown.
    pub(super) fn path(&self, path: &str, secrets: &mut Secrets) -> String {
        match self {
            Self::Webhook => secrets.path(path, HOOKS.len()),
            Self::Method(name) if may_be_secret(name) => {
                secrets.path(path, path.rfind('/').map_or(0, |slash| slash + 1))
            }
            Self::Method(_) => path.to_owned(),
        }
    }
}
