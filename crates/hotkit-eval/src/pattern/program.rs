//! A pattern as instructions for the [machine](super::machine).
//!
//! Repetitions are not unrolled, so the program is about as long as the pattern. What changes during a search lies in
//! numbered cells: two for each group, and some for each repetition or lookaround.

use std::collections::BTreeSet;

use super::case::Case;
use super::characters::{Alphabet, Matcher, case_of};
use super::fault::{NotTranslated, PatternFault, Refusal};
use super::parser::Parsed;
use super::tree::{Anchor, Conditional, Flags, Greed, Group, Look, Node, Repeat, Width, width};

/// A compiled pattern; it ends in [`Step::Accept`].
#[derive(Debug, Clone)]
pub(super) struct Program {
    pub(super) steps: Vec<Step>,
    pub(super) cells: usize,
    /// How many groups there are; group `n` has cells `2n - 2` and `2n - 1`.
    pub(super) groups: usize,
}

/// One instruction. Targets are indices of steps.
#[derive(Debug, Clone)]
pub(super) enum Step {
    /// One character.
    One(Matcher),
    /// One kind of character, several times.
    Run {
        matcher: Matcher,
        greed: Greed,
        min: u32,
        max: Option<u32>,
    },
    At {
        anchor: Anchor,
        multiline: bool,
        ascii: bool,
    },
    /// Keeps the place in a cell.
    Mark(usize),
    /// Goes on with the next step, and with `second` if that fails.
    Split {
        second: usize,
    },
    Jump(usize),
    /// Begins a repetition and goes to its [`Step::Loop`].
    LoopStart {
        cells: LoopCells,
        target: usize,
    },
    /// Decides about one more round; the round is the next step.
    Loop {
        cells: LoopCells,
        lazy: bool,
        min: u32,
        max: Option<u32>,
        exit: usize,
    },
    /// Where a lazy repetition goes on if what follows it failed; the round is the step after the [`Step::Loop`].
    LoopMore {
        cells: LoopCells,
        max: Option<u32>,
        body: usize,
    },
    /// Decides about one more round of a possessive repetition; the round is the next step.
    Possess {
        cells: LoopCells,
        height: usize,
        min: u32,
        max: Option<u32>,
        exit: usize,
    },
    /// Ends a round of a possessive repetition.
    PossessEnd {
        height: usize,
        target: usize,
    },
    /// Begins an atomic group; `height` is the cell for the height of the stack.
    Atomic {
        height: usize,
    },
    AtomicEnd {
        height: usize,
    },
    /// Begins a lookaround that must match, `back` characters earlier.
    Look {
        height: usize,
        place: usize,
        back: usize,
    },
    LookEnd {
        height: usize,
        place: usize,
    },
    /// Begins a lookaround that must not match; goes on at `after`.
    LookNot {
        height: usize,
        back: usize,
        after: usize,
    },
    LookNotEnd {
        height: usize,
    },
    GroupReference {
        group: usize,
        case: Case,
    },
    /// Goes on with the next step if the group has matched, else at `no`.
    Condition {
        group: usize,
        no: usize,
    },
    Accept,
}

/// The cells of a repetition.
#[derive(Debug, Clone, Copy)]
pub(super) struct LoopCells {
    /// Rounds begun after the first, so that it starts below zero.
    pub(super) count: usize,
    /// Where the last round began that was not forced by the minimum.
    pub(super) last: usize,
}

pub(super) fn build(parsed: &Parsed) -> Result<Program, Refusal> {
    let groups = parsed.group_widths.len() - 1;
    let mut builder = Builder {
        steps: Vec::new(),
        cells: 2 * groups,
        alphabet: Alphabet::default(),
        group_widths: &parsed.group_widths,
        template: parsed.flags.has(Flags::TEMPLATE),
        possessive: 0,
        possessive_groups: BTreeSet::new(),
        references: BTreeSet::new(),
    };
    builder.sequence(&parsed.nodes, parsed.flags)?;
    if !builder.possessive_groups.is_disjoint(&builder.references) {
        return Err(Refusal::Untranslatable(NotTranslated::PossessiveGroup));
    }
    builder.steps.push(Step::Accept);
    Ok(Program {
        steps: builder.steps,
        cells: builder.cells,
        groups,
    })
}

struct Builder<'p> {
    steps: Vec<Step>,
    cells: usize,
    alphabet: Alphabet,
    group_widths: &'p [Option<Width>],
    /// The flag `t` forbids repetitions.
    template: bool,
    /// How many possessive repetitions are around the part that is being built.
    possessive: usize,
    possessive_groups: BTreeSet<usize>,
    references: BTreeSet<usize>,
}

