//! What must hold in the books after a crash, whatever was cut off.

use std::collections::BTreeMap;

use backend::testkit::World;
use sqlx::Row as _;

use super::owner;

/// The payment behind each key.
pub async fn booked(world: &World) -> BTreeMap<String, i64> {
    let sql = "select key, payment_id from money_key where key like 'crash-%'";
    let rows = sqlx::query(sql)
        .fetch_all(&mut owner(world).await)
        .await
        .unwrap();
    rows.iter()
        .map(|row| (row.get("key"), row.get("payment_id")))
        .collect()
}

/// What was acknowledged is in the books, as it was acknowledged.
pub fn none_is_lost(acknowledged: &[(String, String)], booked: &BTreeMap<String, i64>) {
    for (key, answer) in acknowledged {
        let payment = booked
            .get(key)
            .unwrap_or_else(|| panic!("{key} was acknowledged and is lost"));
        assert!(
            answer == "null" || *answer == payment.to_string(),
            "{key}: {answer} is now {payment}"
        );
    }
}

/// Every statement counts what is wrong.
const BOOKS: [(&str, &str); 8] = [
    ("a payment of the storm without its key, or with two", "select count(*) from payment y where project_id in (select project_id from money_key where key like 'crash-%' and action = 'request_prepayment')
        and (select count(*) from money_key k where k.payment_id = y.id and k.tenant_id = y.tenant_id and k.action = 'request_prepayment') <> 1"),
    ("two payments of one amount asked for once", "select count(*) from (select 1 from payment where project_id in (select project_id from money_key where key like 'crash-%' and action = 'request_prepayment')
        group by project_id, amount having count(*) > 1) t"),
    ("an order that was not carried out", "select count(*) from money_key k join payment y on y.id = k.payment_id and y.tenant_id = k.tenant_id where k.action = 'pay' and y.state <> 'PAID'"),
    ("a payment paid that is not in the ledger once, with its amount", "select count(*) from payment y where state = 'PAID'
        and (select coalesce(array_agg(amount), '{}') from ledger l where l.payment_id = y.id and l.tenant_id = y.tenant_id) <> array[y.amount]"),
    ("a ledger line without a payment that was paid", "select count(*) from ledger l where kind in ('PREPAYMENT', 'BALANCE')
        and not exists (select from payment y where y.id = l.payment_id and y.tenant_id = l.tenant_id and y.state = 'PAID')"),
    ("a project whose sums are not those of the ledger", "select count(*) from project p where
        prepaid <> (select coalesce(sum(amount), 0) from ledger l where l.project_id = p.id and kind = 'PREPAYMENT')
        or balance_paid <> (select coalesce(sum(amount), 0) from ledger l where l.project_id = p.id and kind = 'BALANCE')"),
    ("a city whose summary is not the sum of its projects", "select count(*) from (
        select tenant_id, plan_year, sum(projects) as n, sum(prepaid) as m from tally group by 1, 2) t full join (
        select tenant_id, plan_year, count(*) as n, sum(prepaid) as m from project group by 1, 2) p using (tenant_id, plan_year)
        where (t.n, t.m) is distinct from (p.n, p.m)"),
    ("a use of a key that is not in the history once", "select count(*) from money_key k where key like 'crash-%'
        and (select count(*) from event e where e.action = k.action and e.tenant_id = k.tenant_id and e.facts->>'payment' = k.payment_id::text) <> 1"),
];

pub async fn the_books_are_right(world: &World, when: &str) {
    let mut conn = owner(world).await;
    for (what, sql) in BOOKS {
        let wrong: i64 = sqlx::query_scalar(sql).fetch_one(&mut conn).await.unwrap();
        assert_eq!(wrong, 0, "{when}: {what}");
    }
}
