//! Values in the page: parameters, outputs, and what a value looks like wherever one stands.

use std::fmt::Write as _;

use hotkit_plan::{Kind, Planned, Value};

use super::Page;
use super::text::{holes, link};
use crate::plan::svg::escape;
use crate::plan::words::scalar;

impl Page<'_> {
    pub(super) fn inputs(&self) -> String {
        let Some(root) = self.root() else {
            return String::new();
        };
        if root.parameters.is_empty() {
            return "<p class=\"dim\">The template has no parameters.</p>".to_owned();
        }
        let mut rows = String::new();
        for parameter in &root.parameters {
            let shown = if parameter.hidden || parameter.value.secret {
                "<span class=\"secret\">hidden</span>".to_owned()
            } else {
                planned(&parameter.value, "")
            };
            let _ = write!(
                rows,
                "<tr><th scope=\"row\"><code>{}</code></th><td>{shown}</td><td>{}</td><td class=\"place\">line {}</td></tr>",
                escape(&parameter.name),
                escape(&parameter.from),
                parameter.line
            );
        }
        format!(
            "<table class=\"props wide\"><thead><tr><th scope=\"col\">parameter</th><th scope=\"col\">value</th><th scope=\"col\">from</th><th scope=\"col\">declared</th></tr></thead><tbody>{rows}</tbody></table>"
        )
    }

    pub(super) fn outputs(&self) -> String {
        let Some(root) = self.root() else {
            return String::new();
        };
        if root.outputs.is_empty() {
            return "<p class=\"dim\">The template has no outputs.</p>".to_owned();
        }
        let mut rows = String::new();
        for output in &root.outputs {
            let shown = match (&output.value.kind, &output.value.display) {
                (Kind::Value(it), None) if output.secret && !it.as_text().is_some_and(|it| it.starts_with("id:")) => {
                    "<span class=\"secret\">hidden</span>".to_owned()
                }
                (Kind::Unknown { sources, .. }, Some(Value::Text(text))) => {
                    format!("<code>{}</code><div>{}</div>", holes(text), unknown(sources, ""))
                }
                _ => planned(&output.value, ""),
            };
            let secret = if output.secret {
                " <span class=secret>secret</span>"
            } else {
                ""
            };
            let _ = write!(
                rows,
                "<tr><th scope=\"row\"><code>{}</code></th><td>{shown}{secret}</td><td>{}</td><td class=\"place\">line {}</td></tr>",
                escape(&output.name),
                escape(output.description.as_deref().unwrap_or("")),
                output.line
            );
        }
        format!(
            "<table class=\"props wide\"><thead><tr><th scope=\"col\">output</th><th scope=\"col\">value</th><th scope=\"col\">description</th><th scope=\"col\">declared</th></tr></thead><tbody>{rows}</tbody></table>"
        )
    }
}

pub(super) fn planned(it: &Planned, scope: &str) -> String {
    match &it.kind {
        Kind::Omitted => "<span class=\"unknown\">not set</span>".to_owned(),
        Kind::Error(text) => format!("<span class=\"bad\">{}</span>", escape(text)),
        Kind::Unknown { sources, .. } => {
            let text = match &it.display {
                Some(Value::Text(text)) => format!("<pre>{}</pre>", holes(text)),
                _ => String::new(),
            };
            format!("{}{text}", unknown(sources, scope))
        }
        Kind::Value(raw) => value(it.shown().unwrap_or(raw), scope),
    }
}

/// A value as a person writes it; the id of a resource that is not there yet is a link.
fn value(value_of: &Value, scope: &str) -> String {
    match value_of {
        Value::Map(entries) if entries.is_empty() => "<code>{}</code>".to_owned(),
        Value::List(items) if items.is_empty() => "<code>[]</code>".to_owned(),
        Value::Map(entries) => {
            let entries = entries
                .iter()
                .map(|(key, it)| format!("{}: {}", escape(key), value(it, scope)));
            entries.collect::<Vec<_>>().join(", ")
        }
        Value::List(items) => {
            let plain = items.iter().all(|it| !matches!(it, Value::List(_) | Value::Map(_)));
            if items.len() < 2 || plain {
                items.iter().map(|it| value(it, scope)).collect::<Vec<_>>().join(", ")
            } else {
                let items: String = items
                    .iter()
                    .map(|it| format!("<li>{}</li>", value(it, scope)))
                    .collect();
                format!("<ul>{items}</ul>")
            }
        }
        Value::Text(text) => match text.strip_prefix("id:") {
            Some(name) => format!("id of {}", link(&format!("{scope}{name}"), name)),
            None if text.contains('⟨') => format!("<code>{}</code>", holes(text)),
            None => format!("<code>{}</code>", escape(&scalar(value_of))),
        },
        other => format!("<code>{}</code>", escape(&scalar(other))),
    }
}

fn unknown(sources: &[Vec<impl AsRef<str>>], scope: &str) -> String {
    let mut names: Vec<&str> = Vec::new();
    for source in sources {
        if let Some(name) = source.first().map(AsRef::as_ref)
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    if names.iter().any(|it| it.contains(' ')) || names.is_empty() {
        return format!(
            "<span class=\"unknown\">known only in the cloud: {}</span>",
            escape(&names.join(", "))
        );
    }
    let are = if names.len() == 1 { "is" } else { "are" };
    let links: Vec<String> = names
        .iter()
        .take(4)
        .map(|it| link(&format!("{scope}{it}"), it))
        .collect();
    let more = if names.len() > 4 {
        format!(" and {} more", names.len() - 4)
    } else {
        String::new()
    };
    format!(
        "<span class=\"unknown\">known after {}{more} {are} created</span>",
        links.join(", ")
    )
}
