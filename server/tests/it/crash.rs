//! The real program, killed in the middle of two hundred payments, and started again.
//!
//! Whatever was acknowledged is there, nothing is there twice, the sums are right, and the audit
//! chain holds. Some requests are certainly inside a transaction when the program dies: the test holds
//! the queue of their city.

mod books;

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use backend::testkit::{BAOTOU, Goal, ORDOS, PASSWORD, World, world};
use domain::state::{Mode, PaymentState, ProjectState};
use domain::{Money, ProjectId, TenantId};
use futures::{StreamExt as _, stream};
use server::bench::cast::sign_in;
use server::bench::http::{FORM, Line, Reply};
use sqlx::{Connection as _, PgConnection};
use tokio::sync::watch;
use tokio::task::JoinSet;

use self::books::{booked, none_is_lost, the_books_are_right};
use crate::site::SITE;

/// Per city: projects whose unit asks for money, and projects whose payment waits for the bank.
const PROJECTS: usize = 5;
/// Different requests for each of the former, and how many of them are sent twice.
const ASKED: usize = 14;
const TWICE: usize = 4;
/// All requests: in both cities, with each payment ordered twice.
const ALL: usize = 2 * PROJECTS * (ASKED + TWICE + 2);
/// The program is killed when so many have been answered.
const HALF: usize = ALL / 2;

/// A request as it is sent, and sent again.
#[derive(Clone, Debug)]
struct Deal {
    tenant: TenantId,
    key: String,
    path: &'static str,
    cookie: String,
    body: String,
    /// Sent only when nobody of the city gets any further.
    late: bool,
}

/// The program as a process of its own.
struct Program {
    child: Child,
    address: SocketAddr,
}

impl Program {
    /// Starts it on a free port, which it tells.
    fn start(world: &World) -> Self {
        let mut child = command(world)
            .arg("serve")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let announced = lines.map_while(Result::ok).find_map(|line| {
            let (_, rest) = line.split_once("http://")?;
            rest.split('（').next()?.parse().ok()
        });
        Self {
            child,
            address: announced.expect("it starts"),
        }
    }

    /// SIGKILL: no goodbye, nothing flushed, nothing rolled back by itself.
    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may be dead already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program with the variables of this world and no others.
fn command(world: &World) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yufang"));
    command
        .env_clear()
        .env("DATABASE_URL", &world.owner_url)
        .env("YUFANG_APP_DATABASE_URL", &world.app_url)
        .env("YUFANG_ADDR", "127.0.0.1:0")
        .env("YUFANG_SITE", SITE.as_os_str())
        .env("YUFANG_LOG", "error")
        // One for each request: those that are held up must not keep the others out.
        .env("YUFANG_POOL", "150");
    command
}

fn audit_verify(world: &World) -> Output {
    command(world).args(["audit", "verify"]).output().unwrap()
}

async fn owner(world: &World) -> PgConnection {
    PgConnection::connect(&world.owner_url).await.unwrap()
}

/// Projects that wait for requests and payments that wait for the bank, in both cities.
async fn scene(world: &World, address: SocketAddr) -> Vec<Deal> {
    let mut deals = Vec::new();
    for tenant in [ORDOS, BAOTOU] {
        let unit = sign_in(address, "anquan", PASSWORD).await.unwrap();
        let payer = sign_in(address, &format!("{tenant}-zf"), PASSWORD)
            .await
            .unwrap();
        for _ in 0..PROJECTS {
            let project = project_at(world, tenant, ProjectState::Contracted.into()).await;
            deals.extend(requests(tenant, project, &unit));
            let project = project_at(world, tenant, PaymentState::Approved.into()).await;
            deals.extend(order(world, tenant, project, &payer).await);
        }
    }
    deals
}

async fn project_at(world: &World, tenant: TenantId, goal: Goal) -> ProjectId {
    let project = world
        .new_project(tenant, Mode::Commissioned, Money::from_fen(10_000_000))
        .await;
    world.drive(project, goal).await;
    project
}

