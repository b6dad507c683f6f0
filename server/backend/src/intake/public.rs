//! Projects for the public and small enterprises: the agency itself proposes them, without Annex 1
//! (R070, A19). They enter beside the accepted applications and go to the meeting like these.

use chrono::NaiveDate;
use domain::access::Action;
use domain::contract::PublicProjectDraft;
use domain::period::check_project_period;
use domain::state::{Category, Mode, ProjectKind, ProjectState};
use domain::{Money, ProjectId, Refusal};
use serde_json::json;
use sqlx::Row;

use super::start_determination;
use crate::application::open_year;
use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::plan::required;
use crate::project::Project;
use crate::{Result, reference};

/// Goals a project may have, as in Annex 3.
const GOALS_MAX: usize = 30;

/// The draft, checked field by field.
struct Checked {
    name: String,
    category: Category,
    industry: String,
    county: String,
    key_area: String,
    amount: Money,
    start: NaiveDate,
    end: NaiveDate,
    goals: Vec<[String; 3]>,
    reason: String,
}

/// Proposes a project of the agency's own. Nobody applies and nobody takes in, so it stands where
/// accepted applications stand, and the determination begins to run.
///
/// # Errors
/// `AreasNotPublished` (machine 2.1), `NameTaken`, and whatever is wrong with a field.
pub(crate) async fn create_public_project(
    session: &Session,
    draft: PublicProjectDraft,
) -> Result<ProjectId> {
    let mut tx = session.write(Action::CreatePublicProject).await?;
    let tenant = tx.tenant.ok_or(Refusal::NotFound)?;
    let year = open_year(&mut tx, tenant, draft.year).await?;
    if !year.open {
        return Err(Refusal::AreasNotPublished { year: draft.year }.into());
    }
    let checked = check(&draft, &year.areas)?;
    refuse_taken(&mut tx, draft.year, &checked.name).await?;
    let id = insert(&mut tx, draft.year, &checked).await?;
    let mut project = Project::lock(&mut tx, id).await?;
    start_determination(&mut tx, &project).await?;
    project.save(&mut tx).await?;
    let text = format!(
        "提出面向社会和中小微企业的项目，预算 {} 元。理由：{}",
        checked.amount, checked.reason
    );
    let facts = json!({"requested": checked.amount, "reason": checked.reason});
    record(&mut tx, &project, Entry::new(text).facts(facts)).await?;
    tx.commit().await?;
    Ok(id)
}

fn check(draft: &PublicProjectDraft, areas: &[String]) -> Result<Checked> {
    let name = required("name", "项目名称", &draft.name, 100)?;
    let category = Category::from_code(draft.category.trim())
        .ok_or_else(|| unknown("category", "项目类别"))?;
    let industry = draft.industry.trim();
    let known = reference::industries()
        .iter()
        .any(|known| known.code == industry);
    if !industry.is_empty() && !known {
        return Err(unknown("industry", "行业").into());
    }
    let county = draft.county.trim();
    if !county.is_empty() {
        required("county", "旗县区", county, 50)?;
    }
    let key_area = required("key_area", "重点领域", &draft.key_area, 100)?;
    if !areas.contains(&key_area) {
        return Err(unknown("key_area", "重点领域").into());
    }
    let amount = Money::parse_positive_yuan("amount", &draft.amount)?;
    let (start, end) = (
        day("start", "开始日期", &draft.start)?,
        day("end", "结束日期", &draft.end)?,
    );
    check_project_period("end", start, end)?;
    Ok(Checked {
        name,
        category,
        industry: industry.to_owned(),
        county: county.to_owned(),
        key_area,
        amount,
        start,
        end,
        goals: goals(&draft.goals)?,
        reason: required("reason", "提出理由", &draft.reason, 2000)?,
    })
}

/// One goal per line: goal | how it is measured | target (R184, R093).
fn goals(text: &str) -> Result<Vec<[String; 3]>> {
    let text = required("goals", "近期目标", text, 8000)?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let goals: Vec<[String; 3]> = lines
        .enumerate()
        .map(|(index, line)| {
            let parts: Vec<String> = line
                .split(['|', '｜'])
                .map(|part| part.trim().to_owned())
                .filter(|part| !part.is_empty())
                .collect();
            parts.try_into().map_err(|_| Refusal::Required {
                field: "goals".into(),
                label: format!("近期目标第 {} 行的“目标 | 衡量方法 | 目标值”", index + 1),
            })
        })
        .collect::<std::result::Result<_, _>>()?;
    if goals.len() > GOALS_MAX {
        return Err(Refusal::TooLong {
            field: "goals".into(),
            label: "近期目标".into(),
            max: 8000,
        }
        .into());
    }
    Ok(goals)
}

fn day(field: &'static str, label: &'static str, text: &str) -> Result<NaiveDate> {
    let text = required(field, label, text, 20)?;
    text.parse().map_err(|_| {
        Refusal::DateMalformed {
            field: field.into(),
        }
        .into()
    })
}

fn unknown(field: &'static str, label: &str) -> Refusal {
    Refusal::UnknownChoice {
        field: field.into(),
        label: label.into(),
    }
}

/// The name of a project of the agency is its own within the year (R131); also what a second click
/// on the button runs into.
async fn refuse_taken(tx: &mut Tx, year: i32, name: &str) -> Result<()> {
    let taken: bool = sqlx::query_scalar(
        "select exists (select from project where plan_year = $1 and kind = 'PUBLIC_SME' and name = $2 and state <> 'CANCELLED')",
    )
    .bind(year)
    .bind(name)
    .fetch_one(&mut **tx)
    .await?;
    if taken {
        return Err(Refusal::NameTaken {
            field: "name".into(),
            name: name.to_owned(),
        }
        .into());
    }
    Ok(())
}

async fn insert(tx: &mut Tx, year: i32, checked: &Checked) -> Result<ProjectId> {
    let (tenant, now, by) = (tx.tenant, tx.now, tx.action.code());
    let row = sqlx::query(
        "insert into project (plan_year, code, name, kind, mode, category, state, industry, county, key_area,
           applicant_name, requested, start_on, end_on, created_at, updated_at, updated_by)
         values ($1, app.next_code($1), $2, $3, $4, $5, $6, $7, $8, $9, (select agency from tenant where id = $10),
           $11, $12, $13, $14, $14, $15) returning id",
    )
    .bind(year)
    .bind(&checked.name)
    .bind(ProjectKind::PublicSme.code())
    .bind(Mode::Procured.code())
    .bind(checked.category.code())
    .bind(ProjectState::Accepted.code())
    .bind(&checked.industry)
    .bind(&checked.county)
    .bind(&checked.key_area)
    .bind(tenant.map(|id| id.0))
    .bind(checked.amount.decimal())
    .bind(checked.start)
    .bind(checked.end)
    .bind(now)
    .bind(by)
    .fetch_one(&mut **tx)
    .await?;
    let id = ProjectId(row.try_get("id")?);
    for (no, [goal, method, target]) in (1_i32..).zip(&checked.goals) {
        sqlx::query("insert into project_goal (project_id, no, goal, method, target) values ($1, $2, $3, $4, $5)")
            .bind(id.0)
            .bind(no)
            .bind(goal)
            .bind(method)
            .bind(target)
            .execute(&mut **tx)
            .await?;
    }
    Ok(id)
}
