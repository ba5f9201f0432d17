//! `EGRESS_ALLOW`: private addresses that calls to other people's URLs may reach all the same.

use super::{Environment, SettingsError};
use std::net::IpAddr;

/// The list as it was written, once it is known to be one.
pub fn read_egress_allow(env: &Environment) -> Result<Option<String>, SettingsError> {
    let expected = "a list of CIDRs such as 10.0.0.0/8, fd00::/8";
    env.read("EGRESS_ALLOW", None, expected, |text| {
        text.split(',').all(is_cidr).then(|| Some(text.to_owned()))
    })
}

fn is_cidr(text: &str) -> bool {
    let Some((address, bits)) = text.trim().split_once('/') else { return false };
    let most = match address.parse() {
        Ok(IpAddr::V4(_)) => 32,
        Ok(IpAddr::V6(_)) => 128,
        Err(_) => return false,
    };
    bits.bytes().all(|byte| byte.is_ascii_digit()) && bits.parse::<u8>().is_ok_and(|bits| bits <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_cidrs_and_nothing_else() {
        let read = |text: &str| read_egress_allow(&Environment::from([("EGRESS_ALLOW", text)]));
        for list in ["127.0.0.0/8", "10.0.0.0/8, fd00::/8", "::1/128,192.168.1.7/32"] {
            assert_eq!(read(list).unwrap().as_deref(), Some(list));
        }
        assert_eq!(read(""), Ok(None));
        for wrong in
            ["10.0.0.1", "10.0.0.0/33", "::/129", "10.0.0.0/+8", "10.0.0.0/", "10.0.0.0/8,", "intranet/8"]
        {
            assert!(read(wrong).unwrap_err().0.contains("EGRESS_ALLOW"), "{wrong}");
        }
    }
}
