//! Urging: the region asks, the city's agency answers once, and nobody else learns of it.

use chrono::NaiveDate;
use domain::access::Action;
use domain::contract::{
    CalendarApi, InboxApi, InboxQuery, ProjectApi, ScreensApi, StoryApi, UrgingApi, UrgingForm,
    UrgingsQuery, UrgingsView,
};
use domain::notification::NotificationKind;
use domain::state::ProjectState;
use domain::urging::UrgingStanding;
use domain::{ProjectId, UrgingId, UserId};

use super::refusals::refused;
use crate::Session;
use crate::testkit::{BAOTOU, ORDOS, World, world};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn about(project: ProjectId, days: &str) -> UrgingForm {
    UrgingForm {
        project: project.to_string(),
        text: "整改期限临近，请说明进度。".into(),
        days: days.into(),
        ..UrgingForm::default()
    }
}

fn city(tenant: &str, text: &str) -> UrgingForm {
    UrgingForm {
        tenant: tenant.into(),
        text: text.into(),
        ..UrgingForm::default()
    }
}

async fn all(session: &Session) -> UrgingsView {
    session.urgings(UrgingsQuery::default()).await.unwrap()
}

async fn project(world: &World) -> ProjectId {
    world.project_in(ORDOS, ProjectState::InProgress).await
}

/// Urgings in the inbox.
async fn letters(session: &Session) -> Vec<String> {
    let view = session.inbox(InboxQuery::default()).await.unwrap();
    let urgings = view
        .rows
        .into_iter()
        .filter(|row| row.kind == NotificationKind::Urging);
    urgings
        .map(|row| format!("{} | {}", row.title, row.text))
        .collect()
}

#[tokio::test]
async fn the_region_asks_the_agency_answers_and_both_hear_of_it() {
    let world = world().await;
    let project = project(&world).await;
    let (region, clerk, reviewer) = (world.region(), world.clerk(ORDOS), world.reviewer(ORDOS));
    let id = region.urge(about(project, "")).await.unwrap();
    let view = all(&clerk).await;
    let row = view.rows.iter().find(|row| row.id == id).unwrap();
    assert_eq!(
        (row.due, row.provisional, row.working_days),
        (day("2026-12-01"), false, 5)
    );
    assert_eq!(
        (row.standing, view.waiting, view.overdue),
        (UrgingStanding::Waiting, 1, 0)
    );
    assert!(row.by.starts_with("自治区人社厅 "), "{}", row.by);
    for session in [&clerk, &reviewer] {
        let told = letters(session).await;
        println!("{told:?}");
        assert_eq!(told.len(), 1);
        assert!(
            told[0].starts_with("自治区人社厅督办，请最迟 2026年12月1日 答复 | 项目“"),
            "{}",
            told[0]
        );
        let todo = session.workbench(None).await.unwrap().todo;
        let group = todo
            .iter()
            .find(|group| group.action == Action::AnswerUrging)
            .unwrap();
        assert_eq!((group.count, group.rows.len()), (1, 1));
    }
    refused(clerk.answer_urging(id, " ".into()).await, "Required");
    clerk
        .answer_urging(id, "已约谈实施单位。".into())
        .await
        .unwrap();
    refused(
        reviewer.answer_urging(id, "再答".into()).await,
        "WrongState",
    );
    let view = all(&region).await;
    let row = view.rows.iter().find(|row| row.id == id).unwrap();
    assert_eq!((row.standing, view.waiting), (UrgingStanding::Answered, 0));
    assert_eq!(row.answer.as_ref().unwrap().text, "已约谈实施单位。");
    for login in ["region-rs", "region-rs2"] {
        let told = letters(&world.session(login)).await;
        assert!(told[0].starts_with("督办已答复 | "), "{told:?}");
    }
    let todo = clerk.workbench(None).await.unwrap().todo;
    assert!(
        !todo
            .iter()
            .any(|group| group.action == Action::AnswerUrging)
    );
    let told = format!("{:?}", clerk.project(project).await.unwrap());
    assert!(
        told.contains("督办：整改期限临近") && told.contains("答复督办：已约谈"),
        "in the history"
    );
}

