//! Cancelled projects, key areas, and the way past the meeting that does not exist.

use domain::contract::{MeetingApi, ProjectApi, ProposalApi};
use domain::state::{AreaState, ItemKind, Mode, Motion, Opinion, ProjectState};
use domain::{AreaSetId, Money};
use sqlx::Row;

use super::NEXT;
use crate::testkit::{ORDOS, World, approve, motion, world};
use crate::tests::proposal::{october, refused, yuan};

#[tokio::test]
async fn a_cancelled_project_gives_back_what_it_had_reserved() {
    let world = october().await;
    let id = world.accepted(ORDOS, 2027, yuan(100_000), 1).await;
    world.determine(ORDOS, id, yuan(100_000)).await;
    let clerk = world.clerk(ORDOS);
    let reserved = async || clerk.proposals(NEXT).await.unwrap().cap.reserved;
    assert_eq!(reserved().await, yuan(100_000));
    let meeting = world.planned_meeting(ORDOS).await;
    let item = world
        .put_on_agenda(ORDOS, meeting, ItemKind::Cancel, Some(id.0))
        .await;
    world.hold(ORDOS, meeting).await;
    refused(clerk.move_item(item, approve("")).await, "Required");
    world
        .agree(ORDOS, item, motion(Motion::Approve, "企业停产改造"))
        .await;
    world.confirm(ORDOS, meeting).await;
    world.close(ORDOS, meeting).await;
    let view = clerk.project(id).await.unwrap();
    assert_eq!(view.state, ProjectState::Cancelled);
    assert!(
        view.deadlines
            .iter()
            .all(|deadline| deadline.stopped.is_some())
    );
    assert_eq!(reserved().await, Money::ZERO);
}

#[tokio::test]
async fn a_project_that_was_contracted_meanwhile_is_not_cancelled_but_the_meeting_closes() {
    let world = world().await;
    let id = world
        .project_at(ORDOS, Mode::Direct, yuan(90_000), ProjectState::Budgeted)
        .await;
    let meeting = world.planned_meeting(ORDOS).await;
    let item = world
        .put_on_agenda(ORDOS, meeting, ItemKind::Cancel, Some(id.0))
        .await;
    world.hold(ORDOS, meeting).await;
    world
        .agree(ORDOS, item, motion(Motion::Approve, "企业停产改造"))
        .await;
    world.drive(id, ProjectState::Contracted).await;
    world.confirm(ORDOS, meeting).await;
    world.close(ORDOS, meeting).await;
    let view = world.clerk(ORDOS).project(id).await.unwrap();
    assert_eq!(view.state, ProjectState::Contracted);
    assert!(
        view.history[0]
            .text
            .contains("应按协议的解除或终止条件办理"),
        "{}",
        view.history[0].text
    );
}

/// A version of next year's key areas, ready for a meeting.
async fn areas(world: &World) -> AreaSetId {
    let mut tx = world.admin.begin().await.unwrap();
    let id = sqlx::query_scalar(
        "insert into area_set (tenant_id, year, no, state) values ($1, 2027, 1, 'ANALYSED') returning id",
    )
    .bind(ORDOS.0)
    .fetch_one(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    AreaSetId(id)
}

async fn area_state(world: &World, id: AreaSetId) -> (AreaState, String) {
    let mut tx = world.admin.begin().await.unwrap();
    let row = sqlx::query("select state, resolution from area_set where id = $1")
        .bind(id.0)
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    let state: String = row.get("state");
    (AreaState::from_code(&state).unwrap(), row.get("resolution"))
}

#[tokio::test]
async fn key_areas_are_decided_by_a_closed_meeting_or_wait_for_the_next_one() {
    let world = october().await;
    let set = areas(&world).await;
    let state = async || area_state(&world, set).await.0;
    let called_off = world.planned_meeting(ORDOS).await;
    let item = world
        .put_on_agenda(ORDOS, called_off, ItemKind::Areas, Some(set.0))
        .await;
    assert_eq!(state().await, AreaState::OnAgenda);
    world.clerk(ORDOS).drop_item(item).await.unwrap();
    assert_eq!(state().await, AreaState::Analysed);
    world
        .put_on_agenda(ORDOS, called_off, ItemKind::Areas, Some(set.0))
        .await;
    let seen = world.meeting_version(ORDOS, called_off).await;
    refused(
        world
            .hrss(ORDOS)
            .cancel_meeting(called_off, seen, " ".into())
            .await,
        "Required",
    );
    world
        .hrss(ORDOS)
        .cancel_meeting(called_off, seen, "改期".into())
        .await
        .unwrap();
    assert_eq!(state().await, AreaState::Analysed);
    for (object, expected) in [(true, AreaState::Analysed), (false, AreaState::Decided)] {
        let meeting = world.planned_meeting(ORDOS).await;
        let item = world
            .put_on_agenda(ORDOS, meeting, ItemKind::Areas, Some(set.0))
            .await;
        world.hold(ORDOS, meeting).await;
        world.agree(ORDOS, item, approve("")).await;
        if object {
            let health = world.health(ORDOS);
            health
                .vote(item, Opinion::Object, "缺少粉尘岗位".into())
                .await
                .unwrap();
        }
        world.confirm(ORDOS, meeting).await;
        world.close(ORDOS, meeting).await;
        let (state, resolution) = area_state(&world, set).await;
        assert_eq!((state, resolution.is_empty()), (expected, object));
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a connection past every door, on purpose"
)]
#[tokio::test]
async fn a_city_reaches_no_determined_state_past_the_meeting() {
    let world = october().await;
    let id = world.on_frozen_list(ORDOS, yuan(100_000)).await;
    let meeting = world.planned_meeting(ORDOS).await;
    let item = world
        .put_on_agenda(ORDOS, meeting, ItemKind::Project, Some(id.0))
        .await;
    world.hold(ORDOS, meeting).await;
    world.agree(ORDOS, item, approve("")).await;
    // A line that says adopted, in a meeting that says confirmed, without the four confirmations.
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query("update item set outcome = 'ADOPTED', resolution = '自拟1号' where id = $1")
        .bind(item.0)
        .execute(&mut *tx)
        .await
        .unwrap();
    sqlx::query("update meeting set state = 'MINUTES_CONFIRMED' where id = $1")
        .bind(meeting.0)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut conn = world.db.pool.acquire().await.unwrap();
    for sql in [
        "update project set state = 'DETERMINED', resolution = '自拟1号', approved = 100000 where id = $1",
        "update project set state = 'FILED', resolution = '自拟1号', approved = 100000 where id = $1",
        "insert into project (plan_year, code, name, kind, mode, category, state, applicant_name, requested, approved, resolution, start_on, end_on)
         select 2027, 'x', 'x', kind, mode, category, 'DETERMINED', 'x', 1, 1, '自拟1号', start_on, end_on from project where id = $1",
    ] {
        sqlx::query("begin").execute(&mut *conn).await.unwrap();
        sqlx::query("select set_config('role', 'app_city', true), set_config('app.tenant', '150600', true)")
            .execute(&mut *conn)
            .await
            .unwrap();
        let error = sqlx::query(sql).bind(id.0).execute(&mut *conn).await.unwrap_err();
        assert!(error.to_string().contains("no adopted resolution"), "{sql}: {error}");
        sqlx::query("rollback").execute(&mut *conn).await.unwrap();
    }
}
