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
    use std::collections::HashSet;

    /// Every spelling that must not be called while nothing is allowed.
    const INSIDE: &str = include_str!("../../tests/inside.txt");

    /// No address at all, or one that no list of networks can allow.
    const NEVER: &str = include_str!("../../tests/never.txt");

    /// The addresses of one of these lists.
    fn spellings(list: &str) -> Vec<String> {
        let written = list.lines().filter(|line| !line.is_empty() && !line.starts_with("# "));
        let signs = [("PORT", "8080"), ("<TAB>", "\t"), ("<LF>", "\n"), ("<CR>", "\r"), ("<SPACE>", " ")];
        let meant =
            |line: &str| signs.iter().fold(line.to_owned(), |line, (sign, meant)| line.replace(sign, meant));
        let spellings: Vec<String> = written.map(meant).collect();
        assert!(spellings.len() > 100 && spellings.iter().collect::<HashSet<_>>().len() == spellings.len());
        spellings
    }

    const PERMITTED: [&str; 26] = [
        "http://example.com/",
        "https://example.com:8443/hook?a=b",
        "http://8.8.8.8/",
        "http://1.1.1.1:8080/",
        "http://172.32.0.1/",
        "http://100.128.0.1/",
        "http://192.0.1.1/",
        "http://223.255.255.255/",
        "http://168.63.129.15/",
        "http://168.63.129.17/",
        "http://192.31.195.255/",
        "http://198.17.255.255/",
        "http://198.20.0.1/",
        // In octal this is 87.0.0.1, and in decimal 125.254.2.1.
        "http://0127.0.0.1/",
        "http://2113798657/",
        "http://[2001:200::1]/",
        "http://[2003::1]/",
        "http://[3ffe::1]/",
        "http://[2620:4f:7fff::1]/",
        "http://[2a00:1450:4001:1:1:5efe:7f00:1]/",
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
        let (nothing, everything) = (Egress::default(), Egress::parse("0.0.0.0/0,::/0").unwrap());
        for text in spellings(INSIDE) {
            let refusal = nothing.check(&text).expect_err(&text);
            assert!(refusal.0.contains("private network"), "{text:?}: {refusal}");
            assert!(everything.check(&text).is_ok(), "{text:?}");
        }
        for text in PERMITTED {
            assert!(nothing.check(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_is_no_web_address_is_never_called() {
        let everything = Egress::parse("0.0.0.0/0,::/0").unwrap();
        for text in spellings(NEVER) {
            assert!(everything.check(&text).is_err(), "{text:?}");
        }
        assert!(everything.check("").is_err());
        assert!(everything.check(&format!("http://example.com/{}", "a".repeat(URL_BYTES_MAX))).is_err());
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
