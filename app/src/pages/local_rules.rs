//! `/local-rules`: what each city lays down where the regulation is silent, and where it comes from.

mod proposal;

use domain::access::Action;
use domain::contract::{CityRules, LocalRulesView, Me, PublishedRule};
use domain::local_rule::LocalRule;
use leptos::prelude::*;

use crate::api::local_rule::local_rules as load;
use crate::carried::fetched;
use crate::components::{Follow, page, rows, slice};
use crate::test_ids;

/// `/local-rules`.
pub fn local_rules() -> AnyView {
    let data = fetched(|| (), |()| load());
    page("各地规定", data, |_| Follow::Nothing, body)
}

fn body(_: Me, view: Signal<LocalRulesView>) -> AnyView {
    let offered = move |action: Action| {
        view.with_untracked(|view| view.offers.iter().any(|offer| offer.action == action))
    };
    let waiting = offered(Action::PublishLocalRule)
        .then(|| proposal::waiting(slice(view, |view| view.drafts.clone())));
    let propose = offered(Action::ProposeLocalRule).then(|| view.with_untracked(proposal::form));
    let one = view.with_untracked(|view| view.cities.len() == 1);
    let now = if one {
        own(view)
    } else {
        all(slice(view, |view| view.cities.clone()))
    };
    view! {
        <div class="head">
            <h1>"各地规定"</h1>
            <span class="meta">"方案未作具体规定、由各盟市自行确定的次数和期限 · 四（一）"</span>
        </div>
        {now}
        {waiting}
        {propose}
        {history(slice(view, |view| view.published.clone()))}
    }
    .into_any()
}

/// Where every rule of every city stands; what a city has laid down itself stands out.
fn all(cities: Signal<Vec<CityRules>>) -> AnyView {
    let heads: Vec<_> = LocalRule::ALL
        .iter()
        .map(|rule| {
            view! { <th scope="col" class="n">{rule.label()} <div class="clause">{rule.unit()}</div></th> }
        })
        .collect();
    let defaults: Vec<_> = LocalRule::ALL
        .iter()
        .map(|rule| view! { <td class="n" data-label=rule.short()>{rule.default_value()}</td> })
        .collect();
    view! {
        <section class="panel" data-testid=test_ids::LOCAL_RULES>
            <h2>"现行规定" <small>"加粗的为盟市另有规定，其余按通用规定执行"</small></h2>
            <div class="scroll">
                <table class="sums">
                    <caption class="sr">"各盟市现行规定"</caption>
                    <thead><tr><th scope="col">"盟市"</th>{heads}</tr></thead>
                    <tbody>
                        {rows(cities, |city| city.tenant, |city, _| view! { <tr>{move || city.with(cells)}</tr> }.into_any())}
                    </tbody>
                    <tfoot><tr><th scope="row">"通用规定"</th>{defaults}</tr></tfoot>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn cells(city: &CityRules) -> AnyView {
    let values: Vec<_> = LocalRule::ALL
        .iter()
        .zip(&city.values)
        .map(|(rule, value)| {
            let value = if *value == rule.default_value() {
                view! { {*value} }.into_any()
            } else {
                view! { <strong>{*value}</strong> }.into_any()
            };
            view! { <td class="n" data-label=rule.short()>{value}</td> }
        })
        .collect();
    view! { <th scope="row">{city.name.clone()}</th> {values} }.into_any()
}

/// One city's rules, each with what it means.
fn own(view: Signal<LocalRulesView>) -> AnyView {
    let lines = move || {
        let values = view.with(|view| view.cities.first().map(|city| city.values.clone()));
        LocalRule::ALL
            .iter()
            .zip(values.unwrap_or_default())
            .map(|(rule, value)| line(*rule, value))
            .collect_view()
    };
    view! {
        <section class="panel" data-testid=test_ids::LOCAL_RULES>
            <h2>"现行规定" <small>"需要调整的，由本盟市书面报自治区人社部门录入公布"</small></h2>
            <table class="blocks">
                <caption class="sr">"本盟市现行规定"</caption>
                <thead>
                    <tr>
                        <th scope="col">"事项"</th>
                        <th scope="col">"现行规定"</th>
                        <th scope="col">"说明"</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </section>
    }
    .into_any()
}

fn line(rule: LocalRule, value: u32) -> AnyView {
    let whose = if value == rule.default_value() {
        "通用规定".to_owned()
    } else {
        format!("本盟市规定，通用为 {}", rule.says(rule.default_value()))
    };
    view! {
        <tr>
            <td class="whole">{rule.label()} <div class="clause">{rule.clause()}</div></td>
            <td class="whole" data-label="现行规定"><strong>{rule.says(value)}</strong> <div class="clause">{whose}</div></td>
            <td class="whole" data-label="说明">{rule.meaning()}</td>
        </tr>
    }
    .into_any()
}

fn history(published: Signal<Vec<PublishedRule>>) -> AnyView {
    let none = move || {
        published
            .with(Vec::is_empty)
            .then(|| view! { <p class="empty">"没有公布过与通用规定不同的规定。"</p> })
    };
    view! {
        <section class="panel">
            <h2>"公布记录" <small>"公布以后起算的期限按新规定，已经起算的不变"</small></h2>
            {none}
            <ul class="plain">{rows(published, |one| one.id, |one, _| view! { <li>{move || one.with(entry)}</li> }.into_any())}</ul>
        </section>
    }
    .into_any()
}

fn entry(one: &PublishedRule) -> AnyView {
    let tag = if one.holds {
        view! { <span class="tag near">"现行"</span> }
    } else {
        view! { <span class="tag">"已被替代"</span> }
    };
    view! {
        {tag} {format!(" {}：{} {}", one.city, one.rule.label(), one.rule.says(one.value))}
        <div class="clause">{format!("依据：{} · {}", one.basis, one.published)}</div>
    }
    .into_any()
}
