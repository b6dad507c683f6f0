//! What people do, as data: a demo story is a list of dated acts, and each runs the real use case.

mod doing;

use domain::access::Role;
use domain::contract::{AgreementDraft, Appointment, ReportDraft, Termination};
use domain::state::{AnswerKind, Disposition, FilingSubject, Member, Organiser, Party};
use domain::{Money, ProjectId, TenantId, Version};
use sqlx::{Postgres, Transaction};

use super::dossier::Dossier;
use super::people::People;
use super::words;
use crate::door::Session;
use crate::{
    AdminDb, Database, Error, Result, acceptance, agreement, payment, plan, selection, work,
};

pub(crate) use doing::Do;

/// One step of a project after its determination.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    FilePlan,
    Acknowledge(FilingSubject, Member),
    CompileBudget(i32, Money),
    ApproveBudget,
    /// Credit code and name.
    SelectUnit(String, String),
    Draft(Box<AgreementDraft>),
    Check,
    Sign(Party),
    FileAgreement,
    Start,
    Complete,
    Terminate(Termination),
    Do(Do),
    Pay(Pay),
    Accept(Accept),
}

/// One step of the newest payment.
#[derive(Clone, Debug)]
pub(crate) enum Pay {
    Request(Money),
    Check,
    Approve,
    Transfer,
    Reject(String),
}

/// One step of the acceptance.
#[derive(Clone, Debug)]
pub(crate) enum Accept {
    Apply(Organiser),
    Return(String),
    Receive,
    Appoint(Appointment),
    /// The next evaluator who has not yet declares to have no conflict.
    Declare,
    Report(Box<ReportDraft>),
    Serve,
    Acknowledge,
    Answer(AnswerKind, String),
    Rectify(String),
    OfferLate(String),
    TakeLate(String),
    Refuse(String),
    /// Kind, amount as typed, reason.
    Decide(Disposition, String, String),
}

/// Runs acts in the names of the people they belong to.
pub(crate) struct Driver {
    pub(crate) people: People,
    /// Looks things up; never committed.
    pub(super) books: Transaction<'static, Postgres>,
}

impl Driver {
    /// Knows everybody who exists now.
    pub(crate) async fn new(db: &Database, admin: &AdminDb) -> Result<Self> {
        let mut books = admin.begin().await?;
        Ok(Self {
            people: People::load(db, &mut books).await?,
            books,
        })
    }

    /// Where a project stands.
    pub(crate) async fn dossier(&mut self, id: ProjectId) -> Result<Dossier> {
        Dossier::read(&mut self.books, id).await
    }

    /// Does it, by whoever does such things.
    pub(crate) async fn perform(&mut self, id: ProjectId, act: &Act) -> Result<()> {
        let file = self.dossier(id).await?;
        self.prepare(&file, act).await?;
        let done = match act {
            Act::Pay(step) => self.pay(&file, step).await,
            Act::Accept(step) => self.accept(&file, step).await,
            Act::Do(step) => self.doing(&file, step).await,
            other => self.advance(&file, other).await,
        };
        done.map_err(|error| match error {
            refused @ Error::Refused(_) => refused,
            other => Error::Inconsistent(format!("{} {act:?}: {other}", file.code)),
        })
    }

    /// The version of a year's fee plan; a year nobody has planned is at 0.
    pub(crate) async fn plan_version(&mut self, tenant: TenantId, year: i32) -> Result<Version> {
        let found: Option<i32> =
            sqlx::query_scalar("select version from fee_plan where tenant_id = $1 and year = $2")
                .bind(tenant.0)
                .bind(year)
                .fetch_optional(&mut *self.books)
                .await?;
        Ok(Version(found.unwrap_or(0)))
    }

    fn clerk(&self, file: &Dossier) -> Result<Session> {
        self.people.post(file.tenant, Role::AgencyClerk)
    }

    fn reviewer(&self, file: &Dossier) -> Result<Session> {
        self.people.post(file.tenant, Role::AgencyReviewer)
    }

    async fn advance(&self, file: &Dossier, act: &Act) -> Result<()> {
        let (id, seen) = (file.id, file.version);
        match act {
            Act::FilePlan => plan::file_plan(&self.clerk(file)?, id, seen).await,
            Act::Acknowledge(subject, member) => {
                let filing = file.open_filing(*subject, *member)?;
                plan::acknowledge_filing(&self.people.member(file.tenant, *member)?, filing).await
            }
            Act::CompileBudget(year, amount) => {
                plan::compile_budget(&self.clerk(file)?, id, seen, *year, *amount).await
            }
            Act::ApproveBudget => {
                plan::approve_budget(&self.people.post(file.tenant, Role::CityFinance)?, id, seen)
                    .await
            }
            Act::SelectUnit(code, name) => {
                let chooser = if file.applicant.is_some() {
                    self.people.org(file.applicant)?
                } else {
                    self.clerk(file)?
                };
                let draft = words::selection(file.mode, code, name, chooser.db.today());
                selection::select_unit(&chooser, id, seen, draft).await
            }
            Act::Draft(draft) => {
                agreement::draft(&self.clerk(file)?, id, seen, (**draft).clone()).await
            }
            Act::Check => agreement::check(&self.reviewer(file)?, id, seen).await,
            Act::Sign(party) => {
                agreement::sign(&self.signer(file, *party)?, id, seen, words::ELECTRONIC).await
            }
            Act::FileAgreement => agreement::file(&self.clerk(file)?, id, seen).await,
            Act::Start => work::start(&self.people.org(file.unit)?, id, seen).await,
            Act::Complete => work::complete(&self.people.org(file.unit)?, id, seen, true).await,
            Act::Terminate(how) => {
                acceptance::terminate(&self.reviewer(file)?, id, seen, how.clone()).await
            }
            // `perform` has sent these on.
            Act::Pay(_) | Act::Accept(_) | Act::Do(_) => Ok(()),
        }
    }

