//! An application served on a port of this process, for clients that write and read raw bytes.

use std::net::SocketAddr;

use tenantry::server;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

use super::TestApp;

/// A server in this process. Dropping it stops the server.
pub(crate) struct Served {
    /// The address that the server listens on.
    pub(crate) address: SocketAddr,
    task: JoinHandle<()>,
}

impl Served {
    /// Serves this application on a free port.
    pub(crate) async fn new(app: &TestApp) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (router, config) = (app.router.clone(), app.config.clone());
        let task = tokio::spawn(async move {
            server::serve(listener, router, std::future::pending(), &config).await;
        });
        Self { address, task }
    }

    /// Opens a connection.
    pub(crate) async fn connect(&self) -> Wire {
        let stream = TcpStream::connect(self.address).await;
        Wire(stream.expect("a connection"))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Returns the limit of open files of a process.
pub(crate) fn files_allowed() -> usize {
    let output = std::process::Command::new("sh")
        .args(["-c", "ulimit -n"])
        .output();
    let text = String::from_utf8(output.expect("a shell").stdout).expect("text");
    text.trim().parse().unwrap_or(usize::MAX)
}

/// A TCP connection that carries raw bytes.
pub(crate) struct Wire(pub(crate) TcpStream);

impl Wire {
    /// Writes all bytes, and reads nothing in the meantime.
    pub(crate) async fn write(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.write_all(bytes.as_ref()).await.expect("written");
    }

    /// Reads until the server closes the connection.
    pub(crate) async fn until_closed(mut self) -> String {
        let mut text = String::new();
        self.0.read_to_string(&mut text).await.expect("an end");
        text
    }

    /// Reads one reply, whose length is in its `Content-Length` header.
    pub(crate) async fn reply(&mut self) -> String {
        let mut bytes = Vec::new();
        loop {
            let text = String::from_utf8_lossy(&bytes);
            if let Some((head, body)) = text.split_once("\r\n\r\n") {
                let length = head.lines().find_map(|line| {
                    line.to_lowercase()
                        .strip_prefix("content-length: ")?
                        .parse::<usize>()
                        .ok()
                });
                if body.len() >= length.expect("a length") {
                    return text.into_owned();
                }
            }
            let read = self.0.read_buf(&mut bytes).await.expect("bytes");
            assert!(
                read > 0,
                "the connection ended: {}",
                String::from_utf8_lossy(&bytes)
            );
        }
    }
}
