//! The acceptance, both rounds, and what follows from its end (machine 2.5).

use domain::access::{Action, Capacity};
use domain::contract::{Appointment, Goal, ReportDraft};
use domain::settlement::{Decision, Outcome, Round, settle};
use domain::state::{
    AcceptanceState, DeadlineKind, Disposition, FilingSubject, Organiser, ProjectKind, ProjectState,
};
use domain::{Money, OrgId, ProjectId, Refusal, Version};
use serde_json::{Value, json};
use sqlx::Row;

use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::project::Project;
use crate::rows::Columns;
use crate::{Result, deadline, payment, plan};

/// Applies for acceptance, to the organiser the mode allows (R090-R092).
pub(crate) async fn apply(
    session: &Session,
    id: ProjectId,
    seen: Version,
    organiser: Organiser,
) -> Result<()> {
    let action = Action::ApplyAcceptance;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    if !project.mode.organisers().contains(&organiser) {
        return Err(Refusal::WrongOrganiser {
            organiser: organiser.label().into(),
            mode: project.mode.label().into(),
        }
        .into());
    }
    project.go_acceptance(AcceptanceState::Applied, action)?;
    let today = tx.today();
    sqlx::query(
        "insert into acceptance (project_id, state, organiser, applied_on) values ($1, 'APPLIED', $2, $3)
         on conflict (tenant_id, project_id) do update set state = 'APPLIED', organiser = excluded.organiser,
           applied_on = excluded.applied_on, returned = ''",
    )
    .bind(id.0)
    .bind(organiser.code())
    .bind(today)
    .execute(&mut *tx)
    .await?;
    project.save(&mut tx).await?;
    record(
        &mut tx,
        &project,
        Entry::new(format!("向{}申请验收", organiser.label())),
    )
    .await?;
    tx.commit().await
}

/// Returns an incomplete application; no clock starts (A04).
pub(crate) async fn return_application(
    session: &Session,
    id: ProjectId,
    seen: Version,
    defects: String,
) -> Result<()> {
    let (mut tx, mut project) = organise(session, Action::ReturnAcceptance, id, seen).await?;
    if defects.trim().is_empty() {
        return Err(Refusal::DefectsMissing {
            field: "defects".into(),
        }
        .into());
    }
    let defects = plan::required("defects", "退回原因", &defects, 2000)?;
    project.go_acceptance(AcceptanceState::Returned, Action::ReturnAcceptance)?;
    sqlx::query("update acceptance set state = 'RETURNED', returned = $2 where project_id = $1")
        .bind(id.0)
        .bind(&defects)
        .execute(&mut *tx)
        .await?;
    project.save(&mut tx).await?;
    record(
        &mut tx,
        &project,
        Entry::new(format!("退回验收申请：{defects}")),
    )
    .await?;
    tx.commit().await
}

/// Receives a complete application; the 30 working days start (R097).
pub(crate) async fn receive(session: &Session, id: ProjectId, seen: Version) -> Result<()> {
    let (mut tx, mut project) = organise(session, Action::ReceiveAcceptance, id, seen).await?;
    project.go_acceptance(AcceptanceState::Received, Action::ReceiveAcceptance)?;
    let today = tx.today();
    sqlx::query("update acceptance set state = 'RECEIVED', received_on = $2 where project_id = $1")
        .bind(id.0)
        .bind(today)
        .execute(&mut *tx)
        .await?;
    let due = deadline::start(&mut tx, &project, DeadlineKind::Acceptance, today).await?;
    project.save(&mut tx).await?;
    let text = format!(
        "受理验收申请，评估验收最迟 {}",
        due.format("%Y年%-m月%-d日")
    );
    record(
        &mut tx,
        &project,
        Entry::new(text).facts(json!({"due": due})),
    )
    .await?;
    tx.commit().await
}

