//! The cap: what counts against it, where it is asked, and how it is exceeded.

use domain::contract::{CapMeter, MoneyApi, ProjectApi, ProposalApi, YearOf};
use domain::state::{AgreementState, BaseStatus, Mode, PaymentState, ProjectState};
use domain::{Money, ProjectId, TenantId, Version};

use super::proposal::{october, refused, yuan};
use crate::testkit::{BAOTOU, ORDOS, World, world};

const fn of(year: i32) -> YearOf {
    YearOf {
        year: Some(year),
        tenant: None,
    }
}

async fn meter(world: &World, year: i32) -> CapMeter {
    let view = world.clerk(ORDOS).cap(of(year)).await.unwrap();
    view.cities[0].meter.clone()
}

/// The operator writes another base for the year before.
pub(super) async fn set_cap(world: &World, year: i32, cap: Money) {
    let retained = Money::from_fen((cap.fen() * 100 + 2) / 3 + 1);
    assert_eq!(domain::fund::CAP_PERCENT.floor_of(retained), cap);
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query("update fund_base set levy = $3, remitted = 0, status = 'FINAL' where tenant_id = $1 and year = $2 - 1")
        .bind(ORDOS.0)
        .bind(year)
        .bind(retained.decimal())
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// Leaves room for so much more in a year.
pub(super) async fn leave(world: &World, year: i32, free: Money) {
    let now = meter(world, year).await;
    set_cap(world, year, now.used + now.reserved + free - now.overrides).await;
    assert_eq!(meter(world, year).await.free, free);
}

#[tokio::test]
async fn what_is_determined_is_reserved_and_what_is_approved_is_used() {
    let world = world().await;
    let before = meter(&world, 2026).await;
    let id = world.new_project(ORDOS, Mode::Direct, yuan(100_000)).await;
    let determined = meter(&world, 2026).await;
    assert_eq!(determined.reserved, before.reserved + yuan(100_000));
    world.drive(id, ProjectState::Filed).await;
    let clerk = world.clerk(ORDOS);
    let part = clerk.compile_budget(id, world.version(id).await, 2026, yuan(40_000));
    part.await.unwrap();
    assert_eq!(
        meter(&world, 2026).await.reserved,
        determined.reserved,
        "the rest stays reserved"
    );
    world.drive(id, ProjectState::Filed).await;
    clerk
        .compile_budget(id, world.version(id).await, 2026, yuan(100_000))
        .await
        .unwrap();
    world.drive(id, ProjectState::Budgeted).await;
    let approved = meter(&world, 2026).await;
    assert_eq!(approved.used, before.used + yuan(100_000));
    assert_eq!(approved.reserved, before.reserved);
    assert_eq!(approved.free, before.free - yuan(100_000));
}

#[tokio::test]
async fn the_estimate_and_the_closed_figure_stand_side_by_side() {
    let world = world().await;
    let next = meter(&world, 2027).await;
    assert_eq!(next.status, Some(BaseStatus::Estimated));
    assert_eq!((next.estimated, next.finals), (Some(next.cap), None));
    let mut tx = world.admin.begin().await.unwrap();
    for (status, levy) in [("ESTIMATED", 310_000_000), ("FINAL", 290_000_000)] {
        sqlx::query(
            "insert into fund_entry (tenant_id, year, status, state, levy, remitted, source, entered_by, entered_name, entered_on, confirmed_by)
             values ($1, 2026, $2, 'CONFIRMED', $3, 0, '决算报表', 1, '某人', '2026-11-01', 2)",
        )
        .bind(ORDOS.0)
        .bind(status)
        .bind(levy)
        .execute(&mut *tx)
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
    let both = meter(&world, 2027).await;
    assert_eq!(both.estimated, Some(yuan(9_300_000)));
    assert_eq!(both.finals, Some(yuan(8_700_000)));
}

/// A project and the city with no room left for a single fen of it.
async fn squeezed(world: &World, at: impl Into<crate::testkit::Goal>) -> ProjectId {
    leave(world, 2026, yuan(1_000_000)).await;
    let id = world
        .project_at(ORDOS, Mode::Direct, yuan(100_000), at)
        .await;
    let now = meter(world, 2026).await;
    set_cap(world, 2026, now.used + now.reserved - Money::from_fen(1)).await;
    assert!(meter(world, 2026).await.exceeded);
    id
}

#[tokio::test]
async fn a_lower_final_base_blocks_budget_agreement_and_payment_by_one_fen() {
    let world = world().await;
    let filed = squeezed(&world, ProjectState::Filed).await;
    let (clerk, finance, reviewer) = (
        world.clerk(ORDOS),
        world.finance(ORDOS),
        world.reviewer(ORDOS),
    );
    let seen = world.version(filed).await;
    clerk
        .compile_budget(filed, seen, 2026, yuan(100_000))
        .await
        .unwrap();
    let seen = world.version(filed).await;
    refused(finance.approve_budget(filed, seen).await, "OverCap");
    leave(&world, 2026, Money::ZERO).await;
    finance.approve_budget(filed, seen).await.unwrap();

    let drafted = squeezed(&world, AgreementState::Draft).await;
    let seen = world.version(drafted).await;
    refused(reviewer.check_agreement(drafted, seen).await, "OverCap");
    leave(&world, 2026, Money::ZERO).await;
    reviewer.check_agreement(drafted, seen).await.unwrap();
    let signing = squeezed(&world, AgreementState::Checked).await;
    let seen = world.version(signing).await;
    refused(
        reviewer
            .sign_agreement(signing, seen, crate::demo::words::ELECTRONIC.into())
            .await,
        "OverCap",
    );
    leave(&world, 2026, Money::ZERO).await;
    reviewer
        .sign_agreement(signing, seen, crate::demo::words::ELECTRONIC.into())
        .await
        .unwrap();

    let paying = squeezed(&world, PaymentState::Requested).await;
    let (payment, seen) = world.payment(paying).await;
    refused(clerk.check_payment(payment, seen).await, "OverCap");
    leave(&world, 2026, Money::ZERO).await;
    clerk.check_payment(payment, seen).await.unwrap();
    let now = meter(&world, 2026).await;
    set_cap(&world, 2026, now.used + now.reserved - Money::from_fen(1)).await;
    refused(
        reviewer.approve_payment(payment, Version(seen.0 + 1)).await,
        "OverCap",
    );
}

#[tokio::test]
async fn a_two_year_project_counts_each_year_in_its_own() {
    let world = world().await;
    let id = world.new_project(ORDOS, Mode::Direct, yuan(100_000)).await;
    let clerk = world.clerk(ORDOS);
    lengthen(&world, id).await;
    world.drive(id, ProjectState::Filed).await;
    let (this, next) = (meter(&world, 2026).await, meter(&world, 2027).await);
    clerk
        .compile_budget(id, world.version(id).await, 2027, yuan(60_000))
        .await
        .unwrap();
    assert_eq!(
        meter(&world, 2026).await.reserved,
        this.reserved - yuan(60_000)
    );
    assert_eq!(
        meter(&world, 2027).await.reserved,
        next.reserved + yuan(60_000)
    );
    // Moving it back needs room in the year it comes back to.
    leave(&world, 2026, yuan(59_999)).await;
    let back = clerk
        .compile_budget(id, world.version(id).await, 2027, Money::from_fen(1))
        .await;
    refused(back, "OverCap");
    leave(&world, 2026, yuan(60_000)).await;
    clerk
        .compile_budget(id, world.version(id).await, 2027, Money::from_fen(1))
        .await
        .unwrap();
}

/// The project ends in the year after.
pub(super) async fn lengthen(world: &World, id: ProjectId) {
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query("update project set end_on = start_on + 700 where id = $1")
        .bind(id.0)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn only_both_regional_departments_together_let_a_city_exceed_its_cap() {
    let world = october().await;
    let clerk = world.clerk(ORDOS);
    let before = meter(&world, 2027).await;
    let year = 2027;
    refused(
        clerk.request_override(year, yuan(1), " ".into()).await,
        "Required",
    );
    refused(
        clerk.request_override(2040, yuan(1), "x".into()).await,
        "NoFundBase",
    );
    refused(
        world
            .finance(ORDOS)
            .request_override(year, yuan(1), "x".into())
            .await,
        "Forbidden",
    );
    clerk
        .request_override(year, yuan(500_000), "矿山事故高发".into())
        .await
        .unwrap();
    let (hrss, finance) = (world.session("region-rs"), world.session("region-cz"));
    let row = hrss.cap(of(year)).await.unwrap().overrides.remove(0);
    assert!(row.can_consent && !row.in_force);
    refused(
        hrss.consent_override(row.id, row.version, String::new())
            .await,
        "Required",
    );
    refused(
        clerk
            .consent_override(row.id, row.version, "x".into())
            .await,
        "Forbidden",
    );
    refused(
        world
            .session("region-wj")
            .consent_override(row.id, row.version, "x".into())
            .await,
        "Forbidden",
    );
    let document = || "内人社函〔2026〕9号".to_owned();
    hrss.consent_override(row.id, row.version, document())
        .await
        .unwrap();
    assert_eq!(
        meter(&world, year).await.cap,
        before.cap,
        "one consent is none"
    );
    refused(
        hrss.consent_override(row.id, Version(2), document()).await,
        "WrongState",
    );
    refused(
        finance
            .consent_override(row.id, row.version, document())
            .await,
        "Stale",
    );
    finance
        .consent_override(row.id, Version(2), "内财函〔2026〕3号".into())
        .await
        .unwrap();
    let after = meter(&world, year).await;
    assert_eq!(after.cap, before.cap + yuan(500_000));
    assert_eq!(after.overrides, yuan(500_000));
    let row = finance.cap(of(year)).await.unwrap().overrides.remove(0);
    assert!(row.in_force && !row.can_consent, "{row:?}");
    assert_eq!(row.document, "内人社函〔2026〕9号；内财函〔2026〕3号");
    let shown = world.region();
    let shown = domain::contract::ScreensApi::region_dashboard(
        &shown,
        domain::contract::RegionQuery {
            year: Some(year),
            ..domain::contract::RegionQuery::default()
        },
    )
    .await
    .unwrap();
    let tile = shown
        .tiles
        .iter()
        .find(|tile| tile.tenant == ORDOS)
        .unwrap();
    assert_eq!(tile.cap, after.cap);
}

#[tokio::test]
async fn the_region_sees_every_city_and_a_city_itself() {
    let world = world().await;
    let region = world.region().cap(of(2026)).await.unwrap();
    assert_eq!(region.cities.len(), 12);
    assert!(region.offers.is_empty());
    let one = YearOf {
        tenant: Some(BAOTOU),
        ..of(2026)
    };
    let tenants = |view: &domain::contract::CapView| -> Vec<TenantId> {
        view.cities.iter().map(|city| city.tenant).collect()
    };
    assert_eq!(tenants(&world.region().cap(one).await.unwrap()), [BAOTOU]);
    assert_eq!(
        tenants(&world.clerk(ORDOS).cap(one).await.unwrap()),
        [ORDOS],
        "its own, whatever it names"
    );
    refused(world.health(ORDOS).cap(of(2026)).await, "Forbidden");
}

/// Writes another forecast for the year.
async fn forecast(world: &World, year: i32, rows: serde_json::Value) {
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query(
        "insert into dataset (tenant_id, kind, year, version, rows, submitted_on, submitted_by, submitted_name)
         values ($1, 'FORECAST', $2, 2, $3, '2026-11-01', 1, '某人')",
    )
    .bind(ORDOS.0)
    .bind(year)
    .bind(rows)
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn benefits_come_first_at_the_budget_and_at_each_payment() {
    let world = world().await;
    let id = world
        .project_at(ORDOS, Mode::Direct, yuan(100_000), ProjectState::Filed)
        .await;
    let paying = world
        .project_at(ORDOS, Mode::Direct, yuan(100_000), PaymentState::Requested)
        .await;
    let (clerk, finance) = (world.clerk(ORDOS), world.finance(ORDOS));
    clerk
        .compile_budget(id, world.version(id).await, 2026, yuan(100_000))
        .await
        .unwrap();
    // The fee plan of the year is 5,000,000: one fen less is not enough.
    forecast(
        &world,
        2026,
        serde_json::json!([["120,000,000.00", "80000000", "195000000.01"]]),
    )
    .await;
    let refusal = refused(
        finance.approve_budget(id, world.version(id).await).await,
        "BenefitsFirst",
    );
    assert_eq!(
        refusal,
        domain::Refusal::BenefitsFirst {
            short: Money::from_fen(1)
        }
    );
    let (payment, seen) = world.payment(paying).await;
    refused(clerk.check_payment(payment, seen).await, "BenefitsFirst");
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query("update fee_plan set amount = 4999999.99 where tenant_id = $1 and year = 2026")
        .bind(ORDOS.0)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    finance
        .approve_budget(id, world.version(id).await)
        .await
        .unwrap();
    clerk.check_payment(payment, seen).await.unwrap();
}

#[tokio::test]
async fn without_a_forecast_no_budget_is_approved() {
    let world = october().await;
    let id = world.accepted(ORDOS, 2027, yuan(100_000), 1).await;
    world.determine(ORDOS, id, yuan(100_000)).await;
    world.drive(id, ProjectState::Filed).await;
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query("alter table dataset disable trigger never_changes")
        .execute(&mut *owner(&world).await)
        .await
        .unwrap();
    sqlx::query("delete from dataset where tenant_id = $1 and year = 2027")
        .bind(ORDOS.0)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let finance = world.finance(ORDOS);
    refused(
        finance.approve_budget(id, world.version(id).await).await,
        "NoForecast",
    );
}

async fn owner(world: &World) -> Box<sqlx::PgConnection> {
    use sqlx::Connection;
    Box::new(sqlx::PgConnection::connect(&world.owner_url).await.unwrap())
}
