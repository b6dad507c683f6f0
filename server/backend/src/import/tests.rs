//! Files as cities really send them.

use std::path::PathBuf;

use super::{ImportError, ImportReport, injuries};
use crate::demo::code::credit_code;
use crate::testkit::{World, world};

const HEADER: &str = "认定编号,盟市代码,旗县区,用人单位,统一社会信用代码,行业大类,工种,岗位,事故日期,情形,事故类别,伤残等级,死亡,职业病种类,基金支付（元）";

fn good(number: u32) -> String {
    format!(
        "N{number},150600,准格尔旗,演示煤业有限公司,{},06,采煤工,综采,2025-03-08,工作事故,01,9,否,,1234.56",
        credit_code(1)
    )
}

fn file(bytes: &[u8]) -> PathBuf {
    let path = std::env::temp_dir().join(format!(
        "yufang-import-{}-{}",
        std::process::id(),
        rand::random::<u32>()
    ));
    std::fs::write(&path, bytes).unwrap();
    path
}

async fn import(world: &World, bytes: &[u8]) -> Result<ImportReport, ImportError> {
    let path = file(bytes);
    let result = injuries(&world.admin, &path, |_| ()).await;
    std::fs::remove_file(path).unwrap();
    result
}

async fn import_lines(world: &World, lines: &[String]) -> ImportReport {
    import(
        world,
        format!("\u{FEFF}{HEADER}\r\n{}\r\n", lines.join("\r\n")).as_bytes(),
    )
    .await
    .unwrap()
}

#[tokio::test]
async fn the_same_file_twice_changes_nothing_and_another_value_updates() {
    let world = world().await;
    let first = import_lines(&world, &[good(1), good(2)]).await;
    assert_eq!((first.inserted, first.updated, first.unchanged), (2, 0, 0));
    let again = import_lines(&world, &[good(1), good(2)]).await;
    assert_eq!((again.inserted, again.updated, again.unchanged), (0, 0, 2));
    let changed = import_lines(&world, &[good(1).replace("1234.56", "2000"), good(2)]).await;
    assert_eq!(
        (changed.inserted, changed.updated, changed.unchanged),
        (0, 1, 1)
    );
    let mut tx = world.admin.begin().await.unwrap();
    let (count, cost): (i64, rust_decimal::Decimal) = sqlx::query_as(
        "select injuries, cost from injury_year where tenant_id = 150600 and year = 2025",
    )
    .fetch_one(&mut *tx)
    .await
    .unwrap();
    assert_eq!((count, cost.to_string().as_str()), (2, "3234.56"));
}

#[tokio::test]
async fn bad_rows_are_named_and_good_ones_stay() {
    let world = world().await;
    let cases = [
        (good(1).replace("150600", "150601"), "盟市代码"),
        (good(2).replace("2025-03-08", "2025-02-30"), "事故日期"),
        (good(3).replace("2025-03-08", "2099-01-01"), "事故日期"),
        (good(4).replace("工作事故", "工伤"), "情形"),
        (good(5).replace(",01,9,", ",99,9,"), "事故类别"),
        (good(6).replace(",01,9,", ",,9,"), "事故类别"),
        (good(7).replace(",9,否", ",11,否"), "伤残等级"),
        (good(8).replace("否", "不"), "死亡"),
        (good(9).replace("1234.56", "12.345"), "基金支付（元）"),
        (good(10).replace("1234.56", "-1"), "基金支付（元）"),
        (
            good(11).replace(&credit_code(1), "91350100M000100Y44"),
            "统一社会信用代码",
        ),
        (good(12).replace(",06,", ",00,"), "行业大类"),
        (good(13).replace("工作事故,01", "职业病,"), "职业病种类"),
        (good(14).replace("准格尔旗", ""), "旗县区"),
        (
            good(15).replace("工作事故,01,9,否,", "职业病,,9,否,感冒"),
            "职业病种类",
        ),
        (good(16).replace("2025-03-08", "25-03-08"), "事故日期"),
        (good(17).replace("2025-03-08", "2026-08-01"), "事故类别"),
        (good(18).replace("工作事故,01", "上下班途中,99"), "事故类别"),
    ];
    let mut lines: Vec<String> = cases.iter().map(|(line, _)| line.clone()).collect();
    lines.extend([good(100), good(100), good(101)]);
    let report = import_lines(&world, &lines).await;
    let found: Vec<_> = report
        .rejected
        .iter()
        .map(|row| (row.line, row.column))
        .collect();
    let mut expected: Vec<_> = cases
        .iter()
        .enumerate()
        .map(|(index, (_, column))| (index + 2, *column))
        .collect();
    expected.push((cases.len() + 3, "认定编号"));
    assert_eq!(found, expected);
    assert_eq!(report.inserted, 2);
    let text: String = one(
        &world,
        "select text from event where action = 'import_injuries' and tenant_id = 150600",
    )
    .await;
    assert_eq!(
        text,
        "导入工伤认定数据 2 条（新增 2、更新 0、未变 0、未采纳 18）"
    );
    let exchanged: String = one(
        &world,
        "select about from exchange where tenant_id = 150600 and what = '导入'",
    )
    .await;
    assert_eq!(exchanged, text, "an import is an exchange (R014)");
}

