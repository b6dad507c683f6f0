//! Who evaluates: chosen from the pool, each checked, each declaring for himself (R091, R092, A45).

use domain::access::Action;
use domain::contract::Appointment;
use domain::state::{AcceptanceState, ProjectKind};
use domain::{OrgId, ProjectId, Refusal, Version};
use serde_json::json;

use super::request::organise;
use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::expert::{Pooled, pooled};
use crate::project::Project;
use crate::rows::Columns;
use crate::{Result, ban, plan};

/// More than a panel ever has.
const EVALUATORS_MAX: usize = 10;

/// Appoints evaluators of the pool: without conflict, not banned, not paid from the fee (R091, R095, I8,
/// I15). Where one has declared a conflict, another one is appointed in the middle of the evaluation.
pub(crate) async fn appoint(
    session: &Session,
    id: ProjectId,
    seen: Version,
    who: Appointment,
) -> Result<()> {
    let action = Action::AppointEvaluators;
    let (mut tx, mut project) = organise(session, action, id, seen).await?;
    if !lacks_one(&mut tx, &project).await? {
        project.go_acceptance(AcceptanceState::Evaluating, action)?;
    }
    let payer = if project.kind == ProjectKind::PublicSme {
        "agency_admin"
    } else {
        "applicant"
    };
    if who.payer != payer {
        return Err(Refusal::WrongEvaluationPayer.into());
    }
    let logins: Vec<&str> = who
        .chosen
        .keys()
        .map(|login| login.trim())
        .filter(|login| !login.is_empty())
        .take(EVALUATORS_MAX)
        .collect();
    if logins.is_empty() {
        return Err(Refusal::Required {
            field: "chosen".into(),
            label: "评估人".into(),
        }
        .into());
    }
    let pool = pooled(&mut tx, &project).await?;
    let mut chosen = Vec::new();
    for login in logins {
        chosen.push(fit(&pool, login)?);
    }
    refuse_banned(&mut tx, &chosen).await?;
    for expert in &chosen {
        insert(&mut tx, &project, expert).await?;
    }
    sqlx::query("update acceptance set state = $2, evaluation_payer = $3 where project_id = $1")
        .bind(id.0)
        .bind(project.acceptance.map(AcceptanceState::code))
        .bind(payer)
        .execute(&mut *tx)
        .await?;
    project.save(&mut tx).await?;
    let names: Vec<_> = chosen.iter().map(|one| one.view.name.as_str()).collect();
    let text = format!("聘请评估人：{}", names.join("、"));
    record(&mut tx, &project, Entry::new(text)).await?;
    tx.commit().await
}

/// Whether the evaluation runs and one of its evaluators keeps away.
async fn lacks_one(tx: &mut Tx, project: &Project) -> Result<bool> {
    let runs = matches!(
        project.acceptance,
        Some(AcceptanceState::Evaluating | AcceptanceState::ReApplied)
    );
    let conflicts: i64 =
        sqlx::query_scalar("select count(*) from evaluator where project_id = $1 and conflict")
            .bind(project.id.0)
            .fetch_one(&mut **tx)
            .await?;
    Ok(runs && conflicts > 0)
}

fn fit<'a>(pool: &'a [Pooled], login: &str) -> Result<&'a Pooled> {
    let conflict = |because: &str| Refusal::EvaluatorConflict {
        field: format!("chosen[{login}]").into(),
        name: login.into(),
        because: because.into(),
    };
    let expert = pool
        .iter()
        .find(|one| one.view.login == login)
        .ok_or_else(|| conflict("不在本盟市评估人库中"))?;
    match &expert.view.why_not {
        Some(because) => Err(conflict(because).into()),
        None => Ok(expert),
    }
}

