//! Inboxes: everybody their own, and of it only what they may still know of.

use domain::contract::{CalendarApi, InboxApi, InboxQuery, SHOWN_NOTIFICATIONS, SessionApi};
use domain::notification::NotificationKind as K;
use domain::state::{AcceptanceState, Mode, ProjectState};
use domain::{Money, NotificationId, ProjectId, UserId};

use super::past_the_doors;
use super::refusals::refused;
use crate::Session;
use crate::reminder::remind;
use crate::testkit::{BAOTOU, ORDOS, World, world};

async fn titles(session: &Session) -> Vec<String> {
    let view = session.inbox(InboxQuery::default()).await.unwrap();
    view.rows.into_iter().map(|row| row.title).collect()
}

/// How many, by the head of the page, by the inbox, and by counting the unread lines.
async fn unread(session: &Session) -> i64 {
    let head = session.unread().await.unwrap().unread;
    let view = session.inbox(InboxQuery::default()).await.unwrap();
    let only = InboxQuery {
        unread: true,
        before: None,
    };
    let listed = session.inbox(only).await.unwrap().rows.len();
    assert_eq!((head, head), (view.unread, i64::try_from(listed).unwrap()));
    assert_eq!(head, session.me().await.unwrap().unread);
    assert!(view.rows.iter().filter(|row| row.unread).count() == listed);
    head
}

async fn received(world: &World) -> ProjectId {
    let amount = Money::from_fen(10_000_000);
    let stage = AcceptanceState::Received;
    world
        .project_at(ORDOS, Mode::Commissioned, amount, stage)
        .await
}

#[tokio::test]
async fn a_reminder_is_in_the_inbox_of_its_recipient_and_of_nobody_else() {
    let world = world().await;
    let project = received(&world).await;
    world.set_today("2026-12-29".parse().unwrap());
    remind(&world.db).await.unwrap();
    let clerk = world.clerk(ORDOS);
    let view = clerk.inbox(InboxQuery::default()).await.unwrap();
    let row = view
        .rows
        .iter()
        .find(|row| row.project == Some(project))
        .unwrap();
    println!("{} | {}", row.title, row.text);
    assert_eq!(row.title, "“验收”期限还剩 5 个工作日");
    assert_eq!((row.kind, row.unread), (K::Reminder, true));
    assert!(
        row.text.contains("最迟 2027年1月6日（暂定），依据四（七）"),
        "{}",
        row.text
    );
    for other in [
        world.reviewer(ORDOS),
        world.clerk(BAOTOU),
        world.region(),
        world.evaluator(),
        world.session("coal"),
    ] {
        let view = other.inbox(InboxQuery::default()).await.unwrap();
        assert!(
            !view.rows.iter().any(|row| row.project == Some(project)),
            "{}",
            other.who.name
        );
        refused(other.read_notification(row.id).await, "NotFound");
    }
}

#[tokio::test]
async fn marking_reads_one_then_all_that_was_there_and_again_does_no_harm() {
    let world = world().await;
    let project = world.project_in(ORDOS, ProjectState::InProgress).await;
    let clerk = world.clerk(ORDOS);
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(world.notification("150600-jb", project, false).await);
    }
    assert_eq!(unread(&clerk).await, 3);
    let mut heard = world.db.subscribe();
    clerk.read_notification(ids[0]).await.unwrap();
    assert_eq!(
        heard.try_recv().unwrap().told,
        crate::Told::These(vec![clerk.who.account])
    );
    clerk.read_notification(ids[0]).await.unwrap();
    assert_eq!(unread(&clerk).await, 2);
    // One comes while the person looks at the page.
    let view = clerk.inbox(InboxQuery::default()).await.unwrap();
    world.notification("150600-jb", project, false).await;
    clerk
        .read_notifications(view.newest_unread.unwrap())
        .await
        .unwrap();
    assert_eq!(unread(&clerk).await, 1);
    clerk.read_notifications(NotificationId(0)).await.unwrap();
    assert_eq!(unread(&clerk).await, 1);
    refused(
        clerk.read_notification(NotificationId(99_999_999)).await,
        "NotFound",
    );
}

