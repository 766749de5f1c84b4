//! HTML as two parsers read it that are none of the program's.

use std::collections::BTreeMap;

/// A piece of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// A start tag.
    Start(String, BTreeMap<String, String>),
    /// An end tag; elements that never have one have none here.
    End(String),
    /// Text between tags.
    Text(String),
}

/// Elements without an end.
const EMPTY: &[&str] = &["br", "input", "meta"];

/// The pieces of a document, if browsers and parsers of XML read the same.
pub(crate) fn read(html: &str) -> Vec<Piece> {
    let pieces = as_browsers_do(html);
    assert_eq!(pieces, as_xml(html), "{html}");
    pieces
}

fn as_browsers_do(html: &str) -> Vec<Piece> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let mut pieces = Vec::new();
    for Ok(token) in html5gum::Tokenizer::new(html) {
        match token {
            html5gum::Token::StartTag(tag) => {
                let attributes = tag.attributes.iter();
                let attributes = attributes.map(|(name, value)| (text(name), text(value)));
                pieces.push(Piece::Start(text(&tag.name), attributes.collect()));
            }
            html5gum::Token::EndTag(tag) => pieces.push(Piece::End(text(&tag.name))),
            html5gum::Token::String(words) => push_text(&mut pieces, &text(&words)),
            html5gum::Token::Doctype(_) => {}
            html5gum::Token::Comment(comment) => panic!("a comment: {comment:?}"),
            html5gum::Token::Error(error) => panic!("{error:?} in {html}"),
        }
    }
    pieces
}

fn as_xml(html: &str) -> Vec<Piece> {
    let is_document = html.starts_with("<!DOCTYPE html>");
    let wrapped = if is_document {
        html.to_owned()
    } else {
        format!("<wrap>{html}</wrap>")
    };
    let options = roxmltree::ParsingOptions {
        allow_dtd: true,
        ..Default::default()
    };
    let document = roxmltree::Document::parse_with_options(&wrapped, options)
        .unwrap_or_else(|error| panic!("{error} in {html}"));
    let mut pieces = Vec::new();
    if is_document {
        push_node(document.root_element(), &mut pieces);
    } else {
        for child in document.root_element().children() {
            push_node(child, &mut pieces);
        }
    }
    pieces
}

fn push_node(node: roxmltree::Node<'_, '_>, pieces: &mut Vec<Piece>) {
    if let Some(words) = node.text().filter(|_| node.is_text()) {
        return push_text(pieces, words);
    }
    let name = node.tag_name().name().to_owned();
    let attributes = node.attributes();
    let attributes = attributes.map(|found| (found.name().to_owned(), found.value().to_owned()));
    pieces.push(Piece::Start(name.clone(), attributes.collect()));
    for child in node.children() {
        push_node(child, pieces);
    }
    if !EMPTY.contains(&name.as_str()) {
        pieces.push(Piece::End(name));
    }
}

fn push_text(pieces: &mut Vec<Piece>, words: &str) {
    match pieces.last_mut() {
        Some(Piece::Text(text)) => text.push_str(words),
        _ => pieces.push(Piece::Text(words.to_owned())),
    }
}
