//! I1 to I12 and I15 of the rules (2.9) in plain SQL, past every policy: each query finds what breaks it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use sqlx::{AssertSqlSafe, PgConnection, Row};

use super::actors::TENANTS;
use super::state::Model;
use crate::testkit::World;

/// Name, and a query for the projects (or documents) that break it.
const INVARIANTS: &[(&str, &str)] = &[
    (
        "I1 prepaid nothing, or 30 to 70 per cent",
        "select id::text from project where prepaid <> 0
           and not prepaid between ceil(agreement_amount * 30) / 100 and floor(agreement_amount * 70) / 100
           -- One of several instalments that was entered wrongly leaves less than the band until it is paid.
           and not exists (select from ledger l where l.project_id = project.id and l.of_kind = 'PREPAYMENT')",
    ),
    (
        "I2 no balance without a pass or a deduction",
        "select project_id::text from payment y where kind = 'BALANCE'
           and not exists (select from report r where r.project_id = y.project_id and r.passed)
           and not exists (select from acceptance a where a.project_id = y.project_id and a.disposition = 'DEDUCT')",
    ),
    (
        "I4 who signs follows from the mode",
        "select a.project_id::text from agreement a join project p on p.id = a.project_id
         where a.state in ('SIGNED', 'FILED', 'AMENDED', 'COMPLETED', 'TERMINATED')
           and (select string_agg(party, ' ' order by party) from signature s where s.project_id = p.id) is distinct from
             case p.mode when 'DIRECT' then 'AGENCY APPLICANT' when 'COMMISSIONED' then 'AGENCY APPLICANT UNIT' else 'AGENCY UNIT' end
         union all
         select s.project_id::text from signature s join project p on p.id = s.project_id
         where s.party = 'UNIT' and p.mode = 'DIRECT' or s.party = 'APPLICANT' and p.mode = 'PROCURED'
         union all
         select m.project_id::text from amendment m join project p on p.id = m.project_id
         where (m.state in ('SIGNED', 'FILED') and (select string_agg(party, ' ' order by party) from amendment_signature s
             where s.amendment_id = m.id) is distinct from
             case p.mode when 'DIRECT' then 'AGENCY APPLICANT' when 'COMMISSIONED' then 'AGENCY APPLICANT UNIT' else 'AGENCY UNIT' end)",
    ),
    (
        "I5 a determined project has an adopted resolution of its city",
        "select p.id::text from project p where p.state in ('DETERMINED', 'FILED', 'BUDGETED', 'UNIT_SELECTED', 'CONTRACTED',
           'IN_PROGRESS', 'COMPLETED', 'PASSED', 'FAILED_FINAL', 'CLOSED', 'CLOSED_FAILED', 'TERMINATED', 'CANCELLED')
           and not exists (select from item i join meeting m on m.tenant_id = i.tenant_id and m.id = i.meeting_id
             where i.tenant_id = p.tenant_id and i.project_id = p.id and i.kind = 'PROJECT' and i.motion = 'APPROVE'
               and i.outcome = 'ADOPTED' and i.resolution = p.resolution and i.amount = p.approved
               and m.state = 'FILED_AND_CLOSED')",
    ),
    (
        "I6 a document is filed with four members, once each",
        "select format('%s %s %s', project_id, subject, round) from filing group by project_id, subject, round
         having count(*) <> 4 or count(distinct member) <> 4",
    ),
    (
        "I7 two rounds at most",
        "select project_id::text from report group by project_id having count(*) > 2 or max(round) > 2
         union all select project_id::text from acceptance where round > 2",
    ),
    (
        "I8 no evaluator of the applicant or the unit",
        "select e.project_id::text from evaluator e join project p on p.id = e.project_id where e.org_id in (p.applicant_id, p.unit_id)",
    ),
    (
        "I9 nobody signs with who is banned that day",
        "select s.project_id::text from (select project_id, signed_on from signature
             union all select project_id, signed_on from amendment_signature) s
           join project p on p.id = s.project_id join ban b on b.org_id = p.unit_id
         where s.signed_on between b.effective_on and b.last_on and (b.revoked_on is null or s.signed_on < b.revoked_on)",
    ),
    (
        "I10 two years at most",
        "select id::text from project where end_on > (start_on + interval '2 years')::date or end_on < start_on
         union all select project_id::text from agreement where end_on > (start_on + interval '2 years')::date or end_on < start_on",
    ),
    (
        "I11 the ledger proves the sums",
        "select p.id::text from project p where
           p.prepaid <> coalesce((select sum(amount) from ledger l where l.project_id = p.id and 'PREPAYMENT' in (l.kind, l.of_kind)), 0)
           or p.balance_paid <> coalesce((select sum(amount) from ledger l where l.project_id = p.id and 'BALANCE' in (l.kind, l.of_kind)), 0)
           or p.recovered <> coalesce((select - sum(amount) from ledger l where l.project_id = p.id and 'RECOVERY' in (l.kind, l.of_kind)), 0)
           or p.balance_due <> coalesce((select sum(amount) from payment y where y.project_id = p.id and y.kind = 'BALANCE' and y.state <> 'PAID'), 0)
           or p.recover <> coalesce((select sum(amount) from claim c where c.project_id = p.id), 0)",
    ),
    (
        "I15 the fee never pays an evaluation",
        "select project_id::text from acceptance where evaluation_payer not in ('', 'applicant', 'agency_admin')
         union all select l.project_id::text from ledger l left join payment y on y.id = l.payment_id
           where l.kind in ('PREPAYMENT', 'BALANCE') and (y.id is null or y.payee_id <> l.org_id or y.amount <> l.amount
             or (y.state = 'PAID') <> exists (select from ledger s where s.payment_id = y.id and s.kind <> 'REVERSAL'
               and not exists (select from ledger r where r.reverses = s.id)))",
    ),
    (
        "3.2 nobody reverses their own entry, and nothing twice",
        "select r.id::text from ledger r join ledger l on l.id = r.reverses where r.entered_account = l.entered_account
           or r.amount <> - l.amount or l.kind = 'REVERSAL'
         union all select reverses::text from ledger where reverses is not null group by reverses having count(*) > 1",
    ),
    (
        "2.6 a claim is what came back, was given up by two departments, and is still owed",
        "select c.id::text from claim c
         where c.recovered <> coalesce((select - sum(amount) from ledger l where l.claim_id = c.id), 0)
           or c.written_off <> coalesce((select sum(w.amount) from claim_write_off w where w.claim_id = c.id and w.state = 'AGREED'), 0)
           or c.recovered + c.written_off > c.amount",
    ),
    (
        "R086 nothing of a unit whose payments are stopped is under way",
        "select y.id::text from payment y join payment_freeze f on f.tenant_id = y.tenant_id and f.org_id = y.payee_id and f.released_on is null
         where y.state not in ('PAID', 'REJECTED', 'FROZEN')
         union all
         select y.id::text from payment y where y.state = 'FROZEN' and not exists (select from payment_freeze f
           where f.tenant_id = y.tenant_id and f.org_id = y.payee_id and f.released_on is null)",
    ),
    (
        "R119 money goes to a confirmed account of the unit",
        "select y.id::text from payment y join payee_account a on a.id = y.account_id
         where a.org_id <> y.payee_id or a.tenant_id <> y.tenant_id
           or y.state in ('CHECKED', 'APPROVED') and a.state = 'GIVEN' or y.state = 'PAID' and a.confirmed_on is null",
    ),
    (
        "R085 nobody is banned unheard, or by who proposed it",
        "select b.id::text from ban b left join ban_case c on c.id = b.case_id
         where c.id is null or c.state not in ('IN_FORCE', 'REVOKED') or c.heard_on is null or c.decided_by = c.proposed_by
           or b.last_on <> (b.effective_on + interval '3 years')::date or (c.state = 'REVOKED') <> (b.revoked_on is not null)",
    ),
    (
        "2.6 paid <= settled <= agreed <= approved <= requested",
        "select p.id::text from project p left join acceptance a on a.project_id = p.id
         where p.approved > p.requested or p.agreement_amount > p.approved or a.settlement > p.agreement_amount
           or p.prepaid + p.balance_paid > p.agreement_amount or p.balance_paid > 0 and p.prepaid + p.balance_paid > a.settlement",
    ),
    (
        "R017 three persons on a payment",
        "select id::text from payment where checked_by = approved_by or checked_by = paid_by or approved_by = paid_by
           or state = 'PAID' and (checked_by is null or approved_by is null or paid_by is null)",
    ),
    (
        "R111 the lines of an approved budget are what was approved",
        "select p.id::text from project p join budget_line l on l.project_id = p.id where l.approved
         group by p.id, p.approved having sum(l.amount) <> p.approved",
    ),
    (
        "3.2 who enters the base does not confirm it",
        "select id::text from fund_entry where confirmed_by = entered_by",
    ),
    (
        "the summary of the dashboard is the sum of its projects",
        "select format('%s %s %s', tenant_id, plan_year, state) from (
           select tenant_id, plan_year, state, coalesce(step, '') as step, count(*) as projects, sum(agreement_amount) as agreement,
             sum(prepaid) as prepaid, sum(balance_paid) as balance from project where submitted group by 1, 2, 3, 4) p
         full join (select * from tally where projects <> 0) t using (tenant_id, plan_year, state, step)
         where (p.projects, p.agreement, p.prepaid, p.balance) is distinct from (t.projects, t.agreement, t.prepaid, t.balance_paid)",
    ),
];

