//! Dates and spans of time. What the time is now is not known.

use super::super::call::{Arguments, Fallback, Kind, Overload, Param, optional, param};
use super::super::date::{DAY, Date, HOUR, MINUTE, Parts, SECOND, quotient, span, span_of_float};
use super::super::fault::{Stop, TypeProblem, ValueProblem, YaqlFault};
use super::super::machine::Machine;
use super::super::value::{Res, V};
use super::not_computed;
use super::operators::as_float;

const DATE: &[Param] = &[param("dt", Kind::Date)];
const SPAN: &[Param] = &[param("timespan", Kind::Span)];
const TWO_DATES: &[Param] = &[param("dt1", Kind::Date), param("dt2", Kind::Date)];
const TWO_SPANS: &[Param] = &[param("ts1", Kind::Span), param("ts2", Kind::Span)];
const DATE_AND_SPAN: &[Param] = &[param("dt", Kind::Date), param("ts", Kind::Span)];
const SPAN_AND_NUMBER: &[Param] = &[param("ts", Kind::Span), param("n", Kind::Number)];
const ONE_SPAN: &[Param] = &[param("ts", Kind::Span)];
const OF_PARTS: &[Param] = &[
    param("year", Kind::Int),
    param("month", Kind::Int),
    param("day", Kind::Int),
    optional("hour", Kind::Int, Fallback::Int(0)),
    optional("minute", Kind::Int, Fallback::Int(0)),
    optional("second", Kind::Int, Fallback::Int(0)),
    optional("microsecond", Kind::Int, Fallback::Int(0)),
    optional("offset", Kind::Span, Fallback::Nothing),
];
const REPLACED: &[Param] = &[
    param("dt", Kind::Date),
    optional("year", Kind::IntOrNull, Fallback::Null),
    optional("month", Kind::IntOrNull, Fallback::Null),
    optional("day", Kind::IntOrNull, Fallback::Null),
    optional("hour", Kind::IntOrNull, Fallback::Null),
    optional("minute", Kind::IntOrNull, Fallback::Null),
    optional("second", Kind::IntOrNull, Fallback::Null),
    optional("microsecond", Kind::IntOrNull, Fallback::Null),
    optional("offset", Kind::SpanOrNull, Fallback::Null),
];
const SPAN_PARTS: &[Param] = &[
    optional("days", Kind::Int, Fallback::Int(0)),
    optional("hours", Kind::Int, Fallback::Int(0)),
    optional("minutes", Kind::Int, Fallback::Int(0)),
    optional("seconds", Kind::Integer, Fallback::Int(0)),
    optional("milliseconds", Kind::Integer, Fallback::Int(0)),
    optional("microseconds", Kind::Integer, Fallback::Int(0)),
];

/// Properties of dates and spans are functions with names of their own.
const fn property(name: &'static str, params: &'static [Param], run: super::super::call::Run) -> Overload {
    Overload::function(name, params, run)
}

