//! Every token that is not Flock's is refused, each for its own reason.

use std::fmt::Write as _;

use flockml::event::TokenFault;

use crate::forge::{
    CLAIMS, HEADER, NOW, SECRET, USER, base64, forge, message, signature, verifier,
};

/// The token with another part in the place of its `part`th.
fn with(part: usize, other: &str) -> String {
    let token = forge(HEADER, CLAIMS, SECRET);
    let mut parts: Vec<&str> = token.split('.').collect();
    parts[part] = other;
    parts.join(".")
}

fn header(header: &str) -> String {
    forge(header, CLAIMS, SECRET)
}

fn claims(claims: &str) -> String {
    forge(HEADER, claims, SECRET)
}

/// The claims with one of them written otherwise.
fn claim(from: &str, to: &str) -> String {
    let changed = CLAIMS.replace(from, to);
    assert_ne!(changed, CLAIMS, "{from}");
    claims(&changed)
}

/// The bytes that the digits of the secret stand for.
fn secret_as_bytes() -> Vec<u8> {
    let digits: Vec<char> = SECRET.chars().filter(|c| *c != '-').collect();
    let byte = |pair: &[char]| u8::from_str_radix(&pair.iter().collect::<String>(), 16).unwrap();
    digits.chunks(2).map(byte).collect()
}

/// The last digit of base64 has bits that are left over; this sets one of them.
fn with_a_spare_bit() -> String {
    let mut token = forge(HEADER, CLAIMS, SECRET);
    let last = token.pop().unwrap();
    token.push(char::from(u8::try_from(last).unwrap() + 1));
    token
}

fn shapes() -> Vec<(&'static str, String)> {
    let good = forge(HEADER, CLAIMS, SECRET);
    let (message, signed) = good.rsplit_once('.').unwrap();
    vec![
        ("no token", String::new()),
        ("a word", "token".to_owned()),
        ("the secret itself", SECRET.to_owned()),
        ("two parts: no signature", message.to_owned()),
        ("four parts", format!("{good}.{signed}")),
        ("five parts, as encrypted tokens have", format!("{good}..")),
        ("three parts of nothing", "..".to_owned()),
        ("4,097 bytes", with(0, &"A".repeat(4097))),
        ("a blank before it", format!(" {good}")),
        ("a line break behind it", format!("{good}\n")),
        ("`Bearer` before it", format!("Bearer {good}")),
        ("padding, as base64 elsewhere has", format!("{good}=")),
        (
            "`+` and `/`, as base64 elsewhere has",
            with(2, &"+/".repeat(21)),
        ),
        (
            "the signature in hexadecimal digits",
            with(2, &"0f".repeat(32)),
        ),
        ("a spare bit of the signature set", with_a_spare_bit()),
        ("a null character in the claims' part", with(1, "eyJ\0fQ")),
        ("letters beyond ASCII", with(1, "éééé")),
    ]
}

