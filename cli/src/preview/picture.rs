//! `POST /api/picture`: what a template makes of data.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use flockml::source::Source;
use flockml::template::{Finding, hostile_names};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::finding::FileFindings;
use crate::templates;

use super::draw::Picture;
use super::folders::{Root, Template};
use super::gallery::{self, Snapshot};
use super::pictures::Subject;
use super::rendering::{self, Made, Unusable};
use super::{Preview, answer};

/// What data edited in the page are called.
const EDITED: &str = "the data";

#[derive(Debug, Deserialize)]
struct Question {
    template: String,
    case: Option<String>,
    data: Option<String>,
    hostile: Option<String>,
}

#[derive(Debug, Default, Serialize)]
struct Answer {
    revision: u64,
    ok: bool,
    /// The data that were used.
    data: String,
    data_error: Option<String>,
    picture: Option<Shown>,
    /// Whether the picture is older than what is wrong now.
    stale: bool,
    payload: Option<String>,
    /// Why `flockml send` would send nothing.
    refused: Option<String>,
    pretty: Option<String>,
    findings: Vec<Value>,
    /// Why there is no picture, where no finding says it.
    failure: Option<String>,
    degraded: Option<Value>,
}

#[derive(Debug)]
struct Shown(Arc<Picture>);

impl Serialize for Shown {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// Data to render with, or what is wrong with them.
struct Data {
    text: String,
    value: Result<Value, Unusable>,
}

/// Answers the question in `body`.
pub(super) fn answer(preview: &Preview, body: &[u8]) -> Response {
    let question: Question = match serde_json::from_slice(body) {
        Ok(question) => question,
        Err(error) => {
            let said = format!("the question cannot be read: {error}");
            return answer::refuse(StatusCode::BAD_REQUEST, &said);
        }
    };
    let now = preview.gallery.now();
    let Some(template) = now.folders.find(&question.template) else {
        let said = format!("there is no template `{}`", question.template);
        return answer::refuse(StatusCode::NOT_FOUND, &said);
    };
    if let Some(hostile) = &question.hostile
        && !hostile_names().any(|name| name == hostile)
    {
        let said = format!("there are no hostile data called `{hostile}`");
        return answer::refuse(StatusCode::NOT_FOUND, &said);
    }
    match data(&now, template, &question) {
        Ok(data) => answer::json(&look(preview, &now, template, question, data)),
        Err(said) => answer::refuse(StatusCode::NOT_FOUND, &said),
    }
}

/// The data that are asked for.
fn data(now: &Snapshot, template: &Template, question: &Question) -> Result<Data, String> {
    let source = match (&question.data, &question.case) {
        (Some(text), _) => Source::new(EDITED, text.as_str()),
        (None, None) => Source::new(EDITED, "{}"),
        (None, Some(case)) => {
            let sample = now.folders.sample(template, case);
            let sample = sample
                .ok_or_else(|| format!("there is no sample `{case}` of `{}`", question.template))?;
            if let Err(finding) = sample.data() {
                return Ok(unreadable(&finding));
            }
            sample.source().clone()
        }
    };
    let hostile = question.hostile.as_deref();
    Ok(Data::read(&source, hostile, now.folders.engine(template)))
}

impl Data {
    fn read(source: &Source, hostile: Option<&str>, (root, name): (&Root, &str)) -> Self {
        let text = source.text().to_owned();
        match (rendering::data(source), hostile) {
            (Ok(value), Some(hostile)) => {
                let value = root.templates.hostile_data(name, &value, hostile);
                let text = format!("{value:#}\n");
                let value = Ok(value);
                Self { text, value }
            }
            (Err(mut unusable), _) if source.name() == EDITED => {
                // Only a file has a place to go to.
                unusable.file.clear();
                let value = Err(unusable);
                Self { text, value }
            }
            (value, _) => Self { text, value },
        }
    }
}

fn unreadable(finding: &Finding) -> Data {
    let value = Unusable {
        said: rendering::said(finding.source(), finding.diagnostic()),
        file: templates::files(std::slice::from_ref(finding)),
    };
    Data {
        text: finding.source().text().to_owned(),
        value: Err(value),
    }
}

fn look(
    preview: &Preview,
    now: &Snapshot,
    template: &Template,
    question: Question,
    data: Data,
) -> Answer {
    let mut answer = Answer {
        revision: now.revision,
        data: data.text,
        failure: now.failure.clone(),
        stale: now.is_old,
        ..Answer::default()
    };
    let subject = Subject {
        is_edited: question.data.is_some(),
        template: question.template,
        case: question.case,
        hostile: question.hostile,
    };
    let made = match data.value {
        Ok(value) => {
            let (engine, name) = now.folders.engine(template);
            rendering::make(engine, name, &value)
        }
        Err(Unusable { said, file }) => {
            answer.data_error = Some(said);
            Err((None, file))
        }
    };
    let findings = match made {
        Ok(made) => answer.show(preview, subject, made),
        Err((why, findings)) => {
            let picture = preview.pictures.last(&subject);
            answer.stale = picture.is_some();
            answer.picture = picture.map(Shown);
            answer.failure = answer.failure.or(why);
            findings
        }
    };
    answer.findings = gallery::values(&findings, preview.gallery.editor());
    answer
}

impl Answer {
    fn show(&mut self, preview: &Preview, subject: Subject, made: Made) -> Vec<FileFindings> {
        let picture = Arc::new(made.picture);
        preview.pictures.keep(subject, Arc::clone(&picture));
        self.ok = true;
        self.picture = Some(Shown(picture));
        self.pretty = Some(made.pretty);
        match made.payload {
            Ok(payload) => self.payload = Some(payload),
            Err(why) => self.refused = Some(why),
        }
        made.findings
    }
}
