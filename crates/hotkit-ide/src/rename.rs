//! A new name for a parameter, resource, condition or output, wherever it stands.

use std::collections::BTreeMap;

use hotkit_text::{Edit, TextRange};

use crate::names::{NameKind, Names, written};
use crate::navigation::{Symbol, places_of, symbol_at};
use crate::view::{FileEdits, View};

/// Why a name cannot be changed, as a sentence without full stop.
pub type Refusal = String;

/// The name under the cursor, without its quotes.
///
/// # Errors
/// Where there is no name that could be changed.
pub fn prepare_rename(view: &View<'_>, offset: u32) -> Result<(TextRange, String), Refusal> {
    let symbol = symbol(view, offset)?;
    let range = written(view.text(), &symbol.name, symbol.origin)
        .ok_or_else(|| "the name is not written out here, but comes through an alias or an escape".to_owned())?;
    Ok((range, symbol.name.to_string()))
}

/// The edits that give the thing under the cursor another name, in all files; sorted by path.
///
/// # Errors
/// Where the new name cannot be, is taken, or where some place of the old one cannot be changed.
pub fn rename(view: &View<'_>, offset: u32, new_name: &str) -> Result<Vec<FileEdits>, Refusal> {
    let symbol = symbol(view, offset)?;
    check_name(view, &symbol, new_name)?;
    let mut edits: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    for (place, _) in places_of(view, &symbol) {
        let other;
        let text = if place.path == view.path {
            view.text()
        } else {
            other = view.world.document(&place.path, true);
            other.as_ref().map_or("", |it| it.tree.text())
        };
        let range = written(text, &symbol.name, place.range)
            .ok_or_else(|| format!("`{}` has the name through an alias or an escape", place.path))?;
        let is_quoted = range != place.range;
        let replacement = if is_quoted {
            new_name.to_owned()
        } else {
            plain(new_name)
        };
        edits
            .entry(place.path)
            .or_default()
            .push(Edit::replace(range, replacement));
    }
    let sorted = edits.into_iter().map(|(path, mut edits)| {
        edits.sort();
        edits.dedup();
        FileEdits { path, edits }
    });
    Ok(sorted.collect())
}

fn symbol(view: &View<'_>, offset: u32) -> Result<Symbol, Refusal> {
    let symbol = symbol_at(view, offset).ok_or("there is no name of the template here")?;
    let document = view.world.document(&symbol.path, true);
    let document = if symbol.path == view.path {
        Some(view.document)
    } else {
        document.as_deref()
    };
    let template = document.and_then(hotkit_model::Document::template);
    let is_declared = template.is_some_and(|it| Names::of(it).all(symbol.kind, &symbol.name).any(|it| it.declares));
    if !is_declared {
        return Err(format!("nothing declares the {} `{}`", symbol.kind.word(), symbol.name));
    }
    Ok(symbol)
}

fn check_name(view: &View<'_>, symbol: &Symbol, new_name: &str) -> Result<(), Refusal> {
    if new_name.trim().is_empty() || new_name.contains(['\n', '\r', '"', '\'', '\\']) || new_name.trim() != new_name {
        return Err("a name is a text of one line without quotes around it".to_owned());
    }
    if symbol.kind == NameKind::Resource && new_name.contains('/') {
        return Err("the name of a resource cannot hold a slash".to_owned());
    }
    if new_name == symbol.name {
        return Ok(());
    }
    let document = view.world.document(&symbol.path, true);
    let document = if symbol.path == view.path {
        Some(view.document)
    } else {
        document.as_deref()
    };
    let template = document.and_then(hotkit_model::Document::template);
    let Some(template) = template else { return Ok(()) };
    let is_taken = |kind| Names::of(template).all(kind, new_name).any(|it| it.declares);
    // Of a CloudFormation-style template resources and parameters share one space of names (CF-004).
    let shared = match symbol.kind {
        NameKind::Parameter if template.is_cfn() => Some(NameKind::Resource),
        NameKind::Resource if template.is_cfn() => Some(NameKind::Parameter),
        _ => None,
    };
    if is_taken(symbol.kind) || shared.is_some_and(is_taken) {
        return Err(format!("there is a {} `{new_name}` already", symbol.kind.word()));
    }
    Ok(())
}

/// The name as a plain scalar, or in quotes where it would be read as something else.
fn plain(name: &str) -> String {
    let tree = hotkit_syntax::parse(format!("{{ x: [{name}] }}\n").as_str());
    let item = tree.root().and_then(|root| root.entries().next()?.value.items().next());
    let is_itself = tree.errors().is_empty()
        && item.is_some_and(|it| matches!(it.scalar(), hotkit_syntax::Scalar::Text(text) if text == name));
    if is_itself {
        name.to_owned()
    } else {
        format!("'{name}'")
    }
}

#[cfg(test)]
mod tests;
