//! What the agency finds out about a unit before somebody chooses it or signs with it.

use domain::access::Role;
use domain::contract::{AccountDraft, InstitutionDraft};
use domain::state::InstitutionKind;
use domain::{OrgId, TenantId};
use sqlx::Row;

use super::act::{Act, Driver};
use super::dossier::Dossier;
use super::words;
use crate::{Error, Result, books, institution};

impl Driver {
    /// Has the city know what a step needs it to know.
    pub(super) async fn prepare(&mut self, file: &Dossier, act: &Act) -> Result<()> {
        match act {
            Act::SelectUnit(code, _) => {
                let org = self.org_of(code).await?;
                self.qualify(file.tenant, org).await
            }
            Act::Sign(_) => match file.unit {
                Some(org) => self.qualify(file.tenant, org).await,
                None => Ok(()),
            },
            Act::FileAgreement => self.bank(file).await,
            _ => Ok(()),
        }
    }

    /// Has the unit give its account and the city confirm it, unless one stands.
    pub(crate) async fn bank(&mut self, file: &Dossier) -> Result<()> {
        let org = file.unit.or(file.applicant);
        let unit = org.map_or(0, |unit| unit.0);
        let row = sqlx::query(
            "select name, exists (select from payee_account a where a.tenant_id = $2 and a.org_id = o.id and a.state = 'CONFIRMED') as stands
             from organisation o where id = $1",
        )
        .bind(unit)
        .bind(file.tenant.0)
        .fetch_one(&mut *self.books)
        .await?;
        if row.try_get("stands")? {
            return Ok(());
        }
        let draft = AccountDraft {
            name: row.try_get("name")?,
            bank: "演示银行营业部".into(),
            // Nobody's account: no bank issues numbers that start like this.
            number: format!("0000{unit:012}"),
            proof: String::new(),
        };
        let given = books::give(&self.people.org(org)?, file.id, draft).await?;
        let reviewer = self.people.post(file.tenant, Role::AgencyReviewer)?;
        books::confirm(&reviewer, file.id, given).await
    }

    /// Checks the conditions of an organisation, unless the city has a check that is still good.
    pub(crate) async fn qualify(&mut self, tenant: TenantId, org: OrgId) -> Result<()> {
        let clerk = self.people.post(tenant, Role::AgencyClerk)?;
        let today = clerk.db.today();
        let row = sqlx::query(
            "select o.credit_code, o.name, o.kind, o.registered_on is not null as entered,
               exists (select from eligibility e where e.tenant_id = $2 and e.org_id = o.id
                 and $3 between e.checked_on and e.expires_on) as good,
               exists (select from project p where p.tenant_id = $2 and p.applicant_id = o.id) as applies
             from organisation o where o.id = $1",
        )
        .bind(org.0)
        .bind(tenant.0)
        .bind(today)
        .fetch_one(&mut *self.books)
        .await?;
        if row.try_get("good")? {
            return Ok(());
        }
        if !row.try_get::<bool, _>("entered")? && !row.try_get::<bool, _>("applies")? {
            let kind: String = row.try_get("kind")?;
            let draft = InstitutionDraft {
                credit_code: row.try_get("credit_code")?,
                name: row.try_get("name")?,
                kind: if kind.is_empty() {
                    InstitutionKind::Economic.code().into()
                } else {
                    kind
                },
            };
            institution::add_institution(&clerk, draft).await?;
        }
        institution::record_eligibility(&clerk, org, words::eligibility(today)).await?;
        Ok(())
    }

    async fn org_of(&mut self, code: &str) -> Result<OrgId> {
        let id: Option<i64> =
            sqlx::query_scalar("select id from organisation where credit_code = $1")
                .bind(code)
                .fetch_optional(&mut *self.books)
                .await?;
        id.map(OrgId)
            .ok_or_else(|| Error::Inconsistent(format!("no organisation {code}")))
    }
}
