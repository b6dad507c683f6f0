//! What a training may cost (R198): the published standards, which of them an application is measured
//! by, and the page of them.

mod proposal;

use chrono::NaiveDate;
use domain::access::Action;
use domain::calendar::next_day;
use domain::contract::{Offer, StandardDraft, StandardPhase, StandardView, StandardsView};
use domain::refusal::StandardFault;
use domain::training::{Figure, TrainingStandard, holding, measured_on};
use domain::{ProjectId, Refusal, StandardId};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::door::{Scope, Session, Tx};
use crate::rows::Columns;
use crate::{Error, Result, two_persons};

pub(crate) use proposal::{begin, propose, publish, withdraw};

/// The figures of a row.
fn of_row(row: &PgRow) -> Result<TrainingStandard> {
    let mut standard = TrainingStandard {
        from: row.try_get("effective_from")?,
        name: row.text("name")?,
        document: row.text("document")?,
        ..TrainingStandard::default()
    };
    for figure in Figure::ALL {
        let value = if figure.is_amount() {
            row.money(figure.code())?.decimal()
        } else {
            row.try_get::<i32, _>(figure.code())?.into()
        };
        standard.set(*figure, value)?;
    }
    Ok(standard)
}

/// The published ones of rows of any state.
fn published(rows: &[PgRow]) -> Result<Vec<TrainingStandard>> {
    let mut standards = Vec::with_capacity(rows.len());
    for row in rows {
        if row.text("state")? == "PUBLISHED" {
            standards.push(of_row(row)?);
        }
    }
    Ok(standards)
}

fn on_day(standards: &[TrainingStandard], day: NaiveDate) -> Result<TrainingStandard> {
    holding(standards, day)
        .cloned()
        .ok_or_else(|| Error::Inconsistent(format!("no training standard holds on {day}")))
}

/// The standard an application is measured by: that of the day it was handed in first, or of today.
pub(crate) async fn measuring(tx: &mut Tx, project: ProjectId) -> Result<TrainingStandard> {
    let rows = sqlx::query(
        "select s.*, (select min(submitted_on) from application where project_id = $1) as submitted
         from training_standard s where s.state = 'PUBLISHED'",
    )
    .bind(project.0)
    .fetch_all(&mut **tx)
    .await?;
    let submitted = match rows.first() {
        Some(row) => row.date_opt("submitted")?,
        None => None,
    };
    on_day(&published(&rows)?, measured_on(submitted, tx.today()))
}

/// The standards as everybody sees them; what waits to be published only for the region.
pub(crate) async fn view(session: &Session) -> Result<StandardsView> {
    let mut tx = session.read(Action::ViewStandards).await?;
    let (today, region) = (tx.today(), session.scope == Scope::Region);
    let rows = sqlx::query(
        "select * from training_standard where state <> 'WITHDRAWN' order by effective_from desc",
    )
    .fetch_all(&mut *tx)
    .await?;
    let known = published(&rows)?;
    let current = on_day(&known, today)?.from;
    let capacities = session.capacities();
    let may_publish = Action::PublishStandard.allows(&capacities);
    let (mut standards, mut drafts) = (Vec::new(), Vec::new());
    for row in &rows {
        if row.text("state")? == "PUBLISHED" {
            standards.push(shown(row, current, region)?);
        } else if region {
            let own = row.try_get::<i64, _>("proposed_by")? == tx.who.account.0;
            drafts.push(draft(row, &known, may_publish && own)?);
        }
    }
    let offers = [
        Action::ProposeStandard,
        Action::PublishStandard,
        Action::WithdrawStandard,
    ];
    let offers = offers.into_iter().filter(|one| one.allows(&capacities));
    Ok(StandardsView {
        standards,
        drafts,
        earliest: next_day(today),
        offers: offers
            .map(|action| Offer {
                action,
                why_not: None,
            })
            .collect(),
    })
}

fn shown(row: &PgRow, current: NaiveDate, region: bool) -> Result<StandardView> {
    let standard = of_row(row)?;
    let phase = match standard.from.cmp(&current) {
        std::cmp::Ordering::Less => StandardPhase::Past,
        std::cmp::Ordering::Equal => StandardPhase::Current,
        std::cmp::Ordering::Greater => StandardPhase::Coming,
    };
    Ok(StandardView {
        id: StandardId(row.try_get("id")?),
        standard,
        phase,
        published: two_persons::published(row, region)?,
    })
}

fn draft(row: &PgRow, known: &[TrainingStandard], own: bool) -> Result<StandardDraft> {
    let standard = of_row(row)?;
    let before = on_day(known, standard.from)?;
    let by = row.text("proposed_name")?;
    Ok(StandardDraft {
        id: StandardId(row.try_get("id")?),
        changes: standard.changes_from(&before),
        standard,
        replaces: before.document,
        why_not: own
            .then(|| Refusal::from(StandardFault::SamePerson { by: by.clone() }).sentence()),
        by,
        on: row.try_get("proposed_on")?,
    })
}
