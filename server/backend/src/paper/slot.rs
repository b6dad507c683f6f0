//! What a paper is of, and whether there is a place for it now.

use domain::access::{Action, Capacity};
use domain::paper::{ELECTRONIC_MAX, PaperKind};
use domain::state::{
    AcceptanceState, AgreementState, ArchiveItem, Condition, InspectionState, Inspector, Mode,
    Party, PaymentState,
};
use domain::{ProjectId, Refusal};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::{Wanted, page_of};
use crate::agreement::party_of;
use crate::door::{Session, Tx};
use crate::project::Project;
use crate::rows::Columns;
use crate::{Result, agreement};

/// The place a paper belongs to.
pub(crate) struct Slot {
    pub kind: PaperKind,
    pub part: String,
    pub about: i64,
}

impl Slot {
    pub(super) fn of(row: &PgRow) -> Result<Self> {
        Ok(Self {
            kind: row.code("kind")?,
            part: row.text("part")?,
            about: row.try_get("about")?,
        })
    }

    /// `项目实施单位签字盖章页（第 1 号补充协议）`.
    pub(crate) fn label(&self) -> String {
        match self.kind {
            PaperKind::Signature => {
                let party = Party::from_code(&self.part).map_or("", Party::label);
                match self.about {
                    0 => format!("{party}服务协议签字盖章页"),
                    no => format!("{party}第 {no} 号补充协议签字盖章页"),
                }
            }
            PaperKind::Archive => {
                let item = ArchiveItem::from_code(&self.part).map_or("", ArchiveItem::label);
                format!("实施档案材料（{item}）")
            }
            PaperKind::Eligibility => {
                let of = Condition::from_code(&self.part).map_or("", Condition::label);
                format!("实施单位条件证明（{of}）")
            }
            kind => kind.label().into(),
        }
    }
}

/// The place a form asks for: there, this person's, and open.
pub(super) async fn find(
    tx: &mut Tx,
    session: &Session,
    project: &Project,
    wanted: &Wanted,
) -> Result<Slot> {
    let action = Action::AddPaper;
    let kind = PaperKind::from_code(wanted.kind.trim()).ok_or_else(|| Refusal::UnknownChoice {
        field: "kind".into(),
        label: "材料种类".into(),
    })?;
    let capacities = session.capacities_on(project);
    if !kind.givers().iter().any(|giver| capacities.contains(giver)) {
        return Err(action.forbidden().into());
    }
    if !kind.states().contains(&project.state) {
        return Err(project.wrong_state(action).into());
    }
    if !kind.fits(project.mode, project.state, &capacities) {
        return Err(unfit(kind, project).into());
    }
    let slot = |part: &str, about: i64| Slot {
        kind,
        part: part.to_owned(),
        about,
    };
    let slot = match kind {
        PaperKind::Signature => {
            let party = party_of(session, project)?;
            slot(party.code(), being_signed(tx, project).await?)
        }
        PaperKind::Selection | PaperKind::Termination => slot("", 0),
        PaperKind::Photo | PaperKind::SignIn => slot("", 0),
        PaperKind::Eligibility => {
            let of = Condition::from_code(wanted.part.trim());
            slot(of.ok_or_else(|| unknown_part("证明的条件"))?.code(), 0)
        }
        PaperKind::Archive => slot(archive_item(project, &wanted.part)?.code(), 0),
        PaperKind::Voucher => slot("", paid(tx, project.id, about(wanted)?).await?),
        PaperKind::Inspection => slot(
            "",
            own_inspection(tx, &capacities, project.id, about(wanted)?).await?,
        ),
    };
    if let Some(refusal) = settled(tx, project, &slot, action).await? {
        return Err(refusal.into());
    }
    Ok(slot)
}

/// Why a place takes and gives back nothing any more: the party has signed.
pub(super) async fn settled(
    tx: &mut Tx,
    project: &Project,
    slot: &Slot,
    action: Action,
) -> Result<Option<Refusal>> {
    match slot.kind {
        PaperKind::Signature => {
            let signed: bool = sqlx::query_scalar(
                "select case when $3 = 0
                   then exists (select from signature where project_id = $1 and party = $2)
                   else exists (select from amendment_signature s join amendment a on a.tenant_id = s.tenant_id
                     and a.id = s.amendment_id where s.project_id = $1 and s.party = $2 and a.no = $3) end",
            )
            .bind(project.id.0)
            .bind(&slot.part)
            .bind(slot.about)
            .fetch_one(&mut **tx)
            .await?;
            let party = Party::from_code(&slot.part).map_or("", Party::label);
            Ok(signed.then(|| Refusal::SignedAlready {
                party: party.into(),
            }))
        }
        PaperKind::Archive => Ok(closed_archive(project, action)),
        _ => Ok(None),
    }
}

