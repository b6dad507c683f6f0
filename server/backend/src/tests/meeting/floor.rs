//! In the room: reports, motions, opinions.

use domain::Money;
use domain::contract::{MeetingApi, MotionDraft};
use domain::state::{ItemKind, MeetingState, Member, Motion, Opinion, Presence};

use crate::testkit::{BAOTOU, ORDOS, approve, motion};
use crate::tests::cap::leave;
use crate::tests::proposal::{october, refused, yuan};

#[tokio::test]
async fn a_report_is_given_by_its_owner_or_excused_with_a_reason() {
    let world = october().await;
    let (id, _) = world.meeting_at(ORDOS, MeetingState::Convened).await;
    let items = world.hrss(ORDOS).meeting(id).await.unwrap().items;
    let report = async |login: &str, no: usize, text: &str, none: bool| {
        world
            .session(login)
            .report_item(items[no].id, text.into(), none)
            .await
    };
    refused(report("150600-wj", 0, "x", false).await, "Forbidden");
    refused(report("150600-jb", 2, "x", false).await, "Forbidden");
    refused(report("150600-cz", 3, "x", false).await, "Forbidden");
    assert_eq!(
        refused(report("150600-wj", 2, " ", true).await, "Required").field(),
        Some("text")
    );
    report("150600-jb", 0, "全年支出 120 万元。", false)
        .await
        .unwrap();
    report("150600-cz", 0, "全年支出 121 万元。", false)
        .await
        .unwrap();
    report("150600-wj", 2, "本季度尚未汇总。", true)
        .await
        .unwrap();
    let items = world.hrss(ORDOS).meeting(id).await.unwrap().items;
    assert_eq!(items[0].report, "全年支出 121 万元。");
    assert!(items[2].no_report);
}

#[tokio::test]
async fn a_motion_names_its_amount_and_its_reason() {
    let world = october().await;
    let project = world.on_frozen_list(ORDOS, yuan(50_000)).await;
    let id = world.planned_meeting(ORDOS).await;
    let item = world
        .put_on_agenda(ORDOS, id, ItemKind::Project, Some(project.0))
        .await;
    world.hold(ORDOS, id).await;
    let clerk = world.clerk(ORDOS);
    let put = async |draft: MotionDraft| clerk.move_item(item, draft).await;
    assert_eq!(
        refused(put(approve("50000.01")).await, "AmountTooLarge").field(),
        Some("amount")
    );
    refused(put(approve("0")).await, "AmountNotPositive");
    assert_eq!(
        refused(put(motion(Motion::Reject, "")).await, "Required").field(),
        Some("reason")
    );
    refused(put(motion(Motion::Defer, " ")).await, "Required");
    let unknown = MotionDraft {
        motion: "PERHAPS".into(),
        ..MotionDraft::default()
    };
    assert_eq!(
        refused(put(unknown).await, "UnknownChoice").field(),
        Some("motion")
    );
    leave(&world, 2027, Money::from_fen(4_999_999)).await;
    refused(put(approve("")).await, "OverCap");
    put(approve("49999.99")).await.unwrap();
    leave(&world, 2027, yuan(50_000)).await;
    put(approve("")).await.unwrap();
    let view = clerk.meeting(id).await.unwrap();
    assert_eq!(view.items.last().unwrap().amount, Some(yuan(50_000)));
    refused(
        clerk.move_item(view.items[0].id, approve("")).await,
        "WrongState",
    );
}

#[tokio::test]
async fn a_seat_speaks_for_itself_and_anew_when_the_motion_changes() {
    let world = october().await;
    let (id, item) = world.meeting_at(ORDOS, MeetingState::Held).await;
    let finance = world.finance(ORDOS);
    let vote = async |opinion, comment: &str| finance.vote(item, opinion, comment.into()).await;
    refused(vote(Opinion::Agree, "").await, "MotionMissing");
    world
        .clerk(ORDOS)
        .move_item(item, approve(""))
        .await
        .unwrap();
    for login in ["150600-jb", "150600-fh", "150600-zf"] {
        let wrong = world
            .session(login)
            .vote(item, Opinion::Agree, String::new())
            .await;
        refused(wrong, "Forbidden");
    }
    refused(
        world
            .finance(BAOTOU)
            .vote(item, Opinion::Agree, String::new())
            .await,
        "NotFound",
    );
    assert_eq!(
        refused(vote(Opinion::Object, " ").await, "Required").field(),
        Some("comment")
    );
    vote(Opinion::Object, "金额偏高").await.unwrap();
    vote(Opinion::Agree, "").await.unwrap();
    let spoken = async || {
        let view = finance.meeting(id).await.unwrap();
        view.items
            .last()
            .unwrap()
            .opinions
            .iter()
            .map(|said| (said.member, said.opinion))
            .collect::<Vec<_>>()
    };
    assert_eq!(spoken().await, [(Member::Finance, Opinion::Agree)]);
    // The same motion again changes nothing, another one asks everybody again.
    world
        .clerk(ORDOS)
        .move_item(item, approve(""))
        .await
        .unwrap();
    assert_eq!(spoken().await.len(), 1);
    world
        .clerk(ORDOS)
        .move_item(item, motion(Motion::Defer, "材料不齐"))
        .await
        .unwrap();
    assert!(spoken().await.is_empty());
    let hrss = world.hrss(ORDOS);
    hrss.record_presence(id, Member::Finance, Presence::Absent, String::new())
        .await
        .unwrap();
    refused(vote(Opinion::Agree, "").await, "SeatAbsent");
    refused(
        hrss.record_presence(id, Member::Finance, Presence::Delegate, " ".into())
            .await,
        "Required",
    );
    hrss.record_presence(id, Member::Finance, Presence::Written, String::new())
        .await
        .unwrap();
    vote(Opinion::Abstain, "").await.unwrap();
    assert_eq!(spoken().await, [(Member::Finance, Opinion::Abstain)]);
}
