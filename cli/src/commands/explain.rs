//! `flockml explain`

use flockml::check::{RULES, rules};
use flockml::suggest;

use crate::args::Explain;
use crate::exit::{Exit, Failure};
use crate::output;

/// Prints a rule's page, or a line about every rule.
pub(crate) fn run(args: &Explain) -> Result<Exit, Failure> {
    match &args.rule {
        Some(id) => output::print_line(page(id)?)?,
        None => output::print(&list())?,
    }
    Ok(Exit::Fine)
}

fn page(id: &str) -> Result<&'static str, Failure> {
    if let Some(rule) = rules::find(id) {
        return Ok(rule.page);
    }
    let meant = suggest::nearest(id, RULES.iter().map(|rule| rule.id));
    Err(Failure::new(match meant {
        Some(meant) => format!("unknown rule `{id}`, did you mean `{meant}`?"),
        None => format!("unknown rule `{id}`, `flockml explain` lists all rules"),
    }))
}

fn list() -> String {
    let width = RULES.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    RULES
        .iter()
        .map(|rule| {
            let severity = rule.severity.as_str();
            let fix = if rule.fixable { "fix" } else { "" };
            format!(
                "{:width$}  {severity:7}  {fix:3}  {}\n",
                rule.id, rule.summary
            )
        })
        .collect()
}