pub(super) const TABLE: &[Overload] = &[
    Overload::function("datetime", OF_PARTS, |_, mut it| {
        let offset = offset(it.given(7))?;
        Ok(V::Date(parts(&mut it, 0)?.date(offset)?))
    }),
    Overload::function(
        "datetime",
        &[
            param("timestamp", Kind::Number),
            optional("offset", Kind::Span, Fallback::Nothing),
        ],
        of_timestamp,
    ),
    Overload::function(
        "datetime",
        &[
            param("string", Kind::Str),
            optional("format", Kind::StrOrNull, Fallback::Null),
        ],
        |_, mut it| match it.text_if_any(1)? {
            Some(format) if !format.is_empty() => Err(Stop::not_implemented("yaql: a date by a format")),
            _ => Ok(V::Date(Date::read(&it.text(0)?)?)),
        },
    ),
    Overload::function("timespan", SPAN_PARTS, |_, mut it| {
        let mut total: i128 = 0;
        for (index, unit) in [DAY, HOUR, MINUTE, SECOND, 1000, 1].into_iter().enumerate() {
            let part = it.int(index)?.checked_mul(unit).ok_or(YaqlFault::Overflow)?;
            total = total.checked_add(part).ok_or(YaqlFault::Overflow)?;
        }
        Ok(V::Span(span(total)?))
    }),
    Overload::function("now", &[], not_computed).rest(Kind::Any).any_name(),
    Overload::function("localtz", &[], not_computed),
    Overload::function("utctz", &[], |_, _| Ok(V::Span(0))),
    Overload::function("isDatetime", &[param("value", Kind::Any)], |_, it| {
        super::control::is(it, |it| matches!(it, V::Date(_)))
    }),
    Overload::function("isTimespan", &[param("value", Kind::Any)], |_, it| {
        super::control::is(it, |it| matches!(it, V::Span(_)))
    }),
    Overload::function("#operator_+", DATE_AND_SPAN, |_, mut it| {
        Ok(V::Date(date(&mut it, 0)?.plus(time(&mut it, 1)?)?))
    }),
    Overload::function(
        "#operator_+",
        &[param("ts", Kind::Span), param("dt", Kind::Date)],
        |_, mut it| Ok(V::Date(date(&mut it, 1)?.plus(time(&mut it, 0)?)?)),
    ),
    Overload::function("#operator_+", TWO_SPANS, |_, mut it| {
        Ok(V::Span(span(time(&mut it, 0)? + time(&mut it, 1)?)?))
    }),
    Overload::function("#operator_-", DATE_AND_SPAN, |_, mut it| {
        Ok(V::Date(date(&mut it, 0)?.plus(-time(&mut it, 1)?)?))
    }),
    Overload::function("#operator_-", TWO_DATES, |_, mut it| {
        Ok(V::Span(date(&mut it, 0)?.moment() - date(&mut it, 1)?.moment()))
    }),
    Overload::function("#operator_-", TWO_SPANS, |_, mut it| {
        Ok(V::Span(span(time(&mut it, 0)? - time(&mut it, 1)?)?))
    }),
    Overload::function("#operator_*", SPAN_AND_NUMBER, |_, mut it| multiplied(&mut it, 0, 1)),
    Overload::function(
        "#operator_*",
        &[param("n", Kind::Number), param("ts", Kind::Span)],
        |_, mut it| multiplied(&mut it, 1, 0),
    ),
    Overload::function("#operator_/", TWO_SPANS, |_, mut it| {
        let (left, right) = (time(&mut it, 0)?, time(&mut it, 1)?);
        if right == 0 {
            return Err(YaqlFault::DivisionByZero.into());
        }
        Ok(V::Float(left as f64 / right as f64))
    }),
    Overload::function("#operator_/", SPAN_AND_NUMBER, divided),
    Overload::function("#unary_operator_-", ONE_SPAN, |_, mut it| {
        Ok(V::Span(span(-time(&mut it, 0)?)?))
    }),
    Overload::function("#unary_operator_+", ONE_SPAN, |_, mut it| Ok(it.value(0))),
    Overload::function("#operator_<", TWO_DATES, |_, it| {
        by_moment(it, |left, right| left < right)
    }),
    Overload::function("#operator_<=", TWO_DATES, |_, it| {
        by_moment(it, |left, right| left <= right)
    }),
    Overload::function("#operator_>", TWO_DATES, |_, it| {
        by_moment(it, |left, right| left > right)
    }),
    Overload::function("#operator_>=", TWO_DATES, |_, it| {
        by_moment(it, |left, right| left >= right)
    }),
    Overload::function("#operator_<", TWO_SPANS, |_, it| {
        by_length(it, |left, right| left < right)
    }),
    Overload::function("#operator_<=", TWO_SPANS, |_, it| {
        by_length(it, |left, right| left <= right)
    }),
    Overload::function("#operator_>", TWO_SPANS, |_, it| {
        by_length(it, |left, right| left > right)
    }),
    Overload::function("#operator_>=", TWO_SPANS, |_, it| {
        by_length(it, |left, right| left >= right)
    }),
    Overload::method("replace", REPLACED, replace),
    Overload::method(
        "format",
        &[param("dt", Kind::Date), param("format", Kind::Str)],
        |_, mut it| Ok(V::text(date(&mut it, 0)?.formatted(&it.text(1)?)?)),
    ),
    property("#property#year", DATE, |_, it| part(it, |it| it.year)),
    property("#property#month", DATE, |_, it| part(it, |it| it.month)),
    property("#property#day", DATE, |_, it| part(it, |it| it.day)),
    property("#property#hour", DATE, |_, it| part(it, |it| it.hour)),
    property("#property#minute", DATE, |_, it| part(it, |it| it.minute)),
    property("#property#second", DATE, |_, it| part(it, |it| it.second)),
    property("#property#microsecond", DATE, |_, it| part(it, |it| it.microsecond)),
    property("#property#weekday", DATE, |_, mut it| {
        Ok(V::Int(date(&mut it, 0)?.weekday()))
    }),
    property("#property#date", DATE, |_, mut it| {
        Ok(V::Date(date(&mut it, 0)?.midnight()))
    }),
    property("#property#time", DATE, |_, mut it| {
        Ok(V::Span(date(&mut it, 0)?.time()))
    }),
    property("#property#utc", DATE, |_, mut it| {
        let date = date(&mut it, 0)?;
        Ok(V::Date(date.plus(-date.offset)?))
    }),
    property("#property#offset", DATE, |_, mut it| {
        Ok(V::Span(date(&mut it, 0)?.offset))
    }),
    property("#property#timestamp", DATE, |_, mut it| {
        Ok(V::Float(date(&mut it, 0)?.timestamp()?))
    }),
    property("#property#days", SPAN, |_, it| in_units(it, DAY)),
    property("#property#hours", SPAN, |_, it| in_units(it, HOUR)),
    property("#property#minutes", SPAN, |_, it| in_units(it, MINUTE)),
    property("#property#seconds", SPAN, |_, it| in_units(it, SECOND)),
    property("#property#milliseconds", SPAN, |_, it| in_units(it, 1000)),
    property("#property#microseconds", SPAN, |_, mut it| {
        Ok(V::Int(time(&mut it, 0)?))
    }),
];

