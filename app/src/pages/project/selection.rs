//! 选定实施单位: what the unit must fulfil, how it was chosen, and the form that records it.

use domain::contract::{CandidateView, Choosing, ProjectView, SelectionView, UnitStanding};
use domain::selection::CANDIDATES_MIN;
use domain::state::{Mode, SelectionMethod};
use leptos::prelude::*;

use crate::components::{
    AreaField, Choice, ChoiceField, PlaceField, TextField, slice, standing_badge, today,
};
use crate::test_ids;
use crate::text::full_date;

/// Rows of an empty form; without JavaScript there are no more.
const ROWS: usize = 4;

/// The record, the conditions and the unit's standing; nothing while there is none of it.
pub fn panel(view: Signal<ProjectView>) -> AnyView {
    let choosing = slice(view, |view| view.choosing.clone());
    let direct = view.with_untracked(|view| view.mode) == Mode::Direct;
    let inner = move || {
        choosing.with(|choosing| {
            let said = choosing.selection.is_some()
                || choosing.unit.is_some()
                || !choosing.conditions.is_empty();
            said.then(|| content(choosing, direct))
        })
    };
    view! { {inner} }.into_any()
}

fn content(choosing: &Choosing, direct: bool) -> AnyView {
    let conditions: Vec<_> = choosing
        .conditions
        .iter()
        .map(|text| view! { <li class="text">{text.clone()}</li> })
        .collect();
    let conditions = (!conditions.is_empty())
        .then(|| view! { <h3>"本项目的专项条件"</h3><ol class="goals">{conditions}</ol> });
    let title = if direct {
        "实施单位条件"
    } else {
        "选定实施单位"
    };
    view! {
        <section class="panel" id="selection" data-testid=test_ids::SELECTION>
            <h2>{title}</h2>
            {choosing.unit.as_ref().map(unit)}
            {choosing.selection.as_ref().map(record)}
            {conditions}
        </section>
    }
    .into_any()
}

fn unit(unit: &UnitStanding) -> AnyView {
    let banned = unit.banned_until.map(|until| {
        view! {
            <p class="refusal">
                {format!("该单位在禁入期内（至 {}）：不得签约、付款；已签协议请及时研究处理。", full_date(until))}
                <span class="clause">"依据：内人社发〔2020〕16号 四（六）"</span>
            </p>
        }
    });
    view! {
        <p>
            <a href=format!("/institutions/{}", unit.id)>"条件核验"</a> " " {standing_badge(&unit.standing)} " "
            <span class="clause">{unit.standing.because()}</span>
        </p>
        {banned}
    }
    .into_any()
}

fn record(record: &SelectionView) -> AnyView {
    let line = |word: &'static str, text: String| {
        (!text.is_empty()).then(|| view! { <dt>{word}</dt><dd class="text">{text}</dd> })
    };
    let rows: Vec<_> = record.candidates.iter().map(candidate).collect();
    view! {
        <dl>
            {line("方式", record.method.label().into())}
            {line("公告或邀请", format!("{}：{}", full_date(record.noticed), record.notice))}
            {line("不足三家的理由", record.few_reason.clone())}
            {line("未选最高分的理由", record.choice_reason.clone())}
            {line("结果", record.result.clone())}
            {line("确定中选", full_date(record.awarded))}
        </dl>
        <div class="scroll">
            <table>
                <thead><tr><th scope="col">"候选单位"</th><th scope="col">"代码"</th><th scope="col" class="n">"得分"</th><th scope="col">"结果"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="clause">{format!("{} {} 登记", record.by, full_date(record.recorded))}</p>
    }
    .into_any()
}

fn candidate(one: &CandidateView) -> AnyView {
    let won = one
        .won
        .then(|| view! { <span class="tag ok">"中选"</span> });
    view! {
        <tr>
            <td>{one.name.clone()}</td>
            <td class="clause">{one.credit_code.clone()}</td>
            <td class="n">{one.score.map(|score| score.to_string())}</td>
            <td>{won}</td>
        </tr>
    }
    .into_any()
}

/// The fields of a selection: method, notice, candidates by rows, result.
pub fn form(mode: Mode) -> AnyView {
    let mut methods: Vec<Choice> = vec![(String::new(), "请选择".into())];
    methods.extend(
        SelectionMethod::ALL
            .iter()
            .map(|method| (method.code().into(), method.label().into())),
    );
    let hint = if mode == Mode::Procured {
        "按政府采购的规定组织。"
    } else {
        "参照政府采购和招投标规定的程序，择优确定。"
    };
    view! {
        <ChoiceField name="draft[method]" label="选定方式" choices=methods hint=hint/>
        <AreaField name="draft[notice]" label="公告或邀请内容" rows=2/>
        <TextField name="draft[noticed_on]" label="公告或邀请日期" kind="date"/>
        {candidates()}
        <AreaField name="draft[few_reason]" label="候选单位不足三家的理由" rows=2 hint=format!("候选单位满 {CANDIDATES_MIN} 家的不填。")/>
        <AreaField name="draft[choice_reason]" label="未选最高分的理由" rows=2 hint="选得分最高的不填。"/>
        <AreaField name="draft[result]" label="评审结果" rows=3/>
        <TextField name="draft[awarded_on]" label="确定中选日期" kind="date" value=today().to_string()/>
        <p class="clause">"中选单位须已由经办机构核验六项条件，且不在禁入名单内。"</p>
    }
    .into_any()
}

fn candidates() -> AnyView {
    let count = RwSignal::new(ROWS);
    // The button is for whoever can press it.
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    let more = move || {
        alive.get().then(|| {
            view! {
                <button type="button" class="quiet" on:click=move |_| count.update(|count| *count += 1)>"再加一家"</button>
            }
        })
    };
    let winners = Signal::derive(move || {
        let mut places: Vec<Choice> = vec![(String::new(), "请选择".into())];
        places.extend((0..count.get()).map(|at| (at.to_string(), format!("第 {} 家", at + 1))));
        places
    });
    view! {
        <fieldset>
            <legend>"候选单位"</legend>
            <For each=move || 0..count.get() key=|index| *index children=row/>
            {more}
        </fieldset>
        <PlaceField name="draft[winner]" label="中选单位" choices=winners/>
    }
    .into_any()
}

fn row(index: usize) -> AnyView {
    let name = |part: &str| format!("draft[candidates][{index}][{part}]");
    view! {
        <div class="goal">
            <p><b>{format!("第 {} 家", index + 1)}</b></p>
            <TextField name=name("credit_code") label="统一社会信用代码"/>
            <TextField name=name("name") label="单位名称"/>
            <TextField name=name("score") label="得分" hint="0 至 100，最多两位小数。"/>
        </div>
    }
    .into_any()
}
