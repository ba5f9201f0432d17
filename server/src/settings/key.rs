//! The key that seals secrets, as operators write it: 32 bytes in base64. No error and no `{:?}` repeats it.

use super::{Environment, SettingsError};
use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD},
};
use std::fmt;

const ANY_PADDING: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const PLAIN: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, ANY_PADDING);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, ANY_PADDING);

/// 32 bytes that show nothing of themselves.
#[derive(Clone, Copy)]
pub struct SecretKey([u8; 32]);

impl SecretKey {
    pub(super) fn read(env: &Environment, name: &str) -> Result<Option<Self>, SettingsError> {
        let expected = "32 bytes in base64, as `openssl rand -base64 32` writes them";
        env.read_hidden(name, None, expected, |text| SecretKey::from_base64(text).map(Some))
    }

    /// Either alphabet of base64, padded or not.
    pub fn from_base64(text: &str) -> Option<Self> {
        let bytes = PLAIN.decode(text).or_else(|_| URL_SAFE.decode(text)).ok()?;
        bytes.try_into().ok().map(SecretKey)
    }

    /// As a file keeps it.
    pub fn to_base64(self) -> String {
        STANDARD.encode(self.0)
    }

    /// The bytes, for the vault.
    pub fn bytes(self) -> [u8; 32] {
        self.0
    }
}

impl From<[u8; 32]> for SecretKey {
    fn from(bytes: [u8; 32]) -> Self {
        SecretKey(bytes)
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &str) -> Result<Option<SecretKey>, SettingsError> {
        SecretKey::read(&Environment::from([("SECRET_KEY", value)]), "SECRET_KEY")
    }

    #[test]
    fn a_key_is_read_from_every_base64() {
        let key = SecretKey::from([0xfb; 32]);
        let padded = key.to_base64();
        let safe = padded.replace('+', "-").replace('/', "_");
        for text in [padded.as_str(), padded.trim_end_matches('='), &safe, safe.trim_end_matches('=')] {
            assert_eq!(read(text).unwrap().unwrap().bytes(), [0xfb; 32], "{text}");
        }
        assert!(safe.contains('-') && padded.ends_with('='), "{safe} {padded}");
        assert!(read("").unwrap().is_none());
        assert_eq!(format!("{key:?}"), "SecretKey(…)");
    }

    #[test]
    fn what_is_no_key_is_refused_and_not_repeated() {
        let (short, long) = (STANDARD.encode([1; 31]), STANDARD.encode([1; 33]));
        for wrong in ["hunter2", "correct horse", &short, &long] {
            let problem = read(wrong).unwrap_err();
            assert!(problem.0.starts_with("SECRET_KEY must be 32 bytes"), "{problem}");
            assert!(!problem.0.contains(wrong), "{problem}");
        }
    }
}
