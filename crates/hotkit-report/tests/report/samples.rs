//! The samples of the design, exactly.

use hotkit_report::{Look, Report, concise};
use hotkit_text::{Diagnostic, Edit, Fix, Group, Severity, TextRange};

use crate::fixture::{ASCII, BROKEN, COLOR, PLAIN, broken, finding, range, related, roles, shown, summary};

fn in_broken(marked: &str) -> TextRange {
    range(BROKEN, marked)
}

fn misspelt_property() -> Diagnostic {
    let mut finding = finding(
        "unknown-property",
        in_broken("|flavour|"),
        "OS::Nova::Server has no property `flavour`",
        "unknown; the required `flavor` is missing",
    );
    finding.suggestion = Some("flavor".to_owned());
    finding
}

fn undefined_reference() -> Diagnostic {
    let mut finding = finding(
        "undefined-reference",
        in_broken("|managment_net|"),
        "no resource is named `managment_net`",
        "not a resource of this template",
    );
    finding.related = vec![related(in_broken("  |management_net|:"), "similar name, declared here")];
    finding.suggestion = Some("management_net".to_owned());
    finding
}

fn circle() -> Diagnostic {
    let mut finding = finding(
        "circular-dependency",
        in_broken("[|deploy_alias|, value]"),
        "`deploy_script` needs itself: deploy_script → deploy_alias → deploy_host → deploy_script",
        "1. waits for deploy_alias",
    );
    finding.related = vec![
        related(in_broken("[|deploy_host|, name]"), "2. waits for deploy_host"),
        related(
            in_broken("get_resource: |deploy_script| }"),
            "3. waits for deploy_script",
        ),
    ];
    finding.help = Some("take one of the three away".to_owned());
    finding
}

fn secret_not_hidden() -> Diagnostic {
    let declared = in_broken("|registry_token|:");
    Diagnostic {
        group: Group::Security,
        severity: Severity::Warning,
        refused: false,
        help: Some("add `hidden: true`".to_owned()),
        fix: Some(Fix {
            title: "add `hidden: true`".to_owned(),
            edits: vec![Edit::replace(TextRange::at(declared.end() + 1), "\n    hidden: true")],
            safe: true,
        }),
        ..finding(
            "secret-not-hidden",
            declared,
            "parameter `registry_token` looks like a secret and is not hidden",
            "`stack show` and the dashboard print it",
        )
    }
}

