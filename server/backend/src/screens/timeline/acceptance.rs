//! The stations of the acceptance: evaluation, rectification, re-evaluation.

use domain::contract::{ReportView, TimelineMark, TimelineStep};
use domain::full_date;
use domain::state::{DeadlineKind, ProjectState};

use super::{mark, step};
use crate::screens::story::Story;

pub(super) fn first_report(story: &Story) -> Option<&ReportView> {
    report_of(story, 1)
}

fn report_of(story: &Story, round: i32) -> Option<&ReportView> {
    story
        .acceptance
        .iter()
        .flat_map(|acceptance| &acceptance.reports)
        .find(|report| report.round == round)
}

fn due_text(story: &Story, kind: DeadlineKind) -> String {
    let open = story
        .deadlines
        .iter()
        .find(|deadline| deadline.kind == kind && deadline.stopped.is_none());
    open.map(|deadline| format!("最迟 {}", full_date(deadline.next.due)))
        .unwrap_or_default()
}

pub(super) fn acceptance(story: &Story) -> TimelineStep {
    let label = "评估验收";
    let Some(view) = &story.acceptance else {
        let now = story.project.state == ProjectState::Completed;
        let what = if now {
            "请实施单位及时申请验收"
        } else {
            "完成后申请，受理起 30 个工作日内完成"
        };
        return step(
            label,
            "四（七）",
            mark(false, now),
            String::new(),
            what.into(),
        );
    };
    match first_report(story) {
        Some(report) => {
            let when = format!(
                "{}受理，{}出具报告",
                view.received.map(full_date).unwrap_or_default(),
                full_date(report.date)
            );
            let what = if report.passed {
                "合格".to_owned()
            } else {
                format!("不合格：{}", report.defects)
            };
            step(
                label,
                "四（七）",
                if report.passed {
                    TimelineMark::Done
                } else {
                    TimelineMark::Failed
                },
                when,
                what,
            )
        }
        None => {
            let what = format!("{}，由{}组织", view.state.label(), view.organiser.label());
            step(
                label,
                "四（七）",
                TimelineMark::Now,
                due_text(story, DeadlineKind::Acceptance),
                what,
            )
        }
    }
}

pub(super) fn rectification(story: &Story) -> TimelineStep {
    use domain::state::AcceptanceState as A;
    let Some(view) = &story.acceptance else {
        return step(
            "整改",
            "四（七）",
            TimelineMark::Next,
            String::new(),
            String::new(),
        );
    };
    let served = match (view.acknowledged, view.presumed) {
        (Some(day), _) => Some(format!("{}签收", full_date(day))),
        (None, Some(day)) => Some(format!("{}仍未签收的视为送达", full_date(day))),
        (None, None) => None,
    };
    let due = due_text(story, DeadlineKind::Rectification);
    let when = [served.unwrap_or_default(), due]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join("，");
    let (mark, what) = match view.state {
        A::FailedR1 => (
            TimelineMark::Now,
            "等待送达不合格报告，送达次日起计 30 个工作日；发出后第 5 个工作日仍未签收的视为送达"
                .to_owned(),
        ),
        A::Rectifying if view.rectification().refuses() => (
            TimelineMark::Now,
            "实施单位书面拒绝整改，由经办机构认定".to_owned(),
        ),
        A::Rectifying => (
            TimelineMark::Now,
            format!("由 {} 整改", story.project.unit_name),
        ),
        A::Overdue => (
            TimelineMark::Failed,
            match &view.late {
                Some((day, _)) => format!(
                    "未在规定时间内完成整改；{}逾期提交整改材料，由经办机构决定是否复验",
                    full_date(*day)
                ),
                None => "未在规定时间内完成整改".to_owned(),
            },
        ),
        A::Refused => (TimelineMark::Failed, "拒不整改".to_owned()),
        _ => (TimelineMark::Done, view.rectification.clone()),
    };
    step("整改", "四（七）", mark, when, what)
}

pub(super) fn re_evaluation(story: &Story) -> TimelineStep {
    match report_of(story, 2) {
        Some(report) => {
            let what = if report.passed {
                "合格".to_owned()
            } else {
                format!("不合格：{}", report.defects)
            };
            let mark = if report.passed {
                TimelineMark::Done
            } else {
                TimelineMark::Failed
            };
            step("复验", "四（七）", mark, full_date(report.date), what)
        }
        None => {
            let due = due_text(story, DeadlineKind::ReEvaluation);
            let what = "提交整改后 30 个工作日内，只复验一次".to_owned();
            step("复验", "四（七）", mark(false, !due.is_empty()), due, what)
        }
    }
}
