//! The region's dashboard: all cities, or cut to one of them; now, or at the end of a past day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{DueRow, FeedRow, Figures, NextDue, PipelineStep};
use crate::deadline::Level;
use crate::{Money, TenantId};

/// What the dashboard shows; all of it lives in the URL.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RegionQuery {
    /// The plan year; `None` = the current calendar year.
    pub year: Option<i32>,
    /// Only this city's figures and tables; the map keeps all of them.
    pub tenant: Option<i32>,
    /// A past day as it was typed: how everything stood at its end. Empty, or today: now.
    pub asof: String,
}

/// The regional dashboard of one plan year. Every number has a list behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionDashboard {
    pub year: i32,
    /// The city it is cut to.
    pub tenant: Option<TenantId>,
    /// Cut to a past day; then `today` is that day and nothing moves any more.
    pub asof: Option<NaiveDate>,
    /// Plan years with projects, newest first.
    pub years: Vec<i32>,
    /// The day it shows.
    pub today: NaiveDate,
    pub figures: Figures,
    pub tiles: Vec<CityTile>,
    /// Open deadlines, most urgent first, at most 12.
    pub due: Vec<DueRow>,
    pub pipeline: Vec<PipelineStep>,
    /// One row per city, largest agreement sum first.
    pub money: Vec<CityMoney>,
    pub trend: Vec<TrendYear>,
    /// Cities by overdue projects and by days late, worst first; only cities that are late.
    pub ranking: Vec<RankRow>,
    /// The way of each city to 31 October, by which the next year's plan is determined (R047).
    pub race: Vec<RaceRow>,
    /// What just happened, newest first, at most 12.
    pub feed: Vec<FeedRow>,
}

/// A city on the tile map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CityTile {
    pub tenant: TenantId,
    pub name: String,
    /// Place on the map, from 1; west to east, north to south.
    pub column: i32,
    pub row: i32,
    /// With the overrides in force.
    pub cap: Money,
    /// Of the cap what both regional departments have consented to above the 3% (R117).
    pub overrides: Money,
    pub used: Money,
    /// Used share of the cap in basis points, may exceed 10000.
    pub used_share: u32,
    /// Projects with a passed open deadline.
    pub overdue: i64,
    pub next: Option<NextDue>,
    pub level: Level,
}

/// Money of a city in one year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CityMoney {
    pub tenant: TenantId,
    pub name: String,
    pub agreement: Money,
    pub prepaid: Money,
    pub balance_paid: Money,
    /// Agreement minus everything paid or deducted, of projects that are not over.
    pub unpaid: Money,
}

/// One year of the three-year trend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrendYear {
    pub year: i32,
    /// The one city it is about; `None` for the region.
    pub tenant: Option<TenantId>,
    pub injuries: i64,
    pub deaths: i64,
    /// Paid by the fund for these injuries.
    pub cost: Money,
    /// Prevention fee charged to the year's allocation.
    pub prevention: Money,
}

/// A city by lateness.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RankRow {
    pub tenant: TenantId,
    pub name: String,
    pub overdue: i64,
    /// Working days of the latest one.
    pub worst_days: i64,
}

/// How far a city is with determining the next year's plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RaceRow {
    pub tenant: TenantId,
    pub name: String,
    /// The plan year that is determined.
    pub plan_year: i32,
    /// Projects of that plan.
    pub determined: i64,
    /// Projects applied for that the joint meeting has not decided on.
    pub waiting: i64,
    /// The day of the last determination; `None` = none yet.
    pub last: Option<NaiveDate>,
    /// 31 October of the year before the plan.
    pub due: NaiveDate,
    /// Determined by then; `None` while nothing is determined and the day has not passed.
    pub on_time: Option<bool>,
}
