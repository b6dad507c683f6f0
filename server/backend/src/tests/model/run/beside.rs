//! Steps beside a project's own way.

use domain::contract::{
    AccountDraft, AmendmentDraft, Answer, BanDecision, BanDraft, BooksApi, CaseDecision, CaseDraft,
    ClauseTexts, DoingApi, InstitutionApi, RecoveryDraft,
};
use domain::state::{CaseKind, Clause, Grounds};
use domain::{AccountId, BanCaseId, CaseId, ClaimId, LedgerId, ProjectId};

use super::super::act::{Beside, Change, OnAccount, OnAmendment, OnBan, OnCase, OnClaim, Seen};
use super::super::actors::{BANK, ORGS, credit_code_of, number_of};
use super::super::state::Model;
use super::{Door, Runner, TEXT, text, yuan};
use crate::demo::words;

impl Runner<'_> {
    pub(super) async fn on_beside(
        &self,
        model: &Model,
        session: &Door,
        act: Beside,
        no: usize,
    ) -> Answer<()> {
        match act {
            Beside::Amend(p, seen, act) => {
                let id = self.project_id(model, p);
                self.on_amendment(session, id, seen, act).await
            }
            Beside::OpenCase {
                project,
                kind,
                good,
            } => {
                let id = model.projects[project].id;
                self.open_case(session, id, kind, good).await
            }
            Beside::Case(c, seen, act) => self.on_case(session, model.cases[c].id, seen, act).await,
            Beside::Claim(p, c, seen, act) => {
                let id = model.projects[p].claims[c].id;
                let today = model.today.to_string();
                self.on_claim(session, id, seen, act, (today, no)).await
            }
            Beside::Reverse(p, e, good) => {
                let id = LedgerId(model.projects[p].ledger[e].id);
                session.reverse_entry(id, text(good)).await
            }
            Beside::Account(p, act) => self.on_account(model, session, p, act).await,
            Beside::ProposeBan { org, project, good } => {
                let draft = BanDraft {
                    credit_code: credit_code_of(org),
                    project: project
                        .map(|p| model.projects[p].id.to_string())
                        .unwrap_or_default(),
                    grounds: Grounds::Quality.code().into(),
                    reason: text(good),
                };
                session.propose_ban(draft).await.map(|_| ())
            }
            Beside::Ban(b, seen, act) => {
                self.on_ban(session, model.ban_cases[b].id, seen, act).await
            }
        }
    }

    async fn on_amendment(
        &self,
        session: &Door,
        id: ProjectId,
        seen: Seen,
        act: OnAmendment,
    ) -> Answer<()> {
        let seen = self.version("project", id.0, seen).await;
        match act {
            OnAmendment::Draft(change) => session.draft_amendment(id, seen, written(change)).await,
            OnAmendment::Check => session.check_amendment(id, seen).await,
            OnAmendment::Sign => {
                let how = words::ELECTRONIC.to_owned();
                session.sign_amendment(id, seen, how).await
            }
            OnAmendment::File => session.file_amendment(id, seen).await,
            OnAmendment::Withdraw(good) => session.withdraw_amendment(id, seen, text(good)).await,
        }
    }

    async fn open_case(
        &self,
        session: &Door,
        project: i64,
        kind: CaseKind,
        good: bool,
    ) -> Answer<()> {
        let mut tx = self.world.admin.begin().await.expect("begin");
        let code = sqlx::query_scalar("select code from project where id = $1")
            .bind(project)
            .fetch_one(&mut *tx)
            .await
            .expect("a code");
        drop(tx);
        let draft = CaseDraft {
            code,
            kind: kind.code().into(),
            facts: text(good),
            persons: String::new(),
        };
        session.open_case(draft).await.map(|_| ())
    }

    async fn on_case(&self, session: &Door, id: i64, seen: Seen, act: OnCase) -> Answer<()> {
        let seen = self.version("violation_case", id, seen).await;
        let id = CaseId(id);
        match act {
            OnCase::Transfer(good) => session.transfer_case(id, seen, text(good)).await,
            OnCase::Decide { recover, good } => {
                let decision = CaseDecision {
                    document: "人社监决〔2026〕1号".into(),
                    text: text(good),
                    recover: recover.map(yuan).unwrap_or_default(),
                };
                session.decide_case(id, seen, decision).await
            }
            OnCase::Release(good) => session.release_freeze(id, seen, text(good)).await,
            OnCase::Close(good) => session.close_case(id, seen, text(good)).await,
        }
    }

    async fn on_claim(
        &self,
        session: &Door,
        id: i64,
        seen: Seen,
        act: OnClaim,
        (today, no): (String, usize),
    ) -> Answer<()> {
        let seen = self.version("claim", id, seen).await;
        let id = ClaimId(id);
        match act {
            OnClaim::Recover { amount, good } => {
                let draft = RecoveryDraft {
                    amount: yuan(amount),
                    on: today,
                    voucher: if good {
                        format!("收-{no:06}")
                    } else {
                        String::new()
                    },
                    party: String::new(),
                };
                session
                    .record_recovery(id, seen, format!("recovery-{no}"), draft)
                    .await
            }
            OnClaim::Propose(good) => {
                let document = "社保请〔2026〕1号".to_owned();
                session
                    .propose_write_off(id, seen, text(good), document)
                    .await
            }
            OnClaim::Consent => session.consent_write_off(id, seen).await,
            OnClaim::Decline(good) => session.decline_write_off(id, seen, text(good)).await,
        }
    }

    async fn on_account(
        &self,
        model: &Model,
        session: &Door,
        p: usize,
        act: OnAccount,
    ) -> Answer<()> {
        let id = self.project_id(model, p);
        match act {
            OnAccount::Give { number, good } => {
                let unit = model.projects[p].unit;
                let draft = AccountDraft {
                    name: unit.map_or(String::new(), |org| ORGS[org].1.into()),
                    bank: if good { BANK.into() } else { String::new() },
                    number: number_of(number),
                    proof: TEXT.into(),
                };
                session.give_account(id, draft).await.map(|_| ())
            }
            OnAccount::Confirm(a) => {
                let account = AccountId(model.accounts[a].id);
                session.confirm_account(id, account).await
            }
            OnAccount::Return(a, good) => {
                let account = AccountId(model.accounts[a].id);
                session.return_account(id, account, text(good)).await
            }
        }
    }

    async fn on_ban(&self, session: &Door, id: i64, seen: Seen, act: OnBan) -> Answer<()> {
        let seen = self.version("ban_case", id, seen).await;
        let id = BanCaseId(id);
        let decision = |effective: String, good| BanDecision {
            decision_no: "人社决〔2026〕1号".into(),
            effective,
            reason: text(good),
        };
        match act {
            OnBan::State(good) => session.state_case(id, seen, text(good)).await,
            OnBan::CloseHearing => session.close_hearing(id, seen).await,
            OnBan::Decide { from, good } => {
                let decision = decision(from.to_string(), good);
                session.decide_ban(id, seen, decision).await
            }
            OnBan::Drop(good) => session.drop_ban(id, seen, text(good)).await,
            OnBan::Revoke(good) => {
                let decision = decision(String::new(), good);
                session.revoke_ban(id, seen, decision).await
            }
        }
    }
}

/// The agreement of every project in the walk says the same in each clause.
fn written(change: Change) -> AmendmentDraft {
    let mut clauses = ClauseTexts::default();
    for clause in Clause::ALL {
        clauses.set(*clause, TEXT.to_owned());
    }
    clauses.set(Clause::Breach, text(change.complete));
    AmendmentDraft {
        reason: text(change.good),
        basis: if change.basis {
            TEXT.into()
        } else {
            String::new()
        },
        amount: yuan(change.amount),
        end: change.end.to_string(),
        prepay: change
            .prepay
            .map(|share| share.to_string())
            .unwrap_or_default(),
        clauses,
    }
}
