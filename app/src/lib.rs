//! What the user sees of 预防通, and the doorways to the server.
//!
//! [`api`] holds one server function per use case, [`pages`] one file per route, [`components`] the
//! parts they are made of, `live` keeps an open page up to date. No SQL, no rule, no tenant here.

pub mod api;
mod browser;
mod carried;
mod components;
mod lazy;
mod live;
mod pages;
pub mod test_ids;
#[cfg(all(test, feature = "ssr"))]
mod tests;
mod text;

pub use text::list_href;

use domain::contract::{DemoLogin, Me};
use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{Lazy, SsrMode, path};

/// The logins a demo prints on its login page. The server puts them into the extensions of every
/// request in demo mode, because the page has no session to ask.
#[derive(Clone, Debug, Default)]
pub struct DemoLogins(pub Vec<DemoLogin>);

/// Who is signed in: loaded once per document, read by the frame of every page.
#[derive(Clone, Copy)]
pub(crate) struct CurrentUser(pub carried::Data<Me>);

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
    provide_context(CurrentUser(carried::fetched(
        || (),
        |()| api::session::me(),
    )));
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

/// Everything the server rendered is taken over, a part that had to be fetched included: only now may
/// anything on the page change by itself, or the two would no longer be the same page.
#[cfg(feature = "hydrate")]
pub fn taken_over() {
    browser::start();
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
            <Route path=path!("/city") view={Lazy::<lazy::City>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/projects") view={Lazy::<lazy::Projects>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/search") view={Lazy::<lazy::Search>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/projects/:id") view={Lazy::<lazy::Project>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/projects/:id/story") view={Lazy::<lazy::Story>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/projects/:id/agreement/print") view={Lazy::<lazy::PrintAgreement>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/projects/:id/notice/print") view={Lazy::<lazy::PrintNotices>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/projects/:id/report/print") view={Lazy::<lazy::PrintReport>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/my") view={Lazy::<lazy::Tracker>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/figures") view={Lazy::<lazy::Figures>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/figures/sets/:id") view={Lazy::<lazy::Set>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/figures/uploads/:id") view={Lazy::<lazy::Upload>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/analysis") view={Lazy::<lazy::Analysis>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/areas") view={Lazy::<lazy::Areas>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/apply") view={Lazy::<lazy::Openings>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/applications/:id") view={Lazy::<lazy::Application>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/applications/:id/print") view={Lazy::<lazy::Print>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/proposals") view={Lazy::<lazy::Proposals>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/cap") view={Lazy::<lazy::Cap>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/bank") view={Lazy::<lazy::Bank>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/bank/statements/:id") view={Lazy::<lazy::Statement>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/ledger") view={Lazy::<lazy::Ledger>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/meetings") view={Lazy::<lazy::Meetings>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/meetings/:id") view={Lazy::<lazy::Meeting>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/institutions") view={Lazy::<lazy::Institutions>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/institutions/:id") view={Lazy::<lazy::Institution>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/experts") view={Lazy::<lazy::Experts>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/bans") view={Lazy::<lazy::Bans>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/public/bans") view={Lazy::<lazy::PublicBans>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/public/areas") view={Lazy::<lazy::PublicAreas>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/templates") view={Lazy::<lazy::Templates>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/cases") view={Lazy::<lazy::Cases>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/calendar") view={Lazy::<lazy::Calendar>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/standards") view={Lazy::<lazy::Standards>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/local-rules") view={Lazy::<lazy::LocalRules>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/classifications") view={Lazy::<lazy::Classifications>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/urgings") view={Lazy::<lazy::Urgings>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/inbox/calendar") view={Lazy::<lazy::CalendarFeed>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/inbox") view={Lazy::<lazy::Inbox>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/sessions") view={Lazy::<lazy::Sessions>::new()} ssr=SsrMode::Async/>
        </FlatRoutes>
    }
}
