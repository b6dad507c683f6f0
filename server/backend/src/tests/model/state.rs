//! What the model knows: plain rows in memory, no more than the rules speak of.

mod beside;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::access::Role;
use domain::state::{
    AcceptanceState, AgreementState, AnswerKind, AreaState, BaseStatus, Confirmation, DeadlineKind,
    DeadlineResult, Disposition, EntryState, FeePlanState, FilingSubject, ItemKind, ListState,
    MeetingState, Member, Mode, Motion, Opinion, Organiser, Outcome, Party, PaymentKind,
    PaymentState, Presence, ProjectKind, ProjectState,
};

use super::act::Writing;

pub(super) use beside::*;

/// The cities of the walk.
pub(super) const CITIES: usize = 3;

/// Somebody of the cast.
#[derive(Clone, Copy, Debug)]
pub(super) struct Person {
    pub role: Role,
    pub city: Option<usize>,
    /// Their employer, for organisations and evaluators.
    pub org: Option<usize>,
    /// Their account in the database.
    pub account: i64,
}

#[derive(Debug)]
pub(super) struct Base {
    pub levy: i64,
    pub remitted: i64,
    pub status: BaseStatus,
}

#[derive(Debug)]
pub(super) struct Entry {
    pub id: i64,
    pub city: usize,
    pub year: i32,
    pub status: BaseStatus,
    pub state: EntryState,
    pub levy: i64,
    pub remitted: i64,
}

#[derive(Debug)]
pub(super) struct FeePlan {
    pub state: FeePlanState,
    pub amount: i64,
}

#[derive(Debug)]
pub(super) struct AreaSet {
    pub id: i64,
    pub city: usize,
    pub year: i32,
    pub no: i32,
    pub state: AreaState,
}

#[derive(Debug)]
pub(super) struct Proposal {
    pub rank: i32,
    pub amount: i64,
    pub first: i64,
    pub dropped: bool,
}

/// One list of proposals of a city and year.
#[derive(Debug)]
pub(super) struct List {
    pub state: ListState,
    pub rows: BTreeMap<usize, Proposal>,
}

#[derive(Debug)]
pub(super) struct Override {
    pub id: i64,
    pub city: usize,
    pub year: i32,
    pub amount: i64,
    pub hrss: bool,
    pub finance: bool,
}

#[derive(Debug)]
pub(super) struct Seat {
    pub presence: Option<Presence>,
    pub confirmation: Option<Confirmation>,
}

#[derive(Debug)]
pub(super) struct Item {
    pub id: i64,
    pub kind: ItemKind,
    /// A project or a version of the key areas.
    pub subject: Option<usize>,
    pub plan_year: i32,
    pub proposed: i64,
    pub first: Option<i64>,
    pub reported: bool,
    pub motion: Option<(Motion, Option<i64>, bool)>,
    pub opinions: BTreeMap<Member, Opinion>,
    pub outcome: Option<Outcome>,
    pub in_force: bool,
    pub dropped: bool,
}

#[derive(Debug)]
pub(super) struct Meeting {
    pub id: i64,
    pub city: usize,
    pub state: MeetingState,
    pub planned: NaiveDate,
    pub seats: BTreeMap<Member, Seat>,
    pub items: Vec<Item>,
    /// The record was changed after the minutes were drafted.
    pub corrected: bool,
}

#[derive(Debug)]
pub(super) struct Line {
    pub amount: i64,
    pub approved: bool,
    pub released: bool,
}

#[derive(Debug)]
pub(super) struct Agreement {
    pub state: AgreementState,
    pub amount: i64,
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub prepay: Option<i64>,
    /// The last day of the approved period.
    pub approved_end: NaiveDate,
    pub complete: bool,
    pub signed: BTreeSet<Party>,
}

#[derive(Debug)]
pub(super) struct Payment {
    pub id: i64,
    pub kind: PaymentKind,
    pub state: PaymentState,
    pub amount: i64,
    pub payee: usize,
    /// Where it goes: the account that stood when it was asked for, or first checked.
    pub account: Option<usize>,
    /// How often it was paid and taken back: each time it is another business.
    pub reversals: usize,
}

#[derive(Debug)]
pub(super) struct Deadline {
    pub kind: DeadlineKind,
    pub started: NaiveDate,
    pub due: NaiveDate,
    pub stopped: Option<(NaiveDate, DeadlineResult)>,
}

#[derive(Debug)]
pub(super) struct Acceptance {
    pub state: AcceptanceState,
    pub round: i32,
    pub organiser: Organiser,
    pub settlement: Option<i64>,
    pub disposition: Option<(Disposition, i64)>,
    /// When the fail report counts as served, and when the unit acknowledged it before (A05).
    pub presumed: Option<NaiveDate>,
    pub acknowledged: Option<NaiveDate>,
    /// The one reminder and the last day to answer it (A06).
    pub reminder: Option<(NaiveDate, NaiveDate)>,
    pub answers: Vec<(AnswerKind, NaiveDate)>,
    /// Offered after the period.
    pub late: bool,
}

/// How far the ten parts of the archive are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Archive {
    #[default]
    Nothing,
    First,
    Whole,
}

