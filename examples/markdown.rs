//! Markdown as a message; what FlockML has no element for is listed.

use flockml::markup::markdown;
use flockml::message::Message;
use flockml::source::Source;

const NOTES: &str = "\
# Release 2.1

- **Faster** search, see [the notes](https://example.com/2.1)
- `--verbose` is gone
- ~~Beta~~
";

pub(crate) fn run() -> String {
    let source = Source::new("notes.md", NOTES);
    let converted = markdown::convert(source.text());
    let mut out = String::new();
    for lost in &converted.lost {
        let place = source.position(lost.span.start());
        out += &format!("{}:{place}: {lost}\n", source.name());
    }
    out += &Message::new(converted.markup).to_json_pretty();
    out
}

fn main() {
    println!("{}", run());
}
