//! Where a project stands, past every policy: looked at after each race, and put back for the next.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::ProjectId;
use serde_json::Value;
use sqlx::{AssertSqlSafe, PgConnection};

use crate::testkit::World;

/// Rows that a race adds or changes and nothing else refers to.
const REPLACED: [&str; 4] = ["acceptance", "deadline", "filing", "report"];
/// What a race changes of the project itself. The version is never put back.
const COLUMNS: &str =
    "state, acceptance_state, step, step_since, holder, balance_due, deducted, recover,
    next_due, next_due_kind, next_due_provisional";

/// What is true after a race, in one look.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub state: String,
    pub acceptance: String,
    pub agreement: String,
    /// Kind and state of each payment that is not made, with its amount.
    pub open: Vec<String>,
    pub balance_due: String,
    pub deducted: String,
    /// What the ledger says was paid.
    pub ledger: String,
    /// Round, whether it was a pass, day and author of each report.
    pub reports: Vec<String>,
}

/// One clock: from when, until when, and how it ended.
#[derive(Debug, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct Clock {
    pub kind: String,
    pub started_on: NaiveDate,
    pub due_on: NaiveDate,
    pub stopped_on: Option<NaiveDate>,
    pub result: Option<String>,
}

/// The rows of a project as they were before the first race.
pub(super) struct Before {
    id: ProjectId,
    project: Value,
    agreement: String,
    rows: BTreeMap<&'static str, Value>,
}

async fn rows(conn: &mut PgConnection, table: &str, id: ProjectId) -> Value {
    let query = format!(
        "select coalesce(jsonb_agg(to_jsonb(t)), '[]') from {table} t where project_id = $1"
    );
    sqlx::query_scalar(AssertSqlSafe(query))
        .bind(id.0)
        .fetch_one(conn)
        .await
        .expect("rows")
}

impl Before {
    pub(super) async fn keep(world: &World, id: ProjectId) -> Self {
        let mut tx = world.admin.begin().await.expect("begin");
        let (project, agreement) = sqlx::query_as(
            "select to_jsonb(p), a.state from project p join agreement a on a.project_id = p.id where p.id = $1",
        )
        .bind(id.0)
        .fetch_one(&mut *tx)
        .await
        .expect("a project");
        let mut kept = BTreeMap::new();
        for table in REPLACED {
            kept.insert(table, rows(&mut tx, table, id).await);
        }
        Self {
            id,
            project,
            agreement,
            rows: kept,
        }
    }

    /// As if the race had not been. What was paid stays paid: the ledger takes nothing back.
    pub(super) async fn restore(&self, world: &World) {
        let mut tx = world.admin.begin().await.expect("begin");
        for (table, rows) in &self.rows {
            let clear = format!("delete from {table} where project_id = $1");
            self.execute(&mut tx, clear, &Value::Null).await;
            let refill = format!(
                "insert into {table} select * from jsonb_populate_recordset(null::{table}, $2) where $1 > 0"
            );
            self.execute(&mut tx, refill, rows).await;
        }
        let project = format!(
            "update project set ({COLUMNS}) = (select {COLUMNS} from jsonb_populate_record(null::project, $2)) where id = $1"
        );
        self.execute(&mut tx, project, &self.project).await;
        for clear in [
            "delete from payment where project_id = $1 and kind = 'BALANCE'",
            "delete from claim where project_id = $1",
        ] {
            self.execute(&mut tx, clear.into(), &Value::Null).await;
        }
        let agreement = "update agreement set state = $2 #>> '{}' where project_id = $1";
        let state = Value::String(self.agreement.clone());
        self.execute(&mut tx, agreement.into(), &state).await;
        tx.commit().await.expect("commit");
    }

    async fn execute(&self, conn: &mut PgConnection, statement: String, with: &Value) {
        let mut query = sqlx::query(AssertSqlSafe(statement.clone())).bind(self.id.0);
        if statement.contains("$2") {
            query = query.bind(with);
        }
        query
            .execute(conn)
            .await
            .unwrap_or_else(|error| panic!("{statement}: {error}"));
    }
}

/// States, sums, ledger and reports.
pub(super) async fn standing(world: &World, id: ProjectId) -> Standing {
    let mut tx = world.admin.begin().await.expect("begin");
    let (state, acceptance, agreement, balance_due, deducted, ledger) = sqlx::query_as(
        "select p.state, coalesce(p.acceptance_state, ''), a.state, p.balance_due::text, p.deducted::text,
           (select coalesce(sum(amount), 0)::text from ledger l where l.project_id = p.id)
         from project p join agreement a on a.project_id = p.id where p.id = $1",
    )
    .bind(id.0)
    .fetch_one(&mut *tx)
    .await
    .expect("a project");
    let open = "select format('%s %s %s', kind, state, amount) from payment where project_id = $1 and state <> 'PAID' order by id";
    let open = list(&mut tx, open, id).await;
    let reports = "select format('%s %s %s %s', round, passed, reported_on, by_account) from report where project_id = $1 order by round";
    let reports = list(&mut tx, reports, id).await;
    Standing {
        state,
        acceptance,
        agreement,
        open,
        balance_due,
        deducted,
        ledger,
        reports,
    }
}

async fn list(conn: &mut PgConnection, query: &'static str, id: ProjectId) -> Vec<String> {
    sqlx::query_scalar(query)
        .bind(id.0)
        .fetch_all(conn)
        .await
        .expect("lines")
}

/// Every clock of a kind, oldest first.
pub(super) async fn clocks(world: &World, id: ProjectId, kind: &str) -> Vec<Clock> {
    let mut tx = world.admin.begin().await.expect("begin");
    sqlx::query_as(
        "select kind, started_on, due_on, stopped_on, result from deadline where project_id = $1 and kind = $2 order by id",
    )
    .bind(id.0)
    .bind(kind)
    .fetch_all(&mut *tx)
    .await
    .expect("clocks")
}
