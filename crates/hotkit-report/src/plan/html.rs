//! The plan as one page: static HTML for everything that is read in a row, the picture, one island of JSON, one script.
//!
//! The page reads and prints without its script, which only adds the side panel, search, zoom and highlights. Nothing is
//! loaded from elsewhere. Slots are filled in one pass, so data that look like a slot stay data.

use std::collections::HashMap;
use std::fmt::Write as _;

use hotkit_plan::{
    Action, BecauseKind, Change, Effect, Kind, Place, Planned, QuotaKind, ResourcePlan, Rolling, StackPlan, Value,
};
use hotkit_text::Severity;

use crate::plan::PlanReport;
use crate::plan::json::{Document, Eyes};
use crate::plan::layout::layout;
use crate::plan::svg::{Drawing, draw, escape, service};
use crate::plan::terminal::flatten;
use crate::plan::words::{
    DiffLine, Fullness, clock, diff_lines, fullness, long_clock, quantity, scalar, short_type, sign, texts,
};

const PAGE: &str = include_str!("report.html");
const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");

/// Actions in the order in which they are told, with their headings.
const ACTIONS: [(Action, &str); 4] = [
    (Action::Replace, "Replace"),
    (Action::Delete, "Delete"),
    (Action::Update, "Update in place"),
    (Action::Create, "Create"),
];

/// The plan as a page.
#[must_use]
pub fn html_plan(report: &PlanReport<'_>) -> String {
    let Some(plan) = report.plan else {
        return String::new();
    };
    let page = Page { report };
    let layout = layout(&plan.root);
    let picture = draw(&Drawing {
        report,
        layout: &layout,
        critical: true,
        standalone: false,
    });
    let implied = layout.edges.iter().filter(|it| it.implied).count();
    let data = serde_json::to_string(&Document::new(report, Eyes::People))
        .expect("texts, numbers and lists can always be written as JSON")
        .replace('<', "\\u003c");
    let environments: Vec<String> = plan
        .environments
        .iter()
        .map(|it| format!("<code>{}</code>", escape(it)))
        .collect();
    let environments = if environments.is_empty() {
        "<span class=\"dim\">none</span>".to_owned()
    } else {
        environments.join(", ")
    };
    // Without a resource there is nothing to choose.
    let script = if plan.root.resources.is_empty() { "" } else { SCRIPT };
    let slots: HashMap<&str, String> = [
        ("title", escape(&format!("{}: plan", plan.stack_name))),
        ("style", STYLE.to_owned()),
        ("script", unindented(script)),
        ("data", data),
        ("stack", escape(&plan.stack_name)),
        ("description", escape(plan.description.as_deref().unwrap_or(""))),
        ("file", escape(&plan.file)),
        ("version", escape(&plan.version)),
        ("environments", environments),
        ("compared", page.compared()),
        (
            "nav",
            if report.update.is_some() {
                "<a href=\"#changes\">Changes</a> ".to_owned()
            } else {
                String::new()
            },
        ),
        ("release", escape(plan.release)),
        ("warn", page.warning()),
        ("tiles", page.tiles()),
        ("quota", page.quota()),
        ("graph", picture),
        ("ratio", format!("{} / {}", layout.width.round(), layout.height.round())),
        ("wide", format!("{}", (layout.width * 0.76).round())),
        ("changes", page.changes()),
        ("gantt", page.gantt()),
        ("outputs", page.outputs()),
        ("inputs", page.inputs()),
        ("findings", page.findings()),
        ("cards", page.listing()),
        ("off", page.disabled()),
        ("undo", page.undo()),
        ("edges", layout.edges.len().to_string()),
        ("implied", implied.to_string()),
    ]
    .into_iter()
    .collect();
    filled(&unindented(PAGE), &slots)
}

/// Lines without their indentation: it is for those who write the page, not for those who get it.
fn unindented(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(|line| line.trim_start_matches(' ')).collect();
    let mut result = lines.join("\n");
    result.push('\n');
    result
}

