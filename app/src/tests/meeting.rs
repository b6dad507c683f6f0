//! Meetings as each post sees them, in each state.

use std::collections::BTreeSet;

use domain::access::Role;
use domain::state::MeetingState;
use http::StatusCode;

use super::fake::Fake;
use super::fake::meeting::meeting_in;
use super::proposal::{READERS, assert_whole, forms, post};
use super::{Page, keep, see};

async fn meeting(role: Role, state: MeetingState) -> Page {
    let path = format!("/meetings/{}", meeting_in(state));
    let page = see(Some(Fake::full(role)), &path).await;
    keep(&format!("meeting-{state}-{role}"), &page);
    assert_whole(&page, &path);
    page
}

/// The forms a post has in a state, by the permission table.
fn expected(role: Role, state: MeetingState) -> BTreeSet<&'static str> {
    use MeetingState as M;
    let (hrss, clerk) = (role == Role::CityHrss, role == Role::AgencyClerk);
    let secretary = hrss || clerk;
    let member = role.member().is_some();
    // 人社, 财政, 卫健, 应急 have a report each, the agency shares that of the fee.
    let reporter = member || matches!(role, Role::AgencyClerk | Role::AgencyReviewer);
    let all: &[(&str, bool)] = match state {
        // A seat is vacant: 人社 cannot convene.
        M::Planned => &[
            ("cancel_meeting", hrss),
            ("add_item", secretary),
            ("drop_item", secretary),
        ],
        M::Convened => &[
            ("open_meeting", secretary),
            ("cancel_meeting", hrss),
            ("report_item", reporter),
            ("move_item", secretary),
        ],
        // An item lacks its motion: the minutes cannot be drafted.
        M::Held => &[
            ("record_presence", secretary),
            ("turn_to_item", secretary),
            ("report_item", reporter),
            ("move_item", secretary),
            ("vote", member),
        ],
        M::MinutesDraft => &[("confirm_minutes", member)],
        M::MinutesConfirmed => &[("close_meeting", hrss)],
        M::Closed | M::Cancelled => &[],
    };
    let here = all.iter().filter(|(_, here)| *here);
    let register = (!role.is_region()).then_some("raise_issue");
    here.map(|(code, _)| *code).chain(register).collect()
}

#[tokio::test]
async fn every_post_has_its_own_forms_in_every_state_and_no_other() {
    for state in MeetingState::ALL {
        for role in READERS {
            let page = meeting(role, *state).await;
            assert_eq!(forms(&page), expected(role, *state), "{role} {state}");
        }
    }
}

#[tokio::test]
async fn only_a_seat_votes_and_only_on_what_is_moved() {
    let page = meeting(Role::CityHealth, MeetingState::Held).await;
    // Items 5 and 6 have a motion, 7 and 8 do not; reports are never voted on.
    assert_eq!(page.html.matches("data-testid=\"action-vote\"").count(), 2);
    assert!(page.html.contains("等您发表意见"));
    assert_eq!(page.html.matches("type=\"radio\"").count(), 6);

    let spoken = meeting(Role::CityFinance, MeetingState::Held).await;
    assert!(spoken.html.contains("财政已发表，可以更改"));
    assert!(!spoken.html.contains("等您发表意见"));

    for role in [Role::AgencyClerk, Role::AgencyReviewer, Role::RegionHrss] {
        let page = meeting(role, MeetingState::Held).await;
        assert!(!forms(&page).contains("vote"), "{role}");
        assert!(
            page.html.contains("请按预算执行。"),
            "{role} does not see the opinions"
        );
    }
}

#[tokio::test]
async fn the_item_that_is_on_stands_out_for_everybody() {
    for role in READERS {
        let page = meeting(role, MeetingState::Held).await;
        assert_eq!(
            page.html.matches("class=\"item current\"").count(),
            1,
            "{role}"
        );
        assert!(page.html.contains("href=\"#item-16\""), "{role}");
    }
    let clerk = meeting(Role::AgencyClerk, MeetingState::Held).await;
    assert!(clerk.html.contains("下一项：七"));
}

#[tokio::test]
async fn what_departs_from_the_rule_is_on_the_page() {
    let planned = meeting(Role::CityHrss, MeetingState::Planned).await;
    assert!(planned.html.contains("联席会议席位空缺：应急"));
    assert!(planned.html.contains("席位空缺"));
    // What only has another time than now is not listed as refused.
    assert_eq!(planned.html.matches("会议当前为").count(), 0);

    let closed = meeting(Role::CityHrss, MeetingState::Closed).await;
    for words in ["逾期确定", "卫健部门数据", "鄂工防联〔2026〕3号-1"] {
        assert!(closed.html.contains(words), "lacks {words}");
    }
    assert!(
        !closed.html.contains("现为"),
        "a closed meeting is not provisional"
    );
}