#[tokio::test]
async fn no_organisation_and_no_other_city_learns_of_it() {
    let world = world().await;
    let project = project(&world).await;
    let unit = world.unit_of(project).await;
    let id = world.region().urge(about(project, "3")).await.unwrap();
    let whole = world
        .session("region-cz")
        .urge(city("150600", "请报送全年进度。"))
        .await
        .unwrap();
    for other in [world.clerk(BAOTOU), world.hrss(BAOTOU)] {
        assert_eq!(all(&other).await.rows, Vec::new());
        let query = UrgingsQuery {
            project: Some(project),
        };
        refused(other.urgings(query).await, "NotFound");
    }
    for id in [id, whole] {
        refused(
            world
                .clerk(BAOTOU)
                .answer_urging(id, "不是我市".into())
                .await,
            "NotFound",
        );
        for other in [
            world.hrss(ORDOS),
            world.payer(ORDOS),
            world.finance(ORDOS),
            unit.clone(),
            world.evaluator(),
            world.region(),
        ] {
            refused(other.answer_urging(id, "代答".into()).await, "Forbidden");
        }
    }
    for other in [
        unit.clone(),
        world.applicant_of(project).await,
        world.evaluator(),
        world.session("region-wj"),
    ] {
        refused(other.urgings(UrgingsQuery::default()).await, "Forbidden");
        assert_eq!(letters(&other).await, Vec::<String>::new());
    }
    let seen = format!(
        "{:?} {:?}",
        unit.project(project).await.unwrap(),
        unit.story(project).await.unwrap()
    );
    assert!(!seen.contains("督办"), "an organisation reads of an urging");
    assert_eq!(all(&world.hrss(ORDOS)).await.rows.len(), 2);
}

#[tokio::test]
async fn only_the_region_asks_and_about_nothing_that_is_over() {
    let world = world().await;
    let project = project(&world).await;
    let region = world.region();
    for other in [
        world.clerk(ORDOS),
        world.hrss(ORDOS),
        world.unit_of(project).await,
        world.session("region-wj"),
        world.session("region-yj"),
    ] {
        refused(other.urge(about(project, "")).await, "Forbidden");
    }
    let closed = world.project_in(ORDOS, ProjectState::Closed).await;
    refused(region.urge(about(closed, "")).await, "WrongState");
    let query = UrgingsQuery {
        project: Some(closed),
    };
    let why = region
        .urgings(query)
        .await
        .unwrap()
        .about
        .unwrap()
        .why_not
        .unwrap();
    assert!(why.contains("已办结"), "{why}");
    refused(
        region.urge(about(ProjectId(99_999_999), "")).await,
        "NotFound",
    );
    refused(region.urge(about(project, "2")).await, "UnknownChoice");
    refused(region.urge(city("150600", "")).await, "Required");
    refused(region.urge(city("999999", "请报送")).await, "UnknownChoice");
    refused(
        region.urge(city("150600", &"长".repeat(1001))).await,
        "TooLong",
    );
    refused(
        world
            .clerk(ORDOS)
            .answer_urging(UrgingId(99_999_999), "答".into())
            .await,
        "NotFound",
    );
    assert_eq!(all(&region).await.rows, Vec::new());
}

#[tokio::test]
async fn what_is_not_answered_in_time_is_overdue_for_both_and_then_late() {
    let world = world().await;
    let project = project(&world).await;
    let (region, clerk) = (world.region(), world.clerk(ORDOS));
    let id = region.urge(about(project, "1")).await.unwrap();
    for (today, standing) in [
        ("2026-11-25", UrgingStanding::Waiting),
        ("2026-11-26", UrgingStanding::Overdue),
    ] {
        world.set_today(day(today));
        for session in [&region, &clerk] {
            let view = all(session).await;
            assert_eq!(view.rows[0].standing, standing);
            assert_eq!(view.overdue, i64::from(standing == UrgingStanding::Overdue));
        }
    }
    clerk.answer_urging(id, "迟复为歉。".into()).await.unwrap();
    assert_eq!(all(&region).await.rows[0].standing, UrgingStanding::Late);
    assert!(letters(&region).await[0].starts_with("督办已答复（逾期）"));
}

