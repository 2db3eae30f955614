//! A relay between the application and PostgreSQL that can lose the connection at a COMMIT.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// The point at which a COMMIT is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lost {
    /// On the way to the database, which does not receive it.
    Request,
    /// On the way back: the database has committed, but the reply is lost.
    Reply,
}

/// The number of COMMITs that still pass before one is lost.
type Plan = Arc<Mutex<Option<(usize, Lost)>>>;

/// A relay to one PostgreSQL server.
pub(crate) struct Relay {
    url: String,
    plan: Plan,
}

impl Relay {
    /// Starts a relay to the PostgreSQL server of this URL.
    pub(crate) async fn to(url: &str) -> Self {
        let (before, rest) = url.split_once('@').expect("a user");
        let (server, database) = rest.split_once('/').expect("a database");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let plan = Plan::default();
        let (server, shared) = (server.to_owned(), plan.clone());
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&server).await.expect("PostgreSQL");
                tokio::spawn(relay(client, server, shared.clone()));
            }
        });
        Self {
            url: format!("{before}@{address}/{database}"),
            plan,
        }
    }

    /// Returns the URL of the relay for the application.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Loses one COMMIT and its connection, after `after` other COMMITs.
    pub(crate) fn lose_commit(&self, after: usize, lost: Lost) {
        *self.plan.lock().expect("no test panics here") = Some((after, lost));
    }

    /// Returns whether the COMMIT has been lost.
    pub(crate) fn has_lost(&self) -> bool {
        self.plan.lock().expect("no test panics here").is_none()
    }
}

/// Relays bytes until either side closes the connection or a COMMIT is lost.
async fn relay(mut client: TcpStream, mut server: TcpStream, plan: Plan) {
    let (mut sent, mut replied) = ([0; 16_384], [0; 16_384]);
    loop {
        tokio::select! {
            read = client.read(&mut sent) => {
                let Ok(length @ 1..) = read else { return };
                let lost = next(&plan, &sent[..length]);
                if lost == Some(Lost::Request) {
                    return;
                }
                if server.write_all(&sent[..length]).await.is_err() {
                    return;
                }
                if lost == Some(Lost::Reply) {
                    // A reply means that the database has committed.
                    server.readable().await.ok();
                    return;
                }
            }
            read = server.read(&mut replied) => {
                let Ok(length @ 1..) = read else { return };
                if client.write_all(&replied[..length]).await.is_err() {
                    return;
                }
            }
        }
    }
}

/// Returns what to lose of the bytes in `sent`, and counts down the COMMITs.
fn next(plan: &Plan, sent: &[u8]) -> Option<Lost> {
    if !sent.windows(7).any(|bytes| bytes == b"COMMIT\0") {
        return None;
    }
    let mut plan = plan.lock().expect("no test panics here");
    match plan.take()? {
        (0, lost) => Some(lost),
        (after, lost) => {
            *plan = Some((after - 1, lost));
            None
        }
    }
}
