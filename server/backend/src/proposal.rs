//! What the agency proposes to the joint meeting, and its freezing (R045, R201).

mod entry;
mod view;

use domain::access::Action;
use domain::contract::ProposalDraft;
use domain::state::{ListState, ProjectState};
use domain::{ProjectId, Refusal, TenantId, Version};
use serde_json::json;
use sqlx::Row;

use crate::Result;
use crate::door::{Session, Tx};
use crate::event::{Entry, record, record_year};
use crate::intake::start_determination;
use crate::rows::Columns;
use entry::Proposal;

pub(crate) use entry::optional;
pub(crate) use view::proposals;

/// The list of a year that is being worked on or waits for the meeting.
pub(crate) struct List {
    pub no: i32,
    pub state: ListState,
    pub version: Version,
}

/// The newest list of a year; `None` before anything was proposed. A reader from above names the
/// city; a city's own posts see no other.
pub(crate) async fn newest(
    tx: &mut Tx,
    tenant: Option<TenantId>,
    year: i32,
) -> Result<Option<List>> {
    let row = sqlx::query(
        "select no, state, version from proposal_list where year = $1 and ($2::int is null or tenant_id = $2)
         order by no desc limit 1",
    )
    .bind(year)
    .bind(tenant.map(|id| id.0))
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| {
        Ok(List {
            no: row.try_get("no")?,
            state: row.code("state")?,
            version: Version(row.try_get("version")?),
        })
    })
    .transpose()
}

/// Puts a project on the list of its plan year, or changes its entry; the first one begins a list.
pub(crate) async fn propose(
    session: &Session,
    id: ProjectId,
    seen: Version,
    draft: ProposalDraft,
) -> Result<()> {
    let action = Action::ProposeProject;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let list = open_list(&mut tx, project.plan_year).await?;
    let proposal = Proposal::read(&draft, &project)?;
    proposal.rank_is_free(&mut tx, &project, list.no).await?;
    proposal.store(&mut tx, &project, list.no).await?;
    touch(&mut tx, project.plan_year, list.no).await?;
    if project.state == ProjectState::Accepted {
        project.go(ProjectState::Proposed, action)?;
    }
    // It runs from the intake on; a project that came another way starts it here.
    start_determination(&mut tx, &project).await?;
    project.save(&mut tx).await?;
    let text = format!(
        "列入 {} 年度项目建议，排序 {}，建议金额 {} 元（当年 {} 元）",
        project.plan_year, proposal.rank, proposal.amount, proposal.first_year
    );
    let facts = json!({"rank": proposal.rank, "amount": proposal.amount, "first_year": proposal.first_year,
        "reason": proposal.reason, "budget_score": proposal.budget_score});
    record(&mut tx, &project, Entry::new(text).facts(facts).internal()).await?;
    tx.commit().await
}

/// The list that still takes projects, begun when there is none.
async fn open_list(tx: &mut Tx, year: i32) -> Result<List> {
    let no = match newest(tx, None, year).await? {
        Some(list) if list.state == ListState::Draft => return Ok(list),
        Some(list) if list.state == ListState::Frozen => return Err(frozen(tx, year)),
        Some(decided) => decided.no + 1,
        None => 1,
    };
    sqlx::query("insert into proposal_list (year, no) values ($1, $2)")
        .bind(year)
        .bind(no)
        .execute(&mut **tx)
        .await?;
    Ok(List {
        no,
        state: ListState::Draft,
        version: Version(1),
    })
}

fn frozen(tx: &Tx, year: i32) -> crate::Error {
    tx.action
        .wrong_state(format!("{year} 年度项目建议"), ListState::Frozen.label())
        .into()
}

async fn touch(tx: &mut Tx, year: i32, no: i32) -> Result<()> {
    sqlx::query("update proposal_list set version = version + 1 where year = $1 and no = $2")
        .bind(year)
        .bind(no)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Takes a project off the list again, while the list is not frozen.
pub(crate) async fn drop(session: &Session, id: ProjectId, seen: Version) -> Result<()> {
    let action = Action::DropProposal;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let year = project.plan_year;
    let list = match newest(&mut tx, None, year).await? {
        Some(list) if list.state == ListState::Draft => list,
        _ => return Err(frozen(&tx, year)),
    };
    sqlx::query(
        "update proposal set dropped = true where project_id = $1 and year = $2 and list_no = $3",
    )
    .bind(id.0)
    .bind(year)
    .bind(list.no)
    .execute(&mut *tx)
    .await?;
    touch(&mut tx, year, list.no).await?;
    project.go(ProjectState::Accepted, action)?;
    project.save(&mut tx).await?;
    let text = format!("撤下 {year} 年度项目建议");
    record(&mut tx, &project, Entry::new(text).internal()).await?;
    tx.commit().await
}

/// Freezes the list: from here on it is what the meeting sees.
pub(crate) async fn freeze(session: &Session, year: i32, seen: Version) -> Result<()> {
    let action = Action::FreezeProposals;
    let mut tx = session.write(action).await?;
    let subject = format!("{year} 年度项目建议");
    let list = newest(&mut tx, None, year)
        .await?
        .ok_or_else(|| action.wrong_state(&subject, "尚无项目"))?;
    if list.state != ListState::Draft {
        return Err(action.wrong_state(&subject, list.state.label()).into());
    }
    if list.version != seen {
        return Err(Refusal::Stale.into());
    }
    let row = sqlx::query(
        "select count(*) as projects, sum(amount) as amount from proposal where year = $1 and list_no = $2 and not dropped",
    )
    .bind(year)
    .bind(list.no)
    .fetch_one(&mut *tx)
    .await?;
    let (projects, amount): (i64, _) = (row.try_get("projects")?, row.money("amount")?);
    if projects == 0 {
        return Err(action.wrong_state(&subject, "尚无项目").into());
    }
    let (today, who) = (tx.today(), tx.who.name.clone());
    sqlx::query(
        "update proposal_list set state = 'FROZEN', version = version + 1, frozen_on = $3, frozen_by = $4
         where year = $1 and no = $2",
    )
    .bind(year)
    .bind(list.no)
    .bind(today)
    .bind(who)
    .execute(&mut *tx)
    .await?;
    let text =
        format!("{year} 年度项目建议定稿：{projects} 项，合计 {amount} 元，提请联席会议审议");
    let facts = json!({"list": list.no, "projects": projects, "amount": amount});
    record_year(&mut tx, year, Entry::new(text).facts(facts).internal()).await?;
    tx.commit().await
}
