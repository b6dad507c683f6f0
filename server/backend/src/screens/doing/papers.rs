//! Papers of a project as its page shows them, and the places where this person can add one.

use domain::AttachmentId;
use domain::access::{Capacity, Role, signs_for};
use domain::contract::{FileView, PaperSlot, PaperView};
use domain::full_date;
use domain::paper::PaperKind;
use domain::state::{
    AcceptanceState, AgreementState, AmendmentState, ArchiveItem, InspectionState, Inspector,
    Party, PaymentState,
};

use super::Viewer;
use super::rows::{Paper, Parts};
use crate::paper::{Slot, stays_open};
use crate::screens::story::Story;

/// Papers there are of a part of the archive.
pub(super) fn count(papers: &[Paper], item: ArchiveItem) -> i64 {
    let of = papers
        .iter()
        .filter(|paper| paper.kind.archive_item(&paper.part, paper.about) == Some(item));
    i64::try_from(of.count()).unwrap_or(0)
}

/// The papers of the rows.
pub(super) fn shown(story: &Story, parts: &Parts, viewer: &Viewer) -> Vec<PaperView> {
    let one = |paper: &Paper| {
        let own = match paper.org {
            Some(org) => viewer.org.is_some_and(|own| own.0 == org),
            None => viewer.org.is_none() && viewer.role.code() == paper.role,
        };
        let slot = Slot {
            kind: paper.kind,
            part: paper.part.clone(),
            about: paper.about,
        };
        let open = stays_open(&slot, &paper.stage, &story.project);
        let signed = paper.kind == PaperKind::Signature
            && Party::from_code(&paper.part)
                .is_some_and(|party| has_signed(story, parts, party, paper.about));
        PaperView {
            kind: paper.kind,
            part: paper.part.clone(),
            about: paper.about,
            file: FileView {
                id: AttachmentId(paper.id),
                name: paper.name.clone(),
                mime: paper.mime.clone(),
                bytes: paper.bytes,
                hash: paper.hash.clone(),
                on: paper.on,
                by: paper.by.clone(),
            },
            removable: own && open && !signed,
        }
    };
    parts.papers.iter().map(one).collect()
}

fn has_signed(story: &Story, parts: &Parts, party: Party, about: i64) -> bool {
    if about == 0 {
        let agreement = story.agreement.as_ref();
        return agreement.is_some_and(|agreement| {
            let mut all = agreement.signatures.iter();
            all.any(|(of, _, day)| *of == party && day.is_some())
        });
    }
    let mut all = parts.amendments.iter();
    all.find(|one| i64::from(one.no) == about)
        .is_some_and(|one| one.signed.iter().any(|(of, _)| *of == party))
}

/// Where this person can add a paper, as the use case would let them.
pub(super) fn slots(
    story: &Story,
    parts: &Parts,
    role: Role,
    capacities: &[Capacity],
) -> Vec<PaperSlot> {
    let state = story.project.state;
    let kinds = PaperKind::ALL.iter().filter(|kind| {
        kind.states().contains(&state)
            && kind.givers().iter().any(|giver| capacities.contains(giver))
            && kind.fits(story.project.mode, state, capacities)
    });
    kinds
        .flat_map(|kind| of_kind(*kind, story, parts, role, capacities))
        .collect()
}

fn of_kind(
    kind: PaperKind,
    story: &Story,
    parts: &Parts,
    role: Role,
    capacities: &[Capacity],
) -> Vec<PaperSlot> {
    let slot = |part: &str, about: i64| {
        let place = Slot {
            kind,
            part: part.to_owned(),
            about,
        };
        PaperSlot {
            kind,
            part: part.to_owned(),
            about,
            label: place.label(),
        }
    };
    match kind {
        PaperKind::Signature => {
            let party = signs_for(role, capacities, story.project.mode).ok();
            let about = being_signed(story, parts);
            let open = party
                .zip(about)
                .filter(|(party, about)| !has_signed(story, parts, *party, *about));
            open.map(|(party, about)| slot(party.code(), about))
                .into_iter()
                .collect()
        }
        PaperKind::Eligibility => vec![PaperSlot {
            label: kind.label().into(),
            ..slot("", 0)
        }],
        PaperKind::Selection | PaperKind::Termination | PaperKind::Photo | PaperKind::SignIn => {
            vec![slot("", 0)]
        }
        PaperKind::Archive if archive_is_open(story) => vec![PaperSlot {
            label: kind.label().into(),
            ..slot("", 0)
        }],
        PaperKind::Archive => Vec::new(),
        PaperKind::Voucher => {
            let paid = story
                .payments
                .iter()
                .filter(|payment| payment.state == PaymentState::Paid);
            paid.map(|payment| PaperSlot {
                label: format!("{} {} 元付款凭证", payment.kind.label(), payment.amount),
                ..slot("", payment.id.0)
            })
            .collect()
        }
        PaperKind::Inspection => {
            let own = parts.inspections.iter().filter(|one| {
                Inspector::of(role) == Some(one.inspector)
                    && (one.state != InspectionState::Closed || one.due.is_none())
            });
            own.map(|one| PaperSlot {
                label: format!("{} 检查记录", full_date(one.on)),
                ..slot("", one.id.0)
            })
            .collect()
        }
    }
}

fn being_signed(story: &Story, parts: &Parts) -> Option<i64> {
    let amendment = parts
        .amendments
        .iter()
        .find(|one| matches!(one.state, AmendmentState::Checked | AmendmentState::Signing));
    let agreement = story.agreement.as_ref().filter(|agreement| {
        matches!(
            agreement.state,
            AgreementState::Checked | AgreementState::Signing
        )
    });
    amendment
        .map(|one| i64::from(one.no))
        .or(agreement.map(|_| 0))
}

fn archive_is_open(story: &Story) -> bool {
    matches!(
        story.project.acceptance,
        None | Some(AcceptanceState::Returned | AcceptanceState::Rectifying)
    )
}
