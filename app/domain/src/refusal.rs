//! Every way the system says no: a name, a Chinese sentence, the clause, the field, and the way out.
//!
//! A refusal is something the person can act on. What they cannot act on is an internal failure and
//! never comes through here.

mod acceptance;
mod calendar;
mod classification;
mod doing;
mod input;
mod institution;
mod local_rule;
mod mail;
mod money;
mod names;
mod place;
mod sentence;
mod standard;
mod year;

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::money::Money;

pub use calendar::CalendarFault;
pub use classification::ClassificationFault;
pub use local_rule::LocalRuleFault;
pub use mail::MailFault;
pub use standard::StandardFault;

/// The name of a form field, as in the form's `name` attribute.
pub type Field = Cow<'static, str>;

/// Why something was not done. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{}", self.sentence())]
pub enum Refusal {
    /// No session, or one that has expired or was revoked.
    NotSignedIn,
    /// Wrong login or password; which one is never told.
    LoginFailed,
    /// Too many failed logins for this account or address.
    TooManyAttempts { minutes: i64 },
    /// The record is known to the person, the action is not theirs.
    Forbidden { action: String, clause: String },
    /// No such record, or one they may not know of.
    NotFound,
    /// Somebody changed it since it was read.
    Stale,
    /// The action does not fit the state.
    WrongState {
        subject: String,
        state: String,
        action: String,
        clause: String,
    },

    /// A field that must be filled is empty.
    Required { field: Field, label: String },
    /// A text is too long.
    TooLong {
        field: Field,
        label: String,
        max: u32,
    },
    /// No word of two characters to look for.
    SearchTooShort,
    /// More characters than are looked for.
    SearchTooLong { max: u32 },
    /// A choice that does not exist.
    UnknownChoice { field: Field, label: String },
    /// Not an amount.
    AmountMalformed { field: Field },
    /// More than two decimals of a yuan.
    AmountPrecision { field: Field },
    /// More than six decimals of ten thousand yuan.
    WanPrecision { field: Field },
    /// Zero or less where something must be paid.
    AmountNotPositive { field: Field },
    /// More than another amount of the same form allows.
    AmountTooLarge { field: Field, limit: Money },
    /// Not a percentage between 0 and 100 with at most two decimals.
    PercentMalformed { field: Field },
    /// Not a date.
    DateMalformed { field: Field },
    /// Before the first possible day.
    DateTooEarly {
        field: Field,
        earliest: NaiveDate,
        because: String,
    },
    /// After the last possible day.
    DateTooLate {
        field: Field,
        latest: NaiveDate,
        because: String,
    },
    /// No calendar for this year: no deadline can be computed.
    UnknownYear { year: i32 },
    /// A holiday notice that is not taken or not published.
    Calendar { field: Field, fault: CalendarFault },
    /// A training-fee standard that is not taken or not published.
    Standard { field: Field, fault: StandardFault },
    /// A city's own rule that is not taken or not published.
    LocalRule { field: Field, fault: LocalRuleFault },
    /// An edition of a classification that is not taken or not published.
    Classification {
        field: Field,
        fault: ClassificationFault,
    },
    /// Not a unified social credit code; `fault` says which part.
    CreditCode { field: Field, fault: String },
    /// Not a legacy organisation code.
    OrganisationCode { field: Field },

    /// Period longer than two years.
    PeriodTooLong { field: Field, latest: NaiveDate },
    /// End before start.
    PeriodReversed { field: Field },

    /// The city's 3% cap would be exceeded.
    OverCap {
        cap: Money,
        committed: Money,
        requested: Money,
    },
    /// No confirmed or estimated fund base for the year before.
    NoFundBase { year: i32 },
    /// A prepayment (with earlier ones) outside 30-70% of the agreement.
    PrepaymentOutOfBand {
        field: Field,
        min: Money,
        max: Money,
        already: Money,
    },
    /// More than the finance department has allocated for the year.
    OverAllocation { remaining: Money, requested: Money },
    /// The fee plan of the year is not allocated yet.
    PlanNotAllocated { year: i32, state: String },
    /// More than the joint meeting approved.
    OverApproved { field: Field, approved: Money },
    /// The yearly lines do not add up to the approved amount.
    BudgetSum { approved: Money, sum: Money },
    /// A settlement above the agreement, or a deduction above the settlement.
    OverSettlement { field: Field, limit: Money },
    /// A balance without a pass report or a deduction.
    BalanceLocked,
    /// The key was used for another payment.
    KeyReused,
    /// The same person on two steps of one payment.
    SamePerson { earlier: String },
    /// The payee is not who carries the project out.
    WrongPayee { payee: String },
    /// The institution is banned on the day.
    Banned { name: String, until: NaiveDate },

