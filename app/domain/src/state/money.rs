//! The machines of money that comes back, is corrected, compared and looked into (machine 2.6).

use crate::Money;

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
