//! What somebody can do: one step of the walk. Numbers are places in the model, never rows of a table,
//! so that a list of steps means the same in every database.

mod beside;

use chrono::NaiveDate;
use domain::state::{
    AnswerKind, BaseStatus, Confirmation, Disposition, FilingSubject, ItemKind, Member, Mode,
    Motion, Opinion, Organiser, Presence,
};

pub(super) use beside::*;

/// Which version of a thing its reader has before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    Now,
    Old,
}

/// One step: who (a place in the cast) does what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub who: usize,
    pub act: Act,
}

/// Amounts are in fen. `good` stands for "every text that must be there is there".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// The clock moves to ten in the morning of a day.
    Tick(NaiveDate),
    /// Somebody opens the page of a project.
    Look(usize),
    /// A year of the person's own city.
    Year(i32, OnYear),
    Entry(usize, Seen, OnEntry),
    Areas(usize, Seen, OnAreas),
    Override(usize, Seen, bool),
    /// An organisation begins an application in a city.
    Create {
        city: usize,
        year: i32,
    },
    Project(usize, Seen, OnProject),
    Filing(usize, FilingSubject, i32, Member),
    /// A payment of a project.
    Payment(usize, usize, Seen, OnPayment),
    /// A meeting is planned for a day.
    Plan(NaiveDate),
    Meeting(usize, Seen, OnMeeting),
    /// An item of a meeting.
    Item(usize, usize, OnItem),
    Beside(Beside),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum OnYear {
    Base {
        status: BaseStatus,
        levy: i64,
        remitted: i64,
    },
    /// Opening balance, income, benefits.
    Forecast([i64; 3]),
    FreezeAnalysis(bool),
    Suggest(bool),
    DraftAreas(bool),
    Public {
        amount: i64,
        start: NaiveDate,
        end: NaiveDate,
        good: bool,
    },
    FreezeList(Seen),
    AskOverride {
        amount: i64,
        good: bool,
    },
    CompilePlan {
        seen: Seen,
        amount: i64,
    },
    ApprovePlan(Seen),
    ReviewPlan(Seen),
    AllocatePlan(Seen),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OnEntry {
    Confirm,
    Return(bool),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OnAreas {
    Publish(bool),
    Close,
}

/// How an application is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Writing {
    pub mode: Mode,
    pub two_years: bool,
    pub flaw: Option<Flaw>,
}

/// What keeps an application from being handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// The sealed page is missing (R043, R146).
    Paper,
    /// Longer than two years (R049).
    Period,
    /// More than 3% of the contribution (R141).
    Budget,
    /// None of the published key areas (R041).
    Area,
}

