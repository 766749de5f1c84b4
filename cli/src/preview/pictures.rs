//! The last good pictures, shown while a template is broken.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::draw::Picture;

/// How many pictures are kept.
const MOST: usize = 256;
/// How many bytes they have together.
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// What a picture is of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Subject {
    pub(super) template: String,
    pub(super) case: Option<String>,
    /// Whether the data were edited in the page.
    pub(super) is_edited: bool,
    pub(super) hostile: Option<String>,
}

#[derive(Default)]
pub(super) struct Pictures(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    pictures: HashMap<Subject, (u64, Arc<Picture>)>,
    bytes: usize,
    /// Counts what was put in and looked at, to know what was longest not.
    clock: u64,
}

impl Subject {
    /// The same with the sample's own data.
    fn plain(&self) -> Self {
        Self {
            is_edited: false,
            hostile: None,
            ..self.clone()
        }
    }
}

impl Pictures {
    /// Keeps a picture; those go that were longest not looked at.
    pub(super) fn keep(&self, subject: Subject, picture: Arc<Picture>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clock += 1;
        let clock = kept.clock;
        kept.bytes += bytes(&picture);
        if let Some((_, old)) = kept.pictures.insert(subject, (clock, picture)) {
            kept.bytes -= bytes(&old);
        }
        while kept.pictures.len() > MOST || kept.bytes > MOST_BYTES {
            kept.forget_one();
        }
    }

    /// The last good picture: of the same or, if there is none, of the sample as it is.
    pub(super) fn last(&self, subject: &Subject) -> Option<Arc<Picture>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clock += 1;
        let clock = kept.clock;
        let found = [subject.clone(), subject.plain()]
            .into_iter()
            .find(|subject| kept.pictures.contains_key(subject))?;
        let (used, picture) = kept.pictures.get_mut(&found)?;
        *used = clock;
        Some(Arc::clone(picture))
    }
}

impl Kept {
    fn forget_one(&mut self) {
        let oldest = self.pictures.iter().min_by_key(|(_, (used, _))| *used);
        let Some(subject) = oldest.map(|(subject, _)| subject.clone()) else {
            self.bytes = 0;
            return;
        };
        if let Some((_, picture)) = self.pictures.remove(&subject) {
            self.bytes -= bytes(&picture);
        }
    }
}

fn bytes(picture: &Picture) -> usize {
    let parts = [&picture.desktop, &picture.mobile, &picture.push];
    let drawn: usize = parts.iter().map(|part| part.as_str().len()).sum();
    drawn + picture.text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(case: usize, hostile: Option<&str>) -> Subject {
        Subject {
            template: "a".to_owned(),
            case: Some(case.to_string()),
            is_edited: false,
            hostile: hostile.map(str::to_owned),
        }
    }

    fn picture(text: String) -> Arc<Picture> {
        Arc::new(Picture {
            desktop: Default::default(),
            mobile: Default::default(),
            push: Default::default(),
            text,
            views: Vec::new(),
        })
    }

    #[test]
    fn those_that_nobody_looks_at_go_first() {
        let pictures = Pictures::default();
        for case in 0..=MOST {
            pictures.last(&subject(0, None));
            pictures.keep(subject(case, None), picture(case.to_string()));
        }
        assert!(pictures.last(&subject(0, None)).is_some());
        assert!(pictures.last(&subject(1, None)).is_none());
        assert!(pictures.last(&subject(MOST, None)).is_some());
    }

    #[test]
    fn they_have_bounds_together() {
        let pictures = Pictures::default();
        for case in 0..5 {
            pictures.keep(subject(case, None), picture("x".repeat(MOST_BYTES / 3)));
        }
        let kept = pictures.0.lock().unwrap();
        assert_eq!(kept.pictures.len(), 3);
        assert!(kept.bytes <= MOST_BYTES);
    }

    #[test]
    fn the_sample_stands_in_for_what_was_never_seen() {
        let pictures = Pictures::default();
        pictures.keep(subject(1, None), picture("plain".to_owned()));
        let hostile = subject(1, Some("empty"));
        assert_eq!(pictures.last(&hostile).unwrap().text, "plain");
        pictures.keep(hostile.clone(), picture("hostile".to_owned()));
        assert_eq!(pictures.last(&hostile).unwrap().text, "hostile");
        assert_eq!(pictures.last(&subject(1, None)).unwrap().text, "plain");
    }
}
