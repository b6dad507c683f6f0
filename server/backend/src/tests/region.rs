//! The regional dashboard cut to a city or to a past day, and as a workbook.

use std::io::Cursor;

use calamine::{Data, DataType as _, Reader as _, Xlsx};
use chrono::NaiveDate;
use domain::Money;
use domain::contract::{
    Answer, ListPart, ListQuery, ProjectApi as _, RegionDashboard, RegionQuery, ScreensApi,
};
use domain::state::{AcceptanceState, Mode, ProjectState};

use super::refusals::refused;
use crate::Session;
use crate::testkit::{BAOTOU, ORDOS, World, world};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn asof(day: &str) -> RegionQuery {
    RegionQuery {
        asof: day.into(),
        ..RegionQuery::default()
    }
}

async fn ask(session: &Session, query: RegionQuery) -> Answer<RegionDashboard> {
    session.region_dashboard(query).await
}

/// Two cities with money and acceptances, some of it late.
async fn busy() -> World {
    let world = world().await;
    let amount = |yuan: i64| Money::from_fen(yuan * 100);
    for (city, mode, yuan, state) in [
        (ORDOS, Mode::Commissioned, 210_000, ProjectState::InProgress),
        (BAOTOU, Mode::Commissioned, 430_000, ProjectState::Passed),
    ] {
        world.project_at(city, mode, amount(yuan), state).await;
    }
    world
        .project_at(
            BAOTOU,
            Mode::Commissioned,
            amount(82_000),
            AcceptanceState::Rectifying,
        )
        .await;
    world.advance_days(30);
    world
}

#[tokio::test]
async fn a_page_cut_to_a_city_says_what_the_city_itself_sees() {
    let world = busy().await;
    let mut sums = Vec::new();
    for city in [ORDOS, BAOTOU] {
        let query = RegionQuery {
            tenant: Some(city.0),
            ..RegionQuery::default()
        };
        let page = ask(&world.region(), query).await.unwrap();
        let own = world.clerk(city).workbench(None).await.unwrap();
        assert_eq!((page.tenant, page.tiles.len()), (Some(city), 12));
        assert_eq!(page.figures, own.figures);
        assert_eq!(page.pipeline, own.pipeline);
        assert_eq!(page.due, own.due);
        assert_eq!(page.feed, own.feed);
        assert!(page.money.iter().all(|row| row.tenant == city));
        assert!(page.race.iter().all(|row| row.tenant == city));
        assert!(page.ranking.iter().all(|row| row.tenant == city));
        sums.push(page.figures.agreement);
    }
    let whole = ask(&world.region(), RegionQuery::default()).await.unwrap();
    assert_eq!(whole.figures.agreement, sums.into_iter().sum());
    let strange = RegionQuery {
        tenant: Some(999_999),
        ..RegionQuery::default()
    };
    refused(ask(&world.region(), strange).await, "NotFound");
}

#[tokio::test]
async fn a_city_sees_the_region_s_page_of_itself_and_no_other() {
    let world = busy().await;
    let past = world.today() - chrono::Days::new(10);
    for city in [ORDOS, BAOTOU] {
        for asof in [String::new(), past.to_string()] {
            let of = |tenant| RegionQuery {
                tenant,
                asof: asof.clone(),
                ..RegionQuery::default()
            };
            let from_above = ask(&world.region(), of(Some(city.0))).await.unwrap();
            for session in [world.hrss(city), world.payer(city), world.health(city)] {
                let own = ask(&session, of(None)).await.unwrap();
                assert_eq!(own.tiles.len(), 1);
                let tiles = from_above.tiles.iter().filter(|tile| tile.tenant == city);
                let expected = RegionDashboard {
                    tiles: tiles.cloned().collect(),
                    ..from_above.clone()
                };
                assert_eq!(own, expected);
                assert_eq!(ask(&session, of(Some(city.0))).await.unwrap(), own);
                let other = if city == ORDOS { BAOTOU } else { ORDOS };
                refused(ask(&session, of(Some(other.0))).await, "NotFound");
            }
        }
    }
    refused(
        ask(&world.session("coal"), RegionQuery::default()).await,
        "Forbidden",
    );
    refused(
        ask(&world.evaluator(), RegionQuery::default()).await,
        "Forbidden",
    );
}

#[tokio::test]
async fn a_day_that_cannot_be_shown_is_refused_with_the_way_out() {
    let world = busy().await;
    let region = world.region();
    for (typed, name, said) in [
        ("昨天", "DateMalformed", "2026-11-24"),
        ("2026-02-30", "DateMalformed", "2026-11-24"),
        ("2026-12-25", "DateTooLate", "还没有发生"),
        ("1999-01-01", "DateTooEarly", "没有办理记录"),
    ] {
        let fault = ask(&region, asof(typed)).await.unwrap_err();
        let refusal = fault.refusal().expect("a refusal").clone();
        assert_eq!(
            (refusal.kind(), refusal.field()),
            (name, Some("asof")),
            "{typed}"
        );
        assert!(refusal.sentence().contains(said), "{}", refusal.sentence());
    }
    // Today is not over: it is the live page.
    let today = ask(&region, asof(&world.today().to_string()))
        .await
        .unwrap();
    assert_eq!(today, ask(&region, RegionQuery::default()).await.unwrap());
}

