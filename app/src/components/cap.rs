//! The 3% cap as a bar and in yuan: in budgets, reserved, proposed, free.

use domain::Money;
use domain::contract::CapMeter;
use domain::money::share;
use leptos::prelude::*;

/// The cap as a bar; `proposed` is what would come on top. What does not fit stands out to the right
/// of the mark.
pub fn cap_bar(meter: &CapMeter, proposed: Money) -> AnyView {
    let total = meter.used + meter.reserved + proposed;
    let whole = total.max(meter.cap);
    let at = |amount: Money| share(amount, whole);
    let (used, reserved) = (at(meter.used), at(meter.used + meter.reserved));
    let (end, limit) = (at(total), at(meter.cap));
    let over = total.saturating_sub(meter.cap);
    let mut label = format!(
        "上限 {} 元，已列预算 {} 元，已确定未列预算 {} 元",
        meter.cap, meter.used, meter.reserved
    );
    if proposed.is_positive() {
        label.push_str(&format!("，建议 {proposed} 元"));
    }
    if over.is_positive() {
        label.push_str(&format!("，超出上限 {over} 元"));
    }
    let width = |from: u32, to: u32| to.saturating_sub(from).to_string();
    let beyond = over.is_positive().then(|| {
        view! { <rect class="beyond" x=limit.to_string() width=width(limit, end) height="100"/> }
    });
    view! {
        <svg class="stack cap-bar" viewBox="0 0 10000 100" preserveAspectRatio="none" role="img" aria-label=label>
            <rect class="rest" width=limit.to_string() height="100"/>
            <rect class="used" width=used.to_string() height="100"/>
            <rect class="balance" x=used.to_string() width=width(used, reserved) height="100"/>
            <rect class="planned" x=reserved.to_string() width=width(reserved, end) height="100"/>
            {beyond}
        </svg>
    }
    .into_any()
}

/// What the parts of [`cap_bar`] mean.
pub fn cap_legend(with_proposed: bool) -> AnyView {
    view! {
        <span class="legend">
            <i class="key prepaid"></i>"已列预算"
            <i class="key balance"></i>"已确定"
            {with_proposed.then(|| view! { <i class="key planned"></i>"建议" })}
            <i class="key rest"></i>"还可安排"
        </span>
    }
    .into_any()
}
