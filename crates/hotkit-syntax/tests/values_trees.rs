//! Mappings as Python's `dict`, overridden keys, sizes with aliases expanded, errors of construction in their order, and
//! JSON as Python's `json` reads it.

#![allow(clippy::unwrap_used, reason = "a test stops at what should not be")]

use hotkit_syntax::{ErrorClass, Node, Reading, Tree, parse};

/// The entries of the mapping at `key` of the root: `key=value`, with `<` before merged ones.
fn entries(tree: &Tree, key: &str) -> String {
    let mapping = tree.root().unwrap().mapping().get(key).unwrap().value.mapping();
    let shown = mapping.iter().map(|entry| {
        let merged = if entry.merged { "<" } else { "" };
        format!("{merged}{}={}", entry.key.text(), entry.value.resolve().unwrap().text())
    });
    shown.collect::<Vec<String>>().join(" ")
}

#[test]
fn merge_keys_are_followed() {
    let rows = [
        ("b: &b {x: 1, y: 2}\nc:\n  <<: *b\n  y: 3\n", "<x=1 y=3"),
        ("a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc:\n  <<: [*a, *b]\n", "<x=1 <y=2"),
        ("a: &a {x: 1}\nb: &b\n  <<: *a\n  y: 2\nc:\n  <<: *b\n", "<x=1 <y=2"),
        ("a: &a {x: 1}\nb: &b {x: 2}\nc:\n  <<: *a\n  <<: *b\n", "<x=2"),
        ("c:\n  z: 1\n  <<: {y: 2, x: 3}\n  a: 4\n", "<y=2 <x=3 z=1 a=4"),
        ("c: &c\n  <<: *c\n  x: 1\n", "x=1"),
        ("c:\n  '<<': {x: 1}\n", "<<="),
    ];
    for (text, wanted) in rows {
        assert_eq!(entries(&parse(text), "c"), wanted, "for {text}");
    }
}

#[test]
fn the_last_of_equal_keys_counts_in_the_place_of_the_first() {
    let rows = [
        ("c: {a: 1, b: 2, a: 3}\n", "a=3 b=2", "a@4-a@16"),
        ("c: {1: a, true: b, 1.0: c}\n", "1=c", "1@4-true@10 true@10-1.0@19"),
        ("c: {8: a, 010: b}\n", "8=b", "8@4-010@10"),
        ("c: {a: 1, 'a': 2, !!str a: 3}\n", "a=3", "a@4-a@10 a@10-a@24"),
        ("b: &b {x: 1}\nc: {<<: *b, x: 2}\n", "x=2", ""),
        (r#"{"c": {"a": 1, "\u0061": 2}}"#, "a=2", "a@7-a@15"),
    ];
    for (text, wanted, duplicates) in rows {
        let tree = parse(text);
        assert_eq!(entries(&tree, "c"), wanted, "for {text}");
        let place = |node: Node<'_>| format!("{}@{}", node.text(), node.range().start());
        let found = tree.duplicates();
        let found = found
            .iter()
            .map(|it| format!("{}-{}", place(tree.node(it.first)), place(tree.node(it.second))));
        assert_eq!(found.collect::<Vec<String>>().join(" "), duplicates, "for {text}");
    }
}

#[test]
fn many_keys_are_compared_by_a_table() {
    let mut text = "c:\n".to_owned();
    for index in 0..100 {
        text.push_str(&format!("  k{}: {index}\n", index % 60));
    }
    let tree = parse(text);
    assert_eq!(tree.duplicates().len(), 40);
    let mapping = tree.root().unwrap().mapping().get("c").unwrap().value.mapping();
    assert_eq!(mapping.len(), 60);
    assert_eq!(mapping.get("k5").unwrap().value.text(), "65");
    assert_eq!(mapping.get("k45").unwrap().value.text(), "45");
}

#[test]
fn alias_bombs_are_measured_and_never_expanded() {
    let mut text = "l0: &l0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..100 {
        let aliases = vec![format!("*l{}", level - 1); 9].join(", ");
        text.push_str(&format!("l{level}: &l{level} [{aliases}]\n"));
    }
    assert_eq!(parse(text).expanded_size(), u64::MAX);
    let tree = parse("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n");
    // Three lists of 3, 7 and 15 nodes, their keys, and the root.
    assert_eq!(tree.expanded_size(), 3 + 7 + 15 + 3 + 1);
    assert!(tree.contains_itself().is_none());
}

