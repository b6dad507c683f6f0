//! The training-fee standards: two persons stand behind each, none changes, and the day decides which
//! one an application is measured by.

use std::collections::BTreeMap;

use domain::annex::{Finding, Verdict};
use domain::contract::{ApplicationApi, ScreensApi, StandardApi, StandardForm, StandardPhase};
use domain::training::{Figure, TrainingClass};
use domain::{Money, ProjectId, StandardId};

use super::calendar::as_reference;
use super::refusals::refused;
use crate::Session;
use crate::reference::training_standard;
use crate::testkit::{ORDOS, World, YEAR, standard_2027, world};

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn changed(change: impl FnOnce(&mut StandardForm)) -> StandardForm {
    let mut form = standard_2027();
    change(&mut form);
    form
}

fn with(figure: Figure, text: &str) -> StandardForm {
    changed(|form| {
        form.figures.insert(figure.code().into(), text.into());
    })
}

/// What the rule of trainings says about an application.
fn said(findings: &[Finding]) -> Vec<(Verdict, String)> {
    let of = findings.iter().filter(|one| one.rule == "R198");
    of.map(|one| (one.verdict, one.text.clone())).collect()
}

async fn measured(session: &Session, id: ProjectId) -> Vec<(Verdict, String)> {
    said(&session.application(id).await.unwrap().findings)
}

fn has(said: &[(Verdict, String)], words: &str) -> bool {
    said.iter().any(|(_, text)| text.contains(words))
}

#[tokio::test]
async fn the_program_begins_with_the_standard_it_carries() {
    let world = world().await;
    for session in [world.region(), world.clerk(ORDOS), world.session("coal")] {
        let view = session.standards().await.unwrap();
        assert_eq!(view.standards.len(), 1);
        let first = &view.standards[0];
        assert_eq!(first.standard, *training_standard());
        assert_eq!(first.phase, StandardPhase::Current);
        assert_eq!(view.earliest, day("2026-11-25"));
    }
    let daily = training_standard().quota(TrainingClass::Three);
    assert_eq!(daily.daily(true, true), Money::from_fen(55_000));
    assert_eq!(training_standard().from, day("2017-01-01"));
    assert_eq!(training_standard().document, "财行〔2016〕540号");
}

#[tokio::test]
async fn bad_input_is_refused_at_its_field_and_nothing_changes() {
    let world = world().await;
    world.standard().await;
    let region = world.region();
    let before = world.fingerprint().await;
    let on = |from: &str| changed(|form| form.from = from.into());
    for (form, kind, field, words) in [
        (
            with(Figure::ThreeMeals, "-1"),
            "StandardFigure",
            "three_meals",
            "0 至 100000 之间",
        ),
        (
            with(Figure::OneLodging, "100000.01"),
            "StandardFigure",
            "one_lodging",
            "100000",
        ),
        (
            with(Figure::FullFee, "一千"),
            "StandardFigure",
            "full_fee",
            "“正高级讲课费”",
        ),
        (
            with(Figure::LongPercent, "101"),
            "StandardFigure",
            "long_percent",
            "0 至 100",
        ),
        (
            changed(|form| form.figures = BTreeMap::new()),
            "StandardFigure",
            "one_lodging",
            "对照文件",
        ),
        (
            changed(|form| form.document = " ".into()),
            "Required",
            "document",
            "“文号”",
        ),
        (
            changed(|form| form.name = String::new()),
            "Required",
            "name",
            "“文件名称”",
        ),
        (on(""), "Required", "from", "“施行日期”"),
        (on("明年"), "DateMalformed", "from", "2026-11-24"),
        (
            on("2026-11-24"),
            "StandardPast",
            "from",
            "最早为 2026年11月25日",
        ),
        (on("2017-01-01"), "StandardPast", "from", "不溯及既往"),
        (on("2027-01-01"), "StandardTaken", "from", "等待公布"),
    ] {
        let fault = region.propose_standard(form).await.unwrap_err();
        let refusal = fault.refusal().expect("a refusal");
        assert_eq!((refusal.kind(), refusal.field()), (kind, Some(field)));
        let sentence = refusal.sentence();
        assert!(sentence.contains(words), "{sentence}");
        println!("{kind}: {sentence}");
    }
    assert_eq!(world.fingerprint().await, before);
}

