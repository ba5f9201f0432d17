//! Where settings come from: the process's environment, and beneath it a `.env` file.
//!
//! What the environment says wins over the file. Nothing here changes the environment of the process.

use super::SettingsError;
use std::{collections::HashMap, path::Path};

/// Names and values; an empty value counts as absent.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    values: HashMap<String, String>,
}

impl Environment {
    /// The environment of this process over the `.env` of the present folder, or over the file that
    /// `PITCHREEL_ENV_FILE` names (none when that is empty).
    pub fn of_process() -> Result<Self, SettingsError> {
        let process: HashMap<String, String> = std::env::vars().collect();
        let mut values = match process.get("PITCHREEL_ENV_FILE").map(String::as_str) {
            Some("") => HashMap::new(),
            Some(named) => read_file(Path::new(named), true)?,
            None => read_file(Path::new(".env"), false)?,
        };
        values.extend(process);
        Ok(Self { values })
    }

    /// The value of `name`, trimmed, unless it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// The value of `name` as `read` understands it, or `default` where there is none. `expected` completes the
    /// sentence "NAME is …, but it must be …".
    pub fn read<T>(
        &self,
        name: &str,
        default: T,
        expected: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, SettingsError> {
        let Some(value) = self.get(name) else { return Ok(default) };
        read(value).ok_or_else(|| SettingsError::not_understood(name, value, expected))
    }
}

impl<const N: usize> From<[(&str, &str); N]> for Environment {
    fn from(pairs: [(&str, &str); N]) -> Self {
        Self { values: pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into() }
    }
}

fn read_file(path: &Path, must_exist: bool) -> Result<HashMap<String, String>, SettingsError> {
    let problem = |cause: String| {
        SettingsError(format!("The settings file {} cannot be read: {cause}.", path.display()))
    };
    if !must_exist && !path.exists() {
        return Ok(HashMap::new());
    }
    let lines = dotenvy::from_path_iter(path).map_err(|cause| problem(cause.to_string()))?;
    lines.map(|line| line.map_err(|cause| problem(cause.to_string()))).collect()
}
