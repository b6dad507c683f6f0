//! Cases about days: working days, October, periods of years.

use domain::calendar::october_deadline;
use domain::period;

use super::Context;
use super::case::Case;

/// The n-th working day after a start, and the same counted backwards.
pub fn deadline(context: &Context<'_>, case: &mut Case<'_>) -> Result<(), String> {
    let (start, days, expected) = (
        case.date("start")?,
        case.count("working_days")?,
        case.date("expected")?,
    );
    let due = context.calendar.add_working_days(start, days);
    case.expect_weekday("start_weekday", start)?;
    if let Ok(due) = &due {
        case.expect_weekday("expected_weekday", due.date)?;
        case.expect(
            "working_days",
            i64::from(days),
            context.calendar.working_days_between(start, due.date),
        );
    } else {
        case.optional("expected_weekday");
    }
    if case.has("provisional") {
        let provisional = case.flag("provisional")?;
        case.expect(
            "provisional",
            provisional,
            due.clone().map(|due| due.provisional),
        );
    }
    case.expect("expected", expected, due.map(|due| due.date));
    Ok(())
}

/// Whether a day is worked.
pub fn is_workday(context: &Context<'_>, case: &mut Case<'_>) -> Result<(), String> {
    let (date, expected) = (case.date("date")?, case.flag("is_workday")?);
    case.expect_weekday("weekday", date)?;
    case.expect("is_workday", expected, context.calendar.is_workday(date));
    Ok(())
}

/// Working days between two days.
pub fn count(context: &Context<'_>, case: &mut Case<'_>) -> Result<(), String> {
    let (after, through) = (case.date("after")?, case.date("through")?);
    let expected = match case.value("working_days")?.as_i64() {
        Some(days) => days,
        None => return case.bad("working_days", "a number"),
    };
    case.expect(
        "working_days",
        expected,
        context.calendar.working_days_between(after, through),
    );
    Ok(())
}

/// Working days of a year.
pub fn per_year(context: &Context<'_>, case: &mut Case<'_>) -> Result<(), String> {
    let Ok(year) = case.id().parse() else {
        return case.bad("id", "a year");
    };
    let expected = i64::from(case.count("days")?);
    case.expect("days", expected, context.calendar.workdays_of_year(year));
    Ok(())
}

/// The day projects of a plan year must be determined by.
pub fn october(context: &Context<'_>, case: &mut Case<'_>) -> Result<(), String> {
    let year = case.year("plan_year")?;
    let (deadline, last) = (
        case.date("determination_deadline")?,
        case.date("last_working_day_of_october")?,
    );
    let got = october_deadline(year);
    case.expect_weekday("weekday", got)?;
    case.expect("determination_deadline", deadline, Ok(got));
    case.expect(
        "last_working_day_of_october",
        last,
        context.calendar.last_workday_of_october(year - 1),
    );
    Ok(())
}

/// Periods of years, by kind.
pub fn period(_: &Context<'_>, case: &mut Case<'_>) -> Result<(), String> {
    match case.text("kind")? {
        "project_max_two_years" => project(case),
        "three_year_ban" => ban(case),
        "two_years_experience_or_more" => {
            let (since, check) = (case.date("business_since")?, case.date("check_date")?);
            case.expect_flag("eligible", period::is_experienced_on(since, check))
        }
        "no_major_violation_within_two_years" => {
            let (violation, check) = (
                case.date_or_null("last_major_violation")?,
                case.date("check_date")?,
            );
            case.expect_flag(
                "eligible",
                !violation.is_some_and(|day| period::violation_blocks(day, check)),
            )
        }
        _ => case.bad("kind", "a known kind of period"),
    }
}

fn project(case: &mut Case<'_>) -> Result<(), String> {
    let (start, end, latest) = (
        case.date("start")?,
        case.date("end")?,
        case.date("latest_end")?,
    );
    case.expect("latest_end", latest, Ok(period::two_years_from(start)));
    case.expect_flag(
        "allowed",
        period::check_project_period("end", start, end).is_ok(),
    )
}

fn ban(case: &mut Case<'_>) -> Result<(), String> {
    let (effective, last, check) = (
        case.date("decision_effective")?,
        case.date("ban_last_day")?,
        case.date("check_date")?,
    );
    case.expect("ban_last_day", last, Ok(period::ban_last_day(effective)));
    case.expect_flag("banned", period::is_banned_on(effective, check))
}
