//! What `flockml new` writes to start from: a template and samples for each kind.

use crate::args::NewKind;

/// The files of a kind.
pub(crate) struct Starter {
    /// What the template's name ends in.
    pub(crate) suffix: &'static str,
    /// The template.
    pub(crate) template: &'static str,
    /// The cases, each with its data.
    pub(crate) samples: &'static [(&'static str, &'static str)],
}

/// The files to start a template of that kind from.
pub(crate) fn of(kind: NewKind) -> &'static Starter {
    match kind {
        NewKind::Message => &MESSAGE,
        NewKind::Markup => &MARKUP,
        NewKind::Attachment => &ATTACHMENT,
        NewKind::Json => &JSON,
    }
}

static MESSAGE: Starter = Starter {
    suffix: ".flockml",
    template: include_str!("message.flockml"),
    samples: &[
        ("firing", include_str!("message.firing.sample.json")),
        ("resolved", include_str!("message.resolved.sample.json")),
    ],
};

static MARKUP: Starter = Starter {
    suffix: ".flockml",
    template: include_str!("markup.flockml"),
    samples: &[
        ("some", include_str!("markup.some.sample.json")),
        ("none", include_str!("markup.none.sample.json")),
    ],
};

static ATTACHMENT: Starter = Starter {
    suffix: ".flockml",
    template: include_str!("attachment.flockml"),
    samples: &[("released", include_str!("attachment.released.sample.json"))],
};

static JSON: Starter = Starter {
    suffix: ".message.json",
    template: include_str!("json.message.json"),
    samples: &[("up", include_str!("json.up.sample.json"))],
};
