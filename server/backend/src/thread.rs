//! Messages on a project between its applicant, its unit and the agency. Written once; what they say
//! stays between the parties and the posts of the city, so the history tells only that there was one.

use domain::access::{Action, Capacity};
use domain::state::Party;
use domain::{MessageId, ProjectId, Refusal};
use serde_json::json;

use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::project::Project;
use crate::{Result, plan};

/// As whom a person writes: for the agency, or for an organisation of the project.
pub(crate) fn side(capacities: &[Capacity]) -> Option<Party> {
    use Capacity as C;
    if capacities.contains(&C::Applicant) {
        Some(Party::Applicant)
    } else if capacities.contains(&C::Unit) {
        Some(Party::Unit)
    } else if capacities
        .iter()
        .any(|one| matches!(one, C::AgencyClerk | C::AgencyReviewer | C::AgencyPayer))
    {
        Some(Party::Agency)
    } else {
        None
    }
}

fn own_side(session: &Session, project: &Project, action: Action) -> Result<Party> {
    side(&session.capacities_on(project)).ok_or_else(|| action.forbidden().into())
}

/// Writes to the other side; whoever answers has read what is there.
pub(crate) async fn send(session: &Session, id: ProjectId, text: String) -> Result<()> {
    let action = Action::SendMessage;
    let (mut tx, project) = session.write_project(action, id, None).await?;
    let side = own_side(session, &project, action)?;
    let text = plan::required("text", "留言", &text, 2000)?;
    let (now, who) = (tx.now, tx.who.clone());
    let message: i64 = sqlx::query_scalar(
        "insert into message (project_id, side, text, at, account_id, who) values ($1, $2, $3, $4, $5, $6) returning id",
    )
    .bind(id.0)
    .bind(side.code())
    .bind(&text)
    .bind(now)
    .bind(who.account.0)
    .bind(format!("{} {}", who.place, who.name))
    .fetch_one(&mut *tx)
    .await?;
    mark(&mut tx, id, side, message).await?;
    let told = format!("{}发送项目留言", side.label());
    let entry = Entry::new(told)
        .facts(json!({"message": message}))
        .city_only();
    record(&mut tx, &project, entry).await?;
    tx.commit().await
}

/// Everything through a message has been read by the person's side.
pub(crate) async fn read(session: &Session, id: ProjectId, upto: MessageId) -> Result<()> {
    let action = Action::ReadMessages;
    let (mut tx, project) = session.write_project(action, id, None).await?;
    let side = own_side(session, &project, action)?;
    let there: bool =
        sqlx::query_scalar("select exists (select from message where project_id = $1 and id = $2)")
            .bind(id.0)
            .bind(upto.0)
            .fetch_one(&mut *tx)
            .await?;
    if !there {
        return Err(Refusal::NotFound.into());
    }
    mark(&mut tx, id, side, upto.0).await?;
    let told = format!("{}已阅项目留言", side.label());
    let entry = Entry::new(told).facts(json!({"upto": upto})).city_only();
    record(&mut tx, &project, entry).await?;
    tx.commit().await
}

async fn mark(tx: &mut Tx, project: ProjectId, side: Party, upto: i64) -> Result<()> {
    sqlx::query(
        "insert into message_read as r (project_id, side, upto) values ($1, $2, $3)
         on conflict (tenant_id, project_id, side) do update set upto = greatest(r.upto, excluded.upto)",
    )
    .bind(project.0)
    .bind(side.code())
    .bind(upto)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
