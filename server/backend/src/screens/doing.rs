//! Doing the work, as the page of a project shows it: one statement for all its parts, whose rows the
//! row policies choose.

mod papers;
mod rows;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::OrgId;
use domain::access::{Action, Capacity, Role};
use domain::contract::{
    AgreementVersion, AmendmentView, ArchiveRow, Doing, InspectionView, MessageView, ProgressView,
    ThreadView,
};
use domain::full_date;
use domain::progress::{Done, Quarter, compare};
use domain::state::{
    AmendmentState, ArchiveFacts, ArchiveItem, ArchiveMark, DeadlineKind, InspectionState,
    Inspector, Party, ProjectState,
};
use sqlx::Row;

use self::rows::{
    Amendment, Inspection, Marked, Message, PARTS, Paper, Parts, Report, Version, read,
};
use super::story::{Story, body};
use crate::agreement::blocks_of;
use crate::amendment::percent;
use crate::db::shanghai;
use crate::door::Tx;
use crate::{Result, thread};

/// Messages a page shows.
const MESSAGES: i64 = 200;

/// What the offers ask besides what is shown.
#[derive(Default)]
pub(crate) struct Standing {
    /// State of the supplementary agreement on its way, whether the person's side has signed it, and
    /// whether it has been sent to the members.
    pub amendment: Option<(AmendmentState, bool, bool)>,
    pub facts: Option<ArchiveFacts>,
    pub marks: Vec<(ArchiveItem, ArchiveMark)>,
}

/// Who looks.
pub(crate) struct Viewer {
    pub role: Role,
    pub org: Option<OrgId>,
}

/// Loads and fills the parts of the stories.
pub(crate) async fn load(tx: &mut Tx, stories: &mut [Story], viewer: &Viewer) -> Result<()> {
    let ids: Vec<i64> = stories.iter().map(|story| story.project.id.0).collect();
    let rows = sqlx::query(PARTS)
        .bind(&ids)
        .bind(MESSAGES)
        .fetch_all(&mut **tx)
        .await?;
    let mut parts = BTreeMap::new();
    for row in rows {
        parts.insert(row.try_get::<i64, _>("id")?, read(&row)?);
    }
    let today = tx.today();
    for story in stories {
        if let Some(parts) = parts.remove(&story.project.id.0) {
            fill(story, parts, viewer, today);
        }
    }
    Ok(())
}

fn fill(story: &mut Story, parts: Parts, viewer: &Viewer, today: NaiveDate) {
    let capacities = capacities(story, viewer);
    let mine = thread::side(&capacities).filter(|_| Action::SendMessage.fits(story.project.state));
    let facts = ArchiveFacts {
        category: story.project.category,
        amended: !parts.versions.is_empty(),
        reported: !parts.reports.is_empty(),
    };
    story.standing = Standing {
        amendment: parts
            .amendments
            .iter()
            .find(|one| one.state.is_open())
            .map(|one| {
                let signed = one.signed.iter().any(|(party, _)| Some(*party) == mine);
                (one.state, signed, one.sent)
            }),
        facts: Some(facts),
        marks: parts
            .archive
            .iter()
            .map(|row| (row.item, row.mark))
            .collect(),
    };
    let period = period(story, &parts.reports, today);
    let done: Vec<Done> = parts.reports.iter().map(|one| one.done.clone()).collect();
    let running = story.agreement_filed.is_some();
    let slots = papers::slots(story, &parts, viewer.role, &capacities);
    let shown = papers::shown(story, &parts, viewer);
    story.doing = Doing {
        approved_end: story.approved_end,
        comparison: (running && (parts.plan.is_some() || !done.is_empty()))
            .then(|| compare(parts.plan.as_ref(), story.project.agreement, &done)),
        archive: if running {
            archive(&parts.archive, &parts.papers, facts)
        } else {
            Vec::new()
        },
        amendments: parts
            .amendments
            .into_iter()
            .map(|one| amendment(one, story))
            .collect(),
        versions: parts.versions.into_iter().map(version).collect(),
        termination: parts.termination,
        rules: parts.rules,
        reports: parts.reports.into_iter().map(report).collect(),
        period,
        inspections: parts
            .inspections
            .into_iter()
            .map(|one| inspection(one, viewer.role, &capacities, today))
            .collect(),
        papers: shown,
        slots,
        thread: thread_of(parts.messages, &parts.read, mine, viewer.role),
        draft: None,
        amendment: None,
    };
}

fn capacities(story: &Story, viewer: &Viewer) -> Vec<Capacity> {
    let project = &story.project;
    match viewer.org {
        Some(org) => domain::access::capacities_of_org(
            org.0,
            project.applicant.map(|id| id.0),
            project.unit.map(|id| id.0),
            project.mode,
        ),
        None => Capacity::of(viewer.role).into_iter().collect(),
    }
}

