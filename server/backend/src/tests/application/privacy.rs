//! What is not handed in is nobody else's: on no page, in no list, in no history.

use super::*;

/// Asks as everybody who is not the applicant.
async fn nobody_else_knows(world: &World, id: ProjectId) {
    let strangers = [
        world.clerk(ORDOS),
        world.hrss(ORDOS),
        world.clerk(BAOTOU),
        world.session("steel"),
        world.session("peixun"),
        world.region(),
    ];
    for session in strangers {
        refused(session.application(id).await, "NotFound");
        refused(session.project(id).await, "NotFound");
        let listed = session.list_projects(ListQuery::default()).await.unwrap();
        assert!(listed.rows.iter().all(|row| row.id != id));
    }
    for session in [world.clerk(ORDOS), world.region()] {
        let feed = match session.workbench(Some(YEAR)).await {
            Ok(bench) => bench.feed,
            Err(_) => {
                session
                    .region_dashboard(domain::contract::RegionQuery {
                        year: Some(YEAR),
                        ..domain::contract::RegionQuery::default()
                    })
                    .await
                    .unwrap()
                    .feed
            }
        };
        assert!(feed.iter().all(|row| row.project != Some(id)), "{feed:?}");
    }
    let region = world
        .region()
        .region_dashboard(domain::contract::RegionQuery {
            year: Some(YEAR),
            ..domain::contract::RegionQuery::default()
        })
        .await
        .unwrap();
    assert!(region.feed.iter().all(|row| row.project != Some(id)));
    refused(
        world
            .clerk(ORDOS)
            .accept_application(id, domain::Version(1))
            .await,
        "NotFound",
    );
    refused(
        world
            .session("steel")
            .save_application(id, 0, fields(&[("annex1.contact", "x")]))
            .await,
        "NotFound",
    );
}

#[tokio::test]
async fn a_draft_is_the_applicants_alone_also_when_it_is_given_up() {
    let world = open_world().await;
    let coal = world.session("coal");
    let id = world.draft("coal", ORDOS).await;
    nobody_else_knows(&world, id).await;
    refused(
        world
            .region()
            .save_application(id, 0, BTreeMap::new())
            .await,
        "NotFound",
    );
    coal.withdraw_application(id, world.version(id).await, String::new())
        .await
        .unwrap();
    nobody_else_knows(&world, id).await;
    assert_eq!(view(&coal, id).await.state, ProjectState::Withdrawn);
    assert!(
        events(&world.admin, id)
            .await
            .iter()
            .all(|(_, private)| *private)
    );
}

#[tokio::test]
async fn what_is_written_between_two_submissions_is_private_too() {
    let world = open_world().await;
    let id = world.application_at(ORDOS, ProjectState::Supplement).await;
    let (coal, clerk) = (world.session("coal"), world.clerk(ORDOS));
    write(&coal, id, &[("annex1.contact", "秘密")]).await;
    let history = |view: domain::contract::ProjectView| -> Vec<String> {
        view.history.into_iter().map(|row| row.text).collect()
    };
    let (ours, theirs) = (
        history(coal.project(id).await.unwrap()),
        history(clerk.project(id).await.unwrap()),
    );
    assert!(ours.iter().any(|text| text == "填写申报材料"), "{ours:?}");
    assert!(
        theirs
            .iter()
            .all(|text| text != "填写申报材料" && !text.contains("上传附件")),
        "{theirs:?}"
    );
    assert!(theirs.iter().any(|text| text.starts_with("提交申报材料")));
    assert_ne!(view(&clerk, id).await.draft.get("annex1.contact"), "秘密");
    assert_eq!(
        coal.project(id).await.unwrap().name,
        clerk.project(id).await.unwrap().name
    );
}

#[tokio::test]
async fn the_region_reads_what_was_handed_in_and_other_organisations_do_not() {
    let world = open_world().await;
    let id = world.application_at(ORDOS, ProjectState::Submitted).await;
    for session in [world.region(), world.finance(ORDOS), world.payer(ORDOS)] {
        let seen = view(&session, id).await;
        assert!(!seen.editable && seen.saves.is_empty());
        assert!(seen.offers.is_empty(), "{:?}", seen.offers);
    }
    refused(
        world.session("region-cz").application(id).await,
        "Forbidden",
    );
    refused(world.session("steel").application(id).await, "NotFound");
    refused(world.clerk(BAOTOU).application(id).await, "NotFound");
    refused(world.session("expert-1").application(id).await, "Forbidden");
}

#[tokio::test]
async fn the_unit_of_anothers_project_does_not_read_its_application() {
    let world = open_world().await;
    let id = world.application_at(ORDOS, ProjectState::Accepted).await;
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query("update project set unit_id = $2 where id = $1")
        .bind(id.0)
        .bind(world.org("anquan").0)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let unit = world.session("anquan");
    let project = unit.project(id).await.unwrap();
    assert!(project.history.iter().all(|row| row.text != "填写申报材料"));
    refused(unit.application(id).await, "Forbidden");
}

#[tokio::test]
async fn nobody_reads_a_working_copy_even_past_the_use_cases() {
    let world = open_world().await;
    let id = world.application_at(ORDOS, ProjectState::Supplement).await;
    for session in [world.clerk(ORDOS), world.region()] {
        for table in ["application_draft", "draft_edit"] {
            let mut tx = session.read(Action::ViewApplication).await.unwrap();
            let sql = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
            let error = sqlx::query(sql).fetch_one(&mut *tx).await.unwrap_err();
            let code = error.as_database_error().and_then(|error| error.code());
            assert_eq!(code.as_deref(), Some("42501"), "{table}");
        }
    }
    assert!(view(&world.clerk(ORDOS), id).await.saves.is_empty());
}
