//! Dates, countdowns and links in the words of the screen.

use std::fmt::Write;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Weekday};
use domain::ProjectId;
use domain::access::{Action, Capacity, Role};
use domain::contract::{AgeBand, ListPart, ListQuery, ListSort, NextDue};
use domain::deadline::Level;
pub use domain::full_date;
use domain::state::{ProjectKind, ProjectState, Step};

/// `2026年11月23日（周一）`.
#[must_use]
pub fn long_date(date: NaiveDate) -> String {
    format!("{}（{}）", full_date(date), weekday(date))
}

/// `11月26日`, with the year when it is not this one.
#[must_use]
pub fn short_date(date: NaiveDate, today: NaiveDate) -> String {
    if date.year() == today.year() {
        date.format("%-m月%-d日").to_string()
    } else {
        full_date(date)
    }
}

/// `周一`.
#[must_use]
pub const fn day_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "周一",
        Weekday::Tue => "周二",
        Weekday::Wed => "周三",
        Weekday::Thu => "周四",
        Weekday::Fri => "周五",
        Weekday::Sat => "周六",
        Weekday::Sun => "周日",
    }
}

fn weekday(date: NaiveDate) -> &'static str {
    day_name(date.weekday())
}

/// How much time is left: `剩 3 工作日`, `今天到期`, `逾期 2 工作日`. A due day on a weekend has no
/// working days left before it is over, and then calendar days are said.
#[must_use]
pub fn left(next: &NextDue, today: NaiveDate) -> String {
    let days = (next.due - today).num_days();
    match next.working_days_left {
        _ if days == 0 => "今天到期".into(),
        0 if days > 0 => format!("剩 {days} 天"),
        0 => format!("逾期 {} 天", -days),
        left if left > 0 => format!("剩 {left} 工作日"),
        late => format!("逾期 {} 工作日", -late),
    }
}

/// `剩 6 工作日 · 12月1日`.
#[must_use]
pub fn left_until(next: &NextDue, today: NaiveDate) -> String {
    format!("{} · {}", left(next, today), short_date(next.due, today))
}

/// The word of a level, as its CSS class.
#[must_use]
pub const fn level_class(level: Level) -> &'static str {
    match level {
        Level::Ok => "ok",
        Level::Near => "near",
        Level::Late => "late",
        Level::Provisional => "prov",
        Level::Done => "done",
    }
}

/// Hundredths of a percent as `42%` or `0.6%`: whole from ten per cent on.
#[must_use]
pub fn percent(basis_points: u32) -> String {
    if basis_points >= 1000 || basis_points.is_multiple_of(100) {
        format!("{}%", basis_points / 100)
    } else {
        format!("{}.{}%", basis_points / 100, basis_points % 100 / 10)
    }
}

