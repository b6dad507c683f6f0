//! The bank's statement against the ledger and the allocation (R018, R019). It is compared once and
//! kept; nothing is changed by it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::access::Action;
use domain::contract::{BankLine, BankYear, Reconciliation, StatementRow, StatementView};
use domain::state::BankMark;
use domain::{Money, ProjectId, Refusal, StatementId};
use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::door::{Session, Tx};
use crate::event::{Entry, record_year};
use crate::rows::Columns;
use crate::{Error, Result, import};

/// Rows of a statement; a city pays a few hundred times a year.
const ROWS: usize = 5_000;
/// The columns, each under the names banks give it.
const COLUMNS: [(&str, &[&str]); 4] = [
    ("日期", &["日期", "交易日期", "记账日期", "付款日期"]),
    ("凭证号", &["凭证号", "凭证号码", "凭证编号"]),
    ("金额", &["金额", "交易金额", "支出金额", "付款金额"]),
    ("收款人", &["收款人", "收款单位", "收款户名", "对方户名"]),
];

/// A payment as the bank says it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Paid {
    on: NaiveDate,
    amount: Money,
    payee: String,
}

type ByVoucher = BTreeMap<String, Paid>;

fn unreadable(because: impl Into<String>) -> Refusal {
    Refusal::FileUnreadable {
        because: because.into(),
    }
}

/// Reads the file: by voucher, the parts of one voucher together.
fn read(content: &[u8]) -> std::result::Result<ByVoucher, Refusal> {
    let (header, rows) =
        import::table_of(content).map_err(|error| unreadable(domain::unstopped(&error.0)))?;
    let at = |(name, names): (&str, &[&str])| {
        header
            .iter()
            .position(|head| names.contains(&head.trim()))
            .ok_or_else(|| unreadable(format!("缺少“{name}”列")))
    };
    let [on, voucher, amount, payee] = [
        at(COLUMNS[0])?,
        at(COLUMNS[1])?,
        at(COLUMNS[2])?,
        at(COLUMNS[3])?,
    ];
    if rows.is_empty() {
        return Err(unreadable("没有流水记录"));
    }
    if rows.len() > ROWS {
        return Err(unreadable(format!("超过 {ROWS} 行，请按月拆分后上传")));
    }
    let mut all = ByVoucher::new();
    for (line, row) in rows {
        let cell = |column: usize| row.get(column).map_or("", |cell| cell.trim());
        let bad = |because: &str| Refusal::DatasetRow {
            field: "file".into(),
            line: u32::try_from(line).unwrap_or(u32::MAX),
            because: because.into(),
        };
        let key = cell(voucher);
        if key.is_empty() {
            return Err(bad("凭证号为空"));
        }
        let paid = Paid {
            on: day(cell(on)).ok_or_else(|| bad("日期格式不正确"))?,
            amount: Money::parse_positive_yuan("file", cell(amount))
                .map_err(|refusal| bad(domain::unstopped(&refusal.sentence())))?,
            payee: cell(payee).chars().take(100).collect(),
        };
        all.entry(key.chars().take(60).collect())
            .and_modify(|one| one.amount += paid.amount)
            .or_insert(paid);
    }
    Ok(all)
}

/// A day as banks write it.
fn day(text: &str) -> Option<NaiveDate> {
    let date = text.split([' ', 'T']).next().unwrap_or_default();
    ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日"]
        .iter()
        .find_map(|format| NaiveDate::parse_from_str(date, format).ok())
}

/// An entry of the ledger that says a payment was made.
struct Booked {
    on: NaiveDate,
    amount: Money,
    payee: String,
    year: i32,
    project: ProjectId,
    project_name: String,
}

