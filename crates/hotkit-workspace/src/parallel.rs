//! The same work for many things, on as many threads as help.

use std::sync::OnceLock;

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// Starting threads takes longer than checking so few files.
const FEWEST_FOR_THREADS: usize = 16;

/// As the main thread has it: what is bounded there is bounded here.
const STACK: usize = 8 * 1024 * 1024;

/// The results in the order of `items`. Work within such work is done by the thread that asks for it: while it waited, it
/// would take up other work on top of its own, and its stack would grow with every piece.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    if items.len() < FEWEST_FOR_THREADS || rayon::current_thread_index().is_some() {
        return items.iter().map(work).collect();
    }
    match pool() {
        Some(pool) => pool.install(|| items.par_iter().map(&work).collect()),
        None => items.iter().map(work).collect(),
    }
}

/// Whether the system gives more threads than the one that asks.
pub(crate) fn has_threads() -> bool {
    pool().is_some()
}

/// The threads, started at the first call that needs them; `None` where the system gives none.
fn pool() -> Option<&'static ThreadPool> {
    static POOL: OnceLock<Option<ThreadPool>> = OnceLock::new();
    POOL.get_or_init(|| ThreadPoolBuilder::new().stack_size(STACK).build().ok())
        .as_ref()
}