/// Opens the project for its organiser: the agency's clerk, or the applicant the unit addressed.
async fn organise(
    session: &Session,
    action: Action,
    id: ProjectId,
    seen: Version,
) -> Result<(Tx, Project)> {
    let (mut tx, project) = session.write_project(action, id, Some(seen)).await?;
    let organiser: Option<String> =
        sqlx::query_scalar("select organiser from acceptance where project_id = $1")
            .bind(id.0)
            .fetch_optional(&mut *tx)
            .await?;
    let organiser = organiser
        .and_then(|code| Organiser::from_code(&code))
        .ok_or_else(|| project.wrong_acceptance(action))?;
    let needed = match organiser {
        Organiser::Agency => Capacity::AgencyClerk,
        Organiser::Proposer => Capacity::Applicant,
    };
    if !session.capacities_on(&project).contains(&needed) {
        return Err(action.forbidden().into());
    }
    Ok((tx, project))
}

/// Appoints evaluators: known, without conflict, not banned, not paid from the fee (R091, R095, I8, I15).
pub(crate) async fn appoint(
    session: &Session,
    id: ProjectId,
    seen: Version,
    who: Appointment,
) -> Result<()> {
    let action = Action::AppointEvaluators;
    let (mut tx, mut project) = organise(session, action, id, seen).await?;
    project.go_acceptance(AcceptanceState::Evaluating, action)?;
    let payer = if project.kind == ProjectKind::PublicSme {
        "agency_admin"
    } else {
        "applicant"
    };
    if who.payer != payer {
        return Err(Refusal::WrongEvaluationPayer.into());
    }
    let names = plan::required("evaluators", "评估人", &who.evaluators, 500)?;
    if !who.declared {
        return Err(Refusal::Required {
            field: "declared".into(),
            label: "评估人无利益冲突声明".into(),
        }
        .into());
    }
    let mut appointed = Vec::new();
    for login in names
        .split([' ', ',', '，', '、', ';', '；', '\n'])
        .filter(|login| !login.is_empty())
    {
        let name = appoint_one(&mut tx, &project, login).await?;
        if !appointed.contains(&name) {
            appointed.push(name);
        }
    }
    sqlx::query(
        "update acceptance set state = 'EVALUATING', evaluation_payer = $2 where project_id = $1",
    )
    .bind(id.0)
    .bind(payer)
    .execute(&mut *tx)
    .await?;
    project.save(&mut tx).await?;
    record(
        &mut tx,
        &project,
        Entry::new(format!("聘请评估人：{}", appointed.join("、"))),
    )
    .await?;
    tx.commit().await
}

async fn appoint_one(tx: &mut Tx, project: &Project, login: &str) -> Result<String> {
    let conflict = |because: &str| Refusal::EvaluatorConflict {
        field: "evaluators".into(),
        name: login.into(),
        because: because.into(),
    };
    let row = sqlx::query(
        "select account_id, name, title, org_id, organisation from app.evaluator_by_login($1)",
    )
    .bind(login)
    .fetch_optional(&mut **tx)
    .await?
    .ok_or_else(|| conflict("不在评估人名册中"))?;
    let org = row.try_get::<Option<i64>, _>("org_id")?.map(OrgId);
    if org.is_some() && (org == project.applicant || org == project.unit) {
        return Err(conflict("是项目提出单位或实施单位的人员").into());
    }
    if let Some(org) = org {
        plan::refuse_banned(tx, org).await?;
    }
    let name = row.text("name")?;
    sqlx::query(
        "insert into evaluator (project_id, account_id, org_id, name, organisation, title) values ($1, $2, $3, $4, $5, $6)
         on conflict do nothing",
    )
    .bind(project.id.0)
    .bind(row.try_get::<i64, _>("account_id")?)
    .bind(org.map(|id| id.0))
    .bind(&name)
    .bind(row.text("organisation")?)
    .bind(row.text("title")?)
    .execute(&mut **tx)
    .await?;
    Ok(name)
}

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

