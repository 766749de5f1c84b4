//! Which address answers what.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::json;

use super::assets::ASSETS;
use super::guard::{Guard, guard};
use super::{Preview, answer, inbox, picture, source};

/// All that the preview answers, guarded.
pub(super) fn routes(preview: Arc<Preview>, port: u16) -> Router {
    let inbox = inbox::routes(preview.inbox.clone());
    let routes = Router::new()
        .route("/api/gallery", get(gallery))
        .route("/api/picture", post(picture))
        .route("/api/source", get(text))
        .route("/events", get(events))
        .with_state(preview)
        .merge(inbox);
    guarded(routes, port)
}

/// `routes` and nothing else, for this machine only.
pub(crate) fn guarded(routes: Router, port: u16) -> Router {
    let guarding = from_fn_with_state(Guard { port }, guard);
    routes
        .fallback(file)
        .method_not_allowed_fallback(not_so)
        .layer(guarding)
}

/// The page's own files.
pub(super) async fn file(method: Method, uri: Uri) -> Response {
    let path = uri.path();
    let is_read = matches!(method, Method::GET | Method::HEAD);
    match ASSETS.iter().find(|asset| asset.path == path) {
        Some(asset) if is_read => answer::typed(StatusCode::OK, asset.media_type, asset.body),
        // An answer that looks like success would hide that the message went nowhere.
        _ if !is_read => {
            let said = format!(
                "`{path}` takes no messages: send them to `/hooks/sendMessage/TOKEN` or \
                 `/v1/chat.sendMessage`"
            );
            answer::refuse(StatusCode::NOT_FOUND, &said)
        }
        _ => {
            let said = format!("there is nothing at `{path}`");
            answer::refuse(StatusCode::NOT_FOUND, &said)
        }
    }
}

async fn not_so(uri: Uri) -> Response {
    let said = format!("`{}` is not asked in this way", uri.path());
    answer::refuse(StatusCode::METHOD_NOT_ALLOWED, &said)
}

async fn gallery(State(preview): State<Arc<Preview>>) -> Response {
    answer::json_text(preview.gallery.now().json.clone())
}

async fn picture(State(preview): State<Arc<Preview>>, body: Bytes) -> Response {
    // Whoever has asked for another one meanwhile does not wait here any longer.
    let _easel = preview.easels.acquire().await;
    aside(&preview, move |preview| picture::answer(preview, &body)).await
}

#[derive(Deserialize)]
struct Asked {
    file: String,
}

async fn text(
    State(preview): State<Arc<Preview>>,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Response {
    let Ok(Query(Asked { file })) = asked else {
        return answer::refuse(StatusCode::BAD_REQUEST, "say which file, as `?file=NAME`");
    };
    aside(&preview, move |preview| source::answer(preview, &file)).await
}

async fn events(State(preview): State<Arc<Preview>>) -> Response {
    let gallery = Arc::clone(&preview);
    let now = move || json!({ "revision": gallery.gallery.now().revision, "files": [] });
    preview.events.stream(now)
}

/// Works where it keeps no other request waiting.
async fn aside(
    preview: &Arc<Preview>,
    work: impl FnOnce(&Preview) -> Response + Send + 'static,
) -> Response {
    let preview = Arc::clone(preview);
    let done = tokio::task::spawn_blocking(move || work(&preview)).await;
    done.unwrap_or_else(|_| {
        let said = "the preview failed at this; please report it, with the template and its data";
        answer::refuse(StatusCode::INTERNAL_SERVER_ERROR, said)
    })
}
