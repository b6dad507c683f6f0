//! Cases about amounts: caps, prepayments, settlements, budgets.

use domain::budget::{self, Subject};
use domain::fund::{self, FundBase};
use domain::prepayment;
use domain::settlement::{Decision, Outcome, Round, settle};
use domain::{Money, Percent};
use serde_json::Value;

use super::Context;
use super::case::Case;

/// A city's cap of the year, and what is left of it.
pub fn city_cap(_: &Context<'_>, case: &mut Case<'_>) -> Result<(), String> {
    case.kind("city_year_cap")?;
    let (levy, remitted) = (
        case.money("prior_year_levy")?,
        case.money("prior_year_adjustment_remitted")?,
    );
    let (retained, cap) = (case.money("retained")?, case.money("cap")?);
    let (committed, requested) = (case.money("already_committed")?, case.money("requested")?);
    let expected_left = case.money_or_null("remaining_after")?;
    let base = FundBase::new(levy, remitted);
    case.expect("retained", retained, base.clone().map(FundBase::retained));
    case.expect("cap", cap, base.clone().map(FundBase::city_cap));
    let left = base
        .and_then(|base| fund::check_cap(base.city_cap(), committed, requested))
        .ok();
    case.expect_or_null("remaining_after", expected_left, left);
    case.expect_flag("allowed", left.is_some())
}

/// An applicant's own 3%.
pub fn enterprise_cap(_: &Context<'_>, case: &mut Case<'_>) -> Result<(), String> {
    case.kind("enterprise_cap_annex1")?;
    let (contribution, budget) = (
        case.money("prior_year_contribution")?,
        case.money("project_budget")?,
    );
    if let Some(wan) = case.text_or_null("contribution_wan")? {
        case.expect(
            "contribution_wan",
            contribution,
            Money::parse_wan("contribution_wan", wan),
        );
    }
    case.expect_money("cap", fund::enterprise_cap(contribution))?;
    case.expect_flag(
        "allowed",
        fund::check_enterprise_cap(contribution, Money::ZERO, budget).is_ok(),
    )
}

/// The band of a prepayment.
pub fn prepayment_bounds(_: &Context<'_>, case: &mut Case<'_>) -> Result<(), String> {
    case.kind("prepayment_bounds")?;
    let (agreement, requested) = (case.money("agreement_amount")?, case.money("prepayment")?);
    let (min, max) = prepayment::band(agreement);
    case.expect_money("min_prepayment", min)?;
    case.expect_money("max_prepayment", max)?;
    case.expect_flag(
        "allowed",
        prepayment::check("prepayment", agreement, Money::ZERO, requested).is_ok(),
    )
}

/// A prepayment from a ratio.
pub fn prepayment_from_ratio(_: &Context<'_>, case: &mut Case<'_>) -> Result<(), String> {
    case.kind("prepayment_from_ratio")?;
    let agreement = case.money("agreement_amount")?;
    let Some(ratio) = Percent::of_ratio(case.text("ratio")?) else {
        return case.bad("ratio", "a ratio from 0 to 1 with at most four decimals");
    };
    case.expect_money("prepayment", prepayment::from_ratio(agreement, ratio))
}

/// What is paid or recovered in the end; a balance of null expects a refusal.
pub fn settlement(_: &Context<'_>, case: &mut Case<'_>) -> Result<(), String> {
    case.kind("settlement")?;
    let (agreement, amount, prepaid) = (
        case.money("agreement_amount")?,
        case.money("settlement_amount")?,
        case.money("prepaid")?,
    );
    let deduction = case.money("deduction")?;
    let outcome = outcome(case, deduction)?;
    let (balance, recover) = (
        case.money_or_null("balance_payable")?,
        case.money_or_null("recoverable_from_unit")?,
    );
    let got = settle(agreement, amount, prepaid, outcome).ok();
    case.expect_or_null("balance_payable", balance, got.map(|got| got.balance));
    case.expect_or_null("recoverable_from_unit", recover, got.map(|got| got.recover));
    if let Some(got) = got {
        case.expect("deduction", deduction, Ok(got.deduction));
    }
    if case.has("allowed") {
        case.expect_flag("allowed", got.is_some())?;
    }
    Ok(())
}

fn outcome(case: &mut Case<'_>, deduction: Money) -> Result<Outcome, String> {
    let decision = match case.text_or_null("decision")? {
        None => None,
        Some("REFUSE") => Some(Decision::Refuse),
        Some("DEDUCT") => Some(Decision::Deduct(deduction)),
        Some(_) => return case.bad("decision", "REFUSE, DEDUCT or null"),
    };
    match (case.text("outcome")?, decision) {
        ("PASS_R1", None) => Ok(Outcome::Passed {
            round: Round::First,
        }),
        ("PASS_R2", None) => Ok(Outcome::Passed {
            round: Round::Second,
        }),
        ("FINAL_FAIL", Some(decision)) => Ok(Outcome::FailedFinal(decision)),
        ("RECTIFICATION_OVERDUE" | "OVERDUE", Some(decision)) => {
            Ok(Outcome::RectificationOverdue(decision))
        }
        ("REFUSED_RECTIFICATION", None) => Ok(Outcome::RefusedRectification),
        _ => case.bad("outcome", "an outcome that goes with the decision"),
    }
}

/// Benefits are paid first.
pub fn benefits_first(_: &Context<'_>, case: &mut Case<'_>) -> Result<(), String> {
    case.kind("benefits_first")?;
    let (opening, income) = (
        case.money("opening_balance")?,
        case.money("projected_income")?,
    );
    let (benefits, planned) = (
        case.money("projected_benefits")?,
        case.money("planned_prevention")?,
    );
    case.expect_flag(
        "allowed",
        fund::benefits_first(opening, income, benefits, planned).is_ok(),
    )
}

/// 万元 to yuan; null expects a refusal.
pub fn wan(_: &Context<'_>, case: &mut Case<'_>) -> Result<(), String> {
    let expected = case.money_or_null("yuan")?;
    let got = Money::parse_wan("wan", case.text("wan")?).ok();
    case.expect_or_null("yuan", expected, got);
    Ok(())
}

/// The two totals of Annex 3.
pub fn budget(context: &Context<'_>, case: &mut Case<'_>) -> Result<(), String> {
    let (applied, all) = (
        case.money("applied_total")?,
        case.money("all_sources_total")?,
    );
    let lines = lines(context, case)?;
    case.expect_flag("ok", budget::check_sums(&lines, applied, all).is_ok())
}

/// The lines of the case, or of the one it points to.
fn lines(context: &Context<'_>, case: &mut Case<'_>) -> Result<Vec<(Subject, Money)>, String> {
    let lines = match case.text_or_null("same_lines_as")? {
        Some(_) if case.has("lines") => {
            return case.bad("same_lines_as", "alone: the case has lines of its own");
        }
        Some(other) => {
            let found = context
                .group
                .iter()
                .find(|case| case.get("id").and_then(Value::as_str) == Some(other));
            match found.and_then(|case| case.get("lines")) {
                Some(lines) => lines,
                None => return case.bad("same_lines_as", "a case with lines"),
            }
        }
        None => case.value("lines")?,
    };
    let Some(table) = lines.as_object() else {
        return case.bad("lines", "a table of amounts");
    };
    let read = table
        .iter()
        .map(|(name, amount)| Subject::from_name(name).zip(amount.as_str()?.parse().ok()));
    match read.collect() {
        Some(lines) => Ok(lines),
        None => case.bad("lines", "a table of the twelve subjects and their amounts"),
    }
}
