//! Cron expressions, as the croniter library (release 7) takes them apart.
//!
//! Five fields, or six with seconds at the end, or seven with years after those. The library puts a range into single
//! values and looks at each; what it does not look at (the end of a range that wraps round) passes.

use std::collections::BTreeSet;

/// More digits are not read as a number by Python.
const MOST_DIGITS: usize = 4300;
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const SHORTHANDS: [&str; 7] = [
    "@midnight",
    "@hourly",
    "@daily",
    "@weekly",
    "@monthly",
    "@yearly",
    "@annually",
];
const FIELDS: [Field; 7] = [
    Field::Minute,
    Field::Hour,
    Field::Day,
    Field::Month,
    Field::Weekday,
    Field::Second,
    Field::Year,
];

/// Whether the library takes an expression that is not empty.
pub(super) fn is_expression(value: &str) -> bool {
    let lower = value.to_lowercase();
    if SHORTHANDS.contains(&lower.as_str()) {
        return true;
    }
    let parts: Vec<&str> = lower
        .split([' ', '\t', '\n', '\r', '\x0b', '\x0c'])
        .filter(|part| !part.is_empty())
        .collect();
    (5..=7).contains(&parts.len())
        && FIELDS
            .iter()
            .zip(&parts)
            .all(|(field, part)| field.accepts(part).is_some())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Minute,
    Hour,
    Day,
    Month,
    Weekday,
    Second,
    Year,
}

/// What a field has been found to mean.
#[derive(Default)]
struct Values {
    numbers: BTreeSet<u32>,
    /// `*`, or `l` for the last day.
    others: BTreeSet<&'static str>,
    /// Weekdays with a count, as `2#3`, and last ones, as `l5`.
    counted_weekdays: BTreeSet<u32>,
}

/// A value that stands alone.
enum Value {
    Number(u32),
    Other(&'static str),
}

/// `low-high/step` and the like.
struct Range<'t> {
    low: &'t str,
    high: &'t str,
    step: Option<&'t str>,
}

impl Field {
    fn bounds(self) -> (u32, u32) {
        match self {
            Field::Minute | Field::Second => (0, 59),
            Field::Hour => (0, 23),
            Field::Day => (1, 31),
            Field::Month => (1, 12),
            Field::Weekday => (0, 6),
            Field::Year => (1970, 2099),
        }
    }

    /// `None` where the library refuses the field, here and below.
    fn accepts(self, text: &str) -> Option<()> {
        if let Some(random) = random_expression(text) {
            return random.accepted_in(self);
        }
        if text.contains('?') {
            return (text == "?" && matches!(self, Field::Day | Field::Weekday)).then_some(());
        }
        let mut values = Values::default();
        let count = text.split(',').count();
        for item in text.split(',') {
            if self == Field::Day
                && let Some(day) = nearest_weekday(item)
            {
                return (count == 1 && (1..=31).contains(&number(day)?)).then_some(());
            }
            self.item(item, &mut values)?;
        }
        values.weekdays_agree().then_some(())
    }

    fn item(self, item: &str, values: &mut Values) -> Option<()> {
        let mut item = item;
        let mut counted = false;
        let mut counted_last = false;
        if self == Field::Weekday {
            if let Some((weekdays, count)) = counted_weekday(item) {
                item = weekdays;
                counted = true;
                (1..=5).contains(&number(count)?).then_some(())?;
            } else if let Some(weekday) = item.strip_prefix('l').filter(|rest| is_digits(rest)) {
                item = weekday;
                counted_last = true;
            }
        }
        let (low, high) = self.bounds();
        let star = item
            .strip_prefix('*')
            .filter(|rest| rest.len() > 1 && rest.starts_with('/'));
        let whole = star.map(|step| format!("{low}-{high}{step}"));
        if let Some(range) = range(whole.as_deref().unwrap_or(item)) {
            return self.range(&range, false, counted, values);
        }
        let from = start_and_step(item).map(|(start, step)| format!("{start}-{high}/{step}"));
        if let Some(range) = from.as_deref().and_then(range) {
            return self.range(&range, true, counted, values);
        }
        let value = if item == "*" {
            Value::Other("*")
        } else if is_digits(item) {
            Value::Number(number(item)?)
        } else {
            self.word(item)?
        };
        match value {
            Value::Other(other) => {
                values.others.insert(other);
                Some(())
            }
            Value::Number(number) => self.add(number, counted || counted_last, values),
        }
    }

    fn range(self, range: &Range<'_>, start_with_step: bool, counted: bool, values: &mut Values) -> Option<()> {
        let (first, last) = self.bounds();
        let step = range.step.map_or(Some(1), number).filter(|step| *step > 0)?;
        let high = if self == Field::Day && range.high == "l" {
            "31"
        } else {
            range.high
        };
        let mut low = self.bound(range.low)?;
        let mut high = self.bound(high)?;
        if low.max(high) > last {
            return None;
        }
        let single = start_with_step && low == high;
        if low == high && !start_with_step {
            (low, high) = (first, last);
        }
        let step = usize::try_from(step).expect("32 bits fit");
        if single {
            self.add(low, counted, values)
        } else if low > high {
            (low..=last)
                .step_by(step)
                .try_for_each(|number| self.add(number, counted, values))?;
            // How far the last value before the turn lies from the end of the field.
            let reached = (low..=last).step_by(step).last()?;
            let skipped = usize::try_from(last - reached).expect("32 bits fit");
            let turn = usize::try_from(reached - first).expect("32 bits fit") + step;
            let length = usize::try_from(last - first + 1).expect("32 bits fit");
            let skip = if turn > length && skipped < step {
                step - skipped
            } else {
                0
            };
            let again = (first..=high).skip(skip).step_by(step);
            again
                .into_iter()
                .try_for_each(|number| self.add(number, counted, values))
        } else {
            (low..=high)
                .step_by(step)
                .try_for_each(|number| self.add(number, counted, values))
        }
    }

