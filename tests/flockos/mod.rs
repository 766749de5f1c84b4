//! Flock's own library for Node, shared by the tests of both packages.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

/// Gives `task` to `script` and returns what it printed; `None` where the library is not installed.
pub(crate) fn run(script: &str, task: &Value) -> Option<Value> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["tests/flockos", "../tests/flockos"].map(|folder| package.join(folder));
    let folder = folders.iter().find(|folder| folder.is_dir()).unwrap();
    if !folder.join("node_modules/flockos").is_dir() {
        // CI installs it, and says so.
        assert!(
            std::env::var_os("FLOCKOS").is_none(),
            "flockos is to be here, and is not"
        );
        eprintln!("not run: `npm --prefix tests/flockos ci` installs the library that this needs");
        return None;
    }
    let mut node = Command::new("node")
        .arg(folder.join(script))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = node.stdin.take().unwrap();
    stdin.write_all(task.to_string().as_bytes()).unwrap();
    drop(stdin);
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success());
    Some(serde_json::from_slice(&output.stdout).unwrap())
}
