//! The walk over the tree: scopes, bounds, and the access by `.`.

use std::rc::Rc;

use smol_str::SmolStr;

use super::call::Arg;
use super::fault::{Stop, YaqlFault};
use super::key::look_up;
use super::syntax::{Node, NodeKind};
use super::value::{DEEPEST_VALUE, Entries, Items, Iter, Memory, Res, V, depth_of, pairs};

/// Items beyond which the engine refuses a list, unless the cloud sets another number (`limit_iterators`).
pub(super) const MOST_ITEMS: usize = 200;
/// Bytes beyond which it refuses a value, unless the cloud sets another number (`memory_quota`).
pub(super) const MOST_MEMORY: usize = 10_000;

/// Units of work of one evaluation; 64 bytes of a result count as one, so that this bounds memory too.
const MOST_WORK: usize = 1 << 20;
/// Calls and pulls within each other.
const DEEPEST: u32 = 300;

/// One evaluation.
pub(super) struct Machine {
    work_left: usize,
    depth: u32,
    /// Sets are gone through backwards. Python's order is arbitrary: what depends on it is not known.
    pub(super) reverses_sets: bool,
    /// A set of several members was gone through.
    pub(super) saw_order_of_set: bool,
}

/// Names and functions that an expression sees.
#[derive(Debug)]
pub(super) struct Scope {
    parent: Option<Rc<Scope>>,
    variables: Vec<(SmolStr, V)>,
    /// What `def` defines: a name and an expression.
    function: Option<(SmolStr, Rc<Node>)>,
    pub(super) depth: u32,
}

impl Scope {
    pub(super) fn new(parent: Option<Rc<Scope>>, variables: Vec<(SmolStr, V)>) -> Res<Rc<Scope>> {
        let above = parent.as_ref().map_or(0, |parent| parent.depth);
        let depth = above.max(depth_of(variables.iter().map(|(_, value)| value))) + 1;
        if depth > DEEPEST_VALUE {
            return Err(Stop::limit("the depth of a yaql value"));
        }
        Ok(Rc::new(Scope {
            parent,
            variables,
            function: None,
            depth,
        }))
    }

    pub(super) fn with_function(parent: &Rc<Scope>, name: SmolStr, body: Rc<Node>) -> Res<Rc<Scope>> {
        if parent.depth >= DEEPEST_VALUE {
            return Err(Stop::limit("the depth of a yaql value"));
        }
        Ok(Rc::new(Scope {
            parent: Some(parent.clone()),
            variables: Vec::new(),
            function: Some((name, body)),
            depth: parent.depth + 1,
        }))
    }

    fn variable(&self, name: &str) -> V {
        let mut scope = Some(self);
        while let Some(here) = scope {
            // Of equal names the last one counts.
            if let Some((_, value)) = here.variables.iter().rev().find(|(known, _)| known == name) {
                return value.clone();
            }
            scope = here.parent.as_deref();
        }
        V::Null
    }

    /// The scope that defines a function of this name.
    pub(super) fn defining(self: &Rc<Scope>, name: &str) -> Option<(Rc<Scope>, Rc<Node>)> {
        let mut scope = Some(self);
        while let Some(here) = scope {
            if let Some((known, body)) = &here.function
                && known == name
            {
                return Some((here.clone(), body.clone()));
            }
            scope = here.parent.as_ref();
        }
        None
    }
}

/// An expression that is evaluated later, and perhaps often.
#[derive(Clone, Debug)]
pub(super) struct Lambda {
    pub(super) node: Rc<Node>,
    pub(super) scope: Rc<Scope>,
}

impl Lambda {
    /// Its value with `$1`, `$2` and so on.
    pub(super) fn call(&self, machine: &mut Machine, arguments: &[V]) -> Res<V> {
        let names = (1..=arguments.len()).map(|number| smol_str::format_smolstr!("{number}"));
        let scope = Scope::new(Some(self.scope.clone()), names.zip(arguments.iter().cloned()).collect())?;
        machine.value(&self.node, &scope)
    }

    /// The truth of its value.
    pub(super) fn holds(&self, machine: &mut Machine, arguments: &[V]) -> Res<bool> {
        self.call(machine, arguments)?.is_truthy()
    }
}

impl Machine {
    pub(super) fn new(reverses_sets: bool) -> Machine {
        Machine {
            work_left: MOST_WORK,
            depth: 0,
            reverses_sets,
            saw_order_of_set: false,
        }
    }

    /// Counts units of work.
    pub(super) fn spend(&mut self, work: usize) -> Res<()> {
        match self.work_left.checked_sub(work) {
            Some(left) => {
                self.work_left = left;
                Ok(())
            }
            None => Err(Stop::limit("the work of a yaql expression")),
        }
    }

    /// Work that one search of a regular expression may take.
    pub(super) fn work_left(&self) -> usize {
        self.work_left
    }

    /// Does something one level deeper.
    pub(super) fn deeper<T>(&mut self, work: impl FnOnce(&mut Machine) -> Res<T>) -> Res<T> {
        if self.depth >= DEEPEST {
            return Err(Stop::limit("the depth of a yaql expression"));
        }
        self.depth += 1;
        let result = work(self);
        self.depth -= 1;
        result
    }

