//! Nobody is chosen and nobody signs without the six conditions, on that day (R063-R067, A18).

use domain::access::Action;
use domain::contract::{Answer, InstitutionApi, ProjectApi};
use domain::state::{AgreementState, Condition, Mode, ProjectState};
use domain::{Money, ProjectId};

use super::institution::{refused, without};
use crate::demo::code::credit_code;
use crate::demo::words::{eligibility, selection};
use crate::testkit::{BAOTOU, ORDOS, World, world};

fn yuan(yuan: i64) -> Money {
    Money::from_fen(yuan * 100)
}

/// A project for whose unit somebody is to be chosen.
async fn budgeted(world: &World) -> ProjectId {
    world
        .project_at(
            ORDOS,
            Mode::Commissioned,
            yuan(100_000),
            ProjectState::Budgeted,
        )
        .await
}

async fn choose(world: &World, id: ProjectId, login: &str, code: u32) -> Answer<()> {
    let draft = selection(Mode::Commissioned, &credit_code(code), login, world.today());
    let applicant = world.applicant_of(id).await;
    applicant
        .select_unit(id, world.version(id).await, draft)
        .await
}

#[tokio::test]
async fn nobody_is_chosen_without_a_check_that_is_still_good() {
    let world = world().await;
    let peixun = world.org("peixun");
    let id = budgeted(&world).await;
    let seen = world.version(id).await;
    refused(
        choose(&world, id, "peixun", 4).await,
        "Unqualified",
        Some("winner"),
    );
    // Another city's check says nothing here.
    world.qualify(BAOTOU, peixun).await;
    refused(
        choose(&world, id, "peixun", 4).await,
        "Unqualified",
        Some("winner"),
    );
    let clerk = world.clerk(ORDOS);
    for condition in Condition::ALL {
        let draft = without(&world, *condition);
        clerk.record_eligibility(peixun, draft).await.unwrap();
        let answer = choose(&world, id, "peixun", 4).await;
        let told = answer.as_ref().unwrap_err().to_string();
        assert!(told.contains(condition.label()), "{told}");
    }
    assert_eq!(world.version(id).await, seen, "nothing changed");
    world.advance_days(1);
    let good = eligibility(world.today());
    clerk.record_eligibility(peixun, good).await.unwrap();
    let last = clerk.institution(peixun).await.unwrap().checks[0].expires;
    assert_eq!(last.to_string(), "2027-11-25");
    world.set_today(last + chrono::Days::new(1));
    refused(
        choose(&world, id, "peixun", 4).await,
        "Unqualified",
        Some("winner"),
    );
    world.set_today(last);
    choose(&world, id, "peixun", 4).await.unwrap();
    let view = clerk.project(id).await.unwrap();
    assert_eq!(view.unit.as_deref(), Some("包头市测试职业培训学校"));
}

/// 6.4: experience since 2024-05-10 counts from 2026-05-10; a violation of that day blocks through it.
#[tokio::test]
async fn years_are_counted_on_the_day_of_choosing() {
    for (since, violation, refused_on, allowed_on) in [
        ("2024-05-10", "", "2026-05-09", "2026-05-10"),
        ("2010-01-01", "2024-05-10", "2026-05-10", "2026-05-11"),
        ("2010-01-01", "2024-02-29", "2026-02-28", "2026-03-01"),
    ] {
        let world = world().await;
        let days = ["2026-01-05", "2026-12-31", since, violation];
        world.checked_on(ORDOS, world.org("peixun"), days).await;
        let id = budgeted(&world).await;
        world.set_today(refused_on.parse().unwrap());
        refused(
            choose(&world, id, "peixun", 4).await,
            "Unqualified",
            Some("winner"),
        );
        world.set_today(allowed_on.parse().unwrap());
        choose(&world, id, "peixun", 4).await.unwrap();
    }
}

