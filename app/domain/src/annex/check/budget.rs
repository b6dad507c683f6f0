//! The money: the applicant's 3%, the lines and what they are for (R095, R141, R193-R200).

use super::desk::Desk;
use crate::annex::totals::{self, line, line_amount, same_no, subject};
use crate::budget::{Subject, check_detail, check_sums};
use crate::fund::{check_enterprise_cap, enterprise_cap};
use crate::money::Money;
use crate::refusal::Refusal;
use crate::state::ProjectKind;

/// Words of an expense that the proposer bears itself (R095).
const EVALUATION: [&str; 2] = ["评估验收", "验收费"];

/// With the applicant's other projects of the year at most 3% of the contribution (R141).
pub(super) fn cap(desk: &mut Desk<'_>) -> Option<()> {
    const AT: &str = "annex1.budget";
    let budget = desk.draft.money_wan(AT)?.ok()?;
    if !budget.is_positive() {
        desk.broken(AT, "“项目预算”必须大于 0。");
        return Some(());
    }
    let base = totals::cap_base(desk.draft)?;
    let of = match totals::applicant(desk.draft)? {
        ProjectKind::Association => "受益会员单位上年度缴费合计",
        _ => "上年度缴纳工伤基金总额",
    };
    let committed = desk.facts.committed;
    let others = if committed.is_positive() {
        format!("，加本单位本年度其他项目 {} 万元", committed.wan_exact())
    } else {
        String::new()
    };
    let sum = format!(
        "{of} {} 万元 × 3% = 上限 {} 万元；项目预算 {} 万元{others}",
        base.wan_exact(),
        enterprise_cap(base).wan_exact(),
        budget.wan_exact()
    );
    match check_enterprise_cap(base, committed, budget) {
        Ok(left) => desk.met(format!("{sum}，还余 {} 万元。", left.wan_exact())),
        Err(_) => {
            let over = committed + budget - enterprise_cap(base);
            let text = format!(
                "{sum}，超出 {} 万元。请调减项目预算，附件3“申报资金”一并调整。",
                over.wan_exact()
            );
            desk.broken(AT, text);
        }
    }
    Some(())
}

/// What Annex 3 applies for is the budget of Annex 1 (R193).
pub(super) fn requested(desk: &mut Desk<'_>) -> Option<()> {
    const AT: &str = "annex3.requested";
    let requested = desk.draft.money_wan(AT)?.ok()?;
    let budget = desk.draft.money_wan("annex1.budget")?.ok()?;
    if requested != budget {
        let text = format!(
            "“申报资金”{} 万元与附件1“项目预算”{} 万元不一致，请改为同一金额。",
            requested.wan_exact(),
            budget.wan_exact()
        );
        desk.broken(AT, text);
    }
    Some(())
}

/// The lines with their sum (R194).
pub(super) fn lines(desk: &mut Desk<'_>) -> Option<()> {
    let totals = totals::of(desk.draft);
    let rows = desk.rows("annex3.lines");
    let named = |row: &u32| {
        subject(desk.draft, *row).is_some() && desk.draft.filled(&line(*row, "item")).is_some()
    };
    if !rows.is_empty() && totals.unread.is_empty() && rows.iter().all(named) {
        let text = format!(
            "明细 {} 行，按“支出标准 × 数量”合计 {} 元。",
            rows.len(),
            totals.sum
        );
        desk.met(text);
    }
    Some(())
}

/// Every row has a standard and a number above zero (R197).
pub(super) fn details(desk: &mut Desk<'_>) -> Option<()> {
    for row in desk.some_rows("annex3.lines")? {
        let path = line(row, "standard");
        let standard = desk.draft.money_yuan(&path).and_then(Result::ok);
        let quantity = desk.draft.int(&line(row, "quantity")).and_then(Result::ok);
        let Some((standard, quantity)) = standard.zip(quantity) else {
            continue;
        };
        if check_detail("", standard, quantity, standard.times(quantity)).is_err() {
            let text = format!("预算明细第 {row} 行的支出标准和数量都必须大于 0。");
            desk.broken(&path, text);
        }
    }
    Some(())
}

