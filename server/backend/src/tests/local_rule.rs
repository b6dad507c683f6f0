//! What cities lay down where the regulation is silent: two persons stand behind each rule, none changes,
//! and only what starts after its publication, in its own city, goes by it.

use chrono::NaiveDate;
use domain::contract::{
    LocalRuleApi, LocalRuleForm, MeetingApi, ProjectApi, ProposalApi, ScreensApi, YearOf,
};
use domain::local_rule::LocalRule;
use domain::state::{DeadlineKind, Mode, ProjectState};
use domain::{LocalRuleId, Money, ProjectId};

use super::calendar::as_reference;
use super::refusals::refused;
use crate::testkit::{BAOTOU, ORDOS, World, local_rule, world};

fn changed(change: impl FnOnce(&mut LocalRuleForm)) -> LocalRuleForm {
    let mut form = local_rule(ORDOS, LocalRule::Filing, 7);
    change(&mut form);
    form
}

#[tokio::test]
async fn without_a_rule_of_its_own_a_city_goes_by_the_default() {
    let world = world().await;
    let region = world.region().local_rules().await.unwrap();
    assert_eq!(region.cities.len(), 12);
    for city in &region.cities {
        assert_eq!(city.values, [2, 5, 10, 10, 15], "{}", city.name);
    }
    let own = world.clerk(BAOTOU).local_rules().await.unwrap();
    assert_eq!(own.cities.len(), 1);
    assert_eq!(own.cities[0].tenant, BAOTOU);
    assert!(own.offers.is_empty() && own.published.is_empty());
    refused(world.session("coal").local_rules().await, "Forbidden");
    refused(world.evaluator().local_rules().await, "Forbidden");
}

#[tokio::test]
async fn bad_input_is_refused_at_its_field_and_nothing_changes() {
    let world = world().await;
    world.local_rule().await;
    let region = world.region();
    let before = world.fingerprint().await;
    let progress = |value: &str| {
        changed(|form| {
            form.rule = "PROGRESS".into();
            form.value = value.into();
        })
    };
    for (form, kind, field, words) in [
        (
            progress("0"),
            "LocalRuleValue",
            "value",
            "1 至 30 之间的整数",
        ),
        (
            progress("31"),
            "LocalRuleValue",
            "value",
            "“季度进展报告期限”",
        ),
        (progress("十天"), "LocalRuleValue", "value", "个工作日"),
        (progress(""), "LocalRuleValue", "value", "个工作日"),
        (
            progress("10"),
            "LocalRuleSame",
            "value",
            "鄂尔多斯市现在执行的就是 10",
        ),
        (
            changed(|_| {}),
            "LocalRuleWaiting",
            "rule",
            "待公布的“项目备案期限”",
        ),
        (
            changed(|form| form.rule = "ACCEPTANCE".into()),
            "UnknownChoice",
            "rule",
            "“事项”",
        ),
        (
            changed(|form| form.tenant = "110000".into()),
            "UnknownChoice",
            "tenant",
            "“盟市”",
        ),
        (
            changed(|form| form.tenant = String::new()),
            "UnknownChoice",
            "tenant",
            "“盟市”",
        ),
        (
            changed(|form| form.basis = " ".into()),
            "Required",
            "basis",
            "“依据”",
        ),
    ] {
        let fault = region.propose_local_rule(form).await.unwrap_err();
        let refusal = fault.refusal().expect("a refusal");
        assert_eq!((refusal.kind(), refusal.field()), (kind, Some(field)));
        let sentence = refusal.sentence();
        assert!(sentence.contains(words), "{sentence}");
    }
    assert_eq!(world.fingerprint().await, before);
}

