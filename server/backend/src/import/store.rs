//! Checked injuries into the table, in bulk, and the yearly sums that dashboards read.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};
use serde_json::json;
use sqlx::postgres::PgArguments;
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, PgConnection, Postgres, Row};

use super::Injury;

/// What an import did to one city.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Count {
    pub inserted: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub rejected: u64,
}

impl Count {
    /// Rows that stand in the table now.
    pub(super) const fn taken(self) -> u64 {
        self.inserted + self.updated + self.unchanged
    }
}

/// The years of rows that are about to be updated: an accident may move to another year.
pub(super) async fn years_before(
    conn: &mut PgConnection,
    injuries: &[Injury],
) -> sqlx::Result<Vec<(i32, i32)>> {
    let tenants: Vec<i32> = injuries.iter().map(|injury| injury.tenant).collect();
    let numbers: Vec<&str> = injuries
        .iter()
        .map(|injury| injury.number.as_str())
        .collect();
    sqlx::query_as(
        "select distinct i.tenant_id, extract(year from i.accident_on)::int
         from unnest($1::int[], $2::text[]) n(tenant, number)
         join injury i on i.tenant_id = n.tenant and i.recognition_no = n.number",
    )
    .bind(tenants)
    .bind(numbers)
    .fetch_all(conn)
    .await
}

/// The columns of rows, as `unnest` takes them; the numbers of the parameters are theirs.
const ROWS: &str = "unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
    $9::date[], $10::text[], $11::text[], $12::text[], $13::int[], $14::boolean[], $15::text[], $16::numeric[])";

/// Binds the columns of [`ROWS`].
fn bound(sql: String, injuries: &[Injury]) -> Query<'static, Postgres, PgArguments> {
    macro_rules! column {
        ($field:ident) => {
            injuries
                .iter()
                .map(|injury| injury.$field.clone())
                .collect::<Vec<_>>()
        };
    }
    // The text is made of constants of this file only.
    sqlx::query(AssertSqlSafe(sql))
        .bind(column!(number))
        .bind(column!(tenant))
        .bind(column!(county))
        .bind(column!(employer))
        .bind(column!(credit_code))
        .bind(column!(industry))
        .bind(column!(trade))
        .bind(column!(post))
        .bind(column!(date))
        .bind(column!(circumstance))
        .bind(column!(classification))
        .bind(column!(accident_type))
        .bind(column!(disability))
        .bind(column!(died))
        .bind(column!(disease))
        .bind(
            injuries
                .iter()
                .map(|injury| injury.cost.decimal())
                .collect::<Vec<_>>(),
        )
}

/// Inserts or updates; rows that are the same already are left alone.
pub(super) async fn upsert(
    conn: &mut PgConnection,
    injuries: &[Injury],
    counts: &mut BTreeMap<i32, Count>,
) -> sqlx::Result<()> {
    let sql = format!(
        "insert into injury (recognition_no, tenant_id, county, employer, credit_code, industry, trade, post, accident_on,
           circumstance, classification, accident_type, disability, died, disease, cost)
         select * from {ROWS}
         on conflict (tenant_id, recognition_no) do update set county = excluded.county, employer = excluded.employer,
           credit_code = excluded.credit_code, industry = excluded.industry, trade = excluded.trade, post = excluded.post,
           accident_on = excluded.accident_on, circumstance = excluded.circumstance, classification = excluded.classification,
           accident_type = excluded.accident_type, disability = excluded.disability, died = excluded.died,
           disease = excluded.disease, cost = excluded.cost
         where injury is distinct from excluded
         returning tenant_id, (xmax = 0) as inserted"
    );
    let rows = bound(sql, injuries).fetch_all(conn).await?;
    for injury in injuries {
        counts.entry(injury.tenant).or_default().unchanged += 1;
    }
    for row in rows {
        let count = counts.entry(row.try_get("tenant_id")?).or_default();
        count.unchanged = count.unchanged.saturating_sub(1);
        if row.try_get("inserted")? {
            count.inserted += 1;
        } else {
            count.updated += 1;
        }
    }
    Ok(())
}

