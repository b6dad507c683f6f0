//! Annex 2: the feasibility study.

use super::{Field, Item, Kind, Table};
use crate::state::Paper;

const ESSAY: Kind = Kind::Text { max: 4000 };
const SHORT: Kind = Kind::Line { max: 50 };
const SEX: Kind = Kind::Choice(&["男", "女"]);

pub(super) const BASICS: &[Item] = &[Item::Field(
    Field::new("annex2.basics", "工伤预防项目基本情况", "R160", ESSAY).hint(
        "申报组织或机构名称、法人、地址、电话、设备条件、技术人员、资产规模、业务范围、财务收支、税务等情况",
    ),
)];

pub(super) const LEADER: &[Item] = &[
    Item::Field(Field::new("annex2.leader.name", "姓名", "R161", SHORT)),
    Item::Field(Field::new("annex2.leader.sex", "性别", "R161", SEX)),
    Item::Field(Field::new(
        "annex2.leader.age",
        "年龄",
        "R161",
        Kind::Integer,
    )),
    Item::Field(Field::new("annex2.leader.post", "职务", "R161", SHORT)),
    Item::Field(Field::new("annex2.leader.title", "职称", "R161", SHORT)),
    Item::Field(Field::new(
        "annex2.leader.speciality",
        "专业",
        "R161",
        SHORT,
    )),
    Item::Field(Field::new(
        "annex2.leader.past",
        "历年项目负责情况",
        "R161",
        Kind::Text { max: 1000 },
    )),
    Item::Field(
        Field::new(
            "annex2.leader.relevant",
            "与项目相关的主要情况",
            "R161",
            Kind::Text { max: 1000 },
        )
        .optional(),
    ),
];

pub(super) const BACKGROUND: &[Item] = &[Item::Field(
    Field::new("annex2.background", "背景情况", "R162", ESSAY)
        .hint("发生工伤历史情况，成因分析，初步解决方案"),
)];

pub(super) const NECESSITY: &[Item] = &[Item::Field(
    Field::new("annex2.necessity", "必要性", "R163", ESSAY)
        .hint("项目开展对预防工伤事故的意义和作用，对社会、企业和职工的影响"),
)];

pub(super) const FEASIBILITY: &[Item] = &[Item::Field(
    Field::new("annex2.feasibility", "可行性", "R164", ESSAY)
        .hint("项目实施流程和环节、设备和人员配置、经验、整体时间安排"),
)];

pub(super) const UNCERTAINTY: &[Item] = &[Item::Field(
    Field::new(
        "annex2.uncertainty",
        "项目实施风险及不确定性",
        "R165",
        ESSAY,
    )
    .hint("实施过程存在的主要风险与不确定性分析；对风险的应对措施"),
)];

pub(super) const EQUIPMENT: &[Item] = &[
    Item::Field(
        Field::new("annex2.equipment", "硬件设备", "R166", ESSAY)
            .hint("项目开展需要的各种设备和场地（附设备设施清单）"),
    ),
    Item::Paper(Paper::Equipment, "R166", true),
];

pub(super) const STAFF: &[Item] = &[
    Item::Field(
        Field::new(
            "annex2.personnel",
            "负责人及其管理能力",
            "R167",
            Kind::Text { max: 2000 },
        )
        .optional(),
    ),
    Item::Table(Table {
        path: "annex2.staff",
        label: "主要技术人员",
        rule: "R167",
        columns: &[
            Field::new("name", "姓名", "R167", SHORT),
            Field::new("sex", "性别", "R167", SEX),
            Field::new("title", "职称", "R167", SHORT),
            Field::new("speciality", "专业", "R167", SHORT),
            Field::new("years", "工作年限", "R167", Kind::Integer),
        ],
        min_rows: 1,
        max_rows: 100,
    }),
    Item::Paper(Paper::Staff, "R167", true),
    Item::Paper(Paper::Titles, "R167", true),
];

pub(super) const TECHNIQUE: &[Item] = &[Item::Field(
    Field::new("annex2.technique", "技术条件", "R168", ESSAY)
        .hint("从事工伤预防业务证明材料；开展项目使用的方法和技术手段等"),
)];

pub(super) const HAZARDS: &[Item] = &[
    Item::Field(
        Field::new("annex2.hazards", "软件条件", "R169", ESSAY)
            .hint("企业开展了危险源辨识和风险评估（附企业危险源辨识和风险评估清单）"),
    ),
    Item::Paper(Paper::Hazards, "R169", true),
];

pub(super) const ACCIDENTS: &[Item] = &[
    Item::Field(
        Field::new("annex2.accidents", "事故分析条件", "R170", ESSAY)
            .hint("企业对历年发生的工伤事故进行了事故调查、原因分析（附事故调查报告）"),
    ),
    Item::Field(
        Field::new(
            "annex2.no_accidents",
            "未发生工伤事故声明",
            "R170",
            Kind::Choice(&["近三年未发生工伤事故"]),
        )
        .optional()
        .hint("没有发生工伤事故的，作此声明即可，不必附事故调查报告"),
    ),
    // Not required as such: the statement above replaces it.
    Item::Paper(Paper::Accidents, "R170", false),
];

pub(super) const FEWER: &[Item] = &[Item::Field(
    Field::new(
        "annex2.effect.accidents",
        "工伤事故发生率降低情况",
        "R171",
        ESSAY,
    )
    .hint("写明预计下降的比例或件数"),
)];

pub(super) const AWARENESS: &[Item] = &[Item::Field(Field::new(
    "annex2.effect.awareness",
    "安全意识提升、企业现场改善、企业管理体系建设情况",
    "R172",
    ESSAY,
))];

pub(super) const RESULTS: &[Item] = &[Item::Field(
    Field::new(
        "annex2.effect.results",
        "培训效果评估、培训成绩情况",
        "R173",
        ESSAY,
    )
    .hint("预计成绩、合格率"),
)];

pub(super) const BENEFIT: &[Item] = &[Item::Field(Field::new(
    "annex2.effect.benefit",
    "取得的社会经济效益情况",
    "R174",
    ESSAY,
))];
