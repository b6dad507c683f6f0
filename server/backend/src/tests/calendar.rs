//! A year's holidays are published while clocks run: open deadlines move, closed ones do not, and
//! everybody whom it concerns is told (4.8).

mod notice;
mod promised;

use domain::contract::{
    CalendarApi, DeadlineView, MovedDeadline, ProjectApi, ScreensApi, StoryApi,
};
use domain::state::{AcceptanceState, DeadlineKind, Mode, ProjectState};
use domain::{Money, ProjectId, TenantId};
use sqlx::Row;

pub(super) use self::notice::as_reference;
use super::refusals::refused;
use crate::testkit::{BAOTOU, ORDOS, World, world};
use crate::{Database, Session, Settings};

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

/// A project of a city whose acceptance was received today.
async fn received(world: &World, tenant: TenantId) -> ProjectId {
    let amount = Money::from_fen(10_000_000);
    world
        .project_at(
            tenant,
            Mode::Commissioned,
            amount,
            AcceptanceState::Received,
        )
        .await
}

/// The notice of 2027 is entered by one person of the region and published by the other.
async fn publish(world: &World) {
    let id = world.notice().await;
    world.region().publish_calendar(id).await.unwrap();
}

async fn clock(session: &Session, id: ProjectId, kind: DeadlineKind) -> DeadlineView {
    let view = session.project(id).await.unwrap();
    let mut clocks = view.deadlines.into_iter();
    clocks
        .find(|clock| clock.kind == kind)
        .unwrap_or_else(|| panic!("{kind} of {id}"))
}

/// Every deadline that ends in 2027 or was moved, past every policy: one line each.
async fn table(world: &World, projects: &[ProjectId]) -> Vec<String> {
    let ids: Vec<i64> = projects.iter().map(|id| id.0).collect();
    let mut tx = world.admin.begin().await.unwrap();
    let rows = sqlx::query(
        "select p.tenant_id, array_position($1, p.id) as no, d.kind, d.started_on, d.working_days, d.due_on, d.provisional,
           d.calendar_version, d.result, m.old_due, m.new_due, m.old_version, m.new_version,
           (select count(*) from event e where e.project_id = p.id and e.action = 'publish_calendar') as told
         from deadline d join project p on p.id = d.project_id left join deadline_move m on m.deadline_id = d.id
         where p.id = any($1) and d.kind <> 'D2' order by no, d.id",
    )
    .bind(ids)
    .fetch_all(&mut *tx)
    .await
    .unwrap();
    let text = |row: &sqlx::postgres::PgRow, name: &str| {
        let day: Option<chrono::NaiveDate> = row.get(name);
        day.map_or("-".to_owned(), |day| day.to_string())
    };
    let line = |row: &sqlx::postgres::PgRow| {
        let provisional: bool = row.get("provisional");
        let version = |name: &str| {
            let version: Option<i32> = row.get(name);
            version.map_or("-".to_owned(), |version| version.to_string())
        };
        format!(
            "{} P{} {} | from {} {:>2} wd | due {}{} | v{} | moved {} -> {} (v{} -> v{}) | {} | told {}",
            row.get::<i32, _>("tenant_id"),
            row.get::<i32, _>("no"),
            row.get::<String, _>("kind"),
            text(row, "started_on"),
            version("working_days"),
            text(row, "due_on"),
            if provisional { " 暂定" } else { "" },
            row.get::<i32, _>("calendar_version"),
            text(row, "old_due"),
            text(row, "new_due"),
            version("old_version"),
            version("new_version"),
            row.get::<Option<String>, _>("result")
                .unwrap_or_else(|| "open".into()),
            row.get::<i64, _>("told"),
        )
    };
    rows.iter().map(line).collect()
}

fn show(title: &str, lines: &[String]) {
    println!("{title}\n  {}", lines.join("\n  "));
}

/// Of the table, the lines of one project's kind.
fn of<'a>(lines: &'a [String], project: &str) -> &'a str {
    let mut found = lines.iter().filter(|line| line.contains(project));
    found.next().unwrap_or_else(|| panic!("{project}"))
}

