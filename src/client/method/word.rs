/// One row a word: its name and how Flock writes it; any other is kept as it is.
macro_rules! word {
    (
        $(#[$doc:meta])*
        pub enum $type:ident {
            $($(#[$word_doc:meta])* $word:ident = $text:literal,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $type {
            $($(#[$word_doc])* $word,)*
            /// A word that is on no page, as it came.
            Other(String),
        }

        impl $type {
            /// As Flock writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$word => $text,)*
                    Self::Other(word) => word,
                }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let word = crate::message::lenient::required_text(d)?;
                Ok(match word.as_str() {
                    $($text => Self::$word,)*
                    _ => Self::Other(word),
                })
            }
        }
    };
}

pub(super) use word;
