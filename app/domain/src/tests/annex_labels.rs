//! The reader of files with Chinese labels.

use crate::annex::labels::Node;
use crate::refusal::Refusal;

use super::annex::{ASSOCIATION, COAL, association, coal, read};

fn refused(json: &str) -> Refusal {
    read(json).expect_err(json)
}

#[test]
fn a_sample_is_read_whole() {
    let draft = coal();
    for (path, text) in [
        ("plan_year", "2027"),
        ("areas.1.name", "煤炭开采"),
        ("annex1.profile.revenue", "486200.00"),
        ("annex1.profile.employees", "3012"),
        ("annex1.start", "2027-03-01"),
        ("annex1.budget", "20.50"),
        ("annex2.leader.age", "46"),
        ("annex2.staff.1.years", "15"),
        ("annex2.effect.awareness", "班前危险源辨识覆盖全部班组。"),
        ("annex3.beneficiaries.needs", "岗位危险源辨识、应急避险"),
        ("annex3.goals.3.method", "与前 12 个月比较"),
        ("annex3.activities.4.materials", "折页 4000 份"),
        ("annex3.activities.1.time", "2027-04-10 至 2027-10-20"),
        ("annex3.indirect.number", "5600"),
        ("annex3.team.2.duty", "课程与考核"),
        ("annex3.lines.8.standard", "0.1"),
        ("annex3.lines.10.subject", "执行项目的印刷费"),
        ("annex3.lines.10.item", "预防宣传折页（三折彩印）"),
        ("annex3.lines.13.subject", "税费"),
        ("annex3.total", "226000.00"),
    ] {
        assert_eq!(draft.get(path), text, "{path}");
    }
    assert_eq!(association().get("members.24.code"), "91150203DEM000240N");
    assert_eq!(association().get("members.24.insured"), "708");
}

/// Every leaf of a file is a value of the draft: none is skipped, none is made up. A subject is
/// written once for its rows, so it counts once for each.
#[test]
fn nothing_of_a_sample_is_lost() {
    fn leaves(node: &Node) -> usize {
        match node {
            Node::Blank => 0,
            Node::Text(_) => 1,
            Node::List(nodes) => nodes.iter().map(leaves).sum(),
            Node::Map(entries) => entries.iter().map(|(_, node)| leaves(node)).sum(),
        }
    }
    for (json, draft) in [(COAL, coal()), (ASSOCIATION, association())] {
        let node: Node = serde_json::from_str(json).expect("JSON");
        // 印刷费 has two rows under one subject.
        assert_eq!(draft.iter().count(), leaves(&node) + 1);
    }
}

#[test]
fn an_unknown_label_is_named_with_its_place() {
    for (json, place) in [
        (r#"{"附件4":{}}"#, "附件4"),
        (r#"{"附件1":{"单位名":"甲"}}"#, "附件1 › 单位名"),
        (
            r#"{"附件1":{"企业简介":{"利润":"1"}}}"#,
            "附件1 › 企业简介 › 利润",
        ),
        (
            r#"{"附件1":{"随便":{"单位名称":"甲"}}}"#,
            "附件1 › 随便 › 单位名称",
        ),
        (
            r#"{"附件2":{"二（一）必要性":"文"}}"#,
            "附件2 › 二（一）必要性",
        ),
        (r#"{"附件2":{"一（九）其他":"文"}}"#, "附件2 › 一（九）其他"),
        (
            r#"{"附件3":{"二（二）近期目标":[{"目标":"甲"},{"目标植":"1"}]}}"#,
            "附件3 › 二（二）近期目标 › 第 2 行 › 目标植",
        ),
        (
            r#"{"附件3":{"四、项目预算":{"科目":[{"科目":"税费","明细":[{"单价":1}]}]}}}"#,
            "附件3 › 四、项目预算 › 科目 › 第 1 行 › 明细 第 1 行 › 单价",
        ),
    ] {
        let refusal = refused(json);
        assert_eq!(
            refusal,
            Refusal::UnknownLabel {
                label: place.into()
            }
        );
        assert!(refusal.sentence().contains(place));
        assert_eq!(refusal.clause().as_deref(), Some("附件1-3"));
    }
}

#[test]
fn a_file_of_another_shape_is_unreadable() {
    for (json, because) in [
        ("[]", "应以“附件1”"),
        (r#"{"附件1":"文"}"#, "下应为各栏目"),
        (
            r#"{"附件1":{"单位名称":"甲","单位名称":"乙"}}"#,
            "“附件1 › 单位名称”重复出现",
        ),
        (
            r#"{"附件2":{"一（二）工伤预防项目负责人基本情况":{"姓名":{"姓":"甲"}}}}"#,
            "应为一项文字或数字",
        ),
    ] {
        let refusal = refused(json);
        assert_eq!(refusal.kind(), "FileUnreadable", "{json}");
        assert!(refusal.sentence().contains(because), "{refusal}");
    }
    let rows = vec![r#""甲""#; 21].join(",");
    let refusal = refused(&format!(r#"{{"重点领域":[{rows}]}}"#));
    assert!(refusal.sentence().contains("超过 20 行"), "{refusal}");
}

#[test]
fn a_number_of_a_file_is_the_text_it_was() {
    for (json, text) in [
        ("0.1", "0.1"),
        ("10000", "10000"),
        ("-3", "-3"),
        ("684.25", "684.25"),
        ("123456789012.34", "123456789012.34"),
    ] {
        let node: Node = serde_json::from_str(json).expect(json);
        assert_eq!(node, Node::Text(text.into()));
    }
    assert!(serde_json::from_str::<Node>("1234567890123.4567").is_err());
    assert!(serde_json::from_str::<Node>("true").is_err());
}

#[test]
fn labels_may_differ_in_blanks_and_marks() {
    let draft = read(
        r#"{"附件 1":{"上年度缴纳工伤基金总额(万元)":"1","项目预算":"2","企业简介":"文"},
            "附件2":{"二（一）工伤预防项目开展的背景情况":"甲","三（二） 人员条件":null}}"#,
    )
    .expect("readable");
    assert_eq!(draft.get("annex1.contribution"), "1");
    assert_eq!(draft.get("annex1.budget"), "2");
    assert_eq!(draft.get("annex1.profile.text"), "文");
    assert_eq!(draft.get("annex2.background"), "甲");
    assert_eq!(draft.iter().count(), 4);
}