/// The lines add up to what is applied for, and so does the total beside them (R195).
pub(super) fn sum(desk: &mut Desk<'_>) -> Option<()> {
    const AT: &str = "annex3.total_requested";
    let stated = desk.draft.money_yuan(AT)?.ok()?;
    let totals = totals::of(desk.draft);
    let requested = totals.requested?;
    if stated != requested {
        let text = format!(
            "“申报资金支出合计”{stated} 元与“申报资金”{} 万元（{requested} 元）不一致，请核对。",
            requested.wan_exact()
        );
        desk.broken(AT, text);
    }
    if !totals.unread.is_empty() {
        return None;
    }
    match check_sums(&totals.subjects, requested, requested) {
        Err(Refusal::WrongSum { sum, stated, .. }) => {
            let text = format!(
                "各科目明细合计 {sum} 元，应等于“申报资金”{stated} 元，请调整明细或申报资金。"
            );
            desk.broken(AT, text);
        }
        _ if stated == requested => {
            desk.met(format!("各科目明细合计 {} 元，等于申报资金。", totals.sum));
        }
        _ => {}
    }
    Some(())
}

/// All sources together cover it; the difference is the applicant's own money (R196, A32).
pub(super) fn all_sources(desk: &mut Desk<'_>) -> Option<()> {
    const AT: &str = "annex3.total";
    let total = desk.draft.money_yuan(AT)?.ok()?;
    let requested = desk.draft.money_yuan("annex3.total_requested")?.ok()?;
    if total < requested {
        let text = format!(
            "“资金支出合计”{total} 元不能低于“申报资金支出合计”{requested} 元，其差额为自筹资金。"
        );
        desk.broken(AT, text);
    } else {
        desk.met(format!("其中自筹资金 {} 元。", total - requested));
    }
    Some(())
}

/// Printing and publicity expenses name their kind, standard and amount (R199, A34).
pub(super) fn printing(desk: &mut Desk<'_>) -> Option<()> {
    for row in desk.some_rows("annex3.lines")? {
        let path = line(row, "item");
        let item = desk.draft.get(&path).trim();
        let printed = match subject(desk.draft, row) {
            Some(Subject::Printing) => true,
            Some(Subject::Other) => item.contains("宣传"),
            _ => false,
        };
        if !printed {
            continue;
        }
        if ["", "印刷费", "印刷", "宣传费", "宣传"].contains(&item) {
            let text = format!(
                "预算明细第 {row} 行的印刷费、宣传费应写明种类，如“培训教材（A5，80 页）”。"
            );
            desk.broken(&path, text);
        }
        let priced = line_amount(desk.draft, row).is_some_and(Money::is_positive);
        if !priced || desk.draft.filled(&line(row, "unit")).is_none() {
            let text = format!("预算明细第 {row} 行的印刷费、宣传费应列明标准、数量和计量单位。");
            desk.broken(&line(row, "standard"), text);
        }
    }
    Some(())
}

/// Every expense belongs to an activity of publicity or training (R200).
pub(super) fn purpose(desk: &mut Desk<'_>) -> Option<()> {
    let activities: Vec<&str> = desk
        .rows("annex3.activities")
        .into_iter()
        .filter_map(|row| desk.draft.filled(&totals::activity(row, "no")))
        .collect();
    for row in desk.some_rows("annex3.lines")? {
        let path = line(row, "activity");
        let Some(no) = desk.draft.filled(&path) else {
            continue;
        };
        if !activities.iter().any(|known| same_no(known, no)) {
            let text = format!(
                "预算明细第 {row} 行关联的活动“{no}”不在附件3 二（三）的活动中。工伤预防费只能用于宣传和培训，请填写已列活动的编号。"
            );
            desk.broken(&path, text);
        }
    }
    Some(())
}

/// No cost of the evaluation in what is applied for (R095).
pub(super) fn evaluation(desk: &mut Desk<'_>) -> Option<()> {
    for row in desk.rows("annex3.lines") {
        let path = line(row, "item");
        let item = desk.draft.get(&path);
        if EVALUATION.iter().any(|word| item.contains(word)) {
            let text = format!(
                "预算明细第 {row} 行“{}”：评估验收费用由项目提出单位承担，不得列入申报资金，请删除。",
                item.trim()
            );
            desk.broken(&path, text);
        }
    }
    if desk.draft.filled("annex3.declared").is_none() {
        desk.warn(
            "annex3.declared",
            "建议作出“评估验收费用声明”：评估验收费用由本单位承担，未列入申报资金。",
        );
    }
    Some(())
}
