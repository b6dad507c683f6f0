//! Papers of a project: brought by their own side, at their own time, seen by those whose part it is.

mod kinds;

use domain::access::Action;
use domain::contract::{Answer, DoingApi, FileView, InstitutionApi, ProjectApi, ProjectView};
use domain::paper::PaperKind;
use domain::state::{
    AgreementState, ArchiveItem, Condition, Mode, Party, PaymentState, ProjectState,
};
use domain::{Money, ProjectId, Refusal};

use super::institution::without;
use crate::Session;
use crate::demo::words;
use crate::paper::Wanted;
use crate::testkit::{BAOTOU, ORDOS, World, pdf, uploaded, world};

fn yuan(yuan: i64) -> Money {
    Money::from_fen(yuan * 100)
}

#[track_caller]
fn refused<T: std::fmt::Debug>(answer: Answer<T>, kind: &str) -> Refusal {
    let fault = answer.expect_err(kind);
    let refusal = fault.refusal().unwrap_or_else(|| panic!("{fault}")).clone();
    assert_eq!(refusal.kind(), kind, "{refusal:?}");
    assert!(!refusal.sentence().is_empty());
    refusal
}

fn a(kind: PaperKind) -> Wanted {
    Wanted {
        kind: kind.code().into(),
        ..Wanted::default()
    }
}

async fn add(session: &Session, id: ProjectId, wanted: &Wanted) -> Answer<FileView> {
    session
        .add_paper(id, wanted, "扫描件.pdf", uploaded(pdf("页")).await)
        .await
}

async fn see(session: &Session, id: ProjectId) -> ProjectView {
    session.project(id).await.unwrap()
}

async fn at(world: &World, mode: Mode, state: impl Into<crate::testkit::Goal>) -> ProjectId {
    world.project_at(ORDOS, mode, yuan(100_000), state).await
}

async fn count(world: &World) -> i64 {
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query_scalar("select count(*) from paper")
        .fetch_one(&mut *tx)
        .await
        .unwrap()
}

#[tokio::test]
async fn paper_of_a_party_stands_before_its_signature() {
    let world = world().await;
    let id = at(&world, Mode::Commissioned, AgreementState::Checked).await;
    let (applicant, unit) = (world.applicant_of(id).await, world.unit_of(id).await);
    let seen = async || world.version(id).await;
    let refusal = refused(
        unit.sign_agreement(id, seen().await, " ".into()).await,
        "SignatureMissing",
    );
    assert_eq!(refusal.field(), Some("electronic"));
    assert_eq!(refusal.clause().as_deref(), Some("四（五）"));
    assert_eq!(
        see(&unit, id).await.agreement.unwrap().state,
        AgreementState::Checked
    );

    let page = add(&unit, id, &a(PaperKind::Signature)).await.unwrap();
    // The page of one party is not that of another.
    refused(
        applicant
            .sign_agreement(id, seen().await, String::new())
            .await,
        "SignatureMissing",
    );
    unit.sign_agreement(id, seen().await, String::new())
        .await
        .unwrap();
    refused(
        add(&unit, id, &a(PaperKind::Signature)).await,
        "SignedAlready",
    );
    refused(unit.remove_paper(page.id).await, "SignedAlready");
    refused(
        unit.sign_agreement(id, seen().await, String::new()).await,
        "SignedAlready",
    );

    applicant
        .sign_agreement(id, seen().await, "约定电子签章".into())
        .await
        .unwrap();
    let view = see(&world.clerk(ORDOS), id).await;
    let agreement = view.agreement.unwrap();
    assert_eq!(
        agreement.state,
        AgreementState::Signing,
        "one signature short"
    );
    assert_eq!(
        agreement.electronic,
        [(Party::Applicant, "约定电子签章".into())]
    );
    let paper = &view.doing.papers[0];
    assert_eq!(
        (paper.kind, &*paper.part, paper.file.id),
        (PaperKind::Signature, "UNIT", page.id)
    );
    refused(
        world.clerk(ORDOS).file_agreement(id, seen().await).await,
        "WrongState",
    );
}

