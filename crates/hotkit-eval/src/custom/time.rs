//! Dates and times of ISO 8601, as the library reads them that Heat asks.

use std::sync::LazyLock;

use super::{CustomVerdict, verdict};
use crate::calendar::{days_of, days_since_1970, year_of};
use crate::pattern::{Groups, Pattern, compile, is_space};

/// Year, month and day each with or without hyphens, then hour, minute, second, fraction and offset.
///
/// A pattern because the library uses one and goes back in it: `2020-123` is the 23rd of January. The `$` at the end
/// leaves room for a line feed.
const SHAPE: &str = concat!(
    r"([0-9]{4})(?:(?:-([0-9]{1,2})|([0-9]{2})(?!$))(?:(?:-([0-9]{1,2})|([0-9]{2}))",
    r"(?:[ T]([0-9]{2})(?::?([0-9]{2}))?(?::?([0-9]{1,2})(?:[.,]([0-9]+))?)?",
    r"(Z|([-+])([0-9]{2}):?([0-9]{2})?)?)?)?)?$",
);
static DATE: LazyLock<Pattern> = LazyLock::new(|| compile(SHAPE).expect("the pattern is sound"));

/// Digits that Python's decimal numbers keep.
const PRECISION: usize = 28;
const SECONDS_PER_DAY: i64 = 86_400;

/// `iso_8601`.
pub(super) fn check_date(value: &str) -> CustomVerdict {
    match moment(value) {
        None => CustomVerdict::NotChecked,
        Some(moment) => verdict(moment.is_some()),
    }
}

/// `expiration`: a date in the future, or empty text.
pub(super) fn check_expiration(value: &str, now: Option<i64>) -> CustomVerdict {
    if value.is_empty() {
        return CustomVerdict::Valid;
    }
    let stripped = value.trim_matches(|character| is_space(u32::from(character)));
    let Some(moment) = moment(stripped) else {
        return CustomVerdict::NotChecked;
    };
    // A date that the offset moves out of the years 1 to 9999 is refused.
    let Some(moment) = moment.filter(|moment| (1..=9999).contains(&moment.year_in_utc())) else {
        return CustomVerdict::Invalid;
    };
    super::note_clock();
    match now {
        None => CustomVerdict::NotChecked,
        Some(now) => verdict(moment.seconds > now || (moment.seconds == now && moment.microseconds > 0)),
    }
}

/// A moment that the text names, in UTC.
struct Moment {
    /// Since 1970.
    seconds: i64,
    microseconds: i64,
}

impl Moment {
    fn year_in_utc(&self) -> i64 {
        year_of(self.seconds.div_euclid(SECONDS_PER_DAY))
    }
}

/// `Some(None)` where the library refuses the text; `None` where the text is too long to say.
fn moment(value: &str) -> Option<Option<Moment>> {
    let characters: Vec<char> = value.chars().collect();
    let groups = DATE.groups(&characters)?;
    Some(groups.and_then(|groups| {
        Parts {
            characters: &characters,
            groups,
        }
        .moment()
    }))
}

struct Parts<'t> {
    characters: &'t [char],
    groups: Groups,
}

impl Parts<'_> {
    fn moment(&self) -> Option<Moment> {
        let year = self.number(1).filter(|year| *year >= 1)?;
        let month = self.number(2).or(self.number(3)).unwrap_or(1);
        let day = self.number(4).or(self.number(5)).unwrap_or(1);
        let hour = self.number(6).unwrap_or(0);
        let minute = self.number(7).unwrap_or(0);
        let second = self.number(8).unwrap_or(0);
        let sound = (1..=12).contains(&month)
            && (1..=days_of(year, month)).contains(&day)
            && hour < 24
            && minute < 60
            && second < 60;
        let microseconds = self.microseconds().filter(|_| sound)?;
        let offset = self.offset_in_minutes()?;
        let seconds = days_since_1970(year, month, day) * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second;
        Some(Moment {
            seconds: seconds - offset * 60,
            microseconds,
        })
    }

    /// `None` where rounding makes a full second of the fraction, which the library cannot hold.
    fn microseconds(&self) -> Option<i64> {
        let Some(fraction) = self.text(9) else { return Some(0) };
        let kept = &fraction[..fraction.len().min(PRECISION)];
        let rounded_up = fraction.get(PRECISION).is_some_and(|digit| *digit >= '5');
        if rounded_up && kept.iter().all(|digit| *digit == '9') {
            return None;
        }
        Some((0..6).fold(0, |sum, index| {
            sum * 10 + fraction.get(index).copied().map_or(0, digit_value)
        }))
    }

    /// `None` for a day or more.
    fn offset_in_minutes(&self) -> Option<i64> {
        let minutes = self.number(12).unwrap_or(0) * 60 + self.number(13).unwrap_or(0);
        let sign = if self.text(11) == Some(&['-']) { -1 } else { 1 };
        (minutes < 24 * 60).then_some(sign * minutes)
    }

    fn text(&self, group: usize) -> Option<&[char]> {
        self.groups[group - 1].clone().map(|range| &self.characters[range])
    }

    /// At most four digits.
    fn number(&self, group: usize) -> Option<i64> {
        Some(
            self.text(group)?
                .iter()
                .fold(0, |sum, digit| sum * 10 + digit_value(*digit)),
        )
    }
}

fn digit_value(digit: char) -> i64 {
    digit.to_digit(10).map_or(0, i64::from)
}
