//! The catalogue, the draft, the summary, the sums and the differences.

use crate::annex::catalogue::{self, Item, Kind};
use crate::annex::labels::{self, Node};
use crate::annex::{Draft, Section, Summary, clause, diff, field, totals};
use crate::budget::Subject;
use crate::refusal::Refusal;
use crate::state::{Category, Mode, ProjectKind};

use super::training::FIRST;
use super::{day, yuan};

pub(super) const COAL: &str =
    include_str!("../../../../end2end/samples/application-ordos-coal.json");
pub(super) const ASSOCIATION: &str =
    include_str!("../../../../end2end/samples/application-baotou-association.json");

pub(super) fn read(json: &str) -> Result<Draft, Refusal> {
    let node: Node = serde_json::from_str(json).expect("JSON");
    labels::read(&node)
}

/// The application of 鄂尔多斯, an enterprise.
pub(super) fn coal() -> Draft {
    read(COAL).expect("the sample")
}

/// The application of 包头, an association.
pub(super) fn association() -> Draft {
    read(ASSOCIATION).expect("the sample")
}

/// The draft with other texts at some places.
pub(super) fn with(mut draft: Draft, changes: &[(&str, &str)]) -> Draft {
    for (path, text) in changes {
        draft.set(path, *text).expect(path);
    }
    draft
}

#[test]
fn every_path_is_found_once() {
    let mut seen = std::collections::BTreeSet::new();
    for (section, item) in catalogue::items() {
        let paths: Vec<String> = match item {
            Item::Field(field) => vec![field.path.into()],
            Item::Table(table) => {
                let cells = table
                    .columns
                    .iter()
                    .map(|column| table.cell(1, column.path));
                cells.collect()
            }
            Item::Paper(paper, ..) => vec![format!("paper:{}", paper.code())],
        };
        for path in paths {
            assert!(seen.insert(path.clone()), "{path} stands twice");
            if !path.starts_with("paper:") {
                let (found, ..) = field(&path).expect(&path);
                assert_eq!(found, section, "{path}");
            }
        }
    }
}

#[test]
fn a_path_is_exact() {
    for path in [
        "annex3.goals.1.goal",
        "annex3.goals.30.unit",
        "members.500.code",
        "annex1.budget",
    ] {
        assert!(field(path).is_some(), "{path}");
    }
    for path in [
        "",
        "annex1",
        "annex3.goals",
        "annex3.goals.0.goal",
        "annex3.goals.01.goal",
        "annex3.goals.+1.goal",
        "annex3.goals.31.goal",
        "annex3.goals.1.nothing",
        "annex3.goals.1.goal.more",
        "annex3.lines.1.amount",
    ] {
        assert!(field(path).is_none(), "{path}");
    }
}

#[test]
fn clauses_are_cited_as_the_annexes_number_them() {
    for (path, cited) in [
        ("areas.1.name", "四（三）"),
        ("annex1.budget", "附件1"),
        ("annex2.staff.1.name", "附件2 三（二）"),
        ("annex3.goals.2.goal", "附件3 二（二）"),
        ("annex3.direct.group", "附件3 二（五）1"),
        ("annex3.lines.1.item", "附件3 四"),
    ] {
        let (section, ..): (&Section, _, _) = field(path).expect(path);
        assert_eq!(clause(section), cited);
    }
}

#[test]
fn the_subjects_are_those_of_the_budget() {
    let (_, subject, _) = field("annex3.lines.1.subject").expect("a column");
    let Kind::Choice(names) = subject.kind else {
        panic!("a choice");
    };
    let printed: Vec<&str> = Subject::ALL.iter().map(|subject| subject.label()).collect();
    assert_eq!(names, printed);
}

