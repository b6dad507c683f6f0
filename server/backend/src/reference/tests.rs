use domain::calendar::WorkCalendar;
use domain::fund::FundBase;

use super::*;

#[test]
fn embedded_data_reads() {
    assert_eq!(tenants().len(), 12);
    assert_eq!(optional_tenants().len(), 2);
    assert_eq!(industry_sections().len(), 20);
    assert_eq!(industries().len(), 97);
    assert_eq!(
        accident_types()
            .iter()
            .map(|list| list.items.len())
            .collect::<Vec<_>>(),
        [20, 27]
    );
    assert_eq!(demo_tenants().len(), 12);
}

#[test]
fn diseases_add_up() {
    for list in occupational_diseases() {
        assert_eq!(
            list.categories
                .iter()
                .map(|category| category.count)
                .sum::<u32>(),
            list.total,
            "{}",
            list.id
        );
    }
}

#[test]
fn leagues_are_leagues() {
    for tenant in tenants() {
        assert_eq!(
            tenant.kind == TenantKind::League,
            tenant.name.ends_with('盟'),
            "{}",
            tenant.name
        );
    }
}

#[test]
fn demo_figures_obey_the_rules() {
    for (demo, tenant) in demo_tenants().iter().zip(tenants()) {
        assert_eq!((demo.code, &demo.name), (tenant.code, &tenant.name));
        let base = FundBase::new(demo.levy_2025, demo.adjustment_remitted_2025).expect("valid");
        assert_eq!(
            (base.retained(), base.city_cap()),
            (demo.retained_2025, demo.cap_2026),
            "{}",
            demo.name
        );
        assert!(demo.plan_2026 <= demo.cap_2026, "{}", demo.name);
    }
}

#[test]
fn only_2027_is_provisional() {
    let years = calendar_years();
    assert_eq!(
        years.iter().map(|year| year.year).collect::<Vec<_>>(),
        (2020..=2027).collect::<Vec<_>>()
    );
    assert!(years.iter().all(
        |year| year.announced == (year.year < 2027) && year.announced == year.notice.is_some()
    ));
    assert_eq!(years[7].off.len(), 19);
    let days = WorkCalendar::new(years);
    let counts: Vec<i64> = (2020..=2026)
        .map(|year| days.workdays_of_year(year).expect("loaded"))
        .collect();
    assert_eq!(counts, [249, 250, 249, 249, 251, 248, 248]);
}
