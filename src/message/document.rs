//! Documents with a root of the payload's XML form, read as what they stand for.

use std::str::FromStr;

use super::button::{action_kind, desktop_type, mobile_type};
use super::{
    Action, ActionKind, Attachment, Button, Color, DesktopType, Download, Html, Image, Message,
    Object, Picture, SendAs, Widget,
};
use crate::check::parse;
use crate::syntax::{Document, Token, TokenKind, unescape, unescape_value};
use crate::{Error, ErrorKind, Markup};

/// Reads a document in whose check no structural error was found.
///
/// What a value holds never fails: an optional attribute that cannot be read is left out, a view
/// or download without a usable address as well, and a button whose action cannot be used keeps
/// its words and does nothing. The check reports each of them.
pub(crate) fn from_document(document: &Document<'_>) -> Result<Object, Error> {
    let mut reader = Reader { document, at: 0 };
    let no_root = || Error::new(ErrorKind::InvalidContent, "the document has no root");
    let root = reader.child().ok_or_else(no_root)?;
    match document.slice(root.name) {
        "flockml" => Ok(Object::Markup(parse::canonical(
            document,
            document.tokens(),
        ))),
        "message" => Ok(Object::Message(reader.message(root))),
        "attachment" => Ok(Object::Attachment(reader.attachment(root))),
        "button" => Ok(Object::Button(reader.button(root))),
        _ => Err(no_root()),
    }
}

/// Goes through a document's tokens once.
struct Reader<'d, 's> {
    document: &'d Document<'s>,
    at: usize,
}

