//! Sending a set: its columns in order, an example, and a field to paste into. Which kind and year is
//! in the address, so the form is the right one without JavaScript too.

use domain::access::Action;
use domain::contract::FiguresView;
use domain::dataset::{self, Cell};
use domain::state::DatasetKind;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::components::{ActForm, AreaField, Choice, ChoiceField, TextField, offered, slice};

/// A kind of data, and the year it is for where one is asked.
type Wanted = (DatasetKind, Option<i32>);

/// The form for the kinds this post sends; nothing for posts that send none.
pub fn panel(view: Signal<FiguresView>) -> AnyView {
    let offers = slice(view, |view| view.offers.clone());
    let form = move || {
        let wanted = wanted(view);
        let key = |wanted: &Wanted| *wanted;
        view! {
            <section class="panel" id="submit">
                <h2>"报送数据" <small>{Action::SubmitDataset.rule().clause}</small></h2>
                {move || wanted.get().map(|(kind, _)| kinds(view, kind))}
                // Another kind is another form.
                <For each=move || wanted.get() key children=move |wanted| one(view, wanted)/>
            </section>
        }
        .into_any()
    };
    offered(offers, Action::SubmitDataset, form)
}

fn wanted(view: Signal<FiguresView>) -> Memo<Option<Wanted>> {
    let query = use_query_map();
    Memo::new(move |_| {
        let asked = query.with(|query| query.get_str("kind").and_then(DatasetKind::from_code));
        let year = query.with(|query| query.get_str("of").and_then(|year| year.parse().ok()));
        let kind = view.with(|view| {
            let mine = asked.filter(|kind| view.mine.contains(kind));
            mine.or_else(|| view.mine.first().copied())
        });
        kind.map(|kind| (kind, year))
    })
}

fn kinds(view: Signal<FiguresView>, here: DatasetKind) -> AnyView {
    let (year, mine) = view.with(|view| (view.year, view.mine.clone()));
    let links: Vec<_> = mine
        .into_iter()
        .map(|kind| {
            let href = format!("/figures?year={year}&kind={}#submit", kind.code());
            view! { <a href=href aria-current=(kind == here).then_some("true")>{kind.label()}</a> }
        })
        .collect();
    view! { <nav class="tabs" aria-label="数据种类">{links}</nav> }.into_any()
}

fn one(view: Signal<FiguresView>, (kind, asked): Wanted) -> AnyView {
    let years = view.with_untracked(|view| years(view, kind));
    let missing = years.iter().find(|(_, sent)| !sent).map(|(year, _)| *year);
    let chosen = asked
        .or(missing)
        .or_else(|| years.last().map(|(year, _)| *year));
    let choices: Vec<Choice> = years
        .into_iter()
        .map(|(year, sent)| {
            let sent = if sent {
                "（已报送，将形成新版本）"
            } else {
                ""
            };
            (year.to_string(), format!("{year} 年{sent}"))
        })
        .collect();
    let chosen = chosen.map(|year| year.to_string()).unwrap_or_default();
    let hint = if dataset::single(kind) {
        "一行，各列用逗号或制表符分开；可从电子表格直接复制粘贴。"
    } else {
        "一行一条，各列用逗号或制表符分开；可从电子表格直接复制粘贴，首行可带列名。最多 5,000 行。"
    };
    view! {
        {columns(kind)}
        <ActForm action=Action::SubmitDataset main=true>
            <input type="hidden" name="kind" value=kind.code()/>
            <ChoiceField name="year" label="数据年度" choices chosen/>
            <AreaField name="rows" label=kind.label() rows=8 hint=hint/>
            <TextField name="note" label="说明" hint="口径、来源等需要说明的事项，可不填。"/>
        </ActForm>
    }
    .into_any()
}

/// The years a kind is wanted for, oldest first, and whether it is there.
fn years(view: &FiguresView, kind: DatasetKind) -> Vec<(i32, bool)> {
    let sets = view.sets.iter().filter(|set| set.kind == kind);
    let mut years: Vec<_> = sets.map(|set| (set.year, set.id.is_some())).collect();
    years.sort_unstable();
    years
}

/// The columns in order, and an example line.
fn columns(kind: DatasetKind) -> AnyView {
    let rows: Vec<_> = (1..)
        .zip(dataset::columns(kind))
        .map(|(number, (heading, cell))| {
            view! {
                <tr>
                    <td class="n">{number}</td>
                    <th scope="row">{*heading}</th>
                    <td class="clause">{holds(*cell)}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <table class="columns">
            <caption class="sr">"各列的顺序和填写要求"</caption>
            <thead>
                <tr>
                    <th scope="col" class="n">"列"</th>
                    <th scope="col">"名称"</th>
                    <th scope="col">"填写要求"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        <p class="example"><span class="clause">"示例"</span> " " <code>{example(kind)}</code></p>
    }
    .into_any()
}

fn holds(cell: Cell) -> String {
    match cell {
        Cell::Words => "文字，必填".into(),
        Cell::Optional => "文字，可空".into(),
        Cell::Choice(words) => format!("{}之一", words.join("、")),
        Cell::Count => "整数，不小于 0".into(),
        Cell::Yuan => "金额（元），最多两位小数".into(),
    }
}

/// A line as it may be typed.
const fn example(kind: DatasetKind) -> &'static str {
    match kind {
        DatasetKind::Fund => "186000000.00,92350000.00,88120000.50",
        DatasetKind::Forecast => "190230000.00,93000000.00,89500000.00",
        DatasetKind::Insured => "旗县区,东胜区,186200",
        DatasetKind::Disease => "煤炭开采和洗选业,某煤业有限公司,采煤工,综采,煤工尘肺,3",
        DatasetKind::HealthCheck => "煤炭开采和洗选业,12800,214,9",
        DatasetKind::Accident => "建筑安装业,某建筑有限公司,高处坠落,2,1,1",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_a_line_the_rule_takes() {
        for kind in DatasetKind::ALL {
            let rows = dataset::read(*kind, example(*kind)).unwrap();
            assert_eq!(rows.len(), 1, "{kind}");
        }
    }
}
