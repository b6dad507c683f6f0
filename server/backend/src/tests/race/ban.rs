//! A ban in one city against a signature in another: whoever comes first, never both unseen (I9).

use domain::contract::{InstitutionApi, ProjectApi};
use domain::state::{AgreementState, Mode};
use domain::{BanCaseId, Money, ProjectId, Version};

use super::stand::standing;
use super::{Races, kind};
use crate::testkit::{BAOTOU, ORDOS, World, world};
use crate::tests::ban::decision;

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

/// Signatures, bans in force, and clocks that run: none of them is left half done.
async fn rows(world: &World, project: ProjectId) -> (i64, i64, i64) {
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query_as(
        "select (select count(*) from signature where project_id = p.id),
           (select count(*) from ban where org_id = p.unit_id and revoked_on is null),
           (select count(*) from deadline where project_id = p.id and stopped_on is null)
         from project p where id = $1",
    )
    .bind(project.0)
    .fetch_one(&mut *tx)
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ban_and_a_signature_never_pass_each_other_unseen() {
    let world = world().await;
    let amount = Money::from_fen(10_000_000);
    let project = world
        .project_at(BAOTOU, Mode::Commissioned, amount, AgreementState::Checked)
        .await;
    let (unit, hrss) = (world.unit_of(project).await, world.hrss(ORDOS));
    let mut races = Races::new("ban and signature");
    for no in 0..Races::tries() {
        let case = again(&world, project).await;
        let (seen, today) = (world.version(project).await, world.today());
        let (running, (unit, hrss)) = (rows(&world, project).await.2, (unit.clone(), hrss.clone()));
        let how = crate::demo::words::ELECTRONIC.to_owned();
        let (signed, banned) = races
            .run(
                async move { unit.sign_agreement(project, seen, how).await },
                async move { hrss.decide_ban(case, Version(1), decision(today)).await },
            )
            .await;
        assert_eq!(kind(&banned), None, "try {no}");
        let (at_signature, at_ban) = order(&world).await;
        let (outcome, state, signatures) = match kind(&signed) {
            None => {
                assert!(at_signature < at_ban, "try {no}: signed after the ban");
                ("signed before the ban", "SIGNING", 1)
            }
            Some("Banned") => ("banned before the signature", "CHECKED", 0),
            third => panic!("try {no}: {third:?}"),
        };
        let stands = standing(&world, project).await;
        assert_eq!(stands.agreement, state, "try {no}");
        assert_eq!((stands.open.len(), &*stands.ledger), (0, "0"), "try {no}");
        let found = rows(&world, project).await;
        assert_eq!(found, (signatures, 1, running), "try {no}");
        races.count(outcome);
    }
    races.finish(["signed before the ban", "banned before the signature"]);
}
