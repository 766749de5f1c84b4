//! `flockml render`

use crate::args::{Color, Render};
use crate::exit::{Exit, Failure};
use crate::form;
use crate::rendering::{self, Asked};

/// Prints what a template and its data make.
pub(crate) fn run(args: &Render, color: Color) -> Result<Exit, Failure> {
    let asked = Asked {
        template: &args.template,
        data: args.data.as_deref(),
        set: &args.set,
        root: args.root.root.as_deref(),
    };
    match rendering::render(asked, color)? {
        Some((rendered, name)) => form::print(&rendered.object, args.form, &name),
        None => Ok(Exit::Findings),
    }
}