/// Whatever breaks an invariant now.
pub(super) async fn broken(world: &World, model: &Model) -> Vec<String> {
    let mut tx = world.admin.begin().await.expect("begin");
    let mut out = Vec::new();
    for (name, query) in INVARIANTS {
        let found: Vec<String> = sqlx::query_scalar(AssertSqlSafe(*query))
            .fetch_all(&mut *tx)
            .await
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        if !found.is_empty() {
            out.push(format!("{name}: {}", found.join(", ")));
        }
    }
    out.extend(over_cap(&mut tx, model).await);
    out
}

/// What each city has allocated in each year, and its cap with the overrides in force.
const ALLOCATED: &str = "select y.tenant_id, y.year,
    coalesce((select sum(amount) from budget_line l where l.tenant_id = y.tenant_id and l.year = y.year and not l.released), 0)
    + coalesce((select sum(p.approved - (select coalesce(sum(amount), 0) from budget_line l where l.project_id = p.id)) from project p
        where p.tenant_id = y.tenant_id and p.plan_year = y.year and p.state in ('DETERMINED', 'FILED')), 0) as allocated,
    (select floor((levy - remitted) * 3) / 100 from fund_base b where b.tenant_id = y.tenant_id and b.year = y.year - 1) as cap,
    coalesce((select sum(amount) from cap_override o where o.tenant_id = y.tenant_id and o.year = y.year
        and hrss_on is not null and finance_on is not null), 0) as overrides
  from (select distinct tenant_id, year from budget_line) y";

