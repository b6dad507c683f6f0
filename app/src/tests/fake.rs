//! A small world: believable figures, every state once, nobody real.

pub mod application;
pub mod books;
mod calendar;
mod classification;
mod doing;
mod feed;
mod figures;
mod inbox;
mod institution;
mod local_rule;
pub mod meeting;
mod proposal;
mod search;
mod standard;
mod story;
mod urging;

use async_trait::async_trait;
use chrono::{Days, NaiveDate};
use domain::access::{Action, Role};
use domain::contract::*;
use domain::deadline::Level;
use domain::state::{
    AcceptanceState, DeadlineKind, FeePlanState, Mode, ProjectKind, ProjectState, Step,
};
use domain::{DeadlineId, EventId, FilingId, Money, ProjectId, SignInId, TenantId, Version};

use super::project::story;
pub use figures::published;

/// A signed-in person of the small world.
#[derive(Clone)]
pub struct Fake {
    role: Role,
    full: bool,
}

pub fn yuan(yuan: i64) -> Money {
    Money::from_fen(yuan * 100)
}

pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

pub fn due(kind: DeadlineKind, left: i64, level: Level) -> NextDue {
    let days = u64::try_from(left.abs()).unwrap();
    let due = if left < 0 {
        today() - Days::new(days)
    } else {
        today() + Days::new(days)
    };
    NextDue {
        kind,
        due,
        working_days_left: left,
        provisional: level == Level::Provisional,
        level,
    }
}

const CITIES: [(i32, &str, i32, i32, u32, Level); 12] = [
    (150700, "呼伦贝尔市", 7, 1, 3200, Level::Ok),
    (152200, "兴安盟", 7, 2, 4100, Level::Near),
    (152500, "锡林郭勒盟", 5, 3, 2800, Level::Ok),
    (150400, "赤峰市", 6, 3, 3600, Level::Late),
    (150500, "通辽市", 7, 3, 2200, Level::Ok),
    (150800, "巴彦淖尔市", 2, 4, 1900, Level::Near),
    (150200, "包头市", 3, 4, 5800, Level::Late),
    (150900, "乌兰察布市", 4, 4, 10000, Level::Ok),
    (152900, "阿拉善盟", 1, 5, 1700, Level::Done),
    (150300, "乌海市", 2, 5, 2400, Level::Near),
    (150600, "鄂尔多斯市", 3, 5, 4600, Level::Ok),
    (150100, "呼和浩特市", 4, 5, 3900, Level::Provisional),
];

const NAMES: [&str; 6] = [
    "装备制造业冲压安全培训",
    "有色金属矿山宣传与培训",
    "焦化企业班组长培训",
    "建筑业高处作业预防",
    "井工煤矿班组长与新入矿职工工伤预防能力提升项目",
    "即时配送骑手交通安全",
];

impl Fake {
    pub const fn full(role: Role) -> Self {
        Self { role, full: true }
    }

    pub const fn empty(role: Role) -> Self {
        Self { role, full: false }
    }

    fn some<T>(&self, rows: Vec<T>) -> Vec<T> {
        if self.full { rows } else { Vec::new() }
    }

    fn due(&self) -> Vec<DueRow> {
        let kinds = [
            (-2, Level::Late),
            (-1, Level::Late),
            (3, Level::Near),
            (4, Level::Near),
            (6, Level::Ok),
            (30, Level::Provisional),
        ];
        let rows = (0_i64..)
            .zip(kinds)
            .zip(NAMES)
            .map(|((id, (left, level)), name)| DueRow {
                deadline: DeadlineId(id),
                project: ProjectId(31 + id),
                project_name: name.into(),
                tenant_name: "包头市".into(),
                holder: "包头演示机械有限公司".into(),
                next: due(DeadlineKind::Acceptance, left, level),
            });
        self.some(rows.collect())
    }

    fn pipeline(&self) -> Vec<PipelineStep> {
        let counts = if self.full {
            [6, 4, 11, 5, 3, 9, 62]
        } else {
            [0; 7]
        };
        Step::ALL
            .iter()
            .zip(counts)
            .map(|(step, count)| PipelineStep {
                step: *step,
                count,
                oldest_days: count * 3,
                overdue: i64::from(count == 5) * 2,
                ages: [count, 0, 0, 0],
            })
            .collect()
    }

    fn feed(&self) -> Vec<FeedRow> {
        let texts = [
            "支付预付款 126,000.00 元",
            "提交整改材料，复验期限起算",
            "应急部门签收备案（4/4）",
            "服务协议三方签署完毕",
        ];
        let rows = (0_i64..).zip(texts).map(|(id, text)| FeedRow {
            id: EventId(id),
            at: format!("14:0{}:22", 3 - id),
            tenant_name: "乌海市".into(),
            project: Some(ProjectId(31)),
            project_name: NAMES[2].into(),
            text: text.into(),
        });
        self.some(rows.collect())
    }

