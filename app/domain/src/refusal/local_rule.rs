//! What can be wrong with a city's own rule.

use serde::{Deserialize, Serialize};

use super::Refusal;
use crate::local_rule::LocalRule;

/// Why a rule is not taken or not published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LocalRuleFault {
    /// No whole number, or out of its range.
    Value { rule: LocalRule },
    /// The city goes by this value already.
    Same { city: String, value: u32 },
    /// Another proposal for the same rule of the same city waits.
    Waiting { city: String, rule: LocalRule },
    /// Who proposed it publishes it.
    SamePerson { by: String },
}

impl From<LocalRuleFault> for Refusal {
    fn from(fault: LocalRuleFault) -> Self {
        let field = match fault {
            LocalRuleFault::Value { .. } | LocalRuleFault::Same { .. } => "value",
            LocalRuleFault::Waiting { .. } => "rule",
            LocalRuleFault::SamePerson { .. } => "",
        };
        Self::LocalRule {
            field: field.into(),
            fault,
        }
    }
}

impl LocalRuleFault {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Value { .. } => "LocalRuleValue",
            Self::Same { .. } => "LocalRuleSame",
            Self::Waiting { .. } => "LocalRuleWaiting",
            Self::SamePerson { .. } => "LocalRuleSamePerson",
        }
    }

    pub(super) fn sentence(&self) -> String {
        match self {
            Self::Value { rule } => {
                let (least, most) = rule.range();
                format!(
                    "“{}”应填写 {least} 至 {most} 之间的整数（{}）。请按盟市报来的文件填写。",
                    rule.label(),
                    rule.unit()
                )
            }
            Self::Same { city, value } => {
                format!("{city}现在执行的就是 {value}，无须更改。请核对盟市和所填的数。")
            }
            Self::Waiting { city, rule } => format!(
                "{city}已有一项待公布的“{}”。请先公布或撤下那一项，再重新提出。",
                rule.label()
            ),
            Self::SamePerson { by } => {
                format!("这项规定由 {by} 提出，须由自治区人社部门另一人核对后公布。")
            }
        }
    }
}
