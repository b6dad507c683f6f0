//! Why something about doing the work is not possible now.

use domain::Refusal;
use domain::access::Action;
use domain::state::{AcceptanceState, AgreementState, AmendmentState};

use super::{Story, wrong};
use crate::archive;

/// Supplementary agreements: one at a time, each step in its turn.
pub(super) fn about_amendment(action: Action, story: &Story) -> Option<Refusal> {
    use AmendmentState as S;
    let agreement = story.agreement.as_ref().map(|agreement| agreement.state);
    let open = story.standing.amendment;
    let state = open.map(|(state, ..)| state);
    let possible = match action {
        Action::DraftAmendment => {
            if agreement != Some(AgreementState::Filed) {
                let label = agreement.map_or("未起草", AgreementState::label);
                return Some(wrong(action, "服务协议", label));
            }
            matches!(state, None | Some(S::Draft | S::Checked))
        }
        Action::CheckAmendment => state == Some(S::Draft),
        Action::SignAmendment => {
            matches!(open, Some((S::Checked | S::Signing, false, _)))
        }
        Action::FileAmendment => matches!(open, Some((S::Signed, _, false))),
        _ => matches!(state, Some(S::Draft | S::Checked | S::Signing)),
    };
    let label = state.map_or("未起草", AmendmentState::label);
    (!possible).then(|| wrong(action, "补充协议", label))
}

/// Start needs rules, completion an archive, a report something to report.
pub(super) fn about_work(action: Action, story: &Story) -> Option<Refusal> {
    match action {
        Action::StartProject => story
            .doing
            .rules
            .is_empty()
            .then_some(Refusal::RulesMissing),
        Action::CompleteProject => match story.standing.amendment {
            Some((state, ..)) => Some(wrong(action, "补充协议", state.label())),
            None => incomplete(story, "archive_complete"),
        },
        _ => story
            .doing
            .period
            .is_none()
            .then(|| wrong(action, "本期进展", "已报告")),
    }
}

/// What the archive lacks.
pub(super) fn incomplete(story: &Story, field: &'static str) -> Option<Refusal> {
    let facts = story.standing.facts?;
    archive::incomplete(&story.standing.marks, facts, field)
}

/// The archive is open until the acceptance looks at it.
pub(super) fn about_archive(action: Action, story: &Story) -> Option<Refusal> {
    let state = story.project.acceptance;
    let open = matches!(
        state,
        None | Some(AcceptanceState::Returned | AcceptanceState::Rectifying)
    );
    (!open).then(|| {
        wrong(
            action,
            "验收",
            state.map_or("未申请", AcceptanceState::label),
        )
    })
}
