//! What must hold of every table, also of those that do not exist yet.

use sqlx::Row;

use crate::testkit::{ORDOS, World, world};

/// Tables without a tenant, each for a reason that stands in its migration.
const SHARED: &[&str] = &[
    "_sqlx_migrations",
    "account",
    "calendar_draft",
    "calendar_token",
    "calendar_year",
    "classification_edition",
    "classification_item",
    "failed_login",
    "mail_address",
    "mail_digest",
    "notification_setting",
    "organisation",
    "seal",
    "sign_in",
    "tenant",
    "training_standard",
];

/// Tables without a tenant that need no row policy: nothing in them is anybody's own.
const OPEN: &[&str] = &["_sqlx_migrations", "calendar_year", "seal", "tenant"];

async fn strings(sql: &'static str) -> Vec<String> {
    let world = world().await;
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query(sql)
        .fetch_all(&mut *tx)
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect()
}

#[tokio::test]
async fn every_table_has_a_tenant_or_is_on_the_short_list() {
    let without = strings(
        "select c.relname::text from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
         and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnotnull)
         order by 1",
    )
    .await;
    assert_eq!(without, SHARED);
}

#[tokio::test]
async fn every_table_of_somebody_forces_row_level_security() {
    let unforced = strings(
        "select relname::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
         and not (relrowsecurity and relforcerowsecurity) order by 1",
    )
    .await;
    assert_eq!(unforced, OPEN);
}

#[tokio::test]
async fn keys_of_tenant_tables_start_with_the_tenant() {
    let wrong = strings(
        "select con.conrelid::regclass || ' ' || con.conname from pg_constraint con
         join pg_attribute a on a.attrelid = con.conrelid and a.attname = 'tenant_id'
         where con.contype in ('p', 'u') and con.connamespace = 'public'::regnamespace and con.conkey[1] <> a.attnum
           and con.conrelid <> 'ban'::regclass and con.conrelid <> 'account'::regclass
         union all
         select con.conrelid::regclass || ' ' || con.conname from pg_constraint con
         join pg_attribute a on a.attrelid = con.conrelid and a.attname = 'tenant_id'
         join pg_attribute b on b.attrelid = con.confrelid and b.attname = 'tenant_id'
         where con.contype = 'f' and b.attnotnull and con.connamespace = 'public'::regnamespace and con.conkey[1] <> a.attnum",
    )
    .await;
    assert_eq!(wrong, Vec::<String>::new());
}

#[tokio::test]
async fn the_roles_of_the_web_own_nothing_and_bypass_nothing() {
    let powerful = strings(
        "select rolname::text from pg_roles where (rolname like 'app\\_%' or rolname = 'yufang_app')
         and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolinherit)",
    )
    .await;
    assert_eq!(powerful, Vec::<String>::new());
    let owned = strings(
        "select c.relname::text from pg_class c join pg_roles r on r.oid = c.relowner
         where r.rolname like 'app\\_%' or r.rolname = 'yufang_app'",
    )
    .await;
    assert_eq!(owned, Vec::<String>::new());
}

#[tokio::test]
async fn only_cities_single_cases_and_the_region_for_its_own_may_write_business_tables() {
    let writers = strings(
        "select distinct r.rolname::text from pg_class c cross join aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
         where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
           and a.privilege_type in ('INSERT', 'UPDATE', 'DELETE') and r.rolname like 'app\\_%'
           and c.relname not in ('sign_in', 'failed_login', 'seal') order by 1",
    )
    .await;
    assert_eq!(
        writers,
        [
            "app_admin",
            "app_case",
            "app_city",
            "app_inbox",
            "app_mailer",
            "app_oversight",
            "app_reference",
            "app_reminder"
        ]
    );
    let overseen = strings(
        "select distinct c.relname::text from pg_class c cross join aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
         where a.privilege_type in ('INSERT', 'UPDATE', 'DELETE') and r.rolname = 'app_oversight' order by 1",
    )
    .await;
    assert_eq!(
        overseen,
        ["cap_override", "event", "notification", "urging"]
    );
    let own = strings(
        "select distinct r.rolname::text || ' ' || c.relname::text from pg_class c cross join aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
         where a.privilege_type in ('INSERT', 'UPDATE', 'DELETE') and r.rolname in ('app_inbox', 'app_mailer', 'app_reminder') order by 1",
    )
    .await;
    assert_eq!(
        own,
        [
            "app_inbox calendar_token",
            "app_inbox mail_address",
            "app_inbox notification_setting",
            "app_mailer mail_digest",
            "app_reminder notification",
            "app_reminder reminder"
        ],
        "and of notifications the inbox may only mark what was read"
    );
    let counted = strings(
        "select distinct c.relname::text || ' ' || coalesce(string_agg(distinct a.attname, ' '), '') from pg_class c
         join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
         where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
           and has_column_privilege('app_reference', c.oid, a.attnum, 'UPDATE') group by c.relname order by 1",
    )
    .await;
    assert_eq!(
        counted,
        [
            "acceptance answer_by presumed_on",
            "ban_case hear_provisional hear_until version",
            "calendar_draft decided_by decided_name decided_on reason state",
            "calendar_year announced days_off makeup notice version year",
            "classification_edition decided_by decided_name decided_on reason state",
            "deadline assumed_until calendar_version due_on provisional started_on",
            "local_rule decided_by decided_name decided_on reason state",
            "project next_due next_due_assumed next_due_kind next_due_provisional updated_at updated_by version",
            "training_standard decided_by decided_name decided_on reason state",
            "urging calendar_version due_on provisional",
        ],
        "whoever publishes a year moves days, and whoever decides a standard decides, and nothing else"
    );
}

