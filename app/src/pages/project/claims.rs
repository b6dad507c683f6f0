//! What a unit owes: each claim with what came back of it, and giving it up (machine 2.6).

use domain::access::Action;
use domain::contract::{ClaimPart, ClaimView, ProjectView, WriteOffView};
use domain::state::{ClaimState, WriteOffState};
use leptos::prelude::*;

use crate::components::{
    ActFold, AmountField, AreaField, TextField, act_key, badge, rows, slice, today,
};
use crate::text::full_date;

/// The claims of a project; nothing where there are none.
pub fn panel(view: Signal<ProjectView>) -> AnyView {
    let claims = slice(view, |view| view.books.claims.clone());
    view! {
        <section class="panel" id="claims" class:none=move || claims.with(Vec::is_empty)>
            <h2>"应收追缴" <small>"单位：元"</small></h2>
            {rows(claims, |claim| claim.id, claim)}
        </section>
    }
    .into_any()
}

fn claim(claim: Signal<ClaimView>, fresh: Signal<bool>) -> AnyView {
    let actions = slice(claim, |claim| claim.actions.clone());
    let forms = rows(
        actions,
        |action| *action,
        move |action, _| form(action.get_untracked(), claim),
    );
    view! {
        <div class="claim" class:fresh=fresh>
            {move || claim.with(facts)}
            {forms}
        </div>
    }
    .into_any()
}

fn facts(claim: &ClaimView) -> AnyView {
    let class = match claim.state {
        ClaimState::Claimed => "late",
        ClaimState::PartlyRecovered => "near",
        ClaimState::Recovered => "ok",
        ClaimState::WrittenOff => "done",
    };
    let parts: Vec<_> = claim.parts.iter().map(part).collect();
    let written_off = claim
        .written_off
        .is_positive()
        .then(|| view! { <dt>"已核销"</dt><dd class="n">{claim.written_off.to_string()}</dd> });
    view! {
        <h3>{format!("{} 登记应收 {}", full_date(claim.on), claim.amount)} " " {badge(class, claim.state.label())}</h3>
        <p class="clause">{claim.reason.clone()}</p>
        <dl class="sums">
            <dt>"已追回"</dt><dd class="n">{claim.recovered.to_string()}</dd>
            <dt>"尚未追回"</dt><dd class="n">{claim.open.to_string()}</dd>
            {written_off}
        </dl>
        <ol class="feed history">{parts}</ol>
        {claim.write_off.as_ref().map(write_off)}
    }
    .into_any()
}

fn part(part: &ClaimPart) -> AnyView {
    let reversed = part.reversed.then(|| badge("done", "已冲正"));
    view! {
        <li>
            <time>{full_date(part.on)}</time>
            <div>
                {format!("{} 元，凭证 {}，{} 缴回", part.amount, part.voucher, part.party)} " " {reversed}
                <div class="clause">{format!("{} 登记 · 台账第 {} 号", part.by, part.entry)}</div>
            </div>
        </li>
    }
    .into_any()
}

fn write_off(proposal: &WriteOffView) -> AnyView {
    let class = match proposal.state {
        WriteOffState::Proposed => "near",
        WriteOffState::Agreed => "done",
        WriteOffState::Declined => "late",
    };
    let agreed = (!proposal.agreed.is_empty())
        .then(|| view! { <p class="clause">"已同意：" {proposal.agreed.join("、")}</p> });
    let declined = (!proposal.declined.is_empty())
        .then(|| view! { <p class="clause">{proposal.declined.clone()}</p> });
    view! {
        <p>
            {format!("{} 提出核销 {} 元（{}）：{} ", full_date(proposal.on), proposal.amount, proposal.document, proposal.reason)}
            {badge(class, proposal.state.label())}
        </p>
        <p class="clause">{format!("{} 提出", proposal.by)}</p>
        {agreed}
        {declined}
    }
    .into_any()
}

fn form(action: Action, claim: Signal<ClaimView>) -> AnyView {
    let id = claim.with_untracked(|claim| claim.id.0);
    let fields = match action {
        Action::RecordRecovery => recovery(id, claim),
        Action::ProposeWriteOff => view! {
            <AreaField name="reason" label="核销理由" hint="写明追缴经过和无法追回的依据。核销须人社、财政两部门先后同意。"/>
            <TextField name="document" label="文号" hint="据以核销的裁定、证明或请示文号。"/>
        }
        .into_any(),
        Action::DeclineWriteOff => {
            view! { <AreaField name="reason" label="不同意的理由"/> }.into_any()
        }
        _ => view! { <p class="clause">"人社、财政两部门均同意后，未追回的部分即予核销，不能撤销。"</p> }
            .into_any(),
    };
    view! {
        <ActFold action=action number=id adverse=action == Action::DeclineWriteOff>
            <input type="hidden" name="id" value=id.to_string()/>
            <input type="hidden" name="seen" value=move || claim.with(|claim| claim.version.to_string())/>
            {fields}
        </ActFold>
    }
    .into_any()
}

fn recovery(id: i64, claim: Signal<ClaimView>) -> AnyView {
    let key = move || {
        let version = claim.with(|claim| claim.version.0);
        act_key(Action::RecordRecovery, &[id, version.into()])
    };
    let open = claim.with_untracked(|claim| claim.open);
    view! {
        <input type="hidden" name="key" value=key/>
        <AmountField name="draft[amount]" label="追回金额" hint=format!("尚未追回 {open} 元，可以分次登记。")/>
        <TextField name="draft[on]" label="到账日期" kind="date" value=today().to_string()/>
        <TextField name="draft[voucher]" label="收款凭证号"/>
        <TextField name="draft[party]" label="缴款单位" hint="不填即为项目实施单位。"/>
    }
    .into_any()
}
