//! The letters of a project on A4: to each member what is filed with it at the determination and after
//! a failed acceptance, and to the unit the notice that it has failed and by when to rectify.

use domain::contract::{FilingView, ProjectView, ReportView};
use domain::deadline::RECTIFICATION_WORKING_DAYS;
use domain::state::{DeadlineKind, DeadlineResult, FilingSubject, Party};
use leptos::prelude::*;

use super::print::{boxes, of_address, paragraphs, sheets, signature};
use crate::text::{full_date, long_date};

const BASIS: &str = "《内蒙古自治区工伤预防实施方案》（内人社发〔2020〕16号）";

/// `/projects/:id/notice/print`.
pub fn notices() -> AnyView {
    of_address("打印告知书、通知书", |_, view| {
        let letters = move || view.with(letters);
        let hint = "项目确定、验收不合格的告知书和通知书，每个收件单位一页。A4 纵向，建议在打印对话框中关闭页眉页脚。";
        sheets(view, "打印告知书、通知书", hint, letters)
    })
}

/// Whether there is a letter to print for this person.
pub fn any(view: &ProjectView) -> bool {
    failed(view).next().is_some() || of(view, FilingSubject::Plan).next().is_some()
}

fn failed(view: &ProjectView) -> impl Iterator<Item = &ReportView> {
    let acceptance = view.acceptance.iter();
    acceptance.flat_map(|one| one.reports.iter().filter(|report| !report.passed))
}

fn of(view: &ProjectView, subject: FilingSubject) -> impl Iterator<Item = &FilingView> {
    let filings = view.filings.iter();
    filings.filter(move |filing| filing.subject == subject)
}

fn letters(view: &ProjectView) -> AnyView {
    let mut all: Vec<AnyView> = of(view, FilingSubject::Plan)
        .map(|filing| letter(view, filing, determined(view)))
        .collect();
    for report in failed(view) {
        all.push(to_unit(view, report));
        let filings = of(view, FilingSubject::Report).filter(|one| one.sent == report.date);
        all.extend(filings.map(|filing| letter(view, filing, has_failed(view, report))));
    }
    if all.is_empty() {
        return view! { <p class="empty">"还没有可以打印的告知书、通知书。"</p> }.into_any();
    }
    view! { {all} }.into_any()
}

fn agency(view: &ProjectView) -> String {
    let mut signed = view.agreement.iter().flat_map(|one| &one.signatures);
    let name = signed.find(|(party, ..)| *party == Party::Agency);
    name.map_or_else(
        || format!("{}工伤保险经办机构", view.tenant_name),
        |(_, name, _)| name.clone(),
    )
}

fn unit(view: &ProjectView) -> String {
    view.unit.clone().unwrap_or_else(|| view.applicant.clone())
}

fn determined(view: &ProjectView) -> String {
    let day = view.determined_on.map_or_else(String::new, full_date);
    format!(
        "依据{BASIS}四（三）的规定，经工伤预防联席会议研究审核（{}），{day}确定“{}”纳入{}年度工伤预防项目。项目提出单位：{}；实施方式：{}；核定金额：{}（¥{}）；实施周期：{}至{}。现将项目计划送你单位备案。",
        view.resolution,
        view.name,
        view.year,
        view.applicant,
        view.mode.label(),
        view.approved.in_capitals(),
        view.approved,
        full_date(view.start),
        full_date(view.end),
    )
}

fn has_failed(view: &ProjectView, report: &ReportView) -> String {
    let what = if report.round > 1 {
        "整改后再次评估验收，结论仍为不合格"
    } else {
        "评估验收，结论为不合格"
    };
    format!(
        "依据{BASIS}四（七）的规定，{}承担实施的{}年度工伤预防项目“{}”经{what}（报告日期：{}）。现将评估验收报告送你单位备案。",
        unit(view),
        view.year,
        view.name,
        full_date(report.date),
    )
}

