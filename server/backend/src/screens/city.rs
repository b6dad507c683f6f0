//! The city's workbench: what waits for this post first, then how the city stands.

mod sittings;

use chrono::Datelike;
use domain::access::{Action, Role};
use domain::calendar::WorkCalendar;
use domain::contract::{FeePlanView, ListPart, RailStep, TodoGroup, TodoPlace, TodoRow, Workbench};
use domain::local_rule::LocalRule;
use domain::state::{DeadlineKind, FeePlanState, Inspector};
use domain::{FilingId, Money, ProjectId, Refusal, Version};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::shared::{self, Tally};
use crate::calendar::next_due;
use crate::door::{Session, Tx};
use crate::rows::Columns;
use crate::{Result, fee_plan, intake, local_rule};

/// The whole page in one transaction.
pub(crate) async fn workbench(session: &Session, year: Option<i32>) -> Result<Workbench> {
    let mut tx = session.read(Action::ViewCity).await?;
    let today = tx.today();
    let year = year.unwrap_or(today.year());
    let calendar = tx.db.calendar.clone().get(&mut tx).await?;
    let tally = shared::tally(&mut tx, year).await?;
    let cities = shared::cities(&mut tx, year, &calendar).await?;
    let city = cities.first().ok_or(Refusal::NotFound)?;
    let budgeted = city.used;
    let (tenant, name, figures) = (
        city.tenant,
        city.name.clone(),
        shared::figures(&tally, &cities),
    );
    Ok(Workbench {
        tenant,
        name,
        year,
        years: shared::years(&mut tx, year).await?,
        today,
        todo: todo(&mut tx, session.who.role, &calendar).await?,
        figures,
        rail: rail(&tally, today.month(), year == today.year()),
        fee_plan: fee_plan_view(&mut tx, session.who.role, year, budgeted).await?,
        due: shared::due_rows(&mut tx, &calendar, DUE).await?,
        pipeline: shared::pipeline(&mut tx, year, &tally).await?,
        feed: shared::feed(&mut tx).await?,
    })
}

/// A kind of waiting work: who it waits for, and the projects (`p`) it waits on.
struct Waiting {
    action: Action,
    role: Role,
    /// Selects project, detail and filing, most urgent first; $1 is today.
    sql: &'static str,
}

macro_rules! waiting {
    ($action:ident, $role:ident, $detail:literal, $filing:literal, $from:literal) => {
        Waiting {
            action: Action::$action,
            role: Role::$role,
            sql: concat!(
                "select p.id, p.name, p.version, p.plan_year, p.next_due, p.next_due_kind, p.next_due_provisional or coalesce(p.next_due_assumed > $1, false) as next_due_provisional, ",
                $detail,
                " as detail, ",
                $filing,
                "::bigint as filing, count(*) over () as total from ",
                $from,
                " order by p.next_due nulls last, p.id limit 50"
            ),
        }
    };
}

/// The filings that wait for a member's acknowledgement; $1 is today, $2 the member.
const FILINGS: &str = "select p.id, p.name, p.version, p.plan_year, p.next_due, p.next_due_kind, p.next_due_provisional or coalesce(p.next_due_assumed > $1, false) as next_due_provisional,
    case f.subject when 'PLAN' then '项目计划备案' when 'AGREEMENT' then '服务协议备案' when 'AMENDMENT' then '补充协议备案' else '评估验收报告备案' end as detail,
    f.id as filing, count(*) over () as total
  from filing f join project p on p.tenant_id = f.tenant_id and p.id = f.project_id
  where f.acknowledged_on is null and f.member = $2 and p.state <> 'CANCELLED' order by p.next_due nulls last, f.id limit 50";

/// The inspections whose answers wait for whoever inspected; $1 is today, $2 the inspector.
const ANSWERS: &str =
    "select p.id, p.name, p.version, p.plan_year, p.next_due, p.next_due_kind, p.next_due_provisional or coalesce(p.next_due_assumed > $1, false) as next_due_provisional,
    '已答复：' || left(i.demand, 60) as detail, null::bigint as filing, count(*) over () as total
  from inspection i join project p on p.tenant_id = i.tenant_id and p.id = i.project_id
  where i.state = 'ANSWERED' and i.inspector = $2 order by i.answered_on, i.id limit 50";

