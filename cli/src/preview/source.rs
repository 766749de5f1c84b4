//! `GET /api/source`: the text of a file, with what is wrong in it.
//!
//! Only files that the folder lists are ever looked for, in a table: no path comes from outside.

use std::path::Path;

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::{Preview, answer};

/// Answers with the text of `file`, as findings call it.
pub(super) fn answer(preview: &Preview, file: &str) -> Response {
    let now = preview.gallery.now();
    let by_name = now
        .folders
        .find(file)
        .map(|template| template.file.as_str());
    let file = by_name.unwrap_or(file);
    let Some(source) = now.folders.source(file) else {
        let said = "the folder has no template, part or sample of this name";
        return answer::refuse(StatusCode::NOT_FOUND, said);
    };
    let findings: Vec<&Value> = now
        .findings
        .iter()
        .filter(|finding| finding["file"] == source.name())
        .collect();
    answer::json(&json!({
        "file": source.name(),
        "revision": now.revision,
        "text": source.text(),
        "findings": findings,
        "open": preview.gallery.editor().anywhere(Path::new(source.name())),
    }))
}
