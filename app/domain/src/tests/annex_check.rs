//! The rules of the annexes: both samples are met, and each rule is broken by one change.

use crate::Money;
use crate::annex::check::{ready, rules};
use crate::annex::{Draft, Facts, Finding, Verdict, broken, check};
use crate::state::Paper;
use crate::training::TrainingStandard;

use super::annex::{association, coal, with};
use super::training::{FIRST, later};
use super::yuan;

pub(super) fn facts_of(draft: &Draft) -> Facts {
    Facts {
        plan_year: 2027,
        areas: vec!["煤炭开采".into(), "装备制造".into()],
        area_version: 1,
        papers: Paper::ALL.to_vec(),
        committed: Money::ZERO,
        org_name: draft.get("annex1.unit_name").into(),
        org_code: draft.get("annex1.org_code").into(),
        names: vec!["另一个项目".into()],
        standard: FIRST.clone(),
    }
}

/// What is found after some changes, judged by the facts of the sample as it was.
pub(super) fn judged(draft: Draft, changes: &[(&str, &str)]) -> Vec<Finding> {
    let facts = facts_of(&draft);
    check(&with(draft, changes), &facts)
}

pub(super) fn found(findings: &[Finding], rule: &str, verdict: Verdict, field: &str) -> bool {
    findings.iter().any(|finding| {
        finding.rule == rule
            && finding.verdict == verdict
            && finding.field.as_deref() == Some(field)
    })
}

pub(super) fn breaks(draft: Draft, changes: &[(&str, &str)], rule: &str, field: &str) {
    let findings = judged(draft, changes);
    assert!(
        found(&findings, rule, Verdict::Broken, field),
        "{changes:?} should break {rule} at {field}: {:#?}",
        only(&findings, rule)
    );
}

fn warns(draft: Draft, changes: &[(&str, &str)], rule: &str, field: &str) {
    let findings = judged(draft, changes);
    assert_eq!(broken(&findings), 0, "{changes:?}");
    assert!(
        found(&findings, rule, Verdict::Warning, field),
        "{changes:?} should warn by {rule} at {field}: {:#?}",
        only(&findings, rule)
    );
}

pub(super) fn only<'f>(findings: &'f [Finding], rule: &str) -> Vec<&'f Finding> {
    findings
        .iter()
        .filter(|finding| finding.rule == rule)
        .collect()
}

#[test]
fn nothing_is_broken_in_the_samples() {
    for draft in [coal(), association()] {
        let findings = judged(draft, &[]);
        let broken: Vec<_> = findings
            .iter()
            .filter(|finding| finding.verdict == Verdict::Broken)
            .collect();
        assert!(broken.is_empty(), "{broken:#?}");
        assert_eq!(ready(&findings), Ok(()));
    }
}

#[test]
fn every_rule_says_something_in_the_order_of_the_paper() {
    for draft in [coal(), association(), Draft::default()] {
        let findings = judged(draft, &[]);
        let mut said: Vec<&str> = findings.iter().map(|f| f.rule.as_str()).collect();
        said.dedup();
        assert_eq!(said, rules().collect::<Vec<_>>());
        for finding in &findings {
            assert!(!finding.clause.is_empty(), "{finding:?}");
            assert!(finding.text.ends_with('。'), "{finding:?}");
            assert!(!finding.text.contains("。。"), "{finding:?}");
        }
    }
}

/// A rule that points nowhere, or a field that no rule judges, would never be noticed.
#[test]
fn every_field_of_the_catalogue_has_its_rule() {
    use crate::annex::catalogue::{Item, items};
    let judged: Vec<&str> = rules().collect();
    for (_, item) in items() {
        let asked: Vec<&str> = match item {
            Item::Field(field) => vec![field.rule],
            Item::Table(table) => table.columns.iter().map(|column| column.rule).collect(),
            Item::Paper(_, rule, _) => vec![rule],
        };
        for rule in asked {
            assert!(judged.contains(&rule), "{rule} of {item:?}");
        }
    }
}

#[test]
fn an_empty_draft_is_broken_everywhere() {
    let findings = check(&Draft::default(), &Facts::default());
    let refusal = ready(&findings).expect_err("blocked");
    assert_eq!(refusal.kind(), "DraftBroken");
    assert!(refusal.sentence().contains("处不符合要求，首先是："));
    assert_eq!(refusal.field(), Some("areas.1.name"));
    assert!(refusal.sentence().contains("首先是：四（三）：“重点领域”"));
    // Nothing to judge is not the same as nothing wrong.
    for rule in ["R186", "R187", "R197", "R198", "R199", "R200"] {
        assert_eq!(only(&findings, rule)[0].verdict, Verdict::Warning, "{rule}");
    }
    for rule in ["R041", "R130", "R146", "R160", "R184", "R194", "R195"] {
        assert!(
            only(&findings, rule)
                .iter()
                .any(|finding| finding.verdict == Verdict::Broken),
            "{rule}"
        );
    }
}

