//! The base of the cap: entered by the agency, confirmed by finance, first as an estimate, then as
//! the closed figure (R002, A01-A03, 3.2). `fund_entry` keeps every entry; `fund_base` is the one in
//! force, which the cap is checked against.

use chrono::{Datelike, NaiveDate};
use domain::access::Action;
use domain::contract::BaseDraft;
use domain::fund::FundBase;
use domain::state::{BaseStatus, EntryState};
use domain::{EntryId, Money, Refusal, TenantId, Version};
use serde_json::json;
use sqlx::Row;

use super::{Checked, YEARS};
use crate::Result;
use crate::door::{Session, Tx};
use crate::event::{Entry, record_year};
use crate::plan::required;
use crate::rows::Columns;

/// What was typed in, checked.
struct Entered {
    year: i32,
    status: BaseStatus,
    base: FundBase,
    insured: i32,
    source: String,
}

impl Entered {
    /// Field by field, in the order of the form.
    fn read(draft: &BaseDraft, today: NaiveDate) -> Result<Self> {
        let choice = |field: &'static str, label: &'static str| Refusal::UnknownChoice {
            field: field.into(),
            label: label.into(),
        };
        let year = draft.year;
        if !YEARS.contains(&year) || year > today.year() {
            return Err(choice("year", "年度").into());
        }
        let status = BaseStatus::from_code(&draft.status).ok_or(choice("status", "数据口径"))?;
        if status == BaseStatus::Final && year == today.year() {
            return Err(Refusal::YearNotOver {
                field: "status".into(),
                year,
            }
            .into());
        }
        Ok(Self {
            year,
            status,
            base: FundBase::new(
                Money::parse_yuan("levy", &draft.levy)?,
                Money::parse_yuan("remitted", &draft.remitted)?,
            )?,
            insured: persons(&draft.insured)?,
            source: required("source", "数据来源（文件名称、文号）", &draft.source, 200)?,
        })
    }

    fn name(&self) -> String {
        name(self.year, self.status)
    }
}

/// 2025 年度留存征缴收入决算数.
fn name(year: i32, status: BaseStatus) -> String {
    format!("{year} 年度留存征缴收入{}", status.label())
}

fn persons(text: &str) -> Checked<i32> {
    let text: String = text
        .trim()
        .trim_end_matches('人')
        .chars()
        .filter(|character| !matches!(character, ',' | '，' | ' '))
        .collect();
    text.parse()
        .ok()
        .filter(|persons| *persons >= 0)
        .ok_or(Refusal::CountMalformed {
            field: "insured".into(),
            label: "参保人数".into(),
        })
}

/// The agency enters a base. One entry of a year waits at a time, and no estimate follows the closed
/// figure.
pub(crate) async fn enter(session: &Session, draft: BaseDraft) -> Result<EntryId> {
    let mut tx = session.write(Action::EnterFundBase).await?;
    let entered = Entered::read(&draft, tx.today())?;
    refuse_second(&mut tx, &entered).await?;
    let (today, who) = (tx.today(), tx.who.clone());
    let id: i64 = sqlx::query_scalar(
        "insert into fund_entry (year, status, levy, remitted, insured, source, entered_by, entered_name, entered_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id",
    )
    .bind(entered.year)
    .bind(entered.status.code())
    .bind(entered.base.levy().decimal())
    .bind(entered.base.remitted().decimal())
    .bind(entered.insured)
    .bind(&entered.source)
    .bind(who.account.0)
    .bind(who.name)
    .bind(today)
    .fetch_one(&mut *tx)
    .await?;
    let base = entered.base;
    let text = format!(
        "录入{}：征缴收入 {} 元，上解调剂金 {} 元，留存 {} 元，待财政部门确认",
        entered.name(),
        base.levy(),
        base.remitted(),
        base.retained()
    );
    let facts = json!({"levy": base.levy(), "remitted": base.remitted(), "insured": entered.insured, "source": entered.source});
    record_year(
        &mut tx,
        entered.year + 1,
        Entry::new(text).facts(facts).internal(),
    )
    .await?;
    tx.commit().await?;
    Ok(EntryId(id))
}

async fn refuse_second(tx: &mut Tx, entered: &Entered) -> Result<()> {
    let row = sqlx::query(
        "select coalesce(bool_or(state = 'PENDING'), false) as pending,
           coalesce(bool_or(state = 'CONFIRMED' and status = 'FINAL'), false) as closed
         from fund_entry where year = $1",
    )
    .bind(entered.year)
    .fetch_one(&mut **tx)
    .await?;
    let subject = format!("{} 年度留存征缴收入", entered.year);
    if row.try_get("pending")? {
        return Err(tx
            .action
            .wrong_state(subject, EntryState::Pending.label())
            .into());
    }
    if row.try_get("closed")? && entered.status == BaseStatus::Estimated {
        return Err(tx.action.wrong_state(subject, "决算数已确认").into());
    }
    Ok(())
}

/// An entry that waits, locked.
struct Pending {
    year: i32,
    status: BaseStatus,
    base: FundBase,
}

impl Pending {
    /// `NotFound`, `WrongState`, `Stale`, `SamePerson`, in this order.
    async fn lock(tx: &mut Tx, id: EntryId, seen: Version) -> Result<Self> {
        let row = sqlx::query(
            "select year, status, state, levy, remitted, version, entered_by from fund_entry where id = $1 for update",
        )
        .bind(id.0)
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(Refusal::NotFound)?;
        let (year, status): (i32, BaseStatus) = (row.try_get("year")?, row.code("status")?);
        let state: EntryState = row.code("state")?;
        if state != EntryState::Pending {
            return Err(tx
                .action
                .wrong_state(name(year, status), state.label())
                .into());
        }
        if row.try_get::<i32, _>("version")? != seen.0 {
            return Err(Refusal::Stale.into());
        }
        if row.try_get::<i64, _>("entered_by")? == tx.who.account.0 {
            return Err(Refusal::SamePerson {
                earlier: Action::EnterFundBase.label().into(),
            }
            .into());
        }
        let base = FundBase::new(row.money("levy")?, row.money("remitted")?)?;
        Ok(Self { year, status, base })
    }
}

