//! What has to come back, what was entered wrongly, and that the sums hold all the while.

mod account;
mod write_off;

use domain::contract::{
    Answer, BooksApi, ClaimView, LedgerQuery, MoneyApi, ProjectApi, RecoveryDraft,
};
use domain::state::{ClaimState, LedgerKind, Mode, PaymentKind, PaymentState, ProjectState};
use domain::{LedgerId, Money, ProjectId, Version};

use crate::demo::words::termination;
use crate::testkit::{BAOTOU, ORDOS, World, world};

fn yuan(yuan: i64) -> Money {
    Money::from_fen(yuan * 100)
}

#[track_caller]
fn refused<T: std::fmt::Debug>(answer: Answer<T>, kind: &str) -> domain::Refusal {
    let fault = answer.expect_err(kind);
    let refusal = fault.refusal().unwrap_or_else(|| panic!("{fault}")).clone();
    assert_eq!(refusal.kind(), kind, "{refusal:?}");
    assert!(!refusal.sentence().is_empty());
    refusal
}

fn part(amount: &str, voucher: &str) -> RecoveryDraft {
    RecoveryDraft {
        amount: amount.into(),
        on: "2026-11-24".into(),
        voucher: voucher.into(),
        party: String::new(),
    }
}

/// A project that was ended early after a prepayment of 40,000: all of it is owed.
async fn owed(world: &World) -> ProjectId {
    let id = world.new_project(ORDOS, Mode::Direct, yuan(100_000)).await;
    world.drive(id, domain_goal(PaymentState::Paid)).await;
    world
        .reviewer(ORDOS)
        .terminate_project(id, world.version(id).await, termination("不再实施", "0"))
        .await
        .unwrap();
    id
}

fn domain_goal(state: PaymentState) -> crate::testkit::Goal {
    crate::testkit::Goal::Payment(state)
}

async fn claim(world: &World, id: ProjectId) -> ClaimView {
    let view = world.clerk(ORDOS).project(id).await.unwrap();
    view.books.claims.into_iter().next_back().expect("a claim")
}

async fn recover(world: &World, id: ProjectId, key: &str, draft: RecoveryDraft) -> Answer<()> {
    let (claim, seen) = world.claim_of(id).await;
    world
        .clerk(ORDOS)
        .record_recovery(claim, seen, key.into(), draft)
        .await
}

async fn of_project(world: &World, id: ProjectId) -> domain::contract::LedgerPage {
    let query = LedgerQuery {
        project: Some(id.0),
        ..LedgerQuery::default()
    };
    world.finance(ORDOS).ledger(query).await.unwrap()
}

#[tokio::test]
async fn what_is_owed_comes_back_in_parts_until_nothing_is() {
    let world = world().await;
    let id = owed(&world).await;
    assert_eq!(claim(&world, id).await.state, ClaimState::Claimed);
    recover(&world, id, "part-00001", part("15000", "收-1"))
        .await
        .unwrap();
    let partly = claim(&world, id).await;
    assert_eq!(partly.state, ClaimState::PartlyRecovered);
    assert_eq!(
        (partly.recovered, partly.open),
        (yuan(15_000), yuan(25_000))
    );
    let over = refused(
        recover(&world, id, "part-00002", part("25000.01", "收-2")).await,
        "OverClaim",
    );
    assert_eq!(over.field(), Some("amount"));
    recover(&world, id, "part-00003", part("25000", "收-2"))
        .await
        .unwrap();
    let done = claim(&world, id).await;
    assert_eq!(done.state, ClaimState::Recovered);
    assert_eq!(done.parts.len(), 2);
    assert!(done.actions.is_empty());
    refused(
        recover(&world, id, "part-00004", part("1", "收-3")).await,
        "WrongState",
    );
    let page = of_project(&world, id).await;
    assert_eq!(page.sums.total, Money::ZERO);
    assert_eq!(page.sums.recovered, yuan(40_000));
    assert_eq!(page.ledger, page.projects);
    let unit = world.unit_of(id).await.project(id).await.unwrap();
    assert_eq!(unit.money.recovered, yuan(40_000));
    assert_eq!(unit.books.claims.len(), 1);
}

