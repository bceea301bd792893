//! JSON from text as Python's `json.loads` reads it: strict, but for `NaN` and `Infinity`; the last of equal keys wins.

use smol_str::SmolStr;

use crate::Value;

/// Depth beyond which Python's reader fails.
const DEEPEST: u32 = 900;

/// The value of a JSON text.
///
/// # Errors
/// The byte at which it is no JSON.
pub(crate) fn parse(text: &str) -> Result<Value, usize> {
    let mut reader = Reader { text, at: 0, depth: 0 };
    reader.skip_space();
    let value = reader.value()?;
    reader.skip_space();
    if reader.at == text.len() {
        Ok(value)
    } else {
        Err(reader.at)
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: u32,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Takes a byte, where it comes next.
    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn value(&mut self) -> Result<Value, usize> {
        match self.peek() {
            Some(b'[') => self.nested(Reader::list),
            Some(b'{') => self.nested(Reader::map),
            _ => self.scalar(),
        }
    }

    // Apart from `value`, so that nesting takes little of the stack.
    #[inline(never)]
    fn scalar(&mut self) -> Result<Value, usize> {
        if self.take(b'"') {
            return self.string().map(Value::Text);
        }
        let words = [
            ("null", Value::Null),
            ("true", Value::Bool(true)),
            ("false", Value::Bool(false)),
            ("NaN", Value::Float(f64::NAN)),
            ("Infinity", Value::Float(f64::INFINITY)),
            ("-Infinity", Value::Float(f64::NEG_INFINITY)),
        ];
        for (word, value) in words {
            if self.rest().starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        self.number()
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<Value, usize>) -> Result<Value, usize> {
        if self.depth == DEEPEST {
            return Err(self.at);
        }
        self.at += 1;
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn list(&mut self) -> Result<Value, usize> {
        let mut items = Vec::new();
        self.skip_space();
        if self.take(b']') {
            return Ok(Value::list(items));
        }
        loop {
            self.skip_space();
            items.push(self.value()?);
            self.skip_space();
            if self.take(b']') {
                return Ok(Value::list(items));
            }
            if !self.take(b',') {
                return Err(self.at);
            }
        }
    }

    fn map(&mut self) -> Result<Value, usize> {
        let mut entries = Vec::new();
        self.skip_space();
        if self.take(b'}') {
            return Ok(Value::map(entries));
        }
        loop {
            self.skip_space();
            if !self.take(b'"') {
                return Err(self.at);
            }
            let key = self.string()?;
            self.skip_space();
            if !self.take(b':') {
                return Err(self.at);
            }
            self.skip_space();
            entries.push((key, self.value()?));
            self.skip_space();
            if self.take(b'}') {
                return Ok(Value::map(entries));
            }
            if !self.take(b',') {
                return Err(self.at);
            }
        }
    }

    /// The rest of a text whose first quote is behind us.
    fn string(&mut self) -> Result<SmolStr, usize> {
        let mut text = String::new();
        loop {
            let Some(character) = self.rest().chars().next() else {
                return Err(self.at);
            };
            match character {
                '"' => {
                    self.at += 1;
                    return Ok(text.into());
                }
                '\\' => text.push(self.escape()?),
                '\0'..='\u{1f}' => return Err(self.at),
                other => {
                    self.at += other.len_utf8();
                    text.push(other);
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, usize> {
        let start = self.at;
        self.at += 2;
        Ok(match self.text.as_bytes().get(start + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(start),
            _ => return Err(start),
        })
    }

    /// The character of `\uXXXX`, or of two of them. Half a pair, which Python keeps, is no character here.
    fn unicode(&mut self, start: usize) -> Result<char, usize> {
        let first = self.hexadecimal().ok_or(start)?;
        if (0xd800..0xdc00).contains(&first) && self.rest().starts_with("\\u") {
            let behind_first = self.at;
            self.at += 2;
            match self.hexadecimal() {
                Some(second) if (0xdc00..0xe000).contains(&second) => {
                    let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                    return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                _ => self.at = behind_first,
            }
        }
        Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn hexadecimal(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }

    fn number(&mut self) -> Result<Value, usize> {
        let start = self.at;
        self.take(b'-');
        let first = self.at;
        self.digits();
        if self.at == first || (self.text.as_bytes()[first] == b'0' && self.at > first + 1) {
            // Python reads the leading zero and then trips over what follows.
            return Err(if self.at == first { start } else { first + 1 });
        }
        let integer_end = self.at;
        if self.take(b'.') {
            let fraction = self.at;
            self.digits();
            if self.at == fraction {
                self.at = integer_end;
            }
        }
        let before_exponent = self.at;
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if !self.take(b'+') {
                self.take(b'-');
            }
            let exponent = self.at;
            self.digits();
            if self.at == exponent {
                self.at = before_exponent;
            }
        }
        let text = &self.text[start..self.at];
        if self.at > integer_end {
            return text.parse().map(Value::Float).map_err(|_| start);
        }
        Ok(match text.parse() {
            Ok(number) => Value::Integer(number),
            Err(_) => Value::BigInteger(text.into()),
        })
    }

    fn digits(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests;
