//! The style for one text: where [`Style`] leaves a choice to the file, the way that most of it follows.

use hotkit_syntax::{CollectionStyle, Entry, Node, NodeKind, TokenKind, Tree};

use crate::frozen::Frozen;
use crate::style::{LineEnds, ListIndent, Padding, Separation, Style};

/// Everything that the layout asks for.
pub(crate) struct Habits {
    pub(crate) indent: u32,
    pub(crate) indented_lists: bool,
    /// The same for lists below the key of a list item: many files differ there, and do so throughout.
    pub(crate) indented_inner_lists: bool,
    pub(crate) padded_mappings: bool,
    pub(crate) padded_sequences: bool,
    pub(crate) line_end: &'static str,
    /// Whether the ends of lines within scalars must be made the same, too.
    pub(crate) mixed_line_ends: bool,
    pub(crate) blank_lines: u32,
    pub(crate) comment_blank: bool,
    /// Where the entries begin that a blank line must stand before; sorted.
    pub(crate) apart: Vec<u32>,
}

impl Habits {
    pub(crate) fn of(tree: &Tree, style: &Style, frozen: &Frozen) -> Habits {
        let survey = Survey::of(tree);
        let indented_lists = survey.indented_lists(style.lists);
        let padded = |choice, own: Majority, default| match choice {
            Padding::Own => own.decide(default),
            Padding::Padded => true,
            Padding::Tight => false,
        };
        let line_end = match style.line_ends {
            LineEnds::Lf => "\n",
            LineEnds::CrLf => "\r\n",
            LineEnds::Own if survey.crlf.decide(false) => "\r\n",
            LineEnds::Own => "\n",
        };
        let others = if line_end == "\n" {
            survey.crlf.yes
        } else {
            survey.crlf.no
        };
        Habits {
            indent: u32::from(style.indent.clamp(1, 16)),
            indented_lists,
            indented_inner_lists: survey.indented_inner_lists(style.lists, indented_lists),
            padded_mappings: padded(style.braces, survey.padded_mappings, true),
            padded_sequences: padded(style.brackets, survey.padded_sequences, false),
            line_end,
            mixed_line_ends: others > 0,
            blank_lines: u32::from(style.blank_lines),
            comment_blank: style.comment_blank,
            apart: apart(tree, style.separation, frozen),
        }
    }
}

/// For and against.
#[derive(Clone, Copy, Default)]
struct Majority {
    yes: u32,
    no: u32,
}

impl Majority {
    fn count(&mut self, yes: bool) {
        if yes {
            self.yes += 1;
        } else {
            self.no += 1;
        }
    }

    fn and(self, other: Majority) -> Majority {
        Majority {
            yes: self.yes + other.yes,
            no: self.no + other.no,
        }
    }

    fn decide(self, tie: bool) -> bool {
        if self.yes == self.no { tie } else { self.yes > self.no }
    }
}

#[derive(Default)]
struct Survey {
    /// Whether lists are further in than their key.
    lists: Majority,
    /// The same for lists below the key of a list item.
    inner_lists: Majority,
    /// Of these, those that stand in a list that is no such list itself: in one that is flush, and in one that is further in.
    inner_lists_in: [Majority; 2],
    padded_mappings: Majority,
    padded_sequences: Majority,
    crlf: Majority,
}

impl Survey {
    fn of(tree: &Tree) -> Survey {
        let mut survey = Survey::default();
        survey.count_nodes(tree);
        survey.count_brackets(tree);
        survey.count_line_ends(tree.text());
        survey
    }

    /// Whether lists are further in than their key.
    fn indented_lists(&self, choice: ListIndent) -> bool {
        match choice {
            ListIndent::Own => self.lists.decide(self.lists.and(self.inner_lists).decide(true)),
            ListIndent::Indented => true,
            ListIndent::Flush => false,
        }
    }

    /// The same for lists below the key of a list item: as they are in lists that stay where they are. Where these say
    /// nothing, lists within lists are as all lists.
    fn indented_inner_lists(&self, choice: ListIndent, indented_lists: bool) -> bool {
        match choice {
            ListIndent::Own => self.inner_lists_in[usize::from(indented_lists)].decide(indented_lists),
            _ => indented_lists,
        }
    }

    fn count_nodes(&mut self, tree: &Tree) {
        let text = tree.text();
        // Whether a list is further in than its key, for the lists within it, which come later.
        let mut further_in: Vec<Option<bool>> = vec![None; tree.len()];
        for node in tree.nodes() {
            if node.kind() != NodeKind::Mapping(CollectionStyle::Block) {
                continue;
            }
            let around = node.parent().filter(|it| matches!(it.kind(), NodeKind::Sequence(_)));
            let mut key_column = None;
            for Entry { value, .. } in node.entries() {
                if value.kind() == NodeKind::Sequence(CollectionStyle::Block) {
                    let key_column = *key_column.get_or_insert_with(|| column(text, node.range().start()));
                    let is_further = column(text, value.range().start()) > key_column;
                    let Some(around) = around else {
                        self.lists.count(is_further);
                        further_in[value.id().index()] = Some(is_further);
                        continue;
                    };
                    self.inner_lists.count(is_further);
                    if let Some(outer) = further_in[around.id().index()] {
                        self.inner_lists_in[usize::from(outer)].count(is_further);
                    }
                }
            }
        }
    }

