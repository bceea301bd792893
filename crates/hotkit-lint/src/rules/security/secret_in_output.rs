//! A secret that an output shows: hidden parameters, private keys, random strings.

use hotkit_model::ExprKind;
use hotkit_schema::Function;
use hotkit_text::{Group, Severity, TextRange};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::{CallUse, Owner, Section, View};

pub(crate) static RULE: Rule = Rule::lint(
    "secret-in-output",
    Group::Security,
    Severity::Warning,
    include_str!("secret_in_output.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for use_ in &view.uses.calls {
        let Owner::Output(index) = use_.at.owner else { continue };
        if use_.at.section != Section::Output {
            continue;
        }
        let Some((what, range)) = secret(view, use_) else {
            continue;
        };
        let output = &view.template.outputs[index];
        findings.add(
            Finding::new(
                range,
                view.path_to(use_.at.owner, range),
                format!("output {} shows {what}", quoted(&output.name.text)),
            )
            .label("a secret")
            .help("everybody who may look at the stack can read outputs: hand it over in another way"),
        );
    }
}

/// What a call gives, where that is a secret.
fn secret(view: &View<'_>, use_: &CallUse<'_>) -> Option<(String, TextRange)> {
    let call = use_.call;
    let first = match &call.argument.kind {
        ExprKind::List(items) => items.first()?,
        _ => &call.argument,
    };
    let name = first.as_text()?;
    match call.function {
        Function::GetParam => {
            let parameter = view.template.parameter(name)?;
            parameter
                .hidden
                .then(|| (format!("hidden parameter {}", quoted(name)), first.range))
        }
        Function::GetAtt | Function::GetAttAllAttributes | Function::GetAttThenSelect => {
            let part = view.part(view.resource(name)?)?;
            let attribute = call.argument.as_list()?.get(1)?;
            let secret = match (part.type_text(), attribute.as_text()?.as_str()) {
                ("OS::Nova::KeyPair", "private_key") => "the private key of",
                ("OS::Heat::RandomString", "value") => "random string",
                ("OS::Barbican::Secret" | "OS::Barbican::Order", "decrypted_payload" | "private_key") => {
                    "the secret of"
                }
                ("OS::Keystone::User", "password") => "the password of",
                _ => return None,
            };
            Some((format!("{secret} {}", quoted(name)), attribute.range))
        }
        Function::GetResource => {
            let part = view.part(view.resource(name)?)?;
            part.is("OS::Heat::RandomString")
                .then(|| (format!("random string {}", quoted(name)), first.range))
        }
        _ => None,
    }
}