/// The least that may come first, then amounts that all fit below the most.
fn requests(tenant: TenantId, project: ProjectId, unit: &str) -> Vec<Deal> {
    let deal = |number: usize, late| {
        let (key, amount) = (
            key_of(project, number),
            format!("{}.{number:02}", if number == 0 { 30_000 } else { 1_000 }),
        );
        let body = format!("id={project}&key={key}&amount={amount}");
        Deal {
            tenant,
            key,
            path: "/api/request_prepayment",
            cookie: unit.to_owned(),
            body,
            late,
        }
    };
    let once = (0..=ASKED).map(|number| deal(number, number > ASKED / 2));
    let again = (1..=TWICE).map(|number| deal(number, number % 2 == 0));
    once.chain(again).collect()
}

fn key_of(project: ProjectId, number: usize) -> String {
    format!("crash-{project}-{number}")
}

/// The order to the bank, twice.
async fn order(world: &World, tenant: TenantId, project: ProjectId, payer: &str) -> [Deal; 2] {
    let (payment, version) = world.payment(project).await;
    let key = format!("crash-pay-{payment}");
    let body = format!("id={payment}&seen={version}&key={key}&voucher=V{payment}");
    let deal = Deal {
        tenant,
        key,
        path: "/api/pay",
        cookie: payer.to_owned(),
        body,
        late: false,
    };
    [deal.clone(), Deal { late: true, ..deal }]
}

async fn send(address: SocketAddr, deal: &Deal) -> std::io::Result<Reply> {
    Line::open(address)
        .await?
        .post(deal.path, &deal.cookie, FORM, &deal.body)
        .await
}

/// Sends one and keeps what was acknowledged: the answer by key. Repeats must agree.
async fn expect_ok(address: SocketAddr, deal: &Deal) -> (String, String) {
    let reply = send(address, deal).await.unwrap();
    assert_eq!(reply.status, 200, "{deal:?}: {}", reply.text());
    (deal.key.clone(), reply.text())
}

/// Sends everything at once, kills the program when half is answered, and gives back what was
/// acknowledged.
async fn storm(program: &mut Program, world: &World, deals: &[Deal]) -> Vec<(String, String)> {
    let address = program.address;
    let (held, hold) = watch::channel(false);
    let mut tasks = JoinSet::new();
    for deal in deals.iter().cloned() {
        let mut hold = hold.clone();
        tasks.spawn(async move {
            // Those of Baotou that come late find its queue closed.
            if deal.late && deal.tenant == BAOTOU {
                hold.wait_for(|held| *held).await.unwrap();
            }
            let reply = send(address, &deal).await.ok()?;
            assert_eq!(reply.status, 200, "{deal:?}: {}", reply.text());
            Some((deal.key, reply.text()))
        });
    }
    let mut holder = owner(world).await;
    let mut queue = holder.begin().await.unwrap();
    sqlx::query("select pg_advisory_xact_lock(1, $1)")
        .bind(BAOTOU.0)
        .execute(&mut *queue)
        .await
        .unwrap();
    held.send_replace(true);

    let mut acknowledged = Vec::new();
    while acknowledged.len() < HALF {
        acknowledged.push(
            tasks
                .join_next()
                .await
                .unwrap()
                .unwrap()
                .expect("an answer while it lives"),
        );
    }
    until("somebody waits", || async { waiting(world).await > 0 }).await;
    program.kill();
    while let Some(rest) = tasks.join_next().await {
        acknowledged.extend(rest.unwrap());
    }
    queue.rollback().await.unwrap();
    acknowledged
}

/// Keys that were only sent when the queue was closed: none of them can have been booked.
fn cut_off(deals: &[Deal]) -> Vec<String> {
    let held = |deal: &Deal| deal.late && deal.tenant == BAOTOU;
    let early = |key: &str| deals.iter().any(|deal| deal.key == key && !held(deal));
    let keys = deals.iter().map(|deal| deal.key.clone());
    keys.filter(|key| !early(key)).collect()
}

