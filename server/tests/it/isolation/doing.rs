//! The rows of doing the work: templates, supplementary agreements, archive, progress, inspections,
//! messages, and the cases that only a few may know of.

use domain::state::ProjectState as S;

use super::{About, FORM, Row, at, read};

pub(super) fn rows() -> Vec<Row> {
    vec![
        read(
            "templates",
            "{}",
            About::Nothing,
            &[
                ("150600-jb", "OK"),
                ("150200-yj", "OK"),
                ("region-rs", "Forbidden"),
                ("coal", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        ),
        city_write!("save_template", "kind=ENTERPRISE&mode=DIRECT&seen=999&draft[note]=x", About::Nothing, "150600-fh" => "Stale", wrong "150600-jb", abroad "150200-rs" => "Stale"),
        write!("draft_amendment", "&draft[amount]=1", at(S::InProgress), "150600-jb" => "Stale", wrong "150600-fh"),
        write!("check_amendment", "", at(S::InProgress), "150600-fh" => "Stale", wrong "150600-jb"),
        write!("sign_amendment", "", at(S::InProgress), "anquan" => "Stale", wrong "150600-zf"),
        write!("file_amendment", "", at(S::InProgress), "150600-jb" => "Stale", wrong "150600-cz"),
        write!("withdraw_amendment", "&reason=x", at(S::InProgress), "150600-jb" => "Stale", wrong "coal"),
        write!("record_rules", "&text=x", at(S::Contracted), "coal" => "Stale", wrong "150600-jb"),
        write!("keep_archive", "", at(S::InProgress), "anquan" => "Stale", wrong "coal"),
        write!("report_progress", "", at(S::InProgress), "anquan" => "Stale", wrong "coal"),
        write!("record_inspection", "&draft[findings]=x", at(S::InProgress), "150600-wj" => "Stale", wrong "150600-zf"),
        write!("answer_inspection", "&inspection=1&text=x", at(S::InProgress), "coal" => "Stale", wrong "150600-jb"),
        write!("close_inspection", "&inspection=1&text=x", at(S::InProgress), "150600-wj" => "Stale", wrong "anquan"),
        write!("send_message", "&text=", at(S::InProgress), "anquan" => "Required", wrong "150600-cz"),
        write!("read_messages", "&upto=0", at(S::InProgress), "coal" => "NotFound", wrong "150600-wj"),
        read(
            "cases",
            "{}",
            About::Nothing,
            &[
                ("150600-rs", "OK"),
                ("150600-cz", "OK"),
                ("150600-fh", "OK"),
                ("150200-rs", "OK"),
                ("region-rs", "OK"),
                ("150600-jb", "Forbidden"),
                ("150600-zf", "Forbidden"),
                ("150600-wj", "Forbidden"),
                ("150600-yj", "Forbidden"),
                ("region-cz", "Forbidden"),
                ("coal", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        ),
        city_write!("open_case", "draft[kind]=MISUSE&draft[code]=x&draft[facts]=x", About::Nothing, "150600-fh" => "UnknownChoice", wrong "150600-cz", abroad "150200-rs" => "UnknownChoice"),
        city_write!("transfer_case", "id={id}&seen=999999&to=x", About::Violation, "150600-rs" => "Stale", wrong "150600-fh", abroad "150200-rs" => "NotFound"),
        city_write!("decide_case", "id={id}&seen=999999&decision[text]=x", About::Violation, "150600-rs" => "Stale", wrong "150600-fh", abroad "150200-rs" => "NotFound"),
        city_write!("release_freeze", "id={id}&seen=999999&reason=x", About::Violation, "150600-rs" => "Stale", wrong "150600-cz", abroad "150200-rs" => "NotFound"),
        city_write!("close_case", "id={id}&seen=999999&text=x", About::Violation, "150600-rs" => "Stale", wrong "150600-fh", abroad "150200-rs" => "NotFound"),
    ]
}
