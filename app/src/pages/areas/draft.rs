//! The version to be decided, area by area: three empty ones to fill, more with JavaScript (R032).

use domain::access::Action;
use domain::contract::{AreasView, KeyArea};
use domain::state::AreaState;
use leptos::prelude::*;

use crate::components::{ActForm, AreaField, TextField, deed, offered, slice};

/// So many empty areas stand below those there are.
const EMPTY: usize = 3;

/// The form of the draft, for whoever may write it.
pub fn panel(view: Signal<AreasView>) -> AnyView {
    let offers = slice(view, |view| view.offers.clone());
    offered(offers, Action::DraftAreas, move || {
        view! { <section class="panel">{form(view)}</section> }.into_any()
    })
}

fn form(view: Signal<AreasView>) -> AnyView {
    let year = view.with_untracked(|view| view.year);
    let known = view.with_untracked(known);
    let empty = RwSignal::new(EMPTY);
    // Without JavaScript there is no button that does nothing.
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    let main = known.is_empty();
    let count = known.len();
    let areas = move || (0..count + empty.get()).collect::<Vec<_>>();
    let area = move |index: usize| area(index, known.get(index).cloned().unwrap_or_default());
    let more = move || {
        alive.get().then(|| {
            view! { <p><button type="button" on:click=move |_| empty.update(|empty| *empty += 1)>"再加一项"</button></p> }
        })
    };
    let form = view! {
        <ActForm action=Action::DraftAreas main=main button="保存拟定的重点领域">
            <input type="hidden" name="year" value=year.to_string()/>
            <p class="clause">"各项按重要程度排列。整项留空的不保存；删去一项，清空其全部内容即可。"</p>
            <For each=areas key=|index| *index children=area/>
            {more}
        </ActForm>
    };
    deed(Action::DraftAreas, move || view.with(subject), main, form)
}

/// What saving changes: the version that is open, or a new one.
fn subject(view: &AreasView) -> String {
    let open = view
        .sets
        .iter()
        .find(|set| matches!(set.state, AreaState::Collecting | AreaState::Analysed));
    match (open, view.sets.first()) {
        (Some(set), _) => format!("第 {} 版", set.no),
        (None, Some(newest)) => format!("第 {} 版（新版）", newest.no + 1),
        (None, None) => "第 1 版".to_owned(),
    }
}

/// What the form begins with: the newest version.
fn known(view: &AreasView) -> Vec<KeyArea> {
    let newest = view.sets.iter().find(|set| set.state != AreaState::Amended);
    newest.map(|set| set.areas.clone()).unwrap_or_default()
}

fn area(index: usize, area: KeyArea) -> AnyView {
    let name = |part: &str| format!("areas[{index}][{part}]");
    // Said once: the other rows are filled in the same way.
    let hint = |text: &'static str| if index == 0 { text } else { "" };
    view! {
        <fieldset class="area">
            <legend>{format!("第 {} 项", index + 1)}</legend>
            <div class="fields">
                <TextField name=name("name") label="重点领域" value=area.name hint=hint("如：井工煤矿顶板与机电运输伤害")/>
                <TextField name=name("industries") label="行业大类" value=area.industries hint=hint("GB/T 4754 大类代码，如 06,07")/>
                <TextField name=name("region") label="区域" value=area.region hint=hint("旗县区，全市的填“全市”")/>
                <TextField name=name("trades") label="工种、岗位" value=area.trades/>
                <TextField name=name("types") label="事故或职业病类型" value=area.types/>
            </div>
            <AreaField name=name("rationale") label="确定理由" value=area.rationale rows=2 hint=hint("引用三年分析和部门建议中的数据。")/>
        </fieldset>
    }
    .into_any()
}
