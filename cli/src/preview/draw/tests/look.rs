//! The stylesheet knows what is drawn, and can be read.

use std::collections::BTreeSet;

use super::*;

const STYLES: &str = include_str!("../../assets/message.css");
const PAGE: &str = include_str!("../../out/page.css");

#[test]
fn every_class_is_in_the_stylesheet_and_the_other_way_round() {
    let mut drawn = BTreeSet::new();
    let mut messages: Vec<Value> = shipped().into_values().collect();
    messages.extend([full(), Value::Null, json!({"text": "x".repeat(60_000)})]);
    messages.extend((0..200).map(|index| json!({"sendAs": {"name": format!("app {index}")}})));
    for message in messages {
        let picture = draw(&message, None);
        for (_, part) in parts(&picture) {
            for piece in html::read(part) {
                if let Piece::Start(_, attributes) = piece {
                    drawn.extend(classes(&attributes).map(str::to_owned));
                }
            }
        }
    }
    let split = STYLES.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '.'));
    let styled: BTreeSet<String> = split
        .flat_map(|word| word.split('.'))
        .filter(|word| word.starts_with("fk-") && word.len() > 3)
        .map(str::to_owned)
        .collect();
    let ours = ["fk-flockml", "fk-body"];
    let unstyled: Vec<_> = drawn
        .difference(&styled)
        .filter(|class| !ours.contains(&class.as_str()))
        .collect();
    assert!(unstyled.is_empty(), "{unstyled:?}");
    let undrawn: Vec<_> = styled.difference(&drawn).collect();
    assert!(undrawn.is_empty(), "{undrawn:?}");
}

/// The light and the dark value of a variable.
fn color(styles: &str, name: &str) -> [f64; 2] {
    let (_, rest) = styles
        .split_once(&format!("--{name}: light-dark("))
        .unwrap_or_else(|| panic!("a colour `{name}`"));
    let (both, _) = rest.split_once(')').expect("an end");
    let (light, dark) = both.split_once(", ").expect("two values");
    [luminance(light), luminance(dark)]
}

/// <https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>
fn luminance(color: &str) -> f64 {
    let channel = |at: usize| {
        let value = u8::from_str_radix(&color[at..at + 2], 16).expect("two digits");
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn contrast(one: f64, other: f64) -> f64 {
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn words_stand_out_from_what_is_behind_them() {
    for (styles, ink, papers) in [
        (STYLES, "fk-ink", "paper wash"),
        (STYLES, "fk-soft", "paper wash"),
        (STYLES, "fk-link", "paper wash"),
        (STYLES, "fk-dead", "paper wash"),
        (STYLES, "fk-user", "user-wash"),
        (PAGE, "out-ink", "paper card error-wash warning-wash"),
        (PAGE, "out-soft", "paper card error-wash warning-wash"),
        (PAGE, "out-link", "paper card"),
        (PAGE, "out-error", "error-wash"),
        (PAGE, "out-warning", "warning-wash"),
    ] {
        let (prefix, _) = ink.split_once('-').expect("a prefix");
        for paper in papers.split(' ').map(|paper| format!("{prefix}-{paper}")) {
            let themes = color(styles, ink).into_iter().zip(color(styles, &paper));
            for (theme, (ink_color, paper_color)) in ["light", "dark"].iter().zip(themes) {
                let contrast = contrast(ink_color, paper_color);
                assert!(contrast >= 4.5, "{ink} on {paper}, {theme}: {contrast:.2}");
            }
        }
    }
    for tint in STYLES.lines().filter(|line| line.starts_with(".fk-tint")) {
        let (_, color) = tint.split_once("background: ").expect("a colour");
        let contrast = contrast(1.0, luminance(color));
        assert!(contrast >= 4.5, "{tint}: {contrast:.2}");
    }
}

/// Nothing is loaded, and nothing stands over the page around a message.
#[test]
fn the_stylesheet_stays_in_its_box() {
    for word in ["url(", "@import", "@font-face", "<", "&"] {
        assert!(!STYLES.contains(word) && !PAGE.contains(word), "{word}");
    }
    assert!(!STYLES.contains("position:") && !STYLES.contains("z-index"));
    assert!(STYLES.contains("contain: content"));
}
