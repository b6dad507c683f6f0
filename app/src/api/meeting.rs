//! Doorways to `MeetingApi`: joint meetings.

use domain::contract::{MeetingDraft, MeetingView, MeetingsView, MotionDraft, YearOf};
use domain::state::{Confirmation, ItemKind, Member, Opinion, Presence};
use domain::{IssueId, ItemId, MeetingId, Version};
use leptos::server;

use super::{ApiError, Json};
#[cfg(feature = "ssr")]
use super::{answer, backend, land_on};

/// The meetings of a calendar year.
#[server(name = MeetingsCall, endpoint = "meetings", input = Json, output = Json)]
pub async fn meetings(of: YearOf) -> Result<MeetingsView, ApiError> {
    answer(backend()?.meetings(of).await)
}

/// One meeting.
#[server(name = MeetingCall, endpoint = "meeting", input = Json, output = Json)]
pub async fn meeting(id: MeetingId) -> Result<MeetingView, ApiError> {
    answer(backend()?.meeting(id).await)
}

/// Plans a meeting with its four standing reports, and goes on to its agenda. R010-R012.
#[server(endpoint = "plan_meeting")]
pub async fn plan_meeting(draft: MeetingDraft) -> Result<MeetingId, ApiError> {
    let id = answer(backend()?.plan_meeting(draft).await)?;
    land_on(&format!("/meetings/{id}"));
    Ok(id)
}

/// Puts something on the agenda: kind, and the project or area set by number.
#[server(endpoint = "add_item")]
pub async fn add_item(
    id: MeetingId,
    seen: Version,
    kind: ItemKind,
    subject: Option<i64>,
    title: String,
) -> Result<(), ApiError> {
    answer(backend()?.add_item(id, seen, kind, subject, title).await)
}

/// Takes an item off again.
#[server(endpoint = "drop_item")]
pub async fn drop_item(id: ItemId) -> Result<(), ApiError> {
    answer(backend()?.drop_item(id).await)
}

/// Invites the four seats; refused while one is vacant (R010). A notice of less than three
/// working days needs a reason.
#[server(endpoint = "convene_meeting")]
pub async fn convene_meeting(
    id: MeetingId,
    seen: Version,
    short_notice: String,
) -> Result<(), ApiError> {
    answer(backend()?.convene_meeting(id, seen, short_notice).await)
}

/// Opens the meeting, on its day or later.
#[server(endpoint = "open_meeting")]
pub async fn open_meeting(id: MeetingId, seen: Version) -> Result<(), ApiError> {
    answer(backend()?.open_meeting(id, seen).await)
}

/// Records how a seat takes part.
#[server(endpoint = "record_presence")]
pub async fn record_presence(
    id: MeetingId,
    member: Member,
    presence: Presence,
    person: String,
) -> Result<(), ApiError> {
    answer(
        backend()?
            .record_presence(id, member, presence, person)
            .await,
    )
}

/// Turns everybody's screen to an item.
#[server(endpoint = "turn_to_item")]
pub async fn turn_to_item(id: ItemId) -> Result<(), ApiError> {
    answer(backend()?.turn_to_item(id).await)
}

/// A department reports on its standing item, or says with a reason that there is nothing.
#[server(endpoint = "report_item")]
pub async fn report_item(
    id: ItemId,
    text: String,
    #[server(default)] none: bool,
) -> Result<(), ApiError> {
    answer(backend()?.report_item(id, text, none).await)
}

/// Puts a motion; opinions already given on another motion are void.
#[server(endpoint = "move_item")]
pub async fn move_item(id: ItemId, draft: MotionDraft) -> Result<(), ApiError> {
    answer(backend()?.move_item(id, draft).await)
}

/// A seat gives its opinion. A35.
#[server(endpoint = "vote")]
pub async fn vote(id: ItemId, opinion: Opinion, comment: String) -> Result<(), ApiError> {
    answer(backend()?.vote(id, opinion, comment).await)
}

/// Ends the session and drafts the minutes from the record.
#[server(endpoint = "draft_minutes")]
pub async fn draft_minutes(id: MeetingId, seen: Version, extra: String) -> Result<(), ApiError> {
    answer(backend()?.draft_minutes(id, seen, extra).await)
}

/// A seat confirms the minutes or objects with what is wrong; the fourth confirmation fixes them.
#[server(endpoint = "confirm_minutes")]
pub async fn confirm_minutes(
    id: MeetingId,
    seen: Version,
    confirmation: Confirmation,
    comment: String,
) -> Result<(), ApiError> {
    answer(
        backend()?
            .confirm_minutes(id, seen, confirmation, comment)
            .await,
    )
}

/// Files the minutes: every adopted line takes effect, in this one transaction. R013, I5.
#[server(endpoint = "close_meeting")]
pub async fn close_meeting(
    id: MeetingId,
    seen: Version,
    late_reason: String,
) -> Result<(), ApiError> {
    answer(backend()?.close_meeting(id, seen, late_reason).await)
}

/// Calls it off.
#[server(endpoint = "cancel_meeting")]
pub async fn cancel_meeting(id: MeetingId, seen: Version, reason: String) -> Result<(), ApiError> {
    answer(backend()?.cancel_meeting(id, seen, reason).await)
}

/// Raises a question to be coordinated. R015.
#[server(endpoint = "raise_issue")]
pub async fn raise_issue(
    text: String,
    owner: Member,
    meeting: Option<MeetingId>,
) -> Result<(), ApiError> {
    answer(backend()?.raise_issue(text, owner, meeting).await)
}

/// Says how it was settled.
#[server(endpoint = "resolve_issue")]
pub async fn resolve_issue(id: IssueId, resolution: String) -> Result<(), ApiError> {
    answer(backend()?.resolve_issue(id, resolution).await)
}
