//! What the user sees of 预防通, and the doorways to the server.
//!
//! [`api`] holds one server function per use case, [`pages`] one file per route, [`components`] the
//! parts they are made of, `live` keeps an open page up to date. No SQL, no rule, no tenant here.

pub mod api;
mod browser;
mod components;
mod live;
mod pages;
pub mod test_ids;
#[cfg(all(test, feature = "ssr"))]
mod tests;
mod text;

use domain::contract::{DemoLogin, Me};
use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{SsrMode, path};

use api::ApiError;

/// The logins a demo prints on its login page. The server puts them into the extensions of every
/// request in demo mode, because the page has no session to ask.
#[derive(Clone, Debug, Default)]
pub struct DemoLogins(pub Vec<DemoLogin>);

/// Who is signed in: loaded once per document, read by the frame of every page.
#[derive(Clone, Copy)]
pub(crate) struct CurrentUser(pub Resource<Result<Me, ApiError>>);

/// The document around [`App`]; rendered on the server only.
#[must_use]
pub fn shell(options: LeptosOptions) -> impl IntoView {
    #[cfg(feature = "ssr")]
    api::content_security_policy();
    let css = options.clone();
    view! {
        <!DOCTYPE html>
        <html lang="zh-CN">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" type="image/svg+xml" href="/favicon.svg"/>
                <leptos_meta::HashedStylesheet id="leptos" options=css/>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The program in the browser: the routes and what lives longer than a page.
#[component]
#[must_use]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(CurrentUser(Resource::new(|| (), |()| api::session::me())));
    live::provide();
    view! {
        <Title formatter=|title: String| if title.is_empty() { "预防通".into() } else { format!("{title} · 预防通") }/>
        <Router>
            <a class="skip" href="#main">"跳到正文"</a>
            <components::Keys/>
            <Routing/>
        </Router>
    }
}

/// The one table of routes. Every page is rendered whole (`Async`): it is complete without
/// JavaScript, and its status is known before the first byte is sent.
#[component]
fn Routing() -> impl IntoView {
    view! {
        <FlatRoutes fallback=pages::not_found>
            <Route path=path!("/") view=pages::home ssr=SsrMode::Async/>
            <Route path=path!("/login") view=pages::login ssr=SsrMode::Async/>
            <Route path=path!("/region") view=pages::region ssr=SsrMode::Async/>
            <Route path=path!("/city") view=pages::city ssr=SsrMode::Async/>
            <Route path=path!("/projects") view=pages::projects ssr=SsrMode::Async/>
            <Route path=path!("/projects/:id") view=pages::project ssr=SsrMode::Async/>
            <Route path=path!("/projects/:id/story") view=pages::story ssr=SsrMode::Async/>
            <Route path=path!("/projects/:id/agreement/print") view=pages::print_agreement ssr=SsrMode::Async/>
            <Route path=path!("/projects/:id/notice/print") view=pages::print_notices ssr=SsrMode::Async/>
            <Route path=path!("/projects/:id/report/print") view=pages::print_report ssr=SsrMode::Async/>
            <Route path=path!("/my") view=pages::tracker ssr=SsrMode::Async/>
            <Route path=path!("/figures") view=pages::figures ssr=SsrMode::Async/>
            <Route path=path!("/figures/sets/:id") view=pages::set ssr=SsrMode::Async/>
            <Route path=path!("/figures/uploads/:id") view=pages::upload ssr=SsrMode::Async/>
            <Route path=path!("/analysis") view=pages::analysis ssr=SsrMode::Async/>
            <Route path=path!("/areas") view=pages::areas ssr=SsrMode::Async/>
            <Route path=path!("/apply") view=pages::openings ssr=SsrMode::Async/>
            <Route path=path!("/applications/:id") view=pages::application ssr=SsrMode::Async/>
            <Route path=path!("/applications/:id/print") view=pages::print ssr=SsrMode::Async/>
            <Route path=path!("/proposals") view=pages::proposals ssr=SsrMode::Async/>
            <Route path=path!("/cap") view=pages::cap ssr=SsrMode::Async/>
            <Route path=path!("/bank") view=pages::bank ssr=SsrMode::Async/>
            <Route path=path!("/bank/statements/:id") view=pages::statement ssr=SsrMode::Async/>
            <Route path=path!("/ledger") view=pages::ledger ssr=SsrMode::Async/>
            <Route path=path!("/meetings") view=pages::meetings ssr=SsrMode::Async/>
            <Route path=path!("/meetings/:id") view=pages::meeting ssr=SsrMode::Async/>
            <Route path=path!("/institutions") view=pages::institutions ssr=SsrMode::Async/>
            <Route path=path!("/institutions/:id") view=pages::institution ssr=SsrMode::Async/>
            <Route path=path!("/experts") view=pages::experts ssr=SsrMode::Async/>
            <Route path=path!("/bans") view=pages::bans ssr=SsrMode::Async/>
            <Route path=path!("/public/bans") view=pages::public_bans ssr=SsrMode::Async/>
            <Route path=path!("/public/areas") view=pages::public_areas ssr=SsrMode::Async/>
            <Route path=path!("/templates") view=pages::templates ssr=SsrMode::Async/>
            <Route path=path!("/cases") view=pages::cases ssr=SsrMode::Async/>
            <Route path=path!("/calendar") view=pages::calendar ssr=SsrMode::Async/>
            <Route path=path!("/urgings") view=pages::urgings ssr=SsrMode::Async/>
            <Route path=path!("/inbox") view=pages::inbox ssr=SsrMode::Async/>
            <Route path=path!("/inbox/calendar") view=pages::calendar_feed ssr=SsrMode::Async/>
            <Route path=path!("/sessions") view=pages::sessions ssr=SsrMode::Async/>
        </FlatRoutes>
    }
}
