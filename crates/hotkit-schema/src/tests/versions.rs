//! Versions, functions, environments and limits.

use crate::{
    Function, TemplateKind, VERSION_KEYS, environment, function_names, latest_hot_version, limits, since, version,
    version_names, versions,
};

const HOT: &str = "heat_template_version";

#[test]
fn versions_are_in_order_of_age_within_their_kind() {
    let names: Vec<_> = versions()
        .iter()
        .map(|version| (version.name, version.ordinal))
        .collect();
    assert_eq!(
        names,
        [
            ("2013-05-23", 0),
            ("2014-10-16", 1),
            ("2015-04-30", 2),
            ("2015-10-15", 3),
            ("2016-04-08", 4),
            ("2016-10-14", 5),
            ("2017-02-24", 6),
            ("2017-09-01", 7),
            ("2018-03-02", 8),
            ("2018-08-31", 9),
            ("2021-04-16", 10),
            ("2010-09-09", 0),
            ("2012-12-12", 1),
        ]
    );
    assert_eq!(latest_hot_version().name, "2021-04-16");
}

#[test]
fn versions_are_found_by_key_and_any_of_their_names() {
    let cases = [
        (HOT, "2013-05-23", Some("2013-05-23")),
        (HOT, "newton", Some("2016-10-14")),
        (HOT, "ocata", Some("2017-02-24")),
        (HOT, "pike", Some("2017-09-01")),
        (HOT, "queens", Some("2018-03-02")),
        (HOT, "rocky", Some("2018-08-31")),
        (HOT, "wallaby", Some("2021-04-16")),
        (HOT, "Newton", None),
        (HOT, "stein", None),
        (HOT, "2012-12-12", None),
        (HOT, "", None),
        ("HeatTemplateFormatVersion", "2012-12-12", Some("2012-12-12")),
        ("AWSTemplateFormatVersion", "2010-09-09", Some("2010-09-09")),
        ("AWSTemplateFormatVersion", "2012-12-12", None),
        ("heat_template", "2013-05-23", None),
    ];
    for (key, value, expected) in cases {
        assert_eq!(
            version(key, value).map(|version| version.name),
            expected,
            "{key}: {value}"
        );
    }
}

#[test]
fn accepted_values_of_each_key() {
    let hot: Vec<_> = version_names(HOT).collect();
    assert_eq!(hot.len(), 17);
    assert_eq!(hot[5..9], ["2016-10-14", "newton", "2017-02-24", "ocata"]);
    let by_key: Vec<_> = VERSION_KEYS.iter().map(|key| version_names(key).count()).collect();
    assert_eq!(by_key, [17, 1, 1]);
    assert_eq!(version_names("description").next(), None);
}

#[test]
fn one_function_name_changes_its_meaning() {
    let cases = [
        ("2013-05-23", "get_attr", Some(Function::GetAttThenSelect)),
        ("2014-10-16", "get_attr", Some(Function::GetAtt)),
        ("2015-10-15", "get_attr", Some(Function::GetAttAllAttributes)),
        ("2015-04-30", "list_join", Some(Function::Join)),
        ("2015-10-15", "list_join", Some(Function::JoinMultiple)),
        ("2015-04-30", "str_replace", Some(Function::Replace)),
        ("2013-05-23", "Fn::Replace", Some(Function::CfnReplace)),
        ("2013-05-23", "Fn::ResourceFacade", Some(Function::CfnResourceFacade)),
        ("2016-04-08", "repeat", Some(Function::Repeat)),
        ("newton", "repeat", Some(Function::RepeatWithMap)),
        ("pike", "repeat", Some(Function::RepeatWithNestedLoop)),
        ("rocky", "if", Some(Function::If)),
        ("wallaby", "if", Some(Function::IfNullable)),
        ("pike", "make_url", Some(Function::MakeUrl)),
        ("2016-04-08", "if", None),
        ("pike", "equals", None),
        ("pike", "Fn::GetAtt", None),
        ("pike", "Get_param", None),
    ];
    for (name, function, expected) in cases {
        assert_eq!(
            version(HOT, name).unwrap().function(function),
            expected,
            "{name}: {function}"
        );
    }
    let cfn = version("AWSTemplateFormatVersion", "2010-09-09").unwrap();
    assert_eq!(cfn.function("Fn::GetAtt"), Some(Function::CfnGetAtt));
    assert_eq!(cfn.function("Ref"), Some(Function::Ref));
    assert_eq!(cfn.condition_function("Ref"), Some(Function::ParamRef));
    assert_eq!(cfn.condition_function("Fn::Not"), Some(Function::CfnNot));
    assert_eq!(cfn.function("get_attr"), None);
}

#[test]
fn condition_functions_come_with_conditions() {
    let newton = version(HOT, "newton").unwrap();
    assert_eq!(newton.condition_function("equals"), Some(Function::Equals));
    assert_eq!(newton.condition_function("yaql"), None);
    assert_eq!(
        version(HOT, "pike").unwrap().condition_function("yaql"),
        Some(Function::Yaql)
    );
    assert_eq!(version(HOT, "2016-04-08").unwrap().condition_functions, []);
    let with_conditions: Vec<_> = versions()
        .iter()
        .filter(|version| version.supports_conditions)
        .map(|version| version.name)
        .collect();
    assert_eq!(
        with_conditions,
        [
            "2016-10-14",
            "2017-02-24",
            "2017-09-01",
            "2018-03-02",
            "2018-08-31",
            "2021-04-16",
            "2010-09-09"
        ]
    );
}

