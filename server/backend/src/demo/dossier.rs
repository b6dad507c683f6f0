//! Where a project stands, in one query: what the next act needs to know.

use chrono::NaiveDate;
use domain::contract::Goal;
use domain::state::{
    AcceptanceState, AgreementState, FilingSubject, Member, Mode, Organiser, Party, PaymentState,
    ProjectKind, ProjectState,
};
use domain::{FilingId, Money, OrgId, PaymentId, ProjectId, Refusal, TenantId, UserId, Version};
use serde::Deserialize;
use sqlx::{PgConnection, Row};

use crate::rows::Columns;
use crate::{Error, Result};

/// A project, as somebody who sees everything finds it.
#[cfg_attr(
    not(any(test, feature = "testkit")),
    expect(dead_code, reason = "what the driver of the tests decides by")
)]
pub(crate) struct Dossier {
    pub id: ProjectId,
    pub tenant: TenantId,
    pub code: String,
    pub plan_year: i32,
    pub kind: ProjectKind,
    pub mode: Mode,
    pub state: ProjectState,
    pub version: Version,
    pub approved: Money,
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub applicant: Option<OrgId>,
    pub unit: Option<OrgId>,
    pub acceptance: Option<AcceptanceState>,
    pub organiser: Option<Organiser>,
    pub agreement: Option<AgreementState>,
    /// Hundredths of a percent; `None` without an agreement or without a prepayment in it.
    pub prepay: Option<i32>,
    pub agreed: Money,
    /// Who can report.
    pub evaluator: Option<UserId>,
    /// Who has to declare next whether there is a conflict.
    pub undeclared: Option<UserId>,
    pub budget_lines: i64,
    pub goals: Vec<Goal>,
    /// Whether the unit has recorded its rules, made a report, and spoken of its whole archive;
    /// whether a supplementary agreement has taken effect.
    pub rules: bool,
    pub reported: bool,
    pub archived: bool,
    pub amended: bool,
    /// Whether the unit's last answer to a fail report is a refusal.
    pub refused: bool,
    signed: Vec<Party>,
    filings: Vec<Filing>,
    /// The newest payment.
    pub payment: Option<Payment>,
}

#[derive(Deserialize)]
struct Filing {
    id: FilingId,
    subject: FilingSubject,
    member: Member,
    open: bool,
}

/// The newest payment of a project.
#[derive(Deserialize)]
#[cfg_attr(
    not(any(test, feature = "testkit")),
    expect(dead_code, reason = "what the driver of the tests decides by")
)]
pub(crate) struct Payment {
    pub id: PaymentId,
    pub state: PaymentState,
    pub version: Version,
}

const QUERY: &str = "select p.id, p.tenant_id, p.code, p.plan_year, p.kind, p.mode, p.state, p.version, p.approved,
    p.start_on, p.end_on, p.applicant_id, p.unit_id, p.acceptance_state,
    a.state as agreement, a.prepay_basis_points, a.amount as agreed,
    (select organiser from acceptance where tenant_id = p.tenant_id and project_id = p.id) as organiser,
    (select min(account_id) from evaluator where tenant_id = p.tenant_id and project_id = p.id and conflict is not true) as evaluator,
    (select min(account_id) from evaluator where tenant_id = p.tenant_id and project_id = p.id and conflict is null) as undeclared,
    (select count(*) from budget_line where tenant_id = p.tenant_id and project_id = p.id) as budget_lines,
    exists (select from management_rules where tenant_id = p.tenant_id and project_id = p.id) as rules,
    exists (select from progress_report where tenant_id = p.tenant_id and project_id = p.id) as reported,
    exists (select from agreement_version where tenant_id = p.tenant_id and project_id = p.id) as amended,
    coalesce((select kind from rectification_answer where tenant_id = p.tenant_id and project_id = p.id order by no desc limit 1), '') = 'REFUSAL' as refused,
    (select count(*) = 10 from archive_item where tenant_id = p.tenant_id and project_id = p.id) as archived,
    coalesce((select jsonb_agg(jsonb_build_object('no', no, 'goal', goal, 'method', method, 'target', target) order by no)
      from project_goal where tenant_id = p.tenant_id and project_id = p.id), '[]') as goals,
    coalesce((select jsonb_agg(party) from signature where tenant_id = p.tenant_id and agreement_id = a.id), '[]') as signed,
    coalesce((select jsonb_agg(jsonb_build_object('id', id, 'subject', subject, 'member', member,
        'open', acknowledged_on is null) order by id)
      from filing where tenant_id = p.tenant_id and project_id = p.id), '[]') as filings,
    (select jsonb_build_object('id', id, 'state', state, 'version', version)
      from payment where tenant_id = p.tenant_id and project_id = p.id order by id desc limit 1) as payment
  from project p left join agreement a on a.tenant_id = p.tenant_id and a.project_id = p.id
  where p.id = $1";

