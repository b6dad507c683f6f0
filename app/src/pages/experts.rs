//! `/experts`: the evaluators the agency keeps, with where they were employed (A45).

use domain::access::Action;
use domain::contract::{ExpertRow, ExpertsView, Me};
use domain::evaluator::{INDEPENDENCE_YEARS, Job};
use leptos::prelude::*;

use crate::api::evaluator::experts as load;
use crate::carried::fetched;
use crate::components::{ActForm, CheckField, Follow, TextField, page, rows, slice, was_refused};
use crate::text::full_date;

/// Rows for employments: more than anybody has in two years.
const JOBS: usize = 3;

/// `/experts`.
pub fn experts() -> AnyView {
    let data = fetched(|| (), |()| load());
    page("评估人库", data, |_| Follow::Nothing, body)
}

fn body(_: Me, view: Signal<ExpertsView>) -> AnyView {
    let list = slice(view, |view| view.rows.clone());
    let may_keep = view.with_untracked(|view| view.may_keep);
    let count = move || {
        let inside = list.with(|rows| rows.iter().filter(|row| row.removed.is_none()).count());
        format!("{inside} 人在库 · 四（七）")
    };
    let empty = move || {
        list.with(Vec::is_empty).then(|| {
            view! { <p class="empty">"评估人库中还没有人。验收组织单位只能从库中聘请评估人，请先登记。"</p> }
        })
    };
    view! {
        <div class="head">
            <h1>"评估人库"</h1>
            <span class="meta">{count}</span>
        </div>
        <p class="clause">{format!("聘请时自动核对：现在和近 {INDEPENDENCE_YEARS} 年不在项目提出单位、实施单位任职，所在单位不在禁入期；出具报告前由评估人本人申报有无利害关系。")}</p>
        <div class="scroll list">
            <table class="projects">
                <thead>
                    <tr>
                        <th scope="col">"评估人"</th>
                        <th scope="col">"专业"</th>
                        <th scope="col">"近两年任职"</th>
                        <th scope="col" class="n">"受聘项目"</th>
                        <th scope="col">"登记"</th>
                    </tr>
                </thead>
                <tbody>{rows(list, |row| row.account, move |row, fresh| line(row, fresh, may_keep))}</tbody>
            </table>
        </div>
        {empty}
        {may_keep.then(keep)}
    }
    .into_any()
}

fn line(row: Signal<ExpertRow>, fresh: Signal<bool>, may_keep: bool) -> AnyView {
    view! { <tr class:fresh=fresh>{move || row.with(|row| cells(row, may_keep))}</tr> }.into_any()
}

fn cells(row: &ExpertRow, may_keep: bool) -> AnyView {
    let jobs: Vec<_> = row
        .jobs
        .iter()
        .map(|one| view! { <div>{job(one)}</div> })
        .collect();
    let jobs = if jobs.is_empty() {
        "无任职单位".into_any()
    } else {
        jobs.into_any()
    };
    let state = match &row.removed {
        Some((on, reason)) => {
            view! { <span class="tag done">{format!("{}移出：{reason}", full_date(*on))}</span> }
                .into_any()
        }
        None => {
            let kept = format!("{} {}", full_date(row.kept), row.by);
            let form = may_keep.then(|| remove(row));
            view! { <span class="clause">{kept}</span> {form} }.into_any()
        }
    };
    let below = [row.login.as_str(), &row.employer, &row.title]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    view! {
        <td class="name">{row.name.clone()} <div class="clause">{below}</div></td>
        <td data-label="专业">{row.speciality.clone()}</td>
        <td data-label="近两年任职">{jobs}</td>
        <td data-label="受聘项目" class="n">{row.projects}</td>
        <td data-label="登记">{state}</td>
    }
    .into_any()
}

fn job(job: &Job) -> String {
    let to = job.to.map_or("今".into(), full_date);
    format!("{}（{} 至{to}）", job.employer, full_date(job.from))
}

fn remove(row: &ExpertRow) -> AnyView {
    let id = row.account.0;
    view! {
        <details class="deed adverse">
            <summary>"移出"</summary>
            <ActForm action=Action::RemoveExpert number=id>
                <input type="hidden" name="id" value=id.to_string()/>
                <TextField name="reason" label="移出理由" hint="已受聘的项目不受影响。"/>
            </ActForm>
        </details>
    }
    .into_any()
}

fn keep() -> AnyView {
    let jobs: Vec<_> = (0..JOBS).map(job_fields).collect();
    view! {
        <details class="panel" open=was_refused(Action::KeepExpert)>
            <summary>"登记评估人" <span class="clause">{Action::KeepExpert.rule().clause}</span></summary>
            <p class="clause">"已在库的，按账号重新登记即为更新任职情况，原记录保留。"</p>
            <ActForm action=Action::KeepExpert main=true>
                <div class="fields">
                    <TextField name="draft[login]" label="评估人账号" hint="系统中岗位为“评估人”的登录账号；姓名、职称随账号。"/>
                    <TextField name="draft[speciality]" label="专业" hint="如：职业病防治、安全培训。"/>
                </div>
                <fieldset>
                    <legend>"近两年任职单位"</legend>
                    {jobs}
                    <CheckField name="draft[unemployed]" label="近两年没有任职单位（如已退休）"/>
                </fieldset>
            </ActForm>
        </details>
    }
    .into_any()
}

fn job_fields(index: usize) -> AnyView {
    let name = |part: &str| format!("draft[jobs][{index}][{part}]");
    view! {
        <div class="fields">
            <TextField name=name("employer") label="单位名称" hint="以登记名称为准；系统外的单位也要写全称。"/>
            <TextField name=name("from") label="起" kind="date"/>
            <TextField name=name("to") label="止" kind="date" hint="仍在任的不填。"/>
        </div>
    }
    .into_any()
}
