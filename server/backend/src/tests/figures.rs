//! The fund base and what the departments send each other.

use chrono::NaiveDate;
use domain::access::Action;
use domain::contract::{Answer, BaseDraft, BaseEntry, FiguresApi, FiguresView, MoneyApi, YearOf};
use domain::state::{BaseStatus, DatasetKind, EntryState};
use domain::{EntryId, Money, Version};

use super::refusals::{operator, refused};
use crate::figures::sets::forecast;
use crate::testkit::{BAOTOU, ORDOS, World, world};

fn draft(year: i32, status: &str, levy: &str, remitted: &str) -> BaseDraft {
    BaseDraft {
        year,
        status: status.into(),
        levy: levy.into(),
        remitted: remitted.into(),
        insured: "525,000 人".into(),
        source: "鄂社保〔2026〕12号".into(),
    }
}

/// The page for plan year 2027, as the clerk of Ordos sees it.
async fn page(world: &World) -> FiguresView {
    world.clerk(ORDOS).figures(YearOf::default()).await.unwrap()
}

async fn entry(world: &World, id: EntryId) -> BaseEntry {
    let page = page(world).await;
    page.entries
        .into_iter()
        .find(|entry| entry.id == id)
        .unwrap()
}

#[track_caller]
fn at<T: std::fmt::Debug>(answer: Answer<T>, kind: &str, field: &str) {
    let fault = answer.expect_err(kind);
    let refusal = fault.refusal().unwrap_or_else(|| panic!("{fault}"));
    assert_eq!((refusal.kind(), refusal.field()), (kind, Some(field)));
}

