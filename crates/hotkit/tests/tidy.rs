//! The walls of `ARCHITECTURE.md` and the habits of the repository, read off the manifests and the sources themselves.
//!
//! Each failure lists every offending place. A new edge between crates is a change of design: it goes into [`EDGES`] with
//! its reason, and into `ARCHITECTURE.md`.

#![expect(clippy::unwrap_used, reason = "a test ends where the repository cannot be read")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Which crates of ours each crate may use, and why.
const EDGES: [(&str, &[&str], &str); 15] = [
    ("hotkit-text", &[], "places in text need nothing"),
    ("hotkit-schema", &[], "Heat's vocabulary is data, whoever reads it"),
    (
        "hotkit-syntax",
        &["hotkit-text"],
        "a tree of ranges; YAML is read the same whatever it means",
    ),
    (
        "hotkit-model",
        &["hotkit-text", "hotkit-syntax", "hotkit-schema"],
        "gives trees their meaning, which depends on the template's version",
    ),
    (
        "hotkit-eval",
        &["hotkit-text", "hotkit-schema", "hotkit-model"],
        "computes expressions; where values come from is its caller's business",
    ),
    (
        "hotkit-analysis",
        &[
            "hotkit-text",
            "hotkit-syntax",
            "hotkit-schema",
            "hotkit-model",
            "hotkit-eval",
        ],
        "what crosses files: names, types, edges; it asks for files and never opens them",
    ),
    (
        "hotkit-lint",
        &[
            "hotkit-text",
            "hotkit-syntax",
            "hotkit-schema",
            "hotkit-model",
            "hotkit-eval",
            "hotkit-analysis",
        ],
        "words the faults of every layer below",
    ),
    (
        "hotkit-format",
        &["hotkit-text", "hotkit-syntax"],
        "a tree to edits; what it may change does not depend on what a template means",
    ),
    (
        "hotkit-explain",
        &["hotkit-text", "hotkit-schema", "hotkit-lint"],
        "pages made from tables and from the pages of rules",
    ),
    (
        "hotkit-plan",
        &[
            "hotkit-text",
            "hotkit-schema",
            "hotkit-model",
            "hotkit-eval",
            "hotkit-analysis",
        ],
        "what a stack would do, as plain data; it judges nothing and words no finding",
    ),
    (
        "hotkit-workspace",
        &[
            "hotkit-text",
            "hotkit-syntax",
            "hotkit-schema",
            "hotkit-model",
            "hotkit-eval",
            "hotkit-analysis",
            "hotkit-lint",
            "hotkit-format",
            "hotkit-plan",
        ],
        "the one driver",
    ),
    (
        "hotkit-report",
        &["hotkit-text", "hotkit-plan"],
        "shows findings and plans, which are plain data, without knowing how they came about",
    ),
    (
        "hotkit-ide",
        &[
            "hotkit-text",
            "hotkit-syntax",
            "hotkit-schema",
            "hotkit-model",
            "hotkit-eval",
            "hotkit-analysis",
        ],
        "editor features over what analysis knows; the rest of the project comes through a trait",
    ),
    (
        "hotkit-lsp",
        &[
            "hotkit-text",
            "hotkit-schema",
            "hotkit-model",
            "hotkit-lint",
            "hotkit-format",
            "hotkit-ide",
            "hotkit-workspace",
            "hotkit-report",
        ],
        "the protocol's edge: findings from the one driver, features from hotkit-ide, pictures and pages from hotkit-report",
    ),
    (
        "hotkit",
        &[
            "hotkit-text",
            "hotkit-explain",
            "hotkit-workspace",
            "hotkit-report",
            "hotkit-lsp",
        ],
        "arguments in, exit status out; it judges nothing itself",
    ),
];

