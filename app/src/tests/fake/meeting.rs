//! A year's meetings, and one meeting in each of its states: the number of a meeting is its state's.

mod record;

use self::record::{MINUTES, items, seats};
use super::proposal::SLY;
use super::{CITIES, Fake};
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::access::Action;
use domain::contract::*;
use domain::state::*;
use domain::*;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

/// The meeting in this state.
pub fn meeting_in(state: MeetingState) -> MeetingId {
    let place = MeetingState::ALL.iter().position(|one| *one == state);
    MeetingId(i64::try_from(place.unwrap() + 1).unwrap())
}

fn state_of(id: MeetingId) -> Option<MeetingState> {
    let place = usize::try_from(id.0 - 1).ok()?;
    MeetingState::ALL.get(place).copied()
}

const STEPS: [Action; 14] = [
    Action::AddItem,
    Action::DropItem,
    Action::ConveneMeeting,
    Action::OpenMeeting,
    Action::RecordPresence,
    Action::TurnToItem,
    Action::ReportItem,
    Action::MoveItem,
    Action::Vote,
    Action::DraftMinutes,
    Action::ConfirmMinutes,
    Action::CloseMeeting,
    Action::CancelMeeting,
    Action::RaiseIssue,
];

/// What has its time in a state.
fn timely(state: MeetingState) -> &'static [Action] {
    use Action as A;
    match state {
        MeetingState::Planned => &[A::ConveneMeeting, A::CancelMeeting, A::AddItem, A::DropItem],
        MeetingState::Convened => &[A::OpenMeeting, A::CancelMeeting, A::ReportItem, A::MoveItem],
        MeetingState::Held => &[
            A::DraftMinutes,
            A::RecordPresence,
            A::TurnToItem,
            A::ReportItem,
            A::MoveItem,
            A::Vote,
        ],
        MeetingState::MinutesDraft => &[A::ConfirmMinutes],
        MeetingState::MinutesConfirmed => &[A::CloseMeeting],
        MeetingState::Closed | MeetingState::Cancelled => &[],
    }
}

/// Why a step is not possible; what has another time than now is not, either.
fn blocked(state: MeetingState) -> Vec<(Action, Refusal)> {
    let mut blocked = match state {
        MeetingState::Planned => vec![(
            Action::ConveneMeeting,
            Refusal::SeatVacant {
                seats: "应急".into(),
            },
        )],
        MeetingState::Held => vec![(
            Action::DraftMinutes,
            Refusal::MotionMissing {
                items: "第七项".into(),
            },
        )],
        _ => Vec::new(),
    };
    let late = STEPS
        .iter()
        .filter(|action| **action != Action::RaiseIssue && !timely(state).contains(action));
    blocked.extend(late.map(|action| (*action, action.wrong_state("会议", state.label()))));
    blocked
}

fn candidates() -> Candidates {
    Candidates {
        areas: vec![(AreaSetId(41), "2027 年度重点领域（5 项）".into())],
        projects: vec![
            (
                ProjectId(41),
                "1 井工煤矿班组长与新入矿职工工伤预防能力提升项目 205,000.00 元".into(),
            ),
            (ProjectId(42), SLY.into()),
        ],
        cancellable: vec![(ProjectId(31), "150600-2026-0031 矿山应急救护培训".into())],
    }
}

fn row(no: i32, state: MeetingState, on: NaiveDate, title: &str) -> MeetingRow {
    MeetingRow {
        id: meeting_in(state),
        no,
        title: title.into(),
        state,
        planned: on,
        place: "人社局三楼会议室".into(),
        items: 8,
    }
}

fn issue(id: i64, text: &str, closed: Option<NaiveDate>) -> IssueRow {
    IssueRow {
        id: IssueId(id),
        text: text.into(),
        owner: "卫健".into(),
        raised: "其木格".into(),
        on: day(8, 12),
        meeting: Some(MeetingId(3)),
        resolution: closed
            .map_or_else(String::new, |_| "统一以诊断日期为准，已通知各旗县。".into()),
        closed,
    }
}

/// The reads and a few refusals as they are written, every other write comes too late.
macro_rules! meeting_api {
    ({ $($own:tt)* } $($late:ident($($argument:ty),*);)+) => {
        #[async_trait]
        impl MeetingApi for Fake {
            $($own)*
            $(async fn $late(&self, $(_: $argument),*) -> Answer<()> {
                Err(Refusal::Stale.into())
            })+
        }
    };
}