/// What an agreement says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Terms {
    pub amount: i64,
    pub start: NaiveDate,
    pub end: NaiveDate,
    /// Per cent.
    pub prepay: Option<i64>,
    /// Whether all nine clauses say something.
    pub complete: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum OnProject {
    Write(Writing),
    Submit,
    Withdraw(bool),
    Accept,
    Return(bool),
    Reject(bool),
    Propose {
        rank: i32,
        amount: i64,
        first: Option<i64>,
        good: bool,
    },
    Unpropose,
    FilePlan,
    Compile {
        year: i32,
        amount: i64,
    },
    ApproveBudget,
    /// An organisation of the cast.
    Select(usize),
    Draft(Terms),
    Check,
    Sign,
    FileAgreement,
    Request(i64),
    /// The unit puts down its management rules.
    Rules(bool),
    Start,
    /// A progress report.
    Progress(bool),
    /// The archive is kept: all ten parts, or only the first.
    Archive {
        whole: bool,
    },
    Complete(bool),
    Apply(Organiser),
    ReturnAcceptance(bool),
    Receive,
    /// Evaluators of the cast; `good`: not paid out of the fee.
    Appoint {
        experts: Vec<usize>,
        good: bool,
    },
    /// An evaluator says whether there is a conflict.
    Declare {
        conflict: bool,
        good: bool,
    },
    Report {
        pass: bool,
        settlement: Option<i64>,
        good: bool,
    },
    Serve,
    AcknowledgeReport,
    Answer(AnswerKind, bool),
    Remind(bool),
    Rectify(bool),
    OfferLate(bool),
    AcceptLate(bool),
    RecordRefusal(bool),
    Decide {
        kind: Disposition,
        amount: i64,
        good: bool,
    },
    /// With what the work done is worth.
    Terminate {
        worth: i64,
        good: bool,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OnPayment {
    Check,
    Approve,
    /// With the voucher of this payment, or another one.
    Pay {
        other_voucher: bool,
    },
    Reject(bool),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OnMeeting {
    /// A kind of item about a project or a version of the key areas.
    Add(ItemKind, usize),
    Convene(bool),
    Open,
    Cancel(bool),
    Presence(Member, Presence),
    Minutes,
    Confirm(Confirmation, bool),
    /// With a reason for being late, or without.
    Close(bool),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OnItem {
    Drop,
    Turn,
    Report {
        none: bool,
        good: bool,
    },
    Move {
        motion: Motion,
        amount: Option<i64>,
        good: bool,
    },
    Vote(Opinion, bool),
}

impl Act {
    /// The version it is told, where it is told one.
    pub(super) fn seen_mut(&mut self) -> Option<&mut Seen> {
        match self {
            Self::Entry(_, seen, _)
            | Self::Areas(_, seen, _)
            | Self::Override(_, seen, _)
            | Self::Payment(_, _, seen, _)
            | Self::Meeting(_, seen, _)
            | Self::Project(_, seen, _)
            | Self::Year(
                _,
                OnYear::FreezeList(seen)
                | OnYear::CompilePlan { seen, .. }
                | OnYear::ApprovePlan(seen)
                | OnYear::ReviewPlan(seen)
                | OnYear::AllocatePlan(seen),
            ) => Some(seen),
            Self::Beside(act) => act.seen_mut(),
            _ => None,
        }
    }

    /// Whether its texts are there, where it has any.
    pub(super) fn good_mut(&mut self) -> Option<&mut bool> {
        use OnProject as P;
        match self {
            Self::Override(_, _, good)
            | Self::Entry(_, _, OnEntry::Return(good))
            | Self::Areas(_, _, OnAreas::Publish(good))
            | Self::Payment(_, _, _, OnPayment::Reject(good))
            | Self::Item(
                _,
                _,
                OnItem::Report { good, .. } | OnItem::Move { good, .. } | OnItem::Vote(_, good),
            )
            | Self::Meeting(
                _,
                _,
                OnMeeting::Convene(good)
                | OnMeeting::Cancel(good)
                | OnMeeting::Confirm(_, good)
                | OnMeeting::Close(good),
            )
            | Self::Year(
                _,
                OnYear::FreezeAnalysis(good)
                | OnYear::Suggest(good)
                | OnYear::DraftAreas(good)
                | OnYear::Public { good, .. }
                | OnYear::AskOverride { good, .. },
            )
            | Self::Project(
                _,
                _,
                P::Withdraw(good)
                | P::Return(good)
                | P::Reject(good)
                | P::Propose { good, .. }
                | P::Draft(Terms { complete: good, .. })
                | P::Complete(good)
                | P::ReturnAcceptance(good)
                | P::Appoint { good, .. }
                | P::Report { good, .. }
                | P::Declare { good, .. }
                | P::Rectify(good)
                | P::Answer(_, good)
                | P::Remind(good)
                | P::OfferLate(good)
                | P::AcceptLate(good)
                | P::RecordRefusal(good)
                | P::Decide { good, .. }
                | P::Rules(good)
                | P::Progress(good)
                | P::Terminate { good, .. },
            ) => Some(good),
            Self::Beside(act) => act.good_mut(),
            _ => None,
        }
    }

    /// Its amount, where it has one.
    pub(super) fn amount_mut(&mut self) -> Option<&mut i64> {
        use OnProject as P;
        match self {
            Self::Year(
                _,
                OnYear::Public { amount, .. }
                | OnYear::AskOverride { amount, .. }
                | OnYear::CompilePlan { amount, .. },
            )
            | Self::Project(
                _,
                _,
                P::Propose { amount, .. }
                | P::Compile { amount, .. }
                | P::Draft(Terms { amount, .. })
                | P::Request(amount)
                | P::Decide { amount, .. }
                | P::Terminate { worth: amount, .. }
                | P::Report {
                    settlement: Some(amount),
                    ..
                },
            )
            | Self::Item(
                _,
                _,
                OnItem::Move {
                    amount: Some(amount),
                    ..
                },
            ) => Some(amount),
            Self::Beside(act) => act.amount_mut(),
            _ => None,
        }
    }

    /// The project it is about, where it is about one.
    pub(super) fn project_mut(&mut self) -> Option<&mut usize> {
        match self {
            Self::Look(project) | Self::Project(project, ..) | Self::Filing(project, ..) => {
                Some(project)
            }
            Self::Beside(act) => act.project_mut(),
            _ => None,
        }
    }

    /// A short name for counting: `Project::Submit`.
    pub(super) fn name(&self) -> String {
        let head = |text: String| {
            let end = text.find(['(', ' ', '{']).unwrap_or(text.len());
            text[..end].to_owned()
        };
        match self {
            Self::Year(_, act) => head(format!("{act:?}")),
            Self::Entry(_, _, act) => format!("entry {}", head(format!("{act:?}"))),
            Self::Areas(_, _, act) => format!("areas {}", head(format!("{act:?}"))),
            Self::Project(_, _, act) => head(format!("{act:?}")),
            Self::Payment(_, _, _, act) => format!("payment {}", head(format!("{act:?}"))),
            Self::Meeting(_, _, act) => format!("meeting {}", head(format!("{act:?}"))),
            Self::Item(_, _, act) => format!("item {}", head(format!("{act:?}"))),
            Self::Beside(act) => {
                let (what, act) = act.name();
                format!("{what}{}", head(act))
            }
            other => head(format!("{other:?}")),
        }
    }
}
