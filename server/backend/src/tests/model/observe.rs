//! The database as lines of text, one per row, read past every policy.

use domain::TenantId;
use sqlx::{PgConnection, Row};

use super::facts::Facts;

/// Everything of one city ($1). Whatever the model does not know is not in the lines.
const ROWS: &str = "select coalesce(string_agg(line, E'\\n'), '') as lines from (
  select format('base %s %s %s %s', year, levy, remitted, status) as line from fund_base where tenant_id = $1
  union all select format('entry %s %s %s %s %s %s', id, year, status, state, levy, remitted) from fund_entry where tenant_id = $1
  union all select format('plan %s %s %s', year, state, amount) from fee_plan where tenant_id = $1
  union all select format('areas %s %s %s %s', id, year, no, state) from area_set where tenant_id = $1
  union all select format('override %s %s %s %s %s', id, year, amount, hrss_on is not null, finance_on is not null)
    from cap_override where tenant_id = $1
  union all select format('list %s %s %s', year, no, state) from proposal_list where tenant_id = $1
  union all select format('proposal %s %s %s %s %s %s %s', project_id, year, list_no, rank, amount, first_year, dropped)
    from proposal where tenant_id = $1
  union all select format('meeting %s %s %s', id, state, corrected) from meeting where tenant_id = $1
  union all select format('seat %s %s %s %s', meeting_id, member, presence, confirmation) from seat where tenant_id = $1
  union all select format('item %s %s %s %s %s %s %s %s %s %s', id, meeting_id, kind, coalesce(project_id, area_set_id), report <> '',
      motion, amount, outcome, resolution <> '', dropped) from item where tenant_id = $1
  union all select format('opinion %s %s %s', item_id, member, opinion) from opinion where tenant_id = $1 and not void
  union all select format('project %s %s %s %s %s %s %s %s %s %s %s %s %s %s %s %s %s %s %s %s', id, plan_year, kind, mode, state, submitted,
      applicant_id, unit_id, requested, approved, resolution <> '', start_on, end_on, agreement_amount, prepaid, balance_paid,
      balance_due, deducted, recover, acceptance_state) from project where tenant_id = $1
  union all select format('progress %s %s %s', project_id, from_on, to_on) from progress_report where tenant_id = $1
  union all select format('rules %s %s', p.id, (select count(*) from management_rules r where r.tenant_id = p.tenant_id and r.project_id = p.id))
    from project p where tenant_id = $1
  union all select format('line %s %s %s %s %s', project_id, year, amount, approved, released) from budget_line where tenant_id = $1
  union all select format('agreement %s %s %s %s %s %s', project_id, state, amount, start_on, end_on, prepay_basis_points)
    from agreement where tenant_id = $1
  union all select format('signature %s %s', project_id, party) from signature where tenant_id = $1
  union all select format('filing %s %s %s %s %s', project_id, subject, round, member, acknowledged_on is not null)
    from filing where tenant_id = $1
  union all select format('payment %s %s %s %s %s %s', project_id, id, kind, state, amount, payee_id) from payment where tenant_id = $1
  union all select format('ledger %s %s %s %s %s', project_id, payment_id, year, kind, amount) from ledger where tenant_id = $1
  union all select format('claim %s %s %s', project_id, row_number() over (partition by project_id order by id), amount)
    from claim where tenant_id = $1
  union all select format('acceptance %s %s %s %s %s %s %s %s %s %s %s', project_id, state, round, organiser, settlement, disposition, deduction,
      presumed_on, served_on, answer_by, late_on is not null) from acceptance where tenant_id = $1
  union all select format('answer %s %s %s %s', project_id, no, kind, answered_on) from rectification_answer where tenant_id = $1
  union all select format('report %s %s %s', project_id, round, passed) from report where tenant_id = $1
  union all select format('evaluator %s %s %s', project_id, account_id, conflict) from evaluator where tenant_id = $1
  union all select format('deadline %s %s %s %s %s %s %s', project_id, kind, row_number() over (partition by project_id, kind order by id),
      started_on, due_on, stopped_on, result) from deadline where tenant_id = $1
) rows";

/// The rows of a city.
pub(super) async fn facts(conn: &mut PgConnection, tenant: TenantId) -> Facts {
    let lines: String = sqlx::query_scalar(ROWS)
        .bind(tenant.0)
        .fetch_one(conn)
        .await
        .expect("the rows of a city");
    lines
        .lines()
        .filter(|line| !line.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

/// What the history has got since: use case and person of each event (R006).
pub(super) async fn events_after(conn: &mut PgConnection, last: i64) -> Vec<(i64, i32, i64)> {
    let rows = sqlx::query(
        "select id, tenant_id, coalesce(account_id, 0) as account from event where id > $1 order by id",
    )
    .bind(last)
    .fetch_all(conn)
    .await
    .expect("events");
    rows.iter()
        .map(|row| (row.get("id"), row.get("tenant_id"), row.get("account")))
        .collect()
}
