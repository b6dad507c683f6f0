//! What the HTTP tests ask of a world past every door.

use chrono::Datelike;
use domain::Money;
use domain::contract::{MoneyApi, ScreensApi};

use crate::testkit::{ORDOS, World};

/// A record of the first half of the year, of Ordos.
#[derive(Clone, Copy, Debug)]
pub enum Figure {
    /// An entry of the fund base that waits for finance.
    Entry,
    /// A submitted set.
    Dataset,
    /// An upload that has been imported.
    Upload,
    /// A version of key areas that stands in this state.
    Areas(&'static str),
}

impl World {
    /// The id of such a record, written past every door; a new one each time.
    pub async fn figure(&self, figure: Figure) -> i64 {
        let (sql, state) = match figure {
            Figure::Entry => (
                "insert into fund_entry (tenant_id, year, status, levy, remitted, source, entered_by, entered_name, entered_on)
                 select 150600, coalesce(max(year), 2030) + 1, 'ESTIMATED', 1, 0, '函', 0, '某人', '2026-11-24'
                 from fund_entry where year > 2030 and $1 = '' returning id",
                "",
            ),
            Figure::Dataset => (
                r#"insert into dataset (tenant_id, kind, year, version, rows, submitted_on, submitted_by, submitted_name)
                 select 150600, 'DISEASE', 2020, count(*) + 1, '[["采矿业","某矿","","","尘肺病","1"]]', '2026-11-24', 0, '某人'
                 from dataset where $1 = '' returning id"#,
                "",
            ),
            Figure::Upload => (
                r#"insert into injury_upload (tenant_id, file, state, years, heads, sample, rejected, added, changed, unchanged, refused,
                   uploaded_on, uploaded_by, uploaded_name, imported_on)
                 select 150600, '工伤.csv', 'IMPORTED', '{2025}', '["认定编号"]', '[["N1"]]',
                   '[{"line":3,"cells":["N2"],"reason":"不能为空"}]', 1, 0, 0, 1, '2026-11-24', 0, '某人', '2026-11-24'
                 where $1 = '' returning id"#,
                "",
            ),
            Figure::Areas(state) => (
                "insert into area_set (tenant_id, year, no, state, resolution, decided_on, published_on)
                 select 150600, coalesce(max(year), 2080) + 1, 1, $1, '1号', '2026-11-24', '2026-11-24'
                 from area_set where year > 2080 returning id",
                state,
            ),
        };
        let mut tx = self.admin.begin().await.expect("begin");
        let id = sqlx::query_scalar(sql)
            .bind(state)
            .fetch_one(&mut *tx)
            .await
            .expect("a figure");
        tx.commit().await.expect("commit");
        id
    }

    /// Role and settings left on a pooled connection after its last transaction; empty = none.
    pub async fn left_on_connection(&self) -> String {
        let sql = "select concat_ws(' ', nullif(current_setting('role', true), 'none'), nullif(current_setting('app.tenant', true), ''),
            nullif(current_setting('app.org', true), ''), nullif(current_setting('app.project', true), ''),
            nullif(current_setting('app.post', true), ''))";
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
            (select sum(version) from proposal_list), (select sum(amount) from proposal where not dropped), (select sum(version) from cap_override),
            (select count(*) from cap_override), (select sum(version) from meeting), (select count(*) from seat where presence is not null),
            (select count(*) from opinion), (select count(*) from item where not dropped), (select count(*) from issue where closed_on is null),
            (select sum(version) from fund_entry), (select count(*) from dataset), (select count(*) from analysis), (select sum(version) from area_set),
            (select count(*) from suggestion), (select count(*) from injury_upload), (select count(*) from type_mapping),
            (select count(*) from attachment where removed_on is null), (select count(*) from paper where removed_on is null), (select count(*) from city_file where removed_on is null),
            (select count(*) from draft_edit), (select count(*) from application),
            (select count(*) from organisation), (select count(*) from eligibility), (select count(*) from special_condition),
            (select count(*) from selection), (select sum(version) from ban_case), (select count(*) from ban),
            (select count(*) from agreement_template), (select count(*) from amendment), (select count(*) from amendment_signature),
            (select count(*) from termination), (select count(*) from management_rules), (select count(*) from archive_item),
            (select count(*) from progress_report), (select count(*) from inspection), (select count(*) from inspection where state = 'OPEN'),
            (select count(*) from message), (select sum(upto) from message_read), (select count(*) from payment_freeze where released_on is null),
            (select sum(version) from violation_case), (select count(*) from case_step), (select sum(version) from claim),
            (select count(*) from claim_write_off), (select count(*) from payee_account),
            (select count(*) from payee_account where state = 'GIVEN'), (select count(*) from bank_batch), (select count(*) from bank_statement),
            (select count(*) from voucher_finding), (select count(*) from voucher_finding where state = 'OPEN'),
            (select sum(version) from calendar_year), (select count(*) from calendar_draft), (select count(*) from calendar_draft where state = 'WAITING'),
            (select count(*) from training_standard), (select count(*) from training_standard where state = 'WAITING'),
            (select count(*) from local_rule), (select count(*) from local_rule where state = 'WAITING'),
            (select count(*) from classification_edition), (select count(*) from classification_edition where state = 'WAITING'), (select count(*) from classification_item),
            (select count(*) from calendar_token), (select md5(string_agg(concat(account_id, address, asked_at, tries, confirmed_at), ' ' order by account_id)) from mail_address), (select count(*) from mail_digest), (select count(*) from urging), (select count(*) from urging where answer is null),
            (select count(*) from notification where read_at is not null), (select count(*) from notification_setting), (select count(*) from reminder),
            (select count(*) from deadline_move), (select md5(string_agg(concat(id, due_on, calendar_version), ' ' order by id)) from deadline))";
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
