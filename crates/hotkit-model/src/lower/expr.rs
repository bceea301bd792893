//! Nodes to expressions: aliases followed, merge keys worked in, functions recognised.

use hotkit_schema::{Function, Version};
use hotkit_syntax::{Integer, Node, NodeKind, Scalar, ValueKind};
use hotkit_text::TextRange;
use smol_str::SmolStr;

use super::Faults;
use crate::{Call, Context, Entry, Expr, ExprKind, Fault, Key};

/// Depth beyond which the engine's recursive parser fails (measured with 27.0.1: 300 levels pass, 400 do not).
const DEEPEST: u32 = 350;

/// The value of a node as data: no functions.
pub(crate) fn data(node: Node<'_>) -> Expr {
    Lowering {
        version: None,
        faults: None,
    }
    .lower(node, Context::Data, 0)
}

/// The value of a node in a place where functions may stand.
pub(crate) fn value(node: Node<'_>, version: &'static Version, context: Context, faults: &mut Faults) -> Expr {
    Lowering {
        version: Some(version),
        faults: Some(faults),
    }
    .lower(node, context, 0)
}

/// The key of a mapping as the text that arrives at Heat.
pub(crate) fn key(node: Node<'_>) -> Key {
    let target = node.resolve().unwrap_or(node);
    let text = match target.scalar() {
        Scalar::Text(text) => SmolStr::new(text),
        Scalar::Null => SmolStr::new_static("null"),
        Scalar::Bool(true) => SmolStr::new_static("true"),
        Scalar::Bool(false) => SmolStr::new_static("false"),
        Scalar::Integer(Integer::Small(number)) => smol_str::format_smolstr!("{number}"),
        Scalar::Integer(Integer::Big(digits)) => SmolStr::new(digits),
        Scalar::Float(_) | Scalar::Binary(_) | Scalar::Date(_) => SmolStr::new(target.text()),
    };
    Key {
        text,
        range: node.range(),
    }
}

struct Lowering<'f> {
    version: Option<&'static Version>,
    faults: Option<&'f mut Faults>,
}

impl Lowering<'_> {
    fn lower(&mut self, node: Node<'_>, context: Context, depth: u32) -> Expr {
        let range = node.range();
        let Some(target) = node.resolve() else {
            // An alias without anchor has its syntax error already.
            return Expr {
                range,
                kind: ExprKind::Null,
            };
        };
        if depth > DEEPEST {
            self.too_deep(range);
            return Expr {
                range,
                kind: ExprKind::Null,
            };
        }
        if !matches!(target.kind(), NodeKind::Scalar(_))
            && let Some(kind) = self.tagged(target, context, depth)
        {
            return Expr { range, kind };
        }
        let kind = match target.kind() {
            NodeKind::Scalar(_) => scalar(target),
            NodeKind::Sequence(_) => {
                let items = target.items();
                ExprKind::List(items.map(|item| self.lower(item, context, depth + 1)).collect())
            }
            NodeKind::Mapping(_) => self.mapping(target, context, depth),
            NodeKind::Alias => ExprKind::Null,
        };
        Expr { range, kind }
    }

    /// A sequence or mapping that a tag makes another collection: on the way to Heat a set becomes a list of its keys, and each
    /// pair of an ordered map a list of two (T-011).
    fn tagged(&mut self, node: Node<'_>, context: Context, depth: u32) -> Option<ExprKind> {
        node.tag()?;
        let list = |items: Vec<Expr>| Some(ExprKind::List(items));
        match node.value_kind() {
            ValueKind::Set => list(
                node.mapping()
                    .iter()
                    .map(|entry| self.lower(entry.key, context, depth + 1))
                    .collect(),
            ),
            ValueKind::Pairs => {
                let mut pairs = Vec::new();
                for item in node.items() {
                    let entries = item.mapping();
                    pairs.extend(entries.iter().map(|entry| Expr {
                        range: item.range(),
                        kind: ExprKind::List(vec![
                            self.lower(entry.key, context, depth + 2),
                            self.lower(entry.value, context, depth + 2),
                        ]),
                    }));
                }
                list(pairs)
            }
            ValueKind::Scalar | ValueKind::Sequence | ValueKind::Mapping => None,
        }
    }

    fn mapping(&mut self, node: Node<'_>, context: Context, depth: u32) -> ExprKind {
        let mapping = node.mapping();
        if let (1, Some(entry)) = (mapping.len(), mapping.iter().next()) {
            let name = key(entry.key);
            if let Some(function) = self.function(&name.text, context) {
                return ExprKind::Call(Box::new(Call {
                    function,
                    argument: self.argument(function, entry.value, context, depth),
                    name,
                }));
            }
        }
        let entries = mapping.iter().map(|entry| Entry {
            key: key(entry.key),
            value: self.lower(entry.value, context, depth + 1),
        });
        ExprKind::Map(entries.collect())
    }

    fn argument(&mut self, function: Function, node: Node<'_>, context: Context, depth: u32) -> Expr {
        let target = node.resolve().unwrap_or(node);
        let is_if = matches!(function, Function::If | Function::IfNullable);
        if !is_if || !matches!(target.kind(), NodeKind::Sequence(_)) {
            let argument = self.lower(node, context, depth + 1);
            let is_letter = argument.as_text().is_some_and(|text| text.chars().count() == 1);
            if function != Function::GetAttAllAttributes || !is_letter {
                return argument;
            }
            // Heat takes a text apart as if it were a list, and what comes of one letter is the name of a resource (F-GA-3).
            return Expr {
                range: argument.range,
                kind: ExprKind::List(vec![argument]),
            };
        }
        // The first item of an `if` is a condition, wherever the `if` stands (F-IF-1).
        let items = target.items().enumerate().map(|(index, item)| {
            let context = if index == 0 { Context::Condition } else { context };
            self.lower(item, context, depth + 2)
        });
        Expr {
            range: node.range(),
            kind: ExprKind::List(items.collect()),
        }
    }

    /// The function of this name, where it is one here. In a condition every function of the version is recognised, so that
    /// the ones that may not stand there can be told (C-003).
    fn function(&self, name: &str, context: Context) -> Option<Function> {
        let version = self.version?;
        match context {
            Context::Data => None,
            Context::Value => value_function(version, name),
            Context::Condition => version
                .condition_function(name)
                .or_else(|| value_function(version, name)),
        }
    }

    fn too_deep(&mut self, range: TextRange) {
        if let Some(faults) = self.faults.as_deref_mut() {
            faults.at(range, Fault::TooDeep);
        }
    }
}

/// The function of this name in values; a withdrawn one is still a function (V-022).
fn value_function(version: &Version, name: &str) -> Option<Function> {
    version
        .function(name)
        .or_else(|| version.is_removed(name).then_some(Function::Removed))
}

fn scalar(node: Node<'_>) -> ExprKind {
    match node.scalar() {
        Scalar::Null => ExprKind::Null,
        Scalar::Bool(value) => ExprKind::Bool(value),
        Scalar::Integer(Integer::Small(number)) => ExprKind::Integer(number),
        Scalar::Integer(Integer::Big(digits)) => ExprKind::BigInteger(SmolStr::new(digits)),
        Scalar::Float(number) => ExprKind::Float(number),
        Scalar::Text(text) => ExprKind::Text(SmolStr::new(text)),
        // On the wire both are text (T-011).
        Scalar::Binary(bytes) => ExprKind::Text(String::from_utf8_lossy(&bytes).into()),
        Scalar::Date(text) => ExprKind::Text(SmolStr::new(text)),
    }
}
