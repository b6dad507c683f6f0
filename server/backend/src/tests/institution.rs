//! The register of institutions, and what each city has found out about them (四（四）).

use domain::OrgId;
use domain::contract::{
    Answer, EligibilityDraft, InstitutionApi, InstitutionDraft, InstitutionQuery, ScreensApi,
};
use domain::eligibility::Standing;
use domain::state::Condition;

use crate::demo::code::credit_code;
use crate::demo::words::eligibility;
use crate::testkit::{BAOTOU, ORDOS, World, world};

#[track_caller]
pub(super) fn refused<T: std::fmt::Debug>(answer: Answer<T>, kind: &str, field: Option<&str>) {
    let fault = answer.expect_err(kind);
    let refusal = fault.refusal().unwrap_or_else(|| panic!("{fault}"));
    assert_eq!(
        (refusal.kind(), refusal.field()),
        (kind, field),
        "{refusal}"
    );
}

fn new(code: u32, name: &str, kind: &str) -> InstitutionDraft {
    InstitutionDraft {
        credit_code: credit_code(code),
        name: name.into(),
        kind: kind.into(),
    }
}

fn looking_for(q: &str) -> InstitutionQuery {
    InstitutionQuery {
        q: q.into(),
        kind: None,
    }
}

/// A check of today with one condition not met.
pub(super) fn without(world: &World, condition: Condition) -> EligibilityDraft {
    let mut draft = eligibility(world.today());
    let index = Condition::ALL.iter().position(|one| *one == condition);
    draft.results[index.unwrap()].passed = "no".into();
    draft
}

#[tokio::test]
async fn what_one_city_enters_every_city_finds() {
    let world = world().await;
    let (ordos, baotou) = (world.clerk(ORDOS), world.clerk(BAOTOU));
    let id = ordos
        .add_institution(new(700, "阿拉善盟测试疾控中心", "CDC"))
        .await
        .unwrap();
    for q in ["疾控", "阿拉", &credit_code(700)[10..], "dem00700"] {
        let found = baotou.institutions(looking_for(q)).await.unwrap();
        assert!(found.rows.iter().any(|row| row.id == id), "{q}");
        assert_eq!(found.rows[0].standing, Some(Standing::Unchecked));
    }
    for q in ["%", "_", "'; drop table ban; --", "龘"] {
        let found = baotou.institutions(looking_for(q)).await.unwrap();
        assert!(found.rows.is_empty(), "{q}");
    }
    let again = baotou.add_institution(new(700, "换个名字", "CDC")).await;
    refused(again, "KnownInstitution", Some("credit_code"));
    let wrong = ordos.add_institution(new(701, "甲", "BANK")).await;
    refused(wrong, "UnknownChoice", Some("kind"));
    let wrong = InstitutionDraft {
        credit_code: "91350100M000100Y44".into(),
        ..new(701, "甲", "CDC")
    };
    refused(
        ordos.add_institution(wrong).await,
        "CreditCode",
        Some("credit_code"),
    );
    let reviewer = world.reviewer(ORDOS);
    let reviewer = reviewer.add_institution(new(702, "乙", "CDC"));
    refused(reviewer.await, "Forbidden", None);
    let view = baotou.institution(id).await.unwrap();
    assert_eq!(view.name, "阿拉善盟测试疾控中心");
}

/// Steel applies in Baotou; in Ordos it is nobody until somebody enters it, and keeps its name.
#[tokio::test]
async fn an_applicant_of_another_city_is_known_once_it_is_entered() {
    let world = world().await;
    let (ordos, steel) = (world.clerk(ORDOS), world.org("steel"));
    refused(ordos.institution(steel).await, "NotFound", None);
    let draft = eligibility(world.today());
    refused(
        ordos.record_eligibility(steel, draft).await,
        "NotFound",
        None,
    );
    world.clerk(BAOTOU).institution(steel).await.unwrap();
    let entered = ordos.add_institution(new(2, "别的名称", "ECONOMIC")).await;
    assert_eq!(entered.unwrap(), steel);
    let view = ordos.institution(steel).await.unwrap();
    assert_eq!(view.name, "包头市测试钢铁有限公司");
    assert!(view.projects.is_empty(), "its projects are Baotou's");
}