#[tokio::test]
async fn what_happened_later_is_not_in_the_past() {
    let world = busy().await;
    let region = world.region();
    let before = ask(&region, RegionQuery::default()).await.unwrap();
    let past = world.today();
    world.advance_days(1);
    let new = world
        .new_project(ORDOS, Mode::Direct, Money::from_fen(7_000_000))
        .await;
    world.drive(new, ProjectState::Budgeted).await;
    let draft = world.application_at(ORDOS, ProjectState::Draft).await;
    let now = ask(&region, RegionQuery::default()).await.unwrap();
    assert_eq!(now.figures.determined, before.figures.determined + 1);
    assert!(now.figures.used > before.figures.used);
    let again = ask(&region, asof(&past.to_string())).await.unwrap();
    assert_eq!((again.asof, again.today), (Some(past), past));
    assert_eq!(again.figures, before.figures);
    assert_eq!(again.tiles, before.tiles);
    assert!(again.feed.is_empty());
    // Each project shows its next day; of a past day nobody knows whose turn it was.
    assert!(!again.due.is_empty() && again.due.iter().all(|row| row.holder.is_empty()));
    let mut tx = world.admin.begin().await.unwrap();
    let traces: i64 = sqlx::query_scalar("select count(*) from project_past where project_id = $1")
        .bind(draft.0)
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    assert_eq!(traces, 0, "a draft leaves no trace");
}

#[tokio::test]
async fn the_past_is_written_by_nobody_and_read_by_the_region_and_the_own_city() {
    let world = busy().await;
    let list = domain::access::Action::ListProjects;
    let count = async |session: Session| {
        for table in ["project_past", "budget_past"] {
            let mut tx = session.read(list).await.unwrap();
            let sql = format!("update {table} set until = since where false");
            let error = sqlx::query(sqlx::AssertSqlSafe(sql))
                .execute(&mut *tx)
                .await;
            let error = error.unwrap_err().to_string();
            assert!(error.contains("permission denied"), "{error}");
        }
        let mut tx = session.read(list).await.unwrap();
        let cities = "select distinct tenant_id from project_past order by 1";
        let rows: Vec<i32> = sqlx::query_scalar(cities)
            .fetch_all(&mut *tx)
            .await
            .unwrap();
        rows
    };
    assert_eq!(count(world.clerk(BAOTOU)).await, [BAOTOU.0]);
    assert_eq!(count(world.region()).await, [BAOTOU.0, ORDOS.0]);
    for login in ["anquan", "expert-1"] {
        let mut tx = world
            .session(login)
            .read(domain::access::Action::ListProjects)
            .await
            .unwrap();
        let error = sqlx::query("select from project_past")
            .execute(&mut *tx)
            .await
            .unwrap_err();
        assert!(
            error.to_string().contains("permission denied"),
            "{login}: {error}"
        );
    }
}

/// The rows of a sheet below its heads.
fn sheet(book: &mut Xlsx<Cursor<Vec<u8>>>, name: &str) -> Vec<Vec<Data>> {
    let range = book.worksheet_range(name).expect(name);
    range.rows().skip(2).map(<[Data]>::to_vec).collect()
}

fn yuan(amount: Money) -> Data {
    Data::Float(amount.plain().parse().expect("a number"))
}

/// The sheets of sums against the page.
fn sums_agree(book: &mut Xlsx<Cursor<Vec<u8>>>, page: &RegionDashboard) {
    let summary = sheet(book, "概况");
    let of = |word: &str| {
        summary
            .iter()
            .find(|row| row[0].to_string().starts_with(word))
            .expect(word)[1]
            .clone()
    };
    assert_eq!(
        of("列入本年度计划"),
        Data::Float(page.figures.determined as f64)
    );
    assert_eq!(of("协议金额"), yuan(page.figures.agreement));
    assert_eq!(of("已付预付款"), yuan(page.figures.prepaid));
    assert_eq!(of("已列预算"), yuan(page.figures.used));
    let money = sheet(book, "经费");
    assert_eq!(money.len(), page.money.len() + 1);
    for (row, city) in money.iter().zip(&page.money) {
        assert_eq!(
            (row[0].to_string(), &row[4]),
            (city.name.clone(), &yuan(city.unpaid))
        );
    }
    let steps = sheet(book, "验收进展");
    for (row, step) in steps.iter().zip(&page.pipeline) {
        assert_eq!(row[1], Data::Float(step.count as f64));
        assert_eq!(row[3], Data::Float(step.oldest_days as f64));
    }
}

