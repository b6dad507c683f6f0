//! The rows of a page of projects: dynamic SQL, whose every part rests on an index.
//!
//! Region and cities go city by city, so that each part uses the indexes that start with the tenant.
//! Words are looked up first (`crate::search`): in cities where they are rare only the projects found
//! are read, in cities where they are common the list is walked in its own order until the page is full.
//! Organisations and evaluators have few projects; theirs are read as they are.

use chrono::{DateTime, NaiveDate, Utc};
use domain::OrgId;
use domain::contract::{ListPart, ListQuery, ListSort};
use rust_decimal::Decimal;
use sqlx::QueryBuilder;
use sqlx::postgres::{PgRow, Postgres};

use super::ROW_COLUMNS;
use super::part::part;
use crate::Result;
use crate::door::{Scope, Tx};
use crate::search::{Hits, patterns};

/// Reads so many rows of the list.
pub(crate) async fn read(
    tx: &mut Tx,
    scope: Scope,
    query: &ListQuery,
    words: &[String],
    limit: i64,
) -> Result<Vec<PgRow>> {
    let part = Part {
        query,
        today: tx.today(),
        org: tx.org,
        patterns: patterns(words),
        limit,
    };
    let tenant = tx.tenant.map(|id| id.0).or(query.tenant);
    let mut walks = false;
    let mut sql = QueryBuilder::new("select r.*, t.name as tenant_name from (");
    match (scope, words) {
        (Scope::Org(_) | Scope::Evaluator(_), _) => part.own(&mut sql, scope, tenant),
        (_, []) => part.by_city(&mut sql, tenant.map(|id| vec![id])),
        _ => {
            let Hits { walk, ids } = Hits::look_up(tx, scope, words, tenant, limit).await?;
            walks = !walk.is_empty();
            if !walks || !ids.is_empty() {
                part.of(&mut sql, &ids);
            }
            if walks && !ids.is_empty() {
                sql.push(" union all ");
            }
            if walks {
                part.by_city(&mut sql, Some(walk));
            }
        }
    }
    sql.push(") r join tenant t on t.id = r.tenant_id");
    order(&mut sql, query.sort, "r");
    sql.push(" limit ").push_bind(limit);
    if !walks {
        return Ok(sql.build().fetch_all(&mut **tx).await?);
    }
    // The planner takes any word for rare and would read and sort the whole city; these are common.
    in_order(tx, "off").await?;
    let rows = sql.build().fetch_all(&mut **tx).await?;
    in_order(tx, "on").await?;
    Ok(rows)
}

/// Whether the planner may sort instead of walking an index, for the rest of the transaction.
async fn in_order(tx: &mut Tx, sorting: &str) -> Result<()> {
    sqlx::query(
        "select set_config('enable_sort', $1, true), set_config('enable_bitmapscan', $1, true)",
    )
    .bind(sorting)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What all parts of a page have in common.
struct Part<'a> {
    query: &'a ListQuery,
    today: NaiveDate,
    org: Option<OrgId>,
    patterns: Vec<String>,
    limit: i64,
}

impl Part<'_> {
    /// City by city; all of them for `None`.
    fn by_city(&self, sql: &mut QueryBuilder<Postgres>, cities: Option<Vec<i32>>) {
        sql.push("(select w.* from tenant c cross join lateral (select ");
        sql.push(ROW_COLUMNS)
            .push(" from project p where p.tenant_id = c.id");
        if self.query.overdue && self.query.sort != ListSort::Due {
            self.overdue(sql);
            order(sql, self.query.sort, "p");
            sql.push(" limit ").push_bind(self.limit);
        } else {
            self.like(sql);
            self.tail(sql);
        }
        sql.push(") w");
        if let Some(cities) = cities {
            sql.push(" where c.id = any(").push_bind(cities).push(")");
        }
        sql.push(")");
    }

    /// What is overdue and ordered otherwise: all of it is found in one index first, since overdue projects
    /// may stand anywhere in another order. `offset 0` keeps the two steps apart.
    fn overdue(&self, sql: &mut QueryBuilder<Postgres>) {
        sql.push(
            " and p.id in (select k.id from (select p.id, p.updated_at, p.agreement_fen, p.code \
             from project p where p.tenant_id = c.id",
        );
        self.like(sql);
        filter(sql, self.query, self.today, self.org);
        after(sql, self.query);
        sql.push(" offset 0) k");
        order(sql, self.query.sort, "k");
        sql.push(" limit ").push_bind(self.limit).push(")");
    }

    /// Projects whose numbers are known: read by them before anything is put in order, also where the
    /// other part must not sort.
    fn of(&self, sql: &mut QueryBuilder<Postgres>, ids: &[i64]) {
        sql.push("(with known as materialized (select ")
            .push(ROW_COLUMNS);
        sql.push(" from project p where p.id = any(")
            .push_bind(ids.to_vec())
            .push(")");
        filter(sql, self.query, self.today, self.org);
        after(sql, self.query);
        sql.push(") select p.* from known p");
        order(sql, self.query.sort, "p");
        sql.push(" limit ").push_bind(self.limit).push(")");
    }

    /// The few that the reader's policies admit.
    fn own(&self, sql: &mut QueryBuilder<Postgres>, scope: Scope, tenant: Option<i32>) {
        sql.push("(select ")
            .push(ROW_COLUMNS)
            .push(" from project p where true");
        if matches!(scope, Scope::Evaluator(_)) {
            // From the assignments to the projects: the policy alone would look at every project.
            sql.push(
                " and (p.tenant_id, p.id) in (select e.tenant_id, e.project_id from evaluator e)",
            );
        }
        if let Some(tenant) = tenant {
            sql.push(" and p.tenant_id = ").push_bind(tenant);
        }
        self.like(sql);
        self.tail(sql);
        sql.push(")");
    }

    fn like(&self, sql: &mut QueryBuilder<Postgres>) {
        if !self.patterns.is_empty() {
            sql.push(" and p.search like all (")
                .push_bind(self.patterns.clone())
                .push(")");
        }
    }

    fn tail(&self, sql: &mut QueryBuilder<Postgres>) {
        filter(sql, self.query, self.today, self.org);
        after(sql, self.query);
        order(sql, self.query.sort, "p");
        sql.push(" limit ").push_bind(self.limit);
    }
}

