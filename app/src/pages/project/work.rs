//! What the unit keeps: its management rules and the archive of the project.

use domain::contract::{ArchiveRow, PaperView, ProjectView, RulesView};
use domain::state::ArchiveMark;
use leptos::prelude::*;

use super::attached;
use crate::components::slice;
use crate::text::full_date;

/// From the agreement on.
pub fn panel(view: Signal<ProjectView>) -> AnyView {
    let rules = slice(view, |view| view.doing.rules.clone());
    let archive = slice(view, |view| {
        (view.doing.archive.clone(), view.doing.papers.clone())
    });
    let inner = move || {
        let rules = rules.get();
        archive.with(|(archive, papers)| {
            (!archive.is_empty() || !rules.is_empty()).then(|| content(&rules, archive, papers))
        })
    };
    view! { {inner} }.into_any()
}

fn content(rules: &[RulesView], archive: &[ArchiveRow], papers: &[PaperView]) -> AnyView {
    let settled = archive.iter().filter(|row| is_settled(row)).count();
    let rows: Vec<_> = archive.iter().map(|row| part(row, papers)).collect();
    view! {
        <section class="panel" id="archive">
            <h2>"实施档案" <span class="count">{format!("{settled}/{}", archive.len())}</span></h2>
            {rules_of(rules)}
            <table><tbody>{rows}</tbody></table>
        </section>
    }
    .into_any()
}

/// Whether nothing is left to do about a part.
const fn is_settled(row: &ArchiveRow) -> bool {
    match row.mark {
        Some(ArchiveMark::Present) => true,
        Some(ArchiveMark::NotApplicable) => !row.mandatory,
        None => false,
    }
}

fn part(row: &ArchiveRow, papers: &[PaperView]) -> AnyView {
    let mark = match row.mark {
        Some(ArchiveMark::Present) => view! { <span class="tag ok">"齐全"</span> }.into_any(),
        Some(ArchiveMark::NotApplicable) if is_settled(row) => {
            view! { <span class="tag done">"不适用"</span> }.into_any()
        }
        _ if row.mandatory => view! { <span class="tag near">"待归档（必备）"</span> }.into_any(),
        _ => view! { <span class="tag near">"待登记"</span> }.into_any(),
    };
    let note =
        (!row.note.is_empty()).then(|| view! { <div class="clause">{row.note.clone()}</div> });
    let papers = attached::of_item(papers, row.item);
    let by = row
        .on
        .map(|day| view! { <div class="clause">{format!("{} {}", full_date(day), row.by)}</div> });
    view! { <tr><td>{row.item.label()}{note}{papers}{by}</td><td class="n">{mark}</td></tr> }
        .into_any()
}

fn rules_of(rules: &[RulesView]) -> AnyView {
    let Some((newest, earlier)) = rules.split_first() else {
        return view! { <p id="rules"><span class="tag near">"待登记"</span>" 项目管理制度，开展首次活动前登记"</p> }
            .into_any();
    };
    let earlier: Vec<_> = earlier
        .iter()
        .map(|one| {
            view! { <h4>{format!("第 {} 版 · {}", one.no, full_date(one.on))}</h4><p class="text">{one.text.clone()}</p> }
        })
        .collect();
    view! {
        <details id="rules">
            <summary>{format!("项目管理制度（第 {} 版，{} {} 登记）", newest.no, full_date(newest.on), newest.by)}</summary>
            <p class="text">{newest.text.clone()}</p>
            {earlier}
        </details>
    }
    .into_any()
}
