//! Key areas as a table, for the city's page and the public one.

use domain::contract::KeyArea;
use leptos::prelude::*;

/// The areas in their order.
pub fn areas(areas: &[KeyArea]) -> AnyView {
    if areas.is_empty() {
        return view! { <p class="empty">"没有列入任何领域。"</p> }.into_any();
    }
    let rows: Vec<_> = (1..)
        .zip(areas)
        .map(|(number, area)| row(number, area))
        .collect();
    view! {
        <table class="blocks areas">
            <thead>
                <tr>
                    <th scope="col" class="n">"序号"</th>
                    <th scope="col">"重点领域"</th>
                    <th scope="col">"行业大类"</th>
                    <th scope="col">"区域"</th>
                    <th scope="col">"工种、岗位"</th>
                    <th scope="col">"事故或职业病类型"</th>
                    <th scope="col">"确定理由"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(number: i32, area: &KeyArea) -> AnyView {
    let cell = |word: &'static str, text: &str| {
        let text = if text.is_empty() { "—" } else { text };
        view! { <td class="whole" data-label=word>{text.to_owned()}</td> }
    };
    view! {
        <tr>
            <td class="n number">{number}</td>
            <th scope="row" class="whole">{area.name.clone()}</th>
            {cell("行业大类", &area.industries)}
            {cell("区域", &area.region)}
            {cell("工种、岗位", &area.trades)}
            {cell("事故或职业病类型", &area.types)}
            {cell("确定理由", &area.rationale)}
        </tr>
    }
    .into_any()
}

/// Where something can be read: a link where it is one, and only to the web.
pub fn place(address: &str) -> AnyView {
    let web = ["https://", "http://"]
        .iter()
        .any(|scheme| address.starts_with(scheme));
    let text = address.to_owned();
    if web {
        view! { <a href=address.to_owned() rel="external noreferrer">{text}</a> }.into_any()
    } else {
        text.into_any()
    }
}
