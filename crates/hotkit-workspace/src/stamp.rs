//! What the system says of a file without its being read: a file whose stamp is that of an earlier look holds the same bytes.

use std::fs::Metadata;
use std::time::{Duration, SystemTime};

use crate::shelf::{Print, Prints};

/// A change this soon after another may leave the times of a file as they are: clocks of file systems are coarse, those of FAT to
/// two seconds.
const COARSEST_CLOCK: Duration = Duration::from_secs(3);

/// Which file it is, its size, and when its bytes, name or owner were last changed; all of it as one print.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Stamp(pub(crate) Print);

impl Stamp {
    /// The stamp of a regular file; `None` where the system tells too little to know the file again by it.
    pub(crate) fn of(metadata: &Metadata) -> Option<Stamp> {
        Facts::of(metadata).map(|it| it.stamp())
    }

    /// As [`Stamp::of`], where whatever changes the file from now on gives it another stamp: it has been at rest for a while.
    pub(crate) fn at_rest(metadata: &Metadata) -> Option<Stamp> {
        let facts = Facts::of(metadata)?;
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok()?;
        let has_rested = |[seconds, _]: [i64; 2]| {
            let since = u64::try_from(seconds).ok().map(Duration::from_secs);
            let rest = since.and_then(|it| now.checked_sub(it));
            rest.is_some_and(|it| it > COARSEST_CLOCK)
        };
        (has_rested(facts.modified) && has_rested(facts.changed)).then(|| facts.stamp())
    }
}

/// What a stamp is made of.
struct Facts {
    device: u64,
    number: u64,
    size: u64,
    /// When its bytes were changed, in seconds since 1970 and nanoseconds; programs can set it.
    modified: [i64; 2],
    /// When anything of it was changed; only the system sets it.
    changed: [i64; 2],
}

impl Facts {
    #[cfg(unix)]
    fn of(metadata: &Metadata) -> Option<Facts> {
        use std::os::unix::fs::MetadataExt;
        metadata.is_file().then(|| Facts {
            device: metadata.dev(),
            number: metadata.ino(),
            size: metadata.size(),
            modified: [metadata.mtime(), metadata.mtime_nsec()],
            changed: [metadata.ctime(), metadata.ctime_nsec()],
        })
    }

    /// Elsewhere the standard library does not tell when a file was last changed in any way.
    #[cfg(not(unix))]
    fn of(_: &Metadata) -> Option<Facts> {
        None
    }

    fn stamp(&self) -> Stamp {
        let mut prints = Prints::default();
        for number in [self.device, self.number, self.size] {
            prints.add(&number.to_le_bytes());
        }
        for number in self.modified.iter().chain(&self.changed) {
            prints.add(&number.to_le_bytes());
        }
        Stamp(prints.end())
    }
}
