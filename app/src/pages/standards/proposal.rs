//! New standards: proposed by one person of the regional 人社, published by another who sees first what
//! changes.

use domain::access::Action;
use domain::contract::{StandardDraft, StandardPhase, StandardsView};
use domain::training::{Figure, FigureChange};
use leptos::prelude::*;

use super::{figures, source};
use crate::components::{self, ActForm, TextField, draft, rows, slice, was_refused};
use crate::test_ids;
use crate::text::full_date;

/// What waits to be published.
pub(super) fn waiting(drafts: Signal<Vec<StandardDraft>>) -> AnyView {
    components::waiting(
        "由提出人以外的另一人核对后公布，公布后不能更改",
        "没有待公布的标准。",
        move || drafts.with(Vec::is_empty),
        rows(drafts, |draft| draft.id, |draft, _| panel(draft)),
    )
}

fn panel(one: Signal<StandardDraft>) -> AnyView {
    draft(
        one.with_untracked(|one| one.id.0),
        slice(one, |one| one.why_not.clone()),
        Action::PublishStandard,
        Action::WithdrawStandard,
        test_ids::STANDARD_DRAFT,
        view! { {move || one.with(facts)} },
    )
}

fn facts(draft: &StandardDraft) -> AnyView {
    let standard = &draft.standard;
    let head = format!(
        "自 {} 起施行 · {}",
        full_date(standard.from),
        standard.document
    );
    let changed = if draft.changes.is_empty() {
        format!("各项数额与{}相同，只更换依据。", draft.replaces)
    } else {
        format!("与{}相比，{} 项不同：", draft.replaces, draft.changes.len())
    };
    let table = (!draft.changes.is_empty()).then(|| changes(&draft.changes));
    view! {
        <h3>{head}</h3>
        <dl>
            <dt>"依据"</dt>
            <dd>{source(standard)}</dd>
            <dt>"提出"</dt>
            <dd>{format!("{}，{}", draft.by, full_date(draft.on))}</dd>
        </dl>
        <p>{changed}</p>
        {table}
        <details>
            <summary>"全部数额"</summary>
            {figures(standard)}
        </details>
    }
    .into_any()
}

/// Old and new, side by side.
fn changes(changes: &[FigureChange]) -> AnyView {
    let lines: Vec<_> = changes
        .iter()
        .map(|change| {
            view! {
                <tr>
                    <th scope="row">{change.figure.label()}</th>
                    <td class="n" data-label="原标准">{change.before.clone()}</td>
                    <td class="n" data-label="新标准">{change.after.clone()}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <table class="sums" data-testid=test_ids::STANDARD_CHANGES>
            <caption class="sr">"数额变化"</caption>
            <thead>
                <tr>
                    <th scope="col">"项目"</th>
                    <th scope="col" class="n">"原标准"</th>
                    <th scope="col" class="n">"新标准"</th>
                </tr>
            </thead>
            <tbody>{lines}</tbody>
        </table>
    }
    .into_any()
}

/// Proposing a standard; it begins with the figures that hold now.
pub(super) fn form(view: &StandardsView) -> AnyView {
    let now = view
        .standards
        .iter()
        .find(|one| one.phase == StandardPhase::Current)
        .map(|one| one.standard.clone())
        .unwrap_or_default();
    let fields = |from: usize, to: usize| {
        let fields: Vec<_> = Figure::ALL[from..to]
            .iter()
            .map(|figure| field(*figure, now.figure(*figure).to_string()))
            .collect();
        view! { <div class="fields">{fields}</div> }.into_any()
    };
    let (quotas, fees) = (fields(0, CLASSES), fields(CLASSES, FEES));
    let rules = fields(FEES, Figure::ALL.len());
    let hint = format!(
        "最早为 {}；已提交的申报不受影响。",
        full_date(view.earliest)
    );
    view! {
        <section class="panel">
            <details open=was_refused(Action::ProposeStandard)>
                <summary>"提出新的标准"</summary>
                <ActForm action=Action::ProposeStandard clears=true>
                    <p class="clause">"以下数额为现行标准，请改动有变化的项目。提出后由另一人核对公布；公布后不能更改，只能再公布新的标准。"</p>
                    <TextField name="draft[name]" label="文件名称" hint="如：中央和国家机关培训费管理办法"/>
                    <TextField name="draft[document]" label="文号" hint="如：财行〔2016〕540号"/>
                    <TextField name="draft[from]" label="施行日期" kind="date" hint=hint/>
                    <fieldset><legend>"综合定额（元/人天）"</legend>{quotas}</fieldset>
                    <fieldset><legend>"讲课费（税后，元/学时）"</legend>{fees}</fieldset>
                    <fieldset><legend>"天数、学时和工作人员"</legend>{rules}</fieldset>
                </ActForm>
            </details>
        </section>
    }
    .into_any()
}

/// Where the quotas of the classes end among the figures.
const CLASSES: usize = 12;
/// Where the fees of the lecturers do.
const FEES: usize = 15;

fn field(figure: Figure, value: String) -> AnyView {
    let name = format!("draft[figures][{}]", figure.code());
    view! { <TextField name=name label=figure.label() hint=figure.unit() value=value/> }.into_any()
}
