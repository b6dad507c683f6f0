//! Between a fail report and its re-evaluation: when the report is served (A05), what the unit
//! answers, and when that is a refusal (A06).

use chrono::NaiveDate;

use crate::access::Action;
use crate::full_date;
use crate::refusal::Refusal;
use crate::state::AnswerKind;

/// What is known of a rectification.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rectification {
    /// The day on which the report counts as served unless it is acknowledged before.
    pub presumed: Option<NaiveDate>,
    /// The day on which the unit acknowledged it.
    pub acknowledged: Option<NaiveDate>,
    /// The day of the one reminder, and the last day to answer it.
    pub reminder: Option<(NaiveDate, NaiveDate)>,
    /// What the unit has answered, oldest first.
    pub answers: Vec<(AnswerKind, NaiveDate)>,
}

impl Rectification {
    /// The day on which the report was served, once that has come.
    #[must_use]
    pub fn served(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.acknowledged
            .or(self.presumed.filter(|presumed| *presumed <= today))
    }

    /// Whether the start of the period still depends on the unit: a receipt today moves it.
    #[must_use]
    pub fn awaits_receipt(&self, today: NaiveDate) -> bool {
        self.presumed.is_some() && self.served(today).is_none()
    }

    /// Whether the unit stands by a written refusal: what it said last counts.
    #[must_use]
    pub fn refuses(&self) -> bool {
        matches!(self.answers.last(), Some((AnswerKind::Refusal, _)))
    }

    fn has_plan(&self) -> bool {
        self.answers
            .iter()
            .any(|(kind, _)| *kind == AnswerKind::Plan)
    }

    /// Whether the unit can acknowledge the report today.
    ///
    /// # Errors
    /// `ServedAlready` once it is served, one way or the other.
    pub fn acknowledge(&self, today: NaiveDate) -> Result<(), Refusal> {
        self.served(today)
            .map_or(Ok(()), |on| Err(Refusal::ServedAlready { on }))
    }

    /// Whether the agency can send its one reminder today (A06).
    ///
    /// # Errors
    /// `WrongState` before the report is served, after an answer that makes it needless, and after the
    /// first one.
    pub fn remind(&self, today: NaiveDate) -> Result<(), Refusal> {
        let no = |subject: &str, state: &str| {
            Err(Action::RemindRectification.wrong_state(subject, state))
        };
        if self.served(today).is_none() {
            no("不合格报告", "已发出、尚未送达")
        } else if self.reminder.is_some() {
            no("催告", "已发出（只催告一次）")
        } else if self.refuses() {
            no("实施单位", "已书面拒绝整改，可直接认定")
        } else if self.has_plan() {
            no("整改方案", "已提交")
        } else {
            Ok(())
        }
    }

    /// Whether the agency can find that the unit refuses: it said so in writing, or it has neither a
    /// plan nor answered the reminder in time (A06).
    ///
    /// # Errors
    /// `NotRefusing`, with what is missing.
    pub fn find_refusal(&self, today: NaiveDate) -> Result<(), Refusal> {
        if self.refuses() {
            return Ok(());
        }
        let no = |because: String| Err(Refusal::NotRefusing { because });
        if self.has_plan() {
            return no(
                "实施单位已提交整改方案。请等待整改材料；整改期限届满仍未提交的，按整改逾期处置。"
                    .into(),
            );
        }
        let Some((sent, due)) = self.reminder else {
            return no("实施单位没有书面拒绝，也未经催告。请先办理“催告整改”。".into());
        };
        if self.answers.iter().any(|(_, on)| *on >= sent) {
            return no(
                "实施单位已答复催告。请等待整改材料；整改期限届满仍未提交的，按整改逾期处置。"
                    .into(),
            );
        }
        if today <= due {
            return no(format!(
                "催告的答复期限至 {}，尚未届满。请在届满后认定。",
                full_date(due)
            ));
        }
        Ok(())
    }
}
