//! Signing in: what opens, and what never does.

use std::net::{IpAddr, Ipv4Addr};

use crate::demo::DEMO_PASSWORD;
use crate::testkit::{PASSWORD, World};
use crate::{Settings, auth, users};

const HOME: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

async fn kind(world: &World, password: &str) -> String {
    match auth::sign_in(&world.db, "region-rs", password, HOME, "").await {
        Ok(_) => "OK".into(),
        Err(fault) => fault.refusal().expect("a refusal").kind().into(),
    }
}

#[tokio::test]
async fn the_printed_password_opens_a_demo_and_nothing_else() {
    for (demo, expected) in [(true, "OK"), (false, "LoginFailed")] {
        let world = World::with(Settings {
            pool: 4,
            demo,
            ..Settings::default()
        })
        .await;
        let hash = users::hash_password(DEMO_PASSWORD).unwrap();
        users::set_password(&world.admin, "region-rs", &hash)
            .await
            .unwrap();
        assert_eq!(kind(&world, DEMO_PASSWORD).await, expected);
    }
}

#[tokio::test]
async fn guesses_sent_all_at_once_take_turns() {
    let world = World::with(Settings {
        pool: 8,
        ..Settings::default()
    })
    .await;
    let guesses = (0..30).map(|n| {
        let world = &world;
        async move { kind(world, &format!("guess-{n}")).await }
    });
    let answers = futures::future::join_all(guesses).await;
    let tried = answers
        .iter()
        .filter(|answer| *answer == "LoginFailed")
        .count();
    // Five, and at most one more under way on the other hashing permit.
    assert!((5..=6).contains(&tried), "{answers:?}");
    assert_eq!(kind(&world, PASSWORD).await, "TooManyAttempts");
}