/// What [`upsert`] would do now, and does not.
pub(super) async fn compare(conn: &mut PgConnection, injuries: &[Injury]) -> sqlx::Result<Count> {
    let sql = format!(
        "select count(*) filter (where i.tenant_id is null) as added,
           count(*) filter (where i.tenant_id is not null and (i.county, i.employer, i.credit_code, i.industry, i.trade, i.post,
             i.accident_on, i.circumstance, i.classification, i.accident_type, i.disability, i.died, i.disease, i.cost)
             is distinct from (n.county, n.employer, n.credit_code, n.industry, n.trade, n.post, n.accident_on, n.circumstance,
             n.classification, n.accident_type, n.disability, n.died, n.disease, n.cost)) as changed
         from {ROWS} n(no, tenant, county, employer, credit_code, industry, trade, post, accident_on, circumstance,
           classification, accident_type, disability, died, disease, cost)
         left join injury i on i.tenant_id = n.tenant and i.recognition_no = n.no"
    );
    let row = bound(sql, injuries).fetch_one(conn).await?;
    let count = |column| {
        row.try_get::<i64, _>(column)
            .map(|count| u64::try_from(count).unwrap_or_default())
    };
    let (inserted, updated) = (count("added")?, count("changed")?);
    let all = u64::try_from(injuries.len()).unwrap_or_default();
    Ok(Count {
        inserted,
        updated,
        unchanged: all.saturating_sub(inserted + updated),
        rejected: 0,
    })
}

/// Sums of the years that were touched, over everything the table holds of them.
pub(super) async fn summarise(
    conn: &mut PgConnection,
    touched: &BTreeSet<(i32, i32)>,
) -> sqlx::Result<()> {
    let (tenants, years): (Vec<i32>, Vec<i32>) = touched.iter().copied().unzip();
    sqlx::query(
        "insert into injury_year (tenant_id, year, injuries, deaths, cost)
         select t.tenant, t.year, count(i.tenant_id), count(*) filter (where i.died), coalesce(sum(i.cost), 0)
         from unnest($1::int[], $2::int[]) t(tenant, year)
         left join injury i on i.tenant_id = t.tenant
           and i.accident_on between make_date(t.year, 1, 1) and make_date(t.year, 12, 31)
         group by t.tenant, t.year
         on conflict (tenant_id, year) do update set injuries = excluded.injuries, deaths = excluded.deaths, cost = excluded.cost",
    )
    .bind(tenants)
    .bind(years)
    .execute(conn)
    .await?;
    Ok(())
}

/// One event for each city, so that open dashboards follow and the history knows, and its exchange
/// (R014).
pub(super) async fn record(
    conn: &mut PgConnection,
    counts: &BTreeMap<i32, Count>,
    now: DateTime<FixedOffset>,
) -> sqlx::Result<()> {
    for (tenant, count) in counts.iter().filter(|(_, count)| count.taken() > 0) {
        let Count {
            inserted,
            updated,
            unchanged,
            rejected,
        } = *count;
        let text = format!(
            "导入工伤认定数据 {} 条（新增 {}、更新 {}、未变 {}、未采纳 {}）",
            grouped(count.taken()),
            grouped(inserted),
            grouped(updated),
            grouped(unchanged),
            grouped(rejected)
        );
        sqlx::query(
            "insert into event (tenant_id, at, who, role, action, text, facts, internal)
             values ($1, $2, '系统', 'SYS', 'import_injuries', $3, $4, true)",
        )
        .bind(tenant)
        .bind(now)
        .bind(&text)
        .bind(json!({"inserted": inserted, "updated": updated, "unchanged": unchanged, "rejected": rejected}))
        .execute(&mut *conn)
        .await?;
        sqlx::query(
            "insert into exchange (tenant_id, at, who, account_id, what, about) values ($1, $2, '系统', 0, '导入', $3)",
        )
        .bind(tenant)
        .bind(now)
        .bind(text)
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// 2,730.
fn grouped(number: u64) -> String {
    let mut text = number.to_string();
    let mut place = text.len();
    while place > 3 {
        place -= 3;
        text.insert(place, ',');
    }
    text
}
