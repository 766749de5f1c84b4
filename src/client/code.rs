use std::fmt;

/// One row a code: the name on the wire, the documented status, and what to do.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $status:literal $help:literal,)*) => {
        /// What Flock calls an error; see its page on
        /// [methods](https://docs.flock.com/display/flockos/Methods).
        ///
        /// # Examples
        ///
        /// ```
        /// use flockml::client::Code;
        ///
        /// assert_eq!(Code::TooManyRequests.status(), Some(429));
        /// assert_eq!(Code::InvalidToken.to_string(), "InvalidToken");
        /// ```
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $name,)*
            /// A code that is on no page, as it came.
            Other(String),
        }

        impl Code {
            /// All that are documented.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            pub(super) fn parse(code: String) -> Self {
                match code.as_str() {
                    // The older name of the same.
                    "InvalidUserToken" => Self::InvalidToken,
                    $(stringify!($name) => Self::$name,)*
                    _ => Self::Other(code),
                }
            }

            /// As it goes over the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$name => stringify!($name),)*
                    Self::Other(code) => code,
                }
            }

            /// The status that Flock documents for it.
            #[must_use]
            pub fn status(&self) -> Option<u16> {
                match self {
                    $(Self::$name => Some($status),)*
                    Self::Other(_) => None,
                }
            }

            /// What to do about it.
            #[must_use]
            pub fn help(&self) -> Option<&'static str> {
                match self {
                    $(Self::$name => Some($help),)*
                    Self::Other(_) => None,
                }
            }
        }
    };
}

codes! {
    /// The request cannot be read.
    InvalidRequestData 400 "check the request's body with a dry run",
    /// A parameter is missing or has a value that is not allowed.
    InvalidParameter 400 "correct the parameter that is named",
    /// A parameter is missing.
    MissingParameter 400 "add the parameter that is named",
    /// There is no token in the request.
    MissingUserToken 400 "give a token",
    /// The token is not valid, or no longer.
    InvalidToken 403 "take the token from the app's page at dev.flock.com, or from its last install event",
    /// The app was disabled.
    AppDisabled 403 "ask the user or the team to enable the app again",
    /// There is no such method.
    NoSuchMethod 404 "check the method's name and the base URL",
    /// The method cannot be called so.
    HTTPMethodNotAllowed 405 "check the base URL: something on the way changed the request",
    /// Flock took too long.
    RequestTimeout 408 "try again",
    /// Too many requests.
    TooManyRequests 429 "send less often, or set a rate limit",
    /// Flock failed.
    InternalServerError 500 "look into the chat before sending again: it may be there",
    /// Flock is not available.
    ServiceUnavailable 503 "try again later",
    /// There is no such user or channel.
    UnknownRecipient 400 "check the address, and that the token's owner is in the channel",
    /// There is neither text nor attachment.
    MissingTextOrAttachment 400 "give the message a text or an attachment",
    /// There is no such chat, or the user is not in it.
    UnknownChat 400 "check the chat's id, and that the token's owner is in it",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back() {
        for code in Code::ALL {
            assert_eq!(Code::parse(code.as_str().to_owned()), *code);
            assert!(code.status().is_some() && code.help().is_some());
        }
        let other = Code::parse("Unheard".to_owned());
        assert_eq!((other.as_str(), other.status()), ("Unheard", None));
    }
}
