//! The acceptance, both rounds, and how a project ends (machine 2.5; R090-R103, I7, I8, I15).

use domain::access::Role;
use domain::state::{
    AcceptanceState, DeadlineKind, Disposition, FilingSubject, Mode, Organiser, ProjectKind,
    ProjectState,
};

use super::super::act::{OnProject, Seen};
use super::super::machines::ACCEPTANCE;
use super::super::state::{Acceptance, Model, Project};
use super::super::tables::lead;
use super::{Verdict, agreement_to, refuse};

/// Working days of acceptance, rectification and re-evaluation (R097, R099, D6).
pub(super) const DAYS: u32 = 30;

impl Project {
    pub(in super::super) fn stage(&self) -> Option<AcceptanceState> {
        self.acceptance.as_ref().map(|acceptance| acceptance.state)
    }

    fn evaluating(&self) -> bool {
        matches!(
            self.stage(),
            Some(AcceptanceState::Evaluating | AcceptanceState::ReApplied)
        )
    }

    pub(super) fn accepts(&self, event: &str) -> Option<AcceptanceState> {
        let from = self.stage().map_or("", AcceptanceState::code);
        lead(ACCEPTANCE, from, event).and_then(AcceptanceState::from_code)
    }

    pub(super) fn accept_on(&mut self, event: &str) {
        let to = self.accepts(event).expect("judged");
        self.acceptance.as_mut().expect("applied for").state = to;
    }
}

impl Model {
    pub(super) fn on_acceptance(
        &mut self,
        who: usize,
        p: usize,
        seen: Seen,
        act: &OnProject,
    ) -> Verdict {
        use OnProject as P;
        let state = self.projects[p].state;
        let fits = match act {
            P::Decide { .. } => {
                matches!(state, ProjectState::Completed | ProjectState::FailedFinal)
            }
            P::Terminate { .. } => self.projects[p].can("terminate"),
            _ => state == ProjectState::Completed,
        };
        refuse([(!fits, "WrongState"), (seen == Seen::Old, "Stale")])?;
        match act {
            P::Apply(organiser) => self.apply(p, *organiser),
            P::ReturnAcceptance(_) | P::Receive | P::Appoint { .. } | P::Serve => {
                self.organise(who, p, act)
            }
            P::Report {
                pass,
                settlement,
                good,
            } => self.report(who, p, *pass, *settlement, *good),
            P::Declare { conflict, good } => self.declare(who, p, *conflict, *good),
            P::AcknowledgeReport
            | P::Answer(..)
            | P::Remind(_)
            | P::Rectify(_)
            | P::OfferLate(_)
            | P::AcceptLate(_)
            | P::RecordRefusal(_) => self.on_rectification(p, act),
            P::Decide { kind, amount, good } => self.decide(p, *kind, *amount, *good),
            P::Terminate { worth, good } => self.terminate(p, *worth, *good),
            _ => unreachable!("not about the acceptance"),
        }
    }

    fn apply(&mut self, p: usize, organiser: Organiser) -> Verdict {
        let project = &mut self.projects[p];
        let commissioned = project.mode == Mode::Commissioned;
        let state = project.accepts("apply");
        refuse([
            (
                organiser == Organiser::Proposer && !commissioned,
                "WrongOrganiser",
            ),
            (state.is_none(), "WrongState"),
        ])?;
        project.acceptance = Some(Acceptance {
            state: state.expect("judged"),
            round: 1,
            organiser,
            settlement: None,
            disposition: None,
            presumed: None,
            acknowledged: None,
            reminder: None,
            answers: Vec::new(),
            late: false,
        });
        Ok(())
    }

    /// The one it was addressed to (R090-R092).
    fn organise(&mut self, who: usize, p: usize, act: &OnProject) -> Verdict {
        use OnProject as P;
        let (person, project) = (self.cast[who], &self.projects[p]);
        let organiser = project.acceptance.as_ref().map(|one| one.organiser);
        let mine = match organiser {
            None => true,
            Some(Organiser::Agency) => person.role == Role::AgencyClerk,
            Some(Organiser::Proposer) => person.org.is_some() && person.org == project.applicant,
        };
        refuse([(organiser.is_none(), "WrongState"), (!mine, "Forbidden")])?;
        let event = match act {
            P::ReturnAcceptance(_) => "return",
            P::Receive => "receive",
            P::Appoint { .. } => "appoint",
            _ => "serve",
        };
        let fits = project.accepts(event).is_some();
        // In the middle of an evaluation where one keeps away.
        let lacks =
            project.evaluating() && project.evaluators.values().any(|one| *one == Some(true));
        match act {
            P::ReturnAcceptance(good) => {
                refuse([(!fits, "WrongState"), (!good, "DefectsMissing")])?;
            }
            P::Appoint { experts, good } => {
                refuse([
                    (!fits && !lacks, "WrongState"),
                    (!good, "WrongEvaluationPayer"),
                ])?;
                self.appoint(p, experts)?;
                if lacks {
                    return Ok(());
                }
            }
            _ => refuse([(!fits, "WrongState")])?,
        }
        self.projects[p].accept_on(event);
        match act {
            P::Receive => self.start_days(p, DeadlineKind::Acceptance, DAYS),
            P::Serve => self.serve(p),
            _ => {}
        }
        Ok(())
    }

