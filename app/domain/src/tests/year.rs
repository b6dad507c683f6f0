//! The yearly cycle: adoption (A35), the machines 2.2 and 2.3, and that every action is somebody's.

use crate::access::Action;
use crate::refusal::Refusal;
use crate::state::{AreaState, MeetingState, Member, Motion, Opinion, Outcome, Presence, outcome};

const ALL: [(Member, Presence); 4] = [
    (Member::Hrss, Presence::Present),
    (Member::Finance, Presence::Delegate),
    (Member::Health, Presence::Written),
    (Member::Emergency, Presence::Present),
];

fn said(opinions: [Opinion; 4]) -> Vec<(Member, Opinion)> {
    Member::ALL.iter().copied().zip(opinions).collect()
}

#[test]
fn a_motion_is_adopted_when_all_four_take_part_and_nobody_objects() {
    use Opinion::{Abstain, Agree, Object};
    let agreed = said([Agree, Agree, Abstain, Agree]);
    assert_eq!(
        outcome(Motion::Approve, &ALL, &agreed),
        Some(Outcome::Adopted)
    );
    assert_eq!(
        outcome(Motion::Reject, &ALL, &agreed),
        Some(Outcome::Adopted)
    );
    assert_eq!(
        outcome(Motion::Defer, &ALL, &agreed),
        Some(Outcome::Deferred)
    );
    for seat in 0..4 {
        let mut opinions = [Agree; 4];
        opinions[seat] = Object;
        let one = said(opinions);
        assert_eq!(
            outcome(Motion::Approve, &ALL, &one),
            Some(Outcome::NotAdopted),
            "{seat}"
        );
        let mut seats = ALL;
        seats[seat].1 = Presence::Absent;
        let absent = outcome(Motion::Approve, &seats, &agreed);
        assert_eq!(absent, Some(Outcome::NotAdopted), "{seat} absent");
        let silent: Vec<_> = agreed
            .iter()
            .copied()
            .filter(|(of, _)| *of != ALL[seat].0)
            .collect();
        assert_eq!(
            outcome(Motion::Approve, &ALL, &silent),
            None,
            "{seat} silent"
        );
    }
}

/// Every way from a state, as `a -> b`.
fn ways<S: Copy + std::fmt::Display + 'static>(
    all: &[S],
    next: impl Fn(S) -> &'static [S],
) -> Vec<String> {
    all.iter()
        .flat_map(|from| next(*from).iter().map(move |to| format!("{from} -> {to}")))
        .collect()
}

#[test]
fn the_machines_are_those_of_the_rules() {
    assert_eq!(
        ways(MeetingState::ALL, MeetingState::next),
        [
            "PLANNED -> CONVENED",
            "PLANNED -> CANCELLED",
            "CONVENED -> HELD",
            "CONVENED -> CANCELLED",
            "HELD -> MINUTES_DRAFT",
            "MINUTES_DRAFT -> MINUTES_CONFIRMED",
            "MINUTES_CONFIRMED -> FILED_AND_CLOSED",
        ]
    );
    assert_eq!(
        ways(AreaState::ALL, AreaState::next),
        [
            "COLLECTING -> ANALYSED",
            "ANALYSED -> ON_AGENDA",
            "ON_AGENDA -> DECIDED",
            "ON_AGENDA -> ANALYSED",
            "DECIDED -> PUBLISHED",
            "DECIDED -> AMENDED",
            "PUBLISHED -> CLOSED",
            "PUBLISHED -> AMENDED",
        ]
    );
}

#[test]
fn each_step_of_a_meeting_has_its_time() {
    let possible = |state, disputed| {
        let fits = |action: &&Action| action.fits_meeting(state, disputed);
        Action::ALL.iter().filter(fits).copied().collect::<Vec<_>>()
    };
    use Action as A;
    use MeetingState as S;
    assert_eq!(
        possible(S::Planned, false),
        [A::AddItem, A::DropItem, A::ConveneMeeting, A::CancelMeeting]
    );
    assert_eq!(
        possible(S::Convened, false),
        [A::OpenMeeting, A::ReportItem, A::MoveItem, A::CancelMeeting]
    );
    let floor = [A::ReportItem, A::MoveItem, A::Vote, A::DraftMinutes];
    for action in floor {
        assert!(possible(S::Held, false).contains(&action), "{action}");
        assert!(!possible(S::MinutesDraft, false).contains(&action));
        assert!(possible(S::MinutesDraft, true).contains(&action));
    }
    assert_eq!(possible(S::MinutesDraft, false), [A::ConfirmMinutes]);
    assert_eq!(possible(S::MinutesConfirmed, true), [A::CloseMeeting]);
    for over in [S::Closed, S::Cancelled] {
        assert!(possible(over, true).is_empty());
    }
}

#[test]
fn every_action_is_somebodys_and_rests_on_a_clause() {
    for action in Action::ALL {
        let rule = action.rule();
        assert!(
            !rule.who.is_empty() && !rule.clause.is_empty(),
            "{action:?}"
        );
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
fn a_refusal_of_the_year_has_a_name_a_sentence_and_its_field() {
    let day = super::day("2026-10-31");
    let text = || "某项".to_owned();
    for refusal in [
        Refusal::DatasetRow {
            field: "f".into(),
            line: 1,
            because: text(),
        },
        Refusal::AnalysisIncomplete {
            field: "f".into(),
            missing: text(),
        },
        Refusal::RankTaken {
            field: "f".into(),
            rank: 1,
        },
        Refusal::YearSplit {
            field: "f".into(),
            year: 2027,
        },
        Refusal::ScoreMissing {
            field: "f".into(),
            label: text(),
        },
        Refusal::ShortNotice {
            field: "f".into(),
            earliest: day,
        },
        Refusal::LateReason {
            field: "f".into(),
            due: day,
        },
        Refusal::DraftBroken {
            count: 1,
            first: text(),
            field: "f".into(),
        },
        Refusal::NotAnalysed { year: 2027 },
        Refusal::AreasNotPublished { year: 2027 },
        Refusal::NoForecast { year: 2027 },
        Refusal::SeatVacant { seats: text() },
        Refusal::SeatAbsent { seat: text() },
        Refusal::ReportMissing { items: text() },
        Refusal::MotionMissing { items: text() },
        Refusal::OpinionMissing {
            item: text(),
            seats: text(),
        },
        Refusal::FileType { because: text() },
        Refusal::FileName { name: text() },
        Refusal::TooManyFiles { max: 60 },
        Refusal::NameTaken {
            field: "f".into(),
            name: text(),
        },
        Refusal::UnknownLabel { label: text() },
        Refusal::DraftTooLarge,
    ] {
        let written = serde_json::to_value(&refusal).unwrap();
        let pointed = written
            .as_object()
            .and_then(|parts| parts.values().next()?.get("field"));
        // A file has one field on every form.
        let of_file = matches!(refusal.kind(), "FileType" | "FileName" | "TooManyFiles");
        assert_eq!(
            refusal.field(),
            pointed
                .and_then(|field| field.as_str())
                .or(of_file.then_some("file")),
            "{refusal:?}"
        );
        assert_ne!(refusal.kind(), "Refused", "{refusal:?}");
        assert_ne!(refusal.sentence(), "不能办理。", "{refusal:?}");
    }
}
