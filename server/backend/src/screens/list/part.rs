//! The rows behind a number of a dashboard: the same condition that counted or summed them.

use domain::contract::ListPart;
use domain::state::ProjectState;
use sqlx::QueryBuilder;
use sqlx::postgres::Postgres;

/// The projects behind a number, as the dashboards count and sum them.
pub(super) fn part(sql: &mut QueryBuilder<Postgres>, part: ListPart, year: Option<i32>) {
    let states = part.states();
    if !states.is_empty() {
        sql.push(" and p.state = any(")
            .push_bind(codes(&states))
            .push(")");
    }
    match part {
        ListPart::Budgeted => {
            sql.push(
                " and exists (select from budget_line l where l.tenant_id = p.tenant_id and l.project_id = p.id
                   and l.approved and not l.released",
            );
            if let Some(year) = year {
                sql.push(" and l.year = ").push_bind(year);
            }
            sql.push(")");
        }
        ListPart::Agreed => {
            sql.push(" and p.agreement_amount > 0");
        }
        ListPart::Prepaid => {
            sql.push(" and p.prepaid > 0");
        }
        ListPart::BalancePaid => {
            sql.push(" and p.balance_paid > 0");
        }
        ListPart::BalanceDue => {
            sql.push(" and p.balance_due > 0");
        }
        ListPart::Unpaid => {
            let over = ProjectState::ALL.iter().filter(|state| state.is_final());
            let over: Vec<ProjectState> = over.copied().collect();
            sql.push(" and p.agreement_amount > p.prepaid + p.balance_paid + p.deducted and p.state <> all(")
                .push_bind(codes(&over))
                .push(")");
        }
        ListPart::Deducted => {
            sql.push(" and p.deducted > 0");
        }
        ListPart::Owing => {
            sql.push(" and p.recover > p.recovered");
        }
        _ => {}
    }
}

fn codes(states: &[ProjectState]) -> Vec<&'static str> {
    states.iter().map(|state| state.code()).collect()
}
