//! One run of the server's process.
//!
//! A shell stands between it and us and reads its standard input: whatever ends us, even SIGKILL, closes that pipe, and
//! the shell then ends the server and removes the folder. So no killed test leaves a server behind.

use super::folder::ClusterFolder;
use std::{
    io::{Read, Write},
    net::{Ipv4Addr, TcpStream},
    os::unix::process::CommandExt,
    path::Path,
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};

const LONGEST_START: Duration = Duration::from_secs(30);
const LONGEST_STOP: Duration = Duration::from_secs(15);
const LONGEST_ANSWER: Duration = Duration::from_secs(5);
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// `$1` is the folder, the rest is the server. A word on the standard input is the signal to end it with.
const GUARD: &str = r#"
folder=$1; shift
exec 3<&0
"$@" 3<&- </dev/null >>"$folder/log" 2>&1 &
server=$!
(
    if read -r signal <&3; then kill -"$signal" "$server"
    else touch "$folder/orphan"; kill -QUIT "$server"
    fi
) &
guard=$!
wait "$server"; code=$?
kill "$guard" 2>/dev/null
if [ -e "$folder/orphan" ]; then cd / && rm -rf "$folder"; fi
exit $code
"#;

/// How the server is asked to end.
#[derive(Clone, Copy)]
pub(crate) enum Stop {
    /// Sessions are ended and everything is written out.
    Fast,
    /// As if the power failed: the next start recovers.
    Immediate,
}

/// A running server. It is ended when this is dropped.
pub(crate) struct Server {
    guard: Child,
}

impl Server {
    /// Starts the server, and waits until it takes connections.
    pub fn start(
        bin: &Path,
        folder: &ClusterFolder,
        port: u16,
        settings: &[String],
    ) -> Result<Server, String> {
        let mut command = folder.command("/bin/sh");
        // What a terminal or a test runner sends to the group of the test must not end the guard before its work is done.
        command.process_group(0);
        command.args(["-c", GUARD, "sh"]).arg(folder.path());
        command.arg(bin.join("postgres")).arg("-D").arg(folder.data()).args(["-p", &port.to_string()]);
        for setting in settings {
            command.args(["-c", setting]);
        }
        let guard = command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("PostgreSQL cannot be started: {error}"))?;
        let mut server = Server { guard };
        server.wait_until_ready(folder, port)?;
        Ok(server)
    }

    fn wait_until_ready(&mut self, folder: &ClusterFolder, port: u16) -> Result<(), String> {
        let started = Instant::now();
        while started.elapsed() < LONGEST_START {
            if let Ok(Some(status)) = self.guard.try_wait() {
                return Err(format!("PostgreSQL ended with {status}:\n{}", folder.last_words()));
            }
            if is_ready(port).unwrap_or(false) {
                return Ok(());
            }
            thread::sleep(LOOK_EVERY);
        }
        Err(format!("PostgreSQL takes no connections after {LONGEST_START:?}:\n{}", folder.last_words()))
    }

    /// Ends the server, and waits until it has ended.
    pub fn stop(&mut self, how: Stop) -> Result<(), String> {
        let signal = match how {
            Stop::Fast => "INT\n",
            Stop::Immediate => "QUIT\n",
        };
        if let Some(mut words) = self.guard.stdin.take() {
            // A server that has ended by itself reads no words.
            _ = words.write_all(signal.as_bytes());
            return self.wait_until_ended();
        }
        Ok(())
    }

    fn wait_until_ended(&mut self) -> Result<(), String> {
        let asked = Instant::now();
        while asked.elapsed() < LONGEST_STOP {
            match self.guard.try_wait() {
                Ok(None) => thread::sleep(LOOK_EVERY),
                Ok(Some(_)) => return Ok(()),
                Err(error) => return Err(format!("PostgreSQL cannot be waited for: {error}")),
            }
        }
        Err(format!("PostgreSQL has not ended after {LONGEST_STOP:?}"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // There is nobody to tell, and the folder goes in any case.
        _ = self.stop(Stop::Immediate);
    }
}

/// Asks to log in and reads the first letter of the answer. A server that listens but is starting up says `E`.
fn is_ready(port: u16) -> std::io::Result<bool> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(LONGEST_ANSWER))?;
    let version_3 = 196_608_u32.to_be_bytes();
    let login = [&version_3[..], b"user\0postgres\0database\0postgres\0\0"].concat();
    stream.write_all(&(login.len() as u32 + 4).to_be_bytes())?;
    stream.write_all(&login)?;
    let mut letter = [0];
    stream.read_exact(&mut letter)?;
    Ok(letter == *b"R")
}
