//! Documents made of choices: each byte decides something about what is written, or about how.
//!
//! Property tests draw the bytes at random, the fuzzer mutates them. Most documents can be read; those that cannot are
//! refused, which is a law, too.

/// A document, and what remains of the bytes.
pub(crate) fn document(bytes: &[u8]) -> String {
    let mut writer = Writer {
        choices: Choices { bytes, at: 0 },
        out: String::new(),
        anchors: 0,
    };
    writer.document();
    let mut text = writer.out;
    let mut choices = writer.choices;
    if choices.one_in(3) {
        mutate(&mut text, &mut choices);
    }
    text
}

/// A text, changed here and there without regard to what it means.
pub(crate) fn mutated(text: &mut String, bytes: &[u8]) {
    mutate(text, &mut Choices { bytes, at: 0 });
}

struct Choices<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Choices<'_> {
    /// A number below `limit`; 0 when the bytes have run out.
    fn below(&mut self, limit: usize) -> usize {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(byte) % limit
    }

    fn one_in(&mut self, limit: usize) -> bool {
        self.at < self.bytes.len() && self.below(limit) == limit - 1
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    fn is_empty(&self) -> bool {
        self.at >= self.bytes.len()
    }
}

/// Changes a text without regard to what it means.
fn mutate(text: &mut String, choices: &mut Choices<'_>) {
    const PIECES: [&str; 24] = [
        " ", "  ", "\n", "\n\n", "\t", "#", " # c", "-", "- ", ":", ": ", ",", "[", "]", "{", "}", "'", "\"", "|", ">",
        "&a ", "*a", "\r\n", "é",
    ];
    for _ in 0..=choices.below(3) {
        let length = text.len().max(1);
        let mut at = (choices.below(256) * 256 + choices.below(256)) % length;
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        if choices.one_in(2) {
            text.insert_str(at, choices.pick(&PIECES));
        } else if let Some(character) = text[at..].chars().next() {
            text.replace_range(at..at + character.len_utf8(), "");
        }
    }
}

struct Writer<'b> {
    choices: Choices<'b>,
    out: String,
    anchors: usize,
}

const DEEPEST: usize = 5;