#[tokio::test]
async fn publishing_2027_moves_a_running_d4_and_leaves_closed_deadlines_untouched() {
    let world = world().await;
    // P1 runs; P2 runs in another city; P3 was reported and is closed; P4 rectifies from 25 December.
    let (one, two) = (
        received(&world, ORDOS).await,
        received(&world, BAOTOU).await,
    );
    let three = received(&world, ORDOS).await;
    world.drive(three, ProjectState::Passed).await;
    let four = received(&world, ORDOS).await;
    world.drive(four, AcceptanceState::FailedR1).await;
    // Sent a week before, so that it counts as served on that day (A05).
    world.set_today(day("2026-12-18"));
    world.drive(four, AcceptanceState::Rectifying).await;
    world.set_today(day("2026-12-25"));
    let all = [one, two, three, four];
    let before = table(&world, &all).await;
    publish(&world).await;
    let after = table(&world, &all).await;
    show("before the notice of 2027:", &before);
    show("after its publication on 2026-12-25:", &after);

    let version = clock(&world.clerk(ORDOS), one, DeadlineKind::Acceptance)
        .await
        .calendar_version;
    for running in ["150600 P1 D4", "150200 P2 D4"] {
        assert!(of(&before, running).contains("due 2027-01-06 暂定"));
        let now = of(&after, running);
        let moved = format!(
            "due 2027-01-07 | v{version} | moved 2027-01-06 -> 2027-01-07 (v{} -> v{version}) | open | told 1",
            version - 1
        );
        assert!(now.contains(&moved), "{now}");
    }
    let rectifying = of(&after, "P4 D5");
    assert!(
        rectifying.contains("moved 2027-02-12 -> 2027-02-14"),
        "{rectifying}"
    );
    for closed in ["P3 D4", "P4 D4"] {
        let untouched = of(&after, closed);
        assert!(untouched.contains("| due 2027-01-06 暂定 |"), "{untouched}");
        assert!(untouched.contains("| MET |"), "{untouched}");
        assert_eq!(
            untouched.split(" | told").next(),
            of(&before, closed).split(" | told").next()
        );
    }
    let fixed = |lines: &[String]| {
        let fixed = lines.iter().filter(|line| line.contains(" D3 |"));
        fixed
            .filter_map(|line| line.split(" | told").next().map(str::to_owned))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        fixed(&before),
        fixed(&after),
        "a day laid down is no working day"
    );
}

#[tokio::test]
async fn the_owners_of_a_moved_deadline_are_told() {
    let world = world().await;
    let (own, other) = (
        received(&world, ORDOS).await,
        received(&world, BAOTOU).await,
    );
    let background = world.db.start();
    let mut changes = world.db.subscribe();
    publish(&world).await;
    let words = "公布 2027 年放假安排，“验收”期限由最迟 2027年1月6日调整为最迟 2027年1月7日";
    let owners = [
        world.clerk(ORDOS),
        world.health(ORDOS),
        world.applicant_of(own).await,
        world.unit_of(own).await,
        world.region(),
    ];
    for owner in &owners {
        let view = owner.project(own).await.unwrap();
        assert!(view.history.iter().any(|row| row.text == words));
        let clock = clock(owner, own, DeadlineKind::Acceptance).await;
        let moved = &clock.moves[0];
        assert_eq!(
            (moved.old, moved.new, clock.next.due),
            (day("2027-01-06"), day("2027-01-07"), day("2027-01-07"))
        );
        assert!(!clock.next.provisional);
        let story = owner.story(own).await.unwrap();
        let lines: Vec<_> = story.phases.iter().flat_map(|one| &one.steps).collect();
        assert!(lines.iter().any(|step| step.sentence.contains(words)));
        let began =
            "次日起 30 个工作日，最迟 2027年1月6日（周三）24 时，因下一年度放假安排尚未公布，暂定";
        assert!(
            lines
                .iter()
                .any(|step| step.effects.iter().any(|one| one.contains(began))),
            "the story keeps the day it first had"
        );
        // Each sees the moves of the projects it may see at all.
        let seen = owner.calendar().await.unwrap().moves;
        assert!(seen.iter().any(|row| row.project == own));
        let abroad = seen.iter().any(|row| row.project == other);
        assert_eq!(abroad, owner.project(other).await.is_ok());
    }
    let bench = world.clerk(ORDOS).workbench(None).await.unwrap();
    let city = "本地在办期限";
    assert!(bench.feed.iter().any(|row| row.text.contains(city)));
    let mut woken = Vec::new();
    while woken.len() < 2 {
        let batch = changes.recv().await.unwrap();
        woken.extend(
            batch
                .changes
                .iter()
                .filter(|change| change.project == Some(own))
                .flat_map(|change| change.orgs.clone()),
        );
    }
    background.stop().await;
}

