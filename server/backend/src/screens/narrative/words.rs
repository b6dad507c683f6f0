//! The sentences of the story.

use chrono::{Datelike, NaiveDate, Weekday};
use domain::Money;
use domain::access::Role;
use domain::full_date;
use domain::state::{AcceptanceState, Inspector, Member, Party, ProjectState};
use serde_json::Value;

use super::Event;
use super::clocks::Clock;
use crate::db::shanghai;
use crate::project::Project;

/// `2026年11月23日（周一）`.
pub(super) fn day(date: NaiveDate) -> String {
    let weekday = match date.weekday() {
        Weekday::Mon => "周一",
        Weekday::Tue => "周二",
        Weekday::Wed => "周三",
        Weekday::Thu => "周四",
        Weekday::Fri => "周五",
        Weekday::Sat => "周六",
        Weekday::Sun => "周日",
    };
    format!("{}（{weekday}）", full_date(date))
}

/// When, who, did what, under which clause.
pub(super) fn sentence(project: &Project, event: &Event) -> String {
    let at = event.at.with_timezone(&shanghai());
    let when = format!("{}{}", day(at.date_naive()), at.format("%H:%M"));
    let clause = if event.clause.is_empty() {
        String::new()
    } else {
        format!("，依据：{}", event.clause)
    };
    let text = domain::unstopped(&event.text);
    let who = who(project, event);
    if names_its_subject(text) {
        format!("{when}，{text}，由{who}办理{clause}。")
    } else {
        format!("{when}，{who}{text}{clause}。")
    }
}

/// Whether the text says by itself who did it: a party, a department, the joint meeting.
fn names_its_subject(text: &str) -> bool {
    let parties = Party::ALL.iter().map(|party| party.label());
    let inspectors = Inspector::ALL.iter().map(|inspector| inspector.label());
    let members = Member::ALL.iter().map(|member| member.label());
    parties
        .chain(inspectors)
        .chain(members)
        .any(|name| text.starts_with(name))
        || text.contains("联席会议") && text.contains("审议")
}

/// Department, post and name; of an organisation its part in the project.
fn who(project: &Project, event: &Event) -> String {
    let (place, name) = event.who.rsplit_once(' ').unwrap_or(("", &event.who));
    let post = match event.role {
        Some(Role::AgencyClerk) => "经办岗",
        Some(Role::AgencyReviewer) => "复核岗",
        Some(Role::AgencyPayer) => "支付岗",
        Some(Role::Evaluator) => "评估人",
        Some(Role::Organisation) if place == project.unit_name => "（项目实施单位）",
        Some(Role::Organisation) => "（项目提出单位）",
        _ => "",
    };
    format!("{place}{post}{name}")
}

/// Before and after of what the step changed.
pub(super) fn moved(facts: &Value) -> Vec<String> {
    let Some(moved) = facts.get("moved").and_then(Value::as_object) else {
        return Vec::new();
    };
    let pair = |name: &str| moved.get(name).and_then(Value::as_array);
    let mut told = Vec::new();
    let mut change = |what: &str, before: Option<String>, after: Option<String>| {
        told.push(match (before, after) {
            (Some(before), Some(after)) => format!("{what}由{before}变为{after}。"),
            (None, Some(after)) => format!("{what}为{after}。"),
            (_, None) => format!("{what}已撤销。"),
        });
    };
    if let Some([before, after]) = pair("state").map(Vec::as_slice) {
        change("项目状态", label(before, state), label(after, state));
    }
    if let Some([before, after]) = pair("acceptance").map(Vec::as_slice) {
        change(
            "验收状态",
            label(before, acceptance),
            label(after, acceptance),
        );
    }
    if let Some([before, after]) = pair("unit").map(Vec::as_slice) {
        let name = |code: &str| (!code.is_empty()).then_some(code.to_owned());
        change("项目实施单位", label(before, name), label(after, name));
    }
    for (name, what) in AMOUNTS {
        if let Some([before, after]) = pair(name).map(Vec::as_slice) {
            change(what, amount(before), amount(after));
        }
    }
    told
}

const AMOUNTS: [(&str, &str); 7] = [
    ("approved", "核定金额"),
    ("agreement", "协议金额"),
    ("prepaid", "累计已付预付款"),
    ("balance_due", "待付尾款"),
    ("balance_paid", "累计已付尾款"),
    ("deducted", "扣减金额"),
    ("recover", "应退回金额"),
];

fn label(value: &Value, of: impl Fn(&str) -> Option<String>) -> Option<String> {
    value
        .as_str()
        .and_then(of)
        .map(|label| format!("“{label}”"))
}

fn state(code: &str) -> Option<String> {
    ProjectState::from_code(code).map(|state| state.label().to_owned())
}

fn acceptance(code: &str) -> Option<String> {
    AcceptanceState::from_code(code).map(|state| state.label().to_owned())
}

fn amount(value: &Value) -> Option<String> {
    let amount: Money = serde_json::from_value(value.clone()).ok()?;
    Some(format!(" {amount} 元"))
}

/// An entry of the ledger.
pub(super) fn entry(kind: &str, amount: Money, year: i32, unit: &str) -> String {
    match kind {
        "PREPAYMENT" => {
            format!("工伤预防费台账登记：支付“{unit}”预付款 {amount} 元，列 {year} 年度预算。")
        }
        "BALANCE" => {
            format!("工伤预防费台账登记：支付“{unit}”尾款 {amount} 元，列 {year} 年度预算。")
        }
        "RECOVERY" => format!("工伤预防费台账登记：收回 {amount} 元，冲减 {year} 年度支出。"),
        _ => format!("工伤预防费台账登记：冲正 {amount} 元，列 {year} 年度预算。"),
    }
}

/// What is still open.
pub(super) fn open(project: &Project, clocks: &[Clock]) -> Vec<String> {
    let mut open: Vec<String> = clocks
        .iter()
        .filter(|clock| clock.stopped.is_none())
        .map(|clock| {
            format!(
                "“{}”期限正在计算：{}，依据：{}。",
                clock.kind.label(),
                clock.until(),
                clock.kind.clause()
            )
        })
        .collect();
    if !project.holder.is_empty() && !project.state.is_final() {
        open.push(format!(
            "项目现处“{}”，由{}办理。",
            project.state.label(),
            project.holder
        ));
    }
    open
}
