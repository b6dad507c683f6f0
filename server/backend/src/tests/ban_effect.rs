//! What a ban keeps an institution from, where, and how long (R085, I9).

use chrono::{Days, NaiveDate};
use domain::contract::{
    Appointment, BanDecision, InstitutionApi, MoneyApi, ProjectApi, PublicBansApi,
};
use domain::state::{AcceptanceState, AgreementState, BanStatus, Mode, PaymentState, ProjectState};
use domain::{Money, Version};

use super::ban::{banned, by_peixun, case, decision, heard};
use super::institution::refused;
use crate::demo::code::credit_code;
use crate::demo::words::selection;
use crate::testkit::{BAOTOU, ORDOS, world};

/// I9, R085: chosen, signing, paid, evaluating: in no city.
#[tokio::test]
async fn a_ban_of_one_city_holds_in_the_other() {
    let world = world().await;
    let chosen = by_peixun(&world, BAOTOU, AgreementState::Checked).await;
    let paid = by_peixun(&world, BAOTOU, PaymentState::Requested).await;
    let asks = by_peixun(&world, BAOTOU, ProjectState::Contracted).await;
    let received = world.project_in(BAOTOU, AcceptanceState::Received).await;
    let open = world
        .project_at(
            BAOTOU,
            Mode::Commissioned,
            Money::from_fen(10_000_000),
            ProjectState::Budgeted,
        )
        .await;
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query("update account set org_id = (select id from organisation where credit_code = $1) where login = 'expert-2'")
        .bind(credit_code(4))
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    banned(&world).await;

    let draft = selection(Mode::Commissioned, &credit_code(4), "培训", world.today());
    let choosing = world.applicant_of(open).await;
    let choosing = choosing.select_unit(open, world.version(open).await, draft);
    refused(choosing.await, "Banned", None);
    let unit = world.session("peixun");
    for session in [
        unit.clone(),
        world.reviewer(BAOTOU),
        world.applicant_of(chosen).await,
    ] {
        let signing = session.sign_agreement(
            chosen,
            world.version(chosen).await,
            crate::demo::words::ELECTRONIC.into(),
        );
        refused(signing.await, "Banned", None);
    }
    let view = unit.project(chosen).await.unwrap();
    assert!(
        view.choosing.unit.unwrap().banned_until.is_some(),
        "running agreements are flagged"
    );
    let (payment, version) = world.payment(paid).await;
    refused(
        world.clerk(BAOTOU).check_payment(payment, version).await,
        "Banned",
        None,
    );
    let asking = unit.request_prepayment(asks, "banned-0001".into(), Money::from_fen(4_000_000));
    refused(asking.await, "Banned", None);
    let who = Appointment::of(&["expert-2", "expert-1"], "applicant");
    let appointing = world.clerk(BAOTOU);
    let appointing = appointing.appoint_evaluators(received, world.version(received).await, who);
    refused(appointing.await, "Banned", None);
}

/// The database refuses what a use case would let through.
#[tokio::test]
async fn no_signature_of_a_banned_unit_gets_into_the_database() {
    let world = world().await;
    let chosen = by_peixun(&world, BAOTOU, AgreementState::Checked).await;
    banned(&world).await;
    for sql in [
        "insert into signature (tenant_id, project_id, agreement_id, party, body, signer, account_id, signed_on, electronic)
         select tenant_id, project_id, id, 'UNIT', 'x', 'x', 1, $2, 'x' from agreement where project_id = $1",
        // A supplementary agreement is signed like the agreement it changes.
        "insert into amendment_signature (tenant_id, project_id, amendment_id, party, body, signer, account_id, signed_on, electronic)
         select tenant_id, project_id, 1, 'UNIT', 'x', 'x', 1, $2, 'x' from agreement where project_id = $1",
    ] {
        let mut tx = world.admin.begin().await.unwrap();
        let signing = sqlx::query(sql).bind(chosen.0).bind(world.today());
        let error = signing.execute(&mut *tx).await.unwrap_err();
        assert!(error.to_string().contains("is banned"), "{error}");
    }
}

