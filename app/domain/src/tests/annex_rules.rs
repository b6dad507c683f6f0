//! Each rule of the annexes, broken by one change of a sample.

use crate::annex::{Verdict, broken, check};
use crate::state::Paper;

use super::annex::{association, coal, with};
use super::annex_check::{breaks, facts_of, found, judged, only};

/// Rule, place, and what is typed there instead.
const BROKEN: &[(&str, &str, &str)] = &[
    ("R041", "areas.1.name", "建筑施工"),
    ("R041", "plan_year", "2026"),
    ("R130", "annex1.unit_name", "别的公司"),
    ("R131", "annex1.project_name", "另一个项目"),
    ("R132", "annex1.applicant_type", "小微企业"),
    ("R133", "annex1.industry", "煤炭"),
    ("R135", "annex1.legal_person", " "),
    ("R136", "annex1.org_code", "91150627DEM9000111"),
    ("R136", "annex1.org_code", "91350100M000100Y43"),
    ("R136", "annex1.org_code", "60003734-2"),
    ("R137", "annex1.profile.tax", ""),
    ("R040", "annex1.profile.employees", "299"),
    ("R138", "annex1.accidents", ""),
    ("R139", "annex1.summary", ""),
    ("R140", "annex1.contribution", "684.0000001"),
    ("R141", "annex1.budget", "20.520001"),
    ("R141", "annex1.budget", "0"),
    ("R142", "annex1.mode", "自己做"),
    ("R143", "annex1.start", "2027-02-30"),
    ("R049", "annex1.end", "2029-03-02"),
    ("R049", "annex1.end", "2027-02-28"),
    ("R144", "annex1.contact", ""),
    ("R145", "annex1.phone", "1380000000"),
    ("R146", "annex1.opinion.date", "昨天"),
    ("R160", "annex2.basics", ""),
    ("R161", "annex2.leader.age", "四十六"),
    ("R162", "annex2.background", ""),
    ("R163", "annex2.necessity", ""),
    ("R164", "annex2.feasibility", ""),
    ("R165", "annex2.uncertainty", ""),
    ("R166", "annex2.equipment", ""),
    ("R167", "annex2.staff.1.title", ""),
    ("R168", "annex2.technique", ""),
    ("R169", "annex2.hazards", ""),
    ("R170", "annex2.accidents", ""),
    ("R171", "annex2.effect.accidents", ""),
    ("R172", "annex2.effect.awareness", ""),
    ("R173", "annex2.effect.results", ""),
    ("R174", "annex2.effect.benefit", ""),
    ("R180", "annex3.urgency", ""),
    ("R181", "annex3.beneficiaries.number", "一千"),
    ("R182", "annex3.experience", ""),
    ("R183", "annex3.vision", ""),
    ("R184", "annex3.goals.1.method", ""),
    ("R184", "annex3.goals.1.target", ""),
    (
        "R185",
        "annex3.activities.3.time",
        "2027-04-25 至 2028-02-29",
    ),
    (
        "R185",
        "annex3.activities.1.time",
        "2027-02-28 至 2027-10-20",
    ),
    ("R185", "annex3.activities.1.time", "春季"),
    (
        "R185",
        "annex3.activities.1.time",
        "2027-05-02 至 2027-05-01",
    ),
    ("R185", "annex3.activities.4.place", ""),
    ("R185", "annex3.activities.2.no", "ｔ1"),
    ("R186", "annex3.activities.3.channel", ""),
    ("R186", "annex3.activities.4.materials", ""),
    ("R187", "annex3.activities.1.lecturer_title", ""),
    ("R187", "annex3.activities.2.outline", ""),
    ("R188", "annex3.risks.1.response", ""),
    ("R189", "annex3.indirect.number", ""),
    ("R190", "annex3.change", ""),
    ("R191", "annex3.influence", ""),
    ("R192", "annex3.team.1.duty", ""),
    ("R193", "annex3.requested", "20.49"),
    ("R194", "annex3.lines.1.subject", "差旅费"),
    ("R195", "annex3.total_requested", "205000.01"),
    ("R196", "annex3.total", "204999.99"),
    ("R197", "annex3.lines.1.standard", ""),
    ("R197", "annex3.lines.1.standard", "0"),
    ("R197", "annex3.lines.1.quantity", "0.5"),
    ("R198", "annex3.training.class", "四类"),
    ("R199", "annex3.lines.9.item", "印刷费"),
    ("R199", "annex3.lines.12.item", "宣传费"),
    ("R194", "annex3.lines.12.item", ""),
    ("R200", "annex3.lines.1.activity", ""),
    ("R200", "annex3.lines.1.activity", "T9"),
    ("R095", "annex3.lines.1.item", "第三方评估验收"),
];

#[test]
fn each_rule_is_broken_by_one_change() {
    for (rule, path, text) in BROKEN {
        breaks(coal(), &[(path, text)], rule, path);
    }
}

