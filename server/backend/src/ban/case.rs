//! A ban case of one city: proposal, hearing, decision, revocation (machine 2.7).

use chrono::NaiveDate;
use domain::access::Action;
use domain::code::{CreditCode, normalise};
use domain::contract::{BanDecision, BanDraft};
use domain::eligibility::{HEARING_WORKING_DAYS, ban_status};
use domain::full_date;
use domain::period::ban_last_day;
use domain::state::{BanState, BanStatus, Grounds};
use domain::{BanCaseId, OrgId, ProjectId, Refusal, Version};
use serde_json::json;
use sqlx::Row;

use super::lock_org;
use crate::agreement::date;
use crate::door::{Session, Tx};
use crate::event::{Entry, record, record_org};
use crate::plan::required;
use crate::project::Project;
use crate::rows::Columns;
use crate::{Error, Result};

/// Longest reason, statement or decision.
const TEXT_MAX: u32 = 4000;

/// What a proposal says.
pub(super) struct Proposal<'a> {
    pub org: OrgId,
    pub name: &'a str,
    pub project: Option<ProjectId>,
    pub automatic: bool,
    pub grounds: Grounds,
    pub reason: &'a str,
}

/// A case, kept still by the city's queue.
struct Case {
    id: BanCaseId,
    org: OrgId,
    name: String,
    project: Option<ProjectId>,
    state: BanState,
    grounds: Grounds,
    proposed_by: i64,
    hear_until: NaiveDate,
    version: Version,
}

/// Whether the city has a case of this organisation that is not decided.
pub(super) async fn is_open(tx: &mut Tx, org: OrgId) -> Result<bool> {
    let open =
        "select exists (select from ban_case where org_id = $1 and state in ('PROPOSED', 'HEARD'))";
    Ok(sqlx::query_scalar(open)
        .bind(org.0)
        .fetch_one(&mut **tx)
        .await?)
}

/// Opens a case; answers it with the last day to be heard.
pub(super) async fn insert(tx: &mut Tx, new: &Proposal<'_>) -> Result<(BanCaseId, NaiveDate)> {
    let (today, who) = (tx.today(), tx.who.clone());
    let calendar = tx.db.calendar.clone().current(tx).await?;
    let until = calendar.add_working_days(today, HEARING_WORKING_DAYS)?;
    let id: i64 = sqlx::query_scalar(
        "insert into ban_case (org_id, org_name, project_id, automatic, grounds, reason, proposed_on, proposed_by,
           proposed_name, hear_until, hear_provisional)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id",
    )
    .bind(new.org.0)
    .bind(new.name)
    .bind(new.project.map(|id| id.0))
    .bind(new.automatic)
    .bind(new.grounds.code())
    .bind(new.reason)
    .bind(today)
    .bind(who.account.0)
    .bind(who.name)
    .bind(until.date)
    .bind(until.provisional)
    .fetch_one(&mut **tx)
    .await?;
    tx.wrote();
    Ok((BanCaseId(id), until.date))
}

/// The agency proposes.
pub(crate) async fn propose(session: &Session, draft: BanDraft) -> Result<BanCaseId> {
    let action = Action::ProposeBan;
    let mut tx = session.write(action).await?;
    let code = CreditCode::parse("credit_code", &normalise(&draft.credit_code))?;
    let grounds = Grounds::from_code(&draft.grounds).ok_or(Refusal::UnknownChoice {
        field: "grounds".into(),
        label: "禁入事由".into(),
    })?;
    let reason = required("reason", "事实和理由", &draft.reason, TEXT_MAX)?;
    let row = sqlx::query("select id, name from organisation where credit_code = $1")
        .bind(code.as_str())
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(Refusal::UnknownChoice {
            field: "credit_code".into(),
            label: "统一社会信用代码（须为已登记的单位）".into(),
        })?;
    let (org, name) = (OrgId(row.try_get("id")?), row.text("name")?);
    let project = carried_out(&mut tx, &draft.project, org).await?;
    if is_open(&mut tx, org).await? {
        return Err(action.wrong_state("禁入事项", "已有在办的建议").into());
    }
    let proposal = Proposal {
        org,
        name: &name,
        project: project.as_ref().map(|project| project.id),
        automatic: false,
        grounds,
        reason: &reason,
    };
    let (id, until) = insert(&mut tx, &proposal).await?;
    let text = format!(
        "提出禁入建议：对“{name}”（{}），陈述申辩期至 {}",
        grounds.label(),
        full_date(until)
    );
    let entry = Entry::new(text).facts(json!({"case": id, "grounds": grounds, "until": until}));
    match &project {
        Some(project) => record(&mut tx, project, entry).await?,
        None => record_org(&mut tx, org, entry).await?,
    }
    tx.commit().await?;
    Ok(id)
}

