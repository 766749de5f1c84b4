//! `flockml event`

use std::io::{self, Read};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use flockml::event::{AppSecret, Claims, TokenFault, Verifier};

use crate::args::{Event, EventCommand, Sign, TokenArgs, Verify};
use crate::exit::{Exit, Failure};
use crate::{files, output, secrets, templates};

/// Verifies or signs a token.
pub(crate) fn run(args: &Event) -> Result<Exit, Failure> {
    match &args.command {
        EventCommand::Verify(args) => verify(args),
        EventCommand::Sign(args) => sign(args),
    }
}

fn verify(args: &Verify) -> Result<Exit, Failure> {
    let (secret, now) = common(&args.common)?;
    let leeway = Duration::from_secs(args.leeway.into());
    let verifier = Verifier::new(&*args.app_id, &secret).leeway(leeway);
    let verifier = verifier.clock(move || now);
    let token = token_on_stdin()?;
    let verified = match &args.user_id {
        Some(user_id) => verifier.verify_for(&token, user_id),
        None => verifier.verify(&token),
    };
    match verified {
        Ok(claims) => {
            output::print_line(&pretty(&claims))?;
            Ok(Exit::Fine)
        }
        Err(error) => {
            output::complain(&format!("error: {error}"));
            if let Some(help) = error.token_fault().and_then(help) {
                output::complain(&format!("help: {help}"));
            }
            Ok(Exit::Findings)
        }
    }
}

fn sign(args: &Sign) -> Result<Exit, Failure> {
    let (secret, now) = common(&args.common)?;
    let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    let issued_at = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
    let expires_at = issued_at.saturating_add(args.ttl.into());
    let mut claims = Claims::new(&*args.app_id, &*args.user_id, expires_at).issued_at(issued_at);
    if let Some(id) = &args.id {
        claims = claims.id(id);
    }
    output::print_line(&secret.sign(&claims))?;
    Ok(Exit::Fine)
}

fn pretty(claims: &Claims) -> String {
    serde_json::to_string_pretty(claims).expect("texts and whole numbers can be written as JSON")
}

/// The secret, and how late it is.
fn common(args: &TokenArgs) -> Result<(AppSecret, SystemTime), Failure> {
    let secret = secrets::APP_SECRET.require(args.secret_file.as_deref())?;
    let secret = AppSecret::new(secret).map_err(|error| templates::failure(&error))?;
    let now = args.now.map(Duration::from_secs);
    Ok((
        secret,
        now.map_or_else(SystemTime::now, |since| UNIX_EPOCH + since),
    ))
}

/// The token, without the line break that ends it; of one that is too long, the beginning.
fn token_on_stdin() -> Result<String, Failure> {
    let most = Verifier::MAX_TOKEN as u64 + 3; // more than the longest and its CR LF
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(most).read_to_end(&mut bytes);
    read.map_err(|error| files::unreadable("standard input", &error))?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// What to do about it.
fn help(fault: TokenFault) -> Option<&'static str> {
    Some(match fault {
        TokenFault::Missing | TokenFault::Structure | TokenFault::Encoding => {
            "standard input is to hold what the header `X-Flock-Event-Token` or the parameter `flockEventToken` holds"
        }
        TokenFault::Signature => {
            "the secret is the text that the developer's dashboard shows for the app, with its dashes"
        }
        TokenFault::Expired => {
            "`--now UNIXSECONDS` verifies as of another time, `--leeway SECONDS` allows for clocks that differ"
        }
        TokenFault::App => {
            "`--app-id` is to be the id that the developer's dashboard shows for the app"
        }
        _ => return None,
    })
}
