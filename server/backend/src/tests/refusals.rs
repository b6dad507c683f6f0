//! Bad input and wrong moments: each refused by name, nothing changed.

use domain::contract::{
    AgreementDraft, Answer, Appointment, DoingApi, EvaluatorApi, MoneyApi, ProjectApi, ReportDraft,
};
use domain::state::{Mode, Organiser, ProjectState};
use domain::{Money, ProjectId, Version};

use super::journey::good_draft;
use crate::demo::code::credit_code;
use crate::demo::words::archive;
use crate::demo::words::selection;
use crate::testkit::{BAOTOU, ORDOS, World, world};

/// What only the operator of the machine can do.
pub(super) async fn operator(world: &World, sql: &'static str, texts: &[&str]) {
    let mut tx = world.admin.begin().await.unwrap();
    let mut query = sqlx::query(sql);
    for text in texts {
        query = query.bind(*text);
    }
    query.execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
}

async fn ban(world: &World, credit_code: &str) {
    operator(
        world,
        "insert into ban (org_id, tenant_id, decision_no, effective_on, last_on)
         select id, 150200, '包人社决〔2026〕1号', date '2026-01-10', date '2029-01-10' from organisation where credit_code = $1",
        &[credit_code],
    )
    .await;
}

async fn employ(world: &World, login: &str, credit_code: &str) {
    let sql = "update account set org_id = (select id from organisation where credit_code = $2) where login = $1";
    operator(world, sql, &[login, credit_code]).await;
}

fn yuan(yuan: i64) -> Money {
    Money::from_fen(yuan * 100)
}

#[track_caller]
pub(super) fn refused<T: std::fmt::Debug>(answer: Answer<T>, kind: &str) {
    let fault = answer.expect_err(kind);
    assert_eq!(
        fault.refusal().unwrap_or_else(|| panic!("{fault}")).kind(),
        kind
    );
}

async fn project_at(world: &World, mode: Mode, state: ProjectState) -> ProjectId {
    let id = world.new_project(ORDOS, mode, yuan(100_000)).await;
    world.drive(id, state).await;
    id
}

#[tokio::test]
async fn order_is_not_found_forbidden_wrong_state_stale() {
    let world = world().await;
    let id = project_at(&world, Mode::Direct, ProjectState::Filed).await;
    let seen = world.version(id).await;
    refused(world.clerk(BAOTOU).file_plan(id, seen).await, "NotFound");
    refused(world.payer(ORDOS).file_plan(id, seen).await, "Forbidden");
    refused(world.clerk(ORDOS).file_plan(id, seen).await, "WrongState");
    refused(
        world
            .clerk(ORDOS)
            .compile_budget(id, Version(0), 2026, yuan(1))
            .await,
        "Stale",
    );
    refused(world.region().file_plan(id, seen).await, "Forbidden");
    assert_eq!(world.version(id).await, seen, "nothing changed");
}

#[tokio::test]
async fn budget_lines_add_up_to_the_approved_amount() {
    let world = world().await;
    let id = project_at(&world, Mode::Direct, ProjectState::Filed).await;
    let (clerk, finance) = (world.clerk(ORDOS), world.finance(ORDOS));
    let year = clerk.project(id).await.unwrap().year;
    refused(
        clerk
            .compile_budget(
                id,
                world.version(id).await,
                year,
                Money::from_fen(10_000_001),
            )
            .await,
        "OverApproved",
    );
    clerk
        .compile_budget(id, world.version(id).await, year, yuan(99_999))
        .await
        .unwrap();
    refused(
        finance.approve_budget(id, world.version(id).await).await,
        "BudgetSum",
    );
    clerk
        .compile_budget(id, world.version(id).await, year, yuan(100_000))
        .await
        .unwrap();
    finance
        .approve_budget(id, world.version(id).await)
        .await
        .unwrap();
}

