//! A template version that is older than every release that anybody runs.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "outdated-version",
    Group::Deprecated,
    Severity::Info,
    include_str!("outdated_version.md"),
    look,
)
.off();

/// The first version with conditions, which all releases from Newton on know.
const RECENT: &str = "2016-10-14";

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    let template = view.template;
    let (Some(version), Some((_, value))) = (template.version, &template.version_entry) else {
        return;
    };
    if version.is_hot_since(RECENT) {
        return;
    }
    findings.add(
        Finding::new(
            value.range,
            "heat_template_version",
            format!(
                "version {} lacks functions that every Heat in use has",
                quoted(version.name)
            ),
        )
        .label("without conditions and `yaql`")
        .help("`2018-08-31` works on every release since Rocky"),
    );
}
