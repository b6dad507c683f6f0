//! What a city pays through its bank: a list of everything approved and unpaid, taken once, with its
//! hash and who took it (R017, R119). It pays nothing: the payer enters each voucher as before.

use chrono::{DateTime, Datelike, Utc};
use domain::access::Action;
use domain::contract::{BankView, BatchRow, WaitingPayment};
use domain::{BatchId, Money, PaymentId, ProjectId, Refusal};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::statement;
use crate::db::shanghai;
use crate::door::{Session, Tx};
use crate::event::{Entry, record_year};
use crate::rows::Columns;
use crate::{Error, Result};

/// Digits a spreadsheet keeps of a number; longer amounts are written as text.
const EXACT_DIGITS: usize = 15;

/// Approved, unpaid, to the account that stands, and on no list yet in this version.
const WAITING: &str = "select y.id, y.version, y.kind, y.amount, y.payee_name, y.project_id, p.code, p.name as project_name,
    a.bank, a.number, a.name as account_name,
    a.state = 'CONFIRMED' as stands,
    (select 'L' || b.year || '-' || b.no from bank_batch_line l join bank_batch b on b.tenant_id = l.tenant_id and b.id = l.batch_id
     where l.tenant_id = y.tenant_id and l.payment_id = y.id and l.payment_version = y.version) as listed,
    exists (select from ban n where n.org_id = y.payee_id and $1 between n.effective_on and n.last_on
      and (n.revoked_on is null or n.revoked_on > $1)) as banned
  from payment y join project p on p.tenant_id = y.tenant_id and p.id = y.project_id
  left join payee_account a on a.tenant_id = y.tenant_id and a.id = y.account_id
  where y.state = 'APPROVED' order by y.id";

struct Waiting {
    view: WaitingPayment,
    version: i32,
    account: [String; 3],
}

async fn waiting(tx: &mut Tx) -> Result<Vec<Waiting>> {
    let today = tx.today();
    let rows = sqlx::query(WAITING)
        .bind(today)
        .fetch_all(&mut **tx)
        .await?;
    rows.iter().map(one).collect()
}

fn one(row: &PgRow) -> Result<Waiting> {
    let text = |column: &str| -> Result<String> {
        Ok(row
            .try_get::<Option<String>, _>(column)?
            .unwrap_or_default())
    };
    let listed = text("listed")?;
    let because = if !listed.is_empty() {
        format!("已列入 {}", listed.replacen('L', "清单 ", 1))
    } else if row.try_get("banned")? {
        "收款单位在禁入期内".into()
    } else if row.try_get::<Option<bool>, _>("stands")? == Some(true) {
        String::new()
    } else {
        "收款账户已变更或未确认".into()
    };
    Ok(Waiting {
        version: row.try_get("version")?,
        account: [text("account_name")?, text("bank")?, text("number")?],
        view: WaitingPayment {
            payment: PaymentId(row.try_get("id")?),
            project: ProjectId(row.try_get("project_id")?),
            code: row.text("code")?,
            project_name: row.text("project_name")?,
            kind: row.code("kind")?,
            payee: row.text("payee_name")?,
            amount: row.money("amount")?,
            because,
        },
    })
}

/// What waits for the bank, the lists that were taken, the statements that were compared.
pub(crate) async fn bank(session: &Session) -> Result<BankView> {
    let mut tx = session.read(Action::ViewBank).await?;
    let waiting: Vec<_> = waiting(&mut tx)
        .await?
        .into_iter()
        .map(|one| one.view)
        .collect();
    let batches = sqlx::query(
        "select id, year, no, taken_at, taken_name, payments, total, hash from bank_batch order by id desc limit 50",
    )
    .fetch_all(&mut *tx)
    .await?;
    let capacities = session.capacities();
    let actions = [Action::TakeBatch, Action::UploadStatement];
    Ok(BankView {
        total: waiting
            .iter()
            .filter(|one| one.because.is_empty())
            .map(|one| one.amount)
            .sum(),
        waiting,
        batches: batches.iter().map(batch).collect::<Result<_>>()?,
        statements: statement::newest(&mut tx).await?,
        actions: actions
            .into_iter()
            .filter(|action| action.allows(&capacities))
            .collect(),
    })
}

fn name(year: i32, no: i32) -> String {
    format!("付款清单〔{year}〕{no}号")
}

fn batch(row: &PgRow) -> Result<BatchRow> {
    let at: DateTime<Utc> = row.try_get("taken_at")?;
    Ok(BatchRow {
        id: BatchId(row.try_get("id")?),
        name: name(row.try_get("year")?, row.try_get("no")?),
        at: at
            .with_timezone(&shanghai())
            .format("%Y年%-m月%-d日 %H:%M")
            .to_string(),
        by: row.text("taken_name")?,
        payments: row.try_get("payments")?,
        total: row.money("total")?,
        hash: row.text("hash")?,
    })
}