    fn figures(&self) -> Figures {
        if !self.full {
            return Figures {
                cities: 12,
                ..Default::default()
            };
        }
        Figures {
            determined: 146,
            agreement: yuan(13_470_000),
            cap: yuan(60_519_300),
            used: yuan(14_200_000),
            prepaid: yuan(6_443_000),
            balance_paid: yuan(3_184_000),
            balance_due: yuan(841_000),
            overdue: 2,
            cities_on_time: 11,
            cities: 12,
        }
    }

    pub fn row(id: i64) -> ProjectRow {
        let direct = id % 2 == 1;
        ProjectRow {
            id: ProjectId(id),
            code: format!("150600-2026-{id:04}"),
            name: NAMES[usize::try_from(id).unwrap() % 6].into(),
            tenant_name: "鄂尔多斯市".into(),
            year: 2026,
            kind: ProjectKind::Enterprise,
            mode: if direct {
                Mode::Direct
            } else {
                Mode::Commissioned
            },
            state: if direct {
                ProjectState::Completed
            } else {
                ProjectState::InProgress
            },
            acceptance: direct.then_some(AcceptanceState::Rectifying),
            applicant: "鄂尔多斯市演示煤业集团有限公司".into(),
            unit: "内蒙古演示安全技术服务有限公司".into(),
            holder: "内蒙古演示安全技术服务有限公司".into(),
            approved: yuan(205_000),
            agreement: yuan(205_000),
            prepaid: yuan(86_100),
            balance_paid: Money::ZERO,
            next: Some(due(
                DeadlineKind::Rectification,
                id % 9 - 2,
                if id % 9 < 2 { Level::Late } else { Level::Near },
            )),
        }
    }
}

#[async_trait]
impl SessionApi for Fake {
    async fn me(&self) -> Answer<Me> {
        Ok(Me {
            name: "其木格".into(),
            role: self.role,
            place: if self.role.is_region() {
                "自治区人社厅".into()
            } else {
                "鄂尔多斯市社会保险事业服务中心".into()
            },
            tenant: self.role.is_city().then_some(TenantId(150600)),
            tenant_name: self.role.is_city().then(|| "鄂尔多斯市".into()),
            today: today(),
            unread: if self.full { 2 } else { 0 },
            demo: true,
        })
    }

    async fn sign_ins(&self) -> Answer<Vec<SignIn>> {
        let device = |id, current| SignIn {
            id: SignInId(id),
            current,
            since: "2026-11-23 09:12".into(),
            last_seen: "2026-11-23 14:03".into(),
            expires: "2026-11-24 09:12".into(),
            address: "10.1.2.3".into(),
            device: "Edge · Windows".into(),
        };
        Ok(vec![device(1, true), device(2, false)])
    }

    async fn revoke_sign_in(&self, _: SignInId) -> Answer<()> {
        Ok(())
    }
}

fn race((id, name, _, _, share, _): (i32, &str, i32, i32, u32, Level)) -> RaceRow {
    let done = share > 2000;
    RaceRow {
        tenant: TenantId(id),
        name: name.into(),
        plan_year: 2027,
        determined: i64::from(share / 500),
        waiting: i64::from(share % 7),
        last: done.then(|| today() - Days::new(31)),
        due: today() - Days::new(23),
        on_time: Some(done),
    }
}

#[async_trait]
impl ScreensApi for Fake {
    async fn region_dashboard(&self, query: RegionQuery) -> Answer<RegionDashboard> {
        let city = self.role.is_city();
        if !city && !self.role.is_region() {
            return Err(Action::ViewRegion.forbidden().into());
        }
        let own = |id: &i32| !city || *id == 150_600;
        let tile =
            |(id, name, column, row, used_share, level): (i32, &str, i32, i32, u32, Level)| {
                CityTile {
                    tenant: TenantId(id),
                    name: name.into(),
                    column,
                    row,
                    cap: yuan(5_000_000),
                    overrides: yuan(0),
                    used: yuan(i64::from(used_share) * 500),
                    used_share: if self.full { used_share } else { 0 },
                    overdue: i64::from(self.full && level == Level::Late),
                    next: (self.full && level != Level::Done).then(|| {
                        due(
                            DeadlineKind::Acceptance,
                            if level == Level::Late { -2 } else { 4 },
                            level,
                        )
                    }),
                    level: if self.full { level } else { Level::Ok },
                }
            };
        let money = |(index, (id, name, ..)): (i64, (i32, &str, i32, i32, u32, Level))| CityMoney {
            tenant: TenantId(id),
            name: name.into(),
            agreement: yuan(3_360_000 - index * 260_000),
            prepaid: yuan(1_680_000 - index * 130_000),
            balance_paid: yuan(940_000 - index * 70_000),
            unpaid: yuan(740_000 - index * 60_000),
        };
        let trend = |(index, injuries): (i32, i64)| TrendYear {
            tenant: None,
            year: 2023 + index,
            injuries,
            deaths: 220 - i64::from(index),
            cost: yuan(1_032_000_000),
            prevention: yuan(6_000_000 + i64::from(index) * 2_500_000),
        };
        Ok(RegionDashboard {
            year: query.year.unwrap_or(2026),
            tenant: query.tenant.or(city.then_some(150_600)).map(TenantId),
            asof: query.asof.parse().ok(),
            race: self.some(CITIES.into_iter().map(race).collect()),
            years: vec![2027, 2026, 2025],
            today: today(),
            figures: self.figures(),
            tiles: CITIES
                .into_iter()
                .filter(|(id, ..)| own(id))
                .map(tile)
                .collect(),
            due: self.due(),
            pipeline: self.pipeline(),
            money: self.some((0..).zip(CITIES).map(money).collect()),
            trend: (0..).zip([14_708, 14_120, 13_931]).map(trend).collect(),
            ranking: self.some(vec![RankRow {
                tenant: TenantId(150400),
                name: "赤峰市".into(),
                overdue: 1,
                worst_days: 2,
            }]),
            feed: self.feed(),
        })
    }