    fn appoint(&mut self, p: usize, experts: &[usize]) -> Verdict {
        let project = &self.projects[p];
        let org = |expert: &usize| self.cast[*expert].org;
        let involved = |org: usize| Some(org) == project.applicant || Some(org) == project.unit;
        refuse([
            (experts.is_empty(), "Required"),
            (
                experts.iter().filter_map(org).any(involved)
                    || experts
                        .iter()
                        .any(|one| project.evaluators.contains_key(one)),
                "EvaluatorConflict",
            ),
            (
                experts.iter().filter_map(org).any(|org| self.banned(org)),
                "Banned",
            ),
        ])?;
        let appointed = experts.iter().map(|expert| (*expert, None));
        self.projects[p].evaluators.extend(appointed);
        Ok(())
    }

    /// R092: each for himself, before the report; a conflict stays, and may come to light later.
    fn declare(&mut self, who: usize, p: usize, conflict: bool, good: bool) -> Verdict {
        let project = &mut self.projects[p];
        refuse([(!project.evaluating(), "WrongState")])?;
        let own = project.evaluators.get_mut(&who).expect("sees it");
        let said = *own == Some(true) || *own == Some(conflict);
        refuse([(said, "WrongState"), (conflict && !good, "Required")])?;
        *own = Some(conflict);
        Ok(())
    }

    fn report(
        &mut self,
        who: usize,
        p: usize,
        pass: bool,
        settlement: Option<i64>,
        good: bool,
    ) -> Verdict {
        let project = &self.projects[p];
        let event = if pass { "pass" } else { "fail" };
        refuse([(project.accepts(event).is_none(), "WrongState")])?;
        let declared = &project.evaluators;
        refuse([
            (declared.get(&who) == Some(&Some(true)), "HasConflict"),
            (declared.values().any(Option::is_none), "Undeclared"),
        ])?;
        let over = settlement.is_some_and(|amount| amount > project.agreed);
        refuse([(!good, "GoalNotMeasured"), (over, "OverSettlement")])?;
        let settlement = settlement.unwrap_or(project.agreed);
        let round = project.acceptance.as_ref().expect("judged").round;
        self.stop_clock(
            p,
            if round == 1 {
                DeadlineKind::Acceptance
            } else {
                DeadlineKind::ReEvaluation
            },
        );
        self.send_filings(p, FilingSubject::Report, round);
        let project = &mut self.projects[p];
        project.reports.insert(round, pass);
        project.accept_on(event);
        project.acceptance.as_mut().expect("judged").settlement = Some(settlement);
        if pass {
            project.go("passed");
            let prepaid = project.prepaid;
            self.claim(p, prepaid - settlement);
            self.reject_requests(p);
            self.unlock(p, settlement - prepaid);
        } else if round == 2 {
            project.go("failed");
        }
        Ok(())
    }

    /// R102, A07, A38: after a second failure, or once the rectification is overdue.
    fn decide(&mut self, p: usize, kind: Disposition, amount: i64, good: bool) -> Verdict {
        let project = &self.projects[p];
        let overdue = project.state == ProjectState::Completed;
        let passed = project
            .clock(DeadlineKind::Rectification)
            .is_some_and(|clock| self.today > clock.due);
        let offered = project.stage() == Some(AcceptanceState::Overdue);
        let early = overdue && !(offered || project.accepts("overdue").is_some() && passed);
        let decided = !overdue && project.balance_due > 0;
        refuse([(early || decided, "WrongState")])?;
        let acceptance = project.acceptance.as_ref().expect("judged");
        let settlement = acceptance.settlement.expect("reported");
        let deducts = kind == Disposition::Deduct;
        refuse([
            (!good, "Required"),
            (deducts && amount > settlement, "OverSettlement"),
        ])?;
        if overdue {
            if !offered {
                self.projects[p].accept_on("overdue");
                self.stop_clock(p, DeadlineKind::Rectification);
            }
            self.projects[p].go("failed");
        }
        let project = &mut self.projects[p];
        let prepaid = project.prepaid;
        let payable = if deducts {
            settlement - amount
        } else {
            settlement
        };
        project.deducted = if deducts {
            amount
        } else {
            (settlement - prepaid).max(0)
        };
        let deducted = project.deducted;
        project.acceptance.as_mut().expect("judged").disposition = Some((kind, deducted));
        self.reject_requests(p);
        self.claim(p, prepaid - payable);
        self.unlock(p, if deducts { payable - prepaid } else { 0 });
        Ok(())
    }

    /// R101: after a refusal to rectify all that was prepaid comes back; by the agreement's own
    /// conditions before completion what is above the worth of the work done.
    fn terminate(&mut self, p: usize, worth: i64, good: bool) -> Verdict {
        let project = &self.projects[p];
        let refused = project.stage() == Some(AcceptanceState::Refused);
        refuse([(
            project.state == ProjectState::Completed && !refused,
            "WrongState",
        )])?;
        refuse([
            (!good, "Required"),
            (!refused && worth > project.agreed, "OverSettlement"),
        ])?;
        let project = &mut self.projects[p];
        project.go("terminate");
        let agreement = project.agreement.as_mut().expect("agreed");
        agreement.state = agreement_to(agreement.state, "terminate").expect("filed");
        let owed = project.prepaid - if refused { 0 } else { worth };
        self.cancel_clocks(p, None);
        self.reject_requests(p);
        self.claim(p, owed);
        Ok(())
    }

    /// Who bears the cost of the evaluation (R095, A23).
    pub(in super::super) fn evaluation_payer(project: &Project) -> &'static str {
        if project.kind == ProjectKind::PublicSme {
            "agency_admin"
        } else {
            "applicant"
        }
    }
}
