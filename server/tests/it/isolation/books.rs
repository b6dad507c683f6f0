//! The rows of the books: the ledger, claims, corrections.

use domain::state::ProjectState as S;

use super::{About, FORM, Row, at, read};

pub(super) fn rows() -> Vec<Row> {
    vec![
        read(
            "ledger",
            r#"{"query":{}}"#,
            About::Nothing,
            &[
                ("150600-jb", "OK"),
                ("150600-zf", "OK"),
                ("150600-cz", "OK"),
                ("150600-rs", "OK"),
                ("150200-jb", "OK"),
                ("region-rs", "OK"),
                ("region-cz", "OK"),
                ("coal", "OK"),
                ("steel", "OK"),
                ("150600-wj", "Forbidden"),
                ("150600-yj", "Forbidden"),
                ("region-wj", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        ),
        city_write!("record_recovery", "id={id}&seen=999999&key=isolation&draft[amount]=1", About::Claim, "150600-jb" => "Stale", wrong "150600-fh", abroad "150200-jb" => "NotFound"),
        city_write!("propose_write_off", "id={id}&seen=999999&reason=x&document=x", About::Claim, "150600-jb" => "Stale", wrong "150600-cz", abroad "150200-jb" => "NotFound"),
        city_write!("consent_write_off", "id={id}&seen=999999", About::Claim, "150600-cz" => "Stale", wrong "150600-jb", abroad "150200-rs" => "NotFound"),
        city_write!("decline_write_off", "id={id}&seen=999999&reason=x", About::Claim, "150600-rs" => "Stale", wrong "150600-fh", abroad "150200-cz" => "NotFound"),
        city_write!("reverse_entry", "id={id}&reason=", About::Entry, "150600-fh" => "Required", wrong "150600-jb", abroad "150200-fh" => "NotFound"),
        write!("give_account", "&draft[name]=x", at(S::InProgress), "anquan" => "AccountName", wrong "150600-fh"),
        write!("confirm_account", "&account=999999", at(S::InProgress), "150600-fh" => "NotFound", wrong "150600-jb"),
        write!("return_account", "&account=999999&reason=x", at(S::InProgress), "150600-fh" => "NotFound", wrong "anquan"),
    ]
}
