//! From the result of a check to the form that was asked for, and to where it shall go.

use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::Path;
use std::time::Duration;

use hotkit_report::{
    Checkstyle, Concise, End, Form, Github, Gitlab, Graph, Json, Jsonl, Junit, Look, Part, Pretty, RuleInfo, Sarif,
    Setting, Statistics, StatisticsJson, Summary,
};
use hotkit_text::{Diagnostic, Files};
use hotkit_workspace::{CheckResult, Project, rules};

use crate::Status;
use crate::arguments::{FailOn, Format};

/// How a result is shown.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    pub(crate) format: Format,
    pub(crate) statistics: bool,
    pub(crate) fail_on: FailOn,
    /// The file that gets the text, instead of standard output.
    pub(crate) file: Option<String>,
    /// True where standard output holds something else, so that findings go to standard error.
    pub(crate) to_errors: bool,
}

impl Wish {
    /// Why the wish cannot be fulfilled.
    pub(crate) fn contradiction(&self) -> Option<&'static str> {
        let can_count = matches!(self.format, Format::Pretty | Format::Concise | Format::Json);
        (self.statistics && !can_count).then_some("--statistics has no such --format: pretty, concise or json")
    }
}

/// What rules are about, for the forms that tell it.
pub(crate) struct Rules(Vec<String>);

impl Rules {
    /// As this wish needs it.
    pub(crate) fn of(wish: &Wish) -> Rules {
        let is_told = wish.format == Format::Sarif;
        Rules(rules().iter().filter(|_| is_told).map(|it| it.summary()).collect())
    }

    fn infos(&self) -> Vec<RuleInfo<'_>> {
        let pairs = rules().iter().zip(&self.0);
        pairs
            .map(|(rule, summary)| RuleInfo {
                name: rule.name,
                group: rule.group,
                severity: rule.severity,
                summary: summary.as_str(),
                page: rule.page,
                default_on: rule.default_on,
            })
            .collect()
    }
}

/// The result of a check while it is written: file by file, to where it shall go.
pub(crate) struct Sheet<'s> {
    form: Box<dyn Form + 's>,
    wish: &'s Wish,
    project: &'s Project,
    out: Out,
    has_findings: bool,
    /// Why it could not be written.
    fault: Option<String>,
}

/// Where it goes.
enum Out {
    Standard(BufWriter<StdoutLock<'static>>),
    /// To standard error, or to a file that is replaced as a whole.
    Collected(String),
}

/// What a [`Sheet`] is set in.
pub(crate) struct Paper<'s> {
    infos: Vec<RuleInfo<'s>>,
    prefix: String,
}

impl<'s> Paper<'s> {
    pub(crate) fn new(rules: &'s Rules, project: &Project) -> Paper<'s> {
        Paper {
            infos: rules.infos(),
            prefix: project.prefix(),
        }
    }
}

impl<'s> Sheet<'s> {
    pub(crate) fn new(wish: &'s Wish, project: &'s Project, paper: &'s Paper<'s>, look: Look) -> Sheet<'s> {
        let setting = Setting {
            rules: &paper.infos,
            prefix: &paper.prefix,
            fails_from: wish.fail_on.least(),
            unreadable: &[],
        };
        let is_collected = wish.file.is_some() || wish.to_errors;
        Sheet {
            form: form(wish, setting, look),
            wish,
            project,
            out: match is_collected {
                true => Out::Collected(String::new()),
                false => Out::Standard(BufWriter::with_capacity(1 << 16, io::stdout().lock())),
            },
            has_findings: false,
            fault: None,
        }
        .begun()
    }

