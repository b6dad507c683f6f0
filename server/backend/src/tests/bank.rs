//! Lists for the bank, its statements, and what finance finds in vouchers.

use domain::contract::{Answer, BooksApi, DoingApi, LedgerQuery, ProjectApi};
use domain::state::{BankMark, CaseKind, FindingState, Mode, PaymentState};
use domain::{Money, ProjectId};

use crate::testkit::{BAOTOU, Goal, ORDOS, World, world};

fn yuan(yuan: i64) -> Money {
    Money::from_fen(yuan * 100)
}

#[track_caller]
fn refused<T: std::fmt::Debug>(answer: Answer<T>, kind: &str) -> domain::Refusal {
    let fault = answer.expect_err(kind);
    let refusal = fault.refusal().unwrap_or_else(|| panic!("{fault}")).clone();
    assert_eq!(refusal.kind(), kind, "{refusal:?}");
    refusal
}

async fn approved(world: &World) -> ProjectId {
    world
        .project_at(
            ORDOS,
            Mode::Direct,
            yuan(100_000),
            Goal::Payment(PaymentState::Approved),
        )
        .await
}

/// Pays everything of the world that waits, so that a test begins with an empty list.
async fn nothing_waits(world: &World) {
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query(
        "update payment set state = 'CHECKED', approved_by = null where state = 'APPROVED'",
    )
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_list_holds_what_is_approved_once_and_pays_nothing() {
    let world = world().await;
    nothing_waits(&world).await;
    let payer = world.payer(ORDOS);
    refused(payer.take_batch().await, "NothingToList");
    let id = approved(&world).await;
    let before = payer.bank().await.unwrap();
    assert_eq!((before.waiting.len(), before.total), (1, yuan(40_000)));
    refused(world.clerk(ORDOS).take_batch().await, "Forbidden");
    let batch = payer.take_batch().await.unwrap();
    let after = payer.bank().await.unwrap();
    assert_eq!(after.total, Money::ZERO);
    assert!(!after.waiting[0].because.is_empty());
    assert_eq!(after.batches[0].total, yuan(40_000));
    refused(payer.take_batch().await, "NothingToList");
    let (name, file) = payer.batch_file(batch).await.unwrap();
    assert_eq!(name, "付款清单〔2026〕1号.xlsx");
    let hash = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(&file));
    assert_eq!(hash, after.batches[0].hash);
    let (_, rows) = crate::import::table_of(&file).unwrap();
    assert_eq!(rows[1].1[4], "40000");
    refused(world.payer(BAOTOU).batch_file(batch).await, "NotFound");
    let view = payer.project(id).await.unwrap();
    assert_eq!(view.payments[0].state, PaymentState::Approved);
    world.drive(id, Goal::Payment(PaymentState::Paid)).await;
    assert!(payer.bank().await.unwrap().waiting.is_empty());
}

#[tokio::test]
async fn what_is_stopped_stands_on_no_list() {
    let world = world().await;
    nothing_waits(&world).await;
    let id = approved(&world).await;
    let draft = super::doing::case::draft(&world, id, CaseKind::Fraud).await;
    world.hrss(ORDOS).open_case(draft).await.unwrap();
    refused(world.payer(ORDOS).take_batch().await, "NothingToList");
}

/// The running payments of a city: voucher and amount.
async fn vouchers(world: &World) -> Vec<(String, Money)> {
    let page = world
        .finance(ORDOS)
        .ledger(LedgerQuery::default())
        .await
        .unwrap();
    page.rows
        .into_iter()
        .map(|row| (row.voucher, row.amount))
        .collect()
}

