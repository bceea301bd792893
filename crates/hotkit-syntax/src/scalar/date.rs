//! YAML 1.1 timestamps. They are text to Heat, save where pure-Python PyYAML gave the answer.

use std::fmt::Write as _;

/// True where a plain scalar is a timestamp to PyYAML's resolver.
pub(super) fn is_implicit(text: &str) -> bool {
    text.as_bytes().get(4) == Some(&b'-') && read(text).is_some_and(|stamp| stamp.time.is_some() || text.len() == 10)
}

/// The date or time in ISO 8601 as Python's `isoformat` prints it, or Python's exception.
pub(super) fn iso(text: &str) -> Result<String, String> {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let Some(stamp) = read(body) else {
        return Err("AttributeError: 'NoneType' object has no attribute 'groupdict'".to_owned());
    };
    let (year, month, day) = (stamp.year, stamp.month, stamp.day);
    if year == 0 {
        return Err("ValueError: year 0 is out of range".to_owned());
    }
    if !(1..=12).contains(&month) {
        return Err("ValueError: month must be in 1..12".to_owned());
    }
    if day == 0 || day > days_in_month(year, month) {
        return Err("ValueError: day is out of range for month".to_owned());
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    match stamp.time {
        None => Ok(date),
        Some(time) => Ok(date + &time_iso(&time)?),
    }
}

struct Stamp {
    year: u32,
    month: u32,
    day: u32,
    time: Option<Time>,
}

struct Time {
    hour: u32,
    minute: u32,
    second: u32,
    microsecond: u32,
    /// Minutes east of Greenwich.
    zone: Option<i32>,
}

fn time_iso(time: &Time) -> Result<String, String> {
    for (name, value, most) in [
        ("hour", time.hour, 23),
        ("minute", time.minute, 59),
        ("second", time.second, 59),
    ] {
        if value > most {
            return Err(format!("ValueError: {name} must be in 0..{most}"));
        }
    }
    let mut shown = format!("T{:02}:{:02}:{:02}", time.hour, time.minute, time.second);
    if time.microsecond > 0 {
        let _ = write!(shown, ".{:06}", time.microsecond);
    }
    if let Some(zone) = time.zone {
        if zone.abs() >= 24 * 60 {
            return Err(
                "ValueError: offset must be a timedelta strictly between -timedelta(hours=24) and \
                        timedelta(hours=24)"
                    .to_owned(),
            );
        }
        let sign = if zone < 0 { '-' } else { '+' };
        let _ = write!(shown, "{sign}{:02}:{:02}", zone.abs() / 60, zone.abs() % 60);
    }
    Ok(shown)
}

fn days_in_month(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Takes the text apart by the pattern of PyYAML's constructor.
fn read(text: &str) -> Option<Stamp> {
    let mut rest = Rest(text.as_bytes());
    let year = rest.digits(4, 4)?;
    rest.expect(b'-')?;
    let month = rest.digits(1, 2)?;
    rest.expect(b'-')?;
    let day = rest.digits(1, 2)?;
    let time = if rest.0.is_empty() { None } else { Some(rest.time()?) };
    rest.0.is_empty().then_some(Stamp { year, month, day, time })
}

struct Rest<'t>(&'t [u8]);

impl Rest<'_> {
    fn time(&mut self) -> Option<Time> {
        if self.expect(b'T').or_else(|| self.expect(b't')).is_none() && self.blanks() == 0 {
            return None;
        }
        let hour = self.digits(1, 2)?;
        self.expect(b':')?;
        let minute = self.digits(2, 2)?;
        self.expect(b':')?;
        let second = self.digits(2, 2)?;
        let microsecond = if self.expect(b'.').is_some() {
            self.fraction()
        } else {
            0
        };
        let zone = if self.0.is_empty() { None } else { Some(self.zone()?) };
        Some(Time {
            hour,
            minute,
            second,
            microsecond,
            zone,
        })
    }

    /// Millionths from digits of any number; more than six are cut off.
    fn fraction(&mut self) -> u32 {
        let mut value = 0;
        let mut count = 0;
        while let Some(digit) = self.digits(1, 1) {
            if count < 6 {
                value = value * 10 + digit;
            }
            count += 1;
        }
        (count..6).fold(value, |value, _| value * 10)
    }

    fn zone(&mut self) -> Option<i32> {
        self.blanks();
        if self.expect(b'Z').is_some() {
            return Some(0);
        }
        let sign = if self.expect(b'-').is_some() {
            -1
        } else {
            self.expect(b'+')?;
            1
        };
        let hours = self.digits(1, 2)?;
        let minutes = if self.expect(b':').is_some() {
            self.digits(2, 2)?
        } else {
            0
        };
        Some(sign * (hours * 60 + minutes) as i32)
    }

    fn blanks(&mut self) -> usize {
        let len = self.0.iter().take_while(|it| matches!(it, b' ' | b'\t')).count();
        self.0 = &self.0[len..];
        len
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        let (first, rest) = self.0.split_first()?;
        (*first == byte).then(|| self.0 = rest)
    }

    fn digits(&mut self, least: usize, most: usize) -> Option<u32> {
        let len = self.0.iter().take(most).take_while(|it| it.is_ascii_digit()).count();
        if len < least {
            return None;
        }
        let (digits, rest) = self.0.split_at(len);
        self.0 = rest;
        Some(
            digits
                .iter()
                .fold(0, |value, digit| value * 10 + u32::from(digit - b'0')),
        )
    }
}
