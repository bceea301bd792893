//! Pages about rules and their groups.

use hotkit_lint::{Rule, rules};
use hotkit_text::Group;

use crate::counted;

/// The page of a rule, with what is known of it besides.
pub(crate) fn page(rule: &'static Rule) -> String {
    let (title, rest) = rule.page.split_once('\n').unwrap_or((rule.page, ""));
    let state = if rule.default_on { "on" } else { "off" };
    let severity = if rule.group == Group::Engine {
        "error where Heat refuses the template, warning elsewhere".to_owned()
    } else {
        rule.severity.name().to_owned()
    };
    let former = if rule.aliases.is_empty() {
        String::new()
    } else {
        format!("; once called {}", rule.aliases.join(", "))
    };
    format!(
        "{title}\n\nA rule of the group `{}`: {severity}; {state} by default{former}.\n{}\n",
        rule.group.name(),
        readable(rest.trim_end()),
    )
}

/// The examples without the words that tests read, and with a sentence in their place.
fn readable(page: &str) -> String {
    let mut lines = Vec::new();
    for line in page.lines() {
        match line.strip_prefix("```yaml ") {
            Some(words) => {
                let words: Vec<&str> = words.split(' ').collect();
                let title = match words.as_slice() {
                    ["bad", ..] => "Bad:".to_owned(),
                    ["good", ..] => "Good:".to_owned(),
                    ["file", name] => format!("`{name}`:"),
                    _ => "With:".to_owned(),
                };
                lines.extend([title, String::new(), "```yaml".to_owned()]);
            }
            None => lines.push(line.to_owned()),
        }
    }
    lines.join("\n")
}

/// The rules of a group.
pub(crate) fn group(group: Group) -> String {
    let what = match group {
        Group::Engine => "Heat's own verdict: what it refuses.",
        Group::Suspicious => "What Heat accepts and most likely nobody meant.",
        Group::Security => "What opens a door or shows a secret.",
        Group::Update => "What hurts when the stack is updated.",
        Group::Portability => "What works on one cloud, or with one reader, only.",
        Group::Deprecated => "What is on its way out of Heat.",
        Group::Style => "What is harder to read than it need be.",
        Group::Contract => "What is not as those want it who take the template over: course labs, ONAP.",
    };
    let of_group: Vec<&Rule> = rules().iter().copied().filter(|it| it.group == group).collect();
    let mut page = format!("# {}\n\n{what} {}.\n\n", group.name(), counted(of_group.len(), "rule"));
    for rule in of_group {
        let off = if rule.default_on { "" } else { " (off by default)" };
        page.push_str(&format!("- `{}`{off}: {}\n", rule.name, rule.summary()));
    }
    page
}
