//! What just happened.

use domain::contract::FeedRow;
use leptos::prelude::*;

use super::rows;
use crate::test_ids;

/// What just happened, newest first.
pub fn feed(feed: Signal<Vec<FeedRow>>, with_city: bool) -> AnyView {
    let row = move |row: Signal<FeedRow>, fresh: Signal<bool>| {
        view! { <li class:fresh=fresh>{move || row.with(|row| line(row, with_city))}</li> }
            .into_any()
    };
    let empty = move || {
        feed.with(Vec::is_empty)
            .then(|| view! { <p class="empty">"还没有办理记录。"</p> })
    };
    view! {
        <ol class="feed" data-testid=test_ids::FEED>{rows(feed, |row| row.id, row)}</ol>
        {empty}
    }
    .into_any()
}

fn line(row: &FeedRow, with_city: bool) -> AnyView {
    let name = row.project_name.clone();
    let project = match row.project {
        Some(id) => view! { <a href=format!("/projects/{id}")>{name}</a> }.into_any(),
        None => name.into_any(),
    };
    view! {
        <time>{row.at.clone()}</time>
        <div>
            {with_city.then(|| view! { <b>{row.tenant_name.clone()}</b>" " })}
            {row.text.clone()}
            <div class="clause">{project}</div>
        </div>
    }
    .into_any()
}
