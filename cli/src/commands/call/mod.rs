//! `flockml call`

mod parameters;
mod tell;

use flockml::client::{Call as _, Encoding, RawCall, Token, Ureq, User};

use crate::args::{Call, Color};
use crate::exit::{Exit, Failure};
use crate::{confirm, endpoint, output, secrets, templates};

/// What a dry run has in place of a token that is not there; it is printed as `[redacted]`.
const PLACEHOLDER: &str = "00000000-0000-0000-0000-000000000000";

/// Calls a method and prints its answer.
pub(crate) fn run(args: &Call, color: Color) -> Result<Exit, Failure> {
    let base = endpoint::base_url()?;
    let call = RawCall::new(&*args.method).map_err(|error| templates::failure(&error))?;
    let Some(parameters) = parameters::read(args, color)? else {
        return Ok(Exit::Findings);
    };
    let call = call.set_all(parameters);
    // Whose token it is shows only in Flock's answer.
    let user = User::new(token(args)?)
        .base(base.unwrap_or_default())
        .policy(endpoint::policy(&args.delivery))
        .encoding(if args.form {
            Encoding::Form
        } else {
            Encoding::Json
        });
    let request = match user.call_request(&call) {
        Ok(request) => request,
        Err(error) => {
            output::complain(&tell::refused(&args.method, &error));
            return Ok(Exit::Findings);
        }
    };
    if let Some(note) = tell::unknown_method(&args.method) {
        output::complain(&note);
    }
    endpoint::warn_of_plain_http([&endpoint::Host::of(&request)]);
    if args.dry_run {
        output::print_line(&request.redacted().to_string())?;
        return Ok(Exit::Fine);
    }
    if !args.yes && tell::writes(&args.method) {
        let question = tell::question(&args.method, request.host(), &call.parameters());
        if !confirm::ask(&question, "call")? {
            output::complain("not called");
            return Ok(Exit::Findings);
        }
    }
    match user.call(&Ureq::default(), &call) {
        Ok(answer) => {
            output::print_line(&format!("{answer:#}")).inspect_err(|_| {
                output::complain(&format!("note: `{}` is done", args.method));
            })?;
            Ok(match tell::failed_members(&args.method, &answer) {
                Some(line) => {
                    output::complain(&line);
                    Exit::NotDelivered
                }
                None => Exit::Fine,
            })
        }
        Err(error) => {
            output::complain(&tell::failed(&args.method, &error));
            Ok(match tell::is_unknown(&args.method, &error) {
                true => Exit::Unknown,
                false => Exit::NotDelivered,
            })
        }
    }
}

/// The token; in a dry run it may be missing.
fn token(args: &Call) -> Result<Token, Failure> {
    let file = args.token_file.as_deref();
    let token = match secrets::TOKEN.require(file) {
        Err(failure) if args.dry_run => {
            output::complain(&format!("note: {failure}"));
            PLACEHOLDER.to_owned()
        }
        token => token?,
    };
    Token::new(token).map_err(|error| templates::failure(&error))
}