    fn count_brackets(&mut self, tree: &Tree) {
        let mut open = None;
        for token in tree.tokens() {
            let closes = matches!(token.kind, TokenKind::FlowMappingEnd | TokenKind::FlowSequenceEnd);
            let breaks = matches!(token.kind, TokenKind::LineBreak | TokenKind::Comment);
            match (open, token.kind) {
                // What follows the blank decides.
                (Some((mapping, _)), TokenKind::Whitespace) => {
                    open = Some((mapping, true));
                    continue;
                }
                (Some((true, padded)), _) if !closes && !breaks => self.padded_mappings.count(padded),
                (Some((false, padded)), _) if !closes && !breaks => self.padded_sequences.count(padded),
                _ => {}
            }
            open = match token.kind {
                TokenKind::FlowMappingStart => Some((true, false)),
                TokenKind::FlowSequenceStart => Some((false, false)),
                _ => None,
            };
        }
    }

    fn count_line_ends(&mut self, text: &str) {
        let lines = text.bytes().filter(|byte| *byte == b'\n').count() as u32;
        let crlf = if text.contains('\r') {
            text.matches("\r\n").count() as u32
        } else {
            0
        };
        self.crlf = Majority {
            yes: crlf,
            no: lines - crlf,
        };
    }
}

/// The column of an offset, in characters.
pub(crate) fn column(text: &str, offset: u32) -> u32 {
    let before = &text[..offset as usize];
    let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    before[start..].trim_start_matches('\u{feff}').chars().count() as u32
}

/// Where the entries begin that a blank line must stand before.
fn apart(tree: &Tree, choice: Separation, frozen: &Frozen) -> Vec<u32> {
    let Some(root) = tree.root() else { return Vec::new() };
    if choice == Separation::Keep || root.kind() != NodeKind::Mapping(CollectionStyle::Block) {
        return Vec::new();
    }
    let mut found = Vec::new();
    // Short entries at the beginning of a template stand together and say nothing about sections.
    add_apart(root, &mut found, Votes::OfBlocks, choice == Separation::Apart);
    for Entry { key, value } in root.entries() {
        if value.kind() == NodeKind::Mapping(CollectionStyle::Block) {
            let always = choice == Separation::Apart && matches!(key.text(), "resources" | "Resources");
            add_apart(value, &mut found, Votes::OfAll, always);
        }
    }
    found.retain(|offset| !frozen.holds(*offset));
    found.sort_unstable();
    found
}

/// Which entries of a mapping say whether its blocks shall be apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Votes {
    OfBlocks,
    OfAll,
}

/// Adds the beginnings of a mapping's entries that are blocks, if more entries are apart than not, or `always`.
fn add_apart(mapping: Node<'_>, found: &mut Vec<u32>, votes: Votes, always: bool) {
    let is_block = |value: Node<'_>| {
        matches!(
            value.kind(),
            NodeKind::Mapping(CollectionStyle::Block) | NodeKind::Sequence(CollectionStyle::Block)
        )
    };
    let text = mapping.tree().text();
    let mut majority = Majority::default();
    let first = found.len();
    let mut entries = mapping.entries();
    let Some(Entry { value, .. }) = entries.next() else {
        return;
    };
    let mut behind = value.range().end();
    for Entry { key, value } in entries {
        let start = beginning(key);
        if start >= behind && (votes == Votes::OfAll || is_block(value)) {
            majority.count(has_blank_line(&text[behind as usize..start as usize]));
            if is_block(value) {
                found.push(start);
            }
        }
        behind = value.range().end().max(start);
    }
    if !always && !majority.decide(false) {
        found.truncate(first);
    }
}

/// Where a node begins, its anchor and tag included.
pub(crate) fn beginning(node: Node<'_>) -> u32 {
    let properties = node.anchor().into_iter().chain(node.tag().map(|tag| tag.range));
    properties
        .map(|range| range.start())
        .fold(node.range().start(), u32::min)
}

/// Whether a line without anything in it stands between two entries.
fn has_blank_line(between: &str) -> bool {
    let mut lines = between.lines();
    lines.next();
    let mut lines = lines.peekable();
    while let Some(line) = lines.next() {
        // The last one holds the next entry.
        if line.trim().is_empty() && (lines.peek().is_some() || between.ends_with('\n')) {
            return true;
        }
    }
    false
}
