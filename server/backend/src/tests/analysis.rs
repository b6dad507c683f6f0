//! The three-year analysis: counted, incomplete with a reason, frozen for good.

use chrono::NaiveDate;
use domain::Money;
use domain::contract::{AnalysisView, FiguresApi, RankedRow, Ranking, YearOf};
use domain::state::DatasetKind;
use sha2::{Digest, Sha256};

use super::refusals::{operator, refused};
use crate::testkit::{BAOTOU, ORDOS, World, world};

/// Injuries of Ordos: number, county, employer's code, trade, day, circumstance, edition, type,
/// died, disease, cost.
async fn injuries(world: &World, rows: &[&str]) {
    for row in rows {
        let cells: Vec<&str> = row.split(',').collect();
        operator(
            world,
            "insert into injury (tenant_id, recognition_no, county, employer, credit_code, industry, trade, post, accident_on,
               circumstance, classification, accident_type, died, disease, cost)
             values (150600, $1, $2, '企业' || $3, $3, '06', $4, '综采', $5::date, $6, $7, $8, $9::boolean, $10, $11::numeric)",
            &cells,
        )
        .await;
    }
}

const FEW: &[&str] = &[
    "a,准格尔旗,A,采煤工,2023-01-01,工作事故,GB6441-1986,01,false,,100.10",
    "b,准格尔旗,A,采煤工,2024-06-30,工作事故,GB6441-1986,01,true,,900000",
    "c,准格尔旗,B,司机,2025-12-31,上下班途中,,,false,,50",
    "d,东胜区,B,司机,2025-07-31,职业病,,,false,噪声聋,10",
    "e,东胜区,C,司机,2025-08-01,职业病,,,false,噪声聋,10",
    "before,东胜区,C,司机,2022-12-31,工作事故,GB6441-1986,01,true,,1",
    "after,东胜区,C,司机,2026-01-01,工作事故,GB6441-1986,01,true,,1",
];

async fn look(world: &World, year: i32) -> AnalysisView {
    let of = YearOf {
        year: Some(year),
        tenant: None,
    };
    world.clerk(ORDOS).analysis(of).await.unwrap()
}

fn ranking<'a>(view: &'a AnalysisView, title: &str) -> &'a Ranking {
    view.rankings
        .iter()
        .find(|ranking| ranking.title == title)
        .unwrap_or_else(|| panic!("no ranking {title}"))
}

fn short(row: &RankedRow) -> (&str, i64, i64, &[i64]) {
    (&row.name, row.count, row.deaths, &row.years)
}

