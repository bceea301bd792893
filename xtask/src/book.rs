//! The book as mdBook wants it: all chapters in one folder, with pages for every rule and every resource type, which nobody
//! wants to have in the repository.
//!
//! In the repository, chapters link to sources beside them. In the book, links to pages of rules lead to their chapters, and
//! other links that leave `docs/` to the repository on the web.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use hotkit_lint::{Rule, rules};
use hotkit_schema::{ResourceType, resource_types};

/// The list of resource types, which is in the repository.
const TYPES: &str = "docs/reference/types.md";

const WEB: &str = "https://github.com/hotkit/hotkit/blob/main/";

/// Writes the reference anew, lays the book out, and builds it where mdbook is installed.
pub(crate) fn book(root: &Path, out: &Path) -> Result<String, String> {
    reference(root)?;
    write(&root.join(TYPES), &page_of_types()?)?;
    if out.exists() {
        fs::remove_dir_all(out).map_err(|error| format!("cannot remove {}: {error}", out.display()))?;
    }
    let docs = root.join("docs");
    copy(&docs, &docs, out)?;
    copy_file(&root.join("ARCHITECTURE.md"), &out.join("map.md"), |text| {
        outward(text, "")
    })?;
    let mut chapters = String::new();
    for rule in rules() {
        let path = format!("rules/{}/{}.md", rule.group.name(), rule.name);
        write(&out.join(&path), &rule_page(rule))?;
        chapters.push_str(&format!("  - [{}]({path})\n", rule.name));
    }
    let types = types(out)?;
    let summary = fs::read_to_string(docs.join("SUMMARY.md")).map_err(|error| error.to_string())?;
    let summary = summary
        .replace("- [Rules](rules.md)\n", &format!("- [Rules](rules.md)\n{chapters}"))
        .replace(
            "- [Resource types](reference/types.md)\n",
            &format!("- [Resource types](reference/types.md)\n{types}"),
        )
        .replace(
            "- [Architecture](architecture.md)\n",
            "- [Architecture](architecture.md)\n  - [The map](map.md)\n",
        );
    write(&out.join("SUMMARY.md"), &summary)?;
    match Command::new("mdbook").arg("build").arg(out).status() {
        Ok(status) if status.success() => Ok(format!("the book is in {}", out.join("html").display())),
        Ok(status) => Err(format!("mdbook ended with {status}")),
        Err(_) => Ok(format!(
            "the book is laid out in {}; mdbook is not installed",
            out.display()
        )),
    }
}

/// The test that compares the reference pages writes them when it is asked to.
fn reference(root: &Path) -> Result<(), String> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["test", "--quiet", "--package", "hotkit", "--test", "book", "reference"])
        .current_dir(root)
        .env("HOTKIT_BOOK", "write")
        .status()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err("the reference could not be written".to_owned())
    }
}

/// Every resource type with what must be given.
pub(crate) fn page_of_types() -> Result<String, String> {
    let types: Vec<&ResourceType> = resource_types().iter().filter(|it| !it.is_pattern).collect();
    let mut page = format!(
        "# Resource types\n\n<!-- Written by `cargo xtask book` from the facts about Heat; do not edit. -->\n\n\
         {} types, with what must be given. `hotkit explain TYPE` has every property and attribute, what a change of it does,\n\
         and since when it is there.\n\n| type | what it is | required |\n|---|---|---|\n",
        types.len()
    );
    for it in types {
        let required = it.properties.iter().filter(|property| property.required);
        let required: Vec<String> = required.map(|property| format!("`{}`", property.name)).collect();
        let about = explained(it.name)?;
        let what = about.lines().nth(2).unwrap_or_default().replace('|', "\\|");
        page.push_str(&format!("| `{}` | {what} | {} |\n", it.name, required.join(", ")));
    }
    Ok(page)
}

fn explained(name: &str) -> Result<String, String> {
    hotkit_explain::explain(name, &[]).map_err(|_| format!("hotkit explains no {name}"))
}

