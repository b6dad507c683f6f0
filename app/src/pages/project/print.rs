//! The official papers of a project on A4: the service agreement, one copy for each party, and the
//! reports of its acceptance.

use domain::contract::{AcceptanceView, AgreementView, Me, ProjectView, ReportView};
use domain::state::{AgreementState, Organiser, Party};
use leptos::prelude::*;

use crate::api::project::project as load;
use crate::browser;
use crate::components::{Follow, page_of, yes_no};
use crate::test_ids;
use crate::text::{full_date, numeral};

/// `/projects/:id/agreement/print`.
pub fn agreement() -> AnyView {
    of_address("打印服务协议", |_, view| {
        let copies = move || view.with(copies);
        let hint =
            "一式多份，签约各方各一份，自动附各方留存联。A4 纵向，建议在打印对话框中关闭页眉页脚。";
        sheets(view, "打印服务协议", hint, copies)
    })
}

/// `/projects/:id/report/print`.
pub fn report() -> AnyView {
    of_address("打印验收报告", |_, view| {
        let reports = move || view.with(reports);
        let hint = "初验、复验报告分页打印。A4 纵向，建议在打印对话框中关闭页眉页脚。";
        sheets(view, "打印验收报告", hint, reports)
    })
}

pub(super) fn of_address(
    title: &'static str,
    body: impl Fn(Me, Signal<ProjectView>) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView {
    page_of(
        title,
        load,
        |view| Follow::Views(format!("project:{}", view.id)),
        body,
    )
}

pub(super) fn sheets(
    view: Signal<ProjectView>,
    title: &'static str,
    hint: &'static str,
    content: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let id = view.with_untracked(|view| view.id);
    view! {
        <div class="print-bar">
            <h1>{title}</h1>
            <p class="clause">{hint}</p>
            <button type="button" class="main scripted" on:click=|_| browser::print()>"打印"</button>
            <a class="btn" href=format!("/projects/{id}")>"返回项目"</a>
        </div>
        <div class="sheets" data-testid=test_ids::PRINT>{content}</div>
    }
    .into_any()
}

/// A copy for each party (R072, R074: two or three).
fn copies(view: &ProjectView) -> AnyView {
    let Some(agreement) = &view.agreement else {
        return view! { <p class="empty">"还没有可以打印的服务协议。"</p> }.into_any();
    };
    let all: Vec<_> = agreement
        .signatures
        .iter()
        .map(|(party, ..)| copy(view, agreement, *party))
        .collect();
    view! { {all} }.into_any()
}

fn copy(view: &ProjectView, agreement: &AgreementView, keeper: Party) -> AnyView {
    let parties: Vec<_> = agreement
        .signatures
        .iter()
        .map(|(party, name, _)| view! { <p>{format!("{}：{name}", party.label())}</p> })
        .collect();
    let clauses: Vec<_> = (1..)
        .zip(&agreement.clauses)
        .map(|(no, (clause, text))| {
            view! {
                <h3>{format!("第{}条　{}", numeral(no), clause.label())}</h3>
                {paragraphs(text)}
            }
        })
        .collect();
    let signed: Vec<_> = agreement
        .signatures
        .iter()
        .map(|(party, name, day)| {
            let electronic = agreement.electronic.iter().find(|(of, _)| of == party);
            let seal = electronic.map_or_else(String::new, |(_, why)| format!("电子签章：{why}"));
            signature(
                party.label(),
                name,
                "法定代表人或委托代理人（签字）",
                *day,
                seal,
            )
        })
        .collect();
    let count = numeral(i32::try_from(agreement.signatures.len()).unwrap_or(2));
    let mode = if agreement.signatures.len() > 2 {
        "三方"
    } else {
        "双方"
    };
    view! {
        <article class="gongwen deed-paper">
            <header>
                <p class="gongwen-keeper"><span class="keeper">{format!("{}留存", keeper.label())}</span></p>
                <p class="gongwen-name">"工伤预防项目服务协议书"</p>
                <p class="gongwen-no">{format!("项目编号：{}", view.code)}</p>
            </header>
            {parties}
            {unfinished(view, agreement.state)}
            <p>{format!(
                "依据《内蒙古自治区工伤预防实施方案》（内人社发〔2020〕16号）四（五）的规定，{mode}就{}{}年度工伤预防项目“{}”的实施，协商一致，签订本协议。",
                view.tenant_name, view.year, view.name
            )}</p>
            {figures(agreement)}
            {clauses}
            <p>{format!(
                "本协议一式{count}份，签约各方各执一份，具有同等效力；签署后报工伤预防联席会议各成员单位备案。"
            )}</p>
            {boxes(signed)}
        </article>
    }
    .into_any()
}

/// What stands between this text and a binding one, and which changes it contains.
fn unfinished(view: &ProjectView, state: AgreementState) -> Option<AnyView> {
    let open = matches!(
        state,
        AgreementState::Draft | AgreementState::Checked | AgreementState::Signing
    );
    let note = if open {
        format!(
            "（本文本状态为“{}”，各方签署完毕前不发生效力。）",
            state.label()
        )
    } else {
        let last = view.doing.versions.iter().map(|one| one.no).max()?;
        format!("（本文本为变更后文本，已含至第{last}号补充协议的变更。）")
    };
    Some(view! { <p>{note}</p> }.into_any())
}

fn figures(agreement: &AgreementView) -> AnyView {
    let prepay = agreement.prepay.map_or_else(
        || "不约定预付款".to_owned(),
        |share| format!("预付比例为协议金额的 {share}"),
    );
    view! {
        <p>{format!(
            "协议金额：{}（¥{}）；实施期限：{}至{}；{prepay}。",
            agreement.amount.in_capitals(),
            agreement.amount,
            full_date(agreement.start),
            full_date(agreement.end),
        )}</p>
    }
    .into_any()
}

pub(super) fn paragraphs(text: &str) -> AnyView {
    let all: Vec<_> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| view! { <p>{line.to_owned()}</p> })
        .collect();
    view! { {all} }.into_any()
}