async fn booked(
    tx: &mut Tx,
    bank: &ByVoucher,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<BTreeMap<String, Booked>> {
    let vouchers: Vec<&str> = bank.keys().map(String::as_str).collect();
    let rows = sqlx::query(
        "select l.voucher, l.happened_on, l.amount, l.party, l.year, l.project_id, p.name
         from ledger l join project p on p.tenant_id = l.tenant_id and p.id = l.project_id
         where l.kind in ('PREPAYMENT', 'BALANCE') and (l.happened_on between $1 and $2 or l.voucher = any($3))
           and not exists (select from ledger r where r.tenant_id = l.tenant_id and r.reverses = l.id)",
    )
    .bind(from)
    .bind(to)
    .bind(vouchers)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| {
            let booked = Booked {
                on: row.try_get("happened_on")?,
                amount: row.money("amount")?,
                payee: row.text("party")?,
                year: row.try_get("year")?,
                project: ProjectId(row.try_get("project_id")?),
                project_name: row.text("name")?,
            };
            Ok((row.text("voucher")?, booked))
        })
        .collect()
}

/// Every voucher of either side, what does not agree first.
fn compare(bank: &ByVoucher, ledger: &BTreeMap<String, Booked>) -> Vec<BankLine> {
    let vouchers: BTreeSet<&String> = bank.keys().chain(ledger.keys()).collect();
    let mut lines: Vec<BankLine> = vouchers
        .into_iter()
        .map(|voucher| line(voucher, bank.get(voucher), ledger.get(voucher)))
        .collect();
    lines.sort_by_key(|line| line.mark);
    lines
}

fn line(voucher: &str, paid: Option<&Paid>, booked: Option<&Booked>) -> BankLine {
    let mark = match (paid, booked) {
        (Some(paid), Some(booked)) if paid.amount == booked.amount => BankMark::Matched,
        (Some(_), Some(_)) => BankMark::Differs,
        (Some(_), None) => BankMark::OnlyBank,
        (None, _) => BankMark::OnlyLedger,
    };
    let payee = paid
        .map(|paid| paid.payee.clone())
        .or_else(|| booked.map(|booked| booked.payee.clone()));
    BankLine {
        mark,
        voucher: voucher.into(),
        on: paid.map(|paid| paid.on).or(booked.map(|booked| booked.on)),
        bank: paid.map(|paid| paid.amount),
        ledger: booked.map(|booked| booked.amount),
        other_payee: paid
            .zip(booked)
            .is_some_and(|(paid, booked)| !paid.payee.is_empty() && paid.payee != booked.payee),
        payee: payee.unwrap_or_default(),
        project: booked.map(|booked| booked.project),
        project_name: booked.map_or_else(String::new, |booked| booked.project_name.clone()),
    }
}

/// The years charged, each with its allocation.
async fn years(
    tx: &mut Tx,
    bank: &ByVoucher,
    ledger: &BTreeMap<String, Booked>,
) -> Result<Vec<BankYear>> {
    let charged: BTreeSet<i32> = ledger.values().map(|booked| booked.year).collect();
    let mut years = Vec::new();
    for year in charged {
        let row = sqlx::query(
            "select (select amount from fee_plan where year = $1 and state = 'ALLOCATED') as allocated,
               (select sum(amount) from ledger where year = $1 and 'RECOVERY' not in (kind, of_kind)) as ledger",
        )
        .bind(year)
        .fetch_one(&mut **tx)
        .await?;
        let found = ledger
            .iter()
            .filter(|(_, booked)| booked.year == year)
            .filter_map(|(voucher, _)| bank.get(voucher))
            .map(|paid| paid.amount);
        years.push(BankYear {
            year,
            allocated: row.money("allocated")?,
            ledger: row.money("ledger")?,
            bank: found.sum(),
        });
    }
    Ok(years)
}

