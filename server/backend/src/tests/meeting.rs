//! The joint meeting, step by step: each wrong moment, wrong seat and gap refused by name.

use domain::access::Action;
use domain::contract::{
    Answer, MeetingApi, MeetingDraft, MotionDraft, ScreensApi, TodoPlace, YearOf,
};
use domain::state::{
    Confirmation, ItemKind, MeetingState, Member, Motion, Opinion, Outcome, Presence,
};
use domain::{ItemId, MeetingId, Money, Version};

use super::proposal::{day, october, refused, yuan};
use crate::testkit::{BAOTOU, ORDOS, World, approve, motion, world};

async fn version(world: &World, id: MeetingId) -> Version {
    world.meeting_version(ORDOS, id).await
}

async fn state(world: &World, id: MeetingId) -> MeetingState {
    world.hrss(ORDOS).meeting(id).await.unwrap().state
}

#[tokio::test]
async fn a_meeting_is_planned_with_four_seats_and_four_reports() {
    let world = october().await;
    let clerk = world.clerk(ORDOS);
    let draft = || MeetingDraft {
        title: "2026年第二次联席会议".into(),
        planned: "2026-10-28".into(),
        place: "一号会议室".into(),
    };
    for (field, kind, bad) in [
        (
            "title",
            "Required",
            MeetingDraft {
                title: " ".into(),
                ..draft()
            },
        ),
        (
            "place",
            "Required",
            MeetingDraft {
                place: String::new(),
                ..draft()
            },
        ),
        (
            "planned",
            "DateMalformed",
            MeetingDraft {
                planned: "10月28日".into(),
                ..draft()
            },
        ),
        (
            "planned",
            "DateTooEarly",
            MeetingDraft {
                planned: "2026-10-19".into(),
                ..draft()
            },
        ),
    ] {
        assert_eq!(
            refused(clerk.plan_meeting(bad).await, kind).field(),
            Some(field)
        );
    }
    refused(
        world.reviewer(ORDOS).plan_meeting(draft()).await,
        "Forbidden",
    );
    let id = clerk.plan_meeting(draft()).await.unwrap();
    let view = clerk.meeting(id).await.unwrap();
    let kinds: Vec<_> = view.items.iter().map(|item| item.kind).collect();
    assert_eq!(kinds, ItemKind::STANDING);
    let seats: Vec<_> = view.seats.iter().map(|seat| seat.member).collect();
    assert_eq!(seats, Member::ALL);
    assert_eq!(view.seats[0].name, "鄂尔多斯市人力资源和社会保障局");
    assert!(
        view.seats.iter().all(|seat| seat.people == 1),
        "{:?}",
        view.seats
    );
    refused(clerk.drop_item(view.items[0].id).await, "WrongState");
    let list = clerk.meetings(YearOf::default()).await.unwrap();
    assert_eq!((list.held, list.minimum), (1, 2));
    // The region sees the same, and how many people each seat has.
    let above = world.region().meeting(id).await.unwrap();
    assert_eq!(above.seats, view.seats);
    assert!(above.offers.is_empty(), "{:?}", above.offers);
}

#[tokio::test]
async fn the_notice_is_three_working_days_or_has_a_reason() {
    let world = october().await;
    let hrss = world.hrss(ORDOS);
    let plan = async |on: &str| {
        let draft = MeetingDraft {
            title: "联席会议".into(),
            planned: on.into(),
            place: "一号会议室".into(),
        };
        hrss.plan_meeting(draft).await.unwrap()
    };
    let soon = plan("2026-10-22").await;
    let refusal = refused(
        hrss.convene_meeting(soon, Version(1), String::new()).await,
        "ShortNotice",
    );
    assert_eq!(refusal.field(), Some("short_notice"));
    assert!(refusal.sentence().contains("2026年10月23日"), "{refusal}");
    hrss.convene_meeting(soon, Version(1), "矿难后紧急研究".into())
        .await
        .unwrap();
    assert_eq!(
        hrss.meeting(soon).await.unwrap().short_notice,
        "矿难后紧急研究"
    );
    let enough = plan("2026-10-23").await;
    hrss.convene_meeting(enough, Version(1), "多余的理由".into())
        .await
        .unwrap();
    assert_eq!(hrss.meeting(enough).await.unwrap().short_notice, "");
    refused(hrss.open_meeting(enough, Version(2)).await, "DateTooEarly");
    world.set_today(day("2026-10-23"));
    hrss.open_meeting(enough, Version(2)).await.unwrap();
    let missed = plan("2026-10-26").await;
    world.set_today(day("2026-10-27"));
    refused(
        hrss.convene_meeting(missed, Version(1), "x".into()).await,
        "WrongState",
    );
}

