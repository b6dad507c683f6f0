//! Key areas from a suggestion to the public page (machine 2.2).

use domain::access::Action;
use domain::contract::{
    AreaSet, FiguresApi, KeyArea, PublicApi, PublicationDraft, SuggestionDraft, YearOf,
};
use domain::state::{AreaState, Channel, Member};
use domain::{AreaSetId, Version};

use super::refusals::refused;
use crate::areas;
use crate::testkit::{BAOTOU, ORDOS, World, world};

fn area(name: &str) -> KeyArea {
    KeyArea {
        name: name.into(),
        industries: "06、煤炭开采和洗选业，47".into(),
        region: "准格尔旗".into(),
        trades: "采煤工".into(),
        types: "冒顶片帮".into(),
        rationale: "三年内发生起数居首".into(),
    }
}

async fn sets(world: &World) -> Vec<AreaSet> {
    world
        .hrss(ORDOS)
        .areas(YearOf::default())
        .await
        .unwrap()
        .sets
}

async fn freeze(world: &World) {
    world
        .clerk(ORDOS)
        .freeze_analysis(2027, "试运行".into())
        .await
        .unwrap();
}

async fn drafted(world: &World, name: &str) -> AreaSetId {
    world
        .clerk(ORDOS)
        .draft_areas(2027, vec![area(name)])
        .await
        .unwrap();
    sets(world).await[0].id
}

/// What the meeting does, in a transaction of its own.
async fn on_agenda(world: &World, id: AreaSetId) -> crate::Result<i32> {
    let mut tx = world.clerk(ORDOS).write(Action::AddItem).await?;
    let year = areas::put_on_agenda(&mut tx, id).await?;
    tx.commit().await?;
    Ok(year)
}

async fn decide(world: &World, id: AreaSetId, resolution: &str) -> crate::Result<()> {
    let mut tx = world.hrss(ORDOS).write(Action::CloseMeeting).await?;
    areas::decided(&mut tx, id, resolution, world.today()).await?;
    tx.commit().await
}

async fn not_adopted(world: &World, id: AreaSetId) -> crate::Result<()> {
    let mut tx = world.hrss(ORDOS).write(Action::CloseMeeting).await?;
    areas::not_adopted(&mut tx, id).await?;
    tx.commit().await
}

fn notice() -> PublicationDraft {
    PublicationDraft {
        channel: Channel::Notice.code().into(),
        address: "鄂人社公告〔2026〕3号".into(),
    }
}

async fn version(world: &World, id: AreaSetId) -> Version {
    let sets = sets(world).await;
    sets.iter().find(|set| set.id == id).unwrap().version
}

async fn publish(world: &World, id: AreaSetId) {
    let seen = version(world, id).await;
    world
        .hrss(ORDOS)
        .publish_areas(id, seen, notice())
        .await
        .unwrap();
}

/// Decided and published, through the whole machine.
async fn published(world: &World, name: &str, resolution: &str) -> AreaSetId {
    let id = drafted(world, name).await;
    on_agenda(world, id).await.unwrap();
    decide(world, id, resolution).await.unwrap();
    publish(world, id).await;
    id
}

async fn states(world: &World) -> Vec<AreaState> {
    sets(world).await.iter().map(|set| set.state).collect()
}

