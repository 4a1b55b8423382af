//! `serve`: the HTTP host in a Python process.

use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::sync::mpsc;
use std::time::Duration;

use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCFunction;
use tc_kernel::{Config, Installs};
use tc_server::{ServerConfig, Stop};

use crate::settings::{self, TrustedKey, add_routes, keyring};

/// How long a Ctrl-C may go unnoticed.
const SIGNAL_INTERVAL: Duration = Duration::from_millis(50);

/// Serve `data_dir` over HTTP at `bind` (`host:port`; port 0 takes a free one) until SIGINT or SIGTERM, then finish what is in
/// flight and return (after SIGINT: raise KeyboardInterrupt).
///
/// With `dev` the host takes installs without a token; never use that where strangers can connect. `on_listen` is called
/// with the address, as `host:port`, once connections are accepted; without it the address is printed.
///
/// `keys` are trusted: (host, actor, public key); with any, installs need a token signed with one. `routes` say where
/// dependencies are served: (dependency root, `host:port`). `identity` is (host, actor, secret key) to sign calls with.
#[pyfunction]
#[pyo3(signature = (
    data_dir, bind="127.0.0.1:8702", dev=false, on_listen=None, *, keys=Vec::new(), routes=Vec::new(), identity=None
))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
pub fn serve(
    py: Python<'_>,
    data_dir: PathBuf,
    bind: &str,
    dev: bool,
    on_listen: Option<Py<PyAny>>,
    keys: Vec<TrustedKey>,
    routes: Vec<(String, String)>,
    identity: Option<TrustedKey>,
) -> PyResult<()> {
    let address = resolve(bind)?;
    let installs = if dev { Installs::Anyone } else { Installs::Nobody };
    let mut config = Config { data_dir: Some(data_dir), installs, keyring: keyring(&keys)?, ..Config::default() };
    add_routes(&mut config, &routes)?;
    config.identity = identity.map(settings::identity).transpose()?;
    let kernel = settings::open(py, config)?;
    let server = ServerConfig { stop_on_signals: false, ..ServerConfig::new(address) };

    let stop = Stop::new();
    let (sender, receiver) = mpsc::channel();
    let listening = sender.clone();
    let thread_stop = stop.clone();
    let thread = std::thread::spawn(move || {
        let result = tc_server::run(kernel, server, &thread_stop, move |address| {
            let _ = listening.send(Progress::Listening(address));
        });
        let _ = sender.send(Progress::Finished(result));
    });

    let handler = SigtermHandler::install(py, stop.clone())?;
    let outcome = watch(py, receiver, on_listen.as_ref());
    stop.stop();
    let joined = py.detach(|| thread.join());
    handler.restore(py)?;
    outcome?;
    joined.map_err(|_| PyRuntimeError::new_err("the HTTP host ended by a panic"))
}

/// A Python handler of SIGTERM that stops the host; absent off the main thread, where Python allows none.
struct SigtermHandler {
    previous: Option<Py<PyAny>>,
}

impl SigtermHandler {
    fn install(py: Python<'_>, stop: Stop) -> PyResult<Self> {
        let threading = py.import("threading")?;
        if !threading.call_method0("current_thread")?.is(&threading.call_method0("main_thread")?) {
            return Ok(Self { previous: None });
        }
        let handler = PyCFunction::new_closure(py, None, None, move |_, _| -> PyResult<()> {
            stop.stop();
            Ok(())
        })?;
        let signal = py.import("signal")?;
        let previous = signal.call_method1("signal", (signal.getattr("SIGTERM")?, handler))?;
        Ok(Self { previous: Some(previous.unbind()) })
    }

    fn restore(self, py: Python<'_>) -> PyResult<()> {
        if let Some(previous) = self.previous {
            let signal = py.import("signal")?;
            signal.call_method1("signal", (signal.getattr("SIGTERM")?, previous))?;
        }
        Ok(())
    }
}

/// What the host's thread tells the one that watches for signals.
enum Progress {
    Listening(SocketAddr),
    Finished(std::io::Result<()>),
}

/// Wait for the host to finish, running Python's signal handlers meanwhile.
fn watch(py: Python<'_>, receiver: mpsc::Receiver<Progress>, on_listen: Option<&Py<PyAny>>) -> PyResult<()> {
    let receiver = std::sync::Mutex::new(receiver);
    loop {
        let progress = py.detach(|| match receiver.lock() {
            Ok(receiver) => receiver.recv_timeout(SIGNAL_INTERVAL),
            Err(_) => Err(mpsc::RecvTimeoutError::Disconnected),
        });
        match progress {
            Ok(Progress::Listening(address)) => match on_listen {
                Some(callback) => {
                    callback.call1(py, (address.to_string(),))?;
                }
                None => announce(py, address)?,
            },
            Ok(Progress::Finished(result)) => return Ok(result?),
            Err(mpsc::RecvTimeoutError::Timeout) => {}
            Err(mpsc::RecvTimeoutError::Disconnected) => return Ok(()),
        }
        py.check_signals()?;
    }
}

/// Print where the host listens, through Python so that redirections of `sys.stdout` hold.
fn announce(py: Python<'_>, address: SocketAddr) -> PyResult<()> {
    let stdout = py.import("sys")?.getattr("stdout")?;
    stdout.call_method1("write", (format!("listening on http://{address}\n"),))?;
    stdout.call_method0("flush")?;
    Ok(())
}

fn resolve(bind: &str) -> PyResult<SocketAddr> {
    let mut addresses =
        bind.to_socket_addrs().map_err(|e| PyValueError::new_err(format!("cannot listen on {bind:?}: {e}")))?;
    addresses.next().ok_or_else(|| PyValueError::new_err(format!("{bind:?} names no address")))
}
