//! The project page: one page tells the whole story.

mod prefill;

use chrono::{DateTime, Utc};
use domain::access::{Action, Capacity, Role};
use domain::calendar::WorkCalendar;
use domain::contract::{Books, HistoryRow, MoneySummary, ProjectView};
use domain::full_date;
use domain::local_rule::LocalRule;
use domain::state::{PaymentKind, PaymentState, ProjectState};
use domain::{EventId, ProjectId, Refusal};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::story::{self, Story};
use super::{offers, timeline};
use crate::Result;
use crate::db::shanghai;
use crate::door::{Session, Tx};
use crate::local_rule::LocalRules;
use crate::rows::Columns;
use crate::{books, reference};

/// The whole page in one transaction.
pub(crate) async fn project(session: &Session, id: ProjectId) -> Result<ProjectView> {
    let mut tx = session.read(Action::ViewProject).await?;
    let calendar = tx.db.calendar.clone().get(&mut tx).await?;
    let mut stories = story::load(&mut tx, Some(&[id.0]), session.who.role, &calendar).await?;
    let mut story = stories.pop().ok_or(Refusal::NotFound)?;
    let history = history(&mut tx, id).await?;
    let capacities = session.capacities_on(&story.project);
    let mut offers = offers::offers(&story, &capacities, tx.today());
    prefill::prefill(&mut tx, &mut story, &offers).await?;
    let books = books::of_project(&mut tx, &story.project, &capacities).await?;
    offers::without_account(&mut offers, &books, &story.project.unit_name);
    let timeline = timeline::timeline(&story);
    let rules = LocalRules::load(&mut tx).await?;
    let money = money(&story, (&calendar, &rules), &tx);
    let application = has_application(&mut tx, id, &capacities).await?;
    let view = view(story, (money, books), history, timeline, offers);
    Ok(ProjectView {
        application,
        ..view
    })
}

/// Whether the page of the application is there for this person: the applicant's working copy, or
/// what was handed in.
async fn has_application(tx: &mut Tx, id: ProjectId, capacities: &[Capacity]) -> Result<bool> {
    if !Action::ViewApplication.allows(capacities) {
        return Ok(false);
    }
    let sql = if capacities.contains(&Capacity::Applicant) {
        "select exists (select from application_draft where project_id = $1)"
    } else {
        "select exists (select from application where project_id = $1)"
    };
    Ok(sqlx::query_scalar(sql)
        .bind(id.0)
        .fetch_one(&mut **tx)
        .await?)
}

fn view(
    story: Story,
    (money, books): (MoneySummary, Books),
    history: Vec<HistoryRow>,
    timeline: Vec<domain::contract::TimelineStep>,
    offers: Vec<domain::contract::Offer>,
) -> ProjectView {
    let project = story.project;
    ProjectView {
        id: project.id,
        version: project.version,
        code: project.code,
        name: project.name,
        tenant: project.tenant,
        tenant_name: story.tenant_name,
        year: project.plan_year,
        kind: project.kind,
        mode: project.mode,
        category: project.category,
        state: project.state,
        industry: industry(&project.industry),
        key_area: project.key_area,
        applicant: project.applicant_name,
        unit: Some(project.unit_name).filter(|name| !name.is_empty()),
        application: false,
        holder: project.holder,
        requested: project.requested,
        approved: project.approved,
        resolution: project.resolution,
        determined_on: project.determined_on,
        start: project.start,
        end: project.end,
        goals: story.goals,
        budget: story.budget,
        choosing: story.choosing,
        agreement: story.agreement,
        payments: story.payments,
        money,
        acceptance: story.acceptance,
        doing: story.doing,
        books,
        deadlines: story.deadlines,
        filings: story.filings,
        timeline,
        history,
        offers,
    }
}

/// The division of GB/T 4754 with its name.
fn industry(code: &str) -> String {
    let known = reference::industries()
        .iter()
        .find(|industry| industry.code == code);
    known.map_or_else(
        || code.to_owned(),
        |industry| format!("{code} {}", industry.name),
    )
}

/// What is paid and what is still to come.
pub(crate) fn money(story: &Story, terms: (&WorkCalendar, &LocalRules), tx: &Tx) -> MoneySummary {
    let project = &story.project;
    let agreement = story
        .agreement
        .as_ref()
        .map_or(project.agreement, |agreement| agreement.amount);
    let open = agreement.saturating_sub(project.prepaid + project.balance_paid + project.deducted);
    let over = project.state.is_final();
    MoneySummary {
        agreement,
        prepaid: project.prepaid,
        balance_paid: project.balance_paid,
        balance: match project.state {
            ProjectState::Passed => project.balance_due,
            ProjectState::FailedFinal if project.balance_due.is_positive() => project.balance_due,
            _ if over => domain::Money::ZERO,
            _ => open,
        },
        deducted: project.deducted,
        recover: project.recover,
        recovered: project.recovered,
        expected: expected(story, terms, tx),
    }
}

/// The balance is expected within the city's working days of its unlocking (A36: a service level, not a term).
fn expected(story: &Story, (calendar, rules): (&WorkCalendar, &LocalRules), tx: &Tx) -> String {
    let project = &story.project;
    let open = story.payments.iter().find(|payment| {
        payment.kind == PaymentKind::Balance
            && !matches!(payment.state, PaymentState::Paid | PaymentState::Rejected)
    });
    match (open, project.state) {
        (Some(payment), _) if payment.state == PaymentState::Frozen => {
            "尾款已暂停支付，恢复后继续办理".into()
        }
        (Some(payment), _) => {
            let days = rules.of(project.tenant, LocalRule::Balance);
            match calendar.add_working_days(payment.requested, days) {
                Ok(due) => format!(
                    "尾款预计 {} 前支付（解锁后 {days} 个工作日内{}{}）",
                    full_date(due.date),
                    if due.provisional { "，暂定" } else { "" },
                    if due.date < tx.today() {
                        "，已超过"
                    } else {
                        ""
                    },
                ),
                Err(_) => String::new(),
            }
        }
        (None, ProjectState::Contracted | ProjectState::InProgress | ProjectState::Completed) => {
            "尾款在验收合格后支付".into()
        }
        _ => String::new(),
    }
}

async fn history(tx: &mut Tx, id: ProjectId) -> Result<Vec<HistoryRow>> {
    let rows = sqlx::query(
        "select id, at, who, role, text, clause from event where project_id = $1 order by id desc limit 200",
    )
    .bind(id.0)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(history_row).collect()
}

fn history_row(row: &PgRow) -> Result<HistoryRow> {
    let at: DateTime<Utc> = row.try_get("at")?;
    let role = row.text("role")?;
    Ok(HistoryRow {
        id: EventId(row.try_get("id")?),
        at: at
            .with_timezone(&shanghai())
            .format("%Y年%-m月%-d日 %H:%M")
            .to_string(),
        who: row.text("who")?,
        role: Role::from_code(&role).map_or(role, |role| role.label().to_owned()),
        text: row.text("text")?,
        clause: row.text("clause")?,
    })
}
