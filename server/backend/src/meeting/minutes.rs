//! The minutes: drafted from the record, confirmed or objected to by each seat, fixed by the fourth.

use std::collections::BTreeMap;

use domain::access::Action;
use domain::fund::check_cap;
use domain::state::{Confirmation, ItemKind, Member, Motion, Outcome, Presence};
use domain::{MeetingId, Money, Refusal, Version};
use serde_json::json;

use super::record::{Line, Record};
use super::{Meeting, open, text};
use crate::door::{Session, Tx};
use crate::event::Entry;
use crate::plan::required;
use crate::proposal::optional;
use crate::{Error, Result, cap};

/// Ends the session, or corrects what a seat objected to, and drafts the minutes from the record.
pub(crate) async fn draft(
    session: &Session,
    id: MeetingId,
    seen: Version,
    extra: String,
) -> Result<()> {
    let (mut tx, mut meeting) = open(session, Action::DraftMinutes, id, Some(seen)).await?;
    meeting.extra = optional("extra", "其他需要记载的事项", &extra, 4_000)?;
    let record = Record::load(&mut tx, meeting).await?;
    complete(&record)?;
    fits_together(&mut tx, &record).await?;
    let words = text::minutes(&record);
    sqlx::query(
        "update meeting set state = 'MINUTES_DRAFT', minutes = $2, extra = $3, corrected = false, version = version + 1
         where id = $1",
    )
    .bind(id.0)
    .bind(&words)
    .bind(&record.meeting.extra)
    .execute(&mut *tx)
    .await?;
    sqlx::query(
        "update seat set confirmation = null, comment = '', confirmed_by = null where meeting_id = $1",
    )
    .bind(id.0)
    .execute(&mut *tx)
    .await?;
    let verb = if record.meeting.disputed() {
        "按修改意见重新形成"
    } else {
        "形成"
    };
    let text = format!("{verb}{}纪要，送四个成员单位确认", record.meeting.name());
    let facts = json!({"minutes": words});
    record
        .meeting
        .note(&mut tx, Entry::new(text).facts(facts))
        .await?;
    tx.commit().await
}

/// Everybody's presence, every report, every motion, every opinion (R012, R046, A35).
fn complete(record: &Record) -> Result<()> {
    let unrecorded = record.seats.iter().filter(|seat| seat.presence.is_none());
    let unrecorded: Vec<_> = unrecorded.map(|seat| seat.member.label()).collect();
    if !unrecorded.is_empty() {
        return Err(Refusal::Required {
            field: "presence".into(),
            label: format!("出席情况：{}", unrecorded.join("、")),
        }
        .into());
    }
    let missing = titles(record, |line| {
        !line.is_resolved() && line.item.report.is_empty()
    });
    if let Some(items) = missing {
        return Err(Refusal::ReportMissing { items }.into());
    }
    if let Some(items) = titles(record, |line| {
        line.is_resolved() && line.item.motion.is_none()
    }) {
        return Err(Refusal::MotionMissing { items }.into());
    }
    match record
        .lines
        .iter()
        .find(|line| line.is_resolved() && line.item.outcome.is_none())
    {
        Some(line) => Err(silent(record, line).into()),
        None => Ok(()),
    }
}

/// The items for which something is so, as a sentence lists them; `None` for none.
fn titles(record: &Record, is: impl Fn(&Line) -> bool) -> Option<String> {
    let found = record.lines.iter().filter(|line| is(line));
    let titles: Vec<_> = found.map(|line| line.item.title.as_str()).collect();
    (!titles.is_empty()).then(|| titles.join("、"))
}

fn silent(record: &Record, line: &Line) -> Refusal {
    let spoken: Vec<Member> = line.item.opinions.iter().map(|said| said.member).collect();
    let seats = record
        .seats
        .iter()
        .filter(|seat| seat.presence != Some(Presence::Absent) && !spoken.contains(&seat.member));
    let seats: Vec<_> = seats.map(|seat| seat.member.label()).collect();
    Refusal::OpinionMissing {
        item: line.item.title.clone(),
        seats: seats.join("、"),
    }
}

