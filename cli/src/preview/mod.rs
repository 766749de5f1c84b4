//! `flockml preview`: what readers will see, before they see it.
#![allow(dead_code, reason = "its rooms are built one by one")]

pub(crate) mod draw;
mod html;
