//! Violation and fraud cases: who knows, what is stopped, and the race with a payment (R084, R086).

use domain::access::Role;
use domain::contract::{CaseDecision, CaseDraft, CaseView, DoingApi, MoneyApi, ScreensApi};
use domain::state::{CaseKind, CaseState, Mode, PaymentKind, PaymentState, ProjectState};
use domain::{ProjectId, Version};

use super::{project_at, refused, refused_at, see, yuan};
use crate::Session;
use crate::testkit::{BAOTOU, ORDOS, World, world};
use crate::tests::journey::pay;

pub(in crate::tests) async fn draft(world: &World, id: ProjectId, kind: CaseKind) -> CaseDraft {
    CaseDraft {
        code: see(&world.clerk(ORDOS), id).await.code,
        kind: kind.code().into(),
        facts: "签到表笔迹雷同，涉嫌虚报人数。".into(),
        persons: "项目负责人".into(),
    }
}

async fn case(session: &Session) -> CaseView {
    session.cases().await.unwrap().cases.remove(0)
}

async fn payments(session: &Session, id: ProjectId) -> Vec<(PaymentKind, PaymentState)> {
    let view = see(session, id).await;
    view.payments
        .iter()
        .map(|one| (one.kind, one.state))
        .collect()
}

#[expect(clippy::too_many_lines, reason = "a story reads from top to bottom")]
#[tokio::test]
async fn only_a_few_know_of_a_case_and_nothing_leaks() {
    let world = world().await;
    let id = project_at(&world, Mode::Commissioned, ProjectState::InProgress).await;
    let reviewer = world.reviewer(ORDOS);
    let paper = draft(&world, id, CaseKind::Misuse).await;
    for (field, broken) in [
        (
            "kind",
            CaseDraft {
                kind: "GOSSIP".into(),
                ..paper.clone()
            },
        ),
        (
            "code",
            CaseDraft {
                code: "150600-1999-001".into(),
                ..paper.clone()
            },
        ),
    ] {
        refused_at(reviewer.open_case(broken).await, "UnknownChoice", field);
    }
    let empty = CaseDraft {
        facts: " ".into(),
        ..paper.clone()
    };
    refused_at(reviewer.open_case(empty).await, "Required", "facts");
    let foreign = world.hrss(BAOTOU).open_case(paper.clone()).await;
    refused_at(foreign, "UnknownChoice", "code");
    reviewer.open_case(paper.clone()).await.unwrap();

    let words = ["核查", "笔迹"];
    for session in [
        world.hrss(ORDOS),
        reviewer,
        world.finance(ORDOS),
        world.region(),
    ] {
        let one = case(&session).await;
        assert_eq!((one.project, one.state), (id, CaseState::Open));
        assert!(
            see(&session, id)
                .await
                .history
                .iter()
                .any(|row| row.text.contains("立案核查"))
        );
    }
    let posts = [
        Role::AgencyClerk,
        Role::AgencyPayer,
        Role::CityHealth,
        Role::CityEmergency,
    ];
    let mut others: Vec<Session> = posts
        .into_iter()
        .map(|role| world.post(ORDOS, role))
        .collect();
    others.push(world.session("region-cz"));
    others.push(world.unit_of(id).await);
    others.push(world.applicant_of(id).await);
    for session in &others {
        refused(session.cases().await, "Forbidden");
        refused(session.open_case(paper.clone()).await, "Forbidden");
        let view = serde_json::to_string(&see(session, id).await).unwrap();
        assert!(
            words.iter().all(|word| !view.contains(word)),
            "a case shows"
        );
    }
    for session in &others[..4] {
        let bench = serde_json::to_string(&session.workbench(None).await.unwrap()).unwrap();
        assert!(!bench.contains("立案核查"), "the feed tells");
    }
    let above = world
        .session("region-cz")
        .region_dashboard(domain::contract::RegionQuery::default())
        .await
        .unwrap();
    assert!(!above.feed.iter().any(|row| row.text.contains("立案核查")));
    assert!(
        world.hrss(BAOTOU).cases().await.unwrap().cases.is_empty(),
        "another city's is nothing"
    );
    refused(
        world
            .hrss(BAOTOU)
            .transfer_case(domain::CaseId(1), Version(1), "x".into())
            .await,
        "NotFound",
    );
    refused(
        world
            .finance(ORDOS)
            .close_case(domain::CaseId(1), Version(1), "x".into())
            .await,
        "Forbidden",
    );
}

