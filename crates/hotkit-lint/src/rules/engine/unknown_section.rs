//! A top-level key that is no section (T-005, V-006, CF-001, E-001).

use hotkit_schema::{Version, environment};
use hotkit_text::nearest;

use crate::phrase::{first_version, quoted, quoted_list};
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("unknown-section", include_str!("unknown_section.md"));

pub(crate) fn words(name: &str, version: Option<&'static Version>, site: Site<'_>) -> Words {
    match version {
        Some(version) => of_template(name, version, site),
        None => of_environment(name, site),
    }
}

fn of_template(name: &str, version: &'static Version, site: Site<'_>) -> Words {
    let since = first_version(|it| it.has_section(name)).filter(|_| site_is_hot(version));
    let near = if since.is_none() {
        nearest(name, version.sections.iter().copied())
    } else {
        None
    };
    let help = match (since, near) {
        (Some(since), _) => Some(format!("{} exists since heat_template_version {since}", quoted(name))),
        (None, Some(_)) => None,
        (None, None) => Some(format!(
            "the sections are {}; Heat has none for keys of your own",
            sections(version.sections)
        )),
    };
    Words::new(
        &RULE,
        format!("{} {} has no section {}", version.key, version.name, quoted(name)),
    )
    .label("not a section of this version")
    .suggest(site, name, near)
    .maybe_help(help)
}

fn of_environment(name: &str, site: Site<'_>) -> Words {
    // The name that Heat's documentation gives to the section (E-001).
    let near = match name {
        "encrypted_parameters" => Some("encrypted_param_names"),
        _ => nearest(name, environment::SECTIONS.iter().copied()),
    };
    let help = near
        .is_none()
        .then(|| format!("the sections are {}", sections(environment::SECTIONS)));
    Words::new(&RULE, format!("environments have no section {}", quoted(name)))
        .label("not a section of environments")
        .suggest(site, name, near)
        .maybe_help(help)
}

fn site_is_hot(version: &Version) -> bool {
    version.kind == hotkit_schema::TemplateKind::Hot
}

fn sections(names: &[&str]) -> String {
    let names: Vec<&str> = names
        .iter()
        .copied()
        .filter(|it| !hotkit_schema::VERSION_KEYS.contains(it))
        .collect();
    quoted_list(&names)
}
