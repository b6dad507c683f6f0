//! The books of the small world; every write comes too late.

use async_trait::async_trait;
use domain::access::{Action, Capacity};
use domain::contract::*;
use domain::state::{
    AccountState, BankMark, ClaimState, FindingState, LedgerKind, PaymentKind, WriteOffState,
};
use domain::{
    AccountId, BatchId, ClaimId, FindingId, LedgerId, Money, PaymentId, ProjectId, Refusal,
    StatementId, TenantId, Version,
};

use super::{Fake, today, yuan};

#[async_trait]
impl BooksApi for Fake {
    async fn ledger(&self, _: LedgerQuery) -> Answer<LedgerPage> {
        let capacity = Capacity::of(self.role).unwrap_or(Capacity::Unit);
        if !Action::ViewLedger.allows(&[capacity]) {
            return Err(Action::ViewLedger.forbidden().into());
        }
        let may = Action::ReverseEntry.allows(&[capacity]);
        let row = |id: i64, kind, amount: Money, running: Money| LedgerRow {
            id: LedgerId(id),
            tenant_name: "鄂尔多斯市".into(),
            project: ProjectId(31),
            project_code: "150600-2026-0031".into(),
            project_name: "井工煤矿班组长培训".into(),
            unit: 9,
            year: 2026,
            kind,
            amount,
            running,
            on: today(),
            voucher: format!("记-{id:06}"),
            party: "内蒙古演示安全技术服务有限公司".into(),
            entered: today(),
            by: "演示人".into(),
            reverses: (kind == LedgerKind::Reversal).then_some(LedgerId(1)),
            reason: if kind == LedgerKind::Reversal {
                "凭证号录入有误".into()
            } else {
                String::new()
            },
            reversed: (id == 1).then_some(LedgerId(3)),
            findings: (id == 1).then(|| finding(capacity)).into_iter().collect(),
            actions: if may && id == 2 {
                vec![Action::ReverseEntry]
            } else {
                Vec::new()
            },
        };
        let rows = vec![
            row(3, LedgerKind::Reversal, yuan(-86_100), yuan(-15_000)),
            row(2, LedgerKind::Recovery, yuan(-15_000), yuan(71_100)),
            row(1, LedgerKind::Prepayment, yuan(86_100), yuan(86_100)),
        ];
        Ok(LedgerPage {
            next: self.full.then_some(1),
            rows: self.some(rows),
            sums: LedgerSums {
                entries: 3,
                prepaid: Money::ZERO,
                balance: Money::ZERO,
                recovered: yuan(15_000),
                total: yuan(-15_000),
            },
            projects: yuan(-15_000),
            ledger: yuan(-15_000),
            tenants: if self.role.is_city() {
                Vec::new()
            } else {
                vec![(TenantId(150_600), "鄂尔多斯市".into())]
            },
            years: vec![2026],
            about: String::new(),
        })
    }
    async fn record_recovery(
        &self,
        _: ClaimId,
        _: Version,
        _: String,
        _: RecoveryDraft,
    ) -> Answer<()> {
        Err(Refusal::OverClaim {
            field: "amount".into(),
            open: yuan(5_000),
        }
        .into())
    }
    async fn propose_write_off(&self, _: ClaimId, _: Version, _: String, _: String) -> Answer<()> {
        Err(Refusal::Stale.into())
    }
    async fn consent_write_off(&self, _: ClaimId, _: Version) -> Answer<()> {
        Err(Refusal::Stale.into())
    }
    async fn decline_write_off(&self, _: ClaimId, _: Version, _: String) -> Answer<()> {
        Err(Refusal::Stale.into())
    }
    async fn reverse_entry(&self, _: LedgerId, _: String) -> Answer<()> {
        Err(Refusal::OtherPerson {
            what: "冲正台账".into(),
            earlier: "该笔台账的登记".into(),
        }
        .into())
    }
    async fn give_account(&self, _: ProjectId, _: AccountDraft) -> Answer<AccountId> {
        Err(Refusal::AccountName {
            field: "name".into(),
            payee: "内蒙古演示安全技术服务有限公司".into(),
        }
        .into())
    }
    async fn confirm_account(&self, _: ProjectId, _: AccountId) -> Answer<()> {
        Err(Refusal::Stale.into())
    }
    async fn return_account(&self, _: ProjectId, _: AccountId, _: String) -> Answer<()> {
        Err(Refusal::Stale.into())
    }
    async fn bank(&self) -> Answer<BankView> {
        let capacity = Capacity::of(self.role).unwrap_or(Capacity::Unit);
        if !Action::ViewBank.allows(&[capacity]) {
            return Err(Action::ViewBank.forbidden().into());
        }
        let waiting = WaitingPayment {
            payment: PaymentId(5),
            project: ProjectId(31),
            code: "150600-2026-0031".into(),
            project_name: "井工煤矿班组长培训".into(),
            kind: PaymentKind::Prepayment,
            payee: "内蒙古演示安全技术服务有限公司".into(),
            amount: yuan(86_100),
            because: String::new(),
        };
        let batch = BatchRow {
            id: BatchId(2),
            name: "付款清单〔2026〕2号".into(),
            at: "2026年11月20日 09:12".into(),
            by: "演示人".into(),
            payments: 3,
            total: yuan(245_000),
            hash: "0f".repeat(32),
        };
        let actions = [Action::TakeBatch, Action::UploadStatement];
        Ok(BankView {
            total: if self.full { yuan(86_100) } else { Money::ZERO },
            waiting: self.some(vec![waiting]),
            batches: self.some(vec![batch]),
            statements: self.some(vec![compared().row]),
            actions: actions
                .into_iter()
                .filter(|action| action.allows(&[capacity]))
                .collect(),
        })
    }
    async fn take_batch(&self) -> Answer<BatchId> {
        Err(Refusal::NothingToList.into())
    }
    async fn statement(&self, id: StatementId) -> Answer<StatementView> {
        if id.0 == 404 {
            return Err(Refusal::NotFound.into());
        }
        Ok(compared())
    }
    async fn post_finding(&self, _: LedgerId, _: String) -> Answer<()> {
        Err(Refusal::Stale.into())
    }
    async fn answer_finding(&self, _: FindingId, _: String) -> Answer<()> {
        Err(Refusal::Stale.into())
    }
    async fn close_finding(&self, _: FindingId) -> Answer<()> {
        Err(Refusal::Stale.into())
    }
}

