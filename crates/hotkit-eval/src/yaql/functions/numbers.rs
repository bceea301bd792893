//! Functions and operators of YAQL that compute with numbers.

use num_bigint::{BigInt, Sign};
use smol_str::SmolStr;

use super::super::call::{Arguments, Fallback, Kind, Overload, Param, optional, param};
use super::super::fault::{Stop, TypeProblem, ValueProblem, YaqlFault};
use super::super::integer;
use super::super::machine::Machine;
use super::super::value::{Res, V, numbers};
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
            V::Float(number) => V::Float(number.abs()),
            other => match integer::of(&other) {
                Some(number) if number.sign() == Sign::Minus => integer::value(-number),
                _ => other,
            },
        })
    }),
    Overload::function("sign", &[param("num", Kind::Number)], |_, mut it| {
        let order = numbers(&it.value(0), &V::Int(0));
        Ok(V::Int(order.map_or(0, |order| order as i128)))
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
        bitwise(&mut it, |left, right| left & right, |left, right| left & right)
    }),
    Overload::function("bitwiseOr", TWO_INTEGERS, |_, mut it| {
        bitwise(&mut it, |left, right| left | right, |left, right| left | right)
    }),
    Overload::function("bitwiseXor", TWO_INTEGERS, |_, mut it| {
        bitwise(&mut it, |left, right| left ^ right, |left, right| left ^ right)
    }),
    Overload::function("bitwiseNot", &[param("arg", Kind::Int)], |_, mut it| {
        let number = integer::of(&it.value(0)).ok_or(TypeProblem::Operands)?;
        Ok(integer::value(-number - 1))
    }),
    Overload::function("shiftBitsLeft", SHIFT, |_, mut it| {
        on_integers(&mut it, |number, bits| match bits.sign() {
            Sign::Minus => Err(ValueProblem::NegativeCount.into()),
            _ => integer::shifted_left(&number, &bits),
        })
    }),
    Overload::function("shiftBitsRight", SHIFT, |_, mut it| {
        on_integers(&mut it, |number, bits| match bits.sign() {
            Sign::Minus => Err(ValueProblem::NegativeCount.into()),
            _ => Ok(integer::shifted_right(&number, &bits)),
        })
    }),
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
    match it.value(0) {
        V::Null => Ok(V::Int(0)),
        V::Bool(value) => Ok(V::Int(i128::from(value))),
        number @ (V::Int(_) | V::Big(_)) => Ok(number),
        V::Float(number) if number.is_nan() => Err(ValueProblem::NanAsInteger.into()),
        V::Float(number) if number.is_infinite() => Err(YaqlFault::Overflow.into()),
        V::Float(number) => Ok(integer::value(integer::of_float(number))),
        V::Str(text) => of_text(&text),
        V::Unknown(unknown) => Err(Stop::Unknown(unknown)),
        other => Err(TypeProblem::NotANumber(other.kind_name()).into()),
    }
}

