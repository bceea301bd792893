//! Which rules speak under which selection.

use hotkit_text::Group;

use crate::{Policy, Profile, Selection, Selector, can_have, rule, rules};

fn selection(select: &[&str], ignore: &[&str]) -> Selection {
    let owned = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect::<Vec<String>>();
    Selection::parse(&owned(select), &owned(ignore)).unwrap()
}

fn on(selection: &Selection, name: &str) -> bool {
    selection.is_on(rule(name).unwrap())
}

#[test]
fn nothing_selected_is_what_is_on_by_default() {
    let selection = selection(&[], &[]);
    assert!(rules().iter().all(|rule| selection.is_on(rule) == rule.default_on));
}

#[test]
fn names_win_over_groups() {
    for (select, ignore, unknown_property, duplicate_key) in [
        (&["engine"][..], &[][..], true, false),
        (&["duplicate-key"], &[], false, true),
        (&["all"], &["suspicious"], true, false),
        (&["all", "duplicate-key"], &["suspicious"], true, true),
        (&[], &["duplicate-key"], true, false),
        (&["duplicate-key"], &["duplicate-key"], false, false),
        (&[], &["all"], false, false),
    ] {
        let selection = selection(select, ignore);
        let found = (on(&selection, "unknown-property"), on(&selection, "duplicate-key"));
        assert_eq!(
            found,
            (unknown_property, duplicate_key),
            "{select:?} without {ignore:?}"
        );
    }
}

/// A profile says something of what there is, each thing once; whole groups come before single rules.
#[test]
fn profiles_name_rules_that_exist() {
    for name in Profile::NAMES {
        let levels = Profile::parse(name).unwrap().levels();
        let mut seen: Vec<Selector> = Vec::new();
        for (selected, level) in levels {
            let selector = Selector::parse(selected).unwrap_or_else(|error| panic!("{name}: {error}"));
            if let Selector::Rule(rule) = selector {
                assert_eq!(rule.name, *selected, "{name} calls a rule by a former name");
            }
            assert!(can_have(selector, *level), "{name}: {selected}");
            assert!(!seen.contains(&selector), "{name} says twice what {selected} is");
            let after_rule = seen.iter().any(|it| matches!(it, Selector::Rule(_)));
            assert!(
                !after_rule || matches!(selector, Selector::Rule(_)),
                "{name}: {selected} undoes what stands before"
            );
            seen.push(selector);
        }
    }
}

/// What a contract asks is asked under its profile only.
#[test]
fn each_contract_has_its_profile() {
    let nobody = Selection::default();
    for rule in rules().iter().filter(|it| it.group == Group::Contract) {
        let speaks = |profile: &str| {
            let mut policy = Policy::default();
            policy.start(Profile::parse(profile).unwrap());
            policy.is_on(rule, &nobody)
        };
        assert!(
            !rule.default_on && !speaks("default") && !speaks("strict"),
            "{}",
            rule.name
        );
        assert!(speaks("lab") != speaks("onap"), "{}", rule.name);
        assert_eq!(speaks("onap"), rule.name.starts_with("onap-"), "{}", rule.name);
    }
}

#[test]
fn unknown_names_are_told_with_the_nearest() {
    for (name, suggestion) in [
        ("unkown-property", Some("unknown-property")),
        ("suspicous", Some("suspicious")),
        ("nothing-like-it-at-all", None),
    ] {
        let error = Selection::parse(&[], &[name.to_owned()]).unwrap_err();
        assert_eq!((error.name.as_str(), error.suggestion), (name, suggestion));
        assert_eq!(error.to_string(), format!("no rule or group is called `{name}`"));
    }
}
