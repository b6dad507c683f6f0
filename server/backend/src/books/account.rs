//! The account of the right payee (R119): given by the unit, or by the agency from paper, confirmed
//! by the agency's second person. Money asked for goes to the account that stood when it was asked for.

use domain::access::Action;
use domain::contract::AccountDraft;
use domain::state::{AccountState, Mode, PaymentKind, PaymentState};
use domain::{AccountId, Money, OrgId, ProjectId, Refusal, account};
use serde_json::json;
use sqlx::Row;

use crate::door::{Scope, Session, Tx};
use crate::event::{Entry, record};
use crate::project::Project;
use crate::rows::Columns;
use crate::{Result, plan};

/// The unit of a project; in a direct one the applicant, chosen or not yet signed (R071).
pub(super) fn unit(project: &Project) -> Option<OrgId> {
    let own = project.applicant.filter(|_| project.mode == Mode::Direct);
    project.unit.or(own)
}

fn chosen(project: &Project, action: Action) -> Result<OrgId> {
    unit(project).ok_or_else(|| action.wrong_state("实施单位", "尚未选定").into())
}

/// Gives an account. It does not count before the second person has confirmed it.
pub(crate) async fn give(
    session: &Session,
    id: ProjectId,
    draft: AccountDraft,
) -> Result<AccountId> {
    let action = Action::GiveAccount;
    let (mut tx, project) = session.write_project(action, id, None).await?;
    let unit = chosen(&project, action)?;
    let owner: String = sqlx::query_scalar("select name from organisation where id = $1")
        .bind(unit.0)
        .fetch_one(&mut *tx)
        .await?;
    let name = plan::required("name", "账户名称", &draft.name, 100)?;
    if name != owner {
        return Err(Refusal::AccountName {
            field: "name".into(),
            payee: owner,
        }
        .into());
    }
    let bank = plan::required("bank", "开户银行", &draft.bank, 100)?;
    if bank.chars().count() < 2 {
        return Err(Refusal::UnknownChoice {
            field: "bank".into(),
            label: "开户银行（请填写全称）".into(),
        }
        .into());
    }
    let number = account::number("number", &draft.number)?;
    let proof = match session.scope {
        Scope::Org(_) => String::new(),
        _ => plan::required("proof", "纸质证明", &draft.proof, 300)?,
    };
    if let Some(standing) = confirmed(&mut tx, unit).await?
        && standing.number == number
        && standing.bank == bank
    {
        return Err(Refusal::NothingChanged {
            field: "number".into(),
        }
        .into());
    }
    sqlx::query(
        "update payee_account set state = 'REPLACED' where org_id = $1 and state = 'GIVEN'",
    )
    .bind(unit.0)
    .execute(&mut *tx)
    .await?;
    let new = insert(&mut tx, unit, [&name, &bank, &number, &proof]).await?;
    let facts = json!({"account": new, "on_paper": !proof.is_empty()});
    // Whoever sees the project reads this; the number is not for all of them (3.3).
    let entry = Entry::new("登记收款账户，待复核确认").facts(facts);
    record(&mut tx, &project, entry).await?;
    tx.commit().await?;
    Ok(new)
}

async fn insert(
    tx: &mut Tx,
    unit: OrgId,
    [name, bank, number, proof]: [&str; 4],
) -> Result<AccountId> {
    let (today, who) = (tx.today(), tx.who.clone());
    let id = sqlx::query_scalar(
        "insert into payee_account (org_id, name, bank, number, proof, given_on, given_by, given_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning id",
    )
    .bind(unit.0)
    .bind(name)
    .bind(bank)
    .bind(number)
    .bind(proof)
    .bind(today)
    .bind(who.account.0)
    .bind(format!("{} {}", who.place, who.name))
    .fetch_one(&mut **tx)
    .await?;
    Ok(AccountId(id))
}

/// An account money can go to.
pub(crate) struct Confirmed {
    pub id: AccountId,
    pub bank: String,
    pub number: String,
}

/// The confirmed account of an organisation in this city, as far as the reader may know it.
pub(crate) async fn confirmed(tx: &mut Tx, org: OrgId) -> Result<Option<Confirmed>> {
    let row = sqlx::query(
        "select id, bank, number from payee_account where org_id = $1 and state = 'CONFIRMED'",
    )
    .bind(org.0)
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| {
        Ok(Confirmed {
            id: AccountId(row.try_get("id")?),
            bank: row.text("bank")?,
            number: row.text("number")?,
        })
    })
    .transpose()
}

