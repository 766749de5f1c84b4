//! One connection: reads requests, does to each what the script says.

use std::io::{ErrorKind, Read, Result, Write};
use std::net::TcpStream;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::{Conduct, ID_PREFIX, KEPT_REQUESTS, Pace, Reading, Reply, Shared, Then};

/// A head that is longer is none.
const MOST_OF_A_HEAD: usize = 64 * 1024;
/// What a connection of TLS begins with.
const TLS: u8 = 0x16;
/// For how long a dripping server looks whether the client is still there.
const BETWEEN_DRIPS: Duration = Duration::from_millis(5);

pub(super) fn serve(stream: &TcpStream, shared: &Shared) {
    let _ = stream.set_nodelay(true);
    while let Ok(true) = next(stream, shared) {}
}

/// Whether another request may follow.
fn next(stream: &TcpStream, shared: &Shared) -> Result<bool> {
    let mut first = [0];
    if stream.peek(&mut first)? == 0 {
        return Ok(false);
    }
    let number = shared.requests.fetch_add(1, Ordering::SeqCst);
    let conduct = (shared.script)(number);
    if first[0] == TLS {
        return reply(stream, &refuse_tls(conduct));
    }
    if conduct.reading != Reading::Nothing {
        let request = read(stream, conduct.reading)?;
        shared.keep(&request, &conduct);
    }
    reply(stream, &conduct.reply)
}

/// As servers of HTTP do that get TLS, unless they stall.
fn refuse_tls(conduct: Conduct) -> Reply {
    match conduct.reply {
        Reply::Stall => Reply::Stall,
        _ => {
            Conduct::raw(
                "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
                false,
            )
            .reply
        }
    }
}

impl Shared {
    fn keep(&self, request: &[u8], conduct: &Conduct) {
        let text = String::from_utf8_lossy(request).into_owned();
        if conduct.accepts {
            let id = id_in(&text).unwrap_or_default();
            self.accepted.lock().unwrap().push(id);
        }
        let mut received = self.received.lock().unwrap();
        if received.len() < KEPT_REQUESTS {
            received.push(text);
        }
    }
}

fn id_in(text: &str) -> Option<String> {
    let start = text.find(ID_PREFIX)?;
    Some(text.get(start..start + ID_PREFIX.len() + 6)?.to_owned())
}

/// A request; where its last byte is left unread, that byte has come all the same.
fn read(mut stream: &TcpStream, reading: Reading) -> Result<Vec<u8>> {
    let mut request = read_head(stream)?;
    let head = request.len();
    let body = body_length(&String::from_utf8_lossy(&request));
    let left = usize::from(reading == Reading::AllButOne && body > 0);
    request.resize(head + body - left, 0);
    stream.read_exact(&mut request[head..])?;
    if left == 1 && stream.peek(&mut [0])? == 0 {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(request)
}

/// Up to the empty line and no further.
fn read_head(mut stream: &TcpStream) -> Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut buffer = vec![0; MOST_OF_A_HEAD];
    while head.len() < MOST_OF_A_HEAD {
        let old = head.len();
        let length = stream.peek(&mut buffer)?;
        head.extend_from_slice(&buffer[..length]);
        let end = head.windows(4).position(|four| four == b"\r\n\r\n");
        head.truncate(end.map_or(head.len(), |end| end + 4));
        stream.read_exact(&mut buffer[..head.len() - old])?;
        if end.is_some() {
            return Ok(head);
        }
        if length == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
    }
    Err(ErrorKind::InvalidData.into())
}

fn body_length(head: &str) -> usize {
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.trim().parse().ok())
        .unwrap_or(0)
}

/// Whether another request may follow.
fn reply(mut stream: &TcpStream, reply: &Reply) -> Result<bool> {
    match reply {
        Reply::Nothing => Ok(false),
        Reply::Stall => stall(stream),
        Reply::Bytes(bytes, pace, then) => {
            write(stream, bytes, *pace)?;
            match then {
                Then::KeepAlive => Ok(true),
                Then::Close => Ok(false),
                Then::Stall => stall(stream),
            }
        }
        Reply::Endless(head, chunk) => {
            stream.write_all(head)?;
            loop {
                stream.write_all(chunk)?;
            }
        }
    }
}

/// Until the client ends the connection.
fn stall(mut stream: &TcpStream) -> Result<bool> {
    let mut ignored = [0; 1024];
    while stream.read(&mut ignored)? > 0 {}
    Ok(false)
}

fn write(mut stream: &TcpStream, bytes: &[u8], pace: Pace) -> Result<()> {
    match pace {
        Pace::AtOnce => stream.write_all(bytes),
        Pace::ByteByByte => bytes.iter().try_for_each(|&byte| stream.write_all(&[byte])),
        Pace::Drip => {
            stream.set_read_timeout(Some(BETWEEN_DRIPS))?;
            for &byte in bytes {
                stream.write_all(&[byte])?;
                match stream.read(&mut [0]) {
                    Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                    Ok(_) => {}
                    Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                    Err(error) => return Err(error),
                }
            }
            stream.set_read_timeout(None)
        }
    }
}