pub(super) fn boxes(all: Vec<AnyView>) -> AnyView {
    view! { <table class="gongwen-signed boxes"><tbody>{all}</tbody></table> }.into_any()
}

/// A box to seal and sign; the day stands in it once it is known.
pub(super) fn signature(
    part: &'static str,
    name: &str,
    signer: &'static str,
    day: Option<chrono::NaiveDate>,
    note: String,
) -> AnyView {
    let day = day.map_or_else(|| "　　　年　　月　　日".to_owned(), full_date);
    let note = (!note.is_empty()).then(|| view! { <p>{note}</p> });
    view! {
        <tr>
            <th scope="row">{part}</th>
            <td>
                <p>{format!("{name}（盖章）")}</p>
                <p>{format!("{signer}：")}</p>
                {note}
                <p class="day">{day}</p>
            </td>
        </tr>
    }
    .into_any()
}

fn reports(view: &ProjectView) -> AnyView {
    let acceptance = view.acceptance.as_ref();
    let all: Vec<_> = acceptance
        .into_iter()
        .flat_map(|acceptance| acceptance.reports.iter().map(move |one| (acceptance, one)))
        .map(|(acceptance, one)| report_paper(view, acceptance, one))
        .collect();
    if all.is_empty() {
        return view! { <p class="empty">"还没有可以打印的验收报告。"</p> }.into_any();
    }
    view! { {all} }.into_any()
}