impl Dossier {
    pub(crate) async fn read(conn: &mut PgConnection, id: ProjectId) -> Result<Self> {
        let row = sqlx::query(QUERY)
            .bind(id.0)
            .fetch_optional(conn)
            .await?
            .ok_or(Refusal::NotFound)?;
        let bad = |error: serde_json::Error| Error::Inconsistent(format!("project {id}: {error}"));
        let payment: Option<serde_json::Value> = row.try_get("payment")?;
        Ok(Self {
            id,
            tenant: TenantId(row.try_get("tenant_id")?),
            code: row.text("code")?,
            plan_year: row.try_get("plan_year")?,
            kind: row.code("kind")?,
            mode: row.code("mode")?,
            state: row.code("state")?,
            version: Version(row.try_get("version")?),
            approved: row.money("approved")?,
            start: row.try_get("start_on")?,
            end: row.try_get("end_on")?,
            applicant: row.try_get::<Option<i64>, _>("applicant_id")?.map(OrgId),
            unit: row.try_get::<Option<i64>, _>("unit_id")?.map(OrgId),
            acceptance: row.code_opt("acceptance_state")?,
            organiser: row.code_opt("organiser")?,
            agreement: row.code_opt("agreement")?,
            prepay: row.try_get("prepay_basis_points")?,
            agreed: row.money("agreed")?,
            undeclared: row.try_get::<Option<i64>, _>("undeclared")?.map(UserId),
            evaluator: row.try_get::<Option<i64>, _>("evaluator")?.map(UserId),
            budget_lines: row.try_get("budget_lines")?,
            goals: serde_json::from_value(row.json("goals")?).map_err(bad)?,
            rules: row.try_get("rules")?,
            reported: row.try_get("reported")?,
            archived: row.try_get("archived")?,
            amended: row.try_get("amended")?,
            refused: row.try_get("refused")?,
            signed: serde_json::from_value(row.json("signed")?).map_err(bad)?,
            filings: serde_json::from_value(row.json("filings")?).map_err(bad)?,
            payment: payment
                .map(serde_json::from_value)
                .transpose()
                .map_err(bad)?,
        })
    }

    /// The filing a member has not acknowledged.
    pub(crate) fn open_filing(&self, subject: FilingSubject, member: Member) -> Result<FilingId> {
        let found = self
            .filings
            .iter()
            .find(|filing| filing.open && filing.subject == subject && filing.member == member);
        found.map(|filing| filing.id).ok_or_else(|| {
            Error::Inconsistent(format!("{}: no open filing {subject} {member}", self.code))
        })
    }
}

#[cfg(any(test, feature = "testkit"))]
impl Dossier {
    /// Who has to acknowledge a document next; `None` when nobody has.
    pub(crate) fn next_member(&self, subject: FilingSubject) -> Option<Member> {
        self.filings
            .iter()
            .find(|filing| filing.open && filing.subject == subject)
            .map(|filing| filing.member)
    }

    /// Whose signature is missing, the agency last.
    pub(crate) fn next_party(&self) -> Option<Party> {
        let mut parties = self.mode.parties().to_vec();
        parties.sort_unstable();
        parties
            .into_iter()
            .find(|party| !self.signed.contains(party))
    }
}
