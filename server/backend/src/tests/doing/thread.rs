//! Messages between the parties and the agency.

use domain::access::Action;
use domain::contract::{DoingApi, ProjectApi, ScreensApi, ThreadView};
use domain::state::{AcceptanceState, Mode, Party, ProjectState};
use domain::{MessageId, ProjectId};

use super::{project_at, refused, refused_at, see};
use crate::Session;
use crate::testkit::{BAOTOU, ORDOS, world};

async fn thread(session: &Session, id: ProjectId) -> ThreadView {
    see(session, id).await.doing.thread.expect("a thread")
}

#[tokio::test]
async fn both_sides_write_and_each_sees_what_it_has_not_read() {
    let world = world().await;
    let id = project_at(&world, Mode::Commissioned, ProjectState::InProgress).await;
    let (unit, applicant, clerk) = (
        world.unit_of(id).await,
        world.applicant_of(id).await,
        world.clerk(ORDOS),
    );
    refused_at(unit.send_message(id, " ".into()).await, "Required", "text");
    refused_at(
        unit.send_message(id, "长".repeat(2001)).await,
        "TooLong",
        "text",
    );
    unit.send_message(id, "签到表可以用电子件吗？".into())
        .await
        .unwrap();
    let here = thread(&clerk, id).await;
    assert_eq!(
        (here.side, here.unread, here.messages[0].side),
        (Some(Party::Agency), 1, Party::Unit)
    );
    assert_eq!(thread(&unit, id).await.unread, 0, "one's own is read");
    assert_eq!(thread(&applicant, id).await.unread, 1);
    let todo = clerk.workbench(None).await.unwrap().todo;
    let group = todo
        .iter()
        .find(|group| group.action == Action::ReadMessages)
        .unwrap();
    assert!(
        group
            .rows
            .iter()
            .any(|row| row.place == domain::contract::TodoPlace::Project(id)
                && row.detail == "1 条未读留言")
    );

    clerk
        .send_message(id, "可以，须加盖公章。".into())
        .await
        .unwrap();
    assert_eq!(
        thread(&clerk, id).await.unread,
        0,
        "whoever answers has read"
    );
    let mine = thread(&unit, id).await;
    assert_eq!(
        (mine.messages.len(), mine.unread, mine.messages[1].unread),
        (2, 1, true)
    );
    assert!(
        see(&unit, id)
            .await
            .offers
            .iter()
            .any(|offer| offer.action == Action::ReadMessages)
    );
    unit.read_messages(id, mine.messages[1].id).await.unwrap();
    assert_eq!(thread(&unit, id).await.unread, 0);
    assert_eq!(
        thread(&applicant, id).await.unread,
        2,
        "each side reads for itself"
    );
    refused(unit.read_messages(id, MessageId(0)).await, "NotFound");
}

#[tokio::test]
async fn nobody_else_reads_them_or_learns_what_they_say() {
    let world = world().await;
    let id = project_at(&world, Mode::Commissioned, ProjectState::Completed).await;
    world.drive(id, AcceptanceState::Evaluating).await;
    let unit = world.unit_of(id).await;
    let secret = "账户信息有变更，请电话联系";
    unit.send_message(id, secret.into()).await.unwrap();
    for member in [
        world.hrss(ORDOS),
        world.finance(ORDOS),
        world.health(ORDOS),
        world.emergency(ORDOS),
    ] {
        let here = thread(&member, id).await;
        assert_eq!(
            (here.messages.len(), here.side, here.unread),
            (1, None, 0),
            "reads only"
        );
        refused(member.send_message(id, "x".into()).await, "Forbidden");
    }
    for outside in [
        world.region(),
        world.session("region-cz"),
        world.evaluator(),
    ] {
        let view = see(&outside, id).await;
        assert_eq!(view.doing.thread, None);
        assert!(
            !view.history.iter().any(|row| row.text.contains("留言")),
            "not even that there was one"
        );
        refused(outside.send_message(id, "x".into()).await, "Forbidden");
    }
    for stranger in [
        world.clerk(BAOTOU),
        world.session("steel"),
        world.session("peixun"),
    ] {
        refused(stranger.project(id).await, "NotFound");
        refused(stranger.send_message(id, "x".into()).await, "NotFound");
        refused(stranger.read_messages(id, MessageId(1)).await, "NotFound");
    }
    let told = see(&world.clerk(ORDOS), id).await.history;
    assert!(told.iter().any(|row| row.text.contains("发送项目留言")));
    assert!(!told.iter().any(|row| row.text.contains(secret)));
}

#[tokio::test]
async fn what_was_said_was_said() {
    let world = world().await;
    let id = project_at(&world, Mode::Direct, ProjectState::InProgress).await;
    world
        .unit_of(id)
        .await
        .send_message(id, "你好".into())
        .await
        .unwrap();
    for sql in ["update message set text = 'x'", "delete from message"] {
        let mut tx = world.admin.begin().await.unwrap();
        assert!(
            sqlx::query(sqlx::AssertSqlSafe(sql))
                .execute(&mut *tx)
                .await
                .is_err(),
            "{sql}"
        );
    }
}
