//! The last minute of a clock: what is handed in before it is over counts as in time, what comes after
//! it does not, and nobody is told one thing while the rows say another (R099, R102, A07, D5, D6).

use std::time::Duration;

use chrono::{Days, NaiveDate};
use domain::contract::ProjectApi;
use domain::state::{AcceptanceState, DeadlineKind, Disposition, Mode};
use domain::{Money, ProjectId};

use super::stand::{Before, Standing, clocks, standing};
use super::{Races, kind};
use crate::demo::words;
use crate::testkit::{ORDOS, SetClock, World, moment, world};

async fn project_at(world: &World, stage: AcceptanceState) -> ProjectId {
    let amount = Money::from_fen(10_000_000);
    world
        .project_at(ORDOS, Mode::Commissioned, amount, stage)
        .await
}

/// The last day of the running clock of a kind.
async fn last_day(world: &World, id: ProjectId, kind: DeadlineKind) -> NaiveDate {
    let all = clocks(world, id, kind.code()).await;
    let running = all.iter().find(|clock| clock.result.is_none());
    running.expect("a running clock").due_on
}

/// The minute before midnight becomes midnight.
fn strike(clock: &SetClock, due: NaiveDate) {
    clock.set(moment(due + Days::new(1), 0, 0));
}

/// How a clock ended: day and result.
async fn ended(world: &World, id: ProjectId, kind: &str) -> Vec<(Option<NaiveDate>, String)> {
    let all = clocks(world, id, kind).await;
    all.into_iter()
        .map(|clock| (clock.stopped_on, clock.result.unwrap_or_default()))
        .collect()
}

/// Handed in: the second round runs. Not handed in: refused for good, and nothing left to pay.
fn check_rectified(stands: &Standing, in_time: bool) {
    let wanted = if in_time {
        ["COMPLETED", "RE_APPLIED", "FILED", "0.00"]
    } else {
        ["CLOSED_FAILED", "OVERDUE", "COMPLETED", "60000.00"]
    };
    let found = [
        &stands.state,
        &stands.acceptance,
        &stands.agreement,
        &stands.deducted,
    ];
    assert_eq!(found, wanted);
    assert_eq!(stands.open, [""; 0], "nothing is paid either way");
    assert_eq!(
        (&*stands.balance_due, &*stands.ledger),
        ("0.00", "40000.00")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rectification_is_in_time_or_the_project_has_failed() {
    let world = world().await;
    let id = project_at(&world, AcceptanceState::Rectifying).await;
    let due = last_day(&world, id, DeadlineKind::Rectification).await;
    let (unit, reviewer) = (world.unit_of(id).await, world.reviewer(ORDOS));
    let before = Before::keep(&world, id).await;
    let mut races = Races::new("rectification and clock");
    for no in 0..Races::tries() {
        world.clock.set(moment(due, 23, 59));
        let seen = world.version(id).await;
        let (a, b, clock) = (unit.clone(), reviewer.clone(), world.clock.clone());
        let (handed_in, decided) = races
            .run(
                async move {
                    a.submit_rectification(id, seen, words::RECTIFIED.into())
                        .await
                },
                async move {
                    strike(&clock, due);
                    let reason = words::OVERDUE.to_owned();
                    b.decide_disposition(id, seen, Disposition::Refuse, String::new(), reason)
                        .await
                },
            )
            .await;
        let stands = standing(&world, id).await;
        let (d5, d6) = (
            ended(&world, id, "D5").await,
            clocks(&world, id, "D6").await,
        );
        match (kind(&handed_in), kind(&decided)) {
            (None, Some("Stale" | "WrongState")) => {
                check_rectified(&stands, true);
                assert_eq!(d5, [(Some(due), "MET".into())], "try {no}");
                assert_eq!((d6.len(), d6[0].started_on), (1, due), "try {no}");
                races.count("in time");
            }
            (Some("RectificationOverdue" | "Stale" | "WrongState"), None) => {
                check_rectified(&stands, false);
                let over = due + Days::new(1);
                assert_eq!(d5, [(Some(over), "MISSED".into())], "try {no}");
                assert_eq!(d6.len(), 0, "try {no}");
                races.count("overdue");
            }
            third => panic!("try {no}: {third:?}"),
        }
        before.restore(&world).await;
    }
    races.finish(["in time", "overdue"]);
}

/// The report counts whenever it comes (R097): its day says whether its clock was met.
async fn check_report(
    world: &World,
    id: ProjectId,
    pass: bool,
    by: i64,
    on: NaiveDate,
    due: NaiveDate,
) {
    let stands = standing(world, id).await;
    let (state, open, balance) = if pass {
        ("PASSED", "BALANCE UNLOCKED 60000.00", "60000.00")
    } else {
        ("FAILED_FINAL", "", "0.00")
    };
    assert_eq!((&*stands.state, &*stands.acceptance), (state, state));
    assert_eq!(stands.open.join(" "), open);
    assert_eq!(
        (&*stands.balance_due, &*stands.ledger),
        (balance, "40000.00")
    );
    let passed = if pass { "t" } else { "f" };
    assert_eq!(
        stands.reports.last(),
        Some(&format!("2 {passed} {on} {by}"))
    );
    let result = if on <= due { "MET" } else { "MISSED" };
    assert_eq!(ended(world, id, "D6").await, [(Some(on), result.into())]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_final_report_is_in_time_or_late_and_its_day_says_so() {
    let world = world().await;
    let id = project_at(&world, AcceptanceState::ReApplied).await;
    let due = last_day(&world, id, DeadlineKind::ReEvaluation).await;
    let goals = world.dossier(id).await.goals;
    let evaluator = world.evaluator();
    let before = Before::keep(&world, id).await;
    let mut races = Races::new("final report and clock");
    for no in 0..Races::tries() {
        world.clock.set(moment(due, 23, 59));
        let seen = world.version(id).await;
        let pass = no % 2 == 0;
        let (a, clock, report) = (
            evaluator.clone(),
            world.clock.clone(),
            words::report(&goals, pass, ""),
        );
        let (reported, ()) = races
            .run(
                async move { a.submit_report(id, seen, report).await },
                async move {
                    // The clock has nobody to wait for: it strikes somewhere within the use case.
                    tokio::time::sleep(Duration::from_micros(500)).await;
                    strike(&clock, due);
                },
            )
            .await;
        assert_eq!(kind(&reported), None, "try {no}");
        let stopped = ended(&world, id, "D6").await[0].0.expect("stopped");
        let over = due + Days::new(1);
        assert!(stopped == due || stopped == over, "try {no}: {stopped}");
        check_report(&world, id, pass, evaluator.who.account.0, stopped, due).await;
        races.count(if stopped == due { "in time" } else { "late" });
        before.restore(&world).await;
    }
    races.finish(["in time", "late"]);
}