    /// A value within the engine's limit on memory.
    pub(super) fn fitting(&mut self, value: V) -> Res<V> {
        self.fits(value.size())?;
        Ok(value)
    }

    pub(super) fn fits(&mut self, size: usize) -> Res<()> {
        if size > MOST_MEMORY {
            return Err(YaqlFault::TooMuchMemory { most: MOST_MEMORY }.into());
        }
        self.spend(size / 64)
    }

    /// The value of an expression.
    pub(super) fn value(&mut self, node: &Rc<Node>, scope: &Rc<Scope>) -> Res<V> {
        self.spend(1)?;
        match &node.kind {
            NodeKind::Null => Ok(V::Null),
            NodeKind::Bool(value) => Ok(V::Bool(*value)),
            NodeKind::Integer(number) => Ok(V::Int(*number)),
            NodeKind::LargeInteger(number) => Ok(V::Big(number.clone())),
            NodeKind::Float(number) => Ok(V::Float(*number)),
            NodeKind::Text(text) | NodeKind::Word(text) => Ok(V::Str(text.clone())),
            NodeKind::Variable(name) => {
                let value = scope.variable(name);
                self.fitting(value).map_err(|stop| stop.at(node.offset))
            }
            NodeKind::Wrap(inside) => self.deeper(|machine| machine.value(inside, scope)),
            NodeKind::Rule(left, right) => self.deeper(|machine| {
                let left = machine.value(left, scope)?;
                V::rule(left, machine.value(right, scope)?)
            }),
            NodeKind::Missing => Ok(V::NoValue),
            NodeKind::Call(name, arguments) => self
                .deeper(|machine| machine.call(name, None, arguments, scope))
                .map_err(|stop| stop.at(node.offset)),
            NodeKind::Operator(name, arguments) => self
                .deeper(|machine| machine.operator(name, arguments, scope))
                .map_err(|stop| stop.at(node.offset)),
        }
    }

    fn operator(&mut self, name: &'static str, arguments: &[Rc<Node>], scope: &Rc<Scope>) -> Res<V> {
        match (name, arguments) {
            ("#operator_.", [left, right]) => {
                if !matches!(right.kind, NodeKind::Word(_) | NodeKind::Call(..)) {
                    return Err(Stop::no_match(name));
                }
                let left = self.value(left, scope)?;
                self.access(left, right, scope)
            }
            ("#operator_?.", [left, right]) => match self.value(left, scope)? {
                V::Null => Ok(V::Null),
                V::Unknown(unknown) => Err(Stop::Unknown(unknown)),
                left => self.access(left, right, scope),
            },
            _ => self.call(name, None, arguments, scope),
        }
    }

    /// `left.right`.
    fn access(&mut self, left: V, right: &Rc<Node>, scope: &Rc<Scope>) -> Res<V> {
        let left = self.fitting(left)?;
        match &right.kind {
            NodeKind::Call(name, arguments) => self
                .call(name, Some(left), arguments, scope)
                .map_err(|stop| stop.at(right.offset)),
            NodeKind::Word(word) => self.property(left, word).map_err(|stop| stop.at(right.offset)),
            _ => Err(Stop::no_match("#operator_.")),
        }
    }

    /// `value.word`: of a mapping the value of the key, of a list that of each item.
    pub(super) fn property(&mut self, value: V, word: &SmolStr) -> Res<V> {
        let found = match &value {
            V::Map(entries) | V::Dict(entries) => self.entry(entries, &V::Str(word.clone()))?,
            V::Unknown(unknown) => return Err(Stop::Unknown(unknown.clone())),
            _ if is_iterable(&value) => {
                let items = self.limited(value)?;
                let word = word.clone();
                let depth = items.depth();
                let mut cursor = Cursor::over(self, &items)?;
                let next = move |machine: &mut Machine| match cursor.next(machine)? {
                    Some(item) => machine.property(item, &word).map(Some),
                    None => Ok(None),
                };
                V::iter(depth, Box::new(next))?
            }
            _ => {
                // Properties of dates are functions of such names.
                let name = smol_str::format_smolstr!("#property#{word}");
                return self.call_with(&name, vec![value]);
            }
        };
        self.fitting(found)
    }

    /// The value of a key that has to be there.
    pub(super) fn entry(&mut self, entries: &Entries, key: &V) -> Res<V> {
        match look_up(entries, key, self)? {
            Some(value) => Ok(value.clone()),
            None => {
                let key = match key {
                    V::Str(key) => key.clone(),
                    key => super::text::repr(key, self)?.into(),
                };
                Err(YaqlFault::MissingKey { key }.into())
            }
        }
    }