/// The archive is open until the acceptance looks at it, and while its defects are put right.
fn closed_archive(project: &Project, action: Action) -> Option<Refusal> {
    let open = matches!(
        project.acceptance,
        None | Some(AcceptanceState::Returned | AcceptanceState::Rectifying)
    );
    (!open).then(|| project.wrong_acceptance(action))
}

fn archive_item(project: &Project, code: &str) -> Result<ArchiveItem> {
    if let Some(refusal) = closed_archive(project, Action::AddPaper) {
        return Err(refusal.into());
    }
    Ok(ArchiveItem::from_code(code.trim()).ok_or_else(|| unknown_part("档案材料"))?)
}

fn unknown_part(label: &str) -> Refusal {
    Refusal::UnknownChoice {
        field: "part".into(),
        label: label.into(),
    }
}

/// Why this person, or this project, has no papers of a kind that others have.
fn unfit(kind: PaperKind, project: &Project) -> Refusal {
    let action = Action::AddPaper;
    match (kind, project.mode) {
        (PaperKind::Selection, Mode::Direct) => {
            action.wrong_state(kind.label(), "由项目提出单位直接实施，不另选实施单位")
        }
        (PaperKind::Selection, _) => action.forbidden(),
        _ => project.wrong_state(action),
    }
}

/// What is out for signature: a supplementary agreement by its number, 0 = the agreement itself.
async fn being_signed(tx: &mut Tx, project: &Project) -> Result<i64> {
    let open: Option<i32> = sqlx::query_scalar(
        "select no from amendment where project_id = $1 and state in ('CHECKED', 'SIGNING')",
    )
    .bind(project.id.0)
    .fetch_optional(&mut **tx)
    .await?;
    if let Some(no) = open {
        return Ok(no.into());
    }
    let agreement = agreement::existing(tx, project.id, Action::AddPaper).await?;
    if !matches!(
        agreement.state,
        AgreementState::Checked | AgreementState::Signing
    ) {
        return Err(agreement::wrong_state(agreement.state, Action::AddPaper));
    }
    Ok(0)
}

/// The number a form names.
fn about(wanted: &Wanted) -> Result<i64> {
    Ok(wanted.about.trim().parse().map_err(|_| Refusal::NotFound)?)
}

async fn paid(tx: &mut Tx, project: ProjectId, payment: i64) -> Result<i64> {
    let row = sqlx::query("select state from payment where project_id = $1 and id = $2")
        .bind(project.0)
        .bind(payment)
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    let state: PaymentState = row.code("state")?;
    if state != PaymentState::Paid {
        return Err(Action::AddPaper.wrong_state("付款", state.label()).into());
    }
    Ok(payment)
}

async fn own_inspection(
    tx: &mut Tx,
    capacities: &[Capacity],
    project: ProjectId,
    inspection: i64,
) -> Result<i64> {
    let row = sqlx::query(
        "select inspector, state, due_on from inspection where project_id = $1 and id = $2",
    )
    .bind(project.0)
    .bind(inspection)
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(Refusal::NotFound)?;
    let inspector: Inspector = row.code("inspector")?;
    if Inspector::of(tx.who.role) != Some(inspector) || capacities.is_empty() {
        return Err(Action::AddPaper.forbidden().into());
    }
    let state: InspectionState = row.code("state")?;
    // One without a demand is closed from the start, and still has its record.
    if state == InspectionState::Closed && row.date_opt("due_on")?.is_some() {
        return Err(Action::AddPaper
            .wrong_state("监督检查", state.label())
            .into());
    }
    Ok(inspection)
}

/// How a party signs: with the page it has uploaded, or electronically with the reason it gives
/// (R072, R074). One of the two there must be.
pub(crate) async fn electronic(
    tx: &mut Tx,
    project: ProjectId,
    party: Party,
    about: i64,
    typed: &str,
) -> Result<(Option<i64>, String)> {
    let page = page_of(tx, project, party, about).await?;
    let typed = typed.trim();
    if page.is_none() && typed.is_empty() {
        return Err(Refusal::SignatureMissing {
            field: "electronic".into(),
            party: party.label().into(),
        }
        .into());
    }
    if typed.chars().count() > ELECTRONIC_MAX as usize {
        return Err(Refusal::TooLong {
            field: "electronic".into(),
            label: "采用电子签章的理由".into(),
            max: ELECTRONIC_MAX,
        }
        .into());
    }
    Ok((page, typed.to_owned()))
}
