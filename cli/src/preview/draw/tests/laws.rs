//! Whatever a message holds, a picture holds only what the table of elements has.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Map;

use super::*;
use crate::preview::html::{Element, Link};

/// What others have broken out of pages with.
const ATTACKS: &[&str] = &[
    "<script>alert(1)</script>",
    "</div></div><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "JaVa\nScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://example.com/\" onclick=\"alert(1)",
    "]]></iframe><svg onload=alert(1)>",
    "<!--",
    "&lt;script&gt;",
    "&#x3c;script&#x3e;",
    "red;background:url(https://example.com/x)",
    "#fff\";position:fixed",
    "\u{0}\u{8}\u{1b}[31m\u{fdd0}\u{ffff}",
    "\u{202e}gnp.exe",
    "<flockml><a href=\"javascript:alert(1)\">x</a></flockml>",
    "<flockml><b class=x onclick=alert(1) style='position:fixed'>x</b></flockml>",
    "<flockml><iframe src='https://example.com'></iframe></flockml>",
    "<style>*{display:none}</style>",
];

/// Names of fields that are drawn, and pieces of FlockML.
const FIELDS: &[&str] = &[
    "text",
    "flockml",
    "notification",
    "sendAs",
    "name",
    "profileImage",
    "attachments",
    "title",
    "description",
    "color",
    "url",
    "views",
    "widget",
    "html",
    "image",
    "src",
    "inline",
    "width",
    "height",
    "original",
    "thumbnail",
    "filename",
    "downloads",
    "mime",
    "size",
    "buttons",
    "icon",
    "action",
    "type",
    "id",
    "visibleTo",
];
const TAGS: &[&str] = &[
    "<flockml>",
    "</flockml>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<u>",
    "<em>",
    "<strong>",
    "<br/>",
    "<br>",
    "<a href='https://example.com/?a&amp;b'>",
    "</a>",
    "<a href=\"",
    "<user userId='u:a'>",
    "</user>",
    "<user/>",
    "<action type='openBrowser' url='https://example.com'>",
    "</action>",
    "<x y='z'>",
    "</x>",
    "&amp;",
    "&nbsp;",
    "&#0;",
    "&",
    "<",
    ">",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?x",
];

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        select(ATTACKS).prop_map(str::to_owned),
        ".{0,12}",
        flockml(),
    ]
}