#[tokio::test]
async fn one_person_proposes_and_another_publishes() {
    let world = world().await;
    let (first, second) = (world.region(), world.session("region-rs2"));
    let id = second
        .propose_local_rule(local_rule(ORDOS, LocalRule::Filing, 7))
        .await
        .unwrap();
    let before = world.fingerprint().await;
    refused(second.publish_local_rule(id).await, "LocalRuleSamePerson");
    refused(world.hrss(ORDOS).publish_local_rule(id).await, "Forbidden");
    let finance = world.session("region-cz");
    refused(finance.publish_local_rule(id).await, "Forbidden");
    refused(
        first.publish_local_rule(LocalRuleId(99_999)).await,
        "NotFound",
    );
    refused(first.withdraw_local_rule(id, " ".into()).await, "Required");
    assert_eq!(world.fingerprint().await, before);

    // Only the region knows of it, and sees what it changes.
    let city = world.clerk(ORDOS).local_rules().await.unwrap();
    assert!(city.drafts.is_empty() && city.cities[0].values[2] == 10);
    let own = second.local_rules().await.unwrap().drafts.remove(0);
    assert!(own.why_not.unwrap().contains("另一人核对后公布"));
    let seen = first.local_rules().await.unwrap().drafts.remove(0);
    assert_eq!((seen.why_not, seen.before, seen.after), (None, 10, 7));

    first.publish_local_rule(id).await.unwrap();
    refused(first.publish_local_rule(id).await, "WrongState");
    let late = second.withdraw_local_rule(id, "写错了".into()).await;
    refused(late, "WrongState");
    let city = world.clerk(ORDOS).local_rules().await.unwrap();
    assert_eq!(city.cities[0].values, [2, 5, 7, 10, 15]);
    assert_eq!(
        city.published[0].published,
        "自治区人社部门于 2026年11月24日公布"
    );
    let told = world.clerk(ORDOS).workbench(None).await.unwrap().feed;
    let line = "公布本地规定：项目备案期限由 10 个工作日 改为 7 个工作日（联席会议纪要〔2026〕3号（测试））";
    assert!(told.iter().any(|row| row.text == line), "{told:?}");

    // No other city learns of it, nor goes by it.
    let other = world.clerk(BAOTOU);
    let view = other.local_rules().await.unwrap();
    assert!(view.published.is_empty() && view.cities[0].values[2] == 10);
    let told = other.workbench(None).await.unwrap().feed;
    assert!(
        !told.iter().any(|row| row.text.contains("本地规定")),
        "{told:?}"
    );

    // The next one replaces it; both stay in the record.
    world.publish_local_rule(ORDOS, LocalRule::Filing, 10).await;
    let view = world.region().local_rules().await.unwrap();
    let record: Vec<_> = view
        .published
        .iter()
        .map(|one| (one.value, one.holds))
        .collect();
    assert_eq!(record, [(10, true), (7, false)]);
}

#[tokio::test]
async fn a_withdrawn_proposal_frees_its_place() {
    let world = world().await;
    let (first, second) = (world.region(), world.session("region-rs2"));
    let form = || local_rule(ORDOS, LocalRule::Balance, 7);
    let id = first.propose_local_rule(form()).await.unwrap();
    refused(second.propose_local_rule(form()).await, "LocalRuleWaiting");
    let withdrawn = first.withdraw_local_rule(id, "盟市来文有误".into()).await;
    withdrawn.unwrap();
    refused(second.publish_local_rule(id).await, "WrongState");
    second.propose_local_rule(form()).await.unwrap();
    assert_eq!(first.local_rules().await.unwrap().drafts.len(), 1);
}

#[tokio::test]
async fn two_who_publish_at_once_publish_once() {
    let world = world().await;
    let id = world.local_rule().await;
    let region = world.region();
    let (one, two) = tokio::join!(region.publish_local_rule(id), region.publish_local_rule(id));
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    refused(if one.is_ok() { two } else { one }, "WrongState");
}

/// The rule and the last day of the report that is due.
async fn progress(world: &World, id: ProjectId) -> (String, NaiveDate) {
    let view = world.region().project(id).await.unwrap();
    let mut open = view.deadlines.into_iter();
    let clock = open.find(|one| one.kind == DeadlineKind::Progress && one.stopped.is_none());
    let clock = clock.expect("a clock");
    (clock.rule, clock.next.due)
}

#[tokio::test]
async fn clocks_that_start_afterwards_run_by_it_and_running_ones_keep_their_days() {
    let world = world().await;
    let before = world.project_in(ORDOS, ProjectState::InProgress).await;
    let usual = progress(&world, before).await;
    assert_eq!(usual.0, "季度终了后 10 个工作日");
    world
        .publish_local_rule(ORDOS, LocalRule::Progress, 5)
        .await;
    assert_eq!(progress(&world, before).await, usual);
    let amount = Money::from_fen(8_000_000);
    let start = async |tenant| {
        let at = ProjectState::InProgress;
        world.project_at(tenant, Mode::Direct, amount, at).await
    };
    let after = progress(&world, start(ORDOS).await).await;
    assert_eq!(after.0, "季度终了后 5 个工作日");
    assert!(after.1 < usual.1, "{after:?} {usual:?}");
    assert_eq!(progress(&world, start(BAOTOU).await).await, usual);
}

