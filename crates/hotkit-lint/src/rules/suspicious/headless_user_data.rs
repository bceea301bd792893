//! Raw user data without the first line by which cloud-init tells what it is.

use hotkit_model::Expr;
use hotkit_schema::Function;
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::rule::Rule;
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "headless-user-data",
    Group::Suspicious,
    Severity::Warning,
    include_str!("headless_user_data.md"),
    look,
)
.off();

/// How texts begin that cloud-init, cloudbase-init or Ignition know.
const HEADS: [&str; 22] = [
    "#!",
    "#cloud-config",
    "#include",
    "#cloud-boothook",
    "#upstart-job",
    "#part-handler",
    "#cloud-config-archive",
    "#cloud-config-jsonp",
    "#template",
    "## template",
    "#ps1",
    "#network-config",
    "Content-Type:",
    "MIME-Version:",
    "From ",
    "From:",
    "<powershell>",
    "<script>",
    "rem cmd",
    "rem ps",
    "{",
    "Content-type:",
];

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for server in view.of_type("OS::Nova::Server") {
        let Some(user_data) = server.property("user_data") else {
            continue;
        };
        let format = server
            .property("user_data_format")
            .and_then(|it| view.known_text(&it.value));
        if format.is_none_or(|it| it != "RAW") {
            continue;
        }
        let Some(text) = literal(&user_data.value) else {
            continue;
        };
        let starts = text.trim_start_matches('\u{feff}');
        let known = HEADS.iter().any(|it| {
            starts.len() >= it.len() && starts.is_char_boundary(it.len()) && starts[..it.len()].eq_ignore_ascii_case(it)
        });
        // A script has more than one line; one word may be data for an agent of the image's own.
        let is_script = text.trim().lines().count() > 1 && looks_like_script(text);
        if known || !is_script {
            continue;
        }
        let range = user_data.key.range;
        let message = format!(
            "cloud-init ignores the user data of {}: its first line does not say what it is",
            server.called()
        );
        let help = if text.trim_start().starts_with("#!") || text.trim_start().starts_with("#cloud-config") {
            "nothing may stand before it: begin the text in its first line"
        } else {
            "begin it with `#!/bin/sh`, `#cloud-config`, or what else it is"
        };
        findings.add(
            Finding::new(range, view.path_to(Owner::Resource(server.index), range), message)
                .label("without `#!` or `#cloud-config`")
                .help(help),
        );
    }
}

/// The text, where it is written down; `None` where it begins with what is replaced.
fn literal(user_data: &Expr) -> Option<&str> {
    if let Some(text) = user_data.as_text() {
        return Some(text);
    }
    let call = user_data.as_call()?;
    if !matches!(
        call.function,
        Function::Replace | Function::ReplaceJson | Function::ReplaceJsonStrict
    ) {
        return None;
    }
    let text = call.argument.get("template")?.value.as_text()?;
    let params = call.argument.get("params")?.value.as_map()?;
    let replaced = params
        .iter()
        .any(|it| text.trim_start().starts_with(it.key.text.as_str()));
    (!replaced).then_some(text)
}

/// True where some line can only be a command of a shell or a key of cloud-config.
fn looks_like_script(text: &str) -> bool {
    const WORDS: [&str; 24] = [
        "#!",
        "#cloud-config",
        "echo ",
        "apt-get ",
        "yum ",
        "sudo ",
        "export ",
        "cat ",
        "mkdir ",
        "systemctl ",
        "service ",
        "curl ",
        "wget ",
        "sed ",
        "chmod ",
        "packages:",
        "runcmd:",
        "write_files:",
        "users:",
        "ssh_pwauth:",
        "chpasswd:",
        "bootcmd:",
        "apt ",
        "dnf ",
    ];
    text.lines()
        .any(|line| WORDS.iter().any(|it| line.trim_start().starts_with(it)))
}
