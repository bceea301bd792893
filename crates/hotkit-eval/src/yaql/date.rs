//! Dates and spans of time, as Python's `datetime` has them: whole microseconds, the years 1 to 9999, every date with an
//! offset from UTC.

use super::fault::{Stop, ValueProblem, YaqlFault};
use super::value::Res;
use crate::calendar::{date_of, days_of, days_since_1970};

pub(super) const SECOND: i128 = 1_000_000;
pub(super) const MINUTE: i128 = 60 * SECOND;
pub(super) const HOUR: i128 = 60 * MINUTE;
pub(super) const DAY: i128 = 24 * HOUR;

/// Days of the longest span.
const MOST_DAYS: i128 = 999_999_999;

/// Integers up to which a number with a point is exact.
const EXACT: u128 = 1 << 53;

/// A span of time within Python's bounds, in microseconds.
///
/// # Errors
/// Python's `OverflowError` for anything longer.
pub(super) fn span(microseconds: i128) -> Res<i128> {
    let days = microseconds.div_euclid(DAY);
    if (-MOST_DAYS..=MOST_DAYS).contains(&days) {
        Ok(microseconds)
    } else {
        Err(YaqlFault::Overflow.into())
    }
}

/// A span of so many microseconds, half of one to the even neighbour.
pub(super) fn span_of_float(microseconds: f64) -> Res<i128> {
    if microseconds.is_nan() {
        return Err(ValueProblem::NanAsInteger.into());
    }
    if microseconds.is_infinite() {
        return Err(YaqlFault::Overflow.into());
    }
    // A longer one is out of bounds whatever its digits are.
    span(microseconds.clamp(-1e30, 1e30).round_ties_even() as i128)
}

/// The quotient of two integers as Python divides them, correctly rounded.
pub(super) fn quotient(left: i128, right: i128) -> Res<f64> {
    if right == 0 {
        return Err(YaqlFault::DivisionByZero.into());
    }
    if left.unsigned_abs() >= EXACT || right.unsigned_abs() >= EXACT {
        return Err(Stop::not_implemented("yaql: a division of so long a time"));
    }
    Ok(left as f64 / right as f64)
}

/// A moment on the clock of a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Date {
    /// Microseconds since the start of 1970 there.
    local: i128,
    /// How far its clock is ahead of UTC, in microseconds: less than a day.
    pub(super) offset: i128,
}

/// A date in parts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts {
    pub(super) year: i128,
    pub(super) month: i128,
    pub(super) day: i128,
    pub(super) hour: i128,
    pub(super) minute: i128,
    pub(super) second: i128,
    pub(super) microsecond: i128,
}

impl Parts {
    /// The date of them.
    ///
    /// # Errors
    /// Python's `ValueError` where there is no such date.
    pub(super) fn date(self, offset: i128) -> Res<Date> {
        let all = [
            self.year,
            self.month,
            self.day,
            self.hour,
            self.minute,
            self.second,
            self.microsecond,
        ];
        if all.iter().any(|part| i32::try_from(*part).is_err()) {
            return Err(YaqlFault::Overflow.into());
        }
        let is_date = (1..=9999).contains(&self.year)
            && (1..=12).contains(&self.month)
            && (1..=i128::from(days_of(self.year as i64, self.month as i64))).contains(&self.day);
        let is_time = (0..24).contains(&self.hour)
            && (0..60).contains(&self.minute)
            && (0..60).contains(&self.second)
            && (0..SECOND).contains(&self.microsecond);
        if !is_date || !is_time {
            return Err(ValueProblem::NoSuchDate.into());
        }
        let days = days_since_1970(self.year as i64, self.month as i64, self.day as i64);
        let time = self.hour * HOUR + self.minute * MINUTE + self.second * SECOND + self.microsecond;
        Date::at(i128::from(days) * DAY + time, offset)
    }
}

impl Date {
    /// The date of a local time.
    ///
    /// # Errors
    /// Python's `OverflowError` outside of the years 1 to 9999.
    pub(super) fn at(local: i128, offset: i128) -> Res<Date> {
        // Python takes such an offset and fails only when it is used.
        if offset.abs() >= DAY {
            return Err(Stop::not_implemented("yaql: an offset of a day or more"));
        }
        let first = i128::from(days_since_1970(1, 1, 1)) * DAY;
        let end = i128::from(days_since_1970(10_000, 1, 1)) * DAY;
        if (first..end).contains(&local) {
            Ok(Date { local, offset })
        } else {
            Err(YaqlFault::Overflow.into())
        }
    }

