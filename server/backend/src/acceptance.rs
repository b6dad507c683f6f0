//! The acceptance, both rounds, and what follows from its end (machine 2.5).
//!
//! [`request`]: application, receipt → [`appoint`]: evaluators → [`report`]: the evaluators' report and what it
//! means → [`rectify`]: serving a failure, rectification in time or late, [`answer`]: receipt, reminder,
//! refusal → [`ending`]: disposition, termination → [`review`]: what health finds later (R021).

mod answer;
mod appoint;
mod ending;
mod rectify;
mod report;
mod request;
mod review;

use domain::Money;

use crate::Result;
use crate::door::Tx;
use crate::project::Project;

pub(crate) use answer::{
    acknowledge_report, answer_rectification, record_refusal, remind_rectification,
};
pub(crate) use appoint::{appoint, declare_conflict};
pub(crate) use ending::{decide, terminate};
pub(crate) use rectify::{accept_late, offer_late, serve_report, submit_rectification};
pub(crate) use report::submit_report;
pub(crate) use request::{apply, receive, return_application};
pub(crate) use review::record_review;

/// Prepayment requests that nobody paid make no sense once the balance is settled.
async fn reject_open_requests(tx: &mut Tx, project: &Project) -> Result<()> {
    sqlx::query(
        "update payment set state = 'REJECTED', reason = '项目已进入结算', version = version + 1
         where project_id = $1 and kind = 'PREPAYMENT' and state in ('REQUESTED', 'CHECKED', 'APPROVED', 'FROZEN')",
    )
    .bind(project.id.0)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Registers money the unit owes (R101, A38).
pub(crate) async fn claim(
    tx: &mut Tx,
    project: &mut Project,
    amount: Money,
    reason: &str,
) -> Result<()> {
    let today = tx.today();
    sqlx::query(
        "insert into claim (project_id, amount, reason, claimed_on, org_id) values ($1, $2, $3, $4, $5)",
    )
    .bind(project.id.0)
    .bind(amount.decimal())
    .bind(reason)
    .bind(today)
    .bind(project.unit.map(|unit| unit.0))
    .execute(&mut **tx)
    .await?;
    project.recover += amount;
    Ok(())
}
