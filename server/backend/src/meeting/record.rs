//! The whole record of a meeting: seats, items, motions, opinions, and what became of each.

use std::collections::BTreeMap;

use domain::access::Role;
use domain::contract::{Item, Seat, Spoken};
use domain::state::{Confirmation, Member, Outcome, Presence, outcome};
use domain::{AreaSetId, ItemId, MeetingId, Money, ProjectId, TenantId};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::Meeting;
use crate::Result;
use crate::auth::place_of;
use crate::door::Tx;
use crate::rows::Columns;

/// A meeting with everything that belongs to it.
pub(crate) struct Record {
    pub meeting: Meeting,
    /// 鄂尔多斯市.
    pub city: String,
    pub agency: String,
    /// The four seats in the order of the regulation.
    pub seats: Vec<Seat>,
    pub lines: Vec<Line>,
}

/// An item with what only the record knows.
pub(crate) struct Line {
    pub item: Item,
    /// Code and applicant of its project.
    pub about: String,
    pub plan_year: Option<i32>,
    pub first_year: Option<Money>,
}

impl Record {
    /// Reads everything.
    pub(crate) async fn load(tx: &mut Tx, meeting: Meeting) -> Result<Self> {
        let row = sqlx::query("select name, agency, kind from tenant where id = $1")
            .bind(meeting.tenant.0)
            .fetch_one(&mut **tx)
            .await?;
        let (city, league) = (row.text("name")?, row.text("kind")? == "league");
        let people = people(tx, meeting.tenant).await?;
        let seats = seats(tx, meeting.id, &city, league, &people).await?;
        let mut record = Self {
            agency: row.text("agency")?,
            seats,
            lines: lines(tx, meeting.id).await?,
            city,
            meeting,
        };
        let presence = record.presence();
        for line in &mut record.lines {
            line.item.outcome = line.item.outcome.or(line.outcome(&presence));
        }
        Ok(record)
    }

    /// How each seat takes part, as far as it is recorded.
    pub(crate) fn presence(&self) -> Vec<(Member, Presence)> {
        let recorded = self.seats.iter();
        recorded
            .filter_map(|seat| Some((seat.member, seat.presence?)))
            .collect()
    }

    /// Whether all four have confirmed the minutes.
    pub(crate) fn confirmed(&self) -> bool {
        self.seats.len() == Member::ALL.len()
            && self
                .seats
                .iter()
                .all(|seat| seat.confirmation == Some(Confirmation::Confirmed))
    }

    /// The seat of a member.
    pub(crate) fn seat(&self, member: Member) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.member == member)
    }
}

impl Line {
    /// What becomes of the motion as things stand (A35); `None` without a motion or while a seat is
    /// silent.
    fn outcome(&self, presence: &[(Member, Presence)]) -> Option<Outcome> {
        let said: Vec<_> = self
            .item
            .opinions
            .iter()
            .map(|said| (said.member, said.opinion))
            .collect();
        outcome(self.item.motion?, presence, &said)
    }

    /// Whether it is voted on.
    pub(crate) const fn is_resolved(&self) -> bool {
        !self.item.kind.is_report()
    }

    /// What it takes of each year if it is approved as moved.
    pub(crate) fn split(&self) -> BTreeMap<i32, Money> {
        match (self.plan_year, self.item.amount) {
            (Some(year), Some(amount)) => split(year, amount, self.first_year),
            _ => BTreeMap::new(),
        }
    }
}

/// An approved amount over the years: the plan year takes what was proposed for it, the rest falls
/// in the year after (R111).
pub(crate) fn split(
    plan_year: i32,
    amount: Money,
    first_year: Option<Money>,
) -> BTreeMap<i32, Money> {
    let first = first_year.unwrap_or(amount).min(amount);
    let mut lines = BTreeMap::from([(plan_year, first)]);
    if amount > first {
        lines.insert(plan_year + 1, amount - first);
    }
    lines
}

/// How many people could take each seat.
async fn people(tx: &mut Tx, tenant: TenantId) -> Result<BTreeMap<Member, i64>> {
    let rows = sqlx::query("select role, people from app.seats($1)")
        .bind(tenant.0)
        .fetch_all(&mut **tx)
        .await?;
    let mut people = BTreeMap::new();
    for row in rows {
        let role: Role = row.code("role")?;
        if let Some(member) = role.member() {
            people.insert(member, row.try_get("people")?);
        }
    }
    Ok(people)
}

/// The members without anybody who could take their seat (R010).
pub(crate) async fn vacant_seats(tx: &mut Tx, tenant: TenantId) -> Result<Vec<&'static str>> {
    let people = people(tx, tenant).await?;
    let vacant = Member::ALL
        .iter()
        .filter(|member| people.get(member).copied().unwrap_or(0) == 0);
    Ok(vacant.map(|member| member.label()).collect())
}

