//! `tc-server`: the HTTP host on its own.

use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use tc_egress::HttpTransport;
use tc_kernel::token::{Keyring, PublicKey};
use tc_kernel::{Config, DependencyRoute, Installs, Kernel};
use tc_server::{ServerConfig, Stop};

const USAGE: &str = "\
usage: tc-server --data-dir DIR [--bind HOST:PORT] [--dev] [--trust HOST ACTOR KEY]… [--route ROOT=HOST:PORT]…

  --data-dir DIR    where installed libraries and services live
  --bind HOST:PORT  where to listen (default 127.0.0.1:8702; port 0 takes a free one)
  --dev             take installs without a token; never where strangers can connect
  --trust HOST ACTOR KEY
                    trust tokens signed by ACTOR of HOST with this public key (base64); installs then need one
  --route ROOT=HOST:PORT
                    the dependency ROOT (/lib/<publisher>/<name>/<version>) is served there
";

struct Options {
    data_dir: PathBuf,
    bind: SocketAddr,
    dev: bool,
    keyring: Keyring,
    routes: Vec<DependencyRoute>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--help" || argument == "-h") {
        print(USAGE);
        return ExitCode::SUCCESS;
    }
    let options = match parse(&arguments) {
        Ok(options) => options,
        Err(message) => {
            eprint!("tc-server: {message}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match serve(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("tc-server: {message}");
            ExitCode::FAILURE
        }
    }
}

fn parse(arguments: &[String]) -> Result<Options, String> {
    let (mut data_dir, mut bind, mut dev) = (None, "127.0.0.1:8702".to_owned(), false);
    let (mut keyring, mut routes) = (Keyring::default(), Vec::new());
    let mut rest = arguments.iter();
    while let Some(option) = rest.next() {
        let mut value = || rest.next().cloned().ok_or_else(|| format!("{option} needs a value"));
        match option.as_str() {
            "--data-dir" => data_dir = Some(PathBuf::from(value()?)),
            "--bind" => bind = value()?,
            "--dev" => dev = true,
            "--trust" => {
                let (host, actor, key) = (value()?, value()?, value()?);
                keyring.trust(&host, &actor, PublicKey::from_base64(&key).map_err(|e| e.to_string())?);
            }
            "--route" => routes.push(parse_route(&value()?)?),
            other => return Err(format!("unknown option {other}")),
        }
    }
    let address = bind.to_socket_addrs().map_err(|e| format!("cannot listen on {bind:?}: {e}"))?.next();
    Ok(Options {
        data_dir: data_dir.ok_or("--data-dir is needed")?,
        bind: address.ok_or_else(|| format!("{bind:?} names no address"))?,
        dev,
        keyring,
        routes,
    })
}

fn parse_route(text: &str) -> Result<DependencyRoute, String> {
    let (root, authority) = text.split_once('=').ok_or_else(|| format!("{text:?} is not ROOT=HOST:PORT"))?;
    Ok(DependencyRoute { root: root.parse()?, authority: authority.parse()? })
}

fn serve(options: Options) -> Result<(), String> {
    let installs = if options.dev { Installs::Anyone } else { Installs::Nobody };
    let config = Config {
        data_dir: Some(options.data_dir),
        installs,
        keyring: options.keyring,
        routes: options.routes,
        transport: Some(Arc::new(HttpTransport::default())),
        ..Config::default()
    };
    let kernel = Kernel::open(config).map_err(|e| e.to_string())?;
    let announce = |address| print(&format!("listening on http://{address}\n"));
    let bind = options.bind;
    tc_server::run(Arc::new(kernel), ServerConfig::new(bind), &Stop::new(), announce)
        .map_err(|e| format!("cannot listen on {bind}: {e}"))
}

/// Print and flush; a reader that is gone is no reason to stop serving.
fn print(text: &str) {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
