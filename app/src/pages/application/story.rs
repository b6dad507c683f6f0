//! What happened to an application: its head, the list of defects, saves, submissions with what was
//! changed, and the applicant's past.

use domain::annex::Difference;
use domain::contract::{ApplicationView, PastProject, Save, Submission};
use domain::state::ProjectState;
use leptos::prelude::*;

use crate::components::{project_badge, slice, today};
use crate::test_ids;
use crate::text::{full_date, moment};

/// Name, state, and where it was handed in.
pub fn head(view: &ApplicationView) -> AnyView {
    let name = match view.draft.get("annex1.project_name").trim() {
        "" => "未命名的申报",
        name => name,
    }
    .to_owned();
    let receipt = view.submissions.iter().find(|one| !one.receipt.is_empty());
    let receipt = receipt.map(|one| format!(" · 受理编号 {}", one.receipt));
    let meta = format!(
        "{} · {} 年度 · {}",
        view.tenant_name, view.year, view.applicant
    );
    // A draft has no number yet.
    let code = (!view.code.is_empty()).then(|| format!(" · 编号 {}", view.code));
    let (id, known) = (view.project, view.state != ProjectState::Draft);
    view! {
        <leptos_meta::Title text=name.clone()/>
        <div class="head">
            <h1>{name}</h1>
            <span data-testid=test_ids::PROJECT_STATE>{project_badge(view.state)}</span>
            <span class="meta">{meta} {code} {receipt}</span>
            <span class="head-links">
                <a href=format!("/applications/{id}/print")>"打印申报材料"</a>
                {known.then(|| view! { <a href=format!("/projects/{id}")>"项目全程"</a> })}
            </span>
        </div>
    }
    .into_any()
}

/// What has to be put right, or why it was rejected, as the agency wrote it.
pub fn defects(view: &ApplicationView) -> Option<AnyView> {
    let (title, about) = match view.state {
        ProjectState::Supplement => ("退回补正", "要求补正下列内容，改正后重新提交"),
        ProjectState::Rejected => ("不予受理", "不予受理的理由"),
        _ => return None,
    };
    let lines: Vec<_> = view
        .defects
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| view! { <li>{line.to_owned()}</li> }.into_any())
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="panel defects" data-testid=test_ids::DEFECTS>
                <h2>{title} <small>{format!("{}{about}", view.agency)}</small></h2>
                <ol>{lines}</ol>
            </section>
        }
        .into_any()
    })
}

/// Every save: who, when, which places.
pub fn saves(view: Signal<ApplicationView>) -> AnyView {
    let saves = slice(view, |view| view.saves.clone());
    let rows = move || saves.with(|saves| saves.iter().map(save).collect::<Vec<_>>());
    let count = move || saves.with(Vec::len);
    view! {
        <details class="panel" class:none=move || count() == 0>
            <summary>"保存记录" <span class="count">{count}</span></summary>
            <ol class="feed saves">{rows}</ol>
        </details>
    }
    .into_any()
}

fn save(save: &Save) -> AnyView {
    view! {
        <li>
            <time>{moment(&save.at, today())}</time>
            <div>{save.what.clone()} <span class="clause">{save.who.clone()}</span></div>
        </li>
    }
    .into_any()
}

/// Every submission with what was changed since the one before.
pub fn submissions(view: Signal<ApplicationView>) -> AnyView {
    let all = slice(view, |view| view.submissions.clone());
    let rows = move || all.with(|all| all.iter().map(submission).collect::<Vec<_>>());
    view! {
        <section class="panel" class:none=move || all.with(Vec::is_empty) data-testid=test_ids::SUBMISSIONS>
            <h2>"提交记录" <small>"补正前后逐项对照"</small></h2>
            {rows}
        </section>
    }
    .into_any()
}

fn submission(submission: &Submission) -> AnyView {
    let receipt =
        (!submission.receipt.is_empty()).then(|| format!(" · 受理编号 {}", submission.receipt));
    let about = format!("{} · {}", full_date(submission.on), submission.by);
    let count = submission.changes.len();
    let rows: Vec<_> = submission.changes.iter().map(change).collect();
    let changes = (count > 0).then(|| {
        view! {
            <details open>
                <summary>{format!("与上次提交相比，改动 {count} 处")}</summary>
                <ul class="changes">{rows}</ul>
            </details>
        }
    });
    view! {
        <article class="submission">
            <h3>{format!("第 {} 次提交", submission.no)} <small>{about} {receipt}</small></h3>
            {changes}
        </article>
    }
    .into_any()
}

/// One changed place; where a text was only lengthened or shortened, both are shown all the same.
fn change(change: &Difference) -> AnyView {
    let text = |text: &str| match text {
        "" => view! { <span class="clause">"（空）"</span> }.into_any(),
        text => text.to_owned().into_any(),
    };
    view! {
        <li>
            <a href=format!("#{}", change.path)>{change.label.clone()}</a>
            <span class="clause">{change.place.clone()}</span>
            <del class="text">{text(&change.before)}</del>
            <ins class="text">{text(&change.after)}</ins>
        </li>
    }
    .into_any()
}

/// What is known of the applicant from before (R096), and whether it is banned (R085).
pub fn past(view: Signal<ApplicationView>) -> AnyView {
    let content = move || {
        view.with(|view| {
            let projects: Vec<_> = view.past.iter().map(project).collect();
            let banned = view.banned_until.map(|until| {
                let text = format!(
                    "禁入期至 {}，不得选定、签约、支付或参与评估。 · 四（六）",
                    full_date(until)
                );
                view! { <p class="banned"><span class="tag late">"禁入期内"</span> " " {text}</p> }
            });
            let projects = if projects.is_empty() {
                view! { <p class="empty">"该单位在本盟市没有以往项目。"</p> }.into_any()
            } else {
                view! { <table><tbody>{projects}</tbody></table> }.into_any()
            };
            view! { {banned} {projects} }.into_any()
        })
    };
    view! {
        <section class="panel" id="past" data-testid=test_ids::PAST>
            <h2>"申报单位以往项目" <small>"评估验收报告作为开展下一年度项目的重要依据 · 四（七）"</small></h2>
            {content}
        </section>
    }
    .into_any()
}

fn project(project: &PastProject) -> AnyView {
    let class = match project.conclusion.as_str() {
        "一次合格" => "tag ok",
        "整改后合格" => "tag near",
        "最终不合格" | "终止" => "tag late",
        _ => "tag run",
    };
    view! {
        <tr>
            <td class="nowrap">{format!("{} 年度", project.year)}</td>
            <td><a href=format!("/projects/{}", project.id)>{project.name.clone()}</a></td>
            <td class="n"><span class=class>{project.conclusion.clone()}</span></td>
        </tr>
    }
    .into_any()
}
