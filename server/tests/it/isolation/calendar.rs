//! The rows of the working calendar: everybody reads it, one regional 人社 person enters, another
//! publishes.

use super::{About, EVERYBODY, Row, read, write};

pub(super) fn rows() -> Vec<Row> {
    vec![
        read("calendar", "{}", About::Nothing, EVERYBODY),
        write(
            "draft_calendar",
            "draft[year]=1999",
            About::Nothing,
            &[
                ("region-rs", "Calendar"),
                ("region-rs2", "Calendar"),
                ("region-cz", "Forbidden"),
                ("150600-rs", "Forbidden"),
                ("150200-rs", "Forbidden"),
                ("150600-jb", "Forbidden"),
                ("coal", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        ),
        write(
            "publish_calendar",
            "id={id}",
            About::Notice,
            &[
                ("region-rs2", "Calendar"),
                ("region-cz", "Forbidden"),
                ("region-wj", "Forbidden"),
                ("150600-rs", "Forbidden"),
                ("150200-jb", "Forbidden"),
                ("coal", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        ),
        write(
            "publish_calendar",
            "id=99999999",
            About::Nothing,
            &[("region-rs", "NotFound"), ("150600-rs", "Forbidden")],
        ),
        write(
            "withdraw_calendar",
            "id={id}&reason=",
            About::Notice,
            &[
                ("region-rs", "Required"),
                ("region-rs2", "Required"),
                ("region-yj", "Forbidden"),
                ("150600-rs", "Forbidden"),
                ("150200-jb", "Forbidden"),
                ("steel", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        ),
    ]
}