/// Everything the meeting approves fits under the cap together; it is decided for good when the
/// resolution takes effect (R116).
async fn fits_together(tx: &mut Tx, record: &Record) -> Result<()> {
    let mut wanted: BTreeMap<i32, Money> = BTreeMap::new();
    let mut first = i32::MAX;
    for line in record.lines.iter().filter(|line| approves(line)) {
        first = first.min(line.plan_year.unwrap_or(first));
        for (year, amount) in line.split() {
            *wanted.entry(year).or_default() += amount;
        }
    }
    for (year, amount) in wanted {
        let standing = cap::own_standing(tx, year, None).await?;
        match standing.known_cap() {
            Ok(cap) => check_cap(cap, standing.committed(), amount).map(|_| ())?,
            Err(Error::Refused(Refusal::NoFundBase { .. })) if year > first => {}
            Err(missing) => return Err(missing),
        }
    }
    Ok(())
}

/// Whether the meeting puts the project into the plan.
pub(crate) fn approves(line: &Line) -> bool {
    line.item.kind == ItemKind::Project
        && line.item.motion == Some(Motion::Approve)
        && line.item.outcome == Some(Outcome::Adopted)
}

/// A seat confirms the minutes it has seen, or says what is wrong; the fourth confirmation fixes
/// them, and with them what became of each motion.
pub(crate) async fn confirm(
    session: &Session,
    id: MeetingId,
    seen: Version,
    confirmation: Confirmation,
    comment: String,
) -> Result<()> {
    let action = Action::ConfirmMinutes;
    let (mut tx, meeting) = open(session, action, id, Some(seen)).await?;
    let member = session
        .who
        .role
        .member()
        .ok_or_else(|| action.forbidden())?;
    if meeting.corrected {
        let state = "正在更正，待重新形成";
        return Err(action.wrong_state("会议纪要", state).into());
    }
    let comment = if confirmation == Confirmation::Objected {
        required("comment", "修改意见", &comment, 2_000)?
    } else {
        optional("comment", "说明", &comment, 2_000)?
    };
    answer(&mut tx, id, member, confirmation, &comment).await?;
    let name = meeting.name();
    let record = Record::load(&mut tx, meeting).await?;
    let done = record.confirmed();
    if done {
        fix(&mut tx, &record).await?;
    }
    let mut text = format!(
        "{}部门对{name}纪要：{}",
        member.label(),
        confirmation.label()
    );
    if !comment.is_empty() {
        text.push_str(&format!("（{comment}）"));
    }
    if done {
        text.push_str("；四个成员单位均已确认");
    }
    record.meeting.note(&mut tx, Entry::new(text)).await?;
    tx.commit().await
}

async fn answer(
    tx: &mut Tx,
    id: MeetingId,
    member: Member,
    confirmation: Confirmation,
    comment: &str,
) -> Result<()> {
    let by = tx.who.account.0;
    let done = sqlx::query(
        "update seat set confirmation = $3, comment = $4, confirmed_by = $5
         where meeting_id = $1 and member = $2 and (confirmation is null or confirmation = 'OBJECTED' or $3 = 'OBJECTED')",
    )
    .bind(id.0)
    .bind(member.code())
    .bind(confirmation.code())
    .bind(comment)
    .bind(by)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 {
        return Err(tx.action.wrong_state("会议纪要", "贵单位已确认").into());
    }
    Ok(())
}

/// The minutes stay as they are now, and each line has its outcome (2.3).
async fn fix(tx: &mut Tx, record: &Record) -> Result<()> {
    for line in record.lines.iter().filter(|line| line.is_resolved()) {
        sqlx::query("update item set outcome = $2 where id = $1")
            .bind(line.item.id.0)
            .bind(line.item.outcome.map(Outcome::code))
            .execute(&mut **tx)
            .await?;
    }
    sqlx::query(
        "update meeting set state = 'MINUTES_CONFIRMED', version = version + 1 where id = $1",
    )
    .bind(record.meeting.id.0)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

impl Meeting {
    /// The number of a resolution of this meeting, which is part of every paper that rests on it.
    pub(crate) fn resolution(&self, number: u32) -> String {
        format!(
            "第{}次联席会议决议{}-{}-{number:02}号",
            self.no, self.year, self.no
        )
    }
}
