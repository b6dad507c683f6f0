//! Key areas (machine 2.2, R030-R033).

use chrono::Datelike;
use domain::state::AreaState;

use super::super::act::{OnAreas, OnYear, Seen};
use super::super::state::{AreaSet, Born, Model};
use super::{Verdict, area_to, refuse};

impl Model {
    fn set_of(&self, city: usize, year: i32, state: AreaState) -> Option<usize> {
        self.areas
            .iter()
            .position(|set| set.city == city && set.year == year && set.state == state)
    }

    /// Whether applications are taken (R033, R041).
    pub(in super::super) fn open(&self, city: usize, year: i32) -> bool {
        self.set_of(city, year, AreaState::Published).is_some()
    }

    pub(super) fn on_area_year(&mut self, city: usize, year: i32, act: &OnYear) -> Verdict {
        let this_year = self.today.year();
        let other_year = !(this_year..=this_year + 1).contains(&year);
        match act {
            OnYear::FreezeAnalysis(good) => {
                // The walk submits none of the three years' sets: a second one is never better.
                let again = self.cities[city].analyses.contains(&year);
                refuse([
                    (other_year, "UnknownChoice"),
                    (again, "WrongState"),
                    (!good && !again, "AnalysisIncomplete"),
                ])?;
                self.cities[city].analyses.insert(year);
                Ok(())
            }
            OnYear::Suggest(good) => {
                refuse([(other_year, "UnknownChoice"), (!good, "Required")])?;
                let begun = self
                    .areas
                    .iter()
                    .any(|set| (set.city, set.year) == (city, year));
                if !begun {
                    self.new_set(city, year, AreaState::Collecting);
                }
                Ok(())
            }
            OnYear::DraftAreas(good) => self.draft_areas(city, year, other_year, *good),
            _ => unreachable!("not about areas"),
        }
    }

    fn draft_areas(&mut self, city: usize, year: i32, other_year: bool, good: bool) -> Verdict {
        refuse([(other_year, "UnknownChoice")])?;
        let analysed = self.cities[city].analyses.contains(&year);
        refuse([(!analysed, "NotAnalysed")])?;
        let open = [AreaState::Collecting, AreaState::Analysed]
            .into_iter()
            .find_map(|state| self.set_of(city, year, state));
        let held = [AreaState::OnAgenda, AreaState::Closed]
            .into_iter()
            .any(|state| self.set_of(city, year, state).is_some());
        refuse([(open.is_none() && held, "WrongState"), (!good, "Required")])?;
        match open {
            Some(set) => {
                let set = &mut self.areas[set];
                set.state = area_to(set.state, "draft").expect("an open version");
            }
            None => self.new_set(city, year, AreaState::Analysed),
        }
        Ok(())
    }

    fn new_set(&mut self, city: usize, year: i32, state: AreaState) {
        let no = self
            .areas
            .iter()
            .filter(|set| (set.city, set.year) == (city, year))
            .count();
        self.areas.push(AreaSet {
            id: 0,
            city,
            year,
            no: i32::try_from(no).expect("few") + 1,
            state,
        });
        self.born.push(Born::Areas(self.areas.len() - 1));
    }

    pub(super) fn on_areas(&mut self, who: usize, set: usize, seen: Seen, act: OnAreas) -> Verdict {
        let (city, year, state) = {
            let set = &self.areas[set];
            (set.city, set.year, set.state)
        };
        refuse([(self.cast[who].city != Some(city), "NotFound")])?;
        let event = match act {
            OnAreas::Publish(_) => "publish",
            OnAreas::Close => "close",
        };
        let to = area_to(state, event);
        refuse([(to.is_none(), "WrongState"), (seen == Seen::Old, "Stale")])?;
        if let OnAreas::Publish(good) = act {
            let first = state != AreaState::Published;
            let over = first && self.set_of(city, year, AreaState::Closed).is_some();
            refuse([(!good, "UnknownChoice"), (over, "WrongState")])?;
            if first {
                self.supersede(city, year, AreaState::Published);
            }
        }
        self.areas[set].state = to.expect("judged");
        Ok(())
    }

    /// One version of a year stands at a time (R032).
    pub(super) fn supersede(&mut self, city: usize, year: i32, state: AreaState) {
        if let Some(older) = self.set_of(city, year, state) {
            self.areas[older].state = area_to(state, "amend").expect("decided or published");
        }
    }
}
