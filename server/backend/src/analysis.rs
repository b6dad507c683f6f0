//! The three-year analysis (R030, R031): computed from injuries and the departments' sets
//! ([`content`]), shown, and frozen with a hash before the meeting decides on it.

mod content;
mod count;
mod insured;
mod ranking;
mod reports;
pub(crate) mod types;

use chrono::NaiveDate;
use domain::access::Action;
use domain::contract::{AnalysisView, Frozen, TypeName, YearOf};
use domain::{Refusal, TenantId};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sqlx::Row;
use sqlx::postgres::PgRow;

use self::content::{Computed, Content};
use crate::door::{Session, Tx};
use crate::event::{Entry, record_year};
use crate::figures::{Checked, offers, plan_year, plan_years, written_year};
use crate::rows::Columns;
use crate::{Error, Result};

/// A frozen analysis as it is kept.
struct Kept {
    no: i32,
    content: Content,
    frozen: Frozen,
}

impl Kept {
    /// The newest one of a year. Its hash is computed anew: what is shown is what was frozen.
    async fn load(tx: &mut Tx, tenant: TenantId, year: i32) -> Result<Option<Self>> {
        let row = sqlx::query(
            "select no, content, hash, reason, frozen_on, frozen_by from analysis
             where tenant_id = $1 and year = $2 order by no desc limit 1",
        )
        .bind(tenant.0)
        .bind(year)
        .fetch_optional(&mut **tx)
        .await?;
        row.as_ref().map(Self::read).transpose()
    }

    fn read(row: &PgRow) -> Result<Self> {
        let (content, hash) = (row.json("content")?, row.text("hash")?);
        if digest(&content) != hash {
            return Err(Error::Inconsistent(
                "analysis.content does not fit its hash".into(),
            ));
        }
        let content = serde_json::from_value(content)
            .map_err(|error| Error::Inconsistent(format!("analysis.content: {error}")))?;
        Ok(Self {
            no: row.try_get("no")?,
            content,
            frozen: Frozen {
                on: row.try_get::<NaiveDate, _>("frozen_on")?,
                by: row.text("frozen_by")?,
                hash,
                reason: row.text("reason")?,
            },
        })
    }
}

/// SHA-256 of the canonical JSON: names in order, nothing between, UTF-8.
fn digest(content: &Value) -> String {
    let mut content = content.clone();
    content.sort_all_objects();
    hex::encode(Sha256::digest(content.to_string()))
}

/// The whole page in one transaction: the frozen analysis if there is one, else the present figures.
pub(crate) async fn analysis(session: &Session, of: YearOf) -> Result<AnalysisView> {
    let (mut tx, tenant) = session.look(Action::ViewAnalysis, of).await?;
    let today = tx.today();
    let year = plan_year(of, today)?;
    let years = plan_years(year, today);
    if let Some(kept) = Kept::load(&mut tx, tenant, year).await? {
        let again = written_year(year, today).is_ok()
            && refuse_again(&mut tx, tenant, year, &kept).await.is_ok();
        let freeze = again.then_some((Action::FreezeAnalysis, None));
        let offers = freeze.map_or_else(Vec::new, |freeze| offers(session, [freeze]));
        return Ok(kept
            .content
            .view(years, Some(kept.frozen), offers, Vec::new(), Vec::new()));
    }
    let computed = content::compute(&mut tx, tenant, year).await?;
    let (old, new) = mappable(session, &computed);
    let no_type = old
        .is_empty()
        .then(|| Action::MapType.wrong_state("三年数据中的类别", "全部为现行分类"));
    let wrong_year = written_year(year, today)
        .is_err()
        .then(|| Action::FreezeAnalysis.wrong_state(format!("{year} 年度"), "不在编制期"));
    let offers = offers(
        session,
        [
            (Action::FreezeAnalysis, wrong_year),
            (Action::MapType, no_type),
        ],
    );
    Ok(computed.content.view(years, None, offers, old, new))
}

