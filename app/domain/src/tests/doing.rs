//! Doing the work: templates, quarters, the comparison of plan and work, the archive, the machines.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::yuan;
use crate::access::{Action, Capacity, Role};
use crate::annex::Draft;
use crate::budget::Subject;
use crate::contract::ClauseTexts;
use crate::money::Money;
use crate::progress::{Done, Held, Quarter, WorkPlan, compare};
use crate::refusal::Refusal;
use crate::settlement::{Outcome, settle};
use crate::state::{
    AmendmentState, ArchiveFacts, ArchiveItem, CaseState, Category, Clause, Inspector,
    PaymentState, ProjectState,
};
use crate::template::{self, KINDS, Placeholder, check_all, fill, fill_all, standard_texts};
use crate::{calendar, deadline, prepayment};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

#[test]
fn every_standard_text_is_in_order_and_names_the_legal_basis() {
    for (kind, mode) in KINDS {
        let texts = standard_texts(*kind, *mode);
        check_all(&texts).expect("in order");
        assert!(texts.scope.contains("{法律依据}"), "{kind:?} {mode:?}");
        let filled = fill_all(&texts, |part| Some(format!("<{}>", part.code()))).expect("fills");
        for clause in Clause::ALL {
            let text = filled.get(*clause);
            assert!(!text.contains(['{', '}']), "{kind:?} {mode:?} {clause:?}");
            assert!(
                text.chars().count() > 60,
                "{clause:?} is too thin to be a clause"
            );
        }
        // The figures of the draft are all spoken of, so that a draft cannot contradict its text.
        let all: String = Clause::ALL.iter().map(|one| texts.get(*one)).collect();
        for part in Placeholder::ALL.iter().filter(|part| part.is_figure()) {
            assert!(all.contains(&format!("{{{}}}", part.code())), "{part:?}");
        }
    }
}

#[test]
fn a_placeholder_nobody_knows_is_named() {
    for (text, name) in [
        ("金额{协议金額}元", "协议金額"),
        ("{ }", ""),
        ("未完{协议金额", "协议金额"),
        ("{协议{金额}}", "协议{金额}}"),
        ("{一\n二}", "一\n二}"),
    ] {
        let refusal = fill(Clause::Settlement, text, |_| None).expect_err(text);
        assert_eq!(
            refusal,
            Refusal::UnknownPlaceholder {
                field: "settlement".into(),
                name: name.into()
            }
        );
        assert!(refusal.sentence().contains(name) && refusal.clause().is_some());
    }
}

#[test]
fn what_is_not_known_yet_stays_to_be_filled_in_later() {
    let early = fill(
        Clause::Scope,
        "{ 项目名称 }自{开始日期}起",
        |part| (part == Placeholder::ProjectName).then(|| "甲项目".into()),
    );
    assert_eq!(early.as_deref(), Ok("甲项目自{开始日期}起"));
    // A value with braces in it is a value, not a placeholder.
    let odd = fill(Clause::Scope, "{项目名称}", |_| Some("{甲}".into()));
    assert_eq!(odd.as_deref(), Ok("{甲}"));
}

#[test]
fn a_template_without_a_block_or_with_too_much_text_is_refused_at_the_block() {
    let (kind, mode) = KINDS[0];
    let mut texts = standard_texts(kind, mode);
    texts.set(Clause::Breach, " \n".into());
    let refusal = check_all(&texts).expect_err("empty");
    assert_eq!(
        (refusal.kind(), refusal.field()),
        ("ClauseEmpty", Some("breach"))
    );
    texts.set(
        Clause::Breach,
        "长".repeat(template::CLAUSE_MAX as usize + 1),
    );
    let refusal = check_all(&texts).expect_err("too long");
    assert_eq!(
        (refusal.kind(), refusal.field()),
        ("TooLong", Some("breach"))
    );
    assert_eq!(
        check_all(&ClauseTexts::default())
            .expect_err("all empty")
            .kind(),
        "ClauseEmpty"
    );
}

