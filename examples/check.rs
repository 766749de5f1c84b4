//! What is wrong with a file, with its places and what to write instead.

use flockml::check;
use flockml::source::Source;

pub(crate) fn run() -> std::io::Result<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/broken.flockml");
    let text = std::fs::read_to_string(path)?;
    let source = Source::new("broken.flockml", text);
    let report = check::check(source.text());
    let mut out = String::new();
    for diagnostic in report.diagnostics() {
        let place = source.position(diagnostic.span.start());
        let rule = diagnostic.rule.id;
        let severity = diagnostic.severity.as_str();
        out += &format!(
            "{}:{place}: {severity}[{rule}]: {}\n",
            source.name(),
            diagnostic.message
        );
        if let Some(help) = &diagnostic.help {
            out += &format!("  help: {help}\n");
        }
    }
    out += "\nWhat can be fixed, fixed:\n";
    out += &check::fix(source.text(), &report);
    Ok(out)
}

fn main() -> std::io::Result<()> {
    print!("{}", run()?);
    Ok(())
}
