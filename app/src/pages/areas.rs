//! `/areas`: a year's key areas, from the departments' suggestions to their publication (machine 2.2).

use domain::contract::{AreaSet, AreasView, Me};
use domain::state::AreaState;
use leptos::prelude::*;

use crate::api::figures::areas as load;
use crate::components::{badge, rows, slice};
use crate::pages::place;
use crate::text::{full_date, long_date};

mod draft;
mod publish;
mod suggest;
pub mod table;

const PATH: &str = "/areas";

/// `/areas`.
pub fn areas() -> AnyView {
    place::of_city("重点领域", PATH, load, body)
}

fn body(me: Me, view: Signal<AreasView>) -> AnyView {
    let head = move || {
        view.with(|view| {
            let years = (view.year, view.years.as_slice());
            place::head(
                "工伤预防重点领域",
                PATH,
                &me,
                view.tenant,
                &view.name,
                years,
            )
        })
    };
    // A year is opened by the first suggestion; until something is drafted there is no version.
    let sets = slice(view, |view| {
        let drafted = view
            .sets
            .iter()
            .filter(|set| set.state != AreaState::Collecting);
        drafted.cloned().collect::<Vec<_>>()
    });
    let none = move || {
        sets.with(Vec::is_empty).then(|| {
            view! { <section class="panel"><h2>"重点领域"</h2><p class="empty">"还没有拟定。三年分析定稿后，由经办机构结合各部门建议拟定，提请联席会议审定。"</p></section> }
        })
    };
    view! {
        <div class="head">{head}</div>
        {move || view.with(steps)}
        <div class="cols wide-left">
            <div>
                {publish::panel(view)}
                {rows(sets, |set| set.id, version)}
                {none}
                {draft::panel(view)}
            </div>
            <div>{suggest::panel(view)}</div>
        </div>
    }
    .into_any()
}

/// Where the year stands, with whose turn each step is.
const STEPS: [(AreaState, &str); 6] = [
    (AreaState::Collecting, "四部门报送、建议"),
    (AreaState::Analysed, "经办机构拟定"),
    (AreaState::OnAgenda, "人社部门提请"),
    (AreaState::Decided, "联席会议审定"),
    (AreaState::Published, "人社部门公布"),
    (AreaState::Closed, "人社部门截止"),
];

/// The state of the newest version; before the first one, of the collecting.
fn stands(view: &AreasView) -> AreaState {
    let newest = view.sets.iter().find(|set| set.state != AreaState::Amended);
    newest.map_or(AreaState::Collecting, |set| set.state)
}

fn steps(view: &AreasView) -> AnyView {
    let now = stands(view);
    let at = STEPS
        .iter()
        .position(|(state, _)| *state == now)
        .unwrap_or(0);
    let steps: Vec<_> = STEPS
        .iter()
        .enumerate()
        .map(|(index, (state, who))| {
            let class = match index.cmp(&at) {
                std::cmp::Ordering::Less => "done",
                std::cmp::Ordering::Equal => "now",
                std::cmp::Ordering::Greater => "next",
            };
            view! {
                <li class=class aria-current=(index == at).then_some("step")>
                    {state.label()} <small>{*who}</small>
                </li>
            }
        })
        .collect();
    view! {
        <ol class="steps areas-steps">{steps}</ol>
        {in_force(view)}
    }
    .into_any()
}

/// While a newer version is on its way, the published one stays in force.
fn in_force(view: &AreasView) -> Option<AnyView> {
    let newest = view.sets.first()?;
    let published = view
        .sets
        .iter()
        .find(|set| set.state == AreaState::Published)?;
    (published.id != newest.id).then(|| {
        let said = format!(
            "以上为第 {} 版的进程；第 {} 版已公布，在新版公布前继续有效。",
            newest.no, published.no
        );
        view! { <p class="clause">{said}</p> }.into_any()
    })
}

fn state_badge(state: AreaState) -> AnyView {
    let class = match state {
        AreaState::Published => "ok",
        AreaState::Amended | AreaState::Closed => "done",
        _ => "run",
    };
    badge(class, state.label())
}

/// One version; those that are replaced are folded.
fn version(set: Signal<AreaSet>, fresh: Signal<bool>) -> AnyView {
    let inner = move || {
        set.with(|set| {
            let content = view! { {facts(set)} {table::areas(&set.areas)} };
            if set.state == AreaState::Amended {
                view! { <details><summary>"查看被替代的内容"</summary>{content}</details> }
                    .into_any()
            } else {
                content.into_any()
            }
        })
    };
    view! {
        <section class="panel" class:fresh=fresh>
            <h2>
                {move || set.with(|set| format!("第 {} 版", set.no))}
                {move || set.with(|set| state_badge(set.state))}
                <small>{move || set.with(|set| format!("{} 项", set.areas.len()))}</small>
            </h2>
            {inner}
        </section>
    }
    .into_any()
}

fn facts(set: &AreaSet) -> AnyView {
    let decided = (!set.resolution.is_empty()).then(|| {
        let day = set.decided.map(long_date).unwrap_or_default();
        view! { <dt>"审定"</dt><dd>{format!("{day} {}", set.resolution)}</dd> }
    });
    let published: Vec<_> = set
        .publications
        .iter()
        .map(|publication| {
            view! {
                <dt>"公布"</dt>
                <dd>
                    {format!("{} {} ", full_date(publication.on), publication.channel.label())}
                    {table::place(&publication.address)}
                </dd>
            }
        })
        .collect();
    view! { <dl class="facts">{decided} {published}</dl> }.into_any()
}
