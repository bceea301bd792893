//! Functions and operators of YAQL that compute with numbers.

use smol_str::SmolStr;

use super::super::call::{Arguments, Fallback, Kind, Overload, Param, optional, param};
use super::super::fault::{Stop, TypeProblem, ValueProblem, YaqlFault};
use super::super::machine::{Machine, large_integer};
use super::super::value::{Res, V, exact_integer};
use super::not_computed;
use super::operators::as_float;
use crate::pattern::{decimal_value, is_space};

const TWO_INTEGERS: &[Param] = &[param("left", Kind::Int), param("right", Kind::Int)];
const SHIFT: &[Param] = &[param("value", Kind::Int), param("bitsNumber", Kind::Int)];
const A_AND_B: &[Param] = &[param("a", Kind::Any), param("b", Kind::Any)];

pub(super) const TABLE: &[Overload] = &[
    Overload::function("int", &[param("value", Kind::Any)], int),
    Overload::function("float", &[param("value", Kind::Any)], float),
    Overload::function("abs", &[param("op", Kind::Number)], |_, mut it| {
        Ok(match it.value(0) {
            V::Int(number) => V::Int(number.checked_abs().ok_or_else(large_integer)?),
            V::Float(number) => V::Float(number.abs()),
            other => other,
        })
    }),
    Overload::function("sign", &[param("num", Kind::Number)], |_, mut it| {
        let number = as_float(&it.value(0)).unwrap_or(0.0);
        Ok(V::Int(i128::from(number > 0.0) - i128::from(number < 0.0)))
    }),
    Overload::function("max", A_AND_B, |machine, mut it| {
        let (a, b) = (it.value(0), it.value(1));
        greater(machine, a, b, false)
    }),
    Overload::function("min", A_AND_B, |machine, mut it| {
        let (a, b) = (it.value(0), it.value(1));
        greater(machine, a, b, true)
    }),
    Overload::function(
        "round",
        &[
            param("number", Kind::Number),
            optional("ndigits", Kind::Int, Fallback::Int(0)),
        ],
        round,
    ),
    Overload::function(
        "pow",
        &[
            param("a", Kind::Number),
            param("b", Kind::Number),
            optional("c", Kind::NumberOrNull, Fallback::Null),
        ],
        pow,
    ),
    Overload::function("bitwiseAnd", TWO_INTEGERS, |_, mut it| {
        Ok(V::Int(it.int(0)? & it.int(1)?))
    }),
    Overload::function("bitwiseOr", TWO_INTEGERS, |_, mut it| {
        Ok(V::Int(it.int(0)? | it.int(1)?))
    }),
    Overload::function("bitwiseXor", TWO_INTEGERS, |_, mut it| {
        Ok(V::Int(it.int(0)? ^ it.int(1)?))
    }),
    Overload::function("bitwiseNot", &[param("arg", Kind::Int)], |_, mut it| {
        Ok(V::Int(!it.int(0)?))
    }),
    Overload::function("shiftBitsLeft", SHIFT, shift_left),
    Overload::function("shiftBitsRight", SHIFT, shift_right),
    Overload::function("random", &[], not_computed)
        .rest(Kind::Any)
        .any_name(),
];

/// `max`: the second where it is greater; `min`: the first where the second is greater.
pub(super) fn greater(machine: &mut Machine, a: V, b: V, is_min: bool) -> Res<V> {
    let second_is_greater = machine
        .call_with("#operator_>", vec![b.clone(), a.clone()])?
        .is_truthy()?;
    Ok(if second_is_greater == is_min { a } else { b })
}

fn int(_: &mut Machine, mut it: Arguments) -> Res<V> {
    Ok(V::Int(match it.value(0) {
        V::Null => 0,
        V::Bool(value) => i128::from(value),
        V::Int(number) => number,
        V::Float(number) if number.is_nan() => return Err(ValueProblem::NanAsInteger.into()),
        V::Float(number) if number.is_infinite() => return Err(YaqlFault::Overflow.into()),
        V::Float(number) => exact_integer(number.trunc()).ok_or_else(large_integer)?,
        V::Str(text) => integer(&text)?,
        V::Unknown(unknown) => return Err(Stop::Unknown(unknown)),
        other => return Err(TypeProblem::NotANumber(other.kind_name()).into()),
    }))
}

