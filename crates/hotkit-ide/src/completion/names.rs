//! Names that the template declares: parameters, resources, conditions; attributes of resources.

use hotkit_analysis::Resolution;
use hotkit_schema::descriptions;

use super::{CompletionKind, List};
use crate::cursor::Step;
use crate::names::NameKind;
use crate::shape::word;

impl List<'_, '_> {
    pub(crate) fn references(&mut self, kind: NameKind) {
        let Some(template) = self.view.template() else { return };
        match kind {
            NameKind::Parameter => self.parameters(),
            NameKind::Resource => {
                let own = self.own_resource();
                for resource in &template.resources {
                    // A resource that waits for itself is a circle.
                    if own.as_deref() == Some(resource.name.text.as_str()) {
                        continue;
                    }
                    let detail = resource.resource_type.as_ref().map(|it| it.text.to_string());
                    let item = self.word(&resource.name.text, CompletionKind::Resource);
                    item.detail = detail;
                    item.rank = 1;
                }
                if self.function().as_deref() == Some("Ref") {
                    self.parameters();
                }
            }
            NameKind::Condition => {
                let own = match self.cursor.path.as_slice() {
                    [first, Step::Key(name), ..] if first.key().map(word) == Some("conditions") => Some(name.clone()),
                    _ => None,
                };
                for condition in &template.conditions {
                    if own.as_ref() == Some(&condition.name.text) {
                        continue;
                    }
                    self.word(&condition.name.text, CompletionKind::Condition).rank = 1;
                }
            }
            NameKind::Output => {}
        }
    }

    fn parameters(&mut self) {
        let Some(template) = self.view.template() else { return };
        for parameter in &template.parameters {
            let detail = parameter.parameter_type.map(crate::describe::parameter_type);
            let description = parameter.description.as_ref().and_then(|it| it.as_text());
            let item = self.word(&parameter.name.text, CompletionKind::Parameter);
            item.detail = detail.map(ToOwned::to_owned);
            item.documentation = description.map(ToString::to_string);
            item.rank = 1;
        }
        let version = template.version.unwrap_or_else(hotkit_schema::latest_hot_version);
        for name in version.pseudo_parameters {
            let item = self.word(name, CompletionKind::Parameter);
            item.detail = Some("every stack has it".to_owned());
            item.documentation = descriptions::of_section(&format!("pseudo_parameters.{name}")).map(ToOwned::to_owned);
            item.rank = 20;
        }
    }

    /// The resource in whose definition the cursor stands.
    fn own_resource(&self) -> Option<String> {
        match self.cursor.path.as_slice() {
            [first, Step::Key(name), ..] if first.key().map(word) == Some("resources") => Some(name.to_string()),
            _ => None,
        }
    }

    /// The innermost key around the cursor.
    fn function(&self) -> Option<String> {
        let mut keys = self.cursor.path.iter().rev().filter_map(Step::key);
        keys.next().map(ToOwned::to_owned)
    }

    /// The attributes of the resource that stands first in the list; nothing is known of what is inside them.
    pub(crate) fn attributes(&mut self) {
        let [name] = self.cursor.earlier.as_slice() else { return };
        let Some(resource) = self.view.template().and_then(|it| it.resource(name)) else {
            return;
        };
        match self.view.resolution_of(resource) {
            Resolution::Builtin(resource_type) => {
                for attribute in resource_type.attributes {
                    let item = self.word(attribute.name, CompletionKind::Attribute);
                    item.detail = attribute.value_type.map(|it| it.name().to_owned());
                    item.documentation = resource_type.words_of_attribute(attribute.name).map(ToOwned::to_owned);
                    item.rank = if attribute.base { 30 } else { 1 };
                }
            }
            Resolution::Template(path) => {
                let Some(document) = self.view.other(&path) else { return };
                let Some(template) = document.template() else { return };
                for output in &template.outputs {
                    let description = output.description.as_ref().and_then(|it| it.as_text());
                    let item = self.word(&output.name.text, CompletionKind::Attribute);
                    item.documentation = description.map(ToString::to_string);
                    item.detail = Some("output".to_owned());
                    item.rank = 1;
                }
            }
            Resolution::Remote(_) | Resolution::Unknown | Resolution::Circular => {}
        }
    }
}
