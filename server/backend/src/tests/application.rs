//! Applications from the first letter to the hand-over, and what is refused on the way.

mod draft;
mod privacy;
mod way;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::access::Action;
use domain::annex::{Verdict, broken};
use domain::contract::{ApplicationApi, ApplicationView, Fault, ListQuery, ProjectApi, ScreensApi};
use domain::state::{Category, Mode, Paper, ProjectKind, ProjectState};
use domain::{Money, ProjectId, TenantId};
use sqlx::Row;

use crate::testkit::{BAOTOU, ORDOS, World, YEAR, pdf, uploaded, world};
use crate::{AdminDb, Session};

fn fields(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

#[track_caller]
fn refused<T: std::fmt::Debug>(answer: Result<T, Fault>, kind: &str) -> domain::Refusal {
    let fault = answer.expect_err(kind);
    let refusal = fault.refusal().unwrap_or_else(|| panic!("{fault}")).clone();
    assert_eq!(refusal.kind(), kind, "{refusal}");
    refusal
}

async fn open_world() -> World {
    let world = world().await;
    world.set_season();
    world
        .publish_areas(ORDOS, YEAR, &["煤炭开采", "交通运输"])
        .await;
    world.publish_areas(BAOTOU, YEAR, &["装备制造"]).await;
    world
}

async fn view(session: &Session, id: ProjectId) -> ApplicationView {
    session.application(id).await.expect("a view")
}

/// Saves on top of everything there is.
async fn write(session: &Session, id: ProjectId, pairs: &[(&str, &str)]) {
    let seen = view(session, id).await.seen;
    let saved = session.save_application(id, seen, fields(pairs)).await;
    assert_eq!(saved.expect("saved").seen, seen + 1);
}

async fn events(admin: &AdminDb, id: ProjectId) -> Vec<(String, bool)> {
    let mut tx = admin.begin().await.unwrap();
    let rows = sqlx::query("select action, private from event where project_id = $1 order by id")
        .bind(id.0)
        .fetch_all(&mut *tx)
        .await
        .unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

#[tokio::test]
async fn applicants_find_the_cities_that_take_applications() {
    let world = open_world().await;
    let coal = world.session("coal");
    let openings = coal.openings().await.unwrap().openings;
    assert_eq!(openings.len(), 2);
    let ordos = openings.iter().find(|one| one.tenant == ORDOS).unwrap();
    assert_eq!((ordos.year, &*ordos.areas[0]), (YEAR, "煤炭开采"));
    assert_eq!(
        ordos.determined_by,
        NaiveDate::from_ymd_opt(2026, 10, 31).unwrap()
    );
    refused(
        coal.create_application(ORDOS, YEAR + 1).await,
        "AreasNotPublished",
    );
    refused(
        coal.create_application(TenantId(150_100), YEAR).await,
        "AreasNotPublished",
    );
    refused(
        world.clerk(ORDOS).create_application(ORDOS, YEAR).await,
        "Forbidden",
    );
    close(&world, ORDOS).await;
    assert_eq!(coal.openings().await.unwrap().openings.len(), 1);
    refused(
        coal.create_application(ORDOS, YEAR).await,
        "AreasNotPublished",
    );
}

async fn close(world: &World, tenant: TenantId) {
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query("update area_set set state = 'CLOSED' where tenant_id = $1")
        .bind(tenant.0)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_draft_begins_with_what_is_registered() {
    let world = open_world().await;
    let coal = world.session("coal");
    let id = coal.create_application(ORDOS, YEAR).await.unwrap();
    let draft = view(&coal, id).await;
    assert_eq!(draft.state, ProjectState::Draft);
    assert!(draft.editable && draft.seen == 0 && draft.saves.is_empty());
    assert_eq!(draft.draft.get("annex1.unit_name"), draft.applicant);
    assert_eq!(draft.areas, ["煤炭开采", "交通运输"]);
    let project = coal.project(id).await.unwrap();
    assert_eq!(
        (project.holder.as_str(), project.requested),
        (&*draft.applicant, Money::ZERO)
    );
    let offers: Vec<Action> = project.offers.iter().map(|offer| offer.action).collect();
    assert_eq!(offers, [Action::SubmitApplication]);
    assert!(
        project.timeline[0].what.contains("尚未提交"),
        "{:?}",
        project.timeline[0]
    );
    let tracked = coal.tracker().await.unwrap().projects;
    let tracked = tracked
        .iter()
        .find(|one| one.row.id == id)
        .expect("tracked");
    assert!(
        tracked
            .task
            .as_ref()
            .is_some_and(|task| task.contains("尚未提交"))
    );
}