#[expect(clippy::too_many_lines, reason = "a story reads from top to bottom")]
#[tokio::test]
async fn an_agreement_is_checked_at_each_field() {
    let world = world().await;
    let id = project_at(&world, Mode::Direct, ProjectState::Budgeted).await;
    let clerk = world.clerk(ORDOS);
    let good = good_draft(&world, "100000", "42");
    let view = clerk.project(id).await.unwrap();
    let after_end = (view.end + chrono::Days::new(1)).to_string();
    let cases: [(&str, AgreementDraft); 8] = [
        (
            "OverApproved",
            AgreementDraft {
                amount: "100000.01".into(),
                ..good.clone()
            },
        ),
        (
            "AmountPrecision",
            AgreementDraft {
                amount: "1.001".into(),
                ..good.clone()
            },
        ),
        (
            "AmountMalformed",
            AgreementDraft {
                amount: "十万".into(),
                ..good.clone()
            },
        ),
        (
            "PrepaymentOutOfBand",
            AgreementDraft {
                prepay: "29.99".into(),
                ..good.clone()
            },
        ),
        (
            "PrepaymentOutOfBand",
            AgreementDraft {
                prepay: "70.01".into(),
                ..good.clone()
            },
        ),
        (
            "DateMalformed",
            AgreementDraft {
                start: "2026-02-30".into(),
                ..good.clone()
            },
        ),
        (
            "PeriodReversed",
            AgreementDraft {
                end: "2020-01-01".into(),
                ..good.clone()
            },
        ),
        (
            "DateTooLate",
            AgreementDraft {
                end: after_end,
                ..good.clone()
            },
        ),
    ];
    for (kind, draft) in cases {
        refused(
            clerk
                .draft_agreement(id, world.version(id).await, draft)
                .await,
            kind,
        );
    }
    let empty = AgreementDraft {
        breach: " ".into(),
        ..good
    };
    clerk
        .draft_agreement(id, world.version(id).await, empty)
        .await
        .unwrap();
    refused(
        world
            .reviewer(ORDOS)
            .check_agreement(id, world.version(id).await)
            .await,
        "ClauseEmpty",
    );
}

#[tokio::test]
async fn an_agreement_needs_each_of_its_parties_once() {
    let world = world().await;
    let id = project_at(&world, Mode::Direct, ProjectState::Budgeted).await;
    let (clerk, reviewer) = (world.clerk(ORDOS), world.reviewer(ORDOS));
    refused(
        reviewer
            .sign_agreement(
                id,
                world.version(id).await,
                crate::demo::words::ELECTRONIC.into(),
            )
            .await,
        "WrongState",
    );
    clerk
        .draft_agreement(
            id,
            world.version(id).await,
            good_draft(&world, "100000", ""),
        )
        .await
        .unwrap();
    reviewer
        .check_agreement(id, world.version(id).await)
        .await
        .unwrap();
    reviewer
        .sign_agreement(
            id,
            world.version(id).await,
            crate::demo::words::ELECTRONIC.into(),
        )
        .await
        .unwrap();
    refused(
        reviewer
            .sign_agreement(
                id,
                world.version(id).await,
                crate::demo::words::ELECTRONIC.into(),
            )
            .await,
        "SignedAlready",
    );
    refused(
        clerk.file_agreement(id, world.version(id).await).await,
        "WrongState",
    );
    world
        .applicant_of(id)
        .await
        .sign_agreement(
            id,
            world.version(id).await,
            crate::demo::words::ELECTRONIC.into(),
        )
        .await
        .unwrap();
    clerk
        .file_agreement(id, world.version(id).await)
        .await
        .unwrap();
    refused(
        clerk.file_agreement(id, world.version(id).await).await,
        "WrongState",
    );
}

#[tokio::test]
async fn the_third_party_must_be_another_and_not_banned() {
    let world = world().await;
    let id = project_at(&world, Mode::Commissioned, ProjectState::Budgeted).await;
    let applicant = world.applicant_of(id).await;
    let draft = |code: &str| selection(Mode::Commissioned, code, "某公司", world.today());
    let select = async |code: &str| {
        applicant
            .select_unit(id, world.version(id).await, draft(code))
            .await
    };
    refused(select("91350100M000100Y44").await, "CreditCode");
    refused(select(&credit_code(1)).await, "UnknownChoice");
    ban(&world, &credit_code(4)).await;
    refused(select(&credit_code(4)).await, "Banned");
    refused(
        world
            .clerk(ORDOS)
            .select_unit(id, world.version(id).await, draft(&credit_code(3)))
            .await,
        "Forbidden",
    );
}

