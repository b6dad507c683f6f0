//! The dashboard as a workbook: the same view, with dates and amounts as real cells.

use chrono::{Datelike, NaiveDate};
use domain::access::Action;
use domain::contract::{AgeBand, RegionDashboard, RegionQuery};
use domain::{Money, full_date};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, XlsxError};

use crate::door::Session;
use crate::{Error, Result};

/// Deadlines in the workbook.
const DUE: i64 = 5_000;
/// Digits a spreadsheet keeps of a number; longer amounts are written as text.
const EXACT_DIGITS: usize = 15;

/// The file's name and its bytes.
pub(crate) async fn workbook(session: &Session, query: RegionQuery) -> Result<(String, Vec<u8>)> {
    let mut tx = session.read(Action::ViewRegion).await?;
    let view = super::view(&mut tx, session.who.role, &query, DUE).await?;
    let printed = tx.now.format("%Y-%m-%d %H:%M").to_string();
    let content = write(&view, &printed)
        .map_err(|error| Error::Inconsistent(format!("writing the dashboard: {error}")))?;
    let day = view.today.format("%Y%m%d");
    let place = place(&view);
    Ok((format!("{place}{}年度总览{day}.xlsx", view.year), content))
}

fn place(view: &RegionDashboard) -> String {
    let city = view
        .tiles
        .iter()
        .find(|tile| Some(tile.tenant) == view.tenant);
    city.map_or("全区".into(), |city| city.name.clone())
}

/// What stands in a cell.
enum Cell {
    Text(String),
    Count(i64),
    Amount(Money),
    Day(Option<NaiveDate>),
    /// Hundredths of a percent.
    Share(u32),
}
use Cell::{Amount, Count, Day, Share, Text};

/// A sheet: a name, column heads with widths, rows.
struct Sheet {
    name: &'static str,
    heads: &'static [(&'static str, u32)],
    rows: Vec<Vec<Cell>>,
}

fn write(view: &RegionDashboard, printed: &str) -> std::result::Result<Vec<u8>, XlsxError> {
    let when = match view.asof {
        Some(day) => format!("截至 {} 24 时（历史）", full_date(day)),
        None => format!("{} 当前情况", full_date(view.today)),
    };
    let title = format!(
        "{}工伤预防 {} 年度总览 · {when} · 导出于 {printed}",
        place(view),
        view.year
    );
    let mut book = Workbook::new();
    let sheets = [
        summary(view),
        cities(view),
        deadlines(view),
        pipeline(view),
        money(view),
    ];
    for sheet in sheets {
        put(&mut book, &title, &sheet)?;
    }
    book.save_to_buffer()
}

fn put(book: &mut Workbook, title: &str, of: &Sheet) -> std::result::Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let amount = Format::new().set_num_format("#,##0.00");
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let share = Format::new().set_num_format("0.00%");
    let sheet = book.add_worksheet().set_name(of.name)?;
    sheet.write_string_with_format(0, 0, title, &bold)?;
    for (column, (head, width)) in (0..).zip(of.heads) {
        sheet.write_string_with_format(1, column, *head, &bold)?;
        sheet.set_column_width(column, *width)?;
    }
    sheet.set_freeze_panes(2, 1)?;
    sheet.set_landscape();
    sheet.set_paper_size(9);
    for (row, cells) in (2..).zip(&of.rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Text(text) => sheet.write_string(row, column, text)?,
                Count(count) => sheet.write(row, column, *count)?,
                Amount(money) if exact(*money) => {
                    sheet.write_with_format(row, column, money.decimal(), &amount)?
                }
                // Never a fen more or less.
                Amount(money) => sheet.write_string(row, column, money.to_string())?,
                Day(None) => sheet.write_string(row, column, "")?,
                Day(Some(date)) => sheet.write_with_format(row, column, excel(*date)?, &day)?,
                Share(points) => {
                    let part = rust_decimal::Decimal::new(i64::from(*points), 4);
                    sheet.write_with_format(row, column, part, &share)?
                }
            };
        }
    }
    Ok(())
}

fn exact(money: Money) -> bool {
    money.plain().bytes().filter(u8::is_ascii_digit).count() <= EXACT_DIGITS
}

fn excel(day: NaiveDate) -> std::result::Result<ExcelDateTime, XlsxError> {
    let part = |number: u32| u8::try_from(number).unwrap_or(1);
    let year = u16::try_from(day.year()).unwrap_or(1900);
    ExcelDateTime::from_ymd(year, part(day.month()), part(day.day()))
}