fn date(it: &mut Arguments, index: usize) -> Res<Date> {
    match it.value(index) {
        V::Date(date) => Ok(date),
        _ => Err(TypeProblem::Operands.into()),
    }
}

fn time(it: &mut Arguments, index: usize) -> Res<i128> {
    match it.value(index) {
        V::Span(span) => Ok(span),
        _ => Err(TypeProblem::Operands.into()),
    }
}

fn offset(given: Option<V>) -> Res<i128> {
    match given {
        None => Ok(0),
        Some(V::Span(span)) => Ok(span),
        Some(_) => Err(TypeProblem::Operands.into()),
    }
}

/// Seven integers from `first` on.
fn parts(it: &mut Arguments, first: usize) -> Res<Parts> {
    let mut number = |index: usize| it.int(first + index);
    Ok(Parts {
        year: number(0)?,
        month: number(1)?,
        day: number(2)?,
        hour: number(3)?,
        minute: number(4)?,
        second: number(5)?,
        microsecond: number(6)?,
    })
}

/// Beyond these seconds since 1970 it depends on the system what Python raises.
const FARTHEST: f64 = 1e12;

fn of_timestamp(_: &mut Machine, mut it: Arguments) -> Res<V> {
    let offset = offset(it.given(1))?;
    let seconds = it.value(0);
    let microseconds = match &seconds {
        V::Int(number) => number.checked_mul(SECOND).ok_or(YaqlFault::Overflow)?,
        V::Float(number) if number.is_nan() => return Err(ValueProblem::NanAsInteger.into()),
        V::Float(number) if number.is_infinite() => return Err(YaqlFault::Overflow.into()),
        V::Float(number) if number.abs() < FARTHEST => {
            // Whole seconds and the rest apart, as Python rounds.
            let rest = (number.fract() * 1e6).round_ties_even();
            number.trunc() as i128 * SECOND + rest as i128
        }
        _ => return Err(Stop::not_implemented("yaql: a date so far away")),
    };
    if microseconds.abs() >= FARTHEST as i128 * SECOND {
        return Err(Stop::not_implemented("yaql: a date so far away"));
    }
    let date = match Date::at(microseconds, 0) {
        Ok(date) => date,
        Err(_) => return Err(ValueProblem::NoSuchDate.into()),
    };
    Ok(V::Date(Date::at(date.moment() + offset, offset)?))
}

fn multiplied(it: &mut Arguments, at: usize, by: usize) -> Res<V> {
    let (time, factor) = (time(it, at)?, it.value(by));
    Ok(V::Span(match &factor {
        V::Int(factor) => span(time.checked_mul(*factor).ok_or(YaqlFault::Overflow)?)?,
        V::Big(_) if time != 0 => return Err(YaqlFault::Overflow.into()),
        V::Big(_) => 0,
        factor => span_of_float(time as f64 * as_float(factor)?.unwrap_or(f64::NAN))?,
    }))
}

fn divided(_: &mut Machine, mut it: Arguments) -> Res<V> {
    let (time, by) = (time(&mut it, 0)?, it.value(1));
    let microseconds = match &by {
        V::Int(by) => quotient(time, *by)?,
        V::Float(by) if *by == 0.0 => return Err(YaqlFault::DivisionByZero.into()),
        V::Float(by) => time as f64 / by,
        _ => return Err(Stop::not_implemented("yaql: a division of a time by so much")),
    };
    Ok(V::Span(span_of_float(microseconds)?))
}

fn by_moment(mut it: Arguments, holds: fn(i128, i128) -> bool) -> Res<V> {
    let (left, right) = (date(&mut it, 0)?, date(&mut it, 1)?);
    Ok(V::Bool(holds(left.moment(), right.moment())))
}

fn by_length(mut it: Arguments, holds: fn(i128, i128) -> bool) -> Res<V> {
    Ok(V::Bool(holds(time(&mut it, 0)?, time(&mut it, 1)?)))
}

fn part(mut it: Arguments, of: fn(Parts) -> i128) -> Res<V> {
    Ok(V::Int(of(date(&mut it, 0)?.parts())))
}

fn in_units(mut it: Arguments, unit: i128) -> Res<V> {
    Ok(V::Float(time(&mut it, 0)? as f64 / unit as f64))
}

fn replace(_: &mut Machine, mut it: Arguments) -> Res<V> {
    let date = date(&mut it, 0)?;
    let mut parts = date.parts();
    let fields = [
        &mut parts.year,
        &mut parts.month,
        &mut parts.day,
        &mut parts.hour,
        &mut parts.minute,
        &mut parts.second,
        &mut parts.microsecond,
    ];
    for (index, field) in fields.into_iter().enumerate() {
        match it.value(index + 1) {
            V::Null => {}
            V::Int(number) => *field = number,
            V::Bool(value) => *field = i128::from(value),
            _ => return Err(YaqlFault::Overflow.into()),
        }
    }
    let offset = match it.value(8) {
        V::Null => date.offset,
        given => offset(Some(given))?,
    };
    Ok(V::Date(parts.date(offset)?))
}
