//! The base of the cap: entered by the agency, confirmed by finance (R002).

use domain::access::Action;
use domain::contract::{BaseEntry, FiguresView};
use domain::fund::FundBase;
use domain::state::{BaseStatus, EntryState};
use domain::{EntryId, Money};
use leptos::prelude::*;

use crate::components::{
    ActForm, AmountField, AreaField, Choice, ChoiceField, TextField, badge, deed, offered, rows,
    slice,
};
use crate::text::count;

/// The entries, newest first, and what can be done about them.
pub fn panel(view: Signal<FiguresView>) -> AnyView {
    let entries = slice(view, |view| view.entries.clone());
    let offers = slice(view, |view| view.offers.clone());
    let pending = slice(view, |view| {
        let pending = view
            .entries
            .iter()
            .filter(|entry| entry.state == EntryState::Pending);
        pending.cloned().collect::<Vec<_>>()
    });
    let empty = move || {
        entries.with(Vec::is_empty).then(|| {
            view! { <p class="empty">"还没有录入留存征缴收入。录入并经财政部门确认后，才能核定次年的工伤预防费上限。"</p> }
        })
    };
    view! {
        <section class="panel" id="base">
            <h2>
                "留存征缴收入"
                <small>"单位：元 · 留存 = 征缴收入 − 上解调剂金；3% 为次年工伤预防费上限 · 引言、五"</small>
            </h2>
            <table class="blocks base" class:none=move || entries.with(Vec::is_empty)>
                {heads()}
                <tbody>{rows(entries, |entry| entry.id, row)}</tbody>
            </table>
            {empty}
            {offered(offers, Action::ConfirmFundBase, move || {
                rows(pending, |entry| entry.id, |entry, _| confirm(entry))
            })}
            {offered(offers, Action::ReturnFundBase, move || {
                rows(pending, |entry| entry.id, |entry, _| send_back(entry))
            })}
            {offered(offers, Action::EnterFundBase, move || enter(view))}
        </section>
    }
    .into_any()
}

fn heads() -> AnyView {
    view! {
        <thead>
            <tr>
                <th scope="col">"年度"</th>
                <th scope="col">"状态"</th>
                <th scope="col" class="n">"征缴收入"</th>
                <th scope="col" class="n">"上解调剂金"</th>
                <th scope="col" class="n">"留存"</th>
                <th scope="col" class="n">"次年 3% 上限"</th>
                <th scope="col" class="n">"参保人数"</th>
                <th scope="col">"依据"</th>
                <th scope="col">"录入 / 确认"</th>
            </tr>
        </thead>
    }
    .into_any()
}

fn row(entry: Signal<BaseEntry>, fresh: Signal<bool>) -> AnyView {
    view! { <tr class:fresh=fresh>{move || entry.with(cells)}</tr> }.into_any()
}

fn cells(entry: &BaseEntry) -> AnyView {
    let amount = |word: &'static str, amount: Money| {
        view! { <td class="n" data-label=word>{amount.to_string()}</td> }
    };
    let reason = (!entry.reason.is_empty())
        .then(|| view! { <div class="clause">{format!("退回原因：{}", entry.reason)}</div> });
    let confirmed = if entry.confirmed.is_empty() {
        "—".to_owned()
    } else {
        entry.confirmed.clone()
    };
    view! {
        <th scope="row">{format!("{} 年", entry.year)} " " <span class="clause">{entry.status.label()}</span></th>
        <td>{state_badge(entry.state)} {reason}</td>
        {amount("征缴收入", entry.levy)}
        {amount("上解调剂金", entry.remitted)}
        {amount("留存", entry.retained)}
        <td class="n" data-label="次年 3% 上限"><b>{entry.cap.to_string()}</b></td>
        <td class="n" data-label="参保人数">{count(entry.insured)}</td>
        <td class="whole" data-label="依据">{entry.source.clone()}</td>
        <td class="whole by" data-label="录入 / 确认">
            {entry.entered.clone()}
            <div class="clause">{confirmed}</div>
        </td>
    }
    .into_any()
}

fn state_badge(state: EntryState) -> AnyView {
    let class = match state {
        EntryState::Pending => "near",
        EntryState::Confirmed => "ok",
        EntryState::Returned => "late",
    };
    badge(class, state.label())
}