impl<'d> Reader<'d, '_> {
    fn next(&mut self) -> Option<&'d Token> {
        let token = self.document.tokens().get(self.at)?;
        self.at += 1;
        Some(token)
    }

    /// The next element inside the one that was opened last; `None` at its end.
    fn child(&mut self) -> Option<&'d Token> {
        while let Some(token) = self.next() {
            match token.kind {
                TokenKind::Start | TokenKind::Empty => return Some(token),
                TokenKind::End => return None,
                _ => {}
            }
        }
        None
    }

    /// Hands every child of `parent` to `read`, which has to go to the child's end.
    fn children(&mut self, parent: &Token, mut read: impl FnMut(&mut Self, &'d Token)) {
        if parent.kind == TokenKind::Start {
            while let Some(child) = self.child() {
                read(self, child);
            }
        }
    }

    /// Goes to the end of the element that `tag` opens.
    fn skip(&mut self, tag: &Token) {
        let mut depth = usize::from(tag.kind == TokenKind::Start);
        while depth > 0
            && let Some(token) = self.next()
        {
            match token.kind {
                TokenKind::Start => depth += 1,
                TokenKind::End => depth -= 1,
                _ => {}
            }
        }
    }

    /// What an attribute stands for; an empty one counts as absent.
    fn text(&self, tag: &Token, name: &str) -> Option<String> {
        let attributes = self.document.attributes(tag);
        let found = attributes
            .iter()
            .find(|attribute| self.document.slice(attribute.name) == name)?;
        let value = unescape_value(self.document.slice(found.value)).into_owned();
        (!value.trim_ascii().is_empty()).then_some(value)
    }

    fn word(&self, tag: &Token, name: &str) -> Option<String> {
        self.text(tag, name)
            .map(|value| value.trim_ascii().to_owned())
    }

    fn parsed<T: FromStr>(&self, tag: &Token, name: &str) -> Option<T> {
        self.word(tag, name)?.parse().ok()
    }

    fn message(&mut self, tag: &Token) -> Message {
        let mut message = Message::default();
        if let Some(text) = self.text(tag, "text") {
            message = message.plain_text(text);
        }
        if let Some(notification) = self.text(tag, "notification") {
            message = message.notification(notification);
        }
        let mut parts = Some(message);
        self.children(tag, |reader, child| {
            let message = parts.take().unwrap_or_default();
            parts = Some(reader.message_part(message, child));
        });
        parts.unwrap_or_default()
    }

    fn message_part(&mut self, message: Message, child: &Token) -> Message {
        match self.document.slice(child.name) {
            "flockml" => {
                let flockml = self.flockml(child);
                message.flockml(flockml)
            }
            "attachment" => {
                let attachment = self.attachment(child);
                message.attachment(attachment)
            }
            "sendAs" => {
                let sender = self.sender(child);
                self.skip(child);
                message.send_as(sender)
            }
            _ => {
                self.skip(child);
                message
            }
        }
    }

    fn flockml(&mut self, tag: &Token) -> Markup {
        let first = self.at - 1;
        self.skip(tag);
        parse::canonical(self.document, &self.document.tokens()[first..self.at])
    }

    fn sender(&self, tag: &Token) -> SendAs {
        let sender = SendAs::new(self.text(tag, "name").unwrap_or_default());
        match self.word(tag, "profileImage") {
            Some(src) => sender.profile_image(src),
            None => sender,
        }
    }

    fn attachment(&mut self, tag: &Token) -> Attachment {
        let mut attachment = Attachment::new(self.text(tag, "title").unwrap_or_default())
            .description(self.text(tag, "description").unwrap_or_default())
            .id(self.text(tag, "id").unwrap_or_default())
            .url(self.word(tag, "url").unwrap_or_default());
        if let Some(color) = self.color(tag) {
            attachment = attachment.color(color);
        }
        if let Some(forward) = self.parsed(tag, "forward") {
            attachment = attachment.forward(forward);
        }
        let mut parts = Some(attachment);
        self.children(tag, |reader, child| {
            let attachment = parts.take().unwrap_or_default();
            parts = Some(reader.attachment_part(attachment, child));
        });
        parts.unwrap_or_default()
    }

    fn color(&self, tag: &Token) -> Option<Color> {
        let value = self.word(tag, "color")?;
        Color::from_name(&value).or_else(|| Color::from_hex(&value))
    }

    fn attachment_part(&mut self, attachment: Attachment, child: &Token) -> Attachment {
        match self.document.slice(child.name) {
            "flockml" => {
                let flockml = self.flockml(child);
                attachment.flockml(flockml)
            }
            "image" => match self.image(child) {
                Some(image) => attachment.image(image),
                None => attachment,
            },
            "html" => {
                let html = self.html(child);
                attachment.html(html)
            }
            "button" => {
                let button = self.button(child);
                attachment.button(button)
            }
            name => {
                self.skip(child);
                match name {
                    "widget" => match self.widget(child) {
                        Some(widget) => attachment.widget(widget),
                        None => attachment,
                    },
                    "download" => attachment.downloads(self.download(child)),
                    _ => attachment,
                }
            }
        }
    }

    fn picture(&self, tag: &Token) -> Option<Picture> {
        let mut picture = Picture::new(self.word(tag, "src")?).ok()?;
        if let Some(width) = self.parsed(tag, "width") {
            picture = picture.width(width);
        }
        if let Some(height) = self.parsed(tag, "height") {
            picture = picture.height(height);
        }
        Some(picture)
    }

    fn image(&mut self, tag: &Token) -> Option<Image> {
        let mut image = self.picture(tag).map(Image::new);
        if let Some(filename) = self.text(tag, "filename") {
            image = image.map(|image| image.filename(filename));
        }
        self.children(tag, |reader, child| {
            reader.skip(child);
            if reader.document.slice(child.name) == "thumbnail"
                && let Some(thumbnail) = reader.picture(child)
            {
                image = image.take().map(|image| image.thumbnail(thumbnail));
            }
        });
        image
    }

    fn widget(&self, tag: &Token) -> Option<Widget> {
        let mut widget = Widget::new(self.word(tag, "src")?).ok()?;
        if let Some(width) = self.parsed(tag, "width") {
            widget = widget.width(width);
        }
        if let Some(height) = self.parsed(tag, "height") {
            widget = widget.height(height);
        }
        Some(widget)
    }

    fn html(&mut self, tag: &Token) -> Html {
        let first = self.at;
        self.skip(tag);
        let inline: String = self.document.tokens()[first..self.at]
            .iter()
            .map(|token| characters(token.kind, self.document.slice(token.span)))
            .collect();
        let mut html = Html::new(inline.trim_ascii());
        if let Some(width) = self.parsed(tag, "width") {
            html = html.width(width);
        }
        if let Some(height) = self.parsed(tag, "height") {
            html = html.height(height);
        }
        html
    }

    fn download(&self, tag: &Token) -> Option<Download> {
        let mut download = Download::new(self.word(tag, "src")?).ok()?;
        if let Some(mime) = self.word(tag, "mime") {
            download = download.mime(mime);
        }
        if let Some(filename) = self.text(tag, "filename") {
            download = download.filename(filename);
        }
        if let Some(size) = self.parsed(tag, "size") {
            download = download.size(size);
        }
        Some(download)
    }

    fn button(&mut self, tag: &Token) -> Button {
        self.skip(tag);
        let name = self.text(tag, "name").unwrap_or_default();
        let id = self.text(tag, "id");
        let button = match self.action(tag) {
            Some(action) => Button::new(name, action).id(id.unwrap_or_default()),
            None => Button::without_action(name, id),
        };
        match self.word(tag, "icon") {
            Some(icon) => button.icon(icon),
            None => button,
        }
    }

    fn action(&self, tag: &Token) -> Option<Action<'static>> {
        let url = self.word(tag, "url");
        let desktop = self.word(tag, "desktopType");
        let desktop = desktop.as_deref().and_then(desktop_type);
        let mut action = match action_kind(&self.word(tag, "type")?)? {
            ActionKind::OpenWidget => {
                Action::open_widget(url?, desktop.unwrap_or(DesktopType::Modal))
            }
            ActionKind::OpenBrowser => Action::open_browser(url?),
            ActionKind::SendEvent => Action::send_event(""),
        };
        action.mobile = self
            .word(tag, "mobileType")
            .and_then(|name| mobile_type(&name));
        action.send_context = self.parsed(tag, "sendContext");
        action.width = self.parsed(tag, "width");
        action.height = self.parsed(tag, "height");
        Some(action)
    }
}

/// What a token in an element of characters stands for.
fn characters(kind: TokenKind, raw: &str) -> String {
    match kind {
        TokenKind::Text | TokenKind::Reference => unescape(raw).into_owned(),
        TokenKind::CData => raw
            .strip_prefix("<![CDATA[")
            .and_then(|raw| raw.strip_suffix("]]>"))
            .unwrap_or_default()
            .to_owned(),
        _ => String::new(),
    }
}
