//! The drafts a clerk starts from: the city's template filled with the project's facts, or what was
//! drafted before. The figures of the draft itself stay placeholders until it is saved.

use domain::access::Action;
use domain::contract::{AgreementDraft, AmendmentDraft, Offer};
use domain::template::fill_all;
use domain::{Money, Percent};
use sqlx::Row;

use crate::Result;
use crate::agreement::blocks_of;
use crate::amendment::percent;
use crate::door::Tx;
use crate::expert;
use crate::rows::Columns;
use crate::screens::story::Story;
use crate::template::{self, Known};

/// What is proposed as a prepayment where nothing was drafted yet.
const USUAL_PREPAY: &str = "50";

/// Fills in the drafts of whoever can write them now.
pub(super) async fn prefill(tx: &mut Tx, story: &mut Story, offers: &[Offer]) -> Result<()> {
    let possible = |action: Action| {
        offers
            .iter()
            .any(|offer| offer.action == action && offer.why_not.is_none())
    };
    if possible(Action::DraftAgreement) {
        story.doing.draft = Some(agreement(tx, story).await?);
    }
    if possible(Action::DraftAmendment) {
        story.doing.amendment = amendment(tx, story).await?;
    }
    if possible(Action::AppointEvaluators) {
        let pool = expert::pooled(tx, &story.project).await?;
        if let Some(acceptance) = &mut story.acceptance {
            acceptance.pool = pool.into_iter().map(|one| one.view).collect();
        }
    }
    Ok(())
}

async fn agreement(tx: &mut Tx, story: &Story) -> Result<AgreementDraft> {
    let project = &story.project;
    let drafted = sqlx::query(
        "select amount, start_on, end_on, prepay_basis_points, coalesce(source, clauses) as source
         from agreement where project_id = $1",
    )
    .bind(project.id.0)
    .fetch_optional(&mut **tx)
    .await?;
    if let Some(row) = drafted {
        let draft = AgreementDraft {
            amount: row.money("amount")?.plain(),
            start: row.try_get::<chrono::NaiveDate, _>("start_on")?.to_string(),
            end: row.try_get::<chrono::NaiveDate, _>("end_on")?.to_string(),
            prepay: typed(percent(row.try_get("prepay_basis_points")?)),
            ..AgreementDraft::default()
        };
        return Ok(draft.with_texts(blocks_of(&row.json("source")?)));
    }
    let (_, texts) = template::current(tx, project.kind, project.mode).await?;
    let known = known(story);
    let draft = AgreementDraft {
        amount: project.approved.plain(),
        start: project.start.to_string(),
        end: project.end.to_string(),
        prepay: USUAL_PREPAY.into(),
        ..AgreementDraft::default()
    };
    // A template is checked when it is saved; one that is not in order any more is shown as it is.
    let texts = fill_all(&texts, |part| known.value(part, None)).unwrap_or(texts);
    Ok(draft.with_texts(texts))
}

/// What was drafted, or the agreement as it stands.
async fn amendment(tx: &mut Tx, story: &Story) -> Result<Option<AmendmentDraft>> {
    let row = sqlx::query(
        "select m.reason, m.basis, coalesce(m.amount, a.amount) as amount, coalesce(m.end_on, a.end_on) as end_on,
           case when m.id is null then a.prepay_basis_points else m.prepay_basis_points end as points,
           coalesce(m.source, a.source, a.clauses) as source
         from agreement a left join amendment m on m.tenant_id = a.tenant_id and m.project_id = a.project_id
           and m.state in ('DRAFT', 'CHECKED')
         where a.project_id = $1",
    )
    .bind(story.project.id.0)
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| {
        let amount: Money = row.money("amount")?;
        Ok(AmendmentDraft {
            reason: row
                .try_get::<Option<String>, _>("reason")?
                .unwrap_or_default(),
            basis: row
                .try_get::<Option<String>, _>("basis")?
                .unwrap_or_default(),
            amount: amount.plain(),
            end: row.try_get::<chrono::NaiveDate, _>("end_on")?.to_string(),
            prepay: typed(percent(row.try_get("points")?)),
            clauses: blocks_of(&row.json("source")?),
        })
    })
    .transpose()
}

/// A ratio as a person types it.
fn typed(share: Option<Percent>) -> String {
    share
        .map(|share| share.to_string().trim_end_matches('%').to_owned())
        .unwrap_or_default()
}

fn known(story: &Story) -> Known {
    Known {
        project: story.project.clone(),
        city: story.tenant_name.clone(),
        agency: story.agency.clone(),
        goals: story.goals.clone(),
    }
}
