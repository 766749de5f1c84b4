//! Tokens in texts of which nobody knows how they are written.

use super::secrets::is_name;
use super::target::HOOKS;
use crate::secrets::may_be_secret;

/// How far behind its name a token is looked for, in bytes.
const NEAR: usize = 16;

/// What looks like a token and stands behind a name of one, or in the address of a webhook.
pub(super) fn spot(text: &str) -> impl Iterator<Item = &str> {
    let mut named_until = None;
    let named = runs(text).filter_map(move |(start, run)| {
        let is_near = named_until.is_some_and(|end| start - end <= NEAR);
        if is_name(run) {
            named_until = Some(start + run.len());
        }
        (is_near && may_be_secret(run)).then_some(run)
    });
    // As PHP writes it in JSON, too.
    let hooks = [HOOKS.to_owned(), HOOKS.replace('/', "\\/")];
    let hooks = hooks.into_iter().flat_map(move |hooks| {
        let behind = text.match_indices(&*hooks);
        let behind: Vec<usize> = behind.map(|(at, hooks)| at + hooks.len()).collect();
        behind.into_iter().map(move |at| {
            let rest = &text[at..];
            &rest[..rest.find(is_between).unwrap_or(rest.len())]
        })
    });
    named.chain(hooks)
}

/// Runs of what names and tokens are made of, with where they begin.
fn runs(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(is_between).filter_map(move |run| {
        let start = at;
        let behind = text[start + run.len()..].chars().next();
        at = start + run.len() + behind.map_or(0, char::len_utf8);
        (!run.is_empty()).then_some((start, run))
    })
}

fn is_between(character: char) -> bool {
    !character.is_ascii_alphanumeric() && !"-_".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "8cb4d06e-90a9-4a6f-9e41-2f9d8a1f4f5e";

    #[test]
    fn a_token_behind_its_name_is_found_however_it_is_written() {
        for written in [
            "{'token': 'T', 'text': 'a'}",
            "{token:T}",
            "token: T\nto: g:1",
            "to=g:1;token=T;text=é",
            "token[0]=T",
            "name=\"user_token\"\r\n\r\nT\r\n",
            "<send token=\"T\"/>",
            "é https://api.flock.com/hooks/sendMessage/T?x",
            "\"https:\\/\\/api.flock.com\\/hooks\\/sendMessage\\/T\"",
        ] {
            let text = written.replace('T', TOKEN);
            assert_eq!(spot(&text).collect::<Vec<_>>(), [TOKEN], "{text}");
        }
    }

    #[test]
    fn other_words_are_none() {
        for text in [
            "your token: expired yesterday",
            "the trace is 8cb4d06e-90a9-4a6f-9e41-2f9d8a1f4f5e",
            "token",
            "",
            "é",
        ] {
            assert_eq!(spot(text).next(), None, "{text}");
        }
    }
}
