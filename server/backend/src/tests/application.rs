//! Applications from the first letter to the hand-over, and what is refused on the way.

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

/// The whole way of one sample: what is missing after loading, and what a return changes.
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn goes_through(login: &str, tenant: TenantId, kind: ProjectKind, mode: Mode) {
    let world = open_world().await;
    let (applicant, clerk) = (world.session(login), world.clerk(tenant));
    let id = applicant.create_application(tenant, YEAR).await.unwrap();
    let text = world.sample(login).await;
    let saved = applicant.load_application(id, 0, text).await.unwrap();
    let missing: Vec<_> = saved
        .findings
        .iter()
        .filter(|one| one.verdict == Verdict::Broken)
        .map(|one| one.field.clone().unwrap_or_default())
        .collect();
    assert!(
        !missing.is_empty() && missing.iter().all(|field| field.starts_with("paper:")),
        "only papers are missing: {missing:?}"
    );
    world.attach_papers(&applicant, id).await;
    assert_eq!(broken(&view(&applicant, id).await.findings), 0);
    applicant
        .submit_application(id, world.version(id).await)
        .await
        .unwrap();

    let handed = view(&clerk, id).await;
    assert_eq!(
        (handed.state, handed.files.len()),
        (ProjectState::Submitted, 7)
    );
    assert_eq!(handed.submissions.len(), 1);
    assert!(!handed.editable && handed.saves.is_empty());
    let project = clerk.project(id).await.unwrap();
    assert_eq!((project.kind, project.mode), (kind, mode));
    assert_eq!(project.category, Category::Both);
    assert_eq!(project.name, handed.draft.get("annex1.project_name"));
    assert_eq!(project.code, format!("{tenant}-2027-001"));
    assert!(!project.goals.is_empty() && project.requested.is_positive());
    assert_eq!(project.start.to_string(), handed.draft.get("annex1.start"));

    let defects = "一、联系电话不完整；二、职称复印件不清晰";
    clerk
        .return_application(id, world.version(id).await, defects.into())
        .await
        .unwrap();
    let returned = view(&applicant, id).await;
    assert_eq!(
        (returned.state, &*returned.defects),
        (ProjectState::Supplement, defects)
    );
    assert!(returned.editable);
    write(
        &applicant,
        id,
        &[
            ("annex1.phone", "0477-8123456"),
            ("annex3.goals.1.target", "1300"),
        ],
    )
    .await;
    let (_, old) = returned
        .files
        .iter()
        .find(|(paper, _)| *paper == Paper::Titles)
        .unwrap();
    applicant.detach(old.id).await.unwrap();
    let file = uploaded(pdf("清晰")).await;
    applicant
        .attach(id, "TITLES", "职称（清晰）.pdf", file)
        .await
        .unwrap();
    // Until it is handed in again, the city reads what it was given.
    let still = view(&clerk, id).await;
    assert_eq!(still.draft, handed.draft);
    assert_eq!(still.files, handed.files);
    applicant
        .submit_application(id, world.version(id).await)
        .await
        .unwrap();
    let again = view(&clerk, id).await;
    let changes: Vec<_> = again.submissions[0]
        .changes
        .iter()
        .map(|one| (one.label.as_str(), one.before.as_str(), one.after.as_str()))
        .collect();
    assert_eq!(changes[0].2, "0477-8123456");
    assert_eq!(changes[1].2, "1300");
    assert_eq!(changes[2], ("职称复印件", &*old.name, "职称（清晰）.pdf"));
    assert_eq!(changes.len(), 3, "{changes:?}");
    assert_eq!(
        clerk.project(id).await.unwrap().code,
        project.code,
        "the code stays"
    );

    clerk
        .accept_application(id, world.version(id).await)
        .await
        .unwrap();
    let accepted = view(&applicant, id).await;
    assert_eq!(accepted.state, ProjectState::Accepted);
    assert!(accepted.submissions[0].receipt.ends_with("受理 2027-001"));
    assert!(!accepted.editable);
}

#[tokio::test]
async fn the_sample_of_an_enterprise_goes_from_its_file_to_acceptance() {
    goes_through("coal", ORDOS, ProjectKind::Enterprise, Mode::Commissioned).await;
}

#[tokio::test]
async fn the_sample_of_an_association_goes_from_its_file_to_acceptance() {
    goes_through("steel", BAOTOU, ProjectKind::Association, Mode::Direct).await;
}

