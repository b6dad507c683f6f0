//! Violation and fraud cases (R084, R086). Only 人社, finance and the head of the agency know of
//! them; what everybody can see is that payments are stopped, and what is registered as owed.

mod freeze;
mod register;

use chrono::Datelike;
use domain::access::Action;
use domain::contract::{CaseDecision, CaseDraft};
use domain::state::{CaseKind, CaseState};
use domain::{CaseId, Money, OrgId, ProjectId, Refusal, Version};
use serde_json::json;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::project::Project;
use crate::rows::Columns;
use crate::{Result, acceptance, plan};

pub(crate) use freeze::{is_frozen, refuse_frozen};
pub(crate) use register::cases;

fn number(year: i32, no: i32) -> String {
    format!("核查〔{year}〕{no}号")
}

/// Opens a case on a project. A fraud stops every unpaid payment of its unit in the city (R086).
pub(crate) async fn open_case(session: &Session, draft: CaseDraft) -> Result<CaseId> {
    let mut tx = session.write(Action::OpenCase).await?;
    let kind = CaseKind::from_code(draft.kind.trim()).ok_or_else(|| Refusal::UnknownChoice {
        field: "kind".into(),
        label: "核查事项".into(),
    })?;
    let code = plan::required("code", "项目编号", &draft.code, 40)?;
    let facts = plan::required("facts", "核查线索和事实", &draft.facts, 8000)?;
    let persons: String = draft.persons.trim().chars().take(500).collect();
    let id: Option<i64> = sqlx::query_scalar("select id from project where code = $1")
        .bind(&code)
        .fetch_optional(&mut *tx)
        .await?;
    let id = id.ok_or_else(|| Refusal::UnknownChoice {
        field: "code".into(),
        label: "项目编号（本盟市没有这个项目）".into(),
    })?;
    let project = Project::lock(&mut tx, ProjectId(id)).await?;
    let freeze = match (kind, project.unit) {
        (CaseKind::Misuse, _) => None,
        (CaseKind::Fraud, Some(unit)) => Some(freeze::start(&mut tx, unit).await?),
        (CaseKind::Fraud, None) => {
            return Err(Refusal::UnknownChoice {
                field: "code".into(),
                label: "项目编号（该项目尚未确定实施单位）".into(),
            }
            .into());
        }
    };
    let row = insert(&mut tx, &project, kind, &facts, &persons, freeze).await?;
    let (case, no) = (CaseId(row.try_get("id")?), row.try_get::<i32, _>("no")?);
    let name = number(tx.today().year(), no);
    step(&mut tx, case, &format!("{}：{facts}", kind.label())).await?;
    let entry = Entry::new(format!("立案核查（{name}，{}）", kind.label()))
        .facts(json!({"case": case, "kind": kind, "frozen": freeze.is_some()}))
        .internal()
        .case_only();
    record(&mut tx, &project, entry).await?;
    tx.commit().await?;
    Ok(case)
}

async fn insert(
    tx: &mut Tx,
    project: &Project,
    kind: CaseKind,
    facts: &str,
    persons: &str,
    freeze: Option<i64>,
) -> Result<PgRow> {
    let year = tx.today().year();
    Ok(sqlx::query(
        "insert into violation_case (year, no, kind, project_id, org_id, facts, persons, freeze_id)
         select $1, (select coalesce(max(no), 0) + 1 from violation_case where year = $1), $2, $3, $4, $5, $6, $7
         returning id, no",
    )
    .bind(year)
    .bind(kind.code())
    .bind(project.id.0)
    .bind(project.unit.map(|unit| unit.0))
    .bind(facts)
    .bind(persons)
    .bind(freeze)
    .fetch_one(&mut **tx)
    .await?)
}

/// One step of the case's own record.
async fn step(tx: &mut Tx, case: CaseId, text: &str) -> Result<()> {
    let (today, who, action) = (tx.today(), tx.who.clone(), tx.action);
    sqlx::query(
        "insert into case_step (case_id, no, action, text, done_on, by_account, by_name)
         select $1, (select count(*) + 1 from case_step where case_id = $1), $2, $3, $4, $5, $6",
    )
    .bind(case.0)
    .bind(action.code())
    .bind(text)
    .bind(today)
    .bind(who.account.0)
    .bind(format!("{} {}", who.place, who.name))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// A case, locked.
struct Case {
    id: CaseId,
    name: String,
    state: CaseState,
    project: ProjectId,
    org: Option<OrgId>,
    freeze: Option<i64>,
}

async fn load(session: &Session, action: Action, id: CaseId, seen: Version) -> Result<(Tx, Case)> {
    let mut tx = session.write(action).await?;
    let row = sqlx::query(
        "select year, no, state, project_id, org_id, freeze_id, version from violation_case where id = $1 for update",
    )
    .bind(id.0)
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Refusal::NotFound)?;
    if Version(row.try_get("version")?) != seen {
        return Err(Refusal::Stale.into());
    }
    let case = Case {
        id,
        name: number(row.try_get("year")?, row.try_get("no")?),
        state: row.code("state")?,
        project: ProjectId(row.try_get("project_id")?),
        org: row.try_get::<Option<i64>, _>("org_id")?.map(OrgId),
        freeze: row.try_get("freeze_id")?,
    };
    Ok((tx, case))
}

