//! The rows of urgings: the region asks, the agency of that city answers, organisations have none.

use domain::state::ProjectState as S;

use super::{About, Row, at, read, write};

pub(super) fn rows() -> Vec<Row> {
    vec![
        read(
            "urgings",
            r#"{"query":{"project":{id}}}"#,
            at(S::InProgress),
            &[
                ("150600-jb", "OK"),
                ("150600-wj", "OK"),
                ("region-rs", "OK"),
                ("region-cz", "OK"),
                ("150200-jb", "NotFound"),
                ("region-wj", "Forbidden"),
                ("coal", "Forbidden"),
                ("anquan", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        ),
        read(
            "urgings",
            r#"{"query":{}}"#,
            About::Nothing,
            &[("150200-jb", "OK"), ("steel", "Forbidden")],
        ),
        write(
            "urge",
            "draft[project]={id}&draft[text]=",
            at(S::InProgress),
            &[
                ("region-rs", "Required"),
                ("region-cz", "Required"),
                ("region-wj", "Forbidden"),
                ("150600-jb", "Forbidden"),
                ("150600-rs", "Forbidden"),
                ("150200-jb", "Forbidden"),
                ("coal", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        ),
        write(
            "answer_urging",
            "id={id}&text=",
            About::Urging,
            &[
                ("150600-jb", "Required"),
                ("150600-fh", "Required"),
                ("150600-zf", "Forbidden"),
                ("150600-rs", "Forbidden"),
                ("150200-jb", "NotFound"),
                ("region-rs", "Forbidden"),
                ("coal", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        ),
    ]
}
