//! How fresh the page is, in words.

use leptos::prelude::*;

use crate::live::{Freshness, Live};
use crate::test_ids;

/// How fresh the page is: always on the screen, never only a colour.
#[component]
pub fn SyncMark() -> impl IntoView {
    let freshness = expect_context::<Live>().freshness;
    let kind = move || {
        freshness.with(|freshness| match freshness {
            Freshness::Loaded => "loaded",
            Freshness::Synced(_) => "synced",
            Freshness::Reconnecting => "reconnecting",
            Freshness::Polling(_) => "polling",
            Freshness::Offline | Freshness::SignedOut => "offline",
        })
    };
    // The time changes every ten seconds; it is not read out each time.
    view! {
        <span class="sync" data-kind=kind data-testid=test_ids::SYNC role="status" aria-live="off">
            {move || freshness.with(words)}
        </span>
    }
}

fn words(freshness: &Freshness) -> String {
    match freshness {
        Freshness::Loaded => "打开时的数据".into(),
        Freshness::Synced(at) => format!("已同步 {at}"),
        Freshness::Reconnecting => "正在重连".into(),
        Freshness::Polling(at) => format!("每 5 秒轮询 {at}"),
        Freshness::Offline => "离线，每 5 秒重试".into(),
        Freshness::SignedOut => "登录已失效".into(),
    }
}
