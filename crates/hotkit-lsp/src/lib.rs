//! The language server: the edge between hotkit and editors.
//!
//! Everything that needs knowledge lies elsewhere: findings come from the one driver in `hotkit-workspace`, editor features
//! from `hotkit-ide`. Here texts are kept as the editor has them, places are converted, and answers are sent in order.
//!
//! *State has one owner* (`state::State`, behind one lock). A notification changes it before its first `.await`; no lock is
//! held over one. Findings are made on a thread of their own (`checker`) from immutable snapshots, requests on the threads
//! of the runtime for blocking work; what a newer text has overtaken is dropped.

mod answers;
mod capabilities;
mod checker;
mod convert;
mod publish;
mod server;
mod settings;
mod snapshot;
mod state;
mod text;
mod world;

use std::time::Duration;

use tokio::runtime::Builder;
use tower_lsp_server::{LspService, Server as Transport};

use crate::server::Server;

/// As the main thread has it: walks over trees are bounded for such a stack.
const STACK: usize = 8 * 1024 * 1024;

/// Requests and notifications that are taken up at once. A request may wait for findings; it must never keep an edit waiting.
const AT_ONCE: usize = 4096;

const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Threads that wait for standard input and output.
const STREAMS: usize = 2;

/// Requests that are answered at the same time: as many as can really be, and not so many that what they need adds up.
fn requests_at_once() -> usize {
    std::thread::available_parallelism().map_or(2, |it| it.get().clamp(2, 4))
}

/// Serves an editor on standard input and output until it says `exit` or closes the stream.
///
/// # Errors
/// Where the system gives no threads.
pub fn serve() -> std::io::Result<()> {
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(STREAMS + requests_at_once())
        // Each thread keeps the memory that it has let go; those that come and go leave it lying about.
        .thread_keep_alive(A_DAY)
        .thread_stack_size(STACK)
        .enable_all()
        .build()?;
    runtime.block_on(serve_over(tokio::io::stdin(), tokio::io::stdout()));
    // Reading from standard input cannot be cut short: nobody waits for it.
    runtime.shutdown_background();
    Ok(())
}

/// Serves an editor over any stream, on the present runtime: for tests.
pub async fn serve_over(input: impl tokio::io::AsyncRead + Unpin, output: impl tokio::io::AsyncWrite) {
    let (service, socket) = LspService::build(Server::new)
        .custom_method("hotkit/graph", Server::graph)
        .custom_method("hotkit/plan", Server::plan)
        .finish();
    Transport::new(input, output, socket)
        .concurrency_level(AT_ONCE)
        .serve(service)
        .await;
}
