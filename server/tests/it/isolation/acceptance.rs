//! The rows of the acceptance beside the steps every project takes.

use domain::state::{AcceptanceState as A, ProjectState as S};

use super::{About, FORM, Row, at, in_acceptance, read};

pub(super) fn rows() -> Vec<Row> {
    vec![
        read(
            "experts",
            "{}",
            About::Nothing,
            &[
                ("150600-jb", "OK"),
                ("150600-rs", "OK"),
                ("150200-jb", "OK"),
                ("150600-wj", "Forbidden"),
                ("coal", "Forbidden"),
                ("expert-1", "Forbidden"),
                ("region-rs", "Forbidden"),
            ],
        ),
        city_write!("keep_expert", "draft[login]=nobody&draft[speciality]=x&draft[unemployed]=true", About::Nothing, "150600-jb" => "UnknownEvaluator", wrong "150600-fh", abroad "150200-jb" => "UnknownEvaluator"),
        city_write!("remove_expert", "id=0&reason=x", About::Nothing, "150600-jb" => "NotFound", wrong "150600-fh", abroad "150200-jb" => "NotFound"),
        write!("declare_conflict", "&conflict=no", in_acceptance(A::Evaluating), "expert-1" => "Stale", wrong "150600-jb"),
        write!("record_review", "&findings=x", at(S::Closed), "150600-wj" => "Stale", wrong "150600-jb"),
        write!("acknowledge_report", "", in_acceptance(A::Rectifying), "anquan" => "Stale", wrong "150600-jb"),
        write!("answer_rectification", "&kind=PLAN&text=x", in_acceptance(A::Rectifying), "anquan" => "Stale", wrong "150600-jb"),
        write!("remind_rectification", "&text=x", in_acceptance(A::Rectifying), "150600-jb" => "Stale", wrong "anquan"),
        write!("offer_late", "&text=x", in_acceptance(A::Rectifying), "anquan" => "Stale", wrong "150600-jb"),
        write!("accept_late", "&reason=x", in_acceptance(A::Rectifying), "150600-fh" => "Stale", wrong "150600-jb"),
    ]
}
