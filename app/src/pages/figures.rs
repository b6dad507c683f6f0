//! `/figures`: the base of the cap, and what the departments have sent each other.

use domain::TenantId;
use domain::contract::{Exchange, FiguresView, Me};
use leptos::prelude::*;

use crate::api::figures::figures as load;
use crate::components::slice;
use crate::pages::place;

mod base;
mod injuries;
mod matrix;
mod set;
mod submit;
mod upload;

pub use set::set;
pub use upload::upload;

/// Where this page is.
pub const PATH: &str = "/figures";

/// `/figures`.
pub fn figures() -> AnyView {
    place::of_city("数据报送", PATH, load, body)
}

/// The two halves of 数据分析, of the same year and city.
pub fn tabs(here: &'static str, me: &Me, year: i32, tenant: TenantId) -> AnyView {
    let tenant = me.role.is_region().then_some(tenant);
    let links: Vec<_> = [(PATH, "数据报送"), ("/analysis", "三年分析")]
        .into_iter()
        .map(|(path, label)| {
            let current = (path == here).then_some("page");
            view! { <a href=place::address(path, Some(year), tenant) aria-current=current>{label}</a> }
        })
        .collect();
    view! { <nav class="tabs" aria-label="数据分析">{links}</nav> }.into_any()
}

/// `12月5日 09:41`.
pub fn moment(exchange: &Exchange) -> String {
    exchange.at.format("%Y年%-m月%-d日 %H:%M").to_string()
}

fn body(me: Me, view: Signal<FiguresView>) -> AnyView {
    let (year, tenant) = view.with_untracked(|view| (view.year, view.tenant));
    let tabs = tabs(PATH, &me, year, tenant);
    let opens = me.role.is_city();
    let head = move || {
        view.with(|view| {
            let years = (view.year, view.years.as_slice());
            place::head("数据报送", PATH, &me, view.tenant, &view.name, years)
        })
    };
    view! {
        <div class="head">{head}</div>
        {tabs}
        <div class="flow">
            {move || view.with(|view| alerts(&view.alerts))}
            {base::panel(view)}
            {matrix::panel(view, opens)}
            <div class="cols wide-left">
                <div>
                    {submit::panel(view)}
                    {exchanges(view)}
                </div>
                <div>{injuries::panel(view)}</div>
            </div>
        </div>
    }
    .into_any()
}

/// What has to be seen before anything else (A01).
fn alerts(alerts: &[String]) -> Option<AnyView> {
    let lines: Vec<_> = alerts
        .iter()
        .map(|alert| view! { <p>{alert.clone()}</p> })
        .collect();
    (!lines.is_empty()).then(|| view! { <div class="alerts" role="note">{lines}</div> }.into_any())
}

/// Who sent and who read what (R014).
fn exchanges(view: Signal<FiguresView>) -> AnyView {
    let list = slice(view, |view| view.exchanges.clone());
    let lines = move || {
        list.with(|list| {
            let lines: Vec<_> = list.iter().map(line).collect();
            if lines.is_empty() {
                return view! { <p class="empty">"还没有报送或查阅记录。"</p> }.into_any();
            }
            view! { <ol class="feed history">{lines}</ol> }.into_any()
        })
    };
    view! {
        <section class="panel" id="exchanges">
            <h2>"信息互通记录" <small>"最近 50 条 · 四（一）1"</small></h2>
            {lines}
        </section>
    }
    .into_any()
}

fn line(exchange: &Exchange) -> AnyView {
    view! {
        <li>
            <time>{moment(exchange)}</time>
            <div>
                {exchange.what.clone()} "：" {exchange.set.clone()}
                <div class="clause">{exchange.who.clone()}</div>
            </div>
        </li>
    }
    .into_any()
}