/// White space around, a sign, digits of any script with single underscores between them.
fn of_text(text: &str) -> Res<V> {
    let not_an_integer = || Stop::from(ValueProblem::NotAnInteger(SmolStr::new(text)));
    let inside = text.trim_matches(|it| is_space(u32::from(it)));
    let digits = inside.strip_prefix(['+', '-']).unwrap_or(inside);
    let plain = plain_digits(digits).ok_or_else(not_an_integer)?;
    let is_digits = plain.bytes().all(|byte| byte.is_ascii_digit()) && !plain.is_empty();
    if !is_digits {
        return Err(not_an_integer());
    }
    let sign = if inside.starts_with('-') { "-" } else { "" };
    integer::of_digits(&format!("{sign}{plain}")).ok_or_else(not_an_integer)
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
    match as_float(&value)? {
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
    let number = match number {
        V::Int(_) | V::Big(_) if digits >= 0 => return Ok(number),
        V::Float(number) => return Ok(V::Float(round_float(number, digits)?)),
        other => integer::of(&other).ok_or(TypeProblem::Operands)?,
    };
    match u32::try_from(digits.unsigned_abs()) {
        // So many digits no integer has that fits into the engine's memory.
        Ok(places) if places < 100_000 => {
            let unit = BigInt::from(10).pow(places);
            Ok(integer::value(integer::rounded(&number, &unit)))
        }
        _ => Err(integer::too_large()),
    }
}

fn round_float(number: f64, digits: i128) -> Res<f64> {
    // Python's own bounds, beyond which nothing changes or nothing is left.
    if !number.is_finite() || digits > 323 {
        return Ok(number);
    }
    if digits < -308 {
        return Ok(0.0_f64.copysign(number));
    }
    if digits >= 0 {
        // Rust prints the exact value correctly rounded, half to even, as Python does.
        let places = usize::try_from(digits).unwrap_or(0);
        return Ok(format!("{number:.places$}").parse().unwrap_or(number));
    }
    let places = u32::try_from(digits.unsigned_abs()).unwrap_or(u32::MAX);
    let unit = BigInt::from(10).pow(places);
    let whole = integer::of_float(number.abs());
    // A fraction makes of a half more than a half: count in halves of the unit's last digit.
    let doubled = whole * 2 + i32::from(number.fract() != 0.0);
    let rounded = integer::to_float(&(integer::rounded(&doubled, &(unit * 2)) / 2))?;
    Ok(rounded.copysign(number))
}

fn pow(machine: &mut Machine, mut it: Arguments) -> Res<V> {
    let (base, exponent, modulus) = (it.value(0), it.value(1), it.value(2));
    let integers = (integer::of(&base), integer::of(&exponent));
    match (integers, &modulus) {
        ((Some(base), Some(exponent)), V::Null) if exponent.sign() != Sign::Minus => {
            integer::power(machine, &base, &exponent)
        }
        (_, V::Null) => float_power(&base, &exponent),
        ((Some(base), Some(exponent)), modulus) => match integer::of(modulus) {
            Some(modulus) => integer::modular_power(machine, &base, &exponent, &modulus),
            None => Err(TypeProblem::Operands.into()),
        },
        _ => Err(TypeProblem::Operands.into()),
    }
}

fn float_power(base: &V, exponent: &V) -> Res<V> {
    let (Some(base), Some(exponent)) = (as_float(base)?, as_float(exponent)?) else {
        return Err(TypeProblem::Operands.into());
    };
    if base == 0.0 && exponent < 0.0 {
        return Err(YaqlFault::DivisionByZero.into());
    }
    let power = base.powf(exponent);
    if base < 0.0 && base.is_finite() && exponent.is_finite() && exponent.fract() != 0.0 {
        return Err(Stop::not_implemented("yaql: complex numbers"));
    }
    if power.is_infinite() && base.is_finite() && exponent.is_finite() {
        return Err(YaqlFault::Overflow.into());
    }
    Ok(V::Float(power))
}

/// An operation on two integers, booleans included.
fn on_integers(it: &mut Arguments, compute: fn(BigInt, BigInt) -> Res<V>) -> Res<V> {
    match (integer::of(&it.value(0)), integer::of(&it.value(1))) {
        (Some(left), Some(right)) => compute(left, right),
        _ => Err(TypeProblem::Operands.into()),
    }
}

/// As for integers, but booleans stay booleans.
fn bitwise(it: &mut Arguments, logical: fn(bool, bool) -> bool, compute: fn(BigInt, BigInt) -> BigInt) -> Res<V> {
    let (left, right) = (it.value(0), it.value(1));
    if let (V::Bool(left), V::Bool(right)) = (&left, &right) {
        return Ok(V::Bool(logical(*left, *right)));
    }
    match (integer::of(&left), integer::of(&right)) {
        (Some(left), Some(right)) => Ok(integer::value(compute(left, right))),
        _ => Err(TypeProblem::Operands.into()),
    }
}
