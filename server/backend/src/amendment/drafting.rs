//! What a supplementary agreement says: the figures and blocks as typed, checked, and what they change.

use chrono::NaiveDate;
use domain::access::Action;
use domain::contract::{AgreementDraft, AmendmentDraft, Change, ClauseTexts};
use domain::full_date;
use domain::state::{AgreementState, AmendmentState, Clause};
use domain::template::{check_length, fill_all};
use domain::{Money, Percent, ProjectId, Refusal, Version, period};
use serde_json::json;
use sqlx::Row;

use super::{Open, check_money, open, percent, wrong_state};
use crate::agreement::{blocks_json, blocks_of, date, prepay_of};
use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::project::Project;
use crate::rows::Columns;
use crate::template::{Figures, Known};
use crate::{Result, agreement, plan};

/// Writes or rewrites it: amount only down, period within two years and, beyond what was approved,
/// by a resolution; what is prepaid already must still fit (R049, R077, R118, I1, I10).
pub(crate) async fn draft(
    session: &Session,
    id: ProjectId,
    seen: Version,
    draft: AmendmentDraft,
) -> Result<()> {
    let action = Action::DraftAmendment;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let base = base(&mut tx, id, action).await?;
    if base.state != AgreementState::Filed {
        return Err(agreement::wrong_state(base.state, action));
    }
    let before = open(&mut tx, id).await?;
    if let Some(open) = &before
        && !matches!(open.state, AmendmentState::Draft | AmendmentState::Checked)
    {
        return Err(wrong_state(open, action));
    }
    let reason = plan::required("reason", "变更原因", &draft.reason, 2000)?;
    let (figures, basis) = figures_of(&draft, &base, tx.today())?;
    check_money(&mut tx, &project, figures.amount, figures.prepay).await?;
    let known = Known::load(&mut tx, &project).await?;
    let typed = trimmed(&draft.clauses);
    let filled = fill_all(&typed, |part| known.value(part, Some(&figures)))?;
    for clause in Clause::ALL {
        check_length(*clause, filled.get(*clause))?;
    }
    let changes = changes(&base, &figures, &filled);
    if changes.is_empty() {
        return Err(Refusal::NothingChanged {
            field: "reason".into(),
        }
        .into());
    }
    let what: Vec<&str> = changes.iter().map(|change| change.label.as_str()).collect();
    let text = format!("起草补充协议，变更{}：{reason}", what.join("、"));
    let facts = json!({"changes": changes, "basis": basis});
    let paper = Paper {
        reason,
        basis,
        figures,
        filled,
        typed,
        changes,
    };
    store(&mut tx, &project, before.as_ref(), &paper).await?;
    project.save(&mut tx).await?;
    record(&mut tx, &project, Entry::new(text).facts(facts).internal()).await?;
    tx.commit().await
}

/// The figures as typed, with the resolution they rest on.
fn figures_of(draft: &AmendmentDraft, base: &Base, today: NaiveDate) -> Result<(Figures, String)> {
    let amount = Money::parse_positive_yuan("amount", &draft.amount)?;
    if amount > base.amount {
        return Err(Refusal::AmountTooLarge {
            field: "amount".into(),
            limit: base.amount,
        }
        .into());
    }
    let end = date("end", &draft.end)?;
    period::check_project_period("end", base.start, end)?;
    if end != base.end && end < today {
        return Err(Refusal::DateTooEarly {
            field: "end".into(),
            earliest: today,
            because: "新的结束日期不能早于今天".into(),
        }
        .into());
    }
    let basis = draft.basis.trim().to_owned();
    if basis.chars().count() > 200 {
        return Err(Refusal::TooLong {
            field: "basis".into(),
            label: "决议文号".into(),
            max: 200,
        }
        .into());
    }
    if end != base.end && end > base.approved_end && basis.is_empty() {
        return Err(Refusal::BasisMissing {
            field: "basis".into(),
            approved_end: base.approved_end,
        }
        .into());
    }
    let figures = Figures {
        amount,
        prepay: prepay_of(&draft.prepay, amount)?,
        start: base.start,
        end,
    };
    Ok((figures, basis))
}