#[tokio::test]
async fn one_person_proposes_and_another_publishes() {
    let world = world().await;
    let (first, second) = (world.region(), world.session("region-rs2"));
    let id = second.propose_standard(standard_2027()).await.unwrap();
    let before = world.fingerprint().await;
    refused(second.publish_standard(id).await, "StandardSamePerson");
    refused(world.hrss(ORDOS).publish_standard(id).await, "Forbidden");
    refused(
        world.session("region-cz").publish_standard(id).await,
        "Forbidden",
    );
    refused(first.publish_standard(StandardId(99_999)).await, "NotFound");
    refused(first.withdraw_standard(id, " ".into()).await, "Required");
    assert_eq!(world.fingerprint().await, before);

    // Only the region knows of it, and sees what it changes.
    assert!(
        world
            .clerk(ORDOS)
            .standards()
            .await
            .unwrap()
            .drafts
            .is_empty()
    );
    let own = second.standards().await.unwrap().drafts.remove(0);
    assert!(own.why_not.unwrap().contains("另一人核对后公布"));
    let seen = first.standards().await.unwrap().drafts.remove(0);
    assert_eq!(
        (seen.why_not, seen.replaces.as_str()),
        (None, "财行〔2016〕540号")
    );
    let changes: Vec<_> = seen
        .changes
        .iter()
        .map(|one| (one.figure, one.before.as_str(), one.after.as_str()))
        .collect();
    assert_eq!(
        changes,
        [(Figure::ThreeMeals, "130 元/人天", "150.5 元/人天")]
    );

    first.publish_standard(id).await.unwrap();
    refused(first.publish_standard(id).await, "WrongState");
    refused(
        second.withdraw_standard(id, "写错了".into()).await,
        "WrongState",
    );
    refused(
        second.propose_standard(standard_2027()).await,
        "StandardTaken",
    );
}

#[tokio::test]
async fn every_city_is_told_and_sees_it_come_and_hold() {
    let world = world().await;
    let (first, second) = (world.region(), world.session("region-rs2"));
    let id = second.propose_standard(standard_2027()).await.unwrap();
    first.publish_standard(id).await.unwrap();
    let clerk = world.clerk(ORDOS);
    let view = clerk.standards().await.unwrap();
    let phases: Vec<_> = view.standards.iter().map(|one| one.phase).collect();
    assert_eq!(phases, [StandardPhase::Coming, StandardPhase::Current]);
    assert_eq!(
        view.standards[0].published,
        "自治区人社部门于 2026年11月24日公布"
    );
    let by = &first.standards().await.unwrap().standards[0].published;
    assert!(
        by.contains(&first.who.name) && by.contains(&second.who.name),
        "{by}"
    );
    let told = clerk.workbench(None).await.unwrap().feed;
    assert!(
        told.iter()
            .any(|row| row.text
                == "公布培训费标准（内财行〔2026〕9号（测试）），自 2027年1月1日 起施行"),
        "{told:?}"
    );
    world.set_today(day("2027-01-01"));
    let view = clerk.standards().await.unwrap();
    let phases: Vec<_> = view.standards.iter().map(|one| one.phase).collect();
    assert_eq!(phases, [StandardPhase::Current, StandardPhase::Past]);
}

#[tokio::test]
async fn a_withdrawn_standard_frees_its_day() {
    let world = world().await;
    let (first, second) = (world.region(), world.session("region-rs2"));
    let id = first.propose_standard(standard_2027()).await.unwrap();
    refused(
        second.propose_standard(standard_2027()).await,
        "StandardTaken",
    );
    first
        .withdraw_standard(id, "数额有误".into())
        .await
        .unwrap();
    refused(second.publish_standard(id).await, "WrongState");
    second.propose_standard(standard_2027()).await.unwrap();
    assert_eq!(first.standards().await.unwrap().drafts.len(), 1);
}

#[tokio::test]
async fn a_standard_whose_day_has_come_is_not_published_any_more() {
    let world = world().await;
    let id = world.standard().await;
    world.set_today(day("2027-01-01"));
    refused(
        world.region().publish_standard(id).await,
        "StandardOvertaken",
    );
    world
        .region()
        .withdraw_standard(id, "施行日期已过".into())
        .await
        .unwrap();
}

#[tokio::test]
async fn two_who_publish_at_once_publish_once() {
    let world = world().await;
    let id = world.standard().await;
    let region = world.region();
    let (one, two) = tokio::join!(region.publish_standard(id), region.publish_standard(id));
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    refused(if one.is_ok() { two } else { one }, "WrongState");
}

/// What the operator, whom no row policy stops, is answered.
async fn as_operator(world: &World, sql: &'static str) -> Result<u64, String> {
    let mut tx = world.admin.begin().await.unwrap();
    let done = sqlx::query(sql).execute(&mut *tx).await;
    done.map(|done| done.rows_affected()).map_err(|error| {
        let code = error.as_database_error().and_then(|error| error.code());
        code.unwrap_or_default().into_owned()
    })
}

