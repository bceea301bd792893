//! Pages about releases of Heat.

use hotkit_schema::{Release, function_history, function_names, releases, type_history, type_names_ever, versions};

/// `2024.1 (Caracal)`.
pub(crate) fn named(release: &Release) -> String {
    format!("{} ({})", release.name, release.code_name)
}

/// What a release brought and took away.
pub(crate) fn page(release: &'static Release) -> String {
    let mut page = format!(
        "# {}\n\nVersion {} of Heat, released on {}; {} names in its registry of types. The facts are those of \
         openstack-heat {}.\n",
        named(release),
        release.id,
        release.date,
        release.types,
        release.engine,
    );
    let mut tell = |title: &str, names: Vec<String>| {
        if !names.is_empty() {
            page.push_str(&format!("\n## {title}\n\n"));
            for name in names {
                page.push_str(&format!("- `{name}`\n"));
            }
        }
    };
    let accepted = versions()
        .iter()
        .filter(|it| *it.release == *release && is_not_first(release));
    tell(
        "New template versions",
        accepted.map(|it| format!("{}: {}", it.key, it.name)).collect(),
    );
    let functions = function_names()
        .iter()
        .filter(|name| function_history(name).is_some_and(|it| it.since == release && is_not_first(release)));
    tell("New functions", functions.map(|it| (*it).to_owned()).collect());
    let with = |is_meant: &dyn Fn(&hotkit_schema::History) -> bool| -> Vec<String> {
        type_names_ever()
            .filter(|name| type_history(name).is_some_and(is_meant))
            .map(str::to_owned)
            .collect()
    };
    tell("New resource types", with(&|it| it.since == Some(release)));
    tell(
        "Deprecated resource types",
        with(&|it| it.deprecated_since == Some(release)),
    );
    tell("Hidden resource types", with(&|it| it.hidden_since == Some(release)));
    tell(
        "Resource types without effect from here on",
        with(&|it| it.placeholder_since == Some(release)),
    );
    let before = releases().iter().find(|it| it.ordinal + 1 == release.ordinal);
    tell(
        "Resource types that are gone",
        with(&|it| before.is_some() && it.until == before),
    );
    page
}

/// What is as old as the facts was not brought by the first release that they know.
fn is_not_first(release: &Release) -> bool {
    release.ordinal > 0
}
