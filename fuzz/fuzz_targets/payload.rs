//! Any text as a payload: no panic, places inside the text, no errors means a message.

#![no_main]

use flockml::message::{Message, check_json};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let report = check_json(&text);
    for finding in report.diagnostics() {
        assert!(text.get(finding.span.range()).is_some(), "{finding:?}");
    }
    let message = serde_json::from_str::<Message>(&text);
    if !report.has_errors() {
        assert!(message.is_ok(), "{:?} of {text:?}", message.err());
    }
    if let Ok(message) = message {
        let json = message.to_json();
        let again: Message = serde_json::from_str(&json).expect("what is written can be read");
        assert_eq!(again.to_json(), json, "of {text:?}");
    }
});
