//! The machines 2.1 to 2.7 of the rules, arrow by arrow. The events are those of the model.

use super::tables::{Arrow, both};

/// 2.1.
pub(super) static PROJECT: &[Arrow] = &[
    both("", "create", "DRAFT"),
    both("", "create_public", "ACCEPTED").code(
        "the agency proposes it without Annex 1 and takes nothing in from itself (R148, A19)",
    ),
    both("DRAFT", "submit", "SUBMITTED"),
    both("SUBMITTED", "return", "SUPPLEMENT"),
    both("SUPPLEMENT", "submit", "SUBMITTED"),
    both("SUBMITTED", "accept", "ACCEPTED"),
    both("SUBMITTED", "reject", "REJECTED"),
    both("DRAFT", "withdraw", "WITHDRAWN"),
    both("SUBMITTED", "withdraw", "WITHDRAWN"),
    both("SUPPLEMENT", "withdraw", "WITHDRAWN"),
    both("ACCEPTED", "withdraw", "WITHDRAWN"),
    both("ACCEPTED", "propose", "PROPOSED"),
    both("PROPOSED", "approve", "DETERMINED"),
    both("PROPOSED", "turn down", "NOT_SELECTED"),
    both("PROPOSED", "defer", "ACCEPTED"),
    // The same way for two other reasons.
    both("PROPOSED", "not adopted", "ACCEPTED"),
    both("PROPOSED", "drop", "ACCEPTED"),
    both("DETERMINED", "filed", "FILED"),
    both("FILED", "budget", "BUDGETED"),
    both("BUDGETED", "select", "UNIT_SELECTED"),
    both("BUDGETED", "contract", "CONTRACTED"),
    both("UNIT_SELECTED", "contract", "CONTRACTED"),
    both("CONTRACTED", "start", "IN_PROGRESS"),
    both("IN_PROGRESS", "complete", "COMPLETED"),
    both("IN_PROGRESS", "D3 passes", "IN_PROGRESS"),
    both("COMPLETED", "passed", "PASSED"),
    both("COMPLETED", "failed", "FAILED_FINAL"),
    both("PASSED", "settled", "CLOSED"),
    both("FAILED_FINAL", "settled", "CLOSED_FAILED"),
    both("COMPLETED", "terminate", "TERMINATED"),
    both("CONTRACTED", "terminate", "TERMINATED"),
    both("IN_PROGRESS", "terminate", "TERMINATED"),
    both("DETERMINED", "cancel", "CANCELLED"),
    both("FILED", "cancel", "CANCELLED"),
    both("BUDGETED", "cancel", "CANCELLED"),
];

/// 2.2.
pub(super) static AREAS: &[Arrow] = &[
    both("", "suggest", "COLLECTING"),
    both("", "draft", "ANALYSED"),
    both("COLLECTING", "draft", "ANALYSED"),
    both("ANALYSED", "draft", "ANALYSED"),
    both("ANALYSED", "agenda", "ON_AGENDA"),
    both("ON_AGENDA", "not adopted", "ANALYSED")
        .code("a meeting that does not adopt them leaves them with the agency"),
    both("ON_AGENDA", "decide", "DECIDED"),
    both("DECIDED", "publish", "PUBLISHED"),
    both("PUBLISHED", "publish", "PUBLISHED"),
    both("PUBLISHED", "close", "CLOSED"),
    both("DECIDED", "amend", "AMENDED"),
    both("PUBLISHED", "amend", "AMENDED"),
    both("AMENDED", "publish", "PUBLISHED")
        .rules("the new version is a row of its own, so that the old one is kept (R032)"),
];

/// 2.3.
pub(super) static MEETING: &[Arrow] = &[
    both("", "plan", "PLANNED"),
    both("PLANNED", "convene", "CONVENED"),
    both("CONVENED", "open", "HELD"),
    both("HELD", "minutes", "MINUTES_DRAFT"),
    both("MINUTES_DRAFT", "minutes", "MINUTES_DRAFT"),
    both("MINUTES_DRAFT", "confirm", "MINUTES_CONFIRMED"),
    both("MINUTES_CONFIRMED", "close", "FILED_AND_CLOSED"),
    both("PLANNED", "cancel", "CANCELLED"),
    both("CONVENED", "cancel", "CANCELLED"),
];

/// 2.4.
pub(super) static AGREEMENT: &[Arrow] = &[
    both("", "draft", "DRAFT"),
    both("DRAFT", "draft", "DRAFT"),
    both("DRAFT", "check", "CHECKED"),
    both("CHECKED", "draft", "DRAFT").code("what nobody has signed yet can still be rewritten"),
    both("CHECKED", "sign", "SIGNING"),
    both("SIGNING", "sign", "SIGNING"),
    both("SIGNING", "signed by all", "SIGNED"),
    both("SIGNED", "filed", "FILED"),
    both("SIGNED", "terminate", "TERMINATED")
        .code("a meeting cancels the project before the agreement is filed (2.1)"),
    both("FILED", "amend", "AMENDED"),
    both("AMENDED", "filed", "FILED"),
    both("FILED", "terminate", "TERMINATED"),
    both("AMENDED", "terminate", "TERMINATED"),
    both("FILED", "settled", "COMPLETED"),
];