fn filter(
    sql: &mut QueryBuilder<Postgres>,
    query: &ListQuery,
    today: NaiveDate,
    org: Option<OrgId>,
) {
    // The cap of a year is used by lines of that year, of whatever plan.
    if let Some(year) = query
        .year
        .filter(|_| query.part != Some(ListPart::Budgeted))
    {
        sql.push(" and p.plan_year = ").push_bind(year);
    }
    if let Some(state) = query.state {
        sql.push(" and p.state = ").push_bind(state.code());
    }
    if let Some(step) = query.step {
        sql.push(" and p.step = ").push_bind(step.code());
    }
    if let Some(wanted) = query.part {
        part(sql, wanted, query.year);
    }
    if let Some(age) = query.age {
        let (after, until) = age.days();
        if let Some(days) = after {
            sql.push(" and ")
                .push_bind(today)
                .push(" - p.step_since > ")
                .push_bind(days);
        }
        if let Some(days) = until {
            sql.push(" and ")
                .push_bind(today)
                .push(" - p.step_since <= ")
                .push_bind(days);
        }
    }
    if let (true, Some(org)) = (query.carried, org) {
        sql.push(" and p.agreement_amount > 0 and p.unit_id = ")
            .push_bind(org.0);
    }
    if query.overdue {
        sql.push(" and p.next_due < ").push_bind(today);
    }
}

fn order(sql: &mut QueryBuilder<Postgres>, sort: ListSort, alias: &str) {
    let columns = match sort {
        ListSort::Newest => ["updated_at desc", "id desc"],
        ListSort::Due => ["next_due", "id"],
        ListSort::Amount => ["agreement_fen desc", "id desc"],
        ListSort::Code => ["code", "id"],
    };
    sql.push(" order by ");
    sql.push(columns.map(|column| format!("{alias}.{column}")).join(", "));
}

/// Continues behind the last row of the page before. A cursor that is not ours starts from the top.
fn after(sql: &mut QueryBuilder<Postgres>, query: &ListQuery) {
    if query.sort == ListSort::Due {
        sql.push(" and p.next_due is not null");
    }
    let cursor = query
        .after
        .as_deref()
        .and_then(|after| after.rsplit_once('~'));
    let Some((key, id)) = cursor.and_then(|(key, id)| Some((key, id.parse::<i64>().ok()?))) else {
        return;
    };
    match query.sort {
        ListSort::Newest => {
            if let Ok(at) = key.parse::<DateTime<Utc>>() {
                sql.push(" and (p.updated_at, p.id) < (").push_bind(at);
                sql.push(", ").push_bind(id).push(")");
            }
        }
        ListSort::Due => {
            if let Ok(due) = key.parse::<NaiveDate>() {
                sql.push(" and (p.next_due, p.id) > (").push_bind(due);
                sql.push(", ").push_bind(id).push(")");
            }
        }
        ListSort::Amount => {
            if let Some(fen) = key.parse::<Decimal>().ok().and_then(fen) {
                sql.push(" and (p.agreement_fen, p.id) < (").push_bind(fen);
                sql.push(", ").push_bind(id).push(")");
            }
        }
        ListSort::Code => {
            sql.push(" and (p.code, p.id) > (")
                .push_bind(key.replace('\0', ""));
            sql.push(", ").push_bind(id).push(")");
        }
    }
}

/// Yuan of a cursor in fen; `None` for what no amount of ours can be.
fn fen(yuan: Decimal) -> Option<i64> {
    i64::try_from(yuan.checked_mul(Decimal::ONE_HUNDRED)?.round()).ok()
}
