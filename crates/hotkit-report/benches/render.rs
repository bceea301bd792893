//! What showing many findings costs: a thousand of them with two places each, in 20,000 lines.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use divan::{Bencher, black_box};
use hotkit_report::{Look, Report, Summary, concise, json, pretty};
use hotkit_text::{Diagnostic, FileId, Files, Group, Related, Severity, SourceFile, TextRange};

const LOOK: Look = Look {
    color: true,
    width: 80,
    ascii: false,
};

fn main() {
    divan::main();
}

struct Case {
    files: Files,
    diagnostics: Vec<Diagnostic>,
    summary: Summary,
}

impl Case {
    fn report(&self) -> Report<'_> {
        Report {
            files: &self.files,
            diagnostics: &self.diagnostics,
            graph: None,
            summary: &self.summary,
        }
    }
}

/// `count` findings spread over `files` files of 20,000 lines in all.
fn case(count: u32, files: u32) -> Case {
    let mut table = Files::default();
    let mut diagnostics = Vec::new();
    let lines = 20_000 / files;
    for file in 0..files {
        let mut text = String::new();
        let mut starts = Vec::new();
        for line in 0..lines {
            starts.push(text.len() as u32);
            writeln!(text, "  größe_{line:05}: {{ get_param: x }}").expect("a string takes everything");
        }
        table.add(Arc::new(SourceFile::new(format!("{file:03}.yaml"), text)));
        let here = count / files;
        for number in 0..here {
            let line = (number * (lines / here)) as usize;
            diagnostics.push(diagnostic(FileId(file), starts[line], starts[line / 2]));
        }
    }
    Case {
        files: table,
        diagnostics,
        summary: Summary {
            files_checked: files as usize,
            templates_checked: files as usize,
            elapsed: Duration::from_millis(4),
            ..Summary::default()
        },
    }
}

fn diagnostic(file: FileId, start: u32, other: u32) -> Diagnostic {
    Diagnostic {
        rule: "unknown-property",
        group: Group::Engine,
        severity: Severity::Error,
        refused: true,
        message: "OS::Nova::Server has no property `größe`".to_owned(),
        file,
        range: TextRange::new(start + 2, start + 15),
        label: Some("unknown".to_owned()),
        path: None,
        related: vec![Related {
            file,
            range: TextRange::new(other + 2, other + 15),
            label: "similar name, declared here".to_owned(),
        }],
        suggestion: Some("size".to_owned()),
        help: None,
        fix: None,
    }
}

/// As people get it: fifty in full, the rest on one line each.
#[divan::bench]
fn pretty_folded(bencher: Bencher<'_, '_>) {
    let case = case(1_000, 1);
    bencher.bench(|| pretty(black_box(&case.report()), &LOOK));
}

/// A thousand in full: twenty reports of fifty.
#[divan::bench]
fn pretty_in_full(bencher: Bencher<'_, '_>) {
    let case = case(1_000, 1);
    bencher.bench(|| {
        let mut bytes = 0;
        for fifty in case.diagnostics.chunks(50) {
            let report = Report {
                diagnostics: fifty,
                ..case.report()
            };
            bytes += pretty(black_box(&report), &LOOK).len();
        }
        bytes
    });
}

#[divan::bench]
fn concise_form(bencher: Bencher<'_, '_>) {
    let case = case(1_000, 10);
    bencher.bench(|| concise(black_box(&case.report()), &LOOK));
}

#[divan::bench]
fn json_form(bencher: Bencher<'_, '_>) {
    let case = case(1_000, 10);
    bencher.bench(|| json(black_box(&case.report())));
}
