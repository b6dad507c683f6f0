//! How each project came to its unit, and how that unit stands today.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::OrgId;
use domain::access::Role;
use domain::contract::{CandidateView, Choosing, SelectionView, UnitStanding};
use domain::eligibility::{Check, standing};
use domain::selection::Score;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::story::Story;
use crate::door::Tx;
use crate::institution::{checks, need};
use crate::rows::Columns;
use crate::{Error, Result};

/// Fills the part of each story that is about its unit. Evaluators see none of it (matrix 3).
pub(crate) async fn load(tx: &mut Tx, stories: &mut [Story], role: Role) -> Result<()> {
    if role == Role::Evaluator {
        return Ok(());
    }
    let ids: Vec<i64> = stories.iter().map(|story| story.project.id.0).collect();
    let mut parts = Parts::load(tx, &ids).await?;
    let units: Vec<i64> = stories
        .iter()
        .filter_map(|story| story.project.unit.map(|id| id.0))
        .collect();
    let found = checks(tx, &units).await?;
    let banned = banned(tx, &units).await?;
    let today = tx.today();
    for story in stories {
        let project = &story.project;
        let mut choosing = parts.of(project.id.0)?;
        if let Some(selection) = &mut choosing.selection {
            narrow(
                selection,
                role,
                tx.org.is_some() && tx.org == project.applicant,
            );
        }
        let unit = project.unit.filter(|unit| match tx.org {
            Some(own) => own == *unit,
            None => true,
        });
        choosing.unit = unit.map(|unit| {
            let checks: Vec<Check> = found
                .iter()
                .filter(|found| found.org == unit && found.tenant == project.tenant)
                .map(|found| found.check.clone())
                .collect();
            let need = need(project.id, project.mode, !choosing.conditions.is_empty());
            UnitStanding {
                id: unit,
                standing: standing(&checks, need, today),
                banned_until: banned.get(&unit).copied(),
            }
        });
        story.choosing = choosing;
    }
    Ok(())
}

/// Agency, 人社, finance and the applicant read the whole record; the others who it was and how.
fn narrow(selection: &mut SelectionView, role: Role, applicant: bool) {
    let whole = match role {
        Role::Organisation => applicant,
        Role::CityHealth | Role::CityEmergency | Role::RegionFinance => false,
        _ => true,
    };
    if !whole {
        selection.candidates.retain(|candidate| candidate.won);
        selection.few_reason.clear();
        selection.choice_reason.clear();
    }
}

struct Parts {
    conditions: BTreeMap<i64, Vec<String>>,
    selections: BTreeMap<i64, PgRow>,
    candidates: BTreeMap<i64, Vec<CandidateView>>,
}

impl Parts {
    async fn load(tx: &mut Tx, ids: &[i64]) -> Result<Self> {
        let mut conditions: BTreeMap<i64, Vec<String>> = BTreeMap::new();
        let rows = sqlx::query(
            "select project_id, text from special_condition where project_id = any($1) order by project_id, no",
        )
        .bind(ids)
        .fetch_all(&mut **tx)
        .await?;
        for row in &rows {
            let of = conditions.entry(row.try_get("project_id")?).or_default();
            of.push(row.text("text")?);
        }
        let mut selections = BTreeMap::new();
        for row in sqlx::query("select * from selection where project_id = any($1)")
            .bind(ids)
            .fetch_all(&mut **tx)
            .await?
        {
            selections.insert(row.try_get("project_id")?, row);
        }
        let mut candidates: BTreeMap<i64, Vec<CandidateView>> = BTreeMap::new();
        let rows = sqlx::query(
            "select project_id, no, name, credit_code, score, won from selection_candidate
             where project_id = any($1) order by project_id, no",
        )
        .bind(ids)
        .fetch_all(&mut **tx)
        .await?;
        for row in &rows {
            let of = candidates.entry(row.try_get("project_id")?).or_default();
            of.push(candidate(row)?);
        }
        Ok(Self {
            conditions,
            selections,
            candidates,
        })
    }

    fn of(&mut self, project: i64) -> Result<Choosing> {
        let row = self.selections.remove(&project);
        let candidates = self.candidates.remove(&project).unwrap_or_default();
        Ok(Choosing {
            conditions: self.conditions.remove(&project).unwrap_or_default(),
            selection: row.map(|row| selection(&row, candidates)).transpose()?,
            unit: None,
        })
    }
}

fn selection(row: &PgRow, candidates: Vec<CandidateView>) -> Result<SelectionView> {
    Ok(SelectionView {
        method: row.code("method")?,
        notice: row.text("notice")?,
        noticed: row.try_get("noticed_on")?,
        candidates,
        few_reason: row.text("few_reason")?,
        choice_reason: row.text("choice_reason")?,
        result: row.text("result")?,
        awarded: row.try_get("awarded_on")?,
        recorded: row.try_get("recorded_on")?,
        by: row.text("recorded_name")?,
    })
}

fn candidate(row: &PgRow) -> Result<CandidateView> {
    let points: Option<Decimal> = row.try_get("score")?;
    let score = points.map(|points| {
        let hundredths = (points * Decimal::ONE_HUNDRED).to_u16();
        hundredths
            .and_then(Score::of_hundredths)
            .ok_or_else(|| Error::Inconsistent(format!("a score of {points}")))
    });
    Ok(CandidateView {
        no: row.try_get("no")?,
        name: row.text("name")?,
        credit_code: row.text("credit_code")?,
        score: score.transpose()?,
        won: row.try_get("won")?,
    })
}

/// The last day of the ban of each organisation that is banned today.
async fn banned(tx: &mut Tx, orgs: &[i64]) -> Result<BTreeMap<OrgId, NaiveDate>> {
    let today = tx.today();
    let rows = sqlx::query(
        "select org_id, max(last_on) as last_on from ban where org_id = any($1) and $2 between effective_on and last_on
           and (revoked_on is null or revoked_on > $2) group by org_id",
    )
    .bind(orgs)
    .bind(today)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| Ok((OrgId(row.try_get("org_id")?), row.try_get("last_on")?)))
        .collect()
}
