use async_trait::async_trait;
use domain::Refusal;
use domain::contract::*;
use domain::state::*;
use domain::*;
use std::collections::BTreeMap;

use crate::door::Session;

#[async_trait]
impl MeetingApi for Session {
    async fn meetings(&self, _of: YearOf) -> Answer<MeetingsView> {
        Err(Refusal::NotFound.into())
    }
    async fn meeting(&self, _id: MeetingId) -> Answer<MeetingView> {
        Err(Refusal::NotFound.into())
    }
    async fn plan_meeting(&self, _draft: MeetingDraft) -> Answer<MeetingId> {
        Err(Refusal::NotFound.into())
    }
    async fn add_item(
        &self,
        _id: MeetingId,
        _seen: Version,
        _kind: ItemKind,
        _subject: Option<i64>,
        _title: String,
    ) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn drop_item(&self, _id: ItemId) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn convene_meeting(
        &self,
        _id: MeetingId,
        _seen: Version,
        _short_notice: String,
    ) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn open_meeting(&self, _id: MeetingId, _seen: Version) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn record_presence(
        &self,
        _id: MeetingId,
        _member: Member,
        _presence: Presence,
        _person: String,
    ) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn turn_to_item(&self, _id: ItemId) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn report_item(&self, _id: ItemId, _text: String, _none: bool) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn move_item(&self, _id: ItemId, _draft: MotionDraft) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn vote(&self, _id: ItemId, _opinion: Opinion, _comment: String) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn draft_minutes(&self, _id: MeetingId, _seen: Version, _extra: String) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn confirm_minutes(
        &self,
        _id: MeetingId,
        _seen: Version,
        _answer: Confirmation,
        _comment: String,
    ) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn close_meeting(
        &self,
        _id: MeetingId,
        _seen: Version,
        _late_reason: String,
    ) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn cancel_meeting(&self, _id: MeetingId, _seen: Version, _reason: String) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn raise_issue(
        &self,
        _text: String,
        _owner: Member,
        _meeting: Option<MeetingId>,
    ) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn resolve_issue(&self, _id: IssueId, _resolution: String) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
}