/// Prepayment requests that nobody paid make no sense once the balance is settled.
async fn reject_open_requests(tx: &mut Tx, project: &Project) -> Result<()> {
    sqlx::query(
        "update payment set state = 'REJECTED', reason = '项目已进入结算', version = version + 1
         where project_id = $1 and kind = 'PREPAYMENT' and state in ('REQUESTED', 'CHECKED', 'APPROVED')",
    )
    .bind(project.id.0)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Registers money the unit owes (R101, A38).
async fn claim(tx: &mut Tx, project: &mut Project, amount: Money, reason: &str) -> Result<()> {
    let today = tx.today();
    sqlx::query(
        "insert into claim (project_id, amount, reason, claimed_on) values ($1, $2, $3, $4)",
    )
    .bind(project.id.0)
    .bind(amount.decimal())
    .bind(reason)
    .bind(today)
    .execute(&mut **tx)
    .await?;
    project.recover += amount;
    Ok(())
}

/// Serves the fail report on the unit; its 30 working days start (R099, A05).
pub(crate) async fn serve_report(session: &Session, id: ProjectId, seen: Version) -> Result<()> {
    let (mut tx, mut project) = organise(session, Action::ServeReport, id, seen).await?;
    project.go_acceptance(AcceptanceState::Rectifying, Action::ServeReport)?;
    let today = tx.today();
    sqlx::query("update acceptance set state = 'RECTIFYING', served_on = $2 where project_id = $1")
        .bind(id.0)
        .bind(today)
        .execute(&mut *tx)
        .await?;
    let due = deadline::start(&mut tx, &project, DeadlineKind::Rectification, today).await?;
    project.save(&mut tx).await?;
    let text = format!(
        "不合格报告送达实施单位，整改最迟 {}",
        due.format("%Y年%-m月%-d日")
    );
    record(
        &mut tx,
        &project,
        Entry::new(text).facts(json!({"due": due})),
    )
    .await?;
    tx.commit().await
}

/// Submits the rectification in time; the second and last round begins (R100, A08).
pub(crate) async fn submit_rectification(
    session: &Session,
    id: ProjectId,
    seen: Version,
    text: String,
) -> Result<()> {
    let action = Action::SubmitRectification;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    if project.acceptance != Some(AcceptanceState::Rectifying) {
        return Err(project.wrong_acceptance(action).into());
    }
    let text = plan::required("text", "整改情况", &text, 5000)?;
    let today = tx.today();
    if let Some(due) = deadline::due(&mut tx, &project, DeadlineKind::Rectification).await?
        && today > due
    {
        return Err(Refusal::RectificationOverdue { due }.into());
    }
    project.go_acceptance(AcceptanceState::ReApplied, action)?;
    sqlx::query(
        "update acceptance set state = 'RE_APPLIED', round = 2, rectification = $2, rectified_on = $3 where project_id = $1",
    )
    .bind(id.0)
    .bind(&text)
    .bind(today)
    .execute(&mut *tx)
    .await?;
    deadline::stop(&mut tx, &project, DeadlineKind::Rectification, today).await?;
    let due = deadline::start(&mut tx, &project, DeadlineKind::ReEvaluation, today).await?;
    project.save(&mut tx).await?;
    let entry = format!("提交整改材料，复验最迟 {}", due.format("%Y年%-m月%-d日"));
    record(
        &mut tx,
        &project,
        Entry::new(entry).facts(json!({"due": due})),
    )
    .await?;
    tx.commit().await
}

/// Records a refusal to rectify, with the reason (A06).
pub(crate) async fn record_refusal(
    session: &Session,
    id: ProjectId,
    seen: Version,
    reason: String,
) -> Result<()> {
    let action = Action::RecordRefusal;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let reason = plan::required("reason", "认定理由", &reason, 2000)?;
    project.go_acceptance(AcceptanceState::Refused, action)?;
    sqlx::query(
        "update acceptance set state = 'REFUSED', disposition_reason = $2 where project_id = $1",
    )
    .bind(id.0)
    .bind(&reason)
    .execute(&mut *tx)
    .await?;
    deadline::cancel(&mut tx, &project, Some(DeadlineKind::Rectification)).await?;
    project.save(&mut tx).await?;
    record(
        &mut tx,
        &project,
        Entry::new(format!("认定拒不整改：{reason}")),
    )
    .await?;
    tx.commit().await
}

/// Refuses or deducts after a second failure or an overdue rectification (R102, A07).
pub(crate) async fn decide(
    session: &Session,
    id: ProjectId,
    seen: Version,
    kind: Disposition,
    amount: String,
    reason: String,
) -> Result<()> {
    let action = Action::DecideDisposition;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    if project.state == ProjectState::Completed {
        overdue(&mut tx, &mut project, action).await?;
    } else if project.balance_due.is_positive() {
        return Err(project.wrong_state(action).into());
    }
    let decision = match kind {
        Disposition::Refuse => Decision::Refuse,
        Disposition::Deduct => Decision::Deduct(Money::parse_positive_yuan("amount", &amount)?),
    };
    let reason = plan::required("reason", "处置理由", &reason, 2000)?;
    let settlement = sqlx::query("select settlement from acceptance where project_id = $1")
        .bind(id.0)
        .fetch_one(&mut *tx)
        .await?
        .money("settlement")?;
    let money = settle(
        project.agreement,
        settlement,
        project.prepaid,
        Outcome::FailedFinal(decision),
    )
    .map_err(at_amount)?;
    project.deducted = match kind {
        Disposition::Refuse => settlement.saturating_sub(project.prepaid),
        Disposition::Deduct => money.deduction,
    };
    sqlx::query("update acceptance set disposition = $2, deduction = $3, disposition_reason = $4 where project_id = $1")
        .bind(id.0)
        .bind(kind.code())
        .bind(project.deducted.decimal())
        .bind(&reason)
        .execute(&mut *tx)
        .await?;
    reject_open_requests(&mut tx, &project).await?;
    if money.recover.is_positive() {
        claim(&mut tx, &mut project, money.recover, &reason).await?;
    }
    if money.balance.is_positive() {
        payment::unlock_balance(&mut tx, &mut project, money.balance).await?;
    } else {
        payment::close(&mut tx, &mut project).await?;
    }
    project.save(&mut tx).await?;
    let text = match kind {
        Disposition::Refuse => format!("决定拒付尾款：{reason}"),
        Disposition::Deduct => format!(
            "决定扣减 {} 元，支付余款 {} 元：{reason}",
            money.deduction, money.balance
        ),
    };
    record(
        &mut tx,
        &project,
        Entry::new(text).facts(json!({"kind": kind, "money": money})),
    )
    .await?;
    tx.commit().await
}

/// The rule speaks of the deduction; the form calls its field `amount`.
fn at_amount(refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::OverSettlement { limit, .. } => Refusal::OverSettlement {
            field: "amount".into(),
            limit,
        },
        other => other,
    }
}

