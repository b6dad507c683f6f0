//! Progress reports (R082) and their clock D9: each covers the time since the one before, up to the
//! end of the quarter that is due.

use chrono::NaiveDate;
use domain::access::Action;
use domain::budget::Subject;
use domain::calendar::next_day;
use domain::contract::{HeldLine, ProgressDraft, SpentLine};
use domain::full_date;
use domain::progress::{Done, Held, Quarter};
use domain::state::DeadlineKind;
use domain::{Money, Percent, ProjectId, Refusal, Version};
use serde_json::json;
use sqlx::Row;

use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::project::Project;
use crate::rows::Columns;
use crate::{Error, Result, deadline};
use crate::{agreement, paper};

/// More than a quarter ever has.
const LINES_MAX: usize = 100;

/// What was done and spent since the last report. At or after the end of the quarter it stops D9 and
/// starts the next one.
pub(crate) async fn report(
    session: &Session,
    id: ProjectId,
    seen: Version,
    draft: ProgressDraft,
) -> Result<()> {
    let action = Action::ReportProgress;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let today = tx.today();
    let clock = clock(&mut tx, &project).await?;
    let quarter = clock.map_or(Quarter::of(today).last_day(), |clock| clock.0);
    let from = from(&mut tx, &project).await?;
    let to = today.min(quarter);
    if from > to {
        return Err(action
            .wrong_state("本期进展", format!("已报告至 {}", full_date(to)))
            .into());
    }
    let done = Done {
        held: held(&draft.held, project.start, today)?,
        spent: spent(&draft.spent)?,
    };
    let pass_rate = match draft.pass_rate.trim() {
        "" => None,
        typed => Some(Percent::parse("pass_rate", typed)?),
    };
    let deviations = deviations(&draft.deviations, &done)?;
    let late = clock.is_some_and(|(_, due)| today > due);
    let sums = (
        done.held.iter().map(|one| one.people).sum::<i64>(),
        done.spent.iter().map(|(_, amount)| *amount).sum::<Money>(),
    );
    insert(
        &mut tx,
        &project,
        (from, to),
        &done,
        sums,
        (pass_rate, late),
        &deviations,
    )
    .await?;
    let no: i32 = sqlx::query_scalar("select max(no) from progress_report where project_id = $1")
        .bind(id.0)
        .fetch_one(&mut *tx)
        .await?;
    paper::reported(&mut tx, &project, no).await?;
    match clock {
        Some((end, _)) if today >= end => {
            deadline::stop(&mut tx, &project, DeadlineKind::Progress, today).await?;
            start_clock(&mut tx, &project, Quarter::of(end).next()).await?;
        }
        Some(_) => {}
        // Work that began before there was a clock gets one with its first report.
        None => start_clock(&mut tx, &project, Quarter::of(next_day(to))).await?,
    }
    project.save(&mut tx).await?;
    let (people, money) = sums;
    let text = format!(
        "报告 {} 至 {} 实施进展：开展活动 {} 场，{people} 人次，支出 {money} 元{}",
        full_date(from),
        full_date(to),
        done.held.len(),
        if late { "（逾期报告）" } else { "" }
    );
    let facts = json!({"from": from, "to": to, "people": people, "spent": money});
    record(&mut tx, &project, Entry::new(text).facts(facts)).await?;
    tx.commit().await
}

/// Starts D9 for a quarter: so many working days after its last day.
pub(crate) async fn start_clock(tx: &mut Tx, project: &Project, quarter: Quarter) -> Result<()> {
    let end = quarter.last_day();
    deadline::start(tx, project, DeadlineKind::Progress, end).await?;
    Ok(())
}

/// The end of the quarter that D9 runs for, and its due day.
async fn clock(tx: &mut Tx, project: &Project) -> Result<Option<(NaiveDate, NaiveDate)>> {
    let row = sqlx::query(
        "select started_on, due_on from deadline where project_id = $1 and kind = 'D9' and stopped_on is null",
    )
    .bind(project.id.0)
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| Ok((row.try_get("started_on")?, row.try_get("due_on")?)))
        .transpose()
}

/// The first day no report covers yet.
async fn from(tx: &mut Tx, project: &Project) -> Result<NaiveDate> {
    let last = sqlx::query("select max(to_on) as last from progress_report where project_id = $1")
        .bind(project.id.0)
        .fetch_one(&mut **tx)
        .await?
        .date_opt("last")?;
    Ok(last.map_or(project.start, next_day))
}

