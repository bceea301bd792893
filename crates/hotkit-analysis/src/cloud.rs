//! What a cloud has, as far as someone has written it down.

/// Names and ids of what a cloud has. Heat asks the cloud for them when it validates custom constraints (P-032, PR-014).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CloudContents {
    /// The name of the cloud.
    pub name: String,
    /// What is listed whole; of what is not listed nothing is known.
    pub lists: Vec<CloudList>,
}

/// Everything of one kind that a cloud has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CloudList {
    /// The constraint by which Heat asks for it: `nova.flavor`.
    pub constraint: &'static str,
    /// What it is: `flavor`.
    pub what: &'static str,
    /// The names, and ids where they are listed.
    pub names: Vec<String>,
}

impl CloudContents {
    /// What is listed of that for which this constraint asks.
    #[must_use]
    pub fn list(&self, constraint: &str) -> Option<&CloudList> {
        self.lists.iter().find(|it| it.constraint == constraint)
    }
}

impl CloudList {
    /// Whether the cloud has something of this name or id.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.names.iter().any(|it| it == name)
    }

    /// The name that was most likely meant.
    #[must_use]
    pub fn nearest(&self, name: &str) -> Option<&str> {
        hotkit_text::nearest(name, self.names.iter().map(String::as_str))
    }
}
