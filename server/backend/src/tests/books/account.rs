//! The account money goes to: whose it is, who confirms it, who sees it (R119, 3.3).

use domain::ProjectId;
use domain::contract::{AccountDraft, BooksApi, MoneyApi, ProjectApi};
use domain::state::{Mode, PaymentState, ProjectState};

use super::{domain_goal, of_project, pay, refused, yuan};
use crate::testkit::{ORDOS, World, world};

fn paper(name: &str, number: &str) -> AccountDraft {
    AccountDraft {
        name: name.into(),
        bank: "演示银行鄂尔多斯支行".into(),
        number: number.into(),
        proof: String::new(),
    }
}

/// A contracted project whose unit has no account yet.
async fn bankless(world: &World) -> ProjectId {
    let id = world.new_project(ORDOS, Mode::Direct, yuan(100_000)).await;
    world.drive(id, ProjectState::Contracted).await;
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query(
        "update payee_account set state = 'REPLACED' where state = 'CONFIRMED' and tenant_id = $1",
    )
    .bind(ORDOS.0)
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    id
}

#[tokio::test]
async fn money_is_asked_for_to_a_confirmed_account_of_the_unit_only() {
    let world = world().await;
    let id = bankless(&world).await;
    let unit = world.unit_of(id).await;
    let (clerk, reviewer) = (world.clerk(ORDOS), world.reviewer(ORDOS));
    let owner = unit.project(id).await.unwrap().applicant;
    refused(
        unit.request_prepayment(id, "none-00001".into(), yuan(40_000))
            .await,
        "AccountMissing",
    );
    for (draft, kind, field) in [
        (paper("别的公司", "62220000111122"), "AccountName", "name"),
        (paper(&owner, "1234567"), "AccountNumber", "number"),
        (paper(&owner, "6222abcd0000"), "AccountNumber", "number"),
        (paper(&owner, ""), "Required", "number"),
    ] {
        let refusal = refused(unit.give_account(id, draft).await, kind);
        assert_eq!(refusal.field(), Some(field));
    }
    let on_paper = clerk
        .give_account(id, paper(&owner, "62220000111122"))
        .await;
    assert_eq!(refused(on_paper, "Required").field(), Some("proof"));
    let given = unit
        .give_account(id, paper(&owner, "6222 0000 1111 22"))
        .await
        .unwrap();
    refused(
        unit.request_prepayment(id, "given-0001".into(), yuan(40_000))
            .await,
        "AccountMissing",
    );
    refused(clerk.confirm_account(id, given).await, "Forbidden");
    reviewer.confirm_account(id, given).await.unwrap();
    refused(
        unit.give_account(id, paper(&owner, "62220000111122")).await,
        "NothingChanged",
    );
    unit.request_prepayment(id, "asked-0001".into(), yuan(40_000))
        .await
        .unwrap();
    let seen = |view: domain::contract::ProjectView| {
        view.books
            .accounts
            .first()
            .map(|account| account.number.clone())
    };
    assert_eq!(
        seen(clerk.project(id).await.unwrap()).as_deref(),
        Some("62220000111122")
    );
    assert_eq!(
        seen(world.hrss(ORDOS).project(id).await.unwrap()).as_deref(),
        Some("6222****1122")
    );
    assert_eq!(
        seen(world.region().project(id).await.unwrap()).as_deref(),
        Some("6222****1122")
    );
    assert_eq!(
        seen(world.session("region-cz").project(id).await.unwrap()),
        None
    );
    assert_eq!(seen(world.health(ORDOS).project(id).await.unwrap()), None);
}

#[tokio::test]
async fn a_changed_account_is_confirmed_again_and_nothing_goes_to_the_old_one() {
    let world = world().await;
    let id = world.new_project(ORDOS, Mode::Direct, yuan(100_000)).await;
    world.drive(id, domain_goal(PaymentState::Approved)).await;
    let (payment, seen) = world.payment(id).await;
    let unit = world.unit_of(id).await;
    let owner = unit.project(id).await.unwrap().applicant;
    let given = unit
        .give_account(id, paper(&owner, "62228888111122"))
        .await
        .unwrap();
    let reviewer = world.reviewer(ORDOS);
    reviewer
        .return_account(id, given, "开户行不明".into())
        .await
        .unwrap();
    refused(reviewer.confirm_account(id, given).await, "WrongState");
    let given = unit
        .give_account(id, paper(&owner, "62228888111122"))
        .await
        .unwrap();
    // Given is not confirmed: what was approved can still be paid to the account that stands.
    reviewer.confirm_account(id, given).await.unwrap();
    let late = pay(&world.payer(ORDOS), payment, seen, "V-77").await;
    refused(late, "Stale");
    let view = unit.project(id).await.unwrap();
    assert_eq!(view.payments[0].state, PaymentState::Rejected);
    unit.request_prepayment(id, "again-0001".into(), yuan(40_000))
        .await
        .unwrap();
}

