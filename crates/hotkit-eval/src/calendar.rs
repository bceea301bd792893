//! The Gregorian calendar, extended to all years as Python extends it.

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Days of a month, from 1 to 12.
pub(crate) fn days_of(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from the first of January 1970 to a day of the Gregorian calendar.
pub(crate) fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let before = (1..month).map(|earlier| days_of(year, earlier)).sum::<i64>();
    days_before_year(year) - days_before_year(1970) + before + day - 1
}

/// Days from the first of January of the year 1 to that of `year`.
fn days_before_year(year: i64) -> i64 {
    let past = year - 1;
    past * 365 + past.div_euclid(4) - past.div_euclid(100) + past.div_euclid(400)
}

/// The year in which a day since 1970 lies.
pub(crate) fn year_of(days: i64) -> i64 {
    let days = days + days_before_year(1970);
    // No year is longer than 366 days, so this is the year or one of the few before it.
    let mut year = days.div_euclid(366) + 1;
    while days_before_year(year + 1) <= days {
        year += 1;
    }
    year
}

/// Year, month and day of a day since 1970.
pub(crate) fn date_of(days: i64) -> (i64, i64, i64) {
    let year = year_of(days);
    let mut left = days - days_since_1970(year, 1, 1);
    let mut month = 1;
    while left >= days_of(year, month) {
        left -= days_of(year, month);
        month += 1;
    }
    (year, month, left + 1)
}