/// 6.4: banned from 2024-05-10 through 2027-05-10, and from 2024-02-29 through 2027-02-28.
#[tokio::test]
async fn a_ban_ends_after_its_last_day() {
    for (effective, last) in [("2024-05-10", "2027-05-10"), ("2024-02-29", "2027-02-28")] {
        let world = world().await;
        let mut tx = world.admin.begin().await.unwrap();
        sqlx::query(
            "insert into ban (org_id, tenant_id, decision_no, effective_on, last_on)
             select id, 150100, '呼人社禁1号', $2::date, $3::date from organisation where credit_code = $1",
        )
        .bind(credit_code(4))
        .bind(effective)
        .bind(last)
        .execute(&mut *tx)
        .await
        .unwrap();
        tx.commit().await.unwrap();
        world.qualify(ORDOS, world.org("peixun")).await;
        let id = world
            .project_at(
                ORDOS,
                Mode::Commissioned,
                Money::from_fen(10_000_000),
                ProjectState::Budgeted,
            )
            .await;
        let applicant = world.applicant_of(id).await;
        let choose = async || {
            let draft = selection(Mode::Commissioned, &credit_code(4), "培训", world.today());
            let seen = world.version(id).await;
            applicant.select_unit(id, seen, draft).await
        };
        let last: NaiveDate = last.parse().unwrap();
        world.set_today(last);
        refused(choose().await, "Banned", None);
        assert_eq!(world.db.public_bans().await.unwrap().bans.len(), 1);
        world.set_today(last + Days::new(1));
        assert!(world.db.public_bans().await.unwrap().bans.is_empty());
        choose().await.unwrap();
    }
}

#[tokio::test]
async fn a_lifted_ban_holds_no_longer() {
    let world = world().await;
    let id = banned(&world).await;
    let hrss = world.hrss(ORDOS);
    let lift = || BanDecision {
        decision_no: "鄂人社解〔2026〕1号".into(),
        reason: "经复议撤销原决定。".into(),
        ..BanDecision::default()
    };
    refused(
        world.hrss(BAOTOU).revoke_ban(id, Version(3), lift()).await,
        "NotFound",
        None,
    );
    refused(
        world
            .reviewer(ORDOS)
            .revoke_ban(id, Version(3), lift())
            .await,
        "Forbidden",
        None,
    );
    let empty = BanDecision::default();
    refused(
        hrss.revoke_ban(id, Version(3), empty).await,
        "Required",
        Some("decision_no"),
    );
    let public = world.db.public_bans().await.unwrap().bans;
    assert_eq!(public[0].name, "包头市测试职业培训学校");
    hrss.revoke_ban(id, Version(3), lift()).await.unwrap();
    assert!(world.db.public_bans().await.unwrap().bans.is_empty());
    assert_eq!(
        hrss.bans().await.unwrap().list[0].status,
        BanStatus::Revoked
    );
    by_peixun(&world, BAOTOU, AgreementState::Signed).await;
    refused(
        hrss.revoke_ban(id, Version(4), lift()).await,
        "WrongState",
        None,
    );
}

#[tokio::test]
async fn an_expired_ban_cannot_be_lifted_and_a_coming_one_does_not_hold_yet() {
    let world = world().await;
    let id = heard(&world).await;
    let hrss = world.hrss(ORDOS);
    let tomorrow = world.today() + Days::new(1);
    hrss.decide_ban(id, Version(2), decision(tomorrow))
        .await
        .unwrap();
    assert_eq!(case(&hrss, id).await.status, Some(BanStatus::Announced));
    let chosen = by_peixun(&world, BAOTOU, AgreementState::Checked).await;
    world.advance_days(1);
    let unit = world.session("peixun");
    let signing = unit.sign_agreement(
        chosen,
        world.version(chosen).await,
        crate::demo::words::ELECTRONIC.into(),
    );
    refused(signing.await, "Banned", None);
    world.set_today("2029-11-26".parse().unwrap());
    let told = case(&hrss, id).await;
    assert_eq!(
        (told.status, told.actions.len()),
        (Some(BanStatus::Expired), 0)
    );
    let lifting = hrss.revoke_ban(id, Version(3), decision(tomorrow));
    refused(lifting.await, "WrongState", None);
}
