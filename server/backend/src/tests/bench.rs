//! Projects by the thousand: as consistent as those the use cases wrote, and shown by the pages.

use domain::contract::{ListQuery, ListSort, ScreensApi};
use domain::{Money, TenantId};

use crate::bench::seed;
use crate::testkit::{ORDOS, World, world};

/// The world with so many projects.
async fn grown(wanted: u32) -> World {
    let world = world().await;
    seed::prepare(&world.admin).await.unwrap();
    // The sums that triggers keep agree with what the use cases wrote.
    assert_eq!(
        seed::faults(&world.admin).await.unwrap(),
        Vec::<String>::new()
    );
    grow(&world, wanted).await;
    world
}

async fn grow(world: &World, wanted: u32) {
    seed::grow(&world.admin, wanted, &mut |_, _, _| ())
        .await
        .unwrap();
}

async fn count(world: &World, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql)
        .fetch_one(&world.admin.pool)
        .await
        .unwrap()
}

#[tokio::test]
async fn two_thousand_projects_agree_in_ledger_tally_and_deadlines() {
    let world = grown(2_000).await;
    assert_eq!(count(&world, "select count(*) from project").await, 2_000);
    assert_eq!(
        seed::faults(&world.admin).await.unwrap(),
        Vec::<String>::new()
    );
    let indexes = "select count(*) from bench.index";
    assert_eq!(
        count(&world, indexes).await,
        0,
        "an index was not built again"
    );

    // More of them later: the first ones stay, and everything agrees again.
    grow(&world, 3_000).await;
    assert_eq!(count(&world, "select count(*) from project").await, 3_000);
    assert_eq!(
        seed::faults(&world.admin).await.unwrap(),
        Vec::<String>::new()
    );

    // The check can fail.
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query("update tally set projects = projects + 1 where projects > 0 and plan_year = (select min(plan_year) from tally where projects > 0)")
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(!seed::faults(&world.admin).await.unwrap().is_empty());
}

#[tokio::test]
async fn lists_and_dashboard_show_the_seeded_projects() {
    let world = grown(2_000).await;
    let region = world.region();
    let page = region
        .region_dashboard(domain::contract::RegionQuery::default())
        .await
        .unwrap();
    let mut query = ListQuery {
        year: Some(page.year),
        sort: ListSort::Code,
        ..ListQuery::default()
    };
    let mut rows = Vec::new();
    loop {
        let list = region.list_projects(query.clone()).await.unwrap();
        rows.extend(list.rows);
        let Some(next) = list.next else { break };
        query.after = Some(next);
    }
    let determined = rows.iter().filter(|row| row.state.is_determined()).count();
    assert!(determined > 100, "{determined}");
    assert_eq!(page.figures.determined, i64::try_from(determined).unwrap());
    let paid: Money = rows.iter().map(|row| row.prepaid).sum();
    assert_eq!(page.figures.prepaid, paid);
    // Nothing of the copies is in another city than its pattern.
    let own = world
        .clerk(ORDOS)
        .list_projects(ListQuery::default())
        .await
        .unwrap();
    assert_eq!(own.rows.len(), 50);
    assert!(own.rows.iter().all(|row| row.code.starts_with("150600-")));
    assert_eq!(ORDOS, TenantId(150_600));
}

#[tokio::test]
async fn a_database_somebody_works_with_is_refused() {
    let world = world().await;
    let before = count(&world, "select count(*) from project").await;
    let refused = seed::seed(&world.admin, &world.app_url, 1_000, &mut |_, _, _| ())
        .await
        .unwrap_err();
    assert!(
        refused
            .to_string()
            .starts_with("数据库中已有账号或业务数据，没有写入任何内容"),
        "{refused}"
    );
    assert_eq!(count(&world, "select count(*) from project").await, before);
    assert_eq!(
        count(
            &world,
            "select count(*) from pg_namespace where nspname = 'bench'"
        )
        .await,
        0
    );
}
