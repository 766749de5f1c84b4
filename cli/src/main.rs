//! The `flockml` program.
fn main() {}
