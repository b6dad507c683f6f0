//! The machines of the rules as data: what the model of these tests moves along, and what the tables
//! of the code are compared with, both ways.
//!
//! Written from the rules (machines 2.1 to 2.7), not from `domain::state`. Where the two differ on
//! purpose, the arrow says so with its reason; any other difference fails.

use std::collections::BTreeSet;
use std::fmt::{Display, Write as _};

use domain::state::{
    AcceptanceState, AgreementState, AmendmentState, AreaState, BanState, CaseState, MeetingState,
    PaymentState, ProjectState,
};

use super::machines::{
    ACCEPTANCE, AGREEMENT, AMENDMENT, AREAS, BAN, CASE, FEE_PLAN, MEETING, PAYMENT, PROJECT,
};

/// Where an arrow is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Drawn {
    Both,
    /// Only in the rules, and why the code has no such step.
    InRules(&'static str),
    /// Only in the code, and why.
    InCode(&'static str),
}

/// One step of a machine. An empty `from` is the beginning.
pub(super) struct Arrow {
    pub from: &'static str,
    pub event: &'static str,
    pub to: &'static str,
    pub drawn: Drawn,
}

/// An arrow of rules and code.
pub(super) const fn both(from: &'static str, event: &'static str, to: &'static str) -> Arrow {
    Arrow {
        from,
        event,
        to,
        drawn: Drawn::Both,
    }
}

impl Arrow {
    /// Only the rules have it.
    pub(super) const fn rules(mut self, why: &'static str) -> Self {
        self.drawn = Drawn::InRules(why);
        self
    }

    /// Only the code has it.
    pub(super) const fn code(mut self, why: &'static str) -> Self {
        self.drawn = Drawn::InCode(why);
        self
    }

    /// Whether a table of "what can follow what" can show it at all.
    fn is_way(&self) -> bool {
        !self.from.is_empty() && self.from != self.to
    }
}

/// Where an event leads from a state; `None` where the machine has no such arrow.
pub(super) fn lead(machine: &[Arrow], from: impl Display, event: &str) -> Option<&'static str> {
    let from = from.to_string();
    machine
        .iter()
        .find(|arrow| arrow.from == from && arrow.event == event)
        .filter(|arrow| !matches!(arrow.drawn, Drawn::InRules(_)))
        .map(|arrow| arrow.to)
}

type Way = (String, String);

/// Every way of a table of the code.
fn ways<S: Copy + Display + 'static>(all: &[S], next: impl Fn(S) -> &'static [S]) -> BTreeSet<Way> {
    all.iter()
        .flat_map(|from| {
            next(*from)
                .iter()
                .map(move |to| (from.to_string(), to.to_string()))
        })
        .collect()
}

/// Puts both tables side by side; answers the differences that nobody has explained.
fn compare(name: &str, machine: &[Arrow], code: &BTreeSet<Way>, out: &mut String) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    let _ = writeln!(
        out,
        "\n{name}\n  {:<46} {:<14} {:<6} note",
        "arrow", "rules", "code"
    );
    for arrow in machine {
        let way = (arrow.from.to_owned(), arrow.to.to_owned());
        let words = format!("{} --{}--> {}", arrow.from, arrow.event, arrow.to);
        let coded = code.contains(&way);
        let (rules, note) = match arrow.drawn {
            Drawn::Both => ("yes", ""),
            Drawn::InRules(why) => ("yes", why),
            Drawn::InCode(why) => ("-", why),
        };
        let shown = match (arrow.is_way(), coded) {
            (false, _) => "n/a",
            (true, true) => "yes",
            (true, false) => "-",
        };
        let _ = writeln!(out, "  {words:<62} {rules:<6} {shown:<6} {note}");
        if arrow.is_way() && coded != !matches!(arrow.drawn, Drawn::InRules(_)) {
            wrong.push(format!("{name}: {words}: rules {rules}, code {shown}"));
        }
        seen.insert(way);
    }
    for (from, to) in code.difference(&seen) {
        let _ = writeln!(out, "  {from} --?--> {to}  only in the code, unexplained");
        wrong.push(format!("{name}: {from} -> {to} is only in the code"));
    }
    wrong
}

/// Every state of the code is on the table, and every one of the table is in the code.
fn same_states<S: Copy + Display>(name: &str, machine: &[Arrow], all: &[S]) -> Vec<String> {
    let code: BTreeSet<String> = all.iter().map(ToString::to_string).collect();
    let rules: BTreeSet<String> = machine
        .iter()
        .filter(|arrow| !matches!(arrow.drawn, Drawn::InRules(_)))
        .flat_map(|arrow| [arrow.from, arrow.to])
        .filter(|state| !state.is_empty())
        .map(ToOwned::to_owned)
        .collect();
    rules
        .symmetric_difference(&code)
        .map(|state| format!("{name}: state {state} is on one side only"))
        .collect()
}

#[test]
fn the_machines_of_rules_and_code_are_the_same() {
    let mut out = String::new();
    let mut wrong = Vec::new();
    macro_rules! machine {
        ($name:literal, $arrows:ident, $state:ident, $next:expr) => {
            let code = ways($state::ALL, $next);
            wrong.extend(compare($name, $arrows, &code, &mut out));
            wrong.extend(same_states($name, $arrows, $state::ALL));
        };
    }
    machine!("2.1 project", PROJECT, ProjectState, ProjectState::next);
    machine!("2.2 key areas", AREAS, AreaState, AreaState::next);
    machine!(
        "2.3 joint meeting",
        MEETING,
        MeetingState,
        MeetingState::next
    );
    machine!(
        "2.4 agreement",
        AGREEMENT,
        AgreementState,
        AgreementState::next
    );
    machine!(
        "2.5 acceptance",
        ACCEPTANCE,
        AcceptanceState,
        AcceptanceState::next
    );
    machine!(
        "2.4 supplementary agreement",
        AMENDMENT,
        AmendmentState,
        AmendmentState::next
    );
    machine!("2.6 payment", PAYMENT, PaymentState, PaymentState::next);
    machine!("2.7 ban list", BAN, BanState, BanState::next);
    machine!("R084 case", CASE, CaseState, CaseState::next);
    out.push_str(
        "\nR018 fee plan: no table in the code; the random walk holds it against its use cases.\n",
    );
    println!("{out}");
    assert!(wrong.is_empty(), "{out}\n{}", wrong.join("\n"));
}

#[test]
fn an_event_leads_from_a_state_to_one_other() {
    for machine in [
        PROJECT, AREAS, MEETING, AGREEMENT, AMENDMENT, ACCEPTANCE, PAYMENT, FEE_PLAN, BAN, CASE,
    ] {
        let mut events = BTreeSet::new();
        for arrow in machine {
            assert!(
                events.insert((arrow.from, arrow.event)),
                "{} --{}-->: two arrows",
                arrow.from,
                arrow.event
            );
        }
    }
}