/// White space around, a sign, digits of any script with single underscores between them.
fn integer(text: &str) -> Res<i128> {
    let not_an_integer = || Stop::from(ValueProblem::NotAnInteger(SmolStr::new(text)));
    let inside = text.trim_matches(|it| is_space(u32::from(it)));
    let digits = inside.strip_prefix(['+', '-']).unwrap_or(inside);
    let plain = plain_digits(digits).ok_or_else(not_an_integer)?;
    let is_digits = plain.bytes().all(|byte| byte.is_ascii_digit()) && !plain.is_empty();
    if !is_digits || plain.len() > 4300 {
        return Err(not_an_integer());
    }
    let number: i128 = plain.parse().map_err(|_| large_integer())?;
    Ok(if inside.starts_with('-') { -number } else { number })
}

/// ASCII digits in place of those of other scripts, without underscores; `None` where one is out of place.
fn plain_digits(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut before = '_';
    for character in text.chars() {
        let digit = decimal_value(character).and_then(|value| char::from_digit(value, 10));
        let character = digit.unwrap_or(character);
        if character == '_' {
            if !before.is_ascii_digit() {
                return None;
            }
        } else {
            if before == '_' && !plain.is_empty() && !character.is_ascii_digit() {
                return None;
            }
            plain.push(character);
        }
        before = character;
    }
    (before != '_').then_some(plain)
}

fn float(_: &mut Machine, mut it: Arguments) -> Res<V> {
    let value = it.value(0);
    match &value {
        V::Null => return Ok(V::Float(0.0)),
        V::Unknown(unknown) => return Err(Stop::Unknown(unknown.clone())),
        V::Str(text) => return float_of(text).map(V::Float),
        _ => {}
    }
    match as_float(&value) {
        Some(number) => Ok(V::Float(number)),
        None => Err(TypeProblem::NotANumber(value.kind_name()).into()),
    }
}

fn float_of(text: &str) -> Res<f64> {
    let not_a_number = || Stop::from(ValueProblem::NotANumber(SmolStr::new(text)));
    let inside = text.trim_matches(|it| is_space(u32::from(it)));
    let plain = plain_digits(inside).ok_or_else(not_a_number)?;
    let unsigned = plain.strip_prefix(['+', '-']).unwrap_or(&plain).to_ascii_lowercase();
    let is_word = matches!(unsigned.as_str(), "inf" | "infinity" | "nan");
    let is_number = unsigned
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'+' | b'-'));
    if !is_word && !is_number {
        return Err(not_a_number());
    }
    plain.to_ascii_lowercase().parse().map_err(|_| not_a_number())
}

/// Half goes to the even neighbour, and a number with a point stays one.
fn round(_: &mut Machine, mut it: Arguments) -> Res<V> {
    let (number, digits) = (it.value(0), it.int(1)?);
    match number {
        V::Int(number) if digits >= 0 => Ok(V::Int(number)),
        V::Int(number) => {
            let places = u32::try_from(digits.unsigned_abs()).unwrap_or(u32::MAX);
            let Some(unit) = 10_i128.checked_pow(places) else {
                return Ok(V::Int(0));
            };
            let rest = number.rem_euclid(unit);
            let low = number - rest;
            let is_up = rest > unit - rest || (rest == unit - rest && (low / unit) % 2 != 0);
            Ok(V::Int(if is_up { low + unit } else { low }))
        }
        V::Float(number) if !number.is_finite() || digits > 300 => Ok(V::Float(number)),
        V::Float(number) if digits >= 0 => {
            // Rust prints the exact value correctly rounded, half to even, as Python does.
            let places = usize::try_from(digits).unwrap_or(0);
            let text = format!("{number:.places$}");
            Ok(V::Float(text.parse().unwrap_or(number)))
        }
        V::Float(number) if digits < -308 => Ok(V::Float(0.0_f64.copysign(number))),
        V::Float(number) if number.abs() < 1e15 => {
            let Ok(V::Int(rounded)) = round_whole(number, digits) else {
                return Err(Stop::not_implemented("yaql: round to tens"));
            };
            Ok(V::Float((rounded as f64).copysign(number)))
        }
        _ => Err(Stop::not_implemented("yaql: round of a large number")),
    }
}

