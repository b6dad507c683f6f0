//! The scheduler of reminders: exactly one of each step due, whatever happens to it.

use chrono::NaiveDate;
use domain::contract::{CalendarApi, ProjectApi};
use domain::state::{AcceptanceState, Mode, ProjectState};
use domain::{Money, ProjectId};
use sqlx::Row;

use crate::reminder::remind;
use crate::testkit::{BAOTOU, ORDOS, World, world};
use crate::{Database, Settings};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// A project of Ordos whose acceptance was received on 2026-11-24: D4 ends on 2027-01-06.
async fn received(world: &World) -> ProjectId {
    let amount = Money::from_fen(10_000_000);
    let stage = AcceptanceState::Received;
    world.project_at(ORDOS, Mode::Procured, amount, stage).await
}

/// Gives the only running clock of a project another last day, past every door.
async fn ends_on(world: &World, project: ProjectId, due: &str) {
    let mut tx = world.admin.begin().await.unwrap();
    let done = sqlx::query("update deadline set due_on = $2 where project_id = $1 and stopped_on is null and kind = 'D4'")
        .bind(project.0)
        .bind(day(due))
        .execute(&mut *tx)
        .await
        .unwrap();
    assert_eq!(done.rows_affected(), 1);
    tx.commit().await.unwrap();
}

/// Everything that was sent about a clock of a project, past every policy: one line for each person.
async fn sent(world: &World, project: ProjectId) -> Vec<String> {
    let mut tx = world.admin.begin().await.unwrap();
    let rows = sqlx::query(
        "select r.step, a.login, r.step_on, r.sent_on, app.rests(r.sent_on) or app.rests(r.step_on) as rest, d.due_on,
           (select count(*) from notification n where n.account_id = r.account_id and n.source = concat('reminder:', r.deadline_id, ':', r.step)) as told
         from reminder r join account a on a.id = r.account_id join deadline d on d.id = r.deadline_id and d.kind = 'D4'
         where r.project_id = $1 order by array_position(array['HOLDER','HEAD','REGION'], r.step), a.login",
    )
    .bind(project.0)
    .fetch_all(&mut *tx)
    .await
    .unwrap();
    let line = |row: &sqlx::postgres::PgRow| {
        assert!(!row.get::<bool, _>("rest"), "dated on a rest day");
        assert_eq!(row.get::<i64, _>("told"), 1, "one line in the inbox");
        format!(
            "{} {} step {} sent {}",
            row.get::<String, _>("step"),
            row.get::<String, _>("login"),
            row.get::<NaiveDate, _>("step_on"),
            row.get::<NaiveDate, _>("sent_on"),
        )
    };
    rows.iter().map(line).collect()
}

/// The same process after a restart: another pool, another cache.
async fn another(world: &World) -> Database {
    let settings = Settings {
        pool: 4,
        clock: world.clock.clock(),
        ..Settings::default()
    };
    Database::connect(&world.app_url, settings).await.unwrap()
}

async fn on(world: &World, days: &[&str]) {
    for today in days {
        world.set_today(day(today));
        remind(&world.db).await.unwrap();
    }
}

