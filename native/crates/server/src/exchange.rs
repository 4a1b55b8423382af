//! One request and its response: HTTP's types to the kernel's and back.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Body, Incoming};
use hyper::header::{CONNECTION, HeaderMap, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use tc_kernel::{Category, Kernel, KernelError, Request, Response};

use crate::ServerConfig;

/// How much of a refused body is read.
const MAX_DRAINED_BYTES: u64 = 16 << 20;

/// How long a refused body is read.
const DRAIN_TIMEOUT: Duration = Duration::from_millis(500);

type HttpResponse = hyper::Response<Full<Bytes>>;

/// Read the request, have the kernel answer it, and write the answer.
pub async fn exchange(kernel: Arc<Kernel>, config: &ServerConfig, request: hyper::Request<Incoming>) -> HttpResponse {
    let (parts, body) = request.into_parts();
    let request = match read_request(&kernel, config, parts, body).await {
        Ok(request) => request,
        // What is left of the body is still on its way, so the connection cannot be used again.
        Err(error) => return closing(to_http(error.into_response())),
    };
    // Programs run for up to a transaction's time, so never on the threads that serve connections.
    let answer = tokio::task::spawn_blocking(move || kernel.dispatch(&request)).await;
    let response = answer.unwrap_or_else(|_| {
        KernelError::new(Category::InternalError, "the kernel failed to answer; the request had no effect")
            .into_response()
    });
    to_http(response)
}

/// Take in as much of the request as the kernel admits.
async fn read_request(
    kernel: &Kernel,
    config: &ServerConfig,
    parts: Parts,
    mut body: Incoming,
) -> Result<Request, KernelError> {
    let target = parts.uri.path_and_query().map_or_else(|| parts.uri.path().to_owned(), ToString::to_string);
    let method = parts.method.as_str().to_owned();
    let mut request = Request { method, target, headers: header_text(&parts.headers)?, body: Vec::new() };
    let read = match kernel.admit(&request) {
        Ok(max_bytes) => read_body(&mut body, max_bytes, config.body_timeout).await,
        Err(error) => Err(error),
    };
    match read {
        Ok(body) => request.body = body,
        Err(error) => {
            // A client that waits to be asked for its body must not be.
            if request.header("expect").is_none() {
                drain(body).await;
            }
            return Err(error);
        }
    }
    Ok(request)
}

async fn read_body(body: &mut Incoming, max_bytes: usize, patience: Duration) -> Result<Vec<u8>, KernelError> {
    let too_large = || KernelError::too_large(max_bytes);
    if body.size_hint().lower() > u64::try_from(max_bytes).unwrap_or(u64::MAX) {
        return Err(too_large());
    }
    match tokio::time::timeout(patience, Limited::new(body, max_bytes).collect()).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes().into()),
        Ok(Err(e)) if e.is::<LengthLimitError>() => Err(too_large()),
        Ok(Err(e)) => Err(KernelError::new(Category::BadRequest, format!("the body could not be read: {e}"))),
        Err(_) => Err(KernelError::new(Category::Timeout, "the body took too long to arrive")),
    }
}

/// Read what is left of a refused body, within reason. Most clients send all of it before they look for an answer, and
/// would find the connection closed instead.
async fn drain(mut body: Incoming) {
    if body.size_hint().lower() > MAX_DRAINED_BYTES {
        return;
    }
    let drained = async {
        let mut bytes = 0;
        while let Some(Ok(frame)) = body.frame().await {
            bytes += frame.data_ref().map_or(0, |data| data.len() as u64);
            if bytes > MAX_DRAINED_BYTES {
                return;
            }
        }
    };
    let _ = tokio::time::timeout(DRAIN_TIMEOUT, drained).await;
}

fn header_text(headers: &HeaderMap) -> Result<Vec<(String, String)>, KernelError> {
    let text = |(name, value): (&HeaderName, &HeaderValue)| match std::str::from_utf8(value.as_bytes()) {
        Ok(value) => Ok((name.as_str().to_owned(), value.to_owned())),
        Err(_) => Err(KernelError::new(Category::BadRequest, format!("the header {name} is not UTF-8"))),
    };
    headers.iter().map(text).collect()
}

fn to_http(response: Response) -> HttpResponse {
    let mut http = hyper::Response::new(Full::new(Bytes::from(response.body)));
    // The kernel's own statuses and headers are valid; one that were not would be dropped, not crash the host.
    *http.status_mut() =
        hyper::StatusCode::from_u16(response.status).unwrap_or(hyper::StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in response.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            http.headers_mut().append(name, value);
        }
    }
    http
}

fn closing(mut response: HttpResponse) -> HttpResponse {
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}
