//! A calendar of two years, one of them not announced, and a notice that waits.

use async_trait::async_trait;
use chrono::{Days, NaiveDate};
use domain::access::{Action, Role};
use domain::contract::{
    Answer, CalendarApi, CalendarDraft, CalendarDraftForm, CalendarView, MovedDeadline, Offer,
    YearView,
};
use domain::state::DeadlineKind;
use domain::{CalendarDraftId, DeadlineId, ProjectId};

use super::{Fake, today};

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, month, day).unwrap()
}

fn year(year: i32, announced: bool) -> YearView {
    YearView {
        year,
        announced,
        version: 1,
        notice: if announced {
            "国办发明电〔2025〕7号"
        } else {
            ""
        }
        .into(),
        workdays: 248,
        off: vec![(day(1, 1), "元旦".into()), (day(2, 8), "春节".into())],
        makeup: vec![day(2, 6)],
    }
}

#[async_trait]
impl CalendarApi for Fake {
    async fn calendar(&self) -> Answer<CalendarView> {
        let region = self.role == Role::RegionHrss;
        let moved = |on| MovedDeadline {
            deadline: DeadlineId(9),
            project: ProjectId(4),
            project_name: "建筑业高处作业预防".into(),
            tenant_name: "呼和浩特市".into(),
            kind: DeadlineKind::Acceptance,
            old: today(),
            new: today() + Days::new(2),
            year: 2027,
            on,
        };
        let draft = |id, why_not: Option<&str>| CalendarDraft {
            id: CalendarDraftId(id),
            year: 2027,
            notice: "国办发明电〔2026〕9号".into(),
            correction: String::new(),
            by: "演示人甲".into(),
            on: today(),
            off: vec![(day(1, 1), "元旦".into())],
            makeup: vec![day(2, 6)],
            why_not: why_not.map(Into::into),
            would_move: 7,
            would_confirm: 3,
            preview: vec![moved(None)],
        };
        let offer = |action| Offer {
            action,
            why_not: None,
        };
        Ok(CalendarView {
            years: vec![year(2027, false), year(2026, true)],
            drafts: self.some(if region {
                vec![draft(3, None), draft(5, Some("须由另一人核对后公布。"))]
            } else {
                Vec::new()
            }),
            moves: self.some(vec![moved(Some(today()))]),
            offers: if region {
                vec![
                    offer(Action::DraftCalendar),
                    offer(Action::PublishCalendar),
                    offer(Action::WithdrawCalendar),
                ]
            } else {
                Vec::new()
            },
        })
    }
    async fn draft_calendar(&self, _: CalendarDraftForm) -> Answer<CalendarDraftId> {
        Ok(CalendarDraftId(4))
    }
    async fn publish_calendar(&self, _: CalendarDraftId) -> Answer<()> {
        Ok(())
    }
    async fn withdraw_calendar(&self, _: CalendarDraftId, _: String) -> Answer<()> {
        Ok(())
    }
}
