//! The one place that knows how tokens are written: JWS in its compact form, with HS256.

use jwt_compact::alg::{Hs256, Hs256Key};
use jwt_compact::{AlgorithmExt, Header, ParseError, UntrustedToken, ValidationError};
use serde::Deserialize;
use serde_json::Value;

use super::{Claims, TokenFault};

/// What of a header is not the library's to judge.
#[derive(Clone, Deserialize)]
struct Extensions {
    crit: Option<Value>,
}

/// The claims that are Flock's own.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Custom {
    app_id: String,
    user_id: String,
    jti: Option<String>,
}

/// What a token says that `key` has signed, and from when on it may be used.
pub(super) fn open(token: &str, key: &Hs256Key) -> Result<(Claims, Option<i64>), TokenFault> {
    let token = UntrustedToken::<Extensions>::try_from(token).map_err(|error| unread(&error))?;
    let opened = Hs256.validator::<Custom>(key).validate(&token);
    let opened = opened.map_err(|error| untrusted(&error))?;
    if opened.header().other_fields.crit.is_some() {
        return Err(TokenFault::Extension);
    }
    let claims = opened.claims();
    let expires_at = claims.expiration.ok_or(TokenFault::Claims)?.timestamp();
    let not_before = claims.not_before.map(|moment| moment.timestamp());
    let issued_at = claims.issued_at.map(|moment| moment.timestamp());
    let custom = &claims.custom;
    let mut said = Claims::new(&*custom.app_id, &*custom.user_id, expires_at);
    said.issued_at = issued_at;
    said.id.clone_from(&custom.jti);
    Ok((said, not_before))
}

/// A token that says `claims`.
pub(super) fn sign(claims: &Claims, key: &Hs256Key) -> String {
    let header = Header::empty().with_token_type("JWT");
    // Times are among our own claims: the library's have less room than 64 bits.
    Hs256
        .token(&header, &jwt_compact::Claims::new(claims), key)
        .expect("texts and whole numbers can be written as JSON")
}

fn unread(error: &ParseError) -> TokenFault {
    match error {
        ParseError::InvalidTokenStructure => TokenFault::Structure,
        ParseError::InvalidBase64Encoding => TokenFault::Encoding,
        _ => TokenFault::Header,
    }
}

fn untrusted(error: &ValidationError) -> TokenFault {
    match error {
        ValidationError::AlgorithmMismatch { .. } => TokenFault::Algorithm,
        ValidationError::MalformedClaims(_) => TokenFault::Claims,
        _ => TokenFault::Signature,
    }
}