    fn signer(&self, file: &Dossier, party: Party) -> Result<Session> {
        match party {
            Party::Applicant => self.people.org(file.applicant),
            Party::Unit => self.people.org(file.unit),
            Party::Agency => self.reviewer(file),
        }
    }

    async fn pay(&self, file: &Dossier, step: &Pay) -> Result<()> {
        if let Pay::Request(amount) = step {
            let key = format!("request-{}-{}", file.id, file.version);
            return payment::request_prepayment(
                &self.people.org(file.unit)?,
                file.id,
                key,
                *amount,
            )
            .await
            .map(|_| ());
        }
        let paid = file
            .payment
            .as_ref()
            .ok_or_else(|| Error::Inconsistent(format!("{}: no payment", file.code)))?;
        let (id, seen) = (paid.id, paid.version);
        match step {
            Pay::Check => payment::check(&self.clerk(file)?, id, seen).await,
            Pay::Approve => payment::approve(&self.reviewer(file)?, id, seen).await,
            Pay::Reject(reason) => {
                payment::reject(&self.reviewer(file)?, id, seen, reason.clone()).await
            }
            Pay::Request(_) | Pay::Transfer => {
                let payer = self.people.post(file.tenant, Role::AgencyPayer)?;
                let (key, voucher) = (format!("transfer-{id}-{seen}"), format!("记-{id:06}"));
                payment::pay(&payer, id, seen, key, voucher).await
            }
        }
    }

    async fn accept(&self, file: &Dossier, step: &Accept) -> Result<()> {
        let (id, seen) = (file.id, file.version);
        let organiser = || match file.organiser {
            Some(Organiser::Proposer) => self.people.org(file.applicant),
            _ => self.clerk(file),
        };
        match step {
            Accept::Apply(to) => {
                acceptance::apply(&self.people.org(file.unit)?, id, seen, *to).await
            }
            Accept::Return(defects) => {
                acceptance::return_application(&organiser()?, id, seen, defects.clone()).await
            }
            Accept::Receive => acceptance::receive(&organiser()?, id, seen).await,
            Accept::Appoint(who) => acceptance::appoint(&organiser()?, id, seen, who.clone()).await,
            Accept::Declare => {
                let evaluator = self.people.account(file.undeclared)?;
                let none = String::new();
                acceptance::declare_conflict(&evaluator, id, seen, "no".into(), none).await
            }
            Accept::Report(report) => {
                let evaluator = self.people.account(file.evaluator)?;
                acceptance::submit_report(&evaluator, id, seen, (**report).clone()).await
            }
            Accept::Serve => acceptance::serve_report(&organiser()?, id, seen).await,
            Accept::Acknowledge
            | Accept::Answer(..)
            | Accept::Rectify(_)
            | Accept::OfferLate(_)
            | Accept::TakeLate(_)
            | Accept::Refuse(_) => self.rectify(file, step).await,
            Accept::Decide(kind, amount, reason) => {
                acceptance::decide(
                    &self.reviewer(file)?,
                    id,
                    seen,
                    *kind,
                    amount.clone(),
                    reason.clone(),
                )
                .await
            }
        }
    }

    /// Between a fail report and its end.
    async fn rectify(&self, file: &Dossier, step: &Accept) -> Result<()> {
        let (id, seen) = (file.id, file.version);
        match step {
            Accept::Answer(kind, text) => {
                let unit = self.people.org(file.unit)?;
                acceptance::answer_rectification(&unit, id, seen, *kind, text.clone()).await
            }
            Accept::Rectify(text) => {
                let unit = self.people.org(file.unit)?;
                acceptance::submit_rectification(&unit, id, seen, text.clone()).await
            }
            Accept::OfferLate(text) => {
                let unit = self.people.org(file.unit)?;
                acceptance::offer_late(&unit, id, seen, text.clone()).await
            }
            Accept::TakeLate(reason) => {
                acceptance::accept_late(&self.reviewer(file)?, id, seen, reason.clone()).await
            }
            Accept::Refuse(reason) => {
                acceptance::record_refusal(&self.clerk(file)?, id, seen, reason.clone()).await
            }
            _ => {
                let unit = self.people.org(file.unit)?;
                acceptance::acknowledge_report(&unit, id, seen).await
            }
        }
    }
}
