//! Connections: who is listened to, and for how long.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, mpsc};

use super::impatient::Impatient;
use crate::exit::Failure;

/// Where the preview is, unless another program is there.
const PORT: u16 = 7357;
/// How many ports are tried after it.
const MORE_PORTS: u16 = 20;
/// How many connections there are at a time; more have to wait.
const MOST_CONNECTIONS: usize = 256;
/// How long the head of a request may take, and reading some more of an answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many bytes the head of a request has at most.
const MOST_HEAD: usize = 64 * 1024;

/// How the connection that a request came by ends, where it is not by an answer; among the
/// request's extensions.
#[derive(Debug, Clone)]
pub(crate) struct Hangup(mpsc::UnboundedSender<End>);

/// An end of a connection without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// It is closed.
    Close,
    /// It is torn down.
    Reset,
}

impl Hangup {
    /// Ends the connection; the request need not be answered any more.
    pub(crate) fn hang_up(&self, end: End) {
        // A connection that is over needs no end.
        let _ = self.0.send(end);
    }
}

/// The ears of the server, and their port.
pub(crate) struct Bound {
    pub(crate) port: u16,
    listeners: Vec<TcpListener>,
}

/// Listens on loopback, on `port` or else one that is free.
pub(crate) fn bind(port: Option<u16>) -> Result<Bound, Failure> {
    let listener = match port {
        Some(port) => listen(port).map_err(|error| taken(port, &error))?,
        None => (PORT..=PORT + MORE_PORTS)
            .chain([0])
            .find_map(|port| listen(port).ok())
            .ok_or_else(|| Failure::new("cannot listen on any port of this machine"))?,
    };
    let address = listener.local_addr();
    let port = address.map_err(|error| taken(0, &error))?.port();
    let mut listeners = vec![listener];
    // Where `localhost` means the newer protocol; a machine need not have it.
    listeners.extend(TcpListener::bind((Ipv6Addr::LOCALHOST, port)));
    Ok(Bound { port, listeners })
}

fn listen(port: u16) -> io::Result<TcpListener> {
    TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
}

fn taken(port: u16, error: &io::Error) -> Failure {
    let why = match error.kind() {
        io::ErrorKind::AddrInUse => "another program uses it".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    };
    Failure::new(format!(
        "cannot listen on port {port}: {why}; without `--port`, one that is free is taken"
    ))
}

/// Serves `app`, for ever or until something is wrong with the sockets.
pub(crate) async fn serve(bound: Bound, app: Router) -> io::Result<()> {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut ears = Vec::new();
    for listener in bound.listeners {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        ears.push(tokio::spawn(accept(
            listener,
            app.clone(),
            Arc::clone(&places),
        )));
    }
    for ear in ears {
        ear.await?;
    }
    Ok(())
}

async fn accept(listener: tokio::net::TcpListener, app: Router, places: Arc<Semaphore>) {
    while let Ok(place) = Arc::clone(&places).acquire_owned().await {
        match listener.accept().await {
            Ok((stream, _)) => {
                let app = app.clone();
                tokio::spawn(async move {
                    connection(stream, app).await;
                    drop(place);
                });
            }
            // There may be too many open files: it gets better when some are closed.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn connection(mut stream: TcpStream, app: Router) {
    // What it costs is nothing here, and answers are small.
    let _ = stream.set_nodelay(true);
    let (sender, mut ends) = mpsc::unbounded_channel();
    let end = {
        let (read, write) = stream.split();
        let write = Impatient::new(write, PATIENCE);
        let app = TowerToHyperService::new(app);
        let service = service_fn(move |mut request: hyper::Request<_>| {
            request.extensions_mut().insert(Hangup(sender.clone()));
            app.call(request)
        });
        let served = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(PATIENCE)
            .max_buf_size(MOST_HEAD)
            .serve_connection(TokioIo::new(tokio::io::join(read, write)), service);
        tokio::select! {
            _ = served => None,
            end = ends.recv() => end,
        }
    };
    if end == Some(End::Reset) {
        // Closed with nothing to linger for, it is torn down.
        let _ = stream.set_zero_linger();
    }
}
