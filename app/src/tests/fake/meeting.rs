//! A year's meetings, and one meeting in each of its states: the number of a meeting is its state's.

use super::proposal::SLY;
use super::{CITIES, Fake, yuan};
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

fn seats(state: MeetingState) -> Vec<Seat> {
    let began = state >= MeetingState::Held && state != MeetingState::Cancelled;
    let minuted = state >= MeetingState::MinutesDraft && state != MeetingState::Cancelled;
    let seat = |member: Member, name: &str, presence, person: &str| Seat {
        member,
        name: format!("鄂尔多斯市{name}"),
        people: 2,
        presence: began.then_some(presence),
        person: if began { person.into() } else { String::new() },
        confirmation: (minuted
            && (member != Member::Health || state != MeetingState::MinutesDraft))
            .then_some(
                if member == Member::Emergency && state == MeetingState::MinutesDraft {
                    Confirmation::Objected
                } else {
                    Confirmation::Confirmed
                },
            ),
        comment: if member == Member::Emergency && state == MeetingState::MinutesDraft {
            "第五项核定金额应为 205,000.00 元。".into()
        } else {
            String::new()
        },
    };
    let mut seats = vec![
        seat(
            Member::Hrss,
            "人力资源和社会保障局",
            Presence::Present,
            "乌兰",
        ),
        seat(Member::Finance, "财政局", Presence::Present, "王磊"),
        seat(
            Member::Health,
            "卫生健康委员会",
            Presence::Delegate,
            "张敏（代李强）",
        ),
        seat(Member::Emergency, "应急管理局", Presence::Written, "苏和"),
    ];
    if state == MeetingState::Planned {
        seats[3].people = 0;
    }
    seats
}

fn said(member: Member, opinion: Opinion, comment: &str, by: &str) -> Spoken {
    Spoken {
        member,
        opinion,
        comment: comment.into(),
        by: by.into(),
    }
}

fn plain(no: i32, kind: ItemKind, title: &str) -> Item {
    Item {
        id: ItemId(10 + i64::from(no)),
        no,
        kind,
        title: title.into(),
        project: None,
        area_set: None,
        requested: None,
        proposed: None,
        project_state: None,
        report: String::new(),
        no_report: false,
        motion: None,
        amount: None,
        conditions: String::new(),
        reason: String::new(),
        opinions: Vec::new(),
        outcome: None,
        resolution: String::new(),
    }
}

fn project(no: i32, name: &str, requested: i64, proposed: i64) -> Item {
    Item {
        project: Some(ProjectId(40 + i64::from(no))),
        requested: Some(yuan(requested)),
        proposed: Some(yuan(proposed)),
        project_state: Some(ProjectState::Proposed),
        ..plain(no, ItemKind::Project, &format!("审议工伤预防项目：{name}"))
    }
}

fn items(state: MeetingState) -> Vec<Item> {
    let mut items: Vec<_> = (1..)
        .zip(ItemKind::STANDING)
        .map(|(no, kind)| plain(no, *kind, kind.label()))
        .collect();
    items.push(project(
        5,
        "井工煤矿班组长与新入矿职工工伤预防能力提升项目",
        230_000,
        205_000,
    ));
    items.push(project(6, "焦化企业班组长培训", 205_000, 180_000));
    items.push(project(7, SLY, 60_000, 60_000));
    items.push(plain(8, ItemKind::Other, "明确下一年度数据报送时间"));
    if state < MeetingState::Held || state == MeetingState::Cancelled {
        return items;
    }
    items[0].report = "2026 年度工伤预防费计划 200 万元，已支付 86 万元，占 43%。\n其中预付款 71 万元，尾款 15 万元。".into();
    items[1].report = "1 至 9 月全市认定工伤 1,284 件，同比下降 4.2%。".into();
    items[2].report = "职业健康检查尚在进行，年底汇总后通报。".into();
    items[2].no_report = true;
    items[3].report = "1 至 9 月发生生产安全事故 9 起，死亡 11 人。".into();
    items[4] = Item {
        motion: Some(Motion::Approve),
        amount: Some(yuan(205_000)),
        conditions: "宣传品费用压减后实施。".into(),
        opinions: Member::ALL
            .iter()
            .map(|member| said(*member, Opinion::Agree, "", "演示人"))
            .collect(),
        outcome: Some(Outcome::Adopted),
        ..items[4].clone()
    };
    items[5] = Item {
        motion: Some(Motion::Approve),
        amount: Some(yuan(180_000)),
        opinions: vec![
            said(Member::Finance, Opinion::Abstain, "请按预算执行。", "王磊"),
            said(Member::Emergency, Opinion::Agree, SLY, "苏和"),
        ],
        ..items[5].clone()
    };
    if state == MeetingState::Closed {
        items[4].resolution = "鄂工防联〔2026〕3号-1".into();
        items[4].project_state = Some(ProjectState::Determined);
    }
    items
}

const MINUTES: &str = "鄂尔多斯市工伤预防联席会议纪要
（2026年第3次）

会议名称：审议 2027 年度工伤预防项目
时间：2026年10月20日
地点：人社局三楼会议室
召集单位：鄂尔多斯市人力资源和社会保障局
出席情况：
  鄂尔多斯市人力资源和社会保障局：出席（乌兰）
  鄂尔多斯市卫生健康委员会：委托代表出席（张敏）

会议听取了有关情况通报，并对议题逐项进行了审议。现纪要如下：

一、工伤发生情况通报
鄂尔多斯市人力资源和社会保障局通报：1 至 9 月全市认定工伤 1,284 件，同比下降 4.2%。

二、井工煤矿班组长与新入矿职工工伤预防能力提升项目
决议建议：同意列入 2027 年度工伤预防项目计划，核定金额 205,000.00 元。
成员单位意见：人社同意；财政同意；卫健同意；应急（书面）同意，<b>甲 & 乙</b>。
审议结果：通过。

本纪要经四个成员单位确认后归档，议定事项自归档之日起生效，并分送各成员单位和工伤保险经办机构执行。
";

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

    async fn plan_meeting(&self, _: MeetingDraft) -> Answer<MeetingId> {
        Err(Refusal::Required {
            field: "title".into(),
            label: "会议名称".into(),
        }
        .into())
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
