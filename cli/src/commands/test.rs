//! `flockml test`

use std::io;

use flockml::template::{Case, Update};

use crate::args::{Color, Test, TestFormat};
use crate::cases::{self, Ran, Tested};
use crate::exit::{Exit, Failure};
use crate::files::display_name;
use crate::{output, report, templates};

/// Runs cases, or accepts what they make.
pub(crate) fn run(args: &Test, color: Color) -> Result<Exit, Failure> {
    let root = templates::given_root(args.root.root.as_deref())?;
    let place = cases::place(args.path.as_deref().or(root))?;
    let mut cases = cases::gather(&place, root)?;
    if let Some(filter) = &args.filter {
        let all = cases.len();
        cases.retain(|case| case.name().contains(filter.as_str()));
        if cases.is_empty() && all > 0 {
            return Err(Failure::new(format!(
                "no case in `{}` has `{filter}` in its name",
                display_name(&place)
            )));
        }
    }
    if cases.is_empty() {
        output::complain(&format!(
            "note: `{}` holds no samples, files called `NAME.CASE.sample.json`",
            display_name(&place)
        ));
    }
    let mut tested = Tested::default();
    let mut failures = Vec::new();
    for case in cases {
        let update = if args.update {
            write(&case, &mut failures)
        } else {
            None
        };
        tested.cases.push(Ran { case, update });
    }
    let coloured = args.format == TestFormat::Human && output::is_coloured(color, &io::stdout());
    output::print(&report::write_cases(&tested, args.format, coloured))?;
    let mut exit = match tested.tally().failed {
        0 => Exit::Fine,
        _ => Exit::Findings,
    };
    for failure in failures {
        exit = failure.tell();
    }
    Ok(exit)
}

/// Makes what a case renders its expected payload.
fn write(case: &Case, failures: &mut Vec<Failure>) -> Option<Update> {
    match case.update() {
        Ok(update) => Some(update),
        Err(error) => {
            failures.push(templates::failure(&error));
            None
        }
    }
}