#[derive(Debug)]
pub(super) struct Project {
    pub id: i64,
    pub city: usize,
    pub kind: ProjectKind,
    pub mode: Mode,
    pub state: ProjectState,
    pub plan_year: i32,
    /// Handed in once: visible to authorities.
    pub submitted: bool,
    pub applicant: Option<usize>,
    pub unit: Option<usize>,
    pub requested: i64,
    pub approved: i64,
    /// Whether a resolution is on the project (I5).
    pub resolved: bool,
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub agreed: i64,
    pub prepaid: i64,
    pub balance_paid: i64,
    pub balance_due: i64,
    pub deducted: i64,
    pub recover: i64,
    pub writing: Option<Writing>,
    /// Attached papers of the seven.
    pub papers: usize,
    pub lines: BTreeMap<i32, Line>,
    pub agreement: Option<Agreement>,
    /// Subject, round and member; whether it is acknowledged.
    pub filings: BTreeMap<(FilingSubject, i32, Member), bool>,
    pub payments: Vec<Payment>,
    pub deadlines: Vec<Deadline>,
    pub acceptance: Option<Acceptance>,
    /// Each with what was declared: whether there is a conflict (R092).
    pub evaluators: BTreeMap<usize, Option<bool>>,
    /// Round and whether it was a pass.
    pub reports: BTreeMap<i32, bool>,
    pub claims: Vec<Claim>,
    pub recovered: i64,
    pub ledger: Vec<Posting>,
    pub amendments: Vec<Amendment>,
    /// What the agreement said before.
    pub replaced: Vec<Replaced>,
    /// What the work was worth when the project was terminated, and what has to come back.
    pub ended: Option<(i64, i64)>,
    /// Versions of the management rules.
    pub rules: usize,
    pub archive: Archive,
    /// First and last day of each progress report.
    pub progress: Vec<(NaiveDate, NaiveDate)>,
}

/// A row that was born in the last step and has no number of the database yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Born {
    Entry(usize),
    Areas(usize),
    Override(usize),
    Project(usize),
    Payment(usize, usize),
    Meeting(usize),
    Item(usize, usize),
    Case(usize),
    Claim(usize, usize),
    Posting(usize, usize),
    Account(usize),
    BanCase(usize),
}

/// A city's year-by-year rows.
#[derive(Debug, Default)]
pub(super) struct City {
    pub bases: BTreeMap<i32, Base>,
    pub plans: BTreeMap<i32, FeePlan>,
    pub forecasts: BTreeMap<i32, [i64; 3]>,
    pub analyses: BTreeSet<i32>,
    pub lists: BTreeMap<i32, Vec<List>>,
    /// What a plan year stood at when its cap fell below it (A01): it may not grow any more.
    pub excess: BTreeMap<i32, i64>,
}

/// Everything.
#[derive(Debug)]
pub(super) struct Model {
    pub today: NaiveDate,
    pub cast: Vec<Person>,
    /// Organisations by their number in the database.
    pub orgs: Vec<i64>,
    pub cities: Vec<City>,
    pub entries: Vec<Entry>,
    pub areas: Vec<AreaSet>,
    pub overrides: Vec<Override>,
    pub projects: Vec<Project>,
    pub meetings: Vec<Meeting>,
    pub cases: Vec<Case>,
    pub accounts: Vec<Account>,
    pub ban_cases: Vec<BanCase>,
    pub bans: Vec<Ban>,
    pub born: Vec<Born>,
    /// The last step was allowed and changed nothing.
    pub idle: bool,
}

impl Model {
    pub(super) fn new(today: NaiveDate, cast: Vec<Person>, orgs: Vec<i64>) -> Self {
        Self {
            today,
            cast,
            orgs,
            cities: (0..CITIES).map(|_| City::default()).collect(),
            entries: Vec::new(),
            areas: Vec::new(),
            overrides: Vec::new(),
            projects: Vec::new(),
            meetings: Vec::new(),
            cases: Vec::new(),
            accounts: Vec::new(),
            ban_cases: Vec::new(),
            bans: Vec::new(),
            born: Vec::new(),
            idle: false,
        }
    }
}

impl Meeting {
    /// A seat has objected, or the record was corrected since.
    pub(super) fn disputed(&self) -> bool {
        self.corrected
            || self
                .seats
                .values()
                .any(|seat| seat.confirmation == Some(Confirmation::Objected))
    }

    /// The floor is open: in the meeting, or while drafted minutes are disputed.
    pub(super) fn floor(&self) -> bool {
        self.state == MeetingState::Held
            || self.state == MeetingState::MinutesDraft && self.disputed()
    }

    pub(super) fn over(&self) -> bool {
        matches!(self.state, MeetingState::Closed | MeetingState::Cancelled)
    }

    /// What is on the agenda.
    pub(super) fn standing(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| !item.dropped)
    }
}

impl Item {
    pub(super) const fn is_report(&self) -> bool {
        matches!(
            self.kind,
            ItemKind::FeeUse | ItemKind::Injuries | ItemKind::Diseases | ItemKind::Accidents
        )
    }
}