/// To a member of the joint meeting.
fn letter(view: &ProjectView, filing: &FilingView, text: String) -> AnyView {
    let receipt = signature(
        "签收单位",
        &filing.to,
        "签收人（签字）",
        filing.acknowledged,
        String::new(),
    );
    view! {
        <article class="gongwen deed-paper">
            {header("工伤预防项目备案告知书", view)}
            <p class="to">{format!("{}：", filing.to)}</p>
            {paragraphs(&text)}
            {sender(view, filing.sent)}
            {boxes(vec![receipt])}
        </article>
    }
    .into_any()
}

/// To the unit: what is wrong, and what it means.
fn to_unit(view: &ProjectView, report: &ReportView) -> AnyView {
    let missed: Vec<_> = report
        .results
        .iter()
        .filter(|(.., achieved)| !achieved)
        .map(|(goal, measured, _)| {
            let line = format!("{}：目标值 {}，实测 {measured}。", goal.goal, goal.target);
            view! { <p>{line}</p> }
        })
        .collect();
    let goals = (!missed.is_empty()).then(|| view! { <h3>"未达到的绩效目标"</h3>{missed} });
    let served = view.acceptance.as_ref().and_then(|one| one.acknowledged);
    let receipt = signature(
        "签收单位",
        &unit(view),
        "签收人（签字）",
        served.filter(|_| report.round == 1),
        String::new(),
    );
    let first = format!(
        "依据{BASIS}四（七）的规定，你单位承担实施的{}年度工伤预防项目“{}”经评估验收，结论为不合格（报告日期：{}）。",
        view.year,
        view.name,
        full_date(report.date),
    );
    view! {
        <article class="gongwen deed-paper">
            {header("工伤预防项目评估验收不合格通知书", view)}
            <p class="to">{format!("{}：", unit(view))}</p>
            <p>{first}</p>
            <h3>"存在的问题"</h3>
            {paragraphs(&report.defects)}
            {goals}
            <h3>"处理"</h3>
            <p>{consequence(view, report)}</p>
            {sender(view, report.date)}
            {boxes(vec![receipt])}
        </article>
    }
    .into_any()
}

fn consequence(view: &ProjectView, report: &ReportView) -> String {
    if report.round > 1 {
        return "整改后再次评估验收仍不合格，工伤保险经办机构可视情况拒绝支付或扣除部分项目资金，决定另行送达。".into();
    }
    let mut clocks = view.deadlines.iter();
    // A receipt replaces the clock that assumed the service day; the old one is history.
    let due = clocks.find(|one| {
        one.kind == DeadlineKind::Rectification && one.result != Some(DeadlineResult::Cancelled)
    });
    let due = due.map_or_else(String::new, |one| {
        let assumption = if one.assumption.is_empty() {
            String::new()
        } else {
            format!("（{}）", one.assumption)
        };
        format!("，最迟 {}24 时{assumption}", long_date(one.next.due))
    });
    format!(
        "请自本通知书送达次日起{RECTIFICATION_WORKING_DAYS}个工作日内完成整改并提交整改材料{due}。经整改评估验收合格的，方可支付余款；拒不整改的，工伤保险经办机构有权终止项目并依法追究责任和损失；未在规定时间内完成整改，或者整改后再次评估验收仍不合格的，可视情况拒绝支付或扣除部分项目资金。"
    )
}

fn header(name: &'static str, view: &ProjectView) -> AnyView {
    view! {
        <header>
            <p class="gongwen-name">{name}</p>
            <p class="gongwen-no">{format!("项目编号：{}", view.code)}</p>
        </header>
    }
    .into_any()
}

/// The agency seals it.
fn sender(view: &ProjectView, on: chrono::NaiveDate) -> AnyView {
    view! {
        <p class="day">{format!("{}（盖章）", agency(view))}</p>
        <p class="day">{full_date(on)}</p>
    }
    .into_any()
}