/// A claim with everything on it.
pub fn books() -> Books {
    Books {
        gives_account: true,
        accounts: vec![AccountView {
            id: AccountId(3),
            state: AccountState::Given,
            name: "内蒙古演示安全技术服务有限公司".into(),
            bank: "演示银行营业部".into(),
            number: "0000000000000009".into(),
            proof: String::new(),
            given: "2026年11月20日 演示人 登记".into(),
            confirmed: String::new(),
            returned: String::new(),
            actions: vec![Action::ConfirmAccount, Action::ReturnAccount],
        }],
        claims: vec![ClaimView {
            id: ClaimId(5),
            version: Version(3),
            state: ClaimState::PartlyRecovered,
            amount: yuan(20_000),
            recovered: yuan(15_000),
            written_off: Money::ZERO,
            open: yuan(5_000),
            reason: "预付款超过结算金额".into(),
            on: today(),
            parts: vec![ClaimPart {
                entry: LedgerId(2),
                on: today(),
                amount: yuan(15_000),
                voucher: "收-000002".into(),
                party: "内蒙古演示安全技术服务有限公司".into(),
                by: "演示人".into(),
                reversed: false,
            }],
            write_off: Some(WriteOffView {
                state: WriteOffState::Proposed,
                amount: yuan(5_000),
                reason: "单位已注销".into(),
                document: "鄂市社保函〔2026〕9号".into(),
                on: today(),
                by: "演示人".into(),
                agreed: vec!["人社 · 演示人".into()],
                declined: String::new(),
            }),
            actions: vec![
                Action::RecordRecovery,
                Action::ConsentWriteOff,
                Action::DeclineWriteOff,
            ],
        }],
    }
}

fn finding(capacity: Capacity) -> FindingView {
    let actions = [Action::AnswerFinding, Action::CloseFinding];
    FindingView {
        id: FindingId(4),
        state: FindingState::Open,
        finding: "凭证未附发票".into(),
        on: today(),
        by: "演示人".into(),
        answer: String::new(),
        answered: String::new(),
        actions: actions
            .into_iter()
            .filter(|action| action.allows(&[capacity]))
            .collect(),
    }
}

/// A statement in which every mark occurs.
fn compared() -> StatementView {
    let line = |mark, bank: Option<i64>, ledger: Option<i64>| BankLine {
        mark,
        voucher: "记-000001".into(),
        on: Some(today()),
        bank: bank.map(yuan),
        ledger: ledger.map(yuan),
        payee: "内蒙古演示安全技术服务有限公司".into(),
        other_payee: mark == BankMark::Differs,
        project: ledger.map(|_| ProjectId(31)),
        project_name: "井工煤矿班组长培训".into(),
    };
    StatementView {
        row: StatementRow {
            id: StatementId(6),
            name: "11月流水.csv".into(),
            hash: "a1".repeat(32),
            from: today(),
            to: today(),
            on: today(),
            by: "演示人".into(),
            lines: 4,
            matched: 1,
        },
        result: Reconciliation {
            lines: vec![
                line(BankMark::Differs, Some(86_000), Some(86_100)),
                line(BankMark::OnlyLedger, None, Some(1_000)),
                line(BankMark::OnlyBank, Some(2_000), None),
                line(BankMark::Matched, Some(3_000), Some(3_000)),
            ],
            years: vec![BankYear {
                year: 2026,
                allocated: yuan(2_000_000),
                ledger: yuan(2_100_000),
                bank: yuan(89_000),
            }],
        },
    }
}
