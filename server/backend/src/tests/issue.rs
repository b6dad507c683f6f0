//! The register of questions between departments.

use domain::MeetingId;
use domain::contract::{MeetingApi, YearOf};
use domain::state::Member;

use super::proposal::refused;
use crate::testkit::{BAOTOU, ORDOS, world};

#[tokio::test]
async fn questions_are_raised_settled_once_and_by_whom_they_concern() {
    let world = world().await;
    let health = world.health(ORDOS);
    let raise = async |text: &str, meeting| {
        health
            .raise_issue(text.into(), Member::Emergency, meeting)
            .await
    };
    refused(raise(" ", None).await, "Required");
    refused(raise("x", Some(MeetingId(999_999))).await, "NotFound");
    raise("事故数据口径不一致", None).await.unwrap();
    let issues = async || health.meetings(YearOf::default()).await.unwrap().issues;
    let issue = issues().await.remove(0);
    assert_eq!((issue.owner.as_str(), issue.closed), ("应急", None));
    let settle = async |session: crate::Session, text: &str| {
        session.resolve_issue(issue.id, text.into()).await
    };
    refused(settle(world.finance(ORDOS), "x").await, "Forbidden");
    refused(settle(world.emergency(BAOTOU), "x").await, "NotFound");
    assert_eq!(
        refused(settle(world.emergency(ORDOS), "").await, "Required").field(),
        Some("resolution")
    );
    settle(world.emergency(ORDOS), "统一按事故发生日期统计")
        .await
        .unwrap();
    refused(settle(world.hrss(ORDOS), "再办").await, "WrongState");
    assert_eq!(issues().await[0].resolution, "统一按事故发生日期统计");
}
