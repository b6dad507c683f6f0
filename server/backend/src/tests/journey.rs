//! One project from its plan's filing to its end, through a failed acceptance.

use domain::contract::{
    AcceptanceApi, AgreementDraft, Appointment, DoingApi, EvaluatorApi, GoalResult, MoneyApi,
    ProjectApi, ReportDraft,
};
use domain::state::{
    AcceptanceState, AgreementState, AnswerKind, DeadlineKind, DeadlineResult, Mode, Organiser,
    PaymentKind, PaymentState, ProjectState,
};
use domain::{Money, ProjectId};

use crate::Session;
use crate::demo::words::{archive, termination};
use crate::testkit::{ORDOS, World, world};

fn yuan(yuan: i64) -> Money {
    Money::from_fen(yuan * 100)
}

/// A draft that passes every check.
pub(super) fn good_draft(world: &World, amount: &str, prepay: &str) -> AgreementDraft {
    let today = world.db.today();
    let text = || "按照双方约定执行，具体内容见附件。".to_owned();
    AgreementDraft {
        amount: amount.into(),
        start: today.to_string(),
        end: (today + chrono::Days::new(200)).to_string(),
        prepay: prepay.into(),
        scope: text(),
        content: text(),
        quality: text(),
        settlement: text(),
        control: text(),
        breach: text(),
        disputes: text(),
        ending: text(),
        duties: text(),
    }
}

/// A report on every goal of the project.
pub(super) async fn report(session: &Session, id: ProjectId, pass: bool) -> ReportDraft {
    let view = session.project(id).await.unwrap();
    let result = |no| GoalResult {
        no,
        measured: "96.4%".into(),
        achieved: if pass { "yes" } else { "no" }.into(),
    };
    ReportDraft {
        findings: "按方案完成全部培训班次。".into(),
        budget_execution: "支出符合预算。".into(),
        results: view.goals.iter().map(|goal| result(goal.no)).collect(),
        conclusion: if pass { "pass" } else { "fail" }.into(),
        defects: if pass {
            String::new()
        } else {
            "档案缺 1 期签到表".into()
        },
        settlement: String::new(),
    }
}

/// Pays a payment through three different persons.
pub(super) async fn pay(world: &World, id: ProjectId, kind: PaymentKind) {
    let find = |view: domain::contract::ProjectView| {
        view.payments
            .into_iter()
            .rev()
            .find(|payment| payment.kind == kind && payment.state != PaymentState::Paid)
    };
    let clerk = world.clerk(ORDOS);
    let payment = find(clerk.project(id).await.unwrap()).expect("an open payment");
    clerk
        .check_payment(payment.id, payment.version)
        .await
        .unwrap();
    let version = |step: i32| domain::Version(payment.version.0 + step);
    world
        .reviewer(ORDOS)
        .approve_payment(payment.id, version(1))
        .await
        .unwrap();
    let (key, voucher) = (
        format!("pay-{}-{}", id, payment.id),
        format!("2026-{}-{}", kind.code(), payment.id),
    );
    let payer = world.payer(ORDOS);
    payer
        .pay(payment.id, version(2), key, voucher)
        .await
        .unwrap();
}

#[expect(clippy::too_many_lines, reason = "a story reads from top to bottom")]
#[tokio::test]
async fn a_commissioned_project_fails_once_is_rectified_and_closed() {
    let world = world().await;
    let id = world
        .new_project(ORDOS, Mode::Commissioned, yuan(205_000))
        .await;
    world.drive(id, ProjectState::InProgress).await;
    let unit = world.unit_of(id).await;
    let seen = async || world.version(id).await;

    let view = unit.project(id).await.unwrap();
    assert_eq!(
        view.agreement.as_ref().unwrap().state,
        AgreementState::Filed
    );
    let agreed = view.agreement.as_ref().unwrap().amount;

    unit.keep_archive(id, seen().await, archive(false, false))
        .await
        .unwrap();
    unit.complete_project(id, seen().await, true).await.unwrap();
    unit.apply_acceptance(id, seen().await, Organiser::Agency)
        .await
        .unwrap();
    let clerk = world.clerk(ORDOS);
    clerk.receive_acceptance(id, seen().await).await.unwrap();
    let who = Appointment::of(&["expert-1", "expert-2"], "applicant");
    clerk
        .appoint_evaluators(id, seen().await, who)
        .await
        .unwrap();

    let expert = world.evaluator();
    for expert in [&expert, &world.session("expert-2")] {
        expert
            .declare_conflict(id, seen().await, "no".into(), String::new())
            .await
            .unwrap();
    }
    expert
        .submit_report(id, seen().await, report(&expert, id, false).await)
        .await
        .unwrap();
    clerk.serve_report(id, seen().await).await.unwrap();
    let view = unit.project(id).await.unwrap();
    assert_eq!(
        view.acceptance.as_ref().unwrap().state,
        AcceptanceState::Rectifying
    );
    let d5 = view
        .deadlines
        .iter()
        .find(|deadline| deadline.kind == DeadlineKind::Rectification)
        .unwrap();
    // Five until it counts as served, and thirty from there (A05).
    assert_eq!(d5.next.working_days_left, 35);
    assert!(
        d5.days.len() > 30,
        "every day from start to due is explained"
    );

    world.advance_days(20);
    unit.submit_rectification(id, seen().await, "已补交签到表。".into())
        .await
        .unwrap();
    expert
        .submit_report(id, seen().await, report(&expert, id, true).await)
        .await
        .unwrap();
    let view = unit.project(id).await.unwrap();
    assert_eq!(view.state, ProjectState::Passed);
    assert_eq!(view.money.balance, agreed - view.money.prepaid);

    pay(&world, id, PaymentKind::Balance).await;
    let view = unit.project(id).await.unwrap();
    assert_eq!(view.state, ProjectState::Closed);
    assert_eq!(view.money.prepaid + view.money.balance_paid, agreed);
    // The assumed service day was the true one: the unit said nothing before it.
    let results: Vec<_> = view
        .deadlines
        .iter()
        .filter(|d| !matches!(d.kind, DeadlineKind::Determination | DeadlineKind::Filing))
        .map(|d| d.result)
        .collect();
    assert!(
        results
            .iter()
            .all(|result| *result == Some(DeadlineResult::Met)),
        "{results:?}"
    );
    assert_eq!(ledger_sum(&world, id).await, agreed);
}

