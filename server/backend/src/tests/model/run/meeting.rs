//! Steps of a joint meeting.

use chrono::NaiveDate;
use domain::contract::{Answer, MeetingApi, MeetingDraft, MotionDraft};
use domain::state::{ItemKind, Presence};
use domain::{ItemId, MeetingId};

use super::super::act::{OnItem, OnMeeting, Seen};
use super::super::state::Model;
use super::{Door, Runner, text, yuan};

impl Runner<'_> {
    pub(super) async fn plan(&self, session: &Door, day: NaiveDate) -> Answer<()> {
        let draft = MeetingDraft {
            title: "工伤预防联席会议".into(),
            planned: day.to_string(),
            place: "市政务服务中心三楼会议室".into(),
        };
        session.plan_meeting(draft).await.map(|_| ())
    }

    pub(super) async fn on_meeting(
        &self,
        model: &Model,
        session: &Door,
        m: usize,
        seen: Seen,
        act: OnMeeting,
    ) -> Answer<()> {
        let id = model.meetings[m].id;
        let seen = self.version("meeting", id, seen).await;
        let id = MeetingId(id);
        match act {
            OnMeeting::Add(kind, subject) => {
                let number = match kind {
                    ItemKind::Areas => Some(model.areas[subject].id),
                    ItemKind::Project | ItemKind::Cancel => Some(model.projects[subject].id),
                    _ => None,
                };
                session.add_item(id, seen, kind, number, text(true)).await
            }
            OnMeeting::Convene(good) => session.convene_meeting(id, seen, text(good)).await,
            OnMeeting::Open => session.open_meeting(id, seen).await,
            OnMeeting::Cancel(good) => session.cancel_meeting(id, seen, text(good)).await,
            OnMeeting::Presence(member, presence) => {
                let person = if presence == Presence::Absent {
                    String::new()
                } else {
                    format!("{}代表", member.label())
                };
                session.record_presence(id, member, presence, person).await
            }
            OnMeeting::Minutes => session.draft_minutes(id, seen, String::new()).await,
            OnMeeting::Confirm(confirmation, good) => {
                session
                    .confirm_minutes(id, seen, confirmation, text(good))
                    .await
            }
            OnMeeting::Close(good) => session.close_meeting(id, seen, text(good)).await,
        }
    }

    pub(super) async fn on_item(&self, session: &Door, id: ItemId, act: OnItem) -> Answer<()> {
        match act {
            OnItem::Drop => session.drop_item(id).await,
            OnItem::Turn => session.turn_to_item(id).await,
            OnItem::Report { none, good } => session.report_item(id, text(good), none).await,
            OnItem::Move {
                motion,
                amount,
                good,
            } => {
                let draft = MotionDraft {
                    motion: motion.code().into(),
                    amount: amount.map(yuan).unwrap_or_default(),
                    reason: text(good),
                    ..MotionDraft::default()
                };
                session.move_item(id, draft).await
            }
            OnItem::Vote(opinion, good) => session.vote(id, opinion, text(good)).await,
        }
    }
}
