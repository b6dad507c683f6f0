//! Reference data the product carries: divisions, industries, classifications, holidays, and the
//! invented figures of the demo. All of it is embedded; a test proves that it can be read.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use domain::Money;
use domain::calendar::CalendarYear;
use domain::training::TrainingStandard;
use serde::Deserialize;

/// A league or city (盟市) with its GB/T 2260 code.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Tenant {
    /// Division code, 150100 … 152900.
    #[serde(deserialize_with = "number")]
    pub code: i32,
    /// 呼和浩特市.
    pub name: String,
    /// Its usual English name.
    pub english: String,
    /// City or league: the words for its offices differ.
    pub kind: TenantKind,
}

/// The two kinds of division below the region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TenantKind {
    /// 市.
    City,
    /// 盟.
    League,
}

/// A division that can become a tenant of its own; off by default (A42).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct OptionalTenant {
    /// Division code.
    #[serde(deserialize_with = "number")]
    pub code: i32,
    /// 满洲里市, 二连浩特市.
    pub name: String,
    /// Its usual English name.
    pub english: String,
    /// The tenant it belongs to until then.
    #[serde(deserialize_with = "number")]
    pub parent: i32,
}

/// A section (门类) of GB/T 4754-2017.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct IndustrySection {
    /// A … T.
    pub code: String,
    /// 采矿业.
    pub name: String,
}

/// A division (大类) of GB/T 4754-2017.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Industry {
    /// 01 … 97.
    pub code: String,
    /// 煤炭开采和洗选业.
    pub name: String,
    /// The section it belongs to.
    pub section: String,
    /// Work-injury risk class 1 … 8; `None` where the 2015 table has no single one.
    pub risk_class: Option<u8>,
}

/// One edition of the accident types the program begins with; later ones are published by the region.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AccidentTypes {
    /// GB6441-1986, GB6441-2025.
    pub id: String,
    /// Title of the standard.
    pub name: String,
    /// Its number.
    pub document: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// How sure we are of the list; `V` = seen in a public source.
    pub certainty: String,
    /// The types.
    pub items: Vec<AccidentType>,
}

/// One accident type. The codes of the 2025 edition are not known.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AccidentType {
    /// Two digits.
    pub code: Option<String>,
    /// 物体打击.
    pub name: String,
}

/// One edition of the occupational diseases the program begins with; the diseases are in `diseases.tsv`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct DiseaseList {
    /// 2013, 2024.
    pub id: String,
    /// Title of the list.
    pub name: String,
    /// Number of the notice.
    pub document: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// How sure we are of the list, as above.
    pub certainty: String,
    /// How many diseases there are.
    pub total: u32,
    /// The categories.
    pub categories: Vec<DiseaseCategory>,
}

/// A category of occupational diseases.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct DiseaseCategory {
    /// 1 … 12.
    pub no: u8,
    /// 职业性尘肺病及其他呼吸系统疾病.
    pub name: String,
    /// How many diseases it has.
    pub count: u32,
}

/// Invented figures of a tenant: never statistics.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct DemoTenant {
    /// Division code.
    #[serde(deserialize_with = "number")]
    pub code: i32,
    /// Its name.
    pub name: String,
    /// Insured persons.
    pub insured: i32,
    /// Levy of 2025.
    pub levy_2025: Money,
    /// Remitted of it.
    pub adjustment_remitted_2025: Money,
    /// Retained of it.
    pub retained_2025: Money,
    /// Cap of 2026.
    pub cap_2026: Money,
    /// Planned for 2026.
    pub plan_2026: Money,
    /// Recognised injuries of 2025.
    pub recognised_injuries_2025: i32,
    /// Deaths among them.
    pub deaths_2025: i32,
    /// New occupational diseases of 2025.
    pub occupational_diseases_2025: i32,
    /// Key areas that fit the place, divided by `、`.
    pub typical_key_areas: String,
}

/// The twelve tenants, in the order of their codes.
#[must_use]
pub fn tenants() -> &'static [Tenant] {
    &REFERENCE.divisions.tenants
}

/// The two divisions that may become tenants.
#[must_use]
pub fn optional_tenants() -> &'static [OptionalTenant] {
    &REFERENCE.divisions.optional
}

/// The 20 sections of industries.
#[must_use]
pub fn industry_sections() -> &'static [IndustrySection] {
    &REFERENCE.industry.sections
}

/// The 97 divisions of industries.
#[must_use]
pub fn industries() -> &'static [Industry] {
    &REFERENCE.industry.divisions
}

/// The editions of the accident types, oldest first.
#[must_use]
pub fn accident_types() -> &'static [AccidentTypes] {
    &REFERENCE.accident_type.versions
}

/// The editions of the occupational diseases, oldest first.
#[must_use]
pub fn occupational_diseases() -> &'static [DiseaseList] {
    &REFERENCE.occupational_disease.versions
}

/// The figures of the demo.
#[must_use]
pub fn demo_tenants() -> &'static [DemoTenant] {
    &DEMO.tenants
}

/// The working-day calendars 2020 to 2026 as announced, and 2027 as far as the law knows it.
#[must_use]
pub fn calendar_years() -> Vec<CalendarYear> {
    REFERENCE
        .holidays
        .iter()
        .map(|(year, holidays)| holidays.calendar(*year))
        .collect()
}

/// The training-fee standard the program begins with; later ones are published by the region.
#[must_use]
pub fn training_standard() -> &'static TrainingStandard {
    &REFERENCE.training_standard
}

#[derive(Deserialize)]
struct Reference {
    divisions: Divisions,
    industry: IndustryList,
    accident_type: Versions<AccidentTypes>,
    occupational_disease: Versions<DiseaseList>,
    holidays: BTreeMap<i32, Holidays>,
    training_standard: TrainingStandard,
}

#[derive(Deserialize)]
struct Divisions {
    tenants: Vec<Tenant>,
    optional: Vec<OptionalTenant>,
}

#[derive(Deserialize)]
struct IndustryList {
    sections: Vec<IndustrySection>,
    divisions: Vec<Industry>,
}

#[derive(Deserialize)]
struct Versions<T> {
    versions: Vec<T>,
}

#[derive(Deserialize)]
struct Demo {
    tenants: Vec<DemoTenant>,
}

#[derive(Deserialize)]
struct Holidays {
    status: Status,
    source: Vec<String>,
    off: Vec<Festival>,
    makeup_workdays: Vec<NaiveDate>,
}

#[derive(PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Announced,
    Provisional,
}

#[derive(Deserialize)]
struct Festival {
    name: String,
    first: NaiveDate,
    last: NaiveDate,
}

impl Holidays {
    fn calendar(&self, year: i32) -> CalendarYear {
        let days = |festival: &Festival| {
            let name = festival.name.clone();
            let last = festival.last;
            festival
                .first
                .iter_days()
                .take_while(move |day| *day <= last)
                .map(move |day| (day, Some(name.clone())))
        };
        CalendarYear {
            year,
            announced: self.status == Status::Announced,
            version: 1,
            notice: (!self.source.is_empty()).then(|| self.source.join(" ")),
            off: self.off.iter().flat_map(days).collect(),
            makeup: self.makeup_workdays.clone(),
        }
    }
}

static REFERENCE: LazyLock<Reference> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../data/reference.json"))
        .expect("the test `embedded_data_reads` proves it")
});

static DEMO: LazyLock<Demo> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../data/demo.json"))
        .expect("the test `embedded_data_reads` proves it")
});

/// Codes are strings in the files and numbers in the database.
fn number<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<i32, D::Error> {
    String::deserialize(deserializer)?
        .parse()
        .map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests;
