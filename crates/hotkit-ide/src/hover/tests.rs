//! What hovers say.

use super::hover;
use crate::testing::Fixture;

#[track_caller]
fn check(text: &str, wanted: &[&str]) {
    let fixture = Fixture::new(text);
    let found = hover(&fixture.view(), fixture.offset)
        .expect("something to say")
        .markdown;
    for words in wanted {
        assert!(found.contains(words), "{words:?} is not in\n{found}");
    }
}

const SERVER: &str = "heat_template_version: 2018-08-31\nparameters:\n  secret: {type: string, hidden: true, default: s3cret}\nresources:\n  web:\n    type: OS::Nova::Server\n    properties:\n      flavor: m1\n      image_update_policy: REBUILD\n      admin_pass: {get_param: secret}\n";

#[test]
fn properties_say_what_a_change_does() {
    check(
        &SERVER
            .replace("key_name", "")
            .replace("      flavor", "      fla<|>vor"),
        &[
            "**flavor**: property of `OS::Nova::Server`",
            "must exist in the cloud",
            "in place",
        ],
    );
    check(
        "heat_template_version: 2018-08-31\nresources:\n  a:\n    type: OS::Neutron::Port\n    properties:\n      net<|>work: x\n",
        &["required", "changing it replaces the resource"],
    );
}

#[test]
fn types_versions_functions_and_sections() {
    check(&SERVER.replace("Nova", "No<|>va"), &["**OS::Nova::Server**"]);
    check(&SERVER.replace("2018-", "20<|>18-"), &["since Rocky"]);
    check(&SERVER.replace("get_param", "get<|>_param"), &["Value of a parameter"]);
    check(&SERVER.replace("resources", "res<|>ources"), &["**resources**"]);
}

#[test]
fn hidden_values_stay_hidden() {
    let fixture = Fixture::new(&SERVER.replace("get_param: secret", "get_param: sec<|>ret"));
    let found = hover(&fixture.view(), fixture.offset)
        .expect("something to say")
        .markdown;
    assert!(found.contains("hidden") && !found.contains("s3cret"), "{found}");
}

#[test]
fn values_come_from_the_environments_of_the_project() {
    let mut fixture = Fixture::new(
        "heat_template_version: 2018-08-31\nparameters:\n  <|>size: {type: number, default: 1}\n#- e.yaml\nparameters: {size: 7}\n",
    );
    fixture.environments = vec!["e.yaml".to_owned()];
    let found = hover(&fixture.view(), fixture.offset)
        .expect("something to say")
        .markdown;
    assert!(found.contains("`7` in `e.yaml`"), "{found}");
}
