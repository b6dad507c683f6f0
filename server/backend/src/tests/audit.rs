//! The chain of seals: it holds, and it names the row that somebody changed.

use crate::audit::{seal_all, verify};
use sqlx::{Connection, PgConnection};

use crate::testkit::{World, world};

/// Somebody with all rights at the machine, and without shame.
async fn as_superuser(world: &World, sql: &'static str) -> i64 {
    let mut conn = PgConnection::connect(&world.owner_url).await.unwrap();
    sqlx::query("set session_replication_role = replica")
        .execute(&mut conn)
        .await
        .unwrap();
    sqlx::query_scalar(sql).fetch_one(&mut conn).await.unwrap()
}

#[tokio::test]
async fn a_sealed_history_holds() {
    let world = world().await;
    seal_all(&world.db).await.unwrap();
    let verified = verify(&world.admin).await.unwrap();
    assert!(verified.sealed > 0);
    assert_eq!((verified.waiting, verified.broken), (0, None));
}

#[tokio::test]
async fn a_changed_row_is_named() {
    let world = world().await;
    seal_all(&world.db).await.unwrap();
    let victim: i64 = as_superuser(&world, "update event set text = text || '（改）' where id = (select event_id from seal where no = 3) returning id").await;
    let broken = verify(&world.admin).await.unwrap().broken.expect("noticed");
    assert_eq!(
        (broken.no, broken.event.0, broken.missing),
        (3, victim, false)
    );
}

#[tokio::test]
async fn a_removed_row_is_named() {
    let world = world().await;
    seal_all(&world.db).await.unwrap();
    let victim: i64 = as_superuser(
        &world,
        "delete from event where id = (select event_id from seal where no = 2) returning id",
    )
    .await;
    let broken = verify(&world.admin).await.unwrap().broken.expect("noticed");
    assert_eq!(
        (broken.no, broken.event.0, broken.missing),
        (2, victim, true)
    );
}