#[tokio::test]
async fn paper_that_lies_or_is_a_path_is_refused_and_nothing_stays() {
    let world = world().await;
    let id = at(&world, Mode::Direct, ProjectState::InProgress).await;
    let unit = world.unit_of(id).await;
    let photo = a(PaperKind::Photo);
    let lying = unit
        .add_paper(id, &photo, "照片.png", uploaded(pdf("x")).await)
        .await;
    assert_eq!(refused(lying, "FileType").field(), Some("file"));
    let program = unit
        .add_paper(
            id,
            &photo,
            "照片.png",
            uploaded(b"MZ\x90\0\x03\0".to_vec()).await,
        )
        .await;
    refused(program, "FileType");
    let path = unit
        .add_paper(id, &photo, "../../etc/照片.pdf", uploaded(pdf("x")).await)
        .await;
    refused(path, "FileName");
    let unknown = Wanted {
        kind: "SECRET".into(),
        ..Wanted::default()
    };
    assert_eq!(
        refused(add(&unit, id, &unknown).await, "UnknownChoice").field(),
        Some("kind")
    );
    refused(
        add(&unit, id, &a(PaperKind::Archive)).await,
        "UnknownChoice",
    );
    assert_eq!(count(&world).await, 0);
}

#[tokio::test]
async fn paper_comes_from_its_own_side_only_and_in_its_time() {
    let world = world().await;
    let id = at(&world, Mode::Commissioned, ProjectState::InProgress).await;
    let (applicant, clerk) = (world.applicant_of(id).await, world.clerk(ORDOS));
    refused(add(&applicant, id, &a(PaperKind::Photo)).await, "Forbidden");
    refused(add(&clerk, id, &a(PaperKind::SignIn)).await, "Forbidden");
    refused(
        add(&world.evaluator(), id, &a(PaperKind::Photo)).await,
        "NotFound",
    );
    refused(
        add(&world.region(), id, &a(PaperKind::Inspection)).await,
        "Forbidden",
    );
    refused(
        add(&world.clerk(BAOTOU), id, &a(PaperKind::Inspection)).await,
        "NotFound",
    );
    refused(
        add(&world.session("steel"), id, &a(PaperKind::Photo)).await,
        "NotFound",
    );
    refused(
        add(&clerk, id, &a(PaperKind::Termination)).await,
        "WrongState",
    );
    refused(
        add(&world.reviewer(ORDOS), id, &a(PaperKind::Signature)).await,
        "WrongState",
    );
    let voucher = Wanted {
        about: "99999999".into(),
        ..a(PaperKind::Voucher)
    };
    refused(add(&world.payer(ORDOS), id, &voucher).await, "NotFound");
    assert_eq!(count(&world).await, 0);
}

#[tokio::test]
async fn papers_go_with_the_report_and_then_stay() {
    let world = world().await;
    let id = at(&world, Mode::Direct, ProjectState::InProgress).await;
    let unit = world.unit_of(id).await;
    let photo = add(&unit, id, &a(PaperKind::Photo)).await.unwrap();
    let gone = add(&unit, id, &a(PaperKind::SignIn)).await.unwrap();
    unit.remove_paper(gone.id).await.unwrap();
    refused(unit.remove_paper(gone.id).await, "NotFound");
    let before = see(&unit, id).await;
    assert!(before.doing.papers.iter().all(|paper| paper.removable));
    let report = domain::contract::ProgressDraft {
        deviations: "本期停产检修".into(),
        ..Default::default()
    };
    unit.report_progress(id, world.version(id).await, report)
        .await
        .unwrap();
    let after = see(&unit, id).await.doing.papers;
    assert_eq!(after.len(), 1);
    assert_eq!((after[0].about, after[0].removable), (1, false));
    refused(unit.remove_paper(photo.id).await, "WrongState");
}

#[tokio::test]
async fn archive_counts_its_papers_and_keeps_them_once_the_project_moved_on() {
    let world = world().await;
    let id = at(&world, Mode::Direct, ProjectState::InProgress).await;
    let unit = world.unit_of(id).await;
    let notices = Wanted {
        part: ArchiveItem::Notices.code().into(),
        ..a(PaperKind::Archive)
    };
    let first = add(&unit, id, &notices).await.unwrap();
    add(&unit, id, &notices).await.unwrap();
    add(&unit, id, &a(PaperKind::SignIn)).await.unwrap();
    let rows = see(&world.clerk(ORDOS), id).await.doing.archive;
    let of = |item| rows.iter().find(|row| row.item == item).unwrap().papers;
    assert_eq!(
        (
            of(ArchiveItem::Notices),
            of(ArchiveItem::SignIn),
            of(ArchiveItem::Plan)
        ),
        (2, 1, 0)
    );
    world.drive(id, ProjectState::Completed).await;
    let refusal = refused(unit.remove_paper(first.id).await, "WrongState");
    assert!(
        refusal.sentence().contains("不可移除"),
        "{}",
        refusal.sentence()
    );
    add(&unit, id, &notices).await.unwrap();
    unit.apply_acceptance(
        id,
        world.version(id).await,
        domain::state::Organiser::Agency,
    )
    .await
    .unwrap();
    refused(add(&unit, id, &notices).await, "WrongState");
}

