//! The list of proposals (R045).

use domain::state::ListState;

use super::super::act::{OnProject, Seen};
use super::super::state::{List, Model, Proposal};
use super::{Verdict, refuse};

impl Model {
    pub(in super::super) fn newest_list(&self, city: usize, year: i32) -> Option<&List> {
        self.cities[city].lists.get(&year)?.last()
    }

    pub(super) fn freeze_list(&mut self, city: usize, year: i32, seen: Seen) -> Verdict {
        let list = self.newest_list(city, year);
        let drafted = list.is_some_and(|list| list.state == ListState::Draft);
        let empty = list.is_none_or(|list| list.rows.values().all(|row| row.dropped));
        refuse([
            (!drafted || empty, "WrongState"),
            (seen == Seen::Old, "Stale"),
        ])?;
        let list = self.cities[city].lists.get_mut(&year);
        list.and_then(|lists| lists.last_mut())
            .expect("judged")
            .state = ListState::Frozen;
        Ok(())
    }

    pub(super) fn on_list(&mut self, p: usize, seen: Seen, act: &OnProject) -> Verdict {
        let (city, year) = (self.projects[p].city, self.projects[p].plan_year);
        let newest = self.newest_list(city, year).map(|list| list.state);
        let stale = seen == Seen::Old;
        match act {
            OnProject::Propose {
                rank,
                amount,
                first,
                good,
            } => {
                let project = &self.projects[p];
                let again = project.can("drop");
                let fits = project.can("propose") || again;
                refuse([(!fits, "WrongState"), (stale, "Stale")])?;
                let first = first.unwrap_or(*amount);
                let reaches = self.last_year(p) > year;
                let taken = newest == Some(ListState::Draft)
                    && self.newest_list(city, year).is_some_and(|list| {
                        list.rows
                            .iter()
                            .any(|(other, row)| *other != p && !row.dropped && row.rank == *rank)
                    });
                refuse([
                    (newest == Some(ListState::Frozen), "WrongState"),
                    (*amount > project.requested, "AmountTooLarge"),
                    (first > *amount, "AmountTooLarge"),
                    (first < *amount && !reaches, "YearSplit"),
                    (!good, "Required"),
                    (taken, "RankTaken"),
                ])?;
                let row = Proposal {
                    rank: *rank,
                    amount: *amount,
                    first,
                    dropped: false,
                };
                self.enter(city, year, p, row);
                if !again {
                    self.projects[p].go("propose");
                }
                self.start_determination(p);
                Ok(())
            }
            OnProject::Unpropose => {
                let fits = self.projects[p].can("drop");
                refuse([(!fits, "WrongState"), (stale, "Stale")])?;
                refuse([(newest != Some(ListState::Draft), "WrongState")])?;
                let lists = self.cities[city].lists.get_mut(&year).expect("judged");
                let row = lists.last_mut().and_then(|list| list.rows.get_mut(&p));
                row.expect("on the list").dropped = true;
                self.projects[p].go("drop");
                Ok(())
            }
            _ => unreachable!("not about the list"),
        }
    }

    fn enter(&mut self, city: usize, year: i32, p: usize, row: Proposal) {
        let lists = self.cities[city].lists.entry(year).or_default();
        if lists
            .last()
            .is_none_or(|list| list.state == ListState::Decided)
        {
            lists.push(List {
                state: ListState::Draft,
                rows: std::collections::BTreeMap::new(),
            });
        }
        lists.last_mut().expect("a list").rows.insert(p, row);
    }
}
