//! As much arithmetic on great integers as reading them needs.

use crate::Integer;
use crate::json::MAX_DECIMAL_DIGITS;

/// Decimal digits in one limb.
const LIMB_DIGITS: usize = 9;
const LIMB: u64 = 1_000_000_000;

/// An integer in limbs of nine decimal digits, the lowest first, without leading zeros.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(super) struct Decimal {
    negative: bool,
    limbs: Vec<u32>,
}

impl Decimal {
    /// The value of well-formed digits; a `ValueError` where Python refuses so many.
    pub(super) fn parse(digits: &str, base: u32) -> Result<Decimal, String> {
        let mut value = Decimal::default();
        if base == 10 {
            if digits.len() > MAX_DECIMAL_DIGITS {
                return Err(too_big());
            }
            for chunk in digits.as_bytes().rchunks(LIMB_DIGITS) {
                let limb = chunk.iter().fold(0, |limb, digit| limb * 10 + u32::from(digit - b'0'));
                value.limbs.push(limb);
            }
            value.trim();
            return Ok(value);
        }
        for digit in digits.chars() {
            value.multiply_add(base, digit.to_digit(base).unwrap_or(0));
            value.check_size()?;
        }
        Ok(value)
    }

    /// The value times 1 or -1.
    pub(super) fn signed(mut self, sign: i32) -> Decimal {
        self.negative ^= sign < 0;
        self
    }

    /// One step of reading in base sixty. Parts below zero are possible with an explicit tag only.
    pub(super) fn times_sixty_plus(mut self, part: &Decimal) -> Result<Decimal, String> {
        self.multiply_add(60, 0);
        let sum = if self.negative == part.negative || part.limbs.is_empty() {
            self.add(part);
            self
        } else if self.limbs.is_empty() {
            part.clone()
        } else if self.is_below(part) {
            let mut difference = part.clone();
            difference.subtract(&self);
            difference
        } else {
            self.subtract(part);
            self
        };
        sum.check_size()?;
        Ok(sum)
    }

    /// The value; a `ValueError` where it has more digits than Python prints.
    pub(super) fn into_integer(self) -> Result<Integer, String> {
        let Some(highest) = self.limbs.last() else {
            return Ok(Integer::Small(0));
        };
        let mut shown = format!("{}{highest}", if self.negative { "-" } else { "" });
        for limb in self.limbs.iter().rev().skip(1) {
            shown.push_str(&format!("{limb:09}"));
        }
        if shown.trim_start_matches('-').len() > MAX_DECIMAL_DIGITS {
            return Err(too_big());
        }
        Ok(shown.parse().map_or(Integer::Big(shown), Integer::Small))
    }

    fn multiply_add(&mut self, factor: u32, addend: u32) {
        let mut carry = u64::from(addend);
        for limb in &mut self.limbs {
            let product = u64::from(*limb) * u64::from(factor) + carry;
            *limb = (product % LIMB) as u32;
            carry = product / LIMB;
        }
        if carry > 0 {
            self.limbs.push(carry as u32);
        }
    }

    fn add(&mut self, other: &Decimal) {
        let mut carry = 0;
        for index in 0..self.limbs.len().max(other.limbs.len()) {
            if index == self.limbs.len() {
                self.limbs.push(0);
            }
            let sum = u64::from(self.limbs[index]) + u64::from(other.limb(index)) + carry;
            self.limbs[index] = (sum % LIMB) as u32;
            carry = sum / LIMB;
        }
        if carry > 0 {
            self.limbs.push(carry as u32);
        }
    }

    /// Takes a value of at most the same magnitude away.
    fn subtract(&mut self, other: &Decimal) {
        let mut borrow = 0;
        for index in 0..self.limbs.len() {
            let subtrahend = u64::from(other.limb(index)) + borrow;
            let limb = u64::from(self.limbs[index]);
            borrow = u64::from(limb < subtrahend);
            self.limbs[index] = (limb + borrow * LIMB - subtrahend) as u32;
        }
        self.trim();
    }

    fn is_below(&self, other: &Decimal) -> bool {
        let magnitude = |it: &Decimal| it.limbs.iter().rev().copied().collect::<Vec<u32>>();
        (self.limbs.len(), magnitude(self)) < (other.limbs.len(), magnitude(other))
    }

    fn limb(&self, index: usize) -> u32 {
        self.limbs.get(index).copied().unwrap_or(0)
    }

    fn trim(&mut self) {
        while self.limbs.last() == Some(&0) {
            self.limbs.pop();
        }
        if self.limbs.is_empty() {
            self.negative = false;
        }
    }

    fn check_size(&self) -> Result<(), String> {
        if self.limbs.len() > MAX_DECIMAL_DIGITS / LIMB_DIGITS + 1 {
            return Err(too_big());
        }
        Ok(())
    }
}

fn too_big() -> String {
    format!("ValueError: Exceeds the limit ({MAX_DECIMAL_DIGITS} digits) for integer string conversion")
}
