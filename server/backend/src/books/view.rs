//! What the page of a project shows of its books.

use std::collections::BTreeMap;

use domain::access::{Action, Capacity};
use domain::contract::{AccountView, Books, ClaimPart, ClaimView, WriteOffView};
use domain::full_date;
use domain::state::{AccountState, WriteOffState};
use domain::{AccountId, ClaimId, LedgerId, Money, Version, account};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::account::unit;
use crate::Result;
use crate::door::Tx;
use crate::project::Project;
use crate::rows::Columns;

/// The books of a project; which rows exist is the row policies' business.
pub(crate) async fn of_project(
    tx: &mut Tx,
    project: &Project,
    capacities: &[Capacity],
) -> Result<Books> {
    // Evaluators have no business with money, nor policies on its tables.
    if capacities.contains(&Capacity::Evaluator) {
        return Ok(Books::default());
    }
    Ok(Books {
        claims: claims(tx, project, capacities).await?,
        accounts: accounts(tx, project, capacities).await?,
        gives_account: unit(project).is_some()
            && Action::GiveAccount.check(capacities, project.state).is_ok(),
    })
}

/// The unit's accounts: none for whoever may not know them.
async fn accounts(
    tx: &mut Tx,
    project: &Project,
    capacities: &[Capacity],
) -> Result<Vec<AccountView>> {
    let Some(unit) = unit(project) else {
        return Ok(Vec::new());
    };
    let rows = sqlx::query(
        "select id, state, name, bank, number, proof, given_on, given_name, confirmed_on, confirmed_name, returned
         from payee_account where tenant_id = $2 and org_id = $1 and (state in ('CONFIRMED', 'GIVEN')
           or id = (select max(id) from payee_account where tenant_id = $2 and org_id = $1 and state = 'RETURNED')
             and not exists (select from payee_account a where a.tenant_id = $2 and a.org_id = $1 and a.id > payee_account.id))
         order by id",
    )
    .bind(unit.0)
    .bind(project.tenant.0)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| account_view(row, project, capacities))
        .collect()
}

fn account_view(row: &PgRow, project: &Project, capacities: &[Capacity]) -> Result<AccountView> {
    let state: AccountState = row.code("state")?;
    // Who enters, confirms, pays or owns it needs it whole; whoever oversees recognises it.
    let whole = [
        Capacity::AgencyClerk,
        Capacity::AgencyReviewer,
        Capacity::AgencyPayer,
        Capacity::CityFinance,
        Capacity::Unit,
    ];
    let number = row.text("number")?;
    let day = |column: &str, name: &str, word: &str| -> Result<String> {
        let on = row.date_opt(column)?;
        let name = row.text(name)?;
        Ok(on.map_or_else(String::new, |on| format!("{} {name} {word}", full_date(on))))
    };
    let actions = [Action::ConfirmAccount, Action::ReturnAccount]
        .into_iter()
        .filter(|action| {
            state == AccountState::Given && action.check(capacities, project.state).is_ok()
        });
    Ok(AccountView {
        id: AccountId(row.try_get("id")?),
        state,
        name: row.text("name")?,
        bank: row.text("bank")?,
        number: if whole.iter().any(|capacity| capacities.contains(capacity)) {
            number
        } else {
            account::masked(&number)
        },
        proof: row.text("proof")?,
        given: day("given_on", "given_name", "登记")?,
        confirmed: day("confirmed_on", "confirmed_name", "确认")?,
        returned: row.text("returned")?,
        actions: actions.collect(),
    })
}

async fn claims(tx: &mut Tx, project: &Project, capacities: &[Capacity]) -> Result<Vec<ClaimView>> {
    let rows = sqlx::query(
        "select id, version, state, amount, recovered, written_off, reason, claimed_on from claim where project_id = $1 order by id",
    )
    .bind(project.id.0)
    .fetch_all(&mut **tx)
    .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut parts = parts(tx, project).await?;
    let mut proposals = if tx.outside() {
        BTreeMap::new()
    } else {
        proposals(tx, project).await?
    };
    rows.iter()
        .map(|row| {
            let id: i64 = row.try_get("id")?;
            let view = claim(
                row,
                parts.remove(&id).unwrap_or_default(),
                proposals.remove(&id),
            )?;
            Ok(with_actions(view, capacities))
        })
        .collect()
}

