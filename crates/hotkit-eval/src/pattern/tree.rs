//! A parsed pattern, with the distinctions that Python's own parser makes.

/// Widths are cut off here, as in Python: more than any repetition can say.
const WIDEST: u128 = 1 << 64;

/// One part of a sequence.
#[derive(Debug, Clone)]
pub(super) enum Node {
    /// A code point; `\ud800` is legal and matches nothing that a text can hold.
    Literal(u32),
    NotLiteral(u32),
    Any,
    Set(Set),
    At(Anchor),
    Branch(Vec<Vec<Node>>),
    Group(Group),
    Atomic(Vec<Node>),
    Look(Look),
    Repeat(Repeat),
    GroupReference(usize),
    Conditional(Conditional),
}

#[derive(Debug, Clone)]
pub(super) struct Set {
    pub(super) negated: bool,
    pub(super) items: Vec<SetItem>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum SetItem {
    Literal(u32),
    Range(u32, u32),
    Class(Class),
}

/// `\d`, `\s`, `\w`, and with `negated` `\D`, `\S`, `\W`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Class {
    pub(super) kind: ClassKind,
    pub(super) negated: bool,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum ClassKind {
    Digit,
    Space,
    Word,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Anchor {
    /// `^`
    Start,
    /// `\A`
    TextStart,
    /// `$`
    End,
    /// `\Z`
    TextEnd,
    /// `\b`
    Boundary,
    /// `\B`
    NoBoundary,
}

#[derive(Debug, Clone)]
pub(super) struct Group {
    /// `None` for `(?:...)` and `(?i:...)`.
    pub(super) number: Option<usize>,
    pub(super) add: Flags,
    pub(super) remove: Flags,
    pub(super) body: Vec<Node>,
}

impl Group {
    /// `(?:...)`, which only brackets.
    pub(super) fn only_brackets(&self) -> bool {
        self.number.is_none() && self.add.is_empty() && self.remove.is_empty()
    }
}

#[derive(Debug, Clone)]
pub(super) struct Look {
    pub(super) behind: bool,
    pub(super) negated: bool,
    pub(super) body: Vec<Node>,
    /// Place of the opening parenthesis, in characters.
    pub(super) place: usize,
}

#[derive(Debug, Clone)]
pub(super) struct Repeat {
    pub(super) greed: Greed,
    pub(super) min: u32,
    /// `None` for no limit.
    pub(super) max: Option<u32>,
    pub(super) body: Vec<Node>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Greed {
    Greedy,
    Lazy,
    Possessive,
}

#[derive(Debug, Clone)]
pub(super) struct Conditional {
    pub(super) group: usize,
    pub(super) yes: Vec<Node>,
    pub(super) no: Option<Vec<Node>>,
}

/// A set of Python's flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Flags(u8);

impl Flags {
    pub(super) const NONE: Flags = Flags(0);
    pub(super) const IGNORE_CASE: Flags = Flags(1);
    pub(super) const MULTILINE: Flags = Flags(2);
    pub(super) const DOT_ALL: Flags = Flags(4);
    pub(super) const VERBOSE: Flags = Flags(8);
    pub(super) const ASCII: Flags = Flags(16);
    pub(super) const UNICODE: Flags = Flags(32);
    pub(super) const LOCALE: Flags = Flags(64);
    pub(super) const TEMPLATE: Flags = Flags(128);
    /// Flags of which a pattern has one.
    pub(super) const TYPE: Flags = Flags(16 | 32 | 64);

    pub(super) fn of_letter(letter: char) -> Option<Flags> {
        Some(match letter {
            'i' => Flags::IGNORE_CASE,
            'L' => Flags::LOCALE,
            'm' => Flags::MULTILINE,
            's' => Flags::DOT_ALL,
            'x' => Flags::VERBOSE,
            'a' => Flags::ASCII,
            't' => Flags::TEMPLATE,
            'u' => Flags::UNICODE,
            _ => return None,
        })
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether any flag of `other` is set.
    pub(super) fn has(self, other: Flags) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) fn with(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }

    pub(super) fn without(self, other: Flags) -> Flags {
        Flags(self.0 & !other.0)
    }

    pub(super) fn only(self, other: Flags) -> Flags {
        Flags(self.0 & other.0)
    }

    /// The flags inside `(?add-remove:...)`.
    pub(super) fn scoped(self, add: Flags, remove: Flags) -> Flags {
        let base = if add.has(Flags::TYPE) {
            self.without(Flags::TYPE)
        } else {
            self
        };
        base.with(add).without(remove)
    }
}

/// The least and the greatest number of characters that a part can match, as Python counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Width {
    pub(super) least: u128,
    pub(super) greatest: u128,
}

/// The width of a sequence; `groups` has those of the groups that are complete, by number.
pub(super) fn width(nodes: &[Node], groups: &[Option<Width>]) -> Width {
    let mut total = Width { least: 0, greatest: 0 };
    for node in nodes {
        let part = node_width(node, groups);
        total.least = total.least.saturating_add(part.least);
        total.greatest = total.greatest.saturating_add(part.greatest);
    }
    Width {
        least: total.least.min(WIDEST),
        greatest: total.greatest.min(WIDEST),
    }
}

fn node_width(node: &Node, groups: &[Option<Width>]) -> Width {
    match node {
        Node::Literal(_) | Node::NotLiteral(_) | Node::Any | Node::Set(_) => Width { least: 1, greatest: 1 },
        Node::At(_) | Node::Look(_) => Width { least: 0, greatest: 0 },
        Node::Branch(branches) => {
            let mut result = Width {
                least: WIDEST,
                greatest: 0,
            };
            for branch in branches {
                let part = width(branch, groups);
                result.least = result.least.min(part.least);
                result.greatest = result.greatest.max(part.greatest);
            }
            result
        }
        Node::Group(group) => width(&group.body, groups),
        Node::Atomic(body) => width(body, groups),
        Node::Repeat(repeat) => {
            let part = width(&repeat.body, groups);
            let greatest = match repeat.max {
                None if part.greatest > 0 => WIDEST,
                None => 0,
                Some(max) => part.greatest * u128::from(max),
            };
            Width {
                least: part.least * u128::from(repeat.min),
                greatest,
            }
        }
        Node::GroupReference(group) => groups
            .get(*group)
            .copied()
            .flatten()
            .unwrap_or(Width { least: 0, greatest: 0 }),
        Node::Conditional(conditional) => {
            let yes = width(&conditional.yes, groups);
            match &conditional.no {
                Some(no) => {
                    let no = width(no, groups);
                    Width {
                        least: yes.least.min(no.least),
                        greatest: yes.greatest.max(no.greatest),
                    }
                }
                None => Width {
                    least: 0,
                    greatest: yes.greatest,
                },
            }
        }
    }
}
