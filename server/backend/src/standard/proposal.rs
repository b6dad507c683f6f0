//! A new standard: proposed by one regional person, published by another.

use chrono::NaiveDate;
use domain::access::Action;
use domain::calendar::next_day;
use domain::contract::StandardForm;
use domain::refusal::StandardFault;
use domain::training::{Figure, TrainingStandard};
use domain::{Refusal, StandardId, full_date};
use serde_json::json;
use sqlx::postgres::PgArguments;
use sqlx::query::QueryScalar;
use sqlx::{PgConnection, Postgres};

use super::of_row;
use crate::Result;
use crate::agreement::date;
use crate::door::{Session, Tx};
use crate::plan::required;
use crate::reference;
use crate::two_persons::{Drafts, tell_cities};

const DRAFTS: Drafts = Drafts {
    table: "training_standard",
    name: "培训费标准",
    by: ("proposed_by", "proposed_name"),
    same_person: |by| StandardFault::SamePerson { by }.into(),
};

/// Proposes a standard: checked at once, in force only when somebody else publishes it.
///
/// # Errors
/// `Required`, `DateMalformed` and the faults of a standard, each with its field.
pub(crate) async fn propose(session: &Session, form: StandardForm) -> Result<StandardId> {
    let mut tx = session.reference(Action::ProposeStandard).await?;
    let standard = typed(&form, tx.today())?;
    refuse_taken(&mut tx, standard.from).await?;
    let id = insert(&mut tx, &standard).await?;
    tx.commit().await?;
    Ok(id)
}

fn typed(form: &StandardForm, today: NaiveDate) -> Result<TrainingStandard> {
    let name = required("name", "文件名称", &form.name, 100)?;
    let document = required("document", "文号", &form.document, 60)?;
    let from = date("from", &required("from", "施行日期", &form.from, 20)?)?;
    let earliest = next_day(today);
    if from < earliest {
        return Err(Refusal::from(StandardFault::Past { earliest }).into());
    }
    let mut standard = TrainingStandard {
        from,
        name,
        document,
        ..TrainingStandard::default()
    };
    for figure in Figure::ALL {
        let text = form.figures.get(figure.code());
        let value = figure.read(text.map_or("", String::as_str))?;
        standard.set(*figure, value)?;
    }
    Ok(standard)
}

/// A day has one standard, published or waiting.
async fn refuse_taken(tx: &mut Tx, from: NaiveDate) -> Result<()> {
    let state: Option<String> = sqlx::query_scalar(
        "select state from training_standard where effective_from = $1 and state <> 'WITHDRAWN'",
    )
    .bind(from)
    .fetch_optional(&mut **tx)
    .await?;
    match state {
        None => Ok(()),
        Some(state) => Err(Refusal::from(StandardFault::Taken {
            from,
            waiting: state == "WAITING",
        })
        .into()),
    }
}

/// The figures in the order of `Figure::ALL`.
const INSERT: &str = "insert into training_standard
    (effective_from, name, document, one_lodging, one_meals, one_venue, one_other, two_lodging, two_meals, two_venue, two_other,
     three_lodging, three_meals, three_venue, three_other, associate_fee, full_fee, academician_fee,
     full_days, long_percent, half_day_hours, staff_percent, staff_max,
     proposed_by, proposed_name, proposed_on, state, decided_on)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
     $24, $25, $26, $27, $28) returning id";

type Insert<'q> = QueryScalar<'q, Postgres, i64, PgArguments>;

fn with_figures(standard: &TrainingStandard) -> Insert<'_> {
    let head = sqlx::query_scalar(INSERT)
        .bind(standard.from)
        .bind(&standard.name)
        .bind(&standard.document);
    Figure::ALL
        .iter()
        .fold(head, |query, figure| query.bind(standard.figure(*figure)))
}

async fn insert(tx: &mut Tx, standard: &TrainingStandard) -> Result<StandardId> {
    let (today, who) = (tx.today(), tx.who.clone());
    let id = with_figures(standard)
        .bind(who.account.0)
        .bind(who.name)
        .bind(today)
        .bind("WAITING")
        .bind(None::<NaiveDate>)
        .fetch_one(&mut **tx)
        .await?;
    Ok(StandardId(id))
}

/// The standard that the program begins with, where there is none yet. Nobody proposed it.
pub(crate) async fn begin(conn: &mut PgConnection) -> sqlx::Result<()> {
    let any: bool = sqlx::query_scalar("select exists (select from training_standard)")
        .fetch_one(&mut *conn)
        .await?;
    if any {
        return Ok(());
    }
    let first = reference::training_standard();
    with_figures(first)
        .bind(None::<i64>)
        .bind("")
        .bind(first.from)
        .bind("PUBLISHED")
        .bind(first.from)
        .fetch_one(&mut *conn)
        .await?;
    Ok(())
}

/// Publishes a standard: whatever is handed in from its first day on is measured by it, what was
/// handed in before is not measured anew; every city reads about it in its history.
///
/// # Errors
/// `StandardSamePerson` for whoever proposed it, `StandardOvertaken` once its first day has come.
pub(crate) async fn publish(session: &Session, id: StandardId) -> Result<()> {
    let mut tx = session.reference(Action::PublishStandard).await?;
    let row = DRAFTS.of_another(&mut tx, id.0).await?;
    let standard = of_row(&row)?;
    if standard.from <= tx.today() {
        let from = standard.from;
        return Err(Refusal::from(StandardFault::Overtaken { from }).into());
    }
    DRAFTS.publish(&mut tx, id.0).await?;
    let text = format!(
        "公布培训费标准（{}），自 {} 起施行",
        standard.document,
        full_date(standard.from)
    );
    let facts = json!({"document": standard.document, "from": standard.from});
    tell_cities(&mut tx, &text, &facts).await?;
    tx.commit().await
}

/// Takes a standard back before its publication.
///
/// # Errors
/// `WrongState` for one that is decided, `Required` without a reason.
pub(crate) async fn withdraw(session: &Session, id: StandardId, reason: String) -> Result<()> {
    let action = Action::WithdrawStandard;
    DRAFTS.withdraw(session, action, id.0, &reason).await
}
