//! Each number of a dashboard against the list behind it, as each post: the page is read as a browser
//! gets it, its links are followed over all pages, and the rows are counted or summed.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use backend::testkit::{BAOTOU, ORDOS};
use domain::Money;
use domain::state::{AcceptanceState, Mode, PaymentState, ProjectState};
use sqlx::{AssertSqlSafe, Row as _};

use crate::site::{Site, site};

/// A number on a page, and where it leads.
#[derive(Debug)]
struct Number {
    href: String,
    /// `rows`, or the amount that is summed.
    what: String,
    value: String,
    /// As it is shown.
    text: String,
}

/// The value of an attribute of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let rest = tag.split_once(&format!(" {name}=\""))?.1;
    Some(rest.split_once('"')?.0.replace("&amp;", "&"))
}

/// What is between the tags.
fn bare(html: &str) -> String {
    let mut out = String::new();
    let mut tag = false;
    for one in html.chars() {
        match one {
            '<' => tag = true,
            '>' => tag = false,
            _ if !tag => out.push(one),
            _ => {}
        }
    }
    out
}

/// The part of a page that is shown before any program runs.
fn shown(html: &str) -> &str {
    let main = html.split_once("<main").map_or(html, |(_, rest)| rest);
    main.split_once("</main>").map_or(main, |(main, _)| main)
}

/// The numbers of a page that lead to lists. A link to a list whose text is a number must say of what.
fn numbers(page: &str, html: &str) -> Vec<Number> {
    let mut all = Vec::new();
    for piece in shown(html).split("<a ").skip(1) {
        let (tag, rest) = piece.split_once('>').expect("a tag ends");
        let tag = format!(" {tag}");
        let text = bare(rest.split_once("</a>").expect("a link ends").0);
        let href = attribute(&tag, "href").unwrap_or_default();
        match attribute(&tag, "data-behind") {
            Some(behind) => {
                let (what, value) = behind.split_once(':').expect("what:value");
                all.push(Number {
                    href,
                    what: what.into(),
                    value: value.into(),
                    text,
                });
            }
            None => {
                let list = href.starts_with("/projects?") || href.starts_with("/ledger?");
                let number = text.chars().any(|one| one.is_ascii_digit());
                assert!(!(list && number), "{page}: {text} leads to {href} unproven");
            }
        }
    }
    all
}

