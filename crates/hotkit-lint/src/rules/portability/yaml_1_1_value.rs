//! A value that YAML 1.2 reads differently from Heat's YAML 1.1, as the YAML 1.2 reader `saphyr` says.

use std::borrow::Cow;

use hotkit_syntax::{Integer, Node, NodeKind, Scalar, ScalarStyle};
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "yaml-1-1-value",
    Group::Portability,
    Severity::Info,
    include_str!("yaml_1_1_value.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for node in view.document.tree.nodes() {
        if node.kind() != NodeKind::Scalar(ScalarStyle::Plain) || node.tag().is_some() || node.is_absent() {
            continue;
        }
        let text = node.text();
        if !may_differ(text) {
            continue;
        }
        let Some((here, there, written)) = difference(node, text) else {
            continue;
        };
        let range = node.range();
        findings.add(
            Finding::new(
                range,
                "",
                format!("{} is {here} for Heat and {there} for tools of YAML 1.2", quoted(text)),
            )
            .label("read in two ways")
            .help(if is_mode(text) {
                "put it in quotes, where what reads it takes text; or write it in decimal digits".to_owned()
            } else {
                format!("write {}, which both read alike", quoted(&written))
            })
            .safe_fix(
                format!("write {}", quoted(&written)),
                view.rewrite(range, written.as_str()).filter(|_| !is_mode(text)),
            )
            .maybe_unsafe_fix(
                "put it in quotes",
                view.rewrite(range, crate::view::edit::quoted(text))
                    .filter(|_| is_mode(text)),
            ),
        );
    }
}

/// Whether a plain text may mean different things at all: numbers, and the words `yes`, `no`, `on` and `off`.
fn may_differ(text: &str) -> bool {
    match text.as_bytes() {
        [b'0'..=b'9' | b'+' | b'-' | b'.', ..] => text.len() <= 64,
        [b'y' | b'Y' | b'n' | b'N' | b'o' | b'O', ..] => text.len() <= "yes".len(),
        _ => false,
    }
}

/// True for `0644`: octal digits are read by people, and by most that take permissions as text.
fn is_mode(text: &str) -> bool {
    text.len() > 2 && text.starts_with('0') && text.chars().all(|it| it.is_digit(8))
}

/// What Heat reads, what YAML 1.2 reads, and what to write so that both read what Heat does.
fn difference(node: Node<'_>, text: &str) -> Option<(String, String, String)> {
    let there = saphyr::Scalar::parse_from_cow(Cow::Borrowed(text));
    let shown = match &there {
        saphyr::Scalar::Null => "nothing".to_owned(),
        saphyr::Scalar::Boolean(value) => format!("the boolean {value}"),
        saphyr::Scalar::Integer(number) => format!("the number {number}"),
        saphyr::Scalar::FloatingPoint(number) => format!("the number {number}"),
        saphyr::Scalar::String(_) => "text".to_owned(),
    };
    match node.scalar() {
        Scalar::Bool(value) => match there {
            saphyr::Scalar::Boolean(other) if other == value => None,
            _ => Some((format!("the boolean {value}"), shown, value.to_string())),
        },
        Scalar::Integer(number) => {
            let digits = match &number {
                Integer::Small(number) => number.to_string(),
                Integer::Big(digits) => digits.clone(),
            };
            let same = match there {
                saphyr::Scalar::Integer(other) => other.to_string() == digits,
                // More digits than an integer of 64 bits has: the same digits all the same.
                _ => text.trim_start_matches('+') == digits,
            };
            (!same).then(|| (format!("the number {digits}"), shown, digits))
        }
        Scalar::Float(number) => match there {
            saphyr::Scalar::FloatingPoint(other) if *other == number || (other.is_nan() && number.is_nan()) => None,
            saphyr::Scalar::Integer(other) if other as f64 == number => None,
            _ => Some((format!("the number {number}"), shown, format!("{number:?}"))),
        },
        Scalar::Text(_) => match there {
            saphyr::Scalar::String(_) | saphyr::Scalar::Null => None,
            _ => Some(("text".to_owned(), shown, crate::view::edit::quoted(text))),
        },
        Scalar::Null | Scalar::Binary(_) | Scalar::Date(_) => None,
    }
}