/// The agreement as a supplementary one starts from it.
struct Base {
    state: AgreementState,
    amount: Money,
    start: NaiveDate,
    end: NaiveDate,
    approved_end: NaiveDate,
    prepay: Option<Percent>,
    texts: ClauseTexts,
}

async fn base(tx: &mut Tx, id: ProjectId, action: Action) -> Result<Base> {
    let row = sqlx::query(
        "select state, amount, start_on, end_on, coalesce(approved_end, end_on) as approved_end, prepay_basis_points, clauses
         from agreement where project_id = $1 for update",
    )
    .bind(id.0)
    .fetch_optional(&mut **tx)
    .await?
    .ok_or_else(|| action.wrong_state("服务协议", "未起草"))?;
    Ok(Base {
        state: row.code("state")?,
        amount: row.money("amount")?,
        start: row.try_get("start_on")?,
        end: row.try_get("end_on")?,
        approved_end: row.try_get("approved_end")?,
        prepay: percent(row.try_get("prepay_basis_points")?),
        texts: blocks_of(&row.json("clauses")?),
    })
}

fn trimmed(texts: &ClauseTexts) -> ClauseTexts {
    AgreementDraft::default().with_texts(texts.clone()).texts()
}

fn changes(base: &Base, figures: &Figures, filled: &ClauseTexts) -> Vec<Change> {
    let mut list = Vec::new();
    let mut add = |label: &str, before: String, after: String| {
        if before != after {
            list.push(Change {
                label: label.into(),
                before,
                after,
            });
        }
    };
    let yuan = |amount: Money| format!("{amount} 元");
    let share = |share: Option<Percent>| {
        share.map_or_else(|| "不约定预付款".to_owned(), |share| share.to_string())
    };
    add("协议金额", yuan(base.amount), yuan(figures.amount));
    add("结束日期", full_date(base.end), full_date(figures.end));
    add("预付比例", share(base.prepay), share(figures.prepay));
    for clause in Clause::ALL {
        let (before, after) = (base.texts.get(*clause), filled.get(*clause));
        add(clause.label(), before.to_owned(), after.to_owned());
    }
    list
}

/// A supplementary agreement as it is stored.
struct Paper {
    reason: String,
    basis: String,
    figures: Figures,
    filled: ClauseTexts,
    typed: ClauseTexts,
    changes: Vec<Change>,
}

async fn store(tx: &mut Tx, project: &Project, before: Option<&Open>, paper: &Paper) -> Result<()> {
    let (today, who) = (tx.today(), tx.who.name.clone());
    let no: i32 = match before {
        Some(open) => open.no,
        None => {
            sqlx::query_scalar(
                "select coalesce(max(no), 0) + 1 from amendment where project_id = $1",
            )
            .bind(project.id.0)
            .fetch_one(&mut **tx)
            .await?
        }
    };
    let figures = &paper.figures;
    sqlx::query(
        "insert into amendment (project_id, no, state, reason, basis, amount, end_on, prepay_basis_points, clauses, source, changes, drafted_on, drafted_name)
         values ($1, $2, 'DRAFT', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict (tenant_id, project_id, no) do update set state = 'DRAFT', reason = excluded.reason, basis = excluded.basis,
           amount = excluded.amount, end_on = excluded.end_on, prepay_basis_points = excluded.prepay_basis_points,
           clauses = excluded.clauses, source = excluded.source, changes = excluded.changes,
           drafted_on = excluded.drafted_on, drafted_name = excluded.drafted_name",
    )
    .bind(project.id.0)
    .bind(no)
    .bind(&paper.reason)
    .bind(&paper.basis)
    .bind(figures.amount.decimal())
    .bind(figures.end)
    .bind(figures.prepay.map(|percent| i32::from(percent.basis_points())))
    .bind(blocks_json(&paper.filled))
    .bind(blocks_json(&paper.typed))
    .bind(json!(paper.changes))
    .bind(today)
    .bind(who)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
