//! The fields of doing the work: supplementary agreement, termination, rules, archive, progress,
//! inspection.

use domain::access::Action;
use domain::budget::Subject;
use domain::contract::{ArchiveRow, ProjectView};
use domain::state::{ArchiveMark, ProjectState};
use leptos::prelude::*;

use super::reason;
use crate::components::{AmountField, AreaField, Choice, ChoiceField, TextField, slice, today};
use crate::pages::project::agreement::clauses;
use crate::pages::project::deed::Deed;
use crate::text::full_date;

/// Lines for activities that are not in the plan.
const FREE_LINES: usize = 3;

/// The fields of a deed of doing the work; nothing for deeds that need none.
pub fn of(deed: Deed, view: Signal<ProjectView>) -> AnyView {
    let known = view.get_untracked();
    match deed.action {
        Action::TerminateProject => termination(&known),
        Action::DraftAmendment => amendment(&known, view),
        Action::WithdrawAmendment => reason("撤回原因", "撤回后可以重新起草，编号另起。"),
        Action::RecordRules => rules(&known),
        Action::KeepArchive => archive(&known),
        Action::ReportProgress => progress(&known),
        Action::RecordInspection => inspection(),
        Action::AnswerInspection => about_inspection(
            deed,
            &known,
            "整改情况",
            "逐条说明整改措施和结果，对方办结前可以再次答复。",
        ),
        Action::CloseInspection => about_inspection(deed, &known, "办结意见", "写明复查结果。"),
        _ => ().into_any(),
    }
}

fn termination(view: &ProjectView) -> AnyView {
    let why = reason("终止原因", "终止后，在走的期限全部取消。");
    if view.state == ProjectState::Completed {
        return view! {
            {why}
            <p class="clause">"实施单位拒不整改，已预付的款项全部转为应收，并依法追究责任和损失。"</p>
        }
        .into_any();
    }
    let agreed = view.money.agreement;
    let prepaid = view.money.prepaid;
    let hint = format!(
        "0 至协议金额 {agreed} 元。已预付 {prepaid} 元，超过结算金额的部分转为应收；未经验收合格，不再支付其他款项。"
    );
    view! {
        {why}
        <AmountField name="settlement" label="已完成工作的结算金额" hint=hint/>
        <AreaField name="record" label="书面结算记录" rows=4 hint="写明各方核对的工作量、依据和结算金额，作为补充记录存档。"/>
    }
    .into_any()
}

fn amendment(known: &ProjectView, view: Signal<ProjectView>) -> AnyView {
    let draft = known.doing.amendment.clone().unwrap_or_default();
    let agreed = slice(view, |view| view.money.agreement);
    let approved = known.doing.approved_end.map(full_date).unwrap_or_default();
    view! {
        <AreaField name="draft[reason]" label="变更原因" value=draft.reason.clone()/>
        <div class="fields">
            <AmountField
                name="draft[amount]"
                label="协议金额"
                value=draft.amount.clone()
                hint=format!("只能减少，现为 {} 元。", known.money.agreement)
                of=("现协议金额", agreed)
            />
            <TextField
                name="draft[end]"
                label="结束日期"
                kind="date"
                value=draft.end.clone()
                hint=format!("自 {} 起最长 2 年；核定周期至 {approved}。", full_date(known.start))
            />
            <TextField name="draft[prepay]" label="预付比例（%）" value=draft.prepay.clone() hint="30 至 70；不约定预付款的留空。"/>
            <TextField name="draft[basis]" label="联席会议决议文号" value=draft.basis.clone() hint="超出核定周期的延期必填。"/>
        </div>
        <details>
            <summary>"协议条款（九项，不需要变更的保持原文）"</summary>
            {clauses("draft[clauses]", &draft.clauses)}
        </details>
    }
    .into_any()
}

fn rules(view: &ProjectView) -> AnyView {
    let text = view
        .doing
        .rules
        .first()
        .map(|one| one.text.clone())
        .unwrap_or_default();
    view! {
        <AreaField
            name="text"
            label="项目管理制度"
            value=text
            rows=6
            hint="写明人员分工、经费管理、质量控制和档案管理的规定。开展首次活动前登记，更新后保留原文。"
        />
    }
    .into_any()
}

fn archive(view: &ProjectView) -> AnyView {
    let lines: Vec<_> = view
        .doing
        .archive
        .iter()
        .enumerate()
        .map(|(index, row)| archive_line(index, row))
        .collect();
    view! {
        <fieldset>
            <legend>"项目实施档案清单"</legend>
            {lines}
        </fieldset>
    }
    .into_any()
}