#[tokio::test]
async fn before_publishing_one_sees_what_would_move_and_afterwards_what_moved() {
    let world = world().await;
    let id = received(&world, ORDOS).await;
    world.notice().await;
    let pairs = |rows: &[MovedDeadline]| {
        let mut pairs: Vec<_> = rows
            .iter()
            .map(|row| (row.deadline, row.project, row.old, row.new))
            .collect();
        pairs.sort_unstable();
        pairs
    };
    let (first, second) = (
        world.region().calendar().await.unwrap(),
        world.session("region-rs2").calendar().await.unwrap(),
    );
    let draft = &first.drafts[0];
    assert_eq!(draft.why_not, None);
    assert!(second.drafts[0].why_not.is_some(), "their own");
    assert!(first.moves.is_empty());
    assert!(draft.preview.iter().any(|row| row.project == id));
    assert_eq!(
        draft.would_move + draft.would_confirm,
        draft.preview.len() as i64
    );
    let projects = world.clerk(ORDOS).calendar().await.unwrap();
    assert!(
        projects.drafts.is_empty(),
        "a notice that does not count yet is the region's"
    );
    world.region().publish_calendar(draft.id).await.unwrap();
    let after = world.region().calendar().await.unwrap();
    assert!(after.drafts.is_empty());
    assert_eq!(pairs(&after.moves), pairs(&draft.preview));
    let year = after.years.iter().find(|year| year.year == 2027).unwrap();
    assert!(year.announced);
    let again = world.region().calendar().await.unwrap();
    assert!(again.moves.iter().all(|row| row.on == Some(world.today())));
}

#[tokio::test]
async fn lists_and_open_forms_follow_a_moved_deadline() {
    let world = world().await;
    let id = received(&world, ORDOS).await;
    let seen = world.version(id).await;
    publish(&world).await;
    refused(
        world.clerk(ORDOS).receive_acceptance(id, seen).await,
        "Stale",
    );
    assert_ne!(world.version(id).await, seen);
    let bench = world.clerk(ORDOS).list_projects(Default::default()).await;
    let row = bench.unwrap().rows.into_iter().find(|row| row.id == id);
    let next = row.unwrap().next.unwrap();
    let mut tx = world.admin.begin().await.unwrap();
    let first: chrono::NaiveDate = sqlx::query_scalar(
        "select min(due_on) from deadline where project_id = $1 and stopped_on is null",
    )
    .bind(id.0)
    .fetch_one(&mut *tx)
    .await
    .unwrap();
    assert_eq!(next.due, first);
}

#[tokio::test]
async fn another_process_counts_by_the_new_year_at_once() {
    let world = world().await;
    let amount = Money::from_fen(10_000_000);
    let id = world
        .project_at(ORDOS, Mode::Commissioned, amount, AcceptanceState::Applied)
        .await;
    let settings = Settings {
        clock: world.clock.clock(),
        pool: 2,
        ..Settings::default()
    };
    let other = Database::connect(&world.app_url, settings).await.unwrap();
    let mut clerk = world.clerk(ORDOS);
    clerk.db = other;
    clerk.project(id).await.unwrap();
    publish(&world).await;
    clerk
        .receive_acceptance(id, world.version(id).await)
        .await
        .unwrap();
    let clock = clock(&world.clerk(ORDOS), id, DeadlineKind::Acceptance).await;
    assert_eq!(clock.next.due, day("2027-01-07"));
    assert!(clock.moves.is_empty());
}
