//! Injuries by web: a preview changes nothing, and what is rejected can be taken home.

use domain::UploadId;
use domain::contract::{FiguresApi, InjuryUploadView, UploadCounts, YearOf};
use domain::state::UploadState;

use super::refusals::refused;
use crate::demo::code::credit_code;
use crate::testkit::{BAOTOU, ORDOS, World, world};

const HEADER: &str = "认定编号,盟市代码,旗县区,用人单位,统一社会信用代码,行业大类,工种,岗位,事故日期,情形,事故类别,伤残等级,死亡,职业病种类,基金支付（元）";

fn good(number: u32) -> String {
    format!(
        "N{number},150600,准格尔旗,演示煤业有限公司,{},06,采煤工,综采,2025-03-08,工作事故,01,9,否,,1234.56",
        credit_code(1)
    )
}

fn file(lines: &[String]) -> Vec<u8> {
    format!("\u{FEFF}{HEADER}\r\n{}\r\n", lines.join("\r\n")).into_bytes()
}

async fn preview(world: &World, content: Vec<u8>) -> (UploadId, InjuryUploadView) {
    let clerk = world.clerk(ORDOS);
    let id = clerk
        .preview_injuries("工伤 2025.csv".into(), content)
        .await
        .unwrap();
    (id, clerk.injury_upload(id).await.unwrap())
}

async fn injuries(world: &World) -> i64 {
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query_scalar("select count(*) from injury")
        .fetch_one(&mut *tx)
        .await
        .unwrap()
}

const fn counts(new: i64, changed: i64, unchanged: i64, rejected: i64) -> UploadCounts {
    UploadCounts {
        new,
        changed,
        unchanged,
        rejected,
    }
}

#[tokio::test]
async fn nothing_is_imported_until_somebody_says_so() {
    let world = world().await;
    let clerk = world.clerk(ORDOS);
    let lines = [
        good(1),
        good(2),
        good(3).replace("2025-03-08", "2099-01-01"),
        good(4).replace("150600", "150200"),
    ];
    let (id, view) = preview(&world, file(&lines)).await;
    assert_eq!(view.counts, counts(2, 0, 0, 2));
    assert_eq!(
        (view.state, view.years.as_slice()),
        (UploadState::Preview, &[2025][..])
    );
    assert_eq!((view.heads.len(), view.sample.len()), (15, 4));
    assert_eq!(view.heads[0], "认定编号");
    let reasons: Vec<_> = view
        .rejected
        .iter()
        .map(|(line, reason)| (*line, reason.as_str()))
        .collect();
    assert_eq!(
        reasons,
        [
            (4, "“事故日期”晚于今天（2099-01-01）"),
            (5, "“盟市代码”不是本盟市的数据（150200）")
        ]
    );
    assert!(view.offers[0].why_not.is_none());
    assert_eq!(injuries(&world).await, 0);

    clerk.import_injuries(id).await.unwrap();
    assert_eq!(injuries(&world).await, 2);
    let done = clerk.injury_upload(id).await.unwrap();
    assert_eq!(
        (done.state, done.counts),
        (UploadState::Imported, counts(2, 0, 0, 2))
    );
    assert!(done.offers[0].why_not.is_some());
    refused(clerk.import_injuries(id).await, "WrongState");
    let page = clerk.figures(YearOf::default()).await.unwrap();
    let of_2025 = page
        .injuries
        .iter()
        .find(|year| year.year == 2025)
        .map(|year| (year.injuries, year.cost.to_string()));
    assert_eq!(of_2025, Some((2, "2,469.12".into())));
    assert_eq!(page.uploads.len(), 1);
    assert_eq!(page.exchanges[0].what, "导入");
}

#[tokio::test]
async fn a_preview_says_what_is_new_changed_and_the_same_and_is_counted_anew() {
    let world = world().await;
    let clerk = world.clerk(ORDOS);
    let (first, _) = preview(&world, file(&[good(1), good(2)])).await;
    clerk.import_injuries(first).await.unwrap();
    let later = file(&[good(1), good(2).replace("1234.56", "1"), good(3)]);
    let (second, view) = preview(&world, later.clone()).await;
    assert_eq!(view.counts, counts(1, 1, 1, 0));
    let (third, _) = preview(&world, later).await;
    clerk.import_injuries(second).await.unwrap();
    // The other preview of the same rows has nothing left to do.
    clerk.import_injuries(third).await.unwrap();
    let done = clerk.injury_upload(third).await.unwrap();
    assert_eq!(done.counts, counts(0, 0, 3, 0));
    assert_eq!(injuries(&world).await, 3);
}

