//! A request's body that was refused, or of which only a part was needed, is read on and dropped.
//!
//! Many clients write their whole request before they read. If the connection were closed as soon as the reply is out, such
//! a client would find it reset, and never learn why. Over HTTP/2 the stream would be reset instead (`RST_STREAM`), and curl,
//! Node.js and httpx then drop the reply. So the reply goes out at once, and what still comes is thrown away:
//! not for ever, because whoever sends it may have shown no token.

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

/// Bytes read on at the most: eight times what a body may have by default. Larger ones are no honest mistake.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// How long is read on at the most: 20 MB take so long on 5 Mbit/s.
const LONGEST: Duration = Duration::from_secs(30);
/// How long nothing may come: whoever writes before he reads does not pause, and whoever reads has his reply.
const SILENCE: Duration = Duration::from_secs(2);

/// The request, with a body that is read to its end whatever becomes of it.
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
    /// None once it was read to its end.
    rest: Option<Incoming>,
    /// Whether the client sends it: one who expects `100 Continue` waits until somebody begins to read.
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
        // There is none when the whole program ends.
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
