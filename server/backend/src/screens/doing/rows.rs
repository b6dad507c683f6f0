//! The rows behind doing the work, read as JSON in one statement.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::contract::{Change, RulesView, TerminationView};
use domain::progress::{Done, WorkPlan};
use domain::state::{AmendmentState, ArchiveItem, ArchiveMark, InspectionState, Inspector, Party};
use domain::{AmendmentId, InspectionId, MessageId, Money};
use serde::Deserialize;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{Error, Result};

/// All parts of all projects, as JSON of the shapes below. Amounts travel as text.
pub(super) const PARTS: &str = "select p.id,
  coalesce((select jsonb_agg(jsonb_build_object('id', a.id, 'no', a.no, 'state', a.state, 'reason', a.reason, 'basis', a.basis,
      'changes', a.changes, 'filed', a.filed_on, 'sent', a.sent_on is not null, 'withdrawn', a.withdrawn,
      'signed', coalesce((select jsonb_agg(jsonb_build_array(s.party, s.signed_on)) from amendment_signature s
         where s.tenant_id = a.tenant_id and s.amendment_id = a.id), '[]')) order by a.no desc)
    from amendment a where a.tenant_id = p.tenant_id and a.project_id = p.id), '[]') as amendments,
  coalesce((select jsonb_agg(jsonb_build_object('no', v.no, 'amount', v.amount::text, 'start', v.start_on, 'end', v.end_on,
      'points', v.prepay_basis_points, 'clauses', v.clauses, 'replaced', v.replaced_on) order by v.no desc)
    from agreement_version v where v.tenant_id = p.tenant_id and v.project_id = p.id), '[]') as versions,
  (select jsonb_build_object('on', t.terminated_on, 'by', t.by_name, 'reason', t.reason, 'record', t.record,
      'settlement', t.settlement::text, 'recover', t.recover::text)
    from termination t where t.tenant_id = p.tenant_id and t.project_id = p.id) as termination,
  coalesce((select jsonb_agg(jsonb_build_object('no', r.no, 'text', r.text, 'on', r.recorded_on, 'by', r.by_name) order by r.no desc)
    from management_rules r where r.tenant_id = p.tenant_id and r.project_id = p.id), '[]') as rules,
  coalesce((select jsonb_agg(jsonb_build_object('item', i.item, 'mark', i.mark, 'note', i.note, 'on', i.marked_on, 'by', i.by_name))
    from archive_item i where i.tenant_id = p.tenant_id and i.project_id = p.id), '[]') as archive,
  (select w.plan from work_plan w where w.tenant_id = p.tenant_id and w.project_id = p.id) as plan,
  coalesce((select jsonb_agg(jsonb_build_object('no', r.no, 'from', r.from_on, 'to', r.to_on, 'on', r.reported_on, 'by', r.by_name,
      'done', r.done, 'people', r.people, 'spent', r.spent::text, 'points', r.pass_rate_basis_points, 'deviations', r.deviations,
      'late', r.late) order by r.no desc)
    from progress_report r where r.tenant_id = p.tenant_id and r.project_id = p.id), '[]') as reports,
  coalesce((select jsonb_agg(jsonb_build_object('id', i.id, 'inspector', i.inspector, 'state', i.state, 'on', i.inspected_on,
      'by', i.by_name, 'findings', i.findings, 'demand', i.demand, 'due', i.due_on, 'answer', i.answer,
      'answered_on', i.answered_on, 'answered_name', i.answered_name, 'closure', i.closure, 'closed', i.closed_on) order by i.id desc)
    from inspection i where i.tenant_id = p.tenant_id and i.project_id = p.id), '[]') as inspections,
  coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'side', m.side, 'who', m.who, 'at', m.at, 'text', m.text) order by m.id)
    from (select * from message m where m.tenant_id = p.tenant_id and m.project_id = p.id order by m.id desc limit $2) m), '[]') as messages,
  coalesce((select jsonb_object_agg(r.side, r.upto)
    from message_read r where r.tenant_id = p.tenant_id and r.project_id = p.id), '{}') as read
  from project p where p.id = any($1)";

