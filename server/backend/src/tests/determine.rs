//! From the frozen list to the budget: what a closed meeting does to its projects, and that nothing
//! else does.

mod others;

use domain::contract::{MeetingApi, ProjectApi, ProposalApi, ProposalDraft, ScreensApi, YearOf};
use domain::deadline::Level;
use domain::state::{
    DeadlineKind, DeadlineResult, FilingSubject, ItemKind, ListState, Member, Motion, Opinion,
    ProjectState,
};
use domain::{Money, ProjectId};

use super::proposal::{day, october, refused, yuan};
use crate::testkit::{ORDOS, World, approve, motion, proposal};

const NEXT: YearOf = YearOf {
    year: Some(2027),
    tenant: None,
};

#[expect(clippy::too_many_lines, reason = "a story reads from top to bottom")]
#[tokio::test]
async fn a_project_is_accepted_proposed_determined_filed_and_budgeted() {
    let world = october().await;
    let (clerk, finance) = (world.clerk(ORDOS), world.finance(ORDOS));
    let id = world.accepted(ORDOS, 2027, yuan(200_000), 2).await;
    let draft = ProposalDraft {
        first_year: "120000".into(),
        ..proposal(1, yuan(180_000))
    };
    clerk
        .propose_project(id, world.version(id).await, draft)
        .await
        .unwrap();
    let view = clerk.project(id).await.unwrap();
    assert_eq!(view.holder, "联席会议");
    let d1 = &view.deadlines[0];
    assert_eq!(
        (d1.kind, d1.next.due, d1.next.level),
        (DeadlineKind::Determination, day("2026-10-31"), Level::Ok)
    );
    world.freeze(ORDOS, 2027).await;
    let meeting = world.planned_meeting(ORDOS).await;
    let item = world
        .put_on_agenda(ORDOS, meeting, ItemKind::Project, Some(id.0))
        .await;
    world.hold(ORDOS, meeting).await;
    let mut moved = approve("");
    moved.conditions = "培训人数不少于 300 人".into();
    world.agree(ORDOS, item, moved).await;
    world.confirm(ORDOS, meeting).await;
    assert_eq!(
        world.state(id).await,
        ProjectState::Proposed,
        "nothing before the filing"
    );
    world.set_today(day("2026-10-31"));
    let seen = world.meeting_version(ORDOS, meeting).await;
    world
        .hrss(ORDOS)
        .close_meeting(meeting, seen, String::new())
        .await
        .unwrap();

    let view = clerk.project(id).await.unwrap();
    assert_eq!(view.state, ProjectState::Determined);
    assert_eq!(
        (view.approved, view.determined_on),
        (yuan(180_000), Some(day("2026-10-31")))
    );
    let no = clerk.meeting(meeting).await.unwrap().no;
    assert_eq!(
        view.resolution,
        format!("第{no}次联席会议决议2026-{no}-01号")
    );
    let lines: Vec<_> = view
        .budget
        .iter()
        .map(|line| (line.year, line.amount, line.approved))
        .collect();
    assert_eq!(
        lines,
        [(2027, yuan(120_000), false), (2028, yuan(60_000), false)]
    );
    let deadline = |kind| {
        view.deadlines
            .iter()
            .find(|deadline| deadline.kind == kind)
            .unwrap()
    };
    assert_eq!(
        deadline(DeadlineKind::Determination).result,
        Some(DeadlineResult::Met)
    );
    assert_eq!(deadline(DeadlineKind::Filing).stopped, None);
    assert_eq!(
        clerk.proposals(NEXT).await.unwrap().state,
        ListState::Decided
    );
    let mut tx = world
        .applicant_of(id)
        .await
        .read(domain::access::Action::ViewProject)
        .await
        .unwrap();
    let opinion = crate::determine::opinion_on(&mut tx, id)
        .await
        .unwrap()
        .expect("an opinion");
    assert!(
        opinion.text.contains("核定金额 180,000.00 元") && opinion.text.contains("不少于 300 人"),
        "{}",
        opinion.text
    );
    assert_eq!(
        (opinion.person.as_str(), opinion.on),
        ("人社代表", day("2026-10-31"))
    );
    drop(tx);

    clerk.file_plan(id, world.version(id).await).await.unwrap();
    for member in [Member::Hrss, Member::Health, Member::Emergency] {
        acknowledge(&world, id, member).await;
    }
    let refusal = refused(
        finance.approve_budget(id, world.version(id).await).await,
        "WrongState",
    );
    assert!(
        refusal.sentence().contains("已确定"),
        "three of four filings are not filed: {refusal}"
    );
    acknowledge(&world, id, Member::Finance).await;
    assert_eq!(world.state(id).await, ProjectState::Filed);
    finance
        .approve_budget(id, world.version(id).await)
        .await
        .unwrap();
    assert_eq!(world.state(id).await, ProjectState::Budgeted);
    let cap = clerk.proposals(NEXT).await.unwrap().cap;
    assert_eq!((cap.used, cap.reserved), (yuan(120_000), Money::ZERO));
}

