//! A relay between the app and PostgreSQL, which can lose the connection at a COMMIT.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// Where a COMMIT gets lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lost {
    /// On its way to the database, which never gets it.
    Request,
    /// The reply, after the database has committed.
    Reply,
}

/// COMMITs that still pass before one gets lost.
type Plan = Arc<Mutex<Option<(usize, Lost)>>>;

/// See the module.
pub(crate) struct Relay {
    url: String,
    plan: Plan,
}

impl Relay {
    /// Starts a relay to the PostgreSQL of this URL.
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

    /// The URL by which the app connects through the relay.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Loses a COMMIT and its connection after so many others.
    pub(crate) fn lose_commit(&self, after: usize, lost: Lost) {
        *self.plan.lock().expect("no test panics here") = Some((after, lost));
    }

    /// Whether the COMMIT has been lost.
    pub(crate) fn has_lost(&self) -> bool {
        self.plan.lock().expect("no test panics here").is_none()
    }
}

/// Relays until either side closes, or a COMMIT is to be lost.
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
                    // Once there is a reply, the database has committed.
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

/// What is to be lost of what was sent.
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
