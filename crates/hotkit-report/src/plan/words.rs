//! Words and numbers that every form of a plan shares: types, times, values as people write them.

use std::collections::BTreeSet;

use hotkit_plan::{Action, Change, Kind, Planned, QuotaKind, ResourcePlan, Value, str_text};

/// `Nova::Server` of `OS::Nova::Server`.
pub(crate) fn short_type(kind: &str) -> &str {
    kind.strip_prefix("OS::")
        .unwrap_or_else(|| kind.rsplit('/').next().unwrap_or(kind))
}

/// `4:15`
pub(crate) fn clock(seconds: u64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// `5 min 06 s`, `45 s`
pub(crate) fn long_clock(seconds: u64) -> String {
    match seconds {
        ..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {:02} s", seconds / 60, seconds % 60),
        _ => format!("{} h {:02} min", seconds / 3600, seconds % 3600 / 60),
    }
}

/// Changes of one kind with their paths, outer ones first.
pub(crate) fn flatten<'c>(changes: &'c [Change], way: &str, action: Action, into: &mut Vec<(String, &'c Change)>) {
    for change in changes {
        let path = format!("{way}{}", change.name);
        if change.action == action {
            into.push((path.clone(), change));
        }
        flatten(&change.nested, &format!("{path}/"), action, into);
    }
}

/// A member by the name that its thing gets, else by its own.
pub(crate) fn label(member: &ResourcePlan) -> String {
    match member.property("name").and_then(|it| it.value.value()) {
        Some(Value::Text(name)) if !name.is_empty() && !name.starts_with("id:") => name.to_string(),
        _ => member.name.to_string(),
    }
}

/// The sign of an action.
pub(crate) fn sign(action: Action) -> &'static str {
    match action {
        Action::Replace => "±",
        Action::Delete => "−",
        Action::Update => "~",
        Action::Create => "+",
        Action::Unchanged => " ",
    }
}

/// What is done with several: `5 to replace`.
pub(crate) fn past(action: Action) -> &'static str {
    match action {
        Action::Replace => "replaced",
        Action::Delete => "deleted",
        Action::Update => "updated",
        Action::Create => "created",
        Action::Unchanged => "unchanged",
    }
}

/// A number with its unit.
pub(crate) fn quantity(kind: QuotaKind, number: u64) -> String {
    match kind {
        QuotaKind::Ram if number.is_multiple_of(1024) => format!("{} GiB", number / 1024),
        QuotaKind::Ram if number >= 1024 => format!("{:.1} GiB", number as f64 / 1024.0),
        QuotaKind::Ram => format!("{number} MiB"),
        QuotaKind::Gigabytes => format!("{number} GiB"),
        _ => number.to_string(),
    }
}

/// How full something is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fullness {
    Fine,
    Near,
    Over,
}

pub(crate) fn fullness(needed: u64, limit: u64) -> Fullness {
    if needed > limit {
        Fullness::Over
    } else if u128::from(needed) * 10 >= u128::from(limit) * 9 {
        Fullness::Near
    } else {
        Fullness::Fine
    }
}

