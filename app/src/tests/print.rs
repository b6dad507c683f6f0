//! The papers of a project that are sealed.

use domain::access::Role;
use http::StatusCode;

use super::fake::Fake;
use super::{keep, see};

#[tokio::test]
async fn agreement_is_printed_once_for_each_party() {
    let page = see(
        Some(Fake::full(Role::AgencyClerk)),
        "/projects/31/agreement/print",
    )
    .await;
    keep("project-agreement-print", &page);
    assert_eq!(page.status, StatusCode::OK);
    for words in [
        "工伤预防项目服务协议书",
        "人民币贰拾万伍仟元整",
        "第九条",
        "本协议一式三份",
        "项目提出单位留存",
        "项目实施单位留存",
        "工伤保险经办机构留存",
        "法定代表人或委托代理人（签字）",
    ] {
        assert!(page.html.contains(words), "{words}");
    }
    assert_eq!(
        page.html.matches("<article").count(),
        3,
        "three parties, three copies"
    );
    let foreign = see(
        Some(Fake::full(Role::AgencyClerk)),
        "/projects/404/agreement/print",
    )
    .await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn reports_of_an_acceptance_are_printed_with_their_evaluators() {
    let page = see(
        Some(Fake::full(Role::Organisation)),
        "/projects/31/report/print",
    )
    .await;
    keep("project-report-print", &page);
    for words in [
        "工伤预防项目评估验收报告",
        "三、绩效目标完成情况",
        "五、结论",
        "评估人",
        "（盖章）",
    ] {
        assert!(page.html.contains(words), "{words}");
    }
}

#[tokio::test]
async fn determination_and_failed_acceptance_are_letters_to_each_recipient() {
    let page = see(
        Some(Fake::full(Role::AgencyClerk)),
        "/projects/31/notice/print",
    )
    .await;
    keep("project-notice-print", &page);
    assert_eq!(page.status, StatusCode::OK);
    for words in [
        "工伤预防项目备案告知书",
        "现将项目计划送你单位备案",
        "工伤预防项目评估验收不合格通知书",
        "鄂尔多斯市财政部门：",
        "30个工作日内完成整改",
    ] {
        assert!(page.html.contains(words), "{words}");
    }
}