/// The activities as typed; a line with neither a day nor persons was not held.
fn held(lines: &[HeldLine], start: NaiveDate, today: NaiveDate) -> Result<Vec<Held>> {
    let mut all = Vec::new();
    for (index, line) in lines.iter().enumerate().take(LINES_MAX) {
        let place = |part: &str| format!("held[{index}][{part}]");
        if line.on.trim().is_empty() && line.people.trim().is_empty() {
            continue;
        }
        let required = |part: &str, label: &str, text: &str| {
            if text.trim().is_empty() {
                Err(Refusal::Required {
                    field: place(part).into(),
                    label: label.into(),
                })
            } else {
                Ok(text.trim().to_owned())
            }
        };
        let name = required("name", "活动名称", &line.name)?;
        if name.chars().count() > 100 {
            return Err(Refusal::TooLong {
                field: place("name").into(),
                label: "活动名称".into(),
                max: 100,
            }
            .into());
        }
        let on = day(
            &required("on", "开展日期", &line.on)?,
            place("on"),
            start,
            today,
        )?;
        let typed = required("people", "参加人数", &line.people)?;
        let people = typed.parse::<u32>().map_err(|_| Refusal::UnknownChoice {
            field: place("people").into(),
            label: "参加人数（填写整数）".into(),
        })?;
        let no: String = line.no.trim().chars().take(10).collect();
        all.push(Held {
            no,
            name,
            on,
            people: i64::from(people),
        });
    }
    Ok(all)
}

/// A day on which an activity can have been held.
fn day(typed: &str, field: String, start: NaiveDate, today: NaiveDate) -> Result<NaiveDate> {
    let on = agreement::date("on", typed).map_err(|_| Refusal::DateMalformed {
        field: field.clone().into(),
    })?;
    if on < start {
        return Err(Refusal::DateTooEarly {
            field: field.into(),
            earliest: start,
            because: "协议约定的开始日期".into(),
        }
        .into());
    }
    if on > today {
        return Err(Refusal::DateTooLate {
            field: field.into(),
            latest: today,
            because: "只报告已经开展的活动".into(),
        }
        .into());
    }
    Ok(on)
}

fn spent(lines: &[SpentLine]) -> Result<Vec<(Subject, Money)>> {
    let mut all: Vec<(Subject, Money)> = Vec::new();
    for (index, line) in lines.iter().enumerate().take(LINES_MAX) {
        if line.amount.trim().is_empty() {
            continue;
        }
        let subject =
            Subject::from_code(line.subject.trim()).ok_or_else(|| Refusal::UnknownChoice {
                field: format!("spent[{index}][subject]").into(),
                label: "支出科目".into(),
            })?;
        let amount = Money::parse_yuan(format!("spent[{index}][amount]"), &line.amount)?;
        if amount.is_positive() {
            all.push((subject, amount));
        }
    }
    Ok(all)
}

/// What went otherwise; a period in which nothing was done has to be explained.
fn deviations(typed: &str, done: &Done) -> Result<String> {
    let text = typed.trim();
    if text.is_empty() && done.held.is_empty() && done.spent.is_empty() {
        return Err(Refusal::Required {
            field: "deviations".into(),
            label: "与实施方案的差异（本期没有活动和支出的，说明原因）".into(),
        }
        .into());
    }
    if text.chars().count() > 4000 {
        return Err(Refusal::TooLong {
            field: "deviations".into(),
            label: "与实施方案的差异".into(),
            max: 4000,
        }
        .into());
    }
    Ok(text.to_owned())
}

async fn insert(
    tx: &mut Tx,
    project: &Project,
    (from, to): (NaiveDate, NaiveDate),
    done: &Done,
    (people, money): (i64, Money),
    (pass_rate, late): (Option<Percent>, bool),
    deviations: &str,
) -> Result<()> {
    let (today, by) = (tx.today(), tx.who.name.clone());
    let json = serde_json::to_value(done)
        .map_err(|error| Error::Inconsistent(format!("progress report: {error}")))?;
    sqlx::query(
        "insert into progress_report (project_id, no, from_on, to_on, reported_on, by_name, done, people, spent,
           pass_rate_basis_points, deviations, late)
         select $1, (select count(*) + 1 from progress_report where project_id = $1), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11",
    )
    .bind(project.id.0)
    .bind(from)
    .bind(to)
    .bind(today)
    .bind(by)
    .bind(json)
    .bind(people)
    .bind(money.decimal())
    .bind(pass_rate.map(|rate| i32::from(rate.basis_points())))
    .bind(deviations)
    .bind(late)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
