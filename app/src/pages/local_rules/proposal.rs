//! A rule of a city: proposed by one person of the regional 人社, published by another who sees what changes.

use domain::access::Action;
use domain::contract::{LocalRuleDraft, LocalRulesView};
use domain::local_rule::LocalRule;
use leptos::prelude::*;

use crate::components::{
    self, ActForm, Choice, ChoiceField, TextField, draft, rows, slice, was_refused,
};
use crate::test_ids;
use crate::text::full_date;

/// What waits to be published.
pub(super) fn waiting(drafts: Signal<Vec<LocalRuleDraft>>) -> AnyView {
    components::waiting(
        "由提出人以外的另一人核对后公布，公布后不能更改",
        "没有待公布的规定。",
        move || drafts.with(Vec::is_empty),
        rows(drafts, |draft| draft.id, |draft, _| panel(draft)),
    )
}

fn panel(one: Signal<LocalRuleDraft>) -> AnyView {
    draft(
        one.with_untracked(|one| one.id.0),
        slice(one, |one| one.why_not.clone()),
        Action::PublishLocalRule,
        Action::WithdrawLocalRule,
        test_ids::LOCAL_RULE_DRAFT,
        view! { {move || one.with(facts)} },
    )
}

fn facts(draft: &LocalRuleDraft) -> AnyView {
    let rule = draft.rule;
    let change = format!(
        "由 {} 改为 {}；{}",
        rule.says(draft.before),
        rule.says(draft.after),
        rule.meaning()
    );
    view! {
        <h3>{format!("{} · {}", draft.city, rule.label())}</h3>
        <dl>
            <dt>"变化"</dt>
            <dd>{change}</dd>
            <dt>"依据"</dt>
            <dd>{draft.basis.clone()}</dd>
            <dt>"提出"</dt>
            <dd>{format!("{}，{}", draft.by, full_date(draft.on))}</dd>
        </dl>
    }
    .into_any()
}

/// Proposing a rule for a city.
pub(super) fn form(view: &LocalRulesView) -> AnyView {
    let cities: Vec<Choice> = view
        .cities
        .iter()
        .map(|city| (city.tenant.to_string(), city.name.clone()))
        .collect();
    let rules: Vec<Choice> = LocalRule::ALL
        .iter()
        .map(|rule| {
            let usual = rule.says(rule.default_value());
            let label = format!("{}（通用 {usual}）", rule.label());
            (rule.code().to_owned(), label)
        })
        .collect();
    view! {
        <section class="panel">
            <details open=was_refused(Action::ProposeLocalRule)>
                <summary>"提出盟市规定"</summary>
                <ActForm action=Action::ProposeLocalRule clears=true>
                    <p class="clause">"按盟市书面报来的规定填写，一次一项；由另一人核对公布后，新起算的期限按新规定，已经起算的不变。恢复通用规定的，填写通用的数即可。"</p>
                    <ChoiceField name="draft[tenant]" label="盟市" choices=cities/>
                    <ChoiceField name="draft[rule]" label="事项" choices=rules/>
                    <TextField name="draft[value]" label="规定" hint="次数或工作日数，只填整数"/>
                    <TextField name="draft[basis]" label="依据" hint="盟市文件名称和文号，或联席会议届次"/>
                </ActForm>
            </details>
        </section>
    }
    .into_any()
}
