//! A new edition, or the correction of one: proposed by one regional person, published by another.

use chrono::NaiveDate;
use domain::access::Action;
use domain::classification::{Classification, ClassificationItem, ClassificationKind, read};
use domain::code::normalise;
use domain::contract::ClassificationForm;
use domain::refusal::ClassificationFault;
use domain::{ClassificationId, Refusal, full_date};
use serde_json::json;
use sqlx::{AssertSqlSafe, PgConnection, Row};

use super::{EDITION, embedded, of_row};
use crate::Result;
use crate::agreement::date;
use crate::door::{Session, Tx};
use crate::plan::required;
use crate::rows::Columns;
use crate::two_persons::{Drafts, tell_cities};

const DRAFTS: Drafts = Drafts {
    table: "classification_edition",
    name: "事故和职业病分类",
    by: ("proposed_by", "proposed_name"),
    same_person: |by| ClassificationFault::SamePerson { by }.into(),
};

/// Proposes a list: checked at once, in force only when somebody else publishes it.
///
/// # Errors
/// `UnknownChoice`, `Required`, `DateMalformed` and the faults of a list, each with its field.
pub(crate) async fn propose(
    session: &Session,
    form: ClassificationForm,
) -> Result<ClassificationId> {
    let mut tx = session.reference(Action::ProposeClassification).await?;
    let list = typed(&form)?;
    refuse_waiting(&mut tx, &list).await?;
    refuse_taken(&mut tx, &list).await?;
    let by = Proposer {
        account: Some(tx.who.account.0),
        name: tx.who.name.clone(),
        on: tx.today(),
    };
    let id = insert(&mut tx, &list, true, &by).await?;
    tx.commit().await?;
    Ok(id)
}

fn typed(form: &ClassificationForm) -> Result<Classification> {
    let kind = ClassificationKind::from_code(form.kind.trim());
    let kind = kind.ok_or_else(|| Refusal::UnknownChoice {
        field: "kind".into(),
        label: "分类".into(),
    })?;
    let title = required("title", "名称", &form.title, 100)?;
    Ok(Classification {
        kind,
        edition: edition(kind, &form.edition)?,
        title: title.trim_matches(['《', '》']).to_owned(),
        document: required("document", "标准号或文号", &form.document, 60)?,
        from: date("from", &required("from", "施行日期", &form.from, 20)?)?,
        items: read(kind, &form.text)?,
    })
}

/// The number of an edition as injuries are recorded under it: without blanks, in plain characters. A list
/// of diseases goes by its year.
fn edition(kind: ClassificationKind, typed: &str) -> Result<String> {
    let edition = normalise(&required("edition", "版本号", typed, 40)?);
    let fits = match kind {
        ClassificationKind::Accident => {
            edition.len() <= 30
                && edition
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"./-".contains(&byte))
        }
        ClassificationKind::Disease => {
            edition.len() == 4 && edition.bytes().all(|byte| byte.is_ascii_digit())
        }
    };
    if fits {
        Ok(edition)
    } else {
        Err(Refusal::from(ClassificationFault::Edition { kind }).into())
    }
}

/// An edition has one list that waits: the other would be published over it.
async fn refuse_waiting(tx: &mut Tx, list: &Classification) -> Result<()> {
    let waits: bool = sqlx::query_scalar(
        "select exists (select from classification_edition where kind = $1 and edition = $2 and state = 'WAITING')",
    )
    .bind(list.kind.code())
    .bind(&list.edition)
    .fetch_one(&mut **tx)
    .await?;
    if waits {
        let named = list.named();
        return Err(Refusal::from(ClassificationFault::Waiting { named }).into());
    }
    Ok(())
}

/// A day has one edition, published or waiting; the list of an edition that was corrected has none.
async fn refuse_taken(tx: &mut Tx, list: &Classification) -> Result<()> {
    let sql = format!(
        "select * from (select {EDITION} from classification_edition e
           where kind = $1 and edition <> $2 and effective_from = $3 and state <> 'WITHDRAWN') other
         where is_current or state = 'WAITING' order by state limit 1"
    );
    let other = sqlx::query(AssertSqlSafe(sql))
        .bind(list.kind.code())
        .bind(&list.edition)
        .bind(list.from)
        .fetch_optional(&mut **tx)
        .await?;
    let Some(row) = other else { return Ok(()) };
    Err(Refusal::from(ClassificationFault::Taken {
        from: list.from,
        named: of_row(&row)?.named(),
        waiting: row.text("state")? == "WAITING",
    })
    .into())
}