#[test]
fn a_draft_keeps_what_was_typed() {
    let mut draft = Draft::default();
    draft.set("annex1.budget", " ２０．5 万 ").expect("kept");
    assert_eq!(draft.get("annex1.budget"), " ２０．5 万 ");
    assert_eq!(draft.money_wan("annex1.budget"), Some(Ok(yuan("205000"))));
    draft.set("annex1.start", "不知道").expect("kept");
    assert!(draft.date("annex1.start").is_some_and(|day| day.is_err()));
    draft.set("annex1.budget", "").expect("taken out");
    assert_eq!(draft.money_wan("annex1.budget"), None);
    let wire = serde_json::to_string(&draft).expect("JSON");
    assert_eq!(wire, r#"{"annex1.start":"不知道"}"#);
    assert_eq!(serde_json::from_str::<Draft>(&wire).ok(), Some(draft));
}

#[test]
fn a_draft_has_its_bounds() {
    let mut draft = Draft::default();
    let kind = |answer: Result<(), Refusal>| answer.expect_err("refused").kind();
    assert_eq!(kind(draft.set("annex1.profit", "1")), "UnknownLabel");
    // 单位名称: 100 characters, four times as much while writing.
    assert!(draft.set("annex1.unit_name", "矿".repeat(400)).is_ok());
    assert_eq!(
        kind(draft.set("annex1.unit_name", "矿".repeat(401))),
        "TooLong"
    );
    assert_eq!(draft.get("annex1.unit_name").chars().count(), 400);
    let essays: Vec<_> = (1..=200)
        .map(|row| format!("annex3.activities.{row}.outline"))
        .filter(|path| field(path).is_some())
        .collect();
    let full = essays
        .iter()
        .find_map(|path| draft.set(path, "文".repeat(8000)).err());
    assert_eq!(full, Some(Refusal::DraftTooLarge));
    assert!(draft.length() <= 400_000 && draft.verify().is_ok());
    assert!(draft.set(&essays[0], "短").is_ok(), "it can be cut down");
    let foreign: Draft = serde_json::from_str(r#"{"x":"1"}"#).expect("JSON");
    assert!(foreign.verify().is_err());
}

#[test]
fn rows_are_those_with_something_in_them() {
    let draft = with(
        Draft::default(),
        &[
            ("annex3.goals.10.goal", "十"),
            ("annex3.goals.2.unit", "人"),
            ("annex3.goals.3.goal", "  "),
            ("annex3.goals.2.goal", "二"),
        ],
    );
    let (_, goals) = catalogue::table("annex3.goals").expect("a table");
    assert_eq!(draft.rows(goals), [2, 10]);
}

#[test]
fn numbers_and_days_are_read_as_people_write_them() {
    let at = |path: &str, text: &str| with(Draft::default(), &[(path, text)]);
    for (text, number) in [
        ("1,200", Some(1200)),
        ("１２００", Some(1200)),
        ("12.0", Some(12)),
        ("12.5", None),
        ("1,20", None),
        ("-1", None),
        ("12人", None),
        ("4294967296", None),
        ("99999999999999999999999999999", None),
    ] {
        let path = "annex1.profile.employees";
        assert_eq!(
            at(path, text).int(path).and_then(Result::ok),
            number,
            "{text}"
        );
    }
    for (text, fits) in [
        ("2027-04-10", true),
        ("2027年4月10日", true),
        ("２０２７／４／１０", true),
        ("27-04-10", false),
        ("2027-02-29", false),
        ("2027-04-10 左右", false),
        ("20270410", false),
    ] {
        let path = "annex1.start";
        let read = at(path, text).date(path).and_then(Result::ok);
        assert_eq!(read.is_some(), fits, "{text}");
    }
}

#[test]
fn the_summary_of_both_samples() {
    let coal = Summary::of(&coal()).expect("complete");
    assert_eq!(
        (coal.kind, coal.mode, coal.category),
        (ProjectKind::Enterprise, Mode::Commissioned, Category::Both)
    );
    assert_eq!(
        (coal.requested, coal.contribution),
        (yuan("205000"), yuan("6840000"))
    );
    assert_eq!(
        (coal.start, coal.end),
        (day("2027-03-01"), day("2028-02-28"))
    );
    assert_eq!((coal.industry.as_str(), coal.people), ("06", 1200));
    assert_eq!(coal.key_areas, ["煤炭开采"]);
    assert_eq!(
        coal.goals[1],
        ("考核合格率".into(), "闭卷与实操成绩".into(), "95%".into())
    );
    let association = Summary::of(&association()).expect("complete");
    assert_eq!(
        (association.kind, association.mode),
        (ProjectKind::Association, Mode::Direct)
    );
    assert_eq!(association.org_code, "51150200DEM9000209");
}

#[test]
fn there_is_no_summary_of_half_a_draft() {
    for (path, text) in [
        ("annex1.project_name", ""),
        ("annex1.applicant_type", "学校"),
        ("annex1.industry", "98"),
        ("annex1.budget", "二十万"),
        ("annex1.start", "2027-02-30"),
        ("annex3.goals.2.target", ""),
        ("annex3.beneficiaries.number", "许多"),
        ("areas.1.name", " "),
    ] {
        assert_eq!(Summary::of(&with(coal(), &[(path, text)])), None, "{path}");
    }
}

#[test]
fn sums_follow_what_is_typed() {
    let totals = totals::of(&coal());
    assert_eq!(totals.sum, yuan("205000"));
    assert_eq!(totals.own, Some(yuan("21000")));
    assert!(
        totals
            .subjects
            .contains(&(Subject::Printing, yuan("16000")))
    );
    assert!(totals.unread.is_empty());
    let half = with(coal(), &[("annex3.lines.13.quantity", "")]);
    let totals = totals::of(&half);
    assert_eq!((totals.sum, totals.unread), (yuan("197000"), vec![13]));
}

#[test]
fn the_base_of_the_cap_is_the_members_for_an_association() {
    assert_eq!(totals::cap_base(&coal()), Some(yuan("6840000")));
    assert_eq!(totals::cap_base(&association()), Some(yuan("7530000")));
    let unknown = with(association(), &[("members.3.contribution", "")]);
    assert_eq!(totals::cap_base(&unknown), None);
}

#[test]
fn trainings_are_measured_with_their_arithmetic() {
    let coal = coal();
    let trainings = totals::trainings(&coal, &FIRST);
    assert_eq!(trainings.len(), 2);
    assert_eq!(
        (trainings[0].limit, trainings[0].spent),
        (yuan("252000"), yuan("132000"))
    );
    assert!(
        trainings[0]
            .text
            .contains("1200 人 × 1 天 × 每人每天 210 元 = 252,000.00 元，已列 132,000.00 元")
    );
    // Nobody dines at T2: 80 yuan a day.
    assert_eq!(trainings[1].limit, yuan("48000"));
    let residential = with(
        coal,
        &[
            ("annex3.training.lodging", "提供住宿"),
            ("annex3.training.meals", "提供伙食"),
            ("annex3.activities.1.days", "2"),
        ],
    );
    assert_eq!(
        totals::trainings(&residential, &FIRST)[0].limit,
        yuan("1320000")
    );
}

#[test]
fn a_changed_row_is_named() {
    let before = coal();
    let after = with(
        before.clone(),
        &[
            ("annex3.goals.2.target", "96"),
            ("annex1.budget", "20.4"),
            ("annex3.goals.4.goal", "新目标"),
            ("annex1.industry_body", ""),
        ],
    );
    let found: Vec<_> = diff(&before, &after)
        .into_iter()
        .map(|d| (d.path, d.place, d.before, d.after))
        .collect();
    let expected = [
        (
            "annex1.industry_body",
            "附件1",
            "鄂尔多斯市演示煤炭行业协会",
            "",
        ),
        ("annex1.budget", "附件1", "20.50", "20.4"),
        (
            "annex3.goals.2.target",
            "附件3 二（二） 近期目标 第 2 行",
            "95",
            "96",
        ),
        (
            "annex3.goals.4.goal",
            "附件3 二（二） 近期目标 第 4 行",
            "",
            "新目标",
        ),
    ]
    .map(|(path, place, before, after)| (path.into(), place.into(), before.into(), after.into()));
    assert_eq!(found, expected);
    assert!(diff(&before, &before).is_empty());
}

#[test]
fn a_place_of_an_older_catalogue_is_compared_too() {
    let old: Draft = serde_json::from_str(r#"{"annex1.fax":"1"}"#).expect("JSON");
    let found = diff(&old, &Draft::default());
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].path.as_str(), found[0].before.as_str()),
        ("annex1.fax", "1")
    );
}

#[test]
fn a_count_is_read_as_amounts_are() {
    let mut draft = Draft::default();
    for (typed, count) in [
        ("1,200", Some(1200)),
        ("１２００", Some(1200)),
        ("1234,567", None),
        ("1,20", None),
    ] {
        draft.set("annex3.direct.number", typed).unwrap();
        let read = draft.int("annex3.direct.number").unwrap().ok();
        assert_eq!(read, count, "{typed}");
    }
}
