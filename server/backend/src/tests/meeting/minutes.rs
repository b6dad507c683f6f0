//! The minutes: complete, confirmed by four, corrected after an objection.

use domain::contract::MeetingApi;
use domain::state::{Confirmation, MeetingState, Member, Opinion, Outcome, Presence};

use super::{state, version};
use crate::testkit::{ORDOS, approve};
use crate::tests::proposal::{october, refused};

#[tokio::test]
async fn minutes_need_everybody_and_everything() {
    let world = october().await;
    let (id, item) = world.meeting_at(ORDOS, MeetingState::Convened).await;
    let (clerk, hrss) = (world.clerk(ORDOS), world.hrss(ORDOS));
    hrss.open_meeting(id, version(&world, id).await)
        .await
        .unwrap();
    let draft = async || {
        clerk
            .draft_minutes(id, version(&world, id).await, String::new())
            .await
    };
    assert_eq!(refused(draft().await, "Required").field(), Some("presence"));
    for (member, presence) in [
        (Member::Hrss, Presence::Present),
        (Member::Finance, Presence::Delegate),
        (Member::Health, Presence::Written),
        (Member::Emergency, Presence::Present),
    ] {
        hrss.record_presence(id, member, presence, "某代表".into())
            .await
            .unwrap();
    }
    let refusal = refused(draft().await, "ReportMissing");
    assert!(
        refusal.sentence().contains("职业病报告情况通报"),
        "{refusal}"
    );
    for (member, session) in world.seats(ORDOS) {
        for line in session.meeting(id).await.unwrap().items {
            if line.kind.reporter() == Some(member) {
                session
                    .report_item(line.id, "无异常。".into(), false)
                    .await
                    .unwrap();
            }
        }
    }
    refused(draft().await, "MotionMissing");
    clerk.move_item(item, approve("")).await.unwrap();
    for (_, session) in world.seats(ORDOS).iter().take(3) {
        session
            .vote(item, Opinion::Agree, String::new())
            .await
            .unwrap();
    }
    let refusal = refused(draft().await, "OpinionMissing");
    assert!(
        refusal.sentence().contains("应急") && !refusal.sentence().contains("卫健"),
        "{refusal}"
    );
    world
        .emergency(ORDOS)
        .vote(item, Opinion::Agree, "请抓紧实施".into())
        .await
        .unwrap();
    draft().await.unwrap();
    let view = clerk.meeting(id).await.unwrap();
    for words in [
        "鄂尔多斯市工伤预防联席会议纪要",
        "鄂尔多斯市财政局：委托代表出席（某代表）",
        "三、职业病报告情况通报\n鄂尔多斯市卫生健康委员会通报：无异常。",
        "卫健（书面）同意；应急同意，请抓紧实施。",
        "审议结果：通过。",
    ] {
        assert!(
            view.minutes.contains(words),
            "{words} is not in\n{}",
            view.minutes
        );
    }
}

#[tokio::test]
async fn an_objection_opens_the_record_and_the_text_is_drafted_again() {
    let world = october().await;
    let (id, item) = world.meeting_at(ORDOS, MeetingState::MinutesDraft).await;
    let (clerk, health) = (world.clerk(ORDOS), world.health(ORDOS));
    let seen = version(&world, id).await;
    let confirm = async |session: &crate::Session, seen| {
        session
            .confirm_minutes(id, seen, Confirmation::Confirmed, String::new())
            .await
    };
    confirm(&world.finance(ORDOS), seen).await.unwrap();
    refused(confirm(&world.finance(ORDOS), seen).await, "WrongState");
    refused(
        health.vote(item, Opinion::Object, "x".into()).await,
        "WrongState",
    );
    let object = |comment: &str| {
        health.confirm_minutes(id, seen, Confirmation::Objected, comment.to_owned())
    };
    assert_eq!(
        refused(object("").await, "Required").field(),
        Some("comment")
    );
    object("我委意见记录有误").await.unwrap();
    health
        .vote(item, Opinion::Object, "应先论证".into())
        .await
        .unwrap();
    // What was seen is old now, and the new one is not drafted yet.
    refused(confirm(&world.hrss(ORDOS), seen).await, "Stale");
    let corrected = version(&world, id).await;
    refused(confirm(&world.hrss(ORDOS), corrected).await, "WrongState");
    clerk
        .draft_minutes(id, corrected, "会后补充说明".into())
        .await
        .unwrap();
    let view = clerk.meeting(id).await.unwrap();
    assert_eq!(view.extra, "会后补充说明");
    assert!(
        view.minutes.contains("卫健不同意，应先论证"),
        "{}",
        view.minutes
    );
    assert!(view.seats.iter().all(|seat| seat.confirmation.is_none()));
    for (_, session) in world.seats(ORDOS) {
        confirm(&session, view.version).await.unwrap();
    }
    let view = clerk.meeting(id).await.unwrap();
    assert_eq!(view.state, MeetingState::MinutesConfirmed);
    assert_eq!(
        view.items.last().unwrap().outcome,
        Some(Outcome::NotAdopted)
    );
}

#[tokio::test]
async fn three_confirmations_are_not_enough() {
    let world = october().await;
    let (id, _) = world.meeting_at(ORDOS, MeetingState::MinutesDraft).await;
    let seen = version(&world, id).await;
    for (_, session) in world.seats(ORDOS).iter().take(3) {
        session
            .confirm_minutes(id, seen, Confirmation::Confirmed, String::new())
            .await
            .unwrap();
    }
    refused(
        world
            .hrss(ORDOS)
            .close_meeting(id, seen, String::new())
            .await,
        "WrongState",
    );
    assert_eq!(state(&world, id).await, MeetingState::MinutesDraft);
    for login in ["150600-jb", "150600-fh"] {
        let session = world.session(login);
        let answer = session
            .confirm_minutes(id, seen, Confirmation::Confirmed, String::new())
            .await;
        refused(answer, "Forbidden");
    }
}

#[tokio::test]
async fn four_people_confirm_at_the_same_time() {
    let world = october().await;
    let (id, _) = world.meeting_at(ORDOS, MeetingState::MinutesDraft).await;
    let seen = version(&world, id).await;
    let all = world.seats(ORDOS).map(|(_, session)| async move {
        session
            .confirm_minutes(id, seen, Confirmation::Confirmed, String::new())
            .await
    });
    for answer in futures::future::join_all(all).await {
        answer.unwrap();
    }
    assert_eq!(state(&world, id).await, MeetingState::MinutesConfirmed);
}