/// The period the next report covers, while the work is under way and something is left to report.
fn period(story: &Story, reports: &[Report], today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    if story.project.state != ProjectState::InProgress {
        return None;
    }
    let clock = story
        .deadlines
        .iter()
        .find(|one| one.kind == DeadlineKind::Progress && one.stopped.is_none());
    let end = clock.map_or(Quarter::of(today).last_day(), |clock| clock.start);
    let from = reports.first().map_or(story.project.start, |last| {
        domain::calendar::next_day(last.to)
    });
    let to = today.min(end);
    (from <= to).then_some((from, to))
}

fn amendment(one: Amendment, story: &Story) -> AmendmentView {
    let signed = |party: Party| {
        one.signed
            .iter()
            .find(|(of, _)| *of == party)
            .map(|(_, day)| *day)
    };
    let parties = story.project.mode.parties().iter();
    AmendmentView {
        id: one.id,
        no: one.no,
        state: one.state,
        signatures: parties
            .map(|party| (*party, body(story, *party), signed(*party)))
            .collect(),
        reason: one.reason,
        basis: one.basis,
        changes: one.changes,
        filed: one.filed,
        withdrawn: one.withdrawn,
    }
}

fn version(one: Version) -> AgreementVersion {
    let texts = blocks_of(&one.clauses);
    AgreementVersion {
        no: one.no,
        amount: one.amount,
        start: one.start,
        end: one.end,
        prepay: percent(one.points),
        clauses: domain::state::Clause::ALL
            .iter()
            .map(|clause| (*clause, texts.get(*clause).to_owned()))
            .collect(),
        replaced: one.replaced,
    }
}

fn archive(marks: &[Marked], papers: &[Paper], facts: ArchiveFacts) -> Vec<ArchiveRow> {
    let row = |item: &ArchiveItem| {
        let marked = marks.iter().find(|one| one.item == *item);
        ArchiveRow {
            item: *item,
            mandatory: item.is_mandatory(facts),
            mark: marked.map(|one| one.mark),
            note: marked.map(|one| one.note.clone()).unwrap_or_default(),
            on: marked.map(|one| one.on),
            by: marked.map(|one| one.by.clone()).unwrap_or_default(),
            papers: papers::count(papers, *item),
        }
    };
    ArchiveItem::ALL.iter().map(row).collect()
}

fn report(one: Report) -> ProgressView {
    ProgressView {
        no: one.no,
        from: one.from,
        to: one.to,
        on: one.on,
        by: one.by,
        done: one.done,
        people: one.people,
        spent: one.spent,
        pass_rate: percent(one.points),
        deviations: one.deviations,
        late: one.late,
    }
}

fn inspection(
    one: Inspection,
    role: Role,
    capacities: &[Capacity],
    today: NaiveDate,
) -> InspectionView {
    let open = one.state != InspectionState::Closed;
    let action = if !open {
        None
    } else if Inspector::of(role) == Some(one.inspector) {
        Some(Action::CloseInspection)
    } else {
        Some(Action::AnswerInspection).filter(|action| action.allows(capacities))
    };
    let answered = one
        .answered_on
        .map(|day| format!("{} {}", full_date(day), one.answered_name));
    InspectionView {
        id: one.id,
        inspector: one.inspector,
        state: one.state,
        on: one.on,
        by: one.by,
        findings: one.findings,
        demand: one.demand,
        late: one.state == InspectionState::Open && one.due.is_some_and(|due| today > due),
        due: one.due,
        answer: one.answer,
        answered: answered.unwrap_or_default(),
        closure: one.closure,
        closed: one.closed,
        action,
    }
}

/// The thread, for the parties and the posts of the city.
fn thread_of(
    messages: Vec<Message>,
    read: &BTreeMap<String, i64>,
    side: Option<Party>,
    role: Role,
) -> Option<ThreadView> {
    if side.is_none() && !role.is_city() {
        return None;
    }
    let upto = side
        .and_then(|side| read.get(side.code()))
        .copied()
        .unwrap_or(0);
    let messages: Vec<MessageView> = messages
        .into_iter()
        .map(|one| MessageView {
            id: one.id,
            unread: side.is_some_and(|side| side != one.side) && one.id.0 > upto,
            side: one.side,
            who: one.who,
            at: one
                .at
                .with_timezone(&shanghai())
                .format("%Y年%-m月%-d日 %H:%M")
                .to_string(),
            text: one.text,
        })
        .collect();
    Some(ThreadView {
        unread: i64::try_from(messages.iter().filter(|one| one.unread).count()).unwrap_or(0),
        messages,
        side,
    })
}
