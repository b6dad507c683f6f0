//! What pages show agrees with the rows behind it.

use domain::access::Action;
use domain::contract::{ListQuery, ListSort, ProjectApi, ScreensApi, TodoPlace};
use domain::state::{Mode, ProjectState, Step};
use domain::{Money, TenantId};

use crate::testkit::{BAOTOU, ORDOS, world};

#[tokio::test]
async fn the_region_sees_all_cities_and_their_sums_agree_with_the_list() {
    let world = world().await;
    let region = world.region();
    let page = region
        .region_dashboard(domain::contract::RegionQuery::default())
        .await
        .unwrap();
    assert_eq!(page.tiles.len(), 12);
    let mut query = ListQuery {
        year: Some(page.year),
        sort: ListSort::Code,
        ..ListQuery::default()
    };
    let mut rows = Vec::new();
    loop {
        let list = region.list_projects(query.clone()).await.unwrap();
        rows.extend(list.rows);
        match list.next {
            Some(next) => query.after = Some(next),
            None => break,
        }
    }
    let determined = rows.iter().filter(|row| row.state.is_determined()).count();
    assert_eq!(page.figures.determined, determined as i64);
    assert_eq!(
        page.figures.agreement,
        rows.iter().map(|row| row.agreement).sum::<Money>()
    );
    assert_eq!(
        page.figures.prepaid,
        rows.iter().map(|row| row.prepaid).sum::<Money>()
    );
    for step in page.pipeline {
        let listed = rows
            .iter()
            .filter(|row| Step::of(row.state, row.acceptance) == Some(step.step))
            .count();
        assert_eq!(step.count, listed as i64, "{:?}", step.step);
    }
}

#[tokio::test]
async fn health_and_emergency_departments_of_the_region_see_no_single_project() {
    let world = world().await;
    for login in ["region-wj", "region-yj"] {
        let session = world.session(login);
        let page = session
            .region_dashboard(domain::contract::RegionQuery::default())
            .await
            .unwrap();
        assert!(page.figures.determined > 0);
        assert!(page.due.is_empty() && page.feed.is_empty());
        let refused = session
            .list_projects(ListQuery::default())
            .await
            .unwrap_err();
        assert_eq!(refused.refusal().unwrap().kind(), "Forbidden");
    }
}

#[tokio::test]
async fn every_todo_count_equals_its_list_and_belongs_to_the_city() {
    let world = world().await;
    for login in [
        "150600-jb",
        "150600-fh",
        "150600-zf",
        "150600-rs",
        "150600-cz",
        "150600-wj",
        "150600-yj",
    ] {
        let session = world.session(login);
        let bench = session.workbench(None).await.unwrap();
        assert_eq!(bench.tenant, TenantId(150_600));
        for group in bench.todo {
            assert_eq!(group.count, group.rows.len() as i64);
            for row in group.rows {
                let TodoPlace::Project(project) = row.place else {
                    continue;
                };
                let view = session.project(project).await.unwrap();
                assert_eq!(view.tenant, TenantId(150_600));
                // Ban cases are worked on beside the project they are about.
                let beside = [Action::DecideBan, Action::CloseHearing].contains(&group.action);
                if !beside
                    && group.action != Action::AcknowledgeFiling
                    && view.payments.iter().all(|p| p.action != Some(group.action))
                {
                    let offer = view
                        .offers
                        .iter()
                        .find(|offer| offer.action == group.action);
                    assert!(
                        offer.is_some_and(|offer| offer.why_not.is_none()),
                        "{login} {:?} {:?}",
                        group.action,
                        offer
                    );
                }
            }
        }
    }
}

#[tokio::test]
async fn search_finds_two_characters_and_takes_wildcards_literally() {
    let world = world().await;
    let id = world
        .new_project(ORDOS, Mode::Direct, Money::from_fen(10_000_000))
        .await;
    let clerk = world.clerk(ORDOS);
    let name = clerk.project(id).await.unwrap().name;
    let two: String = name.chars().skip(1).take(2).collect();
    let find = async |q: &str| {
        clerk
            .list_projects(ListQuery {
                q: q.into(),
                ..ListQuery::default()
            })
            .await
            .unwrap()
            .rows
    };
    assert!(find(&two).await.iter().any(|row| row.id == id));
    for nothing in ["%", "_", "'; drop table project; --", "龘龘", "🦀"] {
        assert!(find(nothing).await.is_empty(), "{nothing}");
    }
    assert!(find(&"长".repeat(10_000)).await.is_empty());
}

#[tokio::test]
async fn paging_shows_every_project_once_in_every_order() {
    let world = world().await;
    for sort in ListSort::ALL {
        let region = world.region();
        let mut query = ListQuery {
            sort: *sort,
            ..ListQuery::default()
        };
        let (mut seen, mut pages) = (Vec::new(), 0);
        loop {
            let page = region.list_projects(query.clone()).await.unwrap();
            seen.extend(page.rows.iter().map(|row| row.id));
            pages += 1;
            match page.next {
                Some(next) => query.after = Some(next),
                None => break,
            }
        }
        let all = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), all, "{sort:?}: nothing twice");
        assert!(pages >= 1 && all > 0, "{sort:?}");
    }
}

#[tokio::test]
async fn a_tracker_shows_exactly_the_projects_of_the_organisation() {
    let world = world().await;
    let id = world
        .new_project(BAOTOU, Mode::Commissioned, Money::from_fen(10_000_000))
        .await;
    world.drive(id, ProjectState::Completed).await;
    let unit = world.unit_of(id).await;
    let tracker = unit.tracker().await.unwrap();
    let mine = tracker
        .projects
        .iter()
        .find(|project| project.row.id == id)
        .expect("its own project");
    assert!(
        mine.task
            .as_ref()
            .is_some_and(|task| task.contains("申请验收")),
        "{:?}",
        mine.task
    );
    for project in &tracker.projects {
        assert!(
            [&project.row.unit, &project.row.applicant].contains(&&tracker.organisation),
            "{}",
            project.row.name
        );
    }
}
