//! `/login`: a plain form, and in a demo everybody one can sign in as.

use domain::Refusal;
use domain::access::Role;
use domain::contract::DemoLogin;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::api::session::login_page;
use crate::carried::fetched;
use crate::components::FaultNote;
use crate::test_ids;

/// `/login`.
pub fn login() -> AnyView {
    let logins = fetched(|| (), |()| login_page());
    let query = use_query_map();
    let asked = move |name: &str| {
        query.with_untracked(|query| query.get_str(name).unwrap_or_default().to_owned())
    };
    let next = asked("next");
    let fault = refusal(&asked("error"), &asked("minutes")).map(Into::into);
    let demo_next = next.clone();
    let demo = move || {
        let next = demo_next.clone();
        Suspend::new(async move {
            logins
                .await
                .ok()
                .filter(|logins| !logins.is_empty())
                .map(|logins| demo(&logins, &next))
        })
    };
    view! {
        <Title text="登录"/>
        <main id="main" class="login" tabindex="-1">
            <header>
                <h1>"预防通"</h1>
                <p>"内蒙古自治区工伤预防项目与资金管理"</p>
            </header>
            <form method="post" action="/login" data-testid=test_ids::LOGIN class="act">
                <input type="hidden" name="next" value=next/>
                <div class="field">
                    <label for="login">"账号"</label>
                    <input id="login" name="login" value=asked("login") autocomplete="username" autocapitalize="none" spellcheck="false"/>
                </div>
                <div class="field">
                    <label for="password">"密码"</label>
                    <input id="password" name="password" type="password" autocomplete="current-password"/>
                </div>
                <FaultNote fault=Signal::stored(fault)/>
                <button class="main">"登录"</button>
            </form>
            <Suspense>{demo}</Suspense>
            <footer class="clause">
                <p><a href="/public/areas">"各盟市已公布的工伤预防重点领域"</a>"（无需登录）"</p>
                "依据 内人社发〔2020〕16号《内蒙古自治区工伤预防实施方案》"
            </footer>
        </main>
    }
    .into_any()
}

fn refusal(kind: &str, minutes: &str) -> Option<Refusal> {
    match kind {
        "" => None,
        "NotSignedIn" => Some(Refusal::NotSignedIn),
        "TooManyAttempts" => Some(Refusal::TooManyAttempts {
            minutes: minutes.parse().unwrap_or(15),
        }),
        _ => Some(Refusal::LoginFailed),
    }
}

/// The posts of a city, in the order of the columns.
const POSTS: [Role; 7] = [
    Role::CityHrss,
    Role::CityFinance,
    Role::CityHealth,
    Role::CityEmergency,
    Role::AgencyClerk,
    Role::AgencyReviewer,
    Role::AgencyPayer,
];

fn demo(logins: &[DemoLogin], next: &str) -> AnyView {
    let region: Vec<_> = logins
        .iter()
        .filter(|login| login.role.is_region())
        .map(|login| chip(login, next))
        .collect();
    let others: Vec<_> = logins
        .iter()
        .filter(|login| !login.role.is_region() && !login.role.is_city())
        .map(|login| chip(login, next))
        .collect();
    let password = logins
        .first()
        .map(|login| login.password.clone())
        .unwrap_or_default();
    let same = logins.iter().all(|login| login.password == password);
    view! {
        <section class="demo-logins" data-testid=test_ids::DEMO_LOGINS>
            <h2>"演示账号" <span class="demo" data-testid=test_ids::DEMO>"演示数据"</span></h2>
            <p class="clause">
                "点账号即可登录。"
                {same.then(|| view! { "密码均为 " <code>{password}</code> })}
            </p>
            <h3>"自治区"</h3>
            <div class="chips">{region}</div>
            <h3>"盟市"</h3>
            {cities(logins, next)}
            <h3>"企业、协会、服务机构和评估人"</h3>
            <div class="chips">{others}</div>
        </section>
    }
    .into_any()
}

/// One row per city, one column per post.
fn cities(logins: &[DemoLogin], next: &str) -> AnyView {
    let mut places: Vec<&str> = Vec::new();
    let staff: Vec<_> = logins.iter().filter(|login| login.role.is_city()).collect();
    for login in &staff {
        if !places.contains(&city(&login.place)) {
            places.push(city(&login.place));
        }
    }
    let rows: Vec<_> = places
        .into_iter()
        .map(|place| {
            let cells: Vec<_> = POSTS
                .iter()
                .map(|post| {
                    let here = staff
                        .iter()
                        .filter(|login| login.role == *post && city(&login.place) == place);
                    let forms: Vec<_> = here.map(|login| button(login, next)).collect();
                    view! { <td>{forms}</td> }
                })
                .collect();
            view! { <tr><th scope="row">{place.to_owned()}</th>{cells}</tr> }
        })
        .collect();
    let heads: Vec<_> = ["人社", "财政", "卫健", "应急", "经办", "复核", "支付"]
        .into_iter()
        .map(|post| view! { <th scope="col">{post}</th> })
        .collect();
    view! {
        <div class="scroll">
            <table class="grid">
                <thead><tr><th scope="col">"盟市"</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// 鄂尔多斯市社会保险事业服务中心 → 鄂尔多斯市.
fn city(place: &str) -> &str {
    let end = place
        .char_indices()
        .skip(1)
        .find(|(_, letter)| matches!(letter, '市' | '盟'));
    end.map_or(place, |(at, letter)| &place[..at + letter.len_utf8()])
}

fn chip(login: &DemoLogin, next: &str) -> AnyView {
    view! {
        <div class="chip">
            {button(login, next)}
            <span>{login.place.clone()}<small>{format!("{} · {}", login.name, login.role.label())}</small></span>
        </div>
    }
    .into_any()
}

/// A small form of its own, so that one press signs in, with or without JavaScript.
fn button(login: &DemoLogin, next: &str) -> AnyView {
    let title = format!("{} · {} · {}", login.place, login.role.label(), login.name);
    view! {
        <form method="post" action="/login">
            <input type="hidden" name="login" value=login.login.clone()/>
            <input type="hidden" name="password" value=login.password.clone()/>
            <input type="hidden" name="next" value=next.to_owned()/>
            <button class="quiet" title=title>{login.login.clone()}</button>
        </form>
    }
    .into_any()
}
