//! Use cases on a real PostgreSQL, told as stories; and what must hold of the schema itself.

mod acceptance;
mod analysis;
mod application;
mod areas;
mod audit;
mod ban;
mod ban_effect;
mod bank;
mod bench;
mod books;
mod calendar;
mod cap;
mod classification;
mod determine;
mod doing;
mod eligibility;
mod evaluator;
mod feed;
mod figures;
mod files;
mod inbox;
mod institution;
mod intake;
mod issue;
mod journey;
mod local_rule;
mod mail;
mod meeting;
mod model;
mod money;
mod paper;
mod permissions;
mod proposal;
mod race;
mod refusals;
mod region;
mod reminder;
mod schema;
mod screens;
mod search;
mod selection;
mod sign_in;
mod standard;
mod story;
mod unit_money;
mod uploads;
mod urging;

/// What a role could do as a person of Ordos who got past every door: rows, or what the database said.
#[expect(
    clippy::disallowed_methods,
    reason = "a connection past every door, on purpose"
)]
async fn past_the_doors(
    world: &crate::testkit::World,
    role: &str,
    account: domain::UserId,
    sql: &str,
) -> String {
    let mut tx = world.db.pool.begin().await.unwrap();
    sqlx::query("select set_config('role', $1, true), set_config('app.tenant', '150600', true), set_config('app.account', $2, true)")
        .bind(role)
        .bind(account.to_string())
        .execute(&mut *tx)
        .await
        .unwrap();
    let done = sqlx::query(sqlx::AssertSqlSafe(sql.to_owned()))
        .execute(&mut *tx)
        .await;
    done.map_or_else(
        |error| error.to_string(),
        |done| done.rows_affected().to_string(),
    )
}
