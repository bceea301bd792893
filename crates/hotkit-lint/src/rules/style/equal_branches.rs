//! An `if` whose two branches say the same.

use hotkit_eval::Value;
use hotkit_schema::Function;
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "equal-branches",
    Group::Style,
    Severity::Warning,
    include_str!("equal_branches.md"),
    look,
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for use_ in &view.uses.calls {
        if !matches!(use_.call.function, Function::If | Function::IfNullable) {
            continue;
        }
        let Some([_, one, other]) = use_.call.argument.as_list() else {
            continue;
        };
        if Value::from_expr(one) != Value::from_expr(other) {
            continue;
        }
        let range = use_.call.name.range;
        findings.add(
            Finding::new(
                range,
                view.path_to(use_.at.owner, range),
                "both branches of this `if` say the same",
            )
            .label("makes no difference")
            .related(other.range, "the same as the other branch")
            .help("write the value without `if`, or correct one of the branches"),
        );
    }
}