async fn open_to(world: &World, tenant: domain::TenantId) -> Option<Vec<KeyArea>> {
    let mut tx = world
        .session("coal")
        .read(Action::ViewOpenings)
        .await
        .unwrap();
    areas::published(&mut tx, tenant, 2027).await.unwrap()
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn from_a_suggestion_to_the_public_page() {
    let world = world().await;
    let suggestion = SuggestionDraft {
        text: "准格尔旗煤矿尘肺病高发，建议列为重点".into(),
    };
    world
        .health(ORDOS)
        .suggest_area(2027, suggestion)
        .await
        .unwrap();
    assert_eq!(states(&world).await, [AreaState::Collecting]);
    refused(
        world
            .clerk(ORDOS)
            .draft_areas(2027, vec![area("煤矿")])
            .await,
        "NotAnalysed",
    );
    freeze(&world).await;
    let id = drafted(&world, "煤矿").await;
    assert_eq!(states(&world).await, [AreaState::Analysed]);
    assert_eq!(on_agenda(&world, id).await.unwrap(), 2027);
    not_adopted(&world, id).await.unwrap();
    assert_eq!(drafted(&world, "煤矿和建筑").await, id, "the same version");
    on_agenda(&world, id).await.unwrap();
    assert!(world.db.public_areas().await.unwrap().cities.is_empty());
    decide(&world, id, "鄂联席〔2026〕1号").await.unwrap();
    assert_eq!(
        open_to(&world, ORDOS).await,
        None,
        "decided is not published"
    );
    publish(&world, id).await;
    let above = YearOf {
        year: None,
        tenant: Some(ORDOS),
    };
    let view = world.region().areas(above).await.unwrap();
    assert!(view.offers.is_empty() && view.analysed);
    assert_eq!(view.suggestions[0].member, Member::Health);
    assert_eq!(view.sets[0].resolution, "鄂联席〔2026〕1号");
    assert_eq!(view.sets[0].areas[0].industries, "06,47");

    let public = world.db.public_areas().await.unwrap();
    let city = &public.cities[0];
    assert_eq!(
        (city.tenant, city.year, city.open, public.cities.len()),
        (ORDOS, 2027, true, 1)
    );
    assert_eq!(city.areas[0].name, "煤矿和建筑");
    assert_eq!(city.channels, ["公告"]);
    let open = open_to(&world, ORDOS).await.unwrap();
    assert_eq!(open[0].name, "煤矿和建筑");
    assert_eq!(open_to(&world, BAOTOU).await, None);

    let hrss = world.hrss(ORDOS);
    let more = PublicationDraft {
        channel: "PORTAL".into(),
        address: "https://rsj.ordos.gov.cn/1.html".into(),
    };
    hrss.publish_areas(id, version(&world, id).await, more)
        .await
        .unwrap();
    let set = &sets(&world).await[0];
    assert_eq!(
        (set.publications.len(), set.state),
        (2, AreaState::Published)
    );
    hrss.close_areas(id, set.version).await.unwrap();
    assert_eq!(open_to(&world, ORDOS).await, None);
    let public = world.db.public_areas().await.unwrap();
    assert!(!public.cities[0].open, "closed areas stay to be read");
    refused(
        world.clerk(ORDOS).draft_areas(2027, vec![area("晚")]).await,
        "WrongState",
    );
}

#[tokio::test]
async fn a_new_version_supersedes_when_it_is_published_and_not_before() {
    let world = world().await;
    freeze(&world).await;
    let first = published(&world, "甲", "1号").await;
    let second = drafted(&world, "乙").await;
    assert_ne!(first, second);
    on_agenda(&world, second).await.unwrap();
    decide(&world, second, "2号").await.unwrap();
    assert_eq!(
        states(&world).await,
        [AreaState::Decided, AreaState::Published]
    );
    assert_eq!(open_to(&world, ORDOS).await.unwrap()[0].name, "甲");
    // A third one is decided before the second was ever published.
    let third = drafted(&world, "丙").await;
    on_agenda(&world, third).await.unwrap();
    decide(&world, third, "3号").await.unwrap();
    assert_eq!(
        states(&world).await,
        [AreaState::Decided, AreaState::Amended, AreaState::Published]
    );
    publish(&world, third).await;
    assert_eq!(
        states(&world).await,
        [AreaState::Published, AreaState::Amended, AreaState::Amended]
    );
    assert_eq!(open_to(&world, ORDOS).await.unwrap()[0].name, "丙");
    let public = world.db.public_areas().await.unwrap();
    assert_eq!(public.cities.len(), 1, "one version in force");
    // A version on its way when applications end comes into force no more.
    let fourth = drafted(&world, "丁").await;
    on_agenda(&world, fourth).await.unwrap();
    decide(&world, fourth, "4号").await.unwrap();
    let hrss = world.hrss(ORDOS);
    hrss.close_areas(third, version(&world, third).await)
        .await
        .unwrap();
    refused(
        hrss.publish_areas(fourth, version(&world, fourth).await, notice())
            .await,
        "WrongState",
    );
}

#[tokio::test]
async fn the_machine_refuses_every_other_way() {
    let world = world().await;
    freeze(&world).await;
    let id = drafted(&world, "煤矿").await;
    let kind = |result: crate::Result<()>| result.unwrap_err().refusal().unwrap().kind();
    assert_eq!(kind(decide(&world, id, "1号").await), "WrongState");
    assert_eq!(kind(not_adopted(&world, id).await), "WrongState");
    let hrss = world.hrss(ORDOS);
    let seen = version(&world, id).await;
    refused(hrss.publish_areas(id, seen, notice()).await, "WrongState");
    refused(hrss.close_areas(id, seen).await, "WrongState");
    on_agenda(&world, id).await.unwrap();
    assert_eq!(kind(on_agenda(&world, id).await.map(|_| ())), "WrongState");
    refused(
        world
            .clerk(ORDOS)
            .draft_areas(2027, vec![area("别的")])
            .await,
        "WrongState",
    );
    assert_eq!(kind(decide(&world, id, " ").await), "Required");
    decide(&world, id, "1号").await.unwrap();
    let seen = version(&world, id).await;
    refused(
        hrss.publish_areas(id, Version(seen.0 - 1), notice()).await,
        "Stale",
    );
    for (channel, address, field) in [
        ("传闻", "x", "channel"),
        ("NOTICE", " ", "address"),
        ("PORTAL", "javascript:alert(1)", "address"),
    ] {
        let draft = PublicationDraft {
            channel: channel.into(),
            address: address.into(),
        };
        let fault = hrss.publish_areas(id, seen, draft).await.unwrap_err();
        assert_eq!(fault.refusal().unwrap().field(), Some(field));
    }
    refused(
        world.clerk(ORDOS).publish_areas(id, seen, notice()).await,
        "Forbidden",
    );
    refused(
        world.hrss(BAOTOU).publish_areas(id, seen, notice()).await,
        "NotFound",
    );
    refused(
        world.region().publish_areas(id, seen, notice()).await,
        "Forbidden",
    );
    assert_eq!(version(&world, id).await, seen, "nothing changed");
    // A meeting of another city finds nothing.
    let mut abroad = world.clerk(BAOTOU).write(Action::AddItem).await.unwrap();
    let error = areas::put_on_agenda(&mut abroad, id).await.unwrap_err();
    assert_eq!(error.refusal().unwrap().kind(), "NotFound");
}

#[tokio::test]
async fn a_bad_area_is_refused_at_its_field() {
    let world = world().await;
    freeze(&world).await;
    let clerk = world.clerk(ORDOS);
    let with = |change: fn(&mut KeyArea)| {
        let mut bad = area("乙");
        change(&mut bad);
        vec![area("甲"), bad]
    };
    for (areas, kind, field) in [
        (vec![], "Required", "areas"),
        (vec![area("多"); 31], "UnknownChoice", "areas"),
        (
            with(|area| area.name = " ".into()),
            "Required",
            "areas[1][name]",
        ),
        (
            with(|area| area.name = "甲".into()),
            "UnknownChoice",
            "areas[1][name]",
        ),
        (
            with(|area| area.rationale = String::new()),
            "Required",
            "areas[1][rationale]",
        ),
        (
            with(|area| area.rationale = "长".repeat(2001)),
            "TooLong",
            "areas[1][rationale]",
        ),
        (
            with(|area| area.industries = "06,999".into()),
            "UnknownChoice",
            "areas[1][industries]",
        ),
        (
            with(|area| {
                *area = KeyArea {
                    name: "空".into(),
                    rationale: "无".into(),
                    ..KeyArea::default()
                };
            }),
            "Required",
            "areas[1][industries]",
        ),
    ] {
        let fault = clerk.draft_areas(2027, areas).await.unwrap_err();
        let refusal = fault.refusal().unwrap();
        assert_eq!((refusal.kind(), refusal.field()), (kind, Some(field)));
    }
    assert!(sets(&world).await.is_empty());
    let text = |text: &str| SuggestionDraft { text: text.into() };
    refused(
        world.health(ORDOS).suggest_area(2027, text(" ")).await,
        "Required",
    );
    refused(
        world.health(ORDOS).suggest_area(2030, text("x")).await,
        "UnknownChoice",
    );
    for login in ["150600-jb", "region-wj", "coal"] {
        refused(
            world.session(login).suggest_area(2027, text("x")).await,
            "Forbidden",
        );
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a connection past every door, on purpose"
)]
#[tokio::test]
async fn the_public_reads_published_columns_and_nothing_else() {
    let world = world().await;
    freeze(&world).await;
    let id = published(&world, "甲", "1号").await;
    drafted(&world, "乙").await;
    let mut conn = world.db.pool.acquire().await.unwrap();
    let mut ask = async |sql: &'static str| {
        sqlx::query("begin").execute(&mut *conn).await.unwrap();
        sqlx::query("select set_config('role', 'app_public', true)")
            .execute(&mut *conn)
            .await
            .unwrap();
        let answer = sqlx::query_scalar::<_, i64>(sql)
            .fetch_one(&mut *conn)
            .await;
        sqlx::query("rollback").execute(&mut *conn).await.unwrap();
        answer.map_err(|error| error.to_string())
    };
    assert_eq!(ask("select max(id) from area_set").await, Ok(id.0));
    assert_eq!(ask("select count(*) from area_set").await, Ok(1));
    assert_eq!(ask("select count(*) from publication").await, Ok(1));
    for denied in [
        "select count(resolution) from area_set",
        "select count(version) from area_set",
        "select count(*) from suggestion",
        "select count(*) from analysis",
        "select count(*) from project",
        "select count(*) from injury",
        "select count(*) from injury_upload",
        "select count(*) from event",
        "select count(*) from fund_entry",
        "select count(*) from account",
    ] {
        let error = ask(denied).await.unwrap_err();
        assert!(error.contains("permission denied"), "{denied}: {error}");
    }
}
