//! Money: the yearly fee plan and the payments.

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Answer;
use crate::access::Action;
use crate::state::{PaymentKind, PaymentState};
use crate::{Money, PaymentId, ProjectId, Version};

/// A payment and who has handled it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentView {
    pub id: PaymentId,
    pub kind: PaymentKind,
    pub state: PaymentState,
    pub amount: Money,
    pub payee: String,
    /// Account the money goes to, masked; only for the agency, finance and the payee itself.
    pub account: String,
    pub voucher: String,
    pub requested: NaiveDate,
    pub paid: Option<NaiveDate>,
    /// Step and name: 申请 · 演示人甲, 审核 · …
    pub steps: Vec<(String, String)>,
    pub version: Version,
    /// The step this person can take on it now.
    pub action: Option<Action>,
}

/// Use cases that decide about money. Each takes an idempotency key: the same key with the same
/// content is answered like the first time and does nothing more; with other content it is refused.
#[async_trait]
pub trait MoneyApi {
    /// Sets the amount of a year's draft plan. R018.
    async fn compile_fee_plan(&self, year: i32, seen: Version, amount: Money) -> Answer<()>;
    /// City 人社 approves it (主管部门审定).
    async fn approve_fee_plan(&self, year: i32, seen: Version) -> Answer<()>;
    /// City finance reviews it.
    async fn review_fee_plan(&self, year: i32, seen: Version) -> Answer<()>;
    /// City finance allocates it; payments are possible from here on.
    async fn allocate_fee_plan(&self, year: i32, seen: Version) -> Answer<()>;

    /// The unit asks for (a part of) the prepayment. R118, R119, I1.
    async fn request_prepayment(
        &self,
        id: ProjectId,
        key: String,
        amount: Money,
    ) -> Answer<PaymentId>;
    /// First of three persons: the clerk checks.
    async fn check_payment(&self, id: PaymentId, seen: Version) -> Answer<()>;
    /// Second person: the reviewer approves.
    async fn approve_payment(&self, id: PaymentId, seen: Version) -> Answer<()>;
    /// Third person: pays, to the confirmed account that stood when it was asked for. Writes the ledger.
    async fn pay(&self, id: PaymentId, seen: Version, key: String, voucher: String) -> Answer<()>;
    /// Sends a request back with a reason.
    async fn reject_payment(&self, id: PaymentId, seen: Version, reason: String) -> Answer<()>;
}
