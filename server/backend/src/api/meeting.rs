use async_trait::async_trait;
use domain::contract::{
    Answer, MeetingApi, MeetingDraft, MeetingView, MeetingsView, MotionDraft, YearOf,
};
use domain::state::{Confirmation, ItemKind, Member, Opinion, Presence};
use domain::{IssueId, ItemId, MeetingId, Version};

use crate::door::Session;
use crate::error::answer;
use crate::meeting::{agenda, floor, list, minutes, view};
use crate::{determine, issue, meeting};

#[async_trait]
impl MeetingApi for Session {
    async fn meetings(&self, of: YearOf) -> Answer<MeetingsView> {
        answer("meetings", list::meetings(self, of).await)
    }
    async fn meeting(&self, id: MeetingId) -> Answer<MeetingView> {
        answer("meeting", view::meeting(self, id).await)
    }
    async fn plan_meeting(&self, draft: MeetingDraft) -> Answer<MeetingId> {
        answer("plan_meeting", meeting::plan(self, draft).await)
    }
    async fn add_item(
        &self,
        id: MeetingId,
        seen: Version,
        kind: ItemKind,
        subject: Option<i64>,
        title: String,
    ) -> Answer<()> {
        let added = agenda::add(self, id, seen, kind, subject, title).await;
        answer("add_item", added)
    }
    async fn drop_item(&self, id: ItemId) -> Answer<()> {
        answer("drop_item", agenda::drop(self, id).await)
    }
    async fn convene_meeting(
        &self,
        id: MeetingId,
        seen: Version,
        short_notice: String,
    ) -> Answer<()> {
        let convened = meeting::convene(self, id, seen, short_notice).await;
        answer("convene_meeting", convened)
    }
    async fn open_meeting(&self, id: MeetingId, seen: Version) -> Answer<()> {
        answer("open_meeting", meeting::open_meeting(self, id, seen).await)
    }
    async fn record_presence(
        &self,
        id: MeetingId,
        member: Member,
        presence: Presence,
        person: String,
    ) -> Answer<()> {
        let recorded = floor::record_presence(self, id, member, presence, person).await;
        answer("record_presence", recorded)
    }
    async fn turn_to_item(&self, id: ItemId) -> Answer<()> {
        answer("turn_to_item", floor::turn_to(self, id).await)
    }
    async fn report_item(&self, id: ItemId, text: String, none: bool) -> Answer<()> {
        answer("report_item", floor::report(self, id, text, none).await)
    }
    async fn move_item(&self, id: ItemId, draft: MotionDraft) -> Answer<()> {
        answer("move_item", floor::put_motion(self, id, draft).await)
    }
    async fn vote(&self, id: ItemId, opinion: Opinion, comment: String) -> Answer<()> {
        answer("vote", floor::vote(self, id, opinion, comment).await)
    }
    async fn draft_minutes(&self, id: MeetingId, seen: Version, extra: String) -> Answer<()> {
        answer("draft_minutes", minutes::draft(self, id, seen, extra).await)
    }
    async fn confirm_minutes(
        &self,
        id: MeetingId,
        seen: Version,
        confirmation: Confirmation,
        comment: String,
    ) -> Answer<()> {
        let confirmed = minutes::confirm(self, id, seen, confirmation, comment).await;
        answer("confirm_minutes", confirmed)
    }
    async fn close_meeting(&self, id: MeetingId, seen: Version, late_reason: String) -> Answer<()> {
        let closed = determine::close_meeting(self, id, seen, late_reason).await;
        answer("close_meeting", closed)
    }
    async fn cancel_meeting(&self, id: MeetingId, seen: Version, reason: String) -> Answer<()> {
        answer(
            "cancel_meeting",
            meeting::cancel(self, id, seen, reason).await,
        )
    }
    async fn raise_issue(
        &self,
        text: String,
        owner: Member,
        meeting: Option<MeetingId>,
    ) -> Answer<()> {
        answer(
            "raise_issue",
            issue::raise(self, text, owner, meeting).await,
        )
    }
    async fn resolve_issue(&self, id: IssueId, resolution: String) -> Answer<()> {
        answer("resolve_issue", issue::resolve(self, id, resolution).await)
    }
}
