//! The pages about one city's year: a city's own posts see theirs, a regional department chooses one.

use std::future::Future;

use domain::contract::{Me, RegionQuery, YearOf};
use domain::{Refusal, TenantId};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::api::ApiError;
use crate::api::screens::region_dashboard;
use crate::carried::fetched;
use crate::components::{Follow, page};

/// What such a page has loaded: the city, or those there are to choose from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Place<T> {
    City(T),
    Choose(Vec<(TenantId, String)>),
}

/// A page about a city's year at `path`, kept up to date while anything in the city changes.
pub fn of_city<T, F>(
    title: &'static str,
    path: &'static str,
    load: fn(YearOf) -> F,
    body: fn(Me, Signal<T>) -> AnyView,
) -> AnyView
where
    T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, ApiError>> + Send + 'static,
{
    let of = asked();
    // Another year or city is another page: nothing of the first one is worth keeping.
    let content = move || {
        let of = of.get();
        let data = fetched(|| (), move |()| find(of, load(of)));
        page(
            title,
            data,
            |_| Follow::Changes("projects".into()),
            move |me, place| match place.get_untracked() {
                Place::City(city) => body(me, within(place, city)),
                Place::Choose(cities) => chooser(title, path, of.year, cities),
            },
        )
    };
    view! { {content} }.into_any()
}

/// Whose year it is, with the other years; the region's way to another city.
pub fn head(
    title: &str,
    path: &'static str,
    me: &Me,
    tenant: TenantId,
    name: &str,
    (year, years): (i32, &[i32]),
) -> AnyView {
    let tenant = me.role.is_region().then_some(tenant);
    let mut years = years.to_vec();
    years.sort_unstable();
    let links: Vec<_> = years
        .into_iter()
        .map(|other| {
            let current = (other == year).then_some("true");
            view! { <a href=address(path, Some(other), tenant) aria-current=current>{other}</a> }
        })
        .collect();
    let change = tenant
        .map(|_| view! { <a class="meta" href=address(path, Some(year), None)>"更换盟市"</a> });
    view! {
        <h1>{name.to_owned()} {title.to_owned()}</h1>
        <span class="meta">{format!("{year} 年度")}</span>
        {change}
        <nav class="years" aria-label="年度">{links}</nav>
    }
    .into_any()
}

/// The address of such a page: only what is asked for stands in it.
pub fn address(path: &str, year: Option<i32>, tenant: Option<TenantId>) -> String {
    let year = year.map(|year| format!("year={year}"));
    let tenant = tenant.map(|tenant| format!("tenant={tenant}"));
    let asked: Vec<_> = year.into_iter().chain(tenant).collect();
    if asked.is_empty() {
        return path.to_owned();
    }
    format!("{path}?{}", asked.join("&"))
}

/// The year and the city of the address; what is not understood is not asked.
fn asked() -> Memo<YearOf> {
    let query = use_query_map();
    Memo::new(move |_| {
        query.with(|query| YearOf {
            year: query.get_str("year").and_then(|year| year.parse().ok()),
            tenant: query
                .get_str("tenant")
                .and_then(|tenant| tenant.parse().ok()),
        })
    })
}

/// Where no city is named and the post has none, the cities to choose from.
async fn find<T>(
    of: YearOf,
    loading: impl Future<Output = Result<T, ApiError>>,
) -> Result<Place<T>, ApiError> {
    let missing = match loading.await {
        Err(ApiError::Refused(Refusal::NotFound)) if of.tenant.is_none() => Refusal::NotFound,
        answer => return answer.map(Place::City),
    };
    let region = region_dashboard(RegionQuery::default())
        .await
        .map_err(|_| missing)?;
    let mut cities: Vec<_> = region
        .tiles
        .into_iter()
        .map(|tile| (tile.tenant, tile.name))
        .collect();
    cities.sort_unstable();
    Ok(Place::Choose(cities))
}

/// The city's own view, which keeps its last content.
fn within<T>(place: Signal<Place<T>>, first: T) -> Signal<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    Memo::new(move |last: Option<&T>| {
        place.with(|place| match place {
            Place::City(city) => city.clone(),
            Place::Choose(_) => last.unwrap_or(&first).clone(),
        })
    })
    .into()
}

fn chooser(
    title: &'static str,
    path: &'static str,
    year: Option<i32>,
    cities: Vec<(TenantId, String)>,
) -> AnyView {
    let links: Vec<_> = cities
        .into_iter()
        .map(|(tenant, name)| {
            view! { <li><a href=address(path, year, Some(tenant))>{name}</a></li> }
        })
        .collect();
    view! {
        <div class="head">
            <h1>{title}</h1>
            <span class="meta">"请选择盟市"</span>
        </div>
        <section class="panel">
            <h2>"盟市" <small>"自治区只查看，不代为办理"</small></h2>
            <ul class="cities">{links}</ul>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_only_what_is_asked() {
        assert_eq!(address("/figures", None, None), "/figures");
        assert_eq!(
            address("/areas", Some(2027), Some(TenantId(150_600))),
            "/areas?year=2027&tenant=150600"
        );
    }
}
