//! How the server answers.

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// One sentence of plain text.
pub(crate) fn refuse(status: StatusCode, sentence: &str) -> Response {
    typed(status, "text/plain; charset=utf-8", format!("{sentence}\n"))
}

/// JSON.
pub(crate) fn json(value: &impl Serialize) -> Response {
    match serde_json::to_string(value) {
        Ok(text) => json_text(text),
        Err(error) => refuse(
            StatusCode::INTERNAL_SERVER_ERROR,
            &format!("the answer cannot be written as JSON: {error}"),
        ),
    }
}

/// JSON that is written already.
pub(crate) fn json_text(text: String) -> Response {
    typed(StatusCode::OK, "application/json", text)
}

pub(super) fn typed(
    status: StatusCode,
    content_type: &'static str,
    body: impl IntoResponse,
) -> Response {
    let mut response = (status, body).into_response();
    let content_type = HeaderValue::from_static(content_type);
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}