/// Takes the locks of all employers in the order of their numbers, before the first is looked at.
async fn refuse_banned(tx: &mut Tx, chosen: &[&Pooled]) -> Result<()> {
    let mut employers: Vec<OrgId> = chosen
        .iter()
        .flat_map(|one| one.employers.iter().copied())
        .collect();
    employers.sort_unstable();
    employers.dedup();
    for org in &employers {
        ban::lock_org(tx, *org).await?;
    }
    for org in employers {
        ban::refuse_banned(tx, org).await?;
    }
    Ok(())
}

async fn insert(tx: &mut Tx, project: &Project, expert: &Pooled) -> Result<()> {
    sqlx::query(
        "insert into evaluator (project_id, account_id, org_id, name, organisation, title) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(project.id.0)
    .bind(expert.account.0)
    .bind(expert.org.map(|id| id.0))
    .bind(&expert.view.name)
    .bind(&expert.view.employer)
    .bind(&expert.view.title)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The evaluator declares whether he has a conflict with applicant or unit (R092). Who has one does not
/// report, and the organiser appoints another.
pub(crate) async fn declare_conflict(
    session: &Session,
    id: ProjectId,
    seen: Version,
    conflict: String,
    text: String,
) -> Result<()> {
    let action = Action::DeclareConflict;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    if !matches!(
        project.acceptance,
        Some(AcceptanceState::Evaluating | AcceptanceState::ReApplied)
    ) {
        return Err(project.wrong_acceptance(action).into());
    }
    let conflict = match conflict.as_str() {
        "yes" => true,
        "no" => false,
        _ => {
            return Err(Refusal::Required {
                field: "conflict".into(),
                label: "是否有利害关系".into(),
            }
            .into());
        }
    };
    let before = own(&mut tx, &project).await?;
    // What was declared stays, except that a conflict may come to light later.
    if before == Some(true) || before == Some(conflict) {
        return Err(action.wrong_state("利害关系", "已申报").into());
    }
    let text = if conflict {
        plan::required("text", "利害关系说明", &text, 1000)?
    } else {
        String::new()
    };
    let (today, account) = (tx.today(), tx.who.account);
    sqlx::query(
        "update evaluator set declared_on = $3, conflict = $4, declaration = $5 where project_id = $1 and account_id = $2",
    )
    .bind(id.0)
    .bind(account.0)
    .bind(today)
    .bind(conflict)
    .bind(&text)
    .execute(&mut *tx)
    .await?;
    project.save(&mut tx).await?;
    let told = if conflict {
        format!("申报与本项目有利害关系，应当回避：{text}")
    } else {
        "申报与项目提出单位、实施单位无利害关系".into()
    };
    let facts = json!({"conflict": conflict});
    record(&mut tx, &project, Entry::new(told).facts(facts)).await?;
    tx.commit().await
}

/// What the person has declared.
async fn own(tx: &mut Tx, project: &Project) -> Result<Option<bool>> {
    let account = tx.who.account;
    let declared: Option<Option<bool>> = sqlx::query_scalar(
        "select conflict from evaluator where project_id = $1 and account_id = $2",
    )
    .bind(project.id.0)
    .bind(account.0)
    .fetch_optional(&mut **tx)
    .await?;
    declared.ok_or_else(|| Refusal::NotFound.into())
}

/// Refuses a report by somebody with a conflict, or of a panel that has not declared.
pub(super) async fn refuse_undeclared(tx: &mut Tx, project: &Project) -> Result<()> {
    if own(tx, project).await? == Some(true) {
        return Err(Refusal::HasConflict.into());
    }
    let silent = sqlx::query(
        "select name from evaluator where project_id = $1 and conflict is null order by account_id",
    )
    .bind(project.id.0)
    .fetch_all(&mut **tx)
    .await?;
    if silent.is_empty() {
        return Ok(());
    }
    let names = silent
        .iter()
        .map(|row| row.text("name"))
        .collect::<sqlx::Result<Vec<_>>>()?;
    Err(Refusal::Undeclared {
        names: names.join("、"),
    }
    .into())
}
