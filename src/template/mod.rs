//! Folders of templates.