/// An overdue rectification is a final failure of its own (A07).
async fn overdue(tx: &mut Tx, project: &mut Project, action: Action) -> Result<()> {
    let today = tx.today();
    let due = deadline::due(tx, project, DeadlineKind::Rectification).await?;
    if project.acceptance != Some(AcceptanceState::Rectifying) || due.is_none_or(|due| today <= due)
    {
        return Err(project.wrong_acceptance(action).into());
    }
    project.go_acceptance(AcceptanceState::Overdue, action)?;
    project.go(ProjectState::FailedFinal, action)?;
    deadline::stop(tx, project, DeadlineKind::Rectification, today).await?;
    sqlx::query("update acceptance set state = 'OVERDUE' where project_id = $1")
        .bind(project.id.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Ends the project early: after a refusal to rectify, or by the agreement's own conditions (R101).
pub(crate) async fn terminate(
    session: &Session,
    id: ProjectId,
    seen: Version,
    reason: String,
) -> Result<()> {
    let action = Action::TerminateProject;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    if project.state == ProjectState::Completed
        && project.acceptance != Some(AcceptanceState::Refused)
    {
        return Err(project.wrong_acceptance(action).into());
    }
    let reason = plan::required("reason", "终止理由", &reason, 2000)?;
    project.go(ProjectState::Terminated, action)?;
    deadline::cancel(&mut tx, &project, None).await?;
    reject_open_requests(&mut tx, &project).await?;
    if project.prepaid.is_positive() {
        let prepaid = project.prepaid;
        claim(&mut tx, &mut project, prepaid, &reason).await?;
    }
    sqlx::query("update agreement set state = 'TERMINATED' where project_id = $1")
        .bind(id.0)
        .execute(&mut *tx)
        .await?;
    project.save(&mut tx).await?;
    let text = format!("终止项目，追偿 {} 元：{reason}", project.recover);
    record(
        &mut tx,
        &project,
        Entry::new(text).facts(json!({"recover": project.recover})),
    )
    .await?;
    tx.commit().await
}