#[tokio::test]
async fn a_vacant_seat_stops_the_notice() {
    let world = october().await;
    let id = world.planned_meeting(ORDOS).await;
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query("update account set active = false where tenant_id = $1 and role = 'CEM'")
        .bind(ORDOS.0)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let hrss = world.hrss(ORDOS);
    let refusal = refused(
        hrss.convene_meeting(id, Version(1), "急".into()).await,
        "SeatVacant",
    );
    assert!(refusal.sentence().contains("应急"), "{refusal}");
    let view = hrss.meeting(id).await.unwrap();
    let offer = view
        .offers
        .iter()
        .find(|offer| offer.action == Action::ConveneMeeting)
        .unwrap();
    assert_eq!(
        offer.why_not.as_ref().map(domain::Refusal::kind),
        Some("SeatVacant")
    );
    assert_eq!(view.state, MeetingState::Planned);
}

#[tokio::test]
async fn only_the_citys_own_frozen_projects_come_on_the_agenda_and_once() {
    let world = october().await;
    let project = world.accepted(ORDOS, 2027, yuan(50_000), 1).await;
    let foreign = world.on_frozen_list(BAOTOU, yuan(50_000)).await;
    let id = world.planned_meeting(ORDOS).await;
    let clerk = world.clerk(ORDOS);
    let add = async |meeting: MeetingId, kind: ItemKind, subject: Option<i64>| {
        let seen = version(&world, meeting).await;
        clerk
            .add_item(meeting, seen, kind, subject, String::new())
            .await
    };
    let project_item = |project: domain::ProjectId| (ItemKind::Project, Some(project.0));
    let (kind, foreign) = project_item(foreign);
    refused(add(id, kind, foreign).await, "NotFound");
    refused(add(id, kind, None).await, "Required");
    let (_, own) = project_item(project);
    refused(add(id, kind, own).await, "WrongState");
    world.propose(ORDOS, project, 1, yuan(50_000)).await;
    refused(add(id, kind, own).await, "WrongState");
    world.freeze(ORDOS, 2027).await;
    let candidates = clerk.meeting(id).await.unwrap().candidates.projects;
    assert_eq!(
        candidates.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
        [project]
    );
    add(id, kind, own).await.unwrap();
    let other = world.planned_meeting(ORDOS).await;
    refused(add(other, kind, own).await, "WrongState");
    refused(add(id, ItemKind::FeeUse, None).await, "UnknownChoice");
    refused(add(id, ItemKind::Other, None).await, "Required");
    refused(add(id, ItemKind::Cancel, own).await, "WrongState");
    let stale = clerk
        .add_item(id, Version(1), ItemKind::Other, None, "x".into())
        .await;
    refused(stale, "Stale");
    // Off again, it can go to the other meeting.
    let item = clerk.meeting(id).await.unwrap().items.last().unwrap().id;
    clerk.drop_item(item).await.unwrap();
    add(other, kind, own).await.unwrap();
}

#[tokio::test]
async fn every_step_has_its_time() {
    let world = october().await;
    for at in MeetingState::ALL {
        let (id, item) = world.meeting_at(ORDOS, *at).await;
        assert_eq!(state(&world, id).await, *at);
        for (action, answer) in every_step(&world, id, item).await {
            let possible = action.fits_meeting(*at, false);
            let kind = answer
                .as_ref()
                .err()
                .and_then(|fault| fault.refusal())
                .map(domain::Refusal::kind);
            assert_eq!(
                kind == Some("WrongState"),
                !possible,
                "{action} at {at}: {answer:?}"
            );
        }
        assert_eq!(state(&world, id).await, *at, "none of them did anything");
    }
}

/// Each step asked with something that is wrong in another way, so that nothing happens.
async fn every_step(world: &World, id: MeetingId, item: ItemId) -> Vec<(Action, Answer<()>)> {
    let (clerk, hrss) = (world.clerk(ORDOS), world.hrss(ORDOS));
    let old = Version(-1);
    let report = hrss.meeting(id).await.unwrap().items[1].id;
    let blank = String::new;
    vec![
        (
            Action::AddItem,
            clerk
                .add_item(id, old, ItemKind::Other, None, blank())
                .await,
        ),
        (
            Action::ConveneMeeting,
            hrss.convene_meeting(id, old, blank()).await,
        ),
        (Action::OpenMeeting, hrss.open_meeting(id, old).await),
        (
            Action::RecordPresence,
            clerk
                .record_presence(id, Member::Hrss, Presence::Delegate, blank())
                .await,
        ),
        (
            Action::ReportItem,
            hrss.report_item(report, blank(), false).await,
        ),
        (
            Action::MoveItem,
            clerk.move_item(item, MotionDraft::default()).await,
        ),
        (
            Action::Vote,
            hrss.vote(item, Opinion::Object, blank()).await,
        ),
        (
            Action::DraftMinutes,
            clerk.draft_minutes(id, old, blank()).await,
        ),
        (
            Action::ConfirmMinutes,
            hrss.confirm_minutes(id, old, Confirmation::Confirmed, blank())
                .await,
        ),
        (
            Action::CloseMeeting,
            hrss.close_meeting(id, old, blank()).await,
        ),
        (
            Action::CancelMeeting,
            hrss.cancel_meeting(id, old, blank()).await,
        ),
    ]
}

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
    super::cap::leave(&world, 2027, Money::from_fen(4_999_999)).await;
    refused(put(approve("")).await, "OverCap");
    put(approve("49999.99")).await.unwrap();
    super::cap::leave(&world, 2027, yuan(50_000)).await;
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