#[tokio::test]
async fn a_scheduler_off_for_three_days_over_a_holiday_sends_exactly_one_of_each_step_due() {
    let world = world().await;
    let (one, two, three) = (
        received(&world).await,
        received(&world).await,
        received(&world).await,
    );
    // New Year 2027 is a Friday; 1 to 3 January are free. The second ends in the middle of it.
    ends_on(&world, one, "2026-12-31").await;
    ends_on(&world, two, "2027-01-02").await;
    on(&world, &["2026-11-24", "2026-12-24", "2026-12-30"]).await;
    let holder = |step: &str, sent: &str| format!("HOLDER 150600-jb step {step} sent {sent}");
    assert_eq!(
        sent(&world, one).await,
        [holder("2026-12-24", "2026-12-24")]
    );
    assert_eq!(
        sent(&world, two).await,
        [holder("2026-12-24", "2026-12-24")]
    );
    assert_eq!(
        sent(&world, three).await,
        [holder("2026-12-29", "2026-12-30")]
    );

    // Off on 31 December, 1 and 2 January; on again on Sunday, 3 January: a rest day, so nothing.
    on(&world, &["2027-01-03"]).await;
    assert_eq!(sent(&world, one).await.len(), 1);
    // Monday, and again and again.
    on(
        &world,
        &[
            "2027-01-04",
            "2027-01-04",
            "2027-01-05",
            "2027-01-06",
            "2027-01-08",
        ],
    )
    .await;
    let late = |first: &str| {
        vec![
            holder(first, "2026-12-24"),
            "HEAD 150600-fh step 2026-12-31 sent 2027-01-04".into(),
            "REGION region-rs step 2027-01-04 sent 2027-01-04".into(),
            "REGION region-rs2 step 2027-01-04 sent 2027-01-04".into(),
        ]
    };
    for (name, project) in [
        ("due 2026-12-31", one),
        ("due 2027-01-02", two),
        ("due 2027-01-06", three),
    ] {
        println!("{name}:\n  {}", sent(&world, project).await.join("\n  "));
    }
    assert_eq!(sent(&world, one).await, late("2026-12-24"));
    assert_eq!(sent(&world, two).await, late("2026-12-24"));
    assert_eq!(
        sent(&world, three).await,
        [
            holder("2026-12-29", "2026-12-30").as_str(),
            "HEAD 150600-fh step 2027-01-06 sent 2027-01-06",
            "REGION region-rs step 2027-01-07 sent 2027-01-08",
            "REGION region-rs2 step 2027-01-07 sent 2027-01-08",
        ]
    );
}

#[tokio::test]
async fn a_scheduler_that_never_ran_sends_each_step_once_on_the_day_it_starts() {
    let world = world().await;
    let project = received(&world).await;
    on(&world, &["2027-01-15"]).await;
    let all = sent(&world, project).await;
    let days: Vec<_> = all.iter().map(|line| &line[..6]).collect();
    assert_eq!(days, ["HOLDER", "HEAD 1", "REGION", "REGION"]);
    assert!(all.iter().all(|line| line.ends_with("sent 2027-01-15")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_instances_at_once_send_one() {
    let world = world().await;
    let mut all = Vec::new();
    for _ in 0..6 {
        all.push(received(&world).await);
    }
    let (first, second) = (another(&world).await, another(&world).await);
    world.set_today(day("2027-01-15"));
    let mut counts = Vec::new();
    for _ in 0..3 {
        let ask = |db: &Database| {
            let db = db.clone();
            tokio::spawn(async move { remind(&db).await.unwrap() })
        };
        let (one, two) = (ask(&first), ask(&second));
        counts.push((one.await.unwrap(), two.await.unwrap()));
    }
    println!("reminded by the two instances in three looks at once: {counts:?}");
    let mut tx = world.admin.begin().await.unwrap();
    let (rows, inboxes): (i64, i64) = {
        let row = sqlx::query("select (select count(*) from reminder) as rows, (select count(*) from notification) as inboxes")
            .fetch_one(&mut *tx)
            .await
            .unwrap();
        (row.get("rows"), row.get("inboxes"))
    };
    assert_eq!(rows, inboxes);
    assert_eq!(
        i64::try_from(counts.iter().map(|(one, two)| one + two).sum::<usize>()).unwrap(),
        rows
    );
    for project in all {
        assert_eq!(sent(&world, project).await.len(), 4);
    }
}

#[tokio::test]
async fn the_running_program_reminds_by_itself_and_a_restart_sends_nothing_again() {
    let world = world().await;
    let project = received(&world).await;
    world.set_today(day("2026-12-29"));
    for round in 0..2 {
        let background = another(&world).await.start();
        // The first look is at once; the second program has nothing to say, however long one waits.
        for _ in 0..100 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            if round == 0 && !sent(&world, project).await.is_empty() {
                break;
            }
        }
        background.stop().await;
        assert_eq!(
            sent(&world, project).await,
            ["HOLDER 150600-jb step 2026-12-29 sent 2026-12-29"]
        );
    }
}

#[tokio::test]
async fn a_clock_turned_back_neither_sends_twice_nor_takes_anything_back() {
    let world = world().await;
    let project = received(&world).await;
    on(&world, &["2026-12-29", "2027-01-06"]).await;
    let before = sent(&world, project).await;
    assert_eq!(before.len(), 2);
    on(
        &world,
        &["2026-12-28", "2026-12-29", "2026-11-24", "2027-01-06"],
    )
    .await;
    assert_eq!(sent(&world, project).await, before);
    on(&world, &["2027-01-07"]).await;
    assert_eq!(sent(&world, project).await.len(), 4);
}

#[tokio::test]
async fn a_closed_clock_reminds_nobody() {
    let world = world().await;
    let (open, closed) = (received(&world).await, received(&world).await);
    on(&world, &["2026-12-29"]).await;
    world.drive(closed, ProjectState::Passed).await;
    on(&world, &["2027-01-06", "2027-01-07", "2027-02-01"]).await;
    assert_eq!(sent(&world, closed).await.len(), 1);
    assert_eq!(sent(&world, open).await.len(), 4);
}

#[tokio::test]
async fn a_recount_by_a_new_calendar_doubles_nothing() {
    let world = world().await;
    let project = received(&world).await;
    on(&world, &["2026-12-29"]).await;
    let notice = world.notice().await;
    world.region().publish_calendar(notice).await.unwrap();
    let view = world.clerk(ORDOS).project(project).await.unwrap();
    let due: Vec<_> = view
        .deadlines
        .iter()
        .filter(|one| one.result.is_none())
        .collect();
    assert_eq!(due[0].next.due, day("2027-01-07"), "one day later");
    // Four days off from 31 December, by the notice; the old last day is not the last any more.
    on(&world, &["2026-12-30", "2026-12-31", "2027-01-06"]).await;
    assert_eq!(
        sent(&world, project).await,
        ["HOLDER 150600-jb step 2026-12-29 sent 2026-12-29"]
    );
    on(&world, &["2027-01-07", "2027-01-08"]).await;
    assert_eq!(sent(&world, project).await.len(), 4);
}

#[tokio::test]
async fn what_a_unit_holds_is_told_to_the_unit_and_on_the_last_day_to_the_agency_too() {
    let world = world().await;
    let amount = Money::from_fen(10_000_000);
    let stage = AcceptanceState::Rectifying;
    let project = world
        .project_at(ORDOS, Mode::Commissioned, amount, stage)
        .await;
    world.set_today(day("2027-02-25"));
    remind(&world.db).await.unwrap();
    let mut tx = world.admin.begin().await.unwrap();
    let lines: Vec<String> = sqlx::query_scalar(
        "select concat(n.source ~ 'HOLDER', ' ', a.login, ' ', n.title, ' ', n.text) from notification n join account a on a.id = n.account_id
         where n.project_id = $1 and n.text ~ '整改|实施单位' order by n.id",
    )
    .bind(project.0)
    .fetch_all(&mut *tx)
    .await
    .unwrap();
    println!("{}", lines.join("\n"));
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("t anquan “整改”期限已逾期"))
    );
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("f 150600-fh “整改”期限"))
    );
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("f region-rs “整改”期限"))
    );
    assert!(
        !lines.iter().any(|line| line.contains("150200")),
        "another city"
    );
}