#[tokio::test]
async fn an_open_urging_is_counted_again_when_a_year_is_published_an_answered_one_is_not() {
    let world = world().await;
    let project = project(&world).await;
    world.set_today(day("2026-12-25"));
    let (region, clerk) = (world.region(), world.clerk(ORDOS));
    let (open, answered) = (
        region.urge(about(project, "5")).await.unwrap(),
        region.urge(about(project, "5")).await.unwrap(),
    );
    clerk
        .answer_urging(answered, "已办。".into())
        .await
        .unwrap();
    let of = |view: &UrgingsView, id| {
        let row = view.rows.iter().find(|row| row.id == id).unwrap();
        (row.due, row.provisional)
    };
    let before = all(&region).await;
    assert_eq!(of(&before, open), (day("2027-01-04"), true));
    let notice = world.notice().await;
    region.publish_calendar(notice).await.unwrap();
    let after = all(&region).await;
    println!("open: {:?} -> {:?}", of(&before, open), of(&after, open));
    assert_eq!(of(&after, open), (day("2027-01-05"), false));
    assert_eq!(of(&after, answered), of(&before, answered));
}

/// An insert of an urging, as its author would like it.
fn asking(project: ProjectId, by: UserId, post: &str) -> String {
    format!(
        "insert into urging (tenant_id, project_id, text, asked_by, asked_name, asked_post, asked_on, working_days, due_on, provisional, calendar_version)
         values (150600, {project}, 'x', {by}, 'x', '{post}', '2026-11-24', 5, '2026-12-01', false, 1)"
    )
}

/// What the database says to a statement of somebody in a role.
#[expect(
    clippy::disallowed_methods,
    reason = "a connection past every door, on purpose"
)]
async fn said(world: &World, (role, post): (&str, &str), account: UserId, sql: &str) -> String {
    let mut tx = world.db.pool.begin().await.unwrap();
    sqlx::query("select set_config('role', $1, true), set_config('app.tenant', '150600', true), set_config('app.account', $2, true), set_config('app.post', $3, true)")
        .bind(role)
        .bind(account.to_string())
        .bind(post)
        .execute(&mut *tx)
        .await
        .unwrap();
    let done = sqlx::query(sqlx::AssertSqlSafe(sql.to_owned()));
    done.execute(&mut *tx).await.unwrap_err().to_string()
}

#[tokio::test]
async fn the_database_itself_refuses_what_the_use_cases_do() {
    const OVER: &str = "app_oversight";
    let world = world().await;
    let (project, closed) = (
        project(&world).await,
        world.project_in(ORDOS, ProjectState::Closed).await,
    );
    let id = world.urging(ORDOS, project).await;
    let (region, clerk) = (world.region().who.account, world.clerk(ORDOS).who.account);
    let reply = |by| {
        format!(
            "update urging set answer = 'x', answered_by = {by}, answered_on = '2026-11-24' where id = {id}"
        )
    };
    let changed = format!("update urging set text = 'y' where id = {id}");
    let (policy, denied) = ("row-level security", "permission denied");
    for (who, account, sql, wanted) in [
        ((OVER, "RHR"), region, asking(closed, region, "RHR"), policy),
        ((OVER, "RHR"), region, asking(project, clerk, "RHR"), policy),
        (
            (OVER, "RHE"),
            region,
            asking(project, region, "RHR"),
            policy,
        ),
        (
            ("app_city", "AGC"),
            clerk,
            asking(project, clerk, "RHR"),
            denied,
        ),
        (("app_city", "CHR"), clerk, reply(clerk), policy),
        (("app_city", "AGC"), clerk, reply(region), policy),
        (("app_region", "RHR"), region, reply(region), denied),
        (("app_city", "AGC"), clerk, changed, denied),
    ] {
        let said = said(&world, who, account, &sql).await;
        assert!(said.contains(wanted), "{who:?} {sql}: {said}");
    }
    let agency = world.clerk(ORDOS);
    agency.answer_urging(id, "已办。".into()).await.unwrap();
    let mut tx = world.admin.begin().await.unwrap();
    let error = sqlx::query("update urging set answer = 'z' where id = $1")
        .bind(id.0)
        .execute(&mut *tx)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("answered once"), "{error}");
}
