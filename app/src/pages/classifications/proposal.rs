//! New editions and corrections: proposed by one person, published by another who sees first what changes.

use domain::access::Action;
use domain::classification::{
    Classification, ClassificationKind, LONGEST_LINE, MOST_LINES, written,
};
use domain::contract::{
    Against, ClassificationDraft, ClassificationForm, ClassificationPhase, ClassificationView,
    ClassificationsView,
};
use leptos::prelude::*;

use super::items;
use crate::components::{
    self, ActForm, AreaField, ChoiceField, TextField, draft, rows, slice, today, was_refused,
};
use crate::test_ids;
use crate::text::full_date;

/// What a first day that has passed means.
const BACKWARDS: &str = "施行日期可以早于今天：公布后导入的数据按新目录核对；已导入的事故数据仍按原记录的版本分别列示，或由各盟市在三年分析的“新旧类别对照”中合并。已定稿的分析不变。";

/// What waits to be published.
pub(super) fn waiting(drafts: Signal<Vec<ClassificationDraft>>) -> AnyView {
    components::waiting(
        "由提出人以外的另一人对照文件核对后公布，公布后只能再更正",
        "没有待公布的目录。",
        move || drafts.with(Vec::is_empty),
        rows(drafts, |draft| draft.id, |draft, _| panel(draft)),
    )
}

fn panel(one: Signal<ClassificationDraft>) -> AnyView {
    draft(
        one.with_untracked(|one| one.id.0),
        slice(one, |one| one.why_not.clone()),
        Action::PublishClassification,
        Action::WithdrawClassification,
        test_ids::CLASSIFICATION_DRAFT,
        view! { {move || one.with(facts)} },
    )
}

fn facts(draft: &ClassificationDraft) -> AnyView {
    let list = &draft.list;
    let what = match &draft.against {
        Some(against) if against.same => "更正",
        _ => "新版本",
    };
    let from = full_date(list.from);
    let head = format!("{what} · {} · 自 {from} 起施行", list.named());
    let backwards = (list.from <= today()).then(|| view! { <p class="clause">{BACKWARDS}</p> });
    view! {
        <h3>{head}</h3>
        <dl>
            <dt>"依据"</dt>
            <dd>{format!("《{}》（{}）", list.title, list.document)}</dd>
            <dt>"提出"</dt>
            <dd>{format!("{}，{}", draft.by, full_date(draft.on))}</dd>
        </dl>
        {draft.against.as_ref().map(|against| compared(draft, against))}
        {backwards}
        <details>
            <summary>{format!("全部 {} 项", list.count())}</summary>
            {items(list)}
        </details>
    }
    .into_any()
}

/// The difference to the list before it, in words and line by line.
fn compared(draft: &ClassificationDraft, against: &Against) -> AnyView {
    let changes = &against.changes;
    let from = against.same && against.from != draft.list.from;
    let document = against.same && against.document != draft.list.document;
    let differ = match changes.lines() {
        0 => "各项相同".to_owned(),
        lines => format!("{lines} 项不同"),
    };
    let day = match (against.same, from) {
        (true, true) => "，施行日期不同",
        (true, false) => "，施行日期相同",
        (false, _) => "",
    };
    let note = (against.same && !changes.renamed.is_empty()).then(|| {
        view! { <p class="clause">"编码不变而名称不同的，视为同一类别：已按编码记录的数据改按新名称列示。编码原先对应有误的，请通知盟市重新导入有关数据。"</p> }
    });
    let dropped = (against.same && !changes.dropped.is_empty()).then(|| {
        view! { <p class="clause">"删去的类别已有数据的，仍以原名称列示并注明“不在现行目录”。"</p> }
    });
    let table = (from || document || !changes.is_empty()).then(|| table(draft, against));
    view! {
        <p>{format!("与现有的《{}》相比，{differ}{day}。", against.named)}</p>
        {table}
        {note}
        {dropped}
    }
    .into_any()
}

