//! Integers of any size, as Python has them: those beyond 128 bits are kept apart, since hardly any expression has one.

use std::cmp::Ordering;
use std::rc::Rc;

use num_bigint::{BigInt, Sign};

use super::fault::{Stop, ValueProblem, YaqlFault};
use super::machine::{MOST_MEMORY, Machine};
use super::value::{Res, V};

/// Decimal digits beyond which Python neither reads nor writes an integer.
pub(super) const MOST_DIGITS: usize = 4300;

/// Bits of an integer that the engine certainly has no memory for.
const TOO_MANY_BITS: u64 = MOST_MEMORY as u64 * 8;

/// Bits beyond which Python itself may give up.
const ABSURD_BITS: u64 = 1 << 33;

/// The value of an integer; a small one is kept as such.
pub(super) fn value(number: BigInt) -> V {
    match i128::try_from(&number) {
        Ok(small) => V::Int(small),
        Err(_) => V::Big(Rc::new(number)),
    }
}

/// An integer of any size, booleans included; `None` for other values.
pub(super) fn of(value: &V) -> Option<BigInt> {
    Some(match value {
        V::Bool(value) => BigInt::from(u8::from(*value)),
        V::Int(number) => BigInt::from(*number),
        V::Big(number) => BigInt::clone(number),
        _ => return None,
    })
}

/// The integer of ASCII digits, a minus before them allowed.
pub(super) fn of_digits(digits: &str) -> Option<V> {
    if let Ok(small) = digits.parse::<i128>() {
        return Some(V::Int(small));
    }
    if digits.len() > MOST_DIGITS + 1 {
        return None;
    }
    BigInt::parse_bytes(digits.as_bytes(), 10).map(value)
}

/// Decimal digits; Python refuses to write more than some thousand.
pub(super) fn digits(number: &BigInt) -> Res<String> {
    // Three bits are less than one digit.
    if number.bits() / 4 > MOST_DIGITS as u64 {
        return Err(ValueProblem::TooManyDigits.into());
    }
    let text = number.to_string();
    if text.trim_start_matches('-').len() > MOST_DIGITS {
        return Err(ValueProblem::TooManyDigits.into());
    }
    Ok(text)
}

/// The nearest number with a point.
///
/// # Errors
/// Python's `OverflowError` where there is none.
pub(super) fn to_float(number: &BigInt) -> Res<f64> {
    if number.bits() > 1024 {
        return Err(YaqlFault::Overflow.into());
    }
    match number.to_string().parse::<f64>() {
        Ok(float) if float.is_finite() => Ok(float),
        _ => Err(YaqlFault::Overflow.into()),
    }
}

/// The whole part of a finite number.
pub(super) fn of_float(number: f64) -> BigInt {
    let bits = number.abs().to_bits();
    let exponent = (bits >> 52) as i32 - 1075;
    let mantissa = BigInt::from((bits & ((1 << 52) - 1)) | (1 << 52));
    // What is less than one has an exponent below that of 2^-53 times the mantissa's 53 bits.
    let whole = match u32::try_from(exponent) {
        Ok(exponent) => mantissa << exponent,
        Err(_) => mantissa >> exponent.unsigned_abs(),
    };
    if number < 0.0 { -whole } else { whole }
}

