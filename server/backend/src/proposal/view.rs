//! The proposal list as pages show it: the sum running against the cap, and who waits for the agency.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use domain::access::Action;
use domain::contract::{
    CapMeter, Offer, PastProject, ProposalRow, ProposalsView, WaitingProject, YearOf,
};
use domain::local_rule::LocalRule;
use domain::state::{ListState, ProjectState};
use domain::{Money, OrgId, ProjectId, Refusal, TenantId, Version};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::{List, newest};
use crate::door::{Session, Tx};
use crate::local_rule::value_of;
use crate::rows::Columns;
use crate::screens::shared;
use crate::{Result, cap, intake, past};

/// The list of a plan year, by default of the next one.
pub(crate) async fn proposals(session: &Session, of: YearOf) -> Result<ProposalsView> {
    let (mut tx, tenant) = session.look(Action::ViewProposals, of).await?;
    let year = of.year.unwrap_or(tx.today().year() + 1);
    let name = shared::city_name(&mut tx, tenant).await?;
    let list = newest(&mut tx, Some(tenant), year).await?;
    let meter = cap::meter_of(&mut tx, year, tenant).await?;
    let rows = match &list {
        Some(list) => rows(&mut tx, tenant, year, list, &meter).await?,
        None => Vec::new(),
    };
    let waiting = waiting(&mut tx, tenant, year, ProjectState::Accepted).await?;
    let intake_days = value_of(&mut tx, tenant, LocalRule::Intake).await?;
    let intake = waiting_for_intake(&mut tx, tenant, year, intake_days).await?;
    let offers = offers(session, year, list.as_ref(), &rows, &waiting);
    Ok(ProposalsView {
        tenant,
        name,
        year,
        years: shared::years(&mut tx, year).await?,
        state: list.as_ref().map_or(ListState::Draft, |list| list.state),
        version: list.map_or(Version(0), |list| list.version),
        rows,
        waiting,
        intake,
        intake_days,
        cap: meter,
        offers,
    })
}

/// The entries by rank. `own` is what a project already takes of the year once it is determined.
const ROWS: &str = "select b.*, p.code, p.name, p.applicant_name, p.applicant_id, p.requested, p.version, p.state,
    coalesce((select sum(l.amount) from budget_line l
      where l.tenant_id = p.tenant_id and l.project_id = p.id and l.year = $2 and not l.released), 0) as own
  from proposal b join project p on p.tenant_id = b.tenant_id and p.id = b.project_id
  where b.tenant_id = $1 and b.year = $2 and b.list_no = $3 and not b.dropped order by b.rank";

async fn rows(
    tx: &mut Tx,
    tenant: TenantId,
    year: i32,
    list: &List,
    meter: &CapMeter,
) -> Result<Vec<ProposalRow>> {
    let found = sqlx::query(ROWS)
        .bind(tenant.0)
        .bind(year)
        .bind(list.no)
        .fetch_all(&mut **tx)
        .await?;
    let orgs: Vec<OrgId> = found
        .iter()
        .filter_map(|row| row.try_get::<Option<i64>, _>("applicant_id").ok().flatten())
        .map(OrgId)
        .collect();
    let (past, bans) = (
        past::projects_of(tx, tenant, &orgs).await?,
        past::bans_of(tx, &orgs).await?,
    );
    let mut running = meter.used + meter.reserved;
    for row in &found {
        running = running.saturating_sub(row.money("own")?);
    }
    found
        .iter()
        .map(|row| entry(row, &mut running, meter, &past, &bans))
        .collect()
}