fn headers() -> Vec<(&'static str, String)> {
    let none = format!("{}.", message(r#"{"alg":"none"}"#, CLAIMS));
    let own_key = r#"{"alg":"HS256","jwk":{"kty":"oct","k":"bWFsbG9yeQ"}}"#;
    let no_file = r#"{"alg":"HS256","kid":"../../dev/null"}"#;
    vec![
        ("a header that is no JSON", header("HS256")),
        ("a header that is a list", header(r#"["HS256"]"#)),
        ("a header nested 200 levels deep", header(&"[".repeat(200))),
        ("no algorithm", header(r#"{"typ":"JWT"}"#)),
        ("an algorithm that is a number", header(r#"{"alg":256}"#)),
        ("an algorithm that is null", header(r#"{"alg":null}"#)),
        (
            "two algorithms, ours first",
            header(r#"{"alg":"HS256","alg":"none"}"#),
        ),
        (
            "two algorithms, ours last",
            header(r#"{"alg":"none","alg":"HS256"}"#),
        ),
        ("algorithm `none`, not signed", none),
        ("algorithm `none`, signed", header(r#"{"alg":"none"}"#)),
        ("algorithm `nOnE`", header(r#"{"alg":"nOnE"}"#)),
        ("algorithm of no name", header(r#"{"alg":""}"#)),
        ("algorithm `hs256`", header(r#"{"alg":"hs256"}"#)),
        (
            "algorithm `HS256 `, with a blank",
            header(r#"{"alg":"HS256 "}"#),
        ),
        ("algorithm HS384", header(r#"{"alg":"HS384"}"#)),
        ("algorithm HS512", header(r#"{"alg":"HS512"}"#)),
        (
            "algorithm RS256, the secret as its public key",
            header(r#"{"alg":"RS256"}"#),
        ),
        ("algorithm ES256", header(r#"{"alg":"ES256"}"#)),
        (
            "an extension that has to be understood",
            header(r#"{"alg":"HS256","crit":["b64"],"b64":false}"#),
        ),
        (
            "claims that are said to be CBOR",
            header(r#"{"alg":"HS256","cty":"CBOR"}"#),
        ),
        (
            "a key of its own in the header",
            forge(own_key, CLAIMS, "mallory"),
        ),
        (
            "a key's name that leads to an empty file",
            forge(no_file, CLAIMS, ""),
        ),
    ]
}

fn signatures() -> Vec<(&'static str, String)> {
    let signed = signature(&message(HEADER, CLAIMS), SECRET);
    let mut flipped = signed;
    flipped[31] ^= 1;
    let mut long = signed.to_vec();
    long.push(0);
    let later = CLAIMS.replace("1700000008", "1700000009");
    let spaced = HEADER.replace(',', ", ");
    vec![
        ("no signature", with(2, "")),
        (
            "31 of the signature's bytes",
            with(2, &base64(&signed[..31])),
        ),
        (
            "the first 16 of the signature's bytes",
            with(2, &base64(&signed[..16])),
        ),
        ("a byte behind the signature", with(2, &base64(long))),
        (
            "one bit of the signature flipped",
            with(2, &base64(flipped)),
        ),
        ("a signature of zeros", with(2, &base64([0; 32]))),
        (
            "the key's digest for a signature",
            with(2, &base64(hmac_sha256::Hash::hash(SECRET.as_bytes()))),
        ),
        (
            "the digest of the message, no key",
            with(
                2,
                &base64(hmac_sha256::Hash::hash(message(HEADER, CLAIMS).as_bytes())),
            ),
        ),
        (
            "another app's secret",
            forge(HEADER, CLAIMS, "0b51f6b2-2ac0-4ea4-a1c8-5d7e6b4f7a10"),
        ),
        ("the empty secret", forge(HEADER, CLAIMS, "")),
        (
            "the bytes that the secret's digits stand for",
            forge(HEADER, CLAIMS, secret_as_bytes()),
        ),
        (
            "the secret in capitals",
            forge(HEADER, CLAIMS, SECRET.to_uppercase()),
        ),
        (
            "the secret with a line break",
            forge(HEADER, CLAIMS, format!("{SECRET}\n")),
        ),
        ("another token's claims", with(1, &base64(later))),
        ("another token's header", with(0, &base64(spaced))),
    ]
}

fn contents() -> Vec<(&'static str, String)> {
    vec![
        ("claims that are no JSON", claims("appId=my-app")),
        ("claims that are a list", claims("[]")),
        (
            "claims with words behind them",
            claims(&format!("{CLAIMS} {CLAIMS}")),
        ),
        (
            "claims nested 200 levels deep",
            claims(&format!(r#"{{"x":{}"#, "[".repeat(200))),
        ),
        ("no `appId`", claim("appId", "appid")),
        (
            "an `appId` that is a list with the app in it",
            claim(r#""my-app""#, r#"["my-app"]"#),
        ),
        ("two `appId`, ours last", claim("{", r#"{"appId":"other","#)),
        ("no `userId`", claim("userId", "sub")),
        (
            "a `userId` that is null",
            claim(&format!("\"{USER}\""), "null"),
        ),
        ("no `exp`", claim("exp", "expires")),
        ("an `exp` that is null", claim("1700000008", "null")),
        ("an `exp` in quotes", claim("1700000008", "\"1700000008\"")),
        (
            "an `exp` beyond all calendars",
            claim("1700000008", "1e300"),
        ),
        ("two `exp`, the later one last", claim("{", r#"{"exp":1,"#)),
        ("another app", claim("my-app", "other-app")),
        ("the app in capitals", claim("my-app", "MY-APP")),
        ("the app with a blank", claim("my-app", "my-app ")),
        ("an app of no name", claim("my-app", "")),
        ("expired a year ago", claim("1700000008", "1668464000")),
        ("expired this second", claim("1700000008", "1700000000")),
        ("expires in 1970", claim("1700000008", "0")),
        ("expires before 1970", claim("1700000008", "-1700000008")),
        (
            "expired, with a fraction",
            claim("1700000008", "1699999999.999"),
        ),
        (
            "not valid before tomorrow",
            claim("{", r#"{"nbf":1700086400,"#),
        ),
        ("another user", claim(USER, "u:mallory")),
        ("the user in capitals", claim(USER, &USER.to_uppercase())),
        ("a user of no name", claim(USER, "")),
    ]
}

fn all() -> Vec<(&'static str, String)> {
    [shapes(), headers(), signatures(), contents()].concat()
}

#[test]
fn the_honest_token_beside_them_is_trusted() {
    let token = forge(HEADER, CLAIMS, SECRET);
    assert_eq!(
        verifier().verify_for(&token, USER).unwrap().expires_at,
        NOW + 8
    );
}

#[test]
fn each_is_refused_for_its_own_reason() {
    let mut table = String::from("| forgery | refused, because |\n|---|---|\n");
    for (name, token) in all() {
        let refused = verifier().verify_for(&token, USER).expect_err(name);
        let said = refused.to_string();
        let fault = refused.token_fault().unwrap().to_string();
        assert!(said.contains(&fault), "{said}");
        writeln!(
            table,
            "| {name} | {} |",
            said.trim_start_matches("not verified: ")
        )
        .unwrap();
    }
    insta::assert_snapshot!(table);
}

#[test]
fn no_refusal_tells_the_secret_or_the_right_signature() {
    for (name, token) in all() {
        let refused = verifier().verify_for(&token, USER).unwrap_err();
        let said = format!("{refused} {refused:?} {refused:#?}");
        let mut secrets = vec![SECRET.to_owned()];
        if let Some((message, _)) = token.rsplit_once('.') {
            secrets.push(base64(signature(message, SECRET)));
        }
        for secret in secrets {
            assert!(!said.contains(&secret), "{name}: {said}");
        }
    }
}

#[test]
fn no_byte_of_a_token_can_be_another() {
    let token = forge(HEADER, CLAIMS, SECRET);
    for at in 0..token.len() {
        for other in ["A", "Q", "_", ".", "="] {
            let mut changed = token.clone();
            changed.replace_range(at..=at, other);
            if changed != token {
                let refused = verifier().verify(&changed).unwrap_err();
                assert_ne!(refused.token_fault(), None, "{at}: {changed}");
                assert_ne!(refused.token_fault(), Some(TokenFault::User));
            }
        }
    }
}