    pub(super) fn parts(self) -> Parts {
        let days = self.local.div_euclid(DAY);
        let time = self.local.rem_euclid(DAY);
        let (year, month, day) = date_of(days as i64);
        Parts {
            year: i128::from(year),
            month: i128::from(month),
            day: i128::from(day),
            hour: time / HOUR,
            minute: time / MINUTE % 60,
            second: time / SECOND % 60,
            microsecond: time % SECOND,
        }
    }

    /// The start of its day.
    pub(super) fn midnight(self) -> Date {
        Date {
            local: self.local.div_euclid(DAY) * DAY,
            ..self
        }
    }

    /// The time since midnight.
    pub(super) fn time(self) -> i128 {
        self.local.rem_euclid(DAY)
    }

    /// 0 for Monday.
    pub(super) fn weekday(self) -> i128 {
        // The first of January 1970 was a Thursday.
        (self.local.div_euclid(DAY) + 3).rem_euclid(7)
    }

    /// The day of its year, from 1.
    pub(super) fn day_of_year(self) -> i128 {
        let first = days_since_1970(self.parts().year as i64, 1, 1);
        self.local.div_euclid(DAY) - i128::from(first) + 1
    }

    pub(super) fn plus(self, span: i128) -> Res<Date> {
        Date::at(self.local + span, self.offset)
    }

    /// Microseconds since 1970 in UTC: by these dates are compared.
    pub(super) fn moment(self) -> i128 {
        self.local - self.offset
    }

    /// What YAQL says are the seconds since 1970: it takes the offset off twice.
    pub(super) fn timestamp(self) -> Res<f64> {
        let shifted = self.plus(-self.offset)?.moment();
        let sign = if shifted < 0 { "-" } else { "" };
        let (seconds, rest) = (shifted.abs() / SECOND, shifted.abs() % SECOND);
        // Read from its digits it is correctly rounded, as Python's is.
        Ok(format!("{sign}{seconds}.{rest:06}").parse().unwrap_or(f64::NAN))
    }

    /// What `str` gives.
    pub(super) fn text(self) -> String {
        let it = self.parts();
        let mut text = format!(
            "{:04}-{:02}-{:02} {:02}:{:02}:{:02}",
            it.year, it.month, it.day, it.hour, it.minute, it.second
        );
        if it.microsecond != 0 {
            text.push_str(&format!(".{:06}", it.microsecond));
        }
        text + &self.offset_text(":")
    }

    fn offset_text(self, colon: &str) -> String {
        let sign = if self.offset < 0 { '-' } else { '+' };
        let offset = self.offset.abs();
        let mut text = format!("{sign}{:02}{colon}{:02}", offset / HOUR, offset / MINUTE % 60);
        if offset % MINUTE != 0 {
            text.push_str(&format!("{colon}{:02}", offset / SECOND % 60));
        }
        if offset % SECOND != 0 {
            text.push_str(&format!(".{:06}", offset % SECOND));
        }
        text
    }

    /// The date in a format of C's `strftime`, in the language of its standard.
    pub(super) fn formatted(self, format: &str) -> Res<String> {
        const DAYS: [&str; 7] = [
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
            "Sunday",
        ];
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let it = self.parts();
        let unknown = || Stop::not_implemented("yaql: such a format of a date");
        // Years of fewer digits are written differently from system to system.
        if it.year < 1000 {
            return Err(unknown());
        }
        let weekday = DAYS[self.weekday() as usize];
        let month = MONTHS[(it.month - 1) as usize];
        let hour = (it.hour + 11) % 12 + 1;
        let half = if it.hour < 12 { "AM" } else { "PM" };
        // Weeks that begin on Sunday, and on Monday.
        let from_sunday = (self.day_of_year() + 6 - (self.weekday() + 1) % 7) / 7;
        let from_monday = (self.day_of_year() + 6 - self.weekday()) / 7;
        let mut text = String::new();
        let mut rest = format;
        while let Some(place) = rest.find('%') {
            text.push_str(&rest[..place]);
            let letter = rest[place + 1..].chars().next().ok_or_else(unknown)?;
            rest = &rest[place + 1 + letter.len_utf8()..];
            text.push_str(&match letter {
                'a' => weekday[..3].to_owned(),
                'A' => weekday.to_owned(),
                'b' | 'h' => month[..3].to_owned(),
                'B' => month.to_owned(),
                'c' => self.formatted("%a %b %e %H:%M:%S %Y")?,
                'C' => format!("{:02}", it.year / 100),
                'd' => format!("{:02}", it.day),
                'D' | 'x' => self.formatted("%m/%d/%y")?,
                'e' => format!("{:2}", it.day),
                'f' => format!("{:06}", it.microsecond),
                'F' => self.formatted("%Y-%m-%d")?,
                'H' => format!("{:02}", it.hour),
                'I' => format!("{hour:02}"),
                'j' => format!("{:03}", self.day_of_year()),
                'm' => format!("{:02}", it.month),
                'M' => format!("{:02}", it.minute),
                'n' => "\n".to_owned(),
                'p' => half.to_owned(),
                'r' => self.formatted("%I:%M:%S %p")?,
                'R' => self.formatted("%H:%M")?,
                'S' => format!("{:02}", it.second),
                't' => "\t".to_owned(),
                'T' | 'X' => self.formatted("%H:%M:%S")?,
                'u' => (self.weekday() + 1).to_string(),
                'U' => format!("{from_sunday:02}"),
                'w' => ((self.weekday() + 1) % 7).to_string(),
                'W' => format!("{from_monday:02}"),
                'y' => format!("{:02}", it.year % 100),
                'Y' => it.year.to_string(),
                'z' => self.offset_text(""),
                'Z' if self.offset == 0 => "UTC".to_owned(),
                'Z' => String::new(),
                '%' => "%".to_owned(),
                _ => return Err(unknown()),
            });
        }
        text.push_str(rest);
        Ok(text)
    }