#[test]
fn the_cap_is_reached_to_the_fen() {
    let at = |draft: Draft, budget: &str| {
        only(&judged(draft, &[("annex1.budget", budget)]), "R141")[0].verdict
    };
    // 684 万元 × 3 % = 20.52 万元.
    assert_eq!(at(coal(), "20.52"), Verdict::Met);
    assert_eq!(at(coal(), "20.520001"), Verdict::Broken);
    // 753 万元 of the members × 3 % = 22.59 万元; the association itself pays nothing.
    assert_eq!(at(association(), "22.59"), Verdict::Met);
    assert_eq!(at(association(), "22.590001"), Verdict::Broken);
}

#[test]
fn other_projects_of_the_year_count_towards_the_cap() {
    let draft = coal();
    let mut facts = facts_of(&draft);
    facts.committed = yuan("200.00");
    assert_eq!(broken(&check(&draft, &facts)), 0);
    facts.committed = yuan("200.01");
    let findings = check(&draft, &facts);
    assert!(found(&findings, "R141", Verdict::Broken, "annex1.budget"));
    assert!(
        only(&findings, "R141")[0]
            .text
            .contains("超出 0.000001 万元")
    );
}

#[test]
fn the_last_day_of_two_years_is_allowed() {
    let on = |end: &str| judged(coal(), &[("annex1.end", end)]);
    assert_eq!(broken(&on("2029-03-01")), 0);
    assert_eq!(broken(&on("2029-03-02")), 1);
}

#[test]
fn size_is_judged_by_the_industry() {
    // Building looks at assets, which nobody asked of a mine.
    breaks(
        coal(),
        &[("annex1.industry", "47")],
        "R040",
        "annex1.profile.assets",
    );
    for (industry, employees, revenue, assets, verdict) in [
        ("06", "300", "2000", "", Verdict::Warning),
        ("06", "300", "1999.99", "", Verdict::Broken),
        ("06", "1000", "40000", "", Verdict::Met),
        ("47", "5", "80000", "80000", Verdict::Met),
        ("47", "5", "6000", "4999.99", Verdict::Broken),
        ("7020", "1000", "5000", "", Verdict::Met),
        ("83", "300", "1", "", Verdict::Met),
        ("83", "99", "1", "", Verdict::Broken),
    ] {
        let changes = [
            ("annex1.industry", industry),
            ("annex1.profile.employees", employees),
            ("annex1.profile.revenue", revenue),
            ("annex1.profile.assets", assets),
        ];
        let findings = judged(coal(), &changes);
        let size = only(&findings, "R040");
        assert_eq!(size[0].verdict, verdict, "{changes:?}: {}", size[0].text);
    }
    let small = judged(coal(), &[("annex1.profile.employees", "20")]);
    assert!(
        only(&small, "R040")[0]
            .text
            .contains("面向社会和中小微企业")
    );
}

#[test]
fn some_things_are_only_pointed_at() {
    warns(coal(), &[], "R146", "annex1.opinion.person");
    warns(coal(), &[], "R095", "annex3.declared");
    warns(
        coal(),
        &[("annex1.profile.size", "中型")],
        "R040",
        "annex1.profile.size",
    );
    warns(
        coal(),
        &[("annex2.effect.accidents", "明显下降")],
        "R171",
        "annex2.effect.accidents",
    );
    let early = [("annex1.start", "2026-12-31")];
    warns(coal(), &early, "R049", "annex1.start");
}

#[test]
fn a_code_of_another_kind_is_pointed_at() {
    let draft = with(coal(), &[("annex1.org_code", "51150200DEM9000209")]);
    let findings = check(&draft, &facts_of(&draft));
    assert!(found(
        &findings,
        "R136",
        Verdict::Warning,
        "annex1.org_code"
    ));
}

#[test]
fn the_old_code_inside_the_registered_one_will_do() {
    let mut facts = facts_of(&coal());
    facts.org_code = "91350100M000100Y43".into();
    for (code, verdict) in [
        ("M000100Y-4", Verdict::Met),
        ("60003734-1", Verdict::Broken),
    ] {
        let draft = with(coal(), &[("annex1.org_code", code)]);
        assert_eq!(
            only(&check(&draft, &facts), "R136")[0].verdict,
            verdict,
            "{code}"
        );
    }
}

