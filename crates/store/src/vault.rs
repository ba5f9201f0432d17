//! The vault: small secrets are sealed before a table keeps them, and addresses that nobody may guess are signed.
//!
//! Whoever reads the database without the key learns nothing but how long each secret is. A sealed secret opens only
//! for the owner that it was sealed for, so that a row copied to another owner is worth nothing. While the key is
//! being changed, what the previous key sealed or signed is still good; everything new is made with the present one.

use crate::StoreError;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use domain::Secret;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use std::fmt;
use subtle::ConstantTimeEq as _;

/// How a sealed secret begins; another cipher would begin otherwise.
const SEALED: &str = "v1.";
const NONCE_BYTES: usize = 24;
/// 128 bits: nobody guesses that, and an address stays short enough to read.
const MAC_HEX_CHARS: usize = 32;

/// Seals and signs with one key, and still knows the one before it.
pub struct Vault {
    key: RootKey,
    previous: Option<RootKey>,
}

/// The operator's key. It is only ever used to find others: each purpose has a key of its own, so that none can be
/// played against another.
struct RootKey([u8; 32]);

/// It was sealed with another key or for another owner, or it is not what the vault wrote.
#[derive(Debug, thiserror::Error)]
#[error(
    "a sealed secret does not open: it was sealed with another SECRET_KEY or for another owner, or was changed"
)]
struct DoesNotOpen;

impl Vault {
    /// `previous` is the key that was used before this one, while there may be things that it sealed.
    pub fn new(key: [u8; 32], previous: Option<[u8; 32]>) -> Self {
        Vault { key: RootKey(key), previous: previous.map(RootKey) }
    }

    /// A key that nobody has yet.
    pub fn generate_key() -> [u8; 32] {
        rand::random()
    }

    /// Text that is safe to keep in a table, and that only [`Vault::open`] with the same owner understands.
    pub fn seal(&self, owner: &str, secret: &Secret) -> String {
        let nonce: [u8; NONCE_BYTES] = rand::random();
        let payload = Payload { msg: secret.expose().as_bytes(), aad: owner.as_bytes() };
        let Ok(ciphertext) = self.key.cipher().encrypt(&XNonce::from(nonce), payload) else {
            unreachable!("the cipher refuses only what is longer than 256 GiB")
        };
        format!("{SEALED}{}", URL_SAFE_NO_PAD.encode([&nonce[..], &ciphertext].concat()))
    }

    /// What was sealed for this owner, with the present key or the previous one.
    pub fn open(&self, owner: &str, sealed: &str) -> Result<Secret, StoreError> {
        let opened = decode(sealed).and_then(|(nonce, ciphertext)| {
            let payload = || Payload { msg: &ciphertext, aad: owner.as_bytes() };
            let plain = self.keys().find_map(|key| key.cipher().decrypt(&nonce, payload()).ok())?;
            String::from_utf8(plain).ok()
        });
        opened.map(Secret::from).ok_or_else(|| StoreError::broken(DoesNotOpen))
    }

    /// The same secret sealed with the present key; nothing where it is already.
    pub fn reseal(&self, owner: &str, sealed: &str) -> Result<Option<String>, StoreError> {
        let alone = Vault { key: RootKey(self.key.0), previous: None };
        if alone.open(owner, sealed).is_ok() {
            return Ok(None);
        }
        self.open(owner, sealed).map(|secret| Some(self.seal(owner, &secret)))
    }

    /// 32 hex digits that only this vault can find for this text. What was found for one purpose is wrong for another.
    pub fn mac(&self, purpose: &str, text: &str) -> String {
        self.key.mac(purpose, text)
    }

    /// Whether [`Vault::mac`] said so, under the present key or the previous one. How long this takes tells nothing of
    /// where the two differ.
    pub fn verify_mac(&self, purpose: &str, text: &str, mac: &str) -> bool {
        self.keys().any(|key| key.mac(purpose, text).as_bytes().ct_eq(mac.as_bytes()).into())
    }

    fn keys(&self) -> impl Iterator<Item = &RootKey> {
        std::iter::once(&self.key).chain(&self.previous)
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault(…)")
    }
}

impl RootKey {
    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&hmac(&self.0, &["seal"]).into())
    }

    fn mac(&self, purpose: &str, text: &str) -> String {
        let key = hmac(&self.0, &["mac ", purpose]);
        let mut hex: String = hmac(&key, &[text]).iter().map(|byte| format!("{byte:02x}")).collect();
        hex.truncate(MAC_HEX_CHARS);
        hex
    }
}

