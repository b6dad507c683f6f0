//! The injuries of three years, counted along every dimension in one pass over them (R031).

use std::collections::BTreeMap;

use domain::TenantId;
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::ranking::{Group, SHOWN};
use crate::Result;
use crate::classification::Classifications;
use crate::door::Tx;
use crate::reference;
use crate::rows::Columns;

/// What injuries are counted by, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dimension {
    County,
    Industry,
    Employer,
    Trade,
    Post,
    Accident,
    Disease,
}

impl Dimension {
    pub(super) const ALL: [Self; 7] = [
        Self::County,
        Self::Industry,
        Self::Employer,
        Self::Trade,
        Self::Post,
        Self::Accident,
        Self::Disease,
    ];

    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::County => "旗县区",
            Self::Industry => "行业",
            Self::Employer => "用人单位",
            Self::Trade => "工种",
            Self::Post => "岗位",
            Self::Accident => "事故类别",
            Self::Disease => "职业病种类",
        }
    }

    /// Whose insured persons its rate is of; types concern everybody.
    pub(super) const fn scope(self) -> &'static str {
        match self {
            Self::Accident | Self::Disease => "全市",
            named => named.title(),
        }
    }

    fn of(code: &str) -> Option<Self> {
        Some(match code {
            "county" => Self::County,
            "industry" => Self::Industry,
            "employer" => Self::Employer,
            "trade" => Self::Trade,
            "post" => Self::Post,
            "accident" => Self::Accident,
            "disease" => Self::Disease,
            _ => return None,
        })
    }
}

/// What was counted.
#[derive(Default)]
pub(super) struct Counted {
    /// Largest first. Of accident and disease types all are there: some will be merged.
    pub groups: BTreeMap<Dimension, Vec<Group>>,
    /// The sums of each year of the window, oldest first.
    pub years: Vec<Group>,
}

/// One scan, one hash table per dimension. Employers are told apart by their credit code, types by
/// the edition that was in force; an injury without an accident type is counted by its circumstance.
const COUNT: &str = "
with w as (
  select county, industry, credit_code, employer, trade, post, died, cost,
    case when accident_type <> '' then classification || ':' || accident_type else ':' || circumstance end as accident,
    case when disease <> '' then
      (select e.id from unnest($3::text[], $4::date[]) e(id, since) where e.since <= accident_on order by e.since desc limit 1)
      || ':' || disease else '' end as disease,
    extract(year from accident_on)::int - $2 as slot
  from injury
  where tenant_id = $1 and accident_on between make_date($2, 1, 1) and make_date($2 + 2, 12, 31)
), g as (
  select
    case 0 when grouping(county) then 'county' when grouping(industry) then 'industry' when grouping(credit_code) then 'employer'
      when grouping(trade) then 'trade' when grouping(post) then 'post' when grouping(accident) then 'accident'
      when grouping(disease) then 'disease' else 'slot' end as dimension,
    coalesce(county, industry, credit_code, trade, post, accident, disease, slot::text) as key,
    max(employer collate \"C\") as employer,
    count(*) as n, count(*) filter (where died) as deaths, sum(cost) as cost,
    count(*) filter (where slot = 0) as y0, count(*) filter (where slot = 1) as y1, count(*) filter (where slot = 2) as y2
  from w
  group by grouping sets ((county), (industry), (credit_code), (trade), (post), (accident), (disease), (slot))
), r as (
  select *, row_number() over (partition by dimension order by n desc, deaths desc, cost desc, key collate \"C\") as place,
    count(*) over (partition by dimension) as of_all
  from g where key <> ''
)
select dimension, key, employer, n, deaths, cost, y0, y1, y2, of_all from r
where place <= $5 or dimension in ('accident', 'disease', 'slot') order by dimension, place";

/// Counts the injuries of the three years that begin with `first`.
pub(super) async fn injuries(
    tx: &mut Tx,
    tenant: TenantId,
    first: i32,
    lists: &Classifications,
) -> Result<Counted> {
    let (ids, since) = lists.of_diseases();
    let rows = sqlx::query(COUNT)
        .bind(tenant.0)
        .bind(first)
        .bind(ids)
        .bind(since)
        .bind(i64::try_from(SHOWN).unwrap_or(i64::MAX))
        .fetch_all(&mut **tx)
        .await?;
    let mut counted = Counted {
        years: vec![Group::default(); 3],
        ..Counted::default()
    };
    for row in &rows {
        let group = group(row)?;
        match Dimension::of(&row.text("dimension")?) {
            Some(dimension) => counted
                .groups
                .entry(dimension)
                .or_default()
                .push(group.named(dimension, row.text("employer")?)),
            None => {
                let slot: usize = group.key.parse().unwrap_or(usize::MAX);
                if let Some(year) = counted.years.get_mut(slot) {
                    *year = group;
                }
            }
        }
    }
    Ok(counted)
}

fn group(row: &PgRow) -> Result<Group> {
    let key = row.text("key")?;
    Ok(Group {
        name: key.clone(),
        key,
        count: row.try_get("n")?,
        deaths: row.try_get("deaths")?,
        cost: row.money("cost")?,
        years: vec![row.try_get("y0")?, row.try_get("y1")?, row.try_get("y2")?],
        of_all: row.try_get("of_all")?,
    })
}

impl Group {
    /// Under the name people know it by.
    fn named(mut self, dimension: Dimension, employer: String) -> Self {
        match dimension {
            Dimension::Employer => self.name = employer,
            Dimension::Industry => self.name = industry(&self.key),
            _ => {}
        }
        self
    }
}

/// The name of a GB/T 4754 division, given by code or name; other words stay as they are.
pub(super) fn industry(text: &str) -> String {
    let code = format!("{text:0>2}");
    reference::industries()
        .iter()
        .find(|industry| industry.code == code)
        .map_or_else(|| text.to_owned(), |industry| industry.name.clone())
}
