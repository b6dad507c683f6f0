//! Supplementary agreements: what changes an agreement in force, under the same guards, signed and
//! filed again (machine 2.4; R049, R072-R077, R118, I1, I4, I9, I10).

use std::collections::BTreeSet;

use domain::access::Role;
use domain::state::{
    AmendmentState, DeadlineKind, DeadlineResult, FilingSubject, Party, PaymentKind, PaymentState,
    ProjectState,
};

use super::super::act::{Change, OnAmendment, Seen};
use super::super::machines::AMENDMENT;
use super::super::state::{Amendment, Deadline, Model, Project, Replaced};
use super::super::tables::lead;
use super::payment::in_band;
use super::{Verdict, agreement_to, refuse, years_from};

fn to(from: AmendmentState, event: &str) -> Option<AmendmentState> {
    lead(AMENDMENT, from, event).and_then(AmendmentState::from_code)
}

impl Project {
    /// Prepayments paid or on their way.
    pub(super) fn under_way(&self) -> i64 {
        let counts = |one: &&super::super::state::Payment| {
            one.kind == PaymentKind::Prepayment && one.state != PaymentState::Rejected
        };
        let sums = self.payments.iter().filter(counts);
        sums.map(|one| one.amount).sum()
    }

    /// What is prepaid must stay within the band of the new amount, and needs a share (I1).
    fn breaks_band(&self, change: &Change) -> bool {
        let sum = self.under_way();
        sum > 0 && (!in_band(change.amount, sum) || change.prepay.is_none())
    }

    fn may_amend_to(&self, event: &str) -> bool {
        self.amending()
            .is_some_and(|one| to(one.state, event).is_some())
    }
}

impl Model {
    pub(super) fn on_amendment(
        &mut self,
        who: usize,
        p: usize,
        seen: Seen,
        act: OnAmendment,
    ) -> Verdict {
        let project = &self.projects[p];
        let fits = matches!(
            project.state,
            ProjectState::Contracted | ProjectState::InProgress
        );
        refuse([(!fits, "WrongState"), (seen == Seen::Old, "Stale")])?;
        let event = match act {
            OnAmendment::Draft(change) => return self.draft_amendment(p, change),
            OnAmendment::Check => "check",
            OnAmendment::Sign => "sign",
            OnAmendment::File => "filed",
            OnAmendment::Withdraw(_) => "withdraw",
        };
        refuse([(!project.may_amend_to(event), "WrongState")])?;
        let amendment = project.amending().expect("judged");
        match act {
            OnAmendment::Check => {
                refuse([
                    (!amendment.change.complete, "ClauseEmpty"),
                    (
                        project.breaks_band(&amendment.change),
                        "PrepaymentOutOfBand",
                    ),
                ])?;
                self.projects[p].amending_mut().state = AmendmentState::Checked;
                Ok(())
            }
            OnAmendment::Sign => self.sign_amendment(who, p),
            OnAmendment::File => {
                refuse([(amendment.sent, "WrongState")])?;
                self.projects[p].amending_mut().sent = true;
                let no = i32::try_from(self.projects[p].amendments.len()).expect("few");
                self.send_filings(p, FilingSubject::Amendment, no);
                Ok(())
            }
            OnAmendment::Withdraw(good) => {
                // All parties have signed: only the end of the project undoes it.
                let signed = amendment.state == AmendmentState::Signed;
                refuse([(signed, "WrongState")])?;
                refuse([(!good, "Required")])?;
                self.end_amendment(p);
                Ok(())
            }
            OnAmendment::Draft(_) => unreachable!("done before"),
        }
    }

