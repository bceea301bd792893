//! What is left of a template while a line of it is being typed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use hotkit_syntax::{Node, NodeKind, Reading, TokenKind, Tree, parse};

/// The paths of all keys; items of sequences have no number, since a new item before them changes that.
fn key_paths(tree: &Tree) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    let mut waiting: Vec<(Node<'_>, String)> = tree.root().map(|root| (root, String::new())).into_iter().collect();
    while let Some((node, path)) = waiting.pop() {
        for entry in node.entries() {
            let below = format!("{path}/{}", entry.key.text());
            waiting.push((entry.value, below.clone()));
            paths.insert(below);
        }
        for item in node.items() {
            waiting.push((item, format!("{path}[]")));
        }
    }
    paths
}

fn check(text: &str, problems: &[(&str, &str)], paths: &[&str]) {
    let tree = parse(text);
    let found: Vec<(String, String)> = tree
        .errors()
        .iter()
        .map(|error| (error.problem.clone(), error.range.slice(text).to_owned()))
        .collect();
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|(problem, range)| (problem.as_str(), range.as_str()))
        .collect();
    assert_eq!(found, problems, "{text}");
    let found = key_paths(&tree);
    assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), paths, "{text}");
}

#[test]
fn half_typed_key_stays_as_key() {
    check(
        "a:\n  b: 1\n  nam\n  c: 2\nd: 3\n",
        &[("could not find expected ':'", "nam")],
        &["/a", "/a/b", "/a/c", "/a/nam", "/d"],
    );
    check(
        "a:\n  nam\n  c: 2\nd: 3\n",
        &[("mapping values are not allowed in this context", ":")],
        &["/a", "/a/c", "/a/nam", "/d"],
    );
}

#[test]
fn open_quote_ends_with_its_line() {
    check(
        "a: \"x\nb: \"y\"\nc: 1\n",
        &[("did not find expected key", "y\"")],
        &["/a", "/b", "/c"],
    );
    check(
        "a:\n  b: 'x\n  c: 2\nd: 3\n",
        &[("found unexpected end of stream", "'x")],
        &["/a", "/a/b", "/a/c", "/d"],
    );
}

#[test]
fn open_brackets_end_with_their_line() {
    check(
        "a:\n  b: { get_param: \n  c: [1, {x: 2\nd: 3\n",
        &[
            ("did not find expected ',' or '}'", "{ get_param:"),
            ("did not find expected ',' or '}'", "{x: 2"),
        ],
        &["/a", "/a/b", "/a/b/get_param", "/a/c", "/a/c[]/x", "/d"],
    );
}

#[test]
fn tab_in_indentation_is_replaced() {
    check(
        "a:\n  b: 1\n\tc: 2\n  d: 3\n",
        &[("found a tab character that violates indentation", "\t")],
        &["/a", "/a/b", "/a/c", "/a/d"],
    );
}

#[test]
fn forbidden_characters_do_not_hide_the_rest() {
    let text = "a: x\u{1}y\nb: \u{7f}\n";
    check(
        text,
        &[
            ("control characters are not allowed", "\u{1}"),
            ("control characters are not allowed", "\u{7f}"),
        ],
        &["/a", "/b"],
    );
}

#[test]
fn undefined_alias_and_second_document_leave_the_tree() {
    check("a: *x\nb: 1\n", &[("found undefined alias", "*x")], &["/a", "/b"]);
    check(
        "a: 1\nb: 2\n---\nc: 1\n",
        &[("but found another document", "---")],
        &["/a", "/b"],
    );
}

#[test]
fn line_before_the_first_document_does_not_hide_it() {
    check("nam\n---\na: 1\n", &[("but found another document", "---")], &["/a"]);
    check(
        "nam: @x\n---\na: 1\n",
        &[
            ("found character that cannot start any token", "@"),
            ("but found another document", "---"),
        ],
        &["/a"],
    );
}

#[test]
fn blanked_text_is_an_error_token() {
    let text = "a: 1\nb: @x\nc: 2\n";
    let tree = parse(text);
    let errors: Vec<&str> = tree
        .tokens()
        .filter(|token| token.kind == TokenKind::Error)
        .map(|token| token.range.slice(text))
        .collect();
    assert_eq!(errors, ["@x"]);
}

