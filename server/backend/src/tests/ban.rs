//! A ban case from its proposal to its decision (machine 2.7, R085).

use chrono::{Days, NaiveDate};
use domain::contract::{
    AcceptanceApi, BanCaseView, BanDecision, BanDraft, InstitutionApi, ProjectApi, ScreensApi,
};
use domain::state::{
    AcceptanceState, BanState, BanStatus, Disposition, Grounds, Mode, ProjectState,
};
use domain::{BanCaseId, Money, ProjectId, TenantId, Version};

use super::institution::refused;
use crate::Session;
use crate::demo::code::credit_code;
use crate::demo::words::selection;
use crate::testkit::{BAOTOU, Goal, ORDOS, World, world};

/// A project carried out by `peixun`, which has no case in the small world.
pub(super) async fn by_peixun(world: &World, tenant: TenantId, goal: impl Into<Goal>) -> ProjectId {
    world.qualify(tenant, world.org("peixun")).await;
    let id = world
        .project_at(
            tenant,
            Mode::Commissioned,
            Money::from_fen(10_000_000),
            ProjectState::Budgeted,
        )
        .await;
    let draft = selection(Mode::Commissioned, &credit_code(4), "培训", world.today());
    let applicant = world.applicant_of(id).await;
    applicant
        .select_unit(id, world.version(id).await, draft)
        .await
        .unwrap();
    world.drive(id, goal).await;
    id
}

fn proposal() -> BanDraft {
    BanDraft {
        credit_code: credit_code(4),
        grounds: Grounds::Quality.code().into(),
        reason: "三期培训均无教案。".into(),
        ..BanDraft::default()
    }
}

pub(super) fn decision(effective: NaiveDate) -> BanDecision {
    BanDecision {
        decision_no: "鄂人社禁〔2026〕1号".into(),
        effective: effective.to_string(),
        reason: "服务质量不高，事实清楚。".into(),
    }
}

pub(super) async fn case(session: &Session, id: BanCaseId) -> BanCaseView {
    let view = session.bans().await.unwrap();
    let found = view.cases.into_iter().find(|case| case.id == id);
    found.expect("a case")
}

/// Proposed by the agency, answered by the unit.
pub(super) async fn heard(world: &World) -> BanCaseId {
    let id = world.clerk(ORDOS).propose_ban(proposal()).await.unwrap();
    let unit = world.session("peixun");
    unit.state_case(id, Version(1), "已补齐教案。".into())
        .await
        .unwrap();
    id
}

/// Banned in Ordos from today on.
pub(super) async fn banned(world: &World) -> BanCaseId {
    let id = heard(world).await;
    let hrss = world.hrss(ORDOS);
    hrss.decide_ban(id, Version(2), decision(world.today()))
        .await
        .unwrap();
    id
}

#[tokio::test]
async fn a_second_failure_proposes_a_ban_by_itself() {
    let world = world().await;
    let id = by_peixun(&world, ORDOS, ProjectState::FailedFinal).await;
    let reviewer = world.reviewer(ORDOS);
    let of_project = async || {
        let cases = world.hrss(ORDOS).bans().await.unwrap().cases;
        let own = |case: &BanCaseView| case.project.as_ref().is_some_and(|(of, _)| *of == id);
        cases.into_iter().find(own)
    };
    let decide = async |amount: &str| {
        let seen = world.version(id).await;
        let (kind, reason) = (Disposition::Deduct, "复验仍不合格".to_owned());
        reviewer
            .decide_disposition(id, seen, kind, amount.into(), reason)
            .await
    };
    refused(decide("99999999").await, "OverSettlement", Some("amount"));
    assert!(
        of_project().await.is_none(),
        "nothing without a disposition"
    );
    decide("10000").await.unwrap();
    let case = of_project().await.expect("a case");
    assert_eq!((case.state, case.automatic), (BanState::Proposed, true));
    assert_eq!(
        (case.grounds, case.name.as_str()),
        (Grounds::Quality, "包头市测试职业培训学校")
    );
    assert!(case.reason.contains("复验仍不合格"), "{}", case.reason);
    // 2026-11-24 + 10 working days.
    assert_eq!(case.hear_until.to_string(), "2026-12-08");
    let history = world.clerk(ORDOS).project(id).await.unwrap().history;
    assert!(history[1].text.contains("系统提出禁入建议"), "{history:?}");
    assert!(history[0].text.contains("决定扣减"), "{history:?}");
    let view = world.unit_of(id).await.project(id).await.unwrap();
    assert_eq!(
        view.choosing.unit.unwrap().banned_until,
        None,
        "nobody is banned by itself"
    );
}

