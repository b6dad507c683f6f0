//! The service agreement: draft, check, filing (machine 2.4); [`signing`]: its signatures; [`effect`]:
//! what follows when the fourth member has acknowledged it.

pub(crate) mod effect;
mod signing;

use chrono::NaiveDate;
use domain::access::Action;
use domain::contract::{AgreementDraft, ClauseTexts};
use domain::state::{AgreementState, Clause, FilingSubject, Mode};
use domain::{
    AgreementId, Money, Percent, ProjectId, Refusal, Version, period, prepayment,
    template as blocks,
};
use serde_json::{Map, Value, json};
use sqlx::Row;

use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::project::Project;
use crate::rows::Columns;
use crate::template::{Figures, Known};
use crate::{Error, Result, cap, plan};

pub(crate) use self::signing::{body_of, party_of, sign};

/// An agreement row.
pub(crate) struct Agreement {
    pub id: AgreementId,
    pub state: AgreementState,
    pub amount: Money,
    pub prepay: Option<Percent>,
    pub clauses: Value,
}

/// The project's agreement, if it has one.
pub(crate) async fn load(tx: &mut Tx, project: ProjectId) -> Result<Option<Agreement>> {
    let row = sqlx::query(
        "select id, state, amount, prepay_basis_points, clauses from agreement where project_id = $1",
    )
    .bind(project.0)
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| {
        let points: Option<i32> = row.try_get("prepay_basis_points")?;
        Ok(Agreement {
            id: AgreementId(row.try_get("id")?),
            state: row.code("state")?,
            amount: row.money("amount")?,
            prepay: points
                .and_then(|points| u16::try_from(points).ok())
                .and_then(Percent::from_basis_points),
            clauses: row.json("clauses")?,
        })
    })
    .transpose()
}

/// Writes or rewrites the draft: amount, period and ratio are checked at once (R077, R118).
pub(crate) async fn draft(
    session: &Session,
    id: ProjectId,
    seen: Version,
    draft: AgreementDraft,
) -> Result<()> {
    let action = Action::DraftAgreement;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    if project.mode != Mode::Direct && project.unit.is_none() {
        return Err(project.wrong_state(action).into());
    }
    if let Some(old) = load(&mut tx, id).await?
        && !matches!(old.state, AgreementState::Draft | AgreementState::Checked)
    {
        return Err(wrong_state(old.state, action));
    }
    let amount = Money::parse_positive_yuan("amount", &draft.amount)?;
    if amount > project.approved {
        return Err(Refusal::OverApproved {
            field: "amount".into(),
            approved: project.approved,
        }
        .into());
    }
    let (start, end) = period_of(&draft, &project)?;
    let prepay = prepay_of(&draft.prepay, amount)?;
    let figures = Figures {
        amount,
        prepay,
        start,
        end,
    };
    let typed = draft.texts();
    let known = Known::load(&mut tx, &project).await?;
    let filled = blocks::fill_all(&typed, |part| known.value(part, Some(&figures)))?;
    insert_draft(&mut tx, &project, &figures, &filled, &typed).await?;
    project.save(&mut tx).await?;
    let facts = json!({"amount": amount, "start": start, "end": end, "prepay": prepay});
    record(
        &mut tx,
        &project,
        Entry::new(format!("起草服务协议，金额 {amount} 元"))
            .facts(facts)
            .internal(),
    )
    .await?;
    tx.commit().await
}