#[tokio::test]
async fn a_part_needs_a_day_a_voucher_of_its_own_and_is_entered_once() {
    let world = world().await;
    let id = owed(&world).await;
    let at = async |draft, kind: &str, field: &str| {
        let refusal = refused(recover(&world, id, "bad-000001", draft).await, kind);
        assert_eq!(refusal.field(), Some(field));
    };
    at(part("0", "收-1"), "AmountNotPositive", "amount").await;
    at(part("1.001", "收-1"), "AmountPrecision", "amount").await;
    at(part("1", ""), "Required", "voucher").await;
    let on = |on: &str| RecoveryDraft {
        on: on.into(),
        ..part("1", "收-1")
    };
    at(on("昨天"), "DateMalformed", "on").await;
    at(on("2026-11-25"), "DateTooLate", "on").await;
    at(on("2026-11-23"), "DateTooEarly", "on").await;
    let paid = of_project(&world, id).await.rows[0].voucher.clone();
    at(part("1", &paid), "VoucherUsed", "voucher").await;
    assert_eq!(claim(&world, id).await.recovered, Money::ZERO);
    let (row, seen) = world.claim_of(id).await;
    for _ in 0..2 {
        world
            .clerk(ORDOS)
            .record_recovery(row, seen, "same-00001".into(), part("100", "收-9"))
            .await
            .unwrap();
    }
    assert_eq!(claim(&world, id).await.recovered, yuan(100));
    let abroad = world
        .clerk(BAOTOU)
        .record_recovery(row, seen, "abroad-001".into(), part("1", "收-8"))
        .await;
    refused(abroad, "NotFound");
}

#[tokio::test]
async fn a_claim_is_given_up_by_two_departments_and_never_by_one_person() {
    let world = world().await;
    let id = owed(&world).await;
    recover(&world, id, "part-00001", part("15000", "收-1"))
        .await
        .unwrap();
    let (row, seen) = world.claim_of(id).await;
    let next = |seen: Version| Version(seen.0 + 1);
    refused(
        world.hrss(ORDOS).consent_write_off(row, seen).await,
        "WrongState",
    );
    let propose = |reason: &str, document: &str| {
        let (clerk, reason, document) =
            (world.clerk(ORDOS), reason.to_owned(), document.to_owned());
        async move { clerk.propose_write_off(row, seen, reason, document).await }
    };
    assert_eq!(
        refused(propose("", "1号").await, "Required").field(),
        Some("reason")
    );
    assert_eq!(
        refused(propose("已注销", "").await, "Required").field(),
        Some("document")
    );
    propose("单位已注销", "函〔2026〕9号").await.unwrap();
    let seen = next(seen);
    world
        .hrss(ORDOS)
        .consent_write_off(row, seen)
        .await
        .unwrap();
    let seen = next(seen);
    assert_eq!(claim(&world, id).await.state, ClaimState::PartlyRecovered);
    refused(
        world.hrss(ORDOS).consent_write_off(row, seen).await,
        "WrongState",
    );
    let mut two_hats = world.finance(ORDOS);
    two_hats.who.account = world.hrss(ORDOS).who.account;
    refused(two_hats.consent_write_off(row, seen).await, "OtherPerson");
    world
        .finance(ORDOS)
        .consent_write_off(row, seen)
        .await
        .unwrap();
    let given_up = claim(&world, id).await;
    assert_eq!(given_up.state, ClaimState::WrittenOff);
    assert_eq!(
        (given_up.written_off, given_up.open),
        (yuan(25_000), Money::ZERO)
    );
    refused(
        recover(&world, id, "part-00009", part("1", "收-9")).await,
        "WrongState",
    );
}

