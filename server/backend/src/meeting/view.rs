//! A meeting as everybody of the city follows it; the region looks on.

use domain::MeetingId;
use domain::access::Action;
use domain::contract::{Candidates, MeetingView};
use domain::state::MeetingState;

use super::record::Record;
use super::{Meeting, agenda, offers};
use crate::Result;
use crate::door::Session;

/// The whole meeting in one transaction.
pub(crate) async fn meeting(session: &Session, id: MeetingId) -> Result<MeetingView> {
    let mut tx = session.read(Action::ViewMeeting).await?;
    let meeting = Meeting::find(&mut tx, id).await?;
    let candidates = if meeting.state == MeetingState::Planned && tx.tenant.is_some() {
        agenda::candidates(&mut tx, meeting.tenant).await?
    } else {
        Candidates::default()
    };
    let record = Record::load(&mut tx, meeting).await?;
    let offers = offers::offers(session, &record, tx.today());
    let seat = session.who.role.member();
    let Record {
        meeting,
        city,
        seats,
        lines,
        ..
    } = record;
    Ok(MeetingView {
        id,
        version: meeting.version,
        tenant: meeting.tenant,
        city,
        no: meeting.no,
        title: meeting.title,
        state: meeting.state,
        planned: meeting.planned,
        place: meeting.place,
        seats,
        items: lines.into_iter().map(|line| line.item).collect(),
        current: meeting.current,
        minutes: meeting.minutes,
        extra: meeting.extra,
        held_on: meeting.held_on,
        closed_on: meeting.closed_on,
        late_reason: meeting.late_reason,
        short_notice: meeting.short_notice,
        seat,
        offers,
        candidates,
    })
}
