//! The small world of the tests: two cities with all posts, two applicants, two third parties, two
//! evaluators, and in each city one project at every station of its life.

use chrono::{Datelike, Days, NaiveDate};
use domain::access::Role;
use domain::contract::Goal as NearTermGoal;
use domain::state::{
    AcceptanceState as A, AgreementState, Category, Mode, PaymentState, ProjectKind,
    ProjectState as S,
};
use domain::{Money, ProjectId, TenantId};
use sqlx::PgConnection;

use super::act::Driver;
use super::birth::{self, Birth, Passage};
use super::cast::{POSTS, REGION};
use super::code::credit_code;
use super::drive::{Choice, Goal};
use super::hire::Hire;
use super::people::People;
use crate::door::Who;
use crate::{AdminDb, Database, Result};

/// Ordos, where `coal` applies.
pub const ORDOS: TenantId = TenantId(150_600);
/// Baotou, where `steel` applies.
pub const BAOTOU: TenantId = TenantId(150_200);

/// Login, name, number in the credit code, code of the kind.
const ORGS: [(&str, &str, u32, &str); 4] = [
    ("coal", "鄂尔多斯市测试煤业有限公司", 1, "ECONOMIC"),
    ("steel", "包头市测试钢铁有限公司", 2, "ECONOMIC"),
    ("anquan", "内蒙古测试安全技术服务有限公司", 3, "ECONOMIC"),
    ("peixun", "包头市测试职业培训学校", 4, "SOCIAL"),
];

/// The third party and the evaluator that tests mean when they do not say.
pub(crate) fn choice() -> Choice {
    Choice {
        unit: (credit_code(ORGS[2].2), ORGS[2].1.into()),
        evaluator: "expert-1".into(),
    }
}

/// People, organisations, bases and plans. `hash` is everybody's password.
pub(crate) async fn furnish(conn: &mut PgConnection, hash: &str, today: NaiveDate) -> Result<()> {
    for (end, role) in REGION {
        let second = end.trim_start_matches(char::is_alphabetic);
        let name = format!("区{}{second}", role.code());
        person(&format!("region-{end}"), &name, role)
            .sign_up(conn, hash)
            .await?;
    }
    for tenant in [ORDOS, BAOTOU] {
        for (end, role) in POSTS {
            let (login, name) = (
                format!("{tenant}-{end}"),
                format!("测试{}{tenant}", role.code()),
            );
            let tenant = Some(tenant);
            Hire {
                tenant,
                ..person(&login, &name, role)
            }
            .sign_up(conn, hash)
            .await?;
        }
        money(conn, tenant, today.year()).await?;
    }
    for (login, name, number, kind) in ORGS {
        let org = Some(birth::organisation(conn, &credit_code(number), name, kind).await?);
        let name = format!("{login}经办");
        Hire {
            org,
            ..person(login, &name, Role::Organisation)
        }
        .sign_up(conn, hash)
        .await?;
    }
    let college = birth::organisation(conn, &credit_code(5), "内蒙古测试大学", "").await?;
    for (login, name, org) in [
        ("expert-1", "评估甲", Some(college)),
        ("expert-2", "评估乙", None),
    ] {
        let title = "教授级高级工程师";
        Hire {
            org,
            title,
            ..person(login, name, Role::Evaluator)
        }
        .sign_up(conn, hash)
        .await?;
    }
    birth::pool(conn, today).await
}

const fn person<'a>(login: &'a str, name: &'a str, role: Role) -> Hire<'a> {
    Hire {
        login,
        name,
        role,
        tenant: None,
        org: None,
        title: "",
    }
}

