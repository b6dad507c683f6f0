//! Which city and which year a page is about: both stand in the address.

use std::future::Future;

use domain::TenantId;
use domain::contract::{Me, YearOf};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::QueryForm;
use crate::CurrentUser;
use crate::api::ApiError;

/// The city and the year of the address; what is not understood is not asked.
#[must_use]
pub fn asked_place() -> Memo<YearOf> {
    let query = use_query_map();
    Memo::new(move |_| {
        query.with(|query| YearOf {
            year: query.get_str("year").and_then(|year| year.parse().ok()),
            tenant: query.get_str("tenant").and_then(|id| id.parse().ok()),
        })
    })
}

/// Asks for a year of a city. A regional department that names none sees the first.
pub fn of_city<T, F>(of: YearOf, ask: fn(YearOf) -> F) -> Resource<Result<T, ApiError>>
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, ApiError>> + Send + 'static,
{
    let user = expect_context::<CurrentUser>().0;
    Resource::new(
        || (),
        move |()| async move {
            let first = user.await?.cities.first().map(|(id, _)| *id);
            ask(YearOf {
                tenant: of.tenant.or(first),
                ..of
            })
            .await
        },
    )
}

/// Links to the other years and, for a regional department, a choice of cities.
pub fn place_switch(
    me: &Me,
    path: &'static str,
    tenant: TenantId,
    year: i32,
    years: &[i32],
) -> AnyView {
    let options: Vec<_> = me
        .cities
        .iter()
        .map(|(id, name)| {
            view! { <option value=id.to_string() selected=*id == tenant>{name.clone()}</option> }
        })
        .collect();
    let chooser = (!options.is_empty()).then(|| {
        view! {
            <QueryForm action=path>
                <span class="place">
                    <input type="hidden" name="year" value=year.to_string()/>
                    <select name="tenant" aria-label="盟市">{options}</select>
                    <button>"查看"</button>
                </span>
            </QueryForm>
        }
    });
    let of = chooser
        .is_some()
        .then(|| format!("&tenant={tenant}"))
        .unwrap_or_default();
    let mut years = years.to_vec();
    years.sort_unstable();
    let links: Vec<_> = years
        .into_iter()
        .map(|one| {
            let current = (one == year).then_some("true");
            view! { <a href=format!("?year={one}{of}") aria-current=current>{one}</a> }
        })
        .collect();
    view! {
        {chooser}
        <nav class="years" aria-label="年度">{links}</nav>
    }
    .into_any()
}