    /// A value that has items, within the engine's limit on their number.
    pub(super) fn limited(&mut self, value: V) -> Res<V> {
        let length = match &value {
            V::Tuple(items) | V::List(items) | V::Set(items) => items.items.len(),
            V::Keys(entries) | V::Pairs(entries) => entries.entries.len(),
            _ => {
                let mut cursor = Cursor::over(self, &value)?;
                let mut count = 0;
                let next = move |machine: &mut Machine| {
                    let item = cursor.next(machine)?;
                    if item.is_some() && count >= MOST_ITEMS {
                        return Err(YaqlFault::TooManyItems { most: MOST_ITEMS }.into());
                    }
                    count += 1;
                    Ok(item)
                };
                return V::iter(value.depth(), Box::new(next));
            }
        };
        if length > MOST_ITEMS {
            return Err(YaqlFault::TooManyItems { most: MOST_ITEMS }.into());
        }
        Ok(value)
    }

    /// All items of a value.
    pub(super) fn items(&mut self, value: &V) -> Res<Vec<V>> {
        let mut cursor = Cursor::over(self, value)?;
        let mut items = Vec::new();
        while let Some(item) = cursor.next(self)? {
            items.push(item);
        }
        Ok(items)
    }

    /// A call by the engine itself, as of the operator by which things are put in order.
    pub(super) fn call_with(&mut self, name: &str, arguments: Vec<V>) -> Res<V> {
        let scope = Scope::new(None, Vec::new())?;
        let arguments = arguments.into_iter().map(Arg::Value).collect();
        self.deeper(|machine| machine.call_of(name, None, arguments, &scope))
    }
}

/// True for what YAQL calls iterable: neither text nor mappings.
pub(super) fn is_iterable(value: &V) -> bool {
    matches!(
        value,
        V::Tuple(_) | V::List(_) | V::Set(_) | V::Keys(_) | V::Values(_) | V::Pairs(_) | V::Iter(_) | V::Ordering(_)
    )
}

/// A place among items.
pub(super) enum Cursor {
    Items(Rc<Items>, usize),
    Backwards(Rc<Items>, usize),
    Keys(Rc<Entries>, usize),
    Values(Rc<Entries>, usize),
    Owned(std::vec::IntoIter<V>),
    Iter(Rc<Iter>),
    Memory(Rc<Memory>, usize),
    Sorted(Rc<super::ordering::Ordering>, usize),
}

impl Cursor {
    /// The start of what YAQL calls iterable.
    pub(super) fn over(machine: &mut Machine, value: &V) -> Res<Cursor> {
        Ok(match value {
            V::Tuple(items) | V::List(items) => Cursor::Items(items.clone(), 0),
            V::Set(items) => {
                machine.saw_order_of_set |= items.items.len() > 1;
                if machine.reverses_sets {
                    Cursor::Backwards(items.clone(), items.items.len())
                } else {
                    Cursor::Items(items.clone(), 0)
                }
            }
            V::Keys(entries) => Cursor::Keys(entries.clone(), 0),
            V::Values(entries) => Cursor::Values(entries.clone(), 0),
            V::Pairs(entries) => Cursor::Owned(pairs(entries)?.into_iter()),
            V::Iter(iter) => match &iter.memory {
                Some(memory) => Cursor::Memory(memory.clone(), 0),
                None => Cursor::Iter(iter.clone()),
            },
            V::Ordering(ordering) => Cursor::Sorted(ordering.clone(), 0),
            V::Unknown(unknown) => return Err(Stop::Unknown(unknown.clone())),
            other => return Err(super::fault::TypeProblem::NotIterable(other.kind_name()).into()),
        })
    }

    /// The start of what Python can go through: the characters of text and the keys of mappings as well.
    pub(super) fn over_any(machine: &mut Machine, value: &V) -> Res<Cursor> {
        match value {
            V::Str(text) => {
                machine.spend(text.len())?;
                let characters: Vec<V> = text.chars().map(|it| V::text(SmolStr::from_iter([it]))).collect();
                Ok(Cursor::Owned(characters.into_iter()))
            }
            V::Map(entries) | V::Dict(entries) => Ok(Cursor::Keys(entries.clone(), 0)),
            other => Cursor::over(machine, other),
        }
    }

    pub(super) fn next(&mut self, machine: &mut Machine) -> Res<Option<V>> {
        machine.spend(1)?;
        let (item, place) = match self {
            Cursor::Items(items, place) => (items.items.get(*place).cloned(), place),
            Cursor::Backwards(items, left) => {
                *left = left.saturating_sub(1);
                let item = items.items.get(*left).cloned();
                if *left == 0 {
                    *self = Cursor::Owned(Vec::new().into_iter());
                }
                return Ok(item);
            }
            Cursor::Keys(entries, place) => (entries.entries.get(*place).map(|(key, _)| key.clone()), place),
            Cursor::Values(entries, place) => (entries.entries.get(*place).map(|(_, value)| value.clone()), place),
            Cursor::Owned(items) => return Ok(items.next()),
            Cursor::Iter(iter) => return iter.pull(machine),
            Cursor::Memory(memory, place) => (memory.item(*place, machine)?, place),
            Cursor::Sorted(ordering, place) => (ordering.item(*place, machine)?, place),
        };
        *place += 1;
        Ok(item)
    }
}