#[expect(
    clippy::disallowed_methods,
    reason = "a connection past every door, on purpose"
)]
#[tokio::test]
async fn without_a_tenant_a_city_sees_nothing_at_all() {
    let world = world().await;
    let mut conn = world.db.pool.acquire().await.unwrap();
    for table in [
        "project",
        "payment",
        "ledger",
        "event",
        "fund_base",
        "tally",
        "injury_year",
    ] {
        sqlx::query("begin").execute(&mut *conn).await.unwrap();
        sqlx::query("select set_config('role', 'app_city', true)")
            .execute(&mut *conn)
            .await
            .unwrap();
        let sql = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
        let seen: i64 = sqlx::query_scalar(sql).fetch_one(&mut *conn).await.unwrap();
        assert_eq!(seen, 0, "{table}");
        sqlx::query("rollback").execute(&mut *conn).await.unwrap();
    }
}

#[tokio::test]
async fn without_a_role_nobody_reads_a_business_table() {
    let world = world().await;
    let error = sqlx::query("select count(*) from project")
        .fetch_one(&world.db.pool)
        .await
        .unwrap_err();
    assert_eq!(
        error
            .as_database_error()
            .and_then(|error| error.code())
            .as_deref(),
        Some("42501")
    );
}

#[expect(
    clippy::disallowed_methods,
    reason = "a connection past every door, on purpose"
)]
#[tokio::test]
async fn the_region_cannot_write_even_where_a_use_case_would_let_it() {
    let world = world().await;
    let mut conn = world.db.pool.acquire().await.unwrap();
    sqlx::query("begin").execute(&mut *conn).await.unwrap();
    sqlx::query(
        "select set_config('role', 'app_region', true), set_config('app.tenant', '150600', true)",
    )
    .execute(&mut *conn)
    .await
    .unwrap();
    let error = sqlx::query("update project set name = 'x'")
        .execute(&mut *conn)
        .await
        .unwrap_err();
    assert_eq!(
        error
            .as_database_error()
            .and_then(|error| error.code())
            .as_deref(),
        Some("42501")
    );
}

#[tokio::test]
async fn history_and_ledger_cannot_be_changed_even_by_the_operator() {
    let world = world().await;
    for sql in [
        "update event set text = 'x'",
        "delete from event",
        "update ledger set amount = 1",
        "delete from seal",
        "update eligibility set expires_on = expires_on + 1",
        "delete from selection_candidate",
        "update selection set result = 'x'",
        "update deadline_move set old_due = old_due + 1",
        "delete from deadline_move",
        "update local_rule set value = value + 1",
        "delete from local_rule",
        "update training_standard set one_meals = one_meals + 1",
        "delete from training_standard",
        "update classification_edition set effective_from = effective_from + 1",
        "delete from classification_edition",
        "update classification_item set name = name || 'x'",
        "delete from classification_item",
        "update reminder set sent_on = sent_on + 1",
        "delete from reminder",
        "delete from notification",
        "delete from urging",
        "delete from mail_digest",
    ] {
        let mut tx = world.admin.begin().await.unwrap();
        let seen: i64 = sqlx::query_scalar("select count(*) from event")
            .fetch_one(&mut *tx)
            .await
            .unwrap();
        assert!(seen > 0);
        let refused = sqlx::query(sqlx::AssertSqlSafe(sql))
            .execute(&mut *tx)
            .await;
        let nothing_to_change = refused.as_ref().is_ok_and(|done| done.rows_affected() == 0);
        assert!(refused.is_err() || nothing_to_change, "{sql}");
    }
}

#[tokio::test]
async fn definer_functions_are_nobodys_to_call() {
    let open = strings(
        "select p.proname::text from pg_proc p where p.prosecdef and p.pronamespace = 'app'::regnamespace
         and has_function_privilege('yufang_app', p.oid, 'execute') order by 1",
    )
    .await;
    assert_eq!(open, Vec::<String>::new());
}