#[test]
fn quarters_end_where_the_calendar_says() {
    for (of, end) in [
        (day(2026, 1, 1), day(2026, 3, 31)),
        (day(2026, 6, 30), day(2026, 6, 30)),
        (day(2026, 11, 24), day(2026, 12, 31)),
        (day(2028, 2, 29), day(2028, 3, 31)),
    ] {
        assert_eq!(Quarter::of(of).last_day(), end);
        assert_eq!(
            Quarter::of(end).next(),
            Quarter::of(calendar::next_day(end))
        );
    }
}

#[test]
fn a_progress_report_is_due_ten_working_days_after_its_quarter() {
    use crate::state::DeadlineKind;
    assert_eq!(
        deadline::Rule::of(DeadlineKind::Progress),
        deadline::Rule::WorkingDays(deadline::PROGRESS_WORKING_DAYS)
    );
}

fn plan() -> WorkPlan {
    let mut draft = Draft::default();
    for (path, text) in [
        ("annex3.activities.1.no", "T1"),
        ("annex3.activities.1.name", "班组长培训"),
        ("annex3.activities.1.category", "培训"),
        ("annex3.activities.1.start", "2027-03-01"),
        ("annex3.activities.1.end", "2027-03-03"),
        ("annex3.activities.1.people", "120"),
        ("annex3.activities.2.no", "P1"),
        ("annex3.activities.2.name", "宣传册发放"),
        ("annex3.activities.2.category", "宣传"),
        ("annex3.activities.2.people", "很多"),
        ("annex3.lines.1.subject", "执行项目的培训费"),
        ("annex3.lines.1.standard", "100"),
        ("annex3.lines.1.quantity", "50"),
        ("annex3.lines.2.subject", "税费"),
        ("annex3.lines.2.standard", "30"),
        ("annex3.lines.2.quantity", "1"),
    ] {
        draft.set(path, text).expect(path);
    }
    WorkPlan::of(&draft)
}

#[test]
fn the_plan_is_what_annex_three_says() {
    let plan = plan();
    assert_eq!(plan.activities.len(), 2);
    assert_eq!(plan.activities[0].people, Some(120));
    assert_eq!(plan.activities[0].time, "2027-03-01 至 2027-03-03");
    assert_eq!(
        plan.activities[1].people, None,
        "what is no number is not known"
    );
    assert_eq!(
        plan.subjects,
        [
            (Subject::Training, yuan("5000")),
            (Subject::Tax, yuan("30"))
        ]
    );
}

