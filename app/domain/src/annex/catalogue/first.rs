//! The key areas, the beneficiary units, the papers, and Annex 1.

use super::{Field, Item, Kind, Table};
use crate::state::Paper;

const NAME: Kind = Kind::Line { max: 100 };
const PERSON: Kind = Kind::Line { max: 50 };

pub(super) const SCOPE: &[Item] = &[
    Item::Field(
        Field::new("plan_year", "计划年度", "R041", Kind::Integer)
            .optional()
            .hint("与申报年度一致；不填即为本次申报的年度"),
    ),
    Item::Table(Table {
        path: "areas",
        label: "重点领域",
        rule: "R041",
        columns: &[
            Field::new("name", "名称", "R041", NAME).hint("从本年度已公布的工伤预防重点领域中选择")
        ],
        min_rows: 1,
        max_rows: 20,
    }),
    Item::Table(Table {
        path: "members",
        label: "受益会员单位",
        rule: "R042",
        columns: &[
            Field::new("name", "名称", "R042", NAME),
            Field::new("code", "统一社会信用代码", "R042", Kind::OrgCode),
            Field::new("insured", "参保人数", "R042", Kind::Integer),
            Field::new("contribution", "上年度缴费（万元）", "R042", Kind::Wan),
        ],
        min_rows: 0,
        max_rows: 500,
    }),
];

pub(super) const MATERIALS: &[Item] = &[
    Item::Paper(Paper::Registration, "R043", true),
    Item::Paper(Paper::CostNote, "R043", false),
];

pub(super) const FORM: &[Item] = &[
    Item::Field(
        Field::new("annex1.unit_name", "单位名称", "R130", NAME).hint("与登记证书上的名称一致"),
    ),
    Item::Field(
        Field::new("annex1.project_name", "项目名称", "R131", NAME)
            .hint("同一年度内不得与本单位其他项目重名"),
    ),
    Item::Field(Field::new(
        "annex1.applicant_type",
        "申报单位类型",
        "R132",
        Kind::Choice(&["大中型企业", "行业协会"]),
    )),
    Item::Field(
        Field::new("annex1.industry", "行业", "R133", Kind::Industry)
            .hint("GB/T 4754-2017 代码，至少填大类（2 位），如 06"),
    ),
    Item::Field(
        Field::new("annex1.industry_body", "行业组织", "R134", NAME)
            .optional()
            .hint("所属行业组织；行业协会填本会或业务主管单位"),
    ),
    Item::Field(Field::new(
        "annex1.legal_person",
        "法定代表人",
        "R135",
        PERSON,
    )),
    Item::Field(
        Field::new("annex1.org_code", "组织机构代码", "R136", Kind::OrgCode)
            .hint("18 位统一社会信用代码，或 60003734-1 样式的组织机构代码"),
    ),
    Item::Field(
        Field::new(
            "annex1.profile.revenue",
            "企业简介：营业收入（万元）",
            "R137",
            Kind::Wan,
        )
        .optional()
        .hint("上年度营业收入，用于核定企业规模；行业协会不填"),
    ),
    Item::Field(
        Field::new(
            "annex1.profile.tax",
            "企业简介：纳税（万元）",
            "R137",
            Kind::Wan,
        )
        .optional()
        .hint("上年度纳税额；行业协会不填"),
    ),
    Item::Field(
        Field::new(
            "annex1.profile.employees",
            "企业简介：从业人员",
            "R137",
            Kind::Integer,
        )
        .optional()
        .hint("年末从业人数，用于核定企业规模；行业协会不填"),
    ),
    Item::Field(
        Field::new(
            "annex1.profile.size",
            "企业简介：规模",
            "R137",
            Kind::Choice(&["大型", "中型"]),
        )
        .optional()
        .hint("按《中小企业划型标准规定》；行业协会不填"),
    ),
    Item::Field(
        Field::new(
            "annex1.profile.assets",
            "企业简介：资产总额（万元）",
            "R137",
            Kind::Wan,
        )
        .optional()
        .hint("建筑业、房地产开发经营、租赁和商务服务业按资产总额划型，须填写"),
    ),
    Item::Field(
        Field::new(
            "annex1.profile.text",
            "企业简介（详细描述企业营业收入、纳税、从业人员、规模等基本情况）",
            "R137",
            Kind::Text { max: 2000 },
        )
        .hint("概述单位基本情况"),
    ),
    Item::Field(
        Field::new(
            "annex1.accidents",
            "企业过往工伤事故综述",
            "R138",
            Kind::Text { max: 3000 },
        )
        .hint("近三年工伤件数、类型、死亡人数和主要原因"),
    ),
    Item::Field(Field::new(
        "annex1.summary",
        "项目简介（概述项目希望解决的问题，以及计划通过何种方式达到什么目标？）",
        "R139",
        Kind::Text { max: 2000 },
    )),
    Item::Field(
        Field::new(
            "annex1.contribution",
            "上年度缴纳工伤基金总额（万元）",
            "R140",
            Kind::Wan,
        )
        .hint("最多六位小数（精确到分），由经办机构与征缴数据核对"),
    ),
    Item::Field(
        Field::new(
            "annex1.budget",
            "项目预算（万元，不高于年缴纳工伤基金总额的 3%）",
            "R141",
            Kind::Wan,
        )
        .hint("行业协会以受益会员单位上年度缴费合计为基数"),
    ),
    Item::Field(Field::new(
        "annex1.mode",
        "项目实施方式",
        "R142",
        Kind::Choice(&["申报机构直接实施", "委托第三方实施"]),
    )),
    Item::Field(Field::new(
        "annex1.start",
        "实施周期：开始",
        "R143",
        Kind::Date,
    )),
    Item::Field(
        Field::new("annex1.end", "实施周期：结束", "R143", Kind::Date).hint("最长不超过 2 年"),
    ),
    Item::Field(Field::new("annex1.contact", "联系人", "R144", PERSON)),
    Item::Field(
        Field::new("annex1.phone", "联系电话", "R145", Kind::Phone)
            .hint("手机号码，或带区号的固定电话，如 0472-5123456"),
    ),
];

pub(super) const OPINION: &[Item] = &[
    Item::Paper(Paper::Sealed, "R146", true),
    // The stamped page carries both; here they are typed so that they can be searched and printed.
    Item::Field(
        Field::new(
            "annex1.opinion.person",
            "申请单位意见：负责人",
            "R146",
            PERSON,
        )
        .optional(),
    ),
    Item::Field(
        Field::new(
            "annex1.opinion.date",
            "申请单位意见：日期",
            "R146",
            Kind::Date,
        )
        .optional(),
    ),
];
