//! The page of the classifications.

use chrono::NaiveDate;
use domain::access::Action;
use domain::classification::{Classification, changes};
use domain::contract::{
    Against, ClassificationDraft, ClassificationPhase, ClassificationView, ClassificationsView,
    Offer,
};
use domain::refusal::ClassificationFault;
use domain::{ClassificationId, Refusal};
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Row};

use super::{Classifications, EDITION, of_row};
use crate::door::{Scope, Session};
use crate::rows::Columns;
use crate::{Result, two_persons};

/// The editions as everybody sees them; what waits to be published only for the region.
pub(crate) async fn view(session: &Session) -> Result<ClassificationsView> {
    let mut tx = session.read(Action::ViewClassifications).await?;
    let (today, region) = (tx.today(), session.scope == Scope::Region);
    // A correction before what it corrected.
    let sql = format!(
        "select {EDITION} from classification_edition e where e.state <> 'WITHDRAWN' order by e.kind, e.effective_from desc, e.id desc"
    );
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut *tx).await?;
    let known = known(&rows)?;
    let capacities = session.capacities();
    let may_publish = Action::PublishClassification.allows(&capacities);
    let (mut editions, mut drafts) = (Vec::new(), Vec::new());
    for row in &rows {
        if row.text("state")? == "PUBLISHED" {
            editions.push(shown(row, &known, today, region)?);
        } else if region {
            let own = row.try_get::<i64, _>("proposed_by")? == tx.who.account.0;
            drafts.push(draft(row, &known, may_publish && own)?);
        }
    }
    let offers = [
        Action::ProposeClassification,
        Action::PublishClassification,
        Action::WithdrawClassification,
    ];
    let offers = offers.into_iter().filter(|one| one.allows(&capacities));
    Ok(ClassificationsView {
        editions,
        drafts,
        offers: offers
            .map(|action| Offer {
                action,
                why_not: None,
            })
            .collect(),
    })
}

/// The current editions among rows of any state.
fn known(rows: &[PgRow]) -> Result<Classifications> {
    let mut published = Vec::new();
    for row in rows {
        if row.text("state")? == "PUBLISHED" {
            published.push((row.try_get::<i64, _>("id")?, of_row(row)?));
        }
    }
    published.sort_by_key(|(id, _)| -id);
    let lists = published.into_iter().map(|(_, list)| list);
    Ok(Classifications::of(lists.collect()))
}

fn shown(
    row: &PgRow,
    known: &Classifications,
    today: NaiveDate,
    region: bool,
) -> Result<ClassificationView> {
    let list = of_row(row)?;
    Ok(ClassificationView {
        id: ClassificationId(row.try_get("id")?),
        phase: phase(&list, row.try_get("is_current")?, known, today),
        certain: row.try_get("certain")?,
        published: two_persons::published(row, region)?,
        list,
    })
}

fn phase(
    list: &Classification,
    current: bool,
    known: &Classifications,
    today: NaiveDate,
) -> ClassificationPhase {
    let holds = known.on(list.kind, today);
    let holds = holds.is_some_and(|one| one.list.edition == list.edition);
    match (current, holds) {
        (false, _) => ClassificationPhase::Corrected,
        (true, true) => ClassificationPhase::Current,
        (true, false) if list.from > today => ClassificationPhase::Coming,
        (true, false) => ClassificationPhase::Past,
    }
}

fn draft(row: &PgRow, known: &Classifications, own: bool) -> Result<ClassificationDraft> {
    let list = of_row(row)?;
    let by = row.text("proposed_name")?;
    let same = known.edition(list.kind, &list.edition);
    let before = same.or_else(|| known.on(list.kind, list.from));
    let against = before.map(|before| Against {
        named: before.list.named(),
        same: same.is_some(),
        document: before.list.document.clone(),
        from: before.list.from,
        changes: changes(&before.list, &list),
    });
    Ok(ClassificationDraft {
        id: ClassificationId(row.try_get("id")?),
        list,
        against,
        why_not: own
            .then(|| Refusal::from(ClassificationFault::SamePerson { by: by.clone() }).sentence()),
        by,
        on: row.try_get("proposed_on")?,
    })
}