/// What is changed, the rule, the place, and a word of the sentence.
type Broken = (
    &'static [(&'static str, &'static str)],
    &'static str,
    &'static str,
    &'static str,
);

/// Each row: what is changed in a draft that is ready, the rule, the place, and a word of the sentence.
const BROKEN: &[Broken] = &[
    (
        &[
            ("annex1.budget", "20.520001"),
            ("annex3.requested", "20.520001"),
        ],
        "R141",
        "annex1.budget",
        "超出 0.000001 万元",
    ),
    (
        &[("annex1.budget", "20.5000001")],
        "R141",
        "annex1.budget",
        "最多六位小数",
    ),
    (
        &[("annex1.end", "2029-03-02")],
        "R049",
        "annex1.end",
        "2029年3月1日",
    ),
    (
        &[("annex3.total_requested", "205000.01")],
        "R195",
        "annex3.total_requested",
        "205,000.01",
    ),
    (
        &[("annex3.lines.1.quantity", "13")],
        "R195",
        "annex3.total_requested",
        "206,000.00",
    ),
    (
        &[("annex3.lines.1.activity", "")],
        "R200",
        "annex3.lines.1.activity",
        "不能为空",
    ),
    (
        &[("annex3.lines.1.activity", "T9")],
        "R200",
        "annex3.lines.1.activity",
        "T9",
    ),
    (
        &[
            ("annex3.lines.1.standard", ""),
            ("annex3.lines.1.quantity", ""),
        ],
        "R197",
        "annex3.lines.1.standard",
        "不能为空",
    ),
    (
        &[("areas.1.name", "水上运输")],
        "R041",
        "areas.1.name",
        "不在 2027 年度已公布的重点领域中",
    ),
    (
        &[("annex1.org_code", "91150627DEM9000110")],
        "R136",
        "annex1.org_code",
        "不一致",
    ),
    (
        &[("annex1.summary", "")],
        "R139",
        "annex1.summary",
        "不能为空",
    ),
];

#[tokio::test]
async fn every_broken_rule_blocks_at_its_place_and_changes_nothing() {
    let world = open_world().await;
    let coal = world.session("coal");
    let id = world.draft("coal", ORDOS).await;
    let good = view(&coal, id).await.draft;
    for (changes, rule, place, word) in BROKEN {
        write(&coal, id, changes).await;
        let found = view(&coal, id).await;
        let finding = found
            .findings
            .iter()
            .find(|one| one.rule == *rule && one.verdict == Verdict::Broken)
            .unwrap_or_else(|| panic!("{rule} {changes:?}"));
        assert_eq!(finding.field.as_deref(), Some(*place), "{rule}");
        assert!(finding.text.contains(word), "{rule}: {}", finding.text);
        let (fingerprint, version) = (world.fingerprint().await, world.version(id).await);
        let refusal = refused(coal.submit_application(id, version).await, "DraftBroken");
        assert!(refusal.field().is_some(), "{rule}");
        assert!(refusal.sentence().contains("附件") || refusal.sentence().contains("四（"));
        assert_eq!(
            world.fingerprint().await,
            fingerprint,
            "{rule}: nothing changed"
        );
        let offer = found
            .offers
            .iter()
            .find(|one| one.action == Action::SubmitApplication);
        assert_eq!(
            offer.unwrap().why_not.as_ref(),
            Some(&refusal),
            "the page says the same"
        );
        let back: Vec<_> = changes
            .iter()
            .map(|(path, _)| (*path, good.get(path)))
            .collect();
        write(&coal, id, &back).await;
    }
    assert_eq!(
        broken(&view(&coal, id).await.findings),
        0,
        "the draft stays"
    );
}

#[tokio::test]
async fn a_missing_paper_blocks_and_is_named() {
    let world = open_world().await;
    let coal = world.session("coal");
    let id = world.draft("coal", ORDOS).await;
    let files = view(&coal, id).await.files;
    let (_, registration) = files
        .iter()
        .find(|(paper, _)| *paper == Paper::Registration)
        .unwrap();
    coal.detach(registration.id).await.unwrap();
    let refusal = refused(
        coal.submit_application(id, world.version(id).await).await,
        "DraftBroken",
    );
    assert_eq!(refusal.field(), Some("paper:REGISTRATION"));
    assert!(
        refusal.sentence().contains("登记（注册）证件复印件"),
        "{refusal}"
    );
}

