//! What happens in the room: who takes part, what is reported, moved and said (R012, R046, A35).

use domain::access::{Action, Role};
use domain::contract::MotionDraft;
use domain::state::{ItemKind, Member, Motion, Opinion, Presence};
use domain::{ItemId, MeetingId, Money, Refusal};
use serde_json::json;

use super::agenda::{Point, item_of};
use super::{Meeting, open, record};
use crate::door::{Session, Tx};
use crate::event::Entry;
use crate::plan::required;
use crate::project::Project;
use crate::proposal::optional;
use crate::{Result, cap};

/// Records how a seat takes part. A seat that turns out absent has said nothing.
pub(crate) async fn record_presence(
    session: &Session,
    id: MeetingId,
    member: Member,
    presence: Presence,
    person: String,
) -> Result<()> {
    let (mut tx, meeting) = open(session, Action::RecordPresence, id, None).await?;
    let person = match presence {
        Presence::Absent => String::new(),
        Presence::Delegate => required("person", "受委托代表姓名", &person, 50)?,
        Presence::Present | Presence::Written => optional("person", "姓名", &person, 50)?,
    };
    sqlx::query("update seat set presence = $3, person = $4 where meeting_id = $1 and member = $2")
        .bind(id.0)
        .bind(member.code())
        .bind(presence.code())
        .bind(&person)
        .execute(&mut *tx)
        .await?;
    if presence == Presence::Absent {
        sqlx::query(
            "update opinion set void = true where member = $2 and not void
               and item_id in (select id from item where meeting_id = $1)",
        )
        .bind(id.0)
        .bind(member.code())
        .execute(&mut *tx)
        .await?;
    }
    correct(&mut tx, &meeting).await?;
    let name = if person.is_empty() {
        String::new()
    } else {
        format!("（{person}）")
    };
    let text = format!("登记{}部门：{}{name}", member.label(), presence.label());
    meeting.note(&mut tx, Entry::new(text)).await?;
    tx.commit().await
}

/// A correction of drafted minutes: they must be drafted again. In the open meeting nothing is lost
/// by acting on what was there a moment ago.
async fn correct(tx: &mut Tx, meeting: &Meeting) -> Result<()> {
    if meeting.disputed() {
        meeting.changed(tx).await?;
    }
    Ok(())
}

/// Turns everybody's screen to an item.
pub(crate) async fn turn_to(session: &Session, id: ItemId) -> Result<()> {
    let action = Action::TurnToItem;
    let (mut tx, meeting, item) = on_item(session, action, id).await?;
    sqlx::query("update meeting set current_item = $2 where id = $1")
        .bind(meeting.id.0)
        .bind(id.0)
        .execute(&mut *tx)
        .await?;
    let text = format!("进入第 {} 项议题：{}", item.no, item.title);
    meeting.note(&mut tx, Entry::new(text)).await?;
    tx.commit().await
}

async fn on_item(session: &Session, action: Action, id: ItemId) -> Result<(Tx, Meeting, Point)> {
    let mut tx = session.write(action).await?;
    let (meeting, item) = item_of(&mut tx, id).await?;
    meeting.admits(action)?;
    Ok((tx, meeting, item))
}

/// The owner of a standing item reports, or says why there is nothing this time (R012).
pub(crate) async fn report(session: &Session, id: ItemId, text: String, none: bool) -> Result<()> {
    let action = Action::ReportItem;
    let (mut tx, meeting, item) = on_item(session, action, id).await?;
    if !item.kind.is_report() {
        return Err(action.wrong_state("议题", item.kind.label()).into());
    }
    if !reports(session.who.role, item.kind) {
        return Err(action.forbidden().into());
    }
    let label = if none {
        "本次无通报的理由"
    } else {
        "通报内容"
    };
    let text = required("text", label, &text, 4_000)?;
    sqlx::query("update item set report = $2, no_report = $3 where id = $1")
        .bind(id.0)
        .bind(&text)
        .bind(none)
        .execute(&mut *tx)
        .await?;
    meeting.changed(&mut tx).await?;
    let what = if none {
        format!("{}：本次无通报", item.title)
    } else {
        item.title
    };
    let facts = json!({"report": text, "none": none, "before": item.report});
    meeting.note(&mut tx, Entry::new(what).facts(facts)).await?;
    tx.commit().await
}

/// Whose report it is: the fee's is finance's and the agency's, the others one department's.
pub(crate) fn reports(role: Role, kind: ItemKind) -> bool {
    let agency = matches!(role, Role::AgencyClerk | Role::AgencyReviewer);
    kind.is_report() && (role.member() == kind.reporter() || agency && kind == ItemKind::FeeUse)
}

/// A motion as it is put to the vote.
struct Moved {
    motion: Motion,
    amount: Option<Money>,
    conditions: String,
    reason: String,
}

