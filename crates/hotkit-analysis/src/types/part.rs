//! A set of properties with the places where they are written: those of a resource, or of an entry inside one of them.

use hotkit_eval::{Value, evaluate};
use hotkit_model::{Entry, Expr, ExprKind, Path};
use hotkit_schema::{Function, Property, ValueType, find_property};
use hotkit_text::TextRange;
use smol_str::SmolStr;

use crate::condition::{self, Holds};
use crate::constraint::number;
use crate::input::short_text;
use crate::seen::Seen;
use crate::stack::StackContext;

/// Properties as Heat sees them, and where they stand.
pub(super) struct Part<'p> {
    pub(super) ctx: &'p StackContext<'p>,
    values: Values<'p>,
    /// What they may be; empty where anything goes.
    schema: &'static [Property],
    /// The text that they come from, where it can be told.
    written: Option<&'p [Entry]>,
    /// What is shown where nothing smaller can be told.
    range: TextRange,
    path: Path,
    /// The property that has these as its entry; `None` for a resource's own.
    pub(super) within: Option<SmolStr>,
}

#[derive(Clone, Copy)]
enum Values<'p> {
    Resource(&'p Seen<'p>),
    Entry(&'p [(SmolStr, Value)]),
}

/// Something that can be pointed at.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    pub(super) range: TextRange,
    pub(super) path: Path,
}

/// The entries of a list.
pub(super) struct Entries<'p> {
    /// Those that are known.
    pub(super) parts: Vec<Part<'p>>,
    /// True where these are all.
    pub(super) complete: bool,
}

