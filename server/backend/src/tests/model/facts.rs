//! The model as lines of text, one per row, as [`super::observe`] reads them from the database.

mod beside;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::state::{DeadlineKind, ItemKind, MeetingState, Motion};

use super::state::{Item, Meeting, Model, Project};

/// The rows of a city, or the difference of two.
pub(super) type Facts = BTreeSet<String>;

fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}{}.{:02}", fen / 100, fen % 100)
}

fn yuan_opt(fen: Option<i64>) -> String {
    fen.map(yuan).unwrap_or_default()
}

const fn tf(yes: bool) -> &'static str {
    if yes { "t" } else { "f" }
}

fn code<T: ToString>(one: Option<T>) -> String {
    one.map(|one| one.to_string()).unwrap_or_default()
}

impl Model {
    /// Everything of one city.
    pub(super) fn facts(&self, city: usize) -> Facts {
        let mut out = Facts::new();
        self.year_facts(city, &mut out);
        self.beside_facts(city, &mut out);
        for meeting in self.meetings.iter().filter(|one| one.city == city) {
            self.meeting_facts(meeting, &mut out);
        }
        for project in self.projects.iter().filter(|one| one.city == city) {
            self.project_facts(project, &mut out);
        }
        out
    }

    fn year_facts(&self, city: usize, out: &mut Facts) {
        let rows = &self.cities[city];
        for (year, base) in &rows.bases {
            out.insert(format!(
                "base {year} {} {} {}",
                yuan(base.levy),
                yuan(base.remitted),
                base.status
            ));
        }
        for one in self.entries.iter().filter(|one| one.city == city) {
            out.insert(format!(
                "entry {} {} {} {} {} {}",
                one.id,
                one.year,
                one.status,
                one.state,
                yuan(one.levy),
                yuan(one.remitted)
            ));
        }
        for (year, plan) in &rows.plans {
            out.insert(format!("plan {year} {} {}", plan.state, yuan(plan.amount)));
        }
        for one in self.areas.iter().filter(|one| one.city == city) {
            out.insert(format!(
                "areas {} {} {} {}",
                one.id, one.year, one.no, one.state
            ));
        }
        for one in self.overrides.iter().filter(|one| one.city == city) {
            out.insert(format!(
                "override {} {} {} {} {}",
                one.id,
                one.year,
                yuan(one.amount),
                tf(one.hrss),
                tf(one.finance)
            ));
        }
        for (year, lists) in &rows.lists {
            for (no, list) in (1..).zip(lists) {
                out.insert(format!("list {year} {no} {}", list.state));
                for (p, row) in &list.rows {
                    out.insert(format!(
                        "proposal {} {year} {no} {} {} {} {}",
                        self.projects[*p].id,
                        row.rank,
                        yuan(row.amount),
                        yuan(row.first),
                        tf(row.dropped)
                    ));
                }
            }
        }
    }

    fn meeting_facts(&self, meeting: &Meeting, out: &mut Facts) {
        out.insert(format!(
            "meeting {} {} {}",
            meeting.id,
            meeting.state,
            tf(meeting.corrected)
        ));
        for (member, seat) in &meeting.seats {
            out.insert(format!(
                "seat {} {member} {} {}",
                meeting.id,
                code(seat.presence),
                code(seat.confirmation)
            ));
        }
        for item in &meeting.items {
            self.item_facts(meeting, item, out);
        }
    }

    fn item_facts(&self, meeting: &Meeting, item: &Item, out: &mut Facts) {
        let subject = item.subject.map(|subject| match item.kind {
            ItemKind::Areas => self.areas[subject].id,
            _ => self.projects[subject].id,
        });
        let (motion, amount) = match item.motion {
            Some((motion, amount, _)) => (Some(motion), amount),
            None => (None::<Motion>, None),
        };
        out.insert(format!(
            "item {} {} {} {} {} {} {} {} {} {}",
            item.id,
            meeting.id,
            item.kind,
            code(subject),
            tf(item.reported),
            code(motion),
            yuan_opt(amount),
            code(item.outcome),
            tf(item.in_force && meeting.state == MeetingState::Closed),
            tf(item.dropped)
        ));
        for (member, opinion) in &item.opinions {
            out.insert(format!("opinion {} {member} {opinion}", item.id));
        }
    }

