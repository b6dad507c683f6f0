//! The training-fee standard, a ceiling a justified exception may pass (R198, A33): it warns, and the
//! joint meeting decides.

use super::desk::Desk;
use crate::annex::catalogue::name_of;
use crate::annex::totals::{self, activity, is_training, line, lines_of, subject};
use crate::budget::Subject;
use crate::training::{Title, TrainingStandard};

/// What an exception needs.
const EXCEPTION: &str = "超出标准，请调减，或备好理由提请联席会议审议";

/// Quota, lecture fees and staff of the trainings, each with its arithmetic.
pub(super) fn standard(desk: &mut Desk<'_>) -> Option<()> {
    let mut rows = desk.some_rows("annex3.activities")?;
    rows.retain(|row| is_training(desk.draft, *row));
    if rows.is_empty() {
        desk.met("没有培训类活动，不适用培训费标准。");
        return Some(());
    }
    quota(desk);
    for row in &rows {
        lecture_fees(desk, *row);
    }
    staff(desk, &rows)
}

fn quota(desk: &mut Desk<'_>) {
    for training in totals::trainings(desk.draft, &desk.facts.standard) {
        if training.fits() {
            desk.met(format!("{}，在标准内。", training.text));
        } else {
            let path = activity(training.row, "people");
            desk.warn(&path, format!("{}，{EXCEPTION}。", training.text));
        }
    }
}

/// The lines of a training that pay somebody for lecturing, against the title of its lecturer.
fn lecture_fees(desk: &mut Desk<'_>, row: u32) {
    let no = desk.draft.get(&activity(row, "no")).trim();
    let title = title_of(desk.draft.get(&activity(row, "lecturer_title")));
    for row in lines_of(desk.draft, no) {
        if is_lecture(desk, row) {
            lecture_fee(desk, row, title);
        }
    }
}

fn lecture_fee(desk: &mut Desk<'_>, row: u32, title: Title) {
    let path = line(row, "standard");
    let Some(Ok(standard)) = desk.draft.money_yuan(&path) else {
        return;
    };
    let (rules, place) = (&desk.facts.standard, name_of(&path));
    let unit = desk.draft.get(&line(row, "unit")).trim();
    let Some(hours) = hours_of(rules, unit) else {
        let text = format!(
            "{place}：讲课费标准按学时核定，请按学时列明（半天最多 {} 学时）。",
            rules.half_day_hours
        );
        desk.warn(&path, text);
        return;
    };
    let Some(limit) = rules.lecture_fee_limit(title, hours, None) else {
        desk.met(format!(
            "{place}：{}对“{}”没有讲课费标准，由评审掌握。",
            rules.document,
            title.label()
        ));
        return;
    };
    let text = format!(
        "{place}：“{}”每{unit}税后不超过 {limit} 元，所列 {standard} 元",
        title.label()
    );
    if standard > limit {
        desk.warn(&path, format!("{text}，{EXCEPTION}。"));
    } else {
        desk.met(format!("{text}，在标准内。"));
    }
}

/// The staff of the trainings against the largest of them.
fn staff(desk: &mut Desk<'_>, trainings: &[u32]) -> Option<()> {
    const AT: &str = "annex3.training.staff";
    let people = |row: &u32| desk.draft.int(&activity(*row, "people"))?.ok();
    let people = trainings.iter().filter_map(people).max()?;
    let staff = match desk.draft.int(AT) {
        Some(staff) => staff.ok()?,
        None => u32::try_from(desk.rows("annex3.team").len()).ok()?,
    };
    let rules = &desk.facts.standard;
    let limit = rules.staff_limit(people);
    let text = format!(
        "培训工作人员 {staff} 人；参训 {people} 人的 {}% 且最多 {} 人，即上限 {limit} 人（{}）",
        rules.staff_percent, rules.staff_max, rules.document
    );
    if staff > limit {
        desk.warn(AT, format!("{text}，{EXCEPTION}。"));
    } else {
        desk.met(format!("{text}，在标准内。"));
    }
    Some(())
}

fn is_lecture(desk: &Desk<'_>, row: u32) -> bool {
    let paid = matches!(
        subject(desk.draft, row),
        Some(Subject::Experts | Subject::Services | Subject::Training)
    );
    let item = desk.draft.get(&line(row, "item"));
    let unit = desk.draft.get(&line(row, "unit")).trim();
    let lecturing = ["讲课", "授课", "课酬", "师资"];
    paid && (["学时", "课时"].contains(&unit) || lecturing.iter().any(|word| item.contains(word)))
}

/// The class hours of a unit; `None` for one that is not of time.
fn hours_of(standard: &TrainingStandard, unit: &str) -> Option<u32> {
    match unit {
        "学时" | "课时" => Some(1),
        "半天" => Some(standard.half_day_hours),
        "天" => Some(2 * standard.half_day_hours),
        _ => None,
    }
}

/// The title the standard pays by, of a title as people write it. 高级工 and 技师 are trades, not
/// professional titles.
fn title_of(written: &str) -> Title {
    let has = |words: &[&str]| words.iter().any(|word| written.contains(word));
    let trade = written.trim() == "高级工" || has(&["技师"]);
    if has(&["院士", "全国知名"]) {
        Title::Academician
    } else if has(&["正高", "研究员", "教授", "主任医师"]) && !has(&["副"]) {
        Title::Full
    } else if has(&["高级", "副高", "副教授", "副研究员", "副主任医师"]) && !trade {
        Title::Associate
    } else {
        Title::Other
    }
}
