//! How long the host waits for clients that are slow, idle or too many, on real sockets with short limits.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tc_kernel::{Config, Kernel};
use tc_server::{ServerConfig, Stop};

struct Host {
    address: SocketAddr,
    stop: Stop,
    thread: Option<JoinHandle<std::io::Result<()>>>,
}

impl Host {
    fn start(change: impl FnOnce(&mut ServerConfig)) -> Self {
        let kernel = Arc::new(Kernel::open(Config::default()).unwrap());
        let mut config = ServerConfig::new(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
        config.stop_on_signals = false;
        change(&mut config);
        let stop = Stop::new();
        let (sender, receiver) = mpsc::channel();
        let thread_stop = stop.clone();
        let thread = std::thread::spawn(move || {
            tc_server::run(kernel, config, &thread_stop, move |address| sender.send(address).unwrap())
        });
        Self { address: receiver.recv().unwrap(), stop, thread: Some(thread) }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream
    }

    /// Everything the host answers to `request`, and how long it took to close the connection.
    fn exchange(&self, request: &str) -> (String, Duration) {
        let started = Instant::now();
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).unwrap();
        (read_all(&mut stream), started.elapsed())
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.stop.stop();
        if let Some(thread) = self.thread.take() {
            let result = thread.join();
            assert!(std::thread::panicking() || matches!(result, Ok(Ok(()))), "{result:?}");
        }
    }
}

fn read_all(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    // A reset is an end like any other here.
    while let Ok(count @ 1..) = stream.read(&mut chunk) {
        bytes.extend_from_slice(&chunk[..count]);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

const HEALTHZ: &str = "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n";
const BRIEF: Duration = Duration::from_millis(300);

#[test]
fn headers_that_never_end_are_cut_off() {
    let host = Host::start(|config| config.header_timeout = BRIEF);
    for beginning in ["", "G", "GET /healthz HTTP/1.1\r\n", "GET /healthz HTTP/1.1\r\nHost: h\r\nx: "] {
        let (answer, took) = host.exchange(beginning);
        assert!(!answer.contains(" 200 "), "{answer}");
        assert!(took < Duration::from_secs(3), "{beginning:?} took {took:?}");
    }
}

#[test]
fn headers_that_trickle_in_are_cut_off() {
    let host = Host::start(|config| config.header_timeout = BRIEF);
    let mut stream = host.connect();
    let started = Instant::now();
    let mut cut_off = false;
    for byte in HEALTHZ.bytes().cycle() {
        cut_off = stream.write_all(&[byte]).is_err();
        if cut_off || started.elapsed() > Duration::from_secs(5) {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(cut_off);
}

#[test]
fn an_idle_connection_is_closed() {
    let host = Host::start(|config| config.header_timeout = BRIEF);
    let (answer, took) = host.exchange(HEALTHZ);
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert!(took < Duration::from_secs(3), "{took:?}");
}

#[test]
fn a_body_that_never_arrives_is_a_timeout() {
    let host = Host::start(|config| config.body_timeout = BRIEF);
    let (answer, took) = host.exchange("POST /lib/a/b/1.0.0/c HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n{");
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(took < Duration::from_secs(3), "{took:?}");
}

#[test]
fn connections_beyond_the_cap_wait_for_their_turn() {
    let host = Host::start(|config| {
        config.max_connections = 2;
        config.header_timeout = BRIEF;
    });
    let idle: Vec<_> = (0..2).map(|_| host.connect()).collect();
    let (answer, took) = host.exchange(HEALTHZ);
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert!(took >= BRIEF / 2, "{took:?}");
    drop(idle);
}

#[test]
fn stopping_does_not_wait_for_idle_connections() {
    let host = Host::start(|config| config.header_timeout = Duration::from_secs(60));
    let mut stream = host.connect();
    stream.write_all(HEALTHZ.as_bytes()).unwrap();
    let mut first = [0; 12];
    stream.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    let started = Instant::now();
    drop(host);
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
}

#[test]
fn an_address_in_use_is_an_error() {
    let host = Host::start(|_| {});
    let kernel = Arc::new(Kernel::open(Config::default()).unwrap());
    let config = ServerConfig { stop_on_signals: false, ..ServerConfig::new(host.address) };
    assert!(tc_server::run(kernel, config, &Stop::new(), |_| {}).is_err());
}