async fn acknowledge(world: &World, id: ProjectId, member: Member) {
    let filing = world.filing(id, FilingSubject::Plan, member).await;
    let seats = world.seats(ORDOS);
    let (_, session) = seats.iter().find(|(of, _)| *of == member).unwrap();
    session.acknowledge_filing(filing).await.unwrap();
}

#[tokio::test]
async fn after_the_last_of_october_a_reason_is_needed_and_the_mark_stays() {
    let world = october().await;
    let id = world.on_frozen_list(ORDOS, yuan(100_000)).await;
    let meeting = world.planned_meeting(ORDOS).await;
    let item = world
        .put_on_agenda(ORDOS, meeting, ItemKind::Project, Some(id.0))
        .await;
    world.hold(ORDOS, meeting).await;
    world.agree(ORDOS, item, approve("")).await;
    world.confirm(ORDOS, meeting).await;
    world.set_today(day("2026-11-01"));
    let hrss = world.hrss(ORDOS);
    let seen = world.meeting_version(ORDOS, meeting).await;
    let refusal = refused(
        hrss.close_meeting(meeting, seen, "  ".into()).await,
        "LateReason",
    );
    assert_eq!(refusal.field(), Some("late_reason"));
    let overdue = hrss.project(id).await.unwrap().deadlines.remove(0);
    assert_eq!(
        (overdue.kind, overdue.next.level),
        (DeadlineKind::Determination, Level::Late)
    );
    hrss.close_meeting(meeting, seen, "成员单位人员调整".into())
        .await
        .unwrap();
    let view = hrss.project(id).await.unwrap();
    let d1 = view
        .deadlines
        .iter()
        .find(|d| d.kind == DeadlineKind::Determination)
        .unwrap();
    assert_eq!(d1.result, Some(DeadlineResult::Missed));
    assert!(
        view.history[0]
            .text
            .contains("逾期确定，理由：成员单位人员调整"),
        "{}",
        view.history[0].text
    );
    assert_eq!(
        hrss.meeting(meeting).await.unwrap().late_reason,
        "成员单位人员调整"
    );
    let region = world
        .region()
        .region_dashboard(domain::contract::RegionQuery {
            year: Some(2026),
            ..domain::contract::RegionQuery::default()
        })
        .await
        .unwrap();
    let tile = region
        .tiles
        .iter()
        .find(|tile| tile.tenant == ORDOS)
        .unwrap();
    assert_eq!(tile.level, Level::Late);
}

/// A meeting about some projects of the frozen list, each with its motion; `objects` says who
/// objects to it, if anybody. Answers when everything is confirmed.
async fn meeting_about(
    world: &World,
    cases: &[(ProjectId, domain::contract::MotionDraft, Option<Member>)],
) -> domain::MeetingId {
    let id = world.planned_meeting(ORDOS).await;
    let mut items = Vec::new();
    for (project, ..) in cases {
        items.push(
            world
                .put_on_agenda(ORDOS, id, ItemKind::Project, Some(project.0))
                .await,
        );
    }
    world.hold(ORDOS, id).await;
    for (item, (_, motion, objects)) in items.iter().zip(cases) {
        world.agree(ORDOS, *item, motion.clone()).await;
        for (member, session) in world.seats(ORDOS) {
            if Some(member) == *objects {
                session
                    .vote(*item, Opinion::Object, "费用偏高".into())
                    .await
                    .unwrap();
            }
        }
    }
    world.confirm(ORDOS, id).await;
    id
}