/// Takes the list: file, hash and lines are kept, the payments stay as they are.
pub(crate) async fn take(session: &Session) -> Result<BatchId> {
    let mut tx = session.write(Action::TakeBatch).await?;
    let mut list = waiting(&mut tx).await?;
    list.retain(|one| one.view.because.is_empty());
    if list.is_empty() {
        return Err(Refusal::NothingToList.into());
    }
    let year = tx.today().year();
    let no: i32 =
        sqlx::query_scalar("select coalesce(max(no), 0) + 1 from bank_batch where year = $1")
            .bind(year)
            .fetch_one(&mut *tx)
            .await?;
    let name = name(year, no);
    let content = sheet(&name, &list)
        .map_err(|error| Error::Inconsistent(format!("writing a list: {error}")))?;
    let hash = hex::encode(Sha256::digest(&content));
    let total: Money = list.iter().map(|one| one.view.amount).sum();
    let (now, who) = (tx.now, tx.who.clone());
    let id: i64 = sqlx::query_scalar(
        "insert into bank_batch (year, no, taken_at, taken_by, taken_name, payments, total, hash, content)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id",
    )
    .bind(year)
    .bind(no)
    .bind(now)
    .bind(who.account.0)
    .bind(who.name)
    .bind(i32::try_from(list.len()).unwrap_or(i32::MAX))
    .bind(total.decimal())
    .bind(&hash)
    .bind(&content)
    .fetch_one(&mut *tx)
    .await?;
    for one in &list {
        line(&mut tx, id, one).await?;
    }
    let text = format!("生成{name}：{} 笔，合计 {total} 元", list.len());
    let facts = json!({"batch": id, "total": total, "hash": hash});
    record_year(&mut tx, year, Entry::new(text).facts(facts).internal()).await?;
    tx.commit().await?;
    Ok(BatchId(id))
}

async fn line(tx: &mut Tx, batch: i64, one: &Waiting) -> Result<()> {
    sqlx::query(
        "insert into bank_batch_line (batch_id, project_id, payment_id, payment_version, payee, amount) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(batch)
    .bind(one.view.project.0)
    .bind(one.view.payment.0)
    .bind(one.version)
    .bind(&one.view.payee)
    .bind(one.view.amount.decimal())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The file of a list with its name, byte for byte as it was taken.
pub(crate) async fn file(session: &Session, id: BatchId) -> Result<(String, Vec<u8>)> {
    let mut tx = session.read(Action::ViewBank).await?;
    let row = sqlx::query("select year, no, content from bank_batch where id = $1")
        .bind(id.0)
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    let name = name(row.try_get("year")?, row.try_get("no")?);
    Ok((format!("{name}.xlsx"), row.try_get("content")?))
}

const HEADS: [&str; 7] = [
    "序号",
    "收款单位",
    "开户银行",
    "收款账号",
    "金额（元）",
    "用途",
    "付款编号",
];

fn sheet(name: &str, list: &[Waiting]) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let (bold, money) = (
        Format::new().set_bold(),
        Format::new().set_num_format("#,##0.00"),
    );
    let sheet = book.add_worksheet().set_name("付款清单")?;
    sheet.write_string_with_format(0, 0, name, &bold)?;
    for (column, head) in (0..).zip(HEADS) {
        sheet.write_string_with_format(1, column, head, &bold)?;
    }
    for (column, width) in (0..).zip([6_u32, 36, 36, 30, 18, 40, 10]) {
        sheet.set_column_width(column, width)?;
    }
    let mut row = 2;
    for (no, one) in (1..).zip(list) {
        let [owner, bank, number] = &one.account;
        sheet.write_string(row, 0, format!("{no}"))?;
        sheet.write_string(row, 1, owner)?;
        sheet.write_string(row, 2, bank)?;
        sheet.write_string(row, 3, number)?;
        amount(sheet, row, one.view.amount, &money)?;
        let what = format!("{} {}", one.view.code, one.view.kind.label());
        sheet.write_string(row, 5, what)?;
        sheet.write_string(row, 6, one.view.payment.to_string())?;
        row += 1;
    }
    let total = list.iter().map(|one| one.view.amount).sum();
    sheet.write_string_with_format(row, 1, "合计", &bold)?;
    amount(sheet, row, total, &money)?;
    book.save_to_buffer()
}

/// As a number where a spreadsheet keeps every digit of it, else as text: never a fen more or less.
fn amount(
    sheet: &mut Worksheet,
    row: u32,
    amount: Money,
    format: &Format,
) -> std::result::Result<(), XlsxError> {
    let digits = amount.plain().bytes().filter(u8::is_ascii_digit).count();
    if digits <= EXACT_DIGITS {
        sheet.write_with_format(row, 4, amount.decimal(), format)?;
    } else {
        sheet.write_string(row, 4, amount.to_string())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::state::PaymentKind;

    use super::*;

    fn waiting(yuan: &str) -> Waiting {
        Waiting {
            version: 1,
            account: ["某公司".into(), "某银行".into(), "00001234567890".into()],
            view: WaitingPayment {
                payment: PaymentId(7),
                project: ProjectId(1),
                code: "150600-2026-0001".into(),
                project_name: "项目".into(),
                kind: PaymentKind::Prepayment,
                payee: "某公司".into(),
                amount: Money::parse_yuan("amount", yuan).unwrap(),
                because: String::new(),
            },
        }
    }

    #[test]
    fn amounts_and_account_numbers_come_back_as_they_were() {
        let list = [waiting("86100.07"), waiting("999999999999999.99")];
        let file = sheet("付款清单", &list).unwrap();
        let (_, rows) = crate::import::table_of(&file).unwrap();
        let cells: Vec<&[String]> = rows.iter().map(|(_, row)| row.as_slice()).collect();
        assert_eq!(cells[1][3], "00001234567890");
        assert_eq!(cells[1][4], "86100.07");
        assert_eq!(cells[2][4], "999,999,999,999,999.99");
    }
}