    fn begun(mut self) -> Sheet<'s> {
        let text = self.form.begin();
        self.put(&text);
        self
    }

    /// Writes what there is to say of a file.
    pub(crate) fn part(&mut self, path: &str, files: &Files, diagnostics: &[&Diagnostic]) {
        let fail_on = self.wish.fail_on;
        self.has_findings |= diagnostics.iter().any(|it| fail_on.includes(it.severity));
        let text = self.form.part(&Part {
            path,
            files,
            diagnostics,
        });
        self.put(&text);
    }

    /// Writes what stands at the end; the status, or why it could not be written.
    pub(crate) fn end(
        mut self,
        result: &CheckResult,
        mended: Option<usize>,
        elapsed: Duration,
    ) -> Result<Status, String> {
        let status = if !result.unreadable.is_empty() {
            Status::Failed
        } else if self.has_findings {
            Status::Findings
        } else {
            Status::Clean
        };
        let graph = result.edges.clone().map(|edges| Graph { edges });
        let unreadable = result.unreadable.iter().map(|it| (it.path.as_str(), it.why.as_str()));
        let text = self.form.end(&End {
            graph: graph.as_ref(),
            summary: &summary(result, mended, elapsed, status),
            unreadable: &unreadable.collect::<Vec<_>>(),
        });
        self.put(&text);
        if let Some(why) = self.fault {
            return Err(why);
        }
        match self.out {
            Out::Standard(mut out) => ended(out.flush())?,
            Out::Collected(text) => put(&text, self.wish, self.project)?,
        }
        Ok(status)
    }

    fn put(&mut self, text: &str) {
        match &mut self.out {
            Out::Standard(out) if self.fault.is_none() => {
                self.fault = ended(out.write_all(text.as_bytes())).err();
            }
            Out::Standard(_) => {}
            Out::Collected(all) => all.push_str(text),
        }
    }
}

fn form<'s>(wish: &Wish, setting: Setting<'s>, look: Look) -> Box<dyn Form + 's> {
    match wish.format {
        Format::Json if wish.statistics => Box::new(StatisticsJson::default()),
        _ if wish.statistics => Box::new(Statistics::new(look)),
        Format::Pretty => Box::new(Pretty::new(look)),
        Format::Concise => Box::new(Concise(look)),
        Format::Json => Box::new(Json::default()),
        Format::Jsonl => Box::new(Jsonl),
        Format::Sarif => Box::new(Sarif::new(setting)),
        Format::Github => Box::new(Github(setting)),
        Format::Gitlab => Box::new(Gitlab::new(setting)),
        Format::Junit => Box::new(Junit::new(setting)),
        Format::Checkstyle => Box::new(Checkstyle(setting)),
    }
}

/// Puts the text where it shall go; otherwise why not, as a message.
fn put(text: &str, wish: &Wish, project: &Project) -> Result<(), String> {
    if let Some(file) = &wish.file {
        let path = project.working_folder().join(Path::new(file));
        return hotkit_workspace::write_file(&path, text.as_bytes())
            .map_err(|why| format!("cannot write {file}: {why}"));
    }
    // There is nobody left to tell where standard error is closed.
    let _ = io::stderr().write_all(text.as_bytes());
    Ok(())
}

/// Writes to standard output; a reader that has seen enough is no fault.
pub(crate) fn to_standard_output(text: &str) -> Result<(), String> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    ended(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// How writing to standard output ended.
fn ended(written: io::Result<()>) -> Result<(), String> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("cannot write to standard output: {error}"))
        }
        _ => Ok(()),
    }
}

fn summary(result: &CheckResult, mended: Option<usize>, elapsed: Duration, status: Status) -> Summary {
    let single = match result.templates.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    };
    Summary {
        files_checked: result.files_checked,
        templates_checked: result.templates.len(),
        refused_templates: result.refused_templates.clone(),
        single_template: single,
        missing_values: result.missing_values.clone(),
        judged_as_stack: result.judged_as_stack,
        unreadable_files: result.unreadable.len(),
        failed: status != Status::Clean,
        fixed: mended,
        in_baseline: result.in_baseline,
        gone_from_baseline: result.gone_from_baseline,
        elapsed,
    }
}