#[expect(
    clippy::disallowed_methods,
    reason = "a connection past every door, on purpose"
)]
#[tokio::test]
async fn the_database_pays_nobody_but_the_unit_and_shows_its_account_to_few() {
    let world = world().await;
    let id = world
        .new_project(ORDOS, Mode::Commissioned, yuan(100_000))
        .await;
    world.drive(id, domain_goal(PaymentState::Approved)).await;
    let mut conn = world.db.pool.acquire().await.unwrap();
    let city = "select set_config('role', 'app_city', true), set_config('app.tenant', '150600', true), set_config('app.post', 'AGP', true)";
    for (change, says) in [
        (
            "update payment set payee_id = (select applicant_id from project where id = $1) where project_id = $1",
            "does not carry",
        ),
        (
            "update payment set account_id = null, state = 'PAID', paid_on = current_date, voucher = 'x', account_no = 'x' where project_id = $1",
            "stays",
        ),
        (
            "update payment set state = 'PAID', paid_on = current_date, voucher = 'x', account_no = 'x' where project_id = $1 and state = 'CHECKED'",
            "",
        ),
    ] {
        sqlx::query("begin").execute(&mut *conn).await.unwrap();
        sqlx::query(city).execute(&mut *conn).await.unwrap();
        let done = sqlx::query(change).bind(id.0).execute(&mut *conn).await;
        match says {
            "" => assert_eq!(done.unwrap().rows_affected(), 0),
            says => assert!(done.unwrap_err().to_string().contains(says), "{change}"),
        }
        sqlx::query("rollback").execute(&mut *conn).await.unwrap();
    }
    for (role, tenant, post, sees) in [
        ("app_city", "150600", "AGP", true),
        ("app_city", "150600", "CHE", false),
        ("app_city", "150200", "AGP", false),
        ("app_region", "", "RHR", true),
        ("app_region", "", "RFI", false),
        ("app_org", "", "ORG", false),
    ] {
        sqlx::query("begin").execute(&mut *conn).await.unwrap();
        sqlx::query("select set_config('role', $1, true), set_config('app.tenant', $2, true), set_config('app.post', $3, true), set_config('app.org', '-1', true)")
            .bind(role)
            .bind(tenant)
            .bind(post)
            .execute(&mut *conn)
            .await
            .unwrap();
        let seen: i64 =
            sqlx::query_scalar("select count(*) from payee_account where tenant_id = 150600")
                .fetch_one(&mut *conn)
                .await
                .unwrap();
        assert_eq!(seen > 0, sees, "{role} {post} of {tenant}");
        sqlx::query("rollback").execute(&mut *conn).await.unwrap();
    }
}

#[tokio::test]
async fn a_reversed_balance_whose_account_has_changed_is_checked_again() {
    let world = world().await;
    let id = world.new_project(ORDOS, Mode::Direct, yuan(100_000)).await;
    world.drive(id, ProjectState::Closed).await;
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query(
        "update payee_account set state = 'REPLACED' where state = 'CONFIRMED' and tenant_id = $1",
    )
    .bind(ORDOS.0)
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let entry = of_project(&world, id).await.rows[0].id;
    let reviewer = world.reviewer(ORDOS);
    reviewer
        .reverse_entry(entry, "账户已销户，银行退汇".into())
        .await
        .unwrap();
    let view = reviewer.project(id).await.unwrap();
    let balance = view.payments.last().unwrap().clone();
    assert_eq!(balance.state, PaymentState::Unlocked);
    let clerk = world.clerk(ORDOS);
    refused(
        clerk.check_payment(balance.id, balance.version).await,
        "AccountMissing",
    );
    let unit = world.unit_of(id).await;
    let given = unit
        .give_account(id, paper(&view.applicant, "62229999111122"))
        .await
        .unwrap();
    reviewer.confirm_account(id, given).await.unwrap();
    world.drive(id, ProjectState::Closed).await;
}

#[tokio::test]
async fn what_was_approved_before_there_were_accounts_is_checked_again_and_paid() {
    let world = world().await;
    let id = world.new_project(ORDOS, Mode::Direct, yuan(100_000)).await;
    world.drive(id, domain_goal(PaymentState::Approved)).await;
    let mut tx = world.admin.begin().await.unwrap();
    for sql in [
        "update payment set state = 'CHECKED', account_id = null where project_id = $1",
        "update payment set state = 'APPROVED' where project_id = $1",
        "update payee_account set state = 'REPLACED' where state = 'CONFIRMED' and $1 > 0",
    ] {
        sqlx::query(sql).bind(id.0).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    let unit = world.unit_of(id).await;
    let owner = unit.project(id).await.unwrap().applicant;
    let given = unit
        .give_account(id, paper(&owner, "62227777111122"))
        .await
        .unwrap();
    world
        .reviewer(ORDOS)
        .confirm_account(id, given)
        .await
        .unwrap();
    let view = unit.project(id).await.unwrap();
    assert_eq!(view.payments[0].state, PaymentState::Requested);
    world.drive(id, domain_goal(PaymentState::Paid)).await;
}