/// Who enters a list; nobody, of those the program begins with.
pub(crate) struct Proposer {
    pub account: Option<i64>,
    pub name: String,
    pub on: NaiveDate,
}

/// Writes a list that waits.
///
/// # Errors
/// What PostgreSQL said.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    list: &Classification,
    certain: bool,
    by: &Proposer,
) -> sqlx::Result<ClassificationId> {
    let lines = list.items.len();
    let id: i64 = sqlx::query_scalar(
        "insert into classification_edition (kind, edition, title, document, effective_from, certain, lines,
           proposed_by, proposed_name, proposed_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id",
    )
    .bind(list.kind.code())
    .bind(&list.edition)
    .bind(&list.title)
    .bind(&list.document)
    .bind(list.from)
    .bind(certain)
    .bind(i32::try_from(lines).unwrap_or(i32::MAX))
    .bind(by.account)
    .bind(&by.name)
    .bind(by.on)
    .fetch_one(&mut *conn)
    .await?;
    let column = |of: fn(&ClassificationItem) -> &String| {
        let texts = list.items.iter().map(of).cloned();
        texts.collect::<Vec<_>>()
    };
    sqlx::query(
        "insert into classification_item (edition_id, place, code, name, category)
         select $1, place, code, name, category
         from unnest($2::text[], $3::text[], $4::text[]) with ordinality item(code, name, category, place)",
    )
    .bind(id)
    .bind(column(|item| &item.code))
    .bind(column(|item| &item.name))
    .bind(column(|item| &item.category))
    .execute(conn)
    .await?;
    Ok(ClassificationId(id))
}

/// The editions that the program begins with, where there are none yet. Nobody proposed them.
pub(crate) async fn begin(conn: &mut PgConnection) -> sqlx::Result<()> {
    let any: bool = sqlx::query_scalar("select exists (select from classification_edition)")
        .fetch_one(&mut *conn)
        .await?;
    if any {
        return Ok(());
    }
    for (list, certain) in embedded::editions() {
        let nobody = Proposer {
            account: None,
            name: String::new(),
            on: list.from,
        };
        let id = insert(conn, &list, certain, &nobody).await?;
        sqlx::query(
            "update classification_edition set state = 'PUBLISHED', decided_on = $2 where id = $1",
        )
        .bind(id.0)
        .bind(list.from)
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// Publishes a list: what is imported from now on is checked by it. What was imported keeps the edition it
/// was recorded under and is known again by its code or its name; every city reads about it in its history.
///
/// # Errors
/// `ClassificationSamePerson` for whoever proposed it, `ClassificationTaken` for a second edition on a day.
pub(crate) async fn publish(session: &Session, id: ClassificationId) -> Result<()> {
    let mut tx = session.reference(Action::PublishClassification).await?;
    DRAFTS.of_another(&mut tx, id.0).await?;
    let sql = format!(
        "select {EDITION}, exists (select from classification_edition before where before.kind = e.kind
           and before.edition = e.edition and before.state = 'PUBLISHED') as corrects
         from classification_edition e where id = $1"
    );
    let row = sqlx::query(AssertSqlSafe(sql))
        .bind(id.0)
        .fetch_one(&mut *tx)
        .await?;
    let list = of_row(&row)?;
    refuse_taken(&mut tx, &list).await?;
    DRAFTS.publish(&mut tx, id.0).await?;
    let what = if row.try_get("corrects")? {
        "的更正"
    } else {
        ""
    };
    let text = format!(
        "公布《{}》{what}（{} 项），自 {} 起施行",
        list.named(),
        list.count(),
        full_date(list.from)
    );
    let facts = json!({"classification": list.key(), "from": list.from});
    tell_cities(&mut tx, &text, &facts).await?;
    tx.commit().await
}

/// Takes a list back before its publication.
///
/// # Errors
/// `WrongState` for one that is decided, `Required` without a reason.
pub(crate) async fn withdraw(
    session: &Session,
    id: ClassificationId,
    reason: String,
) -> Result<()> {
    let action = Action::WithdrawClassification;
    DRAFTS.withdraw(session, action, id.0, &reason).await
}
