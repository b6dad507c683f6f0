//! What is on the agenda besides the four reports: key areas, proposed projects, cancellations, and
//! whatever else the secretary puts there.

use domain::access::Action;
use domain::contract::Candidates;
use domain::state::{ItemKind, ProjectState};
use domain::{AreaSetId, ItemId, MeetingId, Money, ProjectId, Refusal, TenantId, Version};
use sqlx::Row;

use super::{Meeting, open};
use crate::door::{Session, Tx};
use crate::event::Entry;
use crate::plan::required;
use crate::project::Project;
use crate::rows::Columns;
use crate::{Error, Result, areas};

/// What an item is about, as it is written down.
#[derive(Default)]
struct Subject {
    title: String,
    project: Option<ProjectId>,
    areas: Option<AreaSetId>,
    plan_year: Option<i32>,
    proposed: Option<Money>,
    first_year: Option<Money>,
}

/// Puts something on the agenda of a planned meeting.
pub(crate) async fn add(
    session: &Session,
    id: MeetingId,
    seen: Version,
    kind: ItemKind,
    subject: Option<i64>,
    title: String,
) -> Result<()> {
    let action = Action::AddItem;
    let (mut tx, meeting) = open(session, action, id, Some(seen)).await?;
    let named = |label: &'static str| {
        subject.ok_or_else(|| Refusal::Required {
            field: "subject".into(),
            label: label.into(),
        })
    };
    let subject = match kind {
        ItemKind::Areas => about_areas(&mut tx, AreaSetId(named("重点领域")?)).await?,
        ItemKind::Project => about_project(&mut tx, ProjectId(named("项目")?)).await?,
        ItemKind::Cancel => about_cancelling(&mut tx, ProjectId(named("项目")?)).await?,
        ItemKind::Other => Subject {
            title: required("title", "议题名称", &title, 200)?,
            ..Subject::default()
        },
        report => {
            return Err(Refusal::UnknownChoice {
                field: "kind".into(),
                label: format!("议题类型（“{}”已自动列入议程）", report.label()),
            }
            .into());
        }
    };
    insert(&mut tx, id, kind, &subject).await?;
    meeting.changed(&mut tx).await?;
    let text = format!("将“{}”列入{}议程", subject.title, meeting.name());
    meeting.note(&mut tx, Entry::new(text)).await?;
    tx.commit().await
}