fn report_paper(view: &ProjectView, acceptance: &AcceptanceView, report: &ReportView) -> AnyView {
    let name = if report.round > 1 {
        "工伤预防项目复验报告"
    } else {
        "工伤预防项目评估验收报告"
    };
    let conclusion = if report.passed {
        "经评估验收，本项目合格。"
    } else {
        "经评估验收，本项目不合格。"
    };
    let defects = if report.defects.is_empty() {
        "无。"
    } else {
        report.defects.as_str()
    };
    view! {
        <article class="gongwen deed-paper">
            <header>
                <p class="gongwen-name">{name}</p>
                <p class="gongwen-no">{format!("项目编号：{}", view.code)}</p>
            </header>
            {facts(view, acceptance)}
            <h3>"一、项目实施情况"</h3>
            {paragraphs(&report.findings)}
            <h3>"二、资金使用情况"</h3>
            {paragraphs(&report.budget_execution)}
            <h3>"三、绩效目标完成情况"</h3>
            <table class="gongwen-signed">
                <thead><tr><th scope="col">"绩效目标"</th><th scope="col">"目标值"</th><th scope="col">"实测"</th><th scope="col" class="n">"是否达到"</th></tr></thead>
                <tbody>{goals(report)}</tbody>
            </table>
            <h3>"四、存在的问题"</h3>
            {paragraphs(defects)}
            <h3>"五、结论"</h3>
            <p>{conclusion}</p>
            {boxes(evaluators(view, acceptance, report))}
        </article>
    }
    .into_any()
}

/// What was to be reached, and what was (R093).
fn goals(report: &ReportView) -> Vec<AnyView> {
    report
        .results
        .iter()
        .map(|(goal, measured, achieved)| {
            view! {
                <tr>
                    <td>{goal.goal.clone()}</td>
                    <td>{goal.target.clone()}</td>
                    <td>{measured.clone()}</td>
                    <td class="n">{yes_no(*achieved)}</td>
                </tr>
            }
            .into_any()
        })
        .collect()
}

/// Who answers for the report: each evaluator, then whoever organised the acceptance.
fn evaluators(
    view: &ProjectView,
    acceptance: &AcceptanceView,
    report: &ReportView,
) -> Vec<AnyView> {
    acceptance
        .evaluators
        .iter()
        .map(|one| {
            let who = format!("{}，{}，{}", one.name, one.organisation, one.title);
            view! { <tr><th scope="row">"评估人"</th><td><p>{who}</p><p>"签字："</p></td></tr> }
                .into_any()
        })
        .chain([signature(
            "组织单位",
            &organiser(view, acceptance),
            "负责人（签字）",
            Some(report.date),
            String::new(),
        )])
        .collect()
}

/// Who seals a report: by name where this person may see it.
fn organiser(view: &ProjectView, acceptance: &AcceptanceView) -> String {
    let party = match acceptance.organiser {
        Organiser::Proposer => return view.applicant.clone(),
        Organiser::Agency => Party::Agency,
    };
    let mut signed = view.agreement.iter().flat_map(|one| &one.signatures);
    signed
        .find(|(of, ..)| *of == party)
        .map_or_else(|| party.label().to_owned(), |(_, name, _)| name.clone())
}

fn facts(view: &ProjectView, acceptance: &AcceptanceView) -> AnyView {
    let unit = view.unit.clone().unwrap_or_default();
    let amount = view.agreement.as_ref().map_or_else(String::new, |one| {
        format!(
            "{} 元，{}至{}",
            one.amount,
            full_date(one.start),
            full_date(one.end)
        )
    });
    let rows: Vec<_> = [
        ("项目名称", view.name.clone()),
        ("项目提出单位", view.applicant.clone()),
        ("项目实施单位", unit),
        ("协议金额和期限", amount),
        ("验收组织单位", organiser(view, acceptance)),
        ("申请验收", full_date(acceptance.applied)),
    ]
    .into_iter()
    .filter(|(_, text)| !text.is_empty())
    .map(|(word, text)| view! { <tr><th scope="row">{word}</th><td>{text}</td></tr> })
    .collect();
    view! { <table class="gongwen-signed"><tbody>{rows}</tbody></table> }.into_any()
}
