//! The head of every page: where one can go, how fresh the page is, who one is.

use domain::access::{Action, Capacity, Role};
use domain::contract::{Me, Unread};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{QueryForm, SyncMark};
use crate::live::{UnreadCount, watch};
use crate::test_ids;
use crate::text::may_list;

/// The head of every page.
#[component]
pub fn TopBar(me: Me) -> impl IntoView {
    let list = may_list(me.role);
    let home = if me.role.is_region() {
        ("/region", "全区总览")
    } else if me.role.is_city() {
        ("/city", "工作台")
    } else {
        ("/my", "我的项目")
    };
    let role = me.role.label();
    let post = if me.place == role {
        role.to_owned()
    } else {
        format!("{} · {role}", me.place)
    };
    view! {
        <header class="bar">
            <a class="brand" href=me.home()>"预防通"</a>
            <nav aria-label="主导航">
                {entry(home.0, home.1)}
                {me.role.is_city().then(|| entry("/region", "总览"))}
                {places(me.role).into_iter().map(|(href, label)| entry(href, label)).collect_view()}
                {list.then(|| entry("/projects", "项目"))}
            </nav>
            {list.then(search)}
            {me.demo.then(|| view! { <span class="demo" data-testid=test_ids::DEMO>"演示数据"</span> })}
            <SyncMark/>
            {letters(me.unread)}
            <div class="who">
                <span class="who-name">{me.name.clone()}</span>
                <span class="who-role" title=post.clone()>{post.clone()}</span>
            </div>
            <a class="quiet" href="/sessions">"登录设备"</a>
            <form method="post" action="/logout">
                <button class="quiet">"退出"</button>
            </form>
        </header>
    }
    .into_any()
}

/// The stations of the year, as far as the post may see them.
fn places(role: Role) -> Vec<(&'static str, &'static str)> {
    const PLACES: [(Action, &str, &str); 16] = [
        (Action::ViewOpenings, "/apply", "项目申报"),
        (Action::ViewFigures, "/figures", "数据分析"),
        (Action::ViewAreas, "/areas", "重点领域"),
        (Action::ViewProposals, "/proposals", "项目建议"),
        (Action::ViewMeetings, "/meetings", "联席会议"),
        (Action::ViewCap, "/cap", "费用上限"),
        (Action::ViewInstitutions, "/institutions", "服务机构"),
        (Action::ViewExperts, "/experts", "评估人库"),
        (Action::ViewBans, "/bans", "禁入名单"),
        (Action::ViewTemplates, "/templates", "协议范本"),
        (Action::ViewCases, "/cases", "违规核查"),
        (Action::ViewUrgings, "/urgings", "督办"),
        (Action::ViewCalendar, "/calendar", "工作日历"),
        (Action::ViewStandards, "/standards", "培训费标准"),
        (Action::ViewLocalRules, "/local-rules", "各地规定"),
        (Action::ViewClassifications, "/classifications", "分类目录"),
    ];
    let capacities = match role {
        Role::Organisation => vec![Capacity::Applicant],
        role => Capacity::of(role).into_iter().collect(),
    };
    PLACES
        .into_iter()
        .filter(|(action, ..)| action.allows(&capacities))
        .map(|(_, href, label)| (href, label))
        .collect()
}

/// The way to the inbox, and how much of it was not read.
fn letters(loaded: i64) -> impl IntoView {
    let known = expect_context::<UnreadCount>().0;
    watch::<Unread>("inbox".into(), move |now| known.set(Some(now.unread)));
    let unread = Memo::new(move |_| known.get().unwrap_or(loaded));
    let pathname = use_location().pathname;
    let current = move || {
        pathname
            .with(|path| path.starts_with("/inbox"))
            .then_some("page")
    };
    let count = move || {
        (unread.get() > 0).then(|| {
            view! { <span class="count" data-testid=test_ids::UNREAD>{unread.get()}<span class="sr">"条未读"</span></span> }
        })
    };
    view! { <a class="letters" href="/inbox" aria-current=current>"消息" {count}</a> }
}

fn search() -> impl IntoView {
    view! {
        <div class="find" role="search">
            <QueryForm action="/search">
                <input
                    id="search"
                    name="q"
                    type="search"
                    autocomplete="off"
                    placeholder="项目、单位、文件"
                    aria-label="搜索项目、单位、文件和人员"
                    aria-keyshortcuts="/"
                />
            </QueryForm>
            <kbd aria-hidden="true">"/"</kbd>
        </div>
    }
}

fn entry(href: &'static str, label: &'static str) -> impl IntoView {
    let pathname = use_location().pathname;
    let current = move || {
        // The analysis is the other half of 数据分析, the ledger stands beside 费用上限.
        let here = |path: &String| {
            path.starts_with(href)
                || href == "/figures" && path.starts_with("/analysis")
                || href == "/cap" && (path.starts_with("/ledger") || path.starts_with("/bank"))
        };
        pathname.with(here).then_some("page")
    };
    view! { <a href=href aria-current=current>{label}</a> }
}