/// Bases of four years; the plans of last year and this year are allocated, with plenty of room.
async fn money(conn: &mut PgConnection, tenant: TenantId, year: i32) -> Result<()> {
    sqlx::query(
        "insert into fund_base (tenant_id, year, levy, remitted, status, insured)
         select $1, y, 300000000, 30000000, case when y = $2 then 'ESTIMATED' else 'FINAL' end, 500000
         from generate_series($2 - 3, $2) y",
    )
    .bind(tenant.0)
    .bind(year)
    .execute(&mut *conn)
    .await?;
    super::money::entries(conn, "测试数据").await?;
    sqlx::query(
        "insert into fee_plan (tenant_id, year, state, amount)
         values ($1, $2 - 1, 'ALLOCATED', 5000000), ($1, $2, 'ALLOCATED', 5000000), ($1, $2 + 1, 'DRAFT', 4000000)",
    )
    .bind(tenant.0)
    .bind(year)
    .execute(&mut *conn)
    .await?;
    for year in year - 1..=year + 1 {
        forecast(conn, tenant, year).await?;
    }
    Ok(())
}

/// A fund that covers its benefits and has plenty left over (R115).
async fn forecast(conn: &mut PgConnection, tenant: TenantId, year: i32) -> Result<()> {
    let yuan = |yuan: i64| Money::from_fen(yuan * 100);
    let figures = [yuan(200_000_000), yuan(300_000_000), yuan(250_000_000)];
    super::money::forecast(conn, tenant, year, figures).await
}

/// One project at every station, in both cities, all done the day before today.
pub(crate) async fn populate(db: &Database, admin: &AdminDb) -> Result<()> {
    let mut driver = Driver::new(db, admin).await?;
    for tenant in [ORDOS, BAOTOU] {
        for (index, (mode, goal)) in stations().into_iter().enumerate() {
            let number = u32::try_from(index).unwrap_or_default();
            let id = determined(
                admin,
                &driver.people,
                tenant,
                mode,
                Money::from_fen(10_000_000 + i64::from(number) * 100_000),
                number,
            )
            .await?;
            driver.drive(id, goal, &choice()).await?;
        }
    }
    Ok(())
}

fn stations() -> Vec<(Mode, Goal)> {
    use Mode::{Commissioned, Direct, Procured};
    let projects = [
        (Commissioned, S::Determined),
        (Commissioned, S::Filed),
        (Commissioned, S::Budgeted),
        (Direct, S::Budgeted),
        (Procured, S::Budgeted),
        (Commissioned, S::UnitSelected),
        (Direct, S::Contracted),
        (Commissioned, S::InProgress),
        (Procured, S::Completed),
        (Commissioned, S::Completed),
        (Commissioned, S::Passed),
        (Commissioned, S::FailedFinal),
        (Direct, S::Closed),
        (Commissioned, S::ClosedFailed),
        (Procured, S::Terminated),
    ];
    let agreements = [
        (Commissioned, AgreementState::Draft),
        (Commissioned, AgreementState::Signing),
        (Procured, AgreementState::Signed),
    ];
    let payments = [
        (Commissioned, PaymentState::Requested),
        (Direct, PaymentState::Approved),
    ];
    let acceptances = [
        (Commissioned, A::Applied),
        (Commissioned, A::Received),
        (Direct, A::Evaluating),
        (Procured, A::FailedR1),
        (Commissioned, A::Rectifying),
        (Commissioned, A::ReApplied),
    ];
    let mut all: Vec<(Mode, Goal)> = projects
        .into_iter()
        .map(|(mode, goal)| (mode, goal.into()))
        .collect();
    all.extend(
        agreements
            .into_iter()
            .map(|(mode, goal)| (mode, goal.into())),
    );
    all.extend(payments.into_iter().map(|(mode, goal)| (mode, goal.into())));
    all.extend(
        acceptances
            .into_iter()
            .map(|(mode, goal)| (mode, goal.into())),
    );
    all
}

