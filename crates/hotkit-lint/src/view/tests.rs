//! Tests of what rules stand on: names that promise secrets, networks, changes of the text.

use std::net::IpAddr;

use hotkit_analysis::{Inputs, analyze};
use hotkit_model::FileKind;
use hotkit_text::{TextRange, apply_edits};

use super::address::Network;
use super::{View, promises_secret};
use crate::tests::memory::{MemoryFiles, ROOT};

#[test]
fn names_that_promise_a_secret() {
    for name in [
        "password",
        "db_password",
        "dbRootPassword",
        "DB-PASSWORD",
        "root_pass",
        "private_key",
        "ssh_private_key",
        "aws_secret_access_key",
        "ApiKey",
        "admin_password2",
        "bigiq_license_pwd",
    ] {
        assert!(promises_secret(name), "{name}");
    }
    for name in [
        "name",
        "key_name",
        "public_key",
        "password_length",
        "secret_name",
        "private_key_path",
        "enable_password_auth",
        "use_password",
        "bypass",
        "compass_host",
        "private_network",
        "secrets_url",
        "password_policy",
    ] {
        assert!(!promises_secret(name), "{name}");
    }
}

#[test]
fn networks() {
    let network = |text: &str| Network::parse(text).unwrap();
    let address = |text: &str| -> IpAddr { text.parse().unwrap() };
    assert!(network("192.0.2.0/24").holds(address("192.0.2.255")));
    assert!(!network("192.0.2.0/24").holds(address("192.0.3.0")));
    assert!(!network("::/0").holds(address("192.0.2.1")));
    assert!(network("::/0").is_everything() && network("0.0.0.0/0").is_everything());
    assert!(network("192.0.2.0/24").overlaps(network("192.0.2.128/25")));
    assert!(!network("192.0.2.0/25").overlaps(network("192.0.2.128/25")));
    assert_eq!(
        network("192.0.2.7/24").without_host_bits().as_deref(),
        Some("192.0.2.0/24")
    );
    assert_eq!(
        network("2001:db8::1/64").without_host_bits().as_deref(),
        Some("2001:db8::/64")
    );
    assert_eq!(network("192.0.2.7").without_host_bits(), None);
    for text in ["", "/", "192.0.2.0/33", "192.0.2/24", "::/129", "a/8"] {
        assert!(Network::parse(text).is_none(), "{text}");
    }
}

/// The text after a change that `change` makes at the first `<|>...<|>`; `None` where it makes none.
fn changed(marked: &str, change: impl Fn(&View<'_>, TextRange) -> Option<Vec<hotkit_text::Edit>>) -> Option<String> {
    let start = marked.find("<|>").unwrap();
    let end = marked[start + 3..].find("<|>").unwrap() + start;
    let text = marked.replace("<|>", "");
    let range = TextRange::new(start as u32, end as u32);
    let mut files = MemoryFiles::default();
    files.add(ROOT, &text);
    let inputs = Inputs {
        template: ROOT.to_owned(),
        ..Inputs::default()
    };
    let analysis = analyze(&files, &inputs);
    let hotkit_analysis::FileState::Read(_, document) =
        hotkit_analysis::FileSet::file(&files, ROOT, FileKind::Template)
    else {
        unreachable!("it was added");
    };
    let stack = analysis.root.as_ref().unwrap();
    let view = View::new(
        &files,
        document,
        document.template().unwrap(),
        stack,
        &analysis,
        &inputs,
    );
    apply_edits(&text, &change(&view, range)?)
}

#[test]
fn siblings_are_added_in_block_mappings_only() {
    let add = |text: &str| changed(text, |view, range| view.add_sibling(range, "hidden: true"));
    assert_eq!(
        add("parameters:\n  é😀:\n    type: <|>string<|> # text\n").as_deref(),
        Some("parameters:\n  é😀:\n    type: string # text\n    hidden: true\n")
    );
    assert_eq!(
        add("parameters:\r\n  a:\r\n    type: <|>string<|>\r\n").as_deref(),
        Some("parameters:\r\n  a:\r\n    type: string\r\n    hidden: true\r\n")
    );
    assert_eq!(
        add("a:\n  - type: <|>string<|>").as_deref(),
        Some("a:\n  - type: string\n    hidden: true")
    );
    assert_eq!(add("parameters:\n  a: { type: <|>string<|> }\n"), None);
    assert_eq!(
        add("{\"parameters\": {\"a\": {\n  \"type\": <|>\"string\"<|>\n}}}\n"),
        None
    );
}

#[test]
fn entries_are_added_before_others() {
    let add = |text: &str| changed(text, |view, range| view.add_before(range, "format: RAW"));
    assert_eq!(
        add("a:\n  <|>data<|>: |\n    x\n").as_deref(),
        Some("a:\n  format: RAW\n  data: |\n    x\n")
    );
    assert_eq!(
        add("a:\n  - <|>data<|>: x\n").as_deref(),
        Some("a:\n  - format: RAW\n    data: x\n")
    );
    assert_eq!(add("a: { <|>data<|>: x }\n"), None);
}

#[test]
fn entries_are_taken_away_without_comments() {
    let remove = |text: &str| {
        changed(text, |view, range| {
            let (key, _) = view.slice(range).split_once(':').unwrap();
            let key = TextRange::new(range.start(), range.start() + key.len() as u32);
            view.remove_entry(key, range)
        })
    };
    assert_eq!(remove("a:\n  <|>b: 1<|>\n  c: 2\n").as_deref(), Some("a:\n  c: 2\n"));
    assert_eq!(
        remove("a:\n  <|>b:\n    d: 1<|>\n  c: 2\n").as_deref(),
        Some("a:\n  c: 2\n")
    );
    assert_eq!(remove("a:\n  c: 2\n  <|>b: 1<|>").as_deref(), Some("a:\n  c: 2\n"));
    assert_eq!(remove("a:\n  <|>b: 1<|> # why\n  c: 2\n"), None);
    assert_eq!(remove("a:\n  <|>b:\n    # why\n    d: 1<|>\n  c: 2\n"), None);
    assert_eq!(remove("a: { <|>b: 1<|>, c: 2 }\n"), None);
}
