//! The books: claims and what came back of them, the ledger, its corrections.

mod bank;

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Answer;
use crate::access::Action;
use crate::state::{AccountState, ClaimState, LedgerKind, WriteOffState};
use crate::{
    AccountId, BatchId, ClaimId, FindingId, LedgerId, Money, ProjectId, StatementId, TenantId,
    Version,
};

pub use bank::*;

/// What the page of a project shows of its books.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Books {
    /// Oldest first; empty for whoever neither owes nor collects.
    pub claims: Vec<ClaimView>,
    /// The unit's accounts in this city: the confirmed one, the one that waits, the one sent back.
    pub accounts: Vec<AccountView>,
    /// Whether this person can give another one now.
    pub gives_account: bool,
}

/// An account of the unit; only for the unit itself, the agency, finance and 人社 (3.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    pub id: AccountId,
    pub state: AccountState,
    pub name: String,
    pub bank: String,
    /// Whole for whoever pays, checks or owns it, else masked.
    pub number: String,
    pub proof: String,
    /// 2026年11月24日 某公司 演示人 登记.
    pub given: String,
    pub confirmed: String,
    pub returned: String,
    pub actions: Vec<Action>,
}

/// An account as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountDraft {
    /// Must be the organisation's own name.
    pub name: String,
    pub bank: String,
    pub number: String,
    /// The paper it is entered from; only for the agency, which needs one.
    pub proof: String,
}

/// Money that has to come back (R101, A38).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimView {
    pub id: ClaimId,
    pub version: Version,
    pub state: ClaimState,
    pub amount: Money,
    pub recovered: Money,
    pub written_off: Money,
    /// Still owed.
    pub open: Money,
    pub reason: String,
    pub on: NaiveDate,
    /// What came back, oldest first.
    pub parts: Vec<ClaimPart>,
    /// The newest proposal to give it up.
    pub write_off: Option<WriteOffView>,
    pub actions: Vec<Action>,
}

/// A part that came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimPart {
    pub entry: LedgerId,
    pub on: NaiveDate,
    pub amount: Money,
    pub voucher: String,
    /// Who paid it.
    pub party: String,
    pub by: String,
    /// Corrected since: it does not count.
    pub reversed: bool,
}

/// A proposal to give a claim up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WriteOffView {
    pub state: WriteOffState,
    pub amount: Money,
    pub reason: String,
    pub document: String,
    pub on: NaiveDate,
    pub by: String,
    /// Department and name of who agreed: 人社 · 演示人.
    pub agreed: Vec<String>,
    /// Why not; empty unless declined.
    pub declined: String,
}

/// A part that came back, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RecoveryDraft {
    pub amount: String,
    pub on: String,
    pub voucher: String,
    /// Who paid it; empty = the unit itself.
    pub party: String,
}

/// What of the ledger is shown; all of it lives in the URL.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LedgerQuery {
    pub tenant: Option<i32>,
    /// The year whose allocation is charged.
    pub year: Option<i32>,
    pub project: Option<i64>,
    /// The organisation that is paid.
    pub unit: Option<i64>,
    pub kind: Option<LedgerKind>,
    /// Substring of the project's name, code or organisations.
    pub q: String,
    /// Entries before this one.
    pub before: Option<i64>,
}

/// A page of the ledger, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerPage {
    pub rows: Vec<LedgerRow>,
    /// The cursor of the next page.
    pub next: Option<i64>,
    /// Sums of everything the query finds, not of the page.
    pub sums: LedgerSums,
    /// What the project rows of the same places say, whatever the year and the kind (I11).
    pub projects: Money,
    /// What the ledger says of the same.
    pub ledger: Money,
    /// Cities to filter by; empty for people of one city.
    pub tenants: Vec<(TenantId, String)>,
    pub years: Vec<i32>,
    /// The name of the project or unit the query names.
    pub about: String,
}

/// Sums by kind; reversals count where what they reverse counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerSums {
    pub entries: i64,
    pub prepaid: Money,
    pub balance: Money,
    /// Positive.
    pub recovered: Money,
    pub total: Money,
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerRow {
    pub id: LedgerId,
    pub tenant_name: String,
    pub project: ProjectId,
    pub project_code: String,
    pub project_name: String,
    /// The organisation that is paid, for the filter.
    pub unit: i64,
    pub year: i32,
    pub kind: LedgerKind,
    pub amount: Money,
    /// The sum of everything found up to and with this entry.
    pub running: Money,
    pub on: NaiveDate,
    pub voucher: String,
    /// Who was paid, or who paid back.
    pub party: String,
    pub entered: NaiveDate,
    pub by: String,
    /// The entry it reverses, and why.
    pub reverses: Option<LedgerId>,
    pub reason: String,
    /// The entry that reverses it.
    pub reversed: Option<LedgerId>,
    /// What finance found in its voucher; not for organisations.
    pub findings: Vec<FindingView>,
    pub actions: Vec<Action>,
}

/// The books. Nothing entered is ever edited: it is reversed and entered again.
#[async_trait]
pub trait BooksApi {
    /// A page of the ledger: the region sees all cities, a city its own, an organisation its projects.
    async fn ledger(&self, query: LedgerQuery) -> Answer<LedgerPage>;
    /// Enters what came back of a claim. Machine 2.6.
    async fn record_recovery(
        &self,
        id: ClaimId,
        seen: Version,
        key: String,
        draft: RecoveryDraft,
    ) -> Answer<()>;
    /// Proposes to give up the rest of a claim, with reason and document.
    async fn propose_write_off(
        &self,
        id: ClaimId,
        seen: Version,
        reason: String,
        document: String,
    ) -> Answer<()>;
    /// 人社 or finance agrees; the second of them gives the claim up.
    async fn consent_write_off(&self, id: ClaimId, seen: Version) -> Answer<()>;
    /// 人社 or finance does not agree.
    async fn decline_write_off(&self, id: ClaimId, seen: Version, reason: String) -> Answer<()>;
    /// Reverses a wrong entry, by another person than who entered it; what it did is undone.
    async fn reverse_entry(&self, id: LedgerId, reason: String) -> Answer<()>;

    /// The unit gives its account, or the agency from paper. R119.
    async fn give_account(&self, id: ProjectId, draft: AccountDraft) -> Answer<AccountId>;
    /// The agency's second person confirms it; what was asked for to the old one begins again.
    async fn confirm_account(&self, id: ProjectId, account: AccountId) -> Answer<()>;
    /// The agency's second person sends it back.
    async fn return_account(&self, id: ProjectId, account: AccountId, reason: String)
    -> Answer<()>;

    /// What waits for the bank, the lists that were taken, the statements that were compared.
    async fn bank(&self) -> Answer<BankView>;
    /// Takes the list of all approved unpaid payments of the city; pays nothing.
    async fn take_batch(&self) -> Answer<BatchId>;
    /// A statement of the bank against ledger and allocation. R018, R019.
    async fn statement(&self, id: StatementId) -> Answer<StatementView>;

    /// City finance posts what it found in a voucher. R019.
    async fn post_finding(&self, id: LedgerId, text: String) -> Answer<()>;
    /// The agency answers.
    async fn answer_finding(&self, id: FindingId, text: String) -> Answer<()>;
    /// City finance closes it.
    async fn close_finding(&self, id: FindingId) -> Answer<()>;
}
