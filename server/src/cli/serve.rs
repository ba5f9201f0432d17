//! `serve`: open the house, listen, and stop in good order.

use super::{Failure, runtime};
use crate::{
    house::{Closing, House},
    http::{ConnectionLimits, listen, router},
    logging::start_logging,
    memory,
    settings::Settings,
    sole_server::SoleServer,
    telemetry::Traces,
};
use std::time::Duration;
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    time::sleep,
};

/// How long requests and renders may take to come to rest once somebody said stop. Whoever ends processes by force
/// waits for twenty seconds at least; this leaves some to end.
const STOP_WITHIN: Duration = Duration::from_secs(18);
/// How long the door stays open at least after SIGTERM, so that whoever sends work here can learn from `/readyz` to
/// send it elsewhere. Somebody at a terminal need not wait for that.
const OPEN_AFTER_TERMINATE: Duration = Duration::from_secs(1);

pub fn serve(settings: Settings) -> Result<(), Failure> {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let runtime = runtime(cores.clamp(2, 8))?;
    let traces_to = settings.telemetry.traces_to.as_deref();
    let traces = traces_to.map(|endpoint| Traces::start(endpoint, runtime.handle())).transpose()?;
    start_logging(&settings.log, "info", traces.as_ref());
    for name in &settings.unused {
        tracing::warn!("{name} is set, and this build does not use it yet");
    }
    let outcome = runtime.block_on(run(settings));
    if let Some(traces) = traces {
        traces.end();
    }
    runtime.shutdown_timeout(Duration::from_secs(1));
    outcome
}

/// Whatever can fail comes before the house is opened, since that takes up renders, and nothing after it.
async fn run(mut settings: Settings) -> Result<(), Failure> {
    let mut stop = StopSignals::listen()?;
    // A file that may not grow any more is an error for whoever writes it, and not the end of the process.
    let _file_too_large = signal(SignalKind::from_raw(libc::SIGXFSZ)).map_err(no_signals)?;
    let in_use = |cause| Failure::new(format!("Nothing can listen on {}: {cause}.", settings.listen));
    let listener = TcpListener::bind(settings.listen).await.map_err(in_use)?;
    let address = listener.local_addr().map_err(in_use)?;
    settings.found_address(address);
    let _sole = SoleServer::of(&settings.data_dir)?;

    let closing = Closing::default();
    let house = House::open(&settings, closing.clone()).await?;
    let routes = router(house.web());
    let listening =
        tokio::spawn(listen(listener, routes, ConnectionLimits::of_this_process(), closing.shut.clone()));
    println!("Pitchreel listens on http://{address}");
    if settings.site_root.is_none() {
        tracing::warn!(
            "the pages are not built, so they come without style and script; `cargo xtask run` builds them"
        );
    }
    let open_for = tokio::select! {
        open_for = stop.recv() => open_for,
        () = memory::give_back_now_and_then() => Duration::ZERO,
    };
    tracing::info!("stopping: renders come to rest and go on at the next start");
    closing.draining.cancel();
    let at_rest = async {
        // The door stays open while renders come to rest, and says that no new ones are taken.
        tokio::join!(house.drain(), sleep(open_for));
        closing.shut.cancel();
        let ended = listening.await;
        house.close().await;
        ended
    };
    match tokio::time::timeout(STOP_WITHIN, at_rest).await {
        Ok(Ok(())) => {
            tracing::info!("stopped");
            Ok(())
        }
        Ok(Err(panic)) => Err(Failure::new(format!("The listener broke: {panic}."))),
        Err(_late) => Err(Failure::new("It was stopped before everything came to rest.")),
    }
}

fn no_signals(cause: std::io::Error) -> Failure {
    Failure::new(format!("Signals cannot be waited for: {cause}."))
}

/// The ways in which somebody wants the process to end.
struct StopSignals {
    terminate: Signal,
    interrupt: Signal,
}

impl StopSignals {
    fn listen() -> Result<Self, Failure> {
        let terminate = signal(SignalKind::terminate()).map_err(no_signals)?;
        let interrupt = signal(SignalKind::interrupt()).map_err(no_signals)?;
        Ok(StopSignals { terminate, interrupt })
    }

    /// Waits for one of them, and says how long the door stays open at least.
    async fn recv(&mut self) -> Duration {
        tokio::select! {
            _ = self.terminate.recv() => OPEN_AFTER_TERMINATE,
            _ = self.interrupt.recv() => Duration::ZERO,
        }
    }
}
