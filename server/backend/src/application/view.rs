//! The application as its applicant edits it, and as city and region read what was handed in.

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Action, Capacity};
use domain::annex::{Difference, Draft, Finding, catalogue, check, diff};
use domain::contract::{ApplicationView, Clash, FileView, MeetingOpinion, Offer, Save, Submission};
use domain::full_date;
use domain::state::{Paper, ProjectState};
use domain::{ProjectId, Refusal};
use serde::Deserialize;
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::draft::{Copy, changes_of, fields_of};
use super::facts::{self, Eyes, Known};
use crate::db::shanghai;
use crate::door::{Session, Tx};
use crate::project::{Project, concat_columns};
use crate::rows::Columns;
use crate::{Error, Result, determine, files, intake};

/// Saves that are listed.
const SAVES: i64 = 30;
/// Places that a save or a difference names.
const NAMED: usize = 5;
/// What can be done on the page, beside writing in the draft.
const ON_APPLICATION: &[Action] = &[
    Action::SubmitApplication,
    Action::AcceptApplication,
    Action::ReturnApplication,
    Action::RejectApplication,
    Action::WithdrawApplication,
];

/// The whole page in one transaction.
///
/// # Errors
/// `NotFound` for what one may not know of or for a project without an application, `Forbidden` for
/// the unit of another's project.
pub(crate) async fn application(session: &Session, id: ProjectId) -> Result<ApplicationView> {
    let action = Action::ViewApplication;
    let mut tx = session.read(action).await?;
    let row = sqlx::query(concat_columns!(
        "select ",
        ", (select name from tenant where tenant.id = project.tenant_id) as tenant_name,
           (select agency from tenant where tenant.id = project.tenant_id) as agency
         from project where id = $1"
    ))
    .bind(id.0)
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Refusal::NotFound)?;
    let project = Project::from_row(&row)?;
    let capacities = session.capacities_on(&project);
    if !action.allows(&capacities) {
        return Err(action.forbidden().into());
    }
    let own = capacities.contains(&Capacity::Applicant);
    let content = content(&mut tx, &project, own).await?;
    let papers = content.files.iter().map(|(paper, _)| *paper).collect();
    let known = facts::known(&mut tx, &project, papers, Eyes::Reader).await?;
    let findings = check(&content.draft, &known.facts);
    let offers = offers(&project, &capacities, &known, &findings);
    let taken = taken(&mut tx, id).await?;
    let saves = if own {
        saves(&mut tx, id).await?
    } else {
        Vec::new()
    };
    let (past, banned_until) = if own {
        (Vec::new(), None)
    } else {
        intake::record_of(&mut tx, project.applicant, id).await?
    };
    Ok(ApplicationView {
        project: id,
        version: project.version,
        code: project.code.clone(),
        tenant: project.tenant,
        tenant_name: row.text("tenant_name")?,
        agency: row.text("agency")?,
        applicant: project.applicant_name.clone(),
        year: project.plan_year,
        state: project.state,
        editable: own && session.sign_in.is_some() && Action::SaveApplication.fits(project.state),
        seen: content.seen,
        draft: content.draft,
        areas: known.facts.areas,
        standard: known.facts.standard,
        files: content.files,
        findings,
        saves,
        submissions: submissions(&content.submitted, &taken.receipt)?,
        defects: taken.defects,
        past,
        banned_until,
        clashes: if own {
            clashes(&mut tx, id).await?
        } else {
            Vec::new()
        },
        opinion: opinion(&mut tx, &project).await?,
        offers,
    })
}

/// What this reader sees of the application.
struct Content {
    draft: Draft,
    seen: i32,
    files: Vec<(Paper, FileView)>,
    /// Every submission, oldest first.
    submitted: Vec<PgRow>,
}

/// The applicant reads its working copy, everybody else the newest submission with its papers.
async fn content(tx: &mut Tx, project: &Project, own: bool) -> Result<Content> {
    let submitted = sqlx::query(
        "select no, fields, submitted_on, submitted_name, papers from application where project_id = $1 order by no",
    )
    .bind(project.id.0)
    .fetch_all(&mut **tx)
    .await?;
    if own {
        let copy = Copy::read(tx, project.id).await?;
        return Ok(Content {
            draft: copy.draft,
            seen: copy.seen,
            files: files::papers(tx, project.id).await?,
            submitted,
        });
    }
    let last = submitted.last().ok_or(Refusal::NotFound)?;
    let ids: Vec<i64> = papers_of(last)?.into_iter().map(|paper| paper.id).collect();
    Ok(Content {
        draft: fields_of(last)?,
        seen: last.try_get("no")?,
        files: files::papers_of(tx, &ids).await?,
        submitted,
    })
}

/// A paper of a submission.
#[derive(Deserialize)]
struct Handed {
    id: i64,
    paper: Paper,
    name: String,
}

fn papers_of(row: &PgRow) -> Result<Vec<Handed>> {
    serde_json::from_value(row.json("papers")?)
        .map_err(|error| Error::Inconsistent(format!("application.papers: {error}")))
}