#[tokio::test]
async fn rejected_deferred_and_undecided_projects_go_their_ways() {
    let world = october().await;
    let mut projects = Vec::new();
    for rank in 1..=4 {
        let id = world.accepted(ORDOS, 2027, yuan(50_000), 1).await;
        world.propose(ORDOS, id, rank, yuan(50_000)).await;
        projects.push(id);
    }
    world.freeze(ORDOS, 2027).await;
    let [rejected, deferred, objected, waiting] = projects[..] else {
        panic!("four projects")
    };
    let cases = [
        (rejected, motion(Motion::Reject, "与往年重复"), None),
        (deferred, motion(Motion::Defer, "材料待补充"), None),
        (objected, approve(""), Some(Member::Finance)),
    ];
    let meeting = meeting_about(&world, &cases).await;
    world.close(ORDOS, meeting).await;
    let clerk = world.clerk(ORDOS);
    let of = async |id| {
        let view = clerk.project(id).await.unwrap();
        (view.state, view.year, view.approved)
    };
    assert_eq!(
        of(rejected).await,
        (ProjectState::NotSelected, 2027, Money::ZERO)
    );
    assert_eq!(
        of(deferred).await,
        (ProjectState::Accepted, 2028, Money::ZERO)
    );
    assert_eq!(
        of(objected).await,
        (ProjectState::Accepted, 2027, Money::ZERO)
    );
    let next = clerk.project(deferred).await.unwrap().deadlines;
    assert_eq!(
        next[0].next.due,
        day("2027-10-31"),
        "another October runs: {next:?}"
    );
    // The list is not decided while one of its projects waits for a meeting.
    assert_eq!(
        clerk.proposals(NEXT).await.unwrap().state,
        ListState::Frozen
    );
    let meeting = meeting_about(&world, &[(waiting, approve("40000"), None)]).await;
    world.close(ORDOS, meeting).await;
    assert_eq!(
        of(waiting).await,
        (ProjectState::Determined, 2027, yuan(40_000))
    );
    // What was sent back is proposed anew, on another list.
    world.propose(ORDOS, objected, 1, yuan(30_000)).await;
    let view = clerk.proposals(NEXT).await.unwrap();
    assert_eq!(
        (view.state, view.rows.len(), view.rows[0].amount),
        (ListState::Draft, 1, yuan(30_000))
    );
}

#[tokio::test]
async fn a_meeting_never_approves_more_than_the_cap_together() {
    let world = october().await;
    let mut cases = Vec::new();
    for rank in 1..=2 {
        let id = world.accepted(ORDOS, 2027, yuan(50_000), 1).await;
        world.propose(ORDOS, id, rank, yuan(50_000)).await;
        cases.push((id, approve("")));
    }
    world.freeze(ORDOS, 2027).await;
    // Each alone fits; both together are one fen over: the minutes are not even drafted.
    super::cap::leave(&world, 2027, yuan(100_000) - Money::from_fen(1)).await;
    let id = world.planned_meeting(ORDOS).await;
    let mut items = Vec::new();
    for (project, _) in &cases {
        items.push(
            world
                .put_on_agenda(ORDOS, id, ItemKind::Project, Some(project.0))
                .await,
        );
    }
    world.hold(ORDOS, id).await;
    for item in &items {
        world.agree(ORDOS, *item, approve("")).await;
    }
    let clerk = world.clerk(ORDOS);
    let seen = world.meeting_version(ORDOS, id).await;
    refused(
        clerk.draft_minutes(id, seen, String::new()).await,
        "OverCap",
    );
    super::cap::leave(&world, 2027, yuan(100_000)).await;
    world.confirm(ORDOS, id).await;
    // Confirmed, and the base comes out lower before the filing: all or nothing.
    super::cap::leave(&world, 2027, yuan(100_000) - Money::from_fen(1)).await;
    let before = world.fingerprint().await;
    let seen = world.meeting_version(ORDOS, id).await;
    refused(
        world
            .hrss(ORDOS)
            .close_meeting(id, seen, String::new())
            .await,
        "OverCap",
    );
    assert_eq!(world.fingerprint().await, before);
    super::cap::leave(&world, 2027, yuan(100_000)).await;
    world.close(ORDOS, id).await;
    for (project, _) in cases {
        assert_eq!(world.state(project).await, ProjectState::Determined);
    }
}
