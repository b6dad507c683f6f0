//! `/urgings`: what the region asks of the cities, by when, and what they answered.

use domain::access::Action;
use domain::contract::{
    Me, SHOWN_URGINGS, UrgedProject, UrgingAnswer, UrgingRow, UrgingTerm, UrgingsQuery, UrgingsView,
};
use domain::urging::{URGING_WORKING_DAYS, UrgingStanding};
use domain::{ProjectId, TenantId, UrgingId};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::urging::urgings as load;
use crate::carried::fetched;
use crate::components::{
    ActForm, AreaField, Choice, ChoiceField, Follow, form_was_refused, page, rows, slice,
};
use crate::test_ids;
use crate::text::{full_date, long_date};

/// `/urgings`.
pub fn urgings() -> AnyView {
    let params = use_query_map();
    let query = Memo::new(move |_| UrgingsQuery {
        project: params.with(|params| params.get_str("project").and_then(|id| id.parse().ok())),
    });
    let data = fetched(move || query.get(), load);
    page("督办", data, |_| Follow::Changes("projects".into()), body)
}

fn body(me: Me, view: Signal<UrgingsView>) -> AnyView {
    let list = slice(view, |view| view.rows.clone());
    let (with_city, can_answer) = (
        me.role.is_region(),
        view.with_untracked(|view| view.can_answer),
    );
    let counts = move || {
        view.with(|view| format!("{} 件待答复 · {} 件逾期未答复", view.waiting, view.overdue))
    };
    let about = slice(view, |view| view.about.clone());
    let terms = slice(view, |view| view.terms.clone());
    let empty = move || {
        list.with(Vec::is_empty)
            .then(|| view! { <p class="empty">"没有督办事项。"</p> })
    };
    let cut = move || {
        (list.with(Vec::len) >= SHOWN_URGINGS).then(
            || view! { <p class="clause">{format!("只列 {SHOWN_URGINGS} 件，其余见各项目。")}</p> },
        )
    };
    let row =
        move |row: Signal<UrgingRow>, fresh: Signal<bool>| line(row, fresh, with_city, can_answer);
    view! {
        <div class="head">
            <h1>"督办"</h1>
            <span class="meta">{counts}</span>
        </div>
        {move || about.get().map(|about| heading(&about))}
        // Another project is another form: nothing typed for the first may go to the second.
        <For
            each=move || [(about.with(|about| about.as_ref().map(|about| about.id)), terms.get())]
            key=|(project, terms)| (*project, terms.first().map(|term| term.due))
            children=move |(_, terms)| view.with_untracked(|view| form(view, &terms))
        />
        <section class="panel">
            <h2>"督办事项" <small>"盟市经办机构最迟在所列日期答复"</small></h2>
            <ol class="inbox" data-testid=test_ids::URGINGS>{rows(list, |row| row.id, row)}</ol>
            {empty}
            {cut}
        </section>
    }
    .into_any()
}

fn heading(about: &UrgedProject) -> AnyView {
    view! {
        <p class="clause">
            "只看项目 " <a href=format!("/projects/{}", about.id)>{about.name.clone()}</a>
            {format!("（{}）", about.tenant_name)} " · " <a href="/urgings">"查看全部督办"</a>
        </p>
    }
    .into_any()
}

/// For whoever urges: about the project that was asked for, or a city.
fn form(view: &UrgingsView, terms: &[UrgingTerm]) -> AnyView {
    if terms.is_empty() {
        return ().into_any();
    }
    if let Some(why) = view.about.as_ref().and_then(|about| about.why_not.clone()) {
        return view! { <section class="panel"><h2>"发出督办"</h2><p class="empty">{why}</p></section> }.into_any();
    }
    let terms: Vec<Choice> = terms.iter().map(term).collect();
    let to = match &view.about {
        Some(about) => {
            view! { <input type="hidden" name="draft[project]" value=about.id.to_string()/> }
                .into_any()
        }
        None => cities(&view.cities),
    };
    let hint =
        "自发出次日起算，只计工作日；节假日和调休以国务院办公厅通知为准，未公布的年份为暂定。";
    view! {
        <section class="panel">
            <h2>"发出督办" <small>"四（一）"</small></h2>
            <ActForm action=Action::Urge clears=true>
                {to}
                <AreaField name="draft[text]" label="督办事项" hint="盟市各部门和经办机构可见，项目单位不可见；发出后不能修改。"/>
                <ChoiceField name="draft[days]" label="答复期限" hint=hint choices=terms chosen=URGING_WORKING_DAYS.to_string()/>
            </ActForm>
        </section>
    }
    .into_any()
}

