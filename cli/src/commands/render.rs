//! `flockml render`

use flockml::message::Object;

use crate::args::{Color, Form, Render, RenderForm};
use crate::exit::{Exit, Failure};
use crate::rendering::{self, Asked};
use crate::{flowdock, form, output, templates};

/// Prints what a template and its data make.
pub(crate) fn run(args: &Render, color: Color) -> Result<Exit, Failure> {
    if args.form != RenderForm::Flowdock {
        flowdock::refuse_options(&args.flowdock, "--as flowdock")?;
    }
    let asked = Asked {
        template: &args.template,
        data: args.data.as_deref(),
        set: &args.set,
        root: args.root.root.as_deref(),
        is_trial: true,
    };
    match rendering::render(asked, color)? {
        Some((rendered, name)) => print(&rendered.object, args, &name),
        None => Ok(Exit::Findings),
    }
}

fn print(object: &Object, args: &Render, name: &str) -> Result<Exit, Failure> {
    let form = match args.form {
        RenderForm::Payload => Form::Payload,
        RenderForm::Flockml => Form::Flockml,
        RenderForm::Text => Form::Text,
        RenderForm::Html => Form::Html,
        RenderForm::Flowdock => {
            let shape = flowdock::Shape::new(&args.flowdock)?;
            let entry = shape.entry(&object.to_message());
            let (posted, left_out) = entry.map_err(|error| templates::failure(&error))?;
            flowdock::tell(&left_out);
            output::print_line(&posted.to_json_pretty())?;
            return Ok(Exit::Fine);
        }
    };
    form::print(object, form, name)
}
