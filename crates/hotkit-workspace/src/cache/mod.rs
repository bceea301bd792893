//! Verdicts of earlier runs, for `--cache`.
//!
//! A verdict counts again only where everything that it was made from is as it was: the program (a print of its own file), the
//! options, every path that was looked at (whether it leads anywhere, where to, and the bytes there), and the configurations
//! that hold for them. What was judged by the time of day is not kept. So nobody has to say when the cache is stale.
//! A file that had been at rest when it was read is not read again while size, times and number are what they were.
//!
//! Entries lie in a few files, by the print of the root that they speak of. Those are counted as absent where their own print does
//! not fit; they are written beside the old ones and put in their place in one step. Two runs at once each
//! write what they know; the last one is kept.

mod code;
mod folder;
mod shard;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};

pub(crate) use code::{Reader, Writer, is_known};

use crate::parallel;
use crate::shelf::{Look, Print, Prints, Shelf, print_of};
use crate::{config::Configs, project::Project};
use shard::Shard;

/// The name of the folder, where none is named.
pub(crate) const FOLDER: &str = ".hotkit_cache";

/// Files among which entries are spread. More of them make small changes cheap to write, fewer make few files.
const SHARDS: usize = 32;

/// The cache of one run.
pub(crate) struct Cache {
    /// Where entries of this program and these options lie.
    folder: PathBuf,
    /// As messages name it.
    shown: String,
    shards: Vec<Shard>,
    /// Days since 1970.
    today: u32,
}

/// What a verdict was made from.
#[derive(Clone, Default)]
pub(crate) struct Sources<'s> {
    /// Every path that was looked at, with what was found there.
    pub(crate) looks: Vec<(&'s str, Look)>,
    /// Every folder of a file, with what its configurations say.
    pub(crate) settings: Vec<(&'s str, Print)>,
}

/// An entry that holds still.
pub(crate) struct Found {
    /// Its verdict; the whole entry where it is to be written anew.
    pub(crate) bytes: Vec<u8>,
    /// Where in them the verdict begins.
    pub(crate) start: usize,
    /// True where files have other stamps by now, which the entry has been given: a checkout wrote them anew, or they were not at
    /// rest when it was made.
    pub(crate) is_renewed: bool,
}

/// An entry to be written.
pub(crate) struct New<'n> {
    pub(crate) key: Print,
    /// What [`entry`] gave.
    pub(crate) bytes: &'n [u8],
}

impl Cache {
    /// Opens the cache in a folder, which need not be there. `options` is what the run was asked for.
    ///
    /// # Errors
    /// Why the folder cannot be one, in words that follow `cannot use FOLDER as cache:`.
    pub(crate) fn open(folder: &Path, shown: String, options: Print) -> Result<Cache, String> {
        folder::admit(folder)?;
        let mut prints = Prints::default();
        prints.add(&build()?);
        prints.add(&options);
        let folder = folder.join(hexadecimal(prints.end()));
        let numbers: Vec<usize> = (0..SHARDS).collect();
        let shards = parallel::map(&numbers, |number| Shard::read(&folder.join(name(*number))));
        Ok(Cache {
            folder,
            shown,
            shards,
            today: today(),
        })
    }

    /// The verdict of an earlier run on a root, where nothing has changed that it was made from.
    pub(crate) fn find(&self, key: Print, world: &World<'_>) -> Option<Found> {
        let bytes = self.shards[shard_of(key)].find(key)?;
        let (before, verdict) = parts(&bytes)?;
        let mut is_renewed = false;
        let mut looks = Vec::with_capacity(before.looks.len());
        for (path, look) in &before.looks {
            let now = world.shelf.look_again(world.project, path, look);
            if now.state != look.state {
                return None;
            }
            is_renewed |= now.seen.is_some() && now.seen != look.seen;
            looks.push((*path, now));
        }
        let mut settings = before.settings.iter();
        if settings.any(|(folder, print)| (world.settings)(folder) != *print) {
            return None;
        }
        let settings = before.settings;
        let bytes = if is_renewed {
            entry(&Sources { looks, settings }, verdict)
        } else {
            verdict.to_vec()
        };
        Some(Found {
            start: bytes.len() - verdict.len(),
            bytes,
            is_renewed,
        })
    }

