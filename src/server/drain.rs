//! Reads and drops the rest of a request body that was refused or only partly needed.
//!
//! Many clients write their whole request before they read. If the server closed the connection
//! right after the response, such a client would get a reset and never learn why. Over HTTP/2 the
//! stream would be reset (`RST_STREAM`), and curl, Node.js and httpx then drop the response. So the
//! response is sent at once and the rest of the body is read and dropped, within limits, because
//! the client may be unauthenticated.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::Request,
    http::header,
};
use http_body_util::BodyExt;
use hyper::body::{Frame, Incoming, SizeHint};
use tokio::{runtime::Handle, time::timeout};

/// Maximum number of bytes to drain: eight times the default body limit. Larger bodies are not
/// drained.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// Maximum time to drain: 20 MB take this long at 5 Mbit/s.
const LONGEST: Duration = Duration::from_secs(30);
/// Maximum pause. A client that writes before it reads does not pause, and a client that reads
/// already has the response.
const SILENCE: Duration = Duration::from_secs(2);

/// Wraps the body of the request, so that the body is read to its end in any case.
pub(super) fn read_on(request: Request<Incoming>) -> Request {
    let waits = request.headers().contains_key(header::EXPECT);
    request.map(|body| {
        Body::new(DrainedBody {
            rest: Some(body),
            is_coming: !waits,
        })
    })
}

struct DrainedBody {
    /// `None` once the body has been read to its end.
    rest: Option<Incoming>,
    /// Whether the client sends the body: with `Expect: 100-continue` it waits until the server
    /// begins to read.
    is_coming: bool,
}

impl HttpBody for DrainedBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        self.is_coming = true;
        let Some(rest) = &mut self.rest else {
            return Poll::Ready(None);
        };
        let polled = Pin::new(rest).poll_frame(cx);
        if let Poll::Ready(None | Some(Err(_))) = polled {
            self.rest = None;
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.rest.as_ref().is_none_or(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.rest
            .as_ref()
            .map_or_else(|| SizeHint::with_exact(0), HttpBody::size_hint)
    }
}

impl Drop for DrainedBody {
    fn drop(&mut self) {
        let rest = self.rest.take();
        let Some(rest) = rest.filter(|rest| self.is_coming && !rest.is_end_stream()) else {
            return;
        };
        // There is no runtime when the whole program ends.
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(timeout(LONGEST, discard(rest)));
        }
    }
}

async fn discard(mut body: Incoming) {
    let mut left = MOST_BYTES;
    while let Ok(Some(Ok(frame))) = timeout(SILENCE, body.frame()).await {
        let bytes = frame.data_ref().map_or(0, Bytes::len);
        let Some(fewer) = left.checked_sub(bytes) else {
            return;
        };
        left = fewer;
    }
}
