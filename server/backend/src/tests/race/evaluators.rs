//! Two evaluators of one acceptance, one for a pass and one for a failure: the first report counts,
//! and only what follows from it (R093, R098, R099, I2, I7).

use domain::contract::{EvaluatorApi, ProjectApi};
use domain::state::{AcceptanceState, Mode, ProjectKind};
use domain::{Money, ProjectId};

use super::stand::{Before, clocks, standing};
use super::{Races, kind};
use crate::demo::words;
use crate::testkit::{ORDOS, World, world};

/// What follows from each of the two reports: all of the balance, or nothing yet.
const PASSED: [&str; 4] = ["PASSED", "PASSED", "BALANCE UNLOCKED 60000.00", "60000.00"];
const FAILED: [&str; 4] = ["COMPLETED", "FAILED_R1", "", "0.00"];

async fn evaluated_by_two(world: &World) -> ProjectId {
    let amount = Money::from_fen(10_000_000);
    let id = world
        .project_at(ORDOS, Mode::Direct, amount, AcceptanceState::Received)
        .await;
    let who = words::appointment(ProjectKind::Enterprise, "expert-1、expert-2");
    world
        .clerk(ORDOS)
        .appoint_evaluators(id, world.version(id).await, who)
        .await
        .unwrap();
    for login in ["expert-1", "expert-2"] {
        let seen = world.version(id).await;
        let evaluator = world.session(login);
        evaluator
            .declare_conflict(id, seen, "no".into(), String::new())
            .await
            .unwrap();
    }
    id
}

/// The rows are those of one report, by one of the two, and of nothing else.
async fn check(world: &World, id: ProjectId, [state, stage, open, due]: [&str; 4], by: i64) {
    let stands = standing(world, id).await;
    assert_eq!((&*stands.state, &*stands.acceptance), (state, stage));
    assert_eq!(stands.open.join(" "), open);
    assert_eq!((&*stands.balance_due, &*stands.ledger), (due, "40000.00"));
    let passed = if stage == "PASSED" { "t" } else { "f" };
    let report = format!("1 {passed} {} {by}", world.today());
    assert_eq!(stands.reports, [report]);
    let clock = &clocks(world, id, "D4").await[0];
    assert_eq!(clock.result.as_deref(), Some("MET"));
    assert_eq!(clock.stopped_on, Some(world.today()));
    assert_eq!(clocks(world, id, "D5").await.len(), 0);
    let filings = clocks(world, id, "D2").await;
    let running: Vec<_> = filings.iter().filter(|one| one.result.is_none()).collect();
    assert_eq!(running.len(), 1, "one clock for one report: {filings:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_evaluators_give_one_report() {
    let world = world().await;
    let id = evaluated_by_two(&world).await;
    let goals = world.dossier(id).await.goals;
    let (one, other) = (world.session("expert-1"), world.session("expert-2"));
    let before = Before::keep(&world, id).await;
    let mut races = Races::new("two evaluators");
    for no in 0..Races::tries() {
        let seen = world.version(id).await;
        let (a, b) = (one.clone(), other.clone());
        let (pass, fail) = (
            words::report(&goals, true, ""),
            words::report(&goals, false, ""),
        );
        let (passed, failed) = races
            .run(
                async move { a.submit_report(id, seen, pass).await },
                async move { b.submit_report(id, seen, fail).await },
            )
            .await;
        let (outcome, follows, by) = match (kind(&passed), kind(&failed)) {
            (None, Some("Stale" | "WrongState")) => ("passed", PASSED, &one),
            (Some("Stale" | "WrongState"), None) => ("failed", FAILED, &other),
            third => panic!("try {no}: {third:?}"),
        };
        check(&world, id, follows, by.who.account.0).await;
        races.count(outcome);
        before.restore(&world).await;
    }
    races.finish(["passed", "failed"]);
}
