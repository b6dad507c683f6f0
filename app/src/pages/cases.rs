//! `/cases`: violation and fraud cases, for the few who may know of them (R084).

use domain::access::Action;
use domain::contract::{CaseStep, CaseView, CasesView, Me};
use domain::state::{CaseKind, CaseState};
use leptos::prelude::*;

use crate::api::doing::cases as load;
use crate::carried::fetched;
use crate::components::{
    ActForm, AmountField, AreaField, Choice, ChoiceField, Follow, TextField, page, rows, slice,
    was_refused,
};
use crate::text::full_date;

/// `/cases`.
pub fn cases() -> AnyView {
    let data = fetched(|| (), |()| load());
    page(
        "违规核查",
        data,
        |_| Follow::Changes("projects".into()),
        body,
    )
}

fn body(me: Me, view: Signal<CasesView>) -> AnyView {
    let list = slice(view, |view| view.cases.clone());
    let can_open = view.with_untracked(|view| view.can_open);
    let with_city = me.role.is_region();
    let open = can_open.then(open_form);
    let empty = move || {
        list.with(Vec::is_empty)
            .then(|| view! { <p class="empty">"没有核查事项。"</p> })
    };
    view! {
        <div class="head">
            <h1>"违规核查"</h1>
            <span class="meta">"四（六） · 仅限人社、财政部门和经办机构负责人"</span>
        </div>
        <div class="cols">
            {open}
            {rows(list, |one| one.id, move |one, fresh| case(one, fresh, with_city))}
        </div>
        {empty}
    }
    .into_any()
}

fn open_form() -> AnyView {
    let kinds: Vec<Choice> = CaseKind::ALL
        .iter()
        .map(|kind| (kind.code().into(), kind.label().into()))
        .collect();
    view! {
        <section class="panel">
            <details open=was_refused(Action::OpenCase)>
                <summary>"立案核查"</summary>
                <p class="clause">
                    "涉嫌欺诈、骗取工伤保险基金的，立案后该单位在本盟市的全部未付款项即暂停支付，由人社部门解除。核查内容不向其他岗位、单位和社会公开。"
                </p>
                <ActForm action=Action::OpenCase clears=true>
                    <ChoiceField name="draft[kind]" label="核查事项" choices=kinds/>
                    <TextField name="draft[code]" label="项目编号"/>
                    <AreaField name="draft[facts]" label="核查线索和事实" rows=5/>
                    <TextField name="draft[persons]" label="相关责任人"/>
                </ActForm>
            </details>
        </section>
    }
    .into_any()
}

fn case(one: Signal<CaseView>, fresh: Signal<bool>, with_city: bool) -> AnyView {
    let actions = slice(one, |one| one.actions.clone());
    let forms = rows(
        actions,
        |action| *action,
        move |action, _| form(action.get_untracked(), one),
    );
    view! {
        <section class="panel" class:fresh=fresh>
            {move || one.with(|one| facts(one, with_city))}
            {forms}
        </section>
    }
    .into_any()
}

fn facts(one: &CaseView, with_city: bool) -> AnyView {
    let class = match one.state {
        CaseState::Closed => "tag done",
        CaseState::Open => "tag near",
        _ => "tag run",
    };
    let frozen = one
        .frozen
        .then(|| view! { <span class="tag late">"已暂停支付"</span> });
    let city = with_city.then(|| format!("{} · ", one.tenant_name));
    let line = |word: &'static str, text: String| {
        (!text.is_empty()).then(|| view! { <dt>{word}</dt><dd class="text">{text}</dd> })
    };
    let recover = if one.recover.is_positive() {
        format!("{} 元", one.recover)
    } else {
        String::new()
    };
    let steps: Vec<_> = one.steps.iter().map(step).collect();
    view! {
        <h2>
            {city} {one.no.clone()} " " {one.kind.label()} " "
            <span class=class>{one.state.label()}</span> {frozen}
        </h2>
        <dl>
            <dt>"项目"</dt>
            <dd><a href=format!("/projects/{}", one.project)>{one.project_name.clone()}</a>{format!("（{}）", one.project_code)}</dd>
            {line("实施单位", one.unit.clone())}
            {line("线索和事实", one.facts.clone())}
            {line("相关责任人", one.persons.clone())}
            {line("应追回", recover)}
        </dl>
        <ol class="feed history">{steps}</ol>
    }
    .into_any()
}

fn step(step: &CaseStep) -> AnyView {
    view! {
        <li>
            <time>{full_date(step.on)}</time>
            <div>
                {format!("{}：{}", step.what, step.text)}
                <div class="clause">{step.who.clone()}</div>
            </div>
        </li>
    }
    .into_any()
}

fn form(action: Action, one: Signal<CaseView>) -> AnyView {
    let id = one.with_untracked(|one| one.id.0);
    let fields = match action {
        Action::TransferCase => {
            view! { <AreaField name="to" label="移送机关和事由"/> }.into_any()
        }
        Action::DecideCase => view! {
            <TextField name="decision[document]" label="决定文号"/>
            <AreaField name="decision[text]" label="处理决定" rows=4/>
            <AmountField name="decision[recover]" label="应追回金额" hint="没有应追回款项的留空；填写后登记为该项目的应收款。"/>
        }
        .into_any(),
        Action::ReleaseFreeze => {
            view! { <AreaField name="reason" label="解除理由" hint="解除后，各笔款项从审核开始重新办理。"/> }.into_any()
        }
        _ => view! { <AreaField name="text" label="结案意见"/> }.into_any(),
    };
    view! {
        <details class="deed" open=was_refused(action)>
            <summary>{action.label()}</summary>
            <ActForm action=action number=id>
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="seen" value=move || one.with(|one| one.version.to_string())/>
                {fields}
            </ActForm>
        </details>
    }
    .into_any()
}
