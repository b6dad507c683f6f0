//! The rows of the inbox: everybody has one, and nobody marks in another's.

use super::{About, EVERYBODY, Row, read, write};

pub(super) fn rows() -> Vec<Row> {
    vec![
        read("inbox", r#"{"query":{}}"#, About::Nothing, EVERYBODY),
        // One that was read already: for its owner nothing changes, for everybody else it does not exist.
        write(
            "read_notification",
            "id={id}",
            About::Notification,
            &[
                ("150600-jb", "OK"),
                ("150600-fh", "NotFound"),
                ("150200-jb", "NotFound"),
                ("coal", "NotFound"),
                ("anquan", "NotFound"),
                ("expert-1", "NotFound"),
                ("region-rs", "NotFound"),
            ],
        ),
        write("read_notifications", "upto=0", About::Nothing, EVERYBODY),
        write(
            "set_notification",
            "kind=REMINDER&page=false",
            About::Nothing,
            &[
                ("150600-jb", "AlwaysShown"),
                ("coal", "AlwaysShown"),
                ("expert-2", "AlwaysShown"),
                ("region-rs", "AlwaysShown"),
            ],
        ),
    ]
}

/// The calendar a person's own program fetches.
pub(super) fn feed() -> Vec<Row> {
    vec![
        read(
            "calendar_feed",
            "{}",
            About::Nothing,
            &[
                ("150600-jb", "OK"),
                ("coal", "OK"),
                ("expert-2", "OK"),
                ("region-rs", "OK"),
                ("region-wj", "Forbidden"),
            ],
        ),
        // What these do is tested where a feed is fetched; here only who may not even ask.
        write(
            "grant_feed",
            "",
            About::Nothing,
            &[("region-wj", "Forbidden"), ("region-yj", "Forbidden")],
        ),
        write(
            "revoke_feed",
            "",
            About::Nothing,
            &[
                ("150600-jb", "OK"),
                ("coal", "OK"),
                ("expert-2", "OK"),
                ("region-rs", "OK"),
                ("region-wj", "Forbidden"),
            ],
        ),
    ]
}

/// The address for mails.
pub(super) fn mail() -> Vec<Row> {
    vec![
        // Everybody has an address or none, of their own: there is nobody to ask as about another's.
        write(
            "set_mail",
            "address=",
            About::Nothing,
            &[
                ("150600-jb", "Required"),
                ("coal", "Required"),
                ("expert-2", "Required"),
                ("region-wj", "Required"),
            ],
        ),
        write(
            "confirm_mail",
            "code=123456",
            About::Nothing,
            &[
                ("150600-jb", "WrongState"),
                ("coal", "WrongState"),
                ("expert-2", "WrongState"),
                ("region-wj", "WrongState"),
            ],
        ),
        write("remove_mail", "", About::Nothing, EVERYBODY),
    ]
}
