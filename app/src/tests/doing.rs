//! Doing the work, rendered: panels of the project page, `/templates`, `/cases`, the tracker.

use axum::body::Body;
use axum::extract::Request;
use chrono::NaiveDate;
use domain::access::{Action, Role};
use domain::budget::Subject;
use domain::contract::*;
use domain::progress::{Done, Held, PlannedActivity, WorkPlan, compare};
use domain::state::*;
use domain::template::standard_texts;
use domain::{AmendmentId, InspectionId, MessageId, Percent};
use http::StatusCode;

use super::fake::{Fake, yuan};
use super::{ask, keep, see};

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

/// Everything a project's page can show of the work.
pub fn doing() -> Doing {
    let texts = standard_texts(ProjectKind::Enterprise, Mode::Commissioned);
    let done = Done {
        held: vec![Held {
            no: "T1".into(),
            name: "班组长培训".into(),
            on: day(5, 12),
            people: 118,
        }],
        spent: vec![(Subject::Training, yuan(64_000))],
    };
    let plan = plan();
    Doing {
        draft: Some(draft().with_texts(texts.clone())),
        amendment: Some(AmendmentDraft {
            amount: "205000.00".into(),
            end: "2026-12-31".into(),
            prepay: "42".into(),
            clauses: texts,
            ..AmendmentDraft::default()
        }),
        approved_end: Some(day(12, 31)),
        amendments: vec![amendment()],
        versions: vec![AgreementVersion {
            no: 1,
            amount: yuan(205_000),
            start: day(3, 1),
            end: day(10, 31),
            prepay: Percent::from_basis_points(4200),
            clauses: vec![(Clause::Scope, "原服务范围。".into())],
            replaced: day(9, 30),
        }],
        termination: None,
        rules: vec![RulesView {
            no: 1,
            text: "专人负责，专账核算。".into(),
            on: day(3, 2),
            by: "演示人甲".into(),
        }],
        archive: archive(),
        comparison: Some(compare(
            Some(&plan),
            yuan(205_000),
            std::slice::from_ref(&done),
        )),
        reports: vec![ProgressView {
            no: 1,
            from: day(3, 1),
            to: day(6, 30),
            on: day(7, 20),
            by: "演示人甲".into(),
            people: 118,
            spent: yuan(64_000),
            done,
            pass_rate: Percent::from_basis_points(9680),
            deviations: "增加一期补训。".into(),
            late: true,
        }],
        period: Some((day(7, 1), day(9, 30))),
        inspections: vec![inspection()],
        thread: Some(thread()),
    }
}

fn draft() -> AgreementDraft {
    AgreementDraft {
        amount: "205000.00".into(),
        start: "2026-03-01".into(),
        end: "2026-12-31".into(),
        prepay: "50".into(),
        ..AgreementDraft::default()
    }
}

fn plan() -> WorkPlan {
    WorkPlan {
        activities: vec![PlannedActivity {
            no: "T1".into(),
            name: "班组长培训".into(),
            category: "培训".into(),
            time: "2026年5月".into(),
            people: Some(120),
        }],
        subjects: vec![(Subject::Training, yuan(60_000))],
    }
}

fn amendment() -> AmendmentView {
    let change = |label: &str, before: &str, after: &str| Change {
        label: label.into(),
        before: before.into(),
        after: after.into(),
    };
    AmendmentView {
        id: AmendmentId(1),
        no: 1,
        state: AmendmentState::Filed,
        reason: "检修停产，培训顺延。".into(),
        basis: String::new(),
        changes: vec![
            change("结束日期", "2026年10月31日", "2026年12月31日"),
            change("服务范围", &"原".repeat(80), &"改".repeat(80)),
        ],
        signatures: vec![(
            Party::Unit,
            "内蒙古演示安全技术服务有限公司".into(),
            Some(day(9, 20)),
        )],
        filed: Some(day(9, 30)),
        withdrawn: String::new(),
    }
}

fn archive() -> Vec<ArchiveRow> {
    let facts = ArchiveFacts {
        category: Category::Training,
        amended: true,
        reported: true,
    };
    let row = |(index, item): (usize, &ArchiveItem)| {
        let marked = index < 4;
        ArchiveRow {
            item: *item,
            mandatory: item.is_mandatory(facts),
            mark: marked.then_some(if *item == ArchiveItem::Notices {
                ArchiveMark::NotApplicable
            } else {
                ArchiveMark::Present
            }),
            note: if marked {
                "项目办 3 号柜".into()
            } else {
                String::new()
            },
            on: marked.then(|| day(8, 1)),
            by: "演示人甲".into(),
        }
    };
    ArchiveItem::ALL.iter().enumerate().map(row).collect()
}

fn inspection() -> InspectionView {
    InspectionView {
        id: InspectionId(7),
        inspector: Inspector::Health,
        state: InspectionState::Open,
        on: day(9, 9),
        by: "演示人丁".into(),
        findings: "防护讲解与岗位结合不够。".into(),
        demand: "补充粉尘防护实操。".into(),
        due: Some(day(9, 25)),
        late: true,
        answer: String::new(),
        answered: String::new(),
        closure: String::new(),
        closed: None,
        action: Some(Action::AnswerInspection),
    }
}

fn thread() -> ThreadView {
    let message = |id, side, text: &str, unread| MessageView {
        id: MessageId(id),
        side,
        who: "演示人".into(),
        at: "2026年9月10日 09:12".into(),
        text: text.into(),
        unread,
    };
    ThreadView {
        messages: vec![
            message(1, Party::Unit, "签到表可以用电子件吗？", false),
            message(2, Party::Agency, "可以，<b>须盖章</b>。", true),
        ],
        side: Some(Party::Unit),
        unread: 1,
    }
}

