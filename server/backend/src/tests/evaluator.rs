//! Who evaluates: the pool, what is checked at an appointment, what each declares (A45, R092, I8).

use domain::contract::{Answer, Appointment, EvaluatorApi, ExpertDraft, JobDraft, ProjectApi};
use domain::state::{AcceptanceState as A, Mode, ProjectState};
use domain::{Money, ProjectId, UserId};

use super::journey::report;
use super::refusals::refused;
use crate::testkit::{BAOTOU, ORDOS, World, world};

fn job(employer: &str, from: &str, to: &str) -> JobDraft {
    JobDraft {
        employer: employer.into(),
        from: from.into(),
        to: to.into(),
    }
}

fn entry(login: &str, jobs: Vec<JobDraft>) -> ExpertDraft {
    ExpertDraft {
        login: login.into(),
        speciality: "职业病防治".into(),
        unemployed: jobs.is_empty(),
        jobs,
    }
}

async fn received(world: &World, mode: Mode) -> ProjectId {
    let amount = Money::from_fen(10_000_000);
    world.project_at(ORDOS, mode, amount, A::Received).await
}

async fn appoint(world: &World, id: ProjectId, logins: &[&str]) -> Answer<()> {
    let who = Appointment::of(logins, "applicant");
    let seen = world.version(id).await;
    world.clerk(ORDOS).appoint_evaluators(id, seen, who).await
}

async fn declare(world: &World, id: ProjectId, login: &str, word: &str, text: &str) -> Answer<()> {
    let (seen, session) = (world.version(id).await, world.session(login));
    session
        .declare_conflict(id, seen, word.into(), text.into())
        .await
}

/// What the page says against an expert.
async fn why_not(world: &World, id: ProjectId, login: &str) -> Option<String> {
    let view = world.clerk(ORDOS).project(id).await.unwrap();
    let pool = view.acceptance.unwrap().pool;
    let found = pool.into_iter().find(|one| one.login == login);
    found.expect("in the pool").why_not
}

#[tokio::test]
async fn evaluator_acceptance_pool_is_kept_with_the_employments_of_two_years() {
    let world = world().await;
    let clerk = world.clerk(ORDOS);
    let keep = async |draft| clerk.keep_expert(draft).await;
    refused(keep(entry("nobody", vec![])).await, "UnknownEvaluator");
    refused(keep(entry("coal", vec![])).await, "UnknownEvaluator");
    let nothing = ExpertDraft {
        unemployed: false,
        ..entry("expert-2", vec![])
    };
    refused(keep(nothing).await, "Required");
    for (wrong, kind) in [
        (job("", "2020-01-01", ""), "Required"),
        (job("大学", "去年", ""), "DateMalformed"),
        (job("大学", "2026-11-25", ""), "DateTooLate"),
        (job("大学", "2020-01-01", "2019-12-31"), "PeriodReversed"),
    ] {
        refused(keep(entry("expert-2", vec![wrong])).await, kind);
    }
    keep(entry(
        "expert-2",
        vec![job("内蒙古测试大学", "2020-01-01", "")],
    ))
    .await
    .unwrap();
    let rows = clerk.experts().await.unwrap().rows;
    let row = rows.iter().find(|row| row.login == "expert-2").unwrap();
    assert_eq!(row.jobs.len(), 1);
    assert!(row.jobs[0].org.is_some(), "found by its name");
    keep(entry("expert-2", vec![])).await.unwrap();
    let rows = clerk.experts().await.unwrap().rows;
    let row = rows.iter().find(|row| row.login == "expert-2").unwrap();
    assert!(row.jobs.is_empty(), "the newest entry counts");

    let id = row.account;
    let abroad = world.clerk(BAOTOU).experts().await.unwrap().rows;
    let abroad = abroad.iter().find(|one| one.account == id).unwrap();
    assert_eq!(abroad.kept.to_string(), "2026-11-24", "a pool of its own");
    refused(clerk.remove_expert(UserId(0), "x".into()).await, "NotFound");
    refused(clerk.remove_expert(id, String::new()).await, "Required");
    clerk
        .remove_expert(id, "退出评估工作".into())
        .await
        .unwrap();
    refused(clerk.remove_expert(id, "再次".into()).await, "WrongState");
    let project = received(&world, Mode::Commissioned).await;
    refused(
        appoint(&world, project, &["expert-2"]).await,
        "EvaluatorConflict",
    );
}

#[tokio::test]
async fn evaluator_of_the_acceptance_was_employed_by_neither_side_for_two_years() {
    let world = world().await;
    let clerk = world.clerk(ORDOS);
    let id = received(&world, Mode::Commissioned).await;
    let applicant = "鄂尔多斯市测试煤业有限公司";
    for (from, to, free) in [
        ("2020-01-01", "", false),
        ("2020-01-01", "2025-12-31", false),
        ("2020-01-01", "2024-11-24", false),
        ("2020-01-01", "2024-11-23", true),
    ] {
        let draft = entry("expert-2", vec![job(applicant, from, to)]);
        clerk.keep_expert(draft).await.unwrap();
        assert_eq!(
            why_not(&world, id, "expert-2").await.is_none(),
            free,
            "{to}"
        );
        if !free {
            refused(
                appoint(&world, id, &["expert-2"]).await,
                "EvaluatorConflict",
            );
        }
    }
    appoint(&world, id, &["expert-2"]).await.unwrap();
}

