//! How a unit is chosen: procurement by the agency (R070), selection by the applicant (R073).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::access::{Action, Capacity};
use domain::code::{CreditCode, normalise};
use domain::contract::{CandidateDraft, SelectionDraft};
use domain::refusal::Field;
use domain::selection::{CANDIDATES_MAX, Score, check_choice};
use domain::state::{Mode, ProjectState, SelectionMethod};
use domain::{OrgId, ProjectId, Refusal, Version};
use rust_decimal::Decimal;
use serde_json::json;
use sqlx::Row;

use crate::Result;
use crate::agreement::date;
use crate::ban::refuse_banned;
use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::institution::qualify;
use crate::plan::required;
use crate::rows::Columns;

/// Records the choice; the winner becomes the unit (R067).
pub(crate) async fn select_unit(
    session: &Session,
    id: ProjectId,
    seen: Version,
    draft: SelectionDraft,
) -> Result<()> {
    let action = Action::SelectUnit;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let chooser = match project.mode {
        Mode::Commissioned => Capacity::Applicant,
        Mode::Procured => Capacity::AgencyClerk,
        Mode::Direct => return Err(project.wrong_state(action).into()),
    };
    if !session.capacities_on(&project).contains(&chooser) {
        return Err(action.forbidden().into());
    }
    let choice = Choice::read(&draft, tx.today())?;
    let winner = choice.winner()?;
    let (unit, name) = organisation(&mut tx, &winner.code, &winner.name).await?;
    if Some(unit) == project.applicant {
        return Err(Refusal::UnknownChoice {
            field: "winner".into(),
            label: "实施单位（须为提出单位以外的第三方）".into(),
        }
        .into());
    }
    refuse_banned(&mut tx, unit).await?;
    let known = qualify(&mut tx, &project, unit, &name, "winner").await?;
    save(&mut tx, id, &choice).await?;
    project.unit = Some(unit);
    project.unit_name = name.clone();
    project.go(ProjectState::UnitSelected, action)?;
    project.save(&mut tx).await?;
    let text = format!(
        "选定实施单位：{name}（{}，候选 {} 家）",
        choice.method.label(),
        choice.candidates.len()
    );
    let facts = json!({"unit": name, "method": choice.method, "awarded": choice.awarded, "eligibility": known});
    record(&mut tx, &project, Entry::new(text).facts(facts)).await?;
    tx.commit().await
}

/// A choice as it may be recorded.
struct Choice {
    method: SelectionMethod,
    notice: String,
    noticed: NaiveDate,
    candidates: Vec<Candidate>,
    /// Place of the winner among the candidates.
    winner: usize,
    few_reason: String,
    choice_reason: String,
    result: String,
    awarded: NaiveDate,
}

struct Candidate {
    code: CreditCode,
    name: String,
    score: Option<Score>,
    /// The number of its row on the form.
    row: usize,
}

impl Choice {
    fn read(draft: &SelectionDraft, today: NaiveDate) -> Result<Self> {
        let method = SelectionMethod::from_code(&draft.method).ok_or(Refusal::UnknownChoice {
            field: "method".into(),
            label: "选定方式".into(),
        })?;
        let notice = required("notice", "公告或邀请内容", &draft.notice, 2000)?;
        let noticed = until("noticed_on", &draft.noticed_on, today, "今天")?;
        let candidates = candidates(&draft.candidates)?;
        let winner = winner(&draft.winner, &candidates)?;
        let awarded = until("awarded_on", &draft.awarded_on, today, "今天")?;
        if awarded < noticed {
            return Err(Refusal::DateTooEarly {
                field: "awarded_on".into(),
                earliest: noticed,
                because: "公告或邀请之日".into(),
            }
            .into());
        }
        let scores: Vec<(Option<Score>, String)> = candidates
            .iter()
            .map(|one| (one.score, format!("candidates[{}][score]", one.row)))
            .collect();
        check_choice(&scores, winner, &draft.few_reason, &draft.choice_reason)?;
        let reason = |field: &'static str, label: &'static str, text: &str| match text.trim() {
            "" => Ok(String::new()),
            text => required(field, label, text, 1000),
        };
        Ok(Self {
            method,
            notice,
            noticed,
            candidates,
            winner,
            few_reason: reason("few_reason", "候选单位不足三家的理由", &draft.few_reason)?,
            choice_reason: reason("choice_reason", "未选最高分的理由", &draft.choice_reason)?,
            result: required("result", "评审结果", &draft.result, 2000)?,
            awarded,
        })
    }

    fn winner(&self) -> Result<&Candidate> {
        Ok(self.candidates.get(self.winner).ok_or_else(no_winner)?)
    }
}

