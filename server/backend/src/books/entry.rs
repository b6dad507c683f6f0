//! One row of the ledger, as everything that moves money writes it.

use chrono::NaiveDate;
use domain::state::LedgerKind;
use domain::{ClaimId, LedgerId, Money, OrgId, PaymentId, ProjectId, Refusal};

use crate::door::Tx;
use crate::{Error, Result};

/// What is entered. Money to a unit is positive, money back negative.
pub(crate) struct NewEntry<'a> {
    pub project: ProjectId,
    pub payment: Option<PaymentId>,
    pub claim: Option<ClaimId>,
    pub year: i32,
    pub kind: LedgerKind,
    pub amount: Money,
    pub org: OrgId,
    pub on: NaiveDate,
    pub voucher: &'a str,
    pub party: &'a str,
}

/// Enters it. The database refuses a voucher that stands in the ledger and was not reversed.
pub(crate) async fn enter(tx: &mut Tx, new: &NewEntry<'_>) -> Result<LedgerId> {
    let (today, who) = (tx.today(), tx.who.clone());
    let done = sqlx::query_scalar(
        "insert into ledger (project_id, payment_id, claim_id, year, kind, amount, org_id, happened_on, voucher, party,
           entered_on, entered_by, entered_account)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning id",
    )
    .bind(new.project.0)
    .bind(new.payment.map(|id| id.0))
    .bind(new.claim.map(|id| id.0))
    .bind(new.year)
    .bind(new.kind.code())
    .bind(new.amount.decimal())
    .bind(new.org.0)
    .bind(new.on)
    .bind(new.voucher)
    .bind(new.party)
    .bind(today)
    .bind(who.name)
    .bind(who.account.0)
    .fetch_one(&mut **tx)
    .await;
    done.map(LedgerId).map_err(|error| {
        let error = Error::from(error);
        if error.violates("ledger_voucher") {
            used(new.voucher).into()
        } else {
            error
        }
    })
}

/// The refusal for a voucher that has been entered.
pub(crate) fn used(voucher: &str) -> Refusal {
    Refusal::VoucherUsed {
        field: "voucher".into(),
        voucher: voucher.into(),
    }
}