    /// Writes what this run found, and what it used; drops what nobody has used for long. Otherwise why not.
    pub(crate) fn save(&self, used: &[Print], new: &[New<'_>]) -> Result<(), String> {
        let mut work: Vec<(usize, Vec<Print>, Vec<&New<'_>>)> =
            (0..SHARDS).map(|it| (it, Vec::new(), Vec::new())).collect();
        for key in used {
            work[shard_of(*key)].1.push(*key);
        }
        for entry in new {
            work[shard_of(entry.key)].2.push(entry);
        }
        work.retain(|(number, used, new)| !new.is_empty() || self.shards[*number].is_due(used, self.today));
        if work.is_empty() {
            return Ok(());
        }
        let fault = |why: String| format!("cannot write the cache in {}: {why}", self.shown);
        folder::prepare(&self.folder).map_err(fault)?;
        let written = parallel::map(&work, |(number, used, new)| {
            let bytes = self.shards[*number].renewed(used, new, self.today);
            folder::write(&self.folder.join(name(*number)), &bytes)
        });
        folder::tidy(&self.folder, self.today);
        written.into_iter().collect::<Result<(), String>>().map_err(fault)
    }
}

/// What entries are held against.
pub(crate) struct World<'w> {
    pub(crate) project: &'w Project,
    pub(crate) shelf: &'w Shelf,
    /// What the configurations of a folder are known by.
    pub(crate) settings: &'w dyn Fn(&str) -> Print,
}

/// An entry: what the verdict was made from, and the verdict.
pub(crate) fn entry(sources: &Sources<'_>, verdict: &[u8]) -> Vec<u8> {
    let mut out = Writer::default();
    out.list(&sources.looks, |out, (path, look)| {
        out.text(path);
        out.look(look);
    });
    out.list(&sources.settings, |out, (folder, print)| {
        out.text(folder);
        out.print(*print);
    });
    out.0.extend_from_slice(verdict);
    out.0.shrink_to_fit();
    out.0
}

/// What an [`entry`] was made from, and its verdict; `None` where the bytes are none of ours.
fn parts(bytes: &[u8]) -> Option<(Sources<'_>, &[u8])> {
    let mut it = Reader(bytes);
    let looks = it.list(|it| Some((it.text()?, it.look()?)))?;
    let settings = it.list(|it| Some((it.text()?, it.print()?)))?;
    Some((Sources { looks, settings }, it.0))
}

/// The folder of a run's cache, and its name in messages: the one that was named, else beside the innermost `hotkit.yaml` of
/// the working folder, else in the working folder.
pub(crate) fn home(project: &Project, configs: &mut Configs, named: &str) -> (PathBuf, String) {
    if !named.is_empty() {
        return (project.absolute(named), named.to_owned());
    }
    let folder = configs
        .home(project)
        .unwrap_or_else(|| project.working_folder().to_owned());
    let folder = folder.join(FOLDER);
    let shown = project.shown(&folder);
    (folder, shown)
}

/// What this program is known by: its own file, so that a build of another day never takes over the verdicts of this one.
fn build() -> Result<Print, String> {
    static BUILD: OnceLock<Result<Print, String>> = OnceLock::new();
    let read = || {
        let program = std::env::current_exe().and_then(std::fs::read);
        let program = program.map_err(|error| format!("hotkit cannot read its own program: {error}"))?;
        Ok(print_of(&program))
    };
    BUILD.get_or_init(read).clone()
}

fn shard_of(key: Print) -> usize {
    usize::from(key[0]) % SHARDS
}

fn name(number: usize) -> String {
    format!("{number:02}")
}

fn hexadecimal(print: Print) -> String {
    print.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn today() -> u32 {
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |it| it.as_secs());
    u32::try_from(seconds / 86_400).unwrap_or(u32::MAX)
}