#[tokio::test]
async fn minutes_are_an_official_paper_and_say_whether_they_are_in_force() {
    let draft = meeting(Role::CityEmergency, MeetingState::MinutesDraft).await;
    for words in [
        "<p class=\"gongwen-name\">鄂尔多斯市工伤预防联席会议纪要",
        "<p class=\"gongwen-no\">（2026年第3次）",
        "<h3>二、井工煤矿班组长",
        "<p>审议结果：通过。",
        "成员单位确认",
        "待归档，尚未生效",
        "纪要已确认 2 / 4",
    ] {
        assert!(draft.html.contains(words), "lacks {words}");
    }
    // The version that is confirmed is the one that was read.
    let form = draft
        .html
        .split("data-testid=\"action-confirm_minutes\"")
        .nth(1)
        .unwrap();
    assert!(form.contains("name=\"seen\" value=\"12\""));

    let held = meeting(Role::CityEmergency, MeetingState::Held).await;
    assert!(!held.html.contains("data-testid=\"minutes\""));
}

#[tokio::test]
async fn a_late_closing_asks_for_its_reason_at_the_field() {
    let path = format!("/meetings/{}", meeting_in(MeetingState::MinutesConfirmed));
    let person = Fake::full(Role::CityHrss);
    let page = post(person, &path, "close_meeting", "id=5&seen=12&late_reason=").await;
    keep("meeting-late", &page);
    let field = page.html.split("name=\"late_reason\"").nth(1).unwrap();
    assert!(field.contains("现已逾期"));
}

#[tokio::test]
async fn the_year_of_meetings_shows_its_minimum_and_its_register() {
    for role in READERS {
        let path = if role.is_region() {
            "/meetings?year=2026&tenant=150600"
        } else {
            "/meetings?year=2026"
        };
        let page = see(Some(Fake::full(role)), path).await;
        keep(&format!("meetings-{role}"), &page);
        assert_whole(&page, "/meetings");
        let expected: &[&str] = match role {
            Role::CityHrss | Role::AgencyClerk => &["plan_meeting", "raise_issue", "resolve_issue"],
            Role::RegionHrss => &[],
            Role::CityHealth => &["raise_issue", "resolve_issue"],
            _ => &["raise_issue"],
        };
        assert_eq!(forms(&page), expected.iter().copied().collect(), "{role}");
        // Both questions are 卫健's; the settled one has no form any more.
        let marked = page.html.matches("data-testid=\"action-resolve_issue\"");
        let settles = expected.contains(&"resolve_issue");
        assert_eq!(marked.count(), usize::from(settles), "{role}");
        assert!(page.html.contains("每年至少 2 次"), "{role}");
    }
    let empty = see(Some(Fake::empty(Role::CityHrss)), "/meetings").await;
    keep("meetings-empty", &empty);
    assert!(empty.html.contains("还应安排 2 次") && empty.html.contains("本年还没有安排会议"));
}

#[tokio::test]
async fn a_planned_meeting_leads_to_its_agenda_and_an_unnamed_one_back_to_the_form() {
    let person = || Fake::full(Role::CityHrss);
    let page = post(person(), "/meetings", "plan_meeting", "draft[title]=a").await;
    assert!(page.html.contains("id=\"agenda\""));
    let page = post(person(), "/meetings", "plan_meeting", "draft[title]=").await;
    let field = page.html.split("name=\"draft[title]\"").nth(1).unwrap();
    assert!(field.contains("“会议名称”不能为空"));
}

#[tokio::test]
async fn an_issue_need_not_belong_to_a_meeting() {
    let person = Fake::full(Role::CityHealth);
    let page = post(
        person,
        "/meetings",
        "raise_issue",
        "text=a&owner=HRSS&meeting=",
    )
    .await;
    assert!(!page.html.contains("data-testid=\"refusal\""));
}

#[tokio::test]
async fn a_meeting_one_may_not_know_of_is_not_found() {
    for path in ["/meetings/404", "/meetings/abc"] {
        let page = see(Some(Fake::full(Role::CityHrss)), path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn the_stations_of_the_year_lead_to_their_pages() {
    let page = see(Some(Fake::full(Role::AgencyClerk)), "/city?year=2027").await;
    for href in [
        "/analysis?year=2027",
        "/areas?year=2027",
        "/proposals?year=2027",
        "/meetings?year=2026",
        "/cap?year=2027",
    ] {
        assert!(
            page.html.contains(&format!("href=\"{href}\"")),
            "lacks {href}"
        );
    }
}