impl Writer<'_> {
    fn document(&mut self) {
        if self.choices.one_in(12) {
            self.out.push_str(
                self.choices
                    .pick(&["\u{feff}", "%YAML 1.1\n---\n", "---\n", "--- # c\n", "\n\n"]),
            );
        }
        if self.choices.one_in(12) {
            self.flow(0, 0, 0);
            self.line_end(0);
        } else if self.choices.one_in(8) {
            self.sequence(0, 0);
        } else {
            self.mapping(0, 0, false);
        }
        if self.choices.one_in(10) {
            self.out.push_str(
                self.choices
                    .pick(&["...\n", "\n\n", "# end", "  # end\n", "   ", "\t\n"]),
            );
        }
        if self.choices.one_in(10) {
            let length = self.out.trim_end_matches('\n').len();
            self.out.truncate(length);
        }
        if self.choices.one_in(20) {
            self.out = self.out.replace('\n', "\r\n");
        }
    }

    /// A block mapping whose entries stand in this column; the first may stand behind something on its line.
    fn mapping(&mut self, column: usize, depth: usize, mut is_behind: bool) {
        for number in 0..=self.choices.below(4) {
            if !is_behind {
                self.noise(column);
                self.blanks(column);
            }
            is_behind = false;
            self.key(number);
            self.value(column, depth, true);
        }
    }

    fn sequence(&mut self, column: usize, depth: usize) {
        for _ in 0..=self.choices.below(3) {
            self.noise(column);
            self.blanks(column);
            self.item(column, depth);
        }
    }

    fn item(&mut self, column: usize, depth: usize) {
        self.out.push('-');
        let gap = 1 + if self.choices.one_in(8) {
            self.choices.below(4)
        } else {
            0
        };
        if depth < DEEPEST && self.choices.one_in(3) {
            self.blanks(gap);
            self.mapping(column + 1 + gap, depth + 1, true);
        } else if depth < DEEPEST && self.choices.one_in(10) {
            self.blanks(gap);
            self.item(column + 1 + gap, depth + 1);
        } else {
            self.value(column, depth, false);
        }
    }

    fn key(&mut self, number: usize) {
        const KEYS: [&str; 16] = [
            "heat_template_version",
            "description",
            "parameters",
            "resources",
            "outputs",
            "type",
            "properties",
            "name",
            "get_param",
            "'quoted key'",
            "\"k\\n\"",
            "12",
            "<<",
            "OS::stack_id",
            "é",
            "a-b c",
        ];
        if self.choices.one_in(24) {
            self.out.push_str("? ");
        }
        if self.choices.one_in(24) {
            self.anchor();
        }
        let key = self.choices.pick(&KEYS);
        if key == "<<" && self.anchors > 0 {
            self.out.push_str("x: *a0\n");
            return;
        }
        self.out.push_str(key);
        if number > 0 && !key.ends_with(['\'', '"']) {
            self.out.push_str(&number.to_string());
        }
        if self.choices.one_in(20) {
            self.out.push(' ');
        }
        self.out.push(':');
    }

    fn value(&mut self, column: usize, depth: usize, of_key: bool) {
        let properties = self.choices.one_in(14);
        if properties {
            self.out.push(' ');
            if self.choices.one_in(2) {
                self.anchor();
            } else {
                self.out
                    .push_str(self.choices.pick(&["!!str ", "! ", "!!map ", "!!seq ", "!!binary "]));
            }
        }
        match self.choices.below(if depth < DEEPEST { 12 } else { 6 }) {
            0 => self.line_end(column),
            1 | 2 => {
                self.gap();
                self.scalar(column);
                self.line_end(column);
            }
            3 => self.block_scalar(column),
            4 => {
                self.gap();
                self.flow(column, depth, column);
                self.line_end(column);
            }
            5 => {
                // A value on a line of its own.
                self.line_end(column);
                let further = column + 1 + self.choices.below(6);
                self.blanks(further);
                if self.choices.one_in(2) {
                    self.scalar(column);
                } else {
                    self.flow(column, depth, further);
                }
                self.line_end(column);
            }
            6 | 7 => {
                self.line_end(column);
                let further = usize::from(!of_key || self.choices.one_in(2));
                let further = further * (1 + self.choices.below(4));
                self.sequence(column + further, depth + 1);
            }
            _ => {
                self.line_end(column);
                let further = 1 + if self.choices.one_in(3) {
                    self.choices.below(6)
                } else {
                    1
                };
                self.mapping(column + further, depth + 1, false);
            }
        }
    }

    fn scalar(&mut self, column: usize) {
        const SCALARS: [&str; 26] = [
            "text",
            "yes",
            "0777",
            "2018-08-31",
            "12:30",
            "'single'",
            "\"double \\u00e9\"",
            "''",
            "a b  c",
            "~",
            "null",
            "-1",
            "http://x/y#z",
            "'it''s'",
            "\"a\\\n  b\"",
            "{{ x }}",
            "1.5",
            "-",
            "a: b",
            "a #b",
            "=",
            "<<",
            "OS::Nova::Server",
            "[x",
            "&",
            "é ü",
        ];
        match self.choices.below(8) {
            0 if self.anchors > 0 => {
                let number = self.choices.below(self.anchors);
                self.out.push_str(&format!("*a{number}"));
            }
            1 => self.long_scalar(column),
            _ => self.out.push_str(self.choices.pick(&SCALARS)),
        }
    }

    /// One that goes over several lines.
    fn long_scalar(&mut self, column: usize) {
        let quote = self.choices.pick(&["", "'", "\""]);
        self.out.push_str(quote);
        self.out.push_str("first");
        for _ in 0..=self.choices.below(3) {
            self.out.push_str(self.choices.pick(&["\n", "\n\n", "  \n", "\n \t\n"]));
            let further = if quote.is_empty() { 1 } else { 0 } + self.choices.below(8);
            self.blanks(column + further);
            self.out
                .push_str(self.choices.pick(&["more", "and more", "x: y", "- z", "\tt"]));
        }
        self.out.push_str(quote);
    }

    fn block_scalar(&mut self, column: usize) {
        self.gap();
        self.out
            .push_str(self.choices.pick(&["|", ">", "|-", ">-", "|+", ">+"]));
        let further = 1 + self.choices.below(5);
        if self.choices.one_in(6) {
            self.out.push_str(&further.to_string());
        }
        self.line_end(column);
        for _ in 0..self.choices.below(5) {
            if self.choices.one_in(4) {
                let blanks = self.choices.below(12);
                self.blanks(blanks);
            } else {
                let deeper = if self.choices.one_in(4) {
                    self.choices.below(4)
                } else {
                    0
                };
                self.blanks(column + further + deeper);
                self.out.push_str(
                    self.choices
                        .pick(&["#!/bin/sh", "echo  x ", "a: b", "# c", "\ttab", "- x"]),
                );
            }
            self.out.push('\n');
        }
    }

    /// A flow collection on the line of an entry in `column`.
    fn flow(&mut self, column: usize, depth: usize, aligned: usize) {
        let is_mapping = self.choices.one_in(2);
        self.out.push(if is_mapping { '{' } else { '[' });
        self.flow_gap(column, aligned);
        let count = self.choices.below(4);
        for number in 0..count {
            if is_mapping || self.choices.one_in(10) {
                self.out
                    .push_str(self.choices.pick(&["get_param", "'k'", "\"k\"", "a b", "k"]));
                self.out
                    .push_str(&number.to_string().repeat(usize::from(self.choices.one_in(2))));
                self.out.push_str(self.choices.pick(&[": ", ":  ", " : ", ":", ": \t"]));
            }
            if depth < DEEPEST && self.choices.one_in(4) {
                self.flow(column, depth + 1, aligned);
            } else {
                self.out.push_str(
                    self.choices
                        .pick(&["x", "'x'", "\"x\"", "a b", "-", "1", "", "*a0", "!!str y", "?", "-x"]),
                );
            }
            self.flow_gap(column, aligned);
            if number + 1 < count || self.choices.one_in(10) {
                self.out.push(',');
                self.flow_gap(column, aligned);
            }
        }
        self.out.push(if is_mapping { '}' } else { ']' });
    }

    fn flow_gap(&mut self, column: usize, aligned: usize) {
        match self.choices.below(12) {
            0..=4 => {}
            5..=8 => self.out.push(' '),
            9 => self.out.push_str("  "),
            _ => {
                self.line_end(column);
                let from = if self.choices.one_in(2) { column } else { aligned };
                let further = self.choices.below(9);
                self.blanks(from + further);
            }
        }
    }

    fn anchor(&mut self) {
        self.out.push_str(&format!("&a{} ", self.anchors));
        self.anchors += 1;
    }

    fn gap(&mut self) {
        self.out.push(' ');
        if self.choices.one_in(8) {
            self.out.push_str(self.choices.pick(&[" ", "   ", "\t"]));
        }
    }

    /// The end of a line, perhaps with blanks or a comment before it.
    fn line_end(&mut self, column: usize) {
        if self.choices.one_in(10) {
            self.out
                .push_str(self.choices.pick(&[" ", "   ", "\t", " # c", "  #c", "# c"]));
        }
        self.out.push('\n');
        let _ = column;
    }

    /// Comments and blank lines before an entry in this column.
    fn noise(&mut self, column: usize) {
        if !self.choices.one_in(5) {
            return;
        }
        for _ in 0..=self.choices.below(3) {
            match self.choices.below(5) {
                0 => self.out.push('\n'),
                1 => self.out.push_str("   \n"),
                2 => {
                    self.blanks(column);
                    self.out.push_str("# level\n");
                }
                3 => {
                    let blanks = self.choices.below(10);
                    self.blanks(blanks);
                    self.out.push_str(self.choices.pick(&[
                        "#anywhere",
                        "# hotkit: fmt off",
                        "# hotkit: fmt on",
                        "# x  ",
                    ]));
                    self.out.push('\n');
                }
                _ => self.out.push_str("\n\n\n"),
            }
        }
        if self.choices.is_empty() {
            self.out.push('\n');
        }
    }

    fn blanks(&mut self, count: usize) {
        self.out.extend(std::iter::repeat_n(' ', count));
    }
}