#[test]
fn the_training_standard_warns_with_its_arithmetic() {
    let dear = [("annex3.lines.4.standard", "161")];
    let findings = judged(coal(), &dear);
    let over = findings
        .iter()
        .find(|finding| finding.rule == "R198" && finding.verdict == Verdict::Warning)
        .expect("a warning");
    assert!(
        over.text.contains("= 252,000.00 元，已列 253,200.00 元"),
        "{}",
        over.text
    );
    let crowd = [("annex3.training.staff", "11")];
    warns(coal(), &crowd, "R198", "annex3.training.staff");
}

#[test]
fn trainings_are_judged_by_the_standard_that_is_handed_in() {
    let changes = [
        ("annex3.lines.4.standard", "161"),
        ("annex3.training.staff", "11"),
        ("annex3.activities.1.lecturer_title", "副高级"),
        ("annex3.lines.1.item", "授课"),
        ("annex3.lines.1.unit", "学时"),
        ("annex3.lines.1.standard", "750"),
    ];
    let draft = with(coal(), &changes);
    let said = |standard: &TrainingStandard| {
        let facts = Facts {
            standard: standard.clone(),
            ..facts_of(&coal())
        };
        let findings = check(&draft, &facts);
        let said: Vec<_> = only(&findings, "R198")
            .into_iter()
            .map(|one| (one.verdict, one.text.clone()))
            .collect();
        said
    };
    let warned = |said: &[(Verdict, String)]| {
        let warned = said
            .iter()
            .filter(|(verdict, _)| *verdict == Verdict::Warning);
        warned.count()
    };
    let (before, after) = (said(&FIRST), said(&later("2027-07-01")));
    assert_eq!(warned(&before), 3, "{before:#?}");
    assert_eq!(warned(&after), 0, "{after:#?}");
    let has =
        |said: &[(Verdict, String)], words: &str| said.iter().any(|one| one.1.contains(words));
    assert!(has(&before, "每人每天 210 元") && has(&before, "财行〔2016〕540号"));
    assert!(has(&after, "每人每天 315 元") && has(&after, "内财行〔2027〕3号"));
    assert!(has(&after, "税后不超过 750.00 元") && has(&after, "最多 15 人"));
}

#[test]
fn lecture_fees_follow_the_title() {
    for (title, unit, standard, verdict) in [
        ("副高级", "学时", "500", Verdict::Met),
        ("副高级", "学时", "500.01", Verdict::Warning),
        ("高级工程师", "半天", "2000", Verdict::Met),
        ("正高级工程师", "课时", "1000.01", Verdict::Warning),
        ("教授", "学时", "1000", Verdict::Met),
        ("副教授", "学时", "1000", Verdict::Warning),
        ("中国工程院院士", "学时", "1500", Verdict::Met),
        ("高级工", "学时", "9000", Verdict::Met),
        ("副高级", "人次", "100", Verdict::Warning),
    ] {
        let changes = [
            ("annex3.activities.1.lecturer_title", title),
            ("annex3.lines.1.item", "授课"),
            ("annex3.lines.1.unit", unit),
            ("annex3.lines.1.standard", standard),
        ];
        let findings = judged(coal(), &changes);
        let warned = found(
            &findings,
            "R198",
            Verdict::Warning,
            "annex3.lines.1.standard",
        );
        assert_eq!(
            warned,
            verdict == Verdict::Warning,
            "{title} {unit} {standard}"
        );
    }
}

#[test]
fn what_cannot_be_judged_yet_says_so() {
    let findings = judged(coal(), &[("annex1.contribution", "")]);
    let cap = only(&findings, "R141");
    assert_eq!(cap[0].verdict, Verdict::Warning);
    assert!(cap[0].text.contains("填写完整后再核对"));
}

#[test]
fn findings_cite_the_box_of_the_form() {
    let findings = judged(coal(), &[("annex1.budget", "30")]);
    let cap = only(&findings, "R141")[0];
    assert_eq!(cap.clause, "附件1 项目预算");
    assert_eq!(only(&findings, "R041")[0].clause, "四（三）");
    assert_eq!(only(&findings, "R049")[0].clause, "四（三）");
    assert_eq!(only(&findings, "R184")[0].clause, "附件3 二（二）");
    assert_eq!(only(&findings, "R146")[0].clause, "附件1 申请单位意见");
}

#[test]
fn phones_are_read_as_people_write_them() {
    for (phone, fits) in [
        ("13800000001", true),
        ("+86 138 0000 0001", true),
        ("0472-5123456", true),
        ("（0472）5123456", true),
        ("010-88886666-8001", true),
        ("400-800-1234", true),
        ("5123456", false),
        ("12800000001", false),
        ("138000000012", false),
        ("电话", false),
        ("", false),
    ] {
        let findings = judged(coal(), &[("annex1.phone", phone)]);
        assert_eq!(broken(&findings) == 0, fits, "{phone}");
    }
}
