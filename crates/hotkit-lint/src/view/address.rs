//! Networks and addresses, as Neutron reads them.

use std::net::IpAddr;

/// A network in the form `address/length`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Network {
    address: IpAddr,
    length: u32,
}

impl Network {
    /// Reads `192.0.2.0/24`; an address alone is a network of one.
    pub(crate) fn parse(text: &str) -> Option<Network> {
        let text = text.trim();
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length.parse().ok()?)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let length = length.unwrap_or(most);
        (length <= most).then_some(Network { address, length })
    }

    pub(crate) fn is_ipv4(self) -> bool {
        self.address.is_ipv4()
    }

    /// True for the network of all addresses.
    pub(crate) fn is_everything(self) -> bool {
        self.length == 0
    }

    /// First and last address, as numbers.
    fn bounds(self) -> (u128, u128) {
        let (number, bits) = match self.address {
            IpAddr::V4(it) => (u128::from(u32::from(it)), 32),
            IpAddr::V6(it) => (u128::from(it), 128),
        };
        let rest = bits - self.length;
        let mask = if rest == 128 { u128::MAX } else { (1_u128 << rest) - 1 };
        (number & !mask, number | mask)
    }

    /// True where the address lies in it.
    pub(crate) fn holds(self, address: IpAddr) -> bool {
        if address.is_ipv4() != self.is_ipv4() {
            return false;
        }
        let (first, last) = self.bounds();
        (first..=last).contains(&number(address))
    }

    /// True where some address lies in both.
    pub(crate) fn overlaps(self, other: Network) -> bool {
        if self.is_ipv4() != other.is_ipv4() {
            return false;
        }
        let ((first, last), (other_first, other_last)) = (self.bounds(), other.bounds());
        first <= other_last && other_first <= last
    }

    /// The network without bits behind its length, as text, where it has some.
    pub(crate) fn without_host_bits(self) -> Option<String> {
        let (first, _) = self.bounds();
        if first == number(self.address) {
            return None;
        }
        let address = match self.address {
            IpAddr::V4(_) => IpAddr::V4(u32::try_from(first).ok()?.into()),
            IpAddr::V6(_) => IpAddr::V6(first.into()),
        };
        Some(format!("{address}/{}", self.length))
    }
}

/// An address as a number, to compare those of one family.
pub(crate) fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(it) => u128::from(u32::from(it)),
        IpAddr::V6(it) => u128::from(it),
    }
}