/// HMAC-SHA256 of the parts, one after the other.
fn hmac(key: &[u8; 32], parts: &[&str]) -> [u8; 32] {
    // HMAC fills a key up to the block of its hash with zeros. A key of a whole block needs no error to think about.
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    let mut hmac = Hmac::<Sha256>::new(&block.into());
    for part in parts {
        hmac.update(part.as_bytes());
    }
    hmac.finalize().into_bytes().into()
}

fn decode(sealed: &str) -> Option<(XNonce, Vec<u8>)> {
    let bytes = URL_SAFE_NO_PAD.decode(sealed.strip_prefix(SEALED)?).ok()?;
    let (nonce, ciphertext) = bytes.split_first_chunk::<NONCE_BYTES>()?;
    Some((XNonce::from(*nonce), ciphertext.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: [u8; 32] = [7; 32];
    const NEW: [u8; 32] = [9; 32];

    fn secret() -> Secret {
        Secret::from("sk-12345".to_owned())
    }

    #[test]
    fn what_was_sealed_opens_for_its_owner_alone() {
        let vault = Vault::new(Vault::generate_key(), None);
        let sealed = vault.seal("account-1", &secret());
        assert!(sealed.starts_with("v1.") && !sealed.contains("12345"), "{sealed}");
        assert_ne!(sealed, vault.seal("account-1", &secret()), "two seals of one secret look alike");
        assert_eq!(vault.open("account-1", &sealed).unwrap().expose(), "sk-12345");
        let refused = vault.open("account-2", &sealed).unwrap_err();
        assert!(matches!(refused, StoreError::Broken(_)), "{refused}");
    }

    #[test]
    fn what_was_changed_or_never_sealed_does_not_open() {
        let vault = Vault::new(NEW, None);
        let sealed = vault.seal("a", &secret());
        for at in 0..sealed.len() {
            let mut changed = sealed.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            assert!(vault.open("a", &String::from_utf8(changed).unwrap()).is_err(), "changed at {at}");
        }
        for strange in ["", "v1.", "v1.AAAA", "v2.AAAA", "sk-12345", &sealed[..sealed.len() - 4]] {
            assert!(vault.open("a", strange).is_err(), "{strange:?}");
        }
    }

    #[test]
    fn the_previous_key_still_opens_and_no_longer_seals() {
        let (old, new) = (Vault::new(OLD, None), Vault::new(NEW, None));
        let changing = Vault::new(NEW, Some(OLD));
        let sealed = old.seal("a", &secret());
        assert_eq!(changing.open("a", &sealed).unwrap().expose(), "sk-12345");
        assert!(new.open("a", &sealed).is_err());
        assert!(new.open("a", &changing.seal("a", &secret())).is_ok());
        assert!(changing.verify_mac("callback", "job-1", &old.mac("callback", "job-1")));
        assert_eq!(changing.mac("callback", "job-1"), new.mac("callback", "job-1"));
    }

    #[test]
    fn what_is_sealed_anew_needs_the_previous_key_no_more() {
        let changing = Vault::new(NEW, Some(OLD));
        let anew = changing.reseal("a", &Vault::new(OLD, None).seal("a", &secret())).unwrap().unwrap();
        assert_eq!(Vault::new(NEW, None).open("a", &anew).unwrap().expose(), "sk-12345");
        assert_eq!(changing.reseal("a", &anew).unwrap(), None);
        assert!(changing.reseal("b", &anew).is_err());
    }

    #[test]
    fn a_mac_is_good_for_its_purpose_its_text_and_its_key() {
        let vault = Vault::new(NEW, None);
        let mac = vault.mac("callback", "job-1");
        assert!(mac.len() == 32 && mac.bytes().all(|b| b.is_ascii_hexdigit()), "{mac}");
        assert!(vault.verify_mac("callback", "job-1", &mac));
        assert!(!vault.verify_mac("share", "job-1", &mac));
        assert!(!vault.verify_mac("callback", "job-2", &mac));
        assert!(!Vault::new(OLD, None).verify_mac("callback", "job-1", &mac));
        for wrong in ["", &mac[..31], &format!("{mac}0")] {
            assert!(!vault.verify_mac("callback", "job-1", wrong), "{wrong:?}");
        }
    }

    /// The first example of RFC 4231 has a key of 20 bytes; filled up with zeros it is the same key.
    #[test]
    fn hmac_is_the_one_of_the_standard() {
        let mut key = [0; 32];
        key[..20].fill(0x0b);
        let start = [0xb0, 0x34, 0x4c, 0x61, 0xd8, 0xdb, 0x38, 0x53];
        assert_eq!(hmac(&key, &["Hi ", "There"])[..8], start);
    }

    #[test]
    fn a_vault_shows_nothing_of_itself() {
        assert_eq!(format!("{:?}", Vault::new(OLD, Some(NEW))), "Vault(…)");
    }
}