/// A project the joint meeting has just determined; `number` makes its code unique.
pub(crate) async fn determined(
    admin: &AdminDb,
    people: &People,
    tenant: TenantId,
    mode: Mode,
    approved: Money,
    number: u32,
) -> Result<ProjectId> {
    let now = admin.clock.now();
    let today = now.date_naive();
    let mut tx = admin.begin().await?;
    let start = today - Days::new(30);
    let period = (start, start + Days::new(364));
    let birth = applied_for(
        &mut tx,
        tenant,
        mode,
        approved,
        number,
        today.year(),
        period,
    )
    .await?;
    let passage = Passage {
        to: S::Determined,
        action: "determine_project",
        text: "联席会议审议确定".into(),
        holder: birth::agency(&mut tx, tenant).await?,
        resolution: format!(
            "第3次联席会议决议{}-3-{:02}号",
            today.year() - 1,
            number + 1
        ),
    };
    let who: Who = people.post(tenant, Role::CityHrss)?.who;
    let id = birth::insert(&mut tx, &birth, now).await?;
    birth::pass(&mut tx, id, &birth, &passage, &who, now).await?;
    birth::clocks(&mut tx, id, &birth, today, today).await?;
    tx.commit().await?;
    Ok(id)
}

/// A project of a plan year that the agency has accepted today.
pub(crate) async fn accepted(
    admin: &AdminDb,
    people: &People,
    tenant: TenantId,
    mode: Mode,
    requested: Money,
    (number, plan_year): (u32, i32),
    period: (NaiveDate, NaiveDate),
) -> Result<ProjectId> {
    let now = admin.clock.now();
    let mut tx = admin.begin().await?;
    let mut birth =
        applied_for(&mut tx, tenant, mode, requested, number, plan_year, period).await?;
    birth.approved = Money::ZERO;
    let id = birth::insert(&mut tx, &birth, now).await?;
    let who: Who = people.post(tenant, Role::AgencyClerk)?.who;
    for (to, action, text) in [
        (S::Submitted, "submit_application", "提交项目申报材料"),
        (S::Accepted, "accept_application", "受理项目申报"),
    ] {
        let passage = Passage {
            to,
            action,
            text: text.into(),
            holder: birth::agency(&mut tx, tenant).await?,
            resolution: String::new(),
        };
        birth::pass(&mut tx, id, &birth, &passage, &who, now).await?;
    }
    tx.commit().await?;
    Ok(id)
}

/// What the city's one applicant, or its agency, applies for.
async fn applied_for(
    conn: &mut PgConnection,
    tenant: TenantId,
    mode: Mode,
    amount: Money,
    number: u32,
    plan_year: i32,
    (start, end): (NaiveDate, NaiveDate),
) -> Result<Birth> {
    let (login, org_name, org_number, kind) = if tenant == ORDOS { ORGS[0] } else { ORGS[1] };
    let procured = mode == Mode::Procured;
    let applicant = birth::organisation(conn, &credit_code(org_number), org_name, kind).await?;
    Ok(Birth {
        tenant,
        plan_year,
        code: format!("{tenant}-{plan_year}-{:03}", number + 1),
        name: format!(
            "{}工伤预防培训项目{:03}",
            if procured { "中小微企业" } else { login },
            number + 1
        ),
        kind: if procured {
            ProjectKind::PublicSme
        } else {
            ProjectKind::Enterprise
        },
        mode,
        category: Category::Both,
        industry: "06".into(),
        county: String::new(),
        key_area: "煤炭开采".into(),
        applicant: (!procured).then_some(applicant),
        applicant_name: if procured {
            birth::agency(conn, tenant).await?
        } else {
            org_name.into()
        },
        requested: amount,
        approved: amount,
        start,
        end,
        goals: goals(),
    })
}

fn goals() -> Vec<NearTermGoal> {
    [
        ("培训人数", "签到表", "不少于 300 人"),
        ("考核合格率", "试卷", "不低于 95%"),
    ]
    .into_iter()
    .zip(1..)
    .map(|((goal, method, target), no)| NearTermGoal {
        no,
        goal: goal.into(),
        method: method.into(),
        target: target.into(),
    })
    .collect()
}
