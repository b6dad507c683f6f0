//! The figures: a coal city with one gap in its data.

use super::*;

pub(super) const TENANT: TenantId = TenantId(150_600);
pub(super) const CITY: &str = "鄂尔多斯市";

fn at(month: u32, day: u32, hour: u32) -> DateTime<FixedOffset> {
    super::day(month, day)
        .and_hms_opt(hour, 5, 0)
        .unwrap()
        .and_local_timezone(FixedOffset::east_opt(8 * 3600).unwrap())
        .unwrap()
}

fn exchange(month: u32, day: u32, who: &str, what: &str) -> Exchange {
    Exchange {
        at: at(month, day, 9),
        who: who.into(),
        what: what.into(),
        set: "2025 年职业病报告（第 2 版）".into(),
    }
}

fn exchanges() -> Vec<Exchange> {
    vec![
        exchange(11, 20, "鄂尔多斯市应急管理局 · 苏和", "查阅"),
        exchange(11, 18, "鄂尔多斯市卫生健康委员会 · 乌兰", "报送"),
    ]
}

fn entry(id: i64, year: i32, status: BaseStatus, state: EntryState, levy: i64) -> BaseEntry {
    let (levy, remitted) = (yuan(levy), yuan(levy / 5));
    let confirmed = if state == EntryState::Confirmed {
        "李强 · 2026年3月4日"
    } else {
        ""
    };
    let reason = if state == EntryState::Returned {
        "上解调剂金与财政专户回单不符 <b>。"
    } else {
        ""
    };
    BaseEntry {
        id: EntryId(id),
        version: Version(1),
        year,
        status,
        state,
        levy,
        remitted,
        retained: levy - remitted,
        cap: fund::FundBase::new(levy, remitted).unwrap().city_cap(),
        insured: 1_012_300,
        source: "2026 年工伤保险基金预计执行情况表（鄂社保〔2026〕31号）".into(),
        entered: "王芳 · 2026年3月2日".into(),
        confirmed: confirmed.into(),
        reason: reason.into(),
    }
}

fn entries() -> Vec<BaseEntry> {
    use BaseStatus::{Estimated, Final};
    use EntryState::{Confirmed, Pending, Returned};
    vec![
        entry(4, 2026, Estimated, Pending, 241_350_000),
        entry(3, 2026, Estimated, Returned, 214_350_000),
        entry(2, 2025, Final, Confirmed, 228_730_000),
        entry(1, 2024, Final, Confirmed, 219_640_000),
    ]
}

/// The window has all but one set; the forecast of the plan year is there.
fn sets(full: bool) -> Vec<SetRow> {
    let mut sets = Vec::new();
    for kind in DatasetKind::ALL {
        let years = match kind {
            DatasetKind::Forecast => 2027..=2027,
            _ => 2023..=2025,
        };
        for year in years {
            let gap = *kind == DatasetKind::Accident && year == 2025;
            sets.push(set(*kind, year, full && !gap));
        }
    }
    sets
}

fn set(kind: DatasetKind, year: i32, sent: bool) -> SetRow {
    let number = i64::from(year) * 10 + kind as i64;
    SetRow {
        kind,
        year,
        sender: dataset::sender(kind).label().into(),
        needed: dataset::needed(kind) && year <= 2025,
        id: sent.then_some(DatasetId(number)),
        version: i32::from(sent) * 2,
        rows: if sent { 1_284 } else { 0 },
        submitted: sent.then(|| day(2, 17)),
        by: if sent { "乌兰".into() } else { String::new() },
    }
}

pub(super) fn injuries() -> Vec<InjuryYear> {
    [(2023, 1_204, 31), (2024, 1_188, 27), (2025, 1_096, 22)]
        .map(|(year, injuries, deaths)| InjuryYear {
            year,
            injuries,
            deaths,
            cost: yuan(injuries * 61_234),
        })
        .into()
}

