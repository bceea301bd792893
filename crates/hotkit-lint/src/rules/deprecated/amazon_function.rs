//! A function of the CloudFormation format in a HOT template.

use hotkit_schema::Function;
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "amazon-function",
    Group::Deprecated,
    Severity::Warning,
    include_str!("amazon_function.md"),
    look,
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for use_ in &view.uses.calls {
        let name = &use_.call.name;
        if !name.text.starts_with("Fn::") || use_.call.function == Function::Removed {
            continue;
        }
        let own = match name.text.as_str() {
            "Fn::Join" => "use `list_join`",
            "Fn::Split" => "use `str_split`, from 2015-10-15 on",
            "Fn::Replace" => "use `str_replace`, with `template` and `params`",
            "Fn::Select" => "give the index in the path of `get_param` or `get_attr`, or to `str_split`",
            "Fn::Base64" => "leave it out: it gives its argument back as it is",
            "Fn::ResourceFacade" => "use `resource_facade`",
            "Fn::GetAZs" => "make the zones a parameter of type `comma_delimited_list`",
            _ => "later versions do not have it",
        };
        let edits = (name.text == "Fn::Join" && use_.call.argument.as_list().is_some_and(|it| it.len() == 2))
            .then(|| view.rename(name.range, "list_join"))
            .flatten();
        findings.add(
            Finding::new(
                name.range,
                view.path_to(use_.at.owner, name.range),
                format!("only the first versions of HOT know {}", quoted(&name.text)),
            )
            .label("refused by later versions")
            .help(own)
            .safe_fix("rename to `list_join`", edits),
        );
    }
}