#[tokio::test]
async fn what_a_closed_meeting_resolved_cannot_be_changed_past_every_use_case() {
    let world = october().await;
    let (id, item) = world.meeting_at(ORDOS, MeetingState::Closed).await;
    let view = world.hrss(ORDOS).meeting(id).await.unwrap();
    assert_eq!(
        view.items.last().unwrap().resolution,
        format!("第{0}次联席会议决议2026-{0}-01号", view.no)
    );
    for sql in [
        "update item set amount = 1 where id = $1",
        "update opinion set void = true where item_id = $1",
        "update meeting set minutes = 'x' where id = (select meeting_id from item where id = $1)",
        "update seat set confirmation = null where meeting_id = (select meeting_id from item where id = $1)",
    ] {
        let mut tx = world.admin.begin().await.unwrap();
        let error = sqlx::query(sql)
            .bind(item.0)
            .execute(&mut *tx)
            .await
            .unwrap_err();
        assert!(
            error.to_string().contains("the meeting is over"),
            "{sql}: {error}"
        );
    }
}

#[tokio::test]
async fn what_waits_for_a_post_is_what_it_can_do_there() {
    let world = october().await;
    world.set_today(day("2026-11-24"));
    for at in [
        MeetingState::Planned,
        MeetingState::Convened,
        MeetingState::Held,
        MeetingState::MinutesDraft,
        MeetingState::MinutesConfirmed,
    ] {
        let (id, item) = world.meeting_at(ORDOS, at).await;
        if at == MeetingState::Held {
            world
                .clerk(ORDOS)
                .move_item(item, approve(""))
                .await
                .unwrap();
        }
        let mut seen = 0;
        for login in [
            "150600-jb",
            "150600-rs",
            "150600-cz",
            "150600-wj",
            "150600-yj",
        ] {
            let session = world.session(login);
            let bench = session.workbench(None).await.unwrap();
            let offers = session.meeting(id).await.unwrap().offers;
            for group in bench.todo {
                assert_eq!(
                    group.count,
                    group.rows.len() as i64,
                    "{login} {}",
                    group.action
                );
                for row in group
                    .rows
                    .iter()
                    .filter(|row| row.place == TodoPlace::Meeting(id))
                {
                    seen += 1;
                    let offer = offers.iter().find(|offer| offer.action == group.action);
                    assert!(
                        offer.is_some_and(|offer| offer.why_not.is_none()),
                        "{login} {row:?} {offer:?}"
                    );
                }
            }
        }
        assert!(seen > 0, "somebody has something to do at {at}");
    }
}

#[tokio::test]
async fn questions_are_raised_settled_once_and_by_whom_they_concern() {
    let world = world().await;
    let health = world.health(ORDOS);
    let raise = async |text: &str, meeting| {
        health
            .raise_issue(text.into(), Member::Emergency, meeting)
            .await
    };
    refused(raise(" ", None).await, "Required");
    refused(raise("x", Some(MeetingId(999_999))).await, "NotFound");
    raise("事故数据口径不一致", None).await.unwrap();
    let issues = async || health.meetings(YearOf::default()).await.unwrap().issues;
    let issue = issues().await.remove(0);
    assert_eq!((issue.owner.as_str(), issue.closed), ("应急", None));
    let settle = async |session: crate::Session, text: &str| {
        session.resolve_issue(issue.id, text.into()).await
    };
    refused(settle(world.finance(ORDOS), "x").await, "Forbidden");
    refused(settle(world.emergency(BAOTOU), "x").await, "NotFound");
    assert_eq!(
        refused(settle(world.emergency(ORDOS), "").await, "Required").field(),
        Some("resolution")
    );
    settle(world.emergency(ORDOS), "统一按事故发生日期统计")
        .await
        .unwrap();
    refused(settle(world.hrss(ORDOS), "再办").await, "WrongState");
    assert_eq!(issues().await[0].resolution, "统一按事故发生日期统计");
}
