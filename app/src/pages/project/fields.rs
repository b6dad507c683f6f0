//! The fields each action needs beside the id and the version.

mod doing;

use chrono::Datelike;
use domain::access::Action;
use domain::contract::{Goal, PooledView, ProjectView};
use domain::prepayment;
use domain::state::{AnswerKind, Disposition};
use leptos::prelude::*;

use super::deed::Deed;
use super::{agreement, selection};
use crate::components::{
    AmountField, AreaField, CheckField, Choice, ChoiceField, TextField, act_key, slice,
};

/// The fields of a deed's form, filled with what the project knows.
pub fn of(deed: Deed, view: Signal<ProjectView>) -> AnyView {
    let known = view.get_untracked();
    match deed.action {
        Action::CompileBudget => budget(&known),
        Action::SelectUnit => selection::form(known.mode),
        Action::RequireCondition => {
            view! { <AreaField name="text" label="专项条件" hint="本项目另须具备的许可、资质等；列明后，实施单位须就此核验。"/> }.into_any()
        }
        Action::DraftAgreement => agreement::draft(&known, view),
        Action::RequestPrepayment => prepayment(view),
        Action::Pay => pay(deed, view),
        Action::RejectPayment => reason("退回原因", "写明需要补充或更正的内容，申请单位会看到。"),
        Action::CompleteProject => {
            view! { <CheckField name="archive_complete" label="声明：档案清单所列材料真实、完整，可供查验"/> }.into_any()
        }
        Action::ApplyAcceptance => organiser(&known),
        Action::ReturnAcceptance => {
            view! { <AreaField name="defects" label="须补正的内容" hint="逐条写明，一行一条。退回后验收期限不起算。"/> }.into_any()
        }
        Action::AppointEvaluators => evaluators(&known),
        Action::DeclareConflict => declaration(),
        Action::SubmitReport => report(&known),
        Action::SubmitRectification => {
            view! { <AreaField name="text" label="整改情况" rows=6 hint="对照不合格报告逐条说明整改措施和结果。"/> }.into_any()
        }
        Action::AcknowledgeReport => {
            view! { <p class="clause">"签收即为送达，整改期限自次日起 30 个工作日。不签收的，报告发出后第 5 个工作日视为送达。"</p> }.into_any()
        }
        Action::AnswerRectification => answer(),
        Action::RemindRectification => {
            view! { <AreaField name="text" label="催告内容" hint="只催告一次。实施单位应在 5 个工作日内提交整改方案或答复；既无方案又不答复的，可认定拒不整改。"/> }.into_any()
        }
        Action::OfferLate => {
            view! { <AreaField name="text" label="整改情况" rows=6 hint="整改期限已过，逾期记录不因提交而消除。在作出处置决定前，经办机构可以同意复验。"/> }.into_any()
        }
        Action::AcceptLate => reason("同意理由", "同意后组织复验，不再直接处置；整改逾期的记录保留。"),
        Action::RecordReview => {
            view! {
                <AreaField name="findings" label="评估情况" rows=4 hint="项目办结后一段时期的效果：工伤和职业病发生、职工防护行为、企业管理等变化及依据。"/>
                <AreaField name="advice" label="对今后项目的建议" hint="可不填。"/>
            }
            .into_any()
        }
        Action::RecordRefusal => reason("认定理由", "写明催告经过、实施单位的答复和认定依据。"),
        Action::DecideDisposition => disposition(view),
        _ => doing::of(deed, view),
    }
}

fn reason(label: &'static str, hint: &'static str) -> AnyView {
    view! { <AreaField name="reason" label=label hint=hint/> }.into_any()
}

fn budget(view: &ProjectView) -> AnyView {
    let years: Vec<Choice> = (view.start.year().min(view.year)..=view.end.year().max(view.year))
        .map(|year| (year.to_string(), format!("{year} 年度")))
        .collect();
    let listed = view.budget.iter().map(|line| line.amount).sum();
    let rest = view.approved.saturating_sub(listed);
    let hint = format!(
        "核定 {} 元，已编列 {listed} 元。各年度合计应等于核定金额。",
        view.approved
    );
    view! {
        <ChoiceField name="year" label="年度" choices=years chosen=view.year.to_string()/>
        <AmountField name="amount" label="本年度预算" value=rest.plain() hint=hint/>
    }
    .into_any()
}