#[derive(Deserialize)]
pub(super) struct Amendment {
    pub(super) id: AmendmentId,
    pub(super) no: i32,
    pub(super) state: AmendmentState,
    pub(super) reason: String,
    pub(super) basis: String,
    pub(super) changes: Vec<Change>,
    pub(super) filed: Option<NaiveDate>,
    pub(super) sent: bool,
    pub(super) withdrawn: String,
    pub(super) signed: Vec<(Party, NaiveDate)>,
}

#[derive(Deserialize)]
pub(super) struct Version {
    pub(super) no: i32,
    pub(super) amount: Money,
    pub(super) start: NaiveDate,
    pub(super) end: NaiveDate,
    pub(super) points: Option<i32>,
    pub(super) clauses: serde_json::Value,
    pub(super) replaced: NaiveDate,
}

#[derive(Deserialize)]
pub(super) struct Marked {
    pub(super) item: ArchiveItem,
    pub(super) mark: ArchiveMark,
    pub(super) note: String,
    pub(super) on: NaiveDate,
    pub(super) by: String,
}

#[derive(Deserialize)]
pub(super) struct Report {
    pub(super) no: i32,
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
    pub(super) on: NaiveDate,
    pub(super) by: String,
    pub(super) done: Done,
    pub(super) people: i64,
    pub(super) spent: Money,
    pub(super) points: Option<i32>,
    pub(super) deviations: String,
    pub(super) late: bool,
}

#[derive(Deserialize)]
pub(super) struct Inspection {
    pub(super) id: InspectionId,
    pub(super) inspector: Inspector,
    pub(super) state: InspectionState,
    pub(super) on: NaiveDate,
    pub(super) by: String,
    pub(super) findings: String,
    pub(super) demand: String,
    pub(super) due: Option<NaiveDate>,
    pub(super) answer: String,
    pub(super) answered_on: Option<NaiveDate>,
    pub(super) answered_name: String,
    pub(super) closure: String,
    pub(super) closed: Option<NaiveDate>,
}

#[derive(Deserialize)]
pub(super) struct Message {
    pub(super) id: MessageId,
    pub(super) side: Party,
    pub(super) who: String,
    pub(super) at: DateTime<Utc>,
    pub(super) text: String,
}

/// The rows of one project.
pub(super) struct Parts {
    pub(super) amendments: Vec<Amendment>,
    pub(super) versions: Vec<Version>,
    pub(super) termination: Option<TerminationView>,
    pub(super) rules: Vec<RulesView>,
    pub(super) archive: Vec<Marked>,
    pub(super) plan: Option<WorkPlan>,
    pub(super) reports: Vec<Report>,
    pub(super) inspections: Vec<Inspection>,
    pub(super) messages: Vec<Message>,
    pub(super) read: BTreeMap<String, i64>,
}

/// Reads one of them.
pub(super) fn read(row: &PgRow) -> Result<Parts> {
    fn json<T: for<'a> Deserialize<'a>>(row: &PgRow, column: &str) -> Result<T> {
        let value: Option<serde_json::Value> = row.try_get(column)?;
        serde_json::from_value(value.unwrap_or_default())
            .map_err(|error| Error::Inconsistent(format!("{column}: {error}")))
    }
    Ok(Parts {
        amendments: json(row, "amendments")?,
        versions: json(row, "versions")?,
        termination: json(row, "termination")?,
        rules: json(row, "rules")?,
        archive: json(row, "archive")?,
        plan: json(row, "plan")?,
        reports: json(row, "reports")?,
        inspections: json(row, "inspections")?,
        messages: json(row, "messages")?,
        read: json(row, "read")?,
    })
}
