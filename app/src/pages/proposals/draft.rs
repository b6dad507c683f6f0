//! What is typed: the review sheet of a proposal, and a project of the agency's own (R070).

use domain::access::Action;
use domain::contract::{ProposalRow, ProposalsView, WaitingProject};
use domain::state::Category;
use leptos::prelude::*;

use crate::components::{ActFold, AmountField, AreaField, Choice, ChoiceField, TextField};

/// What the form of a proposal starts with.
pub struct Known {
    rank: i32,
    requested: String,
    amount: String,
    first_year: String,
    reason: String,
    scores: [String; 3],
    comment: String,
}

impl Known {
    /// An entry that is on the list.
    pub fn of_row(row: &ProposalRow) -> Self {
        let first_year = if row.first_year == row.amount {
            String::new()
        } else {
            row.first_year.plain()
        };
        Self {
            rank: row.rank,
            requested: row.requested.to_string(),
            amount: row.amount.plain(),
            first_year,
            reason: row.reason.clone(),
            scores: [row.budget_score, row.need_score, row.plan_score]
                .map(|score| score.to_string()),
            comment: row.comment.clone(),
        }
    }

    /// A project that is not on it yet.
    pub fn of_waiting(row: &WaitingProject, rank: i32) -> Self {
        Self {
            rank,
            requested: row.requested.to_string(),
            amount: row.requested.plain(),
            first_year: String::new(),
            reason: String::new(),
            scores: Default::default(),
            comment: String::new(),
        }
    }
}

/// The fields of a proposal.
pub fn fields(known: &Known) -> AnyView {
    let [budget, need, plan] = known.scores.clone();
    let score = |name: &'static str, label: &'static str, value: String, hint: &'static str| {
        view! { <TextField name=name label=label value=value hint=hint kind="number"/> }
    };
    view! {
        <div class="fields">
            <TextField name="draft[rank]" label="排序" kind="number" value=known.rank.to_string() hint="1 为最优先，同一年度不重复。"/>
            <AmountField
                name="draft[amount]"
                label="建议金额"
                value=known.amount.clone()
                hint=format!("不超过申报的 {} 元。", known.requested)
            />
            <AmountField
                name="draft[first_year]"
                label="其中计划年度安排"
                value=known.first_year.clone()
                hint="跨两个年度实施的填写，其余列入下一年度；不填即全部在计划年度。"
            />
        </div>
        <AreaField name="draft[reason]" label="建议理由" value=known.reason.clone()/>
        <fieldset>
            <legend>"项目评审（0 至 100 分）"</legend>
            <div class="fields three">
                {score("draft[budget_score]", "预算合理、节约", budget, "必填，项目评审的重要指标。")}
                {score("draft[need_score]", "必要性", need, "")}
                {score("draft[plan_score]", "方案可行性", plan, "")}
            </div>
        </fieldset>
        <AreaField name="draft[comment]" label="评审意见" value=known.comment.clone() rows=2/>
    }
    .into_any()
}

/// The form of a project for the public and for small enterprises.
pub fn public_project(view: Signal<ProposalsView>) -> AnyView {
    let year = view.with_untracked(|view| view.year);
    let categories: Vec<Choice> = Category::ALL
        .iter()
        .map(|category| (category.code().into(), category.label().into()))
        .collect();
    view! {
        <section class="panel" id="public">
            <ActFold
                action=Action::CreatePublicProject
                anchored=true
                title="提出面向社会和中小微企业的项目"
                subject="不填附件 1"
                button="提出项目"
            >
                <input type="hidden" name="draft[year]" value=year.to_string()/>
                <TextField name="draft[name]" label="项目名称"/>
                <div class="fields">
                    <ChoiceField name="draft[category]" label="类别" choices=categories/>
                    <AmountField name="draft[amount]" label="金额"/>
                    <TextField name="draft[industry]" label="行业"/>
                    <TextField name="draft[county]" label="旗县（市、区）"/>
                    <TextField name="draft[start]" label="开始日期" kind="date"/>
                    <TextField name="draft[end]" label="结束日期" kind="date" hint="实施周期最长 2 年。"/>
                </div>
                <TextField name="draft[key_area]" label="重点领域" hint="与已公布的重点领域名称一致。"/>
                <AreaField
                    name="draft[goals]"
                    label="绩效目标"
                    hint="一行一个目标，依次写目标、衡量方法、目标值，用竖线“|”分开。"
                />
                <AreaField name="draft[reason]" label="提出理由"/>
            </ActFold>
        </section>
    }
    .into_any()
}
