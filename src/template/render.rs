//! From a template and its data to a checked object.

use std::borrow::Cow;

use serde::Serialize;
use tera::{Context, ErrorKind as TeraKind};

use crate::check::rules::{render_error, unknown_variable};
use crate::check::{self, Diagnostic, Origin};
use crate::element::Element;
use crate::error::{Error, ErrorKind};
use crate::markup;
use crate::message::{Object, check_json_as, from_document};
use crate::source::Span;
use crate::syntax::Document;

use super::files::Kind;
use super::finding::Finding;
use super::load::File;
use super::proof::json;
use super::{Templates, engine, limits, wording};

/// What a template rendered to.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Rendered {
    /// What the template's root stands for.
    pub object: Object,
    /// What is odd about it, all of it warnings: the template's own, and what a value from the
    /// data did, such as a link that was dropped because nobody could follow it safely.
    pub findings: Vec<Finding>,
}

/// What rendering came to.
pub(super) enum Outcome {
    /// The object, and warnings.
    Done(Box<Rendered>),
    /// Findings, an error among them.
    Refused(Vec<Finding>),
}

impl Templates {
    /// Renders `file` with `context`, and checks what comes out.
    pub(super) fn run(&self, file: &File, context: &Context) -> Outcome {
        let tera = if file.kind.is_json() {
            &self.json
        } else {
            &self.flockml
        };
        let capacity = file.source.text().len() * 2;
        let output = match engine::render(tera, &file.name, context, self.config.limits(), capacity)
        {
            Ok(output) => output,
            Err(error) => return Outcome::Refused(vec![self.render_error(file, &error)]),
        };
        if file.kind == Kind::Flockml
            && let Some(markup) = check::clean::clean_text(&output)
        {
            return Outcome::Done(Box::new(Rendered {
                object: Object::Markup(markup),
                findings: Vec::new(),
            }));
        }
        let (report, root) = match file.kind {
            Kind::Flockml => check::check_and_root(&output),
            _ => (check_json_as(&output, json::payload_kind(file.kind)), None),
        };
        let findings = self.placed(file, context, &output, report.into_diagnostics());
        if findings.iter().any(Finding::is_error) {
            return Outcome::Refused(findings);
        }
        match object(file.kind, root, &output) {
            Ok(object) => Outcome::Done(Box::new(Rendered { object, findings })),
            Err(error) => {
                let fault = Diagnostic::new(&render_error::RULE, Span::at(0), error.to_string());
                Outcome::Refused(vec![Finding::new(
                    &file.source,
                    fault.origin(Origin::Rendered),
                )])
            }
        }
    }

    /// Tera's error at its place.
    fn render_error(&self, file: &File, error: &tera::Error) -> Finding {
        match error.kind() {
            TeraKind::RenderingError(report) | TeraKind::SyntaxError(report) => {
                let at = self
                    .files
                    .iter()
                    .find(|other| other.name == report.filename());
                let at = at.unwrap_or(file);
                let span = Span::from(report.span().range.clone());
                let said = wording::render(at.source.text(), span, report.message());
                let rule = if said.is_missing {
                    &unknown_variable::RULE
                } else {
                    &render_error::RULE
                };
                Finding::new(&at.source, said.into_diagnostic(rule))
            }
            TeraKind::Io(_) => {
                let most = limits::size(self.config.limits().output_bytes as u64);
                let message = format!("the output is larger than {most}");
                let fault = Diagnostic::new(&render_error::RULE, Span::at(0), message);
                Finding::new(
                    &file.source,
                    fault.help("look for a loop that repeats itself"),
                )
            }
            _ => {
                let message = wording::plain(&error.to_string());
                Finding::new(
                    &file.source,
                    Diagnostic::new(&render_error::RULE, Span::at(0), message),
                )
            }
        }
    }
}

fn object(kind: Kind, root: Option<&Element>, output: &str) -> Result<Object, Error> {
    match kind {
        Kind::Flockml if root.is_some_and(|root| root.name == "flockml") => {
            Ok(Object::Markup(check::parse::canonical_text(output)))
        }
        Kind::Flockml => from_document(&Document::parse(output)),
        _ => Object::from_json(output, json::payload_kind(kind)),
    }
}

/// `data` as Tera takes it; markup in it stays markup.
pub(super) fn context(data: &(impl Serialize + ?Sized)) -> Result<Context, Error> {
    markup::as_template_value(|| Context::from_serialize(data)).map_err(|error| {
        let detail = wording::plain(&error.to_string());
        let detail: Cow<'_, str> =
            match detail.strip_prefix("from_serialize requires a struct or map, got ") {
                Some(got) => format!("a template takes an object, not {got}").into(),
                None => detail.into(),
            };
        Error::new(ErrorKind::InvalidData, detail).with_source(error)
    })
}
