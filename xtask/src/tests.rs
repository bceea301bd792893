//! What a terminal shows, as pieces and as a picture.

use std::fs;
use std::path::Path;

use crate::ansi::{self, Span, Style};
use crate::book;
use crate::picture::without_durations;
use crate::svg;
use crate::version;

const PLAIN: Style = Style {
    color: None,
    bold: false,
    dim: false,
};

fn span(text: &str, style: Style) -> Span {
    Span {
        text: text.to_owned(),
        style,
    }
}

#[test]
fn escape_sequences_become_styles_and_never_text() {
    let red = Style {
        color: Some(1),
        bold: true,
        dim: false,
    };
    let cases: [(&str, Vec<Vec<Span>>); 8] = [
        ("", vec![]),
        ("a\n\nb\n", vec![vec![span("a", PLAIN)], vec![], vec![span("b", PLAIN)]]),
        (
            "\u{1b}[1m\u{1b}[31mé\u{1b}[0m x",
            vec![vec![span("é", red), span(" x", PLAIN)]],
        ),
        (
            "\u{1b}[1;31m🔥\u{1b}[39;22mx",
            vec![vec![span("🔥", red), span("x", PLAIN)]],
        ),
        ("\u{1b}[38;5;1;2mx", vec![vec![span("x", Style { dim: true, ..PLAIN })]]),
        (
            "\u{1b}[94mx\u{1b}[m\u{1b}[2Ky",
            vec![vec![
                span(
                    "x",
                    Style {
                        color: Some(12),
                        ..PLAIN
                    },
                ),
                span("y", PLAIN),
            ]],
        ),
        (
            "\u{1b}]8;;file://x\u{1b}\\x\u{1b}]8;;\u{7}y",
            vec![vec![span("xy", PLAIN)]],
        ),
        ("x\u{1b}[3", vec![vec![span("x", PLAIN)]]),
    ];
    for (output, expected) in cases {
        assert_eq!(ansi::lines(output), expected, "{output:?}");
    }
}

#[test]
fn text_stands_at_its_column_with_its_classes() {
    let lines = [vec![
        span(" 34 ", Style { dim: true, ..PLAIN }),
        span(
            "<a> & b",
            Style {
                color: Some(6),
                ..PLAIN
            },
        ),
    ]];
    let drawn = svg::draw("hotkit", &lines);
    let texts: Vec<&str> = drawn.lines().filter(|line| line.starts_with("<text")).collect();
    let attributes = "lengthAdjust=\"spacingAndGlyphs\"";
    assert_eq!(
        texts,
        [
            format!("<text x=\"20.0\" y=\"33\" class=\"dim\" {attributes} textLength=\"7.8\">$</text>"),
            format!("<text x=\"35.6\" y=\"33\" class=\"bold\" {attributes} textLength=\"46.8\">hotkit</text>"),
            format!("<text x=\"27.8\" y=\"69\" class=\"dim\" {attributes} textLength=\"15.6\">34</text>"),
            format!(
                "<text x=\"51.2\" y=\"69\" class=\"cyan\" {attributes} textLength=\"54.6\">&lt;a&gt; &amp; b</text>"
            ),
        ]
    );
    assert!(
        drawn.contains(".cyan { fill: #056a80 }") && !drawn.contains(".red"),
        "{drawn}"
    );
}

#[test]
fn only_the_duration_may_differ() {
    let with = |text: &str| without_durations(&svg::draw("hotkit", &[vec![span(text, PLAIN)]]));
    assert_eq!(
        with("Heat accepts; 1 file checked in 2 ms"),
        with("Heat accepts; 1 file checked in 1.25 ms")
    );
    assert_ne!(
        with("Heat accepts; 1 file checked in 2 ms"),
        with("Heat accepts; 2 files checked in 2 ms")
    );
    assert_ne!(with("Heat accepts in 2 ms"), with("Heat accepts in 3 ms"));
}

