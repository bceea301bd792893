//! What a backslash means, in a pattern and within a set.

use super::{Parser, number_of};
use crate::pattern::fault::{NotTranslated, PatternFault, Refusal};
use crate::pattern::tree::{Anchor, Class, ClassKind, Node, Set, SetItem};

impl Parser {
    /// An escape outside sets, of which the backslash and `escaped` have been read.
    pub(super) fn escape(&mut self, escaped: char) -> Result<Node, Refusal> {
        if let Some(anchor) = anchor(escaped) {
            return Ok(Node::At(anchor));
        }
        if let Some(class) = class(escaped) {
            return Ok(Node::Set(Set {
                negated: false,
                items: vec![SetItem::Class(class)],
            }));
        }
        let mut text = format!("\\{escaped}");
        match escaped {
            '0' => {
                self.octal_digits(&mut text)?;
                Ok(Node::Literal(octal_value(&text)))
            }
            '1'..='9' => self.octal_or_reference(text),
            _ => Ok(Node::Literal(self.literal_escape(escaped, text)?)),
        }
    }

    /// An escape within a set.
    pub(super) fn set_escape(&mut self, escaped: char) -> Result<SetItem, Refusal> {
        if escaped == 'b' {
            return Ok(SetItem::Literal(0x08));
        }
        if let Some(class) = class(escaped) {
            return Ok(SetItem::Class(class));
        }
        let mut text = format!("\\{escaped}");
        match escaped {
            '0'..='7' => {
                self.octal_digits(&mut text)?;
                self.checked_octal(text).map(SetItem::Literal)
            }
            '8' | '9' => Err(self.bad_escape(text)),
            _ => Ok(SetItem::Literal(self.literal_escape(escaped, text)?)),
        }
    }

    /// Three octal digits, or else the number of a group.
    fn octal_or_reference(&mut self, mut text: String) -> Result<Node, Refusal> {
        if let Some(second) = self.tokens.peek_digit() {
            self.tokens.take()?;
            text.push(second);
            let octal_so_far = text[1..].chars().all(|digit| digit.is_digit(8));
            if let Some(third) = self
                .tokens
                .peek_digit()
                .filter(|third| octal_so_far && third.is_digit(8))
            {
                self.tokens.take()?;
                text.push(third);
                return self.checked_octal(text).map(Node::Literal);
            }
        }
        let number = number_of(&text[1..]).expect("one or two digits are a number");
        let length = text.chars().count();
        let group = usize::try_from(number).expect("two digits fit");
        if group >= self.group_widths.len() {
            return Err(self.tokens.refuse(PatternFault::GroupReference(number), length - 1));
        }
        if self.group_widths[group].is_none() {
            return Err(self.tokens.refuse(PatternFault::OpenGroupReference, length));
        }
        self.check_lookbehind_reference(group)?;
        Ok(Node::GroupReference(group))
    }

    /// An escape that stands for one character and means the same everywhere.
    fn literal_escape(&mut self, escaped: char, text: String) -> Result<u32, Refusal> {
        Ok(match escaped {
            'a' => 0x07,
            'f' => 0x0c,
            'n' => 0x0a,
            'r' => 0x0d,
            't' => 0x09,
            'v' => 0x0b,
            'x' => self.hexadecimal(text, 2)?,
            'u' => self.hexadecimal(text, 4)?,
            'U' => self.hexadecimal(text, 8)?,
            'N' => return Err(self.character_name()?),
            _ if escaped.is_ascii_alphabetic() => return Err(self.bad_escape(text)),
            _ => u32::from(escaped),
        })
    }

    fn hexadecimal(&mut self, mut text: String, count: usize) -> Result<u32, Refusal> {
        self.tokens
            .take_while(count, &mut text, |digit| digit.is_ascii_hexdigit())?;
        if text.len() != count + 2 {
            let length = text.chars().count();
            return Err(self.tokens.refuse(PatternFault::IncompleteEscape(text), length));
        }
        let value = u32::from_str_radix(&text[2..], 16).expect("at most eight hexadecimal digits");
        if value > u32::from(char::MAX) {
            return Err(self.bad_escape(text));
        }
        Ok(value)
    }

    /// `\N{...}`: names of characters are not kept here, so a sound one is not decided.
    fn character_name(&mut self) -> Result<Refusal, Refusal> {
        if !self.tokens.accept('{')? {
            return Err(self.tokens.refuse(PatternFault::NoBraceAfterNameEscape, 0));
        }
        self.tokens.take_name('}')?;
        Ok(Refusal::Untranslatable(NotTranslated::CharacterName))
    }

    fn octal_digits(&mut self, text: &mut String) -> Result<(), Refusal> {
        self.tokens.take_while(2, text, |digit| digit.is_digit(8))
    }

    fn checked_octal(&self, text: String) -> Result<u32, Refusal> {
        let value = octal_value(&text);
        if value > 0o377 {
            let length = text.chars().count();
            return Err(self.tokens.refuse(PatternFault::OctalEscapeTooLarge(text), length));
        }
        Ok(value)
    }

    fn bad_escape(&self, text: String) -> Refusal {
        let length = text.chars().count();
        self.tokens.refuse(PatternFault::UnknownEscape(text), length)
    }
}

fn octal_value(text: &str) -> u32 {
    u32::from_str_radix(&text[1..], 8).expect("at most three octal digits")
}

fn anchor(escaped: char) -> Option<Anchor> {
    Some(match escaped {
        'A' => Anchor::TextStart,
        'Z' => Anchor::TextEnd,
        'b' => Anchor::Boundary,
        'B' => Anchor::NoBoundary,
        _ => return None,
    })
}

fn class(escaped: char) -> Option<Class> {
    let kind = match escaped.to_ascii_lowercase() {
        'd' => ClassKind::Digit,
        's' => ClassKind::Space,
        'w' => ClassKind::Word,
        _ => return None,
    };
    Some(Class {
        kind,
        negated: escaped.is_ascii_uppercase(),
    })
}
