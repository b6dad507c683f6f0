//! Papers of a year, which are a city's.

use domain::AttachmentId;

use super::*;
use crate::files::city::{Owner, files};

/// A pending entry of the fund base of Ordos.
async fn fund_entry(world: &World) -> i64 {
    let mut tx = world.admin.begin().await.unwrap();
    let row = sqlx::query(
        "insert into fund_entry (tenant_id, year, status, levy, remitted, source, entered_by, entered_name, entered_on)
         values (150600, 2025, 'FINAL', 100, 10, '决算报表', 1, '某人', '2026-03-01') returning id",
    )
    .fetch_one(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    row.get("id")
}

#[tokio::test]
async fn a_city_keeps_the_source_of_its_base_until_finance_has_confirmed_it() {
    let world = world().await;
    let entry = fund_entry(&world).await;
    let (clerk, owner) = (world.clerk(ORDOS), Owner::FundEntry(entry));
    let view = clerk
        .attach_to(owner, "决算.pdf", uploaded(pdf("决算")).await)
        .await
        .unwrap();
    for (session, kind) in [
        (world.finance(ORDOS), "Forbidden"),
        (world.clerk(BAOTOU), "NotFound"),
        (world.session("coal"), "Forbidden"),
        (world.region(), "Forbidden"),
        (world.session("expert-1"), "Forbidden"),
    ] {
        refused(session.may_attach_to(owner).await, kind);
        let answer = session
            .attach_to(owner, "a.pdf", uploaded(pdf("a")).await)
            .await;
        refused(answer, kind);
    }
    for (session, kind) in [
        (world.finance(ORDOS), ""),
        (world.region(), ""),
        (world.clerk(BAOTOU), "NotFound"),
        (world.session("coal"), "NotFound"),
        (world.session("expert-1"), "NotFound"),
        (world.session("region-wj"), "Forbidden"),
    ] {
        match kind {
            "" => assert_eq!(
                read(session.open_city_file(view.id).await.unwrap()).await,
                pdf("决算")
            ),
            kind => {
                refused(session.open_city_file(view.id).await, kind);
            }
        }
    }
    let mut tx = clerk
        .read(domain::access::Action::ViewFigures)
        .await
        .unwrap();
    let listed = files(&mut tx, "FUND_ENTRY", &[entry, entry + 1])
        .await
        .unwrap();
    assert_eq!(listed[&entry], std::slice::from_ref(&view));
    drop(tx);
    refused(world.finance(ORDOS).detach_from(view.id).await, "Forbidden");
    confirm(&world, entry).await;
    refused(clerk.detach_from(view.id).await, "WrongState");
    refused(clerk.may_attach_to(owner).await, "WrongState");
}

async fn confirm(world: &World, entry: i64) {
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query("update fund_entry set state = 'CONFIRMED', confirmed_by = 2 where id = $1")
        .bind(entry)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn what_was_published_is_open_to_applicants() {
    let world = world().await;
    let owner = Owner::Publication(world.publish_areas(ORDOS, YEAR, &["煤炭开采"]).await);
    let hrss = world.hrss(ORDOS);
    refused(world.clerk(ORDOS).may_attach_to(owner).await, "Forbidden");
    refused(
        hrss.may_attach_to(Owner::Publication(999)).await,
        "NotFound",
    );
    let view = hrss
        .attach_to(owner, "公告.pdf", uploaded(pdf("公告")).await)
        .await
        .unwrap();
    assert!(world.session("steel").open_city_file(view.id).await.is_ok());
    refused(
        world.clerk(BAOTOU).open_city_file(view.id).await,
        "NotFound",
    );
    assert_eq!(hrss.detach_from(view.id).await.unwrap(), owner);
    for session in [&hrss, &world.session("steel")] {
        refused(session.open_city_file(view.id).await, "NotFound");
    }
    refused(hrss.detach_from(AttachmentId(view.id.0)).await, "NotFound");
}