#[test]
fn merges_of_merges_are_bounded() {
    let mut text = "l0: &l0 {x: 1}\n".to_owned();
    for level in 1..60 {
        text.push_str(&format!("l{level}: &l{level} {{<<: [*l{0}, *l{0}]}}\n", level - 1));
    }
    let tree = parse(text);
    let classes: Vec<ErrorClass> = tree.errors().iter().map(|error| error.class).collect();
    assert_eq!(classes, [ErrorClass::Limit]);
    let mut deep = "{<<: ".repeat(2000);
    deep.push_str("{x: 1}");
    deep.push_str(&"}".repeat(2000));
    let tree = parse(format!("a: {deep}\n"));
    assert_eq!(tree.errors()[0].problem, "merge keys lie too deep in one another");
}

#[test]
fn structures_that_contain_themselves() {
    let rows = [
        ("a: &x [*x]\n", Some(7)),
        ("a: &x\n  b: {c: *x}\n", Some(15)),
        ("a: &x\n  <<: *x\n  b: 1\n", None),
        ("a: &x\n  <<: {b: *x}\n", Some(16)),
        ("a: &x [1]\nb: [*x]\n", None),
    ];
    for (text, place) in rows {
        let tree = parse(text);
        assert_eq!(
            tree.contains_itself().map(|node| node.range().start()),
            place,
            "for {text}"
        );
        assert_eq!(tree.expanded_size() == u64::MAX, place.is_some(), "for {text}");
    }
}

#[test]
fn all_errors_of_construction_in_the_order_of_python() {
    let text = "a: [!foo x, {? [1] : 2}]\nb: !Ref y\nc:\n  <<: 1\n  d: !!int x\ne: !!omap [{a: 1, b: 2}]\n";
    let tree = parse(text);
    let found: Vec<String> = tree
        .errors()
        .iter()
        .map(|it| format!("{} {:?} {}", it.offset, it.class, it.problem))
        .collect();
    let wanted = [
        "28 Constructor could not determine a constructor for the tag '!Ref'",
        "4 Constructor could not determine a constructor for the tag '!foo'",
        "44 Constructor expected a mapping or list of mappings for merging, but found scalar",
        "51 Foreign ValueError: invalid literal for int() with base 10: 'x'",
        "70 Constructor expected a single mapping item, but found 2 items",
        "15 Constructor found unhashable key",
    ];
    assert_eq!(found, wanted);
}

#[test]
fn json_is_refused_in_words_and_at_places_of_python() {
    let rows = [
        ("{\"a\": 1,}", "Expecting property name enclosed in double quotes", 8),
        ("{\"a\" 1}", "Expecting ':' delimiter", 5),
        ("{\"a\": [1 2]}", "Expecting ',' delimiter", 9),
        ("{\"a\": 012}", "Expecting ',' delimiter", 7),
        ("{\"a\": yes}", "Expecting value", 6),
        ("{\"a\": \"x\ty\"}", "Invalid control character at", 8),
        ("{\"a\": \"\\q\"}", "Invalid \\escape", 7),
        ("{\"a\": \"\\u12G4\"}", "Invalid \\uXXXX escape", 8),
        ("{\"a\": \"x", "Unterminated string starting at", 6),
        (" \n{\"a\": 1} # c", "Extra data", 11),
    ];
    for (text, problem, offset) in rows {
        let tree = parse(text);
        let error = tree.json_error().unwrap();
        assert_eq!((error.problem, error.offset), (problem, offset), "for {text}");
        assert_ne!(tree.reading(), Reading::Json);
    }
    assert_eq!(parse("a: {b: 1}\n").json_error(), None);
}

#[test]
fn json_has_the_depth_of_python_and_loses_nothing() {
    let nested = |depth: usize| format!("{{\"a\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(parse(nested(970)).reading(), Reading::Json);
    let tree = parse(nested(1000));
    assert_eq!(tree.errors()[0].class, ErrorClass::Limit);
    let text = " {\r\n\t\"a\" : [1, -2.5e3,\n null ],\"b\":{} } \n";
    let tree = parse(text);
    assert_eq!(tree.reading(), Reading::Json);
    let joined: String = tree.tokens().map(|token| token.range.slice(text)).collect();
    assert_eq!(joined, text);
}
