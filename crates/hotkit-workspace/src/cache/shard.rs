//! One file of the cache: a table of entries, the entries, and a print of it all.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashSet;

use super::New;
use super::code::{Reader, Writer};
use crate::disk;
use crate::shelf::{Print, print_of};

/// What the file begins with; the number is that of its form.
const BEGIN: &[u8] = b"hotkit cache 2\n";

/// Bytes of entries in one file; beyond it those go first that were not used for the longest time.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// Days after which an entry that nobody used is dropped.
const OLDEST: u32 = 30;

/// Days after which it is written down that an entry is still used.
const REFRESH: u32 = 7;

/// A file of entries. Empty where there is none, or one that is damaged.
#[derive(Default)]
pub(super) struct Shard {
    /// Entries are read when they are asked for: all of them are far more than a run needs at once.
    file: Option<Mutex<File>>,
    entries: BTreeMap<Print, Entry>,
}

/// Where an entry lies, and the day on which it was used.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    start: usize,
    length: usize,
    used: u32,
}

impl Shard {
    pub(super) fn read(path: &Path) -> Shard {
        let Ok((bytes, _, file)) = disk::read_open(path) else {
            return Shard::default();
        };
        table(&bytes).map_or_else(Shard::default, |entries| Shard {
            file: Some(Mutex::new(file)),
            entries,
        })
    }

    /// The bytes of an entry.
    pub(super) fn find(&self, key: Print) -> Option<Vec<u8>> {
        self.bytes(*self.entries.get(&key)?)
    }

    fn bytes(&self, entry: Entry) -> Option<Vec<u8>> {
        let mut bytes = vec![0; entry.length];
        let mut file = self.file.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(entry.start as u64)).ok()?;
        file.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }

    /// Whether it must be written down that these were used.
    pub(super) fn is_due(&self, used: &[Print], today: u32) -> bool {
        let mut entries = used.iter().filter_map(|key| self.entries.get(key));
        entries.any(|it| it.used.abs_diff(today) >= REFRESH)
    }

    /// The bytes of the file with new entries, without those that are too old or too many.
    pub(super) fn renewed(&self, used: &[Print], new: &[&New<'_>], today: u32) -> Vec<u8> {
        let used: FxHashSet<&Print> = used.iter().collect();
        let mut all: BTreeMap<Print, (u32, Cow<'_, [u8]>)> = BTreeMap::new();
        for (key, entry) in &self.entries {
            let day = if used.contains(key) { today } else { entry.used };
            if today.saturating_sub(day) <= OLDEST
                && let Some(bytes) = self.bytes(*entry)
            {
                all.insert(*key, (day, Cow::Owned(bytes)));
            }
        }
        all.extend(new.iter().map(|it| (it.key, (today, Cow::Borrowed(it.bytes)))));
        let mut all: Vec<(Print, u32, Cow<'_, [u8]>)> =
            all.into_iter().map(|(key, (day, bytes))| (key, day, bytes)).collect();
        all.sort_unstable_by_key(|(key, day, _)| (std::cmp::Reverse(*day), *key));
        let mut total = 0;
        all.retain(|(_, _, bytes)| {
            total += bytes.len();
            total <= MOST_BYTES
        });
        written(&all)
    }
}

fn written(entries: &[(Print, u32, Cow<'_, [u8]>)]) -> Vec<u8> {
    let mut out = Writer(BEGIN.to_vec());
    out.list(entries, |out, (key, day, bytes)| {
        out.print(*key);
        out.number(u64::from(*day));
        out.number(bytes.len() as u64);
    });
    for (_, _, bytes) in entries {
        out.0.extend_from_slice(bytes);
    }
    let print = print_of(&out.0);
    out.print(print);
    out.0
}

/// The entries of a file; `None` where it is damaged, cut off, or of another form.
fn table(bytes: &[u8]) -> Option<BTreeMap<Print, Entry>> {
    let (body, print) = bytes.split_at_checked(bytes.len().checked_sub(size_of::<Print>())?)?;
    if print_of(body) != print {
        return None;
    }
    let mut it = Reader(body.strip_prefix(BEGIN)?);
    let mut end: usize = 0;
    let rows = it.list(|it| {
        let key = it.print()?;
        let used = u32::try_from(it.number()?).ok()?;
        let (start, length) = (end, it.index()?);
        end = end.checked_add(length)?;
        Some((key, Entry { start, length, used }))
    })?;
    let offset = body.len().checked_sub(end)?;
    let moved = |(key, entry): (Print, Entry)| {
        let start = entry.start + offset;
        (key, Entry { start, ..entry })
    };
    (it.0.len() == end).then(|| rows.into_iter().map(moved).collect())
}
