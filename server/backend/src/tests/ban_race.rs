//! A ban in one city against a signature in another: whoever comes first, never both unseen (I9).

use domain::contract::{InstitutionApi, ProjectApi};
use domain::state::{AgreementState, Mode};
use domain::{BanCaseId, Money, ProjectId, Version};

use super::ban::decision;
use crate::testkit::{BAOTOU, ORDOS, World, world};

const ROUNDS: u32 = 1_000;

/// Puts everything back to where the unit may sign and the city may ban; answers the new case.
async fn again(world: &World, project: ProjectId) -> BanCaseId {
    let mut tx = world.admin.begin().await.unwrap();
    for sql in [
        "delete from signature where project_id = $1",
        "update agreement set state = 'CHECKED', eligibility = '[]', signed_on = null where project_id = $1",
        "update ban set revoked_on = effective_on where revoked_on is null and $1 > 0",
        "update ban_case set state = 'DROPPED', decided_on = proposed_on where state in ('PROPOSED', 'HEARD') and $1 > 0",
    ] {
        sqlx::query(sql)
            .bind(project.0)
            .execute(&mut *tx)
            .await
            .unwrap();
    }
    let id = sqlx::query_scalar(
        "insert into ban_case (tenant_id, org_id, org_name, state, grounds, reason, proposed_on, proposed_by, proposed_name, hear_until, heard_on)
         select 150600, unit_id, unit_name, 'HEARD', 'QUALITY', 'x', $2, 1, 'x', $2, $2 from project where id = $1 returning id",
    )
    .bind(project.0)
    .bind(world.today())
    .fetch_one(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    BanCaseId(id)
}

/// The numbers of the newest signature's and the newest ban's entries in the history: both are taken
/// while the organisation is locked.
async fn order(world: &World) -> (Option<i64>, Option<i64>) {
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query_as(
        "select max(id) filter (where action = 'sign_agreement'), max(id) filter (where action = 'decide_ban') from event",
    )
    .fetch_one(&mut *tx)
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ban_and_a_signature_never_pass_each_other_unseen() {
    let world = world().await;
    let project = world
        .project_at(
            BAOTOU,
            Mode::Commissioned,
            Money::from_fen(10_000_000),
            AgreementState::Checked,
        )
        .await;
    let (unit, hrss) = (world.unit_of(project).await, world.hrss(ORDOS));
    let (mut signed, mut refused) = (0, 0);
    for round in 0..ROUNDS {
        let case = again(&world, project).await;
        let seen = world.version(project).await;
        let (unit, hrss, today) = (unit.clone(), hrss.clone(), world.today());
        let sign = tokio::spawn(async move { unit.sign_agreement(project, seen).await });
        if round % 3 == 0 {
            tokio::task::yield_now().await;
        }
        let ban =
            tokio::spawn(async move { hrss.decide_ban(case, Version(1), decision(today)).await });
        let (sign, ban) = (sign.await.unwrap(), ban.await.unwrap());
        ban.unwrap();
        let (at_signature, at_ban) = order(&world).await;
        match sign {
            Ok(()) => {
                signed += 1;
                assert!(at_signature < at_ban, "round {round}: signed after the ban");
            }
            Err(fault) => {
                refused += 1;
                assert_eq!(fault.refusal().unwrap().kind(), "Banned", "round {round}");
            }
        }
    }
    println!("{signed} signed before the ban, {refused} refused");
    assert_eq!(signed + refused, ROUNDS);
    assert!(
        signed > 0 && refused > 0,
        "{signed} and {refused}: no race at all"
    );
}
