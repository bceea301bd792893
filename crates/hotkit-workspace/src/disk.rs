//! Reading one file: regular files only, and none that is too large.

use std::fs::{self, File, FileType};
use std::io::{self, Read};
use std::path::Path;

/// Files larger than this are not read, in bytes. Heat takes requests of 1 MiB; far beyond it only accidents are left.
pub const LARGEST_FILE: u64 = 64 * 1024 * 1024;

/// The bytes of a regular file; otherwise why there are none, in words that follow `cannot read FILE:`.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, String> {
    // A FIFO blocks whoever opens it, so look first.
    let before = fs::metadata(path).map_err(|error| reason(&error))?;
    regular(before.file_type())?;
    let file = File::open(path).map_err(|error| reason(&error))?;
    let metadata = file.metadata().map_err(|error| reason(&error))?;
    regular(metadata.file_type())?;
    let mut bytes = Vec::with_capacity(metadata.len().min(LARGEST_FILE) as usize);
    // What the system says of the size need not be true (`/proc`).
    file.take(LARGEST_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| reason(&error))?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(format!("it is larger than {} MiB", LARGEST_FILE / (1024 * 1024)));
    }
    Ok(bytes)
}

/// The first bytes of a regular file; none where it cannot be read.
pub(crate) fn beginning(path: &Path, length: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    let is_regular = fs::metadata(path).is_ok_and(|it| it.is_file());
    if let (true, Ok(file)) = (is_regular, File::open(path)) {
        // Half a beginning is as good as a whole one.
        let _ = file.take(length).read_to_end(&mut bytes);
    }
    bytes
}

/// What went wrong, in words that are the same on every system.
pub(crate) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => {
            let words = error.to_string();
            let end = words.find(" (os error").unwrap_or(words.len());
            words[..end].to_lowercase()
        }
    }
}

fn regular(kind: FileType) -> Result<(), String> {
    if kind.is_file() {
        return Ok(());
    }
    Err(if kind.is_dir() {
        "it is a folder"
    } else {
        "it is not a regular file"
    }
    .to_owned())
}
