//! Everything that begins with a parenthesis.

use super::{Parser, number_of};
use crate::pattern::fault::{NotTranslated, PatternFault, Refusal};
use crate::pattern::tokens::Token;
use crate::pattern::tree::{Conditional, Flags, Group, Look, Node, width};
use crate::pattern::unicode::is_space;

/// Python has no more groups than this.
const MOST_GROUPS: u64 = (i32::MAX / 2) as u64;

/// What `(?...` opens.
enum Opening {
    Group {
        number: Option<usize>,
        add: Flags,
        remove: Flags,
    },
    Atomic,
}

const BRACKETS: Opening = Opening::Group {
    number: None,
    add: Flags::NONE,
    remove: Flags::NONE,
};

impl Parser {
    /// A group, of which the parenthesis has been read; `None` where it stands for nothing (a comment, global flags).
    ///
    /// `first`: nothing that matches comes before it. Global flags may change `verbose`.
    pub(super) fn group(&mut self, verbose: &mut bool, nested: usize, first: bool) -> Result<Option<Node>, Refusal> {
        let start = self.tokens.place() - 1;
        if !self.tokens.accept('?')? {
            let opening = Opening::Group {
                number: Some(self.open_group()),
                add: Flags::NONE,
                remove: Flags::NONE,
            };
            return self.group_body(opening, start, *verbose, nested).map(Some);
        }
        let Some(sign) = self.tokens.take()? else {
            return Err(self.tokens.refuse(PatternFault::EndInGroupStart, 0));
        };
        let opening = match sign {
            Token::Character('P') => match self.python_extension()? {
                Extension::Reference(node) => return Ok(Some(node)),
                Extension::Group(number) => Opening::Group {
                    number: Some(number),
                    add: Flags::NONE,
                    remove: Flags::NONE,
                },
            },
            Token::Character(':') => BRACKETS,
            Token::Character('#') => {
                self.comment(start)?;
                return Ok(None);
            }
            Token::Character(sign @ ('=' | '!' | '<')) => return self.look(sign, start, *verbose, nested).map(Some),
            Token::Character('(') => return self.conditional(start, *verbose, nested).map(Some),
            Token::Character('>') => Opening::Atomic,
            Token::Character(letter) if letter == '-' || Flags::of_letter(letter).is_some() => {
                match self.flags(letter)? {
                    Some((add, remove)) => Opening::Group {
                        number: None,
                        add,
                        remove,
                    },
                    None if first => {
                        *verbose = self.flags.has(Flags::VERBOSE);
                        return Ok(None);
                    }
                    None => {
                        let fault = PatternFault::GlobalFlagsNotAtStart;
                        return Err(Refusal::Invalid {
                            character: start,
                            fault,
                        });
                    }
                }
            }
            other => {
                let fault = PatternFault::UnknownExtension(format!("?{}", other.text()));
                return Err(self.tokens.refuse(fault, other.length() + 1));
            }
        };
        self.group_body(opening, start, *verbose, nested).map(Some)
    }

    fn open_group(&mut self) -> usize {
        self.group_widths.push(None);
        self.group_widths.len() - 1
    }

    fn group_body(&mut self, opening: Opening, start: usize, verbose: bool, nested: usize) -> Result<Node, Refusal> {
        let Opening::Group { number, add, remove } = opening else {
            let body = self.alternation(verbose, nested)?;
            self.close(start)?;
            return Ok(Node::Atomic(body));
        };
        let verbose = (verbose || add.has(Flags::VERBOSE)) && !remove.has(Flags::VERBOSE);
        let body = self.alternation(verbose, nested)?;
        self.close(start)?;
        if let Some(number) = number {
            self.group_widths[number] = Some(width(&body, &self.group_widths));
        }
        Ok(Node::Group(Group {
            number,
            add,
            remove,
            body,
        }))
    }

    fn close(&mut self, start: usize) -> Result<(), Refusal> {
        if self.tokens.accept(')')? {
            return Ok(());
        }
        Err(Refusal::Invalid {
            character: start,
            fault: PatternFault::UnterminatedGroup,
        })
    }

    fn comment(&mut self, start: usize) -> Result<(), Refusal> {
        while let Some(token) = self.tokens.take()? {
            if token == Token::Character(')') {
                return Ok(());
            }
        }
        Err(Refusal::Invalid {
            character: start,
            fault: PatternFault::UnterminatedComment,
        })
    }