#[test]
fn a_table_without_rows_is_broken() {
    for (rule, table, columns) in [
        (
            "R184",
            "annex3.goals",
            &["goal", "method", "target", "unit"][..],
        ),
        ("R188", "annex3.risks", &["risk", "response"]),
        ("R192", "annex3.team", &["name", "post", "title", "duty"]),
    ] {
        let changes: Vec<(String, &str)> = (1..=3)
            .flat_map(|row| {
                columns
                    .iter()
                    .map(move |key| format!("{table}.{row}.{key}"))
            })
            .map(|path| (path, ""))
            .collect();
        let changes: Vec<_> = changes
            .iter()
            .map(|(path, text)| (path.as_str(), *text))
            .collect();
        let first = format!("{table}.1.{}", columns[0]);
        breaks(coal(), &changes, rule, &first);
    }
}

#[test]
fn a_missing_paper_is_named() {
    let draft = coal();
    for (paper, rule) in [
        (Paper::Registration, "R043"),
        (Paper::Sealed, "R146"),
        (Paper::Equipment, "R166"),
        (Paper::Staff, "R167"),
        (Paper::Titles, "R167"),
        (Paper::Hazards, "R169"),
        (Paper::Accidents, "R170"),
    ] {
        let mut facts = facts_of(&draft);
        facts.papers.retain(|attached| *attached != paper);
        let findings = check(&draft, &facts);
        let field = format!("paper:{}", paper.code());
        assert!(found(&findings, rule, Verdict::Broken, &field), "{paper}");
        assert_eq!(broken(&findings), 1, "{paper}");
        assert!(
            only(&findings, rule)
                .iter()
                .any(|finding| finding.text.contains(paper.label())),
            "{paper}"
        );
    }
    let mut facts = facts_of(&draft);
    facts.papers.retain(|paper| *paper != Paper::CostNote);
    assert_eq!(broken(&check(&draft, &facts)), 0, "optional");
    facts.papers.retain(|paper| *paper != Paper::Accidents);
    let stated = with(draft, &[("annex2.no_accidents", "近三年未发生工伤事故")]);
    assert_eq!(broken(&check(&stated, &facts)), 0, "stated instead");
}

#[test]
fn there_must_be_published_key_areas() {
    let draft = coal();
    let mut facts = facts_of(&draft);
    facts.areas.clear();
    let findings = check(&draft, &facts);
    assert!(found(&findings, "R041", Verdict::Broken, "areas.1.name"));
    assert!(only(&findings, "R041")[0].text.contains("尚未公布"));
}

#[test]
fn an_association_lists_its_members_once() {
    let none: Vec<(String, &str)> = (1..=24)
        .flat_map(|row| {
            ["name", "code", "insured", "contribution"]
                .map(|key| (format!("members.{row}.{key}"), ""))
        })
        .collect();
    let none: Vec<_> = none
        .iter()
        .map(|(path, text)| (path.as_str(), *text))
        .collect();
    breaks(association(), &none, "R042", "members.1.name");
    let again = [("members.2.code", "91150203DEM0000108")];
    breaks(association(), &again, "R042", "members.2.code");
    let wrong = [("members.2.code", "91150203DEM0000208")];
    breaks(association(), &wrong, "R042", "members.2.code");
}

#[test]
fn an_enterprise_applies_for_itself() {
    let other = [
        ("members.1.name", "别的公司"),
        ("members.1.code", "91150203DEM0000108"),
        ("members.1.insured", "10"),
        ("members.1.contribution", "1"),
    ];
    breaks(coal(), &other, "R042", "members.1.code");
}

#[test]
fn seven_decimals_of_wan_are_refused() {
    breaks(
        coal(),
        &[("annex1.budget", "20.5000001")],
        "R141",
        "annex1.budget",
    );
    breaks(
        coal(),
        &[("annex3.requested", "20.5000001")],
        "R193",
        "annex3.requested",
    );
}

#[test]
fn an_activity_may_last_as_long_as_the_project() {
    let whole = [("annex3.activities.3.time", "2027-03-01 至 2028-02-28")];
    assert_eq!(broken(&judged(coal(), &whole)), 0);
    let columns = [
        ("annex3.activities.3.time", ""),
        ("annex3.activities.3.start", "2027-03-01"),
        ("annex3.activities.3.end", "2028-02-28"),
    ];
    assert_eq!(broken(&judged(coal(), &columns)), 0);
    let late = [
        columns[0],
        columns[1],
        ("annex3.activities.3.end", "2028-02-29"),
    ];
    breaks(coal(), &late, "R185", "annex3.activities.3.time");
}

#[test]
fn lines_that_do_not_add_up_are_broken() {
    let changes = [("annex3.lines.1.quantity", "13")];
    breaks(coal(), &changes, "R195", "annex3.total_requested");
}
