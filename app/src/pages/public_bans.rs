//! `/public/bans`: who may not be chosen, for anybody: name and period.

use domain::contract::PublicBans;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::institution::public_bans as load;
use crate::carried::fetched;
use crate::components::{fault_page, public_frame};
use crate::text::full_date;

/// `/public/bans`.
pub fn public_bans() -> AnyView {
    let data = fetched(|| (), |()| load());
    let content = move || {
        Suspend::new(async move {
            match data.await {
                Ok(list) => body(&list),
                Err(fault) => fault_page(None, &fault),
            }
        })
    };
    view! {
        <Title text="禁入名单"/>
        <Suspense fallback=|| view! { <p class="loading" role="status">"正在载入…"</p> }>{content}</Suspense>
    }
    .into_any()
}

fn body(list: &PublicBans) -> AnyView {
    let rows: Vec<_> = list
        .bans
        .iter()
        .map(|ban| {
            let note = (ban.effective > list.today)
                .then(|| view! { <span class="tag near">"尚未生效"</span> });
            view! {
                <tr>
                    <th scope="row">{ban.name.clone()}</th>
                    <td>{format!("{} 至 {}", full_date(ban.effective), full_date(ban.last))} " " {note}</td>
                </tr>
            }
        })
        .collect();
    let empty = rows.is_empty().then(|| {
        view! { <p class="empty">"目前没有在禁入期内的单位。"</p> }
    });
    let content = view! {
        <section class="panel">
            <p class="clause">"下列单位在所列期限内不得从事全区工伤预防项目。依据 内人社发〔2020〕16号 四（六）"</p>
            <table>
                <thead><tr><th scope="col">"单位"</th><th scope="col">"期限"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {empty}
        </section>
    };
    public_frame(
        "/public/bans",
        "禁入名单",
        format!("截至 {}", full_date(list.today)),
        list.demo,
        content.into_any(),
    )
}
