//! Everything that belongs to some projects, in a fixed number of statements.

mod acceptance;
mod agreement;
mod deadline;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::access::Role;
use domain::calendar::WorkCalendar;
use domain::contract::{
    AcceptanceView, AgreementView, BudgetLine, Choosing, DeadlineView, Doing, FilingView, Goal,
    PaymentView,
};
use domain::state::ProjectState;
use domain::{FilingId, PaymentId, Version};
use sqlx::Row;
use sqlx::postgres::PgRow;

use self::acceptance::acceptance;
use self::agreement::agreement;
use super::doing::{self, Standing, Viewer};
use crate::Result;
use crate::auth::place_of;
use crate::door::Tx;
use crate::project::{Project, concat_columns};
use crate::rows::Columns;

pub(crate) use self::agreement::body;

/// A project with its parts; which rows exist at all is the row policies' business.
pub(crate) struct Story {
    pub project: Project,
    pub tenant_name: String,
    pub agency: String,
    pub goals: Vec<Goal>,
    pub budget: Vec<BudgetLine>,
    pub agreement: Option<AgreementView>,
    pub agreement_filed: Option<NaiveDate>,
    pub payments: Vec<PaymentView>,
    pub acceptance: Option<AcceptanceView>,
    pub deadlines: Vec<DeadlineView>,
    pub filings: Vec<FilingView>,
    pub choosing: Choosing,
    /// The last day of the approved period, which the project row no longer says.
    pub approved_end: Option<NaiveDate>,
    pub doing: Doing,
    pub standing: Standing,
}

/// Loads the projects of the ids that are visible, in the order of their next deadline.
pub(crate) async fn load(
    tx: &mut Tx,
    ids: Option<&[i64]>,
    role: Role,
    calendar: &WorkCalendar,
) -> Result<Vec<Story>> {
    let rows = sqlx::query(concat_columns!(
        "select ",
        ", (select name from tenant where tenant.id = project.tenant_id) as tenant_name,
           (select agency from tenant where tenant.id = project.tenant_id) as agency
         from project where $1::bigint[] is null or id = any($1) order by next_due nulls last, id limit 500"
    ))
    .bind(ids)
    .fetch_all(&mut **tx)
    .await?;
    let mut stories = rows.iter().map(story).collect::<Result<Vec<_>>>()?;
    let found: Vec<i64> = stories.iter().map(|story| story.project.id.0).collect();
    let mut parts = Parts::load(tx, &found).await?;
    for story in &mut stories {
        let payee = tx.org.is_some() && tx.org == story.project.unit;
        fill(story, &mut parts, (role, payee), tx.today(), calendar)?;
    }
    super::choosing::load(tx, &mut stories, role).await?;
    let viewer = Viewer { role, org: tx.org };
    doing::load(tx, &mut stories, &viewer).await?;
    Ok(stories)
}

fn story(row: &PgRow) -> Result<Story> {
    Ok(Story {
        project: Project::from_row(row)?,
        tenant_name: row.text("tenant_name")?,
        agency: row.text("agency")?,
        goals: Vec::new(),
        budget: Vec::new(),
        agreement: None,
        agreement_filed: None,
        payments: Vec::new(),
        acceptance: None,
        deadlines: Vec::new(),
        filings: Vec::new(),
        choosing: Choosing::default(),
        approved_end: None,
        doing: Doing::default(),
        standing: Standing::default(),
    })
}

/// The rows of all parts, by project.
struct Parts {
    goals: BTreeMap<i64, Vec<PgRow>>,
    budget: BTreeMap<i64, Vec<PgRow>>,
    agreements: BTreeMap<i64, Vec<PgRow>>,
    signatures: BTreeMap<i64, Vec<PgRow>>,
    payments: BTreeMap<i64, Vec<PgRow>>,
    acceptances: BTreeMap<i64, Vec<PgRow>>,
    evaluators: BTreeMap<i64, Vec<PgRow>>,
    reports: BTreeMap<i64, Vec<PgRow>>,
    answers: BTreeMap<i64, Vec<PgRow>>,
    reviews: BTreeMap<i64, Vec<PgRow>>,
    deadlines: BTreeMap<i64, Vec<PgRow>>,
    moves: BTreeMap<i64, Vec<PgRow>>,
    filings: BTreeMap<i64, Vec<PgRow>>,
}

macro_rules! of_projects {
    ($tx:ident, $ids:ident, $table:literal, $order:literal) => {
        by_project(
            sqlx::query(concat!(
                "select * from ",
                $table,
                " where project_id = any($1) order by ",
                $order
            ))
            .bind($ids)
            .fetch_all(&mut **$tx)
            .await?,
        )?
    };
}