impl Case {
    fn go(&self, to: CaseState, action: Action) -> Result<()> {
        if self.state.next().contains(&to) {
            Ok(())
        } else {
            Err(action.wrong_state(&*self.name, self.state.label()).into())
        }
    }
}

/// Writes state and recovery, the step, and the restricted line of the history.
async fn finish(
    tx: &mut Tx,
    case: &Case,
    (to, recover): (CaseState, Money),
    text: &str,
    project: &Project,
) -> Result<()> {
    sqlx::query(
        "update violation_case set state = $2, recover = recover + $3, version = version + 1 where id = $1",
    )
    .bind(case.id.0)
    .bind(to.code())
    .bind(recover.decimal())
    .execute(&mut **tx)
    .await?;
    step(tx, case.id, text).await?;
    let told = format!("{}（{}）：{text}", tx.action.label(), case.name);
    let facts = json!({"case": case.id, "from": case.state, "to": to, "recover": recover});
    record(
        tx,
        project,
        Entry::new(told).facts(facts).internal().case_only(),
    )
    .await
}

/// Hands it to whoever has to deal with it.
pub(crate) async fn transfer(
    session: &Session,
    id: CaseId,
    seen: Version,
    to: String,
) -> Result<()> {
    let action = Action::TransferCase;
    let (mut tx, case) = load(session, action, id, seen).await?;
    case.go(CaseState::Transferred, action)?;
    let to = plan::required("to", "移送机关和事由", &to, 1000)?;
    let project = Project::lock(&mut tx, case.project).await?;
    finish(
        &mut tx,
        &case,
        (CaseState::Transferred, Money::ZERO),
        &to,
        &project,
    )
    .await?;
    tx.commit().await
}

/// Decides it. What has to come back is registered as owed, which the unit and the agency see,
/// without saying why (R086).
pub(crate) async fn decide(
    session: &Session,
    id: CaseId,
    seen: Version,
    decision: CaseDecision,
) -> Result<()> {
    let action = Action::DecideCase;
    let (mut tx, case) = load(session, action, id, seen).await?;
    case.go(CaseState::Decided, action)?;
    let document = plan::required("document", "决定文号", &decision.document, 100)?;
    let text = plan::required("text", "处理决定", &decision.text, 8000)?;
    let recover = match decision.recover.trim() {
        "" => Money::ZERO,
        typed => Money::parse_positive_yuan("recover", typed)?,
    };
    let mut project = Project::lock(&mut tx, case.project).await?;
    if recover.is_positive() {
        let paid = project.prepaid + project.balance_paid;
        let limit = paid.saturating_sub(project.recover);
        if recover > limit {
            return Err(Refusal::AmountTooLarge {
                field: "recover".into(),
                limit,
            }
            .into());
        }
        let reason = format!("依据{document}应退回的款项");
        acceptance::claim(&mut tx, &mut project, recover, &reason).await?;
        project.save(&mut tx).await?;
        let told = format!("登记应退回款项 {recover} 元（{document}）");
        record(
            &mut tx,
            &project,
            Entry::new(told).facts(json!({"recover": recover})),
        )
        .await?;
    }
    let text = format!("{document}：{text}");
    finish(
        &mut tx,
        &case,
        (CaseState::Decided, recover),
        &text,
        &project,
    )
    .await?;
    tx.commit().await
}

/// Lets the payments go on; each begins again with its first check.
pub(crate) async fn release(
    session: &Session,
    id: CaseId,
    seen: Version,
    reason: String,
) -> Result<()> {
    let action = Action::ReleaseFreeze;
    let (mut tx, case) = load(session, action, id, seen).await?;
    let reason = plan::required("reason", "解除理由", &reason, 1000)?;
    let (Some(freeze), Some(org)) = (case.freeze, case.org) else {
        return Err(action.wrong_state(&*case.name, "未暂停支付").into());
    };
    if !freeze::end(&mut tx, freeze, org).await? {
        return Err(action.wrong_state(&*case.name, "已解除暂停支付").into());
    }
    let project = Project::lock(&mut tx, case.project).await?;
    finish(&mut tx, &case, (case.state, Money::ZERO), &reason, &project).await?;
    tx.commit().await
}

/// Closes it.
pub(crate) async fn close(
    session: &Session,
    id: CaseId,
    seen: Version,
    text: String,
) -> Result<()> {
    let action = Action::CloseCase;
    let (mut tx, case) = load(session, action, id, seen).await?;
    case.go(CaseState::Closed, action)?;
    if let Some(freeze) = case.freeze
        && freeze::runs(&mut tx, freeze).await?
    {
        return Err(Refusal::StillFrozen.into());
    }
    let text = plan::required("text", "结案意见", &text, 2000)?;
    let project = Project::lock(&mut tx, case.project).await?;
    finish(
        &mut tx,
        &case,
        (CaseState::Closed, Money::ZERO),
        &text,
        &project,
    )
    .await?;
    tx.commit().await
}