#[tokio::test]
async fn a_statement_is_compared_with_ledger_and_allocation_and_changes_nothing() {
    let world = world().await;
    let booked = vouchers(&world).await;
    assert!(booked.len() > 3);
    let mut csv = String::from("日期,凭证号,金额,收款人\n");
    for (index, (voucher, amount)) in booked.iter().enumerate().skip(1) {
        let amount = if index == 1 {
            *amount + Money::from_fen(1)
        } else {
            *amount
        };
        csv.push_str(&format!("2026-11-24,{voucher},{},\n", amount.plain()));
    }
    csv.push_str("2026/11/01,银-404,5.00,某人\n2026-01-01,银-405,6.00,某人\n");
    let clerk = world.clerk(ORDOS);
    let before = world.fingerprint().await;
    let id = clerk
        .upload_statement("流水.csv".into(), csv.clone().into_bytes())
        .await
        .unwrap();
    assert_ne!(world.fingerprint().await, before);
    let view = clerk.statement(id).await.unwrap();
    let count = |mark| view.result.count(mark);
    assert_eq!(count(BankMark::Differs), 1);
    assert_eq!(count(BankMark::OnlyBank), 2);
    assert_eq!(count(BankMark::OnlyLedger), 1);
    assert_eq!(count(BankMark::Matched), booked.len() - 2);
    assert_eq!(view.result.lines[0].mark, BankMark::Differs);
    assert!(
        view.result
            .years
            .iter()
            .all(|year| year.ledger <= year.allocated)
    );
    assert_eq!(vouchers(&world).await, booked);
    let again = clerk
        .upload_statement("又.csv".into(), csv.into_bytes())
        .await;
    assert_eq!(refused(again, "StatementKnown").field(), Some("file"));
    refused(world.clerk(BAOTOU).statement(id).await, "NotFound");
}

#[tokio::test]
async fn a_statement_that_cannot_be_read_is_refused_whole_and_by_line() {
    let world = world().await;
    let send = async |csv: &str| {
        world
            .clerk(ORDOS)
            .upload_statement("流水.csv".into(), csv.as_bytes().to_vec())
            .await
    };
    refused(
        send("日期,金额,收款人\n2026-11-24,1,某人\n").await,
        "FileUnreadable",
    );
    refused(send("日期,凭证号,金额,收款人\n").await, "FileUnreadable");
    for (row, says) in [
        ("昨天,1,1,某人", "第 3 行"),
        ("2026-11-24,,1,某人", "第 3 行"),
        ("2026-11-24,1,一元,某人", "第 3 行"),
        ("2026-11-24,1,-1,某人", "第 3 行"),
    ] {
        let csv = format!("日期,凭证号,金额,收款人\n2026-11-24,银-1,1.00,某人\n{row}\n");
        let refusal = refused(send(&csv).await, "DatasetRow");
        assert!(refusal.sentence().contains(says), "{}", refusal.sentence());
        assert_eq!(refusal.field(), Some("file"));
    }
}

#[tokio::test]
async fn finance_finds_the_agency_answers_finance_closes() {
    let world = world().await;
    let finance = world.finance(ORDOS);
    let entry = finance.ledger(LedgerQuery::default()).await.unwrap().rows[0].id;
    refused(
        world.clerk(ORDOS).post_finding(entry, "x".into()).await,
        "Forbidden",
    );
    let empty = finance.post_finding(entry, " ".into()).await;
    assert_eq!(refused(empty, "Required").field(), Some("text"));
    finance
        .post_finding(entry, "凭证未附发票".into())
        .await
        .unwrap();
    let see = async |session: &crate::Session| {
        let page = session.ledger(LedgerQuery::default()).await.unwrap();
        page.rows[0].findings.clone()
    };
    let clerk = world.clerk(ORDOS);
    let finding = see(&clerk).await.remove(0);
    assert_eq!(finding.state, FindingState::Open);
    refused(
        finance.answer_finding(finding.id, "x".into()).await,
        "Forbidden",
    );
    clerk
        .answer_finding(finding.id, "发票已补附".into())
        .await
        .unwrap();
    finance.close_finding(finding.id).await.unwrap();
    assert_eq!(see(&finance).await[0].state, FindingState::Closed);
    refused(
        clerk.answer_finding(finding.id, "迟到".into()).await,
        "WrongState",
    );
    let coal = world
        .session("coal")
        .ledger(LedgerQuery::default())
        .await
        .unwrap();
    assert!(coal.rows.iter().all(|row| row.findings.is_empty()));
}
