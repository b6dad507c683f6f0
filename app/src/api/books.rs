//! Doorways to `BooksApi`: the ledger, claims and what comes back of them, corrections.

use domain::contract::{
    AccountDraft, BankView, LedgerPage, LedgerQuery, RecoveryDraft, StatementView,
};
use domain::{AccountId, BatchId, ClaimId, FindingId, LedgerId, ProjectId, StatementId, Version};
use leptos::server;

use super::{ApiError, Json};
#[cfg(feature = "ssr")]
use super::{answer, backend};

/// A page of the ledger.
#[server(name = LedgerCall, endpoint = "ledger", input = Json, output = Json)]
pub async fn ledger(query: LedgerQuery) -> Result<LedgerPage, ApiError> {
    answer(backend()?.ledger(query).await)
}

/// Enters what came back of a claim.
#[server(endpoint = "record_recovery")]
pub async fn record_recovery(
    id: ClaimId,
    seen: Version,
    key: String,
    draft: RecoveryDraft,
) -> Result<(), ApiError> {
    answer(backend()?.record_recovery(id, seen, key, draft).await)
}

/// Proposes to give up the rest of a claim.
#[server(endpoint = "propose_write_off")]
pub async fn propose_write_off(
    id: ClaimId,
    seen: Version,
    reason: String,
    document: String,
) -> Result<(), ApiError> {
    answer(
        backend()?
            .propose_write_off(id, seen, reason, document)
            .await,
    )
}

/// 人社 or finance agrees.
#[server(endpoint = "consent_write_off")]
pub async fn consent_write_off(id: ClaimId, seen: Version) -> Result<(), ApiError> {
    answer(backend()?.consent_write_off(id, seen).await)
}

/// 人社 or finance does not agree.
#[server(endpoint = "decline_write_off")]
pub async fn decline_write_off(id: ClaimId, seen: Version, reason: String) -> Result<(), ApiError> {
    answer(backend()?.decline_write_off(id, seen, reason).await)
}

/// Reverses a wrong entry.
#[server(endpoint = "reverse_entry")]
pub async fn reverse_entry(id: LedgerId, reason: String) -> Result<(), ApiError> {
    answer(backend()?.reverse_entry(id, reason).await)
}

/// The unit gives its account, or the agency from paper.
#[server(endpoint = "give_account")]
pub async fn give_account(id: ProjectId, draft: AccountDraft) -> Result<AccountId, ApiError> {
    answer(backend()?.give_account(id, draft).await)
}

/// The agency's second person confirms it.
#[server(endpoint = "confirm_account")]
pub async fn confirm_account(id: ProjectId, account: AccountId) -> Result<(), ApiError> {
    answer(backend()?.confirm_account(id, account).await)
}

/// The agency's second person sends it back.
#[server(endpoint = "return_account")]
pub async fn return_account(
    id: ProjectId,
    account: AccountId,
    reason: String,
) -> Result<(), ApiError> {
    answer(backend()?.return_account(id, account, reason).await)
}

/// What waits for the bank, and what was compared.
#[server(name = BankCall, endpoint = "bank", input = Json, output = Json)]
pub async fn bank() -> Result<BankView, ApiError> {
    answer(backend()?.bank().await)
}

/// Takes the list of approved payments for the bank.
#[server(endpoint = "take_batch")]
pub async fn take_batch() -> Result<BatchId, ApiError> {
    answer(backend()?.take_batch().await)
}

/// A statement of the bank against the ledger.
#[server(name = StatementCall, endpoint = "statement", input = Json, output = Json)]
pub async fn statement(id: StatementId) -> Result<StatementView, ApiError> {
    answer(backend()?.statement(id).await)
}

/// City finance posts what it found in a voucher.
#[server(endpoint = "post_finding")]
pub async fn post_finding(id: LedgerId, text: String) -> Result<(), ApiError> {
    answer(backend()?.post_finding(id, text).await)
}

/// The agency answers.
#[server(endpoint = "answer_finding")]
pub async fn answer_finding(id: FindingId, text: String) -> Result<(), ApiError> {
    answer(backend()?.answer_finding(id, text).await)
}

/// City finance closes it.
#[server(endpoint = "close_finding")]
pub async fn close_finding(id: FindingId) -> Result<(), ApiError> {
    answer(backend()?.close_finding(id).await)
}
