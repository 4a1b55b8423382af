//! Running a host: bind, say where, accept until told to stop, then let what is in flight finish.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper_util::server::graceful::GracefulShutdown;
use tc_kernel::Kernel;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::Semaphore;

use crate::connection::Connections;
use crate::{ServerConfig, Stop};

/// How long to wait after a failed accept.
const ACCEPT_PAUSE: Duration = Duration::from_millis(20);

/// Serve `kernel` until `stop` is switched on or the process is told to by a signal (see [`ServerConfig`]).
///
/// Blocks the calling thread. `on_listen` gets the address once connections are accepted. Fails when the address cannot
/// be listened on.
pub fn run(
    kernel: Arc<Kernel>,
    config: ServerConfig,
    stop: &Stop,
    on_listen: impl FnOnce(SocketAddr),
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .worker_threads(2)
        .max_blocking_threads(config.max_running)
        .thread_name("tc-server")
        .build()?;
    let shutdown_timeout = config.shutdown_timeout;
    let result = runtime.block_on(serve(kernel, config, stop, on_listen));
    runtime.shutdown_timeout(shutdown_timeout);
    result
}

async fn serve(
    kernel: Arc<Kernel>,
    config: ServerConfig,
    stop: &Stop,
    on_listen: impl FnOnce(SocketAddr),
) -> io::Result<()> {
    let listener = TcpListener::bind(config.bind).await?;
    let mut signals = if config.stop_on_signals {
        Some((signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?))
    } else {
        None
    };
    on_listen(listener.local_addr()?);

    let shutdown_timeout = config.shutdown_timeout;
    let permits = Arc::new(Semaphore::new(config.max_connections));
    let connections = Connections::new(kernel, config);
    let graceful = GracefulShutdown::new();
    loop {
        let permit = permits.clone().acquire_owned();
        let accept = async {
            let permit = permit.await;
            (permit, listener.accept().await)
        };
        tokio::select! {
            (permit, accepted) = accept => match accepted {
                Ok((stream, _)) => {
                    let connection = graceful.watch(connections.serve(stream));
                    tokio::spawn(async move {
                        // A connection that breaks concerns its client only.
                        let _ = connection.await;
                        drop(permit);
                    });
                }
                // Out of file descriptors or memory, or the client left: the next accept may go well.
                Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
            },
            () = stop.stopped() => break,
            () = signalled(signals.as_mut()) => break,
        }
    }
    drop(listener);
    // Whatever has not finished by then is cut off when the runtime goes away.
    let _ = tokio::time::timeout(shutdown_timeout, graceful.shutdown()).await;
    Ok(())
}

/// Resolves at the first signal; never without any to wait for.
async fn signalled(signals: Option<&mut (Signal, Signal)>) {
    let Some((interrupt, terminate)) = signals else { return std::future::pending().await };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
}
