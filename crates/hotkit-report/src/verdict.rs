//! The last lines of a run: what was found, whether Heat accepts it, how many files, how long.

use std::time::Duration;

use hotkit_text::Severity;

use crate::Summary;
use crate::form::Tally;
use crate::look::{Look, Role};
use crate::shown::{Wrap, counted, enumerated, harmless, number, wrap};

/// The verdict, ended by a line break.
pub(crate) fn verdict(findings: &Tally, summary: &Summary, look: Look) -> String {
    let mut found = if findings.all() == 0 {
        nothing_found(summary, look)
    } else {
        what_was_found(findings, summary, look)
    };
    found.push_str(&what_was_left_out(summary));
    let heat = heats_verdict(summary, look);
    let condition = condition(summary);
    let run = how_it_ran(summary);
    let lines = if findings.all() == 0 && condition.is_none() {
        vec![joined("; ", [Some(found), heat, Some(run)])]
    } else if findings.all() == 0 {
        let first = joined("; ", [Some(found), heat, None]);
        vec![first, joined("; ", [condition, Some(run), None])]
    } else {
        let heat = heat.map(|heat| joined(" ", [Some(heat), condition, None]));
        vec![found, joined("; ", [heat, Some(run), None])]
    };
    let wrapped = |(number, line): (usize, &String)| {
        let how = Wrap {
            limit: look.columns(),
            taken: if number == 0 { 0 } else { 2 },
            indent: 2,
        };
        wrap(line, how)
    };
    let text: Vec<String> = lines.iter().enumerate().map(wrapped).collect();
    format!("{}\n", text.join("\n  "))
}

fn joined<const N: usize>(separator: &str, parts: [Option<String>; N]) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(separator)
}

fn is_bad(summary: &Summary) -> bool {
    summary.failed || summary.unreadable_files > 0
}

fn nothing_found(summary: &Summary, look: Look) -> String {
    let words = if summary.files_checked == 0 && summary.unreadable_files == 0 {
        "nothing to check"
    } else {
        "no findings"
    };
    let (sign, role) = if is_bad(summary) {
        ("✗", Role::Severity(Severity::Error))
    } else {
        ("✓", Role::Ok)
    };
    look.paint(role, &look.signs(&format!("{sign} {words}")))
}

/// `✗ 3 errors, 1 warning in 1 of 2 files; 1 fixable with --fix`.
fn what_was_found(findings: &Tally, summary: &Summary, look: Look) -> String {
    let count = |severity: Severity| match severity {
        Severity::Error => findings.errors,
        Severity::Warning => findings.warnings,
        Severity::Info => findings.infos,
        Severity::Hint => findings.hints,
    };
    let kinds = [
        (Severity::Error, counted(count(Severity::Error), "error")),
        (Severity::Warning, counted(count(Severity::Warning), "warning")),
        (Severity::Info, format!("{} info", number(count(Severity::Info)))),
    ];
    let mut counts = Vec::new();
    for (severity, words) in kinds {
        if count(severity) == 0 {
            continue;
        }
        let is_first = counts.is_empty();
        let sign = if is_first && is_bad(summary) { "✗ " } else { "" };
        let words = look.signs(&format!("{sign}{words}"));
        counts.push(if is_first || severity != Severity::Info {
            look.paint(Role::Severity(severity), &words)
        } else {
            words
        });
    }
    let mut result = counts.join(", ");
    if !is_bad(summary) {
        result = format!("{} {result}", look.paint(Role::Ok, &look.signs("✓")));
    }
    if summary.files_checked > 1 {
        let all = counted(summary.files_checked, "file");
        result.push_str(&format!(" in {} of {all}", number(findings.files)));
    }
    if let Some(fixable) = fixable(findings) {
        result.push_str("; ");
        result.push_str(&look.paint(Role::Bold, &fixable));
    }
    result
}

/// `; 3 fixed; 12 more in the baseline, which holds 2 that are gone`; empty where there is nothing of that.
fn what_was_left_out(summary: &Summary) -> String {
    let mut result = String::new();
    if let Some(fixed) = summary.fixed {
        result.push_str(&format!("; {} fixed", number(fixed)));
    }
    if summary.in_baseline > 0 {
        result.push_str(&format!("; {} more in the baseline", number(summary.in_baseline)));
    }
    if summary.gone_from_baseline > 0 {
        let gone = number(summary.gone_from_baseline);
        result.push_str(&format!("; {gone} of the baseline gone, --write-baseline forgets them"));
    }
    result
}

fn fixable(findings: &Tally) -> Option<String> {
    let (safe, unsafe_ones) = (findings.fixable, findings.fixable_unsafely);
    match (safe, unsafe_ones) {
        (0, 0) => None,
        (0, _) => Some(format!("{} fixable with --unsafe-fixes", number(unsafe_ones))),
        (_, 0) => Some(format!("{} fixable with --fix", number(safe))),
        _ => Some(format!(
            "{} fixable with --fix, {} more with --unsafe-fixes",
            number(safe),
            number(unsafe_ones)
        )),
    }
}

/// What Heat does; `None` where no template was checked.
fn heats_verdict(summary: &Summary, look: Look) -> Option<String> {
    let all = summary.templates_checked;
    let path = |path: &str| look.paint(Role::Path, &harmless(path));
    match summary.refused_templates.as_slice() {
        _ if all == 0 => None,
        [only] => Some(format!("Heat refuses {}", path(only))),
        [_, ..] => {
            let refused = number(summary.refused_templates.len());
            Some(format!("Heat refuses {refused} of {}", counted(all, "template")))
        }
        [] => {
            let accepts = if has_condition(summary) {
                "can accept"
            } else {
                "accepts"
            };
            Some(match &summary.single_template {
                Some(template) => format!("Heat {accepts} {}", path(template)),
                None if all == 1 => format!("Heat {accepts} the template"),
                None if all == 2 => format!("Heat {accepts} both templates"),
                None => format!("Heat {accepts} all {}", counted(all, "template")),
            })
        }
    }
}

/// True where the verdict waits for values. What Heat refuses, no value can help.
fn has_condition(summary: &Summary) -> bool {
    !summary.judged_as_stack
        && summary.templates_checked > 0
        && summary.refused_templates.is_empty()
        && !summary.missing_values.is_empty()
}

fn condition(summary: &Summary) -> Option<String> {
    has_condition(summary).then(|| {
        let names = enumerated(&summary.missing_values);
        if summary.missing_values.len() == 1 {
            format!("once {names} has a value (-e)")
        } else {
            format!("once {names} have values (-e)")
        }
    })
}

fn how_it_ran(summary: &Summary) -> String {
    let checked = counted(summary.files_checked, "file");
    let mut result = format!("{checked} checked in {}", duration(summary.elapsed));
    if summary.unreadable_files > 0 {
        let unread = counted(summary.unreadable_files, "file");
        result.push_str(&format!("; {unread} could not be read"));
    }
    result
}

/// `4 ms`, `1.2 s`, `12 s`: as exact as people care for; never 0.
fn duration(elapsed: Duration) -> String {
    let milliseconds = elapsed.as_micros().div_ceil(1000).max(1);
    match milliseconds {
        ..1000 => format!("{milliseconds} ms"),
        1000..9950 => format!("{:.1} s", elapsed.as_secs_f64()),
        _ => format!("{:.0} s", elapsed.as_secs_f64()),
    }
}
