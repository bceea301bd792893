//! Cloud-config that cloud-init cannot read as YAML, so that it applies nothing of it.

use hotkit_model::Expr;
use hotkit_syntax::{ErrorClass, NodeKind, parse};
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::rule::Rule;
use crate::view::{Owner, Part, View};

pub(crate) static RULE: Rule = Rule::lint(
    "unreadable-cloud-config",
    Group::Suspicious,
    Severity::Error,
    include_str!("unreadable_cloud_config.md"),
    look,
);

/// The line that says to cloud-init what the text is. Longer words, such as `#cloud-config-archive`, say something else.
const HEAD: &str = "#cloud-config";

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for part in &view.parts {
        let Some(text) = text_of(view, part) else { continue };
        let Some(fault) = fault(view, text) else { continue };
        let place = match fault.line {
            Some(line) => view.script(text).and_then(|it| view.line_of_script(&it, line)),
            None => None,
        };
        let whole = text.as_call().map_or(text.range, |it| it.name.range);
        let first = view.slice(whole).lines().next().unwrap_or_default().trim_end();
        let header = hotkit_text::TextRange::new(whole.start(), whole.start() + first.len() as u32);
        let range = place.unwrap_or(header);
        let at = match (place, fault.line) {
            (None, Some(line)) => format!(" (line {} of the text)", line + 1),
            _ => String::new(),
        };
        let message = format!(
            "cloud-init applies nothing of the cloud-config of {}: {}{at}",
            part.called(),
            fault.why
        );
        findings.add(
            Finding::new(range, view.path_to(Owner::Resource(part.index), range), message)
                .label("not the YAML that is wanted")
                .help("mend the text: Heat hands it over without a look, and cloud-init logs one line and goes on"),
        );
    }
}

/// The property whose text goes to cloud-init as it is.
fn text_of<'a>(view: &View<'a>, part: &Part<'a>) -> Option<&'a Expr> {
    if part.is("OS::Nova::Server") {
        let format = part.property("user_data_format")?;
        let is_raw = view.known_text(&format.value).is_some_and(|it| it == "RAW");
        return is_raw.then(|| part.property("user_data").map(|it| &it.value))?;
    }
    if part.is("OS::Heat::SoftwareConfig") {
        // Of a group of its own it is a hook's business.
        let is_plain = part.property("group").is_none();
        return is_plain.then(|| part.property("config").map(|it| &it.value))?;
    }
    None
}

struct Fault {
    why: String,
    /// From 0.
    line: Option<usize>,
}

fn fault(view: &View<'_>, expr: &Expr) -> Option<Fault> {
    let script = view.script(expr)?;
    let text = script.text.as_str();
    if text.lines().next().is_none_or(|it| it.trim_end() != HEAD) {
        return None;
    }
    let tree = parse(text);
    if let Some(error) = tree.errors().first() {
        let is_certain = matches!(
            error.class,
            ErrorClass::Scanner | ErrorClass::Parser | ErrorClass::Composer
        );
        let line = text.get(..error.offset as usize)?.matches('\n').count();
        // What comes behind a place that is not known may change nothing before its line, and all that follows.
        let is_before = script.known_until.is_none_or(|until| line < until);
        return (is_certain && is_before).then(|| Fault {
            why: error.problem.clone(),
            line: Some(line),
        });
    }
    let root = tree.root().filter(|it| !it.is_absent())?.resolve()?;
    let is_map = matches!(root.kind(), NodeKind::Mapping(_));
    let is_known = script.known_until.is_none() || matches!(root.kind(), NodeKind::Sequence(_));
    (!is_map && is_known).then(|| Fault {
        why: "it is no mapping of modules".to_owned(),
        line: None,
    })
}
