//! `FeedApi` for the session.

use async_trait::async_trait;
use domain::contract::{Answer, FeedApi, FeedView};

use crate::calendar_feed;
use crate::door::Session;
use crate::error::answer;

#[async_trait]
impl FeedApi for Session {
    async fn calendar_feed(&self) -> Answer<FeedView> {
        answer("calendar_feed", calendar_feed::view(self).await)
    }
    async fn grant_feed(&self) -> Answer<String> {
        answer("grant_feed", calendar_feed::grant(self).await)
    }
    async fn revoke_feed(&self) -> Answer<()> {
        answer("revoke_feed", calendar_feed::revoke(self).await)
    }
}
