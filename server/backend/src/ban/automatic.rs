//! The proposal that the system makes by itself: 人社 decides, nobody is banned automatically (A39).

use domain::Refusal;
use domain::access::Action;
use domain::eligibility::HEARING_WORKING_DAYS;
use domain::full_date;
use domain::state::Grounds;
use serde_json::json;

use super::case::{Proposal, insert, is_open};
use crate::Result;
use crate::door::Tx;
use crate::event::{Entry, record};
use crate::project::Project;

/// Proposes to ban the unit of a project that failed for good or was terminated, in the transaction
/// that ends it. Not twice while a case is open.
pub(crate) async fn propose_after(
    tx: &mut Tx,
    project: &Project,
    grounds: Grounds,
    reason: &str,
) -> Result<()> {
    let Some(org) = project.unit else {
        return Ok(());
    };
    if is_open(tx, org).await? {
        return Ok(());
    }
    let proposal = Proposal {
        org,
        name: &project.unit_name,
        project: Some(project.id),
        automatic: true,
        grounds,
        reason,
    };
    let (id, until) = match insert(tx, &proposal).await {
        // A project must be able to end before next year's calendar is there; the agency can propose
        // by hand as soon as it is.
        Err(error) if matches!(error.refusal(), Some(Refusal::UnknownYear { .. })) => return Ok(()),
        done => done?,
    };
    let text = format!(
        "系统提出禁入建议：对“{}”（{}），陈述申辩期 {HEARING_WORKING_DAYS} 个工作日，至 {}",
        project.unit_name,
        grounds.label(),
        full_date(until),
    );
    let entry = Entry::new(text).as_action(Action::ProposeBan);
    let facts = json!({"case": id, "grounds": grounds, "until": until});
    record(tx, project, entry.facts(facts)).await
}