#[tokio::test]
async fn each_signature_checks_again_and_keeps_what_was_known() {
    let world = world().await;
    let id = world
        .project_at(
            ORDOS,
            Mode::Commissioned,
            yuan(100_000),
            AgreementState::Checked,
        )
        .await;
    let (clerk, unit) = (world.clerk(ORDOS), world.unit_of(id).await);
    let org = world.org("anquan");
    let draft = without(&world, Condition::Means);
    clerk.record_eligibility(org, draft).await.unwrap();
    let seen = world.version(id).await;
    for session in [
        world.reviewer(ORDOS),
        world.applicant_of(id).await,
        unit.clone(),
    ] {
        refused(
            session.sign_agreement(id, seen).await,
            "Unqualified",
            Some("sign"),
        );
    }
    assert_eq!(world.version(id).await, seen, "nothing changed");
    let offers = unit.project(id).await.unwrap().offers;
    let offer = offers
        .iter()
        .find(|offer| offer.action == Action::SignAgreement);
    let why = offer.unwrap().why_not.as_ref().expect("a reason");
    assert_eq!(why.kind(), "Unqualified");
    let good = eligibility(world.today());
    let check = clerk.record_eligibility(org, good).await.unwrap();
    unit.sign_agreement(id, seen).await.unwrap();
    let reviewer = world.reviewer(ORDOS);
    reviewer
        .sign_agreement(id, world.version(id).await)
        .await
        .unwrap();
    let mut tx = world.admin.begin().await.unwrap();
    let kept: serde_json::Value =
        sqlx::query_scalar("select eligibility from agreement where project_id = $1")
            .bind(id.0)
            .fetch_one(&mut *tx)
            .await
            .unwrap();
    for (index, party) in ["UNIT", "AGENCY"].iter().enumerate() {
        assert_eq!(kept[index]["party"], *party);
        assert_eq!(kept[index]["unit"]["check"]["id"], check.0);
        assert_eq!(kept[index]["unit"]["on"], world.today().to_string());
    }
}

/// A18: whoever carries its own project out needs no experience, and everything else.
#[tokio::test]
async fn a_direct_implementer_is_checked_when_it_signs() {
    let world = world().await;
    let id = world
        .project_at(ORDOS, Mode::Direct, yuan(100_000), AgreementState::Checked)
        .await;
    let (clerk, coal) = (world.clerk(ORDOS), world.org("coal"));
    let applicant = world.applicant_of(id).await;
    for condition in Condition::ALL {
        let draft = without(&world, *condition);
        clerk.record_eligibility(coal, draft).await.unwrap();
        if *condition == Condition::Experience {
            continue;
        }
        let answer = applicant.sign_agreement(id, world.version(id).await).await;
        refused(answer, "Unqualified", Some("sign"));
    }
    let draft = without(&world, Condition::Experience);
    clerk.record_eligibility(coal, draft).await.unwrap();
    applicant
        .sign_agreement(id, world.version(id).await)
        .await
        .unwrap();
}

/// R066.
#[tokio::test]
async fn what_a_project_asks_for_is_checked_for_that_project() {
    let world = world().await;
    let (id, other) = (budgeted(&world).await, budgeted(&world).await);
    let clerk = world.clerk(ORDOS);
    let require = async |session: &crate::Session, text: &str| {
        let seen = world.version(id).await;
        session.require_condition(id, seen, text.into()).await
    };
    refused(require(&clerk, " ").await, "Required", Some("text"));
    refused(
        require(&world.reviewer(ORDOS), "x").await,
        "Forbidden",
        None,
    );
    refused(require(&world.clerk(BAOTOU), "x").await, "NotFound", None);
    require(&clerk, "具有职业健康检查机构备案").await.unwrap();
    refused(
        choose(&world, id, "anquan", 3).await,
        "Unqualified",
        Some("winner"),
    );
    choose(&world, other, "anquan", 3).await.unwrap();
    let anquan = world.org("anquan");
    let special = clerk.institution(anquan).await.unwrap().special;
    assert_eq!(special.iter().map(|(id, ..)| *id).collect::<Vec<_>>(), [id]);
    let mut draft = eligibility(world.today());
    draft.project = id.to_string();
    clerk.record_eligibility(anquan, draft).await.unwrap();
    choose(&world, id, "anquan", 3).await.unwrap();
    refused(require(&clerk, "再加一条").await, "WrongState", None);
    let view = world.unit_of(id).await.project(id).await.unwrap();
    assert_eq!(view.choosing.conditions, ["具有职业健康检查机构备案"]);
}
