//! The calendar a person's own program fetches: theirs, as they stand when it is fetched, until taken back.

use domain::ProjectId;
use domain::contract::{FeedApi, FeedEntry, ProjectApi, ScreensApi};
use domain::state::{AcceptanceState, DeadlineKind, Mode, ProjectState};
use domain::{Money, TenantId};

use super::refusals::refused;
use crate::calendar_feed::entries;
use crate::testkit::{BAOTOU, ORDOS, World, world};

async fn fetched(world: &World, token: &str) -> Vec<FeedEntry> {
    entries(&world.db, token).await.unwrap()
}

async fn received(world: &World, tenant: TenantId) -> ProjectId {
    let amount = Money::from_fen(10_000_000);
    let stage = AcceptanceState::Received;
    world
        .project_at(tenant, Mode::Commissioned, amount, stage)
        .await
}

#[tokio::test]
async fn everybody_fetches_the_running_deadlines_they_may_see_and_no_other() {
    let world = world().await;
    received(&world, ORDOS).await;
    received(&world, BAOTOU).await;
    let mut seen = Vec::new();
    for login in [
        "150600-jb",
        "150200-jb",
        "region-rs",
        "coal",
        "steel",
        "expert-1",
    ] {
        let token = world.session(login).grant_feed().await.unwrap();
        let all = fetched(&world, &token).await;
        println!("{login}: {} deadlines", all.len());
        if let Ok(own) = world.session(login).tracker().await {
            let own = format!("{own:?}");
            assert!(
                all.iter().all(|one| own.contains(&one.project_code)),
                "{login}"
            );
        }
        seen.push(all);
    }
    let [ordos, baotou, region, coal, steel, _] = &seen[..] else {
        panic!()
    };
    assert!(!ordos.is_empty() && ordos.iter().all(|one| one.tenant == ORDOS));
    assert!(!baotou.is_empty() && baotou.iter().all(|one| one.tenant == BAOTOU));
    assert!(
        ordos.iter().all(|one| region.contains(one))
            && baotou.iter().all(|one| region.contains(one))
    );
    assert!(!coal.is_empty() && coal.iter().all(|one| ordos.contains(one)));
    assert!(
        !steel
            .iter()
            .any(|one| one.project_code.starts_with("150600"))
    );
    let mut days: Vec<_> = ordos.iter().map(|one| one.due).collect();
    assert!(days.is_sorted());
    days.dedup();
    let d4 = ordos
        .iter()
        .find(|one| one.kind == DeadlineKind::Acceptance)
        .unwrap();
    assert!(
        d4.provisional && d4.why.ends_with("起 30 个工作日"),
        "{d4:?}"
    );
}

#[tokio::test]
async fn a_token_is_replaced_and_taken_back() {
    let world = world().await;
    let clerk = world.clerk(ORDOS);
    assert_eq!(clerk.calendar_feed().await.unwrap().since, None);
    let first = clerk.grant_feed().await.unwrap();
    assert_eq!(
        clerk.calendar_feed().await.unwrap().since.as_deref(),
        Some("2026-11-24 10:00")
    );
    let second = clerk.grant_feed().await.unwrap();
    assert_ne!(first, second);
    refused(entries(&world.db, &first).await, "NotFound");
    assert!(!fetched(&world, &second).await.is_empty());
    // Somebody else's end takes nothing from this one.
    world.reviewer(ORDOS).revoke_feed().await.unwrap();
    assert!(!fetched(&world, &second).await.is_empty());
    clerk.revoke_feed().await.unwrap();
    clerk.revoke_feed().await.unwrap();
    for token in [second.as_str(), "", "x", &"0".repeat(64)] {
        refused(entries(&world.db, token).await, "NotFound");
    }
    let mut tx = world.admin.begin().await.unwrap();
    let kept: i64 = sqlx::query_scalar(
        "select count(*) from calendar_token where position($1::bytea in token_hash) > 0",
    )
    .bind(hex::decode(&second).unwrap())
    .fetch_one(&mut *tx)
    .await
    .unwrap();
    assert_eq!(kept, 0, "the token itself is never stored");
}

#[tokio::test]
async fn rights_are_those_of_the_moment_of_fetching() {
    let world = world().await;
    let project = received(&world, ORDOS).await;
    let unit = world.unit_of(project).await;
    let token = unit.grant_feed().await.unwrap();
    let code = unit.project(project).await.unwrap().code;
    let there = |all: &[FeedEntry]| {
        let own = all.iter().filter(|one| one.project_code == code);
        own.filter(|one| one.kind == DeadlineKind::Acceptance)
            .count()
    };
    assert_eq!(there(&fetched(&world, &token).await), 1);
    world.drive(project, ProjectState::Passed).await;
    assert_eq!(
        there(&fetched(&world, &token).await),
        0,
        "what has ended is not in it"
    );
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query("update account set active = false where id = $1")
        .bind(unit.who.account.0)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    refused(entries(&world.db, &token).await, "NotFound");
    for login in ["region-wj", "region-yj"] {
        refused(world.session(login).grant_feed().await, "Forbidden");
        refused(world.session(login).calendar_feed().await, "Forbidden");
    }
}
