//! What the system says of a file without its being read: a file whose stamp is that of an earlier look holds the same bytes.

use std::fs::Metadata;
use std::time::{Duration, SystemTime};

use crate::shelf::{Print, Prints};

/// A change this soon after another may leave the times of a file as they are: clocks of file systems are coarse, those of FAT to
/// two seconds.
const COARSEST_CLOCK: Duration = Duration::from_secs(3);

/// Which file it is, its size, and when its bytes, name or owner were last changed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Stamp(pub(crate) Print);

impl Stamp {
    /// The stamp of a regular file; `None` where the system tells too little to know the file again by it.
    #[cfg(unix)]
    pub(crate) fn of(metadata: &Metadata) -> Option<Stamp> {
        use std::os::unix::fs::MetadataExt;
        if !metadata.is_file() {
            return None;
        }
        let mut prints = Prints::default();
        for number in [metadata.dev(), metadata.ino(), metadata.size()] {
            prints.add(&number.to_le_bytes());
        }
        // Nobody can set the time of a change back, as that of the bytes can be.
        let modified = [metadata.mtime(), metadata.mtime_nsec()];
        let changed = [metadata.ctime(), metadata.ctime_nsec()];
        for number in modified.into_iter().chain(changed) {
            prints.add(&number.to_le_bytes());
        }
        Some(Stamp(prints.end()))
    }

    /// The stamp of a regular file; `None` where the system tells too little to know the file again by it.
    #[cfg(not(unix))]
    pub(crate) fn of(_: &Metadata) -> Option<Stamp> {
        None
    }

    /// As [`Stamp::of`], where whatever changes the file from now on gives it another stamp: it has been at rest for a while.
    #[cfg(unix)]
    pub(crate) fn at_rest(metadata: &Metadata) -> Option<Stamp> {
        use std::os::unix::fs::MetadataExt;
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok()?;
        let rested = |seconds: i64| {
            let since = Duration::from_secs(u64::try_from(seconds).ok()?);
            now.checked_sub(since).filter(|it| *it > COARSEST_CLOCK)
        };
        rested(metadata.mtime())?;
        rested(metadata.ctime())?;
        Stamp::of(metadata)
    }

    /// As [`Stamp::of`], where whatever changes the file from now on gives it another stamp: it has been at rest for a while.
    #[cfg(not(unix))]
    pub(crate) fn at_rest(_: &Metadata) -> Option<Stamp> {
        None
    }
}
