//! Resources that hold data which a stack cannot make again.

use super::{Part, View};

/// Types that hold data, and the properties that say that it comes from elsewhere.
pub(crate) const HOLDERS: [(&str, &[&str]); 6] = [
    ("OS::Cinder::Volume", &["image"]),
    ("OS::Trove::Instance", &[]),
    ("OS::Trove::Cluster", &[]),
    ("OS::Manila::Share", &[]),
    ("OS::Swift::Container", &[]),
    ("AWS::EC2::Volume", &[]),
];

/// True unless the data comes from an image, as that of a server's root disk does.
pub(crate) fn holds_data(view: &View<'_>, part: &Part<'_>) -> bool {
    let sources = HOLDERS.iter().filter(|it| part.is(it.0)).flat_map(|it| it.1);
    let mut given = sources.filter_map(|it| part.property(it));
    !given.any(|it| view.is_given(&it.value))
}
