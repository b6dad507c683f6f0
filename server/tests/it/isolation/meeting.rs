//! The rows of proposals, the cap, and joint meetings.

use domain::state::MeetingState as M;

use super::{About, FORM, Row, read};

#[expect(
    clippy::too_many_lines,
    reason = "a table, one row per server function"
)]
pub(super) fn rows() -> Vec<Row> {
    vec![
        read(
            "proposals",
            r#"{"of":{"year":2027,"tenant":null}}"#,
            About::Proposed,
            &[
                ("150600-jb", "OK"),
                ("150600-yj", "OK"),
                ("150200-jb", "OK"),
                ("region-rs", "NotFound"),
                ("region-cz", "Forbidden"),
                ("coal", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        ),
        // Naming another city opens it for the region only.
        read(
            "proposals",
            r#"{"of":{"year":2027,"tenant":150600}}"#,
            About::Nothing,
            &[
                ("region-rs", "OK"),
                ("150200-jb", "OK"),
                ("steel", "Forbidden"),
            ],
        ),
        read(
            "meetings",
            r#"{"of":{"year":2026,"tenant":150600}}"#,
            About::Nothing,
            &[
                ("150600-jb", "OK"),
                ("150200-rs", "OK"),
                ("region-rs", "OK"),
                ("region-yj", "Forbidden"),
                ("coal", "Forbidden"),
            ],
        ),
        read(
            "meeting",
            r#"{"id":{id}}"#,
            About::Meeting(M::Held),
            &[
                ("150600-jb", "OK"),
                ("150600-wj", "OK"),
                ("region-rs", "OK"),
                ("region-cz", "Forbidden"),
                ("150200-rs", "NotFound"),
                ("150200-jb", "NotFound"),
                ("coal", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        ),
        read(
            "cap",
            r#"{"of":{"year":2026,"tenant":150600}}"#,
            About::Nothing,
            &[
                ("150600-jb", "OK"),
                ("150600-cz", "OK"),
                ("150200-zf", "OK"),
                ("region-rs", "OK"),
                ("region-cz", "OK"),
                ("region-wj", "Forbidden"),
                ("150600-wj", "Forbidden"),
                ("coal", "Forbidden"),
            ],
        ),
        write!("propose_project", "&draft[rank]=1", About::Accepted, "150600-jb" => "Stale", wrong "150600-fh"),
        write!("drop_proposal", "", About::Proposed, "150600-jb" => "Stale", wrong "150600-fh"),
        city_write!("freeze_proposals", "year=2027&seen=999999", About::Proposed, "150600-fh" => "Stale", wrong "150600-jb", abroad "150200-fh" => "WrongState"),
        city_write!("request_override", "year=2027&amount=1&reason=", About::Nothing, "150600-jb" => "Required", wrong "150600-cz", abroad "150200-jb" => "Required"),
        Row {
            name: "consent_override",
            content: FORM,
            body: "id={id}&seen=999999&document=x",
            about: About::Override,
            expect: &[
                ("region-rs", "Stale"),
                ("region-cz", "Stale"),
                ("region-wj", "Forbidden"),
                ("150600-jb", "Forbidden"),
                ("150600-cz", "Forbidden"),
                ("150200-jb", "Forbidden"),
                ("coal", "Forbidden"),
            ],
        },
        city_write!("plan_meeting", "draft[title]=&draft[planned]=&draft[place]=", About::Nothing, "150600-rs" => "Required", wrong "150600-fh", abroad "150200-jb" => "Required"),
        city_write!("add_item", "id={id}&seen=999999&kind=OTHER&title=x", About::Meeting(M::Planned), "150600-jb" => "Stale", wrong "150600-cz", abroad "150200-jb" => "NotFound"),
        city_write!("drop_item", "id={id}", About::Item(M::Planned), "150600-jb" => "WrongState", wrong "150600-cz", abroad "150200-rs" => "NotFound"),
        city_write!("convene_meeting", "id={id}&seen=999999&short_notice=x", About::Meeting(M::Planned), "150600-rs" => "Stale", wrong "150600-jb", abroad "150200-rs" => "NotFound"),
        city_write!("open_meeting", "id={id}&seen=999999", About::Meeting(M::Convened), "150600-jb" => "Stale", wrong "150600-yj", abroad "150200-jb" => "NotFound"),
        city_write!("record_presence", "id={id}&member=HRSS&presence=DELEGATE&person=", About::Meeting(M::Held), "150600-jb" => "Required", wrong "150600-wj", abroad "150200-jb" => "NotFound"),
        city_write!("turn_to_item", "id={id}", About::Item(M::Planned), "150600-jb" => "WrongState", wrong "150600-wj", abroad "150200-rs" => "NotFound"),
        city_write!("report_item", "id={id}&text=", About::Item(M::Held), "150600-cz" => "Required", wrong "150600-wj", abroad "150200-cz" => "NotFound"),
        city_write!("move_item", "id={id}&draft[motion]=APPROVE", About::Item(M::Held), "150600-jb" => "WrongState", wrong "150600-cz", abroad "150200-jb" => "NotFound"),
        city_write!("vote", "id={id}&opinion=AGREE&comment=", About::Item(M::Held), "150600-cz" => "WrongState", wrong "150600-jb", abroad "150200-cz" => "NotFound"),
        city_write!("draft_minutes", "id={id}&seen=999999&extra=", About::Meeting(M::Held), "150600-jb" => "Stale", wrong "150600-rs", abroad "150200-jb" => "NotFound"),
        city_write!("confirm_minutes", "id={id}&seen=999999&confirmation=CONFIRMED&comment=", About::Meeting(M::MinutesDraft), "150600-wj" => "Stale", wrong "150600-jb", abroad "150200-wj" => "NotFound"),
        city_write!("close_meeting", "id={id}&seen=999999&late_reason=x", About::Meeting(M::MinutesConfirmed), "150600-rs" => "Stale", wrong "150600-cz", abroad "150200-rs" => "NotFound"),
        city_write!("cancel_meeting", "id={id}&seen=999999&reason=x", About::Meeting(M::Convened), "150600-rs" => "Stale", wrong "150600-jb", abroad "150200-rs" => "NotFound"),
        Row {
            name: "raise_issue",
            content: FORM,
            body: "text=&owner=HEALTH",
            about: About::Nothing,
            expect: &[
                ("150600-zf", "Required"),
                ("150200-wj", "Required"),
                ("coal", "Forbidden"),
                ("expert-1", "Forbidden"),
                ("region-rs", "Forbidden"),
            ],
        },
        city_write!("resolve_issue", "id={id}&resolution=", About::Issue, "150600-wj" => "Required", wrong "150600-cz", abroad "150200-wj" => "NotFound"),
    ]
}
