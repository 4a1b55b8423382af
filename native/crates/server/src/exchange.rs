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
    body: Incoming,
) -> Result<Request, KernelError> {
    let target = parts.uri.path_and_query().map_or_else(|| parts.uri.path().to_owned(), ToString::to_string);
    let method = parts.method.as_str().to_owned();
    let mut request = Request { method, target, headers: header_text(&parts.headers)?, body: Vec::new() };
    let max_bytes = kernel.admit(&request)?;
    request.body = read_body(body, max_bytes, config.body_timeout).await?;
    Ok(request)
}

async fn read_body(body: Incoming, max_bytes: usize, patience: Duration) -> Result<Vec<u8>, KernelError> {
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