/// The project a proposal is about: one that the organisation carries out.
async fn carried_out(tx: &mut Tx, typed: &str, org: OrgId) -> Result<Option<Project>> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let unknown = || Refusal::UnknownChoice {
        field: "project".into(),
        label: "该单位实施的项目".into(),
    };
    let id: i64 = typed.trim().parse().map_err(|_| unknown())?;
    match Project::lock(tx, ProjectId(id)).await {
        Ok(project) if project.unit == Some(org) => Ok(Some(project)),
        Ok(_) => Err(unknown().into()),
        Err(error) if error.refusal() == Some(&Refusal::NotFound) => Err(unknown().into()),
        Err(error) => Err(error),
    }
}

/// The unit states its case.
pub(crate) async fn state_case(
    session: &Session,
    id: BanCaseId,
    seen: Version,
    text: String,
) -> Result<()> {
    let mut tx = session.write_hearing(Action::StateCase, id).await?;
    let case = load(&mut tx, id, seen, BanState::Heard).await?;
    let text = required("text", "陈述申辩意见", &text, TEXT_MAX)?;
    let (today, who) = (tx.today(), tx.who.clone());
    sqlx::query(
        "update ban_case set state = 'HEARD', statement = $2, stated_name = $3, heard_on = $4, version = version + 1
         where id = $1",
    )
    .bind(id.0)
    .bind(text)
    .bind(who.name)
    .bind(today)
    .execute(&mut *tx)
    .await?;
    told(&mut tx, &case, format!("“{}”提交陈述申辩意见", case.name)).await?;
    tx.commit().await
}

/// The agency records that the period ran out.
pub(crate) async fn close_hearing(session: &Session, id: BanCaseId, seen: Version) -> Result<()> {
    let mut tx = session.write(Action::CloseHearing).await?;
    let case = load(&mut tx, id, seen, BanState::Heard).await?;
    let today = tx.today();
    if today <= case.hear_until {
        return Err(Refusal::HearingOpen {
            until: case.hear_until,
        }
        .into());
    }
    sqlx::query(
        "update ban_case set state = 'HEARD', heard_on = $2, version = version + 1 where id = $1",
    )
    .bind(id.0)
    .bind(today)
    .execute(&mut *tx)
    .await?;
    let text = format!("“{}”逾期未陈述申辩，记录在案", case.name);
    told(&mut tx, &case, text).await?;
    tx.commit().await
}

/// 人社 bans, in every city, from the effective day on (R085, A21).
pub(crate) async fn decide(
    session: &Session,
    id: BanCaseId,
    seen: Version,
    decision: BanDecision,
) -> Result<()> {
    let mut tx = session.write(Action::DecideBan).await?;
    let case = load(&mut tx, id, seen, BanState::InForce).await?;
    another(&tx, &case)?;
    let number = required("decision_no", "决定文号", &decision.decision_no, 60)?;
    let effective = date("effective", &decision.effective)?;
    let (today, who) = (tx.today(), tx.who.clone());
    if effective < today {
        return Err(Refusal::DateTooEarly {
            field: "effective".into(),
            earliest: today,
            because: "作出决定当日".into(),
        }
        .into());
    }
    let reason = required("reason", "决定理由", &decision.reason, TEXT_MAX)?;
    sqlx::query(
        "update ban_case set state = 'IN_FORCE', decided_on = $2, decided_by = $3, decided_name = $4, decision_no = $5,
           decision = $6, version = version + 1 where id = $1",
    )
    .bind(id.0)
    .bind(today)
    .bind(who.account.0)
    .bind(who.name)
    .bind(&number)
    .bind(&reason)
    .execute(&mut *tx)
    .await?;
    let last = ban_last_day(effective);
    // From here on nobody chooses it, signs with it or pays it before the ban is there to be seen.
    lock_org(&mut tx, case.org).await?;
    sqlx::query(
        "insert into ban (org_id, tenant_id, decision_no, effective_on, last_on, grounds, case_id)
         values ($1, app.tenant(), $2, $3, $4, $5, $6)",
    )
    .bind(case.org.0)
    .bind(&number)
    .bind(effective)
    .bind(last)
    .bind(case.grounds.code())
    .bind(id.0)
    .execute(&mut *tx)
    .await?;
    let text = format!(
        "决定禁止“{}”从事工伤预防项目：自 {} 起至 {} 止（{number}）",
        case.name,
        full_date(effective),
        full_date(last)
    );
    told(&mut tx, &case, text).await?;
    tx.commit().await
}

