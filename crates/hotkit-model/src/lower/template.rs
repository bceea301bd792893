//! The version, and which of the two formats a template has.

use hotkit_schema::{TemplateKind, VERSION_KEYS, Version};
use hotkit_syntax::Node;
use hotkit_text::TextRange;

use super::{Faults, cfn, expr, hot};
use crate::{Expr, Fault, Key, Template};

pub(super) fn lower(root: Option<Node<'_>>, faults: &mut Faults) -> Template {
    let mut template = Template::default();
    let entries: Vec<(Key, Node<'_>)> = root.map_or_else(Vec::new, |root| {
        let mapping = root.mapping();
        mapping
            .iter()
            .map(|entry| (expr::key(entry.key), entry.value))
            .collect()
    });
    template.sections = entries.iter().map(|(key, _)| key.clone()).collect();
    let whole = root.map_or(TextRange::at(0), |root| root.range());
    template.version_entry = version_entry(&entries, whole, faults);
    template.version = template.version_entry.as_ref().and_then(|(key, value)| {
        let text = value.as_text()?;
        let version = hotkit_schema::version(&key.text, text);
        if version.is_none() {
            let (key, value) = (key.text.clone(), text.clone());
            faults.at(
                template.version_entry.as_ref().map_or(whole, |(_, it)| it.range),
                Fault::UnknownVersion { key, value },
            );
        }
        version
    });
    let Some(version) = template.version.or_else(|| likely_version(&entries)) else {
        return template;
    };
    template.version = Some(version);
    for (key, _) in &entries {
        if !version.has_section(&key.text) && !is_second_version(&template, key) {
            let fault = Fault::UnknownSection {
                name: key.text.clone(),
                version: Some(version),
            };
            faults.at(key.range, fault);
        }
    }
    match version.kind {
        TemplateKind::Hot => hot::sections(&mut template, version, &entries, faults),
        TemplateKind::Cfn => cfn::sections(&mut template, version, &entries, faults),
    }
    template
}

/// A second version key has its own fault; it is not also an unknown section.
fn is_second_version(template: &Template, key: &Key) -> bool {
    VERSION_KEYS.contains(&key.text.as_str())
        && template
            .version_entry
            .as_ref()
            .is_some_and(|(first, _)| first.range != key.range)
}

/// The version key and its value (V-003, V-004, T-004).
fn version_entry(entries: &[(Key, Node<'_>)], whole: TextRange, faults: &mut Faults) -> Option<(Key, Expr)> {
    let candidates = entries
        .iter()
        .filter(|(key, _)| VERSION_KEYS.contains(&key.text.as_str()));
    let candidates: Vec<(Key, Expr)> = candidates.map(|(key, node)| (key.clone(), expr::data(*node))).collect();
    let mut texts = candidates.iter().filter(|(_, value)| value.as_text().is_some());
    let Some(first) = texts.next() else {
        match candidates.first() {
            Some((_, value)) => {
                let found = value.value_kind();
                faults.at(value.range, Fault::VersionNotText { found });
            }
            None => faults.at(TextRange::at(whole.start()), Fault::MissingVersion),
        }
        return candidates.into_iter().next();
    };
    if let Some((second, _)) = texts.next() {
        let first = first.0.range;
        faults.at(second.range, Fault::AmbiguousVersion { first });
    }
    Some(first.clone())
}

/// With an unknown or missing version the rest is still read, as the newest version of the format that its sections show, so
/// that one fault does not hide the others.
fn likely_version(entries: &[(Key, Node<'_>)]) -> Option<&'static Version> {
    let of_kind = |kind| hotkit_schema::versions().iter().filter(move |it| it.kind == kind);
    let newest = |kind| of_kind(kind).max_by_key(|it| it.ordinal);
    let known = |kind: TemplateKind| {
        newest(kind).map_or(0, |version| {
            entries.iter().filter(|(key, _)| version.has_section(&key.text)).count()
        })
    };
    match (known(TemplateKind::Hot), known(TemplateKind::Cfn)) {
        (0, 0) => None,
        (hot, cfn) if hot >= cfn => newest(TemplateKind::Hot),
        _ => newest(TemplateKind::Cfn),
    }
}