    /// An end of a range: a number or a name.
    fn bound(self, text: &str) -> Option<u32> {
        let number = if is_digits(text) {
            number(text)?
        } else {
            match self.word(text)? {
                Value::Number(number) => number,
                Value::Other(_) => return None,
            }
        };
        Some(self.alias(number))
    }

    /// Sunday may be the seventh day.
    fn alias(self, number: u32) -> u32 {
        if self == Field::Weekday && number == 7 {
            0
        } else {
            number
        }
    }

    fn word(self, text: &str) -> Option<Value> {
        let names: &[&str] = match self {
            Field::Day if text == "l" => return Some(Value::Other("l")),
            Field::Month => &MONTHS,
            Field::Weekday => &WEEKDAYS,
            _ => return None,
        };
        let index = names.iter().position(|name| *name == text)?;
        Some(Value::Number(
            self.bounds().0 + u32::try_from(index).expect("at most twelve names"),
        ))
    }

    fn add(self, number: u32, counted: bool, values: &mut Values) -> Option<()> {
        let number = self.alias(number);
        let (low, high) = self.bounds();
        if !(low..=high).contains(&number) {
            return None;
        }
        values.numbers.insert(number);
        if counted {
            values.counted_weekdays.insert(number);
        }
        Some(())
    }
}

impl Values {
    /// Weekdays with a count may not stand beside others without, unless that makes the whole week.
    fn weekdays_agree(&self) -> bool {
        self.counted_weekdays.is_empty()
            || self.numbers.is_subset(&self.counted_weekdays)
            || self.numbers.len() + self.others.len() == WEEKDAYS.len()
    }
}

/// `r`, `r(low-high)`, `r/step` or both: a random choice. `h` is one by an identifier, which the engine does not give.
struct Random<'t> {
    hashed: bool,
    bounds: Option<(&'t str, &'t str)>,
    step: Option<&'t str>,
}

impl Random<'_> {
    fn accepted_in(&self, field: Field) -> Option<()> {
        if self.hashed {
            return None;
        }
        if let Some((low, high)) = self.bounds {
            let (low, high) = (number(low)?, number(high)?);
            let (first, last) = field.bounds();
            let sound = |bound: u32| (first..=last).contains(&field.alias(bound));
            (low < high && sound(low) && sound(high)).then_some(())?;
        }
        match self.step {
            Some(step) => (number(step)? > 0).then_some(()),
            None => Some(()),
        }
    }
}

fn random_expression(text: &str) -> Option<Random<'_>> {
    let hashed = text.starts_with('h');
    let mut rest = text.strip_prefix(['h', 'r'])?;
    let mut bounds = None;
    if let Some(inner) = rest.strip_prefix('(') {
        let (range, after) = inner.split_once(')')?;
        bounds = Some(
            range
                .split_once('-')
                .filter(|(low, high)| is_digits(low) && is_digits(high))?,
        );
        rest = after;
    }
    let step = rest.strip_prefix('/').filter(|step| is_digits(step));
    (rest.is_empty() || step.is_some()).then_some(Random { hashed, bounds, step })
}

/// `15w` or `w15`: the weekday nearest to a day.
fn nearest_weekday(item: &str) -> Option<&str> {
    item.strip_suffix('w')
        .filter(|day| is_digits(day))
        .or(item.strip_prefix('w').filter(|day| is_digits(day)))
}

/// `2#3`, `mon#3` or `mon-fri#3`: weekdays and which of the month.
fn counted_weekday(item: &str) -> Option<(&str, &str)> {
    let (weekdays, count) = item.split_once('#')?;
    let is_word = !weekdays.is_empty()
        && weekdays
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let is_pair = |names: &[&str]| {
        weekdays
            .split_once('-')
            .is_some_and(|(from, to)| names.contains(&from) && names.contains(&to))
    };
    ((is_word || is_pair(&WEEKDAYS) || is_pair(&MONTHS)) && is_digits(count)).then_some((weekdays, count))
}

/// `low-high` or `low-high/step`. The low end may hold a stroke.
fn range(text: &str) -> Option<Range<'_>> {
    let (low, rest) = text.split_once('-')?;
    let (high, step) = match rest.split_once('/') {
        Some((high, step)) => (high, Some(Some(step).filter(|step| is_digits(step))?)),
        None => (rest, None),
    };
    (!low.is_empty() && !high.is_empty() && !high.contains('-')).then_some(Range { low, high, step })
}

/// `start/step`, split at the last stroke that has something on both sides.
fn start_and_step(item: &str) -> Option<(&str, &str)> {
    let end = item.char_indices().next_back()?.0;
    let stroke = item[..end].rfind('/').filter(|stroke| *stroke > 0)?;
    Some((&item[..stroke], &item[stroke + 1..]))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Digits as Python's `int` reads them, cut off at the largest number; `None` for more digits than it reads.
fn number(digits: &str) -> Option<u32> {
    let append = |number: u32, digit: u8| number.saturating_mul(10).saturating_add(u32::from(digit - b'0'));
    (digits.len() <= MOST_DIGITS).then(|| digits.bytes().fold(0, append))
}
