//! What the annexes ask, in the order of the paper. Form, print, checks, labels and differences all
//! read this one list; a new field is one line here.

mod first;
mod second;
mod third;

use crate::state::Paper;

/// How a value is written. The draft keeps it as typed; the kind says what counts as well-formed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One line of at most `max` characters.
    Line { max: u32 },
    /// Paragraphs of at most `max` characters.
    Text { max: u32 },
    /// An amount in 万元, up to six decimals.
    Wan,
    /// An amount in yuan, up to two decimals.
    Yuan,
    /// A whole number, not below zero.
    Integer,
    /// A number with decimals, not below zero.
    Decimal,
    /// A day: `2027-04-10`.
    Date,
    /// One of these labels; the value is the label.
    Choice(&'static [&'static str]),
    /// A code of GB/T 4754-2017, two to four digits.
    Industry,
    /// A unified social credit code or a legacy organisation code.
    OrgCode,
    /// A mobile, landline or 400 number.
    Phone,
}

impl Kind {
    /// Characters a value may have.
    #[must_use]
    pub const fn max(self) -> u32 {
        match self {
            Self::Line { max } | Self::Text { max } => max,
            Self::Choice(_) | Self::Phone => 50,
            _ => 30,
        }
    }
}

/// One thing to fill in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Where the draft keeps it; in a table the key of the column.
    pub path: &'static str,
    /// As printed. `：` divides a group from its part (`企业简介：规模`).
    pub label: &'static str,
    /// The rule it answers to (`R130`).
    pub rule: &'static str,
    pub kind: Kind,
    /// Whether it must be filled; in a table, in every row that has anything in it.
    pub required: bool,
    /// What to write, for the person filling it in; may be empty.
    pub hint: &'static str,
}

impl Field {
    const fn new(path: &'static str, label: &'static str, rule: &'static str, kind: Kind) -> Self {
        Self {
            path,
            label,
            rule,
            kind,
            required: true,
            hint: "",
        }
    }

    const fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    const fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    /// The label without its explanation in brackets, for sentences.
    #[must_use]
    pub fn name(&self) -> &'static str {
        head(self.label)
    }
}

/// Rows of the same fields. Rows are numbered from 1; the full path of a cell is
/// `table.path + "." + row + "." + column.path`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    pub path: &'static str,
    pub label: &'static str,
    pub rule: &'static str,
    pub columns: &'static [Field],
    pub min_rows: u32,
    pub max_rows: u32,
}

impl Table {
    /// The path of a cell.
    #[must_use]
    pub fn cell(&self, row: u32, key: &str) -> String {
        format!("{}.{row}.{key}", self.path)
    }
}

/// What a section asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    Field(Field),
    Table(Table),
    /// A paper to attach: its kind, its rule, and whether it must be there.
    Paper(Paper, &'static str, bool),
}

/// A numbered part of an annex. One without items is the heading of those after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    /// 1, 2, 3; 0 for what the plan itself asks (key areas, beneficiary units, papers).
    pub annex: u8,
    /// `一（一）`; empty where the paper has no number.
    pub no: &'static str,
    pub heading: &'static str,
    pub items: &'static [Item],
}

const fn part(
    annex: u8,
    no: &'static str,
    heading: &'static str,
    items: &'static [Item],
) -> Section {
    Section {
        annex,
        no,
        heading,
        items,
    }
}

