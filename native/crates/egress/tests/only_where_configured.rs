//! Where requests go: to the configured authority and nowhere else, whatever is asked, answered or set in the environment.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tc_egress::HttpTransport;
use tc_kernel::{Authority, Config, DependencyRoute, Kernel, Request, Transport, TransportError};

const SCHEMA: &str =
    r#"{"id": "/lib/acme/a/1.0.0", "version": "1.0.0", "dependencies": ["/lib/acme/b/1.0.0", "/lib/acme/c/1.0.0"]}"#;

/// A listener that answers every request the same and records what came.
struct Peer {
    authority: Authority,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Peer {
    fn answering(response: &'static str) -> Self {
        Self::with(move |_| response.to_owned())
    }

    fn with(answer: impl Fn(&str) -> String + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let authority = listener.local_addr().unwrap().to_string().parse().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let record = seen.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut bytes = vec![0; 65536];
                let count = stream.read(&mut bytes).unwrap();
                let request = String::from_utf8_lossy(&bytes[..count]).into_owned();
                let response = answer(&request);
                record.lock().unwrap().push(request);
                let _ = stream.write_all(response.as_bytes());
            }
        });
        Self { authority, seen }
    }

    fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

fn http(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n{headers}\r\n{body}", body.len())
}

fn kernel(routes: &[(&str, &Peer)]) -> Kernel {
    let routes = routes
        .iter()
        .map(|(root, peer)| DependencyRoute { root: root.parse().unwrap(), authority: peer.authority.clone() });
    Kernel::open(Config {
        initial_schema: Some(SCHEMA.as_bytes().to_vec()),
        routes: routes.collect(),
        transport: Some(Arc::new(HttpTransport::default())),
        ..Config::default()
    })
    .unwrap()
}

fn get(target: &str) -> Request {
    Request::new("GET", target, Vec::new())
}

#[test]
fn a_declared_dependency_with_a_route_is_reached() {
    let peer = Peer::with(|_| http("200 OK", "content-type: application/json\r\n", "\"hi\""));
    let kernel = kernel(&[("/lib/acme/b/1.0.0", &peer)]);
    let mut request = get("/lib/acme/b/1.0.0/hello%20there?key=%22x%22");
    request.headers.push(("Authorization".to_owned(), "Bearer t".to_owned()));
    request.headers.push(("Cookie".to_owned(), "secret".to_owned()));
    let response = kernel.resolve(&request).unwrap();
    assert_eq!((response.status, response.body.as_slice()), (200, b"\"hi\"".as_slice()));
    let [seen] = peer.seen().try_into().unwrap();
    assert!(seen.starts_with("GET /lib/acme/b/1.0.0/hello%20there?key=%22x%22 HTTP/1.1\r\n"), "{seen}");
    assert!(seen.contains("authorization: Bearer t\r\n"), "{seen}");
    assert!(seen.contains(&format!("host: {}\r\n", peer.authority)), "{seen}");
    assert!(!seen.to_lowercase().contains("cookie"), "{seen}");
}

#[test]
fn nothing_else_is_reached() {
    let peer = Peer::answering("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nnull");
    let kernel = kernel(&[("/lib/acme/b/1.0.0", &peer), ("/lib/acme/undeclared/1.0.0", &peer)]);
    let port = peer.authority.port();
    let mut refused = 0;
    let roots = [
        "/lib/acme/c/1.0.0",          // declared, no route
        "/lib/acme/undeclared/1.0.0", // a route, not declared
        "/lib/acme/b/1.0.1",
        "/lib/acme/b/1.0.00",
        "/lib/acme/b/1.0",
        "/lib/acme/b",
        "/lib/Acme/b/1.0.0",
        "/lib/acme/b%2f1.0.0",
        "/lib/acme%2fb/1.0.0",
        "/lib/acme/c/../b/1.0.0",
        "/lib/acme/c/%2e%2e/b/1.0.0",
        "/lib/acme/./b/1.0.0",
        "//lib/acme/b/1.0.0",
        "/lib//acme/b/1.0.0",
        "/lib\\acme\\b\\1.0.0",
        "/service/acme/b/1.0.0",
    ];
    let hosts =
        ["", "http://127.0.0.1", "//127.0.0.1", "http://b@127.0.0.1", "/@127.0.0.1", "/\\127.0.0.1", "/127.0.0.1"];
    for root in roots {
        for host in hosts {
            for tail in ["/x", "", "?key=1", "/x#/lib/acme/b/1.0.0/x", "/x?/lib/acme/b/1.0.0"] {
                let at = if host.is_empty() { String::new() } else { format!("{host}:{port}") };
                for method in ["GET", "PUT", "POST", "DELETE"] {
                    let request = Request::new(method, &format!("{at}{root}{tail}"), Vec::new());
                    let failed = kernel.resolve(&request).map_or(true, |response| response.status >= 400);
                    assert!(failed, "{method} {}", request.target);
                    refused += 1;
                }
            }
        }
    }
    assert!(refused >= 2_000, "{refused}");
    assert_eq!(peer.seen(), Vec::<String>::new());
}