#[tokio::test]
async fn whoever_may_no_longer_know_of_a_project_no_longer_reads_what_was_told() {
    let world = world().await;
    let project = world.project_in(ORDOS, ProjectState::InProgress).await;
    let unit = world.unit_of(project).await;
    // As if they had been told of a project of another city, or of somebody else's.
    let foreign = world.project_in(BAOTOU, ProjectState::InProgress).await;
    world.notification("150600-jb", foreign, false).await;
    world.notification("steel", project, false).await;
    assert_eq!(unread(&world.clerk(ORDOS)).await, 0);
    assert_eq!(unread(&world.session("steel")).await, 0);
    world.notification("anquan", project, false).await;
    assert_eq!(unread(&unit).await, 1);
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query("update project set unit_id = null where id = $1")
        .bind(project.0)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(unread(&unit).await, 0);
    assert_eq!(titles(&unit).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_kind_can_be_turned_off_but_not_the_reminders() {
    let world = world().await;
    received(&world).await;
    let (clerk, reviewer) = (world.clerk(ORDOS), world.reviewer(ORDOS));
    let notice = world.notice().await;
    world.region().publish_calendar(notice).await.unwrap();
    let moved = titles(&clerk).await;
    println!("{}", moved.join("\n"));
    assert!(
        moved
            .iter()
            .any(|title| title == "“验收”期限改为最迟 2027年1月7日")
    );
    let count = unread(&clerk).await;
    assert!(count > 0);
    assert_eq!(unread(&reviewer).await, 0);
    clerk.set_notification(K::Moved, false).await.unwrap();
    assert_eq!(unread(&clerk).await, 0);
    assert_eq!(titles(&clerk).await, Vec::<String>::new());
    // What does not show is not marked either.
    clerk
        .read_notifications(NotificationId(i64::MAX))
        .await
        .unwrap();
    clerk.set_notification(K::Moved, true).await.unwrap();
    assert_eq!(unread(&clerk).await, count);
    refused(
        clerk.set_notification(K::Reminder, false).await,
        "AlwaysShown",
    );
    clerk.set_notification(K::Reminder, true).await.unwrap();
    let view = clerk.inbox(InboxQuery::default()).await.unwrap();
    assert!(view.settings.iter().all(|setting| setting.page));
}

#[tokio::test]
async fn a_long_inbox_comes_in_pages_without_a_gap() {
    let world = world().await;
    let project = world.project_in(ORDOS, ProjectState::InProgress).await;
    for _ in 0..=SHOWN_NOTIFICATIONS {
        world.notification("150600-jb", project, false).await;
    }
    let clerk = world.clerk(ORDOS);
    let first = clerk.inbox(InboxQuery::default()).await.unwrap();
    assert_eq!(first.rows.len(), SHOWN_NOTIFICATIONS);
    let rest = InboxQuery {
        unread: false,
        before: first.older,
    };
    let second = clerk.inbox(rest).await.unwrap();
    assert_eq!((second.rows.len(), second.older), (1, None));
    assert!(second.rows[0].id < first.rows.last().unwrap().id);
}

#[tokio::test]
async fn the_database_lets_nobody_read_or_mark_for_another_nor_unread_anything() {
    let world = world().await;
    let project = world.project_in(ORDOS, ProjectState::InProgress).await;
    let id = world.notification("150600-jb", project, false).await;
    let (clerk, region) = (world.clerk(ORDOS).who.account, world.region().who.account);
    let anothers = format!("insert into notification_setting values ({clerk}, 'MOVED', false)");
    let read = "update notification set read_at = now()";
    let attempts: [(&str, UserId, &str, &str); 5] = [
        ("app_inbox", world.reviewer(ORDOS).who.account, read, "0"),
        (
            "app_inbox",
            clerk,
            "update notification set title = 'x'",
            "permission denied",
        ),
        ("app_city", clerk, read, "permission denied"),
        ("app_region", region, &anothers, "permission denied"),
        ("app_inbox", region, &anothers, "row-level security"),
    ];
    for (role, account, sql, wanted) in attempts {
        assert_eq!(
            &attempt(&world, role, account, sql).await,
            wanted,
            "{role} {sql}"
        );
    }
    let own = world.region().who.account;
    let off = format!("insert into notification_setting values ({own}, 'REMINDER', false)");
    assert_eq!(
        attempt(&world, "app_inbox", own, &off).await,
        "reminders_show"
    );
    world.clerk(ORDOS).read_notification(id).await.unwrap();
    let again = attempt(
        &world,
        "app_inbox",
        world.clerk(ORDOS).who.account,
        "update notification set read_at = null",
    )
    .await;
    assert_eq!(again, "can only be read");
}

/// Rows done, or which of the known complaints the database has.
async fn attempt(world: &World, role: &str, account: UserId, sql: &str) -> String {
    let known = [
        "permission denied",
        "row-level security",
        "reminders_show",
        "can only be read",
    ];
    let said = past_the_doors(world, role, account, sql).await;
    let complaint = known.into_iter().find(|known| said.contains(known));
    complaint.map_or(said, str::to_owned)
}