impl<'p> Part<'p> {
    /// The properties of a resource; `range` is its name, `path` its path with that of the properties.
    pub(super) fn of_resource(
        ctx: &'p StackContext<'p>,
        seen: &'p Seen<'p>,
        schema: &'static [Property],
        written: &'p [Entry],
        range: TextRange,
        path: Path,
    ) -> Part<'p> {
        Part {
            ctx,
            values: Values::Resource(seen),
            schema,
            written: Some(written),
            range,
            path,
            within: None,
        }
    }

    /// The value of a property, null where it has none; `None` where it is not known, or where Heat fails to read it.
    pub(super) fn value(&self, name: &str) -> Option<&'p Value> {
        self.raw(name).filter(|it| !matches!(it, Value::Unknown(_)))
    }

    /// Whether it is there: Python's `is not None`. Null in a property of any type but "any" is that type's empty value.
    pub(super) fn given(&self, name: &str) -> Holds {
        match self.raw(name) {
            None => Holds::Unknown,
            Some(Value::Null | Value::Omitted) => Holds::No,
            Some(Value::Unknown(unknown)) => {
                let open = find_property(self.schema, name).is_none_or(|it| it.value_type == ValueType::Any);
                if unknown.may_vanish() || open {
                    Holds::Unknown
                } else {
                    Holds::Yes
                }
            }
            Some(_) => Holds::Yes,
        }
    }

    /// Whether it is written, and not taken away by a two-argument `if`; a default does not count.
    pub(super) fn kept(&self, name: &str) -> Holds {
        let Some(entry) = self.written.and_then(|it| it.iter().find(|it| it.key.text == name)) else {
            return Holds::No;
        };
        match evaluate(&entry.value, &self.ctx.scope) {
            Ok(Value::Omitted) => Holds::No,
            Ok(Value::Unknown(unknown)) if unknown.may_vanish() => Holds::Unknown,
            Ok(_) => Holds::Yes,
            Err(_) => Holds::Unknown,
        }
    }

    /// Whether Python takes it for true.
    pub(super) fn truthy(&self, name: &str) -> Holds {
        match self.raw(name).and_then(Value::is_truthy) {
            None => Holds::Unknown,
            Some(true) => Holds::Yes,
            Some(false) => Holds::No,
        }
    }

    /// Whether it is this text.
    pub(super) fn is(&self, name: &str, text: &str) -> Holds {
        match self.value(name) {
            None => Holds::Unknown,
            Some(Value::Text(value)) if value == text => Holds::Yes,
            Some(_) => Holds::No,
        }
    }

    /// Whether it is one of these texts.
    pub(super) fn is_any(&self, name: &str, texts: &[&str]) -> Holds {
        texts
            .iter()
            .fold(Holds::No, |holds, text| holds.or(self.is(name, text)))
    }

    /// The text, where it is a known one.
    pub(super) fn text(&self, name: &str) -> Option<&'p SmolStr> {
        self.value(name)?.as_text()
    }

    /// The number, where it is a known one.
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        number(self.value(name)?)
    }

    /// The value as short text for a message.
    pub(super) fn shown(&self, name: &str) -> SmolStr {
        self.raw(name).map(short_text).unwrap_or_default()
    }

    /// What they may be.
    pub(super) fn schema(&self) -> &'static [Property] {
        self.schema
    }

    /// The names of all that there may be.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.schema.iter().map(|it| it.name)
    }

    /// The keys of a mapping that takes any.
    pub(super) fn keys(&self, name: &str) -> impl Iterator<Item = &'p SmolStr> + use<'p> {
        let entries = self.value(name).and_then(Value::as_map).unwrap_or_default();
        entries.iter().map(|(key, _)| key)
    }

    /// The properties inside a mapping; `None` where there is none, or none that is known.
    pub(super) fn inner(&self, name: &str) -> Option<Part<'p>> {
        let entries = self.value(name)?.as_map()?;
        let expr = self.expr(name);
        Some(Part {
            ctx: self.ctx,
            values: Values::Entry(entries),
            schema: find_property(self.schema, name)
                .and_then(|it| it.properties)
                .unwrap_or(&[]),
            written: expr.and_then(Expr::as_map),
            range: self.value_at(name).range,
            path: self.path.join(name),
            within: Some(name.into()),
        })
    }

    /// The entries of a list of mappings.
    pub(super) fn entries(&self, name: &str) -> Entries<'p> {
        let Some(value) = self.value(name) else {
            return Entries {
                parts: Vec::new(),
                complete: false,
            };
        };
        let items = value.as_list().unwrap_or_default();
        let schema = find_property(self.schema, name)
            .and_then(Property::members)
            .unwrap_or(&[]);
        let parts: Vec<Part<'p>> = items
            .iter()
            .enumerate()
            .filter_map(|(index, item)| {
                let entries = item.as_map()?;
                let expr = self.item_expr(name, items.len(), index);
                let mut path = self.path.join(name);
                path.push_index(index);
                Some(Part {
                    ctx: self.ctx,
                    values: Values::Entry(entries),
                    schema,
                    written: expr.and_then(Expr::as_map),
                    range: expr.map_or_else(|| self.value_at(name).range, |it| it.range),
                    path,
                    within: Some(name.into()),
                })
            })
            .collect();
        Entries {
            complete: parts.len() == items.len(),
            parts,
        }
    }

    /// The whole of it.
    pub(super) fn whole(&self) -> Spot {
        Spot {
            range: self.range,
            path: self.path.clone(),
        }
    }

    /// The key of a property; the whole where it is not written.
    pub(super) fn key_at(&self, name: &str) -> Spot {
        Spot {
            range: self.entry(name).map_or(self.range, |it| it.key.range),
            path: self.path.join(name),
        }
    }

    /// The value of a property; the whole where it is not written.
    pub(super) fn value_at(&self, name: &str) -> Spot {
        Spot {
            range: self.expr(name).map_or(self.range, |it| it.range),
            path: self.path.join(name),
        }
    }

    /// An item of a list of plain values.
    pub(super) fn item_at(&self, name: &str, index: usize) -> Spot {
        let length = self.value(name).and_then(Value::as_list).map_or(0, <[Value]>::len);
        let mut spot = self.value_at(name);
        if let Some(expr) = self.item_expr(name, length, index) {
            spot.range = expr.range;
        }
        spot.path.push_index(index);
        spot
    }

    /// A key of a mapping that takes any.
    pub(super) fn inner_key_at(&self, name: &str, key: &str) -> Spot {
        let entries = self.expr(name).and_then(Expr::as_map).unwrap_or_default();
        let mut spot = self.value_at(name);
        if let Some(entry) = entries.iter().find(|it| it.key.text == key) {
            spot.range = entry.key.range;
        }
        spot.path.push(key);
        spot
    }

    /// True where the property, or an older spelling of it, is written down.
    pub(super) fn is_written(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    fn raw(&self, name: &str) -> Option<&'p Value> {
        match self.values {
            Values::Resource(seen) => seen.get(name),
            Values::Entry(entries) => Some(
                entries
                    .iter()
                    .find(|(key, _)| key == name)
                    .map_or(&Value::Null, |(_, value)| value),
            ),
        }
    }

    /// Where it is written; an older spelling counts (PR-018).
    fn entry(&self, name: &str) -> Option<&'p Entry> {
        let entries = self.written?;
        let older = find_property(self.schema, name).map_or(&[][..], |it| it.satisfied_by);
        let names = [name].into_iter().chain(older.iter().copied());
        names
            .filter_map(|name| entries.iter().find(|it| it.key.text == name))
            .next()
    }

    fn expr(&self, name: &str) -> Option<&'p Expr> {
        self.entry(name).map(|it| taken(self.ctx, &it.value))
    }

    /// The text of an item; `None` where positions in the text and in the value may differ.
    fn item_expr(&self, name: &str, length: usize, index: usize) -> Option<&'p Expr> {
        let items = self.expr(name)?.as_list().filter(|it| it.len() == length)?;
        items.get(index).map(|it| taken(self.ctx, it))
    }
}

/// The branch that an `if` takes, where that is known.
pub(super) fn taken<'e>(ctx: &StackContext<'_>, expr: &'e Expr) -> &'e Expr {
    let mut expr = expr;
    while let ExprKind::Call(call) = &expr.kind {
        if !matches!(call.function, Function::If | Function::IfNullable) {
            break;
        }
        let Some([condition, branches @ ..]) = call.argument.as_list() else {
            break;
        };
        let branch = match condition::holds(ctx, condition) {
            Holds::Yes => branches.first(),
            Holds::No => branches.get(1),
            Holds::Unknown => None,
        };
        match branch {
            Some(branch) => expr = branch,
            None => break,
        }
    }
    expr
}