#[tokio::test]
async fn what_a_city_found_out_stays_there() {
    let world = world().await;
    let peixun = world.org("peixun");
    let clerk = world.clerk(ORDOS);
    let entered = clerk.add_institution(new(4, "x", "SOCIAL"));
    assert_eq!(entered.await.unwrap(), peixun);
    let draft = eligibility(world.today());
    world
        .clerk(ORDOS)
        .record_eligibility(peixun, draft)
        .await
        .unwrap();
    let checks = async |login: &str| {
        let view = world.session(login).institution(peixun).await;
        view.unwrap().checks
    };
    let own = checks("150600-cz").await;
    assert_eq!(own.len(), 1);
    assert!(
        own[0]
            .results
            .iter()
            .all(|(_, met, text)| *met && !text.is_empty())
    );
    assert_eq!(checks("region-rs").await, own);
    assert!(checks("150200-jb").await.is_empty(), "another city");
    for result_only in ["150600-wj", "150600-yj"] {
        let seen = checks(result_only).await;
        assert!(
            seen[0]
                .results
                .iter()
                .all(|(_, met, text)| *met && text.is_empty())
        );
    }
    let refused_to = world.session("peixun").institution(peixun).await;
    refused(refused_to, "Forbidden", None);
    let own = world.session("peixun").tracker().await.unwrap().standings;
    assert_eq!((own.len(), own[0].tenant), (1, ORDOS));
    assert!(own[0].standing.is_eligible());
    let others = world.session("coal").tracker().await.unwrap().standings;
    assert!(
        others
            .iter()
            .all(|standing| standing.tenant == ORDOS && standing.checked < world.today())
    );
    let list = world.region().institutions(looking_for("培训学校")).await;
    assert_eq!(list.unwrap().rows[0].eligible_in, ["鄂尔多斯市"]);
}

#[tokio::test]
async fn each_condition_needs_its_result_and_evidence_and_dates_that_fit() {
    let world = world().await;
    let (clerk, coal) = (world.clerk(ORDOS), world.org("coal"));
    let good = eligibility(world.today());
    let record = async |draft| clerk.record_eligibility(coal, draft).await;
    refused(
        record(EligibilityDraft::default()).await,
        "Required",
        Some("results[0][passed]"),
    );
    let mut draft = good.clone();
    draft.results[3].evidence = " ".into();
    refused(
        record(draft).await,
        "Required",
        Some("results[3][evidence]"),
    );
    let mut draft = good.clone();
    draft.results.pop();
    refused(record(draft).await, "Required", Some("results[5][passed]"));
    let mut draft = good.clone();
    draft.business_since = "2024-11-25".into();
    refused(record(draft).await, "DateTooLate", Some("business_since"));
    let mut draft = good.clone();
    draft.last_violation = "2024-11-24".into();
    refused(record(draft).await, "DateTooLate", Some("last_violation"));
    let mut draft = good.clone();
    draft.last_violation = "去年".into();
    refused(record(draft).await, "DateMalformed", Some("last_violation"));
    for project in ["x", "99999999"] {
        let mut draft = good.clone();
        draft.project = project.into();
        refused(record(draft).await, "UnknownChoice", Some("project"));
    }
    let wrong = world.reviewer(ORDOS);
    let wrong = wrong.record_eligibility(coal, good.clone());
    refused(wrong.await, "Forbidden", None);
    refused(
        clerk.record_eligibility(OrgId(99_999_999), good).await,
        "NotFound",
        None,
    );
}

#[tokio::test]
async fn a_newer_check_replaces_and_the_older_stays() {
    let world = world().await;
    let (clerk, coal) = (world.clerk(ORDOS), world.org("coal"));
    let before = clerk.institution(coal).await.unwrap();
    assert!(before.standing.as_ref().unwrap().is_eligible());
    let draft = without(&world, Condition::Credit);
    clerk.record_eligibility(coal, draft).await.unwrap();
    let after = clerk.institution(coal).await.unwrap();
    let conditions = vec![Condition::Credit];
    assert_eq!(after.standing, Some(Standing::Failed { conditions }));
    assert_eq!(after.checks[1..], before.checks[..]);
    let good = eligibility(world.today());
    clerk.record_eligibility(coal, good).await.unwrap();
    let view = clerk.institution(coal).await.unwrap();
    assert!(
        view.standing.unwrap().is_eligible(),
        "the newest of one day"
    );
}
