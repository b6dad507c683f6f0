//! Acts of doing the work: rules, archive, reports, supplementary agreements, inspections, messages.

use domain::access::Role;
use domain::contract::{AmendmentDraft, CaseDraft, InspectionDraft, ProgressDraft};
use domain::state::Party;
use domain::{InspectionId, ProjectId};

use super::Driver;
use crate::demo::dossier::Dossier;
use crate::demo::words;
use crate::{Result, amendment, archive, inspection, progress, thread, violation};

/// One step of doing the work.
#[derive(Clone, Debug)]
pub(crate) enum Do {
    Rules,
    Archive,
    Report(Box<ProgressDraft>),
    Amend(Box<AmendmentDraft>),
    CheckAmendment,
    SignAmendment(Party),
    FileAmendment,
    Inspect(Role, Box<InspectionDraft>),
    /// The unit's answer to the newest inspection.
    Answer(String),
    /// A message of the unit, or of the agency's clerk.
    Say(Party, String),
    /// Opened by 人社.
    Case(Box<CaseDraft>),
}

impl Driver {
    pub(super) async fn doing(&mut self, file: &Dossier, step: &Do) -> Result<()> {
        let (id, seen) = (file.id, file.version);
        match step {
            Do::Rules => {
                let unit = self.people.org(file.unit)?;
                archive::record_rules(&unit, id, seen, words::RULES.into()).await
            }
            Do::Archive => {
                let unit = self.people.org(file.unit)?;
                let list = words::archive(file.reported, file.amended);
                archive::keep(&unit, id, seen, list).await
            }
            Do::Report(report) => {
                let unit = self.people.org(file.unit)?;
                progress::report(&unit, id, seen, (**report).clone()).await
            }
            Do::Amend(draft) => {
                amendment::draft(&self.clerk(file)?, id, seen, (**draft).clone()).await
            }
            Do::CheckAmendment => amendment::check(&self.reviewer(file)?, id, seen).await,
            Do::SignAmendment(party) => {
                amendment::sign(&self.signer(file, *party)?, id, seen).await
            }
            Do::FileAmendment => amendment::file(&self.clerk(file)?, id, seen).await,
            Do::Inspect(role, draft) => {
                let who = self.people.post(file.tenant, *role)?;
                inspection::record_inspection(&who, id, seen, (**draft).clone()).await
            }
            Do::Answer(text) => {
                let about = self.newest_inspection(id).await?;
                let unit = self.people.org(file.unit)?;
                inspection::answer(&unit, id, seen, about, text.clone()).await
            }
            Do::Say(party, text) => {
                let who = match party {
                    Party::Agency => self.clerk(file)?,
                    Party::Applicant => self.people.org(file.applicant)?,
                    Party::Unit => self.people.org(file.unit)?,
                };
                thread::send(&who, id, text.clone()).await
            }
            Do::Case(draft) => {
                let who = self.people.post(file.tenant, Role::CityHrss)?;
                let draft = CaseDraft {
                    code: file.code.clone(),
                    ..(**draft).clone()
                };
                violation::open_case(&who, draft).await.map(|_| ())
            }
        }
    }

    async fn newest_inspection(&mut self, id: ProjectId) -> Result<InspectionId> {
        let found: i64 = sqlx::query_scalar(
            "select id from inspection where project_id = $1 order by id desc limit 1",
        )
        .bind(id.0)
        .fetch_one(&mut *self.books)
        .await?;
        Ok(InspectionId(found))
    }
}
