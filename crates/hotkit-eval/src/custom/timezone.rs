//! Names of time zones, which Python looks up in the files of the machine and then in its own package.

use super::CustomVerdict;

/// The names of the `tzdata` package, release 2026f, which the engine requires; sorted.
static NAMES: &str = include_str!("timezones.txt");

/// `timezone`: a name as the files are called, capital letters included; empty text passes.
///
/// Machines with a full set of files know some more, which are not decided.
pub(super) fn check(value: &str) -> CustomVerdict {
    if value.is_empty() || is_name(value) {
        return CustomVerdict::Valid;
    }
    let without_variant = value.strip_prefix("posix/").or(value.strip_prefix("right/"));
    // Python finds a folder of its package by the name of a module, too.
    let with_folders = value
        .rsplit_once('/')
        .map(|(folder, name)| format!("{}/{name}", folder.replace('.', "/")));
    let on_some_machines = matches!(value, "localtime" | "posixrules")
        || without_variant.is_some_and(is_name)
        || with_folders.is_some_and(|name| is_name(&name));
    if on_some_machines {
        CustomVerdict::NotChecked
    } else {
        CustomVerdict::Invalid
    }
}

fn is_name(value: &str) -> bool {
    !value.contains('\n') && NAMES.lines().any(|name| name == value)
}
