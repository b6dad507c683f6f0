//! Key areas: 2027 has a draft, 2026 was published, amended and published again.

use super::*;

fn area(name: &str, industries: &str) -> KeyArea {
    KeyArea {
        name: name.into(),
        industries: industries.into(),
        region: "东胜区、准格尔旗、伊金霍洛旗".into(),
        trades: "采煤工、掘进工、机电维修工".into(),
        types: "顶板、机电、运输伤害".into(),
        rationale: "三年工伤 1,742 件，居各行业首位，死亡 43 人；应急部门建议 <列为首位>。".into(),
    }
}

fn areas() -> Vec<KeyArea> {
    vec![
        area("井工煤矿顶板与机电运输伤害", "06"),
        area("建筑施工高处坠落", "47,48"),
        KeyArea {
            region: String::new(),
            trades: String::new(),
            ..area("化工企业中毒窒息", "26")
        },
    ]
}

fn set(id: i64, no: i32, state: AreaState) -> AreaSet {
    let decided = matches!(
        state,
        AreaState::Decided | AreaState::Published | AreaState::Amended | AreaState::Closed
    );
    let published = matches!(state, AreaState::Published | AreaState::Amended);
    let publications = vec![
        Publication {
            channel: Channel::Portal,
            on: day(9, 20),
            address: "https://rsj.example.gov.cn/2026/0920.html".into(),
        },
        Publication {
            channel: Channel::Media,
            on: day(9, 22),
            address: "javascript:alert(1)".into(),
        },
    ];
    AreaSet {
        id: AreaSetId(id),
        no,
        state,
        version: Version(3),
        areas: areas(),
        resolution: if decided {
            "2026 年第一次联席会议纪要第 5 项".into()
        } else {
            String::new()
        },
        decided: decided.then(|| day(9, 16)),
        publications: if published { publications } else { Vec::new() },
    }
}

fn suggestions() -> Vec<Suggestion> {
    vec![
        Suggestion {
            member: Member::Health,
            on: day(8, 21),
            by: "乌兰".into(),
            text: "煤工尘肺新发 46 例，集中在 & 准格尔旗。\n建议列入井工煤矿粉尘防治。".into(),
        },
        Suggestion {
            member: Member::Emergency,
            on: day(8, 25),
            by: "苏和".into(),
            text: "高处坠落起数上升。".into(),
        },
    ]
}

/// What anybody reads of this world.
pub fn published(full: bool) -> PublicAreas {
    let city = |tenant, name: &str, year, open| PublicCity {
        tenant: TenantId(tenant),
        name: name.into(),
        agency: format!("{name}社会保险事业服务中心"),
        year,
        areas: areas(),
        published: day(9, 20),
        channels: vec!["人力资源社会保障门户网站".into(), "社会媒体".into()],
        open,
    };
    let cities = vec![
        city(150_600, "鄂尔多斯市", 2027, true),
        city(150_200, "包头市", 2027, false),
        city(150_600, "鄂尔多斯市", 2026, false),
    ];
    PublicAreas {
        demo: true,
        cities: if full { cities } else { Vec::new() },
    }
}

impl Fake {
    pub(super) fn areas_of(&self, year: i32) -> AreasView {
        let sets = if year == 2026 {
            vec![
                set(12, 2, AreaState::Published),
                set(11, 1, AreaState::Amended),
            ]
        } else {
            vec![set(13, 1, AreaState::Decided)]
        };
        let not_analysed = (!self.full).then_some(Refusal::NotAnalysed { year });
        let closing = (year != 2026).then(|| Refusal::WrongState {
            subject: "重点领域".into(),
            state: "已审定".into(),
            action: "截止申报".into(),
            clause: "四（二）".into(),
        });
        AreasView {
            tenant: TenantId(150_600),
            name: "鄂尔多斯市".into(),
            year,
            years: vec![2027, 2026],
            sets: self.some(sets),
            suggestions: self.some(suggestions()),
            analysed: self.full,
            offers: self.offers(&[
                (Action::SuggestArea, None),
                (Action::DraftAreas, not_analysed.clone()),
                (Action::PublishAreas, not_analysed),
                (Action::CloseAreas, closing),
            ]),
        }
    }
}
