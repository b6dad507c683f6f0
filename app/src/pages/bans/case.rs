//! One ban case: what happened, and the forms of who can act on it.

use domain::access::Action;
use domain::contract::BanCaseView;
use leptos::prelude::*;

use crate::components::{
    ActForm, AreaField, TextField, ban_badge, case_badge, rows, slice, today, was_refused,
};
use crate::test_ids;
use crate::text::{full_date, long_date};

/// A case as the city works on it.
pub fn case(case: Signal<BanCaseView>, fresh: Signal<bool>) -> AnyView {
    let id = case.with_untracked(|case| case.id);
    view! {
        <article class="case" class:fresh=fresh id=format!("case-{id}") data-testid=test_ids::ban_case(id)>
            {move || case.with(head)}
            {move || case.with(moments)}
            {forms(case)}
        </article>
    }
    .into_any()
}

/// A case as the unit it is about sees it.
pub fn hearing(case: Signal<BanCaseView>, fresh: Signal<bool>) -> AnyView {
    let id = case.with_untracked(|case| case.id);
    let told = move || {
        case.with(|case| {
            let asked = case.actions.contains(&Action::StateCase);
            asked.then(|| {
                let last = long_date(case.hear_until);
                let provisional = if case.hear_provisional { "（暂定）" } else { "" };
                view! {
                    <p class="track-task">
                        {format!("{}经办机构建议对本单位作出禁入决定。本单位可以陈述申辩，最迟 {last}{provisional}。逾期未陈述的，不影响作出决定。", case.tenant_name)}
                    </p>
                }
            })
        })
    };
    view! {
        <article class="panel track near case" class:fresh=fresh data-testid=test_ids::ban_case(id)>
            {move || case.with(|case| view! { <h2>"禁入事项" " " {case_badge(case.state)} " " {case.status.map(ban_badge)}</h2> })}
            {told}
            {move || case.with(moments)}
            {forms(case)}
        </article>
    }
    .into_any()
}

fn head(case: &BanCaseView) -> AnyView {
    let automatic = case
        .automatic
        .then(|| view! { <span class="tag">"系统提出"</span> });
    view! {
        <h3>
            <a href=format!("/institutions/{}", case.org)>{case.name.clone()}</a> " "
            {case_badge(case.state)} " " {case.status.map(ban_badge)} " " {automatic}
        </h3>
    }
    .into_any()
}

/// What happened so far, each with its day.
fn moments(case: &BanCaseView) -> AnyView {
    let project = case.project.as_ref().map(|(id, name)| {
        view! { <dt>"所涉项目"</dt><dd><a href=format!("/projects/{id}")>{name.clone()}</a></dd> }
    });
    let heard = case.heard.map(|day| {
        let what = if case.statement.is_empty() {
            "逾期未陈述申辩".to_owned()
        } else {
            case.statement.clone()
        };
        view! { <dt>"陈述申辩"</dt><dd class="text">{format!("{}：{what}", full_date(day))}</dd> }
    });
    let waiting = case.heard.is_none().then(|| {
        let state = if today() > case.hear_until { "已届满" } else { "进行中" };
        view! { <dt>"陈述申辩期"</dt><dd>{format!("至 {}（{state}）", full_date(case.hear_until))}</dd> }
    });
    let decided = case.decided.map(|day| {
        let number = if case.decision_no.is_empty() {
            String::new()
        } else {
            format!("{}，", case.decision_no)
        };
        view! { <dt>"决定"</dt><dd class="text">{format!("{}：{number}{}", full_date(day), case.decision)}</dd> }
    });
    let period = case.effective.zip(case.last).map(|(from, last)| {
        view! { <dt>"禁入期限"</dt><dd>{format!("{} 至 {}（三年）", full_date(from), full_date(last))}</dd> }
    });
    let revoked = case.revoked.map(|day| {
        view! { <dt>"解除"</dt><dd class="text">{format!("{}：{}", full_date(day), case.revocation)}</dd> }
    });
    view! {
        <dl>
            <dt>"建议"</dt>
            <dd class="text">
                {format!("{} · {} · {}：{}", case.tenant_name, full_date(case.proposed), case.grounds.label(), case.reason)}
            </dd>
            {project} {waiting} {heard} {decided} {period} {revoked}
        </dl>
    }
    .into_any()
}

fn forms(case: Signal<BanCaseView>) -> AnyView {
    let actions = slice(case, |case| case.actions.clone());
    let form = move |action: Signal<Action>, _| one(action.get_untracked(), case);
    rows(actions, |action| *action, form)
}

fn one(action: Action, case: Signal<BanCaseView>) -> AnyView {
    let id = case.with_untracked(|case| case.id.0);
    let seen = move || case.with(|case| case.version.to_string());
    let gentle = matches!(action, Action::StateCase | Action::DecideBan);
    view! {
        <details class="deed" class:main=gentle class:adverse=!gentle open=was_refused(action)>
            <summary>{action.label()} " " <span class="clause">{action.rule().clause}</span></summary>
            <ActForm action=action number=id main=gentle>
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="seen" value=seen/>
                {fields(action)}
            </ActForm>
        </details>
    }
    .into_any()
}

fn fields(action: Action) -> AnyView {
    match action {
        Action::StateCase => view! {
            <AreaField name="text" label="陈述申辩意见" rows=5 hint="提交后不能修改，请写明事实和理由。"/>
        }
        .into_any(),
        Action::DecideBan => view! {
            <TextField name="decision[decision_no]" label="决定文号"/>
            <TextField name="decision[effective]" label="生效日期" kind="date" value=today().to_string() hint="不早于今天；自该日起三年内全区有效。"/>
            <AreaField name="decision[reason]" label="决定理由" hint="写明对陈述申辩意见的采纳情况。"/>
        }
        .into_any(),
        Action::RevokeBan => view! {
            <TextField name="decision[decision_no]" label="解除决定文号"/>
            <AreaField name="decision[reason]" label="解除理由" hint="自今天起解除，全区有效。"/>
        }
        .into_any(),
        Action::DropBan => view! { <AreaField name="reason" label="不予禁入的理由"/> }.into_any(),
        _ => view! { <p class="clause">"陈述申辩期已满，该单位没有提出意见的，记录后由人社部门决定。"</p> }
            .into_any(),
    }
}
