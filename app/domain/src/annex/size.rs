//! The size of an enterprise by 工信部联企业〔2011〕300号 (R040, 4.5).

use crate::money::Money;

/// The document, for sentences.
pub(super) const DOCUMENT: &str = "工信部联企业〔2011〕300号";

/// What has to be reached; 0 where the rule does not look at it. Amounts in 万元.
#[derive(Clone, Copy)]
struct Floor {
    people: u32,
    revenue: u32,
    assets: u32,
}

/// The rule of one industry: what makes an enterprise large, and what medium.
pub(super) struct Rule {
    pub(super) name: &'static str,
    large: Floor,
    medium: Floor,
}

/// The figures of an enterprise; `None` where one was not given.
pub(super) struct Figures {
    pub(super) people: Option<u32>,
    pub(super) revenue: Option<Money>,
    pub(super) assets: Option<Money>,
}

/// A figure the rule needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Figure {
    People,
    Revenue,
    Assets,
}

/// What an enterprise is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    Large,
    Medium,
    Small,
}

impl Size {
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Large => "大型",
            Self::Medium => "中型",
            Self::Small => "小型或微型",
        }
    }
}

const fn floor(people: u32, revenue: u32, assets: u32) -> Floor {
    Floor {
        people,
        revenue,
        assets,
    }
}

const fn rule(name: &'static str, large: Floor, medium: Floor) -> Rule {
    Rule {
        name,
        large,
        medium,
    }
}

static FARMING: Rule = rule("农、林、牧、渔业", floor(0, 20_000, 0), floor(0, 500, 0));
static INDUSTRY: Rule = rule("工业", floor(1000, 40_000, 0), floor(300, 2000, 0));
static BUILDING: Rule = rule("建筑业", floor(0, 80_000, 80_000), floor(0, 6000, 5000));
static WHOLESALE: Rule = rule("批发业", floor(200, 40_000, 0), floor(20, 5000, 0));
static RETAIL: Rule = rule("零售业", floor(300, 20_000, 0), floor(50, 500, 0));
static TRANSPORT: Rule = rule("交通运输业", floor(1000, 30_000, 0), floor(300, 3000, 0));
static STORAGE: Rule = rule("仓储业", floor(200, 30_000, 0), floor(100, 1000, 0));
static POST: Rule = rule("邮政业", floor(1000, 30_000, 0), floor(300, 2000, 0));
static LODGING: Rule = rule("住宿业", floor(300, 10_000, 0), floor(100, 2000, 0));
static CATERING: Rule = rule("餐饮业", floor(300, 10_000, 0), floor(100, 2000, 0));
static TELECOM: Rule = rule("信息传输业", floor(2000, 100_000, 0), floor(100, 1000, 0));
static SOFTWARE: Rule = rule(
    "软件和信息技术服务业",
    floor(300, 10_000, 0),
    floor(100, 1000, 0),
);
static ESTATE: Rule = rule(
    "房地产开发经营",
    floor(0, 200_000, 10_000),
    floor(0, 1000, 5000),
);
static PROPERTY: Rule = rule("物业管理", floor(1000, 5000, 0), floor(300, 1000, 0));
static LEASING: Rule = rule(
    "租赁和商务服务业",
    floor(300, 0, 120_000),
    floor(100, 0, 8000),
);
static OTHER: Rule = rule("其他未列明行业", floor(300, 0, 0), floor(100, 0, 0));

/// The rule of an industry: its division, and the whole code where a division has two rules.
pub(super) fn rule_of(division: u8, code: &str) -> &'static Rule {
    match division {
        1..=5 => &FARMING,
        6..=46 => &INDUSTRY,
        47..=50 => &BUILDING,
        51 => &WHOLESALE,
        52 => &RETAIL,
        // Loading (591) counts as transport, railways (53) are in no row of the document.
        54..=58 => &TRANSPORT,
        59 if code.starts_with("591") => &TRANSPORT,
        59 => &STORAGE,
        60 => &POST,
        61 => &LODGING,
        62 => &CATERING,
        63 | 64 => &TELECOM,
        65 => &SOFTWARE,
        70 if code.starts_with("702") => &PROPERTY,
        70 => &ESTATE,
        71 | 72 => &LEASING,
        _ => &OTHER,
    }
}

impl Rule {
    /// The size by these figures.
    ///
    /// # Errors
    /// The first figure that is needed and was not given.
    pub(super) fn size(&self, figures: &Figures) -> Result<Size, Figure> {
        let (large, medium) = (figures.reach(self.large)?, figures.reach(self.medium)?);
        Ok(match (large, medium) {
            (true, _) => Size::Large,
            (false, true) => Size::Medium,
            (false, false) => Size::Small,
        })
    }

    /// What a medium enterprise of this industry has: `从业人员 300 人、营业收入 2000 万元`.
    pub(super) fn medium_text(&self) -> String {
        let Floor {
            people,
            revenue,
            assets,
        } = self.medium;
        let parts = [
            (people, "从业人员", "人"),
            (revenue, "营业收入", "万元"),
            (assets, "资产总额", "万元"),
        ];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(number, ..)| *number > 0)
            .map(|(number, what, unit)| format!("{what} {number} {unit}"))
            .collect();
        parts.join("、")
    }
}

impl Figures {
    fn reach(&self, floor: Floor) -> Result<bool, Figure> {
        let wan = |number: u32| Money::from_fen(i64::from(number) * 1_000_000);
        let people = floor.people == 0 || self.people.ok_or(Figure::People)? >= floor.people;
        let revenue =
            floor.revenue == 0 || self.revenue.ok_or(Figure::Revenue)? >= wan(floor.revenue);
        let assets = floor.assets == 0 || self.assets.ok_or(Figure::Assets)? >= wan(floor.assets);
        Ok(people && revenue && assets)
    }
}