/// To tens, hundreds and so on of a number with a point.
fn round_whole(number: f64, digits: i128) -> Res<V> {
    let places = u32::try_from(digits.unsigned_abs()).unwrap_or(u32::MAX);
    let Some(unit) = 10_i128.checked_pow(places) else {
        return Ok(V::Int(0));
    };
    let whole = number.abs().trunc() as i128;
    let has_fraction = number.fract() != 0.0;
    let (low, rest) = (whole - whole % unit, whole % unit);
    let is_half = rest * 2 == unit && !has_fraction;
    let is_up = rest * 2 > unit || (rest * 2 == unit && has_fraction) || (is_half && (low / unit) % 2 != 0);
    Ok(V::Int(if is_up { low + unit } else { low }))
}

fn pow(_: &mut Machine, mut it: Arguments) -> Res<V> {
    let (base, exponent, modulus) = (it.value(0), it.value(1), it.value(2));
    match (&base, &exponent, &modulus) {
        (V::Int(base), V::Int(exponent), V::Null) if *exponent >= 0 => {
            let exponent = u32::try_from(*exponent).map_err(|_| large_integer())?;
            Ok(V::Int(base.checked_pow(exponent).ok_or_else(large_integer)?))
        }
        (V::Int(base), V::Int(exponent), V::Int(modulus)) => modular_power(*base, *exponent, *modulus),
        (_, _, V::Null) => float_power(&base, &exponent),
        _ => Err(TypeProblem::Operands.into()),
    }
}

fn float_power(base: &V, exponent: &V) -> Res<V> {
    let (Some(base), Some(exponent)) = (as_float(base), as_float(exponent)) else {
        return Err(TypeProblem::Operands.into());
    };
    if base == 0.0 && exponent < 0.0 {
        return Err(YaqlFault::DivisionByZero.into());
    }
    let power = base.powf(exponent);
    if base < 0.0 && exponent.fract() != 0.0 {
        return Err(Stop::not_implemented("yaql: complex numbers"));
    }
    if power.is_infinite() && base.is_finite() && exponent.is_finite() {
        return Err(YaqlFault::Overflow.into());
    }
    Ok(V::Float(power))
}

fn modular_power(base: i128, exponent: i128, modulus: i128) -> Res<V> {
    if modulus == 0 {
        return Err(ValueProblem::Arithmetic.into());
    }
    let bound = i128::from(i64::MAX);
    if exponent < 0 || !(1..=bound).contains(&modulus) {
        return Err(Stop::not_implemented("yaql: such a power"));
    }
    let (mut result, mut square, mut left) = (1 % modulus, base.rem_euclid(modulus), exponent);
    while left > 0 {
        if left & 1 == 1 {
            result = result * square % modulus;
        }
        square = square * square % modulus;
        left >>= 1;
    }
    Ok(V::Int(result))
}

fn shift_left(_: &mut Machine, mut it: Arguments) -> Res<V> {
    let (number, bits) = (it.int(0)?, it.int(1)?);
    if bits < 0 {
        return Err(ValueProblem::NegativeCount.into());
    }
    let factor = u32::try_from(bits).ok().and_then(|bits| 2_i128.checked_pow(bits));
    let shifted = match factor {
        _ if number == 0 => Some(0),
        Some(factor) => number.checked_mul(factor),
        None => None,
    };
    Ok(V::Int(shifted.ok_or_else(large_integer)?))
}

fn shift_right(_: &mut Machine, mut it: Arguments) -> Res<V> {
    let (number, bits) = (it.int(0)?, it.int(1)?);
    if bits < 0 {
        return Err(ValueProblem::NegativeCount.into());
    }
    let bits = u32::try_from(bits).unwrap_or(127).min(127);
    Ok(V::Int(number >> bits))
}
