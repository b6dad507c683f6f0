//! `/apply`: where an organisation can apply, and what it has under way.

use domain::access::Action;
use domain::contract::{Me, Opening, Openings, TrackedProject, Tracker};
use domain::state::ProjectState;
use leptos::prelude::*;

use crate::api::application::openings as load;
use crate::api::screens::tracker;
use crate::carried::fetched;
use crate::components::{ActForm, Follow, due_tag, page, project_badge, rows, slice};
use crate::test_ids;
use crate::text::{full_date, long_date};

/// `/apply`.
pub fn openings() -> AnyView {
    let data = fetched(|| (), |()| async { Ok((load().await?, tracker().await?)) });
    page(
        "项目申报",
        data,
        |_| Follow::Changes("tracker".into()),
        body,
    )
}

fn body(_: Me, view: Signal<(Openings, Tracker)>) -> AnyView {
    let own = slice(view, |(_, tracker)| {
        let early = tracker
            .projects
            .iter()
            .filter(|project| is_early(project.row.state));
        early.cloned().collect::<Vec<_>>()
    });
    let open = slice(view, |(openings, _)| openings.openings.clone());
    let none = move || {
        open.with(Vec::is_empty).then(|| view! {
            <p class="empty">"目前没有盟市接受申报。各盟市公布下一年度工伤预防重点领域后，会出现在这里。"</p>
        })
    };
    view! {
        <div class="head">
            <h1>"项目申报"</h1>
            <span class="meta">{move || view.with(|(_, tracker)| tracker.organisation.clone())}</span>
        </div>
        <section class="panel own" class:none=move || own.with(Vec::is_empty)>
            <h2>"本单位在办的申报"</h2>
            <ul>{rows(own, |project| project.row.id, application)}</ul>
        </section>
        <section class="panel">
            <h2>"可以申报的盟市" <small>"行业协会和大中型企业根据已公布的重点领域申报本行业或本企业范围内的项目 · 四（三）"</small></h2>
            {none}
            <div class="openings">{rows(open, |opening| (opening.tenant, opening.year), opening)}</div>
            <p class="clause">"小型、微型企业不直接申报：由经办机构组织面向社会和中小微企业的项目，可向当地经办机构提出需求。 · 四（五）"</p>
        </section>
    }
    .into_any()
}

/// Until the joint meeting has decided.
const fn is_early(state: ProjectState) -> bool {
    use ProjectState as S;
    matches!(
        state,
        S::Draft | S::Submitted | S::Supplement | S::Accepted | S::Proposed
    )
}

fn application(project: Signal<TrackedProject>, fresh: Signal<bool>) -> AnyView {
    let content = move || {
        project.with(|project| {
            let row = &project.row;
            let name = if row.name.is_empty() {
                "未命名的申报"
            } else {
                &row.name
            };
            let about = format!("{} · {} 年度 · {}", row.tenant_name, row.year, row.code);
            let due = row.next.as_ref().map(due_tag);
            let word = if project.task.is_some() {
                "继续办理"
            } else {
                "查看"
            };
            let href = format!("/applications/{}", row.id);
            view! {
                <div>
                    <a href=href.clone()>{name.to_owned()}</a>
                    <div class="clause">{about}</div>
                    {project.task.clone().map(|task| view! { <p>{task}</p> })}
                </div>
                <div>{project_badge(row.state)} " " {due}</div>
                <a class="btn" href=href>{word}</a>
            }
        })
    };
    view! { <li class:fresh=fresh>{content}</li> }.into_any()
}

fn opening(opening: Signal<Opening>, fresh: Signal<bool>) -> AnyView {
    let first = opening.get_untracked();
    // One number for each city and year, so that two forms on the page are told apart.
    let number = i64::from(first.tenant.0) * 10_000 + i64::from(first.year);
    let content = move || {
        opening.with(|opening| {
            let areas: Vec<_> = opening
                .areas
                .iter()
                .map(|area| view! { <li>{area.clone()}</li> }.into_any())
                .collect();
            let by = format!("联席会议于{}前确定", long_date(opening.determined_by));
            view! {
                <h3>{format!("{} {} 年度", opening.name, opening.year)}</h3>
                <p class="clause">{format!("受理：{} · {by}", opening.agency)}</p>
                <ul class="areas" aria-label="重点领域">{areas}</ul>
            }
        })
    };
    let late = move || {
        opening.with(|opening| {
            (crate::components::today() > opening.determined_by).then(|| {
                let text = format!(
                    "{}已过，现在申报的项目只能按逾期确定办理。",
                    full_date(opening.determined_by)
                );
                view! { <p class="late-note">{text}</p> }
            })
        })
    };
    view! {
        <article class="opening" class:fresh=fresh data-testid=test_ids::opening(first.tenant, first.year)>
            {content}
            {late}
            <ActForm action=Action::CreateApplication number=number>
                <input type="hidden" name="tenant" value=first.tenant.to_string()/>
                <input type="hidden" name="year" value=first.year.to_string()/>
            </ActForm>
        </article>
    }
    .into_any()
}
