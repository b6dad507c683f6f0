//! The small world stands, and the driver reaches every state there is a way to.

use domain::Money;
use domain::state::{AcceptanceState as A, AgreementState, Mode, PaymentState, ProjectState as S};

use crate::testkit::{BAOTOU, Goal, ORDOS, world};

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