/// Finance confirms: the entry becomes the base in force. A closed figure that lowers the cap below
/// what is committed stays confirmed, and the year is flagged (A01).
pub(crate) async fn confirm(session: &Session, id: EntryId, seen: Version) -> Result<()> {
    let mut tx = session.write(Action::ConfirmFundBase).await?;
    let pending = Pending::lock(&mut tx, id, seen).await?;
    let (today, who) = (tx.today(), tx.who.clone());
    sqlx::query(
        "update fund_entry set state = 'CONFIRMED', confirmed_by = $2, confirmed_name = $3, confirmed_on = $4,
           version = version + 1 where id = $1",
    )
    .bind(id.0)
    .bind(who.account.0)
    .bind(who.name)
    .bind(today)
    .execute(&mut *tx)
    .await?;
    let before = put_in_force(&mut tx, id).await?;
    let (plan_year, cap) = (pending.year + 1, pending.base.city_cap());
    let tenant = tx.tenant.ok_or(Refusal::NotFound)?;
    let short = shortages(&mut tx, tenant, plan_year, plan_year).await?;
    let mut text = format!(
        "确认{} {} 元，{plan_year} 年度工伤预防费上限 {cap} 元",
        name(pending.year, pending.status),
        pending.base.retained(),
    );
    if let Some(short) = short.first() {
        text.push_str(&format!(
            "；低于已安排的 {} 元，超出 {} 元，新签协议和付款须在上限以内",
            short.committed, short.over
        ));
    }
    let facts = json!({"cap": [before, cap], "status": pending.status});
    record_year(&mut tx, plan_year, Entry::new(text).facts(facts).internal()).await?;
    tx.commit().await
}

/// Copies an entry into the row the cap is checked against; the cap there was before.
async fn put_in_force(tx: &mut Tx, id: EntryId) -> Result<Option<Money>> {
    let before = sqlx::query(
        "select b.levy, b.remitted from fund_base b
         join fund_entry e on e.tenant_id = b.tenant_id and e.year = b.year where e.id = $1",
    )
    .bind(id.0)
    .fetch_optional(&mut **tx)
    .await?;
    sqlx::query(
        "insert into fund_base (year, levy, remitted, status, source, insured)
         select year, levy, remitted, status, source, insured from fund_entry where id = $1
         on conflict (tenant_id, year) do update set levy = excluded.levy, remitted = excluded.remitted,
           status = excluded.status, source = excluded.source, insured = excluded.insured",
    )
    .bind(id.0)
    .execute(&mut **tx)
    .await?;
    Ok(match before {
        Some(row) => Some(FundBase::new(row.money("levy")?, row.money("remitted")?)?.city_cap()),
        None => None,
    })
}

/// Finance sends an entry back with a reason; the agency enters it anew.
pub(crate) async fn send_back(
    session: &Session,
    id: EntryId,
    seen: Version,
    reason: String,
) -> Result<()> {
    let mut tx = session.write(Action::ReturnFundBase).await?;
    let pending = Pending::lock(&mut tx, id, seen).await?;
    let reason = required("reason", "退回理由", &reason, 500)?;
    let who = tx.who.clone();
    sqlx::query(
        "update fund_entry set state = 'RETURNED', reason = $2, confirmed_name = $3, version = version + 1 where id = $1",
    )
    .bind(id.0)
    .bind(&reason)
    .bind(who.name)
    .execute(&mut *tx)
    .await?;
    let text = format!("退回{}：{reason}", name(pending.year, pending.status));
    record_year(
        &mut tx,
        pending.year + 1,
        Entry::new(text).facts(json!({"reason": reason})).internal(),
    )
    .await?;
    tx.commit().await
}

/// A plan year whose closed base leaves less than is committed.
pub(crate) struct Shortage {
    pub plan_year: i32,
    pub cap: Money,
    pub committed: Money,
    pub over: Money,
}

/// The flagged plan years of a city (A01): what both regional departments have consented to counts
/// as cap.
pub(crate) async fn shortages(
    tx: &mut Tx,
    tenant: TenantId,
    from: i32,
    to: i32,
) -> Result<Vec<Shortage>> {
    let rows = sqlx::query(
        "select b.year + 1 as plan_year, b.levy, b.remitted,
           (select sum(l.amount) from budget_line l
            where l.tenant_id = b.tenant_id and l.year = b.year + 1 and l.approved and not l.released) as committed,
           (select sum(o.amount) from cap_override o where o.tenant_id = b.tenant_id and o.year = b.year + 1
              and o.hrss_on is not null and o.finance_on is not null) as consented
         from fund_base b
         where b.status = 'FINAL' and b.tenant_id = $1 and b.year + 1 between $2 and $3 order by b.year",
    )
    .bind(tenant.0)
    .bind(from)
    .bind(to)
    .fetch_all(&mut **tx)
    .await?;
    let mut short = Vec::new();
    for row in &rows {
        let base = FundBase::new(row.money("levy")?, row.money("remitted")?)?;
        let cap = base.city_cap() + row.money("consented")?;
        let committed = row.money("committed")?;
        if committed > cap {
            short.push(Shortage {
                plan_year: row.try_get("plan_year")?,
                cap,
                committed,
                over: committed - cap,
            });
        }
    }
    Ok(short)
}