/// Other people's crates that stay in certain crates of ours.
const OWNERS: [(&str, &[&str], &str); 15] = [
    ("clap", &["hotkit"], "arguments are the binary's business"),
    ("anstream", &["hotkit"], "only the binary writes to terminals"),
    ("anstyle", &["hotkit-report"], "only the report knows colours"),
    ("miette", &["hotkit-report"], "only the report draws"),
    (
        "serde",
        &["hotkit-report", "hotkit-lsp", "hotkit-workspace"],
        "serialized forms are types of their own, beside the writer; the driver reads the cloud file",
    ),
    (
        "serde_yaml",
        &["hotkit-workspace"],
        "configuration and cloud files; templates have a reader of their own",
    ),
    ("similar", &["hotkit-report"], "only the report shows differences"),
    (
        "saphyr-parser",
        &["hotkit-format"],
        "the second opinion on a layout, and nothing else",
    ),
    ("ignore", &["hotkit-workspace"], "it walks the disk"),
    (
        "rayon",
        &["hotkit-workspace"],
        "the driver alone decides what runs at once",
    ),
    (
        "petgraph",
        &["hotkit-analysis"],
        "one graph, one place that knows its library",
    ),
    (
        "tokio",
        &["hotkit-lsp"],
        "nothing waits for anything: the language server alone may be async",
    ),
    ("futures", &[], "as tokio"),
    (
        "tower-lsp-server",
        &["hotkit-lsp"],
        "protocol types are for the language server alone",
    ),
    ("libyaml-rs", &[], "every call of it is unsafe: only tests ask it"),
];

/// The one crate with lints of its own, which no other crate uses: libyaml beside our reader, for tests and benchmarks.
const UNSAFE_ORACLE: &str = "tests/libyaml";

/// The crates that read the outside world.
const TOUCHES_THE_WORLD: [&str; 2] = ["hotkit-workspace", "hotkit"];

const MANIFEST_TABLES: [&str; 3] = ["dependencies", "build-dependencies", "dev-dependencies"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap_or(path)
        .to_string_lossy()
        .replace('\\', "/")
}

/// Every file below a folder of the repository, sorted; what is built or hidden is left out.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() && !["target", "node_modules"].contains(&name.as_ref()) && !name.starts_with('.') {
                folders.push(path);
            } else if path.is_file() {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn rust_files() -> Vec<PathBuf> {
    let mut files = files_below(&root().join("crates"));
    files.extend(files_below(&root().join("xtask")));
    files.extend(files_below(&root().join(UNSAFE_ORACLE)));
    files.retain(|path| path.extension().is_some_and(|it| it == "rs"));
    assert!(
        files.len() > 50,
        "the sources are not where they are looked for: {} files",
        files.len()
    );
    files
}

/// True for files that are built for tests and benchmarks only.
fn is_test(path: &Path) -> bool {
    let parts: Vec<_> = path
        .strip_prefix(root())
        .unwrap_or(path)
        .components()
        .map(|it| it.as_os_str())
        .collect();
    parts
        .iter()
        .any(|part| *part == "tests" || *part == "benches" || *part == "tests.rs")
}

/// The code of a file with what is tested in place left out: such a module stands at the end.
fn code(path: &Path) -> String {
    let text = read(path);
    let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    let lines: Vec<&str> = text[..end].lines().map(without_comment).collect();
    lines.join("\n")
}

fn without_comment(line: &str) -> &str {
    if line.trim_start().starts_with("//") { "" } else { line }
}

/// Name of a crate to its manifest.
fn manifests() -> BTreeMap<String, String> {
    let folders = fs::read_dir(root().join("crates"))
        .unwrap()
        .map(|entry| entry.unwrap().path());
    folders
        .map(|folder| {
            (
                folder.file_name().unwrap().to_string_lossy().into_owned(),
                read(&folder.join("Cargo.toml")),
            )
        })
        .collect()
}

/// The names in a manifest's tables of dependencies, by table: `name = …`, `name.workspace = …`, `[dependencies.name]`, and
/// the same below `[target.….]`. A renamed dependency counts under both of its names.
fn dependencies(manifest: &str, tables: &[&str]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut is_inside = false;
    for line in manifest.lines().map(str::trim) {
        if let Some(header) = line.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
            let (before, last) = header.rsplit_once('.').unwrap_or(("", header));
            let is_one = |name: &str| tables.contains(&name.rsplit('.').next().unwrap_or(name));
            is_inside = is_one(last);
            if is_one(before) {
                names.insert(last.trim_matches('"').to_owned());
            }
        } else if let Some((key, value)) = line.split_once('=').filter(|_| is_inside && !line.starts_with('#')) {
            let name = key.trim().split('.').next().unwrap_or_default();
            names.insert(name.trim_matches('"').to_owned());
            if let Some((_, renamed)) = value.split_once("package = \"") {
                names.insert(renamed.split('"').next().unwrap_or_default().to_owned());
            }
        }
    }
    names
}