/// The names that a value waits for: `a`, `a and b`, `a, b and 3 more`.
pub(crate) fn waited_for(sources: &[Vec<impl AsRef<str>>]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for source in sources {
        let Some(name) = source.first().map(AsRef::as_ref) else {
            continue;
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let are = if names.len() == 1 { "is" } else { "are" };
    let list = match names.as_slice() {
        [] => return "known only in the cloud".to_owned(),
        [only] => (*only).to_owned(),
        [front @ .., last] if front.len() < 4 => format!("{} and {last}", front.join(", ")),
        many => format!("{} and {} more", many[..3].join(", "), many.len() - 3),
    };
    // One word on something that is no resource says it all.
    if sources.iter().all(|it| it.len() == 1) && names.iter().any(|it| it.contains(' ')) {
        return format!("known only in the cloud: {list}");
    }
    format!("known after {list} {are} created")
}

/// A value as a person writes it on one line.
pub(crate) fn value_line(value: &Value) -> String {
    match value {
        Value::Map(entries) if entries.is_empty() => "{}".to_owned(),
        Value::Map(_) => format!("{{ {} }}", inner(value)),
        Value::List(items) if items.is_empty() => "[]".to_owned(),
        Value::List(items) if items.iter().any(|it| matches!(it, Value::List(_) | Value::Map(_))) => {
            items.iter().map(value_line).collect::<Vec<_>>().join(", ")
        }
        other => inner(other),
    }
}

fn inner(value: &Value) -> String {
    match value {
        Value::Map(entries) => {
            let entries = entries.iter().map(|(key, value)| format!("{key}: {}", nested(value)));
            entries.collect::<Vec<_>>().join(", ")
        }
        Value::List(items) => items.iter().map(nested).collect::<Vec<_>>().join(", "),
        other => scalar(other),
    }
}

fn nested(value: &Value) -> String {
    match value {
        Value::List(_) => format!("[{}]", inner(value)),
        Value::Map(_) => value_line(value),
        other => scalar(other),
    }
}

/// A value that has no parts.
pub(crate) fn scalar(value: &Value) -> String {
    match value {
        Value::Null | Value::Omitted => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Text(text) if text.is_empty() => "\"\"".to_owned(),
        Value::Text(text) => match text.strip_prefix("id:") {
            Some(name) => format!("id of {name}"),
            None => text.to_string(),
        },
        Value::Unknown(_) => "?".to_owned(),
        other => str_text(other).map_or_else(|_| "?".to_owned(), |it| it.to_string()),
    }
}

/// What something comes to, on one line.
pub(crate) fn planned_line(planned: &Planned) -> String {
    match &planned.kind {
        Kind::Omitted => "not set".to_owned(),
        Kind::Error(text) => format!("fails: {text}"),
        Kind::Unknown { sources, .. } => match &planned.display {
            Some(Value::Text(text)) if !text.contains('\n') && !text.starts_with("id:") => text.to_string(),
            Some(value @ (Value::List(_) | Value::Map(_))) => value_line(value),
            _ => waited_for(sources),
        },
        Kind::Value(value) => value_line(planned.shown().unwrap_or(value)),
    }
}

/// `text` cut to so many characters.
pub(crate) fn cut(text: &str, room: usize, ellipsis: &str) -> String {
    if text.chars().count() <= room {
        return text.to_owned();
    }
    let kept = room.saturating_sub(ellipsis.chars().count());
    text.chars().take(kept).chain(ellipsis.chars()).collect()
}

/// Which lines of two texts differ: `None` for equal ones.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum DiffLine {
    Equal(String),
    Gone(String),
    Come(String),
}

/// Lines beyond which texts are compared as sets only.
const MOST_LINES: usize = 2000;

/// The lines of two texts side by side, by their longest common sequence.
pub(crate) fn diff_lines(before: &str, after: &str) -> Vec<DiffLine> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    if old.len() > MOST_LINES || new.len() > MOST_LINES {
        return diff_as_sets(&old, &new);
    }
    let width = new.len() + 1;
    let mut longest = vec![0_u32; (old.len() + 1) * width];
    for (i, left) in old.iter().enumerate().rev() {
        for (j, right) in new.iter().enumerate().rev() {
            longest[i * width + j] = if left == right {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut lines = Vec::new();
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            lines.push(DiffLine::Equal(old[i].to_owned()));
            i += 1;
            j += 1;
        } else if i < old.len() && (j == new.len() || longest[(i + 1) * width + j] >= longest[i * width + j + 1]) {
            lines.push(DiffLine::Gone(old[i].to_owned()));
            i += 1;
        } else {
            lines.push(DiffLine::Come(new[j].to_owned()));
            j += 1;
        }
    }
    lines
}

fn diff_as_sets(old: &[&str], new: &[&str]) -> Vec<DiffLine> {
    let (before, after): (BTreeSet<&str>, BTreeSet<&str>) =
        (old.iter().copied().collect(), new.iter().copied().collect());
    let gone = old
        .iter()
        .filter(|it| !after.contains(**it))
        .map(|it| DiffLine::Gone((*it).to_owned()));
    let come = new
        .iter()
        .filter(|it| !before.contains(**it))
        .map(|it| DiffLine::Come((*it).to_owned()));
    gone.chain(come).collect()
}

/// The texts of both sides of a change, where both are texts of several lines.
pub(crate) fn texts<'a>(before: &'a Planned, after: &'a Planned) -> Option<(&'a str, &'a str)> {
    let text = |it: &'a Planned| match it.shown() {
        Some(Value::Text(text)) => Some(text.as_str()),
        _ => None,
    };
    let (before, after) = (text(before)?, text(after)?);
    (before.contains('\n') || after.contains('\n')).then_some((before, after))
}