    fn look(&mut self, sign: char, start: usize, verbose: bool, nested: usize) -> Result<Node, Refusal> {
        let behind = sign == '<';
        let mut sign = Token::Character(sign);
        let outer = self.lookbehind_groups;
        if behind {
            sign = match self.tokens.take()? {
                None => return Err(self.tokens.refuse(PatternFault::EndInGroupStart, 0)),
                Some(sign @ Token::Character('=' | '!')) => sign,
                Some(other) => {
                    let fault = PatternFault::UnknownExtension(format!("?<{}", other.text()));
                    return Err(self.tokens.refuse(fault, other.length() + 2));
                }
            };
            self.lookbehind_groups = outer.or(Some(self.group_widths.len()));
        }
        let body = self.alternation(verbose, nested)?;
        self.lookbehind_groups = outer;
        self.close(start)?;
        Ok(Node::Look(Look {
            behind,
            negated: sign == Token::Character('!'),
            body,
            place: start,
        }))
    }

    fn conditional(&mut self, start: usize, verbose: bool, nested: usize) -> Result<Node, Refusal> {
        let name = self.tokens.take_name(')')?;
        let group = self.condition(&name)?;
        self.check_lookbehind_reference(group)?;
        let yes = self.sequence(verbose, nested + 1, false)?;
        let no = if self.tokens.accept('|')? {
            let no = self.sequence(verbose, nested + 1, false)?;
            if self.tokens.next_is('|') {
                return Err(self.tokens.refuse(PatternFault::ConditionalBranches, 0));
            }
            Some(no)
        } else {
            None
        };
        self.close(start)?;
        Ok(Node::Conditional(Conditional { group, yes, no }))
    }

    /// The number of the group that a condition names, which may come later or never.
    fn condition(&mut self, name: &str) -> Result<usize, Refusal> {
        let length = name.chars().count();
        if is_identifier(name)? {
            return self.named_group(name);
        }
        let Some(number) = python_number(name) else {
            return Err(self
                .tokens
                .refuse(PatternFault::GroupNameCharacter(name.to_owned()), length + 1));
        };
        if number == 0 {
            return Err(self.tokens.refuse(PatternFault::GroupZero, length + 1));
        }
        if number >= MOST_GROUPS {
            return Err(self.tokens.refuse(PatternFault::GroupReference(number), length + 1));
        }
        if !self.conditions.iter().any(|(group, _)| *group == number) {
            self.conditions.push((number, self.tokens.place() - length - 1));
        }
        Ok(usize::try_from(number).expect("smaller than 31 bits"))
    }

    fn named_group(&self, name: &str) -> Result<usize, Refusal> {
        match self.group_names.iter().find(|(known, _)| known == name) {
            Some((_, group)) => Ok(*group),
            None => {
                let fault = PatternFault::UnknownGroupName(name.to_owned());
                Err(self.tokens.refuse(fault, name.chars().count() + 1))
            }
        }
    }

    /// `(?P<name>` opens a group, `(?P=name)` is a reference.
    fn python_extension(&mut self) -> Result<Extension, Refusal> {
        if self.tokens.accept('<')? {
            let name = self.tokens.take_name('>')?;
            self.check_group_name(&name)?;
            return self.open_named_group(name).map(Extension::Group);
        }
        if self.tokens.accept('=')? {
            let name = self.tokens.take_name(')')?;
            self.check_group_name(&name)?;
            let group = self.named_group(&name)?;
            if self.group_widths[group].is_none() {
                return Err(self
                    .tokens
                    .refuse(PatternFault::OpenGroupReference, name.chars().count() + 1));
            }
            self.check_lookbehind_reference(group)?;
            return Ok(Extension::Reference(Node::GroupReference(group)));
        }
        match self.tokens.take()? {
            None => Err(self.tokens.refuse(PatternFault::EndInGroupStart, 0)),
            Some(other) => {
                let fault = PatternFault::UnknownExtension(format!("?P{}", other.text()));
                Err(self.tokens.refuse(fault, other.length() + 2))
            }
        }
    }

    fn open_named_group(&mut self, name: String) -> Result<usize, Refusal> {
        let group = self.open_group();
        if let Some(&(_, first)) = self.group_names.iter().find(|(known, _)| *known == name) {
            let length = name.chars().count();
            return Err(self
                .tokens
                .refuse(PatternFault::DuplicateGroupName { name, group, first }, length + 1));
        }
        self.group_names.push((name, group));
        Ok(group)
    }

    fn check_group_name(&self, name: &str) -> Result<(), Refusal> {
        if is_identifier(name)? {
            return Ok(());
        }
        let length = name.chars().count();
        Err(self
            .tokens
            .refuse(PatternFault::GroupNameCharacter(name.to_owned()), length + 1))
    }