fn entry(
    row: &PgRow,
    running: &mut Money,
    meter: &CapMeter,
    past: &BTreeMap<OrgId, Vec<PastProject>>,
    bans: &BTreeMap<OrgId, NaiveDate>,
) -> Result<ProposalRow> {
    let (state, first_year): (ProjectState, Money) = (row.code("state")?, row.money("first_year")?);
    *running += if state == ProjectState::Proposed {
        first_year
    } else {
        row.money("own")?
    };
    let id = ProjectId(row.try_get("project_id")?);
    let applicant = row.try_get::<Option<i64>, _>("applicant_id")?.map(OrgId);
    let of_applicant = applicant.and_then(|org| past.get(&org));
    let others = of_applicant
        .into_iter()
        .flatten()
        .filter(|past| past.id != id);
    Ok(ProposalRow {
        id,
        version: Version(row.try_get("version")?),
        rank: row.try_get("rank")?,
        code: row.text("code")?,
        name: row.text("name")?,
        applicant: row.text("applicant_name")?,
        requested: row.money("requested")?,
        amount: row.money("amount")?,
        first_year,
        reason: row.text("reason")?,
        need_score: row.try_get("need_score")?,
        plan_score: row.try_get("plan_score")?,
        budget_score: row.try_get("budget_score")?,
        comment: row.text("comment")?,
        running: *running,
        over: meter.status.is_some() && *running > meter.cap,
        past: others.cloned().collect(),
        banned_until: applicant.and_then(|org| bans.get(&org)).copied(),
    })
}

/// Projects of the year in a state, oldest first; `since` is the day they came there.
async fn waiting(
    tx: &mut Tx,
    tenant: TenantId,
    year: i32,
    state: ProjectState,
) -> Result<Vec<WaitingProject>> {
    let rows = sqlx::query(
        "select p.id, p.version, p.code, p.name, p.applicant_name, p.kind, p.requested,
           coalesce(case p.state
             when 'SUBMITTED' then (select max(a.submitted_on) from application a where a.tenant_id = p.tenant_id and a.project_id = p.id)
             else (select i.accepted_on from intake i where i.tenant_id = p.tenant_id and i.project_id = p.id) end,
             (p.updated_at at time zone 'Asia/Shanghai')::date) as since
         from project p where p.tenant_id = $1 and p.plan_year = $2 and p.state = $3 order by since, p.id limit 500",
    )
    .bind(tenant.0)
    .bind(year)
    .bind(state.code())
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(WaitingProject {
                id: ProjectId(row.try_get("id")?),
                version: Version(row.try_get("version")?),
                code: row.text("code")?,
                name: row.text("name")?,
                applicant: row.text("applicant_name")?,
                kind: row.code("kind")?,
                requested: row.money("requested")?,
                since: row.try_get("since")?,
                due: None,
                late: false,
            })
        })
        .collect()
}

/// Submitted applications, each with the day by which the agency should have answered (R044).
async fn waiting_for_intake(
    tx: &mut Tx,
    tenant: TenantId,
    year: i32,
    days: u32,
) -> Result<Vec<WaitingProject>> {
    let calendar = tx.db.calendar.clone().get(tx).await?;
    let today = tx.today();
    let mut rows = waiting(tx, tenant, year, ProjectState::Submitted).await?;
    for row in &mut rows {
        row.due = intake::due(row.since, days, &calendar).map(|due| due.date);
        row.late = row.due.is_some_and(|due| today > due);
    }
    Ok(rows)
}

fn offers(
    session: &Session,
    year: i32,
    list: Option<&List>,
    rows: &[ProposalRow],
    waiting: &[WaitingProject],
) -> Vec<Offer> {
    let state = list.map(|list| list.state);
    let subject = || format!("{year} 年度项目建议");
    let why_not = |action: Action| -> Option<Refusal> {
        let closed = state == Some(ListState::Frozen);
        let label = state.map_or("尚无项目", ListState::label);
        let possible = match action {
            Action::ProposeProject => !closed && (!waiting.is_empty() || !rows.is_empty()),
            _ => state == Some(ListState::Draft) && !rows.is_empty(),
        };
        let label = if closed || action != Action::ProposeProject {
            label
        } else {
            "没有已受理的项目"
        };
        (!possible).then(|| action.wrong_state(subject(), label))
    };
    [
        Action::ProposeProject,
        Action::DropProposal,
        Action::FreezeProposals,
    ]
    .into_iter()
    .filter(|action| action.allows(&session.capacities()))
    .map(|action| Offer {
        action,
        why_not: why_not(action),
    })
    .collect()
}
