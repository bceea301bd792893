//! Which rules speak under which selection.

use crate::{Selection, rule, rules};

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