fn archive_line(index: usize, row: &ArchiveRow) -> AnyView {
    let name = |part: &str| format!("archive[items][{index}][{part}]");
    let mut marks: Vec<Choice> = vec![(String::new(), "未登记".into())];
    let possible = ArchiveMark::ALL
        .iter()
        .filter(|mark| !row.mandatory || **mark == ArchiveMark::Present);
    marks.extend(possible.map(|mark| (mark.code().into(), mark.label().into())));
    let label = if row.mandatory {
        format!("{}（必备）", row.item.label())
    } else {
        row.item.label().to_owned()
    };
    let chosen = row.mark.map_or("", ArchiveMark::code);
    view! {
        <div class="goal">
            <input type="hidden" name=name("item") value=row.item.code()/>
            <ChoiceField name=name("mark") label=label choices=marks chosen=chosen/>
            <TextField name=name("note") label="存放位置；不适用的理由" value=row.note.clone()/>
        </div>
    }
    .into_any()
}

fn progress(view: &ProjectView) -> AnyView {
    let period = view
        .doing
        .period
        .map(|(from, to)| format!("本次报告 {} 至 {} 的情况。", full_date(from), full_date(to)));
    let planned: Vec<(String, String, String)> = view
        .doing
        .comparison
        .iter()
        .flat_map(|table| &table.activities)
        .filter(|row| !row.extra)
        .map(|row| {
            let planned = row
                .planned
                .map(|people| format!("，计划 {people} 人"))
                .unwrap_or_default();
            (
                row.no.clone(),
                row.name.clone(),
                format!("{} {}（{}{planned}）", row.no, row.name, row.time),
            )
        })
        .collect();
    let count = planned.len();
    let known: Vec<_> = planned
        .into_iter()
        .enumerate()
        .map(|(index, line)| planned_line(index, line))
        .collect();
    let free: Vec<_> = (count..count + FREE_LINES).map(free_line).collect();
    let spent: Vec<_> = Subject::ALL
        .iter()
        .enumerate()
        .map(|(index, subject)| spent_line(index, *subject))
        .collect();
    view! {
        <p>{period}</p>
        <fieldset>
            <legend>"开展的活动"</legend>
            {known}
            {free}
        </fieldset>
        <fieldset>
            <legend>"经费支出"</legend>
            <div class="fields">{spent}</div>
        </fieldset>
        <TextField name="report[pass_rate]" label="考核合格率（%）" hint="本期没有考核的留空。"/>
        <AreaField name="report[deviations]" label="与实施方案的差异" hint="时间、地点、人数、经费与方案不一致的，说明原因；本期没有活动和支出的必填。"/>
    }
    .into_any()
}

fn held(index: usize, part: &str) -> String {
    format!("report[held][{index}][{part}]")
}

fn planned_line(index: usize, (no, name, label): (String, String, String)) -> AnyView {
    view! {
        <div class="goal">
            <p><b>{label}</b></p>
            <input type="hidden" name=held(index, "no") value=no/>
            <input type="hidden" name=held(index, "name") value=name/>
            <TextField name=held(index, "on") label="开展日期" kind="date"/>
            <TextField name=held(index, "people") label="参加人数"/>
        </div>
    }
    .into_any()
}

fn free_line(index: usize) -> AnyView {
    view! {
        <div class="goal">
            <TextField name=held(index, "name") label="其他活动名称"/>
            <TextField name=held(index, "on") label="开展日期" kind="date"/>
            <TextField name=held(index, "people") label="参加人数"/>
        </div>
    }
    .into_any()
}

fn spent_line(index: usize, subject: Subject) -> AnyView {
    let name = |part: &str| format!("report[spent][{index}][{part}]");
    view! {
        <div>
            <input type="hidden" name=name("subject") value=subject.code()/>
            <AmountField name=name("amount") label=subject.short()/>
        </div>
    }
    .into_any()
}

fn inspection() -> AnyView {
    view! {
        <TextField name="draft[on]" label="检查日期" kind="date" value=today().to_string()/>
        <AreaField name="draft[findings]" label="检查情况"/>
        <AreaField name="draft[demand]" label="整改要求" hint="没有整改要求的留空，登记后即办结。"/>
        <TextField name="draft[due]" label="整改期限" kind="date" hint="有整改要求时填写。"/>
    }
    .into_any()
}

fn about_inspection(
    deed: Deed,
    view: &ProjectView,
    label: &'static str,
    hint: &'static str,
) -> AnyView {
    let demand = view
        .doing
        .inspections
        .iter()
        .find(|one| one.id.0 == deed.number)
        .map(|one| one.demand.clone())
        .unwrap_or_default();
    view! {
        <input type="hidden" name="inspection" value=deed.number.to_string()/>
        <p class="text">{format!("整改要求：{demand}")}</p>
        <AreaField name="text" label=label hint=hint/>
    }
    .into_any()
}