#[tokio::test]
async fn the_database_itself_wants_two_persons_and_keeps_what_is_published() {
    let world = world().await;
    world.standard().await;
    const PUBLISH: &str = "update training_standard set state = 'PUBLISHED', decided_by = 0, decided_name = 'x', decided_on = '2026-11-24' where state = 'WAITING'";
    for (sql, code) in [
        // The same person, nobody, and a first day that has come.
        (
            "update training_standard set state = 'PUBLISHED', decided_by = proposed_by, decided_on = '2026-11-24' where state = 'WAITING'",
            "23514",
        ),
        (
            "update training_standard set state = 'PUBLISHED', decided_on = '2026-11-24' where state = 'WAITING'",
            "23514",
        ),
        (
            "update training_standard set state = 'PUBLISHED', decided_by = 0, decided_on = '2027-01-01' where state = 'WAITING'",
            "23514",
        ),
        (
            "update training_standard set proposed_by = null where state = 'WAITING'",
            "23000",
        ),
        (
            "update training_standard set three_meals = 1 where state = 'WAITING'",
            "23000",
        ),
        (
            "update training_standard set document = 'x' where id = 1",
            "23000",
        ),
        (
            "update training_standard set state = 'WITHDRAWN', reason = 'x' where id = 1",
            "23000",
        ),
        ("delete from training_standard where id = 1", "23000"),
        ("delete from training_standard", "23000"),
    ] {
        assert_eq!(
            as_operator(&world, sql).await,
            Err(code.to_owned()),
            "{sql}"
        );
    }
    assert_eq!(
        as_operator(&world, PUBLISH).await,
        Ok(1),
        "by another person"
    );
    for (sql, code) in [
        ("update training_standard set three_meals = 1", "42501"),
        ("delete from training_standard", "42501"),
        // In another's name.
        (PUBLISH, "42501"),
        (
            "insert into training_standard select (jsonb_populate_record(s, '{\"id\": 99, \"effective_from\": \"2028-01-01\", \"proposed_by\": 0}')).* from training_standard s where id = 1",
            "42501",
        ),
    ] {
        assert_eq!(
            as_reference(&world, sql).await,
            Err(code.to_owned()),
            "{sql}"
        );
    }
}

#[tokio::test]
async fn what_is_handed_in_before_the_day_keeps_its_figures_and_what_comes_after_does_not() {
    let world = world().await;
    world.set_season();
    world.publish_areas(ORDOS, YEAR, &["煤炭开采"]).await;
    let (applicant, clerk) = (world.session("coal"), world.clerk(ORDOS));
    let id = world.draft("coal", ORDOS).await;
    let form = changed(|form| form.from = "2026-09-01".into());
    let proposed = world.region().propose_standard(form).await.unwrap();
    // Proposed is not published: nothing is measured by it.
    assert!(has(&measured(&applicant, id).await, "每人每天 210 元"));
    world
        .session("region-rs2")
        .publish_standard(proposed)
        .await
        .unwrap();
    let kept = measured(&applicant, id).await;
    assert!(has(&kept, "每人每天 210 元") && has(&kept, "财行〔2016〕540号"));
    applicant
        .submit_application(id, world.version(id).await)
        .await
        .unwrap();

    world.set_today(day("2026-09-01"));
    for reader in [&applicant, &clerk] {
        assert_eq!(measured(reader, id).await, kept, "handed in before");
        let view = reader.application(id).await.unwrap();
        assert_eq!(view.standard, *training_standard());
    }
    // It comes back to be completed: what it was measured by stays, in every save as well.
    clerk
        .return_application(id, world.version(id).await, "一、联系电话不完整".into())
        .await
        .unwrap();
    let seen = applicant.application(id).await.unwrap().seen;
    let phone = BTreeMap::from([("annex1.phone".to_owned(), "0477-8123456".to_owned())]);
    let saved = applicant.save_application(id, seen, phone).await.unwrap();
    assert_eq!(said(&saved.findings), kept);

    // A draft of today is measured by today's.
    let draft = applicant.create_application(ORDOS, YEAR).await.unwrap();
    let text = world.sample("coal").await;
    let saved = applicant.load_application(draft, 0, text).await.unwrap();
    let now = said(&saved.findings);
    assert!(
        has(&now, "每人每天 230.5 元") && has(&now, "内财行〔2026〕9号（测试）"),
        "{now:?}"
    );
    assert!(!has(&now, "财行〔2016〕540号"));
    let view = applicant.application(draft).await.unwrap();
    assert_eq!(view.standard.from, day("2026-09-01"));
    assert_eq!(
        said(&view.findings),
        now,
        "the page and the save say the same"
    );
}
