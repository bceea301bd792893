//! Releases of Heat, from Havana on.

use std::cmp::Ordering;

use crate::tables;

/// One release series. Releases compare by age.
#[derive(Debug, PartialEq, Eq)]
pub struct Release {
    /// Number of the series, such as `22`; before 5 the year, such as `2014.1`.
    pub id: &'static str,
    /// OpenStack's name by year and half-year, such as `2024.1`.
    pub name: &'static str,
    /// Code name, such as `Caracal`.
    pub code_name: &'static str,
    /// Day of the first final version, as `2024-04-03`.
    pub date: &'static str,
    /// The version whose facts these are, the newest of the series.
    pub engine: &'static str,
    /// Position among the releases, from 0 for the oldest.
    pub ordinal: u8,
    /// How many names its registry had.
    pub types: u16,
}

impl PartialOrd for Release {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Release {
    fn cmp(&self, other: &Self) -> Ordering {
        self.ordinal.cmp(&other.ordinal)
    }
}

/// All releases, from the oldest to the newest.
pub fn releases() -> &'static [Release] {
    &tables::RELEASES
}

/// The newest release, that of [`crate::ENGINE`].
pub fn latest_release() -> &'static Release {
    releases().last().expect("the tables hold releases, as a test confirms")
}

/// The release that a user names: by series (`22`), version (`22.0.1`), year (`2024.1`) or code name in any case (`caracal`).
pub fn find_release(text: &str) -> Option<&'static Release> {
    let text = text.trim();
    releases()
        .iter()
        .find(|release| release.id == text || release.name == text || release.code_name.eq_ignore_ascii_case(text))
        .or_else(|| releases().iter().find(|release| is_version_of(text, release.id)))
}

/// Whether `text` is `id` with a minor version behind it, such as `22.0` or `22.0.1` of `22`.
fn is_version_of(text: &str, id: &str) -> bool {
    let Some(rest) = text.strip_prefix(id).and_then(|rest| rest.strip_prefix('.')) else {
        return false;
    };
    rest.split('.').count() <= 2
        && rest
            .split('.')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}
