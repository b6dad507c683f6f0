//! What happens beside the steps of a contract: quarterly reports, an extension, an inspection, a few
//! messages, a case. Each on its day, between the steps.

use chrono::NaiveDate;
use domain::access::Role;
use domain::contract::CaseDraft;
use domain::progress::Quarter;
use domain::state::{CaseKind, FilingSubject, Member, Mode, Party};

use super::{Period, Plot, agreed_end};
use crate::demo::act::{Act, Do};
use crate::demo::days::Almanac;
use crate::demo::script::{Facts, Station};
use crate::demo::words;

/// The steps with everything in between, in the order of their days.
pub(super) fn meanwhile(
    plot: &Plot,
    facts: &Facts,
    mut dated: Vec<(NaiveDate, Act)>,
    approved_end: NaiveDate,
    almanac: &Almanac,
) -> Vec<(NaiveDate, Act)> {
    let day_of = |is: fn(&Act) -> bool| dated.iter().find(|(_, act)| is(act)).map(|(day, _)| *day);
    let Some(begun) = day_of(|act| matches!(act, Act::Start)) else {
        return dated;
    };
    let over = day_of(|act| matches!(act, Act::Do(Do::Archive) | Act::Terminate(_)));
    let until = over.unwrap_or(almanac.today);
    let mut beside = Vec::new();
    // Where the work has stalled nobody reports either.
    if plot.period != Period::Over {
        beside.extend(reports(facts, begun, until, almanac));
    }
    if plot.period == Period::Extended {
        beside.extend(extension(facts, begun, approved_end, almanac));
    }
    if plot.stop == Station::Working && plot.period == Period::TwoYears {
        beside.extend(attention(facts, begun, almanac));
    }
    if plot.stop == Station::Ended && facts.unit_is_banned {
        beside.push((almanac.before(almanac.today, 8), case()));
    }
    for (day, act) in beside {
        let at = dated.partition_point(|(other, _)| *other <= day);
        dated.insert(at, (day, act));
    }
    dated
}

/// Some working days after each quarter, while the work goes on.
fn reports(
    facts: &Facts,
    begun: NaiveDate,
    until: NaiveDate,
    almanac: &Almanac,
) -> Vec<(NaiveDate, Act)> {
    let mut quarter = Quarter::of(begun);
    let mut all = Vec::new();
    for number in 1.. {
        let end = quarter.last_day();
        if end >= until {
            break;
        }
        let day = almanac.after(end, 4);
        if day >= until {
            break;
        }
        let report = words::progress(facts.agreed, begun, end, number);
        all.push((day, Act::Do(Do::Report(Box::new(report)))));
        quarter = quarter.next();
    }
    all
}

/// A supplementary agreement from its draft to its filing.
fn extension(
    facts: &Facts,
    begun: NaiveDate,
    approved_end: NaiveDate,
    almanac: &Almanac,
) -> Vec<(NaiveDate, Act)> {
    let before = |days: u32| almanac.before(almanac.today, days);
    let prepay = facts
        .prepay
        .map(|percent| percent.to_string())
        .unwrap_or_default();
    let old = words::draft(
        facts.agreed,
        begun,
        agreed_end(Period::Extended, approved_end),
        &prepay,
    );
    let draft = words::amendment(&old, approved_end);
    let mut all = vec![
        (before(20), Act::Do(Do::Amend(Box::new(draft)))),
        (before(18), Act::Do(Do::CheckAmendment)),
    ];
    let mut parties: Vec<Party> = facts.mode.parties().to_vec();
    parties.sort_unstable();
    let signed = parties.into_iter().zip([16, 15, 14]);
    all.extend(signed.map(|(party, day)| (before(day), Act::Do(Do::SignAmendment(party)))));
    all.push((before(13), Act::Do(Do::FileAmendment)));
    let acknowledged = Member::ALL.iter().zip([12, 11, 9, 8]);
    all.extend(acknowledged.map(|(member, day)| {
        (
            before(day),
            Act::Acknowledge(FilingSubject::Amendment, *member),
        )
    }));
    all
}

/// An inspection with a demand, and the messages around it.
fn attention(facts: &Facts, begun: NaiveDate, almanac: &Almanac) -> Vec<(NaiveDate, Act)> {
    let before = |days: u32| almanac.before(almanac.today, days).max(begun);
    let demand = words::demand(before(12), almanac.after(almanac.today, 3));
    let unit = if facts.mode == Mode::Direct {
        Party::Applicant
    } else {
        Party::Unit
    };
    let say = |party: Party, text: &str| Act::Do(Do::Say(party, text.into()));
    vec![
        (
            before(12),
            Act::Do(Do::Inspect(Role::CityHealth, Box::new(demand))),
        ),
        (
            before(10),
            say(
                unit,
                "检查中要求补充的防护实操内容，拟安排在下一期，请问是否需要另报方案？",
            ),
        ),
        (
            before(9),
            say(
                Party::Agency,
                "不需另报方案。请在下一期课程安排中注明，并在进展报告的“差异”中说明。",
            ),
        ),
        (
            before(3),
            Act::Do(Do::Answer(
                "已在第三期增加粉尘、噪声防护实操，补齐考核试卷并归档。".into(),
            )),
        ),
        (before(2), say(unit, "整改情况已提交，请查收。")),
    ]
}

fn case() -> Act {
    Act::Do(Do::Case(Box::new(CaseDraft {
        code: String::new(),
        kind: CaseKind::Fraud.code().into(),
        facts: words::FRAUD.into(),
        persons: "项目负责人、档案员".into(),
    })))
}
