//! The frame of the pages that anybody may read without a login.

use leptos::prelude::*;

use crate::test_ids;

const PAGES: [(&str, &str); 2] = [
    ("/public/areas", "重点领域公布"),
    ("/public/bans", "禁入名单"),
];

/// The head with what is public, the title, and the page itself.
pub fn public_frame(
    here: &'static str,
    title: &'static str,
    about: String,
    demo: bool,
    content: AnyView,
) -> AnyView {
    let entry = |(href, label): (&'static str, &'static str)| {
        let current = (href == here).then_some("page");
        view! { <a href=href aria-current=current>{label}</a> }
    };
    view! {
        <header class="bar">
            <span class="brand">"预防通"</span>
            {demo.then(|| view! { <span class="demo" data-testid=test_ids::DEMO>"演示数据"</span> })}
            <a class="quiet" href="/login">"登录"</a>
            <nav aria-label="主导航">{PAGES.map(entry).collect_view()}</nav>
        </header>
        <main id="main" tabindex="-1" class="public">
            <div class="head">
                <h1>{title}</h1>
                <span class="meta">{about}</span>
            </div>
            <div class="flow">{content}</div>
        </main>
    }
    .into_any()
}