#[tokio::test]
async fn rejected_rows_come_back_with_their_columns_and_the_reason() {
    let world = world().await;
    let quoted = good(1).replace("采煤工", "\"采煤工,甲班\"");
    let lines = [
        quoted.replace(",9,否", ",11,否"),
        "N9,150600".into(),
        good(2),
    ];
    let (id, _) = preview(&world, file(&lines)).await;
    let csv = world.clerk(ORDOS).rejected_injuries(id).await.unwrap();
    let mut lines = csv.split("\r\n");
    assert_eq!(
        lines.next(),
        Some(format!("\u{FEFF}{HEADER},原因").as_str()),
        "a spreadsheet needs the mark"
    );
    let row = lines.next().unwrap();
    assert!(row.contains("\"采煤工,甲班\""), "{row}");
    assert!(
        row.ends_with(",“伤残等级”应为 1 至 10，未评定的留空（11）"),
        "{row}"
    );
    let short = lines.next().unwrap();
    assert!(
        short.starts_with("N9,150600,,,") && short.matches(',').count() == 15,
        "{short}"
    );
    assert_eq!((lines.next(), lines.next()), (Some(""), None));
    // Improved and sent again, with the column of reasons still in it, it is taken.
    let mended = csv
        .replace(",11,否", ",9,否")
        .lines()
        .take(2)
        .collect::<Vec<_>>()
        .join("\n");
    let (_, view) = preview(&world, mended.into_bytes()).await;
    assert_eq!(view.counts, counts(1, 0, 0, 0));
}

#[tokio::test]
async fn other_encodings_and_workbooks_are_read_by_their_content() {
    let world = world().await;
    let (bytes, _, _) = encoding_rs::GB18030.encode(HEADER);
    let (row, _, _) = encoding_rs::GB18030.encode("\r\nN1,150600,准格尔旗,演示煤业有限公司,");
    let rest = format!("{},06,a,b,2025-03-08,,,,,,", credit_code(1));
    let all = [&bytes, row.as_ref(), rest.as_bytes()].concat();
    let (_, view) = preview(&world, all).await;
    assert_eq!(view.sample[0][2], "准格尔旗");
    let workbook = include_bytes!("../../data/test/injuries.xlsx").to_vec();
    let (_, view) = preview(&world, workbook).await;
    assert_eq!((view.counts, view.rejected[0].0), (counts(2, 0, 0, 1), 5));
}

#[tokio::test]
async fn a_file_that_is_no_table_is_refused_whole() {
    let world = world().await;
    let clerk = world.clerk(ORDOS);
    for (name, content, because) in [
        ("a.csv", &b""[..], "文件是空的"),
        ("a.xlsx", b"%PDF-1.7", "PDF"),
        ("a.csv", b"PK\x03\x04 not a workbook", "xlsx"),
        ("a.csv", "甲,乙\n1,2".as_bytes(), "缺少这些列"),
        ("..\\..\\a.csv", b"x", "路径"),
        ("/etc/passwd", b"x", "路径"),
        ("", b"x", "没有选择文件"),
    ] {
        let fault = clerk
            .preview_injuries(name.into(), content.to_vec())
            .await
            .unwrap_err();
        let refusal = fault.refusal().unwrap();
        assert_eq!(refusal.kind(), "FileUnreadable", "{name}");
        assert!(
            refusal.sentence().contains(because) && !refusal.sentence().contains("。。"),
            "{}",
            refusal.sentence()
        );
    }
    // A NUL in a cell is a bad row, not a broken database.
    let (_, view) = preview(&world, file(&[good(1).replace("采煤工", "采\0煤")])).await;
    assert_eq!(view.counts, counts(0, 0, 0, 1));
    assert!(
        view.rejected[0].1.contains("不可见字符"),
        "{:?}",
        view.rejected
    );
}

#[tokio::test]
async fn an_upload_is_its_citys_clerks() {
    let world = world().await;
    let (id, _) = preview(&world, file(&[good(1)])).await;
    for login in ["150600-rs", "150600-wj", "region-rs", "coal", "expert-1"] {
        let session = world.session(login);
        refused(session.injury_upload(id).await, "Forbidden");
        refused(session.rejected_injuries(id).await, "Forbidden");
        refused(session.import_injuries(id).await, "Forbidden");
        refused(
            session.preview_injuries("a.csv".into(), vec![]).await,
            "Forbidden",
        );
    }
    refused(world.reviewer(ORDOS).import_injuries(id).await, "Forbidden");
    world.reviewer(ORDOS).injury_upload(id).await.unwrap();
    let abroad = world.clerk(BAOTOU);
    refused(abroad.injury_upload(id).await, "NotFound");
    refused(abroad.rejected_injuries(id).await, "NotFound");
    refused(abroad.import_injuries(id).await, "NotFound");
    assert_eq!(injuries(&world).await, 0);
}
