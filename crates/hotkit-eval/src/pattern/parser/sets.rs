//! Sets: `[...]`.

use super::Parser;
use crate::pattern::fault::{PatternFault, Refusal};
use crate::pattern::tokens::Token;
use crate::pattern::tree::{Node, Set, SetItem};

impl Parser {
    /// A set, of which the opening bracket has been read.
    pub(super) fn set(&mut self) -> Result<Node, Refusal> {
        let here = self.tokens.place() - 1;
        let negated = self.tokens.accept('^')?;
        let mut items = Vec::new();
        loop {
            let from = self.set_token(here)?;
            // The first bracket stands for itself.
            if from == Token::Character(']') && !items.is_empty() {
                break;
            }
            let low = self.set_item(from)?;
            if !self.tokens.accept('-')? {
                items.push(low);
                continue;
            }
            let to = self.set_token(here)?;
            if to == Token::Character(']') {
                items.push(low);
                items.push(SetItem::Literal(u32::from('-')));
                break;
            }
            let high = self.set_item(to)?;
            match (low, high) {
                (SetItem::Literal(low), SetItem::Literal(high)) if low <= high => items.push(SetItem::Range(low, high)),
                _ => {
                    let text = format!("{}-{}", from.text(), to.text());
                    let back = from.length() + 1 + to.length();
                    return Err(self.tokens.refuse(PatternFault::BadRange(text), back));
                }
            }
        }
        Ok(simplest(negated, items))
    }

    fn set_token(&mut self, here: usize) -> Result<Token, Refusal> {
        match self.tokens.take()? {
            Some(token) => Ok(token),
            None => Err(Refusal::Invalid {
                character: here,
                fault: PatternFault::UnterminatedSet,
            }),
        }
    }

    fn set_item(&mut self, token: Token) -> Result<SetItem, Refusal> {
        match token {
            Token::Escape(escaped) => self.set_escape(escaped),
            Token::Character(character) => Ok(SetItem::Literal(u32::from(character))),
        }
    }
}

/// A set of one character is that character: letters beyond the first plane differ between the two without case.
fn simplest(negated: bool, items: Vec<SetItem>) -> Node {
    let Some(SetItem::Literal(only)) = items.first().copied() else {
        return Node::Set(Set { negated, items });
    };
    if !items
        .iter()
        .all(|item| matches!(item, SetItem::Literal(other) if *other == only))
    {
        return Node::Set(Set { negated, items });
    }
    if negated {
        Node::NotLiteral(only)
    } else {
        Node::Literal(only)
    }
}