fn flockml() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => select(TAGS).prop_map(str::to_owned),
        1 => select(ATTACKS).prop_map(str::to_owned),
        1 => ".{0,6}",
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        4 => words().prop_map(Value::String),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
    ];
    leaf.prop_recursive(6, 60, 8, |inner| {
        let name = prop_oneof![9 => select(FIELDS).prop_map(str::to_owned), 1 => words()];
        prop_oneof![
            1 => proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            3 => proptest::collection::btree_map(name, inner, 0..8)
                .prop_map(|fields| Value::Object(fields.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// The full message with one of its values replaced: what is right around it leads to it.
fn mutilated() -> impl Strategy<Value = Value> {
    (any_json(), any::<prop::sample::Index>()).prop_map(|(value, at)| {
        let mut message = full();
        let mut count = 0;
        each(&mut message, &mut |_| count += 1);
        let chosen = at.index(count);
        let mut index = 0;
        each(&mut message, &mut |found| {
            if index == chosen {
                *found = value.clone();
            }
            index += 1;
        });
        message
    })
}

fn each(value: &mut Value, with: &mut impl FnMut(&mut Value)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| each(item, with)),
        Value::Object(fields) => fields.values_mut().for_each(|field| each(field, with)),
        _ => {}
    }
    with(value);
}

fn assert_harmless(picture: &Picture) {
    for (_, drawn) in parts(picture) {
        let mut depth = 0_usize;
        for piece in html::read(drawn) {
            match piece {
                Piece::Start(name, attributes) => {
                    depth += usize::from(name != "br");
                    assert_known(&name, &attributes);
                }
                Piece::End(_) => depth = depth.checked_sub(1).expect("an end has a start"),
                Piece::Text(_) => {}
            }
        }
        assert_eq!(depth, 0);
    }
}

fn assert_known(name: &str, attributes: &BTreeMap<String, String>) {
    let element = Element::find_drawn(name).unwrap_or_else(|| panic!("an element `{name}`"));
    for (name, value) in attributes {
        assert!(element.may_have(name), "{name} on {element:?}");
        match name.as_str() {
            "href" => assert!(Link::new(value).is_some(), "{value}"),
            "style" => assert!(is_known_style(value), "{value}"),
            "srcdoc" => assert_eq!(attributes.get("sandbox").map(String::as_str), Some("")),
            _ => {}
        }
    }
    assert!(classes(attributes).all(|class| class.starts_with("fk-")));
    if name == "a" {
        assert_eq!(attributes["rel"], "noreferrer noopener");
        assert_eq!(attributes["target"], "_blank");
    }
}

/// A colour of digits, or sizes that are not huge.
fn is_known_style(style: &str) -> bool {
    style
        .split(';')
        .filter(|part| !part.is_empty())
        .all(|part| match part.split_once(':') {
            Some(("border-left-color", color)) => {
                color.len() == 7 && color[1..].bytes().all(|b| b.is_ascii_hexdigit())
            }
            Some(("width" | "height", size)) => {
                let pixels = size.strip_suffix("px").and_then(|size| size.parse().ok());
                pixels.is_some_and(|pixels: u32| pixels <= 800)
            }
            _ => false,
        })
}

proptest! {
    #[test]
    fn any_json_is_drawn_with_known_elements_only(message in any_json()) {
        assert_harmless(&draw(&message, None));
    }

    #[test]
    fn one_wrong_value_is_drawn_with_known_elements_only(message in mutilated()) {
        assert_harmless(&draw(&message, None));
    }

    #[test]
    fn any_flockml_is_drawn_with_known_elements_only(flockml in flockml()) {
        let message = json!({"flockml": flockml, "attachments": [{"views": {"flockml": flockml}}]});
        assert_harmless(&draw(&message, None));
    }

    #[test]
    fn text_shows_as_it_is(text in "[^\\p{Cc}\\p{Cn}]{1,60}") {
        prop_assume!(!text.trim().is_empty());
        let picture = draw(&json!({"text": text}), None);
        let pieces = html::read(picture.desktop.as_str());
        let at = pieces.iter().position(|piece| {
            matches!(piece, Piece::Start(_, attributes) if classes(attributes).eq(["fk-text"]))
        });
        let at = at.expect("the text is drawn");
        prop_assert_eq!(&pieces[at + 1], &Piece::Text(text.clone()));
        prop_assert_eq!(picture.text, text);
    }

    #[test]
    fn a_message_is_always_drawn_alike(message in any_json()) {
        prop_assert_eq!(draw(&message, None), draw(&message, None));
    }
}

/// What the inbox takes at most, in bytes.
const HUGE: usize = 1 << 20;

#[test]
fn huge_messages_have_small_pictures() {
    let fill = |piece: &str| piece.repeat(HUGE / piece.len());
    let many = |value: Value| Value::Array(vec![value; 10_000]);
    for message in [
        json!({"text": fill("a")}),
        json!({"flockml": fill("<b>")}),
        json!({"flockml": fill("<user>")}),
        json!({"flockml": fill("<user></user>")}),
        json!({"flockml": fill("<a href='https://example.com'>x</a>")}),
        json!({"flockml": fill("&lt;")}),
        json!({"flockml": fill("<")}),
        json!({"flockml": fill("x")}),
        json!({"notification": fill("x"), "sendAs": {"name": fill("x y "), "profileImage": fill("x")}}),
        json!({"attachments": many(full())}),
        json!({"attachments": [{"buttons": many(json!({"name": "x"}))}]}),
        json!({"attachments": [{"downloads": many(json!({"src": "x"}))}]}),
        json!({"attachments": [{"title": fill("x"), "url": fill("x"), "description": fill("x")}]}),
        json!({"attachments": [{"views": {"html": {"inline": fill("<p>")}}}]}),
    ] {
        let picture = draw(&message, None);
        assert_harmless(&picture);
        let size: usize = parts(&picture).iter().map(|(_, drawn)| drawn.len()).sum();
        assert!(
            size < 5_000_000,
            "{size} bytes of {:.60}",
            message.to_string()
        );
    }
}