    fn draft_amendment(&mut self, p: usize, change: Change) -> Verdict {
        let project = &self.projects[p];
        let open = project.amending().is_some();
        refuse([
            (!project.in_force(), "WrongState"),
            (open && !project.may_amend_to("draft"), "WrongState"),
        ])?;
        let base = project.agreement.as_ref().expect("in force");
        let moved = change.end != base.end;
        let outside = |share: i64| !(30..=70).contains(&share);
        let same = (change.amount, change.end, change.prepay)
            == (base.amount, base.end, base.prepay)
            && change.complete;
        refuse([
            (!change.good, "Required"),
            (change.amount > base.amount, "AmountTooLarge"),
            (change.end < base.start, "PeriodReversed"),
            (change.end > years_from(base.start, 2), "PeriodTooLong"),
            (moved && change.end < self.today, "DateTooEarly"),
            (
                moved && change.end > base.approved_end && !change.basis,
                "BasisMissing",
            ),
            (change.prepay.is_some_and(outside), "PrepaymentOutOfBand"),
            (project.breaks_band(&change), "PrepaymentOutOfBand"),
            (same, "NothingChanged"),
        ])?;
        let amendment = Amendment {
            state: AmendmentState::Draft,
            change,
            signed: BTreeSet::new(),
            sent: false,
        };
        let project = &mut self.projects[p];
        if open {
            *project.amending_mut() = amendment;
        } else {
            project.amendments.push(amendment);
        }
        Ok(())
    }

    fn sign_amendment(&mut self, who: usize, p: usize) -> Verdict {
        let (person, project) = (self.cast[who], &self.projects[p]);
        let party = match person.role {
            Role::AgencyReviewer => Party::Agency,
            _ if person.org == project.applicant => Party::Applicant,
            _ => Party::Unit,
        };
        let amendment = project.amending().expect("judged");
        let mut whys = Vec::new();
        if party == Party::Agency {
            whys.extend(self.fits(p, &self.takes(p)));
        }
        for (broken, why) in [
            (!project.parties().contains(&party), "NotAParty"),
            (project.unit.is_some_and(|unit| self.banned(unit)), "Banned"),
            (amendment.signed.contains(&party), "SignedAlready"),
            (
                project.breaks_band(&amendment.change),
                "PrepaymentOutOfBand",
            ),
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
        let amendment = project.amending_mut();
        amendment.signed.insert(party);
        amendment.state = to(amendment.state, "sign").expect("judged");
        if amendment.signed.len() == parties {
            amendment.state = to(amendment.state, "signed by all").expect("signing");
            let agreement = project.agreement.as_mut().expect("in force");
            agreement.state = agreement_to(agreement.state, "amend").expect("filed");
        }
        Ok(())
    }

    /// The fourth acknowledgement: the agreement changes, what it was stays, D3 moves with its end.
    pub(super) fn amendment_filed(&mut self, p: usize, no: i32) {
        let today = self.today;
        let project = &mut self.projects[p];
        let at = usize::try_from(no).expect("a number") - 1;
        let amendment = &mut project.amendments[at];
        if amendment.state != AmendmentState::Signed {
            // It ended with its project in the meantime.
            return;
        }
        amendment.state = to(amendment.state, "filed").expect("signed");
        let change = amendment.change;
        let agreement = project.agreement.as_mut().expect("signed");
        project.replaced.push(Replaced {
            amount: agreement.amount,
            start: agreement.start,
            end: agreement.end,
            prepay: agreement.prepay,
        });
        agreement.state = agreement_to(agreement.state, "filed").expect("amended");
        (agreement.amount, agreement.end) = (change.amount, change.end);
        agreement.prepay = change.prepay;
        project.agreed = change.amount;
        if change.end != project.end {
            project.end = change.end;
            let started = project.start;
            if let Some(clock) = project.open_clock(DeadlineKind::ProjectEnd) {
                let missed = today > clock.due;
                let result = if missed {
                    DeadlineResult::Missed
                } else {
                    DeadlineResult::Cancelled
                };
                clock.stopped = Some((today, result));
            }
            project.deadlines.push(Deadline {
                kind: DeadlineKind::ProjectEnd,
                started,
                due: change.end,
                stopped: None,
            });
        }
    }

    /// Whatever was on its way ends: with its project, or taken back.
    pub(super) fn end_amendment(&mut self, p: usize) {
        if self.projects[p].amending().is_some() {
            let amendment = self.projects[p].amending_mut();
            amendment.state = to(amendment.state, "withdraw").expect("open");
        }
    }
}