    /// The date of a text such as `2020-01-02T03:04:05Z`. The engine guesses at texts of any form, which is not followed.
    pub(super) fn read(text: &str) -> Res<Date> {
        Self::of_iso(text).unwrap_or_else(|| Err(Stop::not_implemented("yaql: a date of such a form")))
    }

    fn of_iso(text: &str) -> Option<Res<Date>> {
        let mut reader = Reader { rest: text };
        let mut parts = Parts {
            year: reader.number(4)?,
            month: reader.after('-')?.number(2)?,
            day: reader.after('-')?.number(2)?,
            hour: 0,
            minute: 0,
            second: 0,
            microsecond: 0,
        };
        let mut offset = 0;
        if !reader.rest.is_empty() {
            if reader.after('T').is_none() {
                reader.after(' ')?;
            }
            parts.hour = reader.number(2)?;
            parts.minute = reader.after(':')?.number(2)?;
            if reader.after(':').is_some() {
                parts.second = reader.number(2)?;
                if reader.after('.').is_some() {
                    parts.microsecond = reader.fraction()?;
                }
            }
            offset = reader.offset()?;
        }
        // What is no date by this reading may be one by another.
        let date = parts.date(offset);
        (reader.rest.is_empty() && parts.year >= 1000 && date.is_ok()).then_some(date)
    }
}

struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn after(&mut self, sign: char) -> Option<&mut Self> {
        self.rest = self.rest.strip_prefix(sign)?;
        Some(self)
    }

    fn number(&mut self, digits: usize) -> Option<i128> {
        let text = self.rest.get(..digits)?;
        let number = text
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| text.parse().ok())?;
        self.rest = &self.rest[digits..];
        number
    }

    /// Up to six digits after the point.
    fn fraction(&mut self) -> Option<i128> {
        let count = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        if !(1..=6).contains(&count) {
            return None;
        }
        let number = self.number(count)?;
        Some(number * 10_i128.pow(6 - count as u32))
    }

    /// The offset at the end; without one it is UTC.
    fn offset(&mut self) -> Option<i128> {
        if self.rest.is_empty() || self.after('Z').is_some() {
            return Some(0);
        }
        let sign = match self.after('+') {
            Some(_) => 1,
            None => {
                self.after('-')?;
                -1
            }
        };
        let hours = self.number(2)?;
        let minutes = self.after(':')?.number(2)?;
        (hours < 24 && minutes < 60).then_some(sign * (hours * HOUR + minutes * MINUTE))
    }
}

/// What `str` gives of a span.
pub(super) fn span_text(span: i128) -> String {
    let (days, time) = (span.div_euclid(DAY), span.rem_euclid(DAY));
    let mut text = match days {
        0 => String::new(),
        1 | -1 => format!("{days} day, "),
        _ => format!("{days} days, "),
    };
    text.push_str(&format!(
        "{}:{:02}:{:02}",
        time / HOUR,
        time / MINUTE % 60,
        time / SECOND % 60
    ));
    if time % SECOND != 0 {
        text.push_str(&format!(".{:06}", time % SECOND));
    }
    text
}

/// Python's `repr` of a span.
pub(super) fn span_repr(span: i128) -> String {
    let (days, time) = (span.div_euclid(DAY), span.rem_euclid(DAY));
    let parts = [
        ("days", days),
        ("seconds", time / SECOND),
        ("microseconds", time % SECOND),
    ];
    let shown: Vec<String> = parts
        .iter()
        .filter(|(_, number)| *number != 0)
        .map(|(name, number)| format!("{name}={number}"))
        .collect();
    match shown.is_empty() {
        true => "datetime.timedelta(0)".to_owned(),
        false => format!("datetime.timedelta({})", shown.join(", ")),
    }
}