fn table(draft: &ClassificationDraft, against: &Against) -> AnyView {
    let changes = &against.changes;
    let or_none = |code: &str| {
        if code.is_empty() {
            "无编码".to_owned()
        } else {
            code.to_owned()
        }
    };
    let mut lines = Vec::new();
    // Of another edition both are others anyway.
    if against.same && against.from != draft.list.from {
        let (old, new) = (full_date(against.from), full_date(draft.list.from));
        lines.push(line("施行日期".into(), old, new));
    }
    if against.same && against.document != draft.list.document {
        let (old, new) = (against.document.clone(), draft.list.document.clone());
        lines.push(line("标准号或文号".into(), old, new));
    }
    for added in &changes.added {
        lines.push(line("增加".into(), "—".into(), added.clone()));
    }
    for dropped in &changes.dropped {
        lines.push(line("删去".into(), dropped.clone(), "—".into()));
    }
    for one in &changes.renamed {
        let what = format!("{} 更名", one.what);
        lines.push(line(what, one.before.clone(), one.after.clone()));
    }
    for one in &changes.recoded {
        let what = format!("{} 编码", one.what);
        lines.push(line(what, or_none(&one.before), or_none(&one.after)));
    }
    for one in &changes.moved {
        let what = format!("{} 所属类别", one.what);
        lines.push(line(what, one.before.clone(), one.after.clone()));
    }
    view! {
        <table class="sums" data-testid=test_ids::CLASSIFICATION_CHANGES>
            <caption class="sr">"目录变化"</caption>
            <thead>
                <tr>
                    <th scope="col">"变化"</th>
                    <th scope="col">"原目录"</th>
                    <th scope="col">"新目录"</th>
                </tr>
            </thead>
            <tbody>{lines}</tbody>
        </table>
    }
    .into_any()
}

fn line(what: String, before: String, after: String) -> AnyView {
    view! {
        <tr>
            <th scope="row">{what}</th>
            <td data-label="原目录">{before}</td>
            <td data-label="新目录">{after}</td>
        </tr>
    }
    .into_any()
}

/// Proposing an edition. Another one to correct is another form: what was typed for the first must not
/// linger in it.
pub(super) fn propose(view: Signal<ClassificationsView>, chosen: Memo<String>) -> AnyView {
    let form = move |chosen: String| view.with_untracked(|view| form(view, &chosen));
    view! {
        <section class="panel" id="propose">
            <For each=move || [chosen.get()] key=String::clone children=form/>
        </section>
    }
    .into_any()
}

/// Empty, or with the list that is to be corrected.
fn form(view: &ClassificationsView, chosen: &str) -> AnyView {
    let of = |one: &&ClassificationView| {
        one.phase != ClassificationPhase::Corrected && one.list.key() == chosen
    };
    let list = view.editions.iter().find(of).map(|one| &one.list);
    let head = match list {
        Some(list) => format!("更正《{}》", list.named()),
        None => "提出新的版本".to_owned(),
    };
    let opened = list.is_some() || was_refused(Action::ProposeClassification);
    let filled = list.map(typed).unwrap_or_default();
    let kinds = ClassificationKind::ALL.iter();
    let kinds = kinds.map(|kind| (kind.code().to_owned(), kind.label().to_owned()));
    let most = format!("最多 {MOST_LINES} 行，每行最多 {LONGEST_LINE} 个字。");
    let hint = format!(
        "每行一项。事故类别写“01 物体打击”，没有编码的只写“物体打击”；职业病先写类别“1 职业性尘肺病及其他呼吸系统疾病”，下面逐行写其病种。{most}"
    );
    view! {
        <details open=opened>
            <summary>{head}</summary>
            <ActForm action=Action::ProposeClassification clears=true>
                <p class="clause">"提出后由另一人对照文件核对公布。版本号与现有版本相同的为更正：公布后整个目录和施行日期以更正后的为准；不同的为新版本。"</p>
                <p class="clause">{BACKWARDS}</p>
                <ChoiceField name="draft[kind]" label="分类" choices=kinds.collect() chosen=filled.kind/>
                <TextField name="draft[edition]" label="版本号" hint="事故类别为标准编号，如 GB6441-2025；职业病为年份，如 2024。" value=filled.edition/>
                <TextField name="draft[title]" label="名称" hint="如：生产安全事故分类与编码" value=filled.title/>
                <TextField name="draft[document]" label="标准号或文号" hint="如：GB 6441-2025、国卫疾控发〔2013〕48号" value=filled.document/>
                <TextField name="draft[from]" label="施行日期" kind="date" value=filled.from/>
                <AreaField name="draft[text]" label="目录" rows=16 hint=hint value=filled.text/>
            </ActForm>
        </details>
    }
    .into_any()
}

/// A list as the form has it.
fn typed(list: &Classification) -> ClassificationForm {
    ClassificationForm {
        kind: list.kind.code().to_owned(),
        edition: list.edition.clone(),
        title: list.title.clone(),
        document: list.document.clone(),
        from: list.from.to_string(),
        text: written(&list.items),
    }
}