fn counts() -> UploadCounts {
    UploadCounts {
        new: 1_084,
        changed: 12,
        unchanged: 3_310,
        rejected: 140,
    }
}

fn uploads() -> Vec<UploadRow> {
    let upload = |id, state| UploadRow {
        id: UploadId(id),
        file: "鄂尔多斯<2025>工伤.xlsx".into(),
        counts: counts(),
        state,
        by: "王芳".into(),
        on: day(11, 20),
    };
    vec![
        upload(8, UploadState::Preview),
        upload(7, UploadState::Imported),
    ]
}

pub fn diseases(id: DatasetId) -> DatasetView {
    let row = |cells: [&str; 6]| cells.map(str::to_owned).to_vec();
    DatasetView {
        id,
        kind: DatasetKind::Disease,
        year: 2025,
        version: 2,
        rows: vec![
            row([
                "煤炭开采和洗选业",
                "演示煤业<一>有限公司",
                "采煤工",
                "综采",
                "煤工尘肺",
                "14",
            ]),
            row([
                "化学原料和化学制品制造业",
                "演示化工有限公司",
                "",
                "",
                "职业性噪声聋",
                "3",
            ]),
        ],
        note: "按诊断日期统计。".into(),
        by: "鄂尔多斯市卫生健康委员会 · 乌兰".into(),
        submitted: day(11, 18),
        readers: exchanges(),
    }
}

impl Fake {
    pub(super) fn figures_of(&self, year: i32) -> FiguresView {
        let nothing = Refusal::WrongState {
            subject: "留存征缴收入".into(),
            state: "没有待确认的录入".into(),
            action: "确认留存征缴收入".into(),
            clause: "四（一）2（2）".into(),
        };
        let pending = (!self.full).then_some(nothing);
        let mine = DatasetKind::ALL
            .iter()
            .filter(|kind| dataset::sender(**kind) == self.role);
        FiguresView {
            tenant: TENANT,
            name: CITY.into(),
            year,
            years: vec![2027, 2026],
            entries: self.some(entries()),
            sets: sets(self.full),
            injuries: self.some(injuries()),
            uploads: if self.role == Role::AgencyClerk {
                self.some(uploads())
            } else {
                Vec::new()
            },
            exchanges: self.some(exchanges()),
            alerts: self.some(vec![
                "2026 年度上限按决算数为 5,489,520.00 元，低于已安排的 5,500,000.00 元。".into(),
            ]),
            offers: self.offers(&[
                (Action::EnterFundBase, None),
                (Action::ConfirmFundBase, pending.clone()),
                (Action::ReturnFundBase, pending),
                (Action::SubmitDataset, None),
                (Action::PreviewInjuries, None),
            ]),
            mine: mine.copied().collect(),
        }
    }

    pub(super) fn upload_of(&self, id: UploadId) -> InjuryUploadView {
        let imported = id.0 == 7;
        let why_not = imported.then(|| Refusal::WrongState {
            subject: "上传文件".into(),
            state: "已导入".into(),
            action: "导入工伤数据".into(),
            clause: "六（三）".into(),
        });
        let sample = dataset::INJURY_COLUMNS.map(|heading| format!("{heading}示例"));
        InjuryUploadView {
            id,
            file: "鄂尔多斯<2025>工伤.xlsx".into(),
            years: self.some(vec![2024, 2025]),
            counts: if self.full {
                counts()
            } else {
                UploadCounts::default()
            },
            heads: dataset::INJURY_COLUMNS.map(str::to_owned).to_vec(),
            sample: self.some(vec![sample.to_vec(); 3]),
            rejected: self.some(vec![
                (18, "“事故日期”2025-13-02 不是日期".into()),
                (1_977, "“基金支付（元）”<script> 不是金额".into()),
            ]),
            state: if imported {
                UploadState::Imported
            } else {
                UploadState::Preview
            },
            by: "王芳".into(),
            on: day(11, 20),
            offers: self.offers(&[(Action::ImportInjuries, why_not)]),
        }
    }
}
