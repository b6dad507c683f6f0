//! Annex 3: the implementation plan with its budget.

use super::{Field, Item, Kind, Table};
use crate::budget::Subject;

const ESSAY: Kind = Kind::Text { max: 4000 };
const NOTE: Kind = Kind::Text { max: 500 };
const NAME: Kind = Kind::Line { max: 100 };
const SHORT: Kind = Kind::Line { max: 50 };

/// The printed names of the twelve subjects.
const SUBJECTS: [&str; Subject::ALL.len()] = {
    let mut names = [""; Subject::ALL.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = Subject::ALL[at].label();
        at += 1;
    }
    names
};

pub(super) const URGENCY: &[Item] = &[Item::Field(
    Field::new("annex3.urgency", "紧迫性分析", "R180", ESSAY).hint("提供相应的数据分析和论证"),
)];

pub(super) const BENEFICIARIES: &[Item] = &[
    Item::Field(Field::new(
        "annex3.beneficiaries.number",
        "数量",
        "R181",
        Kind::Integer,
    )),
    Item::Field(Field::new(
        "annex3.beneficiaries.features",
        "基本特征",
        "R181",
        Kind::Text { max: 1000 },
    )),
    Item::Field(Field::new(
        "annex3.beneficiaries.needs",
        "具体需求",
        "R181",
        Kind::Text { max: 1000 },
    )),
];

pub(super) const EXPERIENCE: &[Item] = &[Item::Field(Field::new(
    "annex3.experience",
    "项目经验支撑",
    "R182",
    ESSAY,
))];

pub(super) const VISION: &[Item] = &[Item::Field(
    Field::new("annex3.vision", "长远目标", "R183", ESSAY)
        .hint("项目预期达成的最终效果，要求清晰、明确、可实现"),
)];

pub(super) const GOALS: &[Item] = &[Item::Table(Table {
    path: "annex3.goals",
    label: "近期目标",
    rule: "R184",
    columns: &[
        Field::new(
            "goal",
            "目标（聚焦、具体、可衡量）",
            "R184",
            Kind::Line { max: 200 },
        )
        .hint("本项目执行周期内可实现的具体目标"),
        Field::new(
            "method",
            "目标达成情况的衡量方法",
            "R184",
            Kind::Line { max: 200 },
        ),
        Field::new("target", "目标值", "R184", Kind::Decimal).hint("验收时与实测值比较的数字"),
        Field::new("unit", "单位", "R184", Kind::Line { max: 20 }),
    ],
    min_rows: 1,
    max_rows: 30,
})];

/// What each category needs beyond this is asked by R186 and R187.
pub(super) const ACTIVITIES: &[Item] = &[Item::Table(Table {
    path: "annex3.activities",
    label: "活动",
    rule: "R185",
    columns: &[
        Field::new("no", "编号", "R185", Kind::Line { max: 10 })
            .hint("如 T1、P1，预算明细凭编号关联"),
        Field::new("category", "类别", "R185", Kind::Choice(&["宣传", "培训"])),
        Field::new("channel", "渠道", "R186", Kind::Choice(&["线上", "线下"]))
            .optional()
            .hint("宣传类活动填写"),
        Field::new("name", "名称", "R185", NAME),
        Field::new("time", "时间", "R185", NAME)
            .optional()
            .hint("如 2027-04-10 至 2027-10-20"),
        Field::new("start", "开始日期", "R185", Kind::Date)
            .optional()
            .hint("已填“时间”的不必重复填写"),
        Field::new("end", "结束日期", "R185", Kind::Date).optional(),
        Field::new("place", "地点", "R185", NAME)
            .optional()
            .hint("线上活动可不填"),
        Field::new("form", "形式", "R186", NAME)
            .optional()
            .hint("宣传类活动的组织形式、广告"),
        Field::new("lecturer", "讲师", "R187", NAME).optional(),
        Field::new("lecturer_title", "讲师专业职称", "R187", SHORT).optional(),
        Field::new("people", "参加人数", "R185", Kind::Integer),
        Field::new("days", "每人培训天数", "R187", Kind::Integer)
            .optional()
            .hint("核算培训费标准用；不填按每人 1 天计"),
        Field::new("outline", "大纲", "R187", Kind::Text { max: 2000 })
            .optional()
            .hint("课程安排、培训计划或大纲"),
        Field::new("materials", "材料", "R186", Kind::Text { max: 1000 })
            .optional()
            .hint("宣传类活动所用材料"),
    ],
    min_rows: 1,
    max_rows: 60,
})];

