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
  union all select format('acceptance %s %s %s %s %s %s %s %s %s %s %s', project_id, state, round, organiser, settlement, disposition, deduction,
      presumed_on, served_on, answer_by, late_on is not null) from acceptance where tenant_id = $1
  union all select format('answer %s %s %s %s', project_id, no, kind, answered_on) from rectification_answer where tenant_id = $1
  union all select format('report %s %s %s', project_id, round, passed) from report where tenant_id = $1
  union all select format('evaluator %s %s %s', project_id, account_id, conflict) from evaluator where tenant_id = $1
  union all select format('deadline %s %s %s %s %s %s %s', project_id, kind, row_number() over (partition by project_id, kind order by id),
      started_on, due_on, stopped_on, result) from deadline where tenant_id = $1
) rows";

/// The rows beside a project's own way.
const BESIDE: &str = "select coalesce(string_agg(line, E'\\n'), '') as lines from (
  select format('ledger %s %s %s %s %s %s %s %s %s', project_id, id, payment_id, claim_id, year, kind, of_kind, amount, reverses) as line
    from ledger where tenant_id = $1
  union all select format('claim %s %s %s %s %s %s', project_id, id, state, amount, recovered, written_off) from claim where tenant_id = $1
  union all select format('writeoff %s %s %s %s %s %s', claim_id, row_number() over (partition by claim_id order by id), state, amount,
      hrss_on is not null, finance_on is not null) from claim_write_off where tenant_id = $1
  union all select format('recovered %s %s', id, recovered) from project where tenant_id = $1
  union all select format('pays %s %s', id, account_id) from payment where tenant_id = $1 and account_id is not null
  union all select format('termination %s %s %s', project_id, settlement, recover) from termination where tenant_id = $1
  union all select format('amendment %s %s %s %s %s %s %s', project_id, no, state, amount, end_on, prepay_basis_points, sent_on is not null)
    from amendment where tenant_id = $1
  union all select format('amended %s %s %s', s.project_id, a.no, s.party) from amendment_signature s
    join amendment a on a.tenant_id = s.tenant_id and a.id = s.amendment_id where s.tenant_id = $1
  union all select format('replaced %s %s %s %s %s %s', project_id, no, amount, start_on, end_on, prepay_basis_points)
    from agreement_version where tenant_id = $1
  union all select format('case %s %s %s %s %s %s', c.id, c.project_id, c.kind, c.state,
      (select released_on is null from payment_freeze f where f.tenant_id = c.tenant_id and f.id = c.freeze_id), c.recover)
    from violation_case c where tenant_id = $1
  union all select format('account %s %s %s %s', id, org_id, state, right(number, 1)) from payee_account where tenant_id = $1
  union all select format('bancase %s %s %s %s %s %s', id, org_id, project_id, state, automatic, hear_until) from ban_case where tenant_id = $1
  union all select format('ban %s %s %s %s %s', case_id, org_id, effective_on, last_on, revoked_on) from ban where tenant_id = $1
) rows";

/// The rows of a city.
pub(super) async fn facts(conn: &mut PgConnection, tenant: TenantId) -> Facts {
    let mut facts = Facts::new();
    for query in [ROWS, BESIDE] {
        let lines: String = sqlx::query_scalar(query)
            .bind(tenant.0)
            .fetch_one(&mut *conn)
            .await
            .expect("the rows of a city");
        let lines = lines.lines().filter(|line| !line.is_empty());
        facts.extend(lines.map(ToOwned::to_owned));
    }
    facts
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
