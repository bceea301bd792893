//! Draws lines of a terminal as SVG, for light and for dark pages.
//!
//! Every piece of text has its column and its width in cells, so that frames hold together whatever monospaced font the
//! reader has. Nothing is loaded from elsewhere.

use std::fmt::Write as _;

use crate::ansi::{Span, Style};

/// Tenths of a pixel, so that no rounding differs between machines.
const CELL_WIDTH: usize = 78;
const LINE_HEIGHT: usize = 18;
const MARGIN: usize = 20;
const LEAST_COLUMNS: usize = 80;

/// Names of the sixteen colours with their light and dark values; those with a meaning reach 4.6 : 1 on their grounds.
const COLORS: [(&str, &str, &str); 16] = [
    ("black", "#1f2328", "#6e7781"),
    ("red", "#ae2a00", "#ff8d63"),
    ("green", "#006b53", "#45c9a1"),
    ("yellow", "#865600", "#f2b63c"),
    ("blue", "#0b62a8", "#6ab5f5"),
    ("magenta", "#8a2d6b", "#f09ad2"),
    ("cyan", "#056a80", "#5cc6dc"),
    ("white", "#59636e", "#d1d7e0"),
    ("bright-black", "#59636e", "#9198a1"),
    ("bright-red", "#cf222e", "#ffa198"),
    ("bright-green", "#1a7f37", "#56d364"),
    ("bright-yellow", "#9a6700", "#e3b341"),
    ("bright-blue", "#0969da", "#79c0ff"),
    ("bright-magenta", "#8250df", "#d2a8ff"),
    ("bright-cyan", "#1b7c83", "#76e3ea"),
    ("bright-white", "#1f2328", "#ffffff"),
];

/// A picture of a terminal after `command` was typed and `lines` were printed.
pub(crate) fn draw(command: &str, lines: &[Vec<Span>]) -> String {
    let columns = lines
        .iter()
        .map(|line| width(line))
        .max()
        .unwrap_or(0)
        .max(LEAST_COLUMNS);
    let picture_width = (columns * CELL_WIDTH).div_ceil(10) + 2 * MARGIN;
    let height = (lines.len() + 2) * LINE_HEIGHT + 2 * MARGIN;
    let mut svg = String::new();
    let _ = writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{picture_width}\" height=\"{height}\" \
         viewBox=\"0 0 {picture_width} {height}\" xml:space=\"preserve\" role=\"img\" aria-labelledby=\"title\">\n\
         <title id=\"title\">What {} prints</title>\n<style>\n{}</style>\n\
         <rect class=\"ground\" x=\"0.5\" y=\"0.5\" width=\"{}\" height=\"{}\" rx=\"8\"/>",
        escaped(command),
        styles(lines),
        picture_width - 1,
        height - 1,
    );
    let prompt = Style {
        dim: true,
        ..Style::default()
    };
    let typed = Style {
        bold: true,
        ..Style::default()
    };
    let first = [
        Span {
            text: "$ ".to_owned(),
            style: prompt,
        },
        Span {
            text: command.to_owned(),
            style: typed,
        },
    ];
    draw_line(&mut svg, 0, &first);
    for (number, line) in lines.iter().enumerate() {
        draw_line(&mut svg, number + 2, line);
    }
    svg.push_str("</svg>\n");
    svg
}

/// The rules for light pages, then what differs on dark ones; only the colours that are used.
fn styles(lines: &[Vec<Span>]) -> String {
    let is_used = |index: usize| {
        let mut spans = lines.iter().flatten();
        spans.any(|span| span.style.color.map(usize::from) == Some(index))
    };
    let used = || COLORS.iter().enumerate().filter(|(index, _)| is_used(*index));
    let mut css = String::from(
        "text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, \"DejaVu Sans Mono\", monospace; \
         fill: #1f2328; white-space: pre }\n\
         .ground { fill: #ffffff; stroke: #d1d9e0 }\n.bold { font-weight: 700 }\n.dim { fill-opacity: .68 }\n",
    );
    for (_, (name, light, _)) in used() {
        let _ = writeln!(css, ".{name} {{ fill: {light} }}");
    }
    css.push_str("@media (prefers-color-scheme: dark) {\n");
    css.push_str("text { fill: #e6edf3 }\n.ground { fill: #0d1117; stroke: #3d444d }\n");
    for (_, (name, _, dark)) in used() {
        let _ = writeln!(css, ".{name} {{ fill: {dark} }}");
    }
    css.push_str("}\n");
    css
}

/// One `text` for each piece that shows something, at its column.
fn draw_line(svg: &mut String, row: usize, line: &[Span]) {
    let baseline = MARGIN + row * LINE_HEIGHT + 13;
    let mut column = 0;
    for span in line {
        let shown = span.text.trim();
        let before = cells(&span.text) - cells(span.text.trim_start());
        if !shown.is_empty() {
            let left = MARGIN * 10 + (column + before) * CELL_WIDTH;
            let length = cells(shown) * CELL_WIDTH;
            let _ = writeln!(
                svg,
                "<text x=\"{}\" y=\"{baseline}\"{} lengthAdjust=\"spacingAndGlyphs\" \
                 textLength=\"{}\">{}</text>",
                pixels(left),
                class(span.style),
                pixels(length),
                escaped(shown),
            );
        }
        column += cells(&span.text);
    }
}

fn class(style: Style) -> String {
    let color = style
        .color
        .and_then(|color| COLORS.get(usize::from(color)))
        .map(|(name, ..)| *name);
    let names = [color, style.bold.then_some("bold"), style.dim.then_some("dim")];
    let names: Vec<&str> = names.into_iter().flatten().collect();
    if names.is_empty() {
        String::new()
    } else {
        format!(" class=\"{}\"", names.join(" "))
    }
}

fn width(line: &[Span]) -> usize {
    line.iter().map(|span| cells(&span.text)).sum()
}

/// The pictures show text in which every character is one cell wide.
fn cells(text: &str) -> usize {
    text.chars().count()
}

fn pixels(tenths: usize) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