    async fn workbench(&self, year: Option<i32>) -> Answer<Workbench> {
        let todo = |id: i64, detail: &str, filing| TodoRow {
            place: TodoPlace::Project(ProjectId(id)),
            project_name: NAMES[usize::try_from(id % 6).unwrap()].into(),
            version: Version(3),
            detail: detail.into(),
            next: Some(due(DeadlineKind::Filing, id - 30, Level::Near)),
            filing,
        };
        let groups = vec![
            TodoGroup {
                action: Action::CheckPayment,
                count: 2,
                rows: vec![
                    todo(31, "预付款 86,100.00 元", None),
                    todo(32, "预付款 126,000.00 元", None),
                ],
            },
            TodoGroup {
                action: Action::AcknowledgeFiling,
                count: 1,
                rows: vec![todo(33, "服务协议备案", Some(FilingId(7)))],
            },
        ];
        let stations = [
            "分析",
            "重点领域",
            "公布",
            "申报",
            "建议",
            "联席会议",
            "备案",
            "预算",
            "协议",
            "实施",
            "验收",
            "公开",
        ];
        Ok(Workbench {
            tenant: TenantId(150600),
            name: "鄂尔多斯市".into(),
            year: year.unwrap_or(2026),
            years: vec![2027, 2026],
            today: today(),
            todo: self.some(groups),
            figures: self.figures(),
            rail: (0_i64..)
                .zip(stations)
                .map(|(index, label)| RailStep {
                    part: None,
                    label: label.into(),
                    count: index * 2 % 7,
                    months: format!("{}—{}月", index + 1, index + 2),
                    now: index == 9 || index == 10,
                })
                .collect(),
            fee_plan: FeePlanView {
                year: 2026,
                state: FeePlanState::Draft,
                amount: yuan(2_000_000),
                paid: yuan(860_000),
                budgeted: yuan(1_860_000),
                version: Version(2),
                action: Some(Action::CompileFeePlan),
            },
            due: self.due(),
            pipeline: self.pipeline(),
            feed: self.feed(),
        })
    }

    async fn search(&self, q: String) -> Answer<SearchView> {
        Ok(self.found(q))
    }

    async fn list_projects(&self, query: ListQuery) -> Answer<ProjectPage> {
        Ok(ProjectPage {
            note: domain::search::words(&query.q)
                .err()
                .map(|refusal| refusal.to_string()),
            rows: self.some((30..42).map(Self::row).collect()),
            next: self.full.then(|| "41".into()),
            tenants: CITIES
                .iter()
                .map(|(id, name, ..)| (TenantId(*id), (*name).into()))
                .collect(),
            years: vec![2027, 2026],
        })
    }

    async fn tracker(&self) -> Answer<Tracker> {
        let view = story();
        let project = |id: i64| TrackedProject {
            row: Self::row(id),
            version: Version(9),
            money: view.money.clone(),
            timeline: view.timeline.clone(),
            asked: vec![
                Asked {
                    what: "本季度进展报告".into(),
                    due: Some(today() - Days::new(3)),
                    late: true,
                    given: false,
                    place: "progress".into(),
                },
                Asked {
                    what: "项目管理制度".into(),
                    due: None,
                    late: false,
                    given: true,
                    place: "rules".into(),
                },
            ],
            task: (id == 31)
                .then(|| "请在 11 月 30 日前提交整改材料：补交对照数据、第四期签到表。".into()),
            actions: if id == 31 {
                vec![Action::SubmitRectification]
            } else {
                Vec::new()
            },
        };
        Ok(Tracker {
            organisation: "内蒙古演示安全技术服务有限公司".into(),
            today: today(),
            projects: self.some(vec![project(31), project(32)]),
            money: self.full.then(doing::unit_money),
            hearings: self.some(vec![super::institution::case(true)]),
            standings: self.some(vec![super::institution::own_standing()]),
        })
    }
}