/// A determined project of Ordos, put back to an earlier state past every rule.
async fn put_back(world: &World, state: &str) -> i64 {
    use domain::Money;
    use domain::state::Mode;
    let project = world
        .new_project(ORDOS, Mode::Direct, Money::from_fen(100_000))
        .await;
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query("update project set state = $2 where id = $1")
        .bind(project.0)
        .bind(state)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    project.0
}

#[expect(
    clippy::disallowed_methods,
    reason = "a connection past every door, on purpose"
)]
#[tokio::test]
async fn no_city_determines_a_project_without_an_adopted_resolution() {
    let world = world().await;
    let project = put_back(&world, "PROPOSED").await;
    let mut conn = world.db.pool.acquire().await.unwrap();
    sqlx::query("begin").execute(&mut *conn).await.unwrap();
    sqlx::query(
        "select set_config('role', 'app_city', true), set_config('app.tenant', '150600', true)",
    )
    .execute(&mut *conn)
    .await
    .unwrap();
    let error = sqlx::query(
        "update project set state = 'DETERMINED', resolution = '自拟〔2026〕1号' where id = $1",
    )
    .bind(project)
    .execute(&mut *conn)
    .await
    .unwrap_err();
    assert!(
        error.to_string().contains("no adopted resolution"),
        "{error}"
    );
}

/// How many rows about a project a role sees.
#[expect(
    clippy::disallowed_methods,
    reason = "a connection past every door, on purpose"
)]
async fn seen_by(world: &World, role: &str, table: &str, project: i64) -> i64 {
    let mut conn = world.db.pool.acquire().await.unwrap();
    sqlx::query("begin").execute(&mut *conn).await.unwrap();
    sqlx::query("select set_config('role', $1, true), set_config('app.tenant', '150600', true)")
        .bind(role)
        .execute(&mut *conn)
        .await
        .unwrap();
    let sql = format!(
        "select count(*) from {table} where $1 in (to_jsonb({table}) ->> 'project_id', to_jsonb({table}) ->> 'id')"
    );
    let seen = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
        .bind(project.to_string())
        .fetch_one(&mut *conn)
        .await
        .unwrap();
    sqlx::query("rollback").execute(&mut *conn).await.unwrap();
    seen
}

async fn by_operator(world: &World, sql: &'static str, project: i64) {
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query(sql)
        .bind(project)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// A new project of Ordos in the state a draft begins with.
const DRAFT: &str = "insert into project (tenant_id, id, plan_year, code, name, kind, mode, category, state, applicant_name, requested, start_on, end_on)
     values (150600, $1, 2027, 'draft', '草稿', 'ENTERPRISE', 'DIRECT', 'TRAINING', 'DRAFT', '某企业', 0, '2027-01-01', '2027-12-31')";
const NUMBER: i64 = 9_000_001;

#[tokio::test]
async fn what_was_never_handed_in_is_the_applicants_alone() {
    let world = world().await;
    by_operator(&world, DRAFT, NUMBER).await;
    for sql in [
        "update project set name = '改名' where id = $1",
        "update project set state = 'WITHDRAWN' where id = $1",
        "update project set updated_by = 'x' where id = $1",
    ] {
        by_operator(&world, sql, NUMBER).await;
        for role in ["app_city", "app_region"] {
            assert_eq!(
                seen_by(&world, role, "project", NUMBER).await,
                0,
                "{role} after {sql}"
            );
        }
    }
}

#[tokio::test]
async fn what_was_handed_in_stays_to_be_seen_with_its_papers_and_no_others() {
    let world = world().await;
    by_operator(&world, DRAFT, NUMBER).await;
    by_operator(
        &world,
        "insert into attachment (tenant_id, project_id, paper, name, mime, bytes, hash, key, added_on, added_by, added_name, submitted)
         select 150600, $1, 'OTHER', n, 'application/pdf', 1, repeat('a', 64), n, '2026-11-24', 1, '某人', n = 'given'
         from unnest(array['given', 'not yet']) n",
        NUMBER,
    )
    .await;
    for sql in [
        "update project set state = 'SUBMITTED', requested = 1 where id = $1",
        "update project set state = 'SUPPLEMENT' where id = $1",
        "update project set state = 'WITHDRAWN' where id = $1",
    ] {
        by_operator(&world, sql, NUMBER).await;
        for role in ["app_city", "app_region"] {
            assert_eq!(
                seen_by(&world, role, "project", NUMBER).await,
                1,
                "{role} after {sql}"
            );
            assert_eq!(
                seen_by(&world, role, "attachment", NUMBER).await,
                1,
                "{role} after {sql}"
            );
        }
        assert_eq!(
            seen_by(&world, "app_evaluator", "attachment", NUMBER).await,
            0
        );
    }
}
