//! The search: Python's order of trying, with a stack on the heap and a limit on steps and memory.
//!
//! The stack holds what to try next, and between that the old contents of cells. Going back takes entries off
//! it: cells get their contents back until there is something to try.

use std::ops::Range;

use super::case::Case;
use super::characters::{Matcher, is_word_character};
use super::program::{LoopCells, Program, Step};
use super::tree::{Anchor, Greed};

/// Steps of one search, where a character looked at counts as one, too.
const MOST_STEPS: u64 = 1_000_000;
/// Entries of the stack.
const HIGHEST_STACK: usize = 1 << 20;
/// A cell that has not been written; as a count of rounds, one below zero.
const UNSET: u32 = u32::MAX;

/// A match from the start of the text; places are counted in characters.
#[derive(Debug)]
pub(super) struct Match {
    pub(super) end: usize,
    /// Group 1 comes first.
    pub(super) groups: Vec<Option<Range<usize>>>,
}

/// The search has used up what it may use.
#[derive(Debug)]
pub(super) struct GivenUp;

pub(super) fn run(program: &Program, text: &[char]) -> Result<Option<Match>, GivenUp> {
    let from = Start {
        place: 0,
        must_advance: false,
    };
    run_from(program, text, from, &mut 0)
}

/// Where a match has to begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Start {
    pub(super) place: usize,
    /// It may not be empty.
    pub(super) must_advance: bool,
}

/// A match that begins at a certain place; `steps` counts on over several searches.
pub(super) fn run_from(
    program: &Program,
    text: &[char],
    start: Start,
    steps: &mut u64,
) -> Result<Option<Match>, GivenUp> {
    if text.len() >= UNSET as usize {
        return Err(GivenUp);
    }
    let mut machine = Machine {
        program,
        text,
        empty_end: start.must_advance.then_some(start.place),
        place: start.place,
        next: 0,
        cells: vec![UNSET; program.cells],
        stack: Vec::new(),
        steps: *steps,
    };
    let found = machine.search();
    *steps = machine.steps;
    let found = found?;
    Ok(found.then(|| Match {
        end: machine.place,
        groups: (1..=program.groups).map(|group| machine.group(group)).collect(),
    }))
}

struct Machine<'m> {
    program: &'m Program,
    text: &'m [char],
    /// A match that ends here does not count.
    empty_end: Option<usize>,
    place: usize,
    next: usize,
    cells: Vec<u32>,
    stack: Vec<Entry>,
    steps: u64,
}

/// What lies on the stack. Everything fits into 32 bits because the text does.
enum Entry {
    /// Try this step at this place.
    Try { step: u32, place: u32 },
    /// Give back a character of a greedy run.
    Shorten { step: u32, place: u32, shortest: u32 },
    /// Take one more character of a lazy run.
    Lengthen { step: u32, place: u32, count: u32 },
    /// Restore a cell.
    Restore { cell: u32, value: u32 },
}

/// Whether the path goes on.
type Alive = Result<bool, GivenUp>;