#[tokio::test]
async fn a_termination_proposes_once() {
    let world = world().await;
    let first = by_peixun(&world, ORDOS, AcceptanceState::Rectifying).await;
    let second = by_peixun(&world, ORDOS, ProjectState::Contracted).await;
    let before = world.hrss(ORDOS).bans().await.unwrap().cases.len();
    let clerk = world.clerk(ORDOS);
    let kind = domain::state::AnswerKind::Refusal;
    let unit = world.unit_of(first).await;
    unit.answer_rectification(first, world.version(first).await, kind, "拒绝".into())
        .await
        .unwrap();
    clerk
        .record_refusal(first, world.version(first).await, "书面拒绝".into())
        .await
        .unwrap();
    // After the refusal nothing is settled; before the acceptance the parties put down what is.
    for (id, settlement) in [(first, ""), (second, "0")] {
        let how = crate::demo::words::termination("拒不整改", settlement);
        world
            .reviewer(ORDOS)
            .terminate_project(id, world.version(id).await, how)
            .await
            .unwrap();
    }
    let cases = world.hrss(ORDOS).bans().await.unwrap().cases;
    assert_eq!(cases.len(), before + 1, "the second finds an open case");
    let own = cases
        .iter()
        .find(|case| case.name.contains("培训学校"))
        .unwrap();
    assert_eq!((own.grounds, own.automatic), (Grounds::Contract, true));
    assert_eq!(own.project.as_ref().unwrap().0, first);
}

#[expect(clippy::too_many_lines, reason = "a story reads from top to bottom")]
#[tokio::test]
async fn a_ban_goes_from_the_proposal_over_the_hearing_to_every_city() {
    let world = world().await;
    let (clerk, hrss) = (world.clerk(ORDOS), world.hrss(ORDOS));
    let propose = async |change: fn(&mut BanDraft)| {
        let mut draft = proposal();
        change(&mut draft);
        clerk.propose_ban(draft).await
    };
    refused(
        propose(|draft| draft.credit_code = "x".into()).await,
        "CreditCode",
        Some("credit_code"),
    );
    let nobody = propose(|draft| draft.credit_code = credit_code(888)).await;
    refused(nobody, "UnknownChoice", Some("credit_code"));
    refused(
        propose(|draft| draft.grounds.clear()).await,
        "UnknownChoice",
        Some("grounds"),
    );
    refused(
        propose(|draft| draft.reason.clear()).await,
        "Required",
        Some("reason"),
    );
    refused(
        propose(|draft| draft.project = "1".into()).await,
        "UnknownChoice",
        Some("project"),
    );
    refused(hrss.propose_ban(proposal()).await, "Forbidden", None);
    let id = clerk.propose_ban(proposal()).await.unwrap();
    refused(clerk.propose_ban(proposal()).await, "WrongState", None);

    let unit = world.session("peixun");
    let hearing = unit.tracker().await.unwrap().hearings;
    assert_eq!(hearing.len(), 1);
    assert_eq!(
        (hearing[0].id, hearing[0].reason.as_str()),
        (id, "三期培训均无教案。")
    );
    let text = || "已补齐教案。".to_owned();
    refused(
        world
            .session("anquan")
            .state_case(id, Version(1), text())
            .await,
        "NotFound",
        None,
    );
    refused(
        clerk.state_case(id, Version(1), text()).await,
        "Forbidden",
        None,
    );
    refused(unit.state_case(id, Version(9), text()).await, "Stale", None);
    refused(
        unit.state_case(id, Version(1), " ".into()).await,
        "Required",
        Some("text"),
    );
    refused(
        hrss.decide_ban(id, Version(1), decision(world.today()))
            .await,
        "WrongState",
        None,
    );
    unit.state_case(id, Version(1), text()).await.unwrap();
    refused(
        unit.state_case(id, Version(2), text()).await,
        "WrongState",
        None,
    );

    let decide = async |change: fn(&mut BanDecision)| {
        let mut draft = decision(world.today());
        change(&mut draft);
        hrss.decide_ban(id, Version(2), draft).await
    };
    refused(
        decide(|draft| draft.decision_no.clear()).await,
        "Required",
        Some("decision_no"),
    );
    refused(
        decide(|draft| draft.reason.clear()).await,
        "Required",
        Some("reason"),
    );
    refused(
        decide(|draft| draft.effective = "2026-11-23".into()).await,
        "DateTooEarly",
        Some("effective"),
    );
    refused(
        clerk
            .decide_ban(id, Version(2), decision(world.today()))
            .await,
        "Forbidden",
        None,
    );
    let abroad = world.hrss(BAOTOU);
    let abroad = abroad.decide_ban(id, Version(2), decision(world.today()));
    refused(abroad.await, "NotFound", None);
    decide(|_| ()).await.unwrap();

    let told = case(&hrss, id).await;
    assert_eq!(
        (told.state, told.status),
        (BanState::InForce, Some(BanStatus::Running))
    );
    assert_eq!(told.last.unwrap().to_string(), "2029-11-24");
    for login in [
        "150200-jb",
        "150200-yj",
        "region-yj",
        "region-rs",
        "coal",
        "peixun",
    ] {
        let view = world.session(login).bans().await.unwrap();
        let row = view
            .list
            .iter()
            .find(|row| row.credit_code == credit_code(4));
        let row = row.unwrap_or_else(|| panic!("{login}"));
        assert_eq!(
            (row.decision_no.as_str(), row.grounds),
            ("鄂人社禁〔2026〕1号", Grounds::Quality)
        );
        let narrative = serde_json::to_string(&view).unwrap();
        let reads = narrative.contains("三期培训均无教案");
        assert_eq!(reads, login == "region-rs", "{login}");
    }
    refused(world.session("expert-1").bans().await, "Forbidden", None);
}

