//! The engine's way of naming a place: `resources.web.properties.networks[0].port`.

use std::fmt;

use smol_str::SmolStr;

/// A place in a template, as Heat's errors name it (engine checks 0.4): names joined by dots, positions as `[n]`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub struct Path(Vec<SmolStr>);

impl Path {
    /// The path of these names.
    pub fn of<const N: usize>(names: [&str; N]) -> Path {
        Path(names.iter().map(SmolStr::new).collect())
    }

    /// Goes one step down.
    pub fn push(&mut self, name: impl Into<SmolStr>) {
        self.0.push(name.into());
    }

    /// Goes one step down into a list.
    pub fn push_index(&mut self, index: usize) {
        self.0.push(smol_str::format_smolstr!("[{index}]"));
    }

    /// Goes one step up.
    pub fn pop(&mut self) {
        self.0.pop();
    }

    /// The path one step below.
    #[must_use]
    pub fn join(&self, name: impl Into<SmolStr>) -> Path {
        let mut names = Vec::with_capacity(self.0.len() + 1);
        names.extend_from_slice(&self.0);
        names.push(name.into());
        Path(names)
    }

    /// True for the path of the whole template.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names.
    #[must_use]
    pub fn names(&self) -> &[SmolStr] {
        &self.0
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, name) in self.0.iter().enumerate() {
            if index > 0 && !name.starts_with('[') {
                f.write_str(".")?;
            }
            f.write_str(name)?;
        }
        Ok(())
    }
}
