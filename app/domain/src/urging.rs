//! Urging (督办): the region asks a city about something, and the city's agency answers by a working day.
//! The text gives the region oversight and names no term; both are the product's (matrix 3).

use chrono::NaiveDate;

use crate::refusal::Refusal;

/// Working days for the answer when nobody says otherwise.
pub const URGING_WORKING_DAYS: u32 = 5;
/// The terms the region can choose from, in working days.
pub const URGING_TERMS: [u32; 5] = [1, 3, URGING_WORKING_DAYS, 10, 15];

codes! {
    /// How an urging stands.
    UrgingStanding {
        Waiting = "WAITING" "待答复",
        Overdue = "OVERDUE" "逾期未答复",
        Answered = "ANSWERED" "按期答复",
        Late = "LATE" "逾期答复",
    }
}

/// How an urging stands on a day; the last day itself is in time.
#[must_use]
pub fn standing(due: NaiveDate, answered: Option<NaiveDate>, today: NaiveDate) -> UrgingStanding {
    match answered {
        Some(on) if on <= due => UrgingStanding::Answered,
        Some(_) => UrgingStanding::Late,
        None if today <= due => UrgingStanding::Waiting,
        None => UrgingStanding::Overdue,
    }
}

/// The term as chosen; the default when nothing was.
///
/// # Errors
/// `UnknownChoice` for a term that is not offered.
pub fn term(chosen: &str) -> Result<u32, Refusal> {
    if chosen.trim().is_empty() {
        return Ok(URGING_WORKING_DAYS);
    }
    let days = chosen.trim().parse().ok();
    days.filter(|days| URGING_TERMS.contains(days))
        .ok_or_else(|| Refusal::UnknownChoice {
            field: "days".into(),
            label: "答复期限".into(),
        })
}
