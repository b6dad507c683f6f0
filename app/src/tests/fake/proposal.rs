//! The list of a year: one project over the cap, one applicant under a ban; and the cap of every city.

use super::{CITIES, Fake, today, yuan};
use async_trait::async_trait;
use chrono::{Days, NaiveDate};
use domain::access::{Action, Capacity};
use domain::contract::*;
use domain::state::*;
use domain::*;

/// A name that would be markup if anything forgot to escape it.
pub const SLY: &str = "<b>甲 & 乙</b>";

impl Fake {
    /// Whether the post may look at it at all.
    pub(super) fn look(&self, action: Action) -> Answer<()> {
        let capacity: Vec<_> = Capacity::of(self.role).into_iter().collect();
        if action.allows(&capacity) {
            Ok(())
        } else {
            Err(action.forbidden().into())
        }
    }

    /// The city a question is about: the region has to name one.
    pub(super) fn city(&self, of: YearOf) -> Answer<TenantId> {
        if self.role.is_region() {
            of.tenant.ok_or_else(|| Refusal::NotFound.into())
        } else {
            Ok(TenantId(150600))
        }
    }

    /// The offers of a year, as far as the post includes them; `blocked` are not possible now.
    pub(super) fn offers_of(
        &self,
        actions: &[Action],
        blocked: &[(Action, Refusal)],
    ) -> Vec<Offer> {
        let capacity: Vec<_> = Capacity::of(self.role).into_iter().collect();
        actions
            .iter()
            .filter(|action| action.allows(&capacity))
            .map(|action| Offer {
                action: *action,
                why_not: blocked
                    .iter()
                    .find(|(blocked, _)| blocked == action)
                    .map(|(_, why)| why.clone()),
            })
            .collect()
    }
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn waiting(id: i64, name: &str, kind: ProjectKind, late: bool) -> WaitingProject {
    WaitingProject {
        id: ProjectId(id),
        version: Version(4),
        code: format!("150600-2027-{id:04}"),
        name: name.into(),
        applicant: "鄂尔多斯市演示煤业集团有限公司".into(),
        kind,
        requested: yuan(236_000),
        since: day(9, 14),
        due: Some(if late {
            day(9, 21)
        } else {
            today() + Days::new(3)
        }),
        late,
    }
}

fn listed(rank: i32, name: &str, amount: i64, first_year: i64, running: i64) -> ProposalRow {
    ProposalRow {
        id: ProjectId(40 + i64::from(rank)),
        version: Version(5),
        rank,
        code: format!("150600-2027-{:04}", 40 + rank),
        name: name.into(),
        applicant: "鄂尔多斯市演示煤业集团有限公司".into(),
        requested: yuan(amount + 25_000 * i64::from(rank % 2)),
        amount: yuan(amount),
        first_year: yuan(first_year),
        reason: "近三年顶板和运输伤害占全市井工煤矿工伤的六成，班组长和新入矿职工最为集中。".into(),
        need_score: 92 - rank,
        plan_score: 84,
        budget_score: 88 - rank,
        comment: "培训学时和师资标准符合规定，宣传品数量可再压减。".into(),
        running: yuan(running),
        over: running > 600_000,
        past: Vec::new(),
        banned_until: None,
    }
}

fn list() -> Vec<ProposalRow> {
    let mut rows = vec![
        listed(
            1,
            "井工煤矿班组长与新入矿职工工伤预防能力提升项目",
            205_000,
            205_000,
            385_000,
        ),
        listed(2, "焦化企业班组长培训", 180_000, 120_000, 505_000),
        listed(3, "即时配送骑手交通安全", 90_000, 90_000, 595_000),
        listed(4, SLY, 60_000, 60_000, 655_000),
    ];
    rows[0].past = vec![PastProject {
        id: ProjectId(31),
        year: 2025,
        name: "矿山应急救护培训".into(),
        state: ProjectState::Closed,
        conclusion: "整改后合格".into(),
    }];
    rows[3].banned_until = Some(day(12, 31));
    rows
}

fn cap_of(full: bool, index: i64) -> CapMeter {
    if !full {
        return CapMeter {
            year: 2027,
            status: None,
            estimated: None,
            finals: None,
            cap: Money::ZERO,
            overrides: Money::ZERO,
            used: Money::ZERO,
            reserved: Money::ZERO,
            free: Money::ZERO,
            exceeded: false,
        };
    }
    let cap = 600_000 + index * 45_000;
    let (used, reserved) = if index == 3 {
        (cap, 40_000)
    } else {
        (150_000 - index * 5_000, 30_000)
    };
    CapMeter {
        year: 2027,
        status: Some(if index % 2 == 0 {
            BaseStatus::Estimated
        } else {
            BaseStatus::Final
        }),
        estimated: Some(yuan(cap + index % 2 * 12_000)),
        finals: (index % 2 == 1).then(|| yuan(cap)),
        cap: yuan(cap),
        overrides: Money::ZERO,
        used: yuan(used),
        reserved: yuan(reserved),
        free: yuan(cap).saturating_sub(yuan(used + reserved)),
        exceeded: used + reserved > cap,
    }
}

#[async_trait]
impl ProposalApi for Fake {
    async fn proposals(&self, of: YearOf) -> Answer<ProposalsView> {
        self.look(Action::ViewProposals)?;
        let tenant = self.city(of)?;
        let name = CITIES.iter().find(|(id, ..)| *id == tenant.0).unwrap().1;
        let actions = [
            Action::ProposeProject,
            Action::DropProposal,
            Action::FreezeProposals,
        ];
        let frozen = of.year == Some(2026);
        let closed = |action: Action| (action, action.wrong_state("建议清单", "已定稿"));
        let blocked = if frozen {
            actions.iter().copied().map(closed).collect()
        } else {
            Vec::new()
        };
        Ok(ProposalsView {
            tenant,
            name: name.into(),
            year: of.year.unwrap_or(2027),
            years: vec![2027, 2026],
            state: if frozen {
                ListState::Frozen
            } else {
                ListState::Draft
            },
            version: Version(7),
            rows: self.some(list()),
            waiting: self.some(vec![
                waiting(
                    51,
                    "有色金属矿山宣传与培训",
                    ProjectKind::Association,
                    false,
                ),
                waiting(52, "建筑业高处作业预防", ProjectKind::PublicSme, false),
            ]),
            intake_days: 5,
            intake: self.some(vec![
                waiting(53, "装备制造业冲压安全培训", ProjectKind::Enterprise, true),
                waiting(54, "危险化学品岗位培训", ProjectKind::Enterprise, false),
            ]),
            cap: cap_of(self.full, 0),
            offers: self.offers_of(&actions, &blocked),
        })
    }