#[test]
fn withdrawn_functions() {
    let cases = [
        ("2013-05-23", "Ref", false),
        ("2014-10-16", "Ref", true),
        ("2015-04-30", "Fn::Select", false),
        ("2015-10-15", "Fn::Select", true),
        ("2021-04-16", "Fn::Join", true),
        ("2021-04-16", "Fn::GetAtt", false),
        ("2014-10-16", "digest", false),
    ];
    for (name, function, removed) in cases {
        assert_eq!(
            version(HOT, name).unwrap().is_removed(function),
            removed,
            "{name}: {function}"
        );
    }
    assert_eq!(version(HOT, "2014-10-16").unwrap().function("Ref"), None);
}

#[test]
fn first_version_of_a_function() {
    let cases = [
        ("get_param", Some("2013-05-23")),
        ("Ref", Some("2013-05-23")),
        ("digest", Some("2015-04-30")),
        ("str_split", Some("2015-10-15")),
        ("map_merge", Some("2016-04-08")),
        ("equals", Some("2016-10-14")),
        ("filter", Some("2017-02-24")),
        ("contains", Some("2017-09-01")),
        ("Fn::GetAtt", None),
        ("get_parm", None),
    ];
    for (function, expected) in cases {
        assert_eq!(since(function).map(|version| version.name), expected, "{function}");
    }
}

#[test]
fn function_names_are_sorted_and_hold_those_of_conditions() {
    let names = function_names();
    assert!(names.is_sorted());
    for name in [
        "Fn::Equals",
        "Fn::FindInMap",
        "and",
        "equals",
        "get_attr",
        "str_replace_vstrict",
        "yaql",
    ] {
        assert!(names.binary_search(&name).is_ok(), "{name}");
    }
}

#[test]
fn keys_by_version() {
    let old = version(HOT, "2016-04-08").unwrap();
    let new = version(HOT, "2016-10-14").unwrap();
    for key in ["condition", "external_id"] {
        assert!(!old.has_resource_key(key) && new.has_resource_key(key), "{key}");
    }
    assert!(!old.has_section("conditions") && new.has_section("conditions"));
    assert!(!old.has_output_key("condition") && new.has_output_key("condition"));
    assert!(!new.has_section("Conditions"));
    assert!(!version(HOT, "pike").unwrap().has_parameter_key("tags"));
    assert!(version(HOT, "queens").unwrap().has_parameter_key("tags"));
    assert!(new.has_parameter_type("comma_delimited_list") && !new.has_parameter_type("Json"));
    assert!(new.is_pseudo_parameter("OS::project_id") && !new.is_pseudo_parameter("AWS::Region"));
    assert!(new.is_hot_since("2016-10-14") && !old.is_hot_since("2016-10-14") && !new.is_hot_since("2016-10-15"));
    let cfn = version("HeatTemplateFormatVersion", "2012-12-12").unwrap();
    assert!(cfn.kind == TemplateKind::Cfn && !cfn.is_hot_since("2013-05-23"));
    assert!(cfn.has_resource_key("DependsOn") && !cfn.has_resource_key("Condition"));
}

#[test]
fn modulo_is_accepted_before_it_counts() {
    for (name, effective) in [("2016-10-14", false), ("2017-02-24", true)] {
        let version = version(HOT, name).unwrap();
        assert!(version.constraint_keys_accepted.contains(&"modulo"), "{name}");
        assert_eq!(version.constraint_keys.contains(&"modulo"), effective, "{name}");
    }
}

#[test]
fn deletion_policies_by_version() {
    let old = version(HOT, "2016-04-08").unwrap();
    let new = version(HOT, "2016-10-14").unwrap();
    assert_eq!(
        old.deletion_policies,
        [("Delete", "Delete"), ("Retain", "Retain"), ("Snapshot", "Snapshot")]
    );
    assert_eq!(old.deletion_policy("retain"), None);
    assert_eq!(new.deletion_policy("retain"), Some("Retain"));
    assert_eq!(new.deletion_policy("Snapshot"), Some("Snapshot"));
    assert_eq!(new.deletion_policy("RETAIN"), None);
}

#[test]
fn words_of_environments() {
    assert_eq!(
        environment::SECTIONS,
        [
            "parameters",
            "resource_registry",
            "parameter_defaults",
            "encrypted_param_names",
            "event_sinks",
            "parameter_merge_strategies"
        ]
    );
    assert_eq!(
        environment::HOOK_TYPES,
        [
            "pre-create",
            "pre-update",
            "pre-delete",
            "post-create",
            "post-update",
            "post-delete"
        ]
    );
    assert_eq!(environment::RESTRICTED_ACTIONS, ["update", "replace"]);
}

#[test]
fn default_limits() {
    assert_eq!(
        [
            limits::MAX_TEMPLATE_SIZE,
            limits::MAX_JSON_BODY_SIZE,
            limits::MAX_NESTED_STACK_DEPTH,
            limits::MAX_RESOURCES_PER_STACK,
            limits::YAQL_LIMIT_ITERATORS,
            limits::YAQL_MEMORY_QUOTA,
        ],
        [524_288, 1_048_576, 5, 1000, 200, 10_000]
    );
}