impl Builder<'_> {
    fn sequence(&mut self, nodes: &[Node], flags: Flags) -> Result<(), Refusal> {
        nodes.iter().try_for_each(|node| self.node(node, flags))
    }

    fn node(&mut self, node: &Node, flags: Flags) -> Result<(), Refusal> {
        if let Some(matcher) = self.alphabet.matcher(node, flags)? {
            self.steps.push(Step::One(matcher));
            return Ok(());
        }
        match node {
            Node::At(anchor) => self.steps.push(Step::At {
                anchor: *anchor,
                multiline: flags.has(Flags::MULTILINE),
                ascii: !flags.has(Flags::UNICODE),
            }),
            Node::Branch(branches) => self.branch(branches, flags)?,
            Node::Group(group) => self.group(group, flags)?,
            Node::Atomic(body) => {
                let height = self.cell();
                self.steps.push(Step::Atomic { height });
                self.sequence(body, flags)?;
                self.steps.push(Step::AtomicEnd { height });
            }
            Node::Look(look) => self.look(look, flags)?,
            Node::Repeat(repeat) => self.repeat(repeat, flags)?,
            Node::GroupReference(group) => {
                self.references.insert(*group);
                self.steps.push(Step::GroupReference {
                    group: *group,
                    case: case_of(flags),
                });
            }
            Node::Conditional(conditional) => self.conditional(conditional, flags)?,
            Node::Literal(_) | Node::NotLiteral(_) | Node::Any | Node::Set(_) => {}
        }
        Ok(())
    }

    fn branch(&mut self, branches: &[Vec<Node>], flags: Flags) -> Result<(), Refusal> {
        let mut jumps = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            if index + 1 == branches.len() {
                self.sequence(branch, flags)?;
                break;
            }
            let split = self.placeholder();
            self.sequence(branch, flags)?;
            jumps.push(self.placeholder());
            self.steps[split] = Step::Split {
                second: self.steps.len(),
            };
        }
        let end = self.steps.len();
        for jump in jumps {
            self.steps[jump] = Step::Jump(end);
        }
        Ok(())
    }

    fn group(&mut self, group: &Group, flags: Flags) -> Result<(), Refusal> {
        let flags = flags.scoped(group.add, group.remove);
        let Some(number) = group.number else {
            return self.sequence(&group.body, flags);
        };
        if self.possessive > 0 {
            self.possessive_groups.insert(number);
        }
        self.steps.push(Step::Mark(2 * number - 2));
        self.sequence(&group.body, flags)?;
        self.steps.push(Step::Mark(2 * number - 1));
        Ok(())
    }

    fn look(&mut self, look: &Look, flags: Flags) -> Result<(), Refusal> {
        let back = if look.behind { self.lookbehind_width(look)? } else { 0 };
        let height = self.cell();
        if look.negated {
            let start = self.placeholder();
            self.sequence(&look.body, flags)?;
            self.steps.push(Step::LookNotEnd { height });
            self.steps[start] = Step::LookNot {
                height,
                back,
                after: self.steps.len(),
            };
        } else {
            let place = self.cell();
            self.steps.push(Step::Look { height, place, back });
            self.sequence(&look.body, flags)?;
            self.steps.push(Step::LookEnd { height, place });
        }
        Ok(())
    }

    fn lookbehind_width(&self, look: &Look) -> Result<usize, Refusal> {
        let Width { least, greatest } = width(&look.body, self.group_widths);
        let fault = if least > u128::from(u32::MAX) {
            PatternFault::LookbehindTooWide
        } else if least != greatest {
            PatternFault::VariableLookbehind
        } else {
            return Ok(usize::try_from(least).expect("no wider than 32 bits"));
        };
        Err(Refusal::Invalid {
            character: look.place,
            fault,
        })
    }

    fn repeat(&mut self, repeat: &Repeat, flags: Flags) -> Result<(), Refusal> {
        let Repeat {
            greed,
            min,
            max,
            ref body,
        } = *repeat;
        if self.template {
            return Err(Refusal::Invalid {
                character: 0,
                fault: PatternFault::TemplateFlag,
            });
        }
        if let Some(matcher) = self.single(body, flags)? {
            self.steps.push(Step::Run {
                matcher,
                greed,
                min,
                max,
            });
            return Ok(());
        }
        let cells = LoopCells {
            count: self.cell(),
            last: self.cell(),
        };
        let start = self.placeholder();
        let decide = self.placeholder();
        let possessive = usize::from(greed == Greed::Possessive);
        self.possessive += possessive;
        self.sequence(body, flags)?;
        self.possessive -= possessive;
        self.steps[start] = Step::LoopStart { cells, target: decide };
        if greed == Greed::Possessive {
            let height = self.cell();
            self.steps.push(Step::PossessEnd { height, target: decide });
            self.steps[decide] = Step::Possess {
                cells,
                height,
                min,
                max,
                exit: self.steps.len(),
            };
            return Ok(());
        }
        self.steps.push(Step::Jump(decide));
        let lazy = greed == Greed::Lazy;
        if lazy {
            self.steps.push(Step::LoopMore {
                cells,
                max,
                body: decide + 1,
            });
        }
        self.steps[decide] = Step::Loop {
            cells,
            lazy,
            min,
            max,
            exit: self.steps.len(),
        };
        Ok(())
    }

    /// The test for a repeated part that is a single character, however it is bracketed.
    fn single(&mut self, body: &[Node], flags: Flags) -> Result<Option<Matcher>, Refusal> {
        match body {
            [Node::Group(group)] if group.number.is_none() => {
                self.single(&group.body, flags.scoped(group.add, group.remove))
            }
            [node] => self.alphabet.matcher(node, flags),
            _ => Ok(None),
        }
    }

    fn conditional(&mut self, conditional: &Conditional, flags: Flags) -> Result<(), Refusal> {
        self.references.insert(conditional.group);
        let condition = self.placeholder();
        self.sequence(&conditional.yes, flags)?;
        let mut no = self.steps.len();
        if let Some(otherwise) = &conditional.no {
            let jump = self.placeholder();
            no = self.steps.len();
            self.sequence(otherwise, flags)?;
            self.steps[jump] = Step::Jump(self.steps.len());
        }
        self.steps[condition] = Step::Condition {
            group: conditional.group,
            no,
        };
        Ok(())
    }

    fn cell(&mut self) -> usize {
        self.cells += 1;
        self.cells - 1
    }

    /// A step that is written when its target is known.
    fn placeholder(&mut self) -> usize {
        self.steps.push(Step::Accept);
        self.steps.len() - 1
    }
}
