//! The books of the small world; every write comes too late.

use async_trait::async_trait;
use domain::access::{Action, Capacity};
use domain::contract::*;
use domain::state::{AccountState, ClaimState, LedgerKind, WriteOffState};
use domain::{AccountId, ClaimId, LedgerId, Money, ProjectId, Refusal, TenantId, Version};

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