/// The same, or the refusal that says what to do.
pub(crate) async fn needed(tx: &mut Tx, org: OrgId, name: &str) -> Result<Confirmed> {
    confirmed(tx, org)
        .await?
        .ok_or_else(|| Refusal::AccountMissing { name: name.into() }.into())
}

/// An account that waits for the second person, its project seen.
async fn waiting(
    session: &Session,
    action: Action,
    id: ProjectId,
    which: AccountId,
) -> Result<(Tx, OrgId)> {
    let (mut tx, project) = session.write_project(action, id, None).await?;
    let row = sqlx::query(
        "select org_id, state, given_by from payee_account where id = $1 and org_id = $2 for update",
    )
    .bind(which.0)
    .bind(chosen(&project, action)?.0)
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Refusal::NotFound)?;
    let state: AccountState = row.code("state")?;
    if state != AccountState::Given {
        return Err(action.wrong_state("收款账户", state.label()).into());
    }
    if row.try_get::<i64, _>("given_by")? == tx.who.account.0 {
        return Err(Refusal::OtherPerson {
            what: action.label().into(),
            earlier: Action::GiveAccount.label().into(),
        }
        .into());
    }
    Ok((tx, OrgId(row.try_get("org_id")?)))
}

/// The second person confirms it: from now on it is the one money is asked for to.
pub(crate) async fn confirm(session: &Session, id: ProjectId, which: AccountId) -> Result<()> {
    let action = Action::ConfirmAccount;
    let (mut tx, org) = waiting(session, action, id, which).await?;
    let (today, who) = (tx.today(), tx.who.clone());
    sqlx::query(
        "update payee_account set state = 'REPLACED' where org_id = $1 and state = 'CONFIRMED'",
    )
    .bind(org.0)
    .execute(&mut *tx)
    .await?;
    sqlx::query(
        "update payee_account set state = 'CONFIRMED', confirmed_on = $2, confirmed_by = $3, confirmed_name = $4 where id = $1",
    )
    .bind(which.0)
    .bind(today)
    .bind(who.account.0)
    .bind(who.name)
    .execute(&mut *tx)
    .await?;
    begin_again(&mut tx, org).await?;
    tell(tx, id, "确认收款账户").await
}

/// What was asked for to an account that no longer stands: a prepayment is asked for again, a balance
/// is checked again; so is what was approved before there were accounts. What is stopped stays stopped.
async fn begin_again(tx: &mut Tx, org: OrgId) -> Result<()> {
    let rows = sqlx::query(
        "update payment set
           state = case when kind = 'BALANCE' then 'UNLOCKED' when account_id is null then 'REQUESTED' else 'REJECTED' end,
           reason = case when kind = 'BALANCE' or account_id is null then reason else '收款账户已变更，请按新账户重新申请' end,
           checked_by = null, checked_name = '', approved_by = null, approved_name = '', version = version + 1
         where payee_id = $1 and (state in ('CHECKED', 'APPROVED') or state = 'REQUESTED' and account_id is not null)
         returning project_id, kind, amount, state",
    )
    .bind(org.0)
    .fetch_all(&mut **tx)
    .await?;
    for row in rows {
        let mut project = Project::lock(tx, ProjectId(row.try_get("project_id")?)).await?;
        let (kind, amount): (PaymentKind, Money) = (row.code("kind")?, row.money("amount")?);
        let state: PaymentState = row.code("state")?;
        project.save(tx).await?;
        let text = match state {
            PaymentState::Rejected => {
                format!("收款账户已变更，退回预付款 {amount} 元，请重新申请")
            }
            _ => format!("收款账户已确认，{} {amount} 元重新审核", kind.label()),
        };
        record(tx, &project, Entry::new(text)).await?;
    }
    Ok(())
}

/// The second person sends it back.
pub(crate) async fn send_back(
    session: &Session,
    id: ProjectId,
    which: AccountId,
    reason: String,
) -> Result<()> {
    let action = Action::ReturnAccount;
    let (mut tx, _) = waiting(session, action, id, which).await?;
    let reason = plan::required("reason", "退回原因", &reason, 500)?;
    sqlx::query("update payee_account set state = 'RETURNED', returned = $2 where id = $1")
        .bind(which.0)
        .bind(&reason)
        .execute(&mut *tx)
        .await?;
    let text = format!("退回收款账户：{reason}");
    tell(tx, id, &text).await
}

async fn tell(mut tx: Tx, id: ProjectId, text: &str) -> Result<()> {
    let project = Project::lock(&mut tx, id).await?;
    record(&mut tx, &project, Entry::new(text)).await?;
    tx.commit().await
}
