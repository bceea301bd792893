//! A pattern as Python's tokens: single characters, and a backslash with the character after it.
//!
//! One token is always read ahead. A lone backslash at the end is therefore noticed one token early, before a fault in
//! the token in front of it, as in Python.

use super::fault::{PatternFault, Refusal};

/// A character, or a backslash and a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    Character(char),
    Escape(char),
}

impl Token {
    /// Length in characters.
    pub(super) fn length(self) -> usize {
        match self {
            Token::Character(_) => 1,
            Token::Escape(_) => 2,
        }
    }

    /// The text as written.
    pub(super) fn text(self) -> String {
        match self {
            Token::Character(character) => character.to_string(),
            Token::Escape(character) => format!("\\{character}"),
        }
    }
}

/// The tokens of a pattern; places are counted in characters.
pub(super) struct Tokens {
    characters: Vec<char>,
    index: usize,
    next: Option<Token>,
}

impl Tokens {
    pub(super) fn new(pattern: &str) -> Result<Tokens, Refusal> {
        let mut tokens = Tokens {
            characters: pattern.chars().collect(),
            index: 0,
            next: None,
        };
        tokens.advance()?;
        Ok(tokens)
    }

    pub(super) fn peek(&self) -> Option<Token> {
        self.next
    }

    pub(super) fn next_is(&self, character: char) -> bool {
        self.next == Some(Token::Character(character))
    }

    /// The next token as a decimal digit.
    pub(super) fn peek_digit(&self) -> Option<char> {
        match self.next {
            Some(Token::Character(character)) if character.is_ascii_digit() => Some(character),
            _ => None,
        }
    }

    /// The place of the next token.
    pub(super) fn place(&self) -> usize {
        self.index - self.next.map_or(0, Token::length)
    }

    pub(super) fn take(&mut self) -> Result<Option<Token>, Refusal> {
        let token = self.next;
        self.advance()?;
        Ok(token)
    }

    /// Takes the next token if it is `character`.
    pub(super) fn accept(&mut self, character: char) -> Result<bool, Refusal> {
        if !self.next_is(character) {
            return Ok(false);
        }
        self.advance()?;
        Ok(true)
    }

    pub(super) fn rewind(&mut self, place: usize) -> Result<(), Refusal> {
        self.index = place;
        self.advance()
    }

    /// Takes up to `count` characters that are `wanted`, onto `text`.
    pub(super) fn take_while(
        &mut self,
        count: usize,
        text: &mut String,
        wanted: impl Fn(char) -> bool,
    ) -> Result<(), Refusal> {
        for _ in 0..count {
            let Some(Token::Character(character)) = self.next else {
                break;
            };
            if !wanted(character) {
                break;
            }
            text.push(character);
            self.advance()?;
        }
        Ok(())
    }

    /// Takes everything up to `terminator`, which is taken and left out: a name.
    pub(super) fn take_name(&mut self, terminator: char) -> Result<String, Refusal> {
        let mut name = String::new();
        loop {
            let token = self.next;
            self.advance()?;
            match token {
                None if name.is_empty() => return Err(self.refuse(PatternFault::EmptyName, 0)),
                None => return Err(self.refuse(PatternFault::UnterminatedName(terminator), name.chars().count())),
                Some(Token::Character(character)) if character == terminator => break,
                Some(token) => name.push_str(&token.text()),
            }
        }
        if name.is_empty() {
            return Err(self.refuse(PatternFault::EmptyName, 1));
        }
        Ok(name)
    }

    /// A refusal `back` characters before the next token.
    pub(super) fn refuse(&self, fault: PatternFault, back: usize) -> Refusal {
        Refusal::Invalid {
            character: self.place().saturating_sub(back),
            fault,
        }
    }

    fn advance(&mut self) -> Result<(), Refusal> {
        let Some(&character) = self.characters.get(self.index) else {
            self.next = None;
            return Ok(());
        };
        if character != '\\' {
            self.index += 1;
            self.next = Some(Token::Character(character));
            return Ok(());
        }
        let Some(&escaped) = self.characters.get(self.index + 1) else {
            let character = self.characters.len() - 1;
            return Err(Refusal::Invalid {
                character,
                fault: PatternFault::BackslashAtEnd,
            });
        };
        self.index += 2;
        self.next = Some(Token::Escape(escaped));
        Ok(())
    }
}