#[tokio::test]
async fn a_declined_write_off_leaves_the_claim_and_can_be_proposed_again() {
    let world = world().await;
    let id = owed(&world).await;
    let (row, seen) = world.claim_of(id).await;
    let clerk = world.clerk(ORDOS);
    clerk
        .propose_write_off(row, seen, "无财产可供执行".into(), "裁定1号".into())
        .await
        .unwrap();
    world
        .finance(ORDOS)
        .decline_write_off(row, Version(seen.0 + 1), "尚未申请执行".into())
        .await
        .unwrap();
    assert_eq!(claim(&world, id).await.state, ClaimState::Claimed);
    clerk
        .propose_write_off(
            row,
            Version(seen.0 + 2),
            "已申请执行".into(),
            "裁定2号".into(),
        )
        .await
        .unwrap();
}

#[expect(
    clippy::disallowed_methods,
    reason = "a connection past every door, on purpose"
)]
#[tokio::test]
async fn the_database_gives_no_claim_up_for_one_department() {
    let world = world().await;
    let id = owed(&world).await;
    let (row, _) = world.claim_of(id).await;
    let mut conn = world.db.pool.acquire().await.unwrap();
    sqlx::query("begin").execute(&mut *conn).await.unwrap();
    sqlx::query("select set_config('role', 'app_city', true), set_config('app.tenant', '150600', true), set_config('app.post', 'CHR', true)")
        .execute(&mut *conn)
        .await
        .unwrap();
    let error =
        sqlx::query("update claim set state = 'WRITTEN_OFF', written_off = amount where id = $1")
            .bind(row.0)
            .execute(&mut *conn)
            .await
            .unwrap_err();
    assert!(
        error.to_string().contains("written off by nobody"),
        "{error}"
    );
}

#[tokio::test]
async fn a_wrong_entry_is_reversed_by_another_person_and_paid_again() {
    let world = world().await;
    let id = world.new_project(ORDOS, Mode::Direct, yuan(100_000)).await;
    world.drive(id, domain_goal(PaymentState::Paid)).await;
    let entry = of_project(&world, id).await.rows[0].clone();
    assert_eq!(entry.kind, LedgerKind::Prepayment);
    let reviewer = world.reviewer(ORDOS);
    let payer = world.payer(ORDOS);
    refused(
        payer.reverse_entry(entry.id, "凭证号有误".into()).await,
        "OtherPerson",
    );
    assert_eq!(
        refused(
            reviewer.reverse_entry(entry.id, " ".into()).await,
            "Required"
        )
        .field(),
        Some("reason")
    );
    reviewer
        .reverse_entry(entry.id, "凭证号有误".into())
        .await
        .unwrap();
    refused(
        reviewer.reverse_entry(entry.id, "再来一次".into()).await,
        "WrongState",
    );
    let page = of_project(&world, id).await;
    assert_eq!((page.sums.entries, page.sums.total), (2, Money::ZERO));
    assert_eq!(page.rows[0].reverses, Some(entry.id));
    assert_eq!(page.rows[1].reversed, Some(page.rows[0].id));
    assert_eq!(page.rows[0].running, Money::ZERO);
    refused(
        reviewer
            .reverse_entry(page.rows[0].id, "冲正的冲正".into())
            .await,
        "WrongState",
    );
    let view = payer.project(id).await.unwrap();
    assert_eq!(view.money.prepaid, Money::ZERO);
    assert_eq!(view.payments[0].state, PaymentState::Approved);
    world.drive(id, domain_goal(PaymentState::Paid)).await;
    assert_eq!(of_project(&world, id).await.sums.total, yuan(40_000));
}

#[tokio::test]
async fn a_reversed_balance_opens_the_project_again() {
    let world = world().await;
    let id = world.new_project(ORDOS, Mode::Direct, yuan(100_000)).await;
    world.drive(id, ProjectState::Closed).await;
    let entry = of_project(&world, id).await.rows[0].clone();
    assert_eq!(entry.kind, LedgerKind::Balance);
    let prepaid = of_project(&world, id).await.rows[1].id;
    let reviewer = world.reviewer(ORDOS);
    refused(
        reviewer.reverse_entry(prepaid, "结算之后".into()).await,
        "WrongState",
    );
    reviewer
        .reverse_entry(entry.id, "银行退汇".into())
        .await
        .unwrap();
    let view = reviewer.project(id).await.unwrap();
    assert_eq!(view.state, ProjectState::Passed);
    assert_eq!(view.money.balance, yuan(60_000));
    world.drive(id, ProjectState::Closed).await;
    let page = of_project(&world, id).await;
    assert_eq!((page.ledger, page.projects), (yuan(100_000), yuan(100_000)));
}

