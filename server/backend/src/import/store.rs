//! Checked injuries into the table, in bulk, and the yearly sums that dashboards read.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, FixedOffset};
use sqlx::{PgConnection, Row};

use super::Injury;

/// Inserts or updates; rows that are the same already are left alone. Returns (inserted, updated).
pub(super) async fn upsert(conn: &mut PgConnection, injuries: &[Injury]) -> sqlx::Result<(u64, u64)> {
    macro_rules! column {
        ($field:ident) => {
            injuries.iter().map(|injury| injury.$field.clone()).collect::<Vec<_>>()
        };
    }
    let rows = sqlx::query(
        "insert into injury (recognition_no, tenant_id, county, employer, credit_code, industry, trade, post, accident_on,
           circumstance, classification, accident_type, disability, died, disease, cost)
         select * from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
           $9::date[], $10::text[], $11::text[], $12::text[], $13::int[], $14::boolean[], $15::text[], $16::numeric[])
         on conflict (tenant_id, recognition_no) do update set county = excluded.county, employer = excluded.employer,
           credit_code = excluded.credit_code, industry = excluded.industry, trade = excluded.trade, post = excluded.post,
           accident_on = excluded.accident_on, circumstance = excluded.circumstance, classification = excluded.classification,
           accident_type = excluded.accident_type, disability = excluded.disability, died = excluded.died,
           disease = excluded.disease, cost = excluded.cost
         where injury is distinct from excluded
         returning (xmax = 0) as inserted",
    )
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
    .bind(injuries.iter().map(|injury| injury.cost.decimal()).collect::<Vec<_>>())
    .fetch_all(conn)
    .await?;
    let inserted = rows.iter().filter(|row| row.try_get::<bool, _>("inserted").unwrap_or(false)).count();
    let changed = u64::try_from(rows.len()).unwrap_or(0);
    let inserted = u64::try_from(inserted).unwrap_or(0);
    Ok((inserted, changed - inserted))
}

/// Sums of the years that were touched, and one event per city, so that open dashboards follow.
pub(super) async fn summarise(
    conn: &mut PgConnection,
    injuries: &[Injury],
    now: DateTime<FixedOffset>,
) -> sqlx::Result<()> {
    let touched: BTreeSet<(i32, i32)> = injuries.iter().map(|injury| (injury.tenant, injury.date.year())).collect();
    let (tenants, years): (Vec<i32>, Vec<i32>) = touched.iter().copied().unzip();
    sqlx::query(
        "insert into injury_year (tenant_id, year, injuries, deaths, cost)
         select t.tenant, t.year, count(*), count(*) filter (where i.died), sum(i.cost)
         from unnest($1::int[], $2::int[]) t(tenant, year)
         join injury i on i.tenant_id = t.tenant and i.accident_on between make_date(t.year, 1, 1) and make_date(t.year, 12, 31)
         group by t.tenant, t.year
         on conflict (tenant_id, year) do update set injuries = excluded.injuries, deaths = excluded.deaths, cost = excluded.cost",
    )
    .bind(tenants)
    .bind(years)
    .execute(&mut *conn)
    .await?;
    let cities: BTreeSet<i32> = touched.into_iter().map(|(tenant, _)| tenant).collect();
    for city in cities {
        let count = injuries.iter().filter(|injury| injury.tenant == city).count();
        sqlx::query(
            "insert into event (tenant_id, at, who, role, action, text, internal)
             values ($1, $2, '系统', 'SYS', 'import_injuries', $3, true)",
        )
        .bind(city)
        .bind(now)
        .bind(format!("导入工伤认定数据 {count} 条"))
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}
