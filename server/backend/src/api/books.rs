//! [`BooksApi`], one line per use case.

use async_trait::async_trait;
use domain::contract::{
    AccountDraft, Answer, BankView, BooksApi, LedgerPage, LedgerQuery, RecoveryDraft, StatementView,
};
use domain::{AccountId, BatchId, ClaimId, FindingId, LedgerId, ProjectId, StatementId, Version};

use crate::books;
use crate::door::Session;
use crate::error::answer;

#[async_trait]
impl BooksApi for Session {
    async fn ledger(&self, query: LedgerQuery) -> Answer<LedgerPage> {
        answer("ledger", books::ledger(self, query).await)
    }
    async fn record_recovery(
        &self,
        id: ClaimId,
        seen: Version,
        key: String,
        draft: RecoveryDraft,
    ) -> Answer<()> {
        answer(
            "record_recovery",
            books::record_recovery(self, id, seen, key, draft).await,
        )
    }
    async fn propose_write_off(
        &self,
        id: ClaimId,
        seen: Version,
        reason: String,
        document: String,
    ) -> Answer<()> {
        answer(
            "propose_write_off",
            books::propose(self, id, seen, reason, document).await,
        )
    }
    async fn consent_write_off(&self, id: ClaimId, seen: Version) -> Answer<()> {
        answer("consent_write_off", books::consent(self, id, seen).await)
    }
    async fn decline_write_off(&self, id: ClaimId, seen: Version, reason: String) -> Answer<()> {
        answer(
            "decline_write_off",
            books::decline(self, id, seen, reason).await,
        )
    }
    async fn reverse_entry(&self, id: LedgerId, reason: String) -> Answer<()> {
        answer(
            "reverse_entry",
            books::reverse_entry(self, id, reason).await,
        )
    }
    async fn give_account(&self, id: ProjectId, draft: AccountDraft) -> Answer<AccountId> {
        answer("give_account", books::give(self, id, draft).await)
    }
    async fn confirm_account(&self, id: ProjectId, account: AccountId) -> Answer<()> {
        answer("confirm_account", books::confirm(self, id, account).await)
    }
    async fn return_account(
        &self,
        id: ProjectId,
        account: AccountId,
        reason: String,
    ) -> Answer<()> {
        answer(
            "return_account",
            books::send_back(self, id, account, reason).await,
        )
    }
    async fn bank(&self) -> Answer<BankView> {
        answer("bank", books::bank(self).await)
    }
    async fn take_batch(&self) -> Answer<BatchId> {
        answer("take_batch", books::take(self).await)
    }
    async fn statement(&self, id: StatementId) -> Answer<StatementView> {
        answer("statement", books::statement(self, id).await)
    }
    async fn post_finding(&self, id: LedgerId, text: String) -> Answer<()> {
        answer("post_finding", books::post(self, id, text).await)
    }
    async fn answer_finding(&self, id: FindingId, text: String) -> Answer<()> {
        answer("answer_finding", books::answer(self, id, text).await)
    }
    async fn close_finding(&self, id: FindingId) -> Answer<()> {
        answer("close_finding", books::close(self, id).await)
    }
}

/// Files, which no server function carries: the routes of `server/src/bank.rs` ask here.
impl Session {
    /// The file of a list for the bank: its name, and every byte as it was taken.
    ///
    /// # Errors
    /// `Forbidden`, `NotFound`.
    pub async fn batch_file(&self, id: BatchId) -> Answer<(String, Vec<u8>)> {
        answer("bank", books::file(self, id).await)
    }

    /// Compares a statement of the bank with the ledger and keeps the result.
    ///
    /// # Errors
    /// `Forbidden`, `FileUnreadable`, `DatasetRow`, `StatementKnown`.
    pub async fn upload_statement(&self, name: String, content: Vec<u8>) -> Answer<StatementId> {
        answer("upload_statement", books::upload(self, name, content).await)
    }
}
