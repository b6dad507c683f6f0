//! What the HTTP tests ask of a world past every door.

use chrono::Datelike;
use domain::Money;
use domain::contract::{MoneyApi, ScreensApi};

use crate::testkit::{ORDOS, World};

impl World {
    /// Role and settings left on a pooled connection after its last transaction; empty = none.
    pub async fn left_on_connection(&self) -> String {
        let sql = "select concat_ws(' ', nullif(current_setting('role', true), 'none'), nullif(current_setting('app.tenant', true), ''),
            nullif(current_setting('app.org', true), ''), nullif(current_setting('app.project', true), ''))";
        match sqlx::query_scalar::<_, String>(sql)
            .fetch_one(&self.db.pool)
            .await
        {
            Ok(left) => left,
            Err(error) => error.to_string(),
        }
    }

    /// A text that differs whenever a business row was added or changed.
    pub async fn fingerprint(&self) -> String {
        let sql = "select concat_ws(' ', (select count(*) from event), (select sum(version) from project),
            (select sum(version) from payment), (select sum(version) from fee_plan), (select count(*) from filing where acknowledged_on is null),
            (select count(*) from signature), (select count(*) from ledger), (select count(*) from deadline where stopped_on is null),
            (select count(*) from attachment where removed_on is null), (select count(*) from city_file where removed_on is null),
            (select count(*) from draft_edit), (select count(*) from application))";
        let mut tx = self.admin.begin().await.expect("begin");
        sqlx::query_scalar(sql)
            .fetch_one(&mut *tx)
            .await
            .expect("fingerprint")
    }

    /// Something happens in Ordos: the clerk writes the amount of next year's fee plan.
    pub async fn compile_fee_plan(&self, yuan: i64) {
        let (clerk, year) = (self.clerk(ORDOS), self.today().year() + 1);
        let version = clerk
            .workbench(Some(year))
            .await
            .expect("workbench")
            .fee_plan
            .version;
        clerk
            .compile_fee_plan(year, version, Money::from_fen(yuan * 100))
            .await
            .expect("compile");
    }

    /// From now on nothing reaches the database.
    pub async fn break_database(&self) {
        self.db.pool.close().await;
    }
}
