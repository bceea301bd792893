//! Cloud-config in user data of the format `HEAT_CFNTOOLS`, which runs it as a script.

use hotkit_model::Expr;
use hotkit_schema::Function;
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::rule::Rule;
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "cloud-config-in-cfntools",
    Group::Suspicious,
    Severity::Error,
    include_str!("cloud_config_in_cfntools.md"),
    look,
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for server in view.of_type("OS::Nova::Server") {
        let Some(user_data) = server.property("user_data") else {
            continue;
        };
        let format = server.property("user_data_format");
        let written = format.map(|it| view.known_text(&it.value));
        if !matches!(written, None | Some(Some(_)))
            || written.flatten().is_some_and(|it| it != "HEAT_CFNTOOLS")
            || server.has_unknown_property()
        {
            continue;
        }
        let Some(why) = lost(view, &user_data.value) else {
            continue;
        };
        let (right, edits) = match (why, format) {
            ("a cloud-config", None) => ("RAW", view.add_before(user_data.key.range, "user_data_format: RAW")),
            ("a cloud-config", Some(format)) => ("RAW", view.rewrite(format.value.range, "RAW")),
            (_, None) => (
                "SOFTWARE_CONFIG",
                view.add_before(user_data.key.range, "user_data_format: SOFTWARE_CONFIG"),
            ),
            (_, Some(format)) => ("SOFTWARE_CONFIG", view.rewrite(format.value.range, "SOFTWARE_CONFIG")),
        };
        let range = user_data.key.range;
        let message = format!(
            "{} never applies its user data: it is {why} in the format `HEAT_CFNTOOLS`",
            server.called()
        );
        findings.add(
            Finding::new(range, view.path_to(Owner::Resource(server.index), range), message)
                .label("run as a script, not read by cloud-init")
                .help(format!(
                    "set `user_data_format` to `{right}`; without it Heat takes `HEAT_CFNTOOLS`"
                ))
                .unsafe_fix(format!("set user_data_format to {right}"), edits),
        );
    }
}

/// What the user data is, where cloud-init would have to see it itself.
fn lost(view: &View<'_>, user_data: &Expr) -> Option<&'static str> {
    if let Some(part) = view.referred(user_data) {
        return match part.type_text() {
            "OS::Heat::CloudConfig" => Some("a cloud-config"),
            "OS::Heat::MultipartMime" => Some("a message of several parts"),
            _ => None,
        };
    }
    begins(view, user_data)?
        .starts_with("#cloud-config")
        .then_some("a cloud-config")
}

/// The beginning of the text, as far as it is written down.
fn begins<'e>(view: &'e View<'_>, user_data: &'e Expr) -> Option<&'e str> {
    if let Some(text) = user_data.as_text() {
        return Some(text);
    }
    let call = user_data.as_call()?;
    match call.function {
        Function::GetFile => view.included(call.argument.as_text()?),
        Function::Replace | Function::ReplaceJson | Function::ReplaceJsonStrict | Function::ReplaceJsonVeryStrict => {
            begins(view, &call.argument.get("template")?.value)
        }
        _ => None,
    }
}
