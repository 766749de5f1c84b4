//! Any Markdown becomes clean FlockML, and its words stay.

#![no_main]

use flockml::Markup;
use flockml::check::check;
use flockml::markup::markdown::convert;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let markup = convert(&text).markup;
    let flockml = markup.to_flockml();
    let report = check(&flockml);
    assert!(!report.has_errors(), "{:?} in {flockml:?} of {text:?}", report.diagnostics());
    if let Err(error) = roxmltree::Document::parse(&flockml) {
        panic!("{error} in {flockml:?} of {text:?}");
    }
    assert_eq!(Markup::parse(&flockml).ok(), Some(markup), "of {text:?}");
});