#[test]
fn misspelt_property_plain() {
    insta::assert_snapshot!(shown(&broken(), &[misspelt_property()], &PLAIN), @r#"
    error[unknown-property]: OS::Nova::Server has no property `flavour`
        ╭─[labs/ceph/broken.yaml:34:7]
     33 │       image: { get_param: image }
     34 │       flavour: b.4c8gb
        ·       ───┬───
        ·          ╰── unknown; the required `flavor` is missing
     35 │       networks:
        ╰────
      help: did you mean `flavor`?
    "#);
}

#[test]
fn misspelt_property_with_roles() {
    insta::assert_snapshot!(roles(&shown(&broken(), &[misspelt_property()], &COLOR)), @r#"
    [error]error[unknown-property]:[/] OS::Nova::Server has no property `flavour`
        ╭─[[path]labs/ceph/broken.yaml:34:7[/]]
     [dim]33[/] │       image: { get_param: image }
     [dim]34[/] │       flavour: b.4c8gb
        ·       [label]───┬───[/]
        ·          [label]╰── unknown; the required `flavor` is missing[/]
     [dim]35[/] │       networks:
        ╰────
      [help]help:[/] did you mean `flavor`?
    "#);
}

#[test]
fn undefined_reference_plain() {
    insta::assert_snapshot!(shown(&broken(), &[undefined_reference()], &PLAIN), @r#"
    error[undefined-reference]: no resource is named `managment_net`
        ╭─[labs/ceph/broken.yaml:11:3]
     10 │ resources:
     11 │   management_net:
        ·   ───────┬──────
        ·          ╰── similar name, declared here
     12 │     type: OS::Neutron::Net
        ╰────
        ╭─[labs/ceph/broken.yaml:17:32]
     16 │     properties:
     17 │       network: { get_resource: managment_net }
        ·                                ──────┬──────
        ·                                      ╰── not a resource of this template
     18 │       cidr: 10.20.0.0/24
        ╰────
      help: did you mean `management_net`?
    "#);
}

#[test]
fn undefined_reference_with_roles() {
    insta::assert_snapshot!(roles(&shown(&broken(), &[undefined_reference()], &COLOR)), @r#"
    [error]error[undefined-reference]:[/] no resource is named `managment_net`
        ╭─[[path]labs/ceph/broken.yaml:11:3[/]]
     [dim]10[/] │ resources:
     [dim]11[/] │   management_net:
        ·   [label]───────┬──────[/]
        ·          [label]╰── similar name, declared here[/]
     [dim]12[/] │     type: OS::Neutron::Net
        ╰────
        ╭─[[path]labs/ceph/broken.yaml:17:32[/]]
     [dim]16[/] │     properties:
     [dim]17[/] │       network: { get_resource: managment_net }
        ·                                [label]──────┬──────[/]
        ·                                      [label]╰── not a resource of this template[/]
     [dim]18[/] │       cidr: 10.20.0.0/24
        ╰────
      [help]help:[/] did you mean `management_net`?
    "#);
}

#[test]
fn undefined_reference_ascii() {
    insta::assert_snapshot!(shown(&broken(), &[undefined_reference()], &ASCII), @r#"
    error[undefined-reference]: no resource is named `managment_net`
        ,-[labs/ceph/broken.yaml:11:3]
     10 | resources:
     11 |   management_net:
        :   ^^^^^^^|^^^^^^
        :          `-- similar name, declared here
     12 |     type: OS::Neutron::Net
        `----
        ,-[labs/ceph/broken.yaml:17:32]
     16 |     properties:
     17 |       network: { get_resource: managment_net }
        :                                ^^^^^^|^^^^^^
        :                                      `-- not a resource of this template
     18 |       cidr: 10.20.0.0/24
        `----
      help: did you mean `management_net`?
    "#);
}

#[test]
fn circle_at_80_columns() {
    insta::assert_snapshot!(shown(&broken(), &[circle()], &PLAIN), @r#"
    error[circular-dependency]: `deploy_script` needs itself: deploy_script →
        deploy_alias → deploy_host → deploy_script
        ╭─[labs/ceph/broken.yaml:28:36]
     27 │             $token: { get_param: registry_token }
     28 │             $address: { get_attr: [deploy_alias, value] }
        ·                                    ──────┬─────
        ·                                          ╰── 1. waits for deploy_alias
        ╰────
        ╭─[labs/ceph/broken.yaml:37:34]
     36 │         - subnet: { get_resource: management_subnet }
     37 │       user_data: { get_resource: deploy_script }
        ·                                  ──────┬──────
        ·                                        ╰── 3. waits for deploy_script
        ╰────
        ╭─[labs/ceph/broken.yaml:42:27]
     41 │     properties:
     42 │       value: { get_attr: [deploy_host, name] }
        ·                           ─────┬─────
        ·                                ╰── 2. waits for deploy_host
        ╰────
      help: take one of the three away
    "#);
}

#[test]
fn circle_at_120_columns() {
    insta::assert_snapshot!(shown(&broken(), &[circle()], &Look { width: 120, ..PLAIN }), @r#"
    error[circular-dependency]: `deploy_script` needs itself: deploy_script → deploy_alias → deploy_host → deploy_script
        ╭─[labs/ceph/broken.yaml:28:36]
     27 │             $token: { get_param: registry_token }
     28 │             $address: { get_attr: [deploy_alias, value] }
        ·                                    ──────┬─────
        ·                                          ╰── 1. waits for deploy_alias
        ╰────
        ╭─[labs/ceph/broken.yaml:37:34]
     36 │         - subnet: { get_resource: management_subnet }
     37 │       user_data: { get_resource: deploy_script }
        ·                                  ──────┬──────
        ·                                        ╰── 3. waits for deploy_script
        ╰────
        ╭─[labs/ceph/broken.yaml:42:27]
     41 │     properties:
     42 │       value: { get_attr: [deploy_host, name] }
        ·                           ─────┬─────
        ·                                ╰── 2. waits for deploy_host
        ╰────
      help: take one of the three away
    "#);
}

#[test]
fn warning_with_a_fix_plain() {
    insta::assert_snapshot!(shown(&broken(), &[secret_not_hidden()], &PLAIN), @r#"
    warning[secret-not-hidden]: parameter `registry_token` looks like a secret
        and is not hidden
       ╭─[labs/ceph/broken.yaml:6:3]
     5 │     type: string
     6 │   registry_token:
       ·   ───────┬──────
       ·          ╰── `stack show` and the dashboard print it
     7 │     type: string
       ╰────
      help: add `hidden: true`  [*] --fix does it
    "#);
}

#[test]
fn warning_with_a_fix_with_roles() {
    insta::assert_snapshot!(roles(&shown(&broken(), &[secret_not_hidden()], &COLOR)), @r#"
    [warning]warning[secret-not-hidden]:[/] parameter `registry_token` looks like a secret
        and is not hidden
       ╭─[[path]labs/ceph/broken.yaml:6:3[/]]
     [dim]5[/] │     type: string
     [dim]6[/] │   registry_token:
       ·   [label]───────┬──────[/]
       ·          [label]╰── `stack show` and the dashboard print it[/]
     [dim]7[/] │     type: string
       ╰────
      [help]help:[/] add `hidden: true`  [*] --fix does it
    "#);
}

fn one_line_each(look: &Look) -> String {
    let files = broken();
    let summary = summary();
    let diagnostics = [
        secret_not_hidden(),
        undefined_reference(),
        circle(),
        misspelt_property(),
    ];
    concise(
        &Report {
            files: &files,
            diagnostics: &diagnostics,
            graph: None,
            summary: &summary,
        },
        look,
    )
}

#[test]
fn concise_plain() {
    insta::assert_snapshot!(one_line_each(&PLAIN), @r#"
    labs/ceph/broken.yaml:6:3: warning[secret-not-hidden]: parameter `registry_token` looks like a secret and is not hidden [*]
    labs/ceph/broken.yaml:17:32: error[undefined-reference]: no resource is named `managment_net`, did you mean `management_net`?
    labs/ceph/broken.yaml:28:36: error[circular-dependency]: `deploy_script` needs itself: deploy_script → deploy_alias → deploy_host → deploy_script
    labs/ceph/broken.yaml:34:7: error[unknown-property]: OS::Nova::Server has no property `flavour`, did you mean `flavor`?
    "#);
}

#[test]
fn concise_with_roles() {
    insta::assert_snapshot!(one_line_each(&COLOR).lines().next().map(roles).unwrap(), @r"[path]labs/ceph/broken.yaml:6:3:[/] [warning]warning[secret-not-hidden]:[/] parameter `registry_token` looks like a secret and is not hidden [ok][*][/]");
}

#[test]
fn concise_ascii() {
    insta::assert_snapshot!(one_line_each(&ASCII), @r#"
    labs/ceph/broken.yaml:6:3: warning[secret-not-hidden]: parameter `registry_token` looks like a secret and is not hidden [*]
    labs/ceph/broken.yaml:17:32: error[undefined-reference]: no resource is named `managment_net`, did you mean `management_net`?
    labs/ceph/broken.yaml:28:36: error[circular-dependency]: `deploy_script` needs itself: deploy_script -> deploy_alias -> deploy_host -> deploy_script
    labs/ceph/broken.yaml:34:7: error[unknown-property]: OS::Nova::Server has no property `flavour`, did you mean `flavor`?
    "#);
}