static WAITING: &[Waiting] = &[
    waiting!(ProposeProject, AgencyClerk, "p.plan_year || ' 年度，申请 ' || trim(to_char(p.requested, '999,999,999,990.00')) || ' 元'", "null",
        "project p where p.state = 'ACCEPTED' and not exists (select from proposal_list l
           where l.tenant_id = p.tenant_id and l.year = p.plan_year and l.state = 'FROZEN')"),
    waiting!(FilePlan, AgencyClerk, "'核定 ' || trim(to_char(p.approved, '999,999,999,990.00')) || ' 元'", "null",
        "project p where p.state = 'DETERMINED' and not exists (select from filing f where f.tenant_id = p.tenant_id and f.project_id = p.id)"),
    waiting!(CompileBudget, AgencyClerk, "'核定 ' || trim(to_char(p.approved, '999,999,999,990.00')) || ' 元'", "null",
        "project p where p.state = 'FILED' and not exists (select from budget_line l where l.tenant_id = p.tenant_id and l.project_id = p.id)"),
    waiting!(SelectUnit, AgencyClerk, "'政府采购选定实施单位'", "null",
        "project p where p.state = 'BUDGETED' and p.mode = 'PROCURED'"),
    waiting!(DraftAgreement, AgencyClerk, "p.unit_name", "null",
        "project p where (p.state = 'UNIT_SELECTED' or (p.state = 'BUDGETED' and p.mode = 'DIRECT'))
         and not exists (select from agreement a where a.tenant_id = p.tenant_id and a.project_id = p.id)"),
    waiting!(FileAgreement, AgencyClerk, "'协议金额 ' || trim(to_char(a.amount, '999,999,999,990.00')) || ' 元'", "null",
        "project p join agreement a on a.tenant_id = p.tenant_id and a.project_id = p.id
         where a.state = 'SIGNED' and not exists (select from filing f where f.tenant_id = p.tenant_id and f.project_id = p.id and f.subject = 'AGREEMENT')"),
    waiting!(CheckPayment, AgencyClerk, "case y.kind when 'BALANCE' then '尾款 ' else '预付款 ' end || trim(to_char(y.amount, '999,999,999,990.00')) || ' 元'", "null",
        "payment y join project p on p.tenant_id = y.tenant_id and p.id = y.project_id where y.state in ('REQUESTED', 'UNLOCKED')
         and (p.state in ('CONTRACTED', 'IN_PROGRESS') and y.kind = 'PREPAYMENT' or p.state in ('PASSED', 'FAILED_FINAL') and y.kind = 'BALANCE')"),
    waiting!(ReceiveAcceptance, AgencyClerk, "p.unit_name || ' 申请验收'", "null",
        "project p join acceptance c on c.tenant_id = p.tenant_id and c.project_id = p.id
         where p.state = 'COMPLETED' and c.state = 'APPLIED' and c.organiser = 'AGENCY'"),
    waiting!(AppointEvaluators, AgencyClerk, "'聘请第三方评估机构或专家'", "null",
        "project p join acceptance c on c.tenant_id = p.tenant_id and c.project_id = p.id
         where p.state = 'COMPLETED' and c.organiser = 'AGENCY' and (c.state = 'RECEIVED' or c.state in ('EVALUATING', 'RE_APPLIED')
           and not exists (select from evaluator e where e.tenant_id = p.tenant_id and e.project_id = p.id and e.conflict is not true))"),
    waiting!(ServeReport, AgencyClerk, "p.unit_name", "null",
        "project p join acceptance c on c.tenant_id = p.tenant_id and c.project_id = p.id
         where p.state = 'COMPLETED' and c.state = 'FAILED_R1' and c.organiser = 'AGENCY'"),
    waiting!(RecordRefusal, AgencyClerk, "case when r.refuses then '实施单位书面拒绝整改' else '催告后逾期未答复' end", "null",
        "project p join acceptance c on c.tenant_id = p.tenant_id and c.project_id = p.id
         cross join lateral (select
           coalesce((select a.kind from rectification_answer a where a.tenant_id = p.tenant_id and a.project_id = p.id
             order by a.no desc limit 1), '') = 'REFUSAL' as refuses,
           exists (select from rectification_answer a where a.tenant_id = p.tenant_id and a.project_id = p.id
             and (a.kind = 'PLAN' or a.answered_on >= c.reminded_on)) as answers) r
         where p.state = 'COMPLETED' and c.state = 'RECTIFYING'
           and (r.refuses or not r.answers and c.answer_by < $1)"),
    waiting!(AcceptLate, AgencyReviewer, "p.unit_name || ' 逾期提交整改材料'", "null",
        "project p join acceptance c on c.tenant_id = p.tenant_id and c.project_id = p.id
         where p.state = 'COMPLETED' and c.state = 'OVERDUE'"),
    waiting!(CheckAgreement, AgencyReviewer, "'协议金额 ' || trim(to_char(a.amount, '999,999,999,990.00')) || ' 元'", "null",
        "project p join agreement a on a.tenant_id = p.tenant_id and a.project_id = p.id
         where a.state = 'DRAFT' and p.state in ('BUDGETED', 'UNIT_SELECTED')"),
    waiting!(SignAgreement, AgencyReviewer, "'协议金额 ' || trim(to_char(a.amount, '999,999,999,990.00')) || ' 元'", "null",
        "project p join agreement a on a.tenant_id = p.tenant_id and a.project_id = p.id
         where a.state in ('CHECKED', 'SIGNING') and p.state in ('BUDGETED', 'UNIT_SELECTED')
           and not exists (select from signature s where s.tenant_id = a.tenant_id and s.agreement_id = a.id and s.party = 'AGENCY')"),
    waiting!(ApprovePayment, AgencyReviewer, "case y.kind when 'BALANCE' then '尾款 ' else '预付款 ' end || trim(to_char(y.amount, '999,999,999,990.00')) || ' 元'", "null",
        "payment y join project p on p.tenant_id = y.tenant_id and p.id = y.project_id where y.state = 'CHECKED'
         and (p.state in ('CONTRACTED', 'IN_PROGRESS') and y.kind = 'PREPAYMENT' or p.state in ('PASSED', 'FAILED_FINAL') and y.kind = 'BALANCE')"),
    waiting!(DecideDisposition, AgencyReviewer, "case p.state when 'FAILED_FINAL' then '复验不合格' else '整改逾期' end", "null",
        "project p join acceptance c on c.tenant_id = p.tenant_id and c.project_id = p.id
         where (p.state = 'FAILED_FINAL' and c.disposition is null)
            or (p.state = 'COMPLETED' and c.state = 'RECTIFYING' and p.next_due_kind = 'D5' and p.next_due < $1)"),
    waiting!(TerminateProject, AgencyReviewer, "'已认定拒不整改'", "null",
        "project p join acceptance c on c.tenant_id = p.tenant_id and c.project_id = p.id
         where p.state = 'COMPLETED' and c.state = 'REFUSED'"),
    waiting!(CheckAmendment, AgencyReviewer, "'补充协议：' || m.reason", "null",
        "project p join amendment m on m.tenant_id = p.tenant_id and m.project_id = p.id
         where m.state = 'DRAFT' and p.state in ('CONTRACTED', 'IN_PROGRESS')"),
    waiting!(SignAmendment, AgencyReviewer, "'补充协议：' || m.reason", "null",
        "project p join amendment m on m.tenant_id = p.tenant_id and m.project_id = p.id
         where m.state in ('CHECKED', 'SIGNING') and p.state in ('CONTRACTED', 'IN_PROGRESS')
           and not exists (select from amendment_signature s where s.tenant_id = m.tenant_id and s.amendment_id = m.id and s.party = 'AGENCY')"),
    waiting!(FileAmendment, AgencyClerk, "'第 ' || m.no || ' 号补充协议'", "null",
        "project p join amendment m on m.tenant_id = p.tenant_id and m.project_id = p.id
         where m.state = 'SIGNED' and m.sent_on is null and p.state in ('CONTRACTED', 'IN_PROGRESS')"),
    waiting!(ReadMessages, AgencyClerk, "n.unread || ' 条未读留言'", "null",
        "project p join lateral (select count(*) as unread from message m where m.tenant_id = p.tenant_id and m.project_id = p.id and m.side <> 'AGENCY'
           and m.id > coalesce((select r.upto from message_read r where r.tenant_id = p.tenant_id and r.project_id = p.id and r.side = 'AGENCY'), 0)) n on n.unread > 0"),
    waiting!(Pay, AgencyPayer, "case y.kind when 'BALANCE' then '尾款 ' else '预付款 ' end || trim(to_char(y.amount, '999,999,999,990.00')) || ' 元 付 ' || y.payee_name", "null",
        "payment y join project p on p.tenant_id = y.tenant_id and p.id = y.project_id where y.state = 'APPROVED'
         and (p.state in ('CONTRACTED', 'IN_PROGRESS') and y.kind = 'PREPAYMENT' or p.state in ('PASSED', 'FAILED_FINAL') and y.kind = 'BALANCE')"),
    waiting!(CloseHearing, AgencyClerk, "c.org_name || ' 陈述申辩期已满'", "null",
        "ban_case c join project p on p.tenant_id = c.tenant_id and p.id = c.project_id
         where c.state = 'PROPOSED' and c.hear_until < $1"),
    waiting!(DecideBan, CityHrss, "c.org_name || case c.statement when '' then ' 逾期未陈述申辩' else ' 已陈述申辩' end", "null",
        "ban_case c join project p on p.tenant_id = c.tenant_id and p.id = c.project_id where c.state = 'HEARD'"),
    waiting!(ConfirmAccount, AgencyReviewer, "a.name", "null",
        "payee_account a join project p on p.tenant_id = a.tenant_id and p.id = (select max(q.id) from project q
           where q.tenant_id = a.tenant_id and coalesce(q.unit_id, case q.mode when 'DIRECT' then q.applicant_id end) = a.org_id
             and q.state in ('BUDGETED', 'UNIT_SELECTED', 'CONTRACTED', 'IN_PROGRESS', 'COMPLETED', 'PASSED', 'FAILED_FINAL'))
         where a.state = 'GIVEN'"),
    waiting!(RecordRecovery, AgencyClerk, "p.unit_name || ' 尚欠 ' || trim(to_char(c.amount - c.recovered, '999,999,999,990.00')) || ' 元'", "null",
        "claim c join project p on p.tenant_id = c.tenant_id and p.id = c.project_id where c.state in ('CLAIMED', 'PARTLY_RECOVERED')"),
    waiting!(ConsentWriteOff, CityHrss, "trim(to_char(w.amount, '999,999,999,990.00')) || ' 元，' || w.document", "null",
        "claim_write_off w join project p on p.tenant_id = w.tenant_id and p.id = w.project_id where w.state = 'PROPOSED' and w.hrss_by is null"),
    waiting!(ConsentWriteOff, CityFinance, "trim(to_char(w.amount, '999,999,999,990.00')) || ' 元，' || w.document", "null",
        "claim_write_off w join project p on p.tenant_id = w.tenant_id and p.id = w.project_id where w.state = 'PROPOSED' and w.finance_by is null"),
    waiting!(AnswerFinding, AgencyClerk, "'台账第 ' || v.ledger_id || ' 号：' || left(v.finding, 60)", "null",
        "voucher_finding v join project p on p.tenant_id = v.tenant_id and p.id = v.project_id where v.state = 'OPEN'"),
    waiting!(CloseFinding, CityFinance, "'台账第 ' || v.ledger_id || ' 号已答复：' || left(v.answer, 60)", "null",
        "voucher_finding v join project p on p.tenant_id = v.tenant_id and p.id = v.project_id where v.state = 'ANSWERED'"),
    waiting!(ApproveBudget, CityFinance, "'核定 ' || trim(to_char(p.approved, '999,999,999,990.00')) || ' 元'", "null",
        "project p where p.state = 'FILED' and p.approved = (select sum(l.amount) from budget_line l where l.tenant_id = p.tenant_id and l.project_id = p.id)"),
];

async fn todo(tx: &mut Tx, role: Role, calendar: &WorkCalendar) -> Result<Vec<TodoGroup>> {
    let (mut groups, today) = (Vec::new(), tx.today());
    if let Some(member) = role.member() {
        let rows = sqlx::query(FILINGS)
            .bind(today)
            .bind(member.code())
            .fetch_all(&mut **tx)
            .await?;
        groups.extend(group(tx, Action::AcknowledgeFiling, &rows, calendar)?);
    }
    if role == Role::AgencyClerk {
        groups.extend(intake_group(tx, calendar).await?);
    }
    if let Some(inspector) = Inspector::of(role) {
        let rows = sqlx::query(ANSWERS)
            .bind(today)
            .bind(inspector.code())
            .fetch_all(&mut **tx)
            .await?;
        groups.extend(group(tx, Action::CloseInspection, &rows, calendar)?);
    }
    for waiting in WAITING.iter().filter(|waiting| waiting.role == role) {
        let rows = sqlx::query(waiting.sql)
            .bind(today)
            .fetch_all(&mut **tx)
            .await?;
        groups.extend(group(tx, waiting.action, &rows, calendar)?);
    }
    groups.extend(sittings::todo(tx, role).await?);
    Ok(groups)
}

/// Deadlines on the page.
const DUE: i64 = 12;

/// Rows shown of a group.
const SHOWN: usize = 50;

/// The applications to be taken in, with the last day of the city's term (R044).
async fn intake_group(tx: &mut Tx, calendar: &WorkCalendar) -> Result<Option<TodoGroup>> {
    let tenant = tx.tenant.ok_or(Refusal::NotFound)?;
    let days = local_rule::value_of(tx, tenant, LocalRule::Intake).await?;
    let waiting = intake::waiting(tx, None, (calendar, days)).await?;
    if waiting.is_empty() {
        return Ok(None);
    }
    let today = tx.today();
    let rows = waiting.iter().take(SHOWN).map(|one| TodoRow {
        place: TodoPlace::Application(one.id),
        project_name: one.name.clone(),
        version: one.version,
        detail: format!("{} 申报 {} 元", one.applicant, one.requested),
        next: intake::due(one.since, days, calendar).map(|due| {
            next_due(
                calendar,
                DeadlineKind::Intake,
                due.date,
                due.provisional,
                today,
            )
        }),
        filing: None,
    });
    Ok(Some(TodoGroup {
        action: Action::AcceptApplication,
        count: i64::try_from(waiting.len()).unwrap_or(i64::MAX),
        rows: rows.collect(),
    }))
}

/// The rows as a group, nothing when there are none.
fn group(
    tx: &Tx,
    action: Action,
    rows: &[PgRow],
    calendar: &WorkCalendar,
) -> Result<Option<TodoGroup>> {
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let count = first.try_get("total")?;
    let today = tx.today();
    let rows = rows.iter().map(|row| {
        let project = ProjectId(row.try_get("id")?);
        Ok(TodoRow {
            place: match action {
                Action::ProposeProject => TodoPlace::Proposals(row.try_get("plan_year")?),
                _ => TodoPlace::Project(project),
            },
            project_name: row.text("name")?,
            version: Version(row.try_get("version")?),
            detail: row.text("detail")?,
            next: shared::due_of(
                row,
                "next_due_kind",
                "next_due",
                "next_due_provisional",
                today,
                calendar,
            )?,
            filing: row.try_get::<Option<i64>, _>("filing")?.map(FilingId),
        })
    });
    Ok(Some(TodoGroup {
        action,
        count,
        rows: rows.collect::<Result<_>>()?,
    }))
}

/// The stations of the year, with the projects now standing at each.
fn rail(tally: &[Tally], month: u32, this_year: bool) -> Vec<RailStep> {
    use ListPart as P;
    let stations: [(&str, &str, std::ops::RangeInclusive<u32>, Option<ListPart>); 12] = [
        ("分析", "1—3月", 1..=3, None),
        ("重点领域", "4—5月", 4..=5, None),
        ("公布", "6月", 6..=6, None),
        ("申报", "7—8月", 7..=8, Some(P::Applying)),
        ("建议", "9月", 9..=9, Some(P::Proposing)),
        ("联席会议", "10月", 10..=10, Some(P::Deciding)),
        ("备案", "11月", 11..=11, Some(P::Filing)),
        ("预算", "12月", 12..=12, Some(P::Budgeting)),
        ("协议", "次年1—2月", 0..=0, Some(P::Contracting)),
        ("实施", "次年全年", 0..=0, Some(P::Doing)),
        ("验收", "完成后", 0..=0, Some(P::Accepting)),
        ("公开", "每半年", 0..=0, Some(P::Publishing)),
    ];
    stations
        .into_iter()
        .map(|(label, months, span, part)| {
            let states = part.map(ListPart::states).unwrap_or_default();
            let there = tally.iter().filter(|row| states.contains(&row.state));
            RailStep {
                label: label.into(),
                count: there.map(|row| row.projects).sum(),
                part,
                months: months.into(),
                now: this_year && span.contains(&month),
            }
        })
        .collect()
}

async fn fee_plan_view(tx: &mut Tx, role: Role, year: i32, budgeted: Money) -> Result<FeePlanView> {
    let plan = fee_plan::load(tx, year).await?;
    let paid = sqlx::query("select sum(amount) as paid from ledger where year = $1 and 'RECOVERY' not in (kind, of_kind)")
        .bind(year)
        .fetch_one(&mut **tx)
        .await?;
    let action = match (plan.state, role) {
        (FeePlanState::Draft, Role::AgencyClerk) => Some(Action::CompileFeePlan),
        (FeePlanState::Draft, Role::CityHrss) if plan.amount.is_positive() => {
            Some(Action::ApproveFeePlan)
        }
        (FeePlanState::HrssApproved, Role::CityFinance) => Some(Action::ReviewFeePlan),
        (FeePlanState::FinanceReviewed, Role::CityFinance) => Some(Action::AllocateFeePlan),
        _ => None,
    };
    let (state, amount, version) = (plan.state, plan.amount, plan.version);
    Ok(FeePlanView {
        year,
        state,
        amount,
        paid: paid.money("paid")?,
        budgeted,
        version,
        action,
    })
}
