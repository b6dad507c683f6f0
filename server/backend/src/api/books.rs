//! [`BooksApi`], one line per use case.

use async_trait::async_trait;
use domain::contract::{AccountDraft, Answer, BooksApi, LedgerPage, LedgerQuery, RecoveryDraft};
use domain::{AccountId, ClaimId, LedgerId, ProjectId, Version};

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
}