fn offers(
    project: &Project,
    capacities: &[Capacity],
    known: &Known,
    findings: &[Finding],
) -> Vec<Offer> {
    let possible = ON_APPLICATION
        .iter()
        .filter(|action| action.allows(capacities));
    possible
        .map(|action| Offer {
            action: *action,
            why_not: action
                .check(capacities, project.state)
                .and_then(|()| match action {
                    Action::SubmitApplication
                        if project.state == ProjectState::Draft && !known.open =>
                    {
                        Err(Refusal::AreasNotPublished {
                            year: project.plan_year,
                        })
                    }
                    Action::SubmitApplication => check::ready(findings),
                    _ => Ok(()),
                })
                .err(),
        })
        .collect()
}

/// What the agency wrote when it looked at the application.
#[derive(Default)]
struct Taken {
    receipt: String,
    defects: String,
}

async fn taken(tx: &mut Tx, id: ProjectId) -> Result<Taken> {
    let row = sqlx::query("select receipt, defects from intake where project_id = $1")
        .bind(id.0)
        .fetch_optional(&mut **tx)
        .await?;
    row.map_or(Ok(Taken::default()), |row| {
        Ok(Taken {
            receipt: row.text("receipt")?,
            defects: row.text("defects")?,
        })
    })
}

async fn saves(tx: &mut Tx, id: ProjectId) -> Result<Vec<Save>> {
    let rows = sqlx::query(
        "select no, at, who, changes from draft_edit where project_id = $1 and changes <> '[]' order by no desc limit $2",
    )
    .bind(id.0)
    .bind(SAVES)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| {
            let at: DateTime<Utc> = row.try_get("at")?;
            let changes = changes_of(row)?;
            let mut what: Vec<String> = changes
                .iter()
                .take(NAMED)
                .map(|change| catalogue::name_of(&change.path))
                .collect();
            if changes.len() > NAMED {
                what.push(format!("等 {} 处", changes.len()));
            }
            Ok(Save {
                no: row.try_get("no")?,
                at: at.with_timezone(&shanghai()),
                who: row.text("who")?,
                what: what.join("、"),
            })
        })
        .collect()
}

/// What this person's last save met and did not write over.
async fn clashes(tx: &mut Tx, id: ProjectId) -> Result<Vec<Clash>> {
    let account = tx.who.account;
    let last: Option<serde_json::Value> = sqlx::query_scalar(
        "select clashes from draft_edit where project_id = $1 and account_id = $2 order by no desc limit 1",
    )
    .bind(id.0)
    .bind(account.0)
    .fetch_optional(&mut **tx)
    .await?;
    last.map_or(Ok(Vec::new()), |last| {
        serde_json::from_value(last)
            .map_err(|error| Error::Inconsistent(format!("draft_edit.clashes: {error}")))
    })
}

/// Every submission with what was changed since the one before, newest first.
fn submissions(rows: &[PgRow], receipt: &str) -> Result<Vec<Submission>> {
    let mut submissions = Vec::with_capacity(rows.len());
    for (index, row) in rows.iter().enumerate() {
        let changes = match index.checked_sub(1).and_then(|before| rows.get(before)) {
            Some(before) => changes(before, row)?,
            None => Vec::new(),
        };
        let newest = index + 1 == rows.len();
        submissions.push(Submission {
            no: row.try_get("no")?,
            on: row.try_get("submitted_on")?,
            by: row.text("submitted_name")?,
            receipt: if newest {
                receipt.to_owned()
            } else {
                String::new()
            },
            changes,
        });
    }
    submissions.reverse();
    Ok(submissions)
}

fn changes(before: &PgRow, after: &PgRow) -> Result<Vec<Difference>> {
    let mut changes = diff(&fields_of(before)?, &fields_of(after)?);
    let (old, new) = (papers_of(before)?, papers_of(after)?);
    for paper in Paper::ALL {
        let names = |papers: &[Handed], other: &[Handed]| {
            let gone = papers
                .iter()
                .filter(|one| one.paper == *paper && !other.iter().any(|known| known.id == one.id));
            gone.map(|one| one.name.as_str())
                .collect::<Vec<_>>()
                .join("、")
        };
        let (removed, added) = (names(&old, &new), names(&new, &old));
        if !removed.is_empty() || !added.is_empty() {
            changes.push(Difference {
                path: format!("paper:{}", paper.code()),
                place: "附件".into(),
                label: paper.label().into(),
                before: removed,
                after: added,
            });
        }
    }
    Ok(changes)
}

/// 联席会议意见 as the meeting gave it (R147); for a resolution from before this system, what its
/// project knows of it.
async fn opinion(tx: &mut Tx, project: &Project) -> Result<Option<MeetingOpinion>> {
    if let Some(given) = determine::opinion_on(tx, project.id).await? {
        return Ok(Some(given));
    }
    let Some(on) = project.determined_on else {
        return Ok(None);
    };
    let person: Option<String> = sqlx::query_scalar(
        "select who from event where tenant_id = $1 and project_id = $2 and action = 'determine_project'
         order by id desc limit 1",
    )
    .bind(project.tenant.0)
    .bind(project.id.0)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(Some(MeetingOpinion {
        text: resolved(project, on),
        person: person.unwrap_or_default(),
        on,
    }))
}

fn resolved(project: &Project, on: NaiveDate) -> String {
    format!(
        "经工伤预防联席会议审议，同意列入 {} 年度工伤预防项目，核定金额 {} 元（{}，{}）。",
        project.plan_year,
        project.approved,
        project.resolution,
        full_date(on)
    )
}