fn prepayment(view: Signal<ProjectView>) -> AnyView {
    let agreed = slice(view, |view| view.money.agreement);
    let hint = view.with_untracked(|view| {
        let (min, max) = prepayment::band(view.money.agreement);
        format!(
            "累计 30% 至 70%，即 {min} 元至 {max} 元；已付 {} 元。",
            view.money.prepaid
        )
    });
    let agreed_share = view.with_untracked(|view| {
        let share = view
            .agreement
            .as_ref()
            .and_then(|agreement| agreement.prepay)?;
        Some(prepayment::from_ratio(view.money.agreement, share).saturating_sub(view.money.prepaid))
    });
    let agreed_share = agreed_share
        .filter(|amount| amount.is_positive())
        .map(|amount| amount.plain())
        .unwrap_or_default();
    // A rejected request leaves a payment behind, so a new one after it gets a new key.
    let key = move || {
        view.with(|view| {
            let payments = i64::try_from(view.payments.len()).unwrap_or(i64::MAX);
            act_key(
                Action::RequestPrepayment,
                &[view.id.0, view.version.0.into(), payments],
            )
        })
    };
    view! {
        <input type="hidden" name="key" value=key/>
        <AmountField name="amount" label="申请金额" value=agreed_share hint=hint of=("协议金额", agreed)/>
    }
    .into_any()
}

fn pay(deed: Deed, view: Signal<ProjectView>) -> AnyView {
    let key = move || {
        let version = view.with(|view| {
            view.payments
                .iter()
                .find(|payment| payment.id.0 == deed.number)
                .map(|payment| payment.version.0)
        });
        act_key(
            Action::Pay,
            &[deed.number, version.unwrap_or_default().into()],
        )
    };
    let payee = view.with_untracked(|view| {
        view.payments
            .iter()
            .find(|payment| payment.id.0 == deed.number)
            .map(|payment| payment.payee.clone())
            .unwrap_or_default()
    });
    view! {
        <input type="hidden" name="key" value=key/>
        <TextField name="voucher" label="付款凭证号"/>
        <p class="clause">{format!("付至 {payee} 已确认的收款账户（见“收款账户”），不能改付其他账户。")}</p>
    }
    .into_any()
}

fn organiser(view: &ProjectView) -> AnyView {
    let choices: Vec<Choice> = view
        .mode
        .organisers()
        .iter()
        .map(|organiser| (organiser.code().into(), organiser.label().into()))
        .collect();
    view! {
        <ChoiceField name="organiser" label="向谁申请" choices=choices hint="委托第三方实施的，由提出单位或经办机构组织；其余由经办机构组织。"/>
    }
    .into_any()
}

fn evaluators(view: &ProjectView) -> AnyView {
    let payers: Vec<Choice> = vec![
        ("applicant".into(), "项目提出单位承担".into()),
        ("agency_admin".into(), "经办机构行政经费".into()),
    ];
    let pool = view.acceptance.iter().flat_map(|one| &one.pool);
    let pool: Vec<_> = pool.map(candidate).collect();
    let empty = pool.is_empty().then(
        || view! { <p class="empty">"评估人库中没有可聘请的人。请经办机构先登记评估人。"</p> },
    );
    view! {
        <fieldset>
            <legend>"从评估人库中选聘"</legend>
            {pool}
            {empty}
        </fieldset>
        <ChoiceField name="who[payer]" label="评估费用" choices=payers hint="评估验收费用不得从工伤预防费列支。"/>
        <p class="clause">"评估人须在出具报告前本人申报与提出单位、实施单位有无利害关系；有利害关系的应当回避，由组织单位另行聘请。"</p>
    }
    .into_any()
}

