//! Quarterly reports and their clock D9 (R082).

use chrono::NaiveDate;
use domain::budget::Subject;
use domain::contract::{DoingApi, HeldLine, ProgressDraft, ProjectApi, ScreensApi, SpentLine};
use domain::state::{DeadlineKind, DeadlineResult, Mode, ProjectState};
use domain::{Money, ProjectId};

use super::{project_at, refused, refused_at, see, yuan};
use crate::testkit::{BAOTOU, ORDOS, World, world};

fn held(no: &str, name: &str, on: NaiveDate, people: &str) -> HeldLine {
    HeldLine {
        no: no.into(),
        name: name.into(),
        on: on.to_string(),
        people: people.into(),
    }
}

fn spent(subject: Subject, amount: &str) -> SpentLine {
    SpentLine {
        subject: subject.code().into(),
        amount: amount.into(),
    }
}

/// Clocks of progress as (quarter's end, result), in order.
async fn clocks(world: &World, id: ProjectId) -> Vec<(NaiveDate, Option<DeadlineResult>)> {
    let view = see(&world.clerk(ORDOS), id).await;
    let mut all: Vec<_> = view
        .deadlines
        .iter()
        .filter(|one| one.kind == DeadlineKind::Progress)
        .map(|one| (one.start, one.result))
        .collect();
    all.sort();
    all
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[expect(clippy::too_many_lines, reason = "a story reads from top to bottom")]
#[tokio::test]
async fn the_clock_runs_quarter_by_quarter_until_the_work_is_done() {
    let world = world().await;
    let id = project_at(&world, Mode::Direct, ProjectState::InProgress).await;
    let unit = world.unit_of(id).await;
    let report = async |deviations: &str| {
        let draft = ProgressDraft {
            deviations: deviations.into(),
            ..ProgressDraft::default()
        };
        unit.report_progress(id, world.version(id).await, draft)
            .await
    };
    assert_eq!(clocks(&world, id).await, [(day(2026, 12, 31), None)]);
    // An early report is welcome and stops nothing.
    report("本期筹备，没有开展活动。").await.unwrap();
    assert_eq!(clocks(&world, id).await, [(day(2026, 12, 31), None)]);
    refused(report("同一天再报").await, "WrongState");
    world.set_today(day(2027, 1, 4));
    let period = see(&unit, id).await.doing.period.unwrap();
    assert_eq!(period, (day(2026, 11, 25), day(2026, 12, 31)));
    report("仍未开展活动，设备未到。").await.unwrap();
    assert_eq!(
        clocks(&world, id).await,
        [
            (day(2026, 12, 31), Some(DeadlineResult::Met)),
            (day(2027, 3, 31), None)
        ]
    );
    // Nobody reports for half a year: each quarter is late, one after the other.
    world.set_today(day(2027, 7, 20));
    let view = see(&unit, id).await;
    let clock = view
        .deadlines
        .iter()
        .find(|one| one.kind == DeadlineKind::Progress && one.stopped.is_none());
    assert!(clock.unwrap().next.working_days_left < 0);
    let tracker = unit.tracker().await.unwrap();
    let mine = tracker
        .projects
        .iter()
        .find(|one| one.row.id == id)
        .unwrap();
    assert!(
        mine.asked
            .iter()
            .any(|one| one.late && one.place == "progress"),
        "{:?}",
        mine.asked
    );
    assert!(mine.task.as_ref().unwrap().contains("实施进展"));
    report("补报一季度。").await.unwrap();
    report("补报二季度。").await.unwrap();
    let late = Some(DeadlineResult::Missed);
    assert_eq!(
        clocks(&world, id).await[1..],
        [
            (day(2027, 3, 31), late),
            (day(2027, 6, 30), late),
            (day(2027, 9, 30), None)
        ]
    );
    let reports = see(&unit, id).await.doing.reports;
    assert_eq!(reports.len(), 4);
    assert!(reports[0].late && reports[1].late && !reports[3].late);
    unit.keep_archive(
        id,
        world.version(id).await,
        crate::demo::words::archive(true, false),
    )
    .await
    .unwrap();
    unit.complete_project(id, world.version(id).await, true)
        .await
        .unwrap();
    assert!(
        clocks(&world, id)
            .await
            .iter()
            .all(|(_, result)| result.is_some())
    );
    refused(report("太晚").await, "WrongState");
}

#[expect(clippy::too_many_lines, reason = "a story reads from top to bottom")]
#[tokio::test]
async fn a_report_is_checked_line_by_line() {
    let world = world().await;
    let id = project_at(&world, Mode::Commissioned, ProjectState::InProgress).await;
    let unit = world.unit_of(id).await;
    let today = world.today();
    let good = held("", "班组长培训", today, "62");
    let with = |line: HeldLine| ProgressDraft {
        held: vec![HeldLine::default(), line],
        ..ProgressDraft::default()
    };
    let start = see(&unit, id).await.start;
    let mut nameless = good.clone();
    nameless.name = String::new();
    let mut dayless = good.clone();
    dayless.on = String::new();
    let mut crowd = good.clone();
    crowd.people = "许多".into();
    let mut malformed = good.clone();
    malformed.on = "昨天".into();
    let cases: [(&str, &str, ProgressDraft); 10] = [
        ("Required", "deviations", ProgressDraft::default()),
        ("Required", "held[1][name]", with(nameless)),
        ("Required", "held[1][on]", with(dayless)),
        ("UnknownChoice", "held[1][people]", with(crowd)),
        ("DateMalformed", "held[1][on]", with(malformed)),
        (
            "DateTooEarly",
            "held[1][on]",
            with(held("", "早", start.pred_opt().unwrap(), "1")),
        ),
        (
            "DateTooLate",
            "held[1][on]",
            with(held("", "晚", today.succ_opt().unwrap(), "1")),
        ),
        (
            "AmountPrecision",
            "spent[0][amount]",
            ProgressDraft {
                spent: vec![spent(Subject::Tax, "1.001")],
                ..ProgressDraft::default()
            },
        ),
        (
            "UnknownChoice",
            "spent[0][subject]",
            ProgressDraft {
                spent: vec![SpentLine {
                    subject: "BRIBES".into(),
                    amount: "1".into(),
                }],
                ..ProgressDraft::default()
            },
        ),
        (
            "PercentMalformed",
            "pass_rate",
            ProgressDraft {
                pass_rate: "101".into(),
                ..with(good.clone())
            },
        ),
    ];
    for (kind, field, draft) in cases {
        let answer = unit
            .report_progress(id, world.version(id).await, draft)
            .await;
        refused_at(answer, kind, field);
    }
    for session in [world.applicant_of(id).await, world.clerk(ORDOS)] {
        let answer = session
            .report_progress(id, world.version(id).await, with(good.clone()))
            .await;
        refused(answer, "Forbidden");
    }
    let foreign = world.session("steel");
    refused(
        foreign
            .report_progress(id, world.version(id).await, with(good))
            .await,
        "NotFound",
    );
    refused(world.clerk(BAOTOU).project(id).await, "NotFound");
    assert!(see(&unit, id).await.doing.reports.is_empty());
}

/// An application as the applicant handed it in.
async fn applied(world: &World, id: ProjectId) {
    let fields = serde_json::json!({
        "annex3.activities.1.no": "T1", "annex3.activities.1.name": "班组长培训", "annex3.activities.1.category": "培训",
        "annex3.activities.1.time": "2026年12月", "annex3.activities.1.people": "120",
        "annex3.lines.1.subject": "执行项目的培训费", "annex3.lines.1.standard": "200", "annex3.lines.1.quantity": "300",
    });
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query(
        "insert into application (tenant_id, project_id, no, fields, submitted_on, submitted_name) values ($1, $2, 1, $3, '2026-08-01', '某人')",
    )
    .bind(ORDOS.0)
    .bind(id.0)
    .bind(fields)
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn planned_and_real_stand_beside_each_other_for_the_unit_as_well() {
    let world = world().await;
    let id = world
        .new_project(ORDOS, Mode::Commissioned, yuan(100_000))
        .await;
    applied(&world, id).await;
    world.drive(id, ProjectState::InProgress).await;
    let unit = world.unit_of(id).await;
    let today = world.today();
    let draft = ProgressDraft {
        held: vec![
            held("T1", "班组长培训", today, "58"),
            held("", "现场咨询", today, "20"),
        ],
        spent: vec![
            spent(Subject::Training, "61000"),
            spent(Subject::Printing, "500.5"),
        ],
        pass_rate: "97.25".into(),
        deviations: "培训费因增加一期超出预算。".into(),
    };
    unit.report_progress(id, world.version(id).await, draft)
        .await
        .unwrap();
    // The third party may not read the application, but the plan it carries out is its own.
    for session in [unit, world.applicant_of(id).await, world.health(ORDOS)] {
        let doing = see(&session, id).await.doing;
        let table = doing.comparison.unwrap();
        assert_eq!((table.planned_people, table.people), (Some(120), 78));
        assert_eq!(table.activities[0].planned, Some(120));
        assert!(table.activities[1].extra);
        let training = table
            .subjects
            .iter()
            .find(|row| row.subject == Subject::Training)
            .unwrap();
        assert_eq!(
            (training.planned, training.spent, training.over),
            (Some(yuan(60_000)), yuan(61_000), true)
        );
        assert_eq!(table.spent, Money::from_fen(6_150_050));
        assert_eq!(doing.reports[0].pass_rate.unwrap().to_string(), "97.25%");
    }
}