async fn one<T>(world: &World, query: &'static str) -> T
where
    (T,): for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow> + Send + Unpin,
    T: Send + Unpin,
{
    let mut tx = world.admin.begin().await.unwrap();
    let (value,): (T,) = sqlx::query_as(query).fetch_one(&mut *tx).await.unwrap();
    value
}

#[tokio::test]
async fn diseases_and_commuting_need_no_type_but_may_have_one() {
    let world = world().await;
    let rows = [
        good(1).replace("工作事故,01,9,否,", "职业病,,9,否,噪声聋"),
        good(2).replace("工作事故,01", "上下班途中,"),
        good(3).replace("工作事故,01", "上下班途中,02"),
        good(4)
            .replace("2025-03-08", "2026-07-01")
            .replace(",01,", ",机械致害,"),
        good(5).replace(",06,", ",6,").replace(",01,", ",1,"),
    ];
    let report = import_lines(&world, &rows).await;
    assert_eq!((report.inserted, report.rejected.as_slice()), (5, &[][..]));
    let kept: String = one(&world, "select string_agg(classification || ':' || accident_type, ' ' order by recognition_no) from injury").await;
    assert_eq!(
        kept,
        ": : GB6441-1986:02 GB6441-2025:机械致害 GB6441-1986:01"
    );
}

#[tokio::test]
async fn an_accident_that_moves_to_another_year_leaves_the_first() {
    let world = world().await;
    import_lines(&world, &[good(1), good(2)]).await;
    import_lines(
        &world,
        &[
            good(1).replace("2025-03-08", "2024-03-08"),
            good(2).replace("2025-03-08", "2024-03-09"),
        ],
    )
    .await;
    let years: String = one(
        &world,
        "select string_agg(year || ':' || injuries || ':' || cost, ' ' order by year) from injury_year where tenant_id = 150600",
    )
    .await;
    assert_eq!(years, "2024:2:2469.12 2025:0:0.00");
}

#[tokio::test]
async fn a_workbook_is_read_by_its_content_with_numbers_and_dates() {
    let world = world().await;
    let report = import(&world, include_bytes!("../../data/test/injuries.xlsx"))
        .await
        .unwrap();
    assert_eq!((report.read, report.inserted), (3, 2));
    let rejected: Vec<_> = report
        .rejected
        .iter()
        .map(|row| (row.line, row.column))
        .collect();
    assert_eq!(rejected, [(5, "事故日期")], "row 4 of the sheet is empty");
    let row: String = one(&world, "select accident_on || ' ' || industry || ' ' || accident_type || ' ' || cost from injury where recognition_no = 'X1'").await;
    assert_eq!(row, "2025-03-08 06 01 1234.56");
}

#[tokio::test]
async fn lines_are_counted_as_an_editor_shows_them() {
    let world = world().await;
    let quoted = good(1).replace("综采", "\"综采\n一队\"");
    let report = import_lines(
        &world,
        &[quoted, String::new(), good(2).replace("否", "不")],
    )
    .await;
    assert_eq!(report.inserted, 1);
    let lines: Vec<_> = report.rejected.iter().map(|row| row.line).collect();
    assert_eq!(lines, [5]);
}

#[tokio::test]
async fn broken_utf8_is_not_taken_for_another_encoding() {
    let world = world().await;
    let mut bytes = format!("{HEADER}\n{}\n", good(1)).into_bytes();
    let place = bytes.len() - 30;
    bytes[place] = 0xE5;
    let refused = import(&world, &bytes).await.unwrap_err();
    assert!(refused.0.starts_with("第 2 行"), "{refused}");
}

#[tokio::test]
async fn gb18030_is_understood_and_other_bytes_are_refused_by_line() {
    let world = world().await;
    let text = format!("{HEADER}\n{}\n", good(1));
    let (bytes, _, _) = encoding_rs::GB18030.encode(&text);
    assert_eq!(import(&world, &bytes).await.unwrap().inserted, 1);
    let mut broken = bytes.to_vec();
    broken.extend(b"\xFF\xFF\xFE\n");
    let refused = import(&world, &broken).await.unwrap_err();
    assert!(refused.0.starts_with("第 3 行"), "{refused}");
}

#[tokio::test]
async fn missing_columns_empty_files_and_liars_are_refused() {
    let world = world().await;
    for (bytes, word) in [
        (&b""[..], "空的"),
        ("认定编号,盟市代码\nN1,150600\n".as_bytes(), "缺少这些列"),
        (b"PK\x03\x04 not a workbook", "xlsx"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", ".xls"),
        (b"%PDF-1.7", "PDF"),
    ] {
        let refused = import(&world, bytes).await.unwrap_err();
        assert!(refused.0.contains(word), "{refused}");
    }
    let missing = injuries(&world.admin, &PathBuf::from("/nowhere.csv"), |_| ())
        .await
        .unwrap_err();
    assert!(missing.0.contains("打不开文件"), "{missing}");
}

/// The three files of the handover, when they are at hand: `YUFANG_SAMPLES=<folder>`.
#[tokio::test]
async fn the_samples_are_imported_quickly() {
    let Some(folder) = std::env::var_os("YUFANG_SAMPLES").map(PathBuf::from) else {
        return;
    };
    let world = world().await;
    for name in [
        "injuries-2023-2025.csv",
        "injuries-150600-gb18030.csv",
        "injuries-150200.xlsx",
    ] {
        for _ in 0..2 {
            let report = injuries(&world.admin, &folder.join(name), |_| ())
                .await
                .unwrap();
            println!("{name}: {report}");
            assert!(report.rejected.is_empty());
        }
    }
}
