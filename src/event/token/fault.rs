use std::fmt;

/// Why a token is not trusted; none of the reasons tells what would have been right.
///
/// [`Error::token_fault`](crate::Error::token_fault) has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenFault {
    /// There is none, neither in the header nor in the query.
    Missing,
    /// There are several in the same place.
    Repeated,
    /// It is longer than [`Verifier::MAX_TOKEN`](super::Verifier::MAX_TOKEN).
    TooLong,
    /// It is not three parts with dots between them.
    Structure,
    /// A part is not base64 as tokens have it.
    Encoding,
    /// Its header cannot be read.
    Header,
    /// Its header names another algorithm than HS256, or none.
    Algorithm,
    /// Its header asks for an extension (`crit`), and none is known here.
    Extension,
    /// Its signature is not the app secret's.
    Signature,
    /// Its claims are not those of an event: `appId`, `userId` and `exp`.
    Claims,
    /// It is for another app.
    App,
    /// It has expired.
    Expired,
    /// It is for later.
    NotYet,
    /// It is for another user than the event.
    User,
    /// It is not the token of the outgoing webhook.
    Webhook,
}

impl TokenFault {
    fn sentence(self) -> &'static str {
        match self {
            Self::Missing => "there is no token",
            Self::Repeated => "there are several tokens",
            Self::TooLong => "the token is longer than 4096 bytes",
            Self::Structure => "the token is not three parts with dots between them",
            Self::Encoding => "a part of the token is not base64url without padding",
            Self::Header => "the token's header cannot be read",
            Self::Algorithm => "the token is not signed with HS256",
            Self::Extension => "the token asks for an extension that is not known",
            Self::Signature => "the token is not signed with the app's secret",
            Self::Claims => "the token's claims are not `appId`, `userId` and `exp`",
            Self::App => "the token is for another app",
            Self::Expired => "the token has expired",
            Self::NotYet => "the token is not valid yet",
            Self::User => "the token is for another user",
            Self::Webhook => "the token is not the webhook's",
        }
    }
}

impl fmt::Display for TokenFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence())
    }
}
