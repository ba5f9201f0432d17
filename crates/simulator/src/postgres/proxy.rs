//! A wire to a server that a test can cut: closed, or silent with nothing closed, which is how a network fails.

use super::cluster::url_at;
use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};

/// The wire. It is closed for good when this is dropped.
pub struct CuttableProxy {
    wire: Arc<Wire>,
    listening: SocketAddr,
    user: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Condition {
    Whole,
    /// Connections are closed, and new ones at once.
    Cut,
    /// Nothing is closed and no byte passes.
    Silent,
    /// The proxy is gone.
    Over,
}

struct Wire {
    server: SocketAddr,
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    condition: Condition,
    /// Both ends of every connection by its number, so that they can be closed while somebody reads from them.
    open: BTreeMap<u64, [TcpStream; 2]>,
    joined: u64,
}

impl CuttableProxy {
    pub(crate) fn to(server: SocketAddr, user: &str) -> Result<CuttableProxy, String> {
        let broken = |error: std::io::Error| format!("the proxy cannot be started: {error}");
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(broken)?;
        let listening = listener.local_addr().map_err(broken)?;
        let state = State { condition: Condition::Whole, open: BTreeMap::new(), joined: 0 };
        let wire = Arc::new(Wire { server, state: Mutex::new(state), changed: Condvar::new() });
        let accepting = wire.clone();
        thread::Builder::new()
            .name("postgres proxy".to_owned())
            .spawn(move || {
                for client in listener.incoming().filter_map(Result::ok) {
                    if accepting.state().condition == Condition::Over {
                        return;
                    }
                    // A server that is not there closes the connection, as it would close one to itself.
                    _ = accepting.join(client);
                }
            })
            .map_err(broken)?;
        Ok(CuttableProxy { wire, listening, user: user.to_owned() })
    }

    /// The address of a database through this wire.
    pub fn url(&self, database: &str) -> String {
        url_at(&self.user, self.listening, database)
    }

    /// Closes every connection, and every new one at once.
    pub fn cut(&self) {
        self.wire.become_(Condition::Cut);
    }

    /// Stops every byte and closes nothing: the other side seems to be silent. New connections are taken and are silent
    /// too.
    pub fn silence(&self) {
        self.wire.become_(Condition::Silent);
    }

    /// Lets everything pass again; bytes that were held arrive now.
    pub fn mend(&self) {
        self.wire.become_(Condition::Whole);
    }
}

impl Drop for CuttableProxy {
    fn drop(&mut self) {
        self.wire.become_(Condition::Over);
        // The thread waits for a client; this is the last one.
        _ = TcpStream::connect(self.listening);
    }
}

impl Wire {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn become_(&self, condition: Condition) {
        let mut state = self.state();
        state.condition = condition;
        if matches!(condition, Condition::Cut | Condition::Over) {
            std::mem::take(&mut state.open).into_values().for_each(close);
        }
        self.changed.notify_all();
    }

    /// Joins a client with the server, with a thread for each direction.
    fn join(self: &Arc<Self>, client: TcpStream) -> std::io::Result<()> {
        let server = TcpStream::connect(self.server)?;
        server.set_nodelay(true)?;
        client.set_nodelay(true)?;
        let ends = [client.try_clone()?, server.try_clone()?];
        let mut state = self.state();
        if matches!(state.condition, Condition::Cut | Condition::Over) {
            return Ok(());
        }
        state.joined += 1;
        let connection = state.joined;
        state.open.insert(connection, ends);
        drop(state);
        let (from_client, to_client) = (client.try_clone()?, client);
        let (from_server, to_server) = (server.try_clone()?, server);
        self.carry(connection, from_client, to_server)?;
        self.carry(connection, from_server, to_client)
    }

    fn carry(
        self: &Arc<Self>,
        connection: u64,
        mut from: TcpStream,
        mut to: TcpStream,
    ) -> std::io::Result<()> {
        let wire = self.clone();
        let carrier = thread::Builder::new().name("postgres wire".to_owned());
        carrier.spawn(move || {
            let mut bytes = [0; 16 * 1024];
            while let Ok(count @ 1..) = from.read(&mut bytes) {
                wire.wait_while_silent();
                let read = bytes.get(..count).unwrap_or_default();
                if to.write_all(read).is_err() {
                    break;
                }
            }
            wire.wait_while_silent();
            // The end of one side is the end of both.
            close([from, to]);
            wire.state().open.remove(&connection);
        })?;
        Ok(())
    }

    fn wait_while_silent(&self) {
        let mut state = self.state();
        while state.condition == Condition::Silent {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// One that is closed already cannot be closed, and that is as good.
fn close(ends: [TcpStream; 2]) {
    ends.iter().for_each(|end| _ = end.shutdown(Shutdown::Both));
}
