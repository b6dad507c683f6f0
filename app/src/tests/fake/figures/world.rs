//! The numbers: a coal city with one gap in its data.

use super::*;

const TENANT: TenantId = TenantId(150_600);
const CITY: &str = "鄂尔多斯市";

pub fn incomplete() -> Refusal {
    Refusal::AnalysisIncomplete {
        field: "reason".into(),
        missing: "2025 年生产安全事故".into(),
    }
}

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
        cap: domain::fund::FundBase::new(levy, remitted).unwrap().city_cap(),
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
        rows: if sent { 1_284 } else { 0 },
        submitted: sent.then(|| day(2, 17)),
        by: if sent { "乌兰".into() } else { String::new() },
    }
}

fn injuries() -> Vec<InjuryYear> {
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
    vec![upload(8, UploadState::Preview), upload(7, UploadState::Imported)]
}

pub fn diseases(id: DatasetId) -> DatasetView {
    let row = |cells: [&str; 6]| cells.map(str::to_owned).to_vec();
    DatasetView {
        id,
        kind: DatasetKind::Disease,
        year: 2025,
        version: 2,
        rows: vec![
            row(["煤炭开采和洗选业", "演示煤业<一>有限公司", "采煤工", "综采", "煤工尘肺", "14"]),
            row(["化学原料和化学制品制造业", "演示化工有限公司", "", "", "职业性噪声聋", "3"]),
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
            counts: if self.full { counts() } else { UploadCounts::default() },
            heads: dataset::INJURY_COLUMNS.map(str::to_owned).to_vec(),
            sample: self.some(vec![sample.to_vec(); 3]),
            rejected: self.some(vec![
                (18, "“事故日期”2025-13-02 不是日期".into()),
                (1_977, "“基金支付（元）”<script> 不是金额".into()),
            ]),
            state: if imported { UploadState::Imported } else { UploadState::Preview },
            by: "王芳".into(),
            on: day(11, 20),
            offers: self.offers(&[(Action::ImportInjuries, why_not)]),
        }
    }

    pub(super) fn analysis_of(&self, year: i32) -> AnalysisView {
        let frozen = (year == 2026).then(|| Frozen {
            on: day(9, 3),
            by: "王芳".into(),
            hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
            reason: "2025 年事故数据待上级核定，影响行业排名 2 位以内。".into(),
        });
        let why_not = frozen.as_ref().map(|_| Refusal::WrongState {
            subject: "三年分析".into(),
            state: "已定稿".into(),
            action: "定稿三年分析".into(),
            clause: "四（二）".into(),
        });
        let missing = if frozen.is_some() || !self.full {
            Vec::new()
        } else {
            vec!["2025 年生产安全事故".into()]
        };
        AnalysisView {
            tenant: TENANT,
            name: CITY.into(),
            year,
            years: vec![2027, 2026],
            window: vec![2023, 2024, 2025],
            totals: self.some(totals()),
            rankings: rankings(self.full),
            missing,
            notes: self.some(vec![
                "事故类别按事故日期适用 GB 6441-1986 或 GB 6441-2025，未设定对照的分别列示。".into(),
                "旗县区参保人数未报送，按旗县区不计算每千人工伤。".into(),
            ]),
            mappings: self.some(vec![mapping()]),
            old_types: vec![mapping().from],
            new_types: vec![mapping().to],
            frozen,
            offers: self.offers(&[(Action::FreezeAnalysis, why_not), (Action::MapType, None)]),
        }
    }
}

fn mapping() -> TypeMapping {
    let named = |key: &str, edition: &str, name: &str| TypeName {
        key: key.into(),
        edition: edition.into(),
        name: name.into(),
    };
    TypeMapping {
        from: named("ACCIDENT:GB6441-1986:11", "企业职工伤亡事故分类（GB 6441-1986）", "冒顶片帮"),
        to: named("ACCIDENT:GB6441-2025:07", "生产安全事故分类与编码（GB 6441-2025）", "冒顶 & 坍塌"),
        by: "王芳".into(),
        on: day(11, 21),
    }
}

fn totals() -> Vec<AnalysisYear> {
    injuries()
        .into_iter()
        .map(|year| AnalysisYear {
            year: year.year,
            injuries: year.injuries,
            deaths: year.deaths,
            diseases: 46,
            cost: year.cost,
            income: (year.year > 2023).then(|| yuan(228_730_000)),
            expenditure: Some(yuan(176_120_000)),
            insured: Some(1_012_300),
        })
        .collect()
}

fn rankings(full: bool) -> Vec<Ranking> {
    const NAMES: [(&str, [&str; 6]); 6] = [
        ("旗县区", ["东胜区", "准格尔旗", "伊金霍洛旗", "达拉特旗", "康巴什区", "鄂托克旗"]),
        ("行业", ["煤炭开采和洗选业", "土木工程建筑业", "化学原料和化学制品制造业", "电力、热力生产和供应业", "道路运输业", "批发业"]),
        ("用人单位", ["鄂尔多斯市演示煤业集团有限公司", "演示建筑工程有限公司", "演示化工 <甲> 有限公司", "演示热电有限公司", "演示运输有限公司", "演示商贸有限公司"]),
        ("工种", ["采煤工", "木工", "化工操作工", "电工", "驾驶员", "装卸工"]),
        ("岗位", ["综采", "模板", "合成", "运行", "长途", "仓储"]),
        ("事故类别", ["机械伤害", "高处坠落", "物体打击", "冒顶片帮（GB 6441-1986）", "车辆伤害", "触电"]),
    ];
    let row = |(index, name): (usize, &&str)| {
        let first = 640 / (i64::try_from(index).unwrap() + 1);
        let years = match index {
            3 => vec![0, 12, 148],
            4 => vec![128, 119, 128],
            _ => vec![first, first * 9 / 10, first * 7 / 10],
        };
        RankedRow {
            name: (*name).into(),
            count: years.iter().sum(),
            deaths: first / 40,
            cost: yuan(first * 61_234),
            years,
            rate: (index != 3).then_some(first * 3),
        }
    };
    NAMES
        .into_iter()
        .map(|(title, names)| Ranking {
            title: title.into(),
            rows: if full { names.iter().enumerate().map(row).collect() } else { Vec::new() },
            more: if full { 37 } else { 0 },
        })
        .collect()
}