#[tokio::test]
async fn a_reversed_part_is_owed_again() {
    let world = world().await;
    let id = owed(&world).await;
    recover(&world, id, "part-00001", part("15000", "收-1"))
        .await
        .unwrap();
    let entry: LedgerId = of_project(&world, id).await.rows[0].id;
    world
        .reviewer(ORDOS)
        .reverse_entry(entry, "款项不属于本项目".into())
        .await
        .unwrap();
    let back = claim(&world, id).await;
    assert_eq!((back.state, back.open), (ClaimState::Claimed, yuan(40_000)));
    assert!(back.parts[0].reversed);
    // Its voucher is free again.
    recover(&world, id, "part-00002", part("100", "收-1"))
        .await
        .unwrap();
}

#[tokio::test]
async fn the_ledger_shows_each_reader_their_own_and_its_sums() {
    let world = world().await;
    let all = LedgerQuery::default();
    let (ordos, baotou) = (
        world.finance(ORDOS).ledger(all.clone()).await.unwrap(),
        world.finance(BAOTOU).ledger(all.clone()).await.unwrap(),
    );
    let region = world.region().ledger(all.clone()).await.unwrap();
    assert_eq!(region.sums.total, ordos.sums.total + baotou.sums.total);
    assert_eq!(region.projects, region.ledger);
    assert!(ordos.tenants.is_empty() && !region.tenants.is_empty());
    let sums = ordos.sums;
    assert_eq!(sums.prepaid + sums.balance - sums.recovered, sums.total);
    assert_eq!(ordos.rows[0].running, sums.total);
    let coal = world.session("coal").ledger(all.clone()).await.unwrap();
    assert!(coal.rows.iter().all(|row| row.tenant_name == "鄂尔多斯市"));
    let kind = LedgerQuery {
        kind: Some(LedgerKind::Balance),
        ..all
    };
    let balances = world.finance(ORDOS).ledger(kind).await.unwrap();
    assert!(
        balances
            .rows
            .iter()
            .all(|row| row.kind == LedgerKind::Balance)
    );
    assert_eq!(balances.projects, ordos.projects);
}

#[tokio::test]
async fn the_database_lets_no_sum_stand_that_the_ledger_does_not_prove() {
    let world = world().await;
    let id = world.new_project(ORDOS, Mode::Direct, yuan(100_000)).await;
    world.drive(id, domain_goal(PaymentState::Paid)).await;
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query("update project set prepaid = prepaid + 1 where id = $1")
        .bind(id.0)
        .execute(&mut *tx)
        .await
        .unwrap();
    let error = tx.commit().await.unwrap_err();
    assert!(error.to_string().contains("does not prove"), "{error}");
}

#[tokio::test]
async fn one_voucher_pays_one_thing() {
    let world = world().await;
    let id = world.new_project(ORDOS, Mode::Direct, yuan(100_000)).await;
    world.drive(id, domain_goal(PaymentState::Approved)).await;
    let used = world
        .finance(ORDOS)
        .ledger(LedgerQuery::default())
        .await
        .unwrap()
        .rows[0]
        .voucher
        .clone();
    let (payment, seen) = world.payment(id).await;
    let payer = world.payer(ORDOS);
    let again = pay(&payer, payment, seen, &used).await;
    assert_eq!(refused(again, "VoucherUsed").field(), Some("voucher"));
    let view = payer.project(id).await.unwrap();
    assert_eq!(view.payments[0].kind, PaymentKind::Prepayment);
    assert_eq!(view.payments[0].state, PaymentState::Approved);
}

async fn pay(
    payer: &crate::Session,
    payment: domain::PaymentId,
    seen: Version,
    voucher: &str,
) -> Answer<()> {
    payer
        .pay(
            payment,
            seen,
            format!("voucher-{payment}"),
            voucher.to_owned(),
        )
        .await
}
