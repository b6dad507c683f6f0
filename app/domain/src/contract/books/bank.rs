//! The bank: what waits for it, the lists taken for it, its statements compared; findings in vouchers.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::access::Action;
use crate::state::{BankMark, FindingState, PaymentKind};
use crate::{BatchId, FindingId, Money, PaymentId, ProjectId, StatementId};

/// The page of the bank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankView {
    /// Approved and unpaid, oldest first.
    pub waiting: Vec<WaitingPayment>,
    /// Of those that can stand on a list.
    pub total: Money,
    /// Newest first.
    pub batches: Vec<BatchRow>,
    pub statements: Vec<StatementRow>,
    pub actions: Vec<Action>,
}

/// An approved payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingPayment {
    pub payment: PaymentId,
    pub project: ProjectId,
    pub code: String,
    pub project_name: String,
    pub kind: PaymentKind,
    pub payee: String,
    pub amount: Money,
    /// Why it cannot stand on a new list; empty = it can.
    pub because: String,
}

/// A list that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchRow {
    pub id: BatchId,
    /// 付款清单〔2026〕3号.
    pub name: String,
    /// "2026年11月24日 09:12".
    pub at: String,
    pub by: String,
    pub payments: i32,
    pub total: Money,
    /// SHA-256 of the file.
    pub hash: String,
}

/// A statement that was compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementRow {
    pub id: StatementId,
    pub name: String,
    /// SHA-256 of the file.
    pub hash: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub on: NaiveDate,
    pub by: String,
    pub lines: usize,
    pub matched: usize,
}

/// One comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementView {
    pub row: StatementRow,
    pub result: Reconciliation,
}

/// What a comparison found, as it was then.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reconciliation {
    /// What does not agree first.
    pub lines: Vec<BankLine>,
    pub years: Vec<BankYear>,
}

impl Reconciliation {
    /// How many vouchers came out this way.
    #[must_use]
    pub fn count(&self, mark: BankMark) -> usize {
        self.lines.iter().filter(|line| line.mark == mark).count()
    }
}

/// One voucher.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankLine {
    pub mark: BankMark,
    pub voucher: String,
    /// By the bank, else by the ledger.
    pub on: Option<NaiveDate>,
    pub bank: Option<Money>,
    pub ledger: Option<Money>,
    pub payee: String,
    /// The bank names another payee than the ledger.
    pub other_payee: bool,
    pub project: Option<ProjectId>,
    pub project_name: String,
}

/// A year that is charged, against what finance has allocated for it (R018).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankYear {
    pub year: i32,
    pub allocated: Money,
    /// All payments of the year in the ledger.
    pub ledger: Money,
    /// Of this statement's vouchers.
    pub bank: Money,
}

/// What finance found in a voucher (R019).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingView {
    pub id: FindingId,
    pub state: FindingState,
    pub finding: String,
    pub on: NaiveDate,
    pub by: String,
    pub answer: String,
    /// Who answered.
    pub answered: String,
    pub actions: Vec<Action>,
}