/// A day that has come already.
fn until(field: &'static str, text: &str, today: NaiveDate, because: &str) -> Result<NaiveDate> {
    let day = date(field, text)?;
    if day > today {
        return Err(Refusal::DateTooLate {
            field: field.into(),
            latest: today,
            because: because.into(),
        }
        .into());
    }
    Ok(day)
}

fn no_winner() -> Refusal {
    Refusal::UnknownChoice {
        field: "winner".into(),
        label: "中选单位".into(),
    }
}

/// The rows that say something, each with a valid code, a name and points or none.
fn candidates(rows: &[CandidateDraft]) -> Result<Vec<Candidate>> {
    let mut found = Vec::new();
    let mut codes = BTreeSet::new();
    let said = |row: &CandidateDraft| {
        [&row.credit_code, &row.name, &row.score]
            .iter()
            .any(|text| !text.trim().is_empty())
    };
    for (index, row) in rows.iter().enumerate().filter(|(_, row)| said(row)) {
        let field = |part: &str| Field::from(format!("candidates[{index}][{part}]"));
        let code = CreditCode::parse(field("credit_code"), &normalise(&row.credit_code))?;
        let name = required(field("name"), "候选单位名称", &row.name, 100)?;
        if !codes.insert(code.clone()) {
            return Err(Refusal::CandidateTwice {
                field: field("credit_code"),
                name,
            }
            .into());
        }
        let score = match row.score.trim() {
            "" => None,
            text => Some(Score::parse(field("score"), text)?),
        };
        found.push(Candidate {
            code,
            name,
            score,
            row: index,
        });
        if found.len() > CANDIDATES_MAX {
            return Err(Refusal::UnknownChoice {
                field: field("name"),
                label: format!("候选单位（最多 {CANDIDATES_MAX} 家）"),
            }
            .into());
        }
    }
    if found.is_empty() {
        return Err(Refusal::Required {
            field: "candidates[0][credit_code]".into(),
            label: "候选单位".into(),
        }
        .into());
    }
    Ok(found)
}

/// The winner names a row of the form; rows without content do not count.
fn winner(typed: &str, candidates: &[Candidate]) -> Result<usize> {
    let row: usize = typed.trim().parse().map_err(|_| no_winner())?;
    let place = candidates.iter().position(|one| one.row == row);
    Ok(place.ok_or_else(no_winner)?)
}

async fn save(tx: &mut Tx, id: ProjectId, choice: &Choice) -> Result<()> {
    let (today, who) = (tx.today(), tx.who.clone());
    sqlx::query(
        "insert into selection (project_id, method, notice, noticed_on, few_reason, choice_reason, result, awarded_on,
           recorded_on, recorded_by, recorded_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(id.0)
    .bind(choice.method.code())
    .bind(&choice.notice)
    .bind(choice.noticed)
    .bind(&choice.few_reason)
    .bind(&choice.choice_reason)
    .bind(&choice.result)
    .bind(choice.awarded)
    .bind(today)
    .bind(who.account.0)
    .bind(who.name)
    .execute(&mut **tx)
    .await?;
    // By their codes: two cities that get to know the same new candidates never wait in a circle.
    let by_code: BTreeMap<&CreditCode, &str> = choice
        .candidates
        .iter()
        .map(|one| (&one.code, one.name.as_str()))
        .collect();
    let mut known = BTreeMap::new();
    for (code, name) in by_code {
        known.insert(code, organisation(tx, code, name).await?);
    }
    for ((index, one), no) in choice.candidates.iter().enumerate().zip(1_i32..) {
        let Some((org, name)) = known.get(&one.code) else {
            continue;
        };
        let score = one
            .score
            .map(|score| Decimal::new(score.hundredths().into(), 2));
        sqlx::query(
            "insert into selection_candidate (project_id, no, org_id, name, credit_code, score, won)
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(id.0)
        .bind(no)
        .bind(org.0)
        .bind(name)
        .bind(one.code.as_str())
        .bind(score)
        .bind(index == choice.winner)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// The organisation of a credit code, known from now on when it is new; its registered name wins.
async fn organisation(tx: &mut Tx, code: &CreditCode, name: &str) -> Result<(OrgId, String)> {
    sqlx::query("insert into organisation (credit_code, name) values ($1, $2) on conflict (credit_code) do nothing")
        .bind(code.as_str())
        .bind(name)
        .execute(&mut **tx)
        .await?;
    let row = sqlx::query("select id, name from organisation where credit_code = $1")
        .bind(code.as_str())
        .fetch_one(&mut **tx)
        .await?;
    Ok((OrgId(row.try_get("id")?), row.text("name")?))
}