/// Pages, figures and defaults of the rules agree, and enough was read.
#[test]
fn figures_of_rules() {
    let figures = crate::rules::figures().unwrap();
    assert_eq!(crate::rules::complaints(&figures), Vec::<String>::new());
}

#[test]
fn all_places_name_one_version() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    assert_eq!(version::agreed(&root), Ok(env!("CARGO_PKG_VERSION").to_owned()));
    for path in [
        "Cargo.toml",
        "Cargo.lock",
        "README.md",
        "ci/gitlab.yml",
        "ci/Jenkinsfile",
        "ci/zuul/jobs.yaml",
        "docs/pre-commit.md",
        "docs/ci.md",
        "editors/vscode/package.json",
    ] {
        let text = fs::read_to_string(root.join(path)).expect("it is there");
        assert!(!version::places(&text, path).is_empty(), "{path} names no version");
    }
}

#[test]
fn a_version_is_changed_where_it_is_ours() {
    let cases = [
        (
            "Cargo.toml",
            "[workspace.package]\nversion = \"0.1.0\"\n[workspace.dependencies]\nserde = { version = \"1.2.3\" }\n",
        ),
        (
            "a.md",
            "pip install hotkit==0.1.0.\nrev: v0.1.0\nother==0.1.0\nuses: hotkit/hotkit@v0.1.0\n",
        ),
        (
            "Cargo.lock",
            "[[package]]\nname = \"hotkit-text\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \"hotkit-else\"\nversion = \"0.1.0\"\n\
             source = \"registry\"\n\n[[package]]\nname = \"serde\"\nversion = \"0.1.0\"\n",
        ),
    ];
    let wanted = [
        "[workspace.package]\nversion = \"12.0.3\"\n[workspace.dependencies]\nserde = { version = \"1.2.3\" }\n",
        "pip install hotkit==12.0.3.\nrev: v12.0.3\nother==0.1.0\nuses: hotkit/hotkit@v12.0.3\n",
        "[[package]]\nname = \"hotkit-text\"\nversion = \"12.0.3\"\n\n[[package]]\nname = \"hotkit-else\"\nversion = \"0.1.0\"\n\
         source = \"registry\"\n\n[[package]]\nname = \"serde\"\nversion = \"0.1.0\"\n",
    ];
    for ((path, text), wanted) in cases.into_iter().zip(wanted) {
        assert_eq!(version::with_version(text, path, "12.0.3"), wanted, "{path}");
    }
    for wrong in ["1.2", "v1.2.3", "1.2.3-dev", "1..3"] {
        let root = Path::new("nowhere");
        assert!(
            version::set(root, wrong).is_err_and(|why| why.contains("is no version")),
            "{wrong}"
        );
    }
}

#[test]
fn links_that_leave_the_book() {
    for (folder, text, wanted) in [
        (
            "",
            "[a](tutorial.md) [b](../ci/gitlab.yml)",
            "[a](tutorial.md) [b](https://github.com/hotkit/hotkit/blob/main/ci/gitlab.yml)",
        ),
        (
            "howto",
            "[a](../ci.md) [b](../../ci/gitlab.yml)",
            "[a](../ci.md) [b](https://github.com/hotkit/hotkit/blob/main/ci/gitlab.yml)",
        ),
        (
            "",
            "[a](../crates/hotkit-lint/src/rules/update/replaced_data.md) x",
            "[a](rules/update/replaced-data.md) x",
        ),
        ("", "[the map](../ARCHITECTURE.md#flow)", "[the map](map.md#flow)"),
    ] {
        assert_eq!(book::outward(text, folder), wanted, "{text}");
    }
}

#[test]
fn the_list_of_types_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/reference/types.md");
    let found = fs::read_to_string(path).expect("it is there");
    assert_eq!(Ok(found), book::page_of_types(), "`cargo xtask book` writes it anew");
}
