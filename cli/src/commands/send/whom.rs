//! To whom a message goes, and with which secret.

use std::path::Path;

use flockml::client::{BaseUrl, Conclusion, Outcome, Request, Token, User, Webhook, WebhookUrl};
use flockml::flowdock::{FlowToken, Source};
use flockml::message::{Address, Message, UserId};
use flockml::template::{Config, SecretPlace, Target as Named};
use flockml::{Error, suggest};

use super::list::List;
use super::tell::{self, Server};
use crate::args::Send;
use crate::exit::Failure;
use crate::flowdock::{self, Shape};
use crate::report::harmless;
use crate::secrets::{self, Kind};
use crate::{output, settings, templates};

/// What a dry run has in place of a secret that is not there; it is printed as `[redacted]`.
const PLACEHOLDER: &str = "00000000-0000-0000-0000-000000000000";

/// Somebody that a message goes to.
#[derive(Debug)]
pub(super) struct Target {
    /// What the user knows them by.
    pub(super) name: String,
    route: Route,
}

/// How a message gets there.
#[derive(Debug)]
enum Route {
    Address { address: Box<Address>, token: Token },
    Webhook(WebhookUrl),
    Flowdock { source: Box<Source>, shape: Shape },
}

impl Target {
    /// What is sent to them of `message`, at another server than Flock's if `base` names one.
    pub(super) fn request(
        &self,
        base: Option<&BaseUrl>,
        message: &Message,
    ) -> Result<Request, Error> {
        match (&self.route, base.cloned()) {
            // Whose token it is shows only in Flock's answer: a user's needs less than a bot's.
            (Route::Address { address, token }, base) => User::new(token.clone())
                .base(base.unwrap_or_default())
                .request(message, address),
            (Route::Webhook(url), None) => Webhook::new(url.clone()).request(message),
            (Route::Webhook(url), Some(base)) => {
                Webhook::new(url.clone()).base(base).request(message)
            }
            (Route::Flowdock { source, shape }, _) => {
                let (posted, _) = shape.entry(message)?;
                posted.request(source)
            }
        }
    }

    /// The address, if it has one.
    pub(super) fn address(&self) -> Option<&Address> {
        match &self.route {
            Route::Address { address, .. } => Some(address),
            Route::Webhook(_) | Route::Flowdock { .. } => None,
        }
    }

    /// Whether a message to both would arrive twice.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (&self.route, &other.route) {
            (
                Route::Address { address, token },
                Route::Address {
                    address: other,
                    token: other_token,
                },
            ) => address == other && token == other_token,
            (Route::Webhook(url), Route::Webhook(other)) => url == other,
            _ => false,
        }
    }

    /// What sentences call its server.
    pub(super) fn server(&self) -> &'static Server {
        match &self.route {
            Route::Flowdock { .. } => &tell::FLOWDOCK,
            Route::Address { .. } | Route::Webhook(_) => &tell::FLOCK,
        }
    }

    /// What the end of a delivery means there.
    pub(super) fn outcome(&self, conclusion: Conclusion) -> Outcome {
        match &self.route {
            Route::Flowdock { .. } => Source::outcome(conclusion),
            Route::Address { .. } | Route::Webhook(_) => Outcome::from(conclusion),
        }
    }
}

/// Everybody that the message goes to, each once.
pub(super) fn targets(args: &Send) -> Result<Vec<Target>, Failure> {
    if args.whom.flowdock {
        return Ok(vec![flow(args)?]);
    }
    if args.whom.to.is_empty() && args.whom.to_file.is_none() {
        return Ok(vec![webhook(args)?]);
    }
    let mut book = Book::new(args)?;
    let mut list = List::default();
    for to in &args.whom.to {
        list.add(book.target(to)?)?;
    }
    if let Some(path) = &args.whom.to_file {
        list.add_file(path, |line| book.target(line))?;
    }
    Ok(list.into_targets())
}

/// The flow whose token is in the environment or a file.
fn flow(args: &Send) -> Result<Target, Failure> {
    let file = args.whom.token_file.as_deref();
    let token = secret(&secrets::FLOW_TOKEN, args, |kind| kind.find(file))?;
    let token = FlowToken::new(token).map_err(|error| templates::failure(&error))?;
    let source = Box::new(flowdock::source(token)?);
    let shape = Shape::new(&args.flowdock)?;
    let route = Route::Flowdock { source, shape };
    Ok(Target {
        name: "the flow".to_owned(),
        route,
    })
}

/// The webhook of the command line or the environment.
fn webhook(args: &Send) -> Result<Target, Failure> {
    let file = args.whom.webhook_file.as_deref();
    let url = secret(&secrets::WEBHOOK_URL, args, |kind| kind.find(file))?;
    let route = Route::Webhook(webhook_url(&url, args)?);
    Ok(Target {
        name: "the webhook's channel".to_owned(),
        route,
    })
}

/// What is known of names and secrets.
struct Book<'a> {
    args: &'a Send,
    on_behalf_of: Option<UserId>,
    visible_to: Vec<UserId>,
    /// The settings that names are looked up in, first come first served; read when first needed.
    configs: Option<Vec<Config>>,
}

impl<'a> Book<'a> {
    fn new(args: &'a Send) -> Result<Self, Failure> {
        let user = |option: &str, id: &str| {
            UserId::new(id).map_err(|error| Failure::new(format!("`{option}`: {error}")))
        };
        let on_behalf_of = args.whom.on_behalf_of.as_deref();
        let visible_to = args.whom.visible_to.iter();
        Ok(Self {
            args,
            on_behalf_of: on_behalf_of
                .map(|id| user("--on-behalf-of", id))
                .transpose()?,
            visible_to: visible_to
                .map(|id| user("--visible-to", id))
                .collect::<Result<_, _>>()?,
            configs: None,
        })
    }

