//! Functions of conditions, and what has no value offline.

use hotkit_model::Call;
use hotkit_schema::Function;

use crate::evaluate::{Evaluated, Evaluator, item_range};
use crate::{Reasons, Truth, Value, python_equal};

impl Evaluator<'_> {
    pub(crate) fn equals(&self, call: &Call) -> Evaluated {
        let Some([left, right]) = call.argument.as_list() else {
            return Ok(Value::Null);
        };
        let (left, right) = (self.part(left)?, self.part(right)?);
        Ok(python_equal(&left, &right).to_value())
    }

    /// Functions among the items are computed first; then names are looked up one after the other until one decides
    /// (C-010).
    pub(crate) fn and_or(&self, call: &Call) -> Evaluated {
        let items = call.argument.as_list().unwrap_or_default();
        let values = self.items(items)?;
        let deciding = match call.function {
            Function::And => Truth::False,
            _ => Truth::True,
        };
        let mut reasons = Reasons::default();
        for (index, value) in values.iter().enumerate() {
            match self.truth(value, item_range(&call.argument, index, values.len())) {
                Ok(Truth::Unknown(unknown)) => reasons.add(&unknown),
                Ok(truth) if truth == deciding => return Ok(deciding.to_value()),
                Ok(_) => {}
                Err(fault) if reasons.is_empty() => return Err(fault),
                // An item before this one may decide, and then nobody looks at this one.
                Err(_) => break,
            }
        }
        Ok(match reasons.unknown() {
            Some(unknown) => Value::Unknown(unknown),
            None => deciding.negated().to_value(),
        })
    }

    pub(crate) fn not(&self, call: &Call) -> Evaluated {
        let condition = match (call.function, call.argument.as_list()) {
            (Function::CfnNot, Some([condition])) => condition,
            _ => &call.argument,
        };
        let value = self.part(condition)?;
        Ok(self.truth(&value, condition.range)?.negated().to_value())
    }
}
