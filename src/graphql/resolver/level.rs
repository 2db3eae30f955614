//! The levels of a response. Nested objects are loaded level by level, so that one statement loads
//! the objects of all rows.
//!
//! No timer is involved, and batching is deterministic: loads begin when every field of the level
//! has requested its objects, and the next level begins when all loads are done. The number of
//! statements therefore depends only on the document.

use std::{
    future::poll_fn,
    pin::pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

use futures_util::{StreamExt, future::BoxFuture, stream::FuturesUnordered, task::AtomicWaker};
use tokio::task::coop::has_budget_remaining;

/// The loads that the current level of a response has requested.
#[derive(Clone, Default)]
pub(crate) struct Level(Arc<Mutex<Vec<BoxFuture<'static, ()>>>>);

impl Level {
    pub(super) fn push(&self, load: BoxFuture<'static, ()>) {
        self.0
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
            .push(load);
    }

    fn take(&self) -> Vec<BoxFuture<'static, ()>> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(|broken| broken.into_inner()))
    }

    /// Runs a request whose loaders add their loads to this level.
    pub(crate) async fn serve<T>(self, request: impl Future<Output = T>) -> T {
        let mut request = pin!(request);
        let mut loads = FuturesUnordered::new();
        let wakeup = Arc::new(Wakeup::default());
        let waker = Waker::from(wakeup.clone());
        poll_fn(|cx| {
            wakeup.task.register(cx.waker());
            loop {
                while let Poll::Ready(Some(())) = loads.poll_next_unpin(cx) {}
                // A set of futures yields before it has polled all of them, and wakes itself. The
                // request is polled until it waits, so that every field has requested its objects.
                //
                // Poll the request while loads are running as well: a field that holds a database
                // connection and is not polled would keep it, and the loads may wait for that
                // connection.
                while wakeup.is_woken.swap(false, Ordering::SeqCst) {
                    let mut request_cx = Context::from_waker(&waker);
                    if let Poll::Ready(reply) = request.as_mut().poll(&mut request_cx) {
                        return Poll::Ready(reply);
                    }
                    // Without budget, database connections wait for nothing but the next turn of the
                    // task, and may wake the request at once.
                    if !has_budget_remaining() {
                        wakeup.is_woken.store(true, Ordering::SeqCst);
                        cx.waker().wake_by_ref();
                        return Poll::Pending;
                    }
                }
                if !loads.is_empty() {
                    return Poll::Pending;
                }
                loads.extend(self.take());
                if loads.is_empty() {
                    return Poll::Pending;
                }
            }
        })
        .await
    }
}

/// Wakes the task of a request, and remembers that the request was woken since its last poll.
struct Wakeup {
    is_woken: AtomicBool,
    task: AtomicWaker,
}

impl Default for Wakeup {
    fn default() -> Self {
        Self {
            is_woken: AtomicBool::new(true),
            task: AtomicWaker::new(),
        }
    }
}

impl Wake for Wakeup {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.is_woken.store(true, Ordering::SeqCst);
        self.task.wake();
    }
}
