//! The service agreement (machine 2.4; R049, R072-R077, R085, I4, I9).

use domain::access::Role;
use domain::state::{AgreementState, FilingSubject, Mode, Party};

use super::super::act::{OnProject, Seen, Terms};
use super::super::state::{Agreement, Model, Project};
use super::{Verdict, agreement_to, refuse, years_from};

impl Project {
    /// Whose signatures it needs (R072, R074, A20).
    pub(in super::super) fn parties(&self) -> &'static [Party] {
        match self.mode {
            Mode::Direct => &[Party::Applicant, Party::Agency],
            Mode::Commissioned => &[Party::Applicant, Party::Unit, Party::Agency],
            Mode::Procured => &[Party::Unit, Party::Agency],
        }
    }

    pub(in super::super) fn written(&self) -> Option<AgreementState> {
        self.agreement.as_ref().map(|agreement| agreement.state)
    }
}

impl Model {
    pub(super) fn on_agreement(
        &mut self,
        who: usize,
        p: usize,
        seen: Seen,
        act: &OnProject,
    ) -> Verdict {
        let project = &self.projects[p];
        let written = project.written();
        let has = |event| written.is_some_and(|state| agreement_to(state, event).is_some());
        refuse([
            (!project.can("contract"), "WrongState"),
            (seen == Seen::Old, "Stale"),
        ])?;
        match act {
            OnProject::Draft(terms) => {
                let nobody = project.mode != Mode::Direct && project.unit.is_none();
                let fixed = written.is_some() && !has("draft");
                refuse([(nobody, "WrongState"), (fixed, "WrongState")])?;
                self.draft_agreement(p, *terms)
            }
            OnProject::Check => {
                refuse([(!has("check"), "WrongState")])?;
                let complete = project.agreement.as_ref().is_some_and(|one| one.complete);
                let mut whys = self.fits(p, &self.takes(p));
                if !complete {
                    whys.push("ClauseEmpty");
                }
                if !whys.is_empty() {
                    return Err(whys);
                }
                self.set_agreement(p, "check");
                Ok(())
            }
            OnProject::Sign => {
                refuse([(!has("sign"), "WrongState")])?;
                self.sign(who, p)
            }
            OnProject::FileAgreement => {
                let sent = self.sent(p, FilingSubject::Agreement, 1);
                refuse([(!has("filed") || sent, "WrongState")])?;
                self.send_filings(p, FilingSubject::Agreement, 1);
                Ok(())
            }
            _ => unreachable!("not about the agreement"),
        }
    }

    fn set_agreement(&mut self, p: usize, event: &str) {
        let agreement = self.projects[p].agreement.as_mut().expect("written");
        agreement.state = agreement_to(agreement.state, event).expect("judged");
    }

    fn draft_agreement(&mut self, p: usize, terms: Terms) -> Verdict {
        let project = &self.projects[p];
        let outside = |share: i64| !(30..=70).contains(&share);
        refuse([
            (terms.amount > project.approved, "OverApproved"),
            (terms.end < terms.start, "PeriodReversed"),
            (terms.end > years_from(terms.start, 2), "PeriodTooLong"),
            (terms.start < project.start, "DateTooEarly"),
            (terms.end > project.end, "DateTooLate"),
            (terms.prepay.is_some_and(outside), "PrepaymentOutOfBand"),
        ])?;
        let from = self.projects[p].agreement.as_ref().map(|one| one.state);
        let state = match from {
            Some(state) => agreement_to(state, "draft").expect("judged"),
            None => AgreementState::Draft,
        };
        self.projects[p].agreement = Some(Agreement {
            state,
            amount: terms.amount,
            start: terms.start,
            end: terms.end,
            prepay: terms.prepay,
            approved_end: self.projects[p].end,
            complete: terms.complete,
            signed: std::collections::BTreeSet::new(),
        });
        Ok(())
    }

    fn sign(&mut self, who: usize, p: usize) -> Verdict {
        let (person, project) = (self.cast[who], &self.projects[p]);
        let party = if person.role == Role::AgencyReviewer {
            Party::Agency
        } else if person.org == project.applicant {
            Party::Applicant
        } else {
            Party::Unit
        };
        let agreement = project.agreement.as_ref().expect("judged");
        let banned = project.unit.is_some_and(|unit| self.banned(unit));
        let mut whys = Vec::new();
        if party == Party::Agency {
            whys.extend(self.fits(p, &self.takes(p)));
        }
        for (broken, why) in [
            (!project.parties().contains(&party), "NotAParty"),
            (banned, "Banned"),
            (agreement.signed.contains(&party), "SignedAlready"),
        ] {
            if broken {
                whys.push(why);
            }
        }
        if !whys.is_empty() {
            return Err(whys);
        }
        let project = &mut self.projects[p];
        let parties = project.parties().len();
        let agreement = project.agreement.as_mut().expect("judged");
        agreement.signed.insert(party);
        agreement.state = agreement_to(agreement.state, "sign").expect("judged");
        if agreement.signed.len() == parties {
            agreement.state = agreement_to(agreement.state, "signed by all").expect("signing");
        }
        Ok(())
    }
}
