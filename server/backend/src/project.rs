//! The project row: loaded locked, changed in memory, saved once with everything that follows from it.

use chrono::NaiveDate;
use domain::access::Action;
use domain::state::{
    AcceptanceState, AgreementState, AnswerKind, Category, Mode, Organiser, ProjectKind,
    ProjectState, Step,
};
use domain::{Money, OrgId, ProjectId, Refusal, TenantId, Version};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::door::Tx;
use crate::rows::Columns;
use crate::{Error, Result};

/// A statement around the columns [`Project::from_row`] reads.
macro_rules! concat_columns {
    ($before:literal, $after:literal) => {
        concat!($before, "id, tenant_id, plan_year, code, name, kind, mode, category, state, industry, key_area, applicant_id, unit_id, applicant_name, unit_name, requested, approved, resolution, determined_on, start_on, end_on, agreement_amount, prepaid, balance_paid, balance_due, deducted, recover, recovered, acceptance_state, holder, version", $after)
    };
}
pub(crate) use concat_columns;

/// A project as use cases work on it.
#[derive(Clone, Debug)]
pub struct Project {
    pub id: ProjectId,
    pub tenant: TenantId,
    pub plan_year: i32,
    pub code: String,
    pub name: String,
    pub kind: ProjectKind,
    pub mode: Mode,
    pub category: Category,
    pub state: ProjectState,
    pub industry: String,
    pub key_area: String,
    pub applicant: Option<OrgId>,
    pub unit: Option<OrgId>,
    pub applicant_name: String,
    pub unit_name: String,
    pub requested: Money,
    pub approved: Money,
    pub resolution: String,
    pub determined_on: Option<NaiveDate>,
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub agreement: Money,
    pub prepaid: Money,
    pub balance_paid: Money,
    pub balance_due: Money,
    pub deducted: Money,
    pub recover: Money,
    /// Of it paid back.
    pub recovered: Money,
    pub acceptance: Option<AcceptanceState>,
    pub holder: String,
    pub version: Version,
    /// As it was loaded: what the history tells as "before".
    pub(crate) loaded: Standing,
}