#[test]
fn redirects_are_not_followed() {
    let elsewhere = Peer::answering("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nnull");
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent", "300 Choices", "401 No"]
    {
        let location = format!("location: http://{}/lib/acme/b/1.0.0/x\r\n", elsewhere.authority);
        let peer = Peer::with(move |_| http(status, &location, ""));
        let response = kernel(&[("/lib/acme/b/1.0.0", &peer)]).resolve(&get("/lib/acme/b/1.0.0/x")).unwrap();
        assert_eq!(response.status.to_string(), status[..3]);
        assert_eq!(peer.seen().len(), 1);
    }
    assert_eq!(elsewhere.seen(), Vec::<String>::new());
}

#[test]
fn calls_count_the_hosts_they_came_through() {
    let peer = Peer::answering("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nnull");
    let kernel = kernel(&[("/lib/acme/b/1.0.0", &peer)]);
    kernel.resolve(&get("/lib/acme/b/1.0.0/x")).unwrap();
    assert!(peer.seen()[0].contains("tinychain-hops: 1\r\n"));
}

#[test]
fn what_peers_do_wrong_is_an_error_in_time() {
    let slow = TcpListener::bind("127.0.0.1:0").unwrap();
    let deadline = || Instant::now() + Duration::from_millis(300);
    let send = |authority: &Authority| {
        let started = Instant::now();
        let result = HttpTransport { max_response_bytes: 1000 }.send(authority, &get("/lib/a/b/1.0.0/c"), deadline());
        assert!(started.elapsed() < Duration::from_millis(1500), "{:?}", started.elapsed());
        result
    };
    let silent: Authority = slow.local_addr().unwrap().to_string().parse().unwrap();
    assert!(matches!(send(&silent), Err(TransportError::Timeout)));
    let closed: Authority = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().to_string().parse().unwrap()
    };
    assert!(matches!(send(&closed), Err(TransportError::Unreachable(_))));
    let nowhere: Authority = "no-such-host.invalid:80".parse().unwrap();
    assert!(matches!(send(&nowhere), Err(TransportError::Unreachable(_) | TransportError::Timeout)));
    for garbage in ["", "hello", "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc", "HTTP/9.9 200 OK\r\n\r\n"] {
        assert!(matches!(send(&Peer::answering(garbage).authority), Err(TransportError::Broken(_))), "{garbage:?}");
    }
    let large = Peer::with(|_| http("200 OK", "", &"x".repeat(1001)));
    assert!(matches!(send(&large.authority), Err(TransportError::TooLarge(1000))));
    let fits = Peer::with(|_| http("200 OK", "", &"x".repeat(1000)));
    assert_eq!(send(&fits.authority).unwrap().body.len(), 1000);
}

#[test]
fn nothing_is_left_running() {
    let (sender, receiver): (_, Receiver<()>) = channel();
    let peer = Peer::answering("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nnull");
    let authority = peer.authority.clone();
    let thread = std::thread::spawn(move || {
        for _ in 0..50 {
            let deadline = Instant::now() + Duration::from_secs(2);
            HttpTransport::default().send(&authority, &get("/lib/a/b/1.0.0/c"), deadline).unwrap();
        }
        drop(sender);
    });
    assert!(receiver.recv_timeout(Duration::from_secs(20)).is_err());
    thread.join().unwrap();
    assert_eq!(peer.seen().len(), 50);
}
