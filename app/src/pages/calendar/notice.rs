//! Holiday notices: entered by one person of the regional 人社, published by another who sees first
//! what would move.

use domain::access::Action;
use domain::contract::CalendarDraft;
use leptos::prelude::*;

use super::{days, spans, table};
use crate::components::{self, ActForm, AreaField, TextField, draft, rows, slice};
use crate::test_ids;
use crate::text::full_date;

/// What waits to be published.
pub(super) fn waiting(drafts: Signal<Vec<CalendarDraft>>) -> AnyView {
    components::waiting(
        "由录入人以外的另一人核对后公布",
        "没有待公布的放假安排。",
        move || drafts.with(Vec::is_empty),
        rows(drafts, |draft| draft.id, |draft, _| panel(draft)),
    )
}

fn panel(one: Signal<CalendarDraft>) -> AnyView {
    let preview = slice(one, |one| one.preview.clone());
    let list = move || {
        preview
            .with(|preview| !preview.is_empty())
            .then(|| table(preview, test_ids::PREVIEW))
    };
    draft(
        one.with_untracked(|one| one.id.0),
        slice(one, |one| one.why_not.clone()),
        Action::PublishCalendar,
        Action::WithdrawCalendar,
        test_ids::CALENDAR_DRAFT,
        view! { {move || one.with(facts)} {list} },
    )
}

fn facts(draft: &CalendarDraft) -> AnyView {
    let head = format!("{} 年放假安排 · {}", draft.year, draft.notice);
    let entered = format!("{}，{}", draft.by, full_date(draft.on));
    let correction = (!draft.correction.is_empty())
        .then(|| view! { <dt>"调整依据"</dt><dd>{draft.correction.clone()}</dd> });
    let effect = format!(
        "在办期限 {} 项改变到期日，{} 项到期日不变、不再暂定；已办结的不变",
        draft.would_move, draft.would_confirm
    );
    view! {
        <h3>{head}</h3>
        <dl>
            <dt>"录入"</dt>
            <dd>{entered}</dd>
            {correction}
            <dt>"放假"</dt>
            <dd>{spans(&draft.off)}</dd>
            <dt>"调休上班"</dt>
            <dd>{days(&draft.makeup)}</dd>
            <dt>"公布后"</dt>
            <dd>{effect}</dd>
        </dl>
    }
    .into_any()
}

/// Entering a notice. The festivals and the sum of the days are checked when it is saved.
pub(super) fn form(year: String) -> AnyView {
    view! {
        <section class="panel">
            <h2>"录入放假安排" <small>"保存后由另一人核对公布"</small></h2>
            <ActForm action=Action::DraftCalendar clears=true>
                <TextField name="draft[year]" label="年份" value=year/>
                <TextField name="draft[notice]" label="通知文号或网址" hint="国务院办公厅关于部分节假日安排的通知"/>
                <AreaField
                    name="draft[text]"
                    label="放假安排"
                    rows=8
                    hint="每行一天，如：2027-01-01 元旦 休；2027-02-06 春节 班。也可粘贴 holiday-cn 的放假数据。保存时核对节日是否齐全、有无缺漏重复、天数是否与法定节假日相符。"
                />
                <TextField name="draft[correction]" label="调整依据" hint="仅在国务院办公厅另行通知、重新录入已公布年份时填写。"/>
            </ActForm>
        </section>
    }
    .into_any()
}