impl Parts {
    async fn load(tx: &mut Tx, ids: &[i64]) -> Result<Self> {
        // Filings are between agency and members; roles without a grant on them get none.
        let sees_filings = !tx.outside();
        Ok(Self {
            goals: of_projects!(tx, ids, "project_goal", "no"),
            budget: of_projects!(tx, ids, "budget_line", "year"),
            agreements: of_projects!(tx, ids, "agreement", "id"),
            signatures: of_projects!(tx, ids, "signature", "signed_on"),
            payments: of_projects!(tx, ids, "payment", "id"),
            acceptances: of_projects!(tx, ids, "acceptance", "applied_on"),
            evaluators: of_projects!(tx, ids, "evaluator", "account_id"),
            reports: of_projects!(tx, ids, "report", "round"),
            answers: of_projects!(tx, ids, "rectification_answer", "no"),
            reviews: of_projects!(tx, ids, "long_review", "no"),
            deadlines: of_projects!(tx, ids, "deadline", "(stopped_on is not null), due_on, id"),
            moves: of_projects!(tx, ids, "deadline_move", "id"),
            filings: if sees_filings {
                of_projects!(
                    tx,
                    ids,
                    "(select f.*, t.name as city, t.kind = 'league' as league from filing f join tenant t on t.id = f.tenant_id) f",
                    "sent_on desc, subject, round desc, id"
                )
            } else {
                BTreeMap::new()
            },
        })
    }
}

fn by_project(rows: Vec<PgRow>) -> Result<BTreeMap<i64, Vec<PgRow>>> {
    let mut map: BTreeMap<i64, Vec<PgRow>> = BTreeMap::new();
    for row in rows {
        map.entry(row.try_get("project_id")?).or_default().push(row);
    }
    Ok(map)
}

fn fill(
    story: &mut Story,
    parts: &mut Parts,
    (role, payee): (Role, bool),
    today: NaiveDate,
    calendar: &WorkCalendar,
) -> Result<()> {
    let id = story.project.id.0;
    let take = |map: &mut BTreeMap<i64, Vec<PgRow>>| map.remove(&id).unwrap_or_default();
    story.goals = take(&mut parts.goals)
        .iter()
        .map(goal)
        .collect::<Result<_>>()?;
    story.budget = take(&mut parts.budget)
        .iter()
        .map(budget_line)
        .collect::<Result<_>>()?;
    let signatures = take(&mut parts.signatures);
    if let Some(row) = take(&mut parts.agreements).first() {
        story.agreement = Some(agreement(row, &signatures, story)?);
        story.agreement_filed = row.date_opt("filed_on")?;
        let end = row.try_get("end_on")?;
        story.approved_end = row.date_opt("approved_end")?.or(Some(end));
    }
    let state = story.project.state;
    story.payments = take(&mut parts.payments)
        .iter()
        .map(|row| payment(row, role, payee, state))
        .collect::<Result<_>>()?;
    let of_acceptance = (
        take(&mut parts.evaluators),
        take(&mut parts.reports),
        take(&mut parts.answers),
        take(&mut parts.reviews),
    );
    if let Some(row) = take(&mut parts.acceptances).first() {
        story.acceptance = Some(acceptance(row, of_acceptance)?);
    }
    let moves = take(&mut parts.moves);
    story.deadlines = take(&mut parts.deadlines)
        .iter()
        .map(|row| deadline::deadline(row, &moves, today, calendar))
        .collect::<Result<_>>()?;
    story.filings = take(&mut parts.filings)
        .iter()
        .map(|row| filing(row, role))
        .collect::<Result<_>>()?;
    Ok(())
}

fn goal(row: &PgRow) -> Result<Goal> {
    Ok(Goal {
        no: row.try_get("no")?,
        goal: row.text("goal")?,
        method: row.text("method")?,
        target: row.text("target")?,
    })
}

fn budget_line(row: &PgRow) -> Result<BudgetLine> {
    Ok(BudgetLine {
        year: row.try_get("year")?,
        amount: row.money("amount")?,
        approved: row.try_get("approved")?,
    })
}

fn payment(row: &PgRow, role: Role, payee: bool, project: ProjectState) -> Result<PaymentView> {
    let state = row.code("state")?;
    let kind = row.code("kind")?;
    let mut steps = Vec::new();
    for (label, column) in [
        ("申请", "requested_name"),
        ("审核", "checked_name"),
        ("复核", "approved_name"),
        ("支付", "paid_name"),
    ] {
        let name = row.text(column)?;
        if !name.is_empty() {
            steps.push((label.to_owned(), name));
        }
    }
    // Account numbers are for the agency, finance and the payee; all others see amounts only.
    let account = match role {
        Role::AgencyClerk | Role::AgencyReviewer | Role::AgencyPayer | Role::CityFinance => true,
        _ => payee,
    };
    let account = if account {
        row.text("account_no")?
    } else {
        String::new()
    };
    Ok(PaymentView {
        id: PaymentId(row.try_get("id")?),
        kind,
        state,
        amount: row.money("amount")?,
        payee: row.text("payee_name")?,
        account,
        voucher: row.text("voucher")?,
        requested: row.try_get("requested_on")?,
        paid: row.date_opt("paid_on")?,
        steps,
        version: Version(row.try_get("version")?),
        action: super::offers::payment_action(role, kind, state, project),
    })
}

fn filing(row: &PgRow, role: Role) -> Result<FilingView> {
    let member = row.code("member")?;
    let acknowledged = row.date_opt("acknowledged_on")?;
    Ok(FilingView {
        id: FilingId(row.try_get("id")?),
        subject: row.code("subject")?,
        member,
        to: place_of(
            Role::of_member(member),
            "",
            row.try_get("city")?,
            row.try_get("league")?,
        ),
        sent: row.try_get("sent_on")?,
        acknowledged,
        mine: acknowledged.is_none() && role.member() == Some(member),
    })
}