/// Everything that is asked, in the order of the paper.
pub static SECTIONS: &[Section] = &[
    part(0, "", "重点领域与受益单位", first::SCOPE),
    part(0, "", "申报材料", first::MATERIALS),
    part(1, "", "工伤预防项目申请表", first::FORM),
    part(1, "", "申请单位意见", first::OPINION),
    part(2, "一", "基本情况", &[]),
    part(2, "一（一）", "工伤预防项目基本情况", second::BASICS),
    part(2, "一（二）", "工伤预防项目负责人基本情况", second::LEADER),
    part(2, "二", "必要性和可行性", &[]),
    part(
        2,
        "二（一）",
        "工伤预防项目开展的背景情况",
        second::BACKGROUND,
    ),
    part(2, "二（二）", "工伤预防项目开展的必要性", second::NECESSITY),
    part(
        2,
        "二（三）",
        "工伤预防项目开展的可行性",
        second::FEASIBILITY,
    ),
    part(2, "二（四）", "项目实施风险及不确定性", second::UNCERTAINTY),
    part(2, "三", "实施条件", &[]),
    part(2, "三（一）", "硬件设备", second::EQUIPMENT),
    part(2, "三（二）", "人员条件", second::STAFF),
    part(2, "三（三）", "技术条件", second::TECHNIQUE),
    part(2, "三（四）", "软件条件", second::HAZARDS),
    part(2, "三（五）", "事故分析条件", second::ACCIDENTS),
    part(2, "四", "预期效果", &[]),
    part(2, "四（一）", "工伤事故发生率降低情况", second::FEWER),
    part(
        2,
        "四（二）",
        "企业从业人员安全意识提升、企业现场改善、企业管理体系建设情况",
        second::AWARENESS,
    ),
    part(2, "四（三）", "培训效果评估、培训成绩情况", second::RESULTS),
    part(2, "四（四）", "取得的社会经济效益情况", second::BENEFIT),
    part(3, "一", "项目背景", &[]),
    part(
        3,
        "一（一）",
        "项目具体实施行业、区域需求的紧迫性分析",
        third::URGENCY,
    ),
    part(
        3,
        "一（二）",
        "清晰界定本项目受益人群",
        third::BENEFICIARIES,
    ),
    part(
        3,
        "一（三）",
        "与开展本项目相关的项目经验支撑",
        third::EXPERIENCE,
    ),
    part(3, "二", "项目方案", &[]),
    part(3, "二（一）", "项目长远目标", third::VISION),
    part(3, "二（二）", "项目近期目标", third::GOALS),
    part(3, "二（三）", "项目实施方案和进度安排", third::ACTIVITIES),
    part(3, "二（四）", "风险分析及应对预案", third::RISKS),
    part(3, "二（五）", "项目预期成效", &[]),
    part(
        3,
        "二（五）1",
        "直接受益人群和人数、间接受益人群和数量",
        third::REACH,
    ),
    part(
        3,
        "二（五）2",
        "对受益人群行为能力/心理状况等方面带来的改变",
        third::CHANGE,
    ),
    part(
        3,
        "二（五）3",
        "对重点行业、企业、工种带来的影响",
        third::INFLUENCE,
    ),
    part(3, "三", "项目团队分工", third::TEAM),
    part(3, "四", "项目预算", third::BUDGET),
];

/// The field of a concrete path, with its section and, in a table, its row.
#[must_use]
pub fn field(path: &str) -> Option<(&'static Section, &'static Field, Option<u32>)> {
    items().find_map(|(section, item)| match item {
        Item::Field(field) => (field.path == path).then_some((section, field, None)),
        Item::Table(table) => {
            let (row, key) = split_cell(table, path)?;
            let column = table.columns.iter().find(|column| column.path == key)?;
            Some((section, column, Some(row)))
        }
        Item::Paper(..) => None,
    })
}

/// The table that a path names or lies in.
#[must_use]
pub fn table(path: &str) -> Option<(&'static Section, &'static Table)> {
    items().find_map(|(section, item)| match item {
        Item::Table(table) if table.path == path || split_cell(table, path).is_some() => {
            Some((section, table))
        }
        _ => None,
    })
}

/// Every item with its section, in the order of the paper.
pub fn items() -> impl Iterator<Item = (&'static Section, &'static Item)> {
    SECTIONS
        .iter()
        .flat_map(|section| section.items.iter().map(move |item| (section, item)))
}

/// The clause of a section: `附件3 二（二）`; for what no annex asks, the clause of the plan itself.
#[must_use]
pub fn clause(section: &Section) -> String {
    match (section.annex, section.no) {
        (0, _) => "四（三）".into(),
        (annex, "") => format!("附件{annex}"),
        (annex, no) => format!("附件{annex} {no}"),
    }
}

/// How a sentence names the place of a path: `“项目名称”`, `“项目近期目标”第 2 行“目标值”`.
#[must_use]
pub fn name_of(path: &str) -> String {
    match (field(path), table(path)) {
        (Some((_, field, Some(row))), Some((_, table))) => {
            format!("“{}”第 {row} 行“{}”", table.label, field.name())
        }
        (Some((_, field, _)), _) => format!("“{}”", field.name()),
        (None, Some((_, table))) => format!("“{}”", table.label),
        (None, None) => format!("“{path}”"),
    }
}

/// A label up to its explanation in brackets.
pub(super) fn head(label: &'static str) -> &'static str {
    label.split('（').next().unwrap_or(label)
}

/// Row and column key of a cell of this table. `01` is no row: each cell has one path only.
fn split_cell<'p>(table: &Table, path: &'p str) -> Option<(u32, &'p str)> {
    let (row, key) = path
        .strip_prefix(table.path)?
        .strip_prefix('.')?
        .split_once('.')?;
    if row.starts_with(['0', '+']) {
        return None;
    }
    let row: u32 = row.parse().ok()?;
    (row <= table.max_rows).then_some((row, key))
}
