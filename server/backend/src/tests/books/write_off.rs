//! What two departments give up is what both of them were asked about (machine 2.6).

use domain::Version;
use domain::contract::BooksApi;
use domain::state::ClaimState;

use super::{claim, owed, part, recover, refused, yuan};
use crate::testkit::{ORDOS, world};

#[tokio::test]
async fn what_changed_after_the_proposal_is_not_given_up() {
    let world = world().await;
    let id = owed(&world).await;
    recover(&world, id, "part-00001", part("15000", "收-1"))
        .await
        .unwrap();
    let (row, seen) = world.claim_of(id).await;
    world
        .clerk(ORDOS)
        .propose_write_off(row, seen, "单位已注销".into(), "函〔2026〕9号".into())
        .await
        .unwrap();
    let later = |by: i32| Version(seen.0 + by);
    let (hrss, finance) = (world.hrss(ORDOS), world.finance(ORDOS));
    hrss.consent_write_off(row, later(1)).await.unwrap();
    // The part that came back was entered wrongly: more is owed than 人社 agreed to give up.
    let mut tx = world.admin.begin().await.unwrap();
    let entry = sqlx::query_scalar("select max(id) from ledger where claim_id = $1")
        .bind(row.0)
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    drop(tx);
    let reviewer = world.reviewer(ORDOS);
    reviewer
        .reverse_entry(domain::LedgerId(entry), "银行退票".into())
        .await
        .unwrap();
    let (_, seen) = world.claim_of(id).await;
    refused(finance.consent_write_off(row, seen).await, "WrongState");
    let owes = claim(&world, id).await;
    assert_eq!((owes.state, owes.open), (ClaimState::Claimed, yuan(40_000)));
    // It is put aside, and proposed again as it now is.
    finance
        .decline_write_off(row, seen, "余额已变动".into())
        .await
        .unwrap();
    let again = |by: i32| Version(seen.0 + by);
    world
        .clerk(ORDOS)
        .propose_write_off(row, again(1), "单位已注销".into(), "函〔2026〕10号".into())
        .await
        .unwrap();
    hrss.consent_write_off(row, again(2)).await.unwrap();
    finance.consent_write_off(row, again(3)).await.unwrap();
    assert_eq!(claim(&world, id).await.written_off, yuan(40_000));
}

#[tokio::test]
async fn a_claim_has_one_proposal_at_a_time() {
    let world = world().await;
    let id = owed(&world).await;
    let (row, seen) = world.claim_of(id).await;
    let clerk = world.clerk(ORDOS);
    let propose = async |seen: Version| {
        let (reason, document) = ("单位已注销".into(), "函〔2026〕9号".into());
        clerk.propose_write_off(row, seen, reason, document).await
    };
    propose(seen).await.unwrap();
    refused(propose(Version(seen.0 + 1)).await, "WrongState");
}
