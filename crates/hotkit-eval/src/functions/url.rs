//! `make_url`, with Python's quoting.

use std::fmt::Write;

use hotkit_model::{Call, ValueKind};
use hotkit_text::TextRange;
use smol_str::SmolStr;

use crate::evaluate::{Evaluated, Evaluator, entry_range, fault, unknown_of, wrong_kind};
use crate::{EvaluationFault, Expected, FaultKind, Part, Unknown, Value, python};

/// The keys in the order in which Heat looks at them.
const KEYS: [&str; 8] = [
    "scheme", "username", "password", "host", "port", "path", "query", "fragment",
];

/// Schemes of which Python writes `//` even without a host.
const SCHEMES_WITH_HOST: [&str; 25] = [
    "ftp", "http", "gopher", "nntp", "telnet", "imap", "wais", "file", "mms", "https", "shttp", "snews", "prospero",
    "rtsp", "rtsps", "rtspu", "rsync", "svn", "svn+ssh", "sftp", "nfs", "git", "git+ssh", "ws", "wss",
];

/// Faults of phase V: the keys, and the kinds of what is no call.
pub(crate) fn validation_faults(call: &Call) -> Vec<EvaluationFault> {
    let argument = &call.argument;
    let Some(entries) = argument.as_map() else {
        let (part, expected, found) = (Part::Argument, Expected::LiteralMap, argument.value_kind());
        return vec![fault(
            call,
            argument.range,
            FaultKind::WrongKind { part, expected, found },
        )];
    };
    let unknown = entries.iter().filter(|entry| !KEYS.contains(&entry.key.text.as_str()));
    let mut faults: Vec<EvaluationFault> = unknown
        .map(|entry| {
            let key = entry.key.text.clone();
            fault(call, entry.key.range, FaultKind::UnknownKey { key, known: &KEYS })
        })
        .collect();
    for key in KEYS {
        let Some(entry) = argument.get(key) else { continue };
        if entry.value.value_kind() != ValueKind::Call {
            faults.extend(check_part(
                call,
                key,
                &Value::from_expr(&entry.value),
                entry.value.range,
            ));
        }
        if key == "query" {
            break;
        }
    }
    faults
}

/// What is wrong with one part.
fn check_part(call: &Call, key: &'static str, value: &Value, range: TextRange) -> Option<EvaluationFault> {
    let wrong = |expected| Some(wrong_kind(call, range, Part::Key(key), expected, value));
    match (key, value) {
        (_, Value::Unknown(_)) | ("query", Value::Map(_)) => None,
        ("query", _) => wrong(Expected::Map),
        ("port", Value::Text(text)) if python::int(value).is_none() => {
            let found = text.clone();
            Some(fault(
                call,
                range,
                FaultKind::NotAnInteger {
                    part: Part::Key(key),
                    found,
                },
            ))
        }
        ("port", _) => match python::int(value) {
            None => wrong(Expected::Integer),
            Some(1..=65535) => None,
            Some(_) => Some(fault(
                call,
                range,
                FaultKind::OutOfRange {
                    part: Part::Key(key),
                    least: 1,
                    most: 65535,
                },
            )),
        },
        (_, Value::Text(_)) => None,
        _ => wrong(Expected::Text),
    }
}

impl Evaluator<'_> {
    pub(crate) fn make_url(&self, call: &Call) -> Evaluated {
        let argument = self.part(&call.argument)?;
        match &argument {
            Value::Unknown(_) => return Ok(argument),
            Value::Map(_) => {}
            other => {
                return Err(wrong_kind(
                    call,
                    call.argument.range,
                    Part::Argument,
                    Expected::LiteralMap,
                    other,
                ));
            }
        }
        for key in KEYS {
            let Some(value) = argument.get(key) else { continue };
            // A fragment of the wrong kind fails when it is quoted, even behind a query (F-MU-1).
            if let Some(fault) = check_part(call, key, value, entry_range(&call.argument, key)) {
                return Err(fault);
            }
        }
        if argument
            .get("scheme")
            .and_then(Value::as_text)
            .is_some_and(|scheme| scheme.contains(':'))
        {
            let range = entry_range(&call.argument, "scheme");
            let kind = FaultKind::ForbiddenCharacter {
                part: Part::Key("scheme"),
                character: ':',
            };
            return Err(fault(call, range, kind));
        }
        if !argument.is_known() {
            return Ok(unknown_of([&argument]));
        }
        Ok(match url(&argument) {
            Ok(url) => Value::text(url),
            Err(unknown) => Value::Unknown(unknown),
        })
    }
}

fn url(parts: &Value) -> Result<String, Unknown> {
    let text = |key: &str| text_of(parts, key);
    let scheme = text("scheme");
    let netloc = netloc(parts);
    let mut url = quote(&text("path"), "/");
    let has_host = SCHEMES_WITH_HOST.contains(&scheme.as_str()) && !url.starts_with("//");
    if !netloc.is_empty() || has_host {
        let slash = if url.is_empty() || url.starts_with('/') {
            ""
        } else {
            "/"
        };
        url = format!("//{netloc}{slash}{url}");
    }
    if !scheme.is_empty() {
        url = format!("{scheme}:{url}");
    }
    let query = query(parts)?;
    if !query.is_empty() {
        url = format!("{url}?{query}");
    }
    let fragment = quote(&text("fragment"), "/");
    if !fragment.is_empty() {
        url = format!("{url}#{fragment}");
    }
    Ok(url)
}

fn text_of(parts: &Value, key: &str) -> SmolStr {
    parts.get(key).and_then(Value::as_text).cloned().unwrap_or_default()
}

fn netloc(parts: &Value) -> String {
    let text = |key: &str| text_of(parts, key);
    let mut netloc = String::new();
    let (username, password) = (quote(&text("username"), ""), quote(&text("password"), ""));
    if !username.is_empty() || !password.is_empty() {
        netloc.push_str(&username);
        if !password.is_empty() {
            netloc.push(':');
            netloc.push_str(&password);
        }
        netloc.push('@');
    }
    let host = text("host");
    let host = host
        .strip_prefix('[')
        .and_then(|it| it.strip_suffix(']'))
        .unwrap_or(&host);
    let host = quote(host, ":");
    netloc.push_str(&if host.contains(':') { format!("[{host}]") } else { host });
    if let Some(port) = parts.get("port").filter(|it| it.is_truthy() == Some(true)) {
        netloc.push(':');
        netloc.push_str(&python::str_text(port).unwrap_or_default());
    }
    netloc
}

/// Form encoding, with slashes as they are.
fn query(parts: &Value) -> Result<String, Unknown> {
    let mut pairs = Vec::new();
    for (key, value) in parts.get("query").and_then(Value::as_map).unwrap_or_default() {
        let value = python::str_text(value)?;
        pairs.push(format!("{}={}", quote_plus(key), quote_plus(&value)));
    }
    Ok(pairs.join("&").replace("%2F", "/"))
}

fn quote_plus(text: &str) -> String {
    quote(text, " ").replace(' ', "+")
}

/// Python's `quote`: letters, digits, `_.-~` and the safe characters stay.
fn quote(text: &str, safe: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for byte in text.bytes() {
        let stays = byte.is_ascii_alphanumeric() || b"_.-~".contains(&byte) || safe.as_bytes().contains(&byte);
        if stays {
            quoted.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(quoted, "%{byte:02X}");
        }
    }
    quoted
}