#[tokio::test]
async fn the_workbook_says_what_the_page_says() {
    let world = busy().await;
    for query in [
        RegionQuery::default(),
        RegionQuery {
            tenant: Some(BAOTOU.0),
            asof: "2026-12-10".into(),
            ..RegionQuery::default()
        },
    ] {
        let page = ask(&world.region(), query.clone()).await.unwrap();
        let (name, content) = world.region().region_workbook(query).await.unwrap();
        assert!(
            name.ends_with(".xlsx") && name.contains("2026年度总览"),
            "{name}"
        );
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(content)).unwrap();
        assert_eq!(
            book.sheet_names(),
            ["概况", "盟市", "期限", "验收进展", "经费"]
        );
        let title = book
            .worksheet_range("概况")
            .unwrap()
            .get_value((0, 0))
            .unwrap()
            .to_string();
        assert_eq!(title.contains("（历史）"), page.asof.is_some(), "{title}");
        sums_agree(&mut book, &page);
        let cities = sheet(&mut book, "盟市");
        assert_eq!(cities.len(), if page.tenant.is_some() { 1 } else { 12 });
        let due = sheet(&mut book, "期限");
        assert!(due.len() >= page.due.len() && !due.is_empty());
        // Days are days to a spreadsheet, not texts.
        let shown = due[0][4].as_date();
        assert_eq!(shown, Some(page.due[0].next.due), "{:?}", due[0][4]);
    }
    refused(
        world
            .session("coal")
            .region_workbook(RegionQuery::default())
            .await,
        "Forbidden",
    );
    let clerk = world.clerk(ORDOS);
    let own = clerk.region_workbook(RegionQuery::default()).await;
    let (name, content) = own.unwrap();
    assert!(name.starts_with("鄂尔多斯市"), "{name}");
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(content)).unwrap();
    assert_eq!(sheet(&mut book, "盟市").len(), 1);
    let none = world
        .session("region-wj")
        .region_workbook(RegionQuery::default())
        .await
        .unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(none.1)).unwrap();
    assert!(sheet(&mut book, "期限").is_empty(), "sums only");
}

#[tokio::test]
async fn the_race_to_october_names_who_still_has_to_determine() {
    let world = busy().await;
    let page = ask(
        &world.region(),
        RegionQuery {
            year: Some(2025),
            ..RegionQuery::default()
        },
    )
    .await
    .unwrap();
    assert_eq!(page.race.len(), 12);
    let on_time = page
        .race
        .iter()
        .filter(|row| row.on_time == Some(true))
        .count();
    assert_eq!(on_time as i64, page.figures.cities_on_time);
    for row in &page.race {
        assert_eq!((row.plan_year, row.due), (2026, day("2025-10-31")));
        let query = ListQuery {
            tenant: Some(row.tenant.0),
            year: Some(2026),
            part: Some(ListPart::Determined),
            ..ListQuery::default()
        };
        let list = world.region().list_projects(query).await.unwrap();
        assert_eq!(list.rows.len() as i64, row.determined, "{}", row.name);
        // The day is over: who has determined nothing is late, and says so.
        assert!(row.on_time.is_some());
    }
    assert!(page.race[0].last.is_none());
}

const fn end_of(member: domain::state::Member) -> &'static str {
    use domain::state::Member as M;
    match member {
        M::Hrss => "rs",
        M::Finance => "cz",
        M::Health => "wj",
        M::Emergency => "yj",
    }
}

#[tokio::test]
async fn a_day_that_rests_on_an_assumption_is_provisional_in_every_list() {
    let world = world().await;
    let id = world
        .project_at(
            ORDOS,
            Mode::Commissioned,
            Money::from_fen(9_000_000),
            AcceptanceState::Rectifying,
        )
        .await;
    let listed = async |session: Session| {
        let page = session
            .list_projects(ListQuery {
                sort: domain::contract::ListSort::Due,
                ..ListQuery::default()
            })
            .await
            .unwrap();
        let row = page
            .rows
            .into_iter()
            .find(|row| row.id == id)
            .expect("listed");
        row.next.expect("a day").provisional
    };
    // The report was sent today and nobody has acknowledged it: the day counts from the fifth working
    // day. Until the members have their papers, an earlier day stands before it.
    let view = world.clerk(ORDOS).project(id).await.unwrap();
    let open = view.deadlines.iter().filter(|one| one.stopped.is_none());
    let open: Vec<_> = open.map(|one| (one.kind, one.next.due)).collect();
    for filing in view.filings.iter().filter(|one| one.acknowledged.is_none()) {
        let post = world.session(&format!("150600-{}", end_of(filing.member)));
        post.acknowledge_filing(filing.id).await.unwrap();
    }
    let view = world.clerk(ORDOS).project(id).await.unwrap();
    let clock = view.deadlines.iter().find(|one| one.stopped.is_none());
    let clock = clock.unwrap_or_else(|| panic!("{open:?}"));
    assert_eq!(
        clock.kind,
        domain::state::DeadlineKind::Rectification,
        "{open:?}"
    );
    let until = clock.start;
    assert!(until > world.today());
    for session in [world.clerk(ORDOS), world.region()] {
        assert!(listed(session).await);
    }
    world.set_today(until);
    let project = world.clerk(ORDOS).project(id).await.unwrap();
    let firm = project
        .deadlines
        .iter()
        .find(|one| one.stopped.is_none())
        .expect("runs")
        .next
        .provisional;
    assert_eq!(listed(world.clerk(ORDOS)).await, firm);
}