/// Compares a statement and keeps the result.
pub(crate) async fn upload(
    session: &Session,
    name: String,
    content: Vec<u8>,
) -> Result<StatementId> {
    let action = Action::UploadStatement;
    if !action.allows(&session.capacities()) {
        return Err(action.forbidden().into());
    }
    let hash = hex::encode(Sha256::digest(&content));
    let bank = tokio::task::spawn_blocking(move || read(&content))
        .await
        .map_err(|error| Error::Inconsistent(format!("reading a statement: {error}")))??;
    let days = || bank.values().map(|paid| paid.on);
    let (Some(from), Some(to)) = (days().min(), days().max()) else {
        return Err(unreadable("没有流水记录").into());
    };
    let mut tx = session.write(action).await?;
    let known: Option<NaiveDate> =
        sqlx::query_scalar("select uploaded_on from bank_statement where hash = $1")
            .bind(&hash)
            .fetch_optional(&mut *tx)
            .await?;
    if let Some(on) = known {
        return Err(Refusal::StatementKnown {
            field: "file".into(),
            on,
        }
        .into());
    }
    let ledger = booked(&mut tx, &bank, (from, to)).await?;
    let result = Reconciliation {
        lines: compare(&bank, &ledger),
        years: years(&mut tx, &bank, &ledger).await?,
    };
    let id = insert(&mut tx, &name, &hash, (from, to), &result).await?;
    let text = format!(
        "核对银行流水（{from} 至 {to}）：相符 {} 笔，不符 {} 笔",
        result.count(BankMark::Matched),
        result.lines.len() - result.count(BankMark::Matched)
    );
    let year = tx
        .today()
        .format("%Y")
        .to_string()
        .parse()
        .unwrap_or_default();
    let facts = json!({"statement": id, "hash": hash});
    record_year(&mut tx, year, Entry::new(text).facts(facts).internal()).await?;
    tx.commit().await?;
    Ok(id)
}

async fn insert(
    tx: &mut Tx,
    name: &str,
    hash: &str,
    (from, to): (NaiveDate, NaiveDate),
    result: &Reconciliation,
) -> Result<StatementId> {
    let (today, who) = (tx.today(), tx.who.clone());
    let name: String = name
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| !c.is_control())
        .take(120)
        .collect();
    let id = sqlx::query_scalar(
        "insert into bank_statement (name, hash, from_on, to_on, uploaded_on, uploaded_by, uploaded_name, result)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning id",
    )
    .bind(name)
    .bind(hash)
    .bind(from)
    .bind(to)
    .bind(today)
    .bind(who.account.0)
    .bind(who.name)
    .bind(sqlx::types::Json(result))
    .fetch_one(&mut **tx)
    .await?;
    Ok(StatementId(id))
}

const ROW: &str =
    "select id, name, hash, from_on, to_on, uploaded_on, uploaded_name, result from bank_statement";

/// The newest comparisons.
pub(super) async fn newest(tx: &mut Tx) -> Result<Vec<StatementRow>> {
    let sql = format!("{ROW} order by id desc limit 50");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .fetch_all(&mut **tx)
        .await?;
    rows.iter().map(|row| Ok(view(row)?.row)).collect()
}

/// One comparison.
pub(crate) async fn statement(session: &Session, id: StatementId) -> Result<StatementView> {
    let mut tx = session.read(Action::ViewStatement).await?;
    let sql = format!("{ROW} where id = $1");
    let row = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(id.0)
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    view(&row)
}

fn view(row: &PgRow) -> Result<StatementView> {
    let result: Reconciliation = serde_json::from_value(row.json("result")?)
        .map_err(|error| Error::Inconsistent(format!("bank_statement: {error}")))?;
    Ok(StatementView {
        row: StatementRow {
            id: StatementId(row.try_get("id")?),
            name: row.text("name")?,
            hash: row.text("hash")?,
            from: row.try_get("from_on")?,
            to: row.try_get("to_on")?,
            on: row.try_get("uploaded_on")?,
            by: row.text("uploaded_name")?,
            lines: result.lines.len(),
            matched: result.count(BankMark::Matched),
        },
        result,
    })
}
