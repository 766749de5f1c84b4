//! Tokens that Flock signs.

use std::time::Duration;

use flockml::event::{AppSecret, Claims, TokenFault, Verifier};
use proptest::prelude::*;

use crate::forge::{APP, CLAIMS, NOW, SECRET, USER, at, forge, honest, secret, verifier};

/// A token that Flock has published.
const PUBLISHED: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhcHBJZCI6Im15LWFwcCIsInVzZXJJZCI6InU6M2QwMDQzMDItYTk3ZC00MDE2LTkxYjQtNmMyMjFiYjQ3ODFkIiwiZXhwIjoyMDAwMDAwMDAwLCJpYXQiOjE0Njk1NDE1NzIsImp0aSI6IjU2OGVhZGY4LTc3ZmMtNDEwOC05MWRhLWQ5NGRhNDZkNzA5YiJ9.-_lhKHsGE_s9a4apLYPgLVWW2UZtD4_-B8yxKtAmmqg";
const EXPIRY: i64 = 2_000_000_000;

fn fault(verifier: &Verifier, token: &str) -> Option<TokenFault> {
    verifier.verify(token).err()?.token_fault()
}

#[test]
fn the_published_token_says_what_is_published() {
    let claims = verifier().verify(PUBLISHED).unwrap();
    let expected = Claims::new("my-app", "u:3d004302-a97d-4016-91b4-6c221bb4781d", EXPIRY)
        .issued_at(1_469_541_572)
        .id("568eadf8-77fc-4108-91da-d94da46d709b");
    assert_eq!(claims, expected);
    let json = serde_json::to_string(&claims).unwrap();
    assert_eq!(
        json,
        r#"{"appId":"my-app","userId":"u:3d004302-a97d-4016-91b4-6c221bb4781d","exp":2000000000,"iat":1469541572,"jti":"568eadf8-77fc-4108-91da-d94da46d709b"}"#
    );
}

#[test]
fn a_token_is_good_until_its_expiry_and_the_leeway() {
    let at_moment = |moment: i64, leeway: u64| {
        let verifier = Verifier::new(APP, &secret()).leeway(Duration::from_secs(leeway));
        fault(&verifier.clock(move || at(moment)), PUBLISHED)
    };
    assert_eq!(at_moment(EXPIRY - 1, 0), None);
    assert_eq!(at_moment(EXPIRY, 0), Some(TokenFault::Expired));
    assert_eq!(at_moment(EXPIRY + 29, 30), None);
    assert_eq!(at_moment(EXPIRY + 30, 30), Some(TokenFault::Expired));
    assert_eq!(at_moment(EXPIRY + 30, u64::MAX), None);
}

#[test]
fn a_clock_from_before_1970_reads_as_1970() {
    let verifier = Verifier::new(APP, &secret());
    let before = std::time::UNIX_EPOCH - Duration::from_secs(9);
    assert_eq!(fault(&verifier.clock(move || before), PUBLISHED), None);
}

#[test]
fn the_system_clock_is_the_default() {
    let long_ago = secret().sign(&Claims::new(APP, USER, 1_000_000_000));
    let verifier = Verifier::new(APP, &secret());
    assert_eq!(fault(&verifier, &long_ago), Some(TokenFault::Expired));
}

#[test]
fn a_token_verifies_each_time() {
    let token = honest();
    for _ in 0..3 {
        assert_eq!(
            verifier().verify(&token).unwrap().id.as_deref(),
            Some("t-1")
        );
    }
}

#[test]
fn neither_order_nor_spacing_nor_further_fields_matter() {
    for header in [
        r#"{"alg":"HS256"}"#,
        r#"{ "alg" : "HS256" , "typ" : "JWT" }"#,
        r#"{"typ":"JWT","alg":"HS256"}"#,
        r#"{"kid":"7","typ":"jwt","alg":"HS256","new":{"field":1}}"#,
    ] {
        let claims = CLAIMS.replace('{', r#"{"new":[1],"locale":"en-us","#);
        for claims in [CLAIMS, &claims] {
            assert_eq!(
                fault(&verifier(), &forge(header, claims, SECRET)),
                None,
                "{header}"
            );
        }
    }
}

#[test]
fn claims_that_no_event_needs_may_be_missing() {
    let bare = format!(r#"{{"appId":"{APP}","userId":"{USER}","exp":{}}}"#, NOW + 1);
    let claims = verifier()
        .verify(&forge(r#"{"alg":"HS256"}"#, &bare, SECRET))
        .unwrap();
    assert_eq!(claims, Claims::new(APP, USER, NOW + 1));
}

#[test]
fn secrets_do_not_print() {
    let said = format!("{:?} {:#?} {:?}", secret(), secret(), verifier());
    assert!(!said.contains(&SECRET[..8]), "{said}");
    assert!(said.contains("[redacted]"), "{said}");
    for bad in ["", "  \n", "two words"] {
        let refused = AppSecret::new(bad).unwrap_err();
        assert!(!format!("{refused:?}").contains("two words"));
    }
}

proptest! {
    #[test]
    fn what_is_signed_is_read_again(
        app in "\\PC{0,40}", user in "\\PC{0,40}", key in "[!-~]{1,100}", other in "[!-~]{1,100}",
        ttl in 1..1_000_000_000_i64, issued in proptest::option::of(0..NOW),
    ) {
        let mut claims = Claims::new(&*app, &*user, NOW + ttl);
        claims.issued_at = issued;
        let secret = AppSecret::new(&*key).unwrap();
        let token = secret.sign(&claims);
        let by = |secret: &AppSecret| Verifier::new(&*app, secret).clock(|| at(NOW));
        prop_assert_eq!(by(&secret).verify(&token).unwrap(), claims);
        if other != key {
            let stranger = AppSecret::new(other).unwrap();
            prop_assert_eq!(fault(&by(&stranger), &token), Some(TokenFault::Signature));
        }
    }

    #[test]
    fn no_text_is_trusted(token in "\\PC{0,300}") {
        prop_assert!(verifier().verify(&token).is_err());
    }
}