#[test]
fn planned_and_real_stand_side_by_side() {
    let held = |no: &str, name: &str, month: u32, people: i64| Held {
        no: no.into(),
        name: name.into(),
        on: day(2027, month, 5),
        people,
    };
    let reports = [
        Done {
            held: vec![held("T1", "班组长培训", 3, 60), held("", "现场咨询", 3, 15)],
            spent: vec![
                (Subject::Training, yuan("4800")),
                (Subject::Venue, yuan("200")),
            ],
        },
        Done {
            held: vec![held("T1", "班组长培训", 5, 55), held("", "现场咨询", 6, 5)],
            spent: vec![(Subject::Training, yuan("300.5"))],
        },
    ];
    let got = compare(Some(&plan()), yuan("6000"), &reports);
    let rows: Vec<_> = got
        .activities
        .iter()
        .map(|row| {
            (
                row.no.as_str(),
                row.planned,
                row.times,
                row.people,
                row.extra,
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("T1", Some(120), 2, 115, false),
            ("P1", None, 0, 0, false),
            ("", None, 2, 20, true)
        ]
    );
    assert_eq!(got.activities[0].last, Some(day(2027, 5, 5)));
    assert_eq!((got.planned_people, got.people), (Some(120), 135));
    let subjects: Vec<_> = got
        .subjects
        .iter()
        .map(|row| (row.subject, row.planned, row.spent, row.over))
        .collect();
    assert_eq!(
        subjects,
        [
            (Subject::Training, Some(yuan("5000")), yuan("5100.5"), true),
            (Subject::Venue, Some(Money::ZERO), yuan("200"), true),
            (Subject::Tax, Some(yuan("30")), Money::ZERO, false),
        ]
    );
    assert_eq!((got.spent, got.over), (yuan("5300.5"), false));
    let bare = compare(None, yuan("5000"), &reports);
    assert!(bare.over && bare.planned_people.is_none());
    assert!(
        bare.subjects
            .iter()
            .all(|row| row.planned.is_none() && !row.over)
    );
}

#[test]
fn an_archive_needs_what_the_project_did() {
    let facts = |category, amended, reported| ArchiveFacts {
        category,
        amended,
        reported,
    };
    let optional = |facts| -> Vec<ArchiveItem> {
        let all = ArchiveItem::ALL.iter().copied();
        all.filter(|item| !item.is_mandatory(facts)).collect()
    };
    use ArchiveItem as I;
    assert_eq!(ArchiveItem::ALL.len(), 10);
    assert_eq!(
        optional(facts(Category::Training, false, false)),
        [I::Notices, I::Changes, I::Reports]
    );
    assert_eq!(optional(facts(Category::Both, true, true)), [I::Notices]);
    assert_eq!(
        optional(facts(Category::Publicity, false, true)),
        [I::Notices, I::SignIn, I::Scores, I::Changes]
    );
}

#[test]
fn machines_end_and_go_only_forward() {
    assert!(AmendmentState::Filed.next().is_empty() && !AmendmentState::Filed.is_open());
    assert!(
        !AmendmentState::Draft
            .next()
            .contains(&AmendmentState::Signing)
    );
    assert!(
        !CaseState::Open.next().contains(&CaseState::Closed),
        "nothing is closed undecided"
    );
    assert!(CaseState::Closed.next().is_empty());
    assert!(!PaymentState::Frozen.next().contains(&PaymentState::Paid));
}

#[test]
fn only_a_few_may_know_of_a_case_and_fewer_act_on_it() {
    use Capacity as C;
    let who = |action: Action| action.rule().who.to_vec();
    assert_eq!(
        who(Action::ViewCases),
        [
            C::CityHrss,
            C::AgencyReviewer,
            C::CityFinance,
            C::RegionHrss
        ]
    );
    assert_eq!(who(Action::OpenCase), [C::CityHrss, C::AgencyReviewer]);
    for action in [Action::DecideCase, Action::ReleaseFreeze, Action::CloseCase] {
        assert_eq!(who(action), [C::CityHrss]);
    }
    assert!(!Action::SendMessage.fits(ProjectState::Draft));
    assert_eq!(Inspector::of(Role::CityHealth), Some(Inspector::Health));
    assert_eq!(Inspector::of(Role::AgencyPayer), None);
}

proptest! {
    /// A termination before the acceptance never pays anything (I2), and takes back exactly what was
    /// prepaid above the value of the work.
    #[test]
    fn a_termination_takes_back_what_was_not_earned(agreement in 1_i64..1_000_000_000, worth in 0_i64..=10_000, prepaid in 0_i64..=7_000) {
        let of = |points: i64| Money::from_fen(i64::try_from(i128::from(agreement) * i128::from(points) / 10_000).expect("small"));
        let (worth, prepaid) = (of(worth), of(prepaid));
        let got = settle(Money::from_fen(agreement), worth, prepaid, Outcome::Terminated).expect("settles");
        prop_assert_eq!((got.balance, got.deduction), (Money::ZERO, Money::ZERO));
        prop_assert_eq!(got.recover, prepaid.saturating_sub(worth));
    }

    /// What was prepaid fits a lowered agreement exactly when it is 30% to 70% of it (I1).
    #[test]
    fn prepaid_money_must_fit_the_new_amount(amount in 1_i64..1_000_000_000, already in 1_i64..1_000_000_000) {
        let (amount, already) = (Money::from_fen(amount), Money::from_fen(already));
        let (min, max) = prepayment::band(amount);
        prop_assert_eq!(prepayment::check_kept("amount", amount, already).is_ok(), min <= already && already <= max);
    }
}
