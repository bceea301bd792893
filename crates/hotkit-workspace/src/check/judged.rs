//! What judging one root gave, as few bytes: what is held of a hundred thousand templates at once, and kept between runs.

use hotkit_text::{Diagnostic, FileId};

use super::Unreadable;
use crate::cache::{Reader, Writer, is_known};
use crate::shelf::Print;
use crate::store::Kind;

/// What there is to say about one root and everything that it names.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Judged {
    /// What it was judged as; `None` where it is nothing that is checked.
    pub(crate) kind: Option<Kind>,
    /// False where its text could not even be decoded.
    pub(crate) is_readable: bool,
    /// True where Heat would not create a stack from it.
    pub(crate) is_refused: bool,
    /// The files that were read for it, by their numbers.
    pub(crate) files: Vec<Source>,
    /// Which of them is itself.
    pub(crate) own: Option<FileId>,
    /// The findings; each names a file by its number.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The edges of its stack by name, sorted.
    pub(crate) edges: Option<Vec<(String, String)>>,
    /// Parameters without a value.
    pub(crate) missing_values: Vec<String>,
    /// What could not be read of it.
    pub(crate) unreadable: Vec<Unreadable>,
}

/// A file that was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Source {
    /// Its path, as it was named first.
    pub(crate) path: String,
    /// What its path without symbolic links is known by.
    pub(crate) place: Print,
    /// What its bytes are known by.
    pub(crate) text: Print,
    /// True where comments in it may silence findings.
    pub(crate) has_comments: bool,
}

impl Judged {
    /// As bytes. Findings stand apart, those of each file together, so that they can be had without the others.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.number(match self.kind {
            None | Some(Kind::Other) => 0,
            Some(Kind::Template) => 1,
            Some(Kind::Environment) => 2,
        });
        out.flag(self.is_readable);
        out.flag(self.is_refused);
        out.number(self.own.map_or(0, |it| u64::from(it.0) + 1));
        let mut findings = Writer::default();
        let mut by_file: Vec<Vec<&Diagnostic>> = vec![Vec::new(); self.files.len()];
        for diagnostic in self.diagnostics.iter().filter(|it| is_known(it.rule)) {
            by_file[diagnostic.file.0 as usize].push(diagnostic);
        }
        out.number(self.files.len() as u64);
        for (source, of_file) in self.files.iter().zip(by_file) {
            let start = findings.0.len();
            for diagnostic in &of_file {
                findings.diagnostic(diagnostic);
            }
            out.text(&source.path);
            out.print(source.place);
            out.print(source.text);
            out.flag(source.has_comments);
            out.number(of_file.len() as u64);
            out.number((findings.0.len() - start) as u64);
        }
        out.list(&self.unreadable, |out, it| {
            out.text(&it.path);
            out.text(&it.why);
            out.maybe(it.option);
            out.maybe(it.suggestion.as_deref());
            out.flag(it.outside);
        });
        out.list(&self.missing_values, |out, it| out.text(it));
        out.flag(self.edges.is_some());
        let mut edges = Writer::default();
        edges.list(self.edges.as_deref().unwrap_or_default(), |out, (from, to)| {
            out.text(from);
            out.text(to);
        });
        out.number(edges.0.len() as u64);
        out.0.extend_from_slice(&edges.0);
        out.0.extend_from_slice(&findings.0);
        // A hundred thousand of them are held: not a byte more than is needed.
        out.0.shrink_to_fit();
        out.0
    }
}

/// What [`Judged::to_bytes`] gave, with edges and findings still as bytes.
#[derive(Debug)]
pub(crate) struct Kept<'b> {
    pub(crate) kind: Option<Kind>,
    pub(crate) is_readable: bool,
    pub(crate) is_refused: bool,
    pub(crate) own: Option<FileId>,
    pub(crate) files: Vec<KeptSource<'b>>,
    pub(crate) unreadable: Vec<Unreadable>,
    pub(crate) missing_values: Vec<String>,
    edges: Option<&'b [u8]>,
    findings: &'b [u8],
}

/// A [`Source`] with its share of the findings.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KeptSource<'b> {
    pub(crate) path: &'b str,
    pub(crate) place: Print,
    pub(crate) text: Print,
    pub(crate) has_comments: bool,
    /// How many findings speak of it.
    pub(crate) count: usize,
    start: usize,
    length: usize,
}

impl<'b> Kept<'b> {
    /// Reads it, without edges and findings; `None` where somebody else wrote the bytes.
    pub(crate) fn read(bytes: &'b [u8]) -> Option<Kept<'b>> {
        let mut it = Reader(bytes);
        let kind = match it.number()? {
            0 => None,
            1 => Some(Kind::Template),
            2 => Some(Kind::Environment),
            _ => return None,
        };
        let (is_readable, is_refused) = (it.flag()?, it.flag()?);
        let own = it.number()?.checked_sub(1).map(u32::try_from).transpose().ok()?;
        let mut end: usize = 0;
        let files = it.list(|it| {
            let mut source = KeptSource {
                path: it.text()?,
                place: it.print()?,
                text: it.print()?,
                has_comments: it.flag()?,
                count: it.index()?,
                start: end,
                length: it.index()?,
            };
            end = end.checked_add(source.length)?;
            source.start = end - source.length;
            Some(source)
        })?;
        let unreadable = it.list(|it| {
            Some(Unreadable {
                path: it.text()?.to_owned(),
                why: it.text()?.to_owned(),
                option: match it.maybe()? {
                    Some(name) => Some(option(name)?),
                    None => None,
                },
                suggestion: it.maybe()?.map(str::to_owned),
                outside: it.flag()?,
            })
        });
        let unreadable = unreadable?;
        let missing_values = it.list(|it| it.text().map(str::to_owned))?;
        let has_edges = it.flag()?;
        let length = it.index()?;
        let edges = it.bytes(length)?;
        let is_whole = it.0.len() == end && own.is_none_or(|own| (own as usize) < files.len());
        is_whole.then_some(Kept {
            kind,
            is_readable,
            is_refused,
            own: own.map(FileId),
            files,
            unreadable,
            missing_values,
            edges: has_edges.then_some(edges),
            findings: it.0,
        })
    }

    /// The edges of its stack by name, sorted; `None` where they were not kept.
    pub(crate) fn edges(&self) -> Option<Vec<(String, String)>> {
        let mut it = Reader(self.edges?);
        it.list(|it| Some((it.text()?.to_owned(), it.text()?.to_owned())))
    }

    /// The findings of one of its files.
    pub(crate) fn findings(&self, source: &KeptSource<'b>) -> Option<Vec<Diagnostic>> {
        let end = source.start.checked_add(source.length)?;
        let mut it = Reader(self.findings.get(source.start..end)?);
        let files = self.files.len();
        let is_ours = |it: &Diagnostic| {
            let mut all = std::iter::once(it.file).chain(it.related.iter().map(|it| it.file));
            all.all(|file| (file.0 as usize) < files)
        };
        (0..source.count).map(|_| it.diagnostic().filter(is_ours)).collect()
    }
}

/// Where an unreadable file of a root can have been named, besides as a path.
fn option(name: &str) -> Option<&'static str> {
    [super::ENVIRONMENT_OPTION, super::STACKS_OPTION, super::PARAMETER_OPTION]
        .into_iter()
        .find(|it| *it == name)
}
