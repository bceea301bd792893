//! Reading and replacing one file: regular files only, none that is too large, and never half a file.

use std::fs::{self, File, FileType, Metadata, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Files larger than this are not read, in bytes. Heat takes requests of 1 MiB; far beyond it only accidents are left.
pub const LARGEST_FILE: u64 = 64 * 1024 * 1024;

/// The bytes of a regular file; otherwise why there are none, in words that follow `cannot read FILE:`.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, String> {
    read_with_metadata(path).map(|(bytes, _)| bytes)
}

/// As [`read`], with what the system said of the file before it was read.
pub(crate) fn read_with_metadata(path: &Path) -> Result<(Vec<u8>, Metadata), String> {
    read_open(path).map(|(bytes, metadata, _)| (bytes, metadata))
}

/// As [`read_with_metadata`], with the file itself, which stays the same whatever is put in its place.
pub(crate) fn read_open(path: &Path) -> Result<(Vec<u8>, Metadata, File), String> {
    // A FIFO blocks whoever opens it, so look first.
    let before = fs::metadata(path).map_err(|error| reason(&error))?;
    regular(before.file_type())?;
    let file = File::open(path).map_err(|error| reason(&error))?;
    let metadata = file.metadata().map_err(|error| reason(&error))?;
    regular(metadata.file_type())?;
    let mut bytes = Vec::with_capacity(metadata.len().min(LARGEST_FILE) as usize);
    // What the system says of the size need not be true (`/proc`).
    (&file)
        .take(LARGEST_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| reason(&error))?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(format!("it is larger than {} MiB", LARGEST_FILE / (1024 * 1024)));
    }
    Ok((bytes, metadata, file))
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

/// Puts `new` in the place of a file whose bytes were `old`: whole or not at all, with owner and permissions as they are.
/// Otherwise why not, in words that follow `cannot write FILE:`; then nothing has changed.
///
/// `path` must be free of symbolic links, so that a link stays one and what it leads to is replaced.
pub(crate) fn replace(path: &Path, old: &[u8], new: &[u8]) -> Result<(), String> {
    let metadata = fs::symlink_metadata(path).map_err(|error| reason(&error))?;
    regular(metadata.file_type())?;
    if metadata.permissions().readonly() {
        return Err("it may not be written to".to_owned());
    }
    if has_other_names(&metadata) {
        return Err("it has another name (a hard link), which would keep the old text".to_owned());
    }
    let (temporary, file) = temporary_beside(path).map_err(|error| reason(&error))?;
    let written = write_like(&file, &metadata, new).map_err(|error| reason(&error));
    drop(file);
    let replaced = written.and_then(|()| {
        // Whoever saved the file in the meantime has the last word.
        if read(path)? != old {
            return Err("it has changed in the meantime".to_owned());
        }
        fs::rename(&temporary, path).map_err(|error| reason(&error))
    });
    if replaced.is_err() {
        // What cannot be removed either is left to whoever finds it.
        let _ = fs::remove_file(&temporary);
    }
    replaced
}

/// Writes a file that may or may not be there already: whole or not at all. Otherwise why not, in words that follow
/// `cannot write FILE:`. What is no regular file, such as a terminal or a pipe, is written to as it is.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => {
            let old = read(path)?;
            replace(path, &old, bytes)
        }
        Ok(metadata) if metadata.is_dir() => Err("it is a folder".to_owned()),
        Ok(_) => OpenOptions::new()
            .write(true)
            .open(path)
            .and_then(|mut file| file.write_all(bytes))
            .map_err(|error| reason(&error)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            create_whole(path, bytes).map_err(|error| reason(&error))
        }
        Err(error) => Err(reason(&error)),
    }
}

/// Writes a file that is not there yet, and the folders that it lies in. Otherwise why not, in words that follow
/// `cannot write FILE:`.
pub fn create(path: &Path, text: &str) -> Result<(), String> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| reason(&error))?;
    }
    let mut file = File::create_new(path).map_err(|error| reason(&error))?;
    file.write_all(text.as_bytes()).map_err(|error| reason(&error))
}

fn create_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let (temporary, private) = temporary_beside(path)?;
    drop(private);
    fs::remove_file(&temporary)?;
    // With the permissions that any new file of the user has.
    let written = File::create_new(&temporary).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    });
    if written.is_err() {
        // What cannot be removed either is left to whoever finds it.
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// A new, empty file in the same folder: only there can it take the place of the other in one step.
pub(crate) fn temporary_beside(path: &Path) -> io::Result<(PathBuf, File)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let process = std::process::id();
    for attempt in 0..100 {
        let temporary = path.with_file_name(format!(".{name}.hotkit-{process}-{attempt}"));
        match private_file().open(&temporary) {
            Ok(file) => return Ok((temporary, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::from(io::ErrorKind::AlreadyExists))
}

/// How a new file is opened that nobody else shall read before it has its permissions.
fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn write_like(mut file: &File, model: &Metadata, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    keep_owner(file, model)?;
    file.set_permissions(model.permissions())?;
    file.sync_all()
}

#[cfg(unix)]
fn keep_owner(file: &File, model: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let mine = file.metadata()?;
    if (mine.uid(), mine.gid()) == (model.uid(), model.gid()) {
        return Ok(());
    }
    fchown(file, Some(model.uid()), Some(model.gid()))
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn has_other_names(metadata: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    metadata.nlink() > 1
}

#[cfg(not(unix))]
fn has_other_names(_: &Metadata) -> bool {
    false
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
