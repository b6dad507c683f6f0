//! What stands in a meeting: seats, agenda, minutes.

use domain::contract::*;
use domain::state::*;
use domain::*;

use crate::tests::fake::proposal::SLY;
use crate::tests::fake::yuan;

/// The four seats; one is vacant before the meeting is convened, one objects to the minutes.
pub fn seats(state: MeetingState) -> Vec<Seat> {
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

/// The agenda: four reports, three projects, one other question; half way through once it is held.
pub fn items(state: MeetingState) -> Vec<Item> {
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

/// As the backend writes them, with text that must stay text.
pub const MINUTES: &str = "鄂尔多斯市工伤预防联席会议纪要
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