#[tokio::test]
async fn work_starts_and_ends_within_the_agreement() {
    let world = world().await;
    let id = project_at(&world, Mode::Direct, ProjectState::Contracted).await;
    let unit = world.unit_of(id).await;
    let view = unit.project(id).await.unwrap();
    let today = world.db.today();
    world.set_today(view.start - chrono::Days::new(1));
    refused(unit.start_project(id, view.version).await, "DateTooEarly");
    world.set_today(today.max(view.start));
    refused(unit.start_project(id, view.version).await, "RulesMissing");
    unit.record_rules(id, view.version, "专人负责，专账核算。".into())
        .await
        .unwrap();
    unit.start_project(id, world.version(id).await)
        .await
        .unwrap();
    refused(
        unit.complete_project(id, world.version(id).await, true)
            .await,
        "ArchiveIncomplete",
    );
    unit.keep_archive(id, world.version(id).await, archive(false, false))
        .await
        .unwrap();
    refused(
        unit.complete_project(id, world.version(id).await, false)
            .await,
        "Required",
    );
    world.set_today(view.end + chrono::Days::new(1));
    refused(
        unit.complete_project(id, world.version(id).await, true)
            .await,
        "DateTooLate",
    );
    world.set_today(view.end);
    unit.complete_project(id, world.version(id).await, true)
        .await
        .unwrap();
}

#[expect(clippy::too_many_lines, reason = "a story reads from top to bottom")]
#[tokio::test]
async fn acceptance_has_the_right_organiser_evaluators_and_measures() {
    let world = world().await;
    let id = project_at(&world, Mode::Direct, ProjectState::Completed).await;
    let unit = world.unit_of(id).await;
    refused(
        unit.apply_acceptance(id, world.version(id).await, Organiser::Proposer)
            .await,
        "WrongOrganiser",
    );
    unit.apply_acceptance(id, world.version(id).await, Organiser::Agency)
        .await
        .unwrap();
    let clerk = world.clerk(ORDOS);
    refused(
        clerk
            .return_acceptance(id, world.version(id).await, " ".into())
            .await,
        "DefectsMissing",
    );
    clerk
        .receive_acceptance(id, world.version(id).await)
        .await
        .unwrap();
    let expert = "expert-1".to_owned();
    let who = |login: &str, payer: &str| Appointment::of(&[login], payer);
    let appoint = async |who| {
        clerk
            .appoint_evaluators(id, world.version(id).await, who)
            .await
    };
    refused(
        appoint(who(&expert, "prevention_fee")).await,
        "WrongEvaluationPayer",
    );
    refused(appoint(who("", "applicant")).await, "Required");
    refused(appoint(who("　", "applicant")).await, "Required");
    refused(
        appoint(who("nobody-knows", "applicant")).await,
        "EvaluatorConflict",
    );
    employ(&world, "expert-2", &credit_code(1)).await;
    refused(
        appoint(who("expert-2", "applicant")).await,
        "EvaluatorConflict",
    );
    appoint(who(&expert, "applicant")).await.unwrap();
    let session = world.session(&expert);
    let undeclared = super::journey::report(&session, id, true).await;
    let seen = world.version(id).await;
    refused(
        session.submit_report(id, seen, undeclared).await,
        "Undeclared",
    );
    session
        .declare_conflict(id, seen, "no".into(), String::new())
        .await
        .unwrap();
    let report = super::journey::report(&session, id, true).await;
    let submit = async |draft| {
        session
            .submit_report(id, world.version(id).await, draft)
            .await
    };
    refused(
        submit(ReportDraft {
            results: Vec::new(),
            ..report.clone()
        })
        .await,
        "GoalNotMeasured",
    );
    refused(
        submit(ReportDraft {
            settlement: "100000.01".into(),
            ..report.clone()
        })
        .await,
        "OverSettlement",
    );
    refused(
        submit(ReportDraft {
            conclusion: "fail".into(),
            ..report.clone()
        })
        .await,
        "DefectsMissing",
    );
    refused(
        submit(ReportDraft {
            conclusion: String::new(),
            ..report.clone()
        })
        .await,
        "Required",
    );
    let mut contradicts = report.clone();
    contradicts.results[0].achieved = "no".into();
    refused(submit(contradicts).await, "ConclusionContradicts");
    submit(report).await.unwrap();
}

#[tokio::test]
async fn payments_need_an_allocated_plan() {
    let world = world().await;
    let id = project_at(&world, Mode::Direct, ProjectState::Contracted).await;
    let unit = world.unit_of(id).await;
    let payment = unit
        .request_prepayment(id, "plan-00001".into(), yuan(40_000))
        .await
        .unwrap();
    operator(
        &world,
        "update fee_plan set state = 'FINANCE_REVIEWED' where year = 2026",
        &[],
    )
    .await;
    refused(
        world.clerk(ORDOS).check_payment(payment, Version(1)).await,
        "PlanNotAllocated",
    );
}