impl Machine<'_> {
    fn search(&mut self) -> Alive {
        let program = self.program;
        loop {
            self.spend(1)?;
            let step = &program.steps[self.next];
            if matches!(step, Step::Accept) {
                if self.empty_end != Some(self.place) {
                    return Ok(true);
                }
                if !self.go_back()? {
                    return Ok(false);
                }
                continue;
            }
            self.next += 1;
            if !self.step(step)? && !self.go_back()? {
                return Ok(false);
            }
        }
    }

    fn step(&mut self, step: &Step) -> Alive {
        match step {
            Step::One(matcher) => {
                let matched = self
                    .text
                    .get(self.place)
                    .is_some_and(|&character| matcher.matches(character));
                self.place += usize::from(matched);
                return Ok(matched);
            }
            Step::Run {
                matcher,
                greed,
                min,
                max,
            } => return self.run_of(matcher, *greed, *min, *max),
            Step::At {
                anchor,
                multiline,
                ascii,
            } => return Ok(self.is_at(*anchor, *multiline, *ascii)),
            Step::Mark(cell) => self.set(*cell, narrow(self.place))?,
            Step::Split { second } => self.push_try(*second)?,
            Step::Jump(target) => self.next = *target,
            Step::LoopStart { cells, target } => {
                self.set(cells.count, UNSET)?;
                self.set(cells.last, UNSET)?;
                self.next = *target;
            }
            Step::Loop {
                cells,
                lazy,
                min,
                max,
                exit,
            } => return self.loop_round(*cells, *lazy, *min, *max, *exit),
            Step::LoopMore { cells, max, body } => return self.lazy_round(*cells, *max, *body),
            Step::Possess {
                cells,
                height,
                min,
                max,
                exit,
            } => {
                self.possessive_round(*cells, *height, *min, *max, *exit)?;
            }
            Step::PossessEnd { height, target } => {
                self.commit(*height)?;
                self.next = *target;
            }
            Step::Atomic { height } => self.set_height(*height)?,
            Step::AtomicEnd { height } => self.commit(*height)?,
            Step::Look { height, place, back } => {
                self.set_height(*height)?;
                self.set(*place, narrow(self.place))?;
                return Ok(self.step_back(*back));
            }
            Step::LookEnd { height, place } => {
                self.commit(*height)?;
                self.place = self.cells[*place] as usize;
            }
            Step::LookNot { height, back, after } => {
                if self.place < *back {
                    self.next = *after;
                    return Ok(true);
                }
                self.set_height(*height)?;
                self.push_try(*after)?;
                return Ok(self.step_back(*back));
            }
            Step::LookNotEnd { height } => {
                self.undo_to(self.cells[*height] as usize);
                return Ok(false);
            }
            Step::GroupReference { group, case } => return self.repeats_group(*group, *case),
            Step::Condition { group, no } => {
                if self.group(*group).is_none() {
                    self.next = *no;
                }
            }
            Step::Accept => {}
        }
        Ok(true)
    }

    /// Takes entries off the stack until there is something to try.
    fn go_back(&mut self) -> Alive {
        while let Some(entry) = self.stack.pop() {
            self.spend(1)?;
            match entry {
                Entry::Restore { cell, value } => self.cells[cell as usize] = value,
                Entry::Try { step, place } => {
                    self.next = step as usize;
                    self.place = place as usize;
                    return Ok(true);
                }
                Entry::Shorten { step, place, shortest } => {
                    if place > shortest + 1 {
                        self.push(Entry::Shorten {
                            step,
                            place: place - 1,
                            shortest,
                        })?;
                    }
                    self.next = step as usize;
                    self.place = (place - 1) as usize;
                    return Ok(true);
                }
                Entry::Lengthen { step, place, count } => {
                    if self.lengthen(step, place, count)? {
                        return Ok(true);
                    }
                }
            }
        }
        Ok(false)
    }

    fn run_of(&mut self, matcher: &Matcher, greed: Greed, min: u32, max: Option<u32>) -> Alive {
        let rest = &self.text[self.place..];
        let most = if greed == Greed::Lazy { Some(min) } else { max };
        let most = most.map_or(rest.len(), |most| rest.len().min(most as usize));
        let count = rest[..most]
            .iter()
            .take_while(|&&character| matcher.matches(character))
            .count();
        self.spend(count as u64)?;
        if count < min as usize {
            return Ok(false);
        }
        let start = self.place;
        self.place += count;
        let step = narrow(self.next);
        match greed {
            Greed::Greedy if count > min as usize => {
                let shortest = narrow(start + min as usize);
                self.push(Entry::Shorten {
                    step,
                    place: narrow(self.place),
                    shortest,
                })?;
            }
            Greed::Lazy if max.is_none_or(|max| min < max) => {
                self.push(Entry::Lengthen {
                    step,
                    place: narrow(self.place),
                    count: min,
                })?;
            }
            _ => {}
        }
        Ok(true)
    }

    fn lengthen(&mut self, step: u32, place: u32, count: u32) -> Alive {
        let Step::Run { matcher, max, .. } = &self.program.steps[step as usize - 1] else {
            return Ok(false);
        };
        if !self
            .text
            .get(place as usize)
            .is_some_and(|&character| matcher.matches(character))
        {
            return Ok(false);
        }
        let (place, count) = (place + 1, count + 1);
        if max.is_none_or(|max| count < max) {
            self.push(Entry::Lengthen { step, place, count })?;
        }
        self.next = step as usize;
        self.place = place as usize;
        Ok(true)
    }

    fn is_at(&self, anchor: Anchor, multiline: bool, ascii: bool) -> bool {
        let before = self.place.checked_sub(1).map(|place| self.text[place]);
        let after = self.text.get(self.place).copied();
        match anchor {
            Anchor::Start if multiline => before.is_none_or(|character| character == '\n'),
            Anchor::Start | Anchor::TextStart => before.is_none(),
            Anchor::End if multiline => after.is_none_or(|character| character == '\n'),
            Anchor::End => after.is_none() || (after == Some('\n') && self.place + 1 == self.text.len()),
            Anchor::TextEnd => after.is_none(),
            // In an empty text there is neither a boundary nor none.
            Anchor::Boundary | Anchor::NoBoundary if self.text.is_empty() => false,
            Anchor::Boundary | Anchor::NoBoundary => {
                let is_word = |character: Option<char>| character.is_some_and(|it| is_word_character(it, ascii));
                (is_word(before) != is_word(after)) == matches!(anchor, Anchor::Boundary)
            }
        }
    }

    /// A round beyond the minimum that begins where the last one did is not tried: it would be empty for ever.
    fn loop_round(&mut self, cells: LoopCells, lazy: bool, min: u32, max: Option<u32>, exit: usize) -> Alive {
        let count = self.cells[cells.count].wrapping_add(1);
        if count < min {
            self.set(cells.count, count)?;
        } else if lazy {
            // The step before the exit goes on with the next round.
            self.push_try(exit - 1)?;
            self.next = exit;
        } else if self.may_repeat(cells, count, max) {
            self.push_try(exit)?;
            self.begin_round(cells, count)?;
        } else {
            self.next = exit;
        }
        Ok(true)
    }

    fn lazy_round(&mut self, cells: LoopCells, max: Option<u32>, body: usize) -> Alive {
        let count = self.cells[cells.count].wrapping_add(1);
        if !self.may_repeat(cells, count, max) {
            return Ok(false);
        }
        self.begin_round(cells, count)?;
        self.next = body;
        Ok(true)
    }

    fn possessive_round(
        &mut self,
        cells: LoopCells,
        height: usize,
        min: u32,
        max: Option<u32>,
        exit: usize,
    ) -> Result<(), GivenUp> {
        let count = self.cells[cells.count].wrapping_add(1);
        if count < min {
            self.set_height(height)?;
            self.set(cells.count, count)
        } else if self.may_repeat(cells, count, max) {
            self.set_height(height)?;
            self.push_try(exit)?;
            self.begin_round(cells, count)
        } else {
            self.next = exit;
            Ok(())
        }
    }

    fn may_repeat(&self, cells: LoopCells, count: u32, max: Option<u32>) -> bool {
        max.is_none_or(|max| count < max) && self.cells[cells.last] != narrow(self.place)
    }

    fn begin_round(&mut self, cells: LoopCells, count: u32) -> Result<(), GivenUp> {
        self.set(cells.count, count)?;
        self.set(cells.last, narrow(self.place))
    }

    fn repeats_group(&mut self, group: usize, case: Case) -> Alive {
        let Some(range) = self.group(group) else {
            return Ok(false);
        };
        self.spend(range.len() as u64)?;
        let Some(here) = self.text.get(self.place..self.place + range.len()) else {
            return Ok(false);
        };
        let length = range.len();
        let lower = |character: &char| case.lower(u32::from(*character));
        let same = self.text[range].iter().map(lower).eq(here.iter().map(lower));
        self.place += if same { length } else { 0 };
        Ok(same)
    }

    /// What a group has matched; a group that has begun anew and not ended is none.
    fn group(&self, group: usize) -> Option<Range<usize>> {
        let start = self.cells[2 * group - 2];
        let end = self.cells[2 * group - 1];
        (start != UNSET && end != UNSET && start <= end).then_some(start as usize..end as usize)
    }

    fn step_back(&mut self, back: usize) -> bool {
        let enough = back <= self.place;
        self.place -= if enough { back } else { 0 };
        enough
    }

    fn set_height(&mut self, cell: usize) -> Result<(), GivenUp> {
        let height = narrow(self.stack.len());
        self.set(cell, height)
    }

    /// Drops what could still be tried above the height in `cell`; contents of cells stay restorable.
    fn commit(&mut self, cell: usize) -> Result<(), GivenUp> {
        let height = self.cells[cell] as usize;
        self.spend((self.stack.len() - height) as u64)?;
        let mut kept = height;
        for index in height..self.stack.len() {
            if matches!(self.stack[index], Entry::Restore { .. }) {
                self.stack.swap(kept, index);
                kept += 1;
            }
        }
        self.stack.truncate(kept);
        Ok(())
    }

    /// Drops everything above a height and restores the cells.
    fn undo_to(&mut self, height: usize) {
        while self.stack.len() > height {
            if let Some(Entry::Restore { cell, value }) = self.stack.pop() {
                self.cells[cell as usize] = value;
            }
        }
    }

    fn set(&mut self, cell: usize, value: u32) -> Result<(), GivenUp> {
        let old = std::mem::replace(&mut self.cells[cell], value);
        if old != value {
            self.push(Entry::Restore {
                cell: narrow(cell),
                value: old,
            })?;
        }
        Ok(())
    }

    fn push_try(&mut self, step: usize) -> Result<(), GivenUp> {
        self.push(Entry::Try {
            step: narrow(step),
            place: narrow(self.place),
        })
    }

    fn push(&mut self, entry: Entry) -> Result<(), GivenUp> {
        if self.stack.len() >= HIGHEST_STACK {
            return Err(GivenUp);
        }
        self.stack.push(entry);
        Ok(())
    }

    fn spend(&mut self, steps: u64) -> Result<(), GivenUp> {
        self.steps += steps;
        if self.steps > MOST_STEPS { Err(GivenUp) } else { Ok(()) }
    }
}

/// Places, steps and cells are all far below 32 bits: the text and the pattern are limited.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).expect("texts, patterns and the stack are limited to fewer than 32 bits")
}
