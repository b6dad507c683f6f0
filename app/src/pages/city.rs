//! `/city`: what this post has to do first, then how the city stands.

use domain::access::{Action, Capacity};
use domain::contract::{ListPart, ListQuery, ListSort, Me, Workbench};
use domain::money::share;
use leptos::prelude::*;

use crate::api::screens::workbench;
use crate::carried::fetched;
use crate::components::{
    Follow, ToList, behind_rows, behind_sum, due_table, feed, meter, number_or_link, page,
    pipeline, rows, slice,
};
use crate::pages::{asked_year, year_switch};
use crate::text::{long_date, percent};

mod fee_plan;
mod todo;

/// `/city`.
pub fn city() -> AnyView {
    let year = asked_year();
    // Another year is another page: nothing of the first one is worth keeping.
    let content = move || {
        let year = year.get();
        let data = fetched(|| (), move |()| workbench(year));
        page(
            "工作台",
            data,
            |view| Follow::Views(format!("city:{}", view.year)),
            body,
        )
    };
    view! { {content} }.into_any()
}

fn body(me: Me, view: Signal<Workbench>) -> AnyView {
    let year = view.with_untracked(|view| view.year);
    let head = move || view.with(|view| head(view, &me));
    view! {
        <div class="head">{head}</div>
        {rail(view, year)}
        <div class="cols wide-left">
            <div>
                {todo::todo(slice(view, |view| view.todo.clone()))}
                <section class="panel">
                    <h2>"验收进展" <small class="on-screen">"点数字看名单"</small></h2>
                    {pipeline(slice(view, |view| view.pipeline.clone()), year, None)}
                </section>
                <section class="panel">
                    <h2>"刚刚发生" <small class="on-screen">"自动更新"</small></h2>
                    {feed(slice(view, |view| view.feed.clone()), false)}
                </section>
            </div>
            <div>
                {cap(view, year)}
                {fee_plan::panel(slice(view, |view| view.fee_plan.clone()))}
                <section class="panel">
                    <h2>"即将到期" <small>"按工作日计，截止当日 24 时"</small></h2>
                    {due_table(slice(view, |view| view.due.clone()), false)}
                </section>
            </div>
        </div>
    }
    .into_any()
}

fn head(view: &Workbench, me: &Me) -> AnyView {
    let meta = format!(
        "{} · {} 年度 · {}",
        me.role.label(),
        view.year,
        long_date(view.today)
    );
    view! {
        <h1>{view.name.clone()} "工作台"</h1>
        <span class="meta">{meta}</span>
        {year_switch(&view.years, view.year)}
    }
    .into_any()
}

/// The year as a rail, with today's stations marked.
fn rail(view: Signal<Workbench>, year: i32) -> AnyView {
    let stations = slice(view, |view| view.rail.clone());
    let row = move |station: Signal<domain::contract::RailStep>, fresh: Signal<bool>| {
        let now = move || station.with(|station| station.now);
        let label = station.with_untracked(|station| station.label.clone());
        let name = match station_href(&label, year) {
            Some(href) => view! { <a href=href>{label}</a> }.into_any(),
            None => label.into_any(),
        };
        view! {
            <li class:now=now class:fresh=fresh aria-current=move || now().then_some("date")>
                <b>{name}</b>
                <span>{move || station.with(|station| station.months.clone())}</span>
                <em>{move || station.with(|station| standing_there(station, year))}</em>
            </li>
        }
        .into_any()
    };
    view! {
        <ol class="rail" tabindex="0" aria-label=format!("{year} 年度工作进程")>{rows(stations, |station| station.label.clone(), row)}</ol>
    }
    .into_any()
}

/// The projects now standing at a station.
fn standing_there(station: &domain::contract::RailStep, year: i32) -> Option<AnyView> {
    let query = ListQuery {
        year: Some(year),
        part: station.part,
        ..Default::default()
    };
    let text = format!("{} 项", station.count);
    (station.count > 0).then(|| number_or_link(query, behind_rows(station.count), text))
}

/// Where the work of a station is done; from the filing on it is done project by project. The
/// meetings that fix a plan are held in the year before.
fn station_href(label: &str, year: i32) -> Option<String> {
    Some(match label {
        "分析" => format!("/analysis?year={year}"),
        "重点领域" | "公布" => format!("/areas?year={year}"),
        "申报" => format!("/proposals?year={year}#intake"),
        "建议" => format!("/proposals?year={year}"),
        "联席会议" => format!("/meetings?year={}", year - 1),
        _ => return None,
    })
}

/// The 3% cap: used and free, in yuan.
fn cap(view: Signal<Workbench>, year: i32) -> AnyView {
    let figures = slice(view, |view| view.figures.clone());
    let of = move |part| ListQuery {
        year: Some(year),
        part: Some(part),
        sort: ListSort::Amount,
        ..Default::default()
    };
    let sum = move |part, amount: &str, sum: domain::Money| {
        number_or_link(of(part), behind_sum(amount, sum), sum.to_string())
    };
    let inner = move || {
        figures.with(|all| {
            let used = share(all.used, all.cap);
            view! {
                <p class="big-number">{percent(used)} <small>"已用"</small></p>
                {meter(used, format!("上限 {} 元，已用 {} 元", all.cap, all.used))}
                <dl>
                    <dt>"上限"</dt>
                    <dd class="n">{all.cap.to_string()}</dd>
                    <dt>"已列预算"</dt>
                    <dd class="n">{sum(ListPart::Budgeted, "budget", all.used)}</dd>
                    <dt>"还可安排"</dt>
                    <dd class="n"><b>{all.cap.saturating_sub(all.used).to_string()}</b></dd>
                    <dt>"已付预付款"</dt>
                    <dd class="n">{sum(ListPart::Prepaid, "prepaid", all.prepaid)}</dd>
                    <dt>"已付尾款"</dt>
                    <dd class="n">{sum(ListPart::BalancePaid, "balance_paid", all.balance_paid)}</dd>
                    <dt>"待付尾款"</dt>
                    <dd class="n">{sum(ListPart::BalanceDue, "balance_due", all.balance_due)}</dd>
                </dl>
            }
        })
    };
    let more = use_context::<Me>()
        .and_then(|me| Capacity::of(me.role))
        .filter(|capacity| Action::ViewCap.allows(&[*capacity]))
        .map(|_| view! { " · " <a href=format!("/cap?year={year}")>"上限的核定与占用"</a> });
    let projects = move || figures.with(|all| format!("{} 项", all.determined));
    view! {
        <section class="panel">
            <h2>
                "工伤预防费上限" <small>"单位：元 · 五：上年度留存征缴收入的 3%"</small>
            </h2>
            {inner}
            <p class="clause">
                "本年度列入计划 " <ToList query=Signal::stored(of(ListPart::Determined)) behind=slice(figures, |all| behind_rows(all.determined))>{projects}</ToList> {more}
            </p>
        </section>
    }
    .into_any()
}
