//! The files that Heat's client fetches before it sends anything: missing ones, circles, and what is sent along.

use hotkit_model::{
    Document, Fault as FileFault, FileKind, FileReference, Owner, Path, ReferenceKind, Template, is_template_name,
};
use hotkit_text::FileId;
use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use crate::file::{FileSet, FileState, Resolved, base_of, resolve};
use crate::input::check_patterns;
use crate::problem::{Fault, Problem, Verdict};
use crate::site::Site;

/// Files on one way before the search gives up; more than any sound stack has.
const LONGEST_CHAIN: usize = 200;

/// Follows every reference from these documents on, as the client does (N-001, F-GF-1, E-013, N-010, N-017).
pub(crate) fn check<'f>(files: &'f dyn FileSet, roots: &[(FileId, &str, &Document)], stack: bool) -> Inclusions<'f> {
    let mut search = Search {
        files,
        stack,
        found: Inclusions::default(),
        done: FxHashSet::default(),
        chain: Vec::new(),
    };
    for (file, path, document) in roots {
        search.chain.push((*path).to_owned());
        search.document(*file, path, document);
        search.chain.pop();
    }
    search.found
}

/// What the search finds.
#[derive(Debug, Default)]
pub(crate) struct Inclusions<'f> {
    pub(crate) problems: Vec<Problem>,
    /// Every template that is sent along.
    pub(crate) sent: Vec<&'f Document>,
}

struct Search<'f> {
    files: &'f dyn FileSet,
    /// Judged with exactly these inputs, on this machine.
    stack: bool,
    found: Inclusions<'f>,
    done: FxHashSet<String>,
    /// The files on the way here.
    chain: Vec<String>,
}

impl<'f> Search<'f> {
    fn document(&mut self, file: FileId, path: &str, document: &Document) {
        let base = base_of(path, document);
        for reference in &document.references {
            let Resolved::Path(target) = resolve(&base, &reference.path) else {
                continue;
            };
            self.reference(file, reference, target);
        }
    }

    fn reference(&mut self, file: FileId, reference: &FileReference, target: String) {
        let kind = match reference.kind {
            ReferenceKind::GetFile => FileKind::Unknown,
            _ if is_template_name(&reference.path) => FileKind::Template,
            _ => FileKind::Unknown,
        };
        let written = reference.path.clone();
        let state = self.files.file(&target, kind);
        let fault = match state {
            FileState::Read(id, document) => return self.included(file, reference, target, id, document),
            FileState::Binary if kind == FileKind::Unknown => return,
            FileState::Binary => Fault::NotATemplate { path: written },
            FileState::OutsideMissing if !self.stack => Fault::OutsideProject { path: written },
            FileState::Missing | FileState::OutsideMissing => Fault::MissingFile {
                path: written,
                kind: reference.kind,
            },
            FileState::Outside => Fault::OutsideProject { path: written },
            FileState::Unreadable(why) => Fault::UnreadableFile {
                path: written,
                why: why.into(),
            },
        };
        // What lies outside is another matter on another machine, and was not looked at here. That it is not there is told
        // only where a stack shall be created on this one.
        let verdict = match fault {
            Fault::OutsideProject { .. } => Verdict::Possible,
            _ => Verdict::Refused,
        };
        self.problem(file, reference, fault, verdict);
    }

    fn included(
        &mut self,
        file: FileId,
        reference: &FileReference,
        target: String,
        id: FileId,
        document: &'f Document,
    ) {
        let is_template = document.tree.errors().is_empty() && names_version(document);
        let Some(template) = document.template().filter(|_| is_template) else {
            return;
        };
        // The client looks inside a file only where it parses as a template (`is_template` in heatclient). What begins as JSON and
        // is YAML it sends as it is, and the engine reads it (T-014).
        if document.tree.json_error().is_some() {
            if self.done.insert(target) {
                self.sent_along(id, document, template);
            }
            return;
        }
        if let Some(start) = self.chain.iter().position(|it| *it == target) {
            let mut chain: Vec<SmolStr> = self.chain[start..].iter().map(SmolStr::new).collect();
            chain.push(target.into());
            return self.problem(file, reference, Fault::IncludesItself { chain }, Verdict::Refused);
        }
        if self.chain.len() > LONGEST_CHAIN || !self.done.insert(target.clone()) {
            return;
        }
        self.found.sent.push(document);
        self.sent_along(id, document, template);
        self.chain.push(target.clone());
        self.document(id, &target, document);
        self.chain.pop();
    }

    /// Every file that is sent and is a template must have a known version and sound parameters, used or not (N-017).
    fn sent_along(&mut self, id: FileId, document: &Document, template: &Template) {
        let site = Site::root(id);
        let is_client = document.tree.json_error().is_none();
        for problem in &document.problems {
            if concerns_schemata(&problem.fault, &problem.path, is_client) {
                let fault = Fault::File(problem.fault.clone());
                self.found
                    .problems
                    .push(site.problem(fault, problem.range, &problem.path, Verdict::Refused));
            }
        }
        for parameter in &template.parameters {
            check_patterns(parameter, &site, Verdict::Refused, &mut self.found.problems);
        }
    }

    fn problem(&mut self, file: FileId, reference: &FileReference, fault: Fault, verdict: Verdict) {
        let site = Site::root(file);
        self.found
            .problems
            .push(site.problem(fault, reference.range, &Path::default(), verdict));
    }
}

/// True where a version key stands in the text, even if nothing can be said of what it holds.
fn names_version(document: &Document) -> bool {
    let root = document.tree.root().and_then(hotkit_syntax::Node::resolve);
    let mut keys = root.into_iter().flat_map(|it| it.entries().map(|entry| entry.key));
    keys.any(|it| {
        matches!(
            it.text(),
            "heat_template_version" | "HeatTemplateFormatVersion" | "AWSTemplateFormatVersion"
        )
    })
}

/// Whether a fault shows where the version and the parameters of a file are read, by the client or else by the engine alone.
fn concerns_schemata(fault: &FileFault, path: &Path, is_client: bool) -> bool {
    match fault {
        FileFault::UnknownVersion { .. } | FileFault::AmbiguousVersion { .. } | FileFault::VersionNotText { .. } => {
            true
        }
        // The client itself fails over these.
        FileFault::ContainsItself | FileFault::KeyOfBytes => is_client,
        // Whether a kind of constraint fits the type is looked at in stacks only.
        FileFault::ConstraintNotForType { .. } | FileFault::DuplicateKey { .. } => false,
        FileFault::WrongKind {
            owner: Owner::Section(name),
            ..
        } => name.eq_ignore_ascii_case("parameters"),
        _ => {
            path.names()
                .first()
                .is_some_and(|it| it.eq_ignore_ascii_case("parameters"))
                && path.names().len() > 1
        }
    }
}
