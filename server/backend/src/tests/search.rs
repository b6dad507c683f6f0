//! Search: who finds what, and what no word may do.

use domain::Money;
use domain::contract::{ListQuery, ProjectApi, ScreensApi, SearchView};
use domain::state::Mode;

use crate::Session;
use crate::bench::seed;
use crate::testkit::{BAOTOU, ORDOS, World, world};

async fn find(session: &Session, q: &str) -> SearchView {
    session.search(q.into()).await.unwrap()
}

async fn listed(session: &Session, q: &str) -> Vec<String> {
    let query = ListQuery {
        q: q.into(),
        ..ListQuery::default()
    };
    let page = session.list_projects(query).await.unwrap();
    page.rows.into_iter().map(|row| row.name).collect()
}

fn names(view: &SearchView) -> Vec<String> {
    view.projects
        .rows
        .iter()
        .map(|row| row.name.clone())
        .collect()
}

/// Past every guard, as only a test may.
async fn force(world: &World, sql: &'static str) {
    sqlx::raw_sql(sql).execute(&world.admin.pool).await.unwrap();
}

/// The same rare word in the newest project of both cities.
async fn word_in_both_cities(world: &World) {
    for tenant in [ORDOS, BAOTOU] {
        world
            .new_project(tenant, Mode::Direct, Money::from_fen(9_000_000))
            .await;
    }
    force(
        world,
        "set session_replication_role = replica;
         update project p set name = '麒麟' || p.tenant_id from
           (select tenant_id, max(id) as id from project group by 1) last
         where last.tenant_id = p.tenant_id and last.id = p.id and p.tenant_id in (150600, 150200);
         reset session_replication_role;",
    )
    .await;
}

#[tokio::test]
async fn a_word_of_two_cities_is_found_by_each_in_its_own_and_by_the_region_in_both() {
    let world = world().await;
    word_in_both_cities(&world).await;
    assert_eq!(
        names(&find(&world.clerk(ORDOS), "麒麟").await),
        ["麒麟150600"]
    );
    assert_eq!(
        names(&find(&world.hrss(BAOTOU), "麒麟").await),
        ["麒麟150200"]
    );
    let mut both = names(&find(&world.region(), "麒麟").await);
    both.sort();
    assert_eq!(both, ["麒麟150200", "麒麟150600"]);
    // The list finds the same, narrowed to a city or not.
    assert_eq!(listed(&world.clerk(ORDOS), "麒麟").await, ["麒麟150600"]);
    assert_eq!(listed(&world.region(), "麒麟").await.len(), 2);
    let narrowed = ListQuery {
        q: "麒麟".into(),
        tenant: Some(BAOTOU.0),
        ..ListQuery::default()
    };
    let page = world
        .region()
        .list_projects(narrowed.clone())
        .await
        .unwrap();
    assert_eq!(page.rows.len(), 1);
    // A city that asks for another one's gets nothing, not even a hint that there is something.
    let abroad = world.clerk(ORDOS).list_projects(narrowed).await.unwrap();
    assert!(abroad.rows.iter().all(|row| row.name == "麒麟150600"));
    // Words that another city alone has are as absent as words that nobody has.
    let there = find(&world.clerk(ORDOS), "150200-20").await;
    assert_eq!(
        there,
        SearchView {
            q: "150200-20".into(),
            ..SearchView::default()
        }
    );
}

#[tokio::test]
async fn an_organisation_finds_its_own_projects_and_partners_only() {
    let world = world().await;
    let project = world
        .project_in(ORDOS, domain::state::ProjectState::InProgress)
        .await;
    let (applicant, unit) = (
        world.applicant_of(project).await,
        world.unit_of(project).await,
    );
    let name = applicant.project(project).await.unwrap().name;
    for session in [&applicant, &unit] {
        let found = find(session, &name).await;
        assert!(found.projects.rows.iter().any(|row| row.id == project));
    }
    let everything = ListQuery::default();
    let own = unit.list_projects(everything).await.unwrap();
    let all = find(&unit, "项目").await;
    assert_eq!(all.projects.rows.len(), own.rows.len().min(10));
    for row in &all.projects.rows {
        assert!(
            own.rows.iter().any(|known| known.id == row.id),
            "{}",
            row.id
        );
    }
    assert!(all.people.rows.is_empty());
    // Of the register it sees itself and those it works with, the city sees everybody.
    let known = partners_of(&world, &unit).await;
    let partner = find(&unit, &own.rows[0].applicant).await.organisations;
    assert!(!partner.rows.is_empty());
    assert!(partner.rows.iter().all(|row| known.contains(&row.id.0)));
    let foreign: String =
        sqlx::query_scalar("select name from organisation where id <> all($1) order by id limit 1")
            .bind(&known)
            .fetch_one(&world.admin.pool)
            .await
            .unwrap();
    assert!(
        find(&unit, &foreign).await.organisations.rows.is_empty(),
        "{foreign}"
    );
    assert!(
        !find(&world.clerk(ORDOS), &foreign)
            .await
            .organisations
            .rows
            .is_empty(),
        "{foreign}"
    );
    let stranger = world.session("steel");
    assert!(find(&stranger, &name).await.projects.rows.is_empty());
}

