//! The folder of the cache: whether it may be one, what stands in it, and what is taken away.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::disk;

/// Tells programs that make archives to leave the folder out: <https://bford.info/cachedir/>.
const TAG: &str = "CACHEDIR.TAG";

const TAG_TEXT: &str = "Signature: 8a477f597d28d172789f06886806bc55
# This folder holds verdicts of earlier runs of hotkit. It can be deleted at any time.
# For information about cache directory tags see https://bford.info/cachedir/
";

/// Folders that are kept, each of one program and one set of options.
const MOST_FOLDERS: usize = 8;

/// Days after which a folder is dropped into which nobody wrote.
const OLDEST: u64 = 30;

/// Bytes of all of them.
const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// Whether a folder may be a cache: it is not there, is empty, or is one already. Otherwise why not.
pub(super) fn admit(folder: &Path) -> Result<(), String> {
    match fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            Some(_) if !folder.join(TAG).is_file() => Err(format!("the folder holds other files, and no {TAG}")),
            _ => Ok(()),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Err("it is no folder".to_owned()),
        Err(error) => Err(disk::reason(&error)),
    }
}

/// Makes the folder for the files of a run, and marks the one around it as a cache that is not to be checked in.
pub(super) fn prepare(folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| disk::reason(&error))?;
    let Some(cache) = folder.parent() else { return Ok(()) };
    for (name, text) in [(TAG, TAG_TEXT), (".gitignore", "*\n")] {
        let path = cache.join(name);
        if !path.exists() {
            write(&path, text.as_bytes())?;
        }
    }
    Ok(())
}

/// Puts a file in its place, whole or not at all. It need not outlive a crash of the machine: who reads it sees whether it
/// is whole.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let (temporary, file) = disk::temporary_beside(path).map_err(|error| disk::reason(&error))?;
    let written = io::Write::write_all(&mut &file, bytes).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        // What cannot be removed either is left to whoever finds it.
        let _ = fs::remove_file(&temporary);
    }
    written.map_err(|error| disk::reason(&error))
}

/// Takes away the folders of other programs and options that nobody wrote to for long, or that are too many or too large.
pub(super) fn tidy(own: &Path, today: u32) {
    let Some(Ok(entries)) = own.parent().map(fs::read_dir) else {
        return;
    };
    let mut others: Vec<(u64, PathBuf)> = entries
        .flatten()
        .map(|it| it.path())
        .filter(|it| it != own && it.is_dir() && is_ours(it))
        .map(|it| (seconds_of(&it), it))
        .collect();
    others.sort_unstable();
    let mut bytes = size_of_folder(own);
    for (number, (seconds, folder)) in others.into_iter().rev().enumerate() {
        bytes += size_of_folder(&folder);
        let is_old = u64::from(today).saturating_sub(seconds / 86_400) > OLDEST;
        if number + 1 >= MOST_FOLDERS || bytes > MOST_BYTES || is_old {
            // Whoever uses it at the moment writes it anew.
            let _ = fs::remove_dir_all(folder);
        }
    }
}

fn size_of_folder(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let sizes = entries.flatten().filter_map(|it| it.metadata().ok());
    sizes.map(|it| it.len()).sum()
}

/// Only what has the name of a print was put there by us.
fn is_ours(folder: &Path) -> bool {
    let name = folder.file_name().and_then(|it| it.to_str()).unwrap_or_default();
    name.len() == 32 && name.bytes().all(|it| it.is_ascii_hexdigit())
}

/// Seconds since 1970 at which something was put into a folder.
fn seconds_of(folder: &Path) -> u64 {
    let changed = fs::metadata(folder).and_then(|it| it.modified()).ok();
    let elapsed = changed.and_then(|it| it.duration_since(UNIX_EPOCH).ok());
    elapsed.map_or(0, |it| it.as_secs())
}