#[expect(
    clippy::disallowed_methods,
    reason = "a connection past every door, on purpose"
)]
#[tokio::test]
async fn the_database_itself_hides_cases_from_other_posts() {
    let world = world().await;
    let id = project_at(&world, Mode::Direct, ProjectState::InProgress).await;
    world
        .hrss(ORDOS)
        .open_case(draft(&world, id, CaseKind::Fraud).await)
        .await
        .unwrap();
    let seen = async |role: &str, post: &str| -> Vec<i64> {
        let mut conn = world.db.pool.acquire().await.unwrap();
        sqlx::query("begin").execute(&mut *conn).await.unwrap();
        sqlx::query(
            "select set_config('role', $1, true), set_config('app.tenant', '150600', true), set_config('app.post', $2, true)",
        )
        .bind(role)
        .bind(post)
        .execute(&mut *conn)
        .await
        .unwrap();
        let mut counts = Vec::new();
        for table in [
            "violation_case",
            "case_step",
            "event where restricted = 'CASE'",
        ] {
            let sql = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
            counts.push(sqlx::query_scalar(sql).fetch_one(&mut *conn).await.unwrap());
        }
        sqlx::query("rollback").execute(&mut *conn).await.unwrap();
        counts
    };
    for (role, post) in [
        ("app_city", "CHR"),
        ("app_city", "CFI"),
        ("app_city", "AGR"),
        ("app_region", "RHR"),
    ] {
        assert_eq!(seen(role, post).await, [1, 1, 1], "{post}");
    }
    for (role, post) in [
        ("app_city", "AGC"),
        ("app_city", "AGP"),
        ("app_city", "CHE"),
        ("app_city", "CEM"),
        ("app_city", ""),
        ("app_region", "RFI"),
        ("app_region", "RHE"),
        ("app_region", ""),
    ] {
        assert_eq!(seen(role, post).await, [0, 0, 0], "{role} {post}");
    }
}

#[expect(clippy::too_many_lines, reason = "a story reads from top to bottom")]
#[tokio::test]
async fn a_fraud_stops_all_unpaid_money_of_the_unit_in_the_city_until_it_is_released() {
    let world = world().await;
    let asked = project_at(&world, Mode::Commissioned, ProjectState::Contracted).await;
    let passed = project_at(&world, Mode::Commissioned, ProjectState::Passed).await;
    let late = project_at(&world, Mode::Commissioned, ProjectState::Completed).await;
    let unit = world.unit_of(asked).await;
    let payment = unit
        .request_prepayment(asked, "before-stop".into(), yuan(40_000))
        .await
        .unwrap();
    world
        .clerk(ORDOS)
        .check_payment(payment, Version(1))
        .await
        .unwrap();
    let elsewhere = world
        .new_project(BAOTOU, Mode::Commissioned, yuan(100_000))
        .await;
    world.drive(elsewhere, ProjectState::Contracted).await;
    unit.request_prepayment(elsewhere, "elsewhere".into(), yuan(40_000))
        .await
        .unwrap();

    let hrss = world.hrss(ORDOS);
    hrss.open_case(draft(&world, asked, CaseKind::Fraud).await)
        .await
        .unwrap();
    let frozen = PaymentState::Frozen;
    assert_eq!(
        payments(&unit, asked).await,
        [(PaymentKind::Prepayment, frozen)]
    );
    assert_eq!(
        payments(&unit, passed).await.last(),
        Some(&(PaymentKind::Balance, frozen))
    );
    assert_eq!(
        payments(&unit, elsewhere).await,
        [(PaymentKind::Prepayment, PaymentState::Requested)],
        "another city decides for itself"
    );
    assert!(
        see(&unit, asked)
            .await
            .history
            .iter()
            .any(|row| row.text == "暂停支付：预付款 40,000.00 元")
    );
    refused(
        world
            .reviewer(ORDOS)
            .approve_payment(payment, Version(3))
            .await,
        "WrongState",
    );
    let back = world.clerk(ORDOS);
    refused(
        back.reject_payment(payment, Version(3), "x".into()).await,
        "WrongState",
    );
    refused(
        unit.request_prepayment(asked, "during-stop".into(), yuan(1))
            .await,
        "PaymentsFrozen",
    );
    // A balance that falls due meanwhile begins stopped.
    world.drive(late, ProjectState::Passed).await;
    assert_eq!(
        payments(&unit, late).await.last(),
        Some(&(PaymentKind::Balance, frozen))
    );

    let open = case(&hrss).await;
    assert!(open.frozen);
    let decide = |recover: &str| CaseDecision {
        document: "鄂人社处〔2026〕3号".into(),
        text: "追回虚报人数对应的费用。".into(),
        recover: recover.into(),
    };
    refused(
        world
            .reviewer(ORDOS)
            .decide_case(open.id, open.version, decide(""))
            .await,
        "Forbidden",
    );
    refused_at(
        hrss.decide_case(open.id, open.version, decide("1")).await,
        "AmountTooLarge",
        "recover",
    );
    hrss.decide_case(open.id, open.version, decide(""))
        .await
        .unwrap();
    refused(
        hrss.decide_case(open.id, open.version, decide("")).await,
        "Stale",
    );
    let open = case(&hrss).await;
    refused(
        hrss.transfer_case(open.id, open.version, "公安".into())
            .await,
        "WrongState",
    );
    refused(
        hrss.close_case(open.id, open.version, "了".into()).await,
        "StillFrozen",
    );
    refused_at(
        hrss.release_freeze(open.id, open.version, " ".into()).await,
        "Required",
        "reason",
    );
    hrss.release_freeze(open.id, open.version, "已核清".into())
        .await
        .unwrap();
    assert_eq!(
        payments(&unit, asked).await,
        [(PaymentKind::Prepayment, PaymentState::Requested)],
        "from the first person on"
    );
    assert_eq!(
        payments(&unit, late).await.last(),
        Some(&(PaymentKind::Balance, PaymentState::Unlocked))
    );
    let open = case(&hrss).await;
    refused(
        hrss.release_freeze(open.id, open.version, "再".into())
            .await,
        "WrongState",
    );
    hrss.close_case(open.id, open.version, "结案".into())
        .await
        .unwrap();
    let closed = case(&hrss).await;
    assert_eq!(
        (closed.state, closed.actions.len(), closed.steps.len()),
        (CaseState::Closed, 0, 4)
    );
    pay(&world, late, PaymentKind::Balance).await;
}