pub(super) const RISKS: &[Item] = &[Item::Table(Table {
    path: "annex3.risks",
    label: "风险分析及应对预案",
    rule: "R188",
    columns: &[
        Field::new("risk", "风险", "R188", NOTE),
        Field::new("response", "应对", "R188", NOTE),
    ],
    min_rows: 1,
    max_rows: 30,
})];

pub(super) const REACH: &[Item] = &[
    Item::Field(Field::new(
        "annex3.direct.group",
        "直接受益：人群",
        "R189",
        NAME,
    )),
    Item::Field(Field::new(
        "annex3.direct.number",
        "直接受益：人数",
        "R189",
        Kind::Integer,
    )),
    Item::Field(Field::new(
        "annex3.indirect.group",
        "间接受益：人群",
        "R189",
        NAME,
    )),
    Item::Field(Field::new(
        "annex3.indirect.number",
        "间接受益：数量",
        "R189",
        Kind::Integer,
    )),
];

pub(super) const CHANGE: &[Item] = &[Item::Field(Field::new(
    "annex3.change",
    "带来的改变",
    "R190",
    ESSAY,
))];

pub(super) const INFLUENCE: &[Item] = &[Item::Field(Field::new(
    "annex3.influence",
    "带来的影响",
    "R191",
    ESSAY,
))];

pub(super) const TEAM: &[Item] = &[Item::Table(Table {
    path: "annex3.team",
    label: "项目团队分工",
    rule: "R192",
    columns: &[
        Field::new("name", "姓名", "R192", SHORT),
        Field::new("post", "职务", "R192", SHORT),
        Field::new("title", "专业职称", "R192", SHORT),
        Field::new("duty", "职责分工", "R192", Kind::Line { max: 200 }),
    ],
    min_rows: 1,
    max_rows: 50,
})];

pub(super) const BUDGET: &[Item] = &[
    Item::Field(
        Field::new("annex3.requested", "申报资金（万元）", "R193", Kind::Wan)
            .hint("与附件1“项目预算”一致"),
    ),
    Item::Table(Table {
        path: "annex3.lines",
        label: "申报资金预算支出明细",
        rule: "R194",
        // The amount of a row is standard × quantity; it is computed and never stored.
        columns: &[
            Field::new("subject", "科目", "R194", Kind::Choice(&SUBJECTS)),
            Field::new("item", "事项", "R194", NAME),
            Field::new("standard", "支出标准（元）", "R197", Kind::Yuan),
            Field::new("quantity", "数量", "R197", Kind::Integer),
            Field::new("unit", "计量", "R197", Kind::Line { max: 20 })
                .hint("人次、人天、学时、册、场等"),
            Field::new("activity", "关联活动", "R200", Kind::Line { max: 10 })
                .hint("活动编号，如 T1"),
            Field::new("note", "备注", "R194", Kind::Line { max: 200 }).optional(),
        ],
        min_rows: 1,
        max_rows: 200,
    }),
    Item::Field(Field::new(
        "annex3.total_requested",
        "申报资金支出合计（元）",
        "R195",
        Kind::Yuan,
    )),
    Item::Field(
        Field::new("annex3.total", "资金支出合计（元）", "R196", Kind::Yuan)
            .hint("含自筹资金，不低于申报资金支出合计"),
    ),
    Item::Field(
        Field::new(
            "annex3.training.class",
            "培训类别",
            "R198",
            Kind::Choice(&["一类", "二类", "三类"]),
        )
        .optional()
        .hint("职工培训为三类；不填按三类核算"),
    ),
    Item::Field(
        Field::new(
            "annex3.training.lodging",
            "培训住宿",
            "R198",
            Kind::Choice(&["提供住宿", "不提供住宿"]),
        )
        .optional()
        .hint("不填按不提供住宿核算"),
    ),
    Item::Field(
        Field::new(
            "annex3.training.meals",
            "培训伙食",
            "R198",
            Kind::Choice(&["提供伙食", "不提供伙食"]),
        )
        .optional()
        .hint("不填的，预算列有该培训餐费即按提供核算"),
    ),
    Item::Field(
        Field::new(
            "annex3.training.staff",
            "培训工作人员数",
            "R198",
            Kind::Integer,
        )
        .optional()
        .hint("不填按项目团队人数核算"),
    ),
    Item::Field(
        Field::new(
            "annex3.declared",
            "评估验收费用声明",
            "R095",
            Kind::Choice(&["评估验收费用由本单位承担，未列入申报资金"]),
        )
        .optional(),
    ),
];
