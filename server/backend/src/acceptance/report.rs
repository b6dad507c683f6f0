//! The evaluators' report: every goal measured, then a pass that unlocks the balance, or a failure.

use domain::access::Action;
use domain::contract::{Goal, ReportDraft};
use domain::settlement::{Outcome, Round, settle};
use domain::state::{AcceptanceState, DeadlineKind, FilingSubject, ProjectState};
use domain::{Money, ProjectId, Refusal, Version};
use serde_json::{Value, json};
use sqlx::Row;

use super::appoint::refuse_undeclared;
use super::{claim, reject_open_requests};
use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::project::Project;
use crate::rows::Columns;
use crate::{Result, deadline, payment, plan};

/// Issues the report of the round and does what it means (R093, R098-R102).
pub(crate) async fn submit_report(
    session: &Session,
    id: ProjectId,
    seen: Version,
    draft: ReportDraft,
) -> Result<()> {
    let action = Action::SubmitReport;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let (round, clock) = match project.acceptance {
        Some(AcceptanceState::Evaluating) => (Round::First, DeadlineKind::Acceptance),
        Some(AcceptanceState::ReApplied) => (Round::Second, DeadlineKind::ReEvaluation),
        _ => return Err(project.wrong_acceptance(action).into()),
    };
    refuse_undeclared(&mut tx, &project).await?;
    let passed = match draft.conclusion.as_str() {
        "pass" => true,
        "fail" => false,
        _ => {
            return Err(Refusal::Required {
                field: "conclusion".into(),
                label: "评估验收结论".into(),
            }
            .into());
        }
    };
    let results = measure(&mut tx, id, &draft, passed).await?;
    if !passed && draft.defects.trim().is_empty() {
        return Err(Refusal::DefectsMissing {
            field: "defects".into(),
        }
        .into());
    }
    let settlement = settlement_of(&draft, &project)?;
    insert_report(&mut tx, id, round, passed, &draft, results).await?;
    let today = tx.today();
    let in_time = deadline::stop(&mut tx, &project, clock, today).await?;
    plan::send_filings(
        &mut tx,
        &project,
        FilingSubject::Report,
        i32::from(round.number()),
    )
    .await?;
    if passed {
        pass(&mut tx, &mut project, round, settlement).await?;
    } else {
        fail(&mut tx, &mut project, round, settlement).await?;
    }
    project.save(&mut tx).await?;
    let text = format!(
        "出具{}报告：{}",
        if round == Round::First {
            "评估验收"
        } else {
            "复验"
        },
        if passed { "合格" } else { "不合格" }
    );
    let facts = json!({"round": round.number(), "passed": passed, "settlement": settlement, "deadline": in_time});
    record(&mut tx, &project, Entry::new(text).facts(facts)).await?;
    tx.commit().await
}

/// Every goal measured; a pass only with all of them achieved.
async fn measure(tx: &mut Tx, id: ProjectId, draft: &ReportDraft, passed: bool) -> Result<Value> {
    let mut results = Vec::new();
    let mut all = true;
    for (index, goal) in goals(tx, id).await?.into_iter().enumerate() {
        let result = draft.results.iter().find(|result| result.no == goal.no);
        let measured = result.map_or("", |result| result.measured.trim());
        let achieved = match result.map(|result| result.achieved.as_str()) {
            Some("yes") => true,
            Some("no") => false,
            _ => return Err(not_measured(index, &goal)),
        };
        if measured.is_empty() {
            return Err(not_measured(index, &goal));
        }
        all &= achieved;
        results.push(
            json!({"no": goal.no, "goal": goal.goal, "method": goal.method, "target": goal.target,
            "measured": measured, "achieved": achieved}),
        );
    }
    if passed && !all {
        return Err(Refusal::ConclusionContradicts {
            field: "conclusion".into(),
        }
        .into());
    }
    plan::required("findings", "实施情况", &draft.findings, 5000)?;
    plan::required(
        "budget_execution",
        "预算执行情况",
        &draft.budget_execution,
        5000,
    )?;
    Ok(Value::Array(results))
}

fn not_measured(index: usize, goal: &Goal) -> crate::Error {
    Refusal::GoalNotMeasured {
        field: format!("results[{index}][measured]").into(),
        goal: goal.goal.clone(),
    }
    .into()
}

/// The near-term goals of Annex 3.
pub(crate) async fn goals(tx: &mut Tx, id: ProjectId) -> Result<Vec<Goal>> {
    let rows = sqlx::query(
        "select no, goal, method, target from project_goal where project_id = $1 order by no",
    )
    .bind(id.0)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Goal {
                no: row.try_get("no")?,
                goal: row.text("goal")?,
                method: row.text("method")?,
                target: row.text("target")?,
            })
        })
        .collect()
}

/// The settlement amount: the agreement, or less at actual cost (A37), never less than nothing.
fn settlement_of(draft: &ReportDraft, project: &Project) -> Result<Money> {
    if draft.settlement.trim().is_empty() {
        return Ok(project.agreement);
    }
    let settlement = Money::parse_positive_yuan("settlement", &draft.settlement)?;
    if settlement > project.agreement {
        return Err(Refusal::OverSettlement {
            field: "settlement".into(),
            limit: project.agreement,
        }
        .into());
    }
    Ok(settlement)
}

async fn insert_report(
    tx: &mut Tx,
    id: ProjectId,
    round: Round,
    passed: bool,
    draft: &ReportDraft,
    results: Value,
) -> Result<()> {
    let (today, who) = (tx.today(), tx.who.clone());
    sqlx::query(
        "insert into report (project_id, round, reported_on, passed, findings, budget_execution, defects, results, by_name, by_account)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(id.0)
    .bind(i32::from(round.number()))
    .bind(today)
    .bind(passed)
    .bind(draft.findings.trim())
    .bind(draft.budget_execution.trim())
    .bind(draft.defects.trim())
    .bind(results)
    .bind(who.name)
    .bind(who.account.0)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn pass(tx: &mut Tx, project: &mut Project, round: Round, settlement: Money) -> Result<()> {
    let action = tx.action;
    project.go_acceptance(AcceptanceState::Passed, action)?;
    project.go(ProjectState::Passed, action)?;
    set_acceptance(tx, project, settlement).await?;
    let money = settle(
        project.agreement,
        settlement,
        project.prepaid,
        Outcome::Passed { round },
    )?;
    if money.recover.is_positive() {
        claim(tx, project, money.recover, "预付款超过结算金额").await?;
    }
    reject_open_requests(tx, project).await?;
    if money.balance.is_positive() {
        payment::unlock_balance(tx, project, money.balance).await
    } else {
        payment::close(tx, project).await
    }
}

async fn fail(tx: &mut Tx, project: &mut Project, round: Round, settlement: Money) -> Result<()> {
    let action = tx.action;
    match round {
        Round::First => project.go_acceptance(AcceptanceState::FailedR1, action)?,
        Round::Second => {
            project.go_acceptance(AcceptanceState::FailedFinal, action)?;
            project.go(ProjectState::FailedFinal, action)?;
        }
    }
    set_acceptance(tx, project, settlement).await
}

async fn set_acceptance(tx: &mut Tx, project: &Project, settlement: Money) -> Result<()> {
    sqlx::query("update acceptance set state = $2, settlement = $3 where project_id = $1")
        .bind(project.id.0)
        .bind(project.acceptance.map(AcceptanceState::code))
        .bind(settlement.decimal())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
