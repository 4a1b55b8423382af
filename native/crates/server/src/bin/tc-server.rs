//! `tc-server`: the HTTP host on its own.

use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use tc_kernel::{Config, Installs, Kernel};
use tc_server::{ServerConfig, Stop};

const USAGE: &str = "\
usage: tc-server --data-dir DIR [--bind HOST:PORT] [--dev]

  --data-dir DIR    where installed libraries and services live
  --bind HOST:PORT  where to listen (default 127.0.0.1:8702; port 0 takes a free one)
  --dev             take installs without a token; never where strangers can connect
";

struct Options {
    data_dir: PathBuf,
    bind: SocketAddr,
    dev: bool,
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
    let mut rest = arguments.iter();
    while let Some(option) = rest.next() {
        let mut value = || rest.next().cloned().ok_or_else(|| format!("{option} needs a value"));
        match option.as_str() {
            "--data-dir" => data_dir = Some(PathBuf::from(value()?)),
            "--bind" => bind = value()?,
            "--dev" => dev = true,
            other => return Err(format!("unknown option {other}")),
        }
    }
    let address = bind.to_socket_addrs().map_err(|e| format!("cannot listen on {bind:?}: {e}"))?.next();
    Ok(Options {
        data_dir: data_dir.ok_or("--data-dir is needed")?,
        bind: address.ok_or_else(|| format!("{bind:?} names no address"))?,
        dev,
    })
}

fn serve(options: Options) -> Result<(), String> {
    let installs = if options.dev { Installs::Anyone } else { Installs::TokenOnly };
    let config = Config { data_dir: Some(options.data_dir), installs, ..Config::default() };
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