#[tokio::test]
async fn silence_is_recorded_after_the_tenth_working_day() {
    let world = world().await;
    let clerk = world.clerk(ORDOS);
    let id = clerk.propose_ban(proposal()).await.unwrap();
    let until = case(&clerk, id).await.hear_until;
    world.set_today(until);
    refused(
        clerk.close_hearing(id, Version(1)).await,
        "HearingOpen",
        None,
    );
    world.set_today(until + Days::new(1));
    refused(
        world.reviewer(ORDOS).close_hearing(id, Version(1)).await,
        "Forbidden",
        None,
    );
    refused(
        world.clerk(BAOTOU).close_hearing(id, Version(1)).await,
        "NotFound",
        None,
    );
    clerk.close_hearing(id, Version(1)).await.unwrap();
    let told = case(&clerk, id).await;
    assert_eq!((told.state, told.statement.as_str()), (BanState::Heard, ""));
    let late = world.session("peixun");
    let late = late.state_case(id, Version(2), "迟到".into());
    refused(late.await, "WrongState", None);
}

/// 3.2.
#[tokio::test]
async fn who_proposed_does_not_decide() {
    let world = world().await;
    let id = heard(&world).await;
    let mut promoted = world.hrss(ORDOS);
    promoted.who.account = world.clerk(ORDOS).who.account;
    let today = decision(world.today());
    refused(
        promoted.decide_ban(id, Version(2), today).await,
        "SameDecider",
        None,
    );
    refused(
        promoted.drop_ban(id, Version(2), "算了".into()).await,
        "SameDecider",
        None,
    );
    let hrss = world.hrss(ORDOS);
    refused(
        hrss.drop_ban(id, Version(2), " ".into()).await,
        "Required",
        Some("reason"),
    );
    hrss.drop_ban(id, Version(2), "情节轻微".into())
        .await
        .unwrap();
    assert_eq!(case(&hrss, id).await.state, BanState::Dropped);
    assert!(hrss.bans().await.unwrap().list.is_empty());
    refused(
        hrss.drop_ban(id, Version(3), "再次".into()).await,
        "WrongState",
        None,
    );
}

#[tokio::test]
async fn a_case_is_its_citys_and_its_units() {
    let world = world().await;
    let id = world.clerk(ORDOS).propose_ban(proposal()).await.unwrap();
    let sees = async |login: &str| {
        let view = world.session(login).bans().await.unwrap();
        view.cases.iter().any(|case| case.id == id)
    };
    for login in [
        "150600-jb",
        "150600-fh",
        "150600-rs",
        "150600-yj",
        "region-rs",
    ] {
        assert!(sees(login).await, "{login}");
    }
    for login in [
        "150200-rs",
        "150200-jb",
        "region-cz",
        "region-wj",
        "peixun",
        "coal",
    ] {
        assert!(!sees(login).await, "{login}");
    }
    for (login, count) in [("peixun", 1), ("coal", 0), ("steel", 0)] {
        let hearings = world.session(login).tracker().await.unwrap().hearings;
        assert_eq!(hearings.len(), count, "{login}");
    }
}
