//! One template for many messages.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use tera::Value;

use crate::check::clean::Again;
use crate::error::Error;

use super::data::{self, Data};
use super::finding::Finding;
use super::load::File;
use super::{Rendered, Templates};

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
    data: Data,
    /// What is the last message's own in `data`.
    own: Vec<Own>,
    clean: Again,
}

/// A variable that is not shared.
struct Own {
    name: Cow<'static, str>,
    /// The shared value of that name.
    covered: Option<Value>,
    /// Whether it is of the message that is rendered now.
    is_current: bool,
}

impl<'t> Batch<'t> {
    pub(super) fn new(
        templates: &'t Templates,
        file: &'t File,
        faults: Vec<Finding>,
        shared: Data,
    ) -> Self {
        Self {
            templates,
            file,
            faults,
            data: shared,
            own: Vec::new(),
            clean: Again::default(),
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
        for own in &mut self.own {
            own.is_current = false;
        }
        let kind = self.file.kind;
        data::variables(kind, own, &mut |(name, value)| self.set(name, value))?;
        if !self.own.iter().all(|own| own.is_current) {
            self.uncover();
        }
        let mut clean = |document: &str| self.clean.clean_text(document);
        let outcome = self
            .templates
            .run_read_by(self.file, &self.data, &mut clean);
        self.templates.complete(self.file, &self.faults, outcome)
    }

    fn set(&mut self, name: Cow<'static, str>, value: Value) {
        match self.own.iter_mut().find(|own| own.name == name) {
            Some(own) => own.is_current = true,
            None => self.own.push(Own {
                covered: self.data.context.remove(&name),
                name: name.clone(),
                is_current: true,
            }),
        }
        self.data.insert(name, value);
    }

    /// Takes away what is left of an earlier message.
    fn uncover(&mut self) {
        let context = &mut self.data.context;
        self.own.retain_mut(|own| {
            if !own.is_current {
                match own.covered.take() {
                    Some(shared) => context.insert_value(own.name.clone(), shared),
                    None => {
                        context.remove(&own.name);
                    }
                }
            }
            own.is_current
        });
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