    fn org(&self, org: Option<usize>) -> String {
        code(org.map(|org| self.orgs[org]))
    }

    fn project_facts(&self, one: &Project, out: &mut Facts) {
        let id = one.id;
        out.insert(format!(
            "project {id} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {}",
            one.plan_year,
            one.kind,
            one.mode,
            one.state,
            tf(one.submitted),
            self.org(one.applicant),
            self.org(one.unit),
            yuan(one.requested),
            yuan(one.approved),
            tf(one.resolved),
            one.start,
            one.end,
            yuan(one.agreed),
            yuan(one.prepaid),
            yuan(one.balance_paid),
            yuan(one.balance_due),
            yuan(one.deducted),
            yuan(one.recover),
            code(one.acceptance.as_ref().map(|acceptance| acceptance.state)),
        ));
        for (year, line) in &one.lines {
            out.insert(format!(
                "line {id} {year} {} {} {}",
                yuan(line.amount),
                tf(line.approved),
                tf(line.released)
            ));
        }
        if let Some(agreement) = &one.agreement {
            out.insert(format!(
                "agreement {id} {} {} {} {} {}",
                agreement.state,
                yuan(agreement.amount),
                agreement.start,
                agreement.end,
                code(agreement.prepay.map(|share| share * 100))
            ));
            for party in &agreement.signed {
                out.insert(format!("signature {id} {party}"));
            }
        }
        for ((subject, round, member), done) in &one.filings {
            out.insert(format!(
                "filing {id} {subject} {round} {member} {}",
                tf(*done)
            ));
        }
        for (from, to) in &one.progress {
            out.insert(format!("progress {id} {from} {to}"));
        }
        out.insert(format!("rules {id} {}", one.rules));
        self.payment_facts(one, out);
        self.amendment_facts(one, out);
        self.ledger_facts(one, out);
        self.acceptance_facts(one, out);
        deadline_facts(one, out);
    }

    fn payment_facts(&self, one: &Project, out: &mut Facts) {
        for payment in &one.payments {
            let (id, payee) = (payment.id, self.orgs[payment.payee]);
            out.insert(format!(
                "payment {} {id} {} {} {} {payee}",
                one.id,
                payment.kind,
                payment.state,
                yuan(payment.amount)
            ));
            if let Some(account) = payment.account {
                out.insert(format!("pays {id} {}", self.accounts[account].id));
            }
        }
    }

    fn acceptance_facts(&self, one: &Project, out: &mut Facts) {
        if let Some(acceptance) = &one.acceptance {
            let (kind, deduction) = match acceptance.disposition {
                Some((kind, deduction)) => (Some(kind), deduction),
                None => (None, 0),
            };
            out.insert(format!(
                "acceptance {} {} {} {} {} {} {} {} {} {} {}",
                one.id,
                acceptance.state,
                acceptance.round,
                acceptance.organiser,
                yuan_opt(acceptance.settlement),
                code(kind),
                yuan(deduction),
                code(acceptance.presumed),
                code(acceptance.acknowledged),
                code(acceptance.reminder.map(|(_, due)| due)),
                tf(acceptance.late)
            ));
            for (no, (kind, on)) in (1..).zip(&acceptance.answers) {
                out.insert(format!("answer {} {no} {kind} {on}", one.id));
            }
        }
        for (round, passed) in &one.reports {
            out.insert(format!("report {} {round} {}", one.id, tf(*passed)));
        }
        for (expert, conflict) in &one.evaluators {
            out.insert(format!(
                "evaluator {} {} {}",
                one.id,
                self.cast[*expert].account,
                conflict.map_or("", tf)
            ));
        }
    }
}

/// A kind can run several times: its rows are numbered.
fn deadline_facts(one: &Project, out: &mut Facts) {
    for kind in DeadlineKind::ALL {
        let rows = one.deadlines.iter().filter(|clock| clock.kind == *kind);
        for (no, clock) in (1..).zip(rows) {
            let (stopped, result) = match clock.stopped {
                Some((day, result)) => (Some(day), Some(result)),
                None => (None::<NaiveDate>, None),
            };
            out.insert(format!(
                "deadline {} {kind} {no} {} {} {} {}",
                one.id,
                clock.started,
                clock.due,
                code(stopped),
                code(result)
            ));
        }
    }
}
