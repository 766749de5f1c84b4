use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response, StatusCode};
use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation;

use crate::message::Attachment;
use crate::{Error, ErrorKind};

/// What an app answers to an event.
///
/// It is a body of JSON and a status; [`Reply::into_response`] makes both a response.
///
/// # Examples
///
/// ```
/// use flockml::event::Reply;
///
/// let response = Reply::toast("acknowledged").into_response();
/// assert_eq!(response.status(), 200);
/// assert_eq!(response.body(), br#"{"text":"acknowledged"}"#);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    status: StatusCode,
    body: String,
}

/// The bodies that answers have, their fields in this order.
#[derive(Serialize)]
#[serde(untagged)]
enum Body<'b> {
    Nothing {},
    Toast {
        text: &'b str,
    },
    Preview {
        attachment: &'b Attachment,
    },
    Error {
        error: &'b str,
        description: &'b str,
    },
}

impl Reply {
    /// The longest toast, in `char`s.
    pub const MAX_TOAST: usize = 100;

    /// That the event has arrived: status 200 and nothing else. `app.install` needs it.
    #[must_use]
    pub fn accepted() -> Self {
        Self::new(StatusCode::OK, &Body::Nothing {})
    }

    /// A note that the user sees for a moment: plain text, of which at most 100 characters show.
    ///
    /// A longer one is cut on a grapheme's edge and ends in `…`. Flock shows it for a pressed
    /// button, a slash command and a message action. An empty one shows nothing.
    #[must_use]
    pub fn toast(text: impl AsRef<str>) -> Self {
        match cut(text.as_ref().trim()) {
            text if text.is_empty() => Self::accepted(),
            text => Self::new(StatusCode::OK, &Body::Toast { text: &text }),
        }
    }

    /// The picture of an address that somebody wrote, for `chat.generateUrlPreview`.
    ///
    /// `url` is the event's; the attachment opens it unless it has an address of its own.
    #[must_use]
    pub fn preview(url: impl Into<String>, attachment: Attachment) -> Self {
        let has_url = attachment.to_value().get("url").is_some();
        let attachment = if has_url {
            attachment
        } else {
            attachment.url(url)
        };
        let body = Body::Preview {
            attachment: &attachment,
        };
        Self::new(StatusCode::OK, &body)
    }

    /// That the event could not be worked on: status 400, a code and a sentence.
    ///
    /// Flock's own codes are words such as `InvalidParameter`.
    #[must_use]
    pub fn error(code: impl AsRef<str>, description: impl AsRef<str>) -> Self {
        Self::fault(StatusCode::BAD_REQUEST, code.as_ref(), description.as_ref())
    }

    /// That a request was refused, with the reason: status 403 for what is not verified, as
    /// Flock's own library has it, 413 for what is too large, 400 for anything else.
    #[must_use]
    pub fn refusal(error: &Error) -> Self {
        let (status, code) = match error.kind() {
            ErrorKind::Unverified => (StatusCode::FORBIDDEN, "InvalidToken"),
            ErrorKind::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "InvalidRequestData"),
            _ => (StatusCode::BAD_REQUEST, "InvalidRequestData"),
        };
        Self::fault(status, code, &error.to_string())
    }

    fn fault(status: StatusCode, error: &str, description: &str) -> Self {
        Self::new(status, &Body::Error { error, description })
    }

    fn new(status: StatusCode, body: &Body<'_>) -> Self {
        let body =
            serde_json::to_string(body).expect("texts and attachments can be written as JSON");
        Self { status, body }
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The body, as compact JSON.
    #[must_use]
    pub fn to_json(&self) -> &str {
        &self.body
    }

    /// The response, for any server that speaks the types of the crate `http`.
    #[must_use]
    pub fn into_response(self) -> Response<Vec<u8>> {
        let mut response = Response::new(self.body.into_bytes());
        *response.status_mut() = self.status;
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert(CONTENT_TYPE, json);
        response
    }
}

impl From<Reply> for Response<Vec<u8>> {
    fn from(reply: Reply) -> Self {
        reply.into_response()
    }
}

/// The beginning, of at most [`Reply::MAX_TOAST`] characters.
fn cut(text: &str) -> String {
    let mut chars = text.char_indices().skip(Reply::MAX_TOAST - 1);
    let (Some((room, _)), Some((over, _))) = (chars.next(), chars.next()) else {
        return text.to_owned();
    };
    let edges = text[..over].grapheme_indices(true).map(|(at, _)| at);
    let edge = edges.take_while(|at| *at <= room).last();
    // One character may follow another without end.
    let end = edge.filter(|edge| *edge > 0).unwrap_or(room);
    format!("{}…", text[..end].trim_end())
}