/// The types that can be mapped from and to, for those who can.
fn mappable(session: &Session, computed: &Computed) -> (Vec<TypeName>, Vec<TypeName>) {
    if Action::MapType.allows(&session.capacities()) {
        types::mappable(&computed.types, &computed.found)
    } else {
        (Vec::new(), Vec::new())
    }
}

/// Freezes the present figures (R030): with missing sets only with a reason. A complete analysis is
/// final; an incomplete one can be frozen anew while it has not reached a meeting and sets have come
/// in since. Every frozen version stays.
pub(crate) async fn freeze(session: &Session, year: i32, reason: String) -> Result<()> {
    let mut tx = session.write(Action::FreezeAnalysis).await?;
    let tenant = tx.tenant.ok_or(Refusal::NotFound)?;
    written_year(year, tx.today())?;
    let before = Kept::load(&mut tx, tenant, year).await?;
    if let Some(kept) = &before {
        refuse_again(&mut tx, tenant, year, kept).await?;
    }
    let content = content::compute(&mut tx, tenant, year).await?.content;
    let reason = reason_for(&content.missing, &reason)?;
    let no = before.map_or(1, |kept| kept.no + 1);
    let missing = content.missing.join("、");
    let hash = keep(&mut tx, year, no, &content, &reason).await?;
    let mut text = format!("定稿 {year} 年度三年分析，校验值 {}", &hash[..12]);
    if !missing.is_empty() {
        text.push_str(&format!("；缺少{missing}，理由：{reason}"));
    }
    let facts = json!({"no": no, "hash": hash, "missing": missing, "reason": reason});
    record_year(&mut tx, year, Entry::new(text).facts(facts).internal()).await?;
    tx.commit().await
}

/// Why although sets are missing; nothing where none is.
fn reason_for(missing: &[String], reason: &str) -> Checked<String> {
    let reason = reason.trim();
    if missing.is_empty() {
        return Ok(String::new());
    }
    if reason.is_empty() {
        return Err(Refusal::AnalysisIncomplete {
            field: "reason".into(),
            missing: missing.join("、"),
        });
    }
    if reason.chars().count() > 500 {
        return Err(Refusal::TooLong {
            field: "reason".into(),
            label: "数据不全的理由".into(),
            max: 500,
        });
    }
    Ok(reason.to_owned())
}

async fn keep(tx: &mut Tx, year: i32, no: i32, content: &Content, reason: &str) -> Result<String> {
    let value = serde_json::to_value(content)
        .map_err(|error| Error::Inconsistent(format!("an analysis: {error}")))?;
    let hash = digest(&value);
    let (today, who) = (tx.today(), tx.who.clone());
    sqlx::query(
        "insert into analysis (year, no, content, hash, reason, frozen_on, frozen_by) values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(year)
    .bind(no)
    .bind(value)
    .bind(&hash)
    .bind(reason)
    .bind(today)
    .bind(format!("{} {}", who.place, who.name))
    .execute(&mut **tx)
    .await?;
    Ok(hash)
}

/// Whether a frozen analysis can be frozen anew.
async fn refuse_again(tx: &mut Tx, tenant: TenantId, year: i32, kept: &Kept) -> Result<()> {
    let final_one = |state: &str| {
        let subject = format!("{year} 年度三年分析");
        Error::Refused(Action::FreezeAnalysis.wrong_state(subject, state))
    };
    if kept.content.missing.is_empty() {
        return Err(final_one("已定稿"));
    }
    let at_the_meeting: bool = sqlx::query_scalar(
        "select exists (select from area_set where tenant_id = $1 and year = $2 and state not in ('COLLECTING', 'ANALYSED'))",
    )
    .bind(tenant.0)
    .bind(year)
    .fetch_one(&mut **tx)
    .await?;
    if at_the_meeting {
        return Err(final_one("已提交联席会议"));
    }
    let missing = content::missing(tx, tenant, year).await?;
    if missing == kept.content.missing {
        return Err(final_one("已定稿，缺少的数据尚未补报"));
    }
    Ok(())
}