async fn insert_draft(
    tx: &mut Tx,
    project: &Project,
    figures: &Figures,
    filled: &ClauseTexts,
    typed: &ClauseTexts,
) -> Result<()> {
    for clause in Clause::ALL {
        blocks::check_length(*clause, filled.get(*clause))?;
    }
    sqlx::query(
        "insert into agreement (project_id, state, amount, start_on, end_on, prepay_basis_points, clauses, source, approved_end)
         values ($1, 'DRAFT', $2, $3, $4, $5, $6, $7, $8)
         on conflict (tenant_id, project_id) do update set state = 'DRAFT', amount = excluded.amount,
           start_on = excluded.start_on, end_on = excluded.end_on, prepay_basis_points = excluded.prepay_basis_points,
           clauses = excluded.clauses, source = excluded.source, approved_end = excluded.approved_end",
    )
    .bind(project.id.0)
    .bind(figures.amount.decimal())
    .bind(figures.start)
    .bind(figures.end)
    .bind(figures.prepay.map(|percent| i32::from(percent.basis_points())))
    .bind(blocks_json(filled))
    .bind(blocks_json(typed))
    .bind(project.end)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Blocks as a column holds them: code → text.
pub(crate) fn blocks_json(texts: &ClauseTexts) -> Value {
    let pairs = Clause::ALL
        .iter()
        .map(|clause| (clause.code().to_owned(), Value::from(texts.get(*clause))));
    Value::Object(pairs.collect::<Map<_, _>>())
}

/// Blocks out of a column.
pub(crate) fn blocks_of(column: &Value) -> ClauseTexts {
    let mut texts = ClauseTexts::default();
    for clause in Clause::ALL {
        let text = column.get(clause.code()).and_then(Value::as_str);
        texts.set(*clause, text.unwrap_or("").to_owned());
    }
    texts
}

fn period_of(draft: &AgreementDraft, project: &Project) -> Result<(NaiveDate, NaiveDate)> {
    let start = date("start", &draft.start)?;
    let end = date("end", &draft.end)?;
    period::check_project_period("end", start, end)?;
    if start < project.start {
        let because = "核定实施周期的开始日期".to_owned();
        return Err(Refusal::DateTooEarly {
            field: "start".into(),
            earliest: project.start,
            because,
        }
        .into());
    }
    if end > project.end {
        let because = "核定实施周期的结束日期".to_owned();
        return Err(Refusal::DateTooLate {
            field: "end".into(),
            latest: project.end,
            because,
        }
        .into());
    }
    Ok((start, end))
}

/// The ratio as typed: none, or 30% to 70% (R118).
pub(crate) fn prepay_of(typed: &str, amount: Money) -> Result<Option<Percent>> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let ratio = Percent::parse("prepay", typed)?;
    prepayment::check_ratio("prepay", amount, ratio)?;
    Ok(Some(ratio))
}

/// A date as a form sends it.
pub(crate) fn date(field: &'static str, text: &str) -> Result<NaiveDate> {
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").map_err(|_| {
        Refusal::DateMalformed {
            field: field.into(),
        }
        .into()
    })
}

/// The reviewer's check: every one of the nine clause blocks says something (R076).
pub(crate) async fn check(session: &Session, id: ProjectId, seen: Version) -> Result<()> {
    let action = Action::CheckAgreement;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let agreement = existing(&mut tx, id, action).await?;
    if agreement.state != AgreementState::Draft {
        return Err(wrong_state(agreement.state, action));
    }
    for clause in Clause::ALL {
        let text = agreement
            .clauses
            .get(clause.code())
            .and_then(Value::as_str)
            .unwrap_or("");
        if text.is_empty() {
            let field = AgreementDraft::field(*clause).into();
            return Err(Refusal::ClauseEmpty {
                field,
                label: clause.label().into(),
            }
            .into());
        }
    }
    // The cap is looked at again before the city binds itself: a final base may be lower (A01).
    cap::still_fits(&mut tx, &project).await?;
    set_state(&mut tx, &agreement, AgreementState::Checked).await?;
    project.save(&mut tx).await?;
    record(
        &mut tx,
        &project,
        Entry::new("审核通过服务协议，交各方签署"),
    )
    .await?;
    tx.commit().await
}

/// Sends the signed agreement to the four members (R075).
pub(crate) async fn file(session: &Session, id: ProjectId, seen: Version) -> Result<()> {
    let action = Action::FileAgreement;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let agreement = existing(&mut tx, id, action).await?;
    if agreement.state != AgreementState::Signed {
        return Err(wrong_state(agreement.state, action));
    }
    plan::send_filings(&mut tx, &project, FilingSubject::Agreement, 1).await?;
    project.save(&mut tx).await?;
    record(
        &mut tx,
        &project,
        Entry::new("将服务协议报送四个成员单位备案").internal(),
    )
    .await?;
    tx.commit().await
}

/// The agreement, or the refusal that there is none.
pub(crate) async fn existing(tx: &mut Tx, id: ProjectId, action: Action) -> Result<Agreement> {
    load(tx, id)
        .await?
        .ok_or_else(|| action.wrong_state("服务协议", "未起草").into())
}

pub(crate) fn wrong_state(state: AgreementState, action: Action) -> Error {
    action.wrong_state("服务协议", state.label()).into()
}

/// Moves the agreement; on the last signature the day is kept.
pub(crate) async fn set_state(
    tx: &mut Tx,
    agreement: &Agreement,
    to: AgreementState,
) -> Result<()> {
    let today = tx.today();
    sqlx::query("update agreement set state = $2, signed_on = case when $2::text = 'SIGNED' then $3 else signed_on end where id = $1")
        .bind(agreement.id.0)
        .bind(to.code())
        .bind(today)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
