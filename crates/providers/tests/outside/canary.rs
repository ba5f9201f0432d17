//! Whoever must not be reached: it listens, and counts who came.

use std::{net::SocketAddr, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    time::timeout,
};

/// Long enough for whoever is on the way.
const PATIENCE: Duration = Duration::from_secs(10);

pub struct Canary {
    listener: TcpListener,
    pub port: u16,
}

impl Canary {
    /// At every address of this machine, of IPv4 and, where there is any, of IPv6.
    pub async fn everywhere() -> Canary {
        match TcpListener::bind("[::]:0").await {
            Ok(listener) => Canary::on(listener),
            Err(_no_ipv6) => Canary::on(TcpListener::bind("0.0.0.0:0").await.unwrap()),
        }
    }

    pub fn on(listener: TcpListener) -> Canary {
        let port = listener.local_addr().unwrap().port();
        Canary { listener, port }
    }

    /// One of the lists of addresses, with this canary's port.
    pub fn spellings(&self, list: &str) -> Vec<String> {
        let lines = list.lines().filter(|line| !line.is_empty() && !line.starts_with("# "));
        let port = self.port.to_string();
        let signs =
            [("PORT", port.as_str()), ("<TAB>", "\t"), ("<LF>", "\n"), ("<CR>", "\r"), ("<SPACE>", " ")];
        let meant =
            |line: &str| signs.iter().fold(line.to_owned(), |line, (sign, meant)| line.replace(sign, meant));
        lines.map(meant).collect()
    }

    /// The next one who comes, who is sent away.
    pub async fn visitor(&self) -> Option<SocketAddr> {
        let (_gone, from) = timeout(PATIENCE, self.listener.accept()).await.ok()?.unwrap();
        Some(from)
    }

    /// How many came. The test itself comes as the last one, so that nobody who is on the way is overlooked.
    pub async fn visitors(&self) -> usize {
        let last = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        let last = last.local_addr().unwrap().port();
        let mut before = 0;
        while self.visitor().await.unwrap().port() != last {
            before += 1;
        }
        before
    }
}