    async fn propose_project(&self, _: ProjectId, _: Version, draft: ProposalDraft) -> Answer<()> {
        Err(Refusal::RankTaken {
            field: "rank".into(),
            rank: draft.rank.parse().unwrap_or_default(),
        }
        .into())
    }

    async fn drop_proposal(&self, _: ProjectId, _: Version) -> Answer<()> {
        Err(Refusal::Stale.into())
    }

    async fn freeze_proposals(&self, _: i32, _: Version) -> Answer<()> {
        Err(Refusal::Stale.into())
    }

    async fn cap(&self, of: YearOf) -> Answer<CapView> {
        self.look(Action::ViewCap)?;
        let city =
            |(index, (id, name, ..)): (i64, &(i32, &str, i32, i32, u32, deadline::Level))| {
                CityCap {
                    tenant: TenantId(*id),
                    name: (*name).into(),
                    meter: cap_of(self.full, index),
                }
            };
        let cities: Vec<_> = (0..).zip(CITIES.iter()).map(city).collect();
        let own = |city: &CityCap| city.tenant == TenantId(150600);
        let cities: Vec<_> = cities
            .into_iter()
            .filter(|city| self.role.is_region() || own(city))
            .collect();
        let consents = self.look(Action::ConsentOverride).is_ok();
        let request = |id, in_force: bool| OverrideRow {
            id: OverrideId(id),
            version: Version(1),
            tenant: TenantId(150600),
            city: "鄂尔多斯市".into(),
            year: 2027,
            amount: yuan(80_000),
            reason: "矿区集中投产，新入矿职工培训量增加一倍；资金由历年结余安排。".into(),
            document: if in_force {
                "内人社函〔2026〕118号".into()
            } else {
                String::new()
            },
            requested: "其木格 · 2026年9月20日".into(),
            hrss: if in_force {
                "自治区人社厅 · 乌兰 · 2026年9月28日".into()
            } else {
                String::new()
            },
            finance: if in_force {
                "自治区财政厅 · 王磊 · 2026年9月30日".into()
            } else {
                String::new()
            },
            in_force,
            can_consent: consents && !in_force,
        };
        Ok(CapView {
            cities,
            year: of.year.unwrap_or(2027),
            years: vec![2027, 2026],
            overrides: self.some(vec![request(1, false), request(2, true)]),
            offers: self.offers_of(&[Action::RequestOverride], &[]),
        })
    }

    async fn request_override(&self, _: i32, _: Money, _: String) -> Answer<()> {
        Err(Refusal::Stale.into())
    }

    async fn consent_override(&self, _: OverrideId, _: Version, _: String) -> Answer<()> {
        Err(Refusal::Required {
            field: "document".into(),
            label: "批准文号".into(),
        }
        .into())
    }
}
