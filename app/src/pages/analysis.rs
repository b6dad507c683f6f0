//! `/analysis`: three years of injuries and diseases, ranked, and frozen for the meeting (R030, R031).

use domain::access::Action;
use domain::contract::{AnalysisView, AnalysisYear, Frozen, Me};
use domain::money::Money;
use leptos::prelude::*;

use crate::api::figures::analysis as load;
use crate::components::{ActForm, AreaField, badge, columns, offered, slice};
use crate::pages::figures::tabs;
use crate::pages::place;
use crate::text::{count, long_date};

mod mapping;
mod ranking;

const PATH: &str = "/analysis";

/// `/analysis`.
pub fn analysis() -> AnyView {
    place::of_city("三年分析", PATH, load, body)
}

fn body(me: Me, view: Signal<AnalysisView>) -> AnyView {
    let (year, tenant) = view.with_untracked(|view| (view.year, view.tenant));
    let tabs = tabs(PATH, &me, year, tenant);
    let head = move || {
        view.with(|view| {
            let years = (view.year, view.years.as_slice());
            place::head("三年分析", PATH, &me, view.tenant, &view.name, years)
        })
    };
    let jumps = slice(view, |view| {
        let titles = view.rankings.iter().map(|ranking| ranking.title.clone());
        titles.collect::<Vec<_>>()
    });
    let rankings = slice(view, |view| (view.window.clone(), view.rankings.clone()));
    view! {
        <div class="head">{head}</div>
        {tabs}
        <div class="flow">
            {state(view, year)}
            {move || view.with(totals)}
            {move || jumps.with(|titles| jump_list(titles))}
            {move || rankings.with(|(window, rankings)| ranking::panels(window, rankings))}
            {mapping::panel(view)}
        </div>
    }
    .into_any()
}

/// The way to each ranking.
fn jump_list(titles: &[String]) -> AnyView {
    let links: Vec<_> = (1..)
        .zip(titles)
        .map(|(number, title)| {
            view! { <li><a href=format!("#ranking-{number}")>{format!("按{title}")}</a></li> }
        })
        .collect();
    view! { <nav aria-label="排名"><ul class="cities">{links}</ul></nav> }.into_any()
}

/// `2023—2025 年`.
fn span(window: &[i32]) -> String {
    match (window.first(), window.last()) {
        (Some(first), Some(last)) => format!("{first}—{last} 年"),
        _ => String::new(),
    }
}

/// Whether it is frozen, what is missing, and the form that freezes it.
fn state(view: Signal<AnalysisView>, year: i32) -> AnyView {
    let offers = slice(view, |view| view.offers.clone());
    let missing = slice(view, |view| view.missing.clone());
    let known = move || {
        view.with(|view| match &view.frozen {
            Some(frozen) => frozen_facts(frozen),
            None => open_facts(view),
        })
    };
    let tag = move || {
        view.with(|view| match (&view.frozen, view.missing.is_empty()) {
            (Some(_), _) => badge("ok", "已定稿"),
            (None, true) => badge("run", "未定稿"),
            (None, false) => badge("near", "数据不齐全"),
        })
    };
    let form = move || {
        let hint = missing.with(|missing| {
            if missing.is_empty() {
                "数据齐全，可不填。".to_owned()
            } else {
                "数据不齐全，须写明为什么无法取得、对结论有何影响。".to_owned()
            }
        });
        view! {
            <ActForm action=Action::FreezeAnalysis main=true>
                <input type="hidden" name="year" value=year.to_string()/>
                <AreaField name="reason" label="缺少数据的理由" hint=hint/>
                <p class="clause">"定稿后内容不再变动，作为拟定重点领域和联席会议审议的依据。"</p>
            </ActForm>
        }
        .into_any()
    };
    view! {
        <section class="panel" id="state">
            <h2>
                {move || view.with(|view| format!("近三年（{}）", span(&view.window)))}
                {tag}
                <small>"四（二）"</small>
            </h2>
            {known}
            {offered(offers, Action::FreezeAnalysis, form)}
        </section>
    }
    .into_any()
}

fn frozen_facts(frozen: &Frozen) -> AnyView {
    let reason = (!frozen.reason.is_empty()).then(|| {
        view! { <dt>"缺少数据的理由"</dt><dd class="text">{frozen.reason.clone()}</dd> }
    });
    view! {
        <dl class="facts">
            <dt>"定稿"</dt>
            <dd>{long_date(frozen.on)} " · " {frozen.by.clone()}</dd>
            {reason}
            <dt>"内容摘要"</dt>
            <dd><code class="hash">{frozen.hash.clone()}</code> " " <span class="clause">"SHA-256"</span></dd>
        </dl>
    }
    .into_any()
}

