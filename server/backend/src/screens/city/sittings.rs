//! The work around a joint meeting that waits for a post: lists to freeze, meetings to convene and
//! open, reports, opinions, minutes; and the urgings that wait for an answer.

use domain::access::{Action, Role};
use domain::contract::{TodoGroup, TodoPlace, TodoRow};
use domain::state::Member;
use domain::{MeetingId, UrgingId, Version};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::Result;
use crate::door::Tx;
use crate::rows::Columns;

/// A kind of work: whose it is, and which meetings (`m`) wait for it. $1 is the member of the post,
/// $2 today.
struct Work {
    action: Action,
    roles: &'static [Role],
    sql: &'static str,
}

const MEMBERS: &[Role] = &[
    Role::CityHrss,
    Role::CityFinance,
    Role::CityHealth,
    Role::CityEmergency,
];

macro_rules! work {
    ($action:ident, $roles:expr, $detail:literal, $from:literal) => {
        Work {
            action: Action::$action,
            roles: $roles,
            sql: concat!(
                "select m.id, m.title as name, m.version, ",
                $detail,
                " as detail, count(*) over () as total from ",
                $from,
                " order by m.planned_on, m.id limit 50"
            ),
        }
    };
}

static WORK: &[Work] = &[
    work!(ConveneMeeting, &[Role::CityHrss], "'定于 ' || to_char(m.planned_on, 'YYYY-MM-DD') || ' 召开，尚未通知'",
        "meeting m where m.state = 'PLANNED'"),
    work!(OpenMeeting, &[Role::AgencyClerk], "'定于 ' || to_char(m.planned_on, 'YYYY-MM-DD') || ' 召开'",
        "meeting m where m.state = 'CONVENED' and m.planned_on <= $2"),
    work!(ReportItem, MEMBERS, "i.title",
        "meeting m join item i on i.tenant_id = m.tenant_id and i.meeting_id = m.id
         where m.state in ('CONVENED', 'HELD') and not i.dropped and i.report = '' and i.kind = case $1
           when 'HRSS' then 'INJURIES' when 'FINANCE' then 'FEE_USE' when 'HEALTH' then 'DISEASES' else 'ACCIDENTS' end"),
    work!(Vote, MEMBERS, "v.items || ' 项议题待发表意见'",
        "meeting m join seat s on s.tenant_id = m.tenant_id and s.meeting_id = m.id
         cross join lateral (select count(*) as items from item i
           where i.tenant_id = m.tenant_id and i.meeting_id = m.id and not i.dropped and i.motion is not null
             and not exists (select from opinion o where o.tenant_id = i.tenant_id and o.item_id = i.id
               and o.member = $1 and not o.void)) v
         where m.state = 'HELD' and s.member = $1 and s.presence <> 'ABSENT' and v.items > 0"),
    work!(DraftMinutes, &[Role::AgencyClerk], "case m.state when 'HELD' then '会议进行中，结束后形成纪要' else '成员单位提出修改意见' end",
        "meeting m where m.state = 'HELD' or m.state = 'MINUTES_DRAFT' and (m.corrected or exists (select from seat s
           where s.tenant_id = m.tenant_id and s.meeting_id = m.id and s.confirmation = 'OBJECTED'))"),
    work!(ConfirmMinutes, MEMBERS, "'会议纪要待确认'",
        "meeting m join seat s on s.tenant_id = m.tenant_id and s.meeting_id = m.id
         where m.state = 'MINUTES_DRAFT' and not m.corrected and s.member = $1 and s.confirmation is null"),
    work!(CloseMeeting, &[Role::CityHrss], "'四个成员单位均已确认纪要'",
        "meeting m where m.state = 'MINUTES_CONFIRMED'"),
];

/// The lists that wait for the reviewer.
const LISTS: &str = "select l.year, l.version, l.year || ' 年度项目建议' as name,
    b.projects || ' 项，合计 ' || trim(to_char(b.amount, '999,999,999,990.00')) || ' 元' as detail, count(*) over () as total
  from proposal_list l cross join lateral (select count(*) as projects, sum(b.amount) as amount from proposal b
    where b.tenant_id = l.tenant_id and b.year = l.year and b.list_no = l.no and not b.dropped) b
  where l.state = 'DRAFT' and b.projects > 0 order by l.year limit 50";

/// The urgings that wait for an answer; $1 is today.
const URGINGS: &str = "select u.id, 1 as version, coalesce(p.name, '本盟市工作') as name, count(*) over () as total,
    concat(case when u.due_on < $1 then '逾期未答复，' else '' end, '最迟 ', to_char(u.due_on, 'FMYYYY年FMMM月FMDD日'),
      case when u.provisional then '（暂定）' else '' end, '答复：', left(u.text, 60)) as detail
  from urging u left join project p on p.tenant_id = u.tenant_id and p.id = u.project_id
  where u.answer is null order by u.due_on, u.id limit 50";

const AGENCY_HANDS: &[Role] = &[Role::AgencyClerk, Role::AgencyReviewer];

/// What waits for the post.
pub(super) async fn todo(tx: &mut Tx, role: Role) -> Result<Vec<TodoGroup>> {
    let (member, today) = (role.member().map(Member::code), tx.today());
    let mut groups = Vec::new();
    if role == Role::AgencyReviewer {
        let rows = sqlx::query(LISTS).fetch_all(&mut **tx).await?;
        let place = |row: &PgRow| Ok(TodoPlace::Proposals(row.try_get("year")?));
        groups.extend(group(Action::FreezeProposals, &rows, place)?);
    }
    if AGENCY_HANDS.contains(&role) {
        let rows = sqlx::query(URGINGS)
            .bind(today)
            .fetch_all(&mut **tx)
            .await?;
        let place = |row: &PgRow| Ok(TodoPlace::Urging(UrgingId(row.try_get("id")?)));
        groups.extend(group(Action::AnswerUrging, &rows, place)?);
    }
    for work in WORK.iter().filter(|work| work.roles.contains(&role)) {
        let rows = sqlx::query(work.sql)
            .bind(member)
            .bind(today)
            .fetch_all(&mut **tx)
            .await?;
        let place = |row: &PgRow| Ok(TodoPlace::Meeting(MeetingId(row.try_get("id")?)));
        groups.extend(group(work.action, &rows, place)?);
    }
    Ok(groups)
}

/// The rows as a group, nothing when there are none.
fn group(
    action: Action,
    rows: &[PgRow],
    place: impl Fn(&PgRow) -> Result<TodoPlace>,
) -> Result<Option<TodoGroup>> {
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let todo = rows.iter().map(|row| {
        Ok(TodoRow {
            place: place(row)?,
            project_name: row.text("name")?,
            version: Version(row.try_get("version")?),
            detail: row.text("detail")?,
            next: None,
            filing: None,
        })
    });
    Ok(Some(TodoGroup {
        action,
        count: first.try_get("total")?,
        rows: todo.collect::<Result<_>>()?,
    }))
}
