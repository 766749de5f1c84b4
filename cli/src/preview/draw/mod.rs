//! A message as Flock shows it, as HTML that holds nothing but what is written here.

mod action;
mod attachment;
mod flockml;
mod frame;
mod origin;
mod push;
mod sender;
#[cfg(test)]
mod tests;
mod value;
mod views;
mod words;

use serde::Serialize;
use serde_json::Value;

pub(crate) use origin::Traced;

use self::value::{list, text};
use self::words::Words;
use crate::preview::html::{Fragment, Html};
use crate::report::plural;

/// Longer texts are cut, in characters.
const LONGEST_TEXT: usize = 50_000;

/// Longer titles and names are cut, in characters.
const LONGEST_LINE: usize = 2_000;

/// The views of more attachments than this are not told.
const MOST_TOLD: usize = 20;

/// What readers of a message see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Picture {
    /// On a desktop: a fragment of HTML.
    pub(crate) desktop: Fragment,
    /// On a phone: a fragment of HTML.
    pub(crate) mobile: Fragment,
    /// On a phone's lock screen: a fragment of HTML.
    pub(crate) push: Fragment,
    /// Where only plain text shows.
    pub(crate) text: String,
    /// Every view of every attachment.
    pub(crate) views: Vec<View>,
}

/// Where a view of an attachment is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct View {
    /// Which attachment, counted from 1.
    pub(crate) attachment: usize,
    /// Its name in the payload, such as `html`.
    pub(crate) name: String,
    /// Whether desktops show it.
    pub(crate) desktop: bool,
    /// Whether phones show it.
    pub(crate) mobile: bool,
    /// Why, in one sentence.
    pub(crate) why: String,
}

/// Where a message is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Screen {
    Desktop,
    Mobile,
}

/// What everything is drawn with.
#[derive(Clone, Copy)]
struct Brush<'a> {
    trace: Option<&'a Traced>,
    screen: Screen,
}

impl<'a> Brush<'a> {
    fn words(self, text: &'a str) -> Words<'a> {
        Words::new(text, self.trace)
    }
}

/// Draws a message: what a template made, or whatever somebody sent.
pub(crate) fn draw(message: &Value, trace: Option<&Traced>) -> Picture {
    let brush = |screen| Brush { trace, screen };
    let mut views = Vec::new();
    let attachments = list(message, "attachments").iter().take(MOST_TOLD);
    for (index, attachment) in attachments.enumerate() {
        views::Views::of(attachment).tell(index + 1, &mut views);
    }
    Picture {
        desktop: draw_message(message, brush(Screen::Desktop)),
        mobile: draw_message(message, brush(Screen::Mobile)),
        push: push::draw(message, brush(Screen::Mobile)),
        text: plain(message, brush(Screen::Desktop)),
        views,
    }
}

fn draw_message(message: &Value, brush: Brush<'_>) -> Fragment {
    let mut html = Html::new();
    let class = match brush.screen {
        Screen::Desktop => "fk-message fk-desktop",
        Screen::Mobile => "fk-message fk-mobile",
    };
    html.div(class, |html| {
        sender::draw_avatar(message, brush, html);
        html.div("fk-body", |html| {
            sender::draw_name(message, brush, html);
            draw_words(message, brush, html);
            attachment::draw_all(message, brush, html);
        });
    });
    html.finish()
}

fn draw_words(message: &Value, brush: Brush<'_>, html: &mut Html) {
    if let Some(flockml) = text(message, "flockml") {
        html.div("fk-flockml", |html| {
            flockml::draw(&brush.words(&flockml), html);
        });
    } else if let Some(text) = text(message, "text") {
        html.div("fk-text", |html| {
            brush.words(&text).write(html, LONGEST_TEXT);
        });
    } else if list(message, "attachments").is_empty() {
        html.note("There is nothing to show: neither text nor FlockML nor an attachment.");
    }
}

/// What shows where nothing but text does: Flock is given it, or it is the words of the FlockML.
fn plain(message: &Value, brush: Brush<'_>) -> String {
    let given = text(message, "text").map(|text| brush.words(&text).plain().to_owned());
    given
        .or_else(|| flockml_words(message, brush))
        .unwrap_or_default()
}

fn flockml_words(message: &Value, brush: Brush<'_>) -> Option<String> {
    let flockml = text(message, "flockml")?;
    Some(flockml::plain(brush.words(&flockml).plain()))
}

/// Says how many of a list were left out.
fn more(count: usize, most: usize, noun: &str, html: &mut Html) {
    if let Some(left_out) = count.checked_sub(most).filter(|left_out| *left_out > 0) {
        html.note(&format!("and {} more", plural(left_out, noun)));
    }
}
