//! The joint meeting, step by step: each wrong moment, wrong seat and gap refused by name.

mod floor;
mod minutes;

use domain::access::Action;
use domain::contract::{
    Answer, MeetingApi, MeetingDraft, MotionDraft, ScreensApi, TodoPlace, YearOf,
};
use domain::state::{Confirmation, ItemKind, MeetingState, Member, Opinion, Presence};
use domain::{ItemId, MeetingId, Version};

use super::proposal::{day, october, refused, yuan};
use crate::testkit::{BAOTOU, ORDOS, World, approve};

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