#[tokio::test]
async fn voucher_is_seen_by_those_who_see_payments() {
    let world = world().await;
    let id = at(&world, Mode::Commissioned, PaymentState::Paid).await;
    let (payment, _) = world.payment(id).await;
    let voucher = Wanted {
        about: payment.to_string(),
        ..a(PaperKind::Voucher)
    };
    let payer = world.payer(ORDOS);
    let file = add(&payer, id, &voucher).await.unwrap();
    for session in [
        &world.clerk(ORDOS),
        &world.finance(ORDOS),
        &world.hrss(ORDOS),
        &world.unit_of(id).await,
        &world.applicant_of(id).await,
        &world.region(),
        &world.session("region-cz"),
    ] {
        assert!(session.open_paper(file.id).await.is_ok());
    }
    for session in [
        &world.health(ORDOS),
        &world.emergency(ORDOS),
        &world.clerk(BAOTOU),
        &world.session("steel"),
        &world.evaluator(),
    ] {
        let Err(fault) = session.open_paper(file.id).await else {
            panic!("seen")
        };
        assert_eq!(fault.refusal().map(Refusal::kind), Some("NotFound"));
        if let Ok(view) = session.project(id).await {
            assert!(view.doing.papers.is_empty());
        }
    }
    refused(payer.remove_paper(file.id).await, "WrongState");
}

#[tokio::test]
async fn papers_of_another_side_are_refused_by_the_database_itself() {
    let world = world().await;
    let id = at(&world, Mode::Commissioned, ProjectState::InProgress).await;
    let unit = world.unit_of(id).await;
    let file = add(&unit, id, &a(PaperKind::Photo)).await.unwrap();
    let (mut tx, _) = world
        .clerk(ORDOS)
        .open_project(Action::AddPaper, id)
        .await
        .unwrap();
    let forged = sqlx::query(
        "insert into paper (project_id, kind, name, mime, bytes, hash, key, added_on, added_by, added_name, added_role, stage)
         values ($1, 'PHOTO', 'a.pdf', 'application/pdf', 1, repeat('0', 64), 'k', current_date, app.account(), 'x', 'AGC', '')",
    )
    .bind(id.0)
    .execute(&mut *tx)
    .await;
    assert_eq!(code(forged).as_deref(), Some("42501"));
    drop(tx);
    let (mut tx, _) = world
        .clerk(ORDOS)
        .open_project(Action::RemovePaper, id)
        .await
        .unwrap();
    let taken = sqlx::query("update paper set removed_on = current_date where id = $1")
        .bind(file.id.0)
        .execute(&mut *tx)
        .await
        .unwrap();
    assert_eq!(taken.rows_affected(), 0);
    drop(tx);
    let (mut tx, _) = unit.open_project(Action::AddPaper, id).await.unwrap();
    let swapped = sqlx::query("update paper set hash = repeat('0', 64) where id = $1")
        .bind(file.id.0)
        .execute(&mut *tx)
        .await;
    assert_eq!(code(swapped).as_deref(), Some("23000"));
}

fn code<T>(answer: Result<T, sqlx::Error>) -> Option<String> {
    match answer {
        Err(sqlx::Error::Database(error)) => error.code().map(Into::into),
        _ => None,
    }
}

#[tokio::test]
async fn amendment_signing_checks_the_six_conditions_again() {
    let world = world().await;
    let id = super::doing::amendment_checked(&world).await;
    let unit = world.unit_of(id).await;
    // The newest check counts: one of the conditions no longer holds.
    let mut tx = world.admin.begin().await.unwrap();
    let org: i64 = sqlx::query_scalar("select unit_id from project where id = $1")
        .bind(id.0)
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    drop(tx);
    let failed = without(&world, Condition::Means);
    world
        .clerk(ORDOS)
        .record_eligibility(domain::OrgId(org), failed)
        .await
        .unwrap();
    for session in [&unit, &world.reviewer(ORDOS)] {
        let seen = world.version(id).await;
        refused(
            session
                .sign_amendment(id, seen, words::ELECTRONIC.into())
                .await,
            "Unqualified",
        );
    }
}
