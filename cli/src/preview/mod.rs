//! `flockml preview`: what readers will see, before they see it.

pub(crate) mod answer;
mod assets;
mod checking;
pub(crate) mod draw;
mod editor;
pub(crate) mod events;
mod folders;
mod gallery;
mod guard;
mod html;
mod impatient;
pub(crate) mod inbox;
mod open;
pub(crate) mod out;
mod picture;
mod pictures;
mod rendering;
pub(crate) mod routes;
pub(crate) mod serve;
mod source;
mod watching;

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::args;
use crate::exit::{Exit, Failure};
use crate::output;

use checking::Checking;
use editor::Editor;
use events::Events;
use gallery::Gallery;
use inbox::{Faults, Inbox};
use pictures::Pictures;

/// How many pictures are drawn at a time.
const EASELS: usize = 4;
/// How many threads there are for what takes time; those that draw leave some for the rest.
const THREADS: usize = 4 * EASELS;

/// What all requests share.
struct Preview {
    gallery: Gallery,
    events: Events,
    pictures: Pictures,
    easels: Semaphore,
    inbox: Inbox,
}

/// Serves the preview of `dir` until the user ends it.
pub(crate) fn run(dir: PathBuf, args: &args::Preview) -> Result<Exit, Failure> {
    let editor = Editor::new(&args.editor)?;
    let faults = Faults::of(args)?;
    let bound = serve::bind(args.port)?;
    let events = Events::new();
    let watch = watching::watch(&dir);
    let preview = Arc::new(Preview {
        gallery: Gallery::load(dir, editor),
        inbox: Inbox::new(faults, events.clone()),
        events,
        pictures: Pictures::default(),
        easels: Semaphore::new(EASELS),
    });
    let address = format!("http://127.0.0.1:{}/", bound.port);
    output::complain(&format!("previewing templates at {address}"));
    if let Some(failure) = &preview.gallery.now().failure {
        output::complain(&format!("warning: {failure}"));
    }
    let checking = Checking::start(Arc::clone(&preview));
    watching::start(Arc::clone(&preview), checking, watch);
    if !args.no_open {
        open::open(&address);
    }
    let app = routes::routes(preview, bound.port);
    block_on(async {
        serve::serve(bound, app).await.map_err(failed)?;
        Ok(Exit::Fine)
    })
}

/// Runs the server in this thread.
fn block_on(serving: impl Future<Output = Result<Exit, Failure>>) -> Result<Exit, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(THREADS)
        .build()
        .map_err(failed)?;
    let served = runtime.block_on(serving);
    // What still runs may wait for somebody who never comes.
    runtime.shutdown_background();
    served
}

fn failed(error: std::io::Error) -> Failure {
    Failure::new(format!("cannot serve: {error}"))
}
