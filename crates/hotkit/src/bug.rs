//! What people see where hotkit itself is wrong.

use std::io::Write;
use std::panic::PanicHookInfo;

/// Has a panic end the command with status 2 and a message that says whose fault it is.
pub(crate) fn own_up() {
    std::panic::set_hook(Box::new(|panic| {
        // There is nobody left to tell where standard error is closed.
        let _ = std::io::stderr().write_all(message(panic).as_bytes());
        std::process::exit(2);
    }));
}

/// Has a panic be told, and no more: the language server answers the request at hand with an error and lives on.
pub(crate) fn live_on() {
    std::panic::set_hook(Box::new(|panic| {
        // There is nobody left to tell where standard error is closed.
        let _ = std::io::stderr().write_all(message(panic).as_bytes());
    }));
}

fn message(panic: &PanicHookInfo<'_>) -> String {
    let payload = panic.payload();
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let words = text
        .or(payload.downcast_ref::<&str>().copied())
        .unwrap_or("it does not say why");
    let place = panic.location().map(|it| format!(" ({it})")).unwrap_or_default();
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "error: this is a bug in hotkit {version}: {words}{place}\n  \
         please report it with the files that were checked, or with as much of them as shows it\n"
    )
}
