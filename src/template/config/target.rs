//! Names for those that messages go to.

use std::path::PathBuf;

use toml::Spanned;
use toml::de::DeValue;

use crate::markup::UserId;
use crate::message::Address;
use crate::source::Span;

use super::Config;
use super::keys::{Key, Part, Takes};
use super::read::{Fault, Name, Value, wrong_type};

/// To whom a message goes by a name that `flockml.toml` has in `[targets.NAME]`.
///
/// The secret that a delivery needs is never in the file, only where to find it.
///
/// # Examples
///
/// ```
/// use flockml::template::{Config, SecretPlace, Target};
///
/// let text = "[targets.ops]\nto = \"g:ops\"\ntoken-env = \"OPS_TOKEN\"";
/// let config = Config::parse("flockml.toml", text)?;
/// let Some(Target::Address { address, token }) = config.target("ops") else {
///     panic!("it is an address");
/// };
/// assert_eq!(address.to(), "g:ops");
/// assert_eq!(token, Some(SecretPlace::Variable("OPS_TOKEN".to_owned())));
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Target {
    /// A user or a channel, written to with a token.
    Address {
        /// To whom.
        address: Address,
        /// Where the token is, unless it is where the sender has it anyway.
        token: Option<SecretPlace>,
    },
    /// The channel of an incoming webhook, whose URL is there.
    Webhook(SecretPlace),
}

/// Where a secret is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecretPlace {
    /// In this variable of the environment.
    Variable(String),
    /// In this file.
    File(PathBuf),
}

impl Config {
    /// To whom a message to `name` goes, if the file says so.
    #[must_use]
    pub fn target(&self, name: &str) -> Option<Target> {
        Some(match self.targets.get(name)?.clone() {
            Target::Address { address, token } => Target::Address {
                address,
                token: token.map(|place| self.placed(place)),
            },
            Target::Webhook(place) => Target::Webhook(self.placed(place)),
        })
    }

    /// The names that messages may be sent to, in order.
    pub fn targets(&self) -> impl Iterator<Item = &str> {
        self.targets.keys().map(String::as_str)
    }

    /// A file's path starts from the folder of the settings.
    fn placed(&self, place: SecretPlace) -> SecretPlace {
        match place {
            SecretPlace::File(path) => SecretPlace::File(self.folder.join(path)),
            variable @ SecretPlace::Variable(_) => variable,
        }
    }
}

/// What is a secret by its name, and how the key begins that says where it is.
const SECRETS: &[(&str, &str)] = &[
    ("token", "token"),
    ("bot-token", "token"),
    ("user-token", "token"),
    ("url", "webhook"),
    ("webhook", "webhook"),
    ("webhook-url", "webhook"),
];

/// Says how to name a secret that somebody wrote down as `name`.
pub(super) fn refuse_secret(name: &Name<'_>) -> Option<Fault> {
    let written = name.get_ref().to_lowercase().replace('_', "-");
    let &(_, begin) = SECRETS.iter().find(|(secret, _)| *secret == written)?;
    let message = format!(
        "`{}` is a secret, which does not belong in this file: write `{begin}-env` and the variable \
         that holds it, or `{begin}-file` and the file that does",
        name.get_ref()
    );
    Some(Fault::new(name.span(), message))
}

/// Whether `name` may be written behind `--to`, where `u:` and `g:` begin addresses.
pub(super) fn is_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    !name.is_empty() && !name.starts_with('-') && name.bytes().all(allowed)
}

/// A target that is being read.
#[derive(Debug, Default)]
pub(super) struct Parts {
    address: Option<Address>,
    on_behalf_of: Option<UserId>,
    visible_to: Vec<UserId>,
    token: Option<SecretPlace>,
    webhook: Option<SecretPlace>,
    /// The keys that were there, each with its place.
    seen: Vec<(&'static Key, Span)>,
}

impl Parts {
    /// Takes what stands behind `key`. Values are never told: one may be a secret that somebody
    /// wrote to the wrong place.
    pub(super) fn read(
        &mut self,
        key: &'static Key,
        part: Part,
        name: &Name<'_>,
        value: &Value<'_>,
    ) -> Result<(), Fault> {
        self.seen.push((key, Span::from(name.span())));
        match part {
            Part::To => {
                let address = |text: &str| Address::parse(text).ok();
                self.address = Some(read(key, value, address)?);
            }
            Part::OnBehalfOf => self.on_behalf_of = Some(read(key, value, user)?),
            Part::VisibleTo => {
                let DeValue::Array(list) = value.get_ref() else {
                    return Err(wrong_type(key.name, value, key.takes.wanted()));
                };
                for value in list {
                    self.visible_to.push(read(key, value, user)?);
                }
            }
            Part::TokenEnv | Part::TokenFile => {
                self.once(key, self.token.is_some())?;
                self.token = Some(place(key, part, value)?);
            }
            Part::WebhookEnv | Part::WebhookFile => {
                self.once(key, self.webhook.is_some())?;
                self.webhook = Some(place(key, part, value)?);
            }
        }
        Ok(())
    }