/// Organisations of the projects an organisation has a part in, and itself.
async fn partners_of(world: &World, session: &Session) -> Vec<i64> {
    let crate::Scope::Org(org) = session.scope else {
        panic!("not an organisation")
    };
    sqlx::query_scalar(
        "select distinct unnest(array[applicant_id, unit_id, $1]) from project where $1 in (applicant_id, unit_id)",
    )
    .bind(org.0)
    .fetch_all(&world.admin.pool)
    .await
    .map(|ids: Vec<Option<i64>>| ids.into_iter().flatten().collect())
    .unwrap()
}

#[tokio::test]
async fn an_evaluator_finds_what_is_assigned_and_no_other_project() {
    let world = world().await;
    let evaluator = world.evaluator();
    let assigned = evaluator
        .list_projects(ListQuery::default())
        .await
        .unwrap()
        .rows;
    let found = find(&evaluator, "项目").await;
    assert_eq!(found.projects.rows.len(), assigned.len().min(10));
    for row in &found.projects.rows {
        assert!(assigned.iter().any(|own| own.id == row.id));
    }
    let nobody = find(&world.session("expert-2"), "项目").await;
    let theirs = world
        .session("expert-2")
        .list_projects(ListQuery::default())
        .await
        .unwrap();
    assert_eq!(nobody.projects.rows.len(), theirs.rows.len().min(10));
}

#[tokio::test]
async fn papers_are_found_by_those_who_may_open_them() {
    let world = world().await;
    force(
        &world,
        "insert into paper (tenant_id, project_id, kind, part, name, mime, bytes, hash, key, added_on, added_by, added_name, added_role, stage)
         select tenant_id, min(id), k.kind, k.part, '凤凰' || k.kind || tenant_id || '.pdf', 'application/pdf', 1, repeat('0', 64), k.kind || tenant_id, '2026-01-01', 0, '', 'AGC', 'CONTRACTED'
         from project cross join (values ('SIGNATURE', 'AGENCY'), ('VOUCHER', ''), ('PHOTO', '')) k(kind, part)
         where tenant_id in (150600, 150200) and state = 'IN_PROGRESS' group by tenant_id, k.kind, k.part",
    )
    .await;
    let papers = async |session: Session| {
        let found = find(&session, "凤凰").await;
        let mut names: Vec<_> = found
            .papers
            .rows
            .into_iter()
            .map(|paper| paper.name)
            .collect();
        names.sort();
        names
    };
    let own = |kinds: &[&str], city: &str| {
        kinds
            .iter()
            .map(|kind| format!("凤凰{kind}{city}.pdf"))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        papers(world.clerk(ORDOS)).await,
        own(&["PHOTO", "SIGNATURE", "VOUCHER"], "150600")
    );
    assert_eq!(
        papers(world.clerk(BAOTOU)).await,
        own(&["PHOTO", "SIGNATURE", "VOUCHER"], "150200")
    );
    // Health sees no vouchers, finance of the region nothing else (0013).
    assert_eq!(
        papers(world.health(ORDOS)).await,
        own(&["PHOTO", "SIGNATURE"], "150600")
    );
    assert_eq!(
        papers(world.session("region-cz")).await,
        ["凤凰VOUCHER150200.pdf", "凤凰VOUCHER150600.pdf"]
    );
    // Removed ones are not found.
    force(
        &world,
        "update paper set removed_on = '2026-01-02' where kind = 'PHOTO'",
    )
    .await;
    assert_eq!(
        papers(world.clerk(ORDOS)).await,
        own(&["SIGNATURE", "VOUCHER"], "150600")
    );
}

#[tokio::test]
async fn people_are_found_by_the_posts_that_keep_the_pool() {
    let world = world().await;
    let pool = sqlx::query_scalar::<_, String>("select name from expert where tenant_id = 150600 and removed_on is null order by account_id limit 1")
        .fetch_one(&world.admin.pool)
        .await
        .unwrap();
    let clerk = find(&world.clerk(ORDOS), &pool).await;
    assert!(
        clerk.people.rows.iter().any(|person| person.name == pool),
        "{pool}"
    );
    for session in [world.region(), world.session("coal")] {
        assert!(find(&session, &pool).await.people.rows.is_empty());
    }
}

