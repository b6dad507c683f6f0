//! The rows of the training-fee standards: everybody reads them, one regional 人社 person proposes,
//! another publishes.

use super::{About, EVERYBODY, Row, read, write};

pub(super) fn rows() -> Vec<Row> {
    vec![
        read("standards", "{}", About::Nothing, EVERYBODY),
        write(
            "propose_standard",
            "draft[name]=x&draft[document]=x&draft[from]=1999-01-01",
            About::Nothing,
            &[
                ("region-rs", "Standard"),
                ("region-rs2", "Standard"),
                ("region-cz", "Forbidden"),
                ("150600-rs", "Forbidden"),
                ("150200-rs", "Forbidden"),
                ("150600-jb", "Forbidden"),
                ("coal", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        ),
        write(
            "publish_standard",
            "id={id}",
            About::Standard,
            &[
                ("region-rs2", "Standard"),
                ("region-cz", "Forbidden"),
                ("region-wj", "Forbidden"),
                ("150600-rs", "Forbidden"),
                ("150200-jb", "Forbidden"),
                ("coal", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        ),
        write(
            "publish_standard",
            "id=99999999",
            About::Nothing,
            &[("region-rs", "NotFound"), ("150600-rs", "Forbidden")],
        ),
        write(
            "withdraw_standard",
            "id={id}&reason=",
            About::Standard,
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
