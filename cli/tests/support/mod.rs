//! Runs the built program in a folder of its own.

#![allow(dead_code, reason = "no test uses all of it")]
#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

pub(crate) mod html;
pub(crate) mod junit;
pub(crate) mod page;
pub(crate) mod preview;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A folder with files, that the program runs in.
pub(crate) struct Folder {
    dir: TempDir,
}

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The program, with nothing of the tester's environment.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flockml"));
    command.env_clear();
    // A coverage or sanitizer run needs to know where to write.
    for kept in ["LLVM_PROFILE_FILE", "SystemRoot"] {
        if let Some(value) = std::env::var_os(kept) {
            command.env(kept, value);
        }
    }
    command
}

impl Folder {
    /// A folder with these files.
    pub(crate) fn with<C: AsRef<[u8]>>(files: &[(&str, C)]) -> Self {
        let folder = Self::empty();
        for (name, content) in files {
            folder.write(name, content);
        }
        folder
    }

    /// A folder without files.
    pub(crate) fn empty() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
        }
    }

    /// Writes a file.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// What a file holds.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Where a file is.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The names of all files, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.dir.path()).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// Runs the program here.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, "")
    }

    /// Runs the program here with `stdin` as its standard input.
    pub(crate) fn run_with(&self, args: &[&str], stdin: impl AsRef<[u8]>) -> Ran {
        run_in(self.dir.path(), args, stdin.as_ref())
    }

    /// Runs the program here with these variables in its environment.
    pub(crate) fn run_env(
        &self,
        env: &[(&str, &str)],
        args: &[&str],
        stdin: impl AsRef<[u8]>,
    ) -> Ran {
        run_in_env(self.dir.path(), env, args, stdin.as_ref())
    }
}

/// Runs the program in `folder`.
pub(crate) fn run_in(folder: &Path, args: &[&str], stdin: &[u8]) -> Ran {
    run_in_env(folder, &[], args, stdin)
}

/// Runs the program in `folder` with these variables, and no others, in its environment.
pub(crate) fn run_in_env(folder: &Path, env: &[(&str, &str)], args: &[&str], stdin: &[u8]) -> Ran {
    let mut child = program()
        .args(args)
        .envs(env.iter().copied())
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let bytes = stdin.to_vec();
    let feed = std::thread::spawn(move || {
        // A program that wants no input closes it.
        let _ = input.write_all(&bytes);
    });
    let output = child.wait_with_output().unwrap();
    feed.join().unwrap();
    let canonical = folder.canonicalize().unwrap();
    let text = |bytes: Vec<u8>| {
        String::from_utf8(bytes)
            .unwrap()
            .replace(canonical.to_str().unwrap(), "[DIR]")
            .replace(folder.to_str().unwrap(), "[DIR]")
    };
    Ran {
        code: output.status.code().expect("the program ends by itself"),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

impl Ran {
    /// Code and both outputs, for snapshots.
    pub(crate) fn all(&self) -> String {
        let mut all = format!("exit {}\n", self.code);
        for (name, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !text.is_empty() {
                all += &format!("---- {name}\n{text}");
            }
        }
        all
    }
}
