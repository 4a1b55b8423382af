//! One connection: HTTP/1.1 with caps on headers and on the time they may take.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service;
use hyper_util::rt::{TokioIo, TokioTimer};
use tc_kernel::Kernel;
use tokio::net::TcpStream;

use crate::ServerConfig;
use crate::exchange::exchange;

/// What every connection shares.
pub struct Connections {
    http1: http1::Builder,
    handler: Handler,
}

/// Answers the requests of one connection.
#[derive(Clone)]
pub struct Handler {
    kernel: Arc<Kernel>,
    config: Arc<ServerConfig>,
}

impl Connections {
    /// Connections to `kernel` within the limits of `config`.
    pub fn new(kernel: Arc<Kernel>, config: ServerConfig) -> Self {
        let mut http1 = http1::Builder::new();
        http1
            .timer(TokioTimer::new())
            .header_read_timeout(config.header_timeout)
            .max_buf_size(config.max_header_bytes)
            .max_headers(config.max_headers)
            .half_close(true)
            .keep_alive(true);
        Self { http1, handler: Handler { kernel, config: Arc::new(config) } }
    }

    /// Serve one connection until it closes.
    pub fn serve(&self, stream: TcpStream) -> http1::Connection<TokioIo<TcpStream>, Handler> {
        // Small responses must not wait for the client's acknowledgement of the ones before.
        let _ = stream.set_nodelay(true);
        self.http1.serve_connection(TokioIo::new(stream), self.handler.clone())
    }
}

impl Service<hyper::Request<Incoming>> for Handler {
    type Response = hyper::Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn call(&self, request: hyper::Request<Incoming>) -> Self::Future {
        let Self { kernel, config } = self.clone();
        Box::pin(async move { Ok(exchange(kernel, &config, request).await) })
    }
}
