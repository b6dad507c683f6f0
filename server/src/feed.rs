//! `GET /calendar.ics`: a person's running deadlines for their own calendar program (RFC 5545). There is no
//! session: whoever has the address has the calendar, until its owner takes it back.

use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, Days, Utc};
use domain::contract::{Fault, FeedEntry};
use domain::full_date;
use icalendar::{Calendar, Component as _, Event, EventLike as _, EventStatus};
use serde::Deserialize;

use crate::router::Server;

/// The address as given out.
#[derive(Deserialize)]
pub struct Address {
    #[serde(default)]
    token: String,
}

/// The calendar behind a token; 404 for every token that opens nothing.
pub async fn calendar(State(server): State<Server>, Query(address): Query<Address>) -> Response {
    match backend::calendar_feed::entries(&server.db, &address.token).await {
        Ok(entries) => {
            let body = written(&entries, server.db.now().to_utc());
            let headers = [
                (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
                (header::CACHE_CONTROL, "private, no-store"),
            ];
            (headers, body).into_response()
        }
        Err(Fault::Refused(_)) => {
            (StatusCode::NOT_FOUND, "没有这个日历，或它已被收回。\n").into_response()
        }
        Err(Fault::Internal(_)) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "暂时没有数据，请稍后再试。\n",
        )
            .into_response(),
    }
}

/// The entries as a calendar, written at a moment.
fn written(entries: &[FeedEntry], at: DateTime<Utc>) -> String {
    let mut calendar = Calendar::new();
    calendar
        .name("预防通期限")
        .description("工伤预防项目在办期限");
    for entry in entries {
        calendar.push(event(entry, at));
    }
    calendar.done().to_string()
}

/// One deadline: the whole of its last day, under a number that stays the same when the day moves.
fn event(entry: &FeedEntry, at: DateTime<Utc>) -> Event {
    let provisional = if entry.provisional {
        "（暂定）"
    } else {
        ""
    };
    let why = if entry.why.is_empty() {
        String::new()
    } else {
        format!("{}，", entry.why)
    };
    let text = format!(
        "{}\n{}（{}）\n由 {} 办理\n{why}最迟 {}{provisional}，依据{}",
        entry.tenant_name,
        entry.project_name,
        entry.project_code,
        entry.holder,
        full_date(entry.due),
        entry.kind.clause()
    );
    Event::new()
        .uid(&format!(
            "deadline-{}-{}@yufang",
            entry.tenant, entry.deadline
        ))
        .timestamp(at)
        .starts(entry.due)
        // The first day after it: an end is never part of the event.
        .ends(
            entry
                .due
                .checked_add_days(Days::new(1))
                .unwrap_or(entry.due),
        )
        .summary(&format!(
            "{}期限{provisional}：{}",
            entry.kind.label(),
            entry.project_name
        ))
        .description(&text)
        .status(if entry.provisional {
            EventStatus::Tentative
        } else {
            EventStatus::Confirmed
        })
        .done()
}

#[cfg(test)]
mod tests {
    use domain::state::DeadlineKind;
    use domain::{DeadlineId, TenantId};

    use super::*;

    fn entry(name: &str) -> FeedEntry {
        FeedEntry {
            tenant: TenantId(150_600),
            deadline: DeadlineId(17),
            kind: DeadlineKind::Acceptance,
            due: "2027-01-06".parse().unwrap(),
            provisional: true,
            project_name: name.into(),
            project_code: "150600-2026-0031".into(),
            tenant_name: "鄂尔多斯市".into(),
            holder: "经办机构".into(),
            why: "自2026年11月24日起 30 个工作日".into(),
        }
    }

    #[test]
    fn a_deadline_is_a_day_with_a_stable_number_folded_and_escaped() {
        let name = "井下;安全,培训\\第一期😀以及很长很长很长很长很长很长很长很长很长很长很长的名称";
        let text = written(&[entry(name)], "2026-11-24T02:00:00Z".parse().unwrap());
        println!("{text}");
        for line in text.split("\r\n") {
            assert!(line.len() <= 75, "{} octets: {line}", line.len());
            assert!(!line.contains('\n'));
        }
        let unfolded = text.replace("\r\n ", "");
        for wanted in [
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
            "\r\nDTSTART;VALUE=DATE:20270106\r\n",
            "\r\nDTEND;VALUE=DATE:20270107\r\n",
            "\r\nDTSTAMP:20261124T020000Z\r\n",
            "\r\nUID:deadline-150600-17@yufang\r\n",
            "\r\nSTATUS:TENTATIVE\r\n",
            "井下\\;安全\\,培训\\\\第一期😀以及",
            "鄂尔多斯市\\n井下",
            "END:VCALENDAR\r\n",
        ] {
            assert!(unfolded.contains(wanted), "lacks {wanted:?}");
        }
        assert_eq!(text.matches("\r\nUID:").count(), 1);
    }
}
