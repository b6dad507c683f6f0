//! Figures of a year and what is made of them: fund base, data sets, three-year analysis, key areas.

use async_trait::async_trait;
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Answer, InjuryUploadView, Offer, PublicBansApi, TypeMapping, TypeName, UploadRow};
use crate::state::{AreaState, BaseStatus, Channel, DatasetKind, EntryState, Member};
use crate::{AreaSetId, DatasetId, EntryId, Money, TenantId, UploadId, Version};

/// A year of a city. A city's own posts leave `tenant` out; a regional department names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearOf {
    pub year: Option<i32>,
    pub tenant: Option<TenantId>,
}

/// What the departments have submitted, and the base of the cap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiguresView {
    pub tenant: TenantId,
    pub name: String,
    /// The plan year Y; the figures shown are of Y-4 … Y.
    pub year: i32,
    pub years: Vec<i32>,
    /// Newest first.
    pub entries: Vec<BaseEntry>,
    /// One row per kind and year that is wanted, submitted or not.
    pub sets: Vec<SetRow>,
    /// Recognised injuries by year: count, deaths, cost.
    pub injuries: Vec<InjuryYear>,
    /// The newest uploads of injuries, at most 10; empty for posts that may not open them.
    pub uploads: Vec<UploadRow>,
    /// Who sent and who read what, newest first, at most 50 (R014).
    pub exchanges: Vec<Exchange>,
    /// Sentences to stand on top: a closed base whose cap is below what is committed (A01).
    pub alerts: Vec<String>,
    pub offers: Vec<Offer>,
    /// The kinds this post submits.
    pub mine: Vec<DatasetKind>,
}

/// An entry of the fund base (R002).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BaseEntry {
    pub id: EntryId,
    pub version: Version,
    pub year: i32,
    pub status: BaseStatus,
    pub state: EntryState,
    pub levy: Money,
    pub remitted: Money,
    pub retained: Money,
    /// 3% of it, for the year after.
    pub cap: Money,
    pub insured: i64,
    pub source: String,
    pub entered: String,
    pub confirmed: String,
    pub reason: String,
}

/// What the agency types in: amounts as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BaseDraft {
    pub year: i32,
    /// `ESTIMATED` or `FINAL`.
    pub status: String,
    pub levy: String,
    pub remitted: String,
    pub insured: String,
    pub source: String,
}

/// A set of figures that is wanted, and the newest one there is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetRow {
    pub kind: DatasetKind,
    pub year: i32,
    pub sender: String,
    /// Whether the three-year analysis is incomplete without it (R030).
    pub needed: bool,
    pub id: Option<DatasetId>,
    /// Of the newest one; 0 without.
    pub version: i32,
    pub rows: i64,
    pub submitted: Option<NaiveDate>,
    pub by: String,
}

/// A submitted set, opened. Opening it is recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatasetView {
    pub id: DatasetId,
    pub kind: DatasetKind,
    pub year: i32,
    pub version: i32,
    pub rows: Vec<Vec<String>>,
    pub note: String,
    pub by: String,
    pub submitted: NaiveDate,
    /// Who has read it, newest first.
    pub readers: Vec<Exchange>,
}

/// A year of recognised injuries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InjuryYear {
    pub year: i32,
    pub injuries: i64,
    pub deaths: i64,
    pub cost: Money,
}

/// One act of the exchange of information (R014).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    pub at: DateTime<FixedOffset>,
    pub who: String,
    /// 报送, 查阅.
    pub what: String,
    pub set: String,
}

/// The three-year analysis of a plan year (R030, R031).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnalysisView {
    pub tenant: TenantId,
    pub name: String,
    pub year: i32,
    pub years: Vec<i32>,
    /// The three calendar years it looks at, oldest first.
    pub window: Vec<i32>,
    pub totals: Vec<AnalysisYear>,
    pub rankings: Vec<Ranking>,
    /// Sets that are missing: 2024 年职业病报告.
    pub missing: Vec<String>,
    /// Notes on what was and was not merged, on rates that cannot be given.
    pub notes: Vec<String>,
    /// Which old types are counted as which new ones (4.4): what is not here is not merged.
    pub mappings: Vec<TypeMapping>,
    /// The types of editions that are no longer in force, and those of the editions that are: what
    /// `map_type` can be asked for. Empty for posts that cannot.
    pub old_types: Vec<TypeName>,
    pub new_types: Vec<TypeName>,
    /// The frozen analysis, if there is one: this view is then its content.
    pub frozen: Option<Frozen>,
    pub offers: Vec<Offer>,
}

/// How and when an analysis was frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    pub on: NaiveDate,
    pub by: String,
    /// SHA-256 of the content, hexadecimal.
    pub hash: String,
    /// Why it was frozen although sets are missing; empty when complete.
    pub reason: String,
}

/// One of the three years. One without a single injury has not been reported: its injuries, deaths and cost
/// mean nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnalysisYear {
    pub year: i32,
    pub injuries: i64,
    pub deaths: i64,
    /// `None` while they are not reported.
    pub diseases: Option<i64>,
    pub cost: Money,
    pub income: Option<Money>,
    pub expenditure: Option<Money>,
    pub insured: Option<i64>,
}

impl AnalysisYear {
    /// Whether anybody has said what happened in this year.
    #[must_use]
    pub const fn reported(&self) -> bool {
        self.injuries > 0
    }
}

/// A ranking by one dimension: 旗县区, 行业, 用人单位, 工种, 岗位, 事故类别.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranking {
    pub title: String,
    /// Largest count first, at most 15.
    pub rows: Vec<RankedRow>,
    /// How many there are besides.
    pub more: i64,
}

