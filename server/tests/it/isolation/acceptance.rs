//! The rows of the acceptance beside the steps every project takes.

use domain::state::AcceptanceState as A;

use super::{FORM, Row, in_acceptance};

pub(super) fn rows() -> Vec<Row> {
    vec![
        write!("acknowledge_report", "", in_acceptance(A::Rectifying), "anquan" => "Stale", wrong "150600-jb"),
        write!("answer_rectification", "&kind=PLAN&text=x", in_acceptance(A::Rectifying), "anquan" => "Stale", wrong "150600-jb"),
        write!("remind_rectification", "&text=x", in_acceptance(A::Rectifying), "150600-jb" => "Stale", wrong "anquan"),
        write!("offer_late", "&text=x", in_acceptance(A::Rectifying), "anquan" => "Stale", wrong "150600-jb"),
        write!("accept_late", "&reason=x", in_acceptance(A::Rectifying), "150600-fh" => "Stale", wrong "150600-jb"),
    ]
}
