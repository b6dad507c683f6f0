//! The money of all projects an organisation carries out: paid, still to come, taken off, and when
//! the balances are expected.

use std::collections::BTreeSet;

use domain::Money;
use domain::calendar::WorkCalendar;
use domain::contract::{ExpectedPayment, MoneySummary, UnitMoney};

use crate::door::Tx;
use crate::local_rule::LocalRules;
use crate::screens::project::money;
use crate::screens::story::Story;

/// Of the projects whose payee it is (R119), once the agreement is in force: a draft is no money yet.
pub(super) fn of(
    stories: &[Story],
    terms: (&WorkCalendar, &LocalRules),
    tx: &Tx,
) -> Option<UnitMoney> {
    let org = tx.org?;
    let own: Vec<(&Story, MoneySummary)> = stories
        .iter()
        .filter(|story| story.project.unit == Some(org) && story.project.agreement.is_positive())
        .map(|story| (story, money(story, terms, tx)))
        .collect();
    if own.is_empty() {
        return None;
    }
    let sum = |of: fn(&MoneySummary) -> Money| own.iter().map(|(_, money)| of(money)).sum();
    let cities: BTreeSet<i32> = own
        .iter()
        .map(|(story, _)| story.project.tenant.0)
        .collect();
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    Some(UnitMoney {
        projects: count(own.len()),
        cities: count(cities.len()),
        agreement: sum(|money| money.agreement),
        prepaid: sum(|money| money.prepaid),
        balance_paid: sum(|money| money.balance_paid),
        balance: sum(|money| money.balance),
        deducted: sum(|money| money.deducted),
        recover: sum(|money| money.recover.saturating_sub(money.recovered)),
        expected: own.iter().filter_map(expected).collect(),
    })
}

/// Of a project whose balance has been unlocked; before that there is no day to wait for.
fn expected((story, money): &(&Story, MoneySummary)) -> Option<ExpectedPayment> {
    (money.balance.is_positive() && !money.expected.is_empty()).then(|| ExpectedPayment {
        project: story.project.id,
        name: story.project.name.clone(),
        tenant_name: story.tenant_name.clone(),
        text: money.expected.clone(),
    })
}