/// A row of a ranking over the three years.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RankedRow {
    pub name: String,
    pub count: i64,
    pub deaths: i64,
    pub cost: Money,
    /// Count of each year of the window, oldest first.
    pub years: Vec<i64>,
    /// Per 1,000 insured and year, in thousandths (1234 = 1.234‰); `None` without insured persons.
    pub rate: Option<i64>,
}

/// A year's key areas with everything around them (machine 2.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreasView {
    pub tenant: TenantId,
    pub name: String,
    pub year: i32,
    pub years: Vec<i32>,
    /// Newest version first.
    pub sets: Vec<AreaSet>,
    pub suggestions: Vec<Suggestion>,
    /// Whether the analysis of the year is frozen.
    pub analysed: bool,
    pub offers: Vec<Offer>,
}

/// One version of a year's key areas.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaSet {
    pub id: AreaSetId,
    pub no: i32,
    pub state: AreaState,
    pub version: Version,
    pub areas: Vec<KeyArea>,
    pub resolution: String,
    pub decided: Option<NaiveDate>,
    pub publications: Vec<Publication>,
}

/// One key area (R032).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeyArea {
    pub name: String,
    /// GB/T 4754 divisions, comma separated.
    pub industries: String,
    pub region: String,
    /// 工种、岗位.
    pub trades: String,
    /// Accident or disease types.
    pub types: String,
    pub rationale: String,
}

/// How a version was made known (R033).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    pub channel: Channel,
    pub on: NaiveDate,
    pub address: String,
}

/// What a department suggests (R020).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    pub member: Member,
    pub on: NaiveDate,
    pub by: String,
    pub text: String,
}

/// A suggestion to have it considered: where, which industry, whom (R020).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SuggestionDraft {
    pub text: String,
}

/// How areas are published: channel code, and where it can be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PublicationDraft {
    pub channel: String,
    pub address: String,
}

/// What anybody may read without a login: the published key areas (R033, R122).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicAreas {
    /// The data are invented.
    pub demo: bool,
    pub cities: Vec<PublicCity>,
}

/// One city's published areas of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicCity {
    pub tenant: TenantId,
    pub name: String,
    pub agency: String,
    pub year: i32,
    pub areas: Vec<KeyArea>,
    pub published: NaiveDate,
    pub channels: Vec<String>,
    /// Whether applications are still taken.
    pub open: bool,
}

/// Figures, analysis and key areas.
#[async_trait]
pub trait FiguresApi {
    /// What has been submitted for a year.
    async fn figures(&self, of: YearOf) -> Answer<FiguresView>;
    /// The agency enters a base; it counts once finance has confirmed it. R002, 3.2.
    async fn enter_fund_base(&self, draft: BaseDraft) -> Answer<EntryId>;
    /// Finance confirms an entry: another person than who entered it.
    async fn confirm_fund_base(&self, id: EntryId, seen: Version) -> Answer<()>;
    /// Finance sends it back with a reason.
    async fn return_fund_base(&self, id: EntryId, seen: Version, reason: String) -> Answer<()>;
    /// A department submits a set: rows as text, one per line, columns by comma or tab, in the
    /// order of [`crate::dataset::columns`]. A newer one replaces, the older stays readable.
    async fn submit_dataset(
        &self,
        kind: DatasetKind,
        year: i32,
        rows: String,
        note: String,
    ) -> Answer<DatasetId>;
    /// Opens a set; who reads is recorded. R014.
    async fn dataset(&self, id: DatasetId) -> Answer<DatasetView>;
    /// Reads an uploaded file of injuries (CSV in UTF-8 or GB18030, xlsx) and keeps what it would do;
    /// nothing is imported yet. R123.
    async fn preview_injuries(&self, file: String, content: Vec<u8>) -> Answer<UploadId>;
    /// Imports what was previewed. R123.
    async fn import_injuries(&self, id: UploadId) -> Answer<()>;
    /// An upload: its counts, its first rows, its rejected rows.
    async fn injury_upload(&self, id: UploadId) -> Answer<InjuryUploadView>;
    /// All rejected rows of an upload as CSV for a spreadsheet: the file's columns and 原因.
    async fn rejected_injuries(&self, id: UploadId) -> Answer<String>;

    /// The three-year analysis.
    async fn analysis(&self, of: YearOf) -> Answer<AnalysisView>;
    /// Freezes it; with missing sets only with a reason. R030.
    async fn freeze_analysis(&self, year: i32, reason: String) -> Answer<()>;
    /// Counts an old accident or disease type as a new one, by their [`TypeName::key`]; an empty `to`
    /// ends that. A frozen analysis stays as it is. 4.4.
    async fn map_type(&self, from: String, to: String) -> Answer<()>;

    /// The key areas of a year.
    async fn areas(&self, of: YearOf) -> Answer<AreasView>;
    /// A member suggests. R020.
    async fn suggest_area(&self, year: i32, draft: SuggestionDraft) -> Answer<()>;
    /// The agency writes the version to be decided.
    async fn draft_areas(&self, year: i32, areas: Vec<KeyArea>) -> Answer<()>;
    /// 人社 publishes what the meeting decided. R033.
    async fn publish_areas(
        &self,
        id: AreaSetId,
        seen: Version,
        draft: PublicationDraft,
    ) -> Answer<()>;
    /// 人社 ends the taking of applications.
    async fn close_areas(&self, id: AreaSetId, seen: Version) -> Answer<()>;
}

/// What needs no login.
#[async_trait]
pub trait PublicApi: PublicBansApi + Send + Sync {
    /// The published key areas of all cities, newest year first.
    async fn public_areas(&self) -> Answer<PublicAreas>;
}