#[tokio::test]
async fn the_database_refuses_a_reminder_on_a_rest_day_of_a_closed_clock_or_of_another_city() {
    let world = world().await;
    let (open, closed) = (received(&world).await, received(&world).await);
    world.drive(closed, ProjectState::Passed).await;
    for (city, project, sent_on, reason) in [
        (ORDOS, open, "2027-01-02", "nobody works"),
        (ORDOS, open, "2026-12-24", "reminder_check"),
        (ORDOS, closed, "2026-12-31", "row-level security"),
        (BAOTOU, open, "2026-12-31", "row-level security"),
    ] {
        let mut tx = crate::door::reminding(&world.db, Some(city)).await.unwrap();
        let mut admin = world.admin.begin().await.unwrap();
        let deadline: i64 =
            sqlx::query_scalar("select id from deadline where project_id = $1 and kind = 'D4'")
                .bind(project.0)
                .fetch_one(&mut *admin)
                .await
                .unwrap();
        let error = sqlx::query(
            "insert into reminder (tenant_id, project_id, deadline_id, step, account_id, step_on, sent_on) values (150600, $1, $2, 'HEAD', 1, '2026-12-30', $3)",
        )
        .bind(project.0)
        .bind(deadline)
        .bind(day(sent_on))
        .execute(&mut *tx)
        .await
        .unwrap_err();
        assert!(
            error.to_string().contains(reason),
            "{error} instead of {reason}"
        );
    }
}