/// How an integer beyond 128 bits compares with a number with a point.
pub(super) fn compare(integer: &BigInt, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    if float.is_infinite() {
        return Some(if float > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    // A number with a point as large as that has no fraction; smaller ones are told apart by their whole part.
    Some(integer.cmp(&of_float(float)))
}

/// Bytes that Python's integer takes.
pub(super) fn size(number: &BigInt) -> usize {
    let words = number.bits().div_ceil(30);
    24 + 4 * usize::try_from(words).unwrap_or(usize::MAX / 8)
}

/// Work of an operation with these integers: that of multiplying them.
pub(super) fn spend(machine: &mut Machine, left: &BigInt, right: &BigInt) -> Res<()> {
    let words = |number: &BigInt| usize::try_from(number.bits() / 64 + 1).unwrap_or(usize::MAX);
    machine.spend(words(left).saturating_mul(words(right)) / 64)
}

/// The quotient and the rest of a division towards minus infinity; the divisor is not zero.
pub(super) fn divided(left: &BigInt, right: &BigInt) -> (BigInt, BigInt) {
    let (quotient, rest) = (left / right, left % right);
    let is_off = rest.sign() != Sign::NoSign && rest.sign() != right.sign();
    if is_off {
        (quotient - 1, rest + right)
    } else {
        (quotient, rest)
    }
}

/// A power with an exponent that is not negative.
pub(super) fn power(machine: &mut Machine, base: &BigInt, exponent: &BigInt) -> Res<V> {
    if base.bits() <= 1 {
        // Zero, one and minus one.
        let is_kept = exponent.bit(0);
        return Ok(value(match (exponent.sign(), base.sign()) {
            (Sign::NoSign, _) => BigInt::from(1),
            (_, Sign::Minus) if !is_kept => BigInt::from(1),
            _ => base.clone(),
        }));
    }
    let exponent = u32::try_from(exponent).map_err(|_| too_large())?;
    let least_bits = (base.bits() - 1).saturating_mul(u64::from(exponent));
    refuse(least_bits)?;
    let result = base.pow(exponent);
    spend(machine, &result, &result)?;
    Ok(value(result))
}

/// A power modulo something.
pub(super) fn modular_power(machine: &mut Machine, base: &BigInt, exponent: &BigInt, modulus: &BigInt) -> Res<V> {
    if modulus.sign() == Sign::NoSign {
        return Err(ValueProblem::Arithmetic.into());
    }
    let words = modulus.bits() / 64 + 1;
    let work = exponent.bits().saturating_mul(words * words / 16 + 1);
    machine.spend(usize::try_from(work).unwrap_or(usize::MAX))?;
    if exponent.sign() != Sign::Minus {
        return Ok(value(base.modpow(exponent, modulus)));
    }
    match base.modinv(modulus) {
        Some(inverse) => Ok(value(inverse.modpow(&-exponent, modulus))),
        None => Err(ValueProblem::Arithmetic.into()),
    }
}

/// A number shifted to the left.
pub(super) fn shifted_left(number: &BigInt, bits: &BigInt) -> Res<V> {
    if number.sign() == Sign::NoSign {
        return Ok(V::Int(0));
    }
    let bits = u64::try_from(bits).map_err(|_| too_large())?;
    refuse(number.bits().saturating_add(bits) - 1)?;
    Ok(value(number << bits))
}

/// A number shifted to the right, towards minus infinity.
pub(super) fn shifted_right(number: &BigInt, bits: &BigInt) -> V {
    match u64::try_from(bits) {
        Ok(bits) => value(number >> bits.min(number.bits() + 1)),
        Err(_) if number.sign() == Sign::Minus => V::Int(-1),
        Err(_) => V::Int(0),
    }
}

/// Half goes to the even neighbour; `unit` is a power of ten.
pub(super) fn rounded(number: &BigInt, unit: &BigInt) -> BigInt {
    let (quotient, rest) = divided(number, unit);
    let is_up = match (&rest + &rest).cmp(unit) {
        Ordering::Less => false,
        Ordering::Equal => quotient.bit(0),
        Ordering::Greater => true,
    };
    let low = number - rest;
    if is_up { low + unit } else { low }
}

/// Refuses an integer of at least that many bits, before it is computed.
fn refuse(bits: u64) -> Res<()> {
    if bits > ABSURD_BITS {
        return Err(too_large());
    }
    if bits > TOO_MANY_BITS {
        return Err(YaqlFault::TooMuchMemory { most: MOST_MEMORY }.into());
    }
    Ok(())
}

/// An integer that Python would compute for long, or not at all.
pub(super) fn too_large() -> Stop {
    Stop::limit("the size of an integer")
}
