//! What a unit has got and waits for, over all its projects in every city (A36); and which links of a
//! project's page lead somewhere.

use domain::Money;
use domain::contract::{ApplicationApi, MoneySummary, ProjectApi, ScreensApi};
use domain::state::{Mode, ProjectState};

use crate::testkit::{BAOTOU, ORDOS, world};

#[tokio::test]
async fn the_unit_sees_its_money_over_all_its_projects_in_every_city() {
    let world = world().await;
    let amount = Money::from_fen(10_000_000);
    for tenant in [ORDOS, BAOTOU] {
        world
            .project_at(tenant, Mode::Commissioned, amount, ProjectState::Passed)
            .await;
    }
    let unit = world.session("anquan");
    let page = unit.tracker().await.unwrap();
    let sums = page.money.expect("agreements");
    let own: Vec<_> = page
        .projects
        .iter()
        .filter(|one| one.row.unit == page.organisation && one.row.agreement.is_positive())
        .collect();
    let sum = |of: fn(&MoneySummary) -> Money| own.iter().map(|one| of(&one.money)).sum::<Money>();
    assert_eq!((sums.projects, sums.cities), (own.len() as i64, 2));
    assert_eq!(sums.agreement, sum(|money| money.agreement));
    assert_eq!(sums.prepaid, sum(|money| money.prepaid));
    assert_eq!(sums.balance_paid, sum(|money| money.balance_paid));
    assert_eq!(sums.balance, sum(|money| money.balance));
    assert_eq!(sums.deducted, sum(|money| money.deducted));
    assert!(sums.prepaid.is_positive() && sums.balance.is_positive());
    let dated = sums
        .expected
        .iter()
        .filter(|one| one.text.starts_with("尾款预计 2026年12月15日 前支付"));
    assert!(dated.count() >= 2, "{:?}", sums.expected);

    // Who only applied is nobody's payee, and an evaluator has no money at all.
    let applicant = world.session("coal").tracker().await.unwrap();
    let pays_itself = applicant
        .projects
        .iter()
        .any(|one| one.row.unit == applicant.organisation && one.row.agreement.is_positive());
    assert_eq!(applicant.money.is_some(), pays_itself);
    assert_eq!(world.evaluator().tracker().await.unwrap().money, None);
}

#[tokio::test]
async fn the_link_to_the_application_is_shown_where_its_page_is() {
    let world = world().await;
    let without = world
        .new_project(ORDOS, Mode::Direct, Money::from_fen(10_000_000))
        .await;
    let with = world.application_at(ORDOS, ProjectState::Submitted).await;
    for id in [without, with] {
        let applicant = world.applicant_of(id).await;
        for session in [world.clerk(ORDOS), world.region(), applicant] {
            let shown = session.project(id).await.unwrap().application;
            assert_eq!(shown, session.application(id).await.is_ok(), "{id}");
            assert_eq!(shown, id == with);
        }
    }
}
