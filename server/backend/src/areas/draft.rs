//! The version to be decided, as the agency writes it (R032).

use std::collections::BTreeSet;

use domain::Refusal;
use domain::access::Action;
use domain::contract::KeyArea;
use domain::state::AreaState;
use serde_json::json;
use sqlx::Row;

use crate::Result;
use crate::door::{Session, Tx};
use crate::event::{Entry, record_year};
use crate::figures::{Checked, written_year};
use crate::reference;
use crate::rows::Columns;

/// The most areas of one year: more are no longer key.
const MOST: usize = 30;

/// Writes the version to be decided: the year's open one, or, after one was decided, a new one.
pub(crate) async fn draft(session: &Session, year: i32, areas: Vec<KeyArea>) -> Result<()> {
    let mut tx = session.write(Action::DraftAreas).await?;
    written_year(year, tx.today())?;
    let Some(analysis) = frozen(&mut tx, year).await? else {
        return Err(Refusal::NotAnalysed { year }.into());
    };
    let place = Place::find(&mut tx, year).await?;
    let areas = checked(areas)?;
    match place {
        Place::Open(id) => {
            sqlx::query(
                "update area_set set state = 'ANALYSED', areas = $2, analysis_no = $3, version = version + 1 where id = $1",
            )
            .bind(id)
            .bind(json!(areas))
            .bind(analysis)
            .execute(&mut *tx)
            .await?;
        }
        Place::New(no) => {
            sqlx::query(
                "insert into area_set (year, no, state, areas, analysis_no) values ($1, $2, 'ANALYSED', $3, $4)",
            )
            .bind(year)
            .bind(no)
            .bind(json!(areas))
            .bind(analysis)
            .execute(&mut *tx)
            .await?;
        }
    }
    let names: Vec<_> = areas.iter().map(|area| area.name.as_str()).collect();
    let text = format!(
        "拟定 {year} 年度工伤预防重点领域 {} 项：{}",
        areas.len(),
        names.join("、")
    );
    record_year(
        &mut tx,
        year,
        Entry::new(text).facts(json!({"areas": areas})).internal(),
    )
    .await?;
    tx.commit().await
}

/// The number of the year's frozen analysis.
pub(super) async fn frozen(tx: &mut Tx, year: i32) -> Result<Option<i32>> {
    let no = sqlx::query_scalar("select max(no) from analysis where tenant_id = $1 and year = $2")
        .bind(tx.tenant.map(|tenant| tenant.0))
        .bind(year)
        .fetch_one(&mut **tx)
        .await?;
    Ok(no)
}

/// Where the draft goes.
enum Place {
    /// The row of a version that nobody has put to the meeting yet.
    Open(i64),
    /// A new version with this number.
    New(i32),
}

impl Place {
    /// `WrongState` while a version is on an agenda, or once applications have ended.
    async fn find(tx: &mut Tx, year: i32) -> Result<Self> {
        let rows =
            sqlx::query("select id, no, state from area_set where year = $1 order by no desc")
                .bind(year)
                .fetch_all(&mut **tx)
                .await?;
        let mut next = 1;
        for row in &rows {
            let state: AreaState = row.code("state")?;
            match state {
                AreaState::Collecting | AreaState::Analysed => {
                    return Ok(Self::Open(row.try_get("id")?));
                }
                AreaState::OnAgenda | AreaState::Closed => {
                    return Err(refusal(year, state).into());
                }
                AreaState::Decided | AreaState::Published | AreaState::Amended => {
                    next = next.max(row.try_get::<i32, _>("no")? + 1);
                }
            }
        }
        Ok(Self::New(next))
    }
}

/// Why no version can be written while one stands in this state.
pub(super) fn refusal(year: i32, state: AreaState) -> Refusal {
    Action::DraftAreas.wrong_state(format!("{year} 年度工伤预防重点领域"), state.label())
}

/// Every area in order: name, reason, and at least one of what it is about. A form always has empty
/// rows to spare: what is blank throughout is no area. Places keep the number they have on the form.
fn checked(areas: Vec<KeyArea>) -> Checked<Vec<KeyArea>> {
    let areas: Vec<_> = areas
        .into_iter()
        .enumerate()
        .filter(|(_, area)| !blank(area))
        .collect();
    if areas.is_empty() {
        return Err(Refusal::Required {
            field: "areas".into(),
            label: "重点领域".into(),
        });
    }
    if areas.len() > MOST {
        return Err(Refusal::UnknownChoice {
            field: "areas".into(),
            label: format!("重点领域（最多 {MOST} 项）"),
        });
    }
    let mut names = BTreeSet::new();
    areas
        .into_iter()
        .map(|(index, area)| {
            let area = one(index, area)?;
            if names.insert(area.name.clone()) {
                return Ok(area);
            }
            Err(Refusal::UnknownChoice {
                field: at(index, "name"),
                label: "领域名称（与前面的重复）".into(),
            })
        })
        .collect()
}

fn blank(area: &KeyArea) -> bool {
    [
        &area.name,
        &area.industries,
        &area.region,
        &area.trades,
        &area.types,
        &area.rationale,
    ]
    .iter()
    .all(|text| text.trim().is_empty())
}

fn at(index: usize, field: &str) -> std::borrow::Cow<'static, str> {
    format!("areas[{index}][{field}]").into()
}

fn one(index: usize, area: KeyArea) -> Checked<KeyArea> {
    let text = |field: &str, label: &str, text: &str, max: u32| {
        let text = text.trim();
        if text.chars().count() > max as usize {
            return Err(Refusal::TooLong {
                field: at(index, field),
                label: label.into(),
                max,
            });
        }
        Ok(text.to_owned())
    };
    let filled =
        |field: &str, label: &str, given: &str, max: u32| match text(field, label, given, max)? {
            text if text.is_empty() => Err(Refusal::Required {
                field: at(index, field),
                label: label.into(),
            }),
            text => Ok(text),
        };
    let area = KeyArea {
        name: filled("name", "领域名称", &area.name, 60)?,
        industries: industries(index, &area.industries)?,
        region: text("region", "地区", &area.region, 200)?,
        trades: text("trades", "工种、岗位", &area.trades, 200)?,
        types: text("types", "事故或职业病类别", &area.types, 200)?,
        rationale: filled("rationale", "理由", &area.rationale, 2000)?,
    };
    let about = [&area.industries, &area.region, &area.trades, &area.types];
    if about.iter().all(|text| text.is_empty()) {
        return Err(Refusal::Required {
            field: at(index, "industries"),
            label: "行业、地区、工种岗位、类别（至少一项）".into(),
        });
    }
    Ok(area)
}

/// Codes or names of GB/T 4754 divisions, kept as codes.
fn industries(index: usize, text: &str) -> Checked<String> {
    let words = text
        .split([',', '，', '、', ';', '；', ' ', '\n'])
        .map(str::trim)
        .filter(|word| !word.is_empty());
    let mut codes = Vec::new();
    for word in words {
        let code = format!("{word:0>2}");
        let found = reference::industries()
            .iter()
            .find(|industry| industry.code == code || industry.name == word);
        let industry = found.ok_or_else(|| Refusal::UnknownChoice {
            field: at(index, "industries"),
            label: format!("行业“{word}”（应为 GB/T 4754 的行业大类）"),
        })?;
        if !codes.contains(&industry.code) {
            codes.push(industry.code.clone());
        }
    }
    Ok(codes.join(","))
}
