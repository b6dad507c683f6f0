//! The analysis of the small world: incomplete for 2027, frozen for 2026.

use super::world::{CITY, TENANT, injuries};
use super::*;

pub fn incomplete() -> Refusal {
    Refusal::AnalysisIncomplete {
        field: "reason".into(),
        missing: "2025 年生产安全事故".into(),
    }
}

impl Fake {
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
                "事故类别按事故日期适用 GB 6441-1986 或 GB 6441-2025，未设定对照的分别列示。"
                    .into(),
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
        from: named(
            "ACCIDENT:GB6441-1986:11",
            "企业职工伤亡事故分类（GB 6441-1986）",
            "冒顶片帮",
        ),
        to: named(
            "ACCIDENT:GB6441-2025:07",
            "生产安全事故分类与编码（GB 6441-2025）",
            "冒顶 & 坍塌",
        ),
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
            diseases: Some(46),
            cost: year.cost,
            income: (year.year > 2023).then(|| yuan(228_730_000)),
            expenditure: Some(yuan(176_120_000)),
            insured: Some(1_012_300),
        })
        .collect()
}

const NAMES: [(&str, [&str; 6]); 6] = [
    (
        "旗县区",
        [
            "东胜区",
            "准格尔旗",
            "伊金霍洛旗",
            "达拉特旗",
            "康巴什区",
            "鄂托克旗",
        ],
    ),
    (
        "行业",
        [
            "煤炭开采和洗选业",
            "土木工程建筑业",
            "化学原料和化学制品制造业",
            "电力、热力生产和供应业",
            "道路运输业",
            "批发业",
        ],
    ),
    (
        "用人单位",
        [
            "鄂尔多斯市演示煤业集团有限公司",
            "演示建筑工程有限公司",
            "演示化工 <甲> 有限公司",
            "演示热电有限公司",
            "演示运输有限公司",
            "演示商贸有限公司",
        ],
    ),
    (
        "工种",
        ["采煤工", "木工", "化工操作工", "电工", "驾驶员", "装卸工"],
    ),
    ("岗位", ["综采", "模板", "合成", "运行", "长途", "仓储"]),
    (
        "事故类别",
        [
            "机械伤害",
            "高处坠落",
            "物体打击",
            "冒顶片帮（GB 6441-1986）",
            "车辆伤害",
            "触电",
        ],
    ),
];

fn rankings(full: bool) -> Vec<Ranking> {
    let row = |(index, name): (usize, &&str)| {
        let first = 640 / (i64::try_from(index).unwrap() + 1);
        let years = match index {
            4 => vec![128, 119, 128],
            5 => vec![0, 12, 148],
            _ => vec![first, first * 9 / 10, first * 7 / 10],
        };
        RankedRow {
            name: (*name).into(),
            count: years.iter().sum(),
            deaths: first / 40,
            cost: yuan(first * 61_234),
            years,
            rate: (index != 5).then_some(first * 3),
        }
    };
    NAMES
        .into_iter()
        .map(|(title, names)| Ranking {
            title: title.into(),
            rows: if full {
                names.iter().enumerate().map(row).collect()
            } else {
                Vec::new()
            },
            more: if full { 37 } else { 0 },
        })
        .collect()
}
