//! Who may read what of the bans: everybody the list, a city its own cases, a unit what is about
//! itself, the public names and periods (3.3 (1)).

use chrono::NaiveDate;
use domain::access::{Action, Capacity, Role};
use domain::contract::{BanCaseView, BanRow, BansView, PublicBan, PublicBans};
use domain::eligibility::ban_status;
use domain::state::{BanState, BanStatus};
use domain::{BanCaseId, OrgId, ProjectId, Version};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::door::{Session, Tx, public};
use crate::rows::Columns;
use crate::{Database, Result};

/// The page of the ban list.
pub(crate) async fn bans(session: &Session) -> Result<BansView> {
    let mut tx = session.read(Action::ViewBans).await?;
    let capacities = session.capacities();
    let role = session.who.role;
    let cases = if role.is_city() || role == Role::RegionHrss {
        cases(&mut tx, &capacities).await?
    } else {
        Vec::new()
    };
    Ok(BansView {
        today: tx.today(),
        list: bans_of(&mut tx, None).await?,
        cases,
        may_propose: Action::ProposeBan.allows(&capacities),
    })
}

/// The bans of one organisation, or of all, newest first.
pub(crate) async fn bans_of(tx: &mut Tx, org: Option<OrgId>) -> Result<Vec<BanRow>> {
    let rows = sqlx::query(
        "select b.name, b.credit_code, t.name as tenant_name, b.decision_no, b.grounds, b.effective_on, b.last_on, b.revoked_on
         from ban b join tenant t on t.id = b.tenant_id
         where $1::bigint is null or b.org_id = $1 order by b.effective_on desc, b.id desc limit 1000",
    )
    .bind(org.map(|id| id.0))
    .fetch_all(&mut **tx)
    .await?;
    let today = tx.today();
    rows.iter()
        .map(|row| {
            let (effective, revoked) = (row.try_get("effective_on")?, row.date_opt("revoked_on")?);
            Ok(BanRow {
                name: row.text("name")?,
                credit_code: row.text("credit_code")?,
                tenant_name: row.text("tenant_name")?,
                decision_no: row.text("decision_no")?,
                grounds: row.code("grounds")?,
                effective,
                last: row.try_get("last_on")?,
                revoked,
                status: ban_status(effective, revoked, today),
            })
        })
        .collect()
}

/// The cases about the reader's own organisation, in every city.
pub(crate) async fn own_cases(tx: &mut Tx) -> Result<Vec<BanCaseView>> {
    if tx.org.is_none() {
        return Ok(Vec::new());
    }
    cases(tx, &[Capacity::Unit]).await
}

async fn cases(tx: &mut Tx, capacities: &[Capacity]) -> Result<Vec<BanCaseView>> {
    let rows = sqlx::query(
        "select c.*, t.name as tenant_name, o.credit_code, p.name as project_name, b.effective_on, b.last_on
         from ban_case c join tenant t on t.id = c.tenant_id left join organisation o on o.id = c.org_id
         left join project p on p.tenant_id = c.tenant_id and p.id = c.project_id
         left join ban b on b.tenant_id = c.tenant_id and b.case_id = c.id
         order by c.state in ('PROPOSED', 'HEARD') desc, c.proposed_on desc, c.id desc limit 200",
    )
    .fetch_all(&mut **tx)
    .await?;
    let today = tx.today();
    rows.iter()
        .map(|row| view(row, capacities, today))
        .collect()
}

fn view(row: &PgRow, capacities: &[Capacity], today: NaiveDate) -> Result<BanCaseView> {
    let state: BanState = row.code("state")?;
    let hear_until: NaiveDate = row.try_get("hear_until")?;
    let (effective, revoked) = (row.date_opt("effective_on")?, row.date_opt("revoked_on")?);
    let status = effective.map(|effective| ban_status(effective, revoked, today));
    let project: Option<i64> = row.try_get("project_id")?;
    let project_name: Option<String> = row.try_get("project_name")?;
    let credit_code: Option<String> = row.try_get("credit_code")?;
    Ok(BanCaseView {
        id: BanCaseId(row.try_get("id")?),
        version: Version(row.try_get("version")?),
        tenant_name: row.text("tenant_name")?,
        org: OrgId(row.try_get("org_id")?),
        name: row.text("org_name")?,
        credit_code: credit_code.unwrap_or_default(),
        project: project.map(ProjectId).zip(project_name),
        state,
        automatic: row.try_get("automatic")?,
        grounds: row.code("grounds")?,
        reason: row.text("reason")?,
        proposed: row.try_get("proposed_on")?,
        proposed_by: row.text("proposed_name")?,
        hear_until,
        hear_provisional: row.try_get("hear_provisional")?,
        statement: row.text("statement")?,
        heard: row.date_opt("heard_on")?,
        decided: row.date_opt("decided_on")?,
        decision_no: row.text("decision_no")?,
        decision: row.text("decision")?,
        effective,
        last: row.date_opt("last_on")?,
        status,
        revoked,
        revocation: row.text("revocation")?,
        actions: possible(state, status, today > hear_until)
            .iter()
            .copied()
            .filter(|action| action.allows(capacities))
            .collect(),
    })
}

/// What can be done about a case, whoever does it.
const fn possible(state: BanState, status: Option<BanStatus>, silent: bool) -> &'static [Action] {
    match state {
        BanState::Proposed if silent => &[Action::StateCase, Action::CloseHearing, Action::DropBan],
        BanState::Proposed => &[Action::StateCase, Action::DropBan],
        BanState::Heard => &[Action::DecideBan, Action::DropBan],
        BanState::InForce => match status {
            Some(BanStatus::Announced | BanStatus::Running) => &[Action::RevokeBan],
            _ => &[],
        },
        BanState::Dropped | BanState::Revoked => &[],
    }
}

/// Name and period of everybody who is banned or about to be, for people without a login.
pub(crate) async fn public_bans(db: &Database) -> Result<PublicBans> {
    let today = db.today();
    let mut tx = public(db).await?;
    let rows = sqlx::query(
        "select name, effective_on, last_on from ban where last_on >= $1 and (revoked_on is null or revoked_on > $1)
         order by effective_on desc, name limit 1000",
    )
    .bind(today)
    .fetch_all(&mut *tx)
    .await?;
    let bans = rows.iter().map(|row| {
        Ok(PublicBan {
            name: row.text("name")?,
            effective: row.try_get("effective_on")?,
            last: row.try_get("last_on")?,
        })
    });
    Ok(PublicBans {
        today,
        demo: db.settings.demo,
        bans: bans.collect::<Result<_>>()?,
    })
}
