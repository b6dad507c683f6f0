//! What is planned, and when (R049, R170, R171, R185-R187).

use chrono::{Datelike, NaiveDate};

use super::desk::Desk;
use crate::annex::catalogue::name_of;
use crate::annex::draft::Draft;
use crate::annex::text;
use crate::annex::totals::{activity, is_training, same_no};
use crate::full_date;
use crate::period::check_project_period;
use crate::state::Paper;

/// At most two years, from a day in the plan year on (R049).
pub(super) fn period(desk: &mut Desk<'_>) -> Option<()> {
    let (start, end) = whole_period(desk.draft)?;
    if let Err(refusal) = check_project_period("annex1.end", start, end) {
        desk.broken("annex1.end", refusal.sentence());
    } else if start.year() != desk.facts.plan_year {
        let text = format!(
            "实施周期自 {} 开始，不在计划年度 {} 年内，请核对。",
            full_date(start),
            desk.facts.plan_year
        );
        desk.warn("annex1.start", text);
    } else {
        desk.met(format!(
            "实施周期 {} 至 {}，不超过 2 年。",
            full_date(start),
            full_date(end)
        ));
    }
    Some(())
}

/// Reports of the investigations, or the statement that there was nothing to investigate (R170).
pub(super) fn accidents(desk: &mut Desk<'_>) -> Option<()> {
    let none = desk.draft.filled("annex2.no_accidents").is_some();
    if !none && !desk.facts.papers.contains(&Paper::Accidents) {
        desk.missing(
            Paper::Accidents,
            "；近三年未发生工伤事故的，请作出“未发生工伤事故声明”",
        );
    }
    Some(())
}

/// How many fewer accidents are expected is a number (R171).
pub(super) fn fewer_accidents(desk: &mut Desk<'_>) -> Option<()> {
    const AT: &str = "annex2.effect.accidents";
    let typed = desk.draft.filled(AT)?;
    if !typed.contains(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)) {
        desk.warn(AT, "请写明预计下降的比例或件数，以便验收时比较。");
    }
    Some(())
}

/// Every activity has a number of its own, a time inside the period and a place (R185).
pub(super) fn schedule(desk: &mut Desk<'_>) -> Option<()> {
    let rows = desk.rows("annex3.activities");
    let mut numbers: Vec<&str> = Vec::new();
    for row in rows {
        let path = activity(row, "no");
        if let Some(no) = desk.draft.filled(&path) {
            if numbers.iter().any(|known| same_no(known, no)) {
                desk.broken(
                    &path,
                    format!("活动编号“{no}”重复，预算明细无法对应，请改用不同编号。"),
                );
            }
            numbers.push(no);
        }
        time(desk, row);
        let online = desk.draft.get(&activity(row, "channel")).trim() == "线上";
        if is_training(desk.draft, row) || !online {
            desk.needs(&activity(row, "place"));
        }
    }
    whole_period(desk.draft).map(|_| ())
}

/// What a publicity activity has to describe (R186).
pub(super) fn publicity(desk: &mut Desk<'_>) -> Option<()> {
    each(desk, "宣传", &["channel", "form", "materials"])
}

/// What a training has to describe (R187).
pub(super) fn courses(desk: &mut Desk<'_>) -> Option<()> {
    each(desk, "培训", &["lecturer", "lecturer_title", "outline"])
}

fn each(desk: &mut Desk<'_>, category: &str, keys: &[&str]) -> Option<()> {
    let mut rows = desk.some_rows("annex3.activities")?;
    rows.retain(|row| desk.draft.get(&activity(*row, "category")).trim() == category);
    if rows.is_empty() {
        desk.met(format!("没有{category}类活动。"));
    }
    for row in rows {
        for key in keys {
            desk.needs(&activity(row, key));
        }
    }
    Some(())
}

fn time(desk: &mut Desk<'_>, row: u32) {
    let path = activity(row, "time");
    let Some((first, last)) = days_of(desk.draft, row) else {
        let text = format!(
            "{}应写明起止日期，如 2027-04-10 至 2027-10-20。",
            name_of(&path)
        );
        desk.broken(&path, text);
        return;
    };
    if last < first {
        desk.broken(&path, format!("{}的结束日期早于开始日期。", name_of(&path)));
        return;
    }
    let Some((start, end)) = whole_period(desk.draft) else {
        return;
    };
    if first < start || last > end {
        let text = format!(
            "{}为 {} 至 {}，超出实施周期 {} 至 {}，请调整。",
            name_of(&path),
            full_date(first),
            full_date(last),
            full_date(start),
            full_date(end)
        );
        desk.broken(&path, text);
    }
}

/// The first and last day of an activity: from its two date columns, else out of its time.
fn days_of(draft: &Draft, row: u32) -> Option<(NaiveDate, NaiveDate)> {
    let day = |key: &str| -> Option<NaiveDate> { draft.date(&activity(row, key))?.ok() };
    day("start")
        .zip(day("end"))
        .or_else(|| text::span(draft.get(&activity(row, "time"))))
}

fn whole_period(draft: &Draft) -> Option<(NaiveDate, NaiveDate)> {
    let start = draft.date("annex1.start")?.ok()?;
    let end = draft.date("annex1.end")?.ok()?;
    Some((start, end))
}