/// I3: at most the cap, an override for what is above it; or the base came out lower afterwards (A01),
/// and nothing was added since.
async fn over_cap(conn: &mut PgConnection, model: &Model) -> Vec<String> {
    let rows = sqlx::query(ALLOCATED)
        .fetch_all(conn)
        .await
        .expect("allocations");
    let excess: BTreeMap<(i32, i32), i64> = TENANTS
        .iter()
        .zip(&model.cities)
        .flat_map(|(tenant, city)| {
            city.excess
                .iter()
                .map(|(year, fen)| ((*tenant, *year), *fen))
        })
        .collect();
    let mut out = Vec::new();
    for row in rows {
        let key: (i32, i32) = (row.get("tenant_id"), row.get("year"));
        let (allocated, overrides): (Decimal, Decimal) =
            (row.get("allocated"), row.get("overrides"));
        let cap: Option<Decimal> = row.get("cap");
        let Some(cap) = cap else {
            continue;
        };
        let known = excess.get(&key).map(|fen| Decimal::new(*fen, 2));
        if allocated > cap + overrides && known.is_none_or(|known| allocated > known) {
            out.push(format!(
                "I3 {key:?}: {allocated} above {cap} with overrides of {overrides}, known excess {known:?}"
            ));
        }
    }
    out
}
