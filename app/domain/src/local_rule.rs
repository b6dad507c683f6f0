//! What a city lays down where the regulation is silent: terms and numbers the text leaves open. The region
//! publishes them, two persons for each; a city without one of its own goes by the default.

use crate::deadline::{
    BALANCE_WORKING_DAYS, FILING_WORKING_DAYS, INTAKE_WORKING_DAYS, MEETINGS_PER_YEAR,
    PROGRESS_WORKING_DAYS,
};
use crate::refusal::{LocalRuleFault, Refusal};
use crate::state::DeadlineKind;

codes! {
    /// A rule a city can have of its own; 30 working days, 31 October, two years and the like are the
    /// regulation's and not among them.
    LocalRule {
        MeetingsPerYear = "MEETINGS_PER_YEAR" "每年联席会议次数",
        Intake = "INTAKE" "申报受理期限",
        Filing = "FILING" "项目备案期限",
        Progress = "PROGRESS" "季度进展报告期限",
        Balance = "BALANCE" "尾款支付期限",
    }
}

impl LocalRule {
    /// What holds where nothing was published.
    #[must_use]
    pub const fn default_value(self) -> u32 {
        match self {
            Self::MeetingsPerYear => MEETINGS_PER_YEAR,
            Self::Intake => INTAKE_WORKING_DAYS,
            Self::Filing => FILING_WORKING_DAYS,
            Self::Progress => PROGRESS_WORKING_DAYS,
            Self::Balance => BALANCE_WORKING_DAYS,
        }
    }

    /// The least and the most it can be.
    #[must_use]
    pub const fn range(self) -> (u32, u32) {
        match self {
            Self::MeetingsPerYear => (1, 12),
            Self::Intake | Self::Filing | Self::Progress | Self::Balance => (1, 30),
        }
    }

    /// Its name where there is little room.
    #[must_use]
    pub const fn short(self) -> &'static str {
        match self {
            Self::MeetingsPerYear => "年会议",
            Self::Intake => "受理",
            Self::Filing => "备案",
            Self::Progress => "进展",
            Self::Balance => "尾款",
        }
    }

    /// What it is counted in.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::MeetingsPerYear => "次",
            _ => "个工作日",
        }
    }

    /// From when it is counted, or what it means.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::MeetingsPerYear => "一年至少召开的次数，原文只规定“定期”",
            Self::Intake => "自收到申报次日起算，原文未定期限",
            Self::Filing => "自项目确定次日起算，原文未定期限",
            Self::Progress => "自季度终了次日起算，原文只规定“及时”",
            Self::Balance => "自尾款可以支付次日起算，原文未定期限",
        }
    }

    /// The clause that leaves it open.
    #[must_use]
    pub const fn clause(self) -> &'static str {
        match self {
            Self::MeetingsPerYear => "四（一）",
            Self::Intake | Self::Filing => "四（三）",
            Self::Progress => "四（六）",
            Self::Balance => "四（七）",
        }
    }

    /// The rule that is the term of a clock; `None` for a clock whose term is the regulation's.
    #[must_use]
    pub const fn of_clock(kind: DeadlineKind) -> Option<Self> {
        match kind {
            DeadlineKind::Intake => Some(Self::Intake),
            DeadlineKind::Filing => Some(Self::Filing),
            DeadlineKind::Progress => Some(Self::Progress),
            _ => None,
        }
    }

    /// A value with its unit: `10 个工作日`.
    #[must_use]
    pub fn says(self, value: u32) -> String {
        format!("{value} {}", self.unit())
    }

    /// A value as typed.
    ///
    /// # Errors
    /// `LocalRuleValue` for what is no whole number of its range.
    pub fn read(self, text: &str) -> Result<u32, Refusal> {
        let (least, most) = self.range();
        let value = text.trim().parse().ok();
        value
            .filter(|value| (least..=most).contains(value))
            .ok_or_else(|| LocalRuleFault::Value { rule: self }.into())
    }
}
