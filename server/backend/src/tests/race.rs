//! Two people reach for the same thing at the same moment: one of the outcomes the rules allow, never
//! a third. Each race asks both for their answers, and the database for what is true afterwards:
//! states, ledger and clocks.
//!
//! `YUFANG_RACES=1000` runs each of them so often; without it a few tries keep the tests quick.

mod ban;
mod cap;
mod evaluators;
mod expiry;
mod freeze;
mod payers;
mod stand;

use std::collections::BTreeMap;
use std::future::Future;
use std::time::Duration;

use domain::contract::Answer;
use domain::{Money, PaymentId, ProjectId};

use super::model::chance::Chance;
use crate::testkit::World;

/// Tries when nobody says otherwise: both outcomes come up, and it takes a second or two.
const TRIES: u32 = 40;
/// The later of two begins at most so many milliseconds after the other: about as long as a use case
/// takes, so that they overlap in every way.
const LATEST: usize = 6;

/// One race, run many times.
struct Races {
    name: &'static str,
    chance: Chance,
    outcomes: BTreeMap<&'static str, u32>,
}

impl Races {
    fn new(name: &'static str) -> Self {
        Self {
            name,
            chance: Chance::new(20_201_116),
            outcomes: BTreeMap::new(),
        }
    }

    fn tries() -> u32 {
        match std::env::var("YUFANG_RACES") {
            Ok(text) => text
                .parse()
                .unwrap_or_else(|_| panic!("YUFANG_RACES={text}")),
            Err(_) => TRIES,
        }
    }

    /// Starts both, one of them a random moment later, each on a thread of its own.
    async fn run<A, B>(
        &mut self,
        one: impl Future<Output = A> + Send + 'static,
        other: impl Future<Output = B> + Send + 'static,
    ) -> (A, B)
    where
        A: Send + 'static,
        B: Send + 'static,
    {
        let later = Duration::from_millis(self.chance.below(LATEST) as u64);
        let (first, second) = if self.chance.percent(50) {
            (Duration::ZERO, later)
        } else {
            (later, Duration::ZERO)
        };
        let one = tokio::spawn(after(first, one));
        let other = tokio::spawn(after(second, other));
        (one.await.expect("one"), other.await.expect("the other"))
    }

    fn count(&mut self, outcome: &'static str) {
        *self.outcomes.entry(outcome).or_default() += 1;
    }

    /// Says how often each outcome came; a race that always ends the same way is none.
    fn finish(&self, allowed: [&'static str; 2]) {
        let times: Vec<String> = allowed
            .iter()
            .map(|outcome| format!("{outcome} {}", self.outcomes.get(outcome).unwrap_or(&0)))
            .collect();
        println!(
            "race {}: {} tries: {}",
            self.name,
            Self::tries(),
            times.join(", ")
        );
        let all: Vec<&str> = self.outcomes.keys().copied().collect();
        let mut allowed = allowed.to_vec();
        allowed.sort_unstable();
        assert_eq!(all, allowed, "{}: both outcomes and no third", self.name);
        assert_eq!(self.outcomes.values().sum::<u32>(), Self::tries());
    }
}

async fn after<T>(wait: Duration, what: impl Future<Output = T>) -> T {
    if !wait.is_zero() {
        tokio::time::sleep(wait).await;
    }
    what.await
}

/// The name of the refusal; `None` when it was done. A failure of the program is no outcome.
#[track_caller]
fn kind<T>(answer: &Answer<T>) -> Option<&'static str> {
    answer.as_ref().err().map(|fault| {
        fault
            .refusal()
            .unwrap_or_else(|| panic!("no refusal: {fault}"))
            .kind()
    })
}

/// A prepayment that two persons have approved, as if by use cases.
async fn approved(world: &World, id: ProjectId, amount: Money) -> PaymentId {
    let mut tx = world.admin.begin().await.unwrap();
    let payment: i64 = sqlx::query_scalar(
        "insert into payment (tenant_id, project_id, kind, state, amount, payee_id, payee_name, requested_on, requested_name,
           checked_by, approved_by, account_id)
         select tenant_id, id, 'PREPAYMENT', 'APPROVED', $2 / 100.0, unit_id, unit_name, current_date, '某人', -1, -2,
           (select a.id from payee_account a where a.tenant_id = p.tenant_id and a.org_id = p.unit_id and a.state = 'CONFIRMED')
         from project p where id = $1
         returning id",
    )
    .bind(id.0)
    .bind(amount.fen())
    .fetch_one(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    PaymentId(payment)
}