#[tokio::test]
async fn the_applicants_other_projects_of_the_year_count_towards_its_three_per_cent() {
    let world = open_world().await;
    let coal = world.session("coal");
    let first = world.draft("coal", ORDOS).await;
    let second = world.draft("coal", ORDOS).await;
    coal.submit_application(first, world.version(first).await)
        .await
        .unwrap();
    // 684 × 3% = 20.52; 20.50 are applied for; 0.02 are left.
    let found = view(&coal, second).await.findings;
    let texts: Vec<_> = found
        .iter()
        .filter(|one| one.verdict == Verdict::Broken)
        .map(|one| (one.rule.as_str(), one.text.as_str()))
        .collect();
    assert_eq!(texts[0].0, "R131", "{texts:?}");
    assert_eq!(texts[1].0, "R141");
    assert!(
        texts[1].1.contains("加本单位本年度其他项目 20.5 万元"),
        "{texts:?}"
    );
    refused(
        coal.submit_application(second, world.version(second).await)
            .await,
        "DraftBroken",
    );
    coal.withdraw_application(first, world.version(first).await, "合并申报".into())
        .await
        .unwrap();
    coal.submit_application(second, world.version(second).await)
        .await
        .unwrap();
}

#[tokio::test]
async fn two_people_on_one_draft_lose_nothing() {
    let world = open_world().await;
    let (one, other) = (world.session("coal"), world.colleague("coal"));
    let id = one.create_application(ORDOS, YEAR).await.unwrap();
    let (name, summary) = ("annex1.project_name", "annex1.summary");
    let first = one
        .save_application(id, 0, fields(&[(name, "甲"), (summary, "甲的简介")]))
        .await
        .unwrap();
    assert_eq!((first.seen, first.clashes.len()), (1, 0));
    // Both work on from save 1; the other one writes first.
    let theirs = other
        .save_application(id, 1, fields(&[(name, "乙"), ("annex1.contact", "乙")]))
        .await
        .unwrap();
    assert_eq!((theirs.seen, theirs.clashes.len()), (2, 0));
    let mine = one
        .save_application(id, 1, fields(&[(name, "丙"), (summary, "丙的简介")]))
        .await
        .unwrap();
    assert_eq!(mine.seen, 3, "what did not clash is saved");
    let clash = &mine
        .clashes
        .iter()
        .find(|clash| clash.path == name)
        .unwrap();
    assert_eq!(
        (&*clash.theirs, &*clash.mine, &*clash.who),
        ("乙", "丙", "同事")
    );
    assert_eq!((&*clash.label, clash.at), ("“项目名称”", world.now()));
    let news = mine
        .clashes
        .iter()
        .find(|clash| clash.path == "annex1.contact")
        .unwrap();
    assert_eq!(
        (&*news.theirs, &*news.mine),
        ("乙", ""),
        "and what was not touched is told"
    );
    let draft = view(&one, id).await.draft;
    assert_eq!((draft.get(name), draft.get(summary)), ("乙", "丙的简介"));
    assert_eq!(
        kept_clashes(&world, id).await,
        ["丙"],
        "what was not written is kept"
    );
    // Now that it is known, it can be decided.
    let decided = one
        .save_application(id, mine.seen, fields(&[(name, "丙")]))
        .await
        .unwrap();
    assert!(decided.clashes.is_empty());
    assert_eq!(view(&other, id).await.draft.get(name), "丙");
    let saves = view(&one, id).await.saves;
    assert_eq!(saves.len(), 4);
    assert_eq!(
        (&*saves[2].who, &*saves[2].what),
        ("同事", "“联系人”、“项目名称”")
    );
}

async fn kept_clashes(world: &World, id: ProjectId) -> Vec<String> {
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query_scalar(
        "select c ->> 'mine' from draft_edit, jsonb_array_elements(clashes) c where project_id = $1 order by no",
    )
    .bind(id.0)
    .fetch_all(&mut *tx)
    .await
    .unwrap()
}

