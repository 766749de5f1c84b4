//! From a template and its data to a checked object.

use tera::{ErrorKind as TeraKind, TeraResult};

use crate::Markup;
use crate::check::rules::{render_error, unknown_variable};
use crate::check::{self, Diagnostic, Origin, Report};
use crate::element::Element;
use crate::error::Error;
use crate::message::{Object, check_json_as, from_document};
use crate::source::Span;
use crate::syntax::Document;

use super::data::Data;
use super::files::Kind;
use super::finding::Finding;
use super::limits::{self, budget};
use super::load::File;
use super::proof::json;
use super::{Templates, engine, wording, words};

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
#[allow(
    clippy::large_enum_variant,
    reason = "what is rendered is handed on at once, and nearly always there"
)]
pub(super) enum Outcome {
    /// The object, and warnings.
    Done(Rendered),
    /// Findings, an error among them.
    Refused(Vec<Finding>),
}

impl Templates {
    /// Renders `file` with `data`, and checks what comes out.
    pub(super) fn run(&self, file: &File, data: &Data) -> Outcome {
        self.run_read_by(file, data, &mut check::clean::clean_text)
    }

    /// The same with another reader of what is clean.
    pub(super) fn run_read_by(
        &self,
        file: &File,
        data: &Data,
        clean: &mut dyn FnMut(&str) -> Option<Markup>,
    ) -> Outcome {
        match self.output(file, data) {
            Ok(output) => self.judged(file, data, &output, clean),
            Err(error) => Outcome::Refused(vec![self.render_error(file, data, &error)]),
        }
    }

    /// [`run`](Self::run), and what the template wrote.
    pub(super) fn run_and_keep(&self, file: &File, data: &Data) -> (Outcome, String) {
        match self.output(file, data) {
            Ok(output) => {
                let clean = &mut check::clean::clean_text;
                (self.judged(file, data, &output, clean), output)
            }
            Err(error) => {
                let findings = vec![self.render_error(file, data, &error)];
                (Outcome::Refused(findings), String::new())
            }
        }
    }

    /// What became of `output`, which `file` rendered to with `data`.
    fn judged(
        &self,
        file: &File,
        data: &Data,
        output: &str,
        clean: &mut dyn FnMut(&str) -> Option<Markup>,
    ) -> Outcome {
        if file.kind == Kind::Flockml
            && let Some(markup) = clean(output)
        {
            return Outcome::Done(Rendered {
                object: Object::Markup(markup),
                findings: Vec::new(),
            });
        }
        let (report, root) = judge(file.kind, output);
        let findings = self.placed(file, &data.context, output, report.into_diagnostics());
        if findings.iter().any(Finding::is_error) {
            return Outcome::Refused(findings);
        }
        match object(file.kind, root, output) {
            Ok(object) => Outcome::Done(Rendered { object, findings }),
            Err(error) => {
                let fault = Diagnostic::new(&render_error::RULE, Span::at(0), error.to_string());
                Outcome::Refused(vec![Finding::new(
                    &file.source,
                    fault.origin(Origin::Rendered),
                )])
            }
        }
    }

    /// Whether [`run`](Self::run) refuses nothing, and how many bytes it renders; nothing that is
    /// odd is placed for that.
    pub(super) fn survives(&self, file: &File, data: &Data) -> (bool, usize) {
        let Ok(output) = self.output(file, data) else {
            return (false, 0);
        };
        let is_clean = file.kind == Kind::Flockml && check::clean::clean_text(&output).is_some();
        let survives = is_clean || {
            let (report, root) = judge(file.kind, &output);
            let is_lethal =
                |fault: &Diagnostic| fault.is_error() && !check::parse::is_neutralised(fault.rule);
            !report.diagnostics().iter().any(is_lethal) && object(file.kind, root, &output).is_ok()
        };
        (survives, output.len())
    }

    fn output(&self, file: &File, data: &Data) -> TeraResult<String> {
        let tera = self.engine(file, data).ok_or_else(words::too_deep)?;
        let capacity = file.source.text().len() * 2;
        let limits = self.config.limits();
        engine::render(tera, &file.name, &data.context, limits, capacity)
    }

