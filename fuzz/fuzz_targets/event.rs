//! Any token, query and body: no panic, and nothing is trusted that the app's secret has not signed.
//!
//! An input is a token, a line break, a URL's query, a line break, and a body. A token of two parts,
//! a header and claims as they are with a tab between them, is signed here, to get further.

#![no_main]

use std::time::{Duration, UNIX_EPOCH};

use flockml::event::{AppSecret, Claims, Event, OutgoingHook, Reply, Verifier, WebhookToken};
use http::Request;
use libfuzzer_sys::fuzz_target;

const SECRET: &str = "869eb1d0-419d-4747-98b4-6d81360a6681";
const APP: &str = "my-app";
const NOW: u64 = 1_700_000_000;
const HOOK: &str = "5c1d9f0e-7a43-4d0b-9a51-2f2c6f1b8e77";

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(3, |byte| *byte == b'\n');
    let mut part = || parts.next().unwrap_or_default();
    let (token, query, body) = (part(), part(), part());
    let token = String::from_utf8_lossy(token);
    let query = String::from_utf8_lossy(query);

    let token = match token.split_once('\t') {
        Some((header, claims)) => signed(header, claims),
        None => token.into_owned(),
    };
    let secret = AppSecret::new(SECRET).expect("it is a secret");
    let verifier =
        Verifier::new(APP, &secret).clock(|| UNIX_EPOCH + Duration::from_secs(NOW));
    let verified = verifier.verify(&token);
    match &verified {
        Ok(claims) => assert_signed(&token, claims),
        Err(error) => {
            assert!(error.token_fault().is_some());
            let said = format!("{error} {error:?}");
            assert!(!said.contains(SECRET), "{said}");
            let _ = Reply::refusal(error);
        }
    }
    events(&verifier, &token, verified.ok().as_ref(), &query, body);
    hook(&query, body);
    let toast = Reply::toast(String::from_utf8_lossy(body));
    let toast: serde_json::Value = serde_json::from_str(toast.to_json()).expect("it is JSON");
    let shown = toast["text"].as_str().unwrap_or_default();
    assert!(shown.chars().count() <= Reply::MAX_TOAST, "{shown}");
});

fn events(verifier: &Verifier, token: &str, claims: Option<&Claims>, query: &str, body: &[u8]) {
    if let Ok(event) = Event::parse(body) {
        assert!(!event.name().is_empty());
        let _ = format!("{event:?}");
        let _ = event.origin().address();
    }
    let post = Request::post("/").header("X-Flock-Event-Token", token).body(body);
    let in_url = verifier.event_in_url(&format!("https://example.com/?{query}#{query}"));
    let in_request = Request::get(format!("/?{query}"))
        .body(body)
        .map(|request| verifier.event(&request));
    // A token that is in the query is its own affair.
    for read in [Some(in_url), in_request.ok()].into_iter().flatten() {
        assert!(read.is_err() || query.contains("flockEventToken"), "{read:?}");
    }
    if let Ok(request) = post
        && let Ok(event) = verifier.event(&request)
    {
        let claims = claims.expect("what is not verified is no event");
        assert_eq!(event.origin().user_id.as_ref(), Some(&claims.user_id));
    }
}

fn hook(query: &str, body: &[u8]) {
    let hook = OutgoingHook::new(WebhookToken::new(HOOK).expect("it is a token"));
    if let Ok(request) = Request::post(format!("/?{query}")).body(body) {
        let heard = hook.receive(&request);
        assert!(heard.is_err() || query.contains("token"), "{heard:?}");
    }
    let url = format!("/?token={HOOK}");
    let request = Request::post(url).body(body).expect("it is a request");
    if let Ok(posted) = hook.receive(&request) {
        let again = hook.receive(&request).expect("it was a message before");
        let has_name = posted.message.uid.is_some() || posted.message.id.is_some();
        assert!(!again.is_repeat || has_name);
        let _ = posted.message.shown_text();
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0, |bits, byte| bits << 8 | usize::from(*byte));
        let bits = bits << (8 * (3 - chunk.len()));
        for digit in 0..=chunk.len() {
            text.push(char::from(DIGITS[bits >> (18 - 6 * digit) & 63]));
        }
    }
    text
}

fn signature(message: &str) -> String {
    base64(&hmac_sha256::HMAC::mac(message, SECRET))
}

fn signed(header: &str, claims: &str) -> String {
    let message = format!("{}.{}", base64(header.as_bytes()), base64(claims.as_bytes()));
    let signature = signature(&message);
    format!("{message}.{signature}")
}

/// By other code than the library's.
fn assert_signed(token: &str, claims: &Claims) {
    let (message, given) = token.rsplit_once('.').expect("it has three parts");
    assert_eq!(given, signature(message), "{token}");
    assert_eq!(claims.app_id, APP);
    assert!(claims.expires_at > NOW as i64, "{claims:?}");
}
