//! What the rules of the annexes need to know beyond the draft.

use domain::Money;
use domain::annex::Facts;
use domain::state::Paper;
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::OpenYear;
use crate::Result;
use crate::door::Tx;
use crate::project::Project;
use crate::rows::Columns;
use crate::standard;

/// The facts about an application, together with whether its year still takes applications.
pub(crate) struct Known {
    pub facts: Facts,
    pub open: bool,
}

/// Whose eyes look: they reach the applicant's other projects on different ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Eyes {
    /// The applicant's case, which sees this one project (a write).
    Case,
    /// The applicant, or a city and the region above it (a read).
    Reader,
}

/// The facts of a project's application, with the papers that count.
pub(crate) async fn known(
    tx: &mut Tx,
    project: &Project,
    papers: Vec<Paper>,
    eyes: Eyes,
) -> Result<Known> {
    let applicant = project.applicant.map(|org| org.0);
    let row = sqlx::query(
        "select o.name, o.credit_code, a.no, a.state, a.areas from organisation o
         left join area_set a on a.tenant_id = $2 and a.year = $3 and a.state in ('PUBLISHED', 'CLOSED')
         where o.id = $1",
    )
    .bind(applicant)
    .bind(project.tenant.0)
    .bind(project.plan_year)
    .fetch_one(&mut **tx)
    .await?;
    let year = match row.try_get::<Option<i32>, _>("no")? {
        Some(_) => super::year_of(&row)?,
        None => OpenYear::default(),
    };
    let standard = standard::measuring(tx, project.id).await?;
    let others = others(tx, project, eyes).await?;
    let mut committed = Money::ZERO;
    let mut names = Vec::new();
    for other in &others {
        committed += other.money("amount")?;
        names.push(other.text("name")?);
    }
    Ok(Known {
        open: year.open,
        facts: Facts {
            plan_year: project.plan_year,
            areas: year.areas,
            area_version: year.version,
            papers,
            committed,
            org_name: row.text("name")?,
            org_code: row.text("credit_code")?,
            names,
            standard,
        },
    })
}

/// The kinds of paper that are attached now.
pub(crate) async fn attached(tx: &mut Tx, project: &Project) -> Result<Vec<Paper>> {
    let rows = sqlx::query(
        "select distinct paper from attachment where project_id = $1 and removed_on is null",
    )
    .bind(project.id.0)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(|row| Ok(row.code("paper")?)).collect()
}

/// The applicant's other projects of the year, with what each takes of its 3% (R141, A29): those
/// handed in to this city. The contribution the 3% are taken of was paid into this city's fund, and
/// its agency can verify no other (R140).
async fn others(tx: &mut Tx, project: &Project, eyes: Eyes) -> Result<Vec<PgRow>> {
    let query = match eyes {
        Eyes::Case => {
            sqlx::query("select name, amount from app.own_projects($1)").bind(project.plan_year)
        }
        Eyes::Reader => sqlx::query("select name, amount from app.projects_of($1, $2, $3, $4)")
            .bind(project.tenant.0)
            .bind(project.applicant.map(|org| org.0))
            .bind(project.plan_year)
            .bind(project.id.0),
    };
    Ok(query.fetch_all(&mut **tx).await?)
}