meeting_api! {
    {
    async fn meetings(&self, of: YearOf) -> Answer<MeetingsView> {
        self.look(Action::ViewMeetings)?;
        let tenant = self.city(of)?;
        let name = CITIES.iter().find(|(id, ..)| *id == tenant.0).unwrap().1;
        let meetings = vec![
            row(3, MeetingState::Held, day(10, 20), "审议 2027 年度工伤预防项目"),
            row(2, MeetingState::Closed, day(6, 9), SLY),
            row(1, MeetingState::Cancelled, day(3, 17), "通报一季度情况"),
        ];
        let actions = [Action::PlanMeeting, Action::RaiseIssue, Action::ResolveIssue];
        Ok(MeetingsView {
            tenant,
            name: name.into(),
            year: of.year.unwrap_or(2026),
            years: vec![2026, 2025],
            meetings: self.some(meetings),
            held: if self.full { 2 } else { 0 },
            minimum: 2,
            issues: self.some(vec![
                issue(1, "职业病按诊断日期还是按认定日期统计，两部门口径不一。", Some(day(9, 2))),
                issue(2, "应急部门 9 月事故数据缺企业名称，影响三年分析。", None),
            ]),
            offers: self.offers_of(&actions, &[]),
        })
    }

    async fn meeting(&self, id: MeetingId) -> Answer<MeetingView> {
        self.look(Action::ViewMeeting)?;
        let state = state_of(id).ok_or(Refusal::NotFound)?;
        let minuted = state >= MeetingState::MinutesDraft && state != MeetingState::Cancelled;
        let held = state >= MeetingState::Held && state != MeetingState::Cancelled;
        let candidates = if state == MeetingState::Planned {
            candidates()
        } else {
            Candidates::default()
        };
        Ok(MeetingView {
            id,
            version: Version(12),
            tenant: TenantId(150600),
            city: "鄂尔多斯市".into(),
            no: 3,
            title: "审议 2027 年度工伤预防项目".into(),
            state,
            planned: day(10, 20),
            place: "人社局三楼会议室".into(),
            seats: seats(state),
            items: self.some(items(state)),
            current: (self.full && held).then_some(ItemId(16)),
            minutes: if minuted { MINUTES.into() } else { String::new() },
            extra: String::new(),
            held_on: held.then(|| day(10, 20)),
            closed_on: (state == MeetingState::Closed).then(|| day(11, 5)),
            late_reason: if state == MeetingState::Closed {
                "卫健部门数据 10 月下旬方汇总完毕。".into()
            } else {
                String::new()
            },
            short_notice: if held { "上级临时部署。".into() } else { String::new() },
            seat: self.role.member(),
            offers: self.offers_of(&STEPS, &blocked(state)),
            candidates,
        })
    }

    async fn plan_meeting(&self, draft: MeetingDraft) -> Answer<MeetingId> {
        if draft.title.is_empty() {
            return Err(Refusal::Required {
                field: "title".into(),
                label: "会议名称".into(),
            }
            .into());
        }
        Ok(meeting_in(MeetingState::Planned))
    }

    async fn raise_issue(
        &self,
        text: String,
        _: Member,
        meeting: Option<MeetingId>,
    ) -> Answer<()> {
        if meeting.is_none() && !text.is_empty() {
            return Ok(());
        }
        Err(Refusal::Required {
            field: "text".into(),
            label: "事项".into(),
        }
        .into())
    }

    async fn vote(&self, _: ItemId, _: Opinion, _: String) -> Answer<()> {
        Err(Refusal::SeatAbsent {
            seat: "卫健".into(),
        }
        .into())
    }

    async fn close_meeting(&self, _: MeetingId, _: Version, _: String) -> Answer<()> {
        Err(Refusal::LateReason {
            field: "late_reason".into(),
            due: day(10, 31),
        }
        .into())
    }
    }
    add_item(MeetingId, Version, ItemKind, Option<i64>, String);
    drop_item(ItemId);
    convene_meeting(MeetingId, Version, String);
    open_meeting(MeetingId, Version);
    record_presence(MeetingId, Member, Presence, String);
    turn_to_item(ItemId);
    report_item(ItemId, String, bool);
    move_item(ItemId, MotionDraft);
    draft_minutes(MeetingId, Version, String);
    confirm_minutes(MeetingId, Version, Confirmation, String);
    cancel_meeting(MeetingId, Version, String);
    resolve_issue(IssueId, String);
}