fn subject(entry: &BaseEntry) -> String {
    format!(
        "{} 年{} · 留存 {} 元",
        entry.year,
        entry.status.label(),
        entry.retained
    )
}

fn confirm(entry: Signal<BaseEntry>) -> AnyView {
    let EntryId(id) = entry.with_untracked(|entry| entry.id);
    let form = view! {
        <p class="clause">{move || entry.with(|entry| format!("由 {} 录入。请对照依据“{}”核对，录入人与确认人不得为同一人。", entry.entered, entry.source))}</p>
        <ActForm action=Action::ConfirmFundBase number=id main=true>
            {whole(entry)}
        </ActForm>
    };
    deed(
        Action::ConfirmFundBase,
        move || entry.with(subject),
        true,
        form,
    )
}

fn send_back(entry: Signal<BaseEntry>) -> AnyView {
    let EntryId(id) = entry.with_untracked(|entry| entry.id);
    let form = view! {
        <ActForm action=Action::ReturnFundBase number=id>
            {whole(entry)}
            <AreaField name="reason" label="退回原因" hint="写明哪项数字与依据不符，录入人会看到。"/>
        </ActForm>
    };
    deed(
        Action::ReturnFundBase,
        move || entry.with(subject),
        false,
        form,
    )
}

/// Which entry, and as it was seen.
fn whole(entry: Signal<BaseEntry>) -> AnyView {
    view! {
        <input type="hidden" name="id" value=move || entry.with(|entry| entry.id.to_string())/>
        <input type="hidden" name="seen" value=move || entry.with(|entry| entry.version.to_string())/>
    }
    .into_any()
}

fn enter(view: Signal<FiguresView>) -> AnyView {
    let (year, entered) = view.with_untracked(|view| {
        let entered = view.entries.iter().any(|entry| entry.year == view.year - 1);
        (view.year, entered)
    });
    let years: Vec<Choice> = (year - 4..=year)
        .rev()
        .map(|year| (year.to_string(), format!("{year} 年")))
        .collect();
    let kinds: Vec<Choice> = BaseStatus::ALL
        .iter()
        .map(|status| (status.code().into(), status.label().into()))
        .collect();
    let (levy, remitted) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let computed = move || levy.with(|levy| remitted.with(|remitted| computed(levy, remitted)));
    let form = view! {
        <ActForm action=Action::EnterFundBase main=!entered>
            <div class="fields">
                <ChoiceField name="draft[year]" label="年度" choices=years chosen=(year - 1).to_string() hint=format!("{year} 年度的上限取自 {} 年。", year - 1)/>
                <ChoiceField name="draft[status]" label="口径" choices=kinds hint="年度终了前用预计数，决算后另录决算数。"/>
                <AmountField name="draft[levy]" label="征缴收入" typed=levy hint="当年征缴的工伤保险费（含补缴），不含利息、补贴和调剂收入。"/>
                <AmountField name="draft[remitted]" label="上解调剂金" typed=remitted hint="没有上解的填 0。"/>
                <TextField name="draft[insured]" label="参保人数" hint="年末参保人数，整数。"/>
                <TextField name="draft[source]" label="依据" hint="报表或文件的名称、文号。"/>
            </div>
            <output class="meaning computed">{computed}</output>
        </ActForm>
    };
    deed(Action::EnterFundBase, "", !entered, form)
}

/// What is retained and allowed, said while typing; by the same rule as on the server.
fn computed(levy: &str, remitted: &str) -> Option<String> {
    let levy = Money::parse_yuan("levy", levy).ok()?;
    let remitted = Money::parse_yuan("remitted", remitted).ok()?;
    Some(match FundBase::new(levy, remitted) {
        Ok(base) => format!(
            "留存 {} 元，次年工伤预防费上限 {} 元。",
            base.retained(),
            base.city_cap()
        ),
        Err(refusal) => refusal.sentence(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_retained_is_said_as_the_server_will_compute_it() {
        assert_eq!(
            computed("1,000,000.99", "0").as_deref(),
            Some("留存 1,000,000.99 元，次年工伤预防费上限 30,000.02 元。")
        );
        assert_eq!(computed("100", ""), None);
        assert!(computed("100", "100.01").unwrap().contains("100.00 元"));
    }
}
