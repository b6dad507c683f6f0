//! The meter of one city, and of all of them one below the other.

use domain::Money;
use domain::contract::{CapMeter, CityCap};
use domain::state::BaseStatus;
use leptos::prelude::*;

use crate::components::{badge, cap_bar, cap_legend, rows, slice};
use crate::test_ids;

/// A city's own meter: what is free, what is taken, and the two bases side by side (A01).
pub fn panel(city: Signal<CityCap>, _: Signal<bool>) -> AnyView {
    let meter = slice(city, |city| city.meter.clone());
    view! {
        <section class="panel" data-testid=test_ids::CAP>
            <h2>"占用情况" <small>"单位：元"</small> {cap_legend(false)}</h2>
            {move || meter.with(taken)}
        </section>
        <section class="panel">
            <h2>"上限的核定" <small>"单位：元 · 五"</small></h2>
            {move || meter.with(bases)}
        </section>
    }
    .into_any()
}

fn taken(meter: &CapMeter) -> AnyView {
    let head = match (meter.status, meter.exceeded) {
        (None, _) => view! { <p class="big-number">"上限尚未核定"</p> }.into_any(),
        (_, true) => {
            let over = (meter.used + meter.reserved).saturating_sub(meter.cap);
            view! {
                <p class="big-number over">{over.to_string()} <small>"元，已安排的超出上限"</small></p>
                <p class="refusal">"决算数低于预计数，已安排的金额超出上限。在调减或经批准以前，不得新签协议和新增付款。"</p>
            }
            .into_any()
        }
        (_, false) => {
            view! { <p class="big-number">{meter.free.to_string()} <small>"元还可安排"</small></p> }
                .into_any()
        }
    };
    view! {
        {head}
        {cap_bar(meter, Money::ZERO)}
        <dl class="figures-row">
            <div><dt>"上限"</dt><dd>{meter.cap.to_string()}</dd></div>
            <div><dt>"已列预算"</dt><dd>{meter.used.to_string()}</dd></div>
            <div><dt>"已确定未列预算"</dt><dd>{meter.reserved.to_string()}</dd></div>
            <div><dt>"还可安排"</dt><dd><b>{meter.free.to_string()}</b></dd></div>
        </dl>
    }
    .into_any()
}

/// What the estimate and what the closed figure allow, beside each other, and which of them counts.
fn bases(meter: &CapMeter) -> AnyView {
    let before = meter.year - 1;
    let used = |status: BaseStatus| {
        (meter.status == Some(status)).then(|| view! { " " {badge("run", "现行依据")} })
    };
    let amount = |cap: Option<Money>| cap.map_or_else(|| "—".to_owned(), |cap| cap.to_string());
    let lower = meter
        .estimated
        .zip(meter.finals)
        .filter(|(estimated, finals)| finals < estimated)
        .map(|(estimated, finals)| {
            view! { <p class="clause">{format!("决算比预计低 {} 元。", estimated - finals)}</p> }
        });
    let added = meter.overrides.is_positive().then(|| {
        view! { <p class="clause">{format!("另有经自治区人社、财政两部门同意的超上限 {} 元，已计入上限。", meter.overrides)}</p> }
    });
    let href = format!("/figures?year={}", meter.year);
    let source = if meter.status.is_some() {
        view! { <p class="clause">"留存征缴收入的来源见" <a href=href>"数据报送"</a>"。"</p> }
            .into_any()
    } else {
        view! { <p class="empty">{format!("{before} 年度留存征缴收入尚未录入并经财政部门确认。")} <a href=href>"去办理"</a></p> }.into_any()
    };
    view! {
        <table class="bases">
            <thead>
                <tr>
                    <th scope="col">{format!("{before} 年度留存征缴收入")}</th>
                    <th scope="col" class="n">"按预计数" {used(BaseStatus::Estimated)}</th>
                    <th scope="col" class="n">"按决算数" {used(BaseStatus::Final)}</th>
                </tr>
            </thead>
            <tbody>
                <tr>
                    <th scope="row">"其 3% 为"</th>
                    <td class="n">{amount(meter.estimated)}</td>
                    <td class="n">{amount(meter.finals)}</td>
                </tr>
            </tbody>
        </table>
        {lower}
        {added}
        {source}
        <p class="clause">"确定项目时按预计数控制；决算数确认后重新核定，低于预计数的，超出部分不得新签协议、新增付款。"</p>
    }
    .into_any()
}

/// One row per city, for the region.
pub fn table(cities: Signal<Vec<CityCap>>) -> AnyView {
    let row = |city: Signal<CityCap>, fresh: Signal<bool>| {
        view! { <tr class:fresh=fresh>{move || city.with(cells)}</tr> }.into_any()
    };
    let empty = move || {
        cities
            .with(Vec::is_empty)
            .then(|| view! { <p class="empty">"还没有盟市核定本年度上限。"</p> })
    };
    view! {
        <section class="panel" data-testid=test_ids::CAP>
            <h2>"各盟市占用情况" <small>"单位：万元"</small> {cap_legend(false)}</h2>
            <div class="scroll">
                <table class="sums">
                    <thead>
                        <tr>
                            <th scope="col">"盟市"</th>
                            <th scope="col" class="bar-col">"占用"</th>
                            <th scope="col" class="n">"上限"</th>
                            <th scope="col" class="n">"已列预算"</th>
                            <th scope="col" class="n">"已确定"</th>
                            <th scope="col" class="n">"还可安排"</th>
                        </tr>
                    </thead>
                    <tbody>{rows(cities, |city| city.tenant, row)}</tbody>
                    <tfoot>{move || cities.with(|cities| total(cities))}</tfoot>
                </table>
            </div>
            {empty}
        </section>
    }
    .into_any()
}

fn cells(city: &CityCap) -> AnyView {
    let meter = &city.meter;
    let basis = match meter.status {
        Some(status) => format!("按{}", status.label()),
        None => "上限尚未核定".into(),
    };
    let over = meter
        .exceeded
        .then(|| view! { " " {badge("late", "超上限")} });
    let href = format!("/proposals?year={}&tenant={}", meter.year, city.tenant);
    view! {
        <th scope="row">
            <a href=href>{city.name.clone()}</a> {over}
            <div class="clause">{basis}</div>
        </th>
        <td class="bar-cell">{cap_bar(meter, Money::ZERO)}</td>
        <td class="n" data-label="上限">{meter.cap.wan()}</td>
        <td class="n" data-label="已列预算">{meter.used.wan()}</td>
        <td class="n" data-label="已确定">{meter.reserved.wan()}</td>
        <td class="n" data-label="还可安排">{meter.free.wan()}</td>
    }
    .into_any()
}

fn total(cities: &[CityCap]) -> Option<AnyView> {
    let sum = |part: fn(&CapMeter) -> Money| {
        cities
            .iter()
            .map(|city| part(&city.meter))
            .sum::<Money>()
            .wan()
    };
    (cities.len() > 1).then(|| {
        view! {
            <tr>
                <th scope="row">"合计"</th>
                <td class="bar-cell"></td>
                <td class="n" data-label="上限">{sum(|meter| meter.cap)}</td>
                <td class="n" data-label="已列预算">{sum(|meter| meter.used)}</td>
                <td class="n" data-label="已确定">{sum(|meter| meter.reserved)}</td>
                <td class="n" data-label="还可安排">{sum(|meter| meter.free)}</td>
            </tr>
        }
        .into_any()
    })
}
