//! The rows beside a project's own way as lines of text.

use super::super::state::{Claim, Model, Project};
use super::{Facts, code, tf, yuan};

impl Model {
    /// Cases, accounts and bans of one city.
    pub(super) fn beside_facts(&self, city: usize, out: &mut Facts) {
        for one in self.cases.iter().filter(|one| one.city == city) {
            out.insert(format!(
                "case {} {} {} {} {} {}",
                one.id,
                self.projects[one.project].id,
                one.kind,
                one.state,
                one.frozen.map(tf).unwrap_or_default(),
                yuan(one.recover)
            ));
        }
        for one in self.accounts.iter().filter(|one| one.city == city) {
            out.insert(format!(
                "account {} {} {} {}",
                one.id, self.orgs[one.org], one.state, one.number
            ));
        }
        for one in self.ban_cases.iter().filter(|one| one.city == city) {
            out.insert(format!(
                "bancase {} {} {} {} {} {}",
                one.id,
                self.orgs[one.org],
                code(one.project.map(|p| self.projects[p].id)),
                one.state,
                tf(one.automatic),
                one.hear_until
            ));
        }
        for one in self.bans.iter().filter(|one| one.city == city) {
            out.insert(format!(
                "ban {} {} {} {} {}",
                self.ban_cases[one.case].id,
                self.orgs[one.org],
                one.first,
                one.last,
                code(one.revoked)
            ));
        }
    }

    pub(super) fn amendment_facts(&self, one: &Project, out: &mut Facts) {
        for (no, amendment) in (1..).zip(&one.amendments) {
            let change = &amendment.change;
            out.insert(format!(
                "amendment {} {no} {} {} {} {} {}",
                one.id,
                amendment.state,
                yuan(change.amount),
                change.end,
                code(change.prepay.map(|share| share * 100)),
                tf(amendment.sent)
            ));
            for party in &amendment.signed {
                out.insert(format!("amended {} {no} {party}", one.id));
            }
        }
        for (no, old) in (1..).zip(&one.replaced) {
            out.insert(format!(
                "replaced {} {no} {} {} {} {}",
                one.id,
                yuan(old.amount),
                old.start,
                old.end,
                code(old.prepay.map(|share| share * 100))
            ));
        }
    }

    pub(super) fn ledger_facts(&self, one: &Project, out: &mut Facts) {
        for posting in &one.ledger {
            out.insert(format!(
                "ledger {} {} {} {} {} {} {} {} {}",
                one.id,
                posting.id,
                code(posting.payment.map(|y| one.payments[y].id)),
                code(posting.claim.map(|c| one.claims[c].id)),
                posting.year,
                posting.kind,
                code(posting.of),
                yuan(posting.amount),
                code(posting.reverses.map(|e| one.ledger[e].id))
            ));
        }
        for claim in &one.claims {
            claim_facts(one, claim, out);
        }
        out.insert(format!("recovered {} {}", one.id, yuan(one.recovered)));
        if let Some((worth, recover)) = one.ended {
            out.insert(format!(
                "termination {} {} {}",
                one.id,
                yuan(worth),
                yuan(recover)
            ));
        }
    }
}

fn claim_facts(one: &Project, claim: &Claim, out: &mut Facts) {
    let id = claim.id;
    out.insert(format!(
        "claim {} {id} {} {} {} {}",
        one.id,
        claim.state,
        yuan(claim.amount),
        yuan(claim.recovered),
        yuan(claim.written_off)
    ));
    for (no, proposal) in (1..).zip(&claim.proposals) {
        out.insert(format!(
            "writeoff {id} {no} {} {} {} {}",
            proposal.state,
            yuan(proposal.amount),
            tf(proposal.hrss),
            tf(proposal.finance)
        ));
    }
}
