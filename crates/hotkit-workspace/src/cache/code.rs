//! Numbers, texts and findings as bytes. Reading never fails on bytes that somebody else wrote: there is nothing then.

use std::sync::OnceLock;

use hotkit_lint::rules;
use hotkit_text::{Diagnostic, Edit, FileId, Fix, Group, Related, Severity, TextRange};
use rustc_hash::FxHashMap;

use crate::shelf::{Look, Print, Seen};
use crate::stamp::Stamp;

/// Bytes that are being written.
#[derive(Default)]
pub(crate) struct Writer(pub(crate) Vec<u8>);

impl Writer {
    /// A number, seven bits a byte, the lowest first.
    pub(crate) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    pub(crate) fn flag(&mut self, flag: bool) {
        self.0.push(u8::from(flag));
    }

    pub(crate) fn print(&mut self, print: Print) {
        self.0.extend_from_slice(&print);
    }

    pub(crate) fn look(&mut self, look: &Look) {
        self.print(look.state);
        self.flag(look.seen.is_some());
        if let Some(seen) = look.seen {
            self.print(seen.stamp.0);
            self.print(seen.print);
        }
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
    }

    pub(crate) fn maybe(&mut self, text: Option<&str>) {
        self.flag(text.is_some());
        if let Some(text) = text {
            self.text(text);
        }
    }

    pub(crate) fn list<T>(&mut self, items: &[T], mut each: impl FnMut(&mut Writer, &T)) {
        self.number(items.len() as u64);
        for item in items {
            each(self, item);
        }
    }

    fn range(&mut self, range: TextRange) {
        self.number(range.start().into());
        self.number(range.len().into());
    }

    /// A finding; its rule must be one of ours.
    pub(crate) fn diagnostic(&mut self, it: &Diagnostic) {
        self.number(number_of(it.rule).unwrap_or(u64::MAX));
        self.number(it.severity as u64);
        self.number(
            Group::ALL
                .iter()
                .position(|group| *group == it.group)
                .unwrap_or_default() as u64,
        );
        self.flag(it.refused);
        self.text(&it.message);
        self.number(it.file.0.into());
        self.range(it.range);
        self.maybe(it.label.as_deref());
        self.maybe(it.path.as_deref());
        self.list(&it.related, |out, related| {
            out.number(related.file.0.into());
            out.range(related.range);
            out.text(&related.label);
        });
        self.maybe(it.suggestion.as_deref());
        self.maybe(it.help.as_deref());
        self.flag(it.fix.is_some());
        if let Some(fix) = &it.fix {
            self.text(&fix.title);
            self.flag(fix.safe);
            self.list(&fix.edits, |out, edit| {
                out.range(edit.range);
                out.text(&edit.replacement);
            });
        }
    }
}

/// Whether a finding of this rule can be written.
pub(crate) fn is_known(rule: &str) -> bool {
    number_of(rule).is_some()
}

/// The place of a rule in the table of all.
fn number_of(rule: &str) -> Option<u64> {
    static NUMBERS: OnceLock<FxHashMap<&'static str, u64>> = OnceLock::new();
    let numbers = NUMBERS.get_or_init(|| rules().iter().map(|it| it.name).zip(0..).collect());
    numbers.get(rule).copied()
}

/// Bytes that are being read.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'b>(pub(crate) &'b [u8]);

impl<'b> Reader<'b> {
    pub(crate) fn bytes(&mut self, count: usize) -> Option<&'b [u8]> {
        let (bytes, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(bytes)
    }

    pub(crate) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let [byte] = *self.bytes(1)? else { return None };
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    pub(crate) fn index(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    pub(crate) fn flag(&mut self) -> Option<bool> {
        match self.bytes(1)? {
            [0] => Some(false),
            [1] => Some(true),
            _ => None,
        }
    }

    pub(crate) fn print(&mut self) -> Option<Print> {
        self.bytes(size_of::<Print>())?.try_into().ok()
    }

    pub(crate) fn look(&mut self) -> Option<Look> {
        let state = self.print()?;
        let seen = match self.flag()? {
            true => Some(Seen {
                stamp: Stamp(self.print()?),
                print: self.print()?,
            }),
            false => None,
        };
        Some(Look { state, seen })
    }

    pub(crate) fn text(&mut self) -> Option<&'b str> {
        let length = self.index()?;
        std::str::from_utf8(self.bytes(length)?).ok()
    }

    pub(crate) fn maybe(&mut self) -> Option<Option<&'b str>> {
        Some(if self.flag()? { Some(self.text()?) } else { None })
    }

    pub(crate) fn list<T>(&mut self, mut each: impl FnMut(&mut Reader<'b>) -> Option<T>) -> Option<Vec<T>> {
        let count = self.index()?;
        // Each item takes at least a byte, so that no false number makes room for more.
        let mut items = Vec::with_capacity(count.min(self.0.len()).min(1024));
        for _ in 0..count {
            items.push(each(self)?);
        }
        Some(items)
    }

    fn range(&mut self) -> Option<TextRange> {
        let start = u32::try_from(self.number()?).ok()?;
        let length = u32::try_from(self.number()?).ok()?;
        Some(TextRange::new(start, start.checked_add(length)?))
    }

    fn file(&mut self) -> Option<FileId> {
        u32::try_from(self.number()?).ok().map(FileId)
    }

    pub(crate) fn diagnostic(&mut self) -> Option<Diagnostic> {
        let rule = rules().get(self.index()?)?.name;
        let severity = match self.number()? {
            0 => Severity::Error,
            1 => Severity::Warning,
            2 => Severity::Info,
            3 => Severity::Hint,
            _ => return None,
        };
        Some(Diagnostic {
            rule,
            severity,
            group: *Group::ALL.get(self.index()?)?,
            refused: self.flag()?,
            message: self.text()?.to_owned(),
            file: self.file()?,
            range: self.range()?,
            label: self.maybe()?.map(str::to_owned),
            path: self.maybe()?.map(str::to_owned),
            related: self.list(|it| {
                Some(Related {
                    file: it.file()?,
                    range: it.range()?,
                    label: it.text()?.to_owned(),
                })
            })?,
            suggestion: self.maybe()?.map(str::to_owned),
            help: self.maybe()?.map(str::to_owned),
            fix: if self.flag()? { Some(self.fix()?) } else { None },
        })
    }

    fn fix(&mut self) -> Option<Fix> {
        Some(Fix {
            title: self.text()?.to_owned(),
            safe: self.flag()?,
            edits: self.list(|it| Some(Edit::replace(it.range()?, it.text()?)))?,
        })
    }
}
