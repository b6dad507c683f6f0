//! What somebody can do beside a project's own way: change its agreement, look into it, ask money
//! back, correct the ledger, change the account, ban its unit.

use chrono::NaiveDate;
use domain::state::CaseKind;

use super::Seen;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Beside {
    /// The supplementary agreement of a project.
    Amend(usize, Seen, OnAmendment),
    OpenCase {
        project: usize,
        kind: CaseKind,
        good: bool,
    },
    Case(usize, Seen, OnCase),
    /// A claim of a project.
    Claim(usize, usize, Seen, OnClaim),
    /// An entry of a project's ledger is reversed.
    Reverse(usize, usize, bool),
    /// The account money of a project goes to.
    Account(usize, OnAccount),
    /// An organisation is to be banned, because of a project or not.
    ProposeBan {
        org: usize,
        project: Option<usize>,
        good: bool,
    },
    Ban(usize, Seen, OnBan),
}

/// What a supplementary agreement says. `good`: with a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Change {
    pub amount: i64,
    pub end: NaiveDate,
    /// Per cent.
    pub prepay: Option<i64>,
    /// Names a resolution.
    pub basis: bool,
    /// All nine clauses say something.
    pub complete: bool,
    pub good: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum OnAmendment {
    Draft(Change),
    Check,
    Sign,
    File,
    Withdraw(bool),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum OnCase {
    Transfer(bool),
    Decide { recover: Option<i64>, good: bool },
    Release(bool),
    Close(bool),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum OnClaim {
    /// A part comes back; `good`: with a voucher.
    Recover {
        amount: i64,
        good: bool,
    },
    Propose(bool),
    Consent,
    Decline(bool),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum OnAccount {
    /// One of a few numbers; `good`: with the bank.
    Give {
        number: u8,
        good: bool,
    },
    /// An account of the model.
    Confirm(usize),
    Return(usize, bool),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum OnBan {
    State(bool),
    CloseHearing,
    /// From a day on.
    Decide {
        from: NaiveDate,
        good: bool,
    },
    Drop(bool),
    Revoke(bool),
}

impl Beside {
    pub(super) const fn seen_mut(&mut self) -> Option<&mut Seen> {
        match self {
            Self::Amend(_, seen, _)
            | Self::Case(_, seen, _)
            | Self::Claim(_, _, seen, _)
            | Self::Ban(_, seen, _) => Some(seen),
            _ => None,
        }
    }

    pub(super) const fn good_mut(&mut self) -> Option<&mut bool> {
        match self {
            Self::Amend(
                _,
                _,
                OnAmendment::Draft(Change { good, .. }) | OnAmendment::Withdraw(good),
            )
            | Self::OpenCase { good, .. }
            | Self::Case(
                _,
                _,
                OnCase::Transfer(good)
                | OnCase::Decide { good, .. }
                | OnCase::Release(good)
                | OnCase::Close(good),
            )
            | Self::Claim(
                _,
                _,
                _,
                OnClaim::Recover { good, .. } | OnClaim::Propose(good) | OnClaim::Decline(good),
            )
            | Self::Reverse(_, _, good)
            | Self::Account(_, OnAccount::Give { good, .. } | OnAccount::Return(_, good))
            | Self::ProposeBan { good, .. }
            | Self::Ban(
                _,
                _,
                OnBan::State(good)
                | OnBan::Decide { good, .. }
                | OnBan::Drop(good)
                | OnBan::Revoke(good),
            ) => Some(good),
            _ => None,
        }
    }

    pub(super) const fn amount_mut(&mut self) -> Option<&mut i64> {
        match self {
            Self::Amend(_, _, OnAmendment::Draft(Change { amount, .. }))
            | Self::Case(
                _,
                _,
                OnCase::Decide {
                    recover: Some(amount),
                    ..
                },
            )
            | Self::Claim(_, _, _, OnClaim::Recover { amount, .. }) => Some(amount),
            _ => None,
        }
    }

    /// Only where another project has the same meaning.
    pub(super) const fn project_mut(&mut self) -> Option<&mut usize> {
        match self {
            Self::Amend(project, ..) | Self::OpenCase { project, .. } => Some(project),
            Self::Account(project, OnAccount::Give { .. } | OnAccount::Confirm(_)) => Some(project),
            _ => None,
        }
    }

    /// `case Release`, for counting.
    pub(super) fn name(&self) -> (&'static str, String) {
        match self {
            Self::Amend(_, _, act) => ("amend ", format!("{act:?}")),
            Self::Case(_, _, act) => ("case ", format!("{act:?}")),
            Self::Claim(_, _, _, act) => ("claim ", format!("{act:?}")),
            Self::Account(_, act) => ("account ", format!("{act:?}")),
            Self::Ban(_, _, act) => ("ban ", format!("{act:?}")),
            other => ("", format!("{other:?}")),
        }
    }
}
