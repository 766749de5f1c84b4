use serde_json::{Map, Value};

use super::Call;
use crate::{Error, ErrorKind};

/// The longest name of a method, in bytes.
const LONGEST: usize = 128;

/// A call of any method with any parameters; the answer is the JSON that came.
///
/// Apps may use methods that no list has. What is documented of the method is checked before
/// anything is sent: see [`METHODS`](super::METHODS).
///
/// # Examples
///
/// ```
/// use flockml::client::RawCall;
/// use serde_json::json;
///
/// let call = RawCall::new("channels.archive")?.set("channelId", "g:ops");
/// assert!(RawCall::new("../admin").is_err());
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct RawCall {
    name: String,
    parameters: Map<String, Value>,
}

impl RawCall {
    /// A call of the method of that name, such as `channels.list`, without parameters.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidValue`] for a name that is not letters and digits with single dots
    /// between them.
    pub fn new(name: impl Into<String>) -> Result<Self, Error> {
        let name = name.into();
        check_name(&name)?;
        Ok(Self {
            name,
            parameters: Map::new(),
        })
    }

    /// Adds a parameter; one of the same name is replaced.
    #[must_use]
    pub fn set(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.parameters.insert(name.into(), value.into());
        self
    }

    /// Adds parameters; those of the same names are replaced.
    #[must_use]
    pub fn set_all(mut self, parameters: impl IntoIterator<Item = (String, Value)>) -> Self {
        self.parameters.extend(parameters);
        self
    }
}

impl Call for RawCall {
    type Answer = Value;

    fn method(&self) -> &str {
        &self.name
    }

    fn parameters(&self) -> Map<String, Value> {
        self.parameters.clone()
    }
}

/// Refuses a name that would lead to another address than a method's.
pub(super) fn check_name(name: &str) -> Result<(), Error> {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric());
    if name.len() <= LONGEST && name.split('.').all(is_word) {
        return Ok(());
    }
    let name: String = name.chars().take(LONGEST).collect();
    Err(Error::new(
        ErrorKind::InvalidValue,
        format!(
            "`{}` is no name of a method; one is `channels.list`",
            name.escape_default()
        ),
    ))
}