    /// The institution does not fulfil the conditions on the day, or nobody has checked.
    Unqualified {
        field: Field,
        name: String,
        because: String,
    },
    /// The credit code stands in the register already.
    KnownInstitution { field: Field, name: String },
    /// Something unusual that has to be explained.
    ReasonNeeded { field: Field, because: String },
    /// Not points between 0 and 100.
    ScoreMalformed { field: Field },
    /// The same candidate on two rows.
    CandidateTwice { field: Field, name: String },
    /// The unit may still state its case.
    HearingOpen { until: NaiveDate },
    /// Who proposed a ban cannot decide it.
    SameDecider,

    /// A clause block of the agreement is empty.
    ClauseEmpty { field: Field, label: String },
    /// A signature that is not of this agreement's parties.
    NotAParty { party: String },
    /// This party has signed already.
    SignedAlready { party: String },
    /// Filings are not acknowledged by all four members.
    FilingIncomplete { subject: String, acknowledged: u8 },

    /// The organiser is not allowed for this kind of project.
    WrongOrganiser { organiser: String, mode: String },
    /// An evaluator with a conflict of interest.
    EvaluatorConflict {
        field: Field,
        name: String,
        because: String,
    },
    /// Who pays the evaluation is not who must.
    WrongEvaluationPayer,
    /// A goal without a measured value.
    GoalNotMeasured { field: Field, goal: String },
    /// A fail report without defects, a return without a list.
    DefectsMissing { field: Field },
    /// The conclusion contradicts the goals.
    ConclusionContradicts { field: Field },
    /// There is no third round.
    NoThirdRound,
    /// The rectification period is over.
    RectificationOverdue { due: NaiveDate },
    /// The fail report has been acknowledged, or counts as served.
    ServedAlready { on: NaiveDate },
    /// No account of an evaluator has this login.
    UnknownEvaluator { field: Field, login: String },
    /// Evaluators who have not said whether they have a conflict.
    Undeclared { names: String },
    /// Whoever has a conflict does not report.
    HasConflict,
    /// What is known is no refusal to rectify.
    NotRefusing { because: String },

    /// A sum that is not the sum of its lines.
    WrongSum {
        field: Field,
        sum: Money,
        stated: Money,
    },
    /// Benefits would not be covered.
    BenefitsFirst { short: Money },

    /// A row of a submitted set that cannot be taken.
    DatasetRow {
        field: Field,
        line: u32,
        because: String,
    },
    /// Not a whole number, or a negative one.
    CountMalformed { field: Field, label: String },
    /// A closed figure of a year that is not over.
    YearNotOver { field: Field, year: i32 },
    /// The analysis lacks sets, and no reason was given.
    AnalysisIncomplete { field: Field, missing: String },
    /// The year's analysis is not frozen yet.
    NotAnalysed { year: i32 },
    /// The city has not published the year's key areas.
    AreasNotPublished { year: i32 },
    /// No forecast of the fund for the year: whether benefits come first cannot be said.
    NoForecast { year: i32 },
    /// Two projects with the same rank.
    RankTaken { field: Field, rank: i32 },
    /// A part for the year after, although the project ends in its plan year.
    YearSplit { field: Field, year: i32 },
    /// A score that is missing or not between 0 and 100.
    ScoreMissing { field: Field, label: String },
    /// A seat without anybody who could take it.
    SeatVacant { seats: String },
    /// A seat that is recorded as absent, or not recorded at all.
    SeatAbsent { seat: String },
    /// The notice is shorter than three working days.
    ShortNotice { field: Field, earliest: NaiveDate },
    /// A standing report is neither given nor excused.
    ReportMissing { items: String },
    /// An item without a motion.
    MotionMissing { items: String },
    /// Seats that take part and have not spoken.
    OpinionMissing { item: String, seats: String },
    /// The determination is after 31 October and needs a reason.
    LateReason { field: Field, due: NaiveDate },
    /// A file whose content is not what is allowed here.
    FileType { because: String },
    /// A file name with a path or invisible characters in it.
    FileName { name: String },
    /// More files than a record may carry.
    TooManyFiles { max: u32 },
    /// Another project of the year has this name.
    NameTaken { field: Field, name: String },

    /// A file over the limit.
    FileTooLarge { max_mib: u32 },
    /// A file that is not what it says, or in no encoding we read.
    FileUnreadable { because: String },

    /// A label of a file, or a path, that is in none of the annexes.
    UnknownLabel { label: String },
    /// A draft that cannot be handed in yet; `first` is what the first finding says.
    DraftBroken {
        count: u32,
        first: String,
        field: Field,
    },
    /// More text than a draft may hold.
    DraftTooLarge,

