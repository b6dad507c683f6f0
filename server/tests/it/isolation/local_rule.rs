//! The rows of cities' own rules: a city reads its own, one regional 人社 person proposes, another publishes.

use super::{About, Row, read, write};

pub(super) fn rows() -> Vec<Row> {
    vec![
        read(
            "local_rules",
            "{}",
            About::LocalRule,
            &[
                ("region-rs", "OK"),
                ("region-cz", "OK"),
                ("region-wj", "OK"),
                ("150600-jb", "OK"),
                ("150200-cz", "OK"),
                ("coal", "Forbidden"),
                ("anquan", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        ),
        write(
            "propose_local_rule",
            "draft[tenant]=150600&draft[rule]=BALANCE&draft[value]=99&draft[basis]=x",
            About::Nothing,
            &[
                ("region-rs", "LocalRule"),
                ("region-rs2", "LocalRule"),
                ("region-cz", "Forbidden"),
                ("150600-rs", "Forbidden"),
                ("150200-rs", "Forbidden"),
                ("150600-jb", "Forbidden"),
                ("coal", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        ),
        write(
            "publish_local_rule",
            "id={id}",
            About::LocalRule,
            &[
                ("region-rs2", "LocalRule"),
                ("region-cz", "Forbidden"),
                ("region-wj", "Forbidden"),
                ("150600-rs", "Forbidden"),
                ("150200-jb", "Forbidden"),
                ("coal", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        ),
        write(
            "publish_local_rule",
            "id=99999999",
            About::Nothing,
            &[("region-rs", "NotFound"), ("150600-rs", "Forbidden")],
        ),
        write(
            "withdraw_local_rule",
            "id={id}&reason=",
            About::LocalRule,
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