/// 人社 decides not to ban.
pub(crate) async fn drop(
    session: &Session,
    id: BanCaseId,
    seen: Version,
    reason: String,
) -> Result<()> {
    let mut tx = session.write(Action::DropBan).await?;
    let case = load(&mut tx, id, seen, BanState::Dropped).await?;
    another(&tx, &case)?;
    let reason = required("reason", "决定理由", &reason, TEXT_MAX)?;
    let (today, who) = (tx.today(), tx.who.clone());
    sqlx::query(
        "update ban_case set state = 'DROPPED', decided_on = $2, decided_by = $3, decided_name = $4, decision = $5,
           version = version + 1 where id = $1",
    )
    .bind(id.0)
    .bind(today)
    .bind(who.account.0)
    .bind(who.name)
    .bind(reason)
    .execute(&mut *tx)
    .await?;
    told(&mut tx, &case, format!("决定不予禁入“{}”", case.name)).await?;
    tx.commit().await
}

/// 人社 lifts a ban from today on.
pub(crate) async fn revoke(
    session: &Session,
    id: BanCaseId,
    seen: Version,
    decision: BanDecision,
) -> Result<()> {
    let action = Action::RevokeBan;
    let mut tx = session.write(action).await?;
    let case = load(&mut tx, id, seen, BanState::Revoked).await?;
    let (today, who) = (tx.today(), tx.who.clone());
    let effective: NaiveDate =
        sqlx::query_scalar("select effective_on from ban where case_id = $1")
            .bind(id.0)
            .fetch_one(&mut *tx)
            .await?;
    let status = ban_status(effective, None, today);
    if status == BanStatus::Expired {
        return Err(action.wrong_state("禁入", status.label()).into());
    }
    let number = required("decision_no", "决定文号", &decision.decision_no, 60)?;
    let reason = required("reason", "解除理由", &decision.reason, TEXT_MAX)?;
    sqlx::query(
        "update ban_case set state = 'REVOKED', revoked_on = $2, revoked_name = $3, revocation_no = $4, revocation = $5,
           version = version + 1 where id = $1",
    )
    .bind(id.0)
    .bind(today)
    .bind(who.name)
    .bind(&number)
    .bind(reason)
    .execute(&mut *tx)
    .await?;
    lock_org(&mut tx, case.org).await?;
    sqlx::query("update ban set revoked_on = $2 where case_id = $1")
        .bind(id.0)
        .bind(today)
        .execute(&mut *tx)
        .await?;
    told(
        &mut tx,
        &case,
        format!("解除对“{}”的禁入（{number}）", case.name),
    )
    .await?;
    tx.commit().await
}

/// Who proposed does not decide (3.2).
fn another(tx: &Tx, case: &Case) -> Result<()> {
    if case.proposed_by == tx.who.account.0 {
        return Err(Refusal::SameDecider.into());
    }
    Ok(())
}

/// The case, if it can go where it is wanted; then the version, as everywhere.
async fn load(tx: &mut Tx, id: BanCaseId, seen: Version, to: BanState) -> Result<Case> {
    let row = sqlx::query(
        "select org_id, org_name, project_id, state, grounds, proposed_by, hear_until, version from ban_case where id = $1",
    )
    .bind(id.0)
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(Refusal::NotFound)?;
    let case = Case {
        id,
        org: OrgId(row.try_get("org_id")?),
        name: row.text("org_name")?,
        project: row.try_get::<Option<i64>, _>("project_id")?.map(ProjectId),
        state: row.code("state")?,
        grounds: row.code("grounds")?,
        proposed_by: row.try_get("proposed_by")?,
        hear_until: row.try_get("hear_until")?,
        version: Version(row.try_get("version")?),
    };
    if !case.state.next().contains(&to) {
        return Err(tx.action.wrong_state("禁入事项", case.state.label()).into());
    }
    if case.version != seen {
        return Err(Refusal::Stale.into());
    }
    Ok(case)
}

/// Into the history of the project it is about, or of the city.
async fn told(tx: &mut Tx, case: &Case, text: String) -> Result<()> {
    let entry = Entry::new(text).facts(json!({"case": case.id, "from": case.state}));
    match case.project {
        Some(id) => {
            let project = Project::lock(tx, id).await.map_err(|error| {
                Error::Inconsistent(format!("case {}: project {id}: {error}", case.id))
            })?;
            record(tx, &project, entry).await
        }
        None => record_org(tx, case.org, entry).await,
    }
}