    pub(super) fn check_lookbehind_reference(&self, group: usize) -> Result<(), Refusal> {
        let Some(before) = self.lookbehind_groups else {
            return Ok(());
        };
        if self.group_widths.get(group).copied().flatten().is_none() {
            return Err(self.tokens.refuse(PatternFault::OpenGroupReference, 0));
        }
        if group >= before {
            return Err(self.tokens.refuse(PatternFault::LookbehindGroupReference, 0));
        }
        Ok(())
    }

    /// Flags from their first `letter` or minus on: what a group adds and removes, or `None` where they are for the pattern.
    fn flags(&mut self, letter: char) -> Result<Option<(Flags, Flags)>, Refusal> {
        let (add, end) = match Flags::of_letter(letter) {
            Some(first) => self.added_flags(first)?,
            None => (Flags::NONE, letter),
        };
        if end == ')' {
            self.flags = self.flags.with(add);
            return Ok(None);
        }
        if add.has(Flags::TEMPLATE) {
            return Err(self.tokens.refuse(PatternFault::GlobalFlagTurnedOn, 1));
        }
        let remove = if end == '-' { self.removed_flags()? } else { Flags::NONE };
        if remove.has(Flags::TEMPLATE) {
            return Err(self.tokens.refuse(PatternFault::GlobalFlagTurnedOff, 1));
        }
        if add.has(remove) {
            return Err(self.tokens.refuse(PatternFault::FlagOnAndOff, 1));
        }
        Ok(Some((add, remove)))
    }

    /// Flags before a minus, and the character that ends them: `)`, `-` or `:`.
    fn added_flags(&mut self, first: Flags) -> Result<(Flags, char), Refusal> {
        let mut add = Flags::NONE;
        let mut flag = first;
        loop {
            if flag == Flags::LOCALE {
                return Err(self.tokens.refuse(PatternFault::LocaleFlag, 0));
            }
            add = add.with(flag);
            if flag.has(Flags::TYPE) && add.only(Flags::TYPE) != flag {
                return Err(self.tokens.refuse(PatternFault::TypeFlagsTogether, 0));
            }
            let Some(token) = self.tokens.take()? else {
                return Err(self.tokens.refuse(PatternFault::UnterminatedFlags, 0));
            };
            if let Token::Character(end @ (')' | '-' | ':')) = token {
                return Ok((add, end));
            }
            flag = self.flag_of(token, PatternFault::UnterminatedFlags)?;
        }
    }

    /// Flags after the minus, up to the colon.
    fn removed_flags(&mut self) -> Result<Flags, Refusal> {
        let mut remove = Flags::NONE;
        let Some(token) = self.tokens.take()? else {
            return Err(self.tokens.refuse(PatternFault::MissingFlag, 0));
        };
        let mut flag = self.flag_of(token, PatternFault::MissingFlag)?;
        loop {
            if flag.has(Flags::TYPE) {
                return Err(self.tokens.refuse(PatternFault::TypeFlagTurnedOff, 0));
            }
            remove = remove.with(flag);
            let Some(token) = self.tokens.take()? else {
                return Err(self.tokens.refuse(PatternFault::UnterminatedFlags, 0));
            };
            if token == Token::Character(':') {
                return Ok(remove);
            }
            flag = self.flag_of(token, PatternFault::UnterminatedFlags)?;
        }
    }

    fn flag_of(&self, token: Token, otherwise: PatternFault) -> Result<Flags, Refusal> {
        let fault = match token {
            Token::Character(letter) => match Flags::of_letter(letter) {
                Some(flag) => return Ok(flag),
                None if letter.is_alphabetic() => PatternFault::UnknownFlag,
                None => otherwise,
            },
            Token::Escape(_) => otherwise,
        };
        Err(self.tokens.refuse(fault, token.length()))
    }
}

enum Extension {
    Group(usize),
    Reference(Node),
}

/// Whether Python takes a name for an identifier; the tables for other scripts are not kept here.
fn is_identifier(name: &str) -> Result<bool, Refusal> {
    if !name.is_ascii() {
        return Err(Refusal::Untranslatable(NotTranslated::GroupName));
    }
    let mut characters = name.chars();
    let first = characters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '_');
    Ok(first && characters.all(|character| character.is_ascii_alphanumeric() || character == '_'))
}

/// An ASCII text as Python's `int` reads it, if that is not negative: blanks around, a sign, single underscores.
fn python_number(text: &str) -> Option<u64> {
    let text = text.trim_matches(|character| is_space(u32::from(character)));
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let parts: Vec<&str> = digits.split('_').collect();
    if !parts
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|digit| digit.is_ascii_digit()))
    {
        return None;
    }
    let number = number_of(&parts.concat())?;
    (!negative || number == 0).then_some(number)
}
