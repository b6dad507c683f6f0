//! Rows beside a project's own way.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::state::{
    AccountState, AgreementState, AmendmentState, BanState, CaseKind, CaseState, ClaimState,
    LedgerKind, Party, WriteOffState,
};

use super::super::act::Change;
use super::{Model, Project};

/// A supplementary agreement; its number is its place.
#[derive(Debug)]
pub(in super::super) struct Amendment {
    pub state: AmendmentState,
    pub change: Change,
    pub signed: BTreeSet<Party>,
    pub sent: bool,
}

/// What an agreement said before it was changed.
#[derive(Debug)]
pub(in super::super) struct Replaced {
    pub amount: i64,
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub prepay: Option<i64>,
}

/// A row of the ledger.
#[derive(Debug)]
pub(in super::super) struct Posting {
    pub id: i64,
    pub payment: Option<usize>,
    pub claim: Option<usize>,
    pub year: i32,
    pub kind: LedgerKind,
    /// What a reversal takes back.
    pub of: Option<LedgerKind>,
    pub amount: i64,
    /// Whoever entered it.
    pub by: i64,
    pub reverses: Option<usize>,
    pub reversed: bool,
}

/// A proposal to give the rest of a claim up.
#[derive(Debug)]
pub(in super::super) struct WriteOff {
    pub state: WriteOffState,
    pub amount: i64,
    pub hrss: bool,
    pub finance: bool,
}

#[derive(Debug)]
pub(in super::super) struct Claim {
    pub id: i64,
    pub state: ClaimState,
    pub amount: i64,
    pub recovered: i64,
    pub written_off: i64,
    pub proposals: Vec<WriteOff>,
}

impl Claim {
    pub(in super::super) const fn open(&self) -> i64 {
        self.amount - self.recovered
    }

    /// Whether something can still come back.
    pub(in super::super) const fn owes(&self) -> bool {
        matches!(
            self.state,
            ClaimState::Claimed | ClaimState::PartlyRecovered
        )
    }

    pub(in super::super) fn proposal(&mut self) -> Option<&mut WriteOff> {
        self.proposals
            .last_mut()
            .filter(|one| one.state == WriteOffState::Proposed)
    }
}

/// A violation or fraud case.
#[derive(Debug)]
pub(in super::super) struct Case {
    pub id: i64,
    pub city: usize,
    pub project: usize,
    pub org: Option<usize>,
    pub kind: CaseKind,
    pub state: CaseState,
    /// Whether it stops payments; `None` where it never did.
    pub frozen: Option<bool>,
    pub recover: i64,
}

/// An account of an organisation in a city.
#[derive(Debug)]
pub(in super::super) struct Account {
    pub id: i64,
    pub city: usize,
    pub org: usize,
    pub number: u8,
    pub state: AccountState,
    pub by: i64,
}

/// A ban, from its first day through its last one, or until it is lifted.
#[derive(Debug)]
pub(in super::super) struct Ban {
    pub city: usize,
    pub org: usize,
    pub case: usize,
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub revoked: Option<NaiveDate>,
}

#[derive(Debug)]
pub(in super::super) struct BanCase {
    pub id: i64,
    pub city: usize,
    pub org: usize,
    pub project: Option<usize>,
    pub automatic: bool,
    pub state: BanState,
    pub by: i64,
    pub hear_until: NaiveDate,
}

impl Project {
    /// The supplementary agreement on its way.
    pub(in super::super) fn amending(&self) -> Option<&Amendment> {
        self.amendments
            .last()
            .filter(|one| !matches!(one.state, AmendmentState::Filed | AmendmentState::Withdrawn))
    }

    pub(in super::super) fn amending_mut(&mut self) -> &mut Amendment {
        self.amendments.last_mut().expect("judged")
    }

    /// Whether new prepayments can be asked for: not while a signed change waits for its filing.
    pub(in super::super) fn in_force(&self) -> bool {
        self.written() == Some(AgreementState::Filed)
    }
}

impl Model {
    /// Whether an organisation is banned today (R085): on both days too, and not any more on the day
    /// it is lifted.
    pub(in super::super) fn banned(&self, org: usize) -> bool {
        self.bans.iter().any(|ban| {
            ban.org == org
                && (ban.first..=ban.last).contains(&self.today)
                && ban.revoked.is_none_or(|day| day > self.today)
        })
    }

    /// Whether the payments of an organisation are stopped in a city (R086).
    pub(in super::super) fn frozen(&self, city: usize, org: usize) -> bool {
        self.cases
            .iter()
            .any(|case| (case.city, case.org, case.frozen) == (city, Some(org), Some(true)))
    }

    /// The account money of an organisation goes to.
    pub(in super::super) fn account(&self, city: usize, org: usize) -> Option<usize> {
        self.accounts
            .iter()
            .position(|one| (one.city, one.org, one.state) == (city, org, AccountState::Confirmed))
    }
}
