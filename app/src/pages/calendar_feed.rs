//! `/inbox/calendar`: the address from which the person's own calendar program fetches their deadlines.

use domain::access::Action;
use domain::contract::{FeedView, Me};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::feed::calendar_feed as load;
use crate::carried::fetched;
use crate::components::{ActForm, Follow, page, slice};
use crate::test_ids;

/// `/inbox/calendar`.
pub fn calendar_feed() -> AnyView {
    let params = use_query_map();
    // Only hexadecimal digits: nothing else in the address becomes part of the page.
    let token = Memo::new(move |_| {
        let token = params.with(|params| params.get("token").unwrap_or_default());
        Some(token)
            .filter(|token| token.len() == 64 && token.bytes().all(|b| b.is_ascii_hexdigit()))
    });
    // Another token is another state of the page.
    let data = fetched(move || token.get(), |_| load());
    page(
        "日历订阅",
        data,
        |_| Follow::Nothing,
        move |me, view| body(&me, view, token),
    )
}

fn body(_: &Me, view: Signal<FeedView>, token: Memo<Option<String>>) -> AnyView {
    let since = slice(view, |view| view.since.clone());
    let state = move || match since.get() {
        Some(since) => format!("已于 {since} 生成"),
        None => "尚未生成".to_owned(),
    };
    let there = slice(view, |view| view.since.is_some());
    let grant = move || {
        let button = if there.get() {
            "重新生成，旧地址作废"
        } else {
            "生成订阅地址"
        };
        view! { <ActForm action=Action::GrantFeed button=button><p class="clause">"生成的地址只显示一次。"</p></ActForm> }
    };
    let revoke = move || {
        there.get().then(
            || view! { <ActForm action=Action::RevokeFeed button="收回订阅地址"><p class="clause">"收回后，已添加的日历不再更新。"</p></ActForm> },
        )
    };
    view! {
        <div class="head">
            <h1>"日历订阅"</h1>
            <span class="meta">{state}</span>
        </div>
        <p class="clause"><a href="/inbox">"返回消息"</a></p>
        {move || token.get().filter(|_| there.get()).map(shown)}
        <section class="panel">
            <h2>"订阅地址" <small>"在手机或电脑的日历程序中添加，期限随系统自动更新"</small></h2>
            <p>"日历中是您可以查看的在办期限，每项一天，未公布放假安排的标明“暂定”。权限变化后，日历内容随之变化。"</p>
            <p class="clause">"知道地址的人就能看到日历，请勿转发。地址只在生成时显示一次，不慎泄露的请立即收回或重新生成。"</p>
            {grant}
            {revoke}
        </section>
    }
    .into_any()
}

/// The address, this once.
fn shown(token: String) -> AnyView {
    let path = format!("/calendar.ics?token={token}");
    view! {
        <section class="panel" data-testid=test_ids::FEED_ADDRESS>
            <h2>"新的订阅地址" <small>"只显示这一次"</small></h2>
            <p><a class="address" href=path.clone() rel="external">{path.clone()}</a></p>
            <p class="clause">"在日历程序中填写本系统网址加上这一段，或复制该链接地址。"</p>
        </section>
    }
    .into_any()
}
