//! The machines of money that is paid, comes back, is corrected, compared and looked into (machine 2.6).

use super::ProjectState;
use crate::Money;

codes! {
    /// What a payment pays.
    PaymentKind {
        Prepayment = "PREPAYMENT" "预付款",
        Balance = "BALANCE" "尾款",
    }
}

impl PaymentKind {
    /// Whether a payment of this kind has its time: a prepayment while the project is carried out,
    /// before its acceptance (A25), a balance once the acceptance is over (R103).
    #[must_use]
    pub const fn has_time(self, project: ProjectState) -> bool {
        use ProjectState as S;
        match self {
            Self::Prepayment => matches!(project, S::Contracted | S::InProgress),
            Self::Balance => matches!(project, S::Passed | S::FailedFinal),
        }
    }
}

codes! {
    /// A payment (machine 2.6). A balance starts at `Unlocked`, a prepayment at `Requested`.
    PaymentState {
        Requested = "REQUESTED" "已申请",
        Unlocked = "UNLOCKED" "可支付",
        Checked = "CHECKED" "已审核",
        Approved = "APPROVED" "已复核",
        Paid = "PAID" "已支付",
        Rejected = "REJECTED" "已退回",
        Frozen = "FROZEN" "已冻结",
    }
}

impl PaymentState {
    /// The states that can directly follow this one (machine 2.6).
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Requested => &[Self::Checked, Self::Rejected, Self::Frozen],
            Self::Unlocked => &[Self::Checked, Self::Frozen],
            Self::Checked => &[Self::Approved, Self::Rejected, Self::Frozen],
            Self::Approved => &[Self::Paid, Self::Rejected, Self::Frozen],
            // A request that nobody paid ends with the settlement, frozen or not.
            Self::Frozen => &[Self::Requested, Self::Unlocked, Self::Rejected],
            Self::Paid | Self::Rejected => &[],
        }
    }
}

codes! {
    /// What is done about a final failure (R102).
    Disposition {
        Refuse = "REFUSE" "拒付尾款",
        Deduct = "DEDUCT" "扣减支付",
    }
}

codes! {
    /// A claim (machine 2.6). The state follows from the amounts: [`ClaimState::of`].
    ClaimState {
        Claimed = "CLAIMED" "待追回",
        PartlyRecovered = "PARTLY_RECOVERED" "部分追回",
        Recovered = "RECOVERED" "已追回",
        WrittenOff = "WRITTEN_OFF" "已核销",
    }
}

impl ClaimState {
    /// Where a claim that nobody has written off stands.
    #[must_use]
    pub fn of(amount: Money, recovered: Money) -> Self {
        if recovered >= amount {
            Self::Recovered
        } else if recovered.is_positive() {
            Self::PartlyRecovered
        } else {
            Self::Claimed
        }
    }

    /// Whether something can still come back.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Claimed | Self::PartlyRecovered)
    }
}

codes! {
    /// Giving a claim up: proposed by the agency, agreed by 人社 and finance.
    WriteOffState {
        Proposed = "PROPOSED" "待两部门同意",
        Agreed = "AGREED" "已同意核销",
        Declined = "DECLINED" "不同意核销",
    }
}

codes! {
    /// A row of the ledger. Money to a unit counts as positive, money back as negative.
    LedgerKind {
        Prepayment = "PREPAYMENT" "预付款",
        Balance = "BALANCE" "尾款",
        Recovery = "RECOVERY" "追回",
        Reversal = "REVERSAL" "冲正",
    }
}

codes! {
    /// An account of a payee (R119).
    AccountState {
        Given = "GIVEN" "待确认",
        Confirmed = "CONFIRMED" "已确认",
        Replaced = "REPLACED" "已停用",
        Returned = "RETURNED" "已退回",
    }
}

codes! {
    /// A finding of finance about a voucher (R019).
    FindingState {
        Open = "OPEN" "待答复",
        Answered = "ANSWERED" "已答复",
        Closed = "CLOSED" "已办结",
    }
}

codes! {
    /// A voucher in the comparison of the bank's statement with the ledger.
    BankMark {
        Differs = "DIFFERS" "金额不符",
        OnlyLedger = "ONLY_LEDGER" "仅台账有",
        OnlyBank = "ONLY_BANK" "仅银行有",
        Matched = "MATCHED" "相符",
    }
}