fn open_facts(view: &AnalysisView) -> AnyView {
    if view.missing.is_empty() {
        return view! { <p>"所需数据已齐全，可以定稿。"</p> }.into_any();
    }
    let missing: Vec<_> = view
        .missing
        .iter()
        .map(|set| view! { <li>{set.clone()}</li> })
        .collect();
    view! {
        <div class="missing">
            <p>"以下数据尚未报送，分析结果不完整："</p>
            <ul>{missing}</ul>
        </div>
    }
    .into_any()
}

/// The three years side by side, and what has to be known about them.
fn totals(view: &AnalysisView) -> AnyView {
    let years = &view.totals;
    let heads: Vec<_> = years
        .iter()
        .map(|year| view! { <th scope="col" class="n">{format!("{} 年", year.year)}</th> })
        .collect();
    let row = |word: &'static str, cells: Vec<String>| {
        let cells: Vec<_> = cells
            .into_iter()
            .map(|cell| view! { <td class="n">{cell}</td> })
            .collect();
        view! { <tr><th scope="row">{word}</th>{cells}</tr> }
    };
    let each = |cell: fn(&AnalysisYear) -> String| years.iter().map(cell).collect::<Vec<_>>();
    let points: Vec<_> = years
        .iter()
        .map(|year| (format!("{} 年", year.year), year.injuries))
        .collect();
    let chart = years.iter().any(AnalysisYear::reported).then(|| {
        view! {
            <figure>
                <figcaption class="clause">"工伤认定（件）"</figcaption>
                {columns("totals-chart", "近三年工伤认定件数".into(), &points)}
            </figure>
        }
    });
    view! {
        <section class="panel" id="totals">
            <h2>"三年总体情况" <small>"金额单位：万元"</small></h2>
            <div class="beside near">
                <table class="totals">
                    <thead><tr><th scope="col">"指标"</th>{heads}</tr></thead>
                    <tbody>
                        {row("工伤认定（件）", each(|year| reported(year, count(year.injuries))))}
                        {row("其中死亡", each(|year| reported(year, count(year.deaths))))}
                        {row("新发职业病（例）", each(|year| year.diseases.map_or_else(unknown, count)))}
                        {row("每千人工伤（件）", each(|year| reported(year, per_thousand(year.injuries, year.insured))))}
                        {row("工伤基金支付", each(|year| reported(year, year.cost.wan())))}
                        {row("基金收入", each(|year| wan(year.income)))}
                        {row("基金支出", each(|year| wan(year.expenditure)))}
                        {row("参保人数", each(|year| year.insured.map_or_else(unknown, count)))}
                    </tbody>
                </table>
                {chart}
            </div>
            {notes(&view.notes)}
        </section>
    }
    .into_any()
}

/// What was counted in a year, once it is reported.
fn reported(year: &AnalysisYear, counted: String) -> String {
    if year.reported() { counted } else { unknown() }
}

fn unknown() -> String {
    "—".into()
}

fn wan(amount: Option<Money>) -> String {
    amount.map_or_else(unknown, Money::wan)
}

/// `1.23`: per 1,000 insured persons, half up.
fn per_thousand(injuries: i64, insured: Option<i64>) -> String {
    match insured.filter(|insured| *insured > 0) {
        None => unknown(),
        Some(insured) => {
            let hundredths = (i128::from(injuries) * 200_000 / i128::from(insured) + 1) / 2;
            format!("{}.{:02}", hundredths / 100, hundredths % 100)
        }
    }
}

fn notes(notes: &[String]) -> Option<AnyView> {
    let lines: Vec<_> = notes
        .iter()
        .map(|note| view! { <li>{note.clone()}</li> })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <h3>"口径说明"</h3>
            <ul class="notes">{lines}</ul>
        }
        .into_any()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_rounded_half_up_and_needs_insured_persons() {
        assert_eq!(per_thousand(1_234, Some(1_000_000)), "1.23");
        assert_eq!(per_thousand(1_235, Some(1_000_000)), "1.24");
        assert_eq!(per_thousand(7, Some(0)), "—");
        assert_eq!(per_thousand(7, None), "—");
    }
}
