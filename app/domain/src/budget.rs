//! The budget of a project (Annex 3, part four; R193-R197) and its split over years (R111).

use crate::money::Money;
use crate::refusal::{Field, Refusal};

codes! {
    /// The twelve fixed subjects of Annex 3, as printed.
    Subject {
        Experts = "EXPERTS" "专家费",
        Services = "SERVICES" "劳务费",
        Staff = "STAFF" "项目执行人员的人工成本",
        Training = "TRAINING" "执行项目的培训费",
        Venue = "VENUE" "执行项目的场地费",
        Meals = "MEALS" "执行项目的餐费",
        Transport = "TRANSPORT" "执行项目的交通费",
        Communication = "COMMUNICATION" "执行项目的通讯费",
        Printing = "PRINTING" "执行项目的印刷费",
        Equipment = "EQUIPMENT" "执行项目必需器材设备租赁费",
        Other = "OTHER" "执行项目的其他费用",
        Tax = "TAX" "税费",
    }
}

impl Subject {
    /// The subject without its preamble, for narrow columns.
    #[must_use]
    pub const fn short(self) -> &'static str {
        match self {
            Self::Experts => "专家费",
            Self::Services => "劳务费",
            Self::Staff => "人工成本",
            Self::Training => "培训费",
            Self::Venue => "场地费",
            Self::Meals => "餐费",
            Self::Transport => "交通费",
            Self::Communication => "通讯费",
            Self::Printing => "印刷费",
            Self::Equipment => "器材设备租赁费",
            Self::Other => "其他费用",
            Self::Tax => "税费",
        }
    }

    /// The subject of a short or a printed name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|subject| subject.short() == name || subject.label() == name)
    }

    /// Whether the training-fee standard applies to it when it is spent on a training (R198).
    #[must_use]
    pub const fn is_training_related(self) -> bool {
        matches!(
            self,
            Self::Training | Self::Venue | Self::Meals | Self::Transport | Self::Printing
        )
    }
}

/// The lines must add up to what is applied for (R195), and the sum of all sources must cover it
/// (R196). Returns what the applicant adds itself (A32).
///
/// # Errors
/// `AmountMalformed` for a negative line; `WrongSum` at `applied_total`; `AmountTooLarge` at
/// `applied_total` if all sources together are less.
pub fn check_sums(
    lines: &[(Subject, Money)],
    applied: Money,
    all_sources: Money,
) -> Result<Money, Refusal> {
    if let Some((subject, _)) = lines.iter().find(|(_, amount)| *amount < Money::ZERO) {
        return Err(Refusal::AmountMalformed {
            field: subject.code().into(),
        });
    }
    let sum: Money = lines.iter().map(|(_, amount)| *amount).sum();
    if sum != applied {
        return Err(Refusal::WrongSum {
            field: "applied_total".into(),
            sum,
            stated: applied,
        });
    }
    if all_sources < applied {
        return Err(Refusal::AmountTooLarge {
            field: "applied_total".into(),
            limit: all_sources,
        });
    }
    Ok(all_sources - applied)
}

/// A detail row states a standard and how often it applies; its amount is their product (R194, R197).
///
/// # Errors
/// `AmountNotPositive` without a standard or a number, `WrongSum` for another amount.
pub fn check_detail(
    field: impl Into<Field>,
    standard: Money,
    count: u32,
    stated: Money,
) -> Result<(), Refusal> {
    let field = field.into();
    let sum = standard.times(count);
    if !standard.is_positive() || count == 0 {
        Err(Refusal::AmountNotPositive { field })
    } else if sum == stated {
        Ok(())
    } else {
        Err(Refusal::WrongSum { field, sum, stated })
    }
}

/// The yearly lines of a project add up to what the joint meeting approved (R111; invariant I11).
///
/// # Errors
/// `BudgetSum` if they do not.
pub fn check_years(approved: Money, years: &[Money]) -> Result<(), Refusal> {
    let sum: Money = years.iter().sum();
    if sum == approved {
        Ok(())
    } else {
        Err(Refusal::BudgetSum { approved, sum })
    }
}
