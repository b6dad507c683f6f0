//! Institutions and bans on their pages.

use axum::body::Body;
use axum::extract::Request;
use chrono::{Days, NaiveDate};
use domain::access::{Action, Role};
use domain::contract::*;
use domain::eligibility::Standing;
use domain::selection::Score;
use domain::state::*;
use domain::{BanCaseId, EligibilityId, OrgId, ProjectId, TenantId, Version};
use http::StatusCode;

use super::fake::{Fake, today};
use super::{ask, keep, see};

fn later(days: u64) -> NaiveDate {
    today() + Days::new(days)
}

/// Two institutions: one that may be chosen, one that is banned.
pub fn rows(own: bool) -> Vec<InstitutionRow> {
    let row = |id, name: &str, standing: Standing, banned| InstitutionRow {
        id: OrgId(id),
        name: name.into(),
        credit_code: "91150000DEM009000J".into(),
        kind: Some(InstitutionKind::Economic),
        expires: own.then(|| later(300)),
        eligible_in: if own || !standing.is_eligible() {
            Vec::new()
        } else {
            vec!["鄂尔多斯市".into(), "包头市".into()]
        },
        standing: own.then_some(standing),
        banned_until: banned,
    };
    let until = later(300);
    vec![
        row(
            7,
            "内蒙古演示安全技术服务有限公司",
            Standing::Eligible { until },
            None,
        ),
        row(
            8,
            "内蒙古演示捷训咨询有限公司",
            Standing::Expired { on: today() },
            Some(later(900)),
        ),
    ]
}

/// One institution with everything a page can show.
pub fn view(id: OrgId) -> InstitutionView {
    let check = |no, met: bool| CheckView {
        id: EligibilityId(no),
        tenant_name: "鄂尔多斯市".into(),
        project: None,
        checked: today(),
        expires: later(365),
        business_since: Some(today()),
        last_violation: None,
        by: "其木格".into(),
        results: Condition::ALL
            .iter()
            .map(|one| {
                (
                    *one,
                    met || *one != Condition::Experience,
                    "查验合同 <原件>。".into(),
                )
            })
            .collect(),
    };
    InstitutionView {
        id,
        today: today(),
        name: "内蒙古演示安全技术服务有限公司".into(),
        credit_code: "91150000DEM009000J".into(),
        kind: Some(InstitutionKind::Economic),
        registered: Some(today()),
        standing: Some(Standing::TooNew { from: later(30) }),
        banned_until: None,
        checks: vec![check(2, false), check(1, true)],
        bans: bans(),
        projects: vec![ChosenProject {
            id: ProjectId(31),
            code: "150600-2026-0031".into(),
            name: "井工煤矿班组长培训".into(),
            tenant_name: "鄂尔多斯市".into(),
            state: ProjectState::InProgress,
        }],
        special: vec![(
            ProjectId(33),
            "职业健康检查项目".into(),
            vec!["检查机构备案".into()],
        )],
        actions: vec![Action::RecordEligibility, Action::ProposeBan],
    }
}

/// One ban that runs and one that was lifted.
pub fn bans() -> Vec<BanRow> {
    let ban = |name: &str, status| BanRow {
        name: name.into(),
        credit_code: "91150000DEM009000J".into(),
        tenant_name: "乌海市".into(),
        decision_no: "乌人社禁〔2026〕1号".into(),
        grounds: Grounds::Quality,
        effective: today(),
        last: later(1096),
        revoked: (status == BanStatus::Revoked).then(today),
        status,
    };
    vec![
        ban("内蒙古演示捷训咨询有限公司", BanStatus::Running),
        ban("内蒙古演示速达培训有限公司", BanStatus::Revoked),
    ]
}

/// A case: to be answered by the unit, or to be decided.
pub fn case(open: bool) -> BanCaseView {
    BanCaseView {
        id: BanCaseId(3),
        version: Version(2),
        tenant_name: "鄂尔多斯市".into(),
        org: OrgId(7),
        name: "内蒙古演示安全技术服务有限公司".into(),
        credit_code: "91150000DEM009000J".into(),
        project: Some((ProjectId(31), "井工煤矿班组长培训".into())),
        state: if open {
            BanState::Proposed
        } else {
            BanState::Heard
        },
        automatic: true,
        grounds: Grounds::Quality,
        reason: "整改后再次评估验收仍不合格。".into(),
        proposed: today(),
        proposed_by: "演示人乙".into(),
        hear_until: later(14),
        hear_provisional: open,
        statement: if open {
            String::new()
        } else {
            "恳请从轻处理。".into()
        },
        heard: (!open).then(today),
        decided: None,
        decision_no: String::new(),
        decision: String::new(),
        effective: None,
        last: None,
        status: None,
        revoked: None,
        revocation: String::new(),
        actions: if open {
            vec![Action::StateCase]
        } else {
            vec![Action::DecideBan, Action::DropBan]
        },
    }
}

pub fn own_standing() -> OwnStanding {
    OwnStanding {
        tenant: TenantId(150600),
        tenant_name: "鄂尔多斯市".into(),
        checked: today(),
        expires: later(365),
        standing: Standing::Eligible { until: later(365) },
    }
}

