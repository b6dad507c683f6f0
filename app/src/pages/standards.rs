//! `/standards`: what a training may cost, now, before and later, and where each standard comes from.

mod proposal;

use domain::access::Action;
use domain::contract::{Me, StandardPhase, StandardView, StandardsView};
use domain::training::{Title, TrainingClass, TrainingStandard};
use leptos::prelude::*;

use crate::api::standard::standards as load;
use crate::carried::fetched;
use crate::components::{Follow, page, rows, slice};
use crate::test_ids;
use crate::text::full_date;

/// `/standards`.
pub fn standards() -> AnyView {
    let data = fetched(|| (), |()| load());
    page("培训费标准", data, |_| Follow::Nothing, body)
}

fn body(_: Me, view: Signal<StandardsView>) -> AnyView {
    let offered = move |action: Action| {
        view.with_untracked(|view| view.offers.iter().any(|offer| offer.action == action))
    };
    let waiting = offered(Action::PublishStandard)
        .then(|| proposal::waiting(slice(view, |view| view.drafts.clone())));
    let propose = offered(Action::ProposeStandard).then(|| view.with_untracked(proposal::form));
    let of = move |current: bool| {
        slice(view, move |view| {
            let of = |one: &&StandardView| (one.phase == StandardPhase::Current) == current;
            view.standards
                .iter()
                .filter(of)
                .cloned()
                .collect::<Vec<_>>()
        })
    };
    let others = of(false);
    let none = move || {
        others
            .with(Vec::is_empty)
            .then(|| view! { <p class="empty">"没有其他标准。"</p> })
    };
    view! {
        <div class="head">
            <h1>"培训费标准"</h1>
            <span class="meta">"项目预算中的培训费参照执行，超出的须说明理由并经联席会议审议 · 附件3 预算编制要求2"</span>
        </div>
        {rows(of(true), |one| one.id, |one, _| current(one))}
        {waiting}
        {propose}
        <section class="panel" data-testid=test_ids::OTHER_STANDARDS>
            <h2>"待施行和以往的标准" <small>"申报按首次提交当天施行的标准核对，草稿按当天施行的标准核对"</small></h2>
            {none}
            {rows(others, |one| one.id, |one, _| other(one))}
        </section>
    }
    .into_any()
}

fn current(one: Signal<StandardView>) -> AnyView {
    view! {
        <section class="panel" data-testid=test_ids::STANDARD>
            <h2>"现行标准"</h2>
            {move || one.with(whole)}
        </section>
    }
    .into_any()
}

fn other(one: Signal<StandardView>) -> AnyView {
    let head = move || {
        one.with(|one| {
            let class = match one.phase {
                StandardPhase::Coming => "tag near",
                _ => "tag",
            };
            let from = full_date(one.standard.from);
            view! {
                <span class=class>{one.phase.label()}</span>
                {format!(" 自 {from} 起施行 · {}", one.standard.document)}
            }
        })
    };
    view! {
        <details>
            <summary>{head}</summary>
            {move || one.with(whole)}
        </details>
    }
    .into_any()
}

/// Where it comes from, and all its figures.
fn whole(one: &StandardView) -> AnyView {
    let standard = &one.standard;
    let published = (!one.published.is_empty())
        .then(|| view! { <dt>"公布"</dt><dd>{one.published.clone()}</dd> });
    view! {
        <dl>
            <dt>"依据"</dt>
            <dd>{source(standard)}</dd>
            <dt>"施行"</dt>
            <dd>{format!("自 {} 起", full_date(standard.from))}</dd>
            {published}
        </dl>
        {figures(standard)}
    }
    .into_any()
}

/// `《中央和国家机关培训费管理办法》（财行〔2016〕540号）`.
fn source(standard: &TrainingStandard) -> String {
    let name = standard
        .name
        .trim_start_matches('《')
        .trim_end_matches('》');
    format!("《{name}》（{}）", standard.document)
}

fn figures(standard: &TrainingStandard) -> AnyView {
    let classes: Vec<_> = TrainingClass::ALL
        .iter()
        .map(|class| {
            let quota = standard.quota(*class);
            view! {
                <tr>
                    <th scope="row">{class.label()} "培训"</th>
                    <td class="n" data-label="住宿费">{quota.lodging.to_string()}</td>
                    <td class="n" data-label="伙食费">{quota.meals.to_string()}</td>
                    <td class="n" data-label="场地、资料、交通费">{quota.venue.to_string()}</td>
                    <td class="n" data-label="其他费用">{quota.other.to_string()}</td>
                    <td class="n" data-label="合计">{quota.daily(true, true).to_string()}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="scroll">
            <table class="sums">
                <caption class="sr">"培训费综合定额"</caption>
                <thead>
                    <tr>
                        <th scope="col">"综合定额（元/人天）"</th>
                        <th scope="col" class="n">"住宿费"</th>
                        <th scope="col" class="n">"伙食费"</th>
                        <th scope="col" class="n">"场地、资料、交通费"</th>
                        <th scope="col" class="n">"其他费用"</th>
                        <th scope="col" class="n">"合计"</th>
                    </tr>
                </thead>
                <tbody>{classes}</tbody>
            </table>
        </div>
        {rules(standard)}
    }
    .into_any()
}

/// What is no quota of a day: lecturers, long trainings, staff.
fn rules(standard: &TrainingStandard) -> AnyView {
    let fees = Title::ALL.iter().filter_map(|title| {
        let limit = standard.hourly_limit(*title)?;
        Some(format!("{} {limit} 元", title.label()))
    });
    let fees: Vec<_> = fees.collect();
    let long = format!(
        "{} 天以内按综合定额计算，超过的天数按综合定额的 {}% 计算",
        standard.full_days, standard.long_percent
    );
    let staff = format!(
        "不超过参训人数的 {}%，且最多 {} 人",
        standard.staff_percent, standard.staff_max
    );
    let fees = format!(
        "{}；半天最多按 {} 学时计算；其他人员未定标准，参照执行",
        fees.join("，"),
        standard.half_day_hours
    );
    view! {
        <dl>
            <dt>"讲课费"</dt>
            <dd>"每学时税后不超过：" {fees}</dd>
            <dt>"培训天数"</dt>
            <dd>{long}</dd>
            <dt>"工作人员"</dt>
            <dd>{staff}</dd>
        </dl>
    }
    .into_any()
}
