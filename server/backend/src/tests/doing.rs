//! Doing the work: templates, supplementary agreements, termination, archive, progress, inspections,
//! messages, cases.

mod amendment;
mod archive;
pub(super) mod case;
mod inspection;
mod progress;
mod signing;
mod template;
mod termination;
mod thread;

use domain::contract::{Answer, DoingApi, ProjectApi, ProjectView};
use domain::state::{FilingSubject, Member, Mode, ProjectState};
use domain::{Money, ProjectId};

use crate::Session;
use crate::testkit::{ORDOS, World};

fn yuan(yuan: i64) -> Money {
    Money::from_fen(yuan * 100)
}

#[track_caller]
fn refused<T: std::fmt::Debug>(answer: Answer<T>, kind: &str) -> domain::Refusal {
    let fault = answer.expect_err(kind);
    let refusal = fault.refusal().unwrap_or_else(|| panic!("{fault}")).clone();
    assert_eq!(refusal.kind(), kind, "{refusal:?}");
    refusal
}

/// A refusal that points at a field.
#[track_caller]
fn refused_at<T: std::fmt::Debug>(answer: Answer<T>, kind: &str, field: &str) {
    let refusal = refused(answer, kind);
    assert_eq!(refusal.field(), Some(field), "{refusal:?}");
    assert!(!refusal.sentence().is_empty());
}

async fn project_at(world: &World, mode: Mode, state: ProjectState) -> ProjectId {
    let id = world.new_project(ORDOS, mode, yuan(100_000)).await;
    world.drive(id, state).await;
    id
}

async fn see(session: &Session, id: ProjectId) -> ProjectView {
    session.project(id).await.unwrap()
}

/// Files the signed supplementary agreement and has it acknowledged by all four members.
async fn file_amendment(world: &World, id: ProjectId) {
    world
        .clerk(ORDOS)
        .file_amendment(id, world.version(id).await)
        .await
        .unwrap();
    for member in Member::ALL {
        let role = match member {
            Member::Hrss => world.hrss(ORDOS),
            Member::Finance => world.finance(ORDOS),
            Member::Health => world.health(ORDOS),
            Member::Emergency => world.emergency(ORDOS),
        };
        let filing = world.filing(id, FilingSubject::Amendment, *member).await;
        role.acknowledge_filing(filing).await.unwrap();
    }
}

/// A project whose supplementary agreement puts its end off.
pub(super) async fn amendment_in_force(world: &World) -> ProjectId {
    let id = amendment::short(world, "").await;
    let view = see(&world.clerk(ORDOS), id).await;
    let change = domain::contract::AmendmentDraft {
        end: view.doing.approved_end.unwrap().to_string(),
        ..amendment::start_from(&view)
    };
    amendment::draft(world, id, change).await.unwrap();
    amendment::sign_all(world, id).await;
    file_amendment(world, id).await;
    id
}

/// A project whose supplementary agreement is out for signature.
pub(super) async fn amendment_checked(world: &World) -> ProjectId {
    let id = amendment::short(world, "").await;
    let view = see(&world.clerk(ORDOS), id).await;
    let change = domain::contract::AmendmentDraft {
        amount: "90000".into(),
        ..amendment::start_from(&view)
    };
    amendment::draft(world, id, change).await.unwrap();
    world
        .reviewer(ORDOS)
        .check_amendment(id, world.version(id).await)
        .await
        .unwrap();
    id
}
