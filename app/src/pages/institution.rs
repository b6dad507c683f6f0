//! `/institutions/:id`: what this city knows of an institution, and the form to check it.

use domain::access::Action;
use domain::contract::{BanRow, CheckView, ChosenProject, InstitutionView, Me};
use domain::state::Condition;
use leptos::prelude::*;

use super::bans::proposal;
use crate::api::institution::institution as load;
use crate::components::{
    ActForm, AreaField, Choice, ChoiceField, Follow, TextField, ban_badge, page_of, project_badge,
    rows, slice, standing_badge, was_refused,
};
use crate::test_ids;
use crate::text::full_date;

/// `/institutions/:id`.
pub fn institution() -> AnyView {
    page_of(
        "服务机构",
        load,
        |_| Follow::Changes("projects".into()),
        body,
    )
}

fn body(_: Me, view: Signal<InstitutionView>) -> AnyView {
    let actions = view.with_untracked(|view| view.actions.clone());
    let may_check = actions.contains(&Action::RecordEligibility);
    let ban = actions
        .contains(&Action::ProposeBan)
        .then(|| view.with_untracked(propose));
    let checks = slice(view, |view| view.checks.clone());
    let empty = move || {
        checks.with(Vec::is_empty).then(|| {
            view! { <p class="empty">"尚未核验。选定实施单位和签订协议前，须由经办机构核验六项条件。"</p> }
        })
    };
    view! {
        {move || view.with(head)}
        <div class="cols wide-left">
            <div>
                {may_check.then(|| check_form(view))}
                <section class="panel" id="checks">
                    <h2>"条件核验" <small>"新的核验替代旧的，旧记录不改"</small></h2>
                    {rows(checks, |check| check.id, check)}
                    {empty}
                </section>
            </div>
            <div>
                <section class="panel">
                    <h2>"登记信息" <small>"全区共享"</small></h2>
                    {move || view.with(register)}
                </section>
                {move || view.with(|view| bans(&view.bans))}
                {move || view.with(|view| projects(&view.projects))}
                {ban}
            </div>
        </div>
    }
    .into_any()
}

fn head(view: &InstitutionView) -> AnyView {
    let standing = view.standing.as_ref().map(|standing| {
        view! { <span data-testid=test_ids::STANDING>{standing_badge(standing)}</span> }
    });
    let because = view.standing.as_ref().map(|standing| standing.because());
    let banned = view.banned_until.map(|until| {
        view! { <span class="tag late">{format!("禁入至 {}", full_date(until))}</span> }
    });
    view! {
        <leptos_meta::Title text=view.name.clone()/>
        <div class="head">
            <h1>{view.name.clone()}</h1>
            {standing}
            {banned}
            <span class="meta">{because}</span>
        </div>
    }
    .into_any()
}

fn register(view: &InstitutionView) -> AnyView {
    view! {
        <dl>
            <dt>"统一社会信用代码"</dt>
            <dd>{view.credit_code.clone()}</dd>
            <dt>"机构类别"</dt>
            <dd>{view.kind.map_or("未登记类别", |kind| kind.label())}</dd>
            <dt>"列入名录"</dt>
            <dd>{view.registered.map_or_else(|| "未列入".to_owned(), full_date)}</dd>
        </dl>
    }
    .into_any()
}

fn check(check: Signal<CheckView>, fresh: Signal<bool>) -> AnyView {
    let check = check.get_untracked();
    let failed = check.results.iter().filter(|(_, met, _)| !met).count();
    let (class, word) = if failed == 0 {
        ("tag ok", "六项均符合".to_owned())
    } else {
        ("tag late", format!("{failed} 项不符合"))
    };
    let about = check
        .project
        .map(|name| format!(" · 含项目“{name}”的专项条件"));
    let since = check
        .business_since
        .map(|day| format!(" · 从业起始 {}", full_date(day)));
    let violation = check
        .last_violation
        .map(|day| format!(" · 最近一次重大违法违规 {}", full_date(day)));
    let results: Vec<_> = check.results.into_iter().enumerate().map(result).collect();
    view! {
        <details class="check" class:fresh=fresh>
            <summary>
                {full_date(check.checked)} " " <span class=class>{word}</span>
                <span class="clause">
                    {format!("{} · {} · 有效期至 {}", check.tenant_name, check.by, full_date(check.expires))}
                    {about} {since} {violation}
                </span>
            </summary>
            <ol class="conditions">{results}</ol>
        </details>
    }
    .into_any()
}

fn result((index, (condition, met, evidence)): (usize, (Condition, bool, String))) -> AnyView {
    let (class, word) = if met {
        ("tag ok", "符合")
    } else {
        ("tag late", "不符合")
    };
    view! {
        <li>
            <span class=class>{word}</span> " "
            {format!("{}. {}", index + 1, condition.label())}
            {(!evidence.is_empty()).then(|| view! { <div class="clause text">{evidence}</div> })}
        </li>
    }
    .into_any()
}