/// The page with its slots filled, in one pass.
fn filled(page: &str, slots: &HashMap<&str, String>) -> String {
    let mut result = String::with_capacity(page.len() * 4);
    let mut rest = page;
    while let Some(start) = rest.find("{{") {
        let (before, from) = rest.split_at(start);
        result.push_str(before);
        let name = from[2..].split("}}").next().unwrap_or("");
        match slots.get(name) {
            Some(text) => {
                result.push_str(text);
                rest = &from[name.len() + 4..];
            }
            None => {
                result.push_str("{{");
                rest = &from[2..];
            }
        }
    }
    result.push_str(rest);
    result
}

/// A path as the name in an address.
fn anchor(path: &str) -> String {
    let mut result = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'.' | b'-' | b'~' | b'/' => result.push(char::from(byte)),
            other => {
                let _ = write!(result, "%{other:02X}");
            }
        }
    }
    result
}

fn link(path: &str, text: &str) -> String {
    format!("<a href=\"#r-{}\">{}</a>", anchor(path), escape(text))
}

/// Text with its holes marked.
fn holes(text: &str) -> String {
    escape(text)
        .replace('⟨', "<mark class=\"hole\">")
        .replace('⟩', "</mark>")
}

/// A message with its names in backticks as code.
fn code(text: &str) -> String {
    let escaped = escape(text);
    let mut result = String::new();
    for (place, part) in escaped.split('`').enumerate() {
        if place % 2 == 1 {
            let _ = write!(result, "<code>{part}</code>");
        } else {
            result.push_str(part);
        }
    }
    result
}

