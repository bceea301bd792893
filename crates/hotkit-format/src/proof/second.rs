//! A second opinion: what a reader of YAML 1.2 that is not ours makes of the two texts.

use hotkit_syntax::{NodeKind, Tree};
use saphyr_parser::{Event, Parser, StrInput};

/// Whether the second reader reads the same from both texts. Where it cannot read the old one, it has no opinion.
pub(super) fn same(before: &str, after: &str) -> bool {
    let mut old = Reader::of(before);
    let mut new = Reader::of(after);
    loop {
        match (old.next(), new.next()) {
            (Read::End, Read::End) => return true,
            (Read::Event(a), Read::Event(b)) if a == b => {}
            (Read::Refused, _) => return true,
            // They differ, which matters only if the old text can be read to its end.
            _ => return old.is_refused_later(),
        }
    }
}

/// Whether the second reader reads the nodes of this tree from its text, with the same texts of scalars.
pub(super) fn agrees(tree: &Tree) -> bool {
    let mut reader = Reader::of(tree.text());
    let mut nodes = tree.nodes();
    loop {
        let event = match reader.next() {
            Read::Event(event) => event,
            Read::End => return nodes.next().is_none(),
            Read::Refused => return false,
        };
        let same = match event {
            Event::Scalar(text, ..) => nodes
                .next()
                .is_some_and(|node| matches!(node.kind(), NodeKind::Scalar(_)) && node.text() == text),
            Event::SequenceStart(..) => nodes
                .next()
                .is_some_and(|node| matches!(node.kind(), NodeKind::Sequence(_))),
            Event::MappingStart(..) => nodes
                .next()
                .is_some_and(|node| matches!(node.kind(), NodeKind::Mapping(_))),
            Event::Alias(_) => nodes.next().is_some_and(|node| node.kind() == NodeKind::Alias),
            _ => true,
        };
        if !same {
            return false;
        }
    }
}

enum Read<'t> {
    Event(Event<'t>),
    End,
    Refused,
}

/// A reader that comes to an end on every text.
struct Reader<'t> {
    parser: Parser<'t, StrInput<'t>>,
    left: usize,
}

impl<'t> Reader<'t> {
    fn of(text: &'t str) -> Reader<'t> {
        Reader {
            parser: Parser::new_from_str(text),
            // Each event but a few stands for a character of the text.
            left: text.len() * 4 + 64,
        }
    }

    fn next(&mut self) -> Read<'t> {
        self.left = self.left.saturating_sub(1);
        match self.parser.next_event() {
            _ if self.left == 0 => Read::Refused,
            None => Read::End,
            Some(Ok((event, _))) => Read::Event(event),
            Some(Err(_)) => Read::Refused,
        }
    }

    fn is_refused_later(&mut self) -> bool {
        loop {
            match self.next() {
                Read::Event(_) => {}
                Read::End => return false,
                Read::Refused => return true,
            }
        }
    }
}
