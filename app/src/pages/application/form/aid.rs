//! What is computed beside a field while typing, by the code that checks it on the server.

use domain::annex::{Draft, totals};
use domain::fund::enterprise_cap;
use domain::state::ProjectKind;
use leptos::prelude::*;

use crate::pages::application::writing::Writing;

/// A sentence, and the text to put into the field, if one follows from it.
struct Aid {
    text: String,
    put: Option<String>,
}

/// The line below a field; nothing for most of them.
pub fn of(writing: Writing, path: &'static str) -> Option<AnyView> {
    let aid: fn(&Draft) -> Option<Aid> = match path {
        "annex1.budget" => cap,
        "annex3.requested" => requested,
        "annex3.total_requested" => lines,
        "annex3.total" => own,
        _ => return None,
    };
    let line = move || {
        writing.draft.with(|draft| {
            let Aid { text, put } = aid(draft)?;
            let put = put.filter(|put| draft.get(path) != put).map(|put| {
                let fill = put.clone();
                view! {
                    <button type="button" class="quiet scripted" on:click=move |_| writing.put(path, fill.clone())>
                        {format!("填入 {put}")}
                    </button>
                }
            });
            Some(view! { <span>{text}</span> {put} })
        })
    };
    Some(view! { <output class="meaning">{line}</output> }.into_any())
}

/// The most an applicant may ask for (R141).
fn cap(draft: &Draft) -> Option<Aid> {
    let base = totals::cap_base(draft)?;
    let of = match totals::applicant(draft)? {
        ProjectKind::Association => "受益会员单位上年度缴费合计",
        _ => "上年度缴纳工伤基金总额",
    };
    let cap = enterprise_cap(base);
    let text = format!(
        "{of} {} 万元 × 3% = 上限 {} 万元",
        base.wan_exact(),
        cap.wan_exact()
    );
    Some(Aid { text, put: None })
}

/// Annex 3 applies for what Annex 1 states (R193).
fn requested(draft: &Draft) -> Option<Aid> {
    let budget = draft.money_wan("annex1.budget")?.ok()?;
    Some(Aid {
        text: format!("附件1“项目预算”为 {} 万元", budget.wan_exact()),
        put: Some(draft.get("annex1.budget").trim().to_owned()),
    })
}

/// The sum of the lines (R195).
fn lines(draft: &Draft) -> Option<Aid> {
    let totals = totals::of(draft);
    let left_out = match totals.unread.len() {
        0 => String::new(),
        rows => format!("；另有 {rows} 行未填完整，未计入"),
    };
    totals.sum.is_positive().then(|| Aid {
        text: format!("明细合计 {} 元{left_out}", totals.sum),
        put: Some(totals.sum.plain()),
    })
}

/// What the applicant adds itself (R196).
fn own(draft: &Draft) -> Option<Aid> {
    let totals = totals::of(draft);
    match totals.own {
        Some(own) => Some(Aid {
            text: format!("减去申报资金，自筹 {own} 元"),
            put: None,
        }),
        None => lines(draft),
    }
}
