//! The small world stands, and the driver reaches every state there is a way to.

use domain::Money;
use domain::state::{AcceptanceState as A, AgreementState, Mode, PaymentState, ProjectState as S};

use crate::testkit::{BAOTOU, Goal, ORDOS, World, world};

#[tokio::test]
async fn the_small_world_has_every_station() {
    let w = world().await;
    for tenant in [ORDOS, BAOTOU] {
        for state in [
            S::Determined,
            S::Filed,
            S::Budgeted,
            S::UnitSelected,
            S::Contracted,
            S::InProgress,
            S::Completed,
        ] {
            w.project_in(tenant, state).await;
        }
        for state in [
            S::Passed,
            S::FailedFinal,
            S::Closed,
            S::ClosedFailed,
            S::Terminated,
        ] {
            w.project_in(tenant, state).await;
        }
        for state in [
            A::Applied,
            A::Received,
            A::Evaluating,
            A::FailedR1,
            A::Rectifying,
            A::ReApplied,
        ] {
            w.project_in(tenant, state).await;
        }
    }
}

#[tokio::test]
async fn the_driver_goes_everywhere() {
    let w = world().await;
    let approved = Money::from_fen(2_050_000);
    let goals = S::ALL
        .iter()
        .filter(|state| state.is_determined())
        .map(|state| Goal::from(*state));
    let acceptance = A::ALL
        .iter()
        .filter(|state| **state != A::Overdue)
        .map(|state| Goal::from(*state));
    let agreement = AgreementState::ALL[..5]
        .iter()
        .map(|state| Goal::from(*state));
    let payment = [
        PaymentState::Checked,
        PaymentState::Rejected,
        PaymentState::Unlocked,
    ]
    .map(Goal::from);
    for goal in goals
        .clone()
        .chain(acceptance)
        .chain(agreement)
        .chain(payment)
    {
        w.project_at(ORDOS, Mode::Commissioned, approved, goal)
            .await;
    }
    for mode in [Mode::Direct, Mode::Procured] {
        for goal in goals.clone() {
            // Nobody is selected where the applicant carries the project out itself.
            if mode == Mode::Procured || goal != Goal::from(S::UnitSelected) {
                w.project_at(BAOTOU, mode, approved, goal).await;
            }
        }
    }
}

#[tokio::test]
async fn worlds_are_apart() {
    let (one, two) = (world().await, world().await);
    let project = one.project_in(ORDOS, S::Determined).await;
    one.drive(project, S::Filed).await;
    assert_eq!(one.state(project).await, S::Filed);
    assert_eq!(two.state(project).await, S::Determined);
    two.advance_days(3);
    assert_eq!((two.today() - one.today()).num_days(), 3);
}

/// Whether a query finds something.
async fn found(w: &World, query: &'static str) -> bool {
    let mut tx = w.admin.begin().await.unwrap();
    sqlx::query(query)
        .bind(w.today())
        .fetch_optional(&mut *tx)
        .await
        .unwrap()
        .is_some()
}

#[tokio::test]
async fn the_demo_shows_every_case() {
    let w = World::empty().await;
    // To look at another day: YUFANG_DEMO_TODAY=2027-03-01 YUFANG_KEEP=1 cargo nextest run …
    let today = std::env::var("YUFANG_DEMO_TODAY")
        .ok()
        .and_then(|day| day.parse().ok())
        .unwrap_or(w.today());
    w.set_today(today);
    assert!(super::is_empty(&w.admin).await.unwrap());
    let report = super::load(&w.admin, &w.app_url, today, |_, _| ())
        .await
        .unwrap();
    println!("{report}");
    assert!(!super::is_empty(&w.admin).await.unwrap());
    let mut tx = w.admin.begin().await.unwrap();
    let query =
        "select array_agg(distinct state) || array_agg(distinct acceptance_state) from project";
    let seen: Vec<Option<String>> = sqlx::query_scalar(query).fetch_one(&mut *tx).await.unwrap();
    let all = S::ALL
        .iter()
        .map(|state| state.code())
        .chain(A::ALL.iter().map(|state| state.code()));
    let missing: Vec<&str> = all
        .filter(|code| !seen.contains(&Some((*code).to_owned())))
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
    for (case, query) in CASES {
        assert!(found(&w, query).await, "{today}: {case}");
    }
    let provisional =
        "select from deadline where stopped_on is null and provisional and due_on > $1";
    assert!(w.today() != crate::testkit::first_day() || found(&w, provisional).await);
    for (wrong, query) in NEVER {
        assert!(!found(&w, query).await, "{today}: {wrong}");
    }
    for login in super::featured_logins() {
        let hash: String =
            sqlx::query_scalar("select password_hash from account where login = $1 and name = $2")
                .bind(&login.login)
                .bind(&login.name)
                .fetch_one(&mut *tx)
                .await
                .unwrap();
        assert!(
            login.login != "ordos-coal" || crate::users::verify_password(&login.password, &hash)
        );
    }
}

