//! The head of the page: what is compared, how much there is of what, the quota.

use std::fmt::Write as _;

use hotkit_plan::{Action, BecauseKind};
use hotkit_text::Severity;

use super::Page;
use super::text::many;
use crate::plan::svg::escape;
use crate::plan::words::{Fullness, fullness, long_clock, quantity, sign};

impl Page<'_> {
    pub(super) fn compared(&self) -> String {
        let Some(against) = self.report.against else {
            return String::new();
        };
        let what = match (&against.revision, &against.commit) {
            (Some(revision), Some(commit)) => {
                format!(
                    "the same at <code>{}</code> <span class=\"dim\">{}</span>",
                    escape(revision),
                    escape(commit)
                )
            }
            _ => format!("<code>{}</code>", escape(&against.file)),
        };
        format!("<div><dt>compared with</dt><dd>{what}</dd></div>")
    }

    pub(super) fn tiles(&self) -> String {
        let (Some(root), Some(estimate)) = (self.root(), self.report.estimate) else {
            return String::new();
        };
        let total = root.total();
        let edges: usize = root.resources.iter().map(|it| it.requires.len()).sum();
        let added = root
            .resources
            .iter()
            .flat_map(|it| &it.requires)
            .filter(|it| matches!(it.because.first().map(|it| &it.kind), Some(BecauseKind::Heat(_))))
            .count();
        let chain: Vec<String> = estimate.critical_path.iter().map(|it| escape(it)).collect();
        let mut out = format!(
            "<ul class=\"tiles\"><li><b>{total}</b> resources<small>{} in the template, {} inside others; {} disabled</small></li>\
             <li><b>{}</b> waves<small>{edges} edges, {added} of them added by Heat</small></li>\
             <li><b>{}</b> to create<small>longest chain: {}</small></li>",
            root.resources.len(),
            total - root.resources.len(),
            root.disabled.len(),
            root.waves.len(),
            long_clock(estimate.seconds),
            chain.join(" → ")
        );
        if let Some(update) = self.report.update {
            let order = [Action::Create, Action::Update, Action::Replace, Action::Delete];
            let parts: Vec<String> = order
                .into_iter()
                .map(|action| {
                    format!(
                        "<span class=\"{0}\"><b aria-hidden=\"true\">{1}{2}</b><small>{0}</small></span>",
                        action.name(),
                        sign(action),
                        update.count(action)
                    )
                })
                .collect();
            let _ = write!(
                out,
                "<li class=\"changes\"><a href=\"#changes\">{}</a></li>",
                parts.join(" ")
            );
        }
        let count = |severity: Severity| {
            self.report
                .diagnostics
                .iter()
                .filter(|it| it.severity == severity)
                .count()
        };
        let (errors, warnings, infos) = (count(Severity::Error), count(Severity::Warning), count(Severity::Info));
        let _ = write!(
            out,
            "<li><a href=\"#findings\"><b>{}</b> findings<small>{}, {}, {infos} info</small></a></li></ul>",
            errors + warnings + infos,
            many(errors, "error"),
            many(warnings, "warning")
        );
        out
    }

    pub(super) fn quota(&self) -> String {
        let Some(estimate) = self.report.estimate else {
            return String::new();
        };
        let mut out = String::from("<ul class=\"quota\">");
        for (kind, needed, limit) in estimate.fullest_first() {
            let (class, word) = match fullness(needed, limit) {
                Fullness::Fine => ("fine", ""),
                Fullness::Near => ("near", " · <b>nearly full</b>"),
                Fullness::Over => ("over", " · <b>too many</b>"),
            };
            let share = (needed as f64 / limit.max(1) as f64 * 100.0).min(100.0);
            let _ = write!(
                out,
                "<li class=\"{class}\"><span>{}</span><span class=\"num\">{} of {}{word}</span><span class=\"meter\" aria-hidden=\"true\"><i style=\"width:{share:.1}%\"></i></span></li>",
                kind.label(),
                quantity(kind, needed),
                quantity(kind, limit)
            );
        }
        out.push_str("</ul>");
        if let Some((count, kind)) = estimate.fit {
            let _ = write!(
                out,
                "<p class=\"dim\">The quota of cloud “{}” has room for {}; {} run out first.</p>",
                escape(&estimate.cloud),
                many(count as usize, "such stack"),
                kind.label()
            );
        }
        for (flavor, servers) in &estimate.unknown_flavors {
            let _ = write!(
                out,
                "<p class=\"dim\">Not counted: flavor <code>{}</code> of {}; a cloud file can say how large it is.</p>",
                escape(flavor),
                many(*servers as usize, "server")
            );
        }
        out
    }
}