/// Puts a motion; opinions given on another one are void.
pub(crate) async fn put_motion(session: &Session, id: ItemId, draft: MotionDraft) -> Result<()> {
    let action = Action::MoveItem;
    let (mut tx, meeting, item) = on_item(session, action, id).await?;
    if item.kind.is_report() {
        return Err(action.wrong_state("议题", "通报事项，不作决议").into());
    }
    let moved = read_motion(&mut tx, &item, &draft).await?;
    if moved.is(&item) {
        return Ok(());
    }
    sqlx::query(
        "update item set motion = $2, amount = $3, conditions = $4, reason = $5 where id = $1",
    )
    .bind(id.0)
    .bind(moved.motion.code())
    .bind(moved.amount.map(Money::decimal))
    .bind(&moved.conditions)
    .bind(&moved.reason)
    .execute(&mut *tx)
    .await?;
    let void = sqlx::query("update opinion set void = true where item_id = $1 and not void")
        .bind(id.0)
        .execute(&mut *tx)
        .await?
        .rows_affected();
    meeting.changed(&mut tx).await?;
    let mut text = format!("“{}”决议建议：{}", item.title, moved.motion.label());
    if let Some(amount) = moved.amount {
        text.push_str(&format!("，金额 {amount} 元"));
    }
    if void > 0 {
        text.push_str("；原已发表的意见作废，请重新发表");
    }
    let facts = json!({"motion": [item.motion, moved.motion], "amount": [item.amount, moved.amount],
        "conditions": moved.conditions, "reason": moved.reason});
    meeting.note(&mut tx, Entry::new(text).facts(facts)).await?;
    tx.commit().await
}

impl Moved {
    fn is(&self, item: &Point) -> bool {
        item.motion == Some(self.motion)
            && item.amount == self.amount
            && item.conditions == self.conditions
            && item.reason == self.reason
    }
}

/// A project is approved with an amount (R046), anything else than a plain approval with a reason.
async fn read_motion(tx: &mut Tx, item: &Point, draft: &MotionDraft) -> Result<Moved> {
    let motion = Motion::from_code(draft.motion.trim()).ok_or(Refusal::UnknownChoice {
        field: "motion".into(),
        label: "决议建议".into(),
    })?;
    let amount = match (item.kind, motion) {
        (ItemKind::Project, Motion::Approve) => Some(amount(tx, item, &draft.amount).await?),
        _ => None,
    };
    let because = motion != Motion::Approve || item.kind == ItemKind::Cancel;
    Ok(Moved {
        motion,
        amount,
        conditions: optional("conditions", "附带条件", &draft.conditions, 1_000)?,
        reason: if because {
            required("reason", "理由", &draft.reason, 1_000)?
        } else {
            optional("reason", "理由", &draft.reason, 1_000)?
        },
    })
}

/// What the meeting is asked to approve: as proposed unless another amount is named, at most what
/// was requested, and at once seen to fit under the cap (R046, R116).
async fn amount(tx: &mut Tx, item: &Point, text: &str) -> Result<Money> {
    let id = item.project.ok_or(Refusal::NotFound)?;
    let project = Project::lock(tx, id).await?;
    let amount = match (text.trim().is_empty(), item.proposed) {
        (true, Some(proposed)) => proposed,
        _ => Money::parse_positive_yuan("amount", text)?,
    };
    if amount > project.requested {
        return Err(Refusal::AmountTooLarge {
            field: "amount".into(),
            limit: project.requested,
        }
        .into());
    }
    let lines = record::split(project.plan_year, amount, item.first_year);
    cap::lines_fit(tx, &project, &lines).await?;
    Ok(amount)
}

/// A seat gives its opinion, its own and nobody else's; a written one counts like a spoken one (A35).
pub(crate) async fn vote(
    session: &Session,
    id: ItemId,
    opinion: Opinion,
    comment: String,
) -> Result<()> {
    let action = Action::Vote;
    let (mut tx, meeting, item) = on_item(session, action, id).await?;
    let member = session
        .who
        .role
        .member()
        .ok_or_else(|| action.forbidden())?;
    if item.kind.is_report() {
        return Err(action.wrong_state("议题", "通报事项，不作决议").into());
    }
    if !record::takes_part(&mut tx, meeting.id, member).await? {
        return Err(Refusal::SeatAbsent {
            seat: session.who.place.clone(),
        }
        .into());
    }
    if item.motion.is_none() {
        return Err(Refusal::MotionMissing { items: item.title }.into());
    }
    let comment = if opinion == Opinion::Object {
        required("comment", "不同意的理由", &comment, 1_000)?
    } else {
        optional("comment", "意见说明", &comment, 1_000)?
    };
    say(&mut tx, id, member, opinion, &comment).await?;
    correct(&mut tx, &meeting).await?;
    let text = format!(
        "{}部门对“{}”：{}",
        member.label(),
        item.title,
        opinion.label()
    );
    let facts = json!({"item": id, "opinion": opinion, "comment": comment});
    meeting.note(&mut tx, Entry::new(text).facts(facts)).await?;
    tx.commit().await
}

/// A later opinion takes the place of the earlier one, which stays on record.
async fn say(
    tx: &mut Tx,
    id: ItemId,
    member: Member,
    opinion: Opinion,
    comment: &str,
) -> Result<()> {
    sqlx::query("update opinion set void = true where item_id = $1 and member = $2 and not void")
        .bind(id.0)
        .bind(member.code())
        .execute(&mut **tx)
        .await?;
    let (now, who) = (tx.now, tx.who.clone());
    sqlx::query(
        "insert into opinion (item_id, member, opinion, comment, by_account, by_name, at) values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id.0)
    .bind(member.code())
    .bind(opinion.code())
    .bind(comment)
    .bind(who.account.0)
    .bind(who.name)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
