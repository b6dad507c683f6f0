//! The agreement and its signatures.

use chrono::NaiveDate;
use domain::AgreementId;
use domain::contract::AgreementView;
use domain::state::{Clause, Mode, Party};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::Story;
use crate::Result;
use crate::agreement::blocks_of;
use crate::amendment::percent;
use crate::rows::Columns;

pub(super) fn agreement(row: &PgRow, signatures: &[PgRow], story: &Story) -> Result<AgreementView> {
    let texts = blocks_of(&row.json("clauses")?);
    Ok(AgreementView {
        id: AgreementId(row.try_get("id")?),
        state: row.code("state")?,
        amount: row.money("amount")?,
        start: row.try_get("start_on")?,
        end: row.try_get("end_on")?,
        prepay: percent(row.try_get("prepay_basis_points")?),
        clauses: Clause::ALL
            .iter()
            .map(|clause| (*clause, texts.get(*clause).to_owned()))
            .collect(),
        signatures: signatures_of(story.project.mode, signatures, story)?,
    })
}

/// The name of a party.
pub(crate) fn body(story: &Story, party: Party) -> String {
    match party {
        Party::Applicant => story.project.applicant_name.clone(),
        Party::Unit => story.project.unit_name.clone(),
        Party::Agency => story.agency.clone(),
    }
}

/// Each party of the mode, with the day it signed.
fn signatures_of(
    mode: Mode,
    signatures: &[PgRow],
    story: &Story,
) -> Result<Vec<(Party, String, Option<NaiveDate>)>> {
    mode.parties()
        .iter()
        .map(|party| {
            let body = body(story, *party);
            let mut signed = None;
            for row in signatures {
                if row.code::<Party>("party")? == *party {
                    signed = Some(row.try_get("signed_on")?);
                }
            }
            Ok((*party, body, signed))
        })
        .collect()
}
