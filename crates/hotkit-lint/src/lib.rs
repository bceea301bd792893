//! The words of every finding: one rule, one file, one page.
//!
//! Lower layers say what is the case, as a [`Problem`](hotkit_analysis::Problem) with its place and its facts. Here each
//! kind of fault belongs to one [`Rule`], which has a name, a page for people, and a function that finds the words.
//! [`check`] turns problems into findings, as far as a [`RuleSet`] holds their rules. What no lower layer reports, because Heat
//! accepts it, is found by rules that look at whole judged stacks: [`lint`] runs them.

mod check;
mod dispatch;
mod finding;
mod ignore;
mod lint;
mod phrase;
mod policy;
mod release;
mod rule;
mod rules;
mod scripts;
mod selection;
mod site;
mod view;
mod words;

#[cfg(test)]
mod tests;

pub use check::{check, not_utf8, word};
pub use ignore::Ignores;
pub use lint::lint;
pub use policy::{Level, Policy, Profile, can_have, union};
pub use release::{Need, for_releases, needs};
pub use rule::Rule;
pub use rules::{rule, rules};
pub use scripts::{Remark, ShellScript, remarked, shell_scripts};
pub use selection::{RuleSet, Selection, Selector, UnknownRule};
