//! `/proposals`: what waits to be taken in, what waits to be proposed, and the list that goes to the
//! joint meeting, held against the cap.

use domain::access::Action;
use domain::contract::{Me, ProposalsView};
use domain::state::ListState;
use leptos::prelude::*;

use crate::api::proposal::proposals as load;
use crate::components::{
    Follow, asked_place, cap_bar, cap_legend, of_city, page, place_switch, slice, tag,
};
use crate::test_ids;

mod draft;
mod list;
mod waiting;

/// `/proposals`.
pub fn proposals() -> AnyView {
    let of = asked_place();
    // Another year or city is another page: no form may carry text over from the first one.
    let content = move || {
        page(
            "项目建议",
            of_city(of.get(), load),
            |_| Follow::Changes("projects".into()),
            body,
        )
    };
    view! { {content} }.into_any()
}

fn body(me: Me, view: Signal<ProposalsView>) -> AnyView {
    let switch = view.with_untracked(|view| {
        place_switch(&me, "/proposals", view.tenant, view.year, &view.years)
    });
    let public = slice(view, |view| offered(view, Action::CreatePublicProject));
    view! {
        <div class="head">
            {move || view.with(head)}
            {switch}
        </div>
        <div class="cols wide-left">
            <div>
                {cap(view, &me)}
                {list::panel(view, &me)}
            </div>
            <div>
                {waiting::intake(view)}
                {waiting::accepted(view)}
                {move || public.get().then(|| draft::public_project(view))}
            </div>
        </div>
    }
    .into_any()
}

fn offered(view: &ProposalsView, action: Action) -> bool {
    crate::components::possible(&view.offers, action)
}

fn head(view: &ProposalsView) -> AnyView {
    let class = match view.state {
        ListState::Draft => "run",
        ListState::Frozen | ListState::Decided => "ok",
    };
    let meta = format!(
        "{} 年度 · {}年10月31日前由联席会议确定",
        view.year,
        view.year - 1
    );
    view! {
        <h1>{view.name.clone()} "项目建议"</h1>
        {tag(class, view.state.label())}
        <span class="meta">{meta}</span>
    }
    .into_any()
}

/// What the list would take of the cap, on top of what is taken already (R116).
fn cap(view: Signal<ProposalsView>, me: &Me) -> AnyView {
    let role = me.role;
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
                {basis(view, role)}
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
fn basis(view: &ProposalsView, role: domain::access::Role) -> AnyView {
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
    let sees = domain::access::Capacity::of(role)
        .is_some_and(|capacity| Action::ViewCap.allows(&[capacity]));
    let href = format!("/cap?year={}", view.year);
    let link = sees.then(|| view! { " · " <a href=href>"查看费用上限"</a> });
    view! { <p class="clause">{text} {link}</p> }.into_any()
}
