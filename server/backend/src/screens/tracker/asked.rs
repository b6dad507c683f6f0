//! Papers and reports an organisation is asked for, given or not.

use domain::access::{Action, Capacity};
use domain::contract::Asked;
use domain::deadline::Level;
use domain::state::{ArchiveMark, DeadlineKind, InspectionState, ProjectState};

use crate::screens::story::Story;

/// Whether the quarter is over, or its report falls due in a few days.
pub(super) fn report_is_due(story: &Story) -> bool {
    clock(story).is_some_and(|clock| {
        matches!(clock.next.level, Level::Near | Level::Late)
            || story.doing.period.is_some_and(|(_, to)| to >= clock.start)
    })
}

fn clock(story: &Story) -> Option<&domain::contract::DeadlineView> {
    story
        .deadlines
        .iter()
        .find(|one| one.kind == DeadlineKind::Progress && one.stopped.is_none())
}

/// The list for one project. What is the unit's to give is shown to the applicant as well, who
/// follows it.
pub(super) fn asked(story: &Story, capacities: &[Capacity]) -> Vec<Asked> {
    let party = Action::AnswerInspection.allows(capacities);
    if !party {
        return Vec::new();
    }
    let mut list = Vec::new();
    let state = story.project.state;
    let running = matches!(
        state,
        ProjectState::Contracted | ProjectState::InProgress | ProjectState::Completed
    );
    if running {
        list.push(ask("项目管理制度", !story.doing.rules.is_empty(), "rules"));
    }
    if let Some(clock) = clock(story) {
        list.push(Asked {
            due: Some(clock.next.due),
            late: clock.next.level == Level::Late,
            ..ask("本季度进展报告", false, "progress")
        });
    } else if let Some(last) = story.doing.reports.first() {
        list.push(ask(&format!("第 {} 次进展报告", last.no), true, "progress"));
    }
    if running {
        list.push(archive(story));
    }
    for one in &story.doing.inspections {
        if !one.demand.is_empty() && one.state != InspectionState::Closed {
            list.push(Asked {
                due: one.due,
                late: one.late,
                ..ask(
                    &format!("{}检查的整改情况", one.inspector.label()),
                    one.state == InspectionState::Answered,
                    "inspections",
                )
            });
        }
    }
    list
}

fn archive(story: &Story) -> Asked {
    let rows = &story.doing.archive;
    let settled = rows
        .iter()
        .filter(|row| {
            row.mark == Some(ArchiveMark::Present) || row.mark.is_some() && !row.mandatory
        })
        .count();
    ask(
        &format!("项目实施档案 {settled}/{}", rows.len()),
        settled == rows.len(),
        "archive",
    )
}

fn ask(what: &str, given: bool, place: &str) -> Asked {
    Asked {
        what: what.into(),
        due: None,
        late: false,
        given,
        place: place.into(),
    }
}
