//! `/public/areas`: the published key areas of every city, for anybody, without a login (R033, R122).

use domain::contract::{PublicAreas, PublicCity};
use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::public::public_areas as load;
use crate::carried::fetched;
use crate::components::{badge, fault_page, public_frame};
use crate::pages::areas::table;
use crate::test_ids;
use crate::text::full_date;

/// `/public/areas`.
pub fn public_areas() -> AnyView {
    let data = fetched(|| (), |()| load());
    let content = move || {
        Suspend::new(async move {
            match data.await {
                Ok(areas) => body(&areas),
                Err(fault) => fault_page(None, &fault),
            }
        })
    };
    view! {
        <Title text="工伤预防重点领域"/>
        <Suspense fallback=|| view! { <p class="loading" role="status">"正在载入…"</p> }>{content}</Suspense>
    }
    .into_any()
}

fn body(areas: &PublicAreas) -> AnyView {
    let mut years: Vec<_> = areas.cities.iter().map(|city| city.year).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let content: Vec<_> = years.iter().map(|year| of_year(*year, areas)).collect();
    let none = years.is_empty().then(|| {
        view! { <p class="empty">"各盟市目前没有已公布的工伤预防重点领域。公布后会在这里列出。"</p> }
    });
    let content = view! {
        <div class="flow" data-testid=test_ids::PUBLIC_AREAS>
            {content}
            {none}
            {how_to_apply()}
        </div>
    };
    public_frame(
        "/public/areas",
        "内蒙古自治区工伤预防重点领域",
        "依据 内人社发〔2020〕16号 四（二）向社会公布".into(),
        areas.demo,
        content.into_any(),
    )
}

fn of_year(year: i32, areas: &PublicAreas) -> AnyView {
    let of_year = || areas.cities.iter().filter(|city| city.year == year);
    let links: Vec<_> = of_year()
        .map(|city| view! { <li><a href=format!("#{}", anchor(city))>{city.name.clone()}</a></li> })
        .collect();
    let cities: Vec<_> = of_year().map(city).collect();
    view! {
        <section class="flow">
            <h2 class="year">{format!("{year} 年度")} <small>{format!("{} 个盟市已公布", links.len())}</small></h2>
            <nav aria-label=format!("{year} 年度各盟市")><ul class="cities">{links}</ul></nav>
            {cities}
        </section>
    }
    .into_any()
}

fn anchor(city: &PublicCity) -> String {
    format!("area-{}-{}", city.year, city.tenant)
}

fn city(city: &PublicCity) -> AnyView {
    let open = if city.open {
        badge("ok", "正在受理申报")
    } else {
        badge("done", "申报已截止")
    };
    view! {
        <article class="panel" id=anchor(city)>
            <h3>{city.name.clone()} " " {open}</h3>
            <dl class="facts">
                <dt>"公布"</dt>
                <dd>{full_date(city.published)} {(!city.channels.is_empty()).then(|| format!("，{}", city.channels.join("、")))}</dd>
                <dt>"受理机构"</dt>
                <dd>{city.agency.clone()}</dd>
            </dl>
            {table::areas(&city.areas)}
        </article>
    }
    .into_any()
}

fn how_to_apply() -> AnyView {
    view! {
        <section class="panel" id="apply">
            <h2>"怎样申报" <small>"四（三）"</small></h2>
            <ol class="how">
                <li><b>"谁可以申报"</b>"　行业协会和大中型企业等社会组织，就本行业或本企业范围内、属于本盟市已公布重点领域的工伤预防项目直接申报。"</li>
                <li><b>"向谁申报"</b>"　所在盟市的工伤保险经办机构，即上列受理机构。"</li>
                <li><b>"申报材料"</b>"　合法登记（注册）证件复印件、项目申请表（附件1）、可行性研究报告（附件2）、实施方案（附件3）等。"</li>
                <li><b>"怎样提交"</b>"　"<a href="/login">"登录本系统"</a>"在线填写、核对并提交，也可以打印盖章。没有账号的，请与受理机构联系开通。"</li>
                <li><b>"何时确定"</b>"　联席会议于每年 10 月底前确定纳入下一年度的项目；列入计划的项目实施周期最长不超过 2 年。"</li>
            </ol>
        </section>
    }
    .into_any()
}
