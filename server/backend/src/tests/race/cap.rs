//! Two people reach for the last of the cap at the same moment: one gets it, nobody waits for ever.

use std::time::{Duration, Instant};

use domain::contract::{Answer, MeetingApi, ProjectApi};
use domain::state::{ItemKind, Mode, ProjectState};
use domain::{Money, ProjectId};

use crate::testkit::{ORDOS, World, approve, world};
use crate::tests::cap::{leave, lengthen};
use crate::tests::proposal::{october, yuan};

/// How often the two clerks try.
const TRIES: usize = 500;
/// The whole race must be over by then: a deadlock would stand for a second each time.
const BOUND: Duration = Duration::from_secs(100);
const FREE: i64 = 50_000;

/// A filed project of two years with almost everything in the second one.
async fn two_years(world: &World) -> ProjectId {
    let id = world.new_project(ORDOS, Mode::Direct, yuan(100_000)).await;
    lengthen(world, id).await;
    world.drive(id, ProjectState::Filed).await;
    let clerk = world.clerk(ORDOS);
    let later = clerk.compile_budget(id, world.version(id).await, 2027, yuan(90_000));
    later.await.unwrap();
    id
}

/// Everything that counts against 2026, past every policy.
async fn committed(world: &World) -> Money {
    let mut tx = world.admin.begin().await.unwrap();
    let sum: rust_decimal::Decimal = sqlx::query_scalar(
        "select coalesce((select sum(amount) from budget_line where tenant_id = $1 and year = 2026 and not released), 0)
           + coalesce((select sum(p.approved - coalesce((select sum(l.amount) from budget_line l where l.project_id = p.id and not l.released), 0))
               from project p where p.tenant_id = $1 and p.plan_year = 2026 and p.state in ('DETERMINED', 'FILED')), 0)",
    )
    .bind(ORDOS.0)
    .fetch_one(&mut *tx)
    .await
    .unwrap();
    Money::new(sum).unwrap()
}

fn over_cap(answer: &Answer<()>) -> bool {
    let kind = answer
        .as_ref()
        .err()
        .and_then(|fault| fault.refusal())
        .map(domain::Refusal::kind);
    assert!(answer.is_ok() || kind == Some("OverCap"), "{answer:?}");
    answer.is_err()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_clerks_reserve_the_last_of_the_cap_five_hundred_times() {
    let world = world().await;
    let (one, two) = (two_years(&world).await, two_years(&world).await);
    // Each of them alone fits to the fen, both together do not.
    leave(&world, 2026, yuan(FREE)).await;
    let cap = committed(&world).await + yuan(FREE);
    let (first, mut second) = (world.clerk(ORDOS), world.clerk(ORDOS));
    second.who.account = domain::UserId(first.who.account.0 + 1_000_000);
    let began = Instant::now();
    let mut winners = [0; 2];
    for _ in 0..TRIES {
        let seen = (world.version(one).await, world.version(two).await);
        let (a, b) = tokio::join!(
            first.compile_budget(one, seen.0, 2027, yuan(90_000 - FREE)),
            second.compile_budget(two, seen.1, 2027, yuan(90_000 - FREE)),
        );
        assert_ne!(over_cap(&a), over_cap(&b), "exactly one: {a:?} {b:?}");
        assert_eq!(
            committed(&world).await,
            cap,
            "the last of it, and not a fen more"
        );
        let (winner, project) = if a.is_ok() { (0, one) } else { (1, two) };
        winners[winner] += 1;
        let seen = world.version(project).await;
        first
            .compile_budget(project, seen, 2027, yuan(90_000))
            .await
            .unwrap();
        assert!(began.elapsed() < BOUND, "somebody waited for somebody");
    }
    assert_eq!(winners.iter().sum::<usize>(), TRIES);
}

/// A confirmed meeting about one proposed project.
async fn confirmed(world: &World, project: ProjectId) -> domain::MeetingId {
    let id = world.planned_meeting(ORDOS).await;
    let item = world
        .put_on_agenda(ORDOS, id, ItemKind::Project, Some(project.0))
        .await;
    world.hold(ORDOS, id).await;
    world.agree(ORDOS, item, approve("")).await;
    world.confirm(ORDOS, id).await;
    id
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_meetings_filed_at_once_determine_what_fits_and_no_more() {
    let world = october().await;
    for round in 0..5 {
        let mut projects = Vec::new();
        for rank in 1..=2 {
            let id = world.accepted(ORDOS, 2027, yuan(FREE), 1).await;
            world.propose(ORDOS, id, rank, yuan(FREE)).await;
            projects.push(id);
        }
        world.freeze(ORDOS, 2027).await;
        leave(&world, 2027, yuan(2 * FREE) - Money::from_fen(1)).await;
        let (a, b) = (
            confirmed(&world, projects[0]).await,
            confirmed(&world, projects[1]).await,
        );
        let seen = (
            world.meeting_version(ORDOS, a).await,
            world.meeting_version(ORDOS, b).await,
        );
        let (one, two) = (world.hrss(ORDOS), world.hrss(ORDOS));
        let (a, b) = tokio::join!(
            one.close_meeting(a, seen.0, String::new()),
            two.close_meeting(b, seen.1, String::new()),
        );
        assert_ne!(over_cap(&a), over_cap(&b), "round {round}: {a:?} {b:?}");
        let mut states = Vec::new();
        for id in &projects {
            states.push(world.state(*id).await);
        }
        states.sort();
        assert_eq!(states, [ProjectState::Proposed, ProjectState::Determined]);
        // The other one finds room after a higher base, so that the next round begins clean.
        leave(&world, 2027, yuan(FREE)).await;
        let late = if a.is_err() { (seen.0, 0) } else { (seen.1, 1) };
        let view = world
            .hrss(ORDOS)
            .meetings(domain::contract::YearOf::default())
            .await
            .unwrap();
        let open = view
            .meetings
            .iter()
            .find(|meeting| meeting.state == domain::state::MeetingState::MinutesConfirmed);
        let id = open.expect("the one that was refused").id;
        one.close_meeting(id, late.0, String::new()).await.unwrap();
        assert_eq!(
            world.state(projects[late.1]).await,
            ProjectState::Determined
        );
    }
}
