//! When each step of a joint meeting has its time (machine 2.3).

use super::Action;
use crate::state::MeetingState;

impl Action {
    /// Whether a meeting in this state has room for the action. `disputed`: a seat has objected to
    /// the drafted minutes, so that the record may be corrected before they are drafted again.
    #[must_use]
    pub const fn fits_meeting(self, state: MeetingState, disputed: bool) -> bool {
        use MeetingState as S;
        let planned = matches!(state, S::Planned);
        let convened = matches!(state, S::Convened);
        let floor = matches!(state, S::Held) || matches!(state, S::MinutesDraft) && disputed;
        match self {
            Self::AddItem | Self::DropItem | Self::ConveneMeeting => planned,
            Self::CancelMeeting => planned || convened,
            Self::OpenMeeting => convened,
            // Reports and motions can be prepared; opinions are given in the meeting.
            Self::ReportItem | Self::MoveItem => convened || floor,
            Self::RecordPresence | Self::Vote | Self::DraftMinutes => floor,
            Self::TurnToItem => matches!(state, S::Held),
            Self::ConfirmMinutes => matches!(state, S::MinutesDraft),
            Self::CloseMeeting => matches!(state, S::MinutesConfirmed),
            _ => false,
        }
    }
}