/// Requests of Baotou that are inside a transaction now, behind the test.
async fn waiting(world: &World) -> i64 {
    let sql = "select count(*) from pg_locks where locktype = 'advisory' and classid = 1 and objid = $1 and not granted
        and database = (select oid from pg_database where datname = current_database())";
    sqlx::query_scalar(sql)
        .bind(i64::from(BAOTOU.0))
        .fetch_one(&mut owner(world).await)
        .await
        .unwrap()
}

async fn until(what: &str, mut happens: impl AsyncFnMut() -> bool) {
    let begun = Instant::now();
    while !happens().await {
        assert!(begun.elapsed() < Duration::from_secs(15), "never: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Connections of programs, this one's among them.
async fn connections(world: &World) -> i64 {
    let sql = "select count(*) from pg_stat_activity where datname = current_database() and application_name = 'yufang'";
    sqlx::query_scalar(sql)
        .fetch_one(&mut owner(world).await)
        .await
        .unwrap()
}

/// Sends all of it once more, to the program that has been started again.
async fn replay(address: SocketAddr, deals: &[Deal]) -> HashMap<String, String> {
    let answers = stream::iter(deals)
        .map(|deal| expect_ok(address, deal))
        .buffer_unordered(16)
        .collect::<Vec<_>>()
        .await;
    let mut by_key = HashMap::new();
    for (key, answer) in answers {
        let before = by_key.entry(key.clone()).or_insert_with(|| answer.clone());
        assert_eq!(*before, answer, "{key} is answered in two ways");
    }
    by_key
}

/// The chain over everything, once the last event is sealed.
async fn the_chain_holds(world: &World) {
    until("all sealed", async || {
        let verified = backend::audit::verify(&world.admin).await.unwrap();
        assert_eq!(verified.broken, None);
        verified.waiting == 0
    })
    .await;
    let output = audit_verify(world);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("审计链完整") && said.contains("，0 条尚待封存"),
        "{output:?}"
    );
}

/// Somebody at the machine rewrites one line of the history.
async fn a_changed_line_is_named(world: &World) {
    let mut conn = owner(world).await;
    sqlx::query("set session_replication_role = replica")
        .execute(&mut conn)
        .await
        .unwrap();
    let sql = "update event set text = replace(text, '1,000', '9,000') where id = (
          select min(id) from event where action = 'request_prepayment' and text like '%1,000%') returning id";
    let changed: i64 = sqlx::query_scalar(sql).fetch_one(&mut conn).await.unwrap();
    let output = audit_verify(world);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(
        said.contains(&format!("事件 {changed} 与封存时不符")),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_of_payments_nothing_is_lost_and_nothing_is_doubled() {
    let world = world().await;
    let mut program = Program::start(&world);
    let mut deals = scene(&world, program.address).await;
    // The first request of a project opens the band for the others.
    let openers = deals
        .extract_if(.., |deal| deal.key.ends_with("-0"))
        .collect::<Vec<_>>();
    for deal in &openers {
        expect_ok(program.address, deal).await;
    }
    assert_eq!(deals.len(), ALL);

    let acknowledged = storm(&mut program, &world, &deals).await;
    let cut_off: Vec<String> = cut_off(&deals);
    assert!(
        (HALF..ALL).contains(&acknowledged.len()),
        "{}",
        acknowledged.len()
    );
    until("the dead program's connections end", async || {
        connections(&world).await <= 4
    })
    .await;
    let before = booked(&world).await;
    none_is_lost(&acknowledged, &before);
    assert!(!cut_off.is_empty() && cut_off.iter().all(|key| !before.contains_key(key)));
    the_books_are_right(&world, "after the kill").await;

    let program = Program::start(&world);
    deals.extend(openers);
    let answers = replay(program.address, &deals).await;
    let after = booked(&world).await;
    assert!(
        acknowledged
            .iter()
            .all(|(key, answer)| answers.get(key) == Some(answer))
    );
    assert!(
        before
            .iter()
            .all(|(key, payment)| after.get(key) == Some(payment))
    );
    assert_eq!(
        (after.len(), answers.len()),
        (2 * PROJECTS * (1 + ASKED + 1), after.len())
    );
    the_books_are_right(&world, "after the second time").await;
    the_chain_holds(&world).await;
    drop(program);
    a_changed_line_is_named(&world).await;
}
