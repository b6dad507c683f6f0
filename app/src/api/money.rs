//! Doorways to `MoneyApi`: the yearly fee plan and the payments. Amounts arrive as typed.

use domain::{PaymentId, ProjectId, Version};
use leptos::server;

use super::ApiError;
#[cfg(feature = "ssr")]
use super::{amount as parse, answer, backend};

/// Sets the amount of a year's draft plan.
#[server(endpoint = "compile_fee_plan")]
pub async fn compile_fee_plan(year: i32, seen: Version, amount: String) -> Result<(), ApiError> {
    answer(
        backend()?
            .compile_fee_plan(year, seen, parse("amount", &amount)?)
            .await,
    )
}

/// City 人社 approves it.
#[server(endpoint = "approve_fee_plan")]
pub async fn approve_fee_plan(year: i32, seen: Version) -> Result<(), ApiError> {
    answer(backend()?.approve_fee_plan(year, seen).await)
}

/// City finance reviews it.
#[server(endpoint = "review_fee_plan")]
pub async fn review_fee_plan(year: i32, seen: Version) -> Result<(), ApiError> {
    answer(backend()?.review_fee_plan(year, seen).await)
}

/// City finance allocates it.
#[server(endpoint = "allocate_fee_plan")]
pub async fn allocate_fee_plan(year: i32, seen: Version) -> Result<(), ApiError> {
    answer(backend()?.allocate_fee_plan(year, seen).await)
}

/// The unit asks for (a part of) the prepayment.
#[server(endpoint = "request_prepayment")]
pub async fn request_prepayment(
    id: ProjectId,
    key: String,
    amount: String,
) -> Result<PaymentId, ApiError> {
    answer(
        backend()?
            .request_prepayment(id, key, parse("amount", &amount)?)
            .await,
    )
}

/// First of three persons: the clerk checks.
#[server(endpoint = "check_payment")]
pub async fn check_payment(id: PaymentId, seen: Version) -> Result<(), ApiError> {
    answer(backend()?.check_payment(id, seen).await)
}

/// Second person: the reviewer approves.
#[server(endpoint = "approve_payment")]
pub async fn approve_payment(id: PaymentId, seen: Version) -> Result<(), ApiError> {
    answer(backend()?.approve_payment(id, seen).await)
}

/// Third person: pays.
#[server(endpoint = "pay")]
pub async fn pay(
    id: PaymentId,
    seen: Version,
    key: String,
    voucher: String,
) -> Result<(), ApiError> {
    answer(backend()?.pay(id, seen, key, voucher).await)
}

/// Sends a request back with a reason.
#[server(endpoint = "reject_payment")]
pub async fn reject_payment(id: PaymentId, seen: Version, reason: String) -> Result<(), ApiError> {
    answer(backend()?.reject_payment(id, seen, reason).await)
}
