//! From a request to an event.

use http::Request;
use http::header::HeaderMap;

use super::fields::Fields;
use super::query::Query;
use super::token::same_user;
use super::{Claims, Event, TokenFault, Verifier};
use crate::Error;

/// The header that an event's token is in.
const HEADER: &str = "x-flock-event-token";

/// The parameter that it is in where there is no such header.
const PARAMETER: &str = "flockEventToken";

impl Verifier {
    /// The event in a request that Flock sent: to the app's event listener, in its body, or to a
    /// widget, in its URL.
    ///
    /// The token is in the header `X-Flock-Event-Token`, else in the parameter `flockEventToken`;
    /// a request without one is refused. If the event names a user, it is the token's; else it
    /// gets the token's.
    ///
    /// The body has to be read before: bound that to [`Event::MAX_BYTES`] in your server.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unverified`](crate::ErrorKind::Unverified) with a [`TokenFault`] for what
    /// Flock has not sent; else as [`Event::parse`]. [`Reply::refusal`](super::Reply::refusal)
    /// answers both.
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::event::{AppSecret, Claims, Event, Verifier};
    ///
    /// let secret = AppSecret::new("0b51f6b2-2ac0-4ea4-a1c8-5d7e6b4f7a10")?;
    /// let verifier = Verifier::new("my-app", &secret);
    ///
    /// let token = secret.sign(&Claims::new("my-app", "u:ada", 4_102_444_800));
    /// let request = http::Request::post("/flock/events")
    ///     .header("X-Flock-Event-Token", token)
    ///     .body(r#"{"name": "app.uninstall", "userId": "u:ada"}"#)?;
    /// assert_eq!(verifier.event(&request)?.name(), "app.uninstall");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn event<B: AsRef<[u8]>>(&self, request: &Request<B>) -> Result<Event, Error> {
        let query = Query::new(request.uri().query().unwrap_or_default())?;
        let claims = self.of_token(request.headers(), &query)?;
        let body = request.body().as_ref();
        let fields = if body.is_empty() {
            query.event()?
        } else {
            Fields::parse(body)?
        };
        bound(fields, &claims)
    }

    /// The event in a URL with which Flock opened a widget or a browser.
    ///
    /// The parameters of old are understood for the event (`flock_event`,
    /// `flock_event_attributes`), not for the token: `flockValidationToken`, `flockUserToken` and
    /// `flock_user_token` are none that says who sent it.
    ///
    /// # Errors
    ///
    /// As [`Verifier::event`].
    pub fn event_in_url(&self, url: &str) -> Result<Event, Error> {
        let query = Query::of(url)?;
        let claims = self.of_token(&HeaderMap::new(), &query)?;
        bound(query.event()?, &claims)
    }

    /// What the token of a request says, which need not have an event: to an app's configuration
    /// page, Flock sends a token alone.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unverified`](crate::ErrorKind::Unverified), with a [`TokenFault`].
    pub fn claims<B>(&self, request: &Request<B>) -> Result<Claims, Error> {
        let query = Query::new(request.uri().query().unwrap_or_default())?;
        self.of_token(request.headers(), &query)
    }

    fn of_token(&self, headers: &HeaderMap, query: &Query<'_>) -> Result<Claims, Error> {
        let mut in_headers = headers
            .get_all(HEADER)
            .iter()
            .filter(|value| !value.is_empty());
        match (in_headers.next(), in_headers.next()) {
            (Some(value), None) => match value.to_str() {
                Ok(token) => self.verify(token),
                Err(_) => Err(Error::unverified(TokenFault::Encoding)),
            },
            (Some(_), Some(_)) => Err(Error::unverified(TokenFault::Repeated)),
            (None, _) => {
                let mut in_query = query.all(PARAMETER);
                match (in_query.next(), in_query.next()) {
                    (Some(token), None) => self.verify(&token),
                    (Some(_), Some(_)) => Err(Error::unverified(TokenFault::Repeated)),
                    (None, _) => Err(Error::unverified(TokenFault::Missing)),
                }
            }
        }
    }
}

/// The event, which is about the user whom its token names.
fn bound(fields: Fields, claims: &Claims) -> Result<Event, Error> {
    if let Some(user_id) = fields.text(&["userId"]) {
        same_user(claims, &user_id)?;
    }
    Event::read(fields, Some(&claims.user_id))
}