    /// Tera's error at its place.
    fn render_error(&self, file: &File, data: &Data, error: &tera::Error) -> Finding {
        match error.kind() {
            TeraKind::RenderingError(report) | TeraKind::SyntaxError(report) => {
                let at = self
                    .files
                    .iter()
                    .find(|other| other.name == report.filename());
                let at = at.unwrap_or(file);
                let span = report.span().range.clone().into();
                let mut span = self.bounds(file, data, at).span(span);
                if budget::is_exceeded(report.message()) {
                    span = at.inside_of_tag(span);
                }
                let said = wording::render(at.source.text(), span, report.message());
                let rule = if said.is_missing {
                    &unknown_variable::RULE
                } else {
                    &render_error::RULE
                };
                Finding::new(&at.source, said.into_diagnostic(rule))
            }
            TeraKind::Io(_) if budget::is_escaped_out() => self.too_much_captured(file),
            TeraKind::Io(_) => self.too_large(file, data),
            _ => self.unplaced(file, error),
        }
    }

    /// That too much is collected, at the loop that does it if there is but one.
    fn too_much_captured(&self, file: &File) -> Finding {
        let used = file.uses.iter().map(|&index| &self.files[index]);
        let looped = limits::captured_loop(used);
        let (at, span) =
            looped.map_or((file, Span::at(0)), |(at, tag)| (at, at.inside_of_tag(tag)));
        let most = limits::size(budget::most_escaped(self.config.limits()) as u64);
        let message = format!("what is collected before it is written is larger than {most}");
        let fault = Diagnostic::new(&render_error::RULE, span, message);
        let help =
            "take the first items only, such as `list[:20]`, in `set` blocks and for components";
        Finding::new(&at.source, fault.help(help))
    }

    /// That the output is too large, at the loop that wrote last.
    fn too_large(&self, file: &File, data: &Data) -> Finding {
        let limits = self.config.limits();
        let writer = self
            .marked
            .last_writer(file, &self.files, &data.context, limits)
            .map(|(index, span)| (&self.files[index], span));
        let (at, span) = writer.unwrap_or((file, Span::at(0)));
        let looped = limits::loop_around(at, span).map(|tag| at.inside_of_tag(tag));
        let most = limits::size(limits.output_bytes as u64);
        let message = format!("the output is larger than {most}");
        let fault = Diagnostic::new(&render_error::RULE, looped.unwrap_or(span), message);
        let help = match looped {
            Some(_) => {
                "show the first items only, such as `list[:20]`, and say how many more there are"
            }
            None => "shorten what is written, with `truncate`",
        };
        Finding::new(&at.source, fault.help(help))
    }

    /// An error of which Tera does not say where it is.
    fn unplaced(&self, file: &File, error: &tera::Error) -> Finding {
        let message = error.to_string();
        let mut used = file.uses.iter().map(|&index| &self.files[index]);
        let recursion = used.find_map(|used| Some((used, used.bounds.recursion?)));
        match recursion {
            Some((at, tag)) if message.contains("recursion") => {
                let fault = Diagnostic::new(
                    &render_error::RULE,
                    at.inside_of_tag(tag),
                    "this component calls itself, more than 20 times in a row",
                );
                let help = "let it end: call it inside of an `if` that is false at last";
                Finding::new(&at.source, fault.help(help))
            }
            _ => {
                let fault =
                    Diagnostic::new(&render_error::RULE, Span::at(0), wording::plain(&message));
                Finding::new(&file.source, fault)
            }
        }
    }
}

/// What is wrong with an output, and its root.
fn judge(kind: Kind, output: &str) -> (Report, Option<&'static Element>) {
    match kind {
        Kind::Flockml => check::check_and_root(output),
        _ => (check_json_as(output, json::payload_kind(kind)), None),
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

/// Reads `output`, which is that of `object` but for texts, without a check.
pub(super) fn read_again(kind: Kind, object: &Object, output: &str) -> Result<Object, Error> {
    match (kind, object) {
        (Kind::Flockml, Object::Markup(_)) => {
            Ok(Object::Markup(check::parse::canonical_text(output)))
        }
        (Kind::Flockml, _) => from_document(&Document::parse(output)),
        _ => Object::from_json(output, json::payload_kind(kind)),
    }
}
