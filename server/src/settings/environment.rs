//! Where settings come from: the process's environment, and beneath it a `.env` file.
//!
//! What the environment says wins over the file. Nothing here changes the environment of the process.

use super::{SettingsError, names};
use std::{collections::HashMap, ffi::OsString, path::Path};

/// Names and values; an empty value counts as absent.
///
/// It has no `Debug`, since some of the values are secrets.
#[derive(Clone, Default)]
pub struct Environment {
    values: HashMap<String, String>,
}

impl Environment {
    /// The environment of this process over the `.env` of the present folder, or over the file that
    /// `PITCHREEL_ENV_FILE` names (none when that is empty).
    pub fn of_process() -> Result<Self, SettingsError> {
        let process = readable(std::env::vars_os())?;
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

    /// Settings that are set and mean nothing yet.
    pub fn unused(&self) -> impl Iterator<Item = &'static str> {
        names::NOT_USED_YET.iter().copied().filter(|name| self.get(name).is_some())
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

    /// The same for a value that may hold a secret: the sentence is "NAME must be …" and does not repeat it.
    pub fn read_hidden<T>(
        &self,
        name: &str,
        default: T,
        expected: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, SettingsError> {
        let Some(value) = self.get(name) else { return Ok(default) };
        read(value).ok_or_else(|| SettingsError(format!("{name} must be {expected}.")))
    }
}

impl<const N: usize> From<[(&str, &str); N]> for Environment {
    fn from(pairs: [(&str, &str); N]) -> Self {
        Self { values: pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into() }
    }
}

/// What is not text in UTF-8 is no setting of ours, unless it has the name of one.
fn readable(
    variables: impl Iterator<Item = (OsString, OsString)>,
) -> Result<HashMap<String, String>, SettingsError> {
    let mut values = HashMap::new();
    for (name, value) in variables {
        let Ok(name) = name.into_string() else { continue };
        match value.into_string() {
            Ok(value) => {
                values.insert(name, value);
            }
            Err(_) if names::is_ours(&name) => {
                return Err(SettingsError(format!("{name} is not text in UTF-8.")));
            }
            Err(_) => {}
        }
    }
    Ok(values)
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::ffi::OsStringExt;

    #[test]
    fn what_is_not_text_is_passed_over_unless_it_is_a_setting() {
        let odd = || OsString::from_vec(b"caf\xe9".to_vec());
        let values = readable(
            [(odd(), "x".into()), ("LESS".into(), odd()), ("SIGNUP".into(), "open".into())].into_iter(),
        );
        assert_eq!(values.unwrap(), HashMap::from([("SIGNUP".to_owned(), "open".to_owned())]));
        let refused = readable([("DATA_DIR".into(), odd())].into_iter()).unwrap_err();
        assert!(refused.0.contains("DATA_DIR"), "{refused}");
    }
}
