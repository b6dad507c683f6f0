//! 合规体检: every rule the draft breaks or meets, with its clause and a link to the place.

use domain::annex::{Finding, SECTIONS, Verdict, catalogue};
use domain::state::Paper;
use leptos::prelude::*;

use super::{annex_title, section_id};
use crate::browser;
use crate::test_ids;

/// The rule that measures trainings: its figures have a page.
const TRAINING: &str = "R198";

/// The rules by how they came out.
pub fn panel(findings: Signal<Vec<Finding>>) -> AnyView {
    view! {
        <section class="panel check" id="check" tabindex="-1" data-testid=test_ids::CHECK on:click=|event| browser::focus_link(&event)>
            <h2>"合规体检" <small>"按实施方案和附件1至附件3逐项核对，提交时按同一规则审核"</small></h2>
            {group(findings, Verdict::Broken, "late", true)}
            {group(findings, Verdict::Warning, "near", true)}
            {group(findings, Verdict::Met, "ok", false)}
        </section>
    }
    .into_any()
}

/// How many came out so, as words: `不符合 3`.
pub fn tally(findings: Signal<Vec<Finding>>) -> AnyView {
    let one = move |verdict: Verdict, class: &'static str| {
        let text = move || format!("{} {}", verdict.label(), count(findings, verdict));
        view! { <span class=class>{text}</span> }.into_any()
    };
    let parts = vec![
        one(Verdict::Broken, "tag late"),
        one(Verdict::Warning, "tag near"),
        one(Verdict::Met, "tag ok"),
    ];
    view! { <a class="tally" href="#check" data-testid=test_ids::TALLY>{parts}</a> }.into_any()
}

/// How many findings have this verdict.
pub fn count(findings: Signal<Vec<Finding>>, verdict: Verdict) -> usize {
    findings.with(|all| all.iter().filter(|found| found.verdict == verdict).count())
}

fn group(
    findings: Signal<Vec<Finding>>,
    verdict: Verdict,
    class: &'static str,
    open: bool,
) -> AnyView {
    let number = move || count(findings, verdict);
    let rows = move || {
        findings.with(|all| {
            let of = all.iter().filter(|found| found.verdict == verdict);
            let rows: Vec<_> = of.map(row).collect();
            rows
        })
    };
    view! {
        <details open=open class:none=move || number() == 0>
            <summary><span class=format!("tag {class}")>{verdict.label()}</span> <span class="count">{number}</span></summary>
            <ul>{rows}</ul>
        </details>
    }
    .into_any()
}

fn row(found: &Finding) -> AnyView {
    let place = match &found.field {
        Some(field) => view! { <a href=format!("#{field}")>{found.clause.clone()}</a> }.into_any(),
        None => found.clause.clone().into_any(),
    };
    let standard = (found.rule == TRAINING)
        .then(|| view! { " " <a class="clause" href="/standards">"培训费标准"</a> });
    view! { <li>{found.text.clone()} <span class="clause">{place}</span>{standard}</li> }.into_any()
}

/// Where one is and what is still to do: the parts of the annexes with the number of broken places.
pub fn outline(findings: Signal<Vec<Finding>>) -> AnyView {
    let broken = Memo::new(move |_| findings.with(|all| by_section(all)));
    let mut annex = u8::MAX;
    let mut groups: Vec<(u8, Vec<AnyView>)> = Vec::new();
    for (at, section) in SECTIONS.iter().enumerate() {
        if section.annex != annex {
            annex = section.annex;
            groups.push((annex, Vec::new()));
        }
        let number = move || {
            let number = broken.with(|broken| broken.get(at).copied().unwrap_or_default());
            (number > 0).then(|| view! { <b aria-label=format!("{number} 处不符合")>{number}</b> })
        };
        let text = format!("{} {}", section.no, section.heading);
        let class = if section.items.is_empty() { "lead" } else { "" };
        let entry = view! { <li class=class><a href=format!("#{}", section_id(at))><span>{text}</span>{number}</a></li> };
        if let Some((_, entries)) = groups.last_mut() {
            entries.push(entry.into_any());
        }
    }
    let groups: Vec<_> = groups
        .into_iter()
        .map(|(annex, entries)| {
            view! { <h2>{annex_title(annex)}</h2> <ol>{entries}</ol> }.into_any()
        })
        .collect();
    view! {
        <nav class="outline" aria-label="申报材料目录" on:click=|event| browser::focus_link(&event)>
            <details open><summary>"目录"</summary>{groups}</details>
        </nav>
    }
    .into_any()
}

/// How many broken places each section has.
fn by_section(findings: &[Finding]) -> Vec<usize> {
    let mut counts = vec![0; SECTIONS.len()];
    let broken = findings
        .iter()
        .filter(|found| found.verdict == Verdict::Broken);
    for field in broken.filter_map(|found| found.field.as_deref()) {
        if let Some(at) = section_of(field) {
            counts[at] += 1;
        }
    }
    counts
}

fn section_of(place: &str) -> Option<usize> {
    let paper = place.strip_prefix("paper:").and_then(Paper::from_code);
    let section = match paper {
        Some(paper) => {
            let asked = |item: &catalogue::Item| matches!(item, catalogue::Item::Paper(asked, ..) if *asked == paper);
            catalogue::items().find(|(_, item)| asked(item))?.0
        }
        None => match catalogue::field(place) {
            Some((section, ..)) => section,
            None => catalogue::table(place)?.0,
        },
    };
    SECTIONS
        .iter()
        .position(|other| std::ptr::eq(other, section))
}