#[tokio::test]
async fn the_balance_is_expected_by_the_city_s_own_term() {
    let world = world().await;
    world.publish_local_rule(ORDOS, LocalRule::Balance, 5).await;
    let amount = Money::from_fen(10_000_000);
    for tenant in [ORDOS, BAOTOU] {
        let at = ProjectState::Passed;
        world
            .project_at(tenant, Mode::Commissioned, amount, at)
            .await;
    }
    let page = world.session("anquan").tracker().await.unwrap();
    let said = |city: &str| -> Vec<String> {
        let of = page
            .projects
            .iter()
            .filter(|one| one.row.tenant_name == city);
        of.map(|one| one.money.expected.clone())
            .filter(|text| text.contains("解锁后"))
            .collect()
    };
    let (own, other) = (said("鄂尔多斯市"), said("包头市"));
    assert!(
        !own.is_empty() && own.iter().all(|text| text.contains("解锁后 5 个工作日内")),
        "{own:?}"
    );
    assert!(
        !other.is_empty()
            && other
                .iter()
                .all(|text| text.contains("解锁后 15 个工作日内")),
        "{other:?}"
    );
}

#[tokio::test]
async fn meetings_and_intake_go_by_it_as_well() {
    let world = world().await;
    for tenant in [ORDOS, BAOTOU] {
        let of = YearOf {
            year: Some(2026),
            tenant: None,
        };
        let meetings = world.clerk(tenant).meetings(of).await.unwrap();
        assert_eq!(meetings.minimum, 2);
    }
    world
        .publish_local_rule(ORDOS, LocalRule::MeetingsPerYear, 4)
        .await;
    world.publish_local_rule(ORDOS, LocalRule::Intake, 3).await;
    let of = |year| YearOf {
        year: Some(year),
        tenant: None,
    };
    let seen = async |tenant| {
        let clerk = world.clerk(tenant);
        let meetings = clerk.meetings(of(2026)).await.unwrap().minimum;
        (
            meetings,
            clerk.proposals(of(2027)).await.unwrap().intake_days,
        )
    };
    assert_eq!(seen(ORDOS).await, (4, 3));
    assert_eq!(seen(BAOTOU).await, (2, 5));
    let id = world.application_at(ORDOS, ProjectState::Submitted).await;
    let list = world.clerk(ORDOS).proposals(of(2027)).await.unwrap().intake;
    let row = list.into_iter().find(|one| one.id == id).expect("waits");
    let mut conn = world.admin.begin().await.unwrap();
    let calendar = crate::calendar::load(&mut conn).await.unwrap();
    let due = calendar.add_working_days(row.since, 3).unwrap();
    assert_eq!(row.due, Some(due.date));
}

#[tokio::test]
async fn the_database_itself_wants_two_persons_and_keeps_what_is_published() {
    let world = world().await;
    world.local_rule().await;
    const PUBLISH: &str = "update local_rule set state = 'PUBLISHED', decided_by = 0, decided_name = 'x', decided_on = '2026-11-24' where state = 'WAITING'";
    for (sql, code) in [
        (
            "update local_rule set state = 'PUBLISHED', decided_by = proposed_by, decided_on = '2026-11-24'",
            "23514",
        ),
        (
            "update local_rule set state = 'PUBLISHED', decided_on = '2026-11-24'",
            "23514",
        ),
        ("update local_rule set value = 9", "23000"),
        ("update local_rule set tenant_id = 150200", "23000"),
        ("delete from local_rule", "23000"),
        (
            "insert into local_rule (tenant_id, rule, value, basis, proposed_by, proposed_name, proposed_on) values (150600, 'ACCEPTANCE', 9, 'x', 1, 'x', '2026-11-24')",
            "23514",
        ),
        (
            "insert into local_rule (tenant_id, rule, value, basis, proposed_by, proposed_name, proposed_on) values (150600, 'FILING', 9, 'x', 1, 'x', '2026-11-24')",
            "23505",
        ),
    ] {
        let mut tx = world.admin.begin().await.unwrap();
        let error = sqlx::query(sql).execute(&mut *tx).await.unwrap_err();
        let said = error.as_database_error().and_then(|error| error.code());
        assert_eq!(said.as_deref(), Some(code), "{sql}");
    }
    for (sql, code) in [
        ("update local_rule set value = 9", "42501"),
        ("delete from local_rule", "42501"),
        // In another's name.
        (PUBLISH, "42501"),
        (
            "insert into local_rule (tenant_id, rule, value, basis, proposed_by, proposed_name, proposed_on) values (150200, 'FILING', 9, 'x', 0, 'x', '2026-11-24')",
            "42501",
        ),
    ] {
        assert_eq!(
            as_reference(&world, sql).await,
            Err(code.to_owned()),
            "{sql}"
        );
    }
    let mut tx = world.admin.begin().await.unwrap();
    assert_eq!(
        sqlx::query(PUBLISH)
            .execute(&mut *tx)
            .await
            .unwrap()
            .rows_affected(),
        1
    );
    let kept = sqlx::query("update local_rule set value = 9")
        .execute(&mut *tx)
        .await;
    assert!(kept.is_err(), "what is published stays");
}