/// How the unit of the small world's project was chosen.
pub fn choosing() -> Choosing {
    let candidate = |no, name: &str, points, won| CandidateView {
        no,
        name: name.into(),
        credit_code: "91150000DEM009000J".into(),
        score: Score::of_hundredths(points),
        won,
    };
    Choosing {
        conditions: vec!["具有职业健康检查机构备案".into()],
        selection: Some(SelectionView {
            method: SelectionMethod::Inquiry,
            notice: "向三家机构发出邀请函。".into(),
            noticed: today(),
            candidates: vec![
                candidate(1, "内蒙古演示安全技术服务有限公司", 9250, true),
                candidate(2, "内蒙古演示职业培训学校", 8605, false),
            ],
            few_reason: "仅两家应邀。".into(),
            choice_reason: String::new(),
            result: "综合评分最高。".into(),
            awarded: today(),
            recorded: today(),
            by: "演示人甲".into(),
        }),
        unit: Some(UnitStanding {
            id: OrgId(7),
            standing: Standing::Eligible { until: later(365) },
            banned_until: Some(later(900)),
        }),
    }
}

#[tokio::test]
async fn every_page_of_institutions_and_bans_is_whole_without_javascript() {
    for (name, role, path, words) in [
        (
            "institutions",
            Role::AgencyClerk,
            "/institutions?q=演示",
            "登记服务机构",
        ),
        (
            "institutions-region",
            Role::RegionHrss,
            "/institutions",
            "鄂尔多斯市、包头市",
        ),
        (
            "institution",
            Role::AgencyClerk,
            "/institutions/7",
            "查验合同 &lt;原件",
        ),
        ("bans", Role::CityHrss, "/bans", "乌人社禁〔2026〕1号"),
        ("bans-case", Role::CityHrss, "/bans", "恳请从轻处理。"),
        (
            "my-hearing",
            Role::Organisation,
            "/my",
            "本单位可以陈述申辩",
        ),
        ("my-hearing", Role::Organisation, "/my", "本单位条件核验"),
        (
            "project-selection",
            Role::AgencyClerk,
            "/projects/31",
            "仅两家应邀。",
        ),
        (
            "project-selection",
            Role::AgencyClerk,
            "/projects/31",
            "该单位在禁入期内",
        ),
    ] {
        let page = see(Some(Fake::full(role)), path).await;
        keep(name, &page);
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.html.contains(words), "{path} lacks {words}");
        assert!(
            page.html.contains("演示数据"),
            "{path} hides that it is a demo"
        );
        assert!(!page.html.contains(" style="), "{path} has an inline style");
    }
}

#[tokio::test]
async fn what_is_not_there_is_said_and_what_is_not_theirs_is_not_offered() {
    for (role, path, words) in [
        (
            Role::AgencyClerk,
            "/institutions",
            "名录中没有符合条件的机构",
        ),
        (Role::AgencyClerk, "/institutions/7", "尚未核验"),
        (Role::CityHrss, "/bans", "没有禁入事项"),
    ] {
        let page = see(Some(Fake::empty(role)), path).await;
        assert!(page.html.contains(words), "{path} lacks {words}");
    }
    let page = see(Some(Fake::full(Role::CityHealth)), "/institutions").await;
    assert!(!page.html.contains("action-add_institution"));
    let page = see(Some(Fake::full(Role::AgencyClerk)), "/institutions/404").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    let nobody = see(None, "/bans").await;
    assert_eq!(nobody.status, StatusCode::FOUND);
}

#[tokio::test]
async fn the_ban_list_is_searched_in_the_address() {
    let found = see(Some(Fake::full(Role::AgencyClerk)), "/bans?q=捷训").await;
    assert!(
        found.html.contains("演示捷训咨询")
            && !found.html.contains("<td class=\"name\">内蒙古演示速达")
    );
    let none = see(Some(Fake::full(Role::AgencyClerk)), "/bans?q=龘").await;
    assert!(none.html.contains("没有符合条件的禁入记录"));
    let one = see(Some(Fake::full(Role::AgencyClerk)), "/institutions/7").await;
    assert!(one.html.contains("action-propose_ban") && one.html.contains("不涉及具体项目"));
}

#[tokio::test]
async fn the_public_list_needs_no_session_and_says_name_and_period_only() {
    let page = see(None, "/public/bans").await;
    keep("public-bans", &page);
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.html.contains("内蒙古演示捷训咨询有限公司"));
    for hidden in ["乌人社禁", "DEM009000", "服务质量不高"] {
        assert!(!page.html.contains(hidden), "{hidden}");
    }
}

/// Without JavaScript there are four rows and no button that does nothing.
#[tokio::test]
async fn the_form_of_a_selection_has_four_rows_of_candidates() {
    let page = see(Some(Fake::full(Role::AgencyClerk)), "/projects/31").await;
    for index in 0..4 {
        let name = format!("name=\"draft[candidates][{index}][credit_code]\"");
        assert!(page.html.contains(&name), "{name}");
    }
    assert!(!page.html.contains("draft[candidates][4]"));
    assert!(!page.html.contains("再加一家"));
}

#[tokio::test]
async fn nested_rows_of_a_form_arrive_and_a_refusal_points_at_one() {
    let body = "id=7&draft[business_since]=2020-01-01&draft[last_violation]=&draft[results][0][passed]=yes&draft[results][0][evidence]=x";
    let post = |path: &str, body: &str| {
        Request::post(path.to_owned())
            .header("accept", "application/json")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body.to_owned()))
            .unwrap()
    };
    let person = || Some(Fake::full(Role::AgencyClerk));
    let answer = ask(person(), post("/api/record_eligibility", body)).await;
    assert_eq!(
        answer.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        answer.html
    );
    assert!(
        answer.html.contains("results[3][evidence]"),
        "{}",
        answer.html
    );
    let body = "id=31&seen=9&draft[method]=INQUIRY&draft[candidates][0][credit_code]=a&draft[candidates][0][name]=b&draft[candidates][0][score]=&draft[winner]=0";
    let answer = ask(person(), post("/api/select_unit", body)).await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.html);
}