/// What somebody will want to see; `$1` is today.
const CASES: [(&str, &str); 20] = [
    ("D5 near", "select from deadline where kind = 'D5' and stopped_on is null and due_on between $1 and $1 + 9"),
    ("D5 overdue", "select from deadline where kind = 'D5' and stopped_on is null and due_on < $1"),
    ("D4 overdue", "select from deadline where kind = 'D4' and stopped_on is null and due_on < $1"),
    ("D3 overdue", "select from deadline where kind = 'D3' and stopped_on is null and due_on < $1"),
    ("D2 near", "select from deadline where kind = 'D2' and stopped_on is null and due_on between $1 and $1 + 9"),
    ("D1 missed", "select from deadline where kind = 'D1' and result = 'MISSED' and started_on < $1"),
    (
        "filing 3/4",
        "select from filing where subject = 'AGREEMENT' and sent_on < $1 group by project_id having count(acknowledged_on) = 3",
    ),
    ("prepaid 30%", "select from project where prepaid = agreement_amount * 0.3 and prepaid > 0 and start_on <= $1"),
    ("prepaid 70%", "select from project where prepaid = agreement_amount * 0.7 and prepaid > 0 and start_on <= $1"),
    ("two years", "select from project where end_on = (start_on + interval '2 years')::date and start_on <= $1"),
    ("claim after a deduction", "select from project where state = 'CLOSED_FAILED' and deducted > 0 and recover > 0 and start_on <= $1"),
    ("claim after a termination", "select from project where state = 'TERMINATED' and recover > 0 and start_on <= $1"),
    ("balance after a deduction", "select from project where state = 'FAILED_FINAL' and balance_due > 0 and start_on <= $1"),
    ("refused payment", "select from acceptance where disposition = 'REFUSE' and applied_on <= $1"),
    ("a fail report not acknowledged", "select from acceptance where state = 'RECTIFYING' and served_on is null and noticed_on < $1"),
    ("a late rectification waiting for the agency", "select from project p join acceptance a on a.project_id = p.id where p.state = 'COMPLETED' and a.state = 'OVERDUE' and late_on < $1"),
    ("a late rectification being evaluated", "select from acceptance where state = 'RE_APPLIED' and late_reason <> '' and late_on < $1"),
    ("ban in force", "select from ban where $1 between effective_on and last_on"),
    ("ban expired", "select from ban where last_on < $1"),
    (
        "all of the cap",
        "select from fund_base b where b.year = extract(year from $1::date) - 1 and floor(b.retained * 3) / 100 =
           (select sum(amount) from budget_line l where l.tenant_id = b.tenant_id and l.year = b.year + 1 and approved)",
    ),
];

/// What must not be; `$1` is today.
const NEVER: [(&str, &str); 5] = [
    ("the future", "select from event where at >= $1::timestamp at time zone 'Asia/Shanghai'"),
    ("an event before the one before it", "select from (select at, lag(at) over (order by id) as before from event where id > 0 and $1 > '2000-01-01') e where at < before"),
    (
        "sums that the ledger does not prove",
        "select from project p where p.start_on < $1 and p.prepaid + p.balance_paid - p.recovered <>
           (select coalesce(sum(amount), 0) from ledger l where l.tenant_id = p.tenant_id and l.project_id = p.id)",
    ),
    ("a determined project without goals", "select from project p where p.determined_on < $1 and not exists (select from project_goal g where g.project_id = p.id)"),
    ("a due day that the project does not know", "select from project p where p.next_due is distinct from
       (select min(due_on) from deadline d where d.project_id = p.id and d.stopped_on is null) and p.start_on < $1"),
];