    /// Braces in a template that are no placeholder.
    UnknownPlaceholder { field: Field, name: String },
    /// A supplementary agreement that changes nothing.
    NothingChanged { field: Field },
    /// Beyond the approved period without a resolution of the joint meeting.
    BasisMissing {
        field: Field,
        approved_end: NaiveDate,
    },
    /// The unit has recorded no management rules.
    RulesMissing,
    /// A party signs with neither its scanned page nor a reason for an electronic signature.
    SignatureMissing { field: Field, party: String },
    /// Parts of the archive are missing or not spoken of.
    ArchiveIncomplete { field: Field, missing: String },
    /// A part of the archive without which it is incomplete.
    ArchiveMandatory { field: Field, label: String },
    /// All unpaid payments of the unit in the city are stopped.
    PaymentsFrozen { name: String },
    /// A case that still stops payments cannot be closed.
    StillFrozen,

    /// More comes back than is owed.
    OverClaim { field: Field, open: Money },
    /// The voucher stands in the ledger already.
    VoucherUsed { field: Field, voucher: String },
    /// A second step that has to be another person's.
    OtherPerson { what: String, earlier: String },
    /// An account in the name of somebody who does not carry the project out.
    AccountName { field: Field, payee: String },
    /// Not 8 to 30 digits.
    AccountNumber { field: Field },
    /// The payee has no confirmed account in the city.
    AccountMissing { name: String },
    /// The account was changed after the money was asked for.
    AccountChanged { name: String },
    /// Nothing approved is waiting for the bank.
    NothingToList,
    /// A kind of notification that nobody may turn off.
    AlwaysShown { kind: String },
    /// An address for mails that is not taken, or not confirmed.
    Mail { field: Field, fault: MailFault },
    /// The same statement was compared before.
    StatementKnown { field: Field, on: NaiveDate },
}

impl Refusal {
    /// The name of the refusal: what tests assert and logs count.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.parts().0
    }

    /// The clause of 内人社发〔2020〕16号 (or another named text) it rests on.
    #[must_use]
    pub fn clause(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Forbidden { clause, .. } | Self::WrongState { clause, .. } => {
                (!clause.is_empty()).then_some(Cow::Borrowed(clause.as_str()))
            }
            _ => Some(self.parts().1)
                .filter(|clause| !clause.is_empty())
                .map(Cow::Borrowed),
        }
    }

    /// The HTTP status: 401, 403, 404, 409, 413, 422 or 429.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::NotSignedIn | Self::LoginFailed => 401,
            Self::Forbidden { .. }
            | Self::SamePerson { .. }
            | Self::SameDecider
            | Self::OtherPerson { .. }
            | Self::NotAParty { .. }
            | Self::Calendar {
                fault: CalendarFault::SamePerson { .. },
                ..
            }
            | Self::Standard {
                fault: StandardFault::SamePerson { .. },
                ..
            }
            | Self::LocalRule {
                fault: LocalRuleFault::SamePerson { .. },
                ..
            }
            | Self::Classification {
                fault: ClassificationFault::SamePerson { .. },
                ..
            } => 403,
            Self::NotFound => 404,
            Self::Stale
            | Self::WrongState { .. }
            | Self::KeyReused
            | Self::SignedAlready { .. } => 409,
            Self::FileTooLarge { .. } => 413,
            Self::TooManyAttempts { .. }
            | Self::Mail {
                fault: MailFault::TooSoon { .. },
                ..
            } => 429,
            _ => 422,
        }
    }

    /// What the person reads: what is wrong and the way out, in one or two sentences.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::NotSignedIn => "请先登录。登录已过期或已被注销时，重新登录即可继续，未提交的内容仍保留在页面上。".into(),
            Self::LoginFailed => "账号或密码不正确。请核对后重试；忘记密码请联系本单位管理员重置。".into(),
            Self::TooManyAttempts { minutes } => format!("登录失败次数过多，请 {minutes} 分钟后再试。"),
            Self::Forbidden { action, .. } => format!("您的岗位不能办理“{action}”。如确需办理，请联系有权限的承办人。"),
            Self::NotFound => "没有找到这条记录。它可能不存在，或不属于您可查看的范围。".into(),
            Self::Stale => "这条记录刚刚被他人更新，您的修改未保存。请查看最新内容后再办理，已填写的内容不会丢失。".into(),
            Self::WrongState { subject, state, action, .. } => format!("{subject}当前为“{state}”，不能办理“{action}”。"),
            _ => self.sentence_of_input(),
        }
    }
}
