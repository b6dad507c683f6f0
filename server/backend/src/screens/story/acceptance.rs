//! The acceptance of a project, as its page shows it.

use chrono::NaiveDate;
use domain::contract::{AcceptanceView, AnswerView, EvaluatorView, Goal, ReportView, ReviewView};
use domain::{Money, UserId};
use serde::Deserialize;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::rows::Columns;
use crate::{Error, Result};

#[derive(Deserialize)]
struct Measured {
    no: i32,
    goal: String,
    method: String,
    target: String,
    measured: String,
    achieved: bool,
}

/// Evaluators, reports, answers, reviews.
type Rows = (Vec<PgRow>, Vec<PgRow>, Vec<PgRow>, Vec<PgRow>);

/// The acceptance out of its rows.
pub(super) fn acceptance(
    row: &PgRow,
    (evaluators, reports, answers, reviews): Rows,
) -> Result<AcceptanceView> {
    let deduction: Money = row.money("deduction")?;
    let disposition = row.code_opt("disposition")?;
    let reason = row.text("disposition_reason")?;
    Ok(AcceptanceView {
        state: row.code("state")?,
        round: row.try_get("round")?,
        organiser: row.code("organiser")?,
        applied: row.try_get("applied_on")?,
        received: row.date_opt("received_on")?,
        returned: row.text("returned")?,
        pool: Vec::new(),
        evaluators: evaluators.iter().map(evaluator).collect::<Result<_>>()?,
        reports: reports.iter().map(report).collect::<Result<_>>()?,
        noticed: row.date_opt("noticed_on")?,
        presumed: row.date_opt("presumed_on")?,
        acknowledged: row.date_opt("served_on")?,
        reminder: reminder(row)?,
        answers: answers.iter().map(answer).collect::<Result<_>>()?,
        rectification: row.text("rectification")?,
        late: match row.date_opt("late_on")? {
            Some(on) => Some((on, row.text("late_offer")?)),
            None => None,
        },
        disposition: disposition.map(|kind| (kind, deduction, reason)),
        reviews: reviews.iter().map(review).collect::<Result<_>>()?,
    })
}

fn reminder(row: &PgRow) -> Result<Option<(NaiveDate, NaiveDate, String)>> {
    let days = row.date_opt("reminded_on")?.zip(row.date_opt("answer_by")?);
    Ok(match days {
        Some((on, due)) => Some((on, due, row.text("reminder")?)),
        None => None,
    })
}

fn review(row: &PgRow) -> Result<ReviewView> {
    Ok(ReviewView {
        on: row.try_get("reviewed_on")?,
        by: row.text("by_name")?,
        findings: row.text("findings")?,
        advice: row.text("advice")?,
    })
}

fn answer(row: &PgRow) -> Result<AnswerView> {
    Ok(AnswerView {
        kind: row.code("kind")?,
        on: row.try_get("answered_on")?,
        by: row.text("by_name")?,
        text: row.text("text")?,
    })
}

fn evaluator(row: &PgRow) -> Result<EvaluatorView> {
    let conflict: Option<bool> = row.try_get("conflict")?;
    Ok(EvaluatorView {
        account: UserId(row.try_get("account_id")?),
        declared: row.date_opt("declared_on")?.zip(conflict),
        declaration: row.text("declaration")?,
        name: row.text("name")?,
        organisation: row.text("organisation")?,
        title: row.text("title")?,
    })
}

fn report(row: &PgRow) -> Result<ReportView> {
    let results: Vec<Measured> = serde_json::from_value(row.json("results")?)
        .map_err(|error| Error::Inconsistent(format!("report.results: {error}")))?;
    Ok(ReportView {
        round: row.try_get("round")?,
        date: row.try_get("reported_on")?,
        passed: row.try_get("passed")?,
        findings: row.text("findings")?,
        budget_execution: row.text("budget_execution")?,
        defects: row.text("defects")?,
        results: results
            .into_iter()
            .map(|m| {
                (
                    Goal {
                        no: m.no,
                        goal: m.goal,
                        method: m.method,
                        target: m.target,
                    },
                    m.measured,
                    m.achieved,
                )
            })
            .collect(),
        by: row.text("by_name")?,
    })
}