async fn parts(tx: &mut Tx, project: &Project) -> Result<BTreeMap<i64, Vec<ClaimPart>>> {
    let rows = sqlx::query(
        "select id, claim_id, happened_on, amount, voucher, party, entered_by,
           exists (select from ledger r where r.tenant_id = l.tenant_id and r.reverses = l.id) as reversed
         from ledger l where project_id = $1 and kind = 'RECOVERY' order by id",
    )
    .bind(project.id.0)
    .fetch_all(&mut **tx)
    .await?;
    let mut parts: BTreeMap<i64, Vec<ClaimPart>> = BTreeMap::new();
    for row in rows {
        parts
            .entry(row.try_get("claim_id")?)
            .or_default()
            .push(ClaimPart {
                entry: LedgerId(row.try_get("id")?),
                on: row.try_get("happened_on")?,
                amount: -row.money("amount")?,
                voucher: row.text("voucher")?,
                party: row.text("party")?,
                by: row.text("entered_by")?,
                reversed: row.try_get("reversed")?,
            });
    }
    Ok(parts)
}

/// The newest proposal of each claim.
async fn proposals(tx: &mut Tx, project: &Project) -> Result<BTreeMap<i64, WriteOffView>> {
    let rows = sqlx::query(
        "select distinct on (claim_id) claim_id, state, amount, reason, document, proposed_on, proposed_name,
           hrss_name, finance_name, declined, declined_name
         from claim_write_off where project_id = $1 order by claim_id, id desc",
    )
    .bind(project.id.0)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| Ok((row.try_get("claim_id")?, write_off(row)?)))
        .collect()
}

fn write_off(row: &PgRow) -> Result<WriteOffView> {
    let mut agreed = Vec::new();
    for (word, column) in [("人社", "hrss_name"), ("财政", "finance_name")] {
        let name = row.text(column)?;
        if !name.is_empty() {
            agreed.push(format!("{word} · {name}"));
        }
    }
    let declined = row.text("declined")?;
    Ok(WriteOffView {
        state: row.code("state")?,
        amount: row.money("amount")?,
        reason: row.text("reason")?,
        document: row.text("document")?,
        on: row.try_get("proposed_on")?,
        by: row.text("proposed_name")?,
        agreed,
        declined: if declined.is_empty() {
            declined
        } else {
            format!("{}：{declined}", row.text("declined_name")?)
        },
    })
}

fn claim(row: &PgRow, parts: Vec<ClaimPart>, write_off: Option<WriteOffView>) -> Result<ClaimView> {
    let (amount, recovered): (Money, Money) = (row.money("amount")?, row.money("recovered")?);
    let written_off = row.money("written_off")?;
    Ok(ClaimView {
        id: ClaimId(row.try_get("id")?),
        version: Version(row.try_get("version")?),
        state: row.code("state")?,
        amount,
        recovered,
        written_off,
        open: amount.saturating_sub(recovered + written_off),
        reason: row.text("reason")?,
        on: row.try_get("claimed_on")?,
        parts,
        write_off,
        actions: Vec::new(),
    })
}

/// What can be done about it now. That it must be another person is checked when it is done: shared
/// views do not know who looks.
fn with_actions(mut view: ClaimView, capacities: &[Capacity]) -> ClaimView {
    let proposal = view
        .write_off
        .as_ref()
        .filter(|proposal| proposal.state == WriteOffState::Proposed);
    let own = if capacities.contains(&Capacity::CityHrss) {
        "人社"
    } else {
        "财政"
    };
    let agreed =
        proposal.is_some_and(|proposal| proposal.agreed.iter().any(|name| name.starts_with(own)));
    let possible = [
        (Action::RecordRecovery, true),
        (Action::ProposeWriteOff, proposal.is_none()),
        (
            Action::ConsentWriteOff,
            proposal.is_some_and(|one| one.amount == view.open) && !agreed,
        ),
        (Action::DeclineWriteOff, proposal.is_some()),
    ];
    view.actions = possible
        .into_iter()
        .filter(|(action, fits)| *fits && view.state.is_open() && action.allows(capacities))
        .map(|(action, _)| action)
        .collect();
    view
}
