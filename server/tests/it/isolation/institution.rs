//! The rows of institutions and bans.

use domain::state::ProjectState as S;

use super::{About, FORM, Row, at, read};

#[expect(
    clippy::too_many_lines,
    reason = "a table, one row per server function"
)]
pub(super) fn rows() -> Vec<Row> {
    vec![
        read(
            "institutions",
            r#"{"query":{}}"#,
            About::Nothing,
            &[
                ("150600-jb", "OK"),
                ("150200-yj", "OK"),
                ("region-rs", "OK"),
                ("region-cz", "Forbidden"),
                ("coal", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        ),
        read(
            "institution",
            r#"{"id":{id}}"#,
            About::Org("coal"),
            &[
                ("150600-jb", "OK"),
                ("150600-yj", "OK"),
                ("region-rs", "OK"),
                ("150200-jb", "NotFound"),
                ("150200-rs", "NotFound"),
                ("coal", "Forbidden"),
                ("steel", "Forbidden"),
            ],
        ),
        city_write!("add_institution", "draft[credit_code]=x", About::Nothing, "150600-jb" => "CreditCode", wrong "150600-fh", abroad "150200-jb" => "CreditCode"),
        city_write!("record_eligibility", "id={id}&draft[project]=", About::Org("coal"), "150600-jb" => "Required", wrong "150600-rs", abroad "150200-jb" => "NotFound"),
        write!("require_condition", "&text=x", at(S::Budgeted), "150600-jb" => "Stale", wrong "coal"),
        read(
            "bans",
            "{}",
            About::Nothing,
            &[
                ("150600-jb", "OK"),
                ("150200-cz", "OK"),
                ("region-wj", "OK"),
                ("coal", "OK"),
                ("peixun", "OK"),
                ("expert-2", "Forbidden"),
            ],
        ),
        read(
            "public_bans",
            "{}",
            About::Nothing,
            &[("150600-jb", "OK"), ("coal", "OK"), ("expert-2", "OK")],
        ),
        city_write!("propose_ban", "draft[credit_code]=x", About::Nothing, "150600-jb" => "CreditCode", wrong "150600-rs", abroad "150200-jb" => "CreditCode"),
        Row {
            name: "state_case",
            content: FORM,
            body: "id={id}&seen=999999&text=x",
            about: About::Case,
            expect: &[
                ("anquan", "Stale"),
                ("peixun", "NotFound"),
                ("coal", "NotFound"),
                ("150600-jb", "Forbidden"),
                ("150200-jb", "Forbidden"),
                ("region-rs", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        },
        city_write!("close_hearing", "id={id}&seen=999999", About::Case, "150600-jb" => "Stale", wrong "150600-rs", abroad "150200-jb" => "NotFound"),
        city_write!("decide_ban", "id={id}&seen=999999&decision[reason]=x", About::Case, "150600-rs" => "WrongState", wrong "150600-jb", abroad "150200-rs" => "NotFound"),
        city_write!("drop_ban", "id={id}&seen=999999&reason=x", About::Case, "150600-rs" => "Stale", wrong "150600-fh", abroad "150200-rs" => "NotFound"),
        city_write!("revoke_ban", "id={id}&seen=999999&decision[reason]=x", About::Case, "150600-rs" => "WrongState", wrong "150600-cz", abroad "150200-rs" => "NotFound"),
    ]
}
