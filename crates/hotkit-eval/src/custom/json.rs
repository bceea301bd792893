//! JSON as Python reads it: with `NaN` and `Infinity`, without control characters in strings.

use super::{CustomVerdict, verdict};

/// Python's limit depends on the stack that the engine has used; it is never lower than this.
const DEEPEST: usize = 500;
/// Python reads no whole number with more digits.
const MOST_DIGITS: usize = 4300;

/// `json_string`; empty text passes.
pub(super) fn check(value: &str) -> CustomVerdict {
    if value.is_empty() {
        return CustomVerdict::Valid;
    }
    let mut reader = Reader {
        bytes: value.as_bytes(),
        place: 0,
        open: Vec::new(),
        too_deep: false,
    };
    let sound = reader.document().is_some();
    if reader.too_deep {
        CustomVerdict::NotChecked
    } else {
        verdict(sound)
    }
}

/// Reads one document; its methods are `None` where the text is no JSON.
struct Reader<'t> {
    bytes: &'t [u8],
    place: usize,
    /// The brackets that are open.
    open: Vec<u8>,
    too_deep: bool,
}

impl Reader<'_> {
    fn document(&mut self) -> Option<()> {
        self.value_or_opening()?;
        while let Some(&bracket) = self.open.last() {
            self.blanks();
            match (self.take()?, bracket) {
                (b']', b'[') | (b'}', b'{') => {
                    self.open.pop();
                }
                (b',', b'[') => self.value_or_opening()?,
                (b',', _) => self.member()?,
                _ => return None,
            }
        }
        self.blanks();
        (self.place == self.bytes.len()).then_some(())
    }

    /// A value, or the start of a list or object up to the first value in it that is none of these.
    fn value_or_opening(&mut self) -> Option<()> {
        loop {
            self.blanks();
            let bracket = self.peek()?;
            if !matches!(bracket, b'[' | b'{') {
                return self.scalar();
            }
            self.place += 1;
            self.blanks();
            if self.peek()? == bracket + 2 {
                self.place += 1;
                return Some(());
            }
            if self.open.len() >= DEEPEST {
                self.too_deep = true;
                return None;
            }
            self.open.push(bracket);
            if bracket == b'{' {
                self.key()?;
            }
        }
    }

    fn member(&mut self) -> Option<()> {
        self.key()?;
        self.value_or_opening()
    }

    fn key(&mut self) -> Option<()> {
        self.blanks();
        self.expect(b"\"")?;
        self.string()?;
        self.blanks();
        self.expect(b":")
    }

    fn scalar(&mut self) -> Option<()> {
        match self.peek()? {
            b'"' => {
                self.place += 1;
                self.string()
            }
            b'n' => self.expect(b"null"),
            b't' => self.expect(b"true"),
            b'f' => self.expect(b"false"),
            b'N' => self.expect(b"NaN"),
            b'I' => self.expect(b"Infinity"),
            b'-' if self.bytes[self.place..].starts_with(b"-I") => self.expect(b"-Infinity"),
            _ => self.number(),
        }
    }

    /// The rest of a string after its first quote.
    fn string(&mut self) -> Option<()> {
        loop {
            match self.take()? {
                b'"' => return Some(()),
                b'\\' => match self.take()? {
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {}
                    b'u' => {
                        let digits = self.bytes.get(self.place..self.place + 4)?;
                        digits.iter().all(u8::is_ascii_hexdigit).then_some(())?;
                        self.place += 4;
                    }
                    _ => return None,
                },
                byte if byte < b' ' => return None,
                _ => {}
            }
        }
    }

    fn number(&mut self) -> Option<()> {
        if self.peek() == Some(b'-') {
            self.place += 1;
        }
        let whole = if self.peek() == Some(b'0') {
            self.place += 1;
            1
        } else {
            self.digits()
        };
        let mut is_whole = true;
        if self.peek() == Some(b'.') {
            self.place += 1;
            is_whole = false;
            (self.digits() > 0).then_some(())?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.place += 1;
            is_whole = false;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.place += 1;
            }
            (self.digits() > 0).then_some(())?;
        }
        (whole > 0 && !(is_whole && whole > MOST_DIGITS)).then_some(())
    }

    /// How many digits have been passed.
    fn digits(&mut self) -> usize {
        let count = self.bytes[self.place..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        self.place += count;
        count
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.place += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.place).copied()
    }

    fn take(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.place += 1;
        Some(byte)
    }

    fn expect(&mut self, text: &[u8]) -> Option<()> {
        self.bytes[self.place..].starts_with(text).then_some(())?;
        self.place += text.len();
        Some(())
    }
}