/// A count with thousands separators: `14,708`.
#[must_use]
pub fn count(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::from(if number < 0 { "-" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number in an agenda: `一`, `十二`, `二十`; from a hundred on in digits.
#[must_use]
pub fn numeral(number: i32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |value: i32| DIGITS[usize::try_from(value).unwrap_or_default()];
    match number {
        1..=9 => digit(number).into(),
        10..=19 => format!("十{}", digit(number - 10)),
        20..=99 => format!("{}十{}", digit(number / 10), digit(number % 10)),
        _ => number.to_string(),
    }
}

/// `3 天 09:57:38` until the end of a day in Asia/Shanghai; `None` when it is over.
#[must_use]
pub fn countdown(due: NaiveDate, now: i64) -> Option<String> {
    let end = due.succ_opt()?.and_hms_opt(0, 0, 0)?.and_utc().timestamp() - SHANGHAI;
    let rest = (end > now).then(|| end - now)?;
    let (days, rest) = (rest / 86_400, rest % 86_400);
    let clock = format!("{:02}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60);
    Some(if days > 0 {
        format!("{days} 天 {clock}")
    } else {
        clock
    })
}

/// The time of day in Asia/Shanghai: `14:03:22`.
#[must_use]
pub fn clock(now: i64) -> String {
    let rest = (now + SHANGHAI).rem_euclid(86_400);
    format!("{:02}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60)
}

/// `14:03:22` today, `11月23日 14:03:22` before; nothing for no moment at all.
#[must_use]
pub fn moment(at: &DateTime<FixedOffset>, today: NaiveDate) -> String {
    let seconds = at.timestamp();
    let day = DateTime::from_timestamp(seconds + SHANGHAI, 0).map(|at| at.date_naive());
    match day.filter(|_| seconds != 0) {
        None => String::new(),
        Some(day) if day == today => clock(seconds),
        Some(day) => format!("{} {}", short_date(day, today), clock(seconds)),
    }
}

/// The size of a file: `812 KB`, `3.4 MB`.
#[must_use]
pub fn file_size(bytes: i64) -> String {
    match bytes {
        ..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KB", (bytes + 512) / 1024),
        _ => {
            let tenths = (bytes * 10 + 524_288) / 1_048_576;
            format!("{}.{} MB", tenths / 10, tenths % 10)
        }
    }
}

/// Whether this post reads applications; the applicant's own does, a unit finds nothing.
#[must_use]
pub fn may_read_applications(role: Role) -> bool {
    let capacity = Capacity::of(role).unwrap_or(Capacity::Applicant);
    Action::ViewApplication.allows(&[capacity])
}

/// The page that matters now: the application until the joint meeting has decided, then the project.
#[must_use]
pub fn project_href(role: Role, id: ProjectId, kind: ProjectKind, state: ProjectState) -> String {
    use ProjectState as S;
    let early = matches!(
        state,
        S::Draft | S::Submitted | S::Supplement | S::Accepted | S::Rejected | S::Withdrawn
    );
    if early && kind != ProjectKind::PublicSme && may_read_applications(role) {
        format!("/applications/{id}")
    } else {
        format!("/projects/{id}")
    }
}

/// Seconds Asia/Shanghai is ahead of UTC; it has had no daylight saving since 1991.
pub const SHANGHAI: i64 = 8 * 3600;

/// Whether this post may open the project list, and numbers may therefore be links.
#[must_use]
pub fn may_list(role: Role) -> bool {
    match Capacity::of(role) {
        Some(capacity) => Action::ListProjects.allows(&[capacity]),
        None => Action::ListProjects.allows(&[Capacity::Applicant, Capacity::Unit]),
    }
}

/// An address that asks: only what is asked for stands in it.
pub fn address<'a>(path: &str, asked: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let mut out = path.to_owned();
    for (name, value) in asked.into_iter().filter(|(_, value)| !value.is_empty()) {
        out.push(if out.contains('?') { '&' } else { '?' });
        encode(name, &mut out);
        out.push('=');
        encode(&value, &mut out);
    }
    out
}

/// A value of an address; nothing for what is not asked.
pub fn asked(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// The address of a list of projects.
#[must_use]
pub fn list_href(query: &ListQuery) -> String {
    let sort = Some(query.sort).filter(|sort| *sort != ListSort::default());
    address(
        "/projects",
        [
            ("tenant", asked(query.tenant)),
            ("year", asked(query.year)),
            ("state", asked(query.state.map(ProjectState::code))),
            ("step", asked(query.step.map(Step::code))),
            ("part", asked(query.part.map(ListPart::code))),
            ("age", asked(query.age.map(AgeBand::code))),
            ("carried", asked(query.carried.then_some(true))),
            ("overdue", asked(query.overdue.then_some(true))),
            ("q", query.q.clone()),
            ("sort", asked(sort.map(ListSort::code))),
            ("after", asked(query.after.as_ref())),
        ],
    )
}

/// Percent-encodes a value of a query string.
pub fn encode(value: &str, out: &mut String) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::state::{DeadlineKind, Step};

    fn date(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn next(due: NaiveDate, working_days_left: i64) -> NextDue {
        NextDue {
            kind: DeadlineKind::Acceptance,
            due,
            working_days_left,
            provisional: false,
            level: Level::Ok,
        }
    }

    #[test]
    fn dates_are_said_as_the_standard_says() {
        assert_eq!(long_date(date(11, 23)), "2026年11月23日（周一）");
        assert_eq!(short_date(date(12, 1), date(11, 23)), "12月1日");
    }

    #[test]
    fn items_of_an_agenda_are_numbered_in_words() {
        let said: Vec<_> = [1, 9, 10, 12, 20, 21, 99, 100].map(numeral).into();
        assert_eq!(
            said,
            ["一", "九", "十", "十二", "二十", "二十一", "九十九", "100"]
        );
    }

    #[test]
    fn time_left_is_said_in_working_days_unless_only_rest_days_are_left() {
        let today = date(11, 23);
        assert_eq!(left(&next(date(11, 26), 3), today), "剩 3 工作日");
        assert_eq!(left(&next(today, 0), today), "今天到期");
        assert_eq!(left(&next(date(11, 19), -2), today), "逾期 2 工作日");
        assert_eq!(left(&next(date(10, 31), 0), date(10, 30)), "剩 1 天");
    }

    #[test]
    fn the_countdown_ends_at_midnight_in_shanghai() {
        let end = date(11, 27)
            .and_hms_opt(0, 0, 0)
            .unwrap()
            .and_utc()
            .timestamp()
            - SHANGHAI;
        assert_eq!(
            countdown(date(11, 26), end - 3 * 86_400 - 35_858),
            Some("3 天 09:57:38".into())
        );
        assert_eq!(countdown(date(11, 26), end), None);
    }

    #[test]
    fn a_moment_is_a_time_today_and_a_day_before() {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap();
        let today = date(11, 23);
        assert_eq!(moment(&at("2026-11-23T06:03:22Z"), today), "14:03:22");
        assert_eq!(
            moment(&at("2026-11-22T23:59:59+08:00"), today),
            "11月22日 23:59:59"
        );
        assert_eq!(moment(&DateTime::default(), today), "");
    }

    #[test]
    fn a_file_is_as_large_as_people_say() {
        assert_eq!(file_size(812), "812 B");
        assert_eq!(file_size(412_345), "403 KB");
        assert_eq!(file_size(3_565_158), "3.4 MB");
    }

    #[test]
    fn an_early_project_leads_to_its_application_for_those_who_may_read_it() {
        use ProjectKind::{Enterprise, PublicSme};
        let href = |role, kind, state| project_href(role, ProjectId(7), kind, state);
        let (draft, filed) = (ProjectState::Draft, ProjectState::Filed);
        assert_eq!(
            href(Role::Organisation, Enterprise, draft),
            "/applications/7"
        );
        assert_eq!(href(Role::CityHealth, Enterprise, draft), "/applications/7");
        assert_eq!(href(Role::RegionFinance, Enterprise, draft), "/projects/7");
        assert_eq!(href(Role::AgencyClerk, PublicSme, draft), "/projects/7");
        assert_eq!(href(Role::Organisation, Enterprise, filed), "/projects/7");
    }

    #[test]
    fn a_list_address_says_only_what_is_asked() {
        let query = ListQuery {
            year: Some(2026),
            step: Some(Step::Applied),
            q: "矿山".into(),
            ..Default::default()
        };
        assert_eq!(
            list_href(&query),
            "/projects?year=2026&step=APPLIED&q=%E7%9F%BF%E5%B1%B1"
        );
        assert_eq!(count(-14_708), "-14,708");
        assert_eq!(percent(57), "0.5%");
        assert_eq!(percent(4_780), "47%");
    }
}
