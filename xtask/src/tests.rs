//! What a terminal shows, as pieces and as a picture.

use crate::ansi::{self, Span, Style};
use crate::picture::without_durations;
use crate::svg;

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