async fn newest_event(world: &World) -> String {
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query_scalar("select text from event where tenant_id = 150600 order by id desc limit 1")
        .fetch_one(&mut *tx)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_base_counts_once_another_person_has_confirmed_it() {
    let world = world().await;
    let (clerk, finance) = (world.clerk(ORDOS), world.finance(ORDOS));
    let id = clerk
        .enter_fund_base(draft(2026, "ESTIMATED", "100,000,000", "10000000.01"))
        .await
        .unwrap();
    let waiting = entry(&world, id).await;
    assert_eq!(waiting.state, EntryState::Pending);
    assert_eq!(waiting.retained, Money::from_fen(8_999_999_999));
    assert_eq!(waiting.cap, Money::from_fen(269_999_999), "down to the fen");
    assert_eq!(waiting.insured, 525_000);
    // Not in force yet: next year's plan still fits under the old base.
    clerk
        .compile_fee_plan(2027, Version(1), Money::from_fen(300_000_000))
        .await
        .unwrap();
    finance.confirm_fund_base(id, Version(1)).await.unwrap();
    let page = page(&world).await;
    let confirmed = page.entries.iter().find(|entry| entry.id == id).unwrap();
    assert_eq!(confirmed.state, EntryState::Confirmed);
    assert_ne!(confirmed.entered, confirmed.confirmed);
    refused(
        clerk
            .compile_fee_plan(2027, Version(2), Money::from_fen(270_000_000))
            .await,
        "OverCap",
    );
    let text = newest_event(&world).await;
    assert!(
        text.contains("2027 年度工伤预防费上限 2,699,999.99 元"),
        "{text}"
    );
}

#[tokio::test]
async fn estimate_and_closed_figure_stand_side_by_side() {
    let world = world().await;
    let (clerk, finance) = (world.clerk(ORDOS), world.finance(ORDOS));
    world.set_today(NaiveDate::from_ymd_opt(2027, 2, 1).unwrap());
    let id = clerk
        .enter_fund_base(draft(2026, "FINAL", "260000000", "26000000"))
        .await
        .unwrap();
    finance.confirm_fund_base(id, Version(1)).await.unwrap();
    let of = YearOf {
        year: Some(2027),
        tenant: None,
    };
    let page = clerk.figures(of).await.unwrap();
    let of_2026: Vec<_> = page
        .entries
        .iter()
        .filter(|entry| entry.year == 2026)
        .map(|entry| (entry.status, entry.state))
        .collect();
    assert_eq!(
        of_2026,
        [
            (BaseStatus::Final, EntryState::Confirmed),
            (BaseStatus::Estimated, EntryState::Confirmed)
        ]
    );
    // No estimate follows a closed figure; a corrected closed figure may.
    refused(
        clerk
            .enter_fund_base(draft(2026, "ESTIMATED", "1", "0"))
            .await,
        "WrongState",
    );
    clerk
        .enter_fund_base(draft(2026, "FINAL", "260000001", "26000000"))
        .await
        .unwrap();
    refused(
        clerk
            .enter_fund_base(draft(2026, "FINAL", "260000002", "26000000"))
            .await,
        "WrongState",
    );
}

#[tokio::test]
async fn a_closed_figure_below_what_is_committed_stays_and_flags_the_year() {
    let world = world().await;
    let (clerk, finance) = (world.clerk(ORDOS), world.finance(ORDOS));
    assert_eq!(page(&world).await.alerts, Vec::<String>::new());
    // Budgets of 2026 are approved in the small world; 3% of ten thousand yuan is below any of them.
    let id = clerk
        .enter_fund_base(draft(2025, "FINAL", "10000", "0"))
        .await
        .unwrap();
    finance.confirm_fund_base(id, Version(1)).await.unwrap();
    let page = page(&world).await;
    assert_eq!(page.alerts.len(), 1, "{:?}", page.alerts);
    assert!(
        page.alerts[0].starts_with("2026 年度上限按决算数为 300.00 元，低于已安排的"),
        "{:?}",
        page.alerts
    );
    let text = newest_event(&world).await;
    assert!(text.contains("低于已安排的"), "{text}");
    assert_eq!(
        entry(&world, id).await.state,
        EntryState::Confirmed,
        "it stays"
    );
    // What both regional departments consented to is room again.
    operator(
        &world,
        "insert into cap_override (tenant_id, year, amount, reason, requested_name, requested_on, document, hrss_on, finance_on)
         values (150600, 2026, 100000000, '试', '某人', '2026-11-24', '内人社函', '2026-11-24', '2026-11-24')",
        &[],
    )
    .await;
    let after = world.clerk(ORDOS).figures(YearOf::default()).await.unwrap();
    assert_eq!(after.alerts, Vec::<String>::new());
}

#[tokio::test]
async fn a_bad_base_is_refused_at_its_field() {
    let world = world().await;
    let clerk = world.clerk(ORDOS);
    let good = draft(2026, "ESTIMATED", "100", "10");
    let with = |change: fn(&mut BaseDraft)| {
        let mut draft = good.clone();
        change(&mut draft);
        draft
    };
    for (change, kind, field) in [
        (
            (|draft| draft.year = 2027) as fn(&mut BaseDraft),
            "UnknownChoice",
            "year",
        ),
        (|draft| draft.year = 1999, "UnknownChoice", "year"),
        (
            |draft| draft.status = "估".into(),
            "UnknownChoice",
            "status",
        ),
        (
            |draft| draft.status = "FINAL".into(),
            "YearNotOver",
            "status",
        ),
        (
            |draft| draft.levy = "一亿".into(),
            "AmountMalformed",
            "levy",
        ),
        (
            |draft| draft.levy = "1.234".into(),
            "AmountPrecision",
            "levy",
        ),
        (
            |draft| draft.remitted = "-1".into(),
            "AmountMalformed",
            "remitted",
        ),
        (
            |draft| draft.remitted = "100.01".into(),
            "AmountTooLarge",
            "remitted",
        ),
        (
            |draft| draft.insured = "-1".into(),
            "CountMalformed",
            "insured",
        ),
        (
            |draft| draft.insured = String::new(),
            "CountMalformed",
            "insured",
        ),
        (|draft| draft.source = " ".into(), "Required", "source"),
        (|draft| draft.source = "长".repeat(201), "TooLong", "source"),
    ] {
        at(clerk.enter_fund_base(with(change)).await, kind, field);
    }
    let entries = page(&world).await.entries;
    assert!(
        entries
            .iter()
            .all(|entry| entry.state == EntryState::Confirmed),
        "nothing was entered"
    );
}

#[tokio::test]
async fn finance_confirms_or_returns_once_and_only_what_it_saw() {
    let world = world().await;
    let (clerk, finance) = (world.clerk(ORDOS), world.finance(ORDOS));
    let good = draft(2026, "ESTIMATED", "100", "10");
    let id = clerk.enter_fund_base(good.clone()).await.unwrap();
    for wrong in [clerk.clone(), world.reviewer(ORDOS), world.region()] {
        refused(wrong.confirm_fund_base(id, Version(1)).await, "Forbidden");
    }
    refused(
        world
            .finance(BAOTOU)
            .confirm_fund_base(id, Version(1))
            .await,
        "NotFound",
    );
    refused(finance.confirm_fund_base(id, Version(2)).await, "Stale");
    at(
        finance.return_fund_base(id, Version(1), " ".into()).await,
        "Required",
        "reason",
    );
    finance
        .return_fund_base(id, Version(1), "与征收部门数据不一致".into())
        .await
        .unwrap();
    let returned = entry(&world, id).await;
    assert_eq!(
        (returned.state, returned.reason.as_str()),
        (EntryState::Returned, "与征收部门数据不一致")
    );
    refused(
        finance.confirm_fund_base(id, Version(2)).await,
        "WrongState",
    );
    // Returned entries stay; a new one may be made.
    let again = clerk.enter_fund_base(good).await.unwrap();
    assert_ne!(again, id);
    finance.confirm_fund_base(again, Version(1)).await.unwrap();
    // The person who entered cannot confirm, even in another post.
    operator(
        &world,
        "update fund_entry set state = 'PENDING', confirmed_by = null,
           entered_by = (select id from account where login = '150600-cz') where id = (select max(id) from fund_entry)",
        &[],
    )
    .await;
    refused(
        finance.confirm_fund_base(again, Version(2)).await,
        "SamePerson",
    );
}

#[tokio::test]
async fn a_set_comes_from_its_department_and_is_read_by_the_others_on_record() {
    let world = world().await;
    let rows = "采矿业,演示一矿,综采工,回采,尘肺病,3\n采矿业,演示二矿,,,噪声聋,1";
    let kind = DatasetKind::Disease;
    let send = |login: &str| {
        let session = world.session(login);
        async move {
            session
                .submit_dataset(kind, 2025, rows.into(), "年报".into())
                .await
        }
    };
    for wrong in [
        "150600-jb",
        "150600-yj",
        "150600-rs",
        "150600-cz",
        "region-wj",
        "coal",
    ] {
        refused(send(wrong).await, "Forbidden");
    }
    let first = send("150600-wj").await.unwrap();
    let second = send("150600-wj").await.unwrap();
    for login in [
        "150600-rs",
        "150600-cz",
        "150600-yj",
        "150600-jb",
        "150600-fh",
    ] {
        let view = world.session(login).dataset(second).await.unwrap();
        assert_eq!((view.version, view.rows.len()), (2, 2));
        assert!(view.readers[0].who.contains(&view_name(&world, login)));
    }
    let older = world.finance(ORDOS).dataset(first).await.unwrap();
    assert_eq!(older.version, 1, "the older stays readable");
    refused(world.health(BAOTOU).dataset(second).await, "NotFound");
    refused(world.region().dataset(second).await, "Forbidden");
    let page = page(&world).await;
    let row = page
        .sets
        .iter()
        .find(|set| set.kind == kind && set.year == 2025)
        .unwrap();
    assert_eq!((row.id, row.rows, row.needed), (Some(second), 2, true));
    let acts: Vec<_> = page
        .exchanges
        .iter()
        .map(|act| (act.what.as_str(), act.set.as_str()))
        .collect();
    assert_eq!(acts.len(), 8, "{acts:?}");
    assert_eq!(acts[0], ("查阅", "2025 年职业病报告（第 1 版）"));
    assert_eq!(acts[7], ("报送", "2025 年职业病报告（第 1 版，2 行）"));
    let abroad = world
        .clerk(BAOTOU)
        .figures(YearOf::default())
        .await
        .unwrap();
    assert!(abroad.exchanges.is_empty() && nothing_submitted(&abroad));
}

/// The world begins with a forecast, without which no budget could be approved, and nothing else.
fn nothing_submitted(page: &FiguresView) -> bool {
    page.sets
        .iter()
        .all(|set| set.id.is_none() || set.kind == DatasetKind::Forecast)
}

fn view_name(world: &World, login: &str) -> String {
    world.session(login).who.name
}

#[tokio::test]
async fn a_bad_row_keeps_the_whole_set_out() {
    let world = world().await;
    let emergency = world.emergency(ORDOS);
    let answer = emergency
        .submit_dataset(
            DatasetKind::Accident,
            2025,
            "采矿业,演示一矿,坍塌,1,0,0\n采矿业,演示一矿,坍塌,一,0,0".into(),
            String::new(),
        )
        .await;
    let fault = answer.unwrap_err();
    let refusal = fault.refusal().unwrap();
    assert_eq!(
        (refusal.kind(), refusal.field()),
        ("DatasetRow", Some("rows"))
    );
    assert!(
        refusal.sentence().starts_with("第 2 行有误"),
        "{}",
        refusal.sentence()
    );
    let one = "采矿业,演示一矿,坍塌,1,0,0";
    for (year, note, kind, field) in [
        (2027, "", "UnknownChoice", "year"),
        (1999, "", "UnknownChoice", "year"),
        (2025, "长", "TooLong", "note"),
    ] {
        let note = note.repeat(501);
        at(
            emergency
                .submit_dataset(DatasetKind::Accident, year, one.into(), note)
                .await,
            kind,
            field,
        );
    }
    let page = page(&world).await;
    assert!(nothing_submitted(&page));
    assert!(page.exchanges.is_empty());
}

#[tokio::test]
async fn the_forecast_says_whether_benefits_come_first() {
    let world = world().await;
    let clerk = world.clerk(ORDOS);
    let mut tx = clerk.write(Action::EnterFundBase).await.unwrap();
    let none = forecast(&mut tx, 2028).await.unwrap_err();
    assert_eq!(none.refusal().unwrap().kind(), "NoForecast");
    drop(tx);
    for benefits in ["1,500.00", "1700"] {
        let rows = format!("1000.00\t800\t{benefits}");
        clerk
            .submit_dataset(DatasetKind::Forecast, 2027, rows, String::new())
            .await
            .unwrap();
    }
    let mut tx = clerk.write(Action::EnterFundBase).await.unwrap();
    let newest = forecast(&mut tx, 2027).await.unwrap();
    assert_eq!(newest.benefits, Money::from_fen(170_000));
    assert_eq!(newest.after(Money::from_fen(10_000)).unwrap(), Money::ZERO);
    let short = newest.after(Money::from_fen(10_001)).unwrap_err();
    assert_eq!(short.kind(), "BenefitsFirst");
    drop(tx);
    let mut abroad = world
        .clerk(BAOTOU)
        .write(Action::EnterFundBase)
        .await
        .unwrap();
    // The other city reads its own.
    assert_ne!(forecast(&mut abroad, 2027).await.unwrap(), newest);
}

#[tokio::test]
async fn the_region_looks_at_one_city_and_changes_nothing() {
    let world = world().await;
    let region = world.region();
    let of = |tenant| YearOf {
        year: Some(2027),
        tenant,
    };
    let page = region.figures(of(Some(ORDOS))).await.unwrap();
    assert_eq!(page.tenant, ORDOS);
    assert!(!page.entries.is_empty());
    assert!(page.offers.is_empty() && page.mine.is_empty() && page.uploads.is_empty());
    refused(region.figures(of(None)).await, "NotFound");
    refused(
        region.figures(of(Some(domain::TenantId(1)))).await,
        "NotFound",
    );
    refused(
        region
            .enter_fund_base(draft(2026, "ESTIMATED", "1", "0"))
            .await,
        "Forbidden",
    );
    // A city that names another one still sees itself.
    let own = world.clerk(BAOTOU).figures(of(Some(ORDOS))).await.unwrap();
    assert_eq!(own.tenant, BAOTOU);
    refused(
        region
            .figures(YearOf {
                year: Some(9999),
                tenant: Some(ORDOS),
            })
            .await,
        "NotFound",
    );
}