/// What the history tells of a project beside its own words: before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub state: ProjectState,
    pub acceptance: Option<AcceptanceState>,
    pub unit: String,
    pub amounts: [(&'static str, Money); 7],
}

impl Project {
    /// Reads one row.
    ///
    /// # Errors
    /// A column that is missing or holds no value of ours.
    pub fn from_row(row: &PgRow) -> sqlx::Result<Self> {
        let mut project = Self {
            id: ProjectId(row.try_get("id")?),
            tenant: TenantId(row.try_get("tenant_id")?),
            plan_year: row.try_get("plan_year")?,
            code: row.text("code")?,
            name: row.text("name")?,
            kind: row.code("kind")?,
            mode: row.code("mode")?,
            category: row.code("category")?,
            state: row.code("state")?,
            industry: row.text("industry")?,
            key_area: row.text("key_area")?,
            applicant: row.try_get::<Option<i64>, _>("applicant_id")?.map(OrgId),
            unit: row.try_get::<Option<i64>, _>("unit_id")?.map(OrgId),
            applicant_name: row.text("applicant_name")?,
            unit_name: row.text("unit_name")?,
            requested: row.money("requested")?,
            approved: row.money("approved")?,
            resolution: row.text("resolution")?,
            determined_on: row.date_opt("determined_on")?,
            start: row.try_get("start_on")?,
            end: row.try_get("end_on")?,
            agreement: row.money("agreement_amount")?,
            prepaid: row.money("prepaid")?,
            balance_paid: row.money("balance_paid")?,
            balance_due: row.money("balance_due")?,
            deducted: row.money("deducted")?,
            recover: row.money("recover")?,
            recovered: row.money("recovered")?,
            acceptance: row.code_opt("acceptance_state")?,
            holder: row.text("holder")?,
            version: Version(row.try_get("version")?),
            loaded: Standing {
                state: row.code("state")?,
                acceptance: None,
                unit: String::new(),
                amounts: [("", Money::ZERO); 7],
            },
        };
        project.loaded = project.standing();
        Ok(project)
    }

    /// How it stands at this moment.
    pub(crate) fn standing(&self) -> Standing {
        Standing {
            state: self.state,
            acceptance: self.acceptance,
            unit: self.unit_name.clone(),
            amounts: [
                ("approved", self.approved),
                ("agreement", self.agreement),
                ("prepaid", self.prepaid),
                ("balance_due", self.balance_due),
                ("balance_paid", self.balance_paid),
                ("deducted", self.deducted),
                ("recover", self.recover),
            ],
        }
    }

    /// Loads the project and keeps others from changing it until the transaction ends.
    ///
    /// # Errors
    /// `NotFound` where the row policies show nothing.
    pub async fn lock(tx: &mut Tx, id: ProjectId) -> Result<Self> {
        let row = sqlx::query(concat_columns!(
            "select ",
            " from project where id = $1 for update"
        ))
        .bind(id.0)
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(Refusal::NotFound)?;
        Ok(Self::from_row(&row)?)
    }

    /// Moves along the machine of the regulation.
    ///
    /// # Errors
    /// `WrongState` for a way the machine does not have.
    pub fn go(&mut self, to: ProjectState, action: Action) -> Result<()> {
        if !self.state.next().contains(&to) {
            return Err(self.wrong_state(action).into());
        }
        self.state = to;
        Ok(())
    }

    /// Moves the acceptance along its machine.
    ///
    /// # Errors
    /// `WrongState` for a way the machine does not have.
    pub fn go_acceptance(&mut self, to: AcceptanceState, action: Action) -> Result<()> {
        let possible = match self.acceptance {
            Some(state) => state.next().contains(&to),
            None => to == AcceptanceState::Applied,
        };
        if !possible {
            return Err(self.wrong_acceptance(action).into());
        }
        self.acceptance = Some(to);
        Ok(())
    }

    /// The refusal for an action that does not fit the project's state.
    #[must_use]
    pub fn wrong_state(&self, action: Action) -> Refusal {
        action.wrong_state("项目", self.state.label())
    }

    /// The refusal for an action that does not fit the acceptance's state.
    #[must_use]
    pub fn wrong_acceptance(&self, action: Action) -> Refusal {
        action.wrong_state(
            "验收",
            self.acceptance.map_or("未申请", AcceptanceState::label),
        )
    }

    /// Writes the row back: next version, pipeline step, next deadline and whose turn it is.
    ///
    /// # Errors
    /// What PostgreSQL said; a lost row is an inconsistency, since it was locked.
    pub async fn save(&mut self, tx: &mut Tx) -> Result<()> {
        tx.wrote();
        self.holder = self.turn(tx).await?;
        let step = Step::of(self.state, self.acceptance).map(Step::code);
        let (today, now, by) = (tx.today(), tx.now, tx.action.code());
        let done = sqlx::query(
            "update project set state = $2, unit_id = $3, unit_name = $4, agreement_amount = $5, prepaid = $6,
               balance_paid = $7, balance_due = $8, deducted = $9, recover = $10, acceptance_state = $11,
               step = $12, step_since = case when step is distinct from $12 then $13 else step_since end,
               holder = $14, start_on = $15, end_on = $16, version = version + 1, updated_at = $17, updated_by = $18, recovered = $20,
               (next_due, next_due_kind, next_due_provisional, next_due_assumed) =
                 (select n.due_on, n.kind, n.provisional, n.assumed_until from (
                    select d.due_on, d.kind, d.provisional, d.assumed_until, d.id from deadline d
                    where d.tenant_id = project.tenant_id and d.project_id = project.id and d.stopped_on is null
                    union all select null, null, false, null, null) n order by n.due_on nulls last, n.id limit 1)
             where id = $1 and version = $19",
        )
        .bind(self.id.0)
        .bind(self.state.code())
        .bind(self.unit.map(|id| id.0))
        .bind(&self.unit_name)
        .bind(self.agreement.decimal())
        .bind(self.prepaid.decimal())
        .bind(self.balance_paid.decimal())
        .bind(self.balance_due.decimal())
        .bind(self.deducted.decimal())
        .bind(self.recover.decimal())
        .bind(self.acceptance.map(AcceptanceState::code))
        .bind(step)
        .bind(today)
        .bind(&self.holder)
        .bind(self.start)
        .bind(self.end)
        .bind(now)
        .bind(by)
        .bind(self.version.0)
        .bind(self.recovered.decimal())
        .execute(&mut **tx)
        .await?;
        if done.rows_affected() != 1 {
            return Err(Error::Inconsistent(format!(
                "project {} vanished while locked",
                self.id
            )));
        }
        self.version.0 += 1;
        Ok(())
    }

    /// Whose turn it is, and for what.
    async fn turn(&self, tx: &mut Tx) -> Result<String> {
        let row = sqlx::query(
            "select (select agency from tenant where id = $2) as agency,
               (select count(*) from filing where project_id = $1 and acknowledged_on is null) as unacknowledged,
               (select count(*) from budget_line where project_id = $1) as lines,
               (select state from agreement where project_id = $1) as agreement,
               (select organiser from acceptance where project_id = $1) as organiser,
               exists (select from evaluator where project_id = $1 and conflict is not true) as evaluated,
               (select kind from rectification_answer where project_id = $1 order by no desc limit 1) as answered,
               (select count(*) from signature where project_id = $1 and party = 'APPLICANT') as by_applicant,
               (select count(*) from signature where project_id = $1 and party = 'UNIT') as by_unit",
        )
        .bind(self.id.0)
        .bind(self.tenant.0)
        .fetch_one(&mut **tx)
        .await?;
        let agency: String = row.text("agency")?;
        let unacknowledged: i64 = row.try_get("unacknowledged")?;
        let members = format!("联席会议成员单位（待签收 {unacknowledged} 家）");
        let organiser = match row.code_opt("organiser")? {
            Some(Organiser::Proposer) => self.applicant_name.clone(),
            _ => agency.clone(),
        };
        use ProjectState as S;
        Ok(match self.state {
            S::Draft | S::Supplement => self.applicant_name.clone(),
            S::Submitted | S::Accepted => agency,
            S::Proposed => "联席会议".into(),
            S::Determined if unacknowledged > 0 => members,
            S::Filed if row.try_get::<i64, _>("lines")? > 0 => "财政部门".into(),
            S::Budgeted if self.mode == Mode::Commissioned => self.applicant_name.clone(),
            S::Budgeted if self.mode == Mode::Procured => agency,
            S::Budgeted | S::UnitSelected => match row.code_opt("agreement")? {
                Some(AgreementState::Checked | AgreementState::Signing) => {
                    let mut missing = Vec::new();
                    if self.mode != Mode::Procured && row.try_get::<i64, _>("by_applicant")? == 0 {
                        missing.push(self.applicant_name.clone());
                    }
                    if self.mode != Mode::Direct && row.try_get::<i64, _>("by_unit")? == 0 {
                        missing.push(self.unit_name.clone());
                    }
                    if missing.is_empty() {
                        agency
                    } else {
                        missing.join("、")
                    }
                }
                Some(AgreementState::Signed) if unacknowledged > 0 => members,
                _ => agency,
            },
            S::Contracted | S::InProgress => self.unit_name.clone(),
            S::Completed => {
                let refused = row.code_opt("answered")? == Some(AnswerKind::Refusal);
                let evaluated = row.try_get("evaluated")?;
                self.turn_in_acceptance(agency, organiser, refused, evaluated)
            }
            S::Determined | S::Filed | S::Passed | S::FailedFinal => agency,
            _ => String::new(),
        })
    }

    /// `refused`: the unit's last word is that it will not rectify, so the finding is the agency's.
    /// `evaluated`: an evaluator is there who has declared no conflict; else the organiser finds another.
    fn turn_in_acceptance(
        &self,
        agency: String,
        organiser: String,
        refused: bool,
        evaluated: bool,
    ) -> String {
        use AcceptanceState as A;
        match self.acceptance {
            Some(A::Rectifying) if refused => agency,
            None | Some(A::Returned | A::Rectifying) => self.unit_name.clone(),
            Some(A::Applied | A::Received | A::FailedR1) => organiser,
            Some(A::Evaluating | A::ReApplied) if !evaluated => organiser,
            Some(A::Evaluating | A::ReApplied) => "评估组".into(),
            Some(_) => agency,
        }
    }
}