#[tokio::test]
async fn evaluator_of_the_acceptance_is_chosen_by_the_applicant_from_the_pool_too() {
    let world = world().await;
    let amount = Money::from_fen(10_000_000);
    let id = world
        .project_at(ORDOS, Mode::Commissioned, amount, ProjectState::Completed)
        .await;
    let (unit, applicant) = (world.unit_of(id).await, world.applicant_of(id).await);
    let organiser = domain::state::Organiser::Proposer;
    unit.apply_acceptance(id, world.version(id).await, organiser)
        .await
        .unwrap();
    applicant
        .receive_acceptance(id, world.version(id).await)
        .await
        .unwrap();
    let own = entry(
        "expert-2",
        vec![job("鄂尔多斯市测试煤业有限公司", "2020-01-01", "")],
    );
    world.clerk(ORDOS).keep_expert(own).await.unwrap();
    let pool = applicant
        .project(id)
        .await
        .unwrap()
        .acceptance
        .unwrap()
        .pool;
    let said: Vec<_> = pool
        .iter()
        .map(|one| (one.login.as_str(), one.why_not.is_none()))
        .collect();
    assert!(said.contains(&("expert-1", true)), "{said:?}");
    assert!(
        said.contains(&("expert-2", false)),
        "its own people: {said:?}"
    );
    let seen = world.version(id).await;
    let who = Appointment::of(&["expert-1"], "applicant");
    applicant.appoint_evaluators(id, seen, who).await.unwrap();
    let pool = unit.project(id).await.unwrap().acceptance.unwrap().pool;
    assert!(pool.is_empty(), "nothing for whoever does not choose");
}

#[tokio::test]
async fn evaluator_with_a_conflict_keeps_away_from_the_acceptance_and_another_is_appointed() {
    let world = world().await;
    let id = received(&world, Mode::Commissioned).await;
    appoint(&world, id, &["expert-1"]).await.unwrap();
    refused(appoint(&world, id, &["expert-2"]).await, "WrongState");
    let submit = async |login: &str| {
        let session = world.session(login);
        let draft = report(&session, id, true).await;
        session
            .submit_report(id, world.version(id).await, draft)
            .await
    };
    refused(submit("expert-1").await, "Undeclared");
    refused(declare(&world, id, "expert-1", "", "").await, "Required");
    refused(
        declare(&world, id, "expert-1", "yes", " ").await,
        "Required",
    );
    declare(&world, id, "expert-1", "no", "").await.unwrap();
    refused(
        declare(&world, id, "expert-1", "no", "").await,
        "WrongState",
    );
    // It comes to light later.
    declare(&world, id, "expert-1", "yes", "配偶在实施单位任职")
        .await
        .unwrap();
    refused(
        declare(&world, id, "expert-1", "no", "").await,
        "WrongState",
    );
    refused(submit("expert-1").await, "HasConflict");
    let view = world.clerk(ORDOS).project(id).await.unwrap();
    assert!(view.holder.contains("社会保险"), "{}", view.holder);
    assert!(view.acceptance.unwrap().evaluators[0].has_conflict());

    refused(
        appoint(&world, id, &["expert-1"]).await,
        "EvaluatorConflict",
    );
    appoint(&world, id, &["expert-2"]).await.unwrap();
    refused(submit("expert-2").await, "Undeclared");
    declare(&world, id, "expert-2", "no", "").await.unwrap();
    submit("expert-2").await.unwrap();
    assert_eq!(world.state(id).await, ProjectState::Passed);
}

#[tokio::test]
async fn evaluator_of_the_acceptance_is_held_to_it_by_the_database() {
    let world = world().await;
    let id = received(&world, Mode::Commissioned).await;
    appoint(&world, id, &["expert-1", "expert-2"])
        .await
        .unwrap();
    // For himself alone.
    let session = world.session("expert-1");
    let action = domain::access::Action::DeclareConflict;
    let seen = Some(world.version(id).await);
    let (mut tx, _) = session.write_project(action, id, seen).await.unwrap();
    let done = sqlx::query(
        "update evaluator set declared_on = '2026-11-24', conflict = false where project_id = $1",
    )
    .bind(id.0)
    .execute(&mut *tx)
    .await
    .unwrap();
    assert_eq!(done.rows_affected(), 1, "himself");
    drop(tx);
    let mut tx = world.admin.begin().await.unwrap();
    for (wrong, words) in [
        (
            "insert into report (tenant_id, project_id, round, reported_on, passed, findings, budget_execution, defects, results, by_name, by_account)
             select tenant_id, project_id, 1, '2026-11-24', true, 'x', 'x', '', '[]', 'x', account_id from evaluator where project_id = $1 limit 1",
            "needs a declaration",
        ),
        (
            "insert into evaluator (tenant_id, project_id, account_id, org_id, name) select p.tenant_id, p.id, 1, p.unit_id, 'x' from project p where p.id = $1",
            "of applicant or unit",
        ),
    ] {
        sqlx::query("savepoint before").execute(&mut *tx).await.unwrap();
        let refused = sqlx::query(wrong).bind(id.0).execute(&mut *tx).await;
        let refused = refused.unwrap_err().to_string();
        assert!(refused.contains(words), "{refused}");
        sqlx::query("rollback to before").execute(&mut *tx).await.unwrap();
    }
}
