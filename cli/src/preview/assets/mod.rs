//! The page's files, built into the program.

/// A file of the page.
pub(crate) struct Asset {
    /// Where the page asks for it.
    pub(crate) path: &'static str,
    /// Its `Content-Type`.
    pub(crate) media_type: &'static str,
    /// What it holds.
    pub(crate) body: &'static str,
}

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

macro_rules! asset {
    ($path:literal, $file:literal, $media_type:ident) => {
        Asset {
            path: $path,
            media_type: $media_type,
            body: include_str!($file),
        }
    };
}

/// Every file that the page is made of.
pub(crate) const ASSETS: &[Asset] = &[
    asset!("/", "index.html", HTML),
    asset!("/app.css", "app.css", CSS),
    asset!("/app.js", "app.js", SCRIPT),
    asset!("/cards.js", "cards.js", SCRIPT),
    asset!("/data.js", "data.js", SCRIPT),
    asset!("/dom.js", "dom.js", SCRIPT),
    asset!("/findings.js", "findings.js", SCRIPT),
    asset!("/gallery.js", "gallery.js", SCRIPT),
    asset!("/highlight.js", "highlight.js", SCRIPT),
    asset!("/inbox.js", "inbox.js", SCRIPT),
    asset!("/keys.js", "keys.js", SCRIPT),
    asset!("/latest.js", "latest.js", SCRIPT),
    asset!("/live.js", "live.js", SCRIPT),
    asset!("/message.css", "message.css", CSS),
    asset!("/picture.js", "picture.js", SCRIPT),
    asset!("/received.js", "received.js", SCRIPT),
    asset!("/route.js", "route.js", SCRIPT),
    asset!("/server.js", "server.js", SCRIPT),
    asset!("/source.js", "source.js", SCRIPT),
    asset!("/stage.js", "stage.js", SCRIPT),
    asset!("/tabs.js", "tabs.js", SCRIPT),
    asset!("/template.js", "template.js", SCRIPT),
    asset!("/theme.js", "theme.js", SCRIPT),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::ASSETS;

    #[test]
    fn every_file_of_the_page_is_in_the_table() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/preview/assets");
        let files: BTreeSet<_> = std::fs::read_dir(folder)
            .expect("the folder can be read")
            .map(|entry| entry.expect("it can be read").file_name())
            .map(|name| name.into_string().expect("it is text"))
            .filter(|name| !name.ends_with(".rs"))
            .map(|name| match name.as_str() {
                "index.html" => "/".to_owned(),
                _ => format!("/{name}"),
            })
            .collect();
        let listed: BTreeSet<_> = ASSETS.iter().map(|asset| asset.path.to_owned()).collect();
        assert_eq!(files, listed);
    }
}
