//! A calendar address that was given out.

use async_trait::async_trait;
use domain::access::{Action, Role};
use domain::contract::*;

use super::Fake;

#[async_trait]
impl FeedApi for Fake {
    async fn calendar_feed(&self) -> Answer<FeedView> {
        if matches!(self.role, Role::RegionHealth | Role::RegionEmergency) {
            return Err(Action::ViewFeed.forbidden().into());
        }
        Ok(FeedView {
            since: self.full.then(|| "2026-11-23 09:12".into()),
        })
    }
    async fn grant_feed(&self) -> Answer<String> {
        Ok("0a".repeat(32))
    }
    async fn revoke_feed(&self) -> Answer<()> {
        Ok(())
    }
}
