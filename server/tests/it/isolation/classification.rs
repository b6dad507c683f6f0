//! The rows of the classifications: everybody reads them, one regional 人社 person proposes a list, another
//! publishes it.

use super::{About, EVERYBODY, Row, read, write};

pub(super) fn rows() -> Vec<Row> {
    vec![
        read("classifications", "{}", About::Nothing, EVERYBODY),
        write(
            "propose_classification",
            "draft[kind]=ACCIDENT&draft[title]=x&draft[document]=x&draft[edition]=x&draft[from]=2030-01-01&draft[text]=1",
            About::Nothing,
            &[
                ("region-rs", "Classification"),
                ("region-rs2", "Classification"),
                ("region-cz", "Forbidden"),
                ("150600-rs", "Forbidden"),
                ("150200-rs", "Forbidden"),
                ("150600-jb", "Forbidden"),
                ("coal", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        ),
        write(
            "publish_classification",
            "id={id}",
            About::Classification,
            &[
                ("region-rs2", "Classification"),
                ("region-cz", "Forbidden"),
                ("region-wj", "Forbidden"),
                ("150600-rs", "Forbidden"),
                ("150200-jb", "Forbidden"),
                ("coal", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        ),
        write(
            "publish_classification",
            "id=99999999",
            About::Nothing,
            &[("region-rs", "NotFound"), ("150600-rs", "Forbidden")],
        ),
        write(
            "withdraw_classification",
            "id={id}&reason=",
            About::Classification,
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