#[tokio::test]
async fn wildcards_quotes_and_long_texts_mean_themselves_or_are_named() {
    let world = world().await;
    word_in_both_cities(&world).await;
    force(
        &world,
        "set session_replication_role = replica;
         update project set name = '100%_\\''\"' where name = '麒麟150600';
         reset session_replication_role;",
    )
    .await;
    let clerk = world.clerk(ORDOS);
    for literal in ["%_", "0%", "_\\", "\\'", "'\"", "100%_\\'\""] {
        assert_eq!(names(&find(&clerk, literal).await).len(), 1, "{literal}");
        assert_eq!(listed(&clerk, literal).await.len(), 1, "{literal}");
    }
    for nothing in [
        "%%",
        "__",
        "\\\\",
        "🦀🦀",
        "'; drop table project; --",
        "龘龘",
    ] {
        let view = find(&clerk, nothing).await;
        assert!(
            view.note.is_none() && view.projects.rows.is_empty(),
            "{nothing}"
        );
        assert!(listed(&clerk, nothing).await.is_empty(), "{nothing}");
    }
    let sessions = [
        clerk,
        world.region(),
        world.session("coal"),
        world.evaluator(),
    ];
    for session in &sessions {
        for short in ["a", "%", "🦀", "煤 业"] {
            let note = find(session, short).await.note.unwrap();
            assert!(note.starts_with("请至少输入两个相连的字"), "{note}");
        }
        let long = find(session, &"长".repeat(10_000)).await;
        assert!(long.note.unwrap().starts_with("搜索内容超过 100 个字"));
        assert_eq!(long.q.chars().count(), 100);
        for blank in ["", "  \u{0}\t", "\u{3000}"] {
            let view = find(session, blank).await;
            assert!(view.note.is_none() && view.projects.rows.is_empty());
        }
    }
}

#[tokio::test]
async fn common_and_rare_words_find_the_same_rows_in_every_order() {
    let world = world().await;
    seed::prepare(&world.admin).await.unwrap();
    seed::grow(&world.admin, 3_000, &mut |_, _, _| ())
        .await
        .unwrap();
    for session in [world.clerk(ORDOS), world.region()] {
        // One word that nearly all have, one of two characters that a copy has, one in one city.
        for word in ["工伤预防", "夏甲", "宏昌", "鄂托克"] {
            let all = walk(&session, word).await;
            let by_hand = count(&world, &session, word).await;
            assert_eq!(all.len(), by_hand, "{word}");
        }
    }
}

/// The numbers of all projects a list with these words shows, page by page.
async fn walk(session: &Session, word: &str) -> std::collections::BTreeSet<i64> {
    let mut query = ListQuery {
        q: word.into(),
        sort: domain::contract::ListSort::Amount,
        ..ListQuery::default()
    };
    let mut seen = std::collections::BTreeSet::new();
    loop {
        let page = session.list_projects(query.clone()).await.unwrap();
        for row in page.rows {
            assert!(seen.insert(row.id.0), "{word}: {} twice", row.id);
        }
        let Some(next) = page.next else { return seen };
        query.after = Some(next);
    }
}

async fn count(world: &World, session: &Session, word: &str) -> usize {
    let tenant = session.tenant().map(|id| id.0);
    let count: i64 = sqlx::query_scalar(
        "select count(*) from project where submitted and position($1 in search) > 0 and ($2::int is null or tenant_id = $2)",
    )
    .bind(word)
    .bind(tenant)
    .fetch_one(&world.admin.pool)
    .await
    .unwrap();
    usize::try_from(count).unwrap()
}

#[tokio::test]
async fn the_functions_that_look_past_the_policies_are_each_for_one_role() {
    let world = world().await;
    let may = async |role: &str, function: &str| -> bool {
        sqlx::query_scalar("select has_function_privilege($1, $2, 'execute')")
            .bind(role)
            .bind(format!("app.{function}"))
            .fetch_one(&world.admin.pool)
            .await
            .unwrap()
    };
    for role in [
        "app_city",
        "app_region",
        "app_org",
        "app_evaluator",
        "app_case",
        "app_system",
        "app_public",
        "yufang_app",
    ] {
        for (function, only) in [
            ("search_city(text[], int)", "app_city"),
            ("search_city_papers(text[], int)", "app_city"),
            ("search_region(text[], int, int)", "app_region"),
            ("search_region_papers(text[], int)", "app_region"),
            ("projects_with(int, text[], int)", ""),
            ("papers_with(int[], text[], int)", ""),
            ("newest_papers(int[], text[])", ""),
            ("common_words(int, text[], int)", ""),
        ] {
            assert_eq!(may(role, function).await, role == only, "{role} {function}");
        }
    }
    // Without a tenant in the transaction a city finds nothing, whatever it asks for.
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query("select set_config('role', 'app_city', true)")
        .execute(&mut *tx)
        .await
        .unwrap();
    let found: Vec<Option<i32>> =
        sqlx::query_scalar("select city from app.search_city(array['项目'], 2000)")
            .fetch_all(&mut *tx)
            .await
            .unwrap();
    assert!(found.is_empty(), "{found:?}");
}
