//! Projects that the agency proposes itself.

use super::*;

fn public() -> PublicProjectDraft {
    PublicProjectDraft {
        year: YEAR,
        name: "中小微企业工伤预防巡回培训".into(),
        category: "TRAINING".into(),
        industry: "06".into(),
        county: "准格尔旗".into(),
        key_area: "煤炭开采".into(),
        amount: "300000.00".into(),
        start: "2027-03-01".into(),
        end: "2027-12-31".into(),
        goals: "培训人数 | 签到表 | 不少于 2000 人\n\n合格率｜试卷｜95%".into(),
        reason: "小微企业安全培训力量不足".into(),
    }
}

#[tokio::test]
async fn the_agency_proposes_a_project_of_its_own() {
    let world = world().await;
    world.set_season();
    let clerk = world.clerk(ORDOS);
    refused(
        clerk.create_public_project(public()).await,
        "AreasNotPublished",
    );
    world.publish_areas(ORDOS, YEAR, &["煤炭开采"]).await;
    let id = clerk.create_public_project(public()).await.unwrap();
    let project = clerk.project(id).await.unwrap();
    assert_eq!(
        (project.state, project.kind, project.mode),
        (
            ProjectState::Accepted,
            ProjectKind::PublicSme,
            Mode::Procured
        )
    );
    assert_eq!(project.requested, Money::from_fen(30_000_000));
    assert_eq!(
        (&*project.code, &*project.key_area),
        ("150600-2027-001", "煤炭开采")
    );
    let goals: Vec<_> = project
        .goals
        .iter()
        .map(|goal| goal.target.as_str())
        .collect();
    assert_eq!(goals, ["不少于 2000 人", "95%"]);
    assert_eq!(project.deadlines[0].kind, DeadlineKind::Determination);
    assert_eq!(project.holder, project.applicant);
    refused(clerk.application(id).await, "NotFound");
    let taken = refused(clerk.create_public_project(public()).await, "NameTaken");
    assert_eq!(taken.field(), Some("name"));
    for session in [world.reviewer(ORDOS), world.session("coal"), world.region()] {
        refused(session.create_public_project(public()).await, "Forbidden");
    }
    refused(world.session("coal").project(id).await, "NotFound");
    refused(world.clerk(BAOTOU).project(id).await, "NotFound");
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn each_field_of_a_public_project_is_checked() {
    let world = world().await;
    world.set_season();
    world.publish_areas(ORDOS, YEAR, &["煤炭开采"]).await;
    let clerk = world.clerk(ORDOS);
    let cases: [(&str, &str, PublicProjectDraft); 12] = [
        (
            "Required",
            "name",
            PublicProjectDraft {
                name: " ".into(),
                ..public()
            },
        ),
        (
            "UnknownChoice",
            "category",
            PublicProjectDraft {
                category: "X".into(),
                ..public()
            },
        ),
        (
            "UnknownChoice",
            "industry",
            PublicProjectDraft {
                industry: "99".into(),
                ..public()
            },
        ),
        (
            "TooLong",
            "county",
            PublicProjectDraft {
                county: "旗".repeat(51),
                ..public()
            },
        ),
        (
            "UnknownChoice",
            "key_area",
            PublicProjectDraft {
                key_area: "交通".into(),
                ..public()
            },
        ),
        (
            "AmountPrecision",
            "amount",
            PublicProjectDraft {
                amount: "0.001".into(),
                ..public()
            },
        ),
        (
            "AmountNotPositive",
            "amount",
            PublicProjectDraft {
                amount: "0".into(),
                ..public()
            },
        ),
        (
            "DateMalformed",
            "start",
            PublicProjectDraft {
                start: "2027-02-30".into(),
                ..public()
            },
        ),
        (
            "PeriodTooLong",
            "end",
            PublicProjectDraft {
                end: "2029-03-02".into(),
                ..public()
            },
        ),
        (
            "PeriodReversed",
            "end",
            PublicProjectDraft {
                end: "2027-02-28".into(),
                ..public()
            },
        ),
        (
            "Required",
            "goals",
            PublicProjectDraft {
                goals: "培训人数 | 签到表".into(),
                ..public()
            },
        ),
        (
            "Required",
            "reason",
            PublicProjectDraft {
                reason: String::new(),
                ..public()
            },
        ),
    ];
    let before = world.fingerprint().await;
    for (kind, field, draft) in cases {
        let refusal = refused(clerk.create_public_project(draft).await, kind);
        assert_eq!(refusal.field(), Some(field), "{kind}");
    }
    assert_eq!(world.fingerprint().await, before, "nothing changed");
    let whole = PublicProjectDraft {
        end: "2029-03-01".into(),
        ..public()
    };
    clerk.create_public_project(whole).await.unwrap();
}
