//! `/calendar`: working days, the notices they rest on, and which deadlines a publication moves.

mod notice;

use chrono::NaiveDate;
use domain::access::Action;
use domain::contract::{CalendarView, Me, MovedDeadline, SHOWN_MOVES, YearView};
use leptos::prelude::*;

use crate::api::calendar::calendar as load;
use crate::carried::fetched;
use crate::components::{Follow, page, rows, slice};
use crate::test_ids;
use crate::text::{full_date, long_date};

/// `/calendar`.
pub fn calendar() -> AnyView {
    let data = fetched(|| (), |()| load());
    page(
        "工作日历",
        data,
        // Whoever publishes sees deadlines begin and end meanwhile.
        |view| {
            if view.offers.is_empty() {
                Follow::Nothing
            } else {
                Follow::Changes("projects".into())
            }
        },
        body,
    )
}

fn body(me: Me, view: Signal<CalendarView>) -> AnyView {
    let offered = move |action: Action| {
        view.with_untracked(|view| view.offers.iter().any(|offer| offer.action == action))
    };
    let waiting = offered(Action::PublishCalendar)
        .then(|| notice::waiting(slice(view, |v| v.drafts.clone())));
    let enter = offered(Action::DraftCalendar).then(|| notice::form(next_year(view)));
    view! {
        <div class="head">
            <h1>"工作日历"</h1>
            <span class="meta">"期限按工作日计算，节假日和调休以国务院办公厅通知为准"</span>
        </div>
        {waiting}
        {enter}
        <section class="panel">
            <h2>"各年放假安排"</h2>
            <div class="scroll">
                <table class="projects">
                    <thead>
                        <tr>
                            <th scope="col">"年份"</th>
                            <th scope="col">"状态"</th>
                            <th scope="col" class="n">"工作日"</th>
                            <th scope="col">"放假"</th>
                            <th scope="col">"调休上班"</th>
                            <th scope="col">"依据"</th>
                        </tr>
                    </thead>
                    <tbody data-testid=test_ids::CALENDAR_YEARS>
                        {rows(slice(view, |view| view.years.clone()), |year| year.year, |year, _| year_row(year))}
                    </tbody>
                </table>
            </div>
        </section>
        {moved(slice(view, |view| view.moves.clone()), me.role.is_region())}
    }
    .into_any()
}

/// The year whose notice is awaited.
fn next_year(view: Signal<CalendarView>) -> String {
    view.with_untracked(|view| {
        let provisional = view.years.iter().rev().find(|year| !year.announced);
        provisional.map_or_else(String::new, |year| year.year.to_string())
    })
}

fn year_row(year: Signal<YearView>) -> AnyView {
    let cells = move || {
        year.with(|year| {
            let (class, state) = if year.announced {
                ("tag ok", "已公布")
            } else {
                ("tag prov", "暂定")
            };
            let basis = if year.notice.is_empty() {
                "按法定节假日推算".to_owned()
            } else {
                year.notice.clone()
            };
            view! {
                <td><strong>{year.year} " 年"</strong></td>
                <td class="nowrap" data-label="状态"><span class=class>{state}</span> " " <small>{format!("第 {} 版", year.version)}</small></td>
                <td class="n" data-label="工作日">{year.workdays}</td>
                <td class="whole" data-label="放假">{spans(&year.off)}</td>
                <td class="whole" data-label="调休上班">{days(&year.makeup)}</td>
                <td class="whole" data-label="依据">{basis}</td>
            }
        })
    };
    view! { <tr>{cells}</tr> }.into_any()
}

/// 元旦 1月1日—3日；… : consecutive days of one festival as one span.
fn spans(off: &[(NaiveDate, String)]) -> String {
    let mut spans: Vec<(&str, NaiveDate, NaiveDate)> = Vec::new();
    for (date, name) in off {
        match spans.last_mut() {
            Some((last, _, end)) if last == name && end.succ_opt() == Some(*date) => *end = *date,
            _ => spans.push((name, *date, *date)),
        }
    }
    let words = spans.iter().map(|(name, from, to)| {
        let name = if name.is_empty() { "放假" } else { name };
        let from_word = from.format("%-m月%-d日");
        if from == to {
            format!("{name} {from_word}")
        } else {
            format!("{name} {from_word}—{}", to.format("%-m月%-d日"))
        }
    });
    words.collect::<Vec<_>>().join("；")
}

fn days(days: &[NaiveDate]) -> String {
    if days.is_empty() {
        return "—".to_owned();
    }
    let words = days.iter().map(|day| day.format("%-m月%-d日").to_string());
    words.collect::<Vec<_>>().join("、")
}

fn moved(moves: Signal<Vec<MovedDeadline>>, region: bool) -> AnyView {
    let none = move || {
        moves
            .with(Vec::is_empty)
            .then(|| view! { <p class="empty">"没有因放假安排公布而变动的期限。"</p> })
    };
    let which = if region {
        "各盟市在办期限的前后到期日；已办结的期限不变"
    } else {
        "您可查看的在办期限的前后到期日；已办结的期限不变"
    };
    let cut = move || {
        (moves.with(Vec::len) >= SHOWN_MOVES)
            .then(|| view! { <p class="clause">{format!("只列最近 {SHOWN_MOVES} 项，其余见各项目的“期限”。")}</p> })
    };
    view! {
        <section class="panel">
            <h2>"期限变动" <small>{which}</small></h2>
            {none}
            {move || moves.with(|moves| !moves.is_empty()).then(|| table(moves, test_ids::MOVED))}
            {cut}
        </section>
    }
    .into_any()
}

/// Deadlines with the day they had and the day they get, each with its project.
fn table(moves: Signal<Vec<MovedDeadline>>, id: &'static str) -> AnyView {
    let key = |row: &MovedDeadline| (row.deadline, row.year, row.on, row.old, row.new);
    view! {
        <div class="scroll">
            <table class="projects" data-testid=id>
                <thead>
                    <tr>
                        <th scope="col">"项目"</th>
                        <th scope="col">"期限"</th>
                        <th scope="col">"原到期日"</th>
                        <th scope="col">"新到期日"</th>
                        <th scope="col">"依据"</th>
                    </tr>
                </thead>
                <tbody>{rows(moves, key, |row, _| move_row(&row.get_untracked()))}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn move_row(row: &MovedDeadline) -> AnyView {
    let new = if row.old == row.new {
        "不变，不再暂定".to_owned()
    } else {
        long_date(row.new)
    };
    let basis = row.on.map_or_else(
        || format!("{} 年放假安排待公布", row.year),
        |on| format!("{}公布 {} 年放假安排", full_date(on), row.year),
    );
    view! {
        <tr>
            <td class="name">
                <a href=format!("/projects/{}#deadlines", row.project)>{row.project_name.clone()}</a>
                " " <small>{row.tenant_name.clone()}</small>
            </td>
            <td data-label="期限">{row.kind.label()}</td>
            <td class="nowrap" data-label="原到期日">{long_date(row.old)}</td>
            <td class="nowrap" data-label="新到期日">{new}</td>
            <td data-label="依据">{basis}</td>
        </tr>
    }
    .into_any()
}
