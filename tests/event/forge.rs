//! Makes tokens by hand, honest ones and others.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use flockml::event::{AppSecret, Claims, Verifier};

pub(crate) const SECRET: &str = "869eb1d0-419d-4747-98b4-6d81360a6681";
pub(crate) const APP: &str = "my-app";
pub(crate) const USER: &str = "u:isgpwwyralhf9aso";
pub(crate) const NOW: i64 = 1_700_000_000;
pub(crate) const HEADER: &str = r#"{"typ":"JWT","alg":"HS256"}"#;

/// The claims of an event, as good as they can be.
pub(crate) const CLAIMS: &str = r#"{"appId":"my-app","userId":"u:isgpwwyralhf9aso","exp":1700000008,"iat":1700000000,"jti":"568eadf8-77fc-4108-91da-d94da46d709b"}"#;

pub(crate) fn secret() -> AppSecret {
    AppSecret::new(SECRET).unwrap()
}

pub(crate) fn at(seconds: i64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds.try_into().unwrap())
}

/// Verifies at [`NOW`].
pub(crate) fn verifier() -> Verifier {
    Verifier::new(APP, &secret()).clock(|| at(NOW))
}

/// A token as Flock would send it now.
pub(crate) fn honest() -> String {
    secret().sign(&Claims::new(APP, USER, NOW + 8).issued_at(NOW).id("t-1"))
}

/// Base64 as tokens have it.
pub(crate) fn base64(bytes: impl AsRef<[u8]>) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.as_ref().chunks(3) {
        let bits = chunk
            .iter()
            .fold(0, |bits, byte| bits << 8 | usize::from(*byte));
        let bits = bits << (8 * (3 - chunk.len()));
        for digit in 0..=chunk.len() {
            text.push(char::from(DIGITS[bits >> (18 - 6 * digit) & 63]));
        }
    }
    text
}

/// What is signed of a token.
pub(crate) fn message(header: &str, claims: &str) -> String {
    format!("{}.{}", base64(header), base64(claims))
}

/// The bytes of an HS256 signature.
pub(crate) fn signature(message: &str, key: impl AsRef<[u8]>) -> [u8; 32] {
    hmac_sha256::HMAC::mac(message, key)
}

/// A token with that header and those claims, signed with `key`.
pub(crate) fn forge(header: &str, claims: &str, key: impl AsRef<[u8]>) -> String {
    let message = message(header, claims);
    let signature = base64(signature(&message, key));
    format!("{message}.{signature}")
}
