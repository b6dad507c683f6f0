//! The words of the minutes, as a secretary writes them.

use domain::contract::{Seat, Spoken};
use domain::state::{ItemKind, Motion, Outcome, Presence};
use domain::{full_date, unstopped};

use super::record::{Line, Record};

/// The whole text, from the heading to the closing line.
pub(super) fn minutes(record: &Record) -> String {
    let mut out = heading(record);
    for (line, number) in record.lines.iter().zip(1..) {
        out.push('\n');
        out.push_str(&format!("{}、{}\n", numeral(number), line.item.title));
        out.push_str(&if line.is_resolved() {
            resolved(record, line)
        } else {
            reported(record, line)
        });
    }
    if !record.meeting.extra.is_empty() {
        let number = record.lines.len() + 1;
        out.push_str(&format!(
            "\n{}、其他需要记载的事项\n{}\n",
            numeral(number),
            record.meeting.extra
        ));
    }
    out.push_str("\n本纪要经四个成员单位确认后归档，议定事项自归档之日起生效，并分送各成员单位和工伤保险经办机构执行。\n");
    out
}

fn heading(record: &Record) -> String {
    let meeting = &record.meeting;
    let day = meeting.held_on.map(full_date).unwrap_or_default();
    let mut out = format!(
        "{}工伤预防联席会议纪要\n（{}年第{}次）\n\n会议名称：{}\n时间：{day}\n地点：{}\n",
        record.city, meeting.year, meeting.no, meeting.title, meeting.place
    );
    if let Some(chair) = record.seats.first() {
        out.push_str(&format!("召集单位：{}\n", chair.name));
    }
    out.push_str(&format!("会议秘书：{}\n", record.agency));
    if !meeting.short_notice.is_empty() {
        out.push_str(&format!(
            "会议通知提前不足三个工作日，理由：{}\n",
            meeting.short_notice
        ));
    }
    out.push_str("出席情况：\n");
    for seat in &record.seats {
        out.push_str(&format!("  {}：{}\n", seat.name, attendance(seat)));
    }
    out.push_str("\n会议听取了有关情况通报，并对议题逐项进行了审议。现纪要如下：\n");
    out
}

fn attendance(seat: &Seat) -> String {
    let how = match seat.presence {
        Some(presence) => presence.label(),
        None => "未登记",
    };
    match (seat.presence, seat.person.is_empty()) {
        (_, true) | (Some(Presence::Absent), _) => how.to_owned(),
        _ => format!("{how}（{}）", seat.person),
    }
}

/// Who reported what, or why there was nothing.
fn reported(record: &Record, line: &Line) -> String {
    let owner = line
        .item
        .kind
        .reporter()
        .and_then(|owner| record.seat(owner));
    let mut who = owner.map_or(String::new(), |seat| seat.name.clone());
    if line.item.kind == ItemKind::FeeUse {
        who = format!("{}、{who}", record.agency);
    }
    if line.item.no_report {
        format!("{who}：本次无通报。理由：{}\n", line.item.report)
    } else {
        format!("{who}通报：{}\n", line.item.report)
    }
}

/// What was moved, what each department said, and what became of it.
fn resolved(record: &Record, line: &Line) -> String {
    let item = &line.item;
    let mut out = String::new();
    if let (ItemKind::Project, Some(requested)) = (item.kind, item.requested) {
        let proposed = item.proposed.unwrap_or_default();
        out.push_str(&format!(
            "{}申请 {requested} 元，经办机构建议 {proposed} 元。\n",
            line.about
        ));
    }
    out.push_str(&format!("决议建议：{}。\n", motion(line)));
    let said: Vec<_> = record
        .seats
        .iter()
        .map(|seat| opinion(seat, &item.opinions))
        .collect();
    out.push_str(&format!("成员单位意见：{}。\n", said.join("；")));
    out.push_str(&format!("审议结果：{}\n", result(line)));
    out
}

/// The motion in words, with amount, conditions and reason.
pub(crate) fn motion(line: &Line) -> String {
    let item = &line.item;
    let year = line.plan_year.unwrap_or_default();
    let mut words = match (item.kind, item.motion) {
        (ItemKind::Project, Some(Motion::Approve)) => format!(
            "同意列入 {year} 年度工伤预防项目计划，核定金额 {} 元",
            item.amount.unwrap_or_default()
        ),
        (ItemKind::Project, Some(Motion::Reject)) => {
            format!("不予列入 {year} 年度工伤预防项目计划")
        }
        (ItemKind::Project, Some(Motion::Defer)) => {
            format!("缓议，转入 {} 年度重新提出", year + 1)
        }
        (ItemKind::Areas, Some(Motion::Approve)) => {
            format!("同意将所列领域作为 {year} 年度工伤预防重点领域")
        }
        (ItemKind::Cancel, Some(Motion::Approve)) => "同意取消该项目，释放已安排的预算".into(),
        (ItemKind::Cancel, Some(Motion::Reject)) => "不予取消，项目继续执行".into(),
        (_, Some(motion)) => motion.label().to_owned(),
        (_, None) => "未提出".into(),
    };
    if !item.reason.is_empty() {
        words.push_str(&format!("；理由：{}", unstopped(&item.reason)));
    }
    if !item.conditions.is_empty() {
        words.push_str(&format!("；附带条件：{}", unstopped(&item.conditions)));
    }
    words
}

fn opinion(seat: &Seat, said: &[Spoken]) -> String {
    let member = seat.member.label();
    let how = if seat.presence == Some(Presence::Written) {
        "（书面）"
    } else {
        ""
    };
    match said.iter().find(|said| said.member == seat.member) {
        Some(said) if said.comment.is_empty() => format!("{member}{how}{}", said.opinion.label()),
        Some(said) => format!(
            "{member}{how}{}，{}",
            said.opinion.label(),
            unstopped(&said.comment)
        ),
        None => format!("{member}未发表意见"),
    }
}

fn result(line: &Line) -> &'static str {
    match (line.item.outcome, line.item.kind) {
        (Some(Outcome::Adopted), _) => "通过。",
        (Some(Outcome::Deferred), _) => "缓议。",
        (Some(Outcome::NotAdopted), ItemKind::Project) => {
            "未取得四个成员单位一致意见，未通过，退回经办机构研究。"
        }
        (Some(Outcome::NotAdopted), _) => "未取得四个成员单位一致意见，未通过。",
        (None, _) => "尚未形成。",
    }
}

/// 一, 二, … 十, 十一, … 九十九; beyond that in figures.
pub(super) fn numeral(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |digit: usize| DIGITS.get(digit).copied().unwrap_or_default();
    match number {
        1..=9 => digit(number).into(),
        10..=19 => format!("十{}", digit(number % 10)),
        20..=99 => format!("{}十{}", digit(number / 10), digit(number % 10)),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::numeral;

    #[test]
    fn items_are_numbered_as_in_chinese() {
        let numbered = [1, 9, 10, 11, 20, 21, 99, 100].map(numeral);
        assert_eq!(
            numbered,
            ["一", "九", "十", "十一", "二十", "二十一", "九十九", "100"]
        );
    }
}
