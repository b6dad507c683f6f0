//! Doing a step for real: through the session of the person, as every page does.

mod beside;
mod meeting;
mod project;
mod year;

use domain::contract::{Answer, ProjectApi, ProposalApi};
use domain::{Money, Version};
use sqlx::AssertSqlSafe;

use super::act::{Act, Seen, Step};
use super::actors::Cast;
use super::state::{Born, Model};
use crate::Session;
use crate::testkit::{World, moment};

/// What every text says that must say something.
pub(super) const TEXT: &str = "按规定办理";

pub(super) struct Runner<'a> {
    pub world: &'a World,
    pub cast: &'a Cast,
}

/// A text that is there, or is not.
pub(super) fn text(good: bool) -> String {
    if good { TEXT.into() } else { String::new() }
}

pub(super) fn yuan(fen: i64) -> String {
    Money::from_fen(fen).plain()
}

impl Runner<'_> {
    /// Does it; `no` makes the keys of payments different.
    pub(super) async fn perform(&self, model: &Model, step: &Step, no: usize) -> Answer<()> {
        let session = &self.cast.sessions[step.who];
        match &step.act {
            Act::Tick(day) => {
                self.world.clock.set(moment(*day, 10, 0));
                Ok(())
            }
            Act::Look(p) => {
                let view = session.project(self.project_id(model, *p)).await?;
                assert_eq!(view.state, model.projects[*p].state, "the page of {p}");
                Ok(())
            }
            Act::Override(request, seen, good) => {
                let id = model.overrides[*request].id;
                let seen = self.version("cap_override", id, *seen).await;
                let id = domain::OverrideId(id);
                session.consent_override(id, seen, text(*good)).await
            }
            Act::Year(year, act) => self.on_year(session, *year, act, no).await,
            Act::Entry(..) | Act::Areas(..) | Act::Create { .. } => {
                self.on_papers(model, session, &step.act).await
            }
            Act::Project(p, seen, act) => {
                let id = self.project_id(model, *p);
                self.on_project(model, session, id, *p, *seen, act, no)
                    .await
            }
            Act::Filing(p, subject, round, member) => {
                self.acknowledge(model, session, *p, *subject, *round, *member)
                    .await
            }
            Act::Payment(p, y, seen, act) => {
                let payment = &model.projects[*p].payments[*y];
                self.on_payment(session, payment, *seen, *act).await
            }
            Act::Plan(day) => self.plan(session, *day).await,
            Act::Meeting(m, seen, act) => self.on_meeting(model, session, *m, *seen, *act).await,
            Act::Item(m, i, act) => {
                let id = domain::ItemId(model.meetings[*m].items[*i].id);
                self.on_item(session, id, *act).await
            }
            Act::Beside(act) => self.on_beside(model, session, *act, no).await,
        }
    }

    pub(super) fn project_id(&self, model: &Model, p: usize) -> domain::ProjectId {
        domain::ProjectId(model.projects[p].id)
    }

    pub(super) async fn scalar(&self, query: String) -> Option<i64> {
        let mut tx = self.world.admin.begin().await.expect("begin");
        sqlx::query_scalar(AssertSqlSafe(query))
            .fetch_optional(&mut *tx)
            .await
            .expect("query")
            .flatten()
    }

    /// The version of a row, or the one before.
    pub(super) async fn version(&self, table: &str, id: i64, seen: Seen) -> Version {
        let query = format!("select version::bigint from {table} where id = {id}");
        let now = self.scalar(query).await.unwrap_or(0);
        at(now, seen)
    }

    /// Gives the rows that were born in this step their numbers.
    pub(super) async fn name_the_born(&self, model: &mut Model) {
        for born in std::mem::take(&mut model.born) {
            let query = match born {
                Born::Entry(_) => "select max(id) from fund_entry".to_owned(),
                Born::Areas(_) => "select max(id) from area_set".to_owned(),
                Born::Override(_) => "select max(id) from cap_override".to_owned(),
                Born::Project(_) => "select max(id) from project".to_owned(),
                Born::Payment(..) => "select max(id) from payment".to_owned(),
                Born::Meeting(_) => "select max(id) from meeting".to_owned(),
                Born::Item(m, i) => format!(
                    "select id from item where meeting_id = {} and no = {}",
                    model.meetings[m].id,
                    i + 1
                ),
                Born::Case(_) => "select max(id) from violation_case".to_owned(),
                Born::Claim(..) => "select max(id) from claim".to_owned(),
                Born::Posting(..) => "select max(id) from ledger".to_owned(),
                Born::Account(_) => "select max(id) from payee_account".to_owned(),
                Born::BanCase(_) => "select max(id) from ban_case".to_owned(),
            };
            let id = self.scalar(query).await.expect("the row that was born");
            match born {
                Born::Entry(e) => model.entries[e].id = id,
                Born::Areas(a) => model.areas[a].id = id,
                Born::Override(o) => model.overrides[o].id = id,
                Born::Project(p) => model.projects[p].id = id,
                Born::Payment(p, y) => model.projects[p].payments[y].id = id,
                Born::Meeting(m) => model.meetings[m].id = id,
                Born::Item(m, i) => model.meetings[m].items[i].id = id,
                Born::Case(c) => model.cases[c].id = id,
                Born::Claim(p, c) => model.projects[p].claims[c].id = id,
                Born::Posting(p, e) => model.projects[p].ledger[e].id = id,
                Born::Account(a) => model.accounts[a].id = id,
                Born::BanCase(b) => model.ban_cases[b].id = id,
            }
        }
    }
}

pub(super) fn at(now: i64, seen: Seen) -> Version {
    let now = i32::try_from(now).expect("a version");
    match seen {
        Seen::Now => Version(now),
        Seen::Old => Version(now - 1),
    }
}

/// A session is what production uses; nothing here goes past it.
pub(super) type Door = Session;
