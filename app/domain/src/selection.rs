//! Choosing a unit: candidates, scores, and what has to be explained (R070, R073).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::money::Percent;
use crate::refusal::{Field, Refusal};

/// Fewer candidates need a reason (P).
pub const CANDIDATES_MIN: usize = 3;
/// More than any selection has.
pub const CANDIDATES_MAX: usize = 30;

/// Points out of a hundred, exact to a hundredth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Score(u16);

impl Score {
    /// So many hundredths of a point; `None` above 100 points.
    #[must_use]
    pub const fn of_hundredths(hundredths: u16) -> Option<Self> {
        if hundredths <= 10_000 {
            Some(Self(hundredths))
        } else {
            None
        }
    }

    /// Hundredths of a point, 0 to 10000.
    #[must_use]
    pub const fn hundredths(self) -> u16 {
        self.0
    }

    /// Reads points as a person types them: `92`, `92.5`, `９２．５`.
    ///
    /// # Errors
    /// `ScoreMalformed` for anything else than 0 to 100 with at most two decimals.
    pub fn parse(field: impl Into<Field>, text: &str) -> Result<Self, Refusal> {
        let field = field.into();
        if text.contains(['%', '％']) {
            return Err(Refusal::ScoreMalformed { field });
        }
        Percent::parse("", text)
            .map(|points| Self(points.basis_points()))
            .map_err(|_| Refusal::ScoreMalformed { field })
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / 100, self.0 % 100);
        match part {
            0 => write!(f, "{whole}"),
            part if part % 10 == 0 => write!(f, "{whole}.{}", part / 10),
            part => write!(f, "{whole}.{part:02}"),
        }
    }
}

impl FromStr for Score {
    type Err = Refusal;
    fn from_str(text: &str) -> Result<Self, Refusal> {
        Self::parse("", text)
    }
}

/// What has to be explained about a choice: too few candidates, and a winner who is not the best.
/// `winner` is a place in `scores`; each score stands with the name of its form field.
///
/// # Errors
/// `Required` for a score that is missing among several candidates, `ReasonNeeded` without a reason.
pub fn check_choice(
    scores: &[(Option<Score>, String)],
    winner: usize,
    few_reason: &str,
    choice_reason: &str,
) -> Result<(), Refusal> {
    let count = scores.len();
    if count < CANDIDATES_MIN && few_reason.trim().is_empty() {
        return Err(Refusal::ReasonNeeded {
            field: "few_reason".into(),
            because: format!("候选单位为 {count} 家，少于 {CANDIDATES_MIN} 家"),
        });
    }
    if count > 1
        && let Some((_, field)) = scores.iter().find(|(score, _)| score.is_none())
    {
        return Err(Refusal::Required {
            field: field.clone().into(),
            label: "得分".into(),
        });
    }
    let best = scores.iter().filter_map(|(score, _)| *score).max();
    let won = scores.get(winner).and_then(|(score, _)| *score);
    if won < best && choice_reason.trim().is_empty() {
        return Err(Refusal::ReasonNeeded {
            field: "choice_reason".into(),
            because: "中选单位不是得分最高的候选单位".into(),
        });
    }
    Ok(())
}