/// I11: the ledger proves the sums on the project.
pub(super) async fn ledger_sum(world: &World, id: ProjectId) -> Money {
    let mut tx = world.admin.begin().await.unwrap();
    let sum: Option<rust_decimal::Decimal> =
        sqlx::query_scalar("select sum(amount) from ledger where project_id = $1")
            .bind(id.0)
            .fetch_one(&mut *tx)
            .await
            .unwrap();
    Money::new(sum.unwrap_or_default()).unwrap()
}

#[tokio::test]
async fn a_second_failure_is_final_and_a_deduction_pays_the_rest() {
    let world = world().await;
    let id = world.new_project(ORDOS, Mode::Direct, yuan(200_000)).await;
    world.drive(id, ProjectState::FailedFinal).await;
    let reviewer = world.reviewer(ORDOS);
    let before = reviewer.project(id).await.unwrap().money;
    let decide = |amount: &str| {
        let (reviewer, amount) = (reviewer.clone(), amount.to_owned());
        let version = world.version(id);
        async move {
            reviewer
                .decide_disposition(
                    id,
                    version.await,
                    domain::state::Disposition::Deduct,
                    amount,
                    "质量不达标".into(),
                )
                .await
        }
    };
    let refused = decide("200000.01").await.unwrap_err();
    assert_eq!(refused.refusal().unwrap().kind(), "OverSettlement");
    decide("50000").await.unwrap();
    let view = reviewer.project(id).await.unwrap();
    assert_eq!(
        view.money.balance,
        before.agreement - before.prepaid - yuan(50_000)
    );
    pay(&world, id, PaymentKind::Balance).await;
    assert_eq!(
        reviewer.project(id).await.unwrap().state,
        ProjectState::ClosedFailed
    );
}

#[tokio::test]
async fn a_refusal_to_rectify_ends_in_termination_and_a_claim() {
    let world = world().await;
    let id = world
        .new_project(ORDOS, Mode::Commissioned, yuan(100_000))
        .await;
    world.drive(id, AcceptanceState::Rectifying).await;
    let prepaid = world.clerk(ORDOS).project(id).await.unwrap().money.prepaid;
    assert!(prepaid.is_positive());
    let clerk = world.clerk(ORDOS);
    let unit = world.unit_of(id).await;
    unit.answer_rectification(
        id,
        world.version(id).await,
        AnswerKind::Refusal,
        "不再整改".into(),
    )
    .await
    .unwrap();
    clerk
        .record_refusal(id, world.version(id).await, "书面表示不再整改".into())
        .await
        .unwrap();
    let reviewer = world.reviewer(ORDOS);
    reviewer
        .terminate_project(id, world.version(id).await, termination("拒不整改", ""))
        .await
        .unwrap();
    let view = clerk.project(id).await.unwrap();
    assert_eq!(view.state, ProjectState::Terminated);
    assert_eq!(view.money.recover, prepaid);
    assert!(
        view.deadlines
            .iter()
            .all(|deadline| deadline.stopped.is_some()),
        "no clock runs on"
    );
}

#[tokio::test]
async fn an_overdue_rectification_can_only_be_disposed_of() {
    let world = world().await;
    let id = world.new_project(ORDOS, Mode::Direct, yuan(100_000)).await;
    world.drive(id, ProjectState::InProgress).await;
    world.drive(id, AcceptanceState::Rectifying).await;
    world.advance_days(70);
    let unit = world.unit_of(id).await;
    let late = unit
        .submit_rectification(id, world.version(id).await, "补交".into())
        .await
        .unwrap_err();
    assert_eq!(late.refusal().unwrap().kind(), "RectificationOverdue");
    let reviewer = world.reviewer(ORDOS);
    let kind = domain::state::Disposition::Refuse;
    reviewer
        .decide_disposition(
            id,
            world.version(id).await,
            kind,
            String::new(),
            "整改逾期".into(),
        )
        .await
        .unwrap();
    let view = reviewer.project(id).await.unwrap();
    assert_eq!(view.state, ProjectState::ClosedFailed);
    let d5 = view
        .deadlines
        .iter()
        .find(|deadline| deadline.kind == DeadlineKind::Rectification)
        .unwrap();
    assert_eq!(d5.result, Some(DeadlineResult::Missed));
}