fn summary(view: &RegionDashboard) -> Sheet {
    let all = &view.figures;
    let row = |word: &str, cell: Cell| vec![Text(word.into()), cell];
    let mut rows = vec![
        row("列入本年度计划的项目（项）", Count(all.determined)),
        row("协议金额（元）", Amount(all.agreement)),
        row("工伤预防费上限（元）", Amount(all.cap)),
        row("已列预算（元）", Amount(all.used)),
        row("已付预付款（元）", Amount(all.prepaid)),
        row("已付尾款（元）", Amount(all.balance_paid)),
        row("待付尾款（元）", Amount(all.balance_due)),
        row("法定期限逾期（项）", Count(all.overdue)),
        row("10 月底前完成下一年度确定的盟市", Count(all.cities_on_time)),
        row("盟市", Count(all.cities)),
    ];
    for year in &view.trend {
        let of = |word: &str| format!("{} 年{word}", year.year);
        rows.push(row(&of("工伤认定（件）"), Count(year.injuries)));
        rows.push(row(&of("其中死亡（件）"), Count(year.deaths)));
        rows.push(row(&of("待遇支出（元）"), Amount(year.cost)));
        rows.push(row(&of("预防费支出（元）"), Amount(year.prevention)));
    }
    Sheet {
        name: "概况",
        heads: &[("指标", 36), ("数值", 20)],
        rows,
    }
}

fn cities(view: &RegionDashboard) -> Sheet {
    let own = view
        .tiles
        .iter()
        .filter(|tile| view.tenant.is_none_or(|id| id == tile.tenant));
    let row = |tile: &domain::contract::CityTile| {
        let next = tile.next.as_ref();
        let race = view.race.iter().find(|race| race.tenant == tile.tenant);
        vec![
            Text(tile.name.clone()),
            Amount(tile.cap.saturating_sub(tile.overrides)),
            Amount(tile.overrides),
            Amount(tile.used),
            Share(tile.used_share),
            Amount(tile.cap.saturating_sub(tile.used)),
            Count(tile.overdue),
            Text(next.map_or(String::new(), |next| next.kind.label().into())),
            Day(next.map(|next| next.due)),
            Count(race.map_or(0, |race| race.determined)),
            Count(race.map_or(0, |race| race.waiting)),
            Day(race.and_then(|race| race.last)),
            Text(race.map_or("", |race| on_time(race.on_time)).into()),
        ]
    };
    Sheet {
        name: "盟市",
        heads: &[
            ("盟市", 16),
            ("3% 上限（元）", 18),
            ("经同意的超限额（元）", 20),
            ("已列预算（元）", 18),
            ("已用", 10),
            ("余额（元）", 18),
            ("逾期（项）", 10),
            ("最近期限", 10),
            ("最近期限日", 14),
            ("下年度已确定（项）", 18),
            ("下年度待议定（项）", 18),
            ("最后确定日", 14),
            ("10 月底前", 12),
        ],
        rows: own.map(row).collect(),
    }
}

const fn on_time(on_time: Option<bool>) -> &'static str {
    match on_time {
        Some(true) => "按期",
        Some(false) => "逾期",
        None => "尚未确定",
    }
}

fn deadlines(view: &RegionDashboard) -> Sheet {
    let row = |due: &domain::contract::DueRow| {
        vec![
            Text(due.project_name.clone()),
            Text(due.tenant_name.clone()),
            Text(due.next.kind.label().into()),
            Text(due.next.kind.clause().into()),
            Day(Some(due.next.due)),
            Count(due.next.working_days_left),
            Text(if due.next.provisional { "暂定" } else { "" }.into()),
            Text(due.holder.clone()),
        ]
    };
    Sheet {
        name: "期限",
        heads: &[
            ("项目", 44),
            ("盟市", 16),
            ("期限", 10),
            ("依据", 14),
            ("到期日", 14),
            ("剩余工作日", 12),
            ("暂定", 8),
            ("由谁办理", 36),
        ],
        rows: view.due.iter().map(row).collect(),
    }
}

fn pipeline(view: &RegionDashboard) -> Sheet {
    let row = |step: &domain::contract::PipelineStep| {
        let mut cells = vec![
            Text(step.step.label().into()),
            Count(step.count),
            Count(step.overdue),
            Count(step.oldest_days),
        ];
        cells.extend(
            AgeBand::ALL
                .iter()
                .zip(step.ages)
                .map(|(_, count)| Count(count)),
        );
        cells
    };
    Sheet {
        name: "验收进展",
        heads: &[
            ("环节", 12),
            ("项目（项）", 12),
            ("逾期（项）", 12),
            ("最久（天）", 12),
            ("15 天以内", 12),
            ("16—30 天", 12),
            ("31—60 天", 12),
            ("60 天以上", 12),
        ],
        rows: view.pipeline.iter().map(row).collect(),
    }
}

fn money(view: &RegionDashboard) -> Sheet {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for city in &view.money {
        rows.push(vec![
            Text(city.name.clone()),
            Amount(city.agreement),
            Amount(city.prepaid),
            Amount(city.balance_paid),
            Amount(city.unpaid),
        ]);
    }
    let all =
        |pick: fn(&domain::contract::CityMoney) -> Money| Amount(view.money.iter().map(pick).sum());
    rows.push(vec![
        Text("合计".into()),
        all(|city| city.agreement),
        all(|city| city.prepaid),
        all(|city| city.balance_paid),
        all(|city| city.unpaid),
    ]);
    Sheet {
        name: "经费",
        heads: &[
            ("盟市", 16),
            ("协议金额（元）", 18),
            ("已付预付款（元）", 18),
            ("已付尾款（元）", 18),
            ("未付（元）", 18),
        ],
        rows,
    }
}
