use oklab::Oklab;
use serde::{Serialize, Serializer};

use crate::message::Color;

/// The colours that a status may have, with their names on the wire and what is shown.
const COLORS: &[(StatusColor, &str, [u8; 3])] = &[
    (StatusColor::Red, "red", [0xff, 0, 0]),
    (StatusColor::Green, "green", [0, 0x80, 0]),
    (StatusColor::Yellow, "yellow", [0xff, 0xff, 0]),
    (StatusColor::Cyan, "cyan", [0, 0xff, 0xff]),
    (StatusColor::Orange, "orange", [0xff, 0xa5, 0]),
    (StatusColor::Grey, "grey", [0x80, 0x80, 0x80]),
    (StatusColor::Black, "black", [0, 0, 0]),
    (StatusColor::Lime, "lime", [0, 0xff, 0]),
    (StatusColor::Purple, "purple", [0x80, 0, 0x80]),
    (StatusColor::Blue, "blue", [0, 0, 0xff]),
];

/// How much a difference in lightness or chroma counts: pale and dark red are both red.
const SHADE: f32 = 0.35;

/// From this chroma on there is a hue to see.
const COLOURFUL: f32 = 0.07;

/// The colour of a thread's status.
///
/// # Examples
///
/// ```
/// use flockml::flowdock::StatusColor;
/// use flockml::message::Color;
///
/// assert_eq!(StatusColor::nearest(&Color::critical()), StatusColor::Red);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StatusColor {
    /// `red`
    Red,
    /// `green`
    Green,
    /// `yellow`
    Yellow,
    /// `cyan`
    Cyan,
    /// `orange`
    Orange,
    /// `grey`
    Grey,
    /// `black`
    Black,
    /// `lime`
    Lime,
    /// `purple`
    Purple,
    /// `blue`
    Blue,
}

impl StatusColor {
    /// The colour that looks most like `color`.
    ///
    /// It is the nearest in the colour space [Oklab](https://bottosson.github.io/posts/oklab/),
    /// where equal distances look equally far, with hue counting most; what has no visible hue
    /// is grey or black.
    #[must_use]
    pub fn nearest(color: &Color) -> Self {
        let given = lab(color.to_rgb());
        let is_colourful = chroma(given) >= COLOURFUL;
        let distance = |shown| distance(given, lab(shown));
        COLORS
            .iter()
            .filter(|(.., shown)| (chroma(lab(*shown)) >= COLOURFUL) == is_colourful)
            .min_by(|(.., one), (.., other)| distance(*one).total_cmp(&distance(*other)))
            .map_or(Self::Grey, |(nearest, ..)| *nearest)
    }

    /// Its name, as it goes over the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        COLORS
            .iter()
            .find(|(color, ..)| *color == self)
            .map_or("grey", |(_, name, _)| *name)
    }
}

impl Serialize for StatusColor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

fn lab([r, g, b]: [u8; 3]) -> Oklab {
    oklab::srgb_to_oklab(oklab::Rgb { r, g, b })
}

fn chroma(color: Oklab) -> f32 {
    color.a.hypot(color.b)
}

fn distance(one: Oklab, other: Oklab) -> f32 {
    let l = one.l - other.l;
    let c = chroma(one) - chroma(other);
    let (a, b) = (one.a - other.a, one.b - other.b);
    let hue = a * a + b * b - c * c;
    (SHADE * l).powi(2) + (SHADE * c).powi(2) + hue
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn nearest(hex: &str) -> StatusColor {
        StatusColor::nearest(&Color::parse(hex).unwrap())
    }

    #[test]
    fn colours_that_people_use_keep_their_names() {
        let expected = [
            // the five names of the XML form
            ("#d32f2f", StatusColor::Red),
            ("#f9a825", StatusColor::Orange),
            ("#2e7d32", StatusColor::Green),
            ("#1976d2", StatusColor::Blue),
            ("#757575", StatusColor::Grey),
            // what other chats and monitoring systems use
            ("#a30200", StatusColor::Red),
            ("#36a64f", StatusColor::Green),
            ("#0abe51", StatusColor::Green),
            ("#daa038", StatusColor::Orange),
            ("#439fe0", StatusColor::Blue),
            ("#2a83fc", StatusColor::Blue),
            ("#9b59b6", StatusColor::Purple),
            ("#ffeb3b", StatusColor::Yellow),
            ("#00bcd4", StatusColor::Cyan),
            ("#cddc39", StatusColor::Yellow),
            ("#8bc34a", StatusColor::Lime),
            ("#ff9800", StatusColor::Orange),
            ("#e91e63", StatusColor::Red),
            ("#212121", StatusColor::Black),
            ("#ffffff", StatusColor::Grey),
            ("#cccccc", StatusColor::Grey),
            ("#000080", StatusColor::Blue),
            ("#800000", StatusColor::Red),
            ("#4b0082", StatusColor::Purple),
        ];
        let found: Vec<_> = expected
            .iter()
            .map(|(hex, _)| (*hex, nearest(hex)))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn each_colour_is_nearest_to_itself() {
        for (color, name, [r, g, b]) in COLORS {
            assert_eq!(color.as_str(), *name);
            assert_eq!(nearest(&format!("#{r:02x}{g:02x}{b:02x}")), *color);
        }
    }

    proptest! {
        #[test]
        fn greys_have_no_hue(level: u8) {
            let color = nearest(&format!("#{level:02x}{level:02x}{level:02x}"));
            prop_assert!(matches!(color, StatusColor::Grey | StatusColor::Black));
        }
    }
}