/// An expert to tick, or why he cannot be chosen.
fn candidate(one: &PooledView) -> AnyView {
    let about = [&one.employer, &one.title, &one.speciality]
        .into_iter()
        .filter(|text| !text.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join("，");
    let label = format!("{}（{about}）", one.name);
    match &one.why_not {
        None => view! { <CheckField name=format!("who[chosen][{}]", one.login) label=label/> }
            .into_any(),
        Some(because) => {
            view! { <p class="clause">{format!("{label}：不能聘请，{because}")}</p> }.into_any()
        }
    }
}

fn declaration() -> AnyView {
    let words: Vec<Choice> = vec![
        (String::new(), "请选择".into()),
        ("no".into(), "无利害关系".into()),
        ("yes".into(), "有利害关系，申请回避".into()),
    ];
    view! {
        <ChoiceField name="conflict" label="与提出单位、实施单位" choices=words hint="利害关系包括现任职或近两年曾任职、持股、近亲属任职、参与本项目实施等。"/>
        <AreaField name="text" label="利害关系说明" hint="申报有利害关系的必填；申报后不能撤回，由组织单位另行聘请评估人。"/>
    }
    .into_any()
}

fn report(view: &ProjectView) -> AnyView {
    let goals: Vec<_> = view
        .goals
        .iter()
        .enumerate()
        .map(|(index, goal)| goal_result(index, goal))
        .collect();
    let conclusions: Vec<Choice> = vec![
        (String::new(), "请选择".into()),
        ("pass".into(), "合格".into()),
        ("fail".into(), "不合格".into()),
    ];
    let amount = view.money.agreement;
    view! {
        <AreaField name="report[findings]" label="项目实施情况" rows=4/>
        <AreaField name="report[budget_execution]" label="资金使用情况"/>
        <fieldset>
            <legend>"绩效目标实现情况"</legend>
            {goals}
        </fieldset>
        <ChoiceField name="report[conclusion]" label="结论" choices=conclusions/>
        <AreaField name="report[defects]" label="存在的问题" hint="结论为不合格时必填，一行一条。"/>
        <AmountField name="report[settlement]" label="据实结算金额" hint=format!("不填即按协议金额 {amount} 元结算。")/>
    }
    .into_any()
}

fn goal_result(index: usize, goal: &Goal) -> AnyView {
    let name = |part: &str| format!("report[results][{index}][{part}]");
    let achieved: Vec<Choice> = vec![
        (String::new(), "请选择".into()),
        ("yes".into(), "达成".into()),
        ("no".into(), "未达成".into()),
    ];
    view! {
        <div class="goal">
            <p><b>{format!("{}. {}", goal.no, goal.goal)}</b></p>
            <p class="clause">{format!("目标值：{} · 衡量方法：{}", goal.target, goal.method)}</p>
            <input type="hidden" name=name("no") value=goal.no.to_string()/>
            <TextField name=name("measured") label="实测值"/>
            <ChoiceField name=name("achieved") label="是否达成" choices=achieved/>
        </div>
    }
    .into_any()
}

fn answer() -> AnyView {
    let kinds: Vec<Choice> = AnswerKind::ALL
        .iter()
        .map(|kind| (kind.code().into(), kind.label().into()))
        .collect();
    view! {
        <ChoiceField name="kind" label="答复类别" choices=kinds hint="书面拒绝整改的，经办机构可据此认定拒不整改并终止项目；认定前可以改为提交整改方案。"/>
        <AreaField name="text" label="内容" rows=4/>
    }
    .into_any()
}

fn disposition(view: Signal<ProjectView>) -> AnyView {
    let kinds: Vec<Choice> = Disposition::ALL
        .iter()
        .map(|kind| (kind.code().into(), kind.label().into()))
        .collect();
    let balance =
        view.with_untracked(|view| view.money.agreement.saturating_sub(view.money.prepaid));
    view! {
        <ChoiceField name="kind" label="处置方式" choices=kinds/>
        <AmountField name="amount" label="扣减金额" hint=format!("扣减支付时填写，最多 {balance} 元；拒付尾款时不填。")/>
        <AreaField name="reason" label="处置理由"/>
    }
    .into_any()
}
