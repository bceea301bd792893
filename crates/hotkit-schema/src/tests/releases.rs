//! Releases and the history of things.

use crate::{
    ChangeKind, Literal, attribute_since, custom_constraint_history, find_release, function_history, latest_release,
    limit_history, property_history, property_since, releases, type_history, type_names_ever, version, version_history,
    version_name_history,
};

#[test]
fn releases_are_found_by_any_name() {
    let cases = [
        ("caracal", Some("22")),
        ("Caracal", Some("22")),
        (" 2024.1 ", Some("22")),
        ("22", Some("22")),
        ("22.0.1", Some("22")),
        ("2014.1", Some("2014.1")),
        ("2014.1.5", Some("2014.1")),
        ("icehouse", Some("2014.1")),
        ("2015.2", Some("5")),
        ("5", Some("5")),
        ("27.0", Some("27")),
        ("28", None),
        ("2", None),
        ("22.", None),
        ("22.x", None),
        ("22.0.1.2", None),
        ("2024.1.0", None),
        ("carac", None),
        ("", None),
    ];
    for (text, expected) in cases {
        assert_eq!(find_release(text).map(|release| release.id), expected, "{text:?}");
    }
}

#[test]
fn releases_are_in_order_of_age() {
    assert_eq!(releases().len(), 27);
    assert!(releases().is_sorted_by_key(|release| release.date));
    assert!(releases().is_sorted_by_key(|release| release.ordinal));
    let caracal = find_release("caracal").unwrap();
    assert_eq!(
        (caracal.date, caracal.engine, caracal.types),
        ("2024-04-03", "22.0.1", 208)
    );
    assert!(find_release("zed").unwrap() < caracal && caracal < latest_release());
    assert_eq!(crate::ENGINE, format!("openstack-heat {}", latest_release().engine));
}

#[test]
fn types_come_and_go() {
    let id = |release: Option<&'static crate::Release>| release.map(|release| release.id);
    let alarm = type_history("OS::Aodh::CombinationAlarm").unwrap();
    assert_eq!(id(alarm.since), Some("7"));
    assert_eq!(id(alarm.deprecated_since), Some("7"));
    assert_eq!(id(alarm.hidden_since), Some("9"));
    assert_eq!(id(alarm.placeholder_since), Some("9"));
    assert_eq!(alarm.successors, ["OS::Aodh::CompositeAlarm"]);
    let gone = type_history("AWS::EC2::SubnetRouteTableAssocation").unwrap();
    assert_eq!(id(gone.until), Some("2013.2"));
    assert!(gone.is_in(&releases()[0]) && !gone.is_in(&releases()[1]));
    assert!(!alarm.is_in(find_release("mitaka").unwrap()) && alarm.is_in(latest_release()));
    assert!(type_history("OS::Nova::Nothing").is_none());
    assert_eq!(type_names_ever().count(), 212);
}

#[test]
fn properties_are_no_older_than_their_owners() {
    let cases = [
        ("AWS::AutoScaling::AutoScalingGroup", "MinSize", Some("2013.2")),
        ("AWS::AutoScaling::AutoScalingGroup", "InstanceId", Some("2015.1")),
        ("OS::Heat::ResourceChain", "resources", Some("6")),
        ("OS::Nova::Server", "no such", Some("2013.2")),
        ("OS::Nova::Servers", "name", None),
    ];
    for (type_name, path, expected) in cases {
        assert_eq!(
            property_since(type_name, path).map(|release| release.id),
            expected,
            "{type_name}.{path}"
        );
    }
    let attributes = [
        ("encrypted", Some("2015.1")),
        ("show", Some("5")),
        ("size", Some("2013.2")),
    ];
    for (name, expected) in attributes {
        assert_eq!(
            attribute_since("OS::Cinder::Volume", name).map(|release| release.id),
            expected,
            "{name}"
        );
    }
}

#[test]
fn changes_of_a_property() {
    let history = property_history("AWS::AutoScaling::AutoScalingGroup", "LaunchConfigurationName").unwrap();
    let [change] = history.changes else {
        panic!("one change")
    };
    assert_eq!((change.release.id, change.fact), ("2015.1", "required"));
    assert_eq!(
        change.kind,
        ChangeKind::Value {
            before: Literal::Bool(true),
            after: Literal::Null
        }
    );
}

#[test]
fn template_versions_and_their_aliases() {
    let version = version("heat_template_version", "newton").unwrap();
    assert_eq!(version.release.code_name, "Newton");
    let alias = version_name_history("heat_template_version", "newton").unwrap();
    assert_eq!(alias.alias_of, Some("heat_template_version.2016-10-14"));
    assert!(version_name_history("heat_template_version", "stein").is_none());
    let first = version_history("heat_template_version", "2013-05-23").unwrap();
    assert_eq!(first.since, None);
    let changed: Vec<_> = first
        .changes
        .iter()
        .map(|change| (change.release.id, change.fact))
        .collect();
    assert_eq!(
        changed,
        [
            ("2014.2", "functions"),
            ("2014.2", "implementation"),
            ("2014.2", "parameter_types"),
            ("2015.1", "pseudo_parameters"),
            ("6", "parameter_keys"),
            ("7", "implementation"),
        ]
    );
    assert_eq!(
        first.changes[0].kind,
        ChangeKind::Members {
            added: &[Literal::Text("list_join")],
            removed: &[]
        }
    );
    assert_eq!(
        first.changes[1].kind,
        ChangeKind::Each(&[("get_attr", Literal::Text("GetAtt"), Literal::Text("GetAttThenSelect"))])
    );
}

#[test]
fn functions_constraints_and_limits() {
    let filter = function_history("filter").unwrap();
    assert_eq!((filter.since.id, filter.first_hot_version), ("8", Some("2017-02-24")));
    let select = function_history("Fn::Select").unwrap();
    assert_eq!(select.last_hot_version, Some("2015-04-30"));
    let gone = custom_constraint_history("designate.domain").unwrap();
    assert_eq!(gone.until.map(|release| release.id), Some("12"));
    let depth: Vec<_> = limit_history("max_nested_stack_depth")
        .unwrap()
        .iter()
        .map(|(it, value)| (it.id, *value))
        .collect();
    assert_eq!(depth, [("2013.2", 3), ("2015.1", 5)]);
}