fn many(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
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

fn planned(it: &Planned, scope: &str) -> String {
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

fn tag(action: Option<Action>) -> String {
    match action {
        None | Some(Action::Unchanged) => String::new(),
        Some(action) => format!(
            "<span class=\"tag {0}\"><b aria-hidden=\"true\">{1}</b> {0}</span>",
            action.name(),
            sign(action)
        ),
    }
}

struct Page<'a> {
    report: &'a PlanReport<'a>,
}

impl<'a> Page<'a> {
    fn root(&self) -> Option<&'a StackPlan> {
        self.report.plan.map(|it| &it.root)
    }

    fn spot(&self, at: &Place) -> String {
        let own = self.report.plan.is_some_and(|it| it.file == at.file);
        if own {
            format!("line {}", at.line)
        } else {
            let file = at.file.rsplit('/').next().unwrap_or(&at.file);
            format!("{}:{}", escape(file), at.line)
        }
    }

    fn compared(&self) -> String {
        let Some(against) = self.report.against else {
            return String::new();
        };
        let what = match (&against.revision, &against.commit) {
            (Some(revision), Some(commit)) => {
                format!(
                    "the same at <code>{}</code> <span class=\"dim\">{}</span>",
                    escape(revision),
                    escape(commit)
                )
            }
            _ => format!("<code>{}</code>", escape(&against.file)),
        };
        format!("<div><dt>compared with</dt><dd>{what}</dd></div>")
    }

    fn warning(&self) -> String {
        let mut pills = String::new();
        let mut pill = |text: &str| {
            let _ = write!(
                pills,
                "<p class=\"pill bad\"><span aria-hidden=\"true\">✗</span> {}</p>",
                code(text)
            );
        };
        if let Some(worst) = self.report.diagnostics.iter().find(|it| it.severity == Severity::Error) {
            pill(&worst.message);
        }
        if let Some(text) = self.report.update.and_then(|it| it.refused.first()) {
            pill(text);
        }
        for text in self.report.update.iter().flat_map(|it| &it.protected) {
            pill(text);
        }
        if let Some(missing) = self.report.estimate.and_then(|it| it.missing.first()) {
            pill(&format!("the cloud has no {} `{}`", missing.what, missing.value));
        }
        pills
    }

    fn tiles(&self) -> String {
        let (Some(root), Some(estimate)) = (self.root(), self.report.estimate) else {
            return String::new();
        };
        let total = root.total();
        let edges: usize = root.resources.iter().map(|it| it.requires.len()).sum();
        let added = root
            .resources
            .iter()
            .flat_map(|it| &it.requires)
            .filter(|it| matches!(it.because.first().map(|it| &it.kind), Some(BecauseKind::Heat(_))))
            .count();
        let chain: Vec<String> = estimate.critical_path.iter().map(|it| escape(it)).collect();
        let mut out = format!(
            "<ul class=\"tiles\"><li><b>{total}</b> resources<small>{} in the template, {} inside others; {} disabled</small></li>\
             <li><b>{}</b> waves<small>{edges} edges, {added} of them added by Heat</small></li>\
             <li><b>{}</b> to create<small>longest chain: {}</small></li>",
            root.resources.len(),
            total - root.resources.len(),
            root.disabled.len(),
            root.waves.len(),
            long_clock(estimate.seconds),
            chain.join(" → ")
        );
        if let Some(update) = self.report.update {
            let order = [Action::Create, Action::Update, Action::Replace, Action::Delete];
            let parts: Vec<String> = order
                .into_iter()
                .map(|action| {
                    format!(
                        "<span class=\"{0}\"><b aria-hidden=\"true\">{1}{2}</b><small>{0}</small></span>",
                        action.name(),
                        sign(action),
                        update.count(action)
                    )
                })
                .collect();
            let _ = write!(
                out,
                "<li class=\"changes\"><a href=\"#changes\">{}</a></li>",
                parts.join(" ")
            );
        }
        let count = |severity: Severity| {
            self.report
                .diagnostics
                .iter()
                .filter(|it| it.severity == severity)
                .count()
        };
        let (errors, warnings, infos) = (count(Severity::Error), count(Severity::Warning), count(Severity::Info));
        let _ = write!(
            out,
            "<li><a href=\"#findings\"><b>{}</b> findings<small>{}, {}, {infos} info</small></a></li></ul>",
            errors + warnings + infos,
            many(errors, "error"),
            many(warnings, "warning")
        );
        out
    }

    fn quota(&self) -> String {
        let Some(estimate) = self.report.estimate else {
            return String::new();
        };
        let mut lines: Vec<(QuotaKind, u64, u64)> = estimate
            .needed
            .iter()
            .filter(|(_, needed)| **needed > 0)
            .filter_map(|(kind, needed)| {
                let limit = estimate.limits.get(kind).copied().flatten()?;
                Some((*kind, needed + estimate.used.get(kind).copied().unwrap_or(0), limit))
            })
            .collect();
        lines.sort_by(|a, b| (b.1 * a.2.max(1)).cmp(&(a.1 * b.2.max(1))).then(a.0.cmp(&b.0)));
        let mut out = String::from("<ul class=\"quota\">");
        for (kind, needed, limit) in lines {
            let (class, word) = match fullness(needed, limit) {
                Fullness::Fine => ("fine", ""),
                Fullness::Near => ("near", " · <b>nearly full</b>"),
                Fullness::Over => ("over", " · <b>too many</b>"),
            };
            let share = (needed as f64 / limit.max(1) as f64 * 100.0).min(100.0);
            let _ = write!(
                out,
                "<li class=\"{class}\"><span>{}</span><span class=\"num\">{} of {}{word}</span><span class=\"meter\" aria-hidden=\"true\"><i style=\"width:{share:.1}%\"></i></span></li>",
                kind.label(),
                quantity(kind, needed),
                quantity(kind, limit)
            );
        }
        out.push_str("</ul>");
        if let Some((count, kind)) = estimate.fit {
            let _ = write!(
                out,
                "<p class=\"dim\">The quota of cloud “{}” has room for {}; {} run out first.</p>",
                escape(&estimate.cloud),
                many(count as usize, "such stack"),
                kind.label()
            );
        }
        for (flavor, servers) in &estimate.unknown_flavors {
            let _ = write!(
                out,
                "<p class=\"dim\">Not counted: flavor <code>{}</code> of {}; a cloud file can say how large it is.</p>",
                escape(flavor),
                many(*servers as usize, "server")
            );
        }
        out
    }

    fn disabled(&self) -> String {
        let Some(root) = self.root().filter(|it| !it.disabled.is_empty()) else {
            return String::new();
        };
        let mut out = String::from("<p class=\"dim\">Not created:</p><ul class=\"off\">");
        for it in &root.disabled {
            let _ = write!(
                out,
                "<li><span class=\"name\">{}</span> <span class=\"dim\">{}</span>: condition <code>{}</code> is false, <span class=\"place\">{}</span></li>",
                escape(&it.name),
                escape(&it.type_name),
                escape(&it.condition),
                self.spot(&it.at)
            );
        }
        out.push_str("</ul>");
        out
    }

    fn bar(&self, name: &str, path: &str, resource: &ResourcePlan, class: &str, total: u64) -> String {
        let total = total.max(1) as f64;
        let left = resource.start as f64 / total * 100.0;
        let wide = (resource.seconds as f64 / total * 100.0).max(0.4);
        let side = if wide > 30.0 {
            "in"
        } else if left + wide < 80.0 {
            "out"
        } else {
            "left"
        };
        let mut classes: Vec<&str> = Vec::new();
        if !class.is_empty() {
            classes.push(class);
        }
        if resource.assumed {
            classes.push("waits");
        }
        let names = if classes.is_empty() {
            String::new()
        } else {
            format!(" class=\"{}\"", classes.join(" "))
        };
        format!(
            "<li{names}>{}<span class=\"lane\"><i class=\"{} {side}\" style=\"--s:{};--d:{}\"><em>{}{}</em></i></span></li>",
            link(path, name),
            service(resource),
            resource.start,
            resource.seconds,
            long_clock(resource.seconds),
            if resource.assumed { " (assumed)" } else { "" }
        )
    }

    fn gantt(&self) -> String {
        let (Some(root), Some(estimate)) = (self.root(), self.report.estimate) else {
            return String::new();
        };
        let total = estimate.seconds.max(1);
        let steps = [5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600, 86400];
        let step = steps.into_iter().find(|step| total / step <= 8).unwrap_or(total);
        let mut order: Vec<&ResourcePlan> = root.resources.iter().collect();
        order.sort_by_key(|it| (it.start, it.start + it.seconds, it.name.clone()));
        let mut rows = String::new();
        for resource in order {
            let critical = estimate.critical_path.iter().any(|it| *it == resource.name);
            let class = if critical { "critical" } else { "" };
            rows.push_str(&self.bar(&resource.name, &resource.name, resource, class, total));
            self.inner_bars(resource, &resource.name, total, &mut rows);
        }
        let mut ticks = String::new();
        let mut at = 0;
        while at < total {
            let _ = write!(
                ticks,
                "<span style=\"left:{:.2}%\">{}</span>",
                at as f64 / total as f64 * 100.0,
                clock(at)
            );
            at += step;
        }
        format!(
            "<div class=\"gantt\" style=\"--t:{total};--step:{:.3}%\"><div class=\"ticks\" aria-hidden=\"true\"><div>{ticks}</div></div><ol>{rows}</ol></div>",
            step as f64 / total as f64 * 100.0
        )
    }

    fn inner_bars(&self, resource: &ResourcePlan, path: &str, total: u64, rows: &mut String) {
        let Some(nested) = &resource.nested else { return };
        for member in &nested.resources {
            let path = format!("{path}/{}", member.name);
            rows.push_str(&self.bar(&member.name, &path, member, "inner", total));
            self.inner_bars(member, &path, total, rows);
        }
    }

    fn changes(&self) -> String {
        let (Some(update), Some(against)) = (self.report.update, self.report.against) else {
            return String::new();
        };
        let name = against.revision.as_deref().unwrap_or(&against.file);
        let mut out = format!(
            "<section id=\"changes\" aria-labelledby=\"changes-h\"><h2 id=\"changes-h\">Changes against <code>{}</code></h2>",
            escape(name)
        );
        let mut again = "";
        for (action, words) in ACTIONS {
            let mut items = Vec::new();
            flatten(&update.changes, "", action, &mut items);
            if items.is_empty() {
                continue;
            }
            let outer = items.iter().filter(|(path, _)| !path.contains('/')).count();
            let more = if items.len() > outer {
                format!(" and {} inside others", items.len() - outer)
            } else {
                String::new()
            };
            let _ = write!(
                out,
                "<div class=\"group {}\"><h3><b aria-hidden=\"true\">{}</b> {words} <span class=\"dim\">{outer}{more}</span></h3>",
                action.name(),
                sign(action)
            );
            let told = |it: &Change| !it.because.is_empty() || !it.notes.is_empty();
            if items.iter().any(|(_, it)| told(it)) {
                let _ = write!(
                    out,
                    "<table class=\"props diffs{again}\"><thead><tr><th scope=\"col\">resource</th><th scope=\"col\">property</th><th scope=\"col\">before</th><th scope=\"col\">after</th><th scope=\"col\">why, and what follows</th></tr></thead><tbody>"
                );
                for (path, change) in items.iter().filter(|(_, it)| told(it)) {
                    self.change_rows(path, change, &mut out);
                }
                out.push_str("</tbody></table>");
                again = " again";
            }
            let plain: Vec<String> = items
                .iter()
                .filter(|(_, it)| !told(it))
                .map(|(path, change)| {
                    if change.gone {
                        format!("<span class=\"name\">{}</span>", escape(path))
                    } else {
                        link(path, path)
                    }
                })
                .collect();
            if !plain.is_empty() {
                let _ = write!(out, "<p class='plain'>{}</p>", plain.join(", "));
            }
            out.push_str("</div>");
        }
        let mut same = Vec::new();
        flatten(&update.changes, "", Action::Unchanged, &mut same);
        let names: Vec<String> = same.iter().map(|(path, _)| link(path, path)).collect();
        let _ = write!(
            out,
            "<details class='same'><summary>Unchanged <span class='dim'>{}</span></summary><p>{}</p></details></section>",
            same.len(),
            names.join(", ")
        );
        out
    }

    fn change_rows(&self, path: &str, change: &Change, out: &mut String) {
        let scope = path.rfind('/').map_or("", |end| &path[..=end]);
        let head = if change.gone {
            format!("<span class=\"name\">{}</span>", escape(path))
        } else {
            link(path, path)
        };
        let revision = self
            .report
            .against
            .and_then(|it| it.revision.as_deref())
            .filter(|_| change.gone);
        let revision = revision.map_or(String::new(), |it| {
            format!(" <span class=\"dim\">at {}</span>", escape(it))
        });
        let label = format!(
            "{head}<div class=\"dim\">{} · <span class=\"place\">{}</span>{revision}</div>",
            escape(short_type(&change.type_name)),
            self.spot(&change.at)
        );
        let rolling = change.rolling.as_ref().and_then(Rolling::words);
        let mut notes = rolling.map_or_else(String::new, |it| format!("<p>{}</p>", escape(&it)));
        if !change.notes.is_empty() {
            let _ = write!(notes, "<p class=\"note\">{}</p>", code(&change.notes.join("; ")));
        }
        if change.because.is_empty() {
            let _ = write!(
                out,
                "<tr><td class=\"who\">{label}</td><td colspan=\"3\"></td><td>{notes}</td></tr>"
            );
            return;
        }
        for (place, reason) in change.because.iter().enumerate() {
            let property = format!("<th scope=\"row\"><code>{}</code></th>", escape(&reason.property));
            let cells = match (&reason.before, &reason.after) {
                (Some(before), Some(after)) => match texts(before, after) {
                    Some((old, new)) => format!("{property}<td colspan=\"2\">{}</td>", diff(old, new)),
                    None => {
                        let before = match &before.kind {
                            Kind::Unknown { .. } => "<span class=\"unknown\">known only to the cloud</span>".to_owned(),
                            _ => planned(before, scope),
                        };
                        format!(
                            "{property}<td><span class=\"cap\">before </span>{before}</td><td><span class=\"cap\">after </span>{}</td>",
                            planned(after, scope)
                        )
                    }
                },
                _ => format!("{property}<td colspan=\"2\"></td>"),
            };
            let forces = match reason.effect {
                Effect::Replace => "<b class=\"effect\">forces replacement</b> ",
                Effect::Update | Effect::Depends => "",
            };
            let why = reason
                .why
                .as_ref()
                .map_or(String::new(), |it| format!("<span class=\"dim\">{}</span>", code(it)));
            let (label, notes) = if place == 0 {
                (label.as_str(), notes.as_str())
            } else {
                ("", "")
            };
            let _ = write!(
                out,
                "<tr><td class=\"who\">{label}</td>{cells}<td>{forces}{why}{notes}</td></tr>"
            );
        }
    }

    fn listing(&self) -> String {
        let Some(root) = self.root() else {
            return String::new();
        };
        let mut rows = String::new();
        for (number, wave) in root.waves.iter().enumerate() {
            let _ = write!(
                rows,
                "<tr><th scope=\"rowgroup\" colspan=\"5\" class=\"wavehead\">Wave {}</th></tr>",
                number + 1
            );
            for index in wave {
                let resource = &root.resources[*index];
                let change = self
                    .report
                    .update
                    .and_then(|it| it.changes.iter().find(|it| it.name == resource.name));
                self.row(root, resource, &resource.name, change, &mut rows);
            }
        }
        format!(
            "<table class=\"props wide list\"><thead><tr><th scope=\"col\">resource</th><th scope=\"col\">type</th><th scope=\"col\">waits for</th><th scope=\"col\">starts</th><th scope=\"col\">declared</th></tr></thead><tbody>{rows}</tbody></table>"
        )
    }

    fn row(&self, stack: &StackPlan, resource: &ResourcePlan, path: &str, change: Option<&Change>, rows: &mut String) {
        let waits: Vec<String> = resource
            .requires
            .iter()
            .map(|it| escape(&stack.resources[it.resource].name))
            .collect();
        let inner = if path.contains('/') { " class=inner" } else { "" };
        let _ = write!(
            rows,
            "<tr id=\"r-{}\"{inner}><th scope=\"row\">{} {}</th><td class=\"dim\">{}</td><td class=\"name\">{}</td><td class=\"num\">{}</td><td class=\"place\">{}</td></tr>",
            escape(path),
            link(path, &resource.name),
            tag(change.map(|it| it.action)),
            escape(&resource.type_name),
            waits.join(", "),
            clock(resource.start),
            self.spot(&resource.at)
        );
        if let Some(nested) = &resource.nested {
            for member in &nested.resources {
                let change = change.and_then(|it| it.nested.iter().find(|it| it.name == member.name));
                self.row(nested, member, &format!("{path}/{}", member.name), change, rows);
            }
        }
    }

    fn outputs(&self) -> String {
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

    fn inputs(&self) -> String {
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

    fn findings(&self) -> String {
        if self.report.diagnostics.is_empty() {
            return "<p class=\"dim\">No findings.</p>".to_owned();
        }
        let mut out = String::from("<ul class=\"findings\">");
        for it in self.report.diagnostics {
            let file = self.report.files.get(it.file);
            let position = file.position(it.range.start());
            let sign = match it.severity {
                Severity::Error => "✗",
                Severity::Warning => "!",
                Severity::Info => "i",
                Severity::Hint => "·",
            };
            let help = it
                .help
                .as_ref()
                .map_or(String::new(), |help| format!("<p>help: {}</p>", code(help)));
            let _ = write!(
                out,
                "<li class=\"{0}\"><b class=\"sev\"><span aria-hidden=\"true\">{sign}</span> {0}</b><div><p>{1}</p><p class=\"dim\"><span class=\"place\">{2}:{3}:{4}</span> · {5}</p>{help}</div></li>",
                it.severity.name(),
                code(&it.message),
                escape(file.path()),
                position.line + 1,
                position.column + 1,
                it.rule
            );
        }
        out.push_str("</ul>");
        out
    }

    fn undo(&self) -> String {
        let Some(root) = self.root() else {
            return String::new();
        };
        let made = vec![true; root.resources.len()];
        let steps = hotkit_plan::deletion_order(root, &made);
        let step = |names: &Vec<String>| {
            let links: Vec<String> = names.iter().map(|it| link(it, it)).collect();
            format!("<li>{}</li>", links.join(", "))
        };
        steps.iter().map(step).collect()
    }
}

/// Lines of two texts, the equal ones counted.
fn diff(before: &str, after: &str) -> String {
    let mut out = String::from("<pre class='diff'>");
    let mut equal = 0;
    for line in diff_lines(before, after) {
        match line {
            DiffLine::Equal(_) => equal += 1,
            DiffLine::Gone(text) => {
                let _ = write!(out, "<del>− {}</del>", holes(&text));
            }
            DiffLine::Come(text) => {
                let _ = write!(out, "<ins>+ {}</ins>", holes(&text));
            }
        }
    }
    let _ = write!(out, "<span class='dim'>  {}</span></pre>", many(equal, "equal line"));
    out
}