fn assert_none(offences: Vec<String>, rule: &str) {
    assert!(offences.is_empty(), "{rule}\n  {}", offences.join("\n  "));
}

#[test]
fn manifests_are_understood() {
    let manifest = "[package]\nname = \"x\"\n[dependencies]\na.workspace = true\n# b = 1\nc = { package = \"d\" }\n\
                    [target.'cfg(unix)'.dependencies]\ne = \"1\"\n[dependencies.f]\nversion = \"1\"\n[dev-dependencies]\ng = \"1\"\n";
    let names = |tables: &[&str]| dependencies(manifest, tables).into_iter().collect::<Vec<_>>().join(" ");
    assert_eq!(names(&["dependencies"]), "a c d e f");
    assert_eq!(names(&["dev-dependencies"]), "g");
}

#[test]
fn crates_use_only_the_crates_below_them() {
    let manifests = manifests();
    let listed: Vec<&str> = EDGES.iter().map(|(name, ..)| *name).collect();
    let mut offences: Vec<String> = manifests
        .keys()
        .filter(|name| !listed.contains(&name.as_str()))
        .map(|name| format!("{name} is not in EDGES"))
        .collect();
    for (name, allowed, reason) in EDGES {
        let Some(manifest) = manifests.get(name) else {
            offences.push(format!("{name} is in EDGES and is no crate"));
            continue;
        };
        let used = dependencies(manifest, &["dependencies", "build-dependencies"]);
        for other in used
            .iter()
            .filter(|it| it.starts_with("hotkit") && !allowed.contains(&it.as_str()))
        {
            offences.push(format!("{name} uses {other} ({name}: {reason})"));
        }
    }
    assert_none(offences, "edges between crates that are not in EDGES:");
}

#[test]
fn foreign_crates_stay_with_their_owners() {
    let manifests = manifests();
    let mut offences = Vec::new();
    for (foreign, owners, reason) in OWNERS {
        let used = manifests
            .iter()
            .filter(|(_, it)| dependencies(it, &MANIFEST_TABLES[..1]).contains(foreign));
        let wrong = used.filter(|(name, _)| !owners.contains(&name.as_str()));
        offences.extend(wrong.map(|(name, _)| format!("{name} uses {foreign}: {reason}")));
    }
    assert_none(offences, "dependencies outside of the crates that own them:");
}

#[test]
fn nothing_below_the_workspace_reads_disk_clock_environment_or_network() {
    // Addresses in `std::net` are plain values; only what opens a connection or asks for a name is meant.
    const FORBIDDEN: [&str; 10] = [
        "fs",
        "env",
        "process",
        "SystemTime",
        "Instant",
        "stdin",
        "TcpStream",
        "TcpListener",
        "UdpSocket",
        "ToSocketAddrs",
    ];
    let mut offences = Vec::new();
    for path in rust_files() {
        let shown = shown(&path);
        let is_core = shown.starts_with("crates/")
            && shown.contains("/src/")
            && !TOUCHES_THE_WORLD
                .iter()
                .any(|name| shown.starts_with(&format!("crates/{name}/")));
        if !is_core || is_test(&path) {
            continue;
        }
        let code = code(&path);
        for (at, _) in code.match_indices("std::") {
            let named = names_of_path(&code[at + "std::".len()..]);
            for name in named.filter(|name| FORBIDDEN.contains(name)) {
                offences.push(format!("{shown}:{} uses {name}", code[..at].lines().count()));
            }
        }
    }
    assert_none(offences, "only the driver and the binary may read the outside world:");
}

