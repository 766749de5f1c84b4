//! One template for many messages.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use tera::{Context, Value};

use crate::error::Error;

use super::finding::Finding;
use super::load::File;
use super::{Rendered, Templates, render};

/// A template and the data that many messages have in common, by [`Templates::batch`].
///
/// What is shared is converted once; each message adds its own data, rendered one by one, so that
/// ten thousand recipients take no more memory than one.
///
/// # Examples
///
/// ```
/// use flockml::template::Templates;
/// use serde::Serialize;
/// use serde_json::json;
///
/// #[derive(Serialize)]
/// struct Recipient { requester: serde_json::Value }
///
/// let templates = Templates::load("templates")?;
/// let shared = json!({ "id": 7, "title": "Restore", "reason": "db-1 lost rows" });
/// let mut batch = templates.batch("approval.flockml", &shared)?;
/// let ada = Recipient { requester: json!({ "id": "u:ada", "name": "Ada" }) };
/// let message = batch.render(&ada)?.object.into_message();
/// assert!(message.to_json().contains("db-1 lost rows"));
/// # Ok::<(), flockml::Error>(())
/// ```
pub struct Batch<'t> {
    templates: &'t Templates,
    file: &'t File,
    faults: Vec<Finding>,
    context: Context,
    /// What is not shared in `context`, with what it covers there. Empty but while rendering.
    own: Vec<(Cow<'static, str>, Option<Value>)>,
}

impl<'t> Batch<'t> {
    pub(super) fn new(
        templates: &'t Templates,
        file: &'t File,
        faults: Vec<Finding>,
        shared: Context,
    ) -> Self {
        Self {
            templates,
            file,
            faults,
            context: shared,
            own: Vec::new(),
        }
    }

    /// Renders one message. Where `own` and the shared data both have a variable, `own` counts.
    ///
    /// `own` is an object, and may hold anything: it is escaped.
    ///
    /// # Errors
    ///
    /// As [`Templates::render`]. A message that fails leaves the batch as it was.
    pub fn render(&mut self, own: &(impl Serialize + ?Sized)) -> Result<Rendered, Error> {
        for (name, value) in render::variables(own)? {
            let covered = self.context.remove(&name);
            self.context.insert_value(name.clone(), value);
            self.own.push((name, covered));
        }
        let rendered = self
            .templates
            .complete(self.file, &self.faults, &self.context);
        for (name, covered) in self.own.drain(..).rev() {
            match covered {
                Some(covered) => self.context.insert_value(name, covered),
                None => {
                    self.context.remove(&name);
                }
            }
        }
        rendered
    }

    /// Renders a message for each of `all`, when it is asked for and not before.
    ///
    /// One that fails stops none of those behind it.
    pub fn render_each<I>(
        &mut self,
        all: I,
    ) -> impl Iterator<Item = Result<Rendered, Error>> + use<'_, 't, I>
    where
        I: IntoIterator,
        I::Item: Serialize,
    {
        all.into_iter().map(|own| self.render(&own))
    }
}

impl fmt::Debug for Batch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Batch").field(&self.file.name).finish()
    }
}
