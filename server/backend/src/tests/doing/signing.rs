//! Supplementary agreements between their signatures and their effect.

use domain::contract::{AmendmentDraft, DoingApi, MoneyApi, ProjectApi};
use domain::state::{AgreementState, AmendmentState, Mode, Party, ProjectState};

use super::amendment::{draft, short, sign_all, start_from};
use super::{file_amendment, project_at, refused, see, yuan};
use crate::testkit::{ORDOS, world};

#[tokio::test]
async fn between_signing_and_filing_nothing_new_is_prepaid() {
    let world = world().await;
    let id = short(&world, "40").await;
    let unit = world.unit_of(id).await;
    let view = see(&world.clerk(ORDOS), id).await;
    let change = AmendmentDraft {
        amount: "90000".into(),
        ..start_from(&view)
    };
    draft(&world, id, change).await.unwrap();
    sign_all(&world, id).await;
    let ask = async |key: &str| unit.request_prepayment(id, key.into(), yuan(10_000)).await;
    refused(ask("before-filing").await, "WrongState");
    file_amendment(&world, id).await;
    ask("after-filing").await.unwrap();
    // 40,000 and 10,000 are on their way; 70% of 90,000 are 63,000.
    refused(
        unit.request_prepayment(id, "too-much-1".into(), yuan(13_001))
            .await,
        "PrepaymentOutOfBand",
    );
}

#[tokio::test]
async fn three_parties_sign_and_a_banned_one_cannot() {
    let world = world().await;
    let id = project_at(&world, Mode::Commissioned, ProjectState::InProgress).await;
    let (clerk, reviewer) = (world.clerk(ORDOS), world.reviewer(ORDOS));
    let view = see(&clerk, id).await;
    let change = AmendmentDraft {
        amount: "99000".into(),
        ..start_from(&view)
    };
    draft(&world, id, change).await.unwrap();
    reviewer
        .check_amendment(id, world.version(id).await)
        .await
        .unwrap();
    let (applicant, unit) = (world.applicant_of(id).await, world.unit_of(id).await);
    applicant
        .sign_amendment(id, world.version(id).await)
        .await
        .unwrap();
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query(
        "insert into ban (org_id, tenant_id, decision_no, effective_on, last_on)
         select unit_id, 150200, '包人社决〔2026〕9号', date '2026-11-24', date '2029-11-24' from project where id = $1",
    )
    .bind(id.0)
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    for session in [&unit, &reviewer] {
        refused(
            session.sign_amendment(id, world.version(id).await).await,
            "Banned",
        );
    }
    let signed = &see(&clerk, id).await.doing.amendments[0].signatures;
    let by: Vec<_> = signed
        .iter()
        .filter(|(_, _, day)| day.is_some())
        .map(|one| one.0)
        .collect();
    assert_eq!(by, [Party::Applicant]);
    assert_eq!(signed.len(), 3, "I4: the parties of the mode");
}

#[tokio::test]
async fn a_supplementary_agreement_ends_with_its_project() {
    let world = world().await;
    let id = short(&world, "").await;
    let view = see(&world.clerk(ORDOS), id).await;
    let change = AmendmentDraft {
        amount: "90000".into(),
        ..start_from(&view)
    };
    draft(&world, id, change).await.unwrap();
    sign_all(&world, id).await;
    world
        .clerk(ORDOS)
        .file_amendment(id, world.version(id).await)
        .await
        .unwrap();
    world
        .reviewer(ORDOS)
        .terminate_project(
            id,
            world.version(id).await,
            crate::demo::words::termination("停产", "0"),
        )
        .await
        .unwrap();
    for (session, member) in [
        (world.hrss(ORDOS), domain::state::Member::Hrss),
        (world.finance(ORDOS), domain::state::Member::Finance),
        (world.health(ORDOS), domain::state::Member::Health),
        (world.emergency(ORDOS), domain::state::Member::Emergency),
    ] {
        let filing = world
            .filing(id, domain::state::FilingSubject::Amendment, member)
            .await;
        session.acknowledge_filing(filing).await.unwrap();
    }
    let after = see(&world.clerk(ORDOS), id).await;
    assert_eq!(
        after.money.agreement,
        yuan(100_000),
        "no effect after the end"
    );
    assert_eq!(after.doing.amendments[0].state, AmendmentState::Withdrawn);
    assert_eq!(after.agreement.unwrap().state, AgreementState::Terminated);
}