    /// The target called `name`, if its keys go together.
    pub(super) fn finish(self, name: &Name<'_>) -> Result<Target, Fault> {
        let target = format!("`targets.{}`", name.get_ref());
        match (self.address, self.webhook) {
            (Some(mut address), None) => {
                if let Some(user) = self.on_behalf_of {
                    address = address.on_behalf_of(user);
                }
                Ok(Target::Address {
                    address: address.visible_to(self.visible_to),
                    token: self.token,
                })
            }
            (None, Some(place)) => {
                let webhook = |key: &Key| key.name.starts_with("webhook");
                match self.seen.into_iter().find(|(key, _)| !webhook(key)) {
                    None => Ok(Target::Webhook(place)),
                    Some((key, span)) => {
                        let message = format!(
                            "a webhook takes no `{}`: it posts to its own channel, under its own name",
                            key.name
                        );
                        Err(Fault::new(span.range(), message))
                    }
                }
            }
            (Some(_), Some(_)) => {
                let message = format!(
                    "{target} has an address and a webhook: keep `to`, or make two targets"
                );
                Err(Fault::new(name.span(), message))
            }
            (None, None) => {
                let message = format!(
                    "{target} leads nowhere: write `to` with a user or a channel, or `webhook-env` \
                     with the variable that holds a webhook's URL"
                );
                Err(Fault::new(name.span(), message))
            }
        }
    }

    /// Refuses the second of two keys that say the same.
    fn once(&self, key: &Key, there: bool) -> Result<(), Fault> {
        let Some((_, span)) = self.seen.last().filter(|_| there) else {
            return Ok(());
        };
        let (what, _) = key.name.split_once('-').unwrap_or((key.name, ""));
        let message =
            format!("`{what}-env` and `{what}-file` name two places of one secret: keep one");
        Err(Fault::new(span.range(), message))
    }
}

fn user(text: &str) -> Option<UserId> {
    UserId::new(text).ok()
}

fn place(key: &Key, part: Part, value: &Value<'_>) -> Result<SecretPlace, Fault> {
    match part {
        Part::TokenEnv | Part::WebhookEnv => read(key, value, |text| {
            is_variable(text).then(|| SecretPlace::Variable(text.to_owned()))
        }),
        _ => read(key, value, |text| {
            is_path(text).then(|| SecretPlace::File(PathBuf::from(text)))
        }),
    }
}

/// What `parse` makes of a string; what it does not take is named by its place only.
fn read<T>(
    key: &Key,
    value: &Spanned<DeValue<'_>>,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, Fault> {
    let wanted = key.takes.wanted();
    let Some(text) = value.get_ref().as_str() else {
        return Err(wrong_type(key.name, value, wanted));
    };
    parse(text).ok_or_else(|| {
        let (of, what) = match key.takes {
            Takes::Address => ("", "neither a user nor a channel"),
            Takes::Users => ("an entry of ", "no user"),
            Takes::User => ("", "no user"),
            Takes::Variable => ("", "no name of a variable"),
            _ => ("", "no path of a file"),
        };
        let message = format!("{of}`{}` is {what}: write {wanted}", key.name);
        Fault::new(value.span(), message)
    })
}

fn is_variable(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    !name.is_empty()
        && !name.starts_with(|first: char| first.is_ascii_digit())
        && name.bytes().all(allowed)
}

/// `~` is what only shells know, and an address of the web is no file.
fn is_path(path: &str) -> bool {
    !path.is_empty() && !path.starts_with('~') && !path.contains("://")
}