/// 2.4, a supplementary agreement on its own way.
pub(super) static AMENDMENT: &[Arrow] = &[
    both("", "draft", "DRAFT"),
    both("DRAFT", "draft", "DRAFT"),
    both("DRAFT", "check", "CHECKED"),
    both("CHECKED", "draft", "DRAFT").code("what nobody has signed yet can still be rewritten"),
    both("CHECKED", "sign", "SIGNING"),
    both("SIGNING", "sign", "SIGNING"),
    both("SIGNING", "signed by all", "SIGNED"),
    both("SIGNED", "filed", "FILED"),
    both("DRAFT", "withdraw", "WITHDRAWN").code("taken back, or its project has ended"),
    both("CHECKED", "withdraw", "WITHDRAWN").code("taken back, or its project has ended"),
    both("SIGNING", "withdraw", "WITHDRAWN").code("taken back, or its project has ended"),
    both("SIGNED", "withdraw", "WITHDRAWN").code("its project has ended"),
];

/// 2.5.
pub(super) static ACCEPTANCE: &[Arrow] = &[
    both("", "apply", "APPLIED"),
    both("APPLIED", "return", "RETURNED")
        .code("the rules end it; here the row stays with what was missing"),
    both("RETURNED", "apply", "APPLIED").code("the next application, in the same row"),
    both("APPLIED", "receive", "RECEIVED"),
    both("RECEIVED", "appoint", "EVALUATING"),
    both("EVALUATING", "pass", "PASSED"),
    both("EVALUATING", "fail", "FAILED_R1"),
    both("FAILED_R1", "serve", "RECTIFYING"),
    both("RECTIFYING", "rectify", "RE_APPLIED"),
    both("RECTIFYING", "overdue", "OVERDUE"),
    both("RECTIFYING", "refuse", "REFUSED"),
    both("RE_APPLIED", "pass", "PASSED"),
    both("RE_APPLIED", "fail", "FAILED_FINAL"),
    both("OVERDUE", "rectify late", "RE_APPLIED"),
];

/// 2.6, prepayment and balance in one.
pub(super) static PAYMENT: &[Arrow] = &[
    both("", "request", "REQUESTED"),
    both("", "unlock", "UNLOCKED"),
    both("LOCKED", "unlock", "UNLOCKED").rules("a balance that is locked has no row yet"),
    both("LOCKED", "refuse", "REFUSED").rules("a refusal is a disposition of the acceptance"),
    both("REQUESTED", "check", "CHECKED"),
    both("UNLOCKED", "check", "CHECKED"),
    both("CHECKED", "approve", "APPROVED"),
    both("APPROVED", "pay", "PAID"),
    both("REQUESTED", "reject", "REJECTED"),
    both("CHECKED", "reject", "REJECTED"),
    both("APPROVED", "reject", "REJECTED"),
    both("REQUESTED", "freeze", "FROZEN"),
    both("UNLOCKED", "freeze", "FROZEN"),
    both("CHECKED", "freeze", "FROZEN"),
    both("APPROVED", "freeze", "FROZEN"),
    both("FROZEN", "reject", "REJECTED")
        .code("a request that nobody paid ends with the settlement, frozen or not"),
    both("FROZEN", "release prepayment", "REQUESTED")
        .code("人社 releases it, and it is checked anew (R086)"),
    both("FROZEN", "release balance", "UNLOCKED")
        .code("人社 releases it, and it is checked anew (R086)"),
];

/// R084.
pub(super) static CASE: &[Arrow] = &[
    both("", "open", "OPEN"),
    both("OPEN", "transfer", "TRANSFERRED"),
    both("OPEN", "decide", "DECIDED"),
    both("TRANSFERRED", "close", "CLOSED"),
    both("DECIDED", "close", "CLOSED"),
];

/// 2.7.
pub(super) static BAN: &[Arrow] = &[
    both("", "propose", "PROPOSED"),
    both("PROPOSED", "heard", "HEARD"),
    both("HEARD", "ban", "IN_FORCE"),
    both("IN_FORCE", "revoke", "REVOKED"),
    both("IN_FORCE", "expire", "EXPIRED").rules("the day after D7 comes without a step"),
    both("PROPOSED", "drop", "DROPPED").code("人社 decides not to ban"),
    both("HEARD", "drop", "DROPPED").code("人社 decides not to ban"),
];

/// R018.
pub(super) static FEE_PLAN: &[Arrow] = &[
    both("", "compile", "DRAFT"),
    both("DRAFT", "compile", "DRAFT"),
    both("DRAFT", "approve", "HRSS_APPROVED"),
    both("HRSS_APPROVED", "review", "FINANCE_REVIEWED"),
    both("FINANCE_REVIEWED", "allocate", "ALLOCATED"),
];