/// Whether a seat is recorded as taking part.
pub(crate) async fn takes_part(tx: &mut Tx, id: MeetingId, member: Member) -> Result<bool> {
    let presence: Option<String> =
        sqlx::query_scalar("select presence from seat where meeting_id = $1 and member = $2")
            .bind(id.0)
            .bind(member.code())
            .fetch_optional(&mut **tx)
            .await?
            .flatten();
    let presence = presence.and_then(|code| Presence::from_code(&code));
    Ok(presence.is_some_and(|presence| presence != Presence::Absent))
}

async fn seats(
    tx: &mut Tx,
    id: MeetingId,
    city: &str,
    league: bool,
    people: &BTreeMap<Member, i64>,
) -> Result<Vec<Seat>> {
    let rows = sqlx::query(
        "select member, presence, person, confirmation, comment from seat where meeting_id = $1",
    )
    .bind(id.0)
    .fetch_all(&mut **tx)
    .await?;
    let seat = |row: &PgRow| -> Result<Seat> {
        let member = row.code("member")?;
        Ok(Seat {
            member,
            name: place_of(Role::of_member(member), "", Some(city), league),
            people: people.get(&member).copied().unwrap_or(0),
            presence: row.code_opt("presence")?,
            person: row.text("person")?,
            confirmation: row.code_opt("confirmation")?,
            comment: row.text("comment")?,
        })
    };
    let mut seats = rows.iter().map(seat).collect::<Result<Vec<_>>>()?;
    seats.sort_by_key(|seat| seat.member);
    Ok(seats)
}

async fn lines(tx: &mut Tx, id: MeetingId) -> Result<Vec<Line>> {
    let rows = sqlx::query(
        "select i.*, p.requested, p.state as project_state, coalesce(p.code || ' · ' || p.applicant_name, '') as about
         from item i left join project p on p.tenant_id = i.tenant_id and p.id = i.project_id
         where i.meeting_id = $1 and not i.dropped order by i.no",
    )
    .bind(id.0)
    .fetch_all(&mut **tx)
    .await?;
    let mut opinions = opinions(tx, id).await?;
    rows.iter()
        .map(|row| line(row, &mut opinions))
        .collect::<Result<_>>()
}

async fn opinions(tx: &mut Tx, id: MeetingId) -> Result<BTreeMap<i64, Vec<Spoken>>> {
    let rows = sqlx::query(
        "select o.item_id, o.member, o.opinion, o.comment, o.by_name
         from opinion o join item i on i.tenant_id = o.tenant_id and i.id = o.item_id
         where i.meeting_id = $1 and not o.void order by o.id",
    )
    .bind(id.0)
    .fetch_all(&mut **tx)
    .await?;
    let mut all: BTreeMap<i64, Vec<Spoken>> = BTreeMap::new();
    for row in rows {
        all.entry(row.try_get("item_id")?)
            .or_default()
            .push(Spoken {
                member: row.code("member")?,
                opinion: row.code("opinion")?,
                comment: row.text("comment")?,
                by: row.text("by_name")?,
            });
    }
    for spoken in all.values_mut() {
        spoken.sort_by_key(|spoken| spoken.member);
    }
    Ok(all)
}

fn line(row: &PgRow, opinions: &mut BTreeMap<i64, Vec<Spoken>>) -> Result<Line> {
    let id: i64 = row.try_get("id")?;
    let money = |column: &str| -> Result<Option<Money>> {
        let known: Option<rust_decimal::Decimal> = row.try_get(column)?;
        Ok(known.map(|_| row.money(column)).transpose()?)
    };
    Ok(Line {
        about: row.text("about")?,
        plan_year: row.try_get("plan_year")?,
        first_year: money("first_year")?,
        item: Item {
            id: ItemId(id),
            no: row.try_get("no")?,
            kind: row.code("kind")?,
            title: row.text("title")?,
            project: row.try_get::<Option<i64>, _>("project_id")?.map(ProjectId),
            area_set: row.try_get::<Option<i64>, _>("area_set_id")?.map(AreaSetId),
            requested: money("requested")?,
            proposed: money("proposed")?,
            project_state: row.code_opt("project_state")?,
            report: row.text("report")?,
            no_report: row.try_get("no_report")?,
            motion: row.code_opt("motion")?,
            amount: money("amount")?,
            conditions: row.text("conditions")?,
            reason: row.text("reason")?,
            opinions: opinions.remove(&id).unwrap_or_default(),
            outcome: row.code_opt("outcome")?,
            resolution: row.text("resolution")?,
        },
    })
}