#[tokio::test]
async fn a_form_that_sends_every_field_overwrites_nothing_it_did_not_touch() {
    let world = open_world().await;
    let (one, other) = (world.session("coal"), world.colleague("coal"));
    let id = world.draft("coal", ORDOS).await;
    let page = view(&one, id).await;
    write(&other, id, &[("annex1.summary", "他人新写\n两行")]).await;
    let mut form: BTreeMap<String, String> = page
        .draft
        .iter()
        .map(|(path, text)| (path.to_owned(), text.replace('\n', "\r\n")))
        .collect();
    form.insert("annex1.contact".into(), "新联系人".into());
    let saved = one.save_application(id, page.seen, form).await.unwrap();
    assert_eq!(saved.clashes.len(), 1, "{:?}", saved.clashes);
    assert_eq!(saved.clashes[0].path, "annex1.summary");
    let draft = view(&one, id).await.draft;
    assert_eq!(draft.get("annex1.summary"), "他人新写\n两行");
    assert_eq!(draft.get("annex1.contact"), "新联系人");
}

#[tokio::test]
async fn a_save_that_changes_nothing_is_none() {
    let world = open_world().await;
    let coal = world.session("coal");
    let id = world.draft("coal", ORDOS).await;
    let before = view(&coal, id).await;
    let again: BTreeMap<_, _> = before
        .draft
        .iter()
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .collect();
    let saved = coal.save_application(id, before.seen, again).await.unwrap();
    assert_eq!(saved.seen, before.seen);
    assert_eq!(view(&coal, id).await.saves.len(), before.saves.len());
}

#[tokio::test]
async fn a_bad_save_is_refused_whole() {
    let world = open_world().await;
    let coal = world.session("coal");
    let id = coal.create_application(ORDOS, YEAR).await.unwrap();
    let name = "annex1.project_name";
    let long = "长".repeat(401);
    let refusal = refused(
        coal.save_application(id, 0, fields(&[("annex1.contact", "某人"), (name, &long)]))
            .await,
        "TooLong",
    );
    assert_eq!(refusal.field(), Some(name));
    refused(
        coal.save_application(
            id,
            0,
            fields(&[("annex1.contact", "某人"), ("annex9.x", "y")]),
        )
        .await,
        "UnknownLabel",
    );
    let after = view(&coal, id).await;
    assert_eq!((after.seen, after.draft.get("annex1.contact")), (0, ""));
}

#[tokio::test]
async fn autosaves_are_kept_one_by_one_and_told_once_for_each_sitting() {
    let world = open_world().await;
    let coal = world.session("coal");
    let id = coal.create_application(ORDOS, YEAR).await.unwrap();
    for contact in ["张", "张三", "张三丰"] {
        write(&coal, id, &[("annex1.contact", contact)]).await;
    }
    assert_eq!(view(&coal, id).await.saves.len(), 3);
    let told = [
        ("create_application".to_owned(), true),
        ("save_application".to_owned(), true),
    ];
    assert_eq!(events(&world.admin, id).await, told);
    world
        .clock
        .set(world.now() + chrono::TimeDelta::minutes(31));
    write(&coal, id, &[("annex1.contact", "李四")]).await;
    assert_eq!(events(&world.admin, id).await.len(), 3, "another sitting");
}

#[tokio::test]
async fn a_file_fills_its_places_and_its_tables_and_leaves_the_rest() {
    let world = open_world().await;
    let coal = world.session("coal");
    let id = coal.create_application(ORDOS, YEAR).await.unwrap();
    write(
        &coal,
        id,
        &[
            ("annex1.opinion.person", "演示人甲"),
            ("annex3.risks.5.risk", "旧行"),
            ("annex1.project_name", "旧名"),
        ],
    )
    .await;
    let text = world.sample("coal").await;
    coal.load_application(id, 1, format!("\u{feff}{text}"))
        .await
        .unwrap();
    let after = view(&coal, id).await;
    assert_eq!(after.draft.get("annex1.opinion.person"), "演示人甲");
    assert_eq!(
        after.draft.get("annex3.risks.5.risk"),
        "",
        "the table is the file's"
    );
    assert_eq!(after.draft.get("annex3.risks.2.risk"), "设备故障");
    let name = coal.project(id).await.unwrap().name;
    assert_eq!(name, "井工煤矿班组长与新入矿职工工伤预防能力提升项目");

    let wrong = text.replacen("法定代表人", "法人代表人", 1);
    let refusal = refused(coal.load_application(id, 2, wrong).await, "UnknownLabel");
    assert!(
        refusal.sentence().contains("附件1 › 法人代表人"),
        "{refusal}"
    );
    refused(
        coal.load_application(id, 2, "{".into()).await,
        "FileUnreadable",
    );
    refused(
        coal.load_application(id, 2, "[]".into()).await,
        "FileUnreadable",
    );
    refused(
        coal.load_application(id, 2, " ".repeat(5 << 20)).await,
        "FileTooLarge",
    );
    assert_eq!(view(&coal, id).await.seen, 2, "nothing of it was taken");
}

