//! The small world stands, and the driver reaches every state there is a way to.

use domain::Money;
use domain::state::{AcceptanceState as A, AgreementState, Mode, PaymentState, ProjectState as S};

use crate::testkit::{BAOTOU, Goal, ORDOS, World, world};

#[tokio::test]
async fn the_small_world_has_every_station() {
    let w = world().await;
    for tenant in [ORDOS, BAOTOU] {
        for state in [S::Determined, S::Filed, S::Budgeted, S::UnitSelected, S::Contracted, S::InProgress, S::Completed] {
            w.project_in(tenant, state).await;
        }
        for state in [S::Passed, S::FailedFinal, S::Closed, S::ClosedFailed, S::Terminated] {
            w.project_in(tenant, state).await;
        }
        for state in [A::Applied, A::Received, A::Evaluating, A::FailedR1, A::Rectifying, A::ReApplied] {
            w.project_in(tenant, state).await;
        }
    }
}

#[tokio::test]
async fn the_driver_goes_everywhere() {
    let w = world().await;
    let approved = Money::from_fen(2_050_000);
    let goals = S::ALL.iter().filter(|state| state.is_determined()).map(|state| Goal::from(*state));
    let acceptance = A::ALL.iter().filter(|state| **state != A::Overdue).map(|state| Goal::from(*state));
    let agreement = AgreementState::ALL[..5].iter().map(|state| Goal::from(*state));
    let payment = [PaymentState::Checked, PaymentState::Rejected, PaymentState::Unlocked].map(Goal::from);
    for mode in Mode::ALL {
        for goal in goals.clone().chain(acceptance.clone()).chain(agreement.clone()).chain(payment) {
            if *mode == Mode::Direct && goal == Goal::from(S::UnitSelected) {
                continue;
            }
            w.project_at(ORDOS, *mode, approved, goal).await;
        }
    }
}

#[tokio::test]
async fn worlds_are_apart() {
    let (one, two) = (world().await, world().await);
    let project = one.project_in(ORDOS, S::Determined).await;
    one.drive(project, S::Filed).await;
    assert_eq!(one.state(project).await, S::Filed);
    assert_eq!(two.state(project).await, S::Determined);
    two.advance_days(3);
    assert_eq!((two.today() - one.today()).num_days(), 3);
}

#[tokio::test]
async fn the_demo_loads_and_shows_every_state() {
    let w = World::empty().await;
    // To look at another day: YUFANG_DEMO_TODAY=2027-03-01 YUFANG_KEEP=1 cargo nextest run …
    let today = std::env::var("YUFANG_DEMO_TODAY").ok().and_then(|day| day.parse().ok()).unwrap_or(w.today());
    assert!(super::is_empty(&w.admin).await.unwrap());
    let report = super::load(&w.admin, &w.app_url, today, |_, _| ()).await.unwrap();
    println!("{report}");
    let mut tx = w.admin.begin().await.unwrap();
    let states: Vec<String> = sqlx::query_scalar("select distinct state from project").fetch_all(&mut *tx).await.unwrap();
    let missing: Vec<&S> = S::ALL.iter().filter(|state| !states.contains(&state.code().to_owned())).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let query = "select distinct acceptance_state from project where acceptance_state is not null";
    let states: Vec<String> = sqlx::query_scalar(query).fetch_all(&mut *tx).await.unwrap();
    let missing: Vec<&A> = A::ALL.iter().filter(|state| !states.contains(&state.code().to_owned())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
