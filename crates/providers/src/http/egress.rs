//! Whether an address that came from outside may be called at all.
//!
//! Everything that can be told from the text is told here, before anything is sent. Where a *name* leads is only known
//! when it is resolved, so the [`GuardedClient`](super::GuardedClient) asks [`Egress::permits`] again for every address
//! that it is about to connect to.

use super::public_address::{is_public, meant};
use ipnet::IpNet;
use std::net::IpAddr;
use url::{Host, Url};

/// The longest address that is read.
const URL_BYTES_MAX: usize = 8 * 1024;

/// Ports of services that are not HTTP, and that a crafted request could talk into something.
const DANGEROUS_PORTS: [u16; 27] = [
    0, 7, 9, 19, 21, 22, 23, 25, 53, 110, 111, 135, 139, 143, 389, 445, 465, 587, 993, 995, 2049, 3306, 5432,
    6379, 11211, 25565, 27017,
];

/// Which private networks may be called though they are private. Nothing by default.
#[derive(Debug, Clone, Default)]
pub struct Egress {
    allow: Vec<IpNet>,
}

/// Why an address is not called: one sentence for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(pub String);

impl Egress {
    /// Reads a list such as `127.0.0.0/8, 10.1.0.0/16, ::1`. An address alone is a network of one.
    pub fn parse(text: &str) -> Result<Egress, String> {
        let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
        let net = |word: &str| {
            let alone = || word.parse::<IpAddr>().map(IpNet::from);
            word.parse::<IpNet>().or_else(|_| alone()).map_err(|_| {
                format!("{word:?} is not a network such as 10.1.0.0/16; several are separated by commas.")
            })
        };
        Ok(Egress { allow: words.map(net).collect::<Result<_, _>>()? })
    }

    /// Whether this address may be connected to.
    pub fn permits(&self, address: IpAddr) -> bool {
        let named = |net: &IpNet| net.contains(&address) || net.contains(&meant(address));
        is_public(address) || self.allow.iter().any(named)
    }

    /// Reads an address from outside and refuses what can be refused without resolving its name.
    pub fn check(&self, text: &str) -> Result<Url, Refusal> {
        let refuse = |why: &str| Err(Refusal(format!("This address is not called: {why}.")));
        if text.len() > URL_BYTES_MAX {
            return refuse("it is too long");
        }
        let Ok(url) = Url::parse(text) else { return refuse("it is not a complete web address") };
        if !matches!(url.scheme(), "http" | "https") {
            return refuse("it begins with neither https:// nor http://");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refuse("it carries a user name or a password");
        }
        if url.port().is_some_and(|port| DANGEROUS_PORTS.contains(&port)) {
            return refuse("its port belongs to another kind of service");
        }
        // The client resolves names only, so a literal has to be judged here.
        let literal = match url.host() {
            None => return refuse("it names no host"),
            Some(Host::Domain(_)) => None,
            Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => Some(IpAddr::V6(address)),
        };
        match literal {
            Some(address) if !self.permits(address) => Err(Refusal::private(&address.to_string())),
            _ => Ok(url),
        }
    }
}