/// The rows of a list over all its pages.
async fn rows(site: &Site, cookie: &str, href: &str) -> BTreeSet<i64> {
    let mut found = BTreeSet::new();
    let mut at = href.to_owned();
    loop {
        let page = site.get(&at, cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{at}");
        for piece in page.body.split("data-testid=\"row-").skip(1) {
            let id = piece.split_once('"').expect("an id").0;
            let new = found.insert(id.parse::<i64>().expect("a number"));
            assert!(new, "{id} twice in {href}");
        }
        let next = page.body.split("<a ").skip(1).find_map(|piece| {
            let tag = format!(" {}", piece.split_once('>')?.0);
            (attribute(&tag, "rel")? == "next").then(|| attribute(&tag, "href"))?
        });
        match next {
            Some(next) => at = next,
            None => return found,
        }
    }
}

/// What one row adds to a sum, in SQL.
fn amount(what: &str, href: &str) -> String {
    let year = href
        .split(['?', '&'])
        .find_map(|part| part.strip_prefix("year="))
        .unwrap_or("0");
    let open = "p.agreement_amount - p.prepaid - p.balance_paid - p.deducted";
    match what {
        "agreement_amount" | "prepaid" | "balance_paid" | "balance_due" | "deducted" => {
            format!("p.{what}")
        }
        "unpaid" => open.into(),
        // What a unit still waits for: the unlocked balance, before that what is left of the agreement.
        "outstanding" => format!(
            "case when p.state = 'PASSED' or p.state = 'FAILED_FINAL' and p.balance_due > 0 then p.balance_due else {open} end"
        ),
        "owing" => "p.recover - p.recovered".into(),
        "budget" => format!(
            "(select sum(l.amount) from budget_line l where l.project_id = p.id and l.year = {year} and l.approved and not l.released)"
        ),
        other => panic!("what is {other}?"),
    }
}

/// An amount with two decimals, in fen.
fn fen(text: &str) -> i64 {
    let digits = text.replace([',', '.'], "");
    digits
        .parse()
        .unwrap_or_else(|_| panic!("{text} is no amount"))
}

/// How the list is not what the number says.
async fn wrong(site: &Site, cookie: &str, number: &Number) -> Option<String> {
    if number.href.starts_with("/ledger") {
        let page = site.get(&number.href, cookie).await.body;
        let of = |label: &str| {
            let rest = page.split_once(&format!("<dt>{label}</dt>")).map(|it| it.1);
            let text = bare(
                rest.unwrap_or_default()
                    .split_once("</dd>")
                    .map_or("", |it| it.0),
            );
            fen(&text)
        };
        let found = if number.what == "paid" {
            of("预付款") + of("尾款")
        } else {
            of("净支出")
        };
        let said = fen(&number.value);
        return (found != said).then(|| format!("{number:?}: the ledger says {found}"));
    }
    let rows: Vec<i64> = rows(site, cookie, &number.href).await.into_iter().collect();
    if number.what == "rows" {
        let digits: String = number.text.chars().filter(char::is_ascii_digit).collect();
        let agree = rows.len().to_string() == number.value && digits.contains(&number.value);
        return (!agree).then(|| format!("{number:?}: the list has {} rows", rows.len()));
    }
    let amount = amount(&number.what, &number.href);
    let sql = format!(
        "select coalesce(sum(x.amount), 0)::numeric(20,2)::text as sum, count(*) filter (where x.amount > 0 is not true) as idle
         from (select {amount} as amount from project p where p.id = any($1)) x"
    );
    let mut tx = site.world.admin.begin().await.unwrap();
    let row = sqlx::query(AssertSqlSafe(sql))
        .bind(&rows)
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    let sum: String = row.get("sum");
    let idle: i64 = row.get("idle");
    (fen(&sum) != fen(&number.value) || idle > 0).then(|| {
        format!(
            "{number:?}: {} rows sum to {sum}, {idle} of them add nothing",
            rows.len()
        )
    })
}

/// Follows each number of a page; how many there were.
async fn follow(site: &Site, login: &str, page: &str) -> usize {
    let cookie = site.sign_in(login).await;
    let reply = site.get(page, &cookie).await;
    assert_eq!(reply.status, StatusCode::OK, "{login} {page}");
    let numbers = numbers(page, &reply.body);
    let mut faults = Vec::new();
    for number in &numbers {
        if number.what == "here" {
            let rows = reply.body.matches("data-on-time=\"true\"").count();
            if rows.to_string() != number.value {
                faults.push(format!("{number:?}: {rows} cities are on time"));
            }
            continue;
        }
        faults.extend(wrong(site, &cookie, number).await);
    }
    assert!(faults.is_empty(), "{login} {page}\n{}", faults.join("\n"));
    numbers.len()
}

/// Projects at many stations in two cities, more than a page of them, some late.
async fn busy() -> Site {
    let site = site().await;
    let world = &site.world;
    let amount = |yuan: i64| Money::from_fen(yuan * 100);
    for n in 0..55 {
        world
            .new_project(ORDOS, Mode::Direct, amount(10_000 + n))
            .await;
    }
    for (city, mode, yuan, state) in [
        (ORDOS, Mode::Direct, 120_000, ProjectState::Budgeted),
        (ORDOS, Mode::Commissioned, 210_000, ProjectState::InProgress),
        (BAOTOU, Mode::Direct, 320_000, ProjectState::Closed),
        (BAOTOU, Mode::Procured, 430_000, ProjectState::Passed),
        (
            BAOTOU,
            Mode::Commissioned,
            540_000,
            ProjectState::FailedFinal,
        ),
    ] {
        world.project_at(city, mode, amount(yuan), state).await;
    }
    world
        .project_at(
            ORDOS,
            Mode::Commissioned,
            amount(91_000),
            PaymentState::Paid,
        )
        .await;
    world
        .project_at(
            BAOTOU,
            Mode::Commissioned,
            amount(82_000),
            AcceptanceState::Rectifying,
        )
        .await;
    world.advance_days(35);
    site
}

const POSTS: [&str; 7] = ["jb", "fh", "zf", "rs", "cz", "wj", "yj"];

#[tokio::test]
async fn every_number_of_every_dashboard_is_its_list() {
    let site = busy().await;
    let mut pages = Vec::new();
    for login in ["region-rs", "region-cz", "region-wj", "region-yj"] {
        pages.push((login.to_owned(), "/region"));
        pages.push((login.to_owned(), "/region?year=2026&tenant=150600"));
    }
    pages.push(("region-rs".into(), "/region?year=2027"));
    pages.push(("region-cz".into(), "/region?year=2025&tenant=150200"));
    for city in [ORDOS, BAOTOU] {
        for post in POSTS {
            pages.push((format!("{city}-{post}"), "/city"));
        }
        pages.push((format!("{city}-jb"), "/city?year=2027"));
        pages.push((format!("{city}-rs"), "/region?year=2026"));
    }
    for login in ["coal", "steel", "anquan", "peixun"] {
        pages.push((login.into(), "/my"));
    }
    let mut followed = Vec::new();
    for (login, page) in pages {
        let count = follow(&site, &login, page).await;
        followed.push((login, page, count));
    }
    for (login, page, count) in &followed {
        println!("{login:<12} {page:<18} {count:>3} numbers");
    }
    let of = |login: &str| {
        followed
            .iter()
            .find(|(who, ..)| who == login)
            .expect("followed")
            .2
    };
    assert!(of("region-rs") > 40 && of("150600-jb") > 10 && of("anquan") > 4);
    // Who may not open lists gets numbers, not links.
    assert_eq!((of("region-wj"), of("region-yj")), (1, 1));
}

#[tokio::test]
async fn every_count_of_waiting_work_is_the_length_of_its_list() {
    let site = busy().await;
    let mut groups = 0;
    for city in [ORDOS, BAOTOU] {
        for post in POSTS {
            let cookie = site.sign_in(&format!("{city}-{post}")).await;
            let page = site.get("/city", &cookie).await;
            let mut total = 0;
            for piece in shown(&page.body).split("data-testid=\"todo-").skip(1) {
                let group = piece.split_once("</section>").expect("a section ends").0;
                let count = group.split_once("class=\"count\">").expect("a count").1;
                let count: usize = bare(count.split_once("</span>").unwrap().0)
                    .parse()
                    .unwrap();
                let listed = group.matches("<div class=\"todo-what\">").count();
                assert_eq!(listed, count.min(50), "{city}-{post}: {group}");
                let more = format!("另有 {} 件", count - listed);
                assert_eq!(group.contains(&more), count > 50, "{city}-{post}");
                (total, groups) = (total + count, groups + 1);
            }
            let head = shown(&page.body)
                .split_once("待我办理")
                .expect("the work")
                .1;
            let head = bare(head.split_once("</h2>").expect("a head ends").0);
            assert_eq!(head.trim(), format!("{total} 件"), "{city}-{post}");
        }
    }
    assert!(groups > 10, "{groups}");
}