#[tokio::test]
async fn what_somebody_wrote_meanwhile_is_not_loaded_over() {
    let world = open_world().await;
    let (one, other) = (world.session("coal"), world.colleague("coal"));
    let id = one.create_application(ORDOS, YEAR).await.unwrap();
    write(&other, id, &[("annex1.contact", "他人")]).await;
    let saved = one
        .load_application(id, 0, world.sample("coal").await)
        .await
        .unwrap();
    let clash = &saved.clashes[0];
    assert_eq!(
        (&*clash.path, &*clash.theirs, &*clash.mine),
        ("annex1.contact", "他人", "演示人乙")
    );
    assert_eq!(view(&one, id).await.draft.get("annex1.contact"), "他人");
}

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
            Err(_) => session.region_dashboard(Some(YEAR)).await.unwrap().feed,
        };
        assert!(feed.iter().all(|row| row.project != Some(id)), "{feed:?}");
    }
    let region = world.region().region_dashboard(Some(YEAR)).await.unwrap();
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
async fn what_was_handed_in_is_locked_and_moves_only_along_its_machine() {
    let world = open_world().await;
    let id = world.application_at(ORDOS, ProjectState::Submitted).await;
    let coal = world.session("coal");
    let version = world.version(id).await;
    refused(
        coal.save_application(id, 9, fields(&[("annex1.contact", "x")]))
            .await,
        "WrongState",
    );
    refused(coal.submit_application(id, version).await, "WrongState");
    refused(
        coal.submit_application(id, domain::Version(0)).await,
        "WrongState",
    );
    refused(
        coal.withdraw_application(id, domain::Version(0), "x".into())
            .await,
        "Stale",
    );
    refused(
        coal.withdraw_application(id, version, " ".into()).await,
        "Required",
    );
    coal.withdraw_application(id, version, "另行申报".into())
        .await
        .unwrap();
    let clerk = world.clerk(ORDOS);
    assert_eq!(view(&clerk, id).await.state, ProjectState::Withdrawn);
    refused(
        clerk.accept_application(id, world.version(id).await).await,
        "WrongState",
    );
}

#[tokio::test]
async fn withdrawing_after_acceptance_ends_the_determinations_clock() {
    let world = open_world().await;
    let id = world.application_at(ORDOS, ProjectState::Accepted).await;
    let coal = world.session("coal");
    coal.withdraw_application(id, world.version(id).await, "不再实施".into())
        .await
        .unwrap();
    let project = coal.project(id).await.unwrap();
    assert!(
        project
            .deadlines
            .iter()
            .all(|deadline| deadline.stopped.is_some())
    );
    assert_eq!(project.holder, "");
}

#[tokio::test]
async fn after_the_closing_only_what_was_returned_is_handed_in() {
    let world = open_world().await;
    let returned = world.application_at(ORDOS, ProjectState::Supplement).await;
    let late = world.draft("coal", ORDOS).await;
    let coal = world.session("coal");
    write(&coal, late, &[("annex1.project_name", "另一个项目")]).await;
    close(&world, ORDOS).await;
    let refusal = refused(
        coal.submit_application(late, world.version(late).await)
            .await,
        "AreasNotPublished",
    );
    assert_eq!(refusal.clause().as_deref(), Some("四（三）"));
    coal.submit_application(returned, world.version(returned).await)
        .await
        .unwrap();
}

#[tokio::test]
async fn codes_of_a_city_run_on_and_a_draft_has_none() {
    let world = open_world().await;
    let first = world.application_at(ORDOS, ProjectState::Submitted).await;
    let coal = world.session("coal");
    let second = world.draft("coal", ORDOS).await;
    assert!(
        coal.project(second)
            .await
            .unwrap()
            .code
            .starts_with("草稿-")
    );
    coal.withdraw_application(first, world.version(first).await, "x".into())
        .await
        .unwrap();
    coal.submit_application(second, world.version(second).await)
        .await
        .unwrap();
    assert_eq!(coal.project(second).await.unwrap().code, "150600-2027-002");
    let other = world.application_at(BAOTOU, ProjectState::Submitted).await;
    assert_eq!(
        world.session("steel").project(other).await.unwrap().code,
        "150200-2027-001"
    );
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
