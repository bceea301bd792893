//! How far hotkit agrees with the engine on templates that nobody wrote by hand.
//!
//! `make` changes accepted templates by one step each, `judge` asks the engine, `compare` asks hotkit and tells the
//! differences. The three are apart, for the engine is slow and its answers keep.

mod changes;
mod compare;
mod flow;
mod judge;
mod make;
mod random;
mod target;
mod worlds;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

/// What the command line says.
#[derive(Default)]
struct Options {
    corpus: Option<PathBuf>,
    oracle: Option<PathBuf>,
    python: Option<PathBuf>,
    work: Option<PathBuf>,
    out: Option<PathBuf>,
    count: usize,
    seed: u64,
    jobs: usize,
}

/// Carries out `cargo xtask mutants ARGUMENTS`.
pub(crate) fn mutants(arguments: &[&str]) -> Result<String, String> {
    let (stage, rest) = match arguments {
        [stage, rest @ ..] if !stage.starts_with('-') => (*stage, rest),
        _ => ("all", arguments),
    };
    let options = options(rest)?;
    let work = needed(&options.work, "--work")?;
    match stage {
        "make" => make(&options, work),
        "judge" => judge(&options, work),
        "compare" => compare::compare(work, options.out.as_deref()),
        "all" => {
            make(&options, work)?;
            judge(&options, work)?;
            compare::compare(work, options.out.as_deref())
        }
        _ => Err(format!("there is no stage {stage}: make, judge, compare")),
    }
}

fn make(options: &Options, work: &Path) -> Result<String, String> {
    make::make(needed(&options.corpus, "--corpus")?, work, options.count, options.seed)
}

fn judge(options: &Options, work: &Path) -> Result<String, String> {
    let python = options.python.as_deref().unwrap_or(Path::new("python3"));
    judge::judge(needed(&options.oracle, "--oracle")?, python, work, options.jobs)
}

fn needed<'a>(option: &'a Option<PathBuf>, name: &str) -> Result<&'a Path, String> {
    option.as_deref().ok_or_else(|| format!("{name} is missing"))
}

fn options(arguments: &[&str]) -> Result<Options, String> {
    let mut options = Options {
        count: 1000,
        jobs: 1,
        ..Options::default()
    };
    for pair in arguments.chunks(2) {
        let [name, value] = pair else {
            return Err(format!("{} needs a value", pair[0]));
        };
        let number = || value.parse().map_err(|_| format!("{name} {value}: not a number"));
        match *name {
            "--corpus" => options.corpus = Some(value.into()),
            "--oracle" => options.oracle = Some(value.into()),
            "--python" => options.python = Some(value.into()),
            "--work" => options.work = Some(value.into()),
            "--out" => options.out = Some(value.into()),
            "--count" => options.count = usize::try_from(number()?).unwrap_or(usize::MAX),
            "--seed" => options.seed = number()?,
            "--jobs" => options.jobs = usize::try_from(number()?).unwrap_or(1),
            _ => return Err(format!("there is no option {name}")),
        }
    }
    Ok(options)
}