/// The names of a path that begins `text`, those in the braces of a `use` included, on however many lines they stand.
fn names_of_path(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    let is_outside = |it: char| {
        match it {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        depth < 0 || depth == 0 && !(it.is_alphanumeric() || "_:}".contains(it))
    };
    let end = text.find(is_outside).unwrap_or(text.len());
    text[..end].split(|it: char| !it.is_alphanumeric() && it != '_')
}

#[test]
fn names_of_paths_are_found_in_every_form() {
    let names = |text: &'static str| {
        names_of_path(text)
            .filter(|it| !it.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(names("fs::read(path)"), "fs read");
    assert_eq!(names("fmt::Display for net"), "fmt Display");
    assert_eq!(
        names("{\n    fs,\n    io::{self, Write},\n};\nfn env()"),
        "fs io self Write"
    );
}

#[test]
fn nothing_but_the_language_server_is_async() {
    let mut offences = Vec::new();
    for path in rust_files() {
        if shown(&path).starts_with("crates/hotkit-lsp/") {
            continue;
        }
        for (number, line) in code(&path).lines().enumerate() {
            if line.contains(concat!("async", " fn")) || line.contains(concat!(".aw", "ait")) {
                offences.push(format!("{}:{}", shown(&path), number + 1));
            }
        }
    }
    assert_none(offences, "async belongs to the language server alone:");
}

#[test]
fn every_module_says_why_it_exists() {
    let says = |text: &str| {
        text.lines()
            .next()
            .and_then(|it| it.strip_prefix("//! "))
            .is_some_and(|it| it.len() > 9)
    };
    let files = rust_files();
    let silent = files.iter().filter(|path| !says(&read(path)));
    assert_none(
        silent.map(|path| shown(path)).collect(),
        "modules that do not begin with a sentence after `//!`:",
    );
}

#[test]
fn nothing_is_left_unfinished_or_switched_off() {
    const MARKS: [&str; 6] = [
        concat!("to", "do!("),
        concat!("unimpl", "emented!("),
        concat!("d", "bg!("),
        concat!("#[ig", "nore"),
        concat!("should", "_panic"),
        concat!("FIX", "ME"),
    ];
    let mut offences = Vec::new();
    for path in rust_files() {
        for (number, line) in read(&path).lines().enumerate() {
            let found = MARKS.iter().filter(|mark| line.contains(**mark));
            offences.extend(found.map(|mark| format!("{}:{} {mark}", shown(&path), number + 1)));
        }
    }
    assert_none(offences, "unfinished code, or tests that do not run:");
}

#[test]
fn no_path_of_a_machine_is_written_down() {
    const FOLDERS: [&str; 3] = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/t", "mp/")];
    let starts_a_path =
        |line: &str, at: usize| !line[..at].ends_with(|it: char| it.is_alphanumeric() || "._-}".contains(it));
    let mut offences = Vec::new();
    let is_text = |path: &Path| {
        let extension = path.extension().and_then(|it| it.to_str());
        matches!(extension, Some("rs" | "md" | "toml" | "yml" | "svg")) && !is_test(path)
    };
    let mut files = files_below(&root());
    files.extend([root().join(".ci/run"), root().join(".cargo/config.toml")]);
    for path in files.iter().filter(|path| is_text(path) || path.ends_with(".ci/run")) {
        // Templates may name folders of the machines that they set up.
        if shown(path).starts_with("corpus/") {
            continue;
        }
        for (number, line) in read(path).lines().enumerate() {
            let found = FOLDERS
                .iter()
                .filter(|it| line.match_indices(**it).any(|(at, _)| starts_a_path(line, at)));
            offences.extend(found.map(|folder| format!("{}:{} {folder}", shown(path), number + 1)));
        }
    }
    assert_none(offences, "paths of some machine:");
}

#[test]
fn every_rule_has_its_page_and_every_page_its_rule() {
    let rules = root().join("crates/hotkit-lint/src/rules");
    // `rules/GROUP/RULE.rs`; what lies deeper are parts of a rule.
    let in_group = |path: &&PathBuf| path.parent().and_then(Path::parent) == Some(rules.as_path());
    let stems = |extension: &str| -> BTreeSet<String> {
        let files = files_below(&rules);
        let wanted = files
            .iter()
            .filter(|it| it.extension().is_some_and(|it| it == extension) && !is_test(it));
        let wanted = wanted
            .filter(in_group)
            .filter(|it| it.file_name().is_none_or(|it| it != "mod.rs"));
        wanted
            .map(|it| shown(&it.with_extension("")).replace('_', "-"))
            .collect()
    };
    let (sources, pages) = (stems("rs"), stems("md"));
    assert!(
        sources.len() > 20,
        "the rules are not where they are looked for: {sources:?}"
    );
    let odd: Vec<String> = sources.symmetric_difference(&pages).cloned().collect();
    assert_none(odd, "a rule without a page, or a page without a rule:");
}

#[test]
fn all_crates_have_one_version_and_one_set_of_lints() {
    let mut manifests = manifests();
    manifests.insert("xtask".to_owned(), read(&root().join("xtask/Cargo.toml")));
    manifests.insert(
        UNSAFE_ORACLE.to_owned(),
        read(&root().join(UNSAFE_ORACLE).join("Cargo.toml")),
    );
    let shared = ["version", "edition", "rust-version", "license", "repository"];
    let mut offences = Vec::new();
    for (name, manifest) in &manifests {
        let lints = if name == UNSAFE_ORACLE {
            lints_but_for_unsafe_code()
        } else {
            vec!["\n[lints]\nworkspace = true\n".to_owned()]
        };
        let wanted = shared
            .iter()
            .map(|key| format!("\n{key}.workspace = true\n"))
            .chain(lints);
        let missing = wanted.filter(|line| !manifest.contains(line));
        offences.extend(missing.map(|line| format!("{name}: {}", line.trim().replace('\n', " "))));
    }
    assert_none(offences, "manifests that do not take from the workspace:");
}

/// The lints of the workspace as lines of a manifest, without the one that [`UNSAFE_ORACLE`] may not have.
fn lints_but_for_unsafe_code() -> Vec<String> {
    let manifest = read(&root().join("Cargo.toml"));
    let tables = manifest.split("\n[workspace.lints.").skip(1);
    let lines = tables.flat_map(|table| table.lines().skip(1).take_while(|line| !line.starts_with('[')));
    let lints: Vec<String> = lines
        .filter(|line| !line.is_empty() && !line.starts_with("unsafe_code"))
        .map(|line| format!("\n{line}\n"))
        .collect();
    assert!(
        lints.len() > 5,
        "the lints of the workspace are not where they are looked for: {lints:?}"
    );
    lints
}

#[test]
fn no_crate_uses_the_oracle_that_is_unsafe() {
    let oracle = read(&root().join(UNSAFE_ORACLE).join("Cargo.toml"));
    let mut offences: Vec<String> = dependencies(&oracle, &MANIFEST_TABLES)
        .into_iter()
        .filter(|it| it.starts_with("hotkit") && it != "hotkit-syntax" && it != "hotkit-format")
        .map(|it| format!("{UNSAFE_ORACLE} uses {it}"))
        .collect();
    for (name, manifest) in manifests() {
        if dependencies(&manifest, &MANIFEST_TABLES).contains("hotkit-libyaml-oracle") {
            offences.push(format!("{name} uses it"));
        }
    }
    assert_none(
        offences,
        "libyaml stands beside the reader, and nothing else touches it:",
    );
}

#[test]
fn the_map_is_short_and_shows_every_crate() {
    let map = read(&root().join("ARCHITECTURE.md"));
    let lines = map.lines().count();
    assert!(lines <= 180, "ARCHITECTURE.md has {lines} lines; three screens are 180");
    let missing = EDGES.iter().filter(|(name, ..)| !map.contains(&format!("`{name}`")));
    assert_none(
        missing.map(|(name, ..)| (*name).to_owned()).collect(),
        "crates that ARCHITECTURE.md does not name:",
    );
}

#[test]
fn links_between_pages_lead_somewhere() {
    let mut offences = Vec::new();
    for page in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"] {
        let text = read(&root().join(page));
        let targets = text.split("](").skip(1).filter_map(|it| it.split(')').next());
        let sources = text.split("src=\"").skip(1).filter_map(|it| it.split('"').next());
        for target in targets
            .chain(sources)
            .filter(|it| !it.contains("://") && !it.starts_with('#'))
        {
            let file = target.split('#').next().unwrap_or(target);
            if !root().join(file).exists() {
                offences.push(format!("{page}: {target}"));
            }
        }
    }
    assert_none(offences, "links to what is not there:");
}

#[test]
fn the_gate_runs_what_the_readme_promises() {
    let (gate, readme) = (read(&root().join(".ci/run")), read(&root().join("README.md")));
    for command in [
        "cargo test --workspace",
        "cargo run --release -p hotkit -- check corpus/single-server/faulty.yaml",
    ] {
        assert!(readme.contains(command), "README.md does not name: {command}");
        assert!(gate.contains(command), ".ci/run does not run: {command}");
    }
}