    fn target(&mut self, to: &str) -> Result<Target, Failure> {
        if secrets::may_be_secret(to) {
            return Err(Failure::new(
                "`--to` is given what may be a secret, which is no argument: set `FLOCK_TOKEN`, or \
                 `FLOCK_WEBHOOK_URL` and say `--webhook`",
            ));
        }
        if let Ok(address) = Address::parse(to) {
            return self.address(to.to_owned(), address, None);
        }
        match self.named(to)? {
            Named::Address { address, token } => {
                let name = format!("{to} ({})", address.to());
                self.address(name, address, token.as_ref())
            }
            Named::Webhook(place) => self.webhook(to, &place),
            _ => Err(Failure::new(format!(
                "`{to}` is a target that this program cannot send to"
            ))),
        }
    }

    fn address(
        &self,
        name: String,
        mut address: Address,
        place: Option<&SecretPlace>,
    ) -> Result<Target, Failure> {
        if let Some(user) = &self.on_behalf_of {
            address = address.on_behalf_of(user.clone());
        }
        let file = self.args.whom.token_file.as_deref();
        let token = secret(&secrets::TOKEN, self.args, |kind| match (file, place) {
            (None, Some(place)) => at(kind, place, "token-env", &name).map(Some),
            _ => kind.find(file),
        })?;
        let token = Token::new(token).map_err(|error| templates::failure(&error))?;
        let address = Box::new(address.visible_to(self.visible_to.iter().cloned()));
        let route = Route::Address { address, token };
        Ok(Target { name, route })
    }

    fn webhook(&self, name: &str, place: &SecretPlace) -> Result<Target, Failure> {
        let whom = &self.args.whom;
        let useless = [
            (whom.on_behalf_of.is_some(), "--on-behalf-of"),
            (!whom.visible_to.is_empty(), "--visible-to"),
            (whom.token_file.is_some(), "--token-file"),
        ];
        if let Some((_, option)) = useless.into_iter().find(|(given, _)| *given) {
            return Err(Failure::new(format!(
                "`{name}` is a webhook, which takes no `{option}`: it posts to its own channel"
            )));
        }
        let url = secret(&secrets::WEBHOOK_URL, self.args, |kind| {
            at(kind, place, "webhook-env", name).map(Some)
        })?;
        let route = Route::Webhook(webhook_url(&url, self.args)?);
        let name = format!("{name} (a webhook)");
        Ok(Target { name, route })
    }

    /// What `flockml.toml` says of `name`: the one that holds here, else the template's.
    fn named(&mut self, name: &str) -> Result<Named, Failure> {
        let configs = match self.configs.take() {
            Some(configs) => configs,
            None => configs(self.args)?,
        };
        let configs = self.configs.insert(configs);
        let found = configs.iter().find_map(|config| config.target(name));
        found.ok_or_else(|| unknown(name, configs))
    }
}

fn configs(args: &Send) -> Result<Vec<Config>, Failure> {
    let mut configs = Vec::new();
    let template = args.root.root.as_deref().or(args.template.as_deref());
    for place in [Some(Path::new(".")), template].into_iter().flatten() {
        configs.extend(settings::targets(place)?);
    }
    Ok(configs)
}

fn unknown(name: &str, configs: &[Config]) -> Failure {
    let known: Vec<&str> = configs.iter().flat_map(Config::targets).collect();
    let help = match suggest::nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if name.contains(':') || known.is_empty() => {
            "write `u:…` for a user, `g:…` for a channel, or a name that `[targets.NAME]` in a \
             `flockml.toml` has"
                .to_owned()
        }
        None => format!("`flockml.toml` has `{}`", known.join("`, `")),
    };
    let what = match name.contains(':') {
        true => "no address",
        false => "neither an address nor the name of a target",
    };
    Failure::new(harmless(&format!("`{name}` is {what}: {help}")))
}

/// The secret that `find` finds; in a dry run it may be missing.
fn secret(
    kind: &Kind,
    args: &Send,
    find: impl FnOnce(&Kind) -> Result<Option<String>, Failure>,
) -> Result<String, Failure> {
    match find(kind) {
        Ok(Some(secret)) => Ok(secret),
        Ok(None) if !args.dry_run => Err(kind.missing()),
        Ok(None) => {
            output::complain(&format!("note: {}", kind.missing()));
            Ok(PLACEHOLDER.to_owned())
        }
        Err(failure) if !args.dry_run => Err(failure),
        Err(failure) => {
            output::complain(&format!("note: {failure}"));
            Ok(PLACEHOLDER.to_owned())
        }
    }
}

/// The secret at the place that the settings name for `target`; a variable's name stands in `key`.
fn at(kind: &Kind, place: &SecretPlace, key: &str, target: &str) -> Result<String, Failure> {
    match place {
        SecretPlace::File(path) => kind.in_file(path),
        SecretPlace::Variable(name) => kind.in_variable(name)?.ok_or_else(|| {
            // Not even the variable's name is told: it may be the secret itself.
            Failure::new(format!(
                "there is no {} for {target}: set the variable that its `{key}` in `flockml.toml` names",
                kind.what()
            ))
        }),
        _ => Err(Failure::new(format!(
            "the {} for {target} is at a place that this program cannot read",
            kind.what()
        ))),
    }
}

fn webhook_url(text: &str, args: &Send) -> Result<WebhookUrl, Failure> {
    let parsed = match text == PLACEHOLDER && args.dry_run {
        true => WebhookUrl::new(format!("https://api.flock.com/hooks/sendMessage/{text}")),
        false => WebhookUrl::new(text),
    };
    parsed.map_err(|error| templates::failure(&error))
}
