//! `/projects/:id/story`: everything that happened to a project, told in order; made to be printed.

use domain::contract::{Me, StoryPhase, StoryStep, StoryView};
use leptos::prelude::*;

use crate::api::story::story as load;
use crate::browser;
use crate::components::{Follow, page_of};
use crate::test_ids;
use crate::text::{full_date, numeral};

/// `/projects/:id/story`.
pub fn story() -> AnyView {
    page_of(
        "项目全程记录",
        load,
        |view| Follow::Changes(format!("project:{}", view.project)),
        body,
    )
}

fn body(_: Me, view: Signal<StoryView>) -> AnyView {
    let id = view.with_untracked(|view| view.project);
    view! {
        <div class="print-bar">
            <h1>"项目全程记录"</h1>
            <p class="clause">"按时间先后，依办理记录、期限和工伤预防费台账自动生成，只含您有权查看的内容。"</p>
            <button type="button" class="main scripted" on:click=|_| browser::print()>"打印"</button>
            <a class="btn" href=format!("/projects/{id}")>"返回项目"</a>
        </div>
        <div class="sheets">{move || view.with(paper)}</div>
    }
    .into_any()
}

fn paper(view: &StoryView) -> AnyView {
    let unit = if view.unit.is_empty() || view.unit == view.applicant {
        String::new()
    } else {
        format!("，项目实施单位为{}", view.unit)
    };
    let about = format!(
        "{}{}年度工伤预防项目，编号{}，{}，项目提出单位为{}{unit}；截至{}，项目状态为“{}”。",
        view.tenant_name,
        view.year,
        view.code,
        view.mode.label(),
        view.applicant,
        full_date(view.on),
        view.state.label()
    );
    let phases: Vec<_> = (1..)
        .zip(&view.phases)
        .map(|(no, one)| phase(no, one))
        .collect();
    let none = view
        .phases
        .is_empty()
        .then(|| view! { <p class="empty">"还没有办理记录。"</p> });
    let open: Vec<_> = view
        .open
        .iter()
        .map(|one| view! { <li>{one.clone()}</li> })
        .collect();
    let open = (!open.is_empty()).then(|| {
        let next = i32::try_from(view.phases.len() + 1).unwrap_or(1);
        view! { <section class="told"><h2>{format!("{}、在办事项", numeral(next))}</h2><ol>{open}</ol></section> }
    });
    view! {
        <article class="gongwen story" data-testid=test_ids::STORY>
            <header>
                <p class="gongwen-name">{view.name.clone()}</p>
                <p class="gongwen-no">"全程记录"</p>
            </header>
            <p>{about}</p>
            {phases}
            {none}
            {open}
        </article>
    }
    .into_any()
}

fn phase(no: i32, one: &StoryPhase) -> AnyView {
    let steps: Vec<_> = one.steps.iter().map(step).collect();
    view! {
        <section class="told">
            <h2>{format!("{}、{}", numeral(no), one.phase.label())}</h2>
            <ol>{steps}</ol>
        </section>
    }
    .into_any()
}

fn step(step: &StoryStep) -> AnyView {
    let effects: Vec<_> = step
        .effects
        .iter()
        .map(|effect| view! { <p class="effect">{effect.clone()}</p> })
        .collect();
    view! { <li><p>{step.sentence.clone()}</p>{effects}</li> }.into_any()
}
