//! The rows of proposals, the cap, and joint meetings.

use super::{FORM, JSON, Nobody, Nobody::Login, Nobody::Refused, PROJECT};

pub const PAGES: &[(&str, &str, Nobody)] = &[
    ("/proposals", "/proposals", Login),
    ("/cap", "/cap", Login),
    ("/meetings", "/meetings", Login),
    ("/meetings/{id}", "/meetings/1", Login),
];

const OF: &str = r#"{"of":{}}"#;

pub const FUNCTIONS: &[(&str, &str, &str, Nobody)] = &[
    ("proposals", JSON, OF, Refused),
    (
        "propose_project",
        FORM,
        "id=1&seen=1&draft[rank]=1",
        Refused,
    ),
    ("drop_proposal", FORM, PROJECT, Refused),
    ("freeze_proposals", FORM, "year=2027&seen=1", Refused),
    ("cap", JSON, OF, Refused),
    (
        "request_override",
        FORM,
        "year=2027&amount=1&reason=x",
        Refused,
    ),
    ("consent_override", FORM, "id=1&seen=1&document=x", Refused),
    ("meetings", JSON, OF, Refused),
    ("meeting", JSON, r#"{"id":1}"#, Refused),
    ("plan_meeting", FORM, "draft[title]=x", Refused),
    ("add_item", FORM, "id=1&seen=1&kind=OTHER&title=x", Refused),
    ("drop_item", FORM, "id=1", Refused),
    (
        "convene_meeting",
        FORM,
        "id=1&seen=1&short_notice=",
        Refused,
    ),
    ("open_meeting", FORM, PROJECT, Refused),
    (
        "record_presence",
        FORM,
        "id=1&member=HRSS&presence=PRESENT&person=x",
        Refused,
    ),
    ("turn_to_item", FORM, "id=1", Refused),
    ("report_item", FORM, "id=1&text=x", Refused),
    ("move_item", FORM, "id=1&draft[motion]=APPROVE", Refused),
    ("vote", FORM, "id=1&opinion=AGREE&comment=", Refused),
    ("draft_minutes", FORM, "id=1&seen=1&extra=", Refused),
    (
        "confirm_minutes",
        FORM,
        "id=1&seen=1&confirmation=CONFIRMED&comment=",
        Refused,
    ),
    ("close_meeting", FORM, "id=1&seen=1&late_reason=", Refused),
    ("cancel_meeting", FORM, "id=1&seen=1&reason=x", Refused),
    ("raise_issue", FORM, "text=x&owner=HEALTH", Refused),
    ("resolve_issue", FORM, "id=1&resolution=x", Refused),
];