impl Refusal {
    /// It leads into a private network. Which address a name has there is nobody's business outside.
    pub(super) fn private(host: &str) -> Refusal {
        Refusal(format!(
            "{host} is in a private network, and EGRESS_ALLOW does not name it; so it is not called."
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every spelling that must not be called while nothing is allowed.
    const REFUSED: [&str; 66] = [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://127.0.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://0177.1/",
        "http://127.0.0.1./",
        "http://127.0.0.1:8080/hook",
        "http://１２７.０.０.１/",
        "http://127%2e0%2e0%2e1/",
        "http://127。0。0。1/",
        "https://127.255.255.254/",
        "http://0.0.0.0/",
        "http://0/",
        "http://0.1.2.3/",
        "http://10.0.0.1/",
        "http://10.255.255.255/",
        "http://0xa.1/",
        "http://100.64.0.1/",
        "http://100.127.255.255/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0xA9FEA9FE/",
        "http://2852039166/",
        "http://172.16.0.1/",
        "http://172.31.255.255/",
        "http://192.0.0.1/",
        "http://192.0.2.1/",
        "http://192.88.99.1/",
        "http://192.168.0.1/",
        "http://192.168.257/",
        "http://198.18.0.1/",
        "http://198.19.255.255/",
        "http://198.51.100.7/",
        "http://203.0.113.7/",
        "http://224.0.0.1/",
        "http://239.255.255.250/",
        "http://240.0.0.1/",
        "http://255.255.255.255/",
        "http://[::1]/",
        "http://[0:0:0:0:0:0:0:1]/",
        "http://[::]/",
        "http://[::127.0.0.1]/",
        "http://[::8.8.8.8]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[::ffff:0:10.0.0.1]/",
        "http://[64:ff9b::127.0.0.1]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://[64:ff9b:1::10.0.0.1]/",
        "http://[2002:7f00:1::]/",
        "http://[2002:a00:1::1]/",
        "http://[2001::1]/",
        "http://[2001:db8::1]/",
        "http://[3fff::1]/",
        "http://[100::1]/",
        "http://[fc00::1]/",
        "http://[fd00:ec2::254]/",
        "http://[fe80::1]/",
        "http://[fec0::1]/",
        "http://[ff02::1]/",
        "http://[5f00::1]/",
        "http://[4000::1]/",
        "http://[::ffff:192.168.0.1]:8080/",
    ];

    /// No address at all, or one that no list of networks can allow.
    const NEVER: [&str; 22] = [
        "",
        "example.com/hook",
        "//example.com/hook",
        "/hook",
        "http://",
        "http:///",
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://example.com/",
        "data:text/plain,hello",
        "javascript:alert(1)",
        "http://user@example.com/",
        "http://user:word@example.com/",
        "http://:word@example.com/",
        "http://example.com@127.0.0.1/",
        "http://example.com:0/",
        "http://example.com:22/",
        "http://example.com:25/",
        "http://example.com:6379/",
        "http://127.0.0.1:5432/",
        "http://[fe80::1%25eth0]/",
        "http://256.0.0.1/",
    ];

    const PERMITTED: [&str; 14] = [
        "http://example.com/",
        "https://example.com:8443/hook?a=b",
        "http://8.8.8.8/",
        "http://1.1.1.1:8080/",
        "http://172.32.0.1/",
        "http://100.128.0.1/",
        "http://192.0.1.1/",
        "http://223.255.255.255/",
        "http://[2606:4700:4700::1111]/",
        "http://[2a00:1450:4001::200e]/",
        "http://[::ffff:8.8.8.8]/",
        "http://[64:ff9b::8.8.8.8]/",
        // Where a name leads is judged when it is resolved.
        "http://localhost/",
        "http://metadata.internal/",
    ];

    #[test]
    fn no_spelling_of_a_private_address_is_called() {
        let nothing = Egress::default();
        for text in REFUSED {
            let refusal = nothing.check(text).expect_err(text);
            assert!(refusal.0.contains("private network"), "{text}: {refusal}");
        }
        for text in PERMITTED {
            assert!(nothing.check(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_is_no_web_address_is_never_called() {
        let everything = Egress::parse("0.0.0.0/0,::/0").unwrap();
        for text in NEVER {
            assert!(everything.check(text).is_err(), "{text}");
        }
        for text in REFUSED {
            assert!(everything.check(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn a_named_network_is_allowed_and_no_other() {
        let some = Egress::parse(" 127.0.0.0/8, 10.1.0.0/16,::1 ,fd00::/8,").unwrap();
        for text in
            ["http://127.0.0.1:9900/", "http://10.1.2.3/", "http://[::1]/", "http://[::ffff:127.0.0.1]/"]
        {
            assert!(some.check(text).is_ok(), "{text}");
        }
        for text in ["http://10.2.0.1/", "http://192.168.0.1/", "http://[fc00::1]/", "http://[::2]/"] {
            assert!(some.check(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_list_that_is_no_list_is_named() {
        assert!(Egress::parse("").unwrap().allow.is_empty());
        for wrong in ["10.0.0.0/33", "localhost", "10.0.0.0/8;10.1.0.0/16", "*"] {
            assert!(Egress::parse(wrong).unwrap_err().contains("is not a network"), "{wrong}");
        }
    }
}