#[test]
fn deep_nesting_ends_with_a_limit() {
    for open in ["[", "{a: ", "- "] {
        let text = format!("a:\n {}", open.repeat(100_000));
        let tree = parse(text.as_str());
        assert_eq!(tree.errors()[0].problem, "nested deeper than 10000 collections");
        assert_eq!(tree.tokens().last().map(|token| token.kind), Some(TokenKind::Error));
    }
    assert!(parse("- ".repeat(9_000) + "x").errors().is_empty());
}

/// Half-typed lines, as they are while somebody writes.
const HALF_TYPED: [&str; 16] = [
    "nam",
    "name",
    "name:x",
    "name: {get_param: ",
    "name: {get_param: x",
    "name: [a, ",
    "name: \"abc",
    "name: 'abc",
    "\tname: x",
    "name: @x",
    "name: a: b",
    "name: *",
    "- nam",
    "name: {",
    "name: !<x",
    "? name: {{ x }",
];

fn corpus() -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors()
        .map(|folder| folder.join("shared/corpus"))
        .find(|folder| folder.is_dir())
}

fn templates(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)
            .expect("a folder of the corpus can be read")
            .flatten()
        {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "yaml" || it == "template") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The text with a half-typed line before its line `number`, as far in as that one is.
fn with_line(text: &str, number: usize, typed: &str) -> String {
    let mut mutant = String::new();
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if index == number {
            mutant.extend(line.chars().take_while(|it| *it == ' '));
            mutant.push_str(typed);
            mutant.push('\n');
        }
        mutant.push_str(line);
    }
    mutant
}

#[test]
fn half_typed_lines_in_real_templates_keep_their_keys() {
    let Some(folder) = corpus() else {
        println!("skipped: there is no folder shared/corpus beside the checkout");
        return;
    };
    let mut seed = 0x9E37_79B9_u64;
    let mut random = move |below: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let mut by_kind = vec![(0, 0.0); HALF_TYPED.len()];
    let (mut templates_used, mut whole) = (0, 0);
    for (index, path) in templates(&folder).iter().enumerate() {
        let Ok(text) = std::fs::read_to_string(path) else {
            continue;
        };
        let tree = parse(text.as_str());
        let is_mapping = tree
            .root()
            .is_some_and(|root| matches!(root.kind(), NodeKind::Mapping(_)));
        if text.len() > 60_000 || index % 4 > 0 || tree.reading() != Reading::Libyaml || !is_mapping {
            continue;
        }
        templates_used += 1;
        let wanted = key_paths(&tree);
        let lines = text.split_inclusive('\n').count();
        for _ in 0..2 {
            let kind = random(HALF_TYPED.len());
            let number = random(lines);
            let mutant = with_line(&text, number, HALF_TYPED[kind]);
            let tree = parse(mutant.as_str());
            if tree.reading() != Reading::Refused {
                continue;
            }
            let found = key_paths(&tree);
            let kept = wanted.intersection(&found).count() as f64 / wanted.len() as f64;
            if kept < 0.95 && std::env::var_os("SHOW_LOST").is_some() {
                println!("{kept:.3} {:?} at {}:{}", HALF_TYPED[kind], path.display(), number + 1);
                tree.errors().iter().for_each(|it| {
                    println!(
                        "    {}: {} {:?}",
                        it.mark(&mutant).line + 1,
                        it.problem,
                        it.range.slice(&mutant)
                    )
                });
            }
            whole += usize::from(wanted.is_subset(&found));
            by_kind[kind].0 += 1;
            by_kind[kind].1 += kept;
        }
    }
    let mutants: usize = by_kind.iter().map(|(count, _)| count).sum();
    let average = by_kind.iter().map(|(_, kept)| kept).sum::<f64>() / mutants as f64;
    for (typed, (count, kept)) in HALF_TYPED.iter().zip(&by_kind) {
        println!("{:7.3} % of {count} {typed:?}", kept / *count as f64 * 100.0);
    }
    println!(
        "{:7.3} % of {mutants} mutants of {templates_used} templates, {whole} whole",
        average * 100.0
    );
    assert!(
        templates_used >= 315 && mutants >= 255,
        "{templates_used} templates, {mutants} mutants"
    );
    assert!(average >= 0.99, "only {average} of the keys are kept");
}
