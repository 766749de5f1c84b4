//! Any text: no panic, places inside the text, no errors means XML, a second fix changes nothing.

#![no_main]

use flockml::Markup;
use flockml::check::{check, fix};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let report = check(&text);
    let mut last = 0;
    for finding in report.diagnostics() {
        assert!(text.get(finding.span.range()).is_some(), "{finding:?}");
        assert!(last <= finding.span.start(), "not in order: {finding:?}");
        last = finding.span.start();
        for label in &finding.labels {
            assert!(text.get(label.span.range()).is_some(), "{finding:?}");
        }
    }
    if !report.has_errors() {
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        if let Err(error) = roxmltree::Document::parse(text) {
            panic!("{error} in {text:?}");
        }
    }
    // one round mends a fault; where faults hide each other it takes a few
    let mut fixed = fix(&text, &report);
    let mended = (0..16).any(|_| {
        let again = fix(&fixed, &check(&fixed));
        let same = again == fixed;
        fixed = again;
        same
    });
    assert!(mended, "fixes without end, of {text:?}");
    match Markup::parse(&text) {
        Ok(markup) => {
            let flockml = markup.to_flockml();
            let report = check(&flockml);
            assert!(!report.has_errors(), "{:?} in {flockml:?}", report.diagnostics());
            assert_eq!(Markup::parse(&flockml).ok(), Some(markup), "of {text:?}");
        }
        Err(error) => {
            let payload = ["<message", "<attachment", "<button"].iter().any(|root| text.contains(root));
            assert!(payload || error.report().is_some_and(|report| report.has_errors()), "of {text:?}");
        }
    }
});