async fn insert(tx: &mut Tx, id: MeetingId, kind: ItemKind, subject: &Subject) -> Result<()> {
    sqlx::query(
        "insert into item (meeting_id, no, kind, title, project_id, area_set_id, plan_year, proposed, first_year)
         select $1, coalesce(max(no), 0) + 1, $2, $3, $4, $5, $6, $7, $8 from item where meeting_id = $1",
    )
    .bind(id.0)
    .bind(kind.code())
    .bind(&subject.title)
    .bind(subject.project.map(|id| id.0))
    .bind(subject.areas.map(|id| id.0))
    .bind(subject.plan_year)
    .bind(subject.proposed.map(Money::decimal))
    .bind(subject.first_year.map(Money::decimal))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn about_areas(tx: &mut Tx, id: AreaSetId) -> Result<Subject> {
    let year = areas::put_on_agenda(tx, id).await?;
    let no: i32 = sqlx::query_scalar("select no from area_set where id = $1")
        .bind(id.0)
        .fetch_one(&mut **tx)
        .await?;
    Ok(Subject {
        title: title_of(year, no),
        areas: Some(id),
        plan_year: Some(year),
        ..Subject::default()
    })
}

/// What the item about a version of the key areas is called.
fn title_of(year: i32, no: i32) -> String {
    format!("审定 {year} 年度工伤预防重点领域（第 {no} 版）")
}

/// A project of the frozen list, with what the list says about it (R045, R046).
async fn about_project(tx: &mut Tx, id: ProjectId) -> Result<Subject> {
    let project = Project::lock(tx, id).await?;
    if project.state != ProjectState::Proposed {
        return Err(project.wrong_state(tx.action).into());
    }
    let row = sqlx::query(
        "select b.amount, b.first_year, l.state from proposal b
         join proposal_list l on l.tenant_id = b.tenant_id and l.year = b.year and l.no = b.list_no
         where b.project_id = $1 and b.year = $2 and not b.dropped order by b.list_no desc limit 1",
    )
    .bind(id.0)
    .bind(project.plan_year)
    .fetch_optional(&mut **tx)
    .await?
    .ok_or_else(|| Error::Inconsistent(format!("project {id} is proposed on no list")))?;
    if row.text("state")? != "FROZEN" {
        let list = format!("{} 年度项目建议", project.plan_year);
        return Err(tx.action.wrong_state(list, "编制中，尚未定稿").into());
    }
    free(tx, &project, ItemKind::Project).await?;
    Ok(Subject {
        title: project.name.clone(),
        project: Some(id),
        plan_year: Some(project.plan_year),
        proposed: Some(row.money("amount")?),
        first_year: Some(row.money("first_year")?),
        ..Subject::default()
    })
}

/// A determined project that is not carried out yet (2.1).
async fn about_cancelling(tx: &mut Tx, id: ProjectId) -> Result<Subject> {
    let project = Project::lock(tx, id).await?;
    if !project.state.next().contains(&ProjectState::Cancelled) {
        return Err(project.wrong_state(tx.action).into());
    }
    free(tx, &project, ItemKind::Cancel).await?;
    Ok(Subject {
        title: format!("取消项目：{}", project.name),
        project: Some(id),
        plan_year: Some(project.plan_year),
        proposed: Some(project.approved),
        ..Subject::default()
    })
}

/// No project waits on two agendas at once.
async fn free(tx: &mut Tx, project: &Project, kind: ItemKind) -> Result<()> {
    let row = sqlx::query(
        "select m.year, m.no from item i join meeting m on m.tenant_id = i.tenant_id and m.id = i.meeting_id
         where i.project_id = $1 and i.kind = $2 and not i.dropped and m.state not in ('FILED_AND_CLOSED', 'CANCELLED') limit 1",
    )
    .bind(project.id.0)
    .bind(kind.code())
    .fetch_optional(&mut **tx)
    .await?;
    match row {
        Some(row) => {
            let (year, no): (i32, i32) = (row.try_get("year")?, row.try_get("no")?);
            let state = format!("已列入{year}年第{no}次联席会议议程");
            Err(tx.action.wrong_state("项目", state).into())
        }
        None => Ok(()),
    }
}

/// Takes an item off the agenda again; the four reports stay.
pub(crate) async fn drop(session: &Session, id: ItemId) -> Result<()> {
    let action = Action::DropItem;
    let mut tx = session.write(action).await?;
    let (meeting, item) = item_of(&mut tx, id).await?;
    meeting.admits(action)?;
    if item.kind.is_report() {
        return Err(action.wrong_state("议题", "固定通报事项").into());
    }
    if let Some(set) = item.areas {
        areas::not_adopted(&mut tx, set).await?;
    }
    sqlx::query("update item set dropped = true where id = $1")
        .bind(id.0)
        .execute(&mut *tx)
        .await?;
    meeting.changed(&mut tx).await?;
    let text = format!("将“{}”撤出{}议程", item.title, meeting.name());
    meeting.note(&mut tx, Entry::new(text)).await?;
    tx.commit().await
}

/// An item as the floor works on it.
pub(crate) struct Point {
    pub no: i32,
    pub kind: ItemKind,
    pub title: String,
    pub project: Option<ProjectId>,
    pub areas: Option<AreaSetId>,
    pub proposed: Option<Money>,
    pub first_year: Option<Money>,
    /// Motion, amount, conditions and reason as they stand.
    pub motion: Option<domain::state::Motion>,
    pub amount: Option<Money>,
    pub conditions: String,
    pub reason: String,
    pub report: String,
}

/// An item with its meeting.
///
/// # Errors
/// `NotFound` for none of this city, or one that was taken off.
pub(crate) async fn item_of(tx: &mut Tx, id: ItemId) -> Result<(Meeting, Point)> {
    let row = sqlx::query("select * from item where id = $1 and not dropped")
        .bind(id.0)
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    let meeting = Meeting::find(tx, MeetingId(row.try_get("meeting_id")?)).await?;
    let money = |column: &str| -> Result<Option<Money>> {
        let known: Option<rust_decimal::Decimal> = row.try_get(column)?;
        Ok(known.map(|_| row.money(column)).transpose()?)
    };
    let point = Point {
        no: row.try_get("no")?,
        kind: row.code("kind")?,
        title: row.text("title")?,
        project: row.try_get::<Option<i64>, _>("project_id")?.map(ProjectId),
        areas: row.try_get::<Option<i64>, _>("area_set_id")?.map(AreaSetId),
        proposed: money("proposed")?,
        first_year: money("first_year")?,
        motion: row.code_opt("motion")?,
        amount: money("amount")?,
        conditions: row.text("conditions")?,
        reason: row.text("reason")?,
        report: row.text("report")?,
    };
    Ok((meeting, point))
}

/// The versions of key areas on an agenda.
pub(crate) async fn area_sets(tx: &mut Tx, id: MeetingId) -> Result<Vec<AreaSetId>> {
    let sets: Vec<i64> = sqlx::query_scalar(
        "select area_set_id from item where meeting_id = $1 and area_set_id is not null and not dropped",
    )
    .bind(id.0)
    .fetch_all(&mut **tx)
    .await?;
    Ok(sets.into_iter().map(AreaSetId).collect())
}

/// What could be put on an agenda now: $1 is the city.
const PROJECTS: &str = "select p.id, p.code || ' ' || p.name || '（排序 ' || b.rank || '）' as words
  from proposal b
  join proposal_list l on l.tenant_id = b.tenant_id and l.year = b.year and l.no = b.list_no and l.state = 'FROZEN'
  join project p on p.tenant_id = b.tenant_id and p.id = b.project_id and p.state = 'PROPOSED' and p.plan_year = b.year
  where b.tenant_id = $1 and not b.dropped and not exists (select from item i
    join meeting m on m.tenant_id = i.tenant_id and m.id = i.meeting_id
    where i.tenant_id = p.tenant_id and i.project_id = p.id and i.kind = 'PROJECT' and not i.dropped
      and m.state not in ('FILED_AND_CLOSED', 'CANCELLED'))
  order by b.year, b.rank limit 200";
const CANCELLABLE: &str = "select p.id, p.code || ' ' || p.name as words from project p
  where p.tenant_id = $1 and p.state in ('DETERMINED', 'FILED', 'BUDGETED') and not exists (select from item i
    join meeting m on m.tenant_id = i.tenant_id and m.id = i.meeting_id
    where i.tenant_id = p.tenant_id and i.project_id = p.id and i.kind = 'CANCEL' and not i.dropped
      and m.state not in ('FILED_AND_CLOSED', 'CANCELLED'))
  order by p.plan_year desc, p.code limit 200";

/// What could be put on the agenda of a planned meeting.
pub(crate) async fn candidates(tx: &mut Tx, tenant: TenantId) -> Result<Candidates> {
    let rows = sqlx::query(
        "select id, year, no from area_set where tenant_id = $1 and state = 'ANALYSED' order by year, no",
    )
    .bind(tenant.0)
    .fetch_all(&mut **tx)
    .await?;
    let areas = rows.iter().map(|row| {
        let title = title_of(row.try_get("year")?, row.try_get("no")?);
        Ok((AreaSetId(row.try_get("id")?), title))
    });
    Ok(Candidates {
        areas: areas.collect::<Result<_>>()?,
        projects: of_projects(tx, PROJECTS, tenant).await?,
        cancellable: of_projects(tx, CANCELLABLE, tenant).await?,
    })
}

async fn of_projects(
    tx: &mut Tx,
    query: &'static str,
    tenant: TenantId,
) -> Result<Vec<(ProjectId, String)>> {
    let rows = sqlx::query(query)
        .bind(tenant.0)
        .fetch_all(&mut **tx)
        .await?;
    rows.iter()
        .map(|row| Ok((ProjectId(row.try_get("id")?), row.text("words")?)))
        .collect()
}
