//! `/proposals`: what waits to be taken in, what waits to be proposed, and the list that goes to the
//! joint meeting, held against the cap.

use domain::access::{Action, Capacity};
use domain::contract::{Me, ProposalsView};
use leptos::prelude::*;

use crate::api::proposal::proposals as load;
use crate::components::{cap_bar, cap_legend};
use crate::pages::place;
use crate::test_ids;

mod draft;
mod list;
mod waiting;

const PATH: &str = "/proposals";

/// `/proposals`.
pub fn proposals() -> AnyView {
    place::of_city("项目建议", PATH, load, body)
}

fn body(me: Me, view: Signal<ProposalsView>) -> AnyView {
    let head = view.with_untracked(|view| {
        let years = (view.year, view.years.as_slice());
        place::head("项目建议", PATH, &me, view.tenant, &view.name, years)
    });
    let allowed =
        |action: Action| Capacity::of(me.role).is_some_and(|capacity| action.allows(&[capacity]));
    let public = allowed(Action::CreatePublicProject).then(|| draft::public_project(view));
    let sees_cap = allowed(Action::ViewCap);
    view! {
        <div class="head">{head}</div>
        <div class="cols wide-left">
            <div>
                {cap(view, sees_cap)}
                {list::panel(view, &me)}
            </div>
            <div>
                {waiting::intake(view)}
                {waiting::accepted(view)}
                {public}
            </div>
        </div>
    }
    .into_any()
}

fn offered(view: &ProposalsView, action: Action) -> bool {
    crate::components::possible(&view.offers, action)
}

/// What the list would take of the cap, on top of what is taken already (R116).
fn cap(view: Signal<ProposalsView>, sees_cap: bool) -> AnyView {
    let inner = move || {
        view.with(|view| {
            let meter = &view.cap;
            let taken = meter.used + meter.reserved;
            let total = view.rows.last().map_or(taken, |row| row.running.max(taken));
            let proposed = total - taken;
            let over = total.saturating_sub(meter.cap);
            let rest = meter.cap.saturating_sub(total);
            let verdict = if meter.status.is_none() {
                view! { <p class="big-number">"上限尚未核定"</p> }.into_any()
            } else if over.is_positive() {
                view! { <p class="big-number over">{over.to_string()} <small>"元，建议合计超出上限"</small></p> }.into_any()
            } else {
                view! { <p class="big-number">{rest.to_string()} <small>"元，列入全部建议后还可安排"</small></p> }.into_any()
            };
            view! {
                {verdict}
                {cap_bar(meter, proposed)}
                <dl class="figures-row">
                    <div><dt>"上限"</dt><dd>{meter.cap.to_string()}</dd></div>
                    <div><dt>"已列预算"</dt><dd>{meter.used.to_string()}</dd></div>
                    <div><dt>"已确定未列预算"</dt><dd>{meter.reserved.to_string()}</dd></div>
                    <div><dt>"本次建议（当年）"</dt><dd>{proposed.to_string()}</dd></div>
                </dl>
                {basis(view, sees_cap)}
            }
        })
    };
    view! {
        <section class="panel" data-testid=test_ids::CAP>
            <h2>"费用上限" <small>"单位：元 · 五：上年度留存征缴收入的 3%"</small> {cap_legend(true)}</h2>
            {inner}
        </section>
    }
    .into_any()
}

/// On which base the cap rests, with the way to the cap for those who may see it.
fn basis(view: &ProposalsView, sees_cap: bool) -> AnyView {
    let text = match view.cap.status {
        Some(status) => format!(
            "按 {} 年度留存征缴收入{}核定",
            view.year - 1,
            status.label()
        ),
        None => format!(
            "{} 年度留存征缴收入尚未录入并确认，暂不能核定",
            view.year - 1
        ),
    };
    let href = format!("/cap?year={}", view.year);
    let link = sees_cap.then(|| view! { " · " <a href=href>"查看费用上限"</a> });
    view! { <p class="clause">{text} {link}</p> }.into_any()
}
