//! The kernel's way out: one HTTP/1.1 request to one configured authority.
//!
//! The authority is resolved once and one of those addresses is connected to. There is nothing here that follows a
//! redirect, reads a proxy from the environment, sends cookies or reuses a connection, so a response cannot lead anywhere
//! the operator did not configure.

use std::time::Instant;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::header::{CONNECTION, CONTENT_TYPE, HOST, HeaderValue};
use hyper_util::rt::TokioIo;
use tc_kernel::{Authority, Request, Response, Transport, TransportError};
use tokio::net::{TcpStream, lookup_host};
use tokio::runtime::Builder;

/// HTTP over TCP, a connection a request.
#[derive(Clone, Copy, Debug)]
pub struct HttpTransport {
    /// Largest response body that is read, in bytes.
    pub max_response_bytes: usize,
}

impl Default for HttpTransport {
    fn default() -> Self {
        Self { max_response_bytes: 1 << 20 }
    }
}

impl Transport for HttpTransport {
    fn send(&self, authority: &Authority, request: &Request, deadline: Instant) -> Result<Response, TransportError> {
        // A runtime of the call's own: nothing is left running when it ends, and a process may fork between calls.
        let runtime = Builder::new_current_thread().enable_io().enable_time().build();
        let runtime = runtime.map_err(|error| TransportError::Unreachable(error.to_string()))?;
        let exchange = exchange(authority, request, self.max_response_bytes);
        let answer = runtime.block_on(async { tokio::time::timeout_at(deadline.into(), exchange).await });
        // A name that takes long to resolve must not hold the caller up beyond its deadline.
        runtime.shutdown_background();
        answer.unwrap_or(Err(TransportError::Timeout))
    }
}

async fn exchange(authority: &Authority, request: &Request, max_bytes: usize) -> Result<Response, TransportError> {
    let stream = connect(authority).await?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
    let answer = async {
        let response = sender.send_request(to_http(authority, request)?).await.map_err(broken)?;
        let (parts, body) = response.into_parts();
        let body = Limited::new(body, max_bytes).collect().await.map_err(|error| {
            if error.is::<LengthLimitError>() { TransportError::TooLarge(max_bytes) } else { broken(error) }
        })?;
        let content_type = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let headers = content_type.map(|value| ("content-type".to_owned(), value.to_owned()));
        let body = body.to_bytes().into();
        Ok(Response { status: parts.status.as_u16(), headers: headers.into_iter().collect(), body })
    };
    let mut answer = std::pin::pin!(answer);
    tokio::select! {
        answer = &mut answer => answer,
        // The connection's end is no answer yet: what it carried may still be read.
        _ = connection => answer.await,
    }
}

/// Connect to the first address of `authority` that takes connections.
async fn connect(authority: &Authority) -> Result<TcpStream, TransportError> {
    let unreachable = |error: std::io::Error| TransportError::Unreachable(error.to_string());
    let addresses = lookup_host((authority.host(), authority.port())).await.map_err(unreachable)?;
    let mut last = TransportError::Unreachable("the name has no address".to_owned());
    for address in addresses {
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok(stream),
            Err(error) => last = unreachable(error),
        }
    }
    Err(last)
}

fn to_http(authority: &Authority, request: &Request) -> Result<hyper::Request<Full<Bytes>>, TransportError> {
    let mut builder = hyper::Request::builder().method(request.method.as_str()).uri(request.target.as_str());
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    let authority = HeaderValue::try_from(authority.to_string()).map_err(broken)?;
    builder = builder.header(HOST, authority).header(CONNECTION, HeaderValue::from_static("close"));
    if !request.body.is_empty() {
        builder = builder.header(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    builder.body(Full::new(Bytes::from(request.body.clone()))).map_err(broken)
}

fn broken(error: impl std::fmt::Display) -> TransportError {
    TransportError::Broken(error.to_string())
}
