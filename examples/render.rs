//! A template and its data as a message.

use std::path::Path;

use flockml::template::Templates;
use serde_json::json;

pub(crate) fn run() -> Result<String, flockml::Error> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    // Loaded once, rendered many times, from any thread.
    let templates = Templates::load(folder)?;
    let data = json!({
        "state": "finished",
        "service": "checkout",
        "version": "v2.41.0",
        "environment": "production",
        "author": { "id": "u:grace7n0phopper", "name": "Grace <grace@example.com>" },
        "url": "https://ci.example.com/shop/checkout/4710",
    });
    let rendered = templates.render("deploy.flockml", &data)?;
    for finding in &rendered.findings {
        eprintln!("{finding}");
    }
    Ok(rendered.object.to_json_pretty())
}

fn main() -> Result<(), flockml::Error> {
    println!("{}", run()?);
    Ok(())
}
