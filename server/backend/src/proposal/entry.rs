//! One entry of the list, as typed and as kept.

use chrono::Datelike;
use domain::contract::ProposalDraft;
use domain::{Money, Refusal};

use crate::Result;
use crate::door::Tx;
use crate::plan::required;
use crate::project::Project;

/// The largest rank.
const LAST_RANK: i32 = 999;

/// A checked entry.
pub(super) struct Proposal {
    pub rank: i32,
    pub amount: Money,
    pub first_year: Money,
    pub reason: String,
    pub need_score: i32,
    pub plan_score: i32,
    pub budget_score: i32,
    pub comment: String,
}

impl Proposal {
    /// Checks what was typed: at most what was requested, split over the years of the project, all
    /// three scores (R045, R111, R201).
    pub(super) fn read(draft: &ProposalDraft, project: &Project) -> Result<Self> {
        let rank = rank(&draft.rank)?;
        let amount = Money::parse_positive_yuan("amount", &draft.amount)?;
        if amount > project.requested {
            return Err(Refusal::AmountTooLarge {
                field: "amount".into(),
                limit: project.requested,
            }
            .into());
        }
        Ok(Self {
            rank,
            amount,
            first_year: first_year(&draft.first_year, amount, project)?,
            reason: required("reason", "建议理由", &draft.reason, 1_000)?,
            need_score: score("need_score", "必要性评分", &draft.need_score)?,
            plan_score: score("plan_score", "方案可行性评分", &draft.plan_score)?,
            budget_score: score("budget_score", "预算合理性评分", &draft.budget_score)?,
            comment: optional("comment", "评审意见", &draft.comment, 2_000)?,
        })
    }

    /// # Errors
    /// `RankTaken` when another project of the list has the rank.
    pub(super) async fn rank_is_free(
        &self,
        tx: &mut Tx,
        project: &Project,
        list: i32,
    ) -> Result<()> {
        let taken: bool = sqlx::query_scalar(
            "select exists (select from proposal where year = $1 and list_no = $2 and rank = $3 and project_id <> $4 and not dropped)",
        )
        .bind(project.plan_year)
        .bind(list)
        .bind(self.rank)
        .bind(project.id.0)
        .fetch_one(&mut **tx)
        .await?;
        if taken {
            return Err(Refusal::RankTaken {
                field: "rank".into(),
                rank: self.rank,
            }
            .into());
        }
        Ok(())
    }

    pub(super) async fn store(&self, tx: &mut Tx, project: &Project, list: i32) -> Result<()> {
        sqlx::query(
            "insert into proposal (project_id, year, list_no, rank, amount, first_year, reason, need_score, plan_score, budget_score, comment)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
             on conflict (tenant_id, project_id, year, list_no) do update set rank = excluded.rank, amount = excluded.amount,
               first_year = excluded.first_year, reason = excluded.reason, need_score = excluded.need_score,
               plan_score = excluded.plan_score, budget_score = excluded.budget_score, comment = excluded.comment,
               dropped = false",
        )
        .bind(project.id.0)
        .bind(project.plan_year)
        .bind(list)
        .bind(self.rank)
        .bind(self.amount.decimal())
        .bind(self.first_year.decimal())
        .bind(&self.reason)
        .bind(self.need_score)
        .bind(self.plan_score)
        .bind(self.budget_score)
        .bind(&self.comment)
        .execute(&mut **tx)
        .await?;
        Ok(())
    }
}

fn rank(text: &str) -> Result<i32> {
    let text = required("rank", "排序", text, 10)?;
    text.parse()
        .ok()
        .filter(|rank| (1..=LAST_RANK).contains(rank))
        .ok_or_else(|| {
            Refusal::UnknownChoice {
                field: "rank".into(),
                label: format!("排序（1 至 {LAST_RANK} 的整数）"),
            }
            .into()
        })
}

/// The part of the plan year; empty = all of it. The rest falls in the year after, which the project
/// must reach (R111).
fn first_year(text: &str, amount: Money, project: &Project) -> Result<Money> {
    if text.trim().is_empty() {
        return Ok(amount);
    }
    let part = Money::parse_positive_yuan("first_year", text)?;
    if part > amount {
        return Err(Refusal::AmountTooLarge {
            field: "first_year".into(),
            limit: amount,
        }
        .into());
    }
    if part < amount && project.end.year() <= project.plan_year {
        return Err(Refusal::YearSplit {
            field: "first_year".into(),
            year: project.plan_year,
        }
        .into());
    }
    Ok(part)
}

fn score(field: &'static str, label: &'static str, text: &str) -> Result<i32> {
    text.trim()
        .parse()
        .ok()
        .filter(|score| (0..=100).contains(score))
        .ok_or_else(|| {
            Refusal::ScoreMissing {
                field: field.into(),
                label: label.into(),
            }
            .into()
        })
}

/// A text that may be missing and must not be too long.
pub(crate) fn optional(
    field: &'static str,
    label: &'static str,
    text: &str,
    max: u32,
) -> Result<String> {
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    required(field, label, text, max)
}