fn rule_page(rule: &Rule) -> String {
    let mut text = format!("# {}\n\n", rule.name);
    let page = rule.page.trim_start();
    // The page begins with the name where it has a heading of its own.
    text.push_str(
        page.strip_prefix(&format!("# {}\n", rule.name))
            .unwrap_or(page)
            .trim_start(),
    );
    // Pages name each other as if they lay side by side.
    for other in rules() {
        let beside = format!("]({}.md)", other.name);
        text = text.replace(&beside, &format!("](../{}/{}.md)", other.group.name(), other.name));
    }
    text
}

/// A page for each service, with all its types; returns the lines of the summary.
fn types(out: &Path) -> Result<String, String> {
    let mut services: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for it in resource_types().iter().filter(|it| !it.is_pattern) {
        let service = it.name.rsplit_once("::").map_or(it.name, |(service, _)| service);
        services.entry(service.to_owned()).or_default().push(it.name);
    }
    let mut lines = String::new();
    for (service, names) in services {
        let mut page = format!("# {service}\n");
        for name in names {
            page.push_str(&format!("\n{}", deeper(&explained(name)?)));
        }
        let path = format!("reference/types/{}.md", service.replace("::", "-"));
        write(&out.join(&path), &page)?;
        lines.push_str(&format!("  - [{service}]({path})\n"));
    }
    Ok(lines)
}

/// Headings one step further in.
fn deeper(page: &str) -> String {
    let line = |it: &str| {
        if it.starts_with('#') {
            format!("#{it}\n")
        } else {
            format!("{it}\n")
        }
    };
    page.lines().map(line).collect()
}

fn copy(docs: &Path, from: &Path, to: &Path) -> Result<(), String> {
    fs::create_dir_all(to).map_err(|error| format!("cannot make {}: {error}", to.display()))?;
    let entries = fs::read_dir(from).map_err(|error| format!("cannot read {}: {error}", from.display()))?;
    for entry in entries.filter_map(Result::ok) {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(docs, &path, &target)?;
        } else if path.extension().is_some_and(|it| it == "md") {
            let folder = path
                .parent()
                .and_then(|it| it.strip_prefix(docs).ok())
                .unwrap_or(Path::new(""));
            copy_file(&path, &target, |text| outward(text, &folder.to_string_lossy()))?;
        } else {
            fs::copy(&path, &target).map_err(|error| format!("cannot write {}: {error}", target.display()))?;
        }
    }
    Ok(())
}

fn copy_file(from: &Path, to: &Path, change: impl Fn(&str) -> String) -> Result<(), String> {
    let text = fs::read_to_string(from).map_err(|error| format!("cannot read {}: {error}", from.display()))?;
    write(to, &change(&text))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    }
    fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
}

/// A chapter whose links out of `docs/` lead to chapters of the book or to the web. `folder` is where it lies in `docs/`.
pub(crate) fn outward(text: &str, folder: &str) -> String {
    let up = "../".repeat(1 + folder.split('/').filter(|it| !it.is_empty()).count());
    let chapters = &up[3..];
    let mut changed = String::with_capacity(text.len());
    for (number, part) in text.split("](").enumerate() {
        if number > 0 {
            changed.push_str("](");
            if let Some(rule) = part.strip_prefix(&format!("{up}crates/hotkit-lint/src/rules/")) {
                let (file, rest) = rule.split_once(')').unwrap_or((rule, ""));
                changed.push_str(&format!("{chapters}rules/{})", file.replace('_', "-")));
                changed.push_str(rest);
                continue;
            }
            if let Some(rest) = part.strip_prefix(&format!("{up}ARCHITECTURE.md")) {
                changed.push_str(&format!("{chapters}map.md{rest}"));
                continue;
            }
            if let Some(rest) = part.strip_prefix(&up) {
                changed.push_str(WEB);
                changed.push_str(rest);
                continue;
            }
        }
        changed.push_str(part);
    }
    changed
}