#[tokio::test]
async fn a_projects_page_shows_the_work_and_its_papers() {
    let page = see(Some(Fake::full(Role::Organisation)), "/projects/31").await;
    keep("project-doing", &page);
    for words in [
        "计划与实际对照",
        "计划 120",
        "超预算",
        "逾期报告",
        "第 1 号",
        "<del>2026年10月31日",
        "服务范围已修改",
        "原协议（第 1 版",
        "项目管理制度（第 1 版",
        "待归档（必备）",
        "逾期未答复",
        "1 条未读",
        "标为已读",
        "季度",
    ] {
        assert!(page.html.contains(words), "lacks {words}");
    }
    assert!(
        page.html.contains("可以，&lt;b>须盖章&lt;/b>。")
            || page.html.contains("可以，&lt;b&gt;须盖章&lt;/b&gt;。")
    );
    assert!(
        !page.html.contains(" style="),
        "an inline style the policy forbids"
    );
}

#[tokio::test]
async fn the_forms_of_the_work_work_without_javascript() {
    let page = see(Some(Fake::full(Role::AgencyReviewer)), "/projects/31").await;
    for part in [
        "name=\"draft[scope]\"",
        "{开始日期}",
        "name=\"draft[clauses][ending]\"",
        "name=\"draft[basis]\"",
        "name=\"report[held][0][no]\" value=\"T1\"",
        "name=\"report[held][3][name]\"",
        "name=\"report[spent][11][subject]\" value=\"TAX\"",
        "name=\"archive[items][0][mark]\"",
        "name=\"archive[items][9][note]\"",
        "name=\"inspection\" value=\"7\"",
        "action=\"/api/send_message\"",
        "action=\"/api/record_inspection\"",
    ] {
        assert!(page.html.contains(part), "lacks {part}");
    }
    // What can be done at any time is never the one prominent button.
    let main = page
        .html
        .split("class=\"deed main\"")
        .nth(1)
        .unwrap_or_default();
    assert!(!main.is_empty() && !main[..main.len().min(400)].contains("登记监督检查"));
}

#[tokio::test]
async fn an_archive_line_is_refused_at_its_field() {
    let request = Request::post("/api/keep_archive")
        .header("accept", "application/json")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(
            "id=31&seen=9&archive[items][0][item]=NOTICES&archive[items][0][mark]=NOT_APPLICABLE&archive[items][0][note]=",
        ))
        .unwrap();
    let answer = ask(Some(Fake::full(Role::Organisation)), request).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.html.contains("items[0][note]"), "{}", answer.html);
}

#[tokio::test]
async fn templates_are_read_by_the_city_and_edited_by_its_heads() {
    let page = see(Some(Fake::full(Role::AgencyReviewer)), "/templates").await;
    keep("templates", &page);
    assert_eq!(page.status, StatusCode::OK);
    for words in [
        "大中型企业 · 委托第三方实施",
        "标准文本",
        "第 2 版",
        "{联席会议决议}",
        "保存为新版本",
        "历次版本",
    ] {
        assert!(page.html.contains(words), "lacks {words}");
    }
    let page = see(Some(Fake::full(Role::AgencyClerk)), "/templates").await;
    assert!(!page.html.contains("保存为新版本") && page.html.contains("查看九项条款"));
    let page = see(Some(Fake::full(Role::Organisation)), "/templates").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_unknown_placeholder_comes_back_with_its_name() {
    let request = Request::post("/api/save_template")
        .header("accept", "application/json")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(
            "kind=ENTERPRISE&mode=DIRECT&seen=0&draft[note]=x&draft[clauses][scope]={天气}",
        ))
        .unwrap();
    let answer = ask(Some(Fake::full(Role::AgencyReviewer)), request).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.html.contains("UnknownPlaceholder") && answer.html.contains("天气"),
        "{}",
        answer.html
    );
}

#[tokio::test]
async fn cases_are_a_page_for_a_few() {
    let page = see(Some(Fake::full(Role::CityHrss)), "/cases").await;
    keep("cases", &page);
    for words in [
        "核查〔2026〕3号",
        "已暂停支付",
        "作出处理决定",
        "解除暂停支付",
        "立案核查",
    ] {
        assert!(page.html.contains(words), "lacks {words}");
    }
    let page = see(Some(Fake::full(Role::CityFinance)), "/cases").await;
    assert!(
        page.html.contains("核查〔2026〕3号") && !page.html.contains("action=\"/api/open_case\"")
    );
    assert!(!page.html.contains("action=\"/api/decide_case\""));
    let page = see(Some(Fake::empty(Role::RegionHrss)), "/cases").await;
    assert!(page.html.contains("没有核查事项"));
    for role in [
        Role::AgencyClerk,
        Role::CityHealth,
        Role::RegionFinance,
        Role::Organisation,
    ] {
        let page = see(Some(Fake::full(role)), "/cases").await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{role:?}");
        assert!(!page.html.contains("核查〔2026〕3号"));
    }
}

#[tokio::test]
async fn the_tracker_says_which_papers_are_asked_for() {
    let page = see(Some(Fake::full(Role::Organisation)), "/my").await;
    for words in [
        "本季度进展报告",
        "逾期未提交",
        "最迟 11月20日",
        "/projects/31#progress",
        "项目管理制度",
        "已提交",
    ] {
        assert!(page.html.contains(words), "lacks {words}");
    }
}
