//! The way of an application to the agency, and everything that blocks it.

use super::*;

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
