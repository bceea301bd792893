//! A `depends_on` that a reference implies.

use hotkit_analysis::ReferenceFunction;
use hotkit_text::{Edit, Group, Severity, TextRange};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "redundant-depends-on",
    Group::Style,
    Severity::Hint,
    include_str!("redundant_depends_on.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for (index, resource) in view.template.resources.iter().enumerate() {
        for (place, name) in resource.depends_on.iter().enumerate() {
            let twice = resource.depends_on[..place].iter().any(|it| it.text == name.text);
            let reference = view.resource(&name.text).and_then(|it| implied_by(view, index, it));
            if !twice && reference.is_none() {
                continue;
            }
            let message = if twice {
                format!("{} is listed twice", quoted(&name.text))
            } else {
                format!(
                    "{} waits for {} anyway",
                    quoted(&resource.name.text),
                    quoted(&name.text)
                )
            };
            let path = format!("{}.depends_on", view.resource_path(index));
            let finding = Finding::new(name.range, path, message)
                .label("says nothing new")
                .help("take it away: what is left are the dependencies that no reference shows")
                .safe_fix(format!("take {} away", quoted(&name.text)), without(view, index, place));
            findings.add(match reference {
                Some(range) => finding.related(range, "this makes it wait"),
                None => finding,
            });
        }
    }
}

/// A reference that makes a resource wait for another one, whatever the conditions are.
fn implied_by(view: &View<'_>, requirer: usize, required: usize) -> Option<TextRange> {
    let edge = view
        .stack
        .graph
        .edges
        .iter()
        .find(|it| (it.requirer, it.required) == (requirer, required))?;
    let reference = edge
        .because
        .iter()
        .find(|it| it.certain && matches!(it.function, ReferenceFunction::Resource | ReferenceFunction::Attribute));
    reference.map(|it| it.range)
}

/// The text without one of the names.
fn without(view: &View<'_>, index: usize, place: usize) -> Option<Vec<Edit>> {
    let resource = &view.template.resources[index];
    let (key, names) = (resource.depends_on_key?, &resource.depends_on);
    let name = names[place].range;
    if names.len() == 1 {
        let between = TextRange::new(key.end(), name.start()).slice(view.text);
        return (between.trim() == ":").then(|| view.remove_entry(key, name)).flatten();
    }
    // An item of a list in brackets goes with the comma behind it, or before it.
    let (start, end) = match (place.checked_sub(1), names.get(place + 1)) {
        (_, Some(next)) => (name.start(), next.range.start()),
        (Some(before), None) => (names[before].range.end(), name.end()),
        (None, None) => return None,
    };
    let between = TextRange::new(start, end);
    let rest: String = view.slice(between).chars().filter(|it| !it.is_whitespace()).collect();
    let own = view.slice(name);
    let in_brackets = rest == format!("{own},") || rest == format!(",{own}");
    in_brackets.then(|| vec![Edit::replace(between, "")])
}