fn cities(cities: &[(TenantId, String)]) -> AnyView {
    let cities: Vec<Choice> = cities
        .iter()
        .map(|(id, name)| (id.to_string(), name.clone()))
        .collect();
    view! { <ChoiceField name="draft[tenant]" label="盟市" hint="针对一个项目的，请在该项目页面点“督办”。" choices=cities/> }
        .into_any()
}

fn term(term: &UrgingTerm) -> Choice {
    let provisional = if term.provisional { "，暂定" } else { "" };
    let words = format!(
        "{} 个工作日，最迟 {}{provisional}",
        term.days,
        long_date(term.due)
    );
    (term.days.to_string(), words)
}

fn line(row: Signal<UrgingRow>, fresh: Signal<bool>, with_city: bool, can_answer: bool) -> AnyView {
    let UrgingRow {
        id,
        tenant_name,
        project,
        text,
        by,
        on,
        working_days,
        ..
    } = row.get_untracked();
    let standing = slice(row, |row| row.standing);
    let answer = slice(row, |row| row.answer.clone());
    let last = move || {
        row.with(|row| {
            let provisional = if row.provisional { "（暂定）" } else { "" };
            let why = format!("自{}起 {working_days} 个工作日", full_date(on));
            format!("最迟 {}{provisional}答复（{why}）", long_date(row.due))
        })
    };
    let answering = move || (can_answer && answer.with(Option::is_none)).then(|| answer_form(id));
    view! {
        <li class:fresh=fresh class:unread=move || answer.with(Option::is_none) id=format!("urging-{id}") data-testid=test_ids::URGING>
            <p>{move || tag(standing.get())} " " {about(with_city, &tenant_name, project)}</p>
            <p class="text">{text}</p>
            <p class="clause">{format!("{by} · {} · ", full_date(on))} {last}</p>
            {move || answer.get().map(|answer| answered(&answer))}
            {answering}
        </li>
    }
    .into_any()
}

fn about(with_city: bool, tenant_name: &str, project: Option<(ProjectId, String)>) -> AnyView {
    let city = with_city.then(|| view! { <b>{tenant_name.to_owned()}</b> " " });
    let what = match project {
        Some((id, name)) => view! { <a href=format!("/projects/{id}")>{name}</a> }.into_any(),
        None => view! { <span>"本盟市工作"</span> }.into_any(),
    };
    view! { {city} {what} }.into_any()
}

fn tag(standing: UrgingStanding) -> AnyView {
    let class = match standing {
        UrgingStanding::Waiting => "tag near",
        UrgingStanding::Overdue => "tag late",
        UrgingStanding::Answered => "tag ok",
        UrgingStanding::Late => "tag done",
    };
    view! { <span class=class>{standing.label()}</span> }.into_any()
}

fn answered(answer: &UrgingAnswer) -> AnyView {
    view! {
        <p class="text">"答复：" {answer.text.clone()}</p>
        <p class="clause">{format!("{} · {}", answer.by, full_date(answer.on))}</p>
    }
    .into_any()
}

fn answer_form(id: UrgingId) -> AnyView {
    let open = form_was_refused(Action::AnswerUrging, id.0);
    view! {
        <details open=open>
            <summary>"答复"</summary>
            <ActForm action=Action::AnswerUrging number=id.0>
                <input type="hidden" name="id" value=id.to_string()/>
                <AreaField name="text" label="答复" hint="只能答复一次，提交后不能修改；项目单位不可见。"/>
            </ActForm>
        </details>
    }
    .into_any()
}