/// All sets that a complete analysis of plan year 2027 needs.
async fn all_sets(world: &World) {
    for year in 2023..=2025 {
        for (login, kind, rows) in [
            ("150600-jb", DatasetKind::Fund, "1000,900,800"),
            (
                "150600-jb",
                DatasetKind::Insured,
                "全市,,500000\n旗县区,准格尔旗,1000\n行业,煤炭开采和洗选业,100000",
            ),
            (
                "150600-wj",
                DatasetKind::Disease,
                "06,演示一矿,综采工,,尘肺病,3\n采矿业,演示二矿,,,噪声聋,1",
            ),
            (
                "150600-yj",
                DatasetKind::Accident,
                "采矿业,演示一矿,坍塌,2,1,0",
            ),
        ] {
            world
                .session(login)
                .submit_dataset(kind, year, rows.into(), String::new())
                .await
                .unwrap();
        }
    }
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn three_years_are_counted_along_every_dimension() {
    let world = world().await;
    injuries(&world, FEW).await;
    all_sets(&world).await;
    let view = look(&world, 2027).await;
    assert_eq!(view.window, [2023, 2024, 2025]);
    assert_eq!(view.missing, Vec::<String>::new());
    let totals: Vec<_> = view
        .totals
        .iter()
        .map(|year| (year.injuries, year.deaths, year.diseases, year.insured))
        .collect();
    assert_eq!(
        totals,
        [
            (1, 0, Some(4), Some(500_000)),
            (1, 1, Some(4), Some(500_000)),
            (3, 0, Some(4), Some(500_000))
        ]
    );
    assert_eq!(view.totals[1].cost, Money::from_fen(90_000_000));
    assert_eq!(view.totals[0].income, Some(Money::from_fen(90_000)));
    assert_eq!(view.totals[0].expenditure, Some(Money::from_fen(80_000)));
    let counties = ranking(&view, "旗县区");
    assert_eq!(
        counties.rows.iter().map(short).collect::<Vec<_>>(),
        [
            ("准格尔旗", 3, 1, &[1, 1, 1][..]),
            ("东胜区", 2, 0, &[0, 0, 2])
        ]
    );
    // 3 cases among three times 1,000 insured: 1 per 1,000; nobody said how many 东胜区 has.
    assert_eq!(
        counties.rows.iter().map(|row| row.rate).collect::<Vec<_>>(),
        [Some(1000), None]
    );
    let industry = &ranking(&view, "行业").rows[0];
    assert_eq!(
        (industry.name.as_str(), industry.count, industry.rate),
        ("煤炭开采和洗选业", 5, Some(16))
    );
    assert_eq!(
        ranking(&view, "用人单位")
            .rows
            .iter()
            .map(short)
            .collect::<Vec<_>>(),
        [
            ("企业A", 2, 1, &[1, 1, 0][..]),
            ("企业B", 2, 0, &[0, 0, 2]),
            ("企业C", 1, 0, &[0, 0, 1])
        ]
    );
    assert_eq!(ranking(&view, "工种").rows[0].count, 3);
    assert_eq!(ranking(&view, "岗位").rows[0].count, 5);
    let types: Vec<_> = ranking(&view, "事故类别").rows.iter().map(short).collect();
    assert_eq!(
        types,
        [
            ("物体打击", 2, 1, &[1, 1, 0][..]),
            ("职业病", 2, 0, &[0, 0, 2]),
            ("上下班途中", 1, 0, &[0, 0, 1])
        ]
    );
    assert_eq!(
        ranking(&view, "职业病报告：行业").rows[0].name,
        "煤炭开采和洗选业"
    );
    let production = &ranking(&view, "生产安全事故：类别").rows[0];
    assert_eq!(short(production), ("坍塌", 6, 3, &[2, 2, 2][..]));
    assert!(
        view.notes
            .iter()
            .any(|note| note.contains("用人单位、工种、岗位") && note.contains("发生率未计算")),
        "{:?}",
        view.notes
    );
}

#[tokio::test]
async fn without_sets_it_is_frozen_only_with_a_reason() {
    let world = world().await;
    injuries(&world, &FEW[1..]).await;
    let clerk = world.clerk(ORDOS);
    let view = look(&world, 2027).await;
    assert_eq!(view.missing.len(), 10, "{:?}", view.missing);
    assert_eq!(view.missing[0], "2023 年工伤认定明细");
    assert!(view.missing.contains(&"2024 年职业病报告".to_owned()));
    assert!(
        view.rankings
            .iter()
            .all(|ranking| !ranking.title.contains("报告"))
    );
    for wrong in [world.finance(ORDOS), world.hrss(ORDOS), world.region()] {
        refused(wrong.freeze_analysis(2027, "试".into()).await, "Forbidden");
    }
    for year in [2025, 2028] {
        refused(
            clerk.freeze_analysis(year, "试".into()).await,
            "UnknownChoice",
        );
    }
    refused(
        clerk.freeze_analysis(2027, " ".into()).await,
        "AnalysisIncomplete",
    );
    refused(
        clerk.freeze_analysis(2027, "长".repeat(501)).await,
        "TooLong",
    );
    assert!(look(&world, 2027).await.frozen.is_none());
    clerk
        .freeze_analysis(2027, "机构改革，数据未移交".into())
        .await
        .unwrap();
    let frozen = look(&world, 2027).await;
    assert_eq!(
        frozen.frozen.as_ref().unwrap().reason,
        "机构改革，数据未移交"
    );
    // Nothing has come in: it stays as it is. Then something does, and it may be frozen anew.
    refused(
        clerk.freeze_analysis(2027, "再次".into()).await,
        "WrongState",
    );
    assert!(frozen.offers.is_empty());
    all_sets(&world).await;
    assert_eq!(
        look(&world, 2027).await.missing.len(),
        10,
        "still the frozen"
    );
    assert_eq!(look(&world, 2027).await.offers.len(), 1);
    clerk
        .freeze_analysis(2027, "2023 年数据无法取得".into())
        .await
        .unwrap();
    assert_eq!(look(&world, 2027).await.missing, ["2023 年工伤认定明细"]);
    let mut tx = world.admin.begin().await.unwrap();
    let kept: i64 = sqlx::query_scalar("select count(*) from analysis")
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    assert_eq!(kept, 2, "the first one is kept");
}

#[tokio::test]
async fn what_is_frozen_stays_as_it_is() {
    let world = world().await;
    injuries(&world, FEW).await;
    all_sets(&world).await;
    let clerk = world.clerk(ORDOS);
    let before = look(&world, 2027).await;
    clerk.freeze_analysis(2027, "无用".into()).await.unwrap();
    injuries(
        &world,
        &["z,乌审旗,Z,司机,2025-12-31,上下班途中,,,true,,50"],
    )
    .await;
    world
        .health(ORDOS)
        .submit_dataset(
            DatasetKind::Disease,
            2025,
            "采矿业,某矿,,,尘肺病,999".into(),
            String::new(),
        )
        .await
        .unwrap();
    let frozen = look(&world, 2027).await;
    assert_eq!(frozen.totals, before.totals);
    assert_eq!(frozen.rankings, before.rankings);
    let mark = frozen.frozen.unwrap();
    assert_eq!(mark.reason, "", "a complete one needs no reason");
    refused(
        clerk.freeze_analysis(2027, "再次".into()).await,
        "WrongState",
    );
    // The region reads the same; another city has none.
    let above = YearOf {
        year: Some(2027),
        tenant: Some(ORDOS),
    };
    let region = world.region().analysis(above).await.unwrap();
    assert_eq!(region.frozen.as_ref(), Some(&mark));
    assert!(region.offers.is_empty());
    let abroad = world
        .clerk(BAOTOU)
        .analysis(YearOf::default())
        .await
        .unwrap();
    assert!(abroad.frozen.is_none() && abroad.totals.iter().all(|year| year.injuries == 0));
    // Anybody can compute the hash from what is kept, and nobody can change that.
    let mut tx = world.admin.begin().await.unwrap();
    let content: serde_json::Value = sqlx::query_scalar("select content from analysis")
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    assert_eq!(hex::encode(Sha256::digest(canonical(&content))), mark.hash);
    let changed = sqlx::query("update analysis set reason = 'x'")
        .execute(&mut *tx)
        .await;
    assert!(changed.unwrap_err().to_string().contains("append-only"));
}

/// Names in order, nothing between: written anew, so that the program is not its own witness.
fn canonical(value: &serde_json::Value) -> String {
    use serde_json::Value;
    match value {
        Value::Array(items) => {
            format!(
                "[{}]",
                items.iter().map(canonical).collect::<Vec<_>>().join(",")
            )
        }
        Value::Object(fields) => {
            let mut names: Vec<_> = fields.keys().collect();
            names.sort();
            let fields = names.into_iter().map(|name| {
                let key = Value::String(name.clone());
                format!("{key}:{}", canonical(&fields[name]))
            });
            format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
        }
        other => other.to_string(),
    }
}

#[tokio::test]
async fn an_analysis_that_does_not_fit_its_hash_is_not_shown() {
    let world = world().await;
    operator(
        &world,
        "insert into analysis (tenant_id, year, no, content, hash, frozen_on, frozen_by)
         values (150600, 2027, 1, '{}', repeat('0', 64), '2026-11-24', '某人')",
        &[],
    )
    .await;
    let fault = world
        .clerk(ORDOS)
        .analysis(YearOf::default())
        .await
        .unwrap_err();
    assert!(fault.refusal().is_none(), "{fault}");
}

#[expect(clippy::too_many_lines, reason = "a story reads from top to bottom")]
#[tokio::test]
async fn types_of_two_editions_are_merged_only_by_the_table() {
    let world = world().await;
    world.set_today(NaiveDate::from_ymd_opt(2027, 3, 1).unwrap());
    injuries(
        &world,
        &[
            "a,x,A,甲,2026-06-30,工作事故,GB6441-1986,01,false,,1",
            "b,x,A,甲,2026-06-30,工作事故,GB6441-1986,03,true,,1",
            "c,x,A,甲,2026-07-01,工作事故,GB6441-2025,物体打击,false,,1",
            "d,x,A,甲,2025-07-31,职业病,,,false,噪声聋,1",
            "e,x,A,甲,2025-08-01,职业病,,,false,噪声聋,1",
        ],
    )
    .await;
    let names = |view: &AnalysisView, title: &str| -> Vec<(String, i64)> {
        let rows = &ranking(view, title).rows;
        rows.iter()
            .map(|row| (row.name.clone(), row.count))
            .collect()
    };
    let view = look(&world, 2028).await;
    let struck: Vec<_> = names(&view, "事故类别")
        .into_iter()
        .filter(|(name, _)| name.starts_with("物体打击"))
        .collect();
    assert_eq!(
        struck,
        [
            (
                "物体打击〔企业职工伤亡事故分类（GB 6441-1986）〕".to_owned(),
                1
            ),
            (
                "物体打击〔生产安全事故分类与编码（GB 6441-2025）〕".to_owned(),
                1
            )
        ],
        "the same word in two editions is two types"
    );
    assert_eq!(names(&view, "职业病种类").len(), 2);
    assert!(view.notes.iter().any(|note| note.contains("分别列示")));
    let old: Vec<_> = view.old_types.iter().map(|of| of.key.as_str()).collect();
    assert_eq!(
        old,
        [
            "ACCIDENT:GB6441-1986:01",
            "ACCIDENT:GB6441-1986:03",
            "DISEASE:2013:噪声聋"
        ]
    );
    assert!(view.new_types.iter().any(|of| of.name == "机械致害"));

    let clerk = world.clerk(ORDOS);
    let map = |from: &str, to: &str| clerk.map_type(from.to_owned(), to.to_owned());
    for (from, to, field) in [
        (
            "ACCIDENT:GB6441-1986:99",
            "ACCIDENT:GB6441-2025:物体打击",
            "from",
        ),
        (
            "ACCIDENT:GB6441-2025:触电",
            "ACCIDENT:GB6441-2025:物体打击",
            "from",
        ),
        ("甲", "", "from"),
        ("ACCIDENT:GB6441-1986:01", "ACCIDENT:GB6441-1986:02", "to"),
        ("ACCIDENT:GB6441-1986:01", "DISEASE:2024:噪声聋", "to"),
        ("ACCIDENT:GB6441-1986:01", "ACCIDENT:GB6441-2025:01", "to"),
        ("DISEASE:2013:噪声聋", "DISEASE:2024:感冒", "to"),
    ] {
        let fault = map(from, to).await.unwrap_err();
        assert_eq!(fault.refusal().unwrap().field(), Some(field), "{from} {to}");
    }
    refused(map("ACCIDENT:GB6441-1986:01", "").await, "NotFound");
    for wrong in [world.reviewer(ORDOS), world.health(ORDOS), world.region()] {
        refused(
            wrong
                .map_type(
                    "ACCIDENT:GB6441-1986:01".into(),
                    "ACCIDENT:GB6441-2025:物体打击".into(),
                )
                .await,
            "Forbidden",
        );
    }
    map("ACCIDENT:GB6441-1986:01", "ACCIDENT:GB6441-2025:触电")
        .await
        .unwrap();
    map("ACCIDENT:GB6441-1986:01", "ACCIDENT:GB6441-2025:物体打击")
        .await
        .unwrap();
    map("DISEASE:2013:噪声聋", "DISEASE:2024:噪声聋")
        .await
        .unwrap();
    let merged = look(&world, 2028).await;
    assert!(
        names(&merged, "事故类别").contains(&(
            "物体打击〔生产安全事故分类与编码（GB 6441-2025）〕".to_owned(),
            2
        )),
        "both are one now"
    );
    assert_eq!(
        names(&merged, "职业病种类"),
        [("噪声聋".to_owned(), 2)],
        "one edition is left, so it needs no name"
    );
    assert_eq!(merged.mappings.len(), 2);
    assert!(
        merged
            .notes
            .iter()
            .any(|note| note.contains("1 件按对照表计入“物体打击”")),
        "{:?}",
        merged.notes
    );
    // Another city maps for itself.
    let abroad = world
        .clerk(BAOTOU)
        .analysis(YearOf::default())
        .await
        .unwrap();
    assert!(abroad.mappings.is_empty());
    map("ACCIDENT:GB6441-1986:01", "").await.unwrap();
    let apart = look(&world, 2028).await;
    assert_eq!(apart.mappings.len(), 1);
    assert_eq!(
        names(&apart, "事故类别"),
        names(&view, "事故类别"),
        "as before"
    );
}

/// As many rows as the region has in three years, all in one city: no count may be lost, and the
/// rankings stay short. How long it takes is measured by `yufang bench analysis`.
#[tokio::test]
async fn a_city_with_as_many_rows_as_the_whole_region_is_counted_completely() {
    let world = world().await;
    operator(
        &world,
        "insert into injury (tenant_id, recognition_no, county, employer, credit_code, industry, trade, post, accident_on,
           circumstance, classification, accident_type, died, disease, cost)
         select 150600, 'B' || n, '旗县' || n % 9, '企业' || n % 2000, 'C' || n % 2000, lpad((n % 97 + 1)::text, 2, '0'),
           '工种' || n % 60, '岗位' || n % 80, date '2023-01-01' + n % 1096, '工作事故', 'GB6441-1986',
           lpad((n % 20 + 1)::text, 2, '0'), n % 100 = 0, '', 1.01
         from generate_series(1, 42853) n",
        &[],
    )
    .await;
    operator(&world, "analyze injury", &[]).await;
    let begun = std::time::Instant::now();
    let view = look(&world, 2027).await;
    println!("42,853 rows in {:?}", begun.elapsed());
    let all: i64 = view.totals.iter().map(|year| year.injuries).sum();
    assert_eq!(all, 42_853);
    let cost: Money = view.totals.iter().map(|year| year.cost).sum();
    assert_eq!(cost, Money::from_fen(42_853 * 101));
    let employers = ranking(&view, "用人单位");
    assert_eq!((employers.rows.len(), employers.more), (15, 1985));
    let counties = ranking(&view, "旗县区");
    assert_eq!(counties.more, 0);
    assert_eq!(
        counties.rows.iter().map(|row| row.count).sum::<i64>(),
        42_853
    );
    let types = ranking(&view, "事故类别");
    assert_eq!((types.rows.len(), types.more), (15, 5));
    for row in &types.rows {
        assert_eq!(row.years.iter().sum::<i64>(), row.count);
    }
}
