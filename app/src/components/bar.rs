//! Shares as bars. SVG, because widths as inline styles are forbidden by the page's policy.

use domain::Money;
use domain::money::share;
use leptos::prelude::*;

/// Prepaid, balance and the rest of an agreement, as parts of `whole`; said in words to a screen
/// reader.
pub fn stacked(whole: Money, prepaid: Money, balance: Money, unpaid: Money) -> AnyView {
    let (p, b, u) = (
        share(prepaid, whole),
        share(balance, whole),
        share(unpaid, whole),
    );
    let label = format!("预付 {prepaid} 元，尾款 {balance} 元，未付 {unpaid} 元");
    view! {
        <svg class="stack" viewBox="0 0 10000 100" preserveAspectRatio="none" role="img" aria-label=label>
            <rect class="rest" x=(p + b).to_string() width=u.to_string() height="100"/>
            <rect class="prepaid" width=p.to_string() height="100"/>
            <rect class="balance" x=p.to_string() width=b.to_string() height="100"/>
        </svg>
    }
    .into_any()
}

/// What the parts of [`stacked`] mean.
pub fn legend() -> AnyView {
    view! {
        <span class="legend">
            <i class="key prepaid"></i>"预付"
            <i class="key balance"></i>"尾款"
            <i class="key rest"></i>"未付"
        </span>
    }
    .into_any()
}

/// How much of a limit is used, in hundredths of a percent.
pub fn meter(used: u32, label: String) -> AnyView {
    let class = match used {
        0..=7999 => "meter",
        8000..=10_000 => "meter full",
        _ => "meter over",
    };
    view! {
        <svg class=class viewBox="0 0 10000 100" preserveAspectRatio="none" role="img" aria-label=label>
            <rect class="rest" width="10000" height="100"/>
            <rect class="used" width=used.min(10_000).to_string() height="100"/>
        </svg>
    }
    .into_any()
}
