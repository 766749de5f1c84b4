//! What the cold start of `flockml render` is measured against: a program that has Tera read the
//! templates of a folder and render one of them. `bare_tera FOLDER TEMPLATE DATA`

use std::error::Error;
use std::fs;

use tera::{Context, Tera};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut argument = || arguments.next().ok_or("bare_tera FOLDER TEMPLATE DATA");
    let (folder, template, data) = (argument()?, argument()?, argument()?);
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|kind| kind == "flockml") {
            let name = path.file_name().unwrap_or_default();
            texts.push((
                name.to_string_lossy().into_owned(),
                fs::read_to_string(&path)?,
            ));
        }
    }
    let mut tera = Tera::new();
    tera.autoescape_on([".flockml"]);
    tera.add_raw_templates(texts)?;
    let data: serde_json::Value = serde_json::from_str(&fs::read_to_string(data)?)?;
    print!(
        "{}",
        tera.render(&template, &Context::from_serialize(&data)?)?
    );
    Ok(())
}
