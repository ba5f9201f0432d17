//! Where things are: the checkout, the build output, the pages beside each binary.

use anyhow::{Context, Result};
use std::env;
use std::path::{Path, PathBuf};

/// The checkout and its build output.
pub struct Workspace {
    /// The folder of the root `Cargo.toml`.
    pub root: PathBuf,
    /// `CARGO_TARGET_DIR`, else `target` in the checkout.
    pub target: PathBuf,
}

/// The two ways in which the app is built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Serves every test.
    Dev,
    /// What people run.
    Release,
}

impl Workspace {
    /// The checkout that Cargo runs this program for. Two checkouts that share a build folder share this program, so it
    /// is asked when it runs, and not when it is built.
    pub fn find() -> Result<Workspace> {
        let package = env::var_os("CARGO_MANIFEST_DIR").context("run this as `cargo xtask`")?;
        let root = Path::new(&package).parent().context("xtask has no folder above it")?;
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(target) => env::current_dir()?.join(target),
            None => root.join("target"),
        };
        Ok(Workspace { root: root.to_path_buf(), target })
    }

    /// The program itself.
    pub fn binary(&self, profile: Profile) -> PathBuf {
        self.target.join(profile.folder()).join("pitchreel")
    }

    /// The pages, in `site` beside the binary, where it looks for them. Each profile has its own, because a debug
    /// server with release pages does not come alive in the browser.
    pub fn site(&self, profile: Profile) -> PathBuf {
        self.target.join(profile.folder()).join("site")
    }

    /// The client for programs in TypeScript.
    pub fn typescript_client(&self) -> PathBuf {
        self.root.join("sdk/typescript")
    }

    /// What the app keeps while it runs: `DATA_DIR`, else `data` in the checkout.
    pub fn data(&self) -> PathBuf {
        match env::var_os("DATA_DIR") {
            Some(data) => self.root.join(data),
            None => self.root.join("data"),
        }
    }
}

impl Profile {
    fn folder(self) -> &'static str {
        match self {
            Profile::Dev => "debug",
            Profile::Release => "release",
        }
    }
}