/// The form: six results with what they rest on, two dates, and the project with its own condition.
fn check_form(view: Signal<InstitutionView>) -> AnyView {
    let known = view.get_untracked();
    let verdicts = || -> Vec<Choice> {
        vec![
            (String::new(), "请选择".into()),
            ("yes".into(), "符合".into()),
            ("no".into(), "不符合".into()),
        ]
    };
    let conditions: Vec<_> = Condition::ALL
        .iter()
        .enumerate()
        .map(|(index, condition)| {
            let name = |part: &str| format!("draft[results][{index}][{part}]");
            view! {
                <fieldset>
                    <legend>{format!("{}. {}", index + 1, condition.label())}</legend>
                    <ChoiceField name=name("passed") label="核验结果" choices=verdicts()/>
                    <AreaField name=name("evidence") label="核验依据" hint=hint(*condition) rows=2/>
                </fieldset>
            }
        })
        .collect();
    let special = (!known.special.is_empty()).then(|| {
        let mut choices: Vec<Choice> = vec![(String::new(), "一般核验".into())];
        choices.extend(
            known
                .special
                .iter()
                .map(|(id, name, texts)| (id.to_string(), format!("{name}：{}", texts.join("；")))),
        );
        view! {
            <ChoiceField name="draft[project]" label="专项条件" choices=choices hint="项目列有专项条件的，选择该项目，并在第 6 项写明是否具备。"/>
        }
    });
    let open = was_refused(Action::RecordEligibility) || known.checks.is_empty();
    view! {
        <details class="panel" id="check" open=open>
            <summary>"核验六项条件" <span class="clause">{Action::RecordEligibility.rule().clause}</span></summary>
            <p class="clause">"核验结果自当日起 12 个月内有效；选定和签约当日仍会按日期重新计算。直接实施本单位项目的，第 5 项仅供参考。"</p>
            <ActForm action=Action::RecordEligibility main=true>
                <input type="hidden" name="id" value=known.id.to_string()/>
                {conditions}
                <div class="fields">
                    <TextField name="draft[business_since]" label="从事相关业务的起始日期" kind="date" hint="以最早的业务合同为准，满两年方为符合。"/>
                    <TextField name="draft[last_violation]" label="最近一次重大违法违规的日期" kind="date" hint="没有的不填。"/>
                </div>
                {special}
            </ActForm>
        </details>
    }
    .into_any()
}

const fn hint(condition: Condition) -> &'static str {
    match condition {
        Condition::Legal => "登记证书；分支机构须有法人授权并由法人签约。",
        Condition::Credit => "财务管理制度、近六个月纳税和社会保险缴费凭证、承诺书。",
        Condition::Clean => "信用公示平台查询结果。",
        Condition::Means => "设备清单；专业技术人员的姓名、职称、专业。",
        Condition::Experience => "历年业务合同和结项材料。",
        Condition::Other => "依法须取得的许可、资质。",
    }
}

/// A proposal to ban, about one of its projects or none.
fn propose(view: &InstitutionView) -> AnyView {
    let mut projects: Vec<Choice> = vec![(String::new(), "不涉及具体项目".into())];
    projects.extend(
        view.projects
            .iter()
            .map(|project| (project.id.to_string(), project.name.clone())),
    );
    let whom = view! {
        <input type="hidden" name="draft[credit_code]" value=view.credit_code.clone()/>
        <ChoiceField name="draft[project]" label="所涉项目" choices=projects hint="只能选择由该单位实施的项目。"/>
    };
    proposal(whom.into_any())
}

fn bans(list: &[BanRow]) -> Option<AnyView> {
    let items: Vec<_> = list
        .iter()
        .map(|ban| {
            view! {
                <li>
                    {ban_badge(ban.status)} " "
                    {format!("{} 至 {}", full_date(ban.effective), full_date(ban.last))}
                    <div class="clause">{format!("{} · {} · {}", ban.tenant_name, ban.decision_no, ban.grounds.label())}</div>
                </li>
            }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! { <section class="panel"><h2>"禁入记录"</h2><ul class="plain">{items}</ul></section> }
            .into_any()
    })
}

fn projects(list: &[ChosenProject]) -> AnyView {
    let items: Vec<_> = list
        .iter()
        .map(|project| {
            view! {
                <li>
                    <a href=format!("/projects/{}", project.id)>{project.name.clone()}</a> " "
                    {project_badge(project.state)}
                    <div class="clause">{format!("{} · {}", project.tenant_name, project.code)}</div>
                </li>
            }
        })
        .collect();
    let empty = items
        .is_empty()
        .then(|| view! { <p class="empty">"在本盟市没有项目。"</p> });
    view! { <section class="panel"><h2>"相关项目"</h2><ul class="plain">{items}</ul>{empty}</section> }
        .into_any()
}