#[tokio::test]
async fn what_must_come_back_is_registered_without_saying_why() {
    let world = world().await;
    let id = project_at(&world, Mode::Direct, ProjectState::InProgress).await;
    world.drive(id, PaymentState::Paid).await;
    let hrss = world.hrss(ORDOS);
    hrss.open_case(draft(&world, id, CaseKind::Misuse).await)
        .await
        .unwrap();
    let one = case(&hrss).await;
    assert!(!one.frozen, "misuse stops nothing");
    refused(
        hrss.close_case(one.id, one.version, "了".into()).await,
        "WrongState",
    );
    let decision = CaseDecision {
        document: "鄂人社处〔2026〕4号".into(),
        text: "责令退回挪用的培训费。".into(),
        recover: "12000.50".into(),
    };
    hrss.decide_case(one.id, one.version, decision)
        .await
        .unwrap();
    let view = see(&world.unit_of(id).await, id).await;
    assert_eq!(view.money.recover, "12000.50".parse().unwrap());
    let told = view
        .history
        .iter()
        .map(|row| row.text.clone())
        .collect::<String>();
    assert!(
        told.contains("登记应退回款项 12,000.50 元（鄂人社处〔2026〕4号）")
            && !told.contains("挪用")
    );
    assert_eq!(case(&hrss).await.recover, "12000.50".parse().unwrap());
    let one = case(&hrss).await;
    hrss.close_case(one.id, one.version, "已退回".into())
        .await
        .unwrap();
}

#[tokio::test]
async fn two_stops_hold_until_the_second_is_released() {
    let world = world().await;
    let id = project_at(&world, Mode::Direct, ProjectState::Contracted).await;
    let unit = world.unit_of(id).await;
    unit.request_prepayment(id, "two-stops".into(), yuan(40_000))
        .await
        .unwrap();
    let hrss = world.hrss(ORDOS);
    for _ in 0..2 {
        hrss.open_case(draft(&world, id, CaseKind::Fraud).await)
            .await
            .unwrap();
    }
    for expected in [PaymentState::Frozen, PaymentState::Requested] {
        let cases = hrss.cases().await.unwrap().cases;
        let one = cases.into_iter().find(|one| one.frozen).unwrap();
        hrss.release_freeze(one.id, one.version, "核清".into())
            .await
            .unwrap();
        assert_eq!(payments(&unit, id).await[0].1, expected);
    }
}
