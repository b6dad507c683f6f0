//! What a step did to the clocks of a project: started, met, missed, cancelled, moved.

use chrono::NaiveDate;
use domain::ProjectId;
use domain::deadline::Rule;
use domain::state::{DeadlineKind, DeadlineResult};
use sqlx::Row;

use super::words::day;
use crate::Result;
use crate::door::Tx;
use crate::rows::Columns;

/// A row of the deadlines.
pub(super) struct Clock {
    pub kind: DeadlineKind,
    start: NaiveDate,
    working_days: Option<u32>,
    pub due: NaiveDate,
    provisional: bool,
    assumed_until: Option<NaiveDate>,
    /// The last day it had, and whether that was 暂定, before a publication of the calendar first moved it.
    first: Option<(NaiveDate, bool)>,
    /// The assumed first day it had before such a publication.
    first_start: Option<NaiveDate>,
    pub stopped: Option<NaiveDate>,
    result: Option<DeadlineResult>,
    reason: String,
    began: String,
    ended: String,
}

pub(super) async fn load(tx: &mut Tx, id: ProjectId) -> Result<Vec<Clock>> {
    let rows = sqlx::query(
        "select kind, started_on, working_days, due_on, provisional, assumed_until, stopped_on, result, reason,
           coalesce(began_xid::text, '') as began, coalesce(ended_xid::text, '') as ended, m.old_due, m.was_provisional,
           (select old_start from deadline_move m where m.tenant_id = d.tenant_id and m.deadline_id = d.id and old_start is not null
             order by m.id limit 1) as old_start
         from deadline d left join lateral (select old_due, was_provisional from deadline_move m
           where m.tenant_id = d.tenant_id and m.deadline_id = d.id order by m.id limit 1) m on true
         where project_id = $1 order by id",
    )
    .bind(id.0)
    .fetch_all(&mut **tx)
    .await?;
    let clock = |row: &sqlx::postgres::PgRow| {
        let days: Option<i32> = row.try_get("working_days")?;
        Ok(Clock {
            kind: row.code("kind")?,
            start: row.try_get("started_on")?,
            working_days: days.and_then(|days| u32::try_from(days).ok()),
            due: row.try_get("due_on")?,
            provisional: row.try_get("provisional")?,
            assumed_until: row.date_opt("assumed_until")?,
            first: row
                .date_opt("old_due")?
                .zip(row.try_get("was_provisional")?),
            first_start: row.date_opt("old_start")?,
            stopped: row.date_opt("stopped_on")?,
            result: row.code_opt("result")?,
            reason: row.text("reason")?,
            began: row.text("began")?,
            ended: row.text("ended")?,
        })
    };
    rows.iter().map(clock).collect()
}

impl Clock {
    /// `“验收”期限`.
    fn name(&self) -> String {
        format!("“{}”期限", self.kind.label())
    }

    /// When it falls due and why then.
    pub(super) fn until(&self) -> String {
        self.counted(self.start, self.due, self.provisional)
    }

    fn counted(&self, start: NaiveDate, due: NaiveDate, provisional: bool) -> String {
        let provisional = if provisional {
            "，因下一年度放假安排尚未公布，暂定"
        } else {
            ""
        };
        let counted = match (self.working_days, self.kind) {
            (Some(days), DeadlineKind::Progress) => {
                format!(
                    "自 {}季度终了次日起 {}",
                    day(start),
                    Rule::WorkingDays(days)
                )
            }
            (Some(days), _) if self.assumed_until.is_some() => format!(
                "{}仍未签收的视为送达，自次日起 {}",
                day(start),
                Rule::WorkingDays(days)
            ),
            (Some(days), _) => format!("自 {}次日起 {}", day(start), Rule::WorkingDays(days)),
            (None, DeadlineKind::Determination) => "每年 10 月底前确定".into(),
            (None, DeadlineKind::ProjectEnd) => format!("协议约定自 {}起", day(start)),
            (None, _) => "固定日期".into(),
        };
        format!("{counted}，最迟 {}24 时{provisional}", day(due))
    }

    fn started(&self) -> String {
        let (due, provisional) = self.first.unwrap_or((self.due, self.provisional));
        let start = self.first_start.unwrap_or(self.start);
        format!(
            "{}起算：{}，依据：{}。",
            self.name(),
            self.counted(start, due, provisional),
            self.kind.clause()
        )
    }

    fn ended(&self) -> Option<String> {
        let because = if self.reason.is_empty() {
            String::new()
        } else {
            format!("，理由：{}", self.reason)
        };
        let (result, stopped) = (self.result?, self.stopped?);
        Some(match result {
            DeadlineResult::Met => format!(
                "{}于 {}停止计算，按期（最迟 {}）{because}。",
                self.name(),
                day(stopped),
                day(self.due)
            ),
            DeadlineResult::Missed => format!(
                "{}于 {}停止计算，已逾期 {} 天（最迟 {}）{because}。",
                self.name(),
                day(stopped),
                (stopped - self.due).num_days(),
                day(self.due)
            ),
            DeadlineResult::Cancelled => format!(
                "{}（原最迟 {}）不再计算{because}。",
                self.name(),
                day(self.due)
            ),
        })
    }
}

/// What one step did to the clocks. A clock ended with a reason and begun again is one that was moved.
pub(super) fn of_step(clocks: &[Clock], xid: &str) -> Vec<String> {
    let mut told = Vec::new();
    let moved_from = |new: &Clock| {
        clocks
            .iter()
            .find(|old| old.ended == xid && old.kind == new.kind && !old.reason.is_empty())
    };
    for clock in clocks.iter().filter(|clock| clock.ended == xid) {
        let goes_on = clocks
            .iter()
            .any(|new| new.began == xid && new.kind == clock.kind);
        if clock.reason.is_empty() || !goes_on {
            told.extend(clock.ended());
        }
    }
    for clock in clocks.iter().filter(|clock| clock.began == xid) {
        told.push(match moved_from(clock) {
            Some(old) => format!(
                "{}由最迟 {}调整为最迟 {}，理由：{}，依据：{}。",
                clock.name(),
                day(old.due),
                day(clock.due),
                old.reason,
                clock.kind.clause()
            ),
            None => clock.started(),
        });
    }
    told
}

/// What happened to clocks in steps that are not told: by day.
pub(super) fn alone(clocks: &[Clock], told: impl Fn(&str) -> bool) -> Vec<(NaiveDate, String)> {
    let mut all = Vec::new();
    for clock in clocks {
        if !told(&clock.began) {
            all.push((clock.start, clock.started()));
        }
        if let (Some(on), Some(sentence)) = (clock.stopped, clock.ended())
            && !told(&clock.ended)
        {
            all.push((on, sentence));
        }
    }
    all
}
