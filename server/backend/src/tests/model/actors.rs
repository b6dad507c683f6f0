//! The cast: every post of three cities, the region, applicants, third parties and evaluators.

use domain::TenantId;
use domain::access::Role;
use domain::state::{AccountState, BanState};
use sqlx::PgConnection;

use super::state::{Account, Ban, BanCase, CITIES, Model, Person};
use super::workdays::day;
use crate::Session;
use crate::demo::birth;
use crate::demo::code::credit_code;
use crate::demo::hire::Hire;
use crate::demo::people::People;
use crate::testkit::World;

/// 鄂尔多斯, 包头, 乌海.
pub(super) const TENANTS: [i32; CITIES] = [150_600, 150_200, 150_300];
/// The posts of a city in the order of the cast.
pub(super) const POSTS: [Role; 7] = [
    Role::AgencyClerk,
    Role::AgencyReviewer,
    Role::AgencyPayer,
    Role::CityHrss,
    Role::CityFinance,
    Role::CityHealth,
    Role::CityEmergency,
];
const REGION: [Role; 4] = [
    Role::RegionHrss,
    Role::RegionFinance,
    Role::RegionHealth,
    Role::RegionEmergency,
];
/// Login and name: two that apply, two that carry out, one that teaches.
pub(super) const ORGS: [(&str, &str); 5] = [
    ("coal", "演示鄂尔多斯煤业集团有限公司"),
    ("steel", "包头市演示钢铁有限公司"),
    ("anquan", "内蒙古演示安全技术服务有限公司"),
    ("peixun", "内蒙古演示职业培训学校"),
    ("daxue", "内蒙古演示大学"),
];
/// The credit code of an organisation of the cast.
pub(super) fn credit_code_of(org: usize) -> String {
    credit_code(71 + u32::try_from(org).expect("few"))
}

/// Where every account is, and one of its numbers.
pub(super) const BANK: &str = "演示银行";
pub(super) fn number_of(number: u8) -> String {
    format!("622200001111222{number}")
}
/// The account everybody has at first.
const FIRST_NUMBER: u8 = 2;
/// Whose ban runs out while people walk, in which city, and its first and last day.
const OLD_BAN: (usize, usize, &str, &str) = (3, 1, "2023-08-15", "2026-08-15");

/// Login and employer: of nobody who takes part, of nobody, of a third party.
const EXPERTS: [(&str, Option<usize>); 3] = [
    ("expert-1", Some(4)),
    ("expert-2", None),
    ("expert-3", Some(2)),
];

/// Places in the cast.
pub(super) const fn post(city: usize, post: usize) -> usize {
    city * POSTS.len() + post
}
pub(super) const FIRST_REGION: usize = CITIES * POSTS.len();
pub(super) const FIRST_ORG: usize = FIRST_REGION + REGION.len();
pub(super) const FIRST_EXPERT: usize = FIRST_ORG + ORGS.len();
pub(super) const EVERYBODY: usize = FIRST_EXPERT + EXPERTS.len();

/// The people and how they act.
pub(super) struct Cast {
    pub people: Vec<Person>,
    pub sessions: Vec<Session>,
    pub logins: Vec<String>,
    /// Numbers of the organisations in the database.
    pub orgs: Vec<i64>,
    /// Accounts by number, city and organisation.
    accounts: Vec<(i64, i32, i64)>,
    old_ban: i64,
}

/// Login, post, city and organisation of everybody who takes part.
fn everybody() -> Vec<(String, Role, Option<usize>, Option<usize>)> {
    let mut all = Vec::new();
    for (city, tenant) in TENANTS.iter().enumerate() {
        for role in POSTS {
            let login = format!("{tenant}-{}", role.code().to_lowercase());
            all.push((login, role, Some(city), None));
        }
    }
    for role in REGION {
        all.push((
            format!("region-{}", role.code().to_lowercase()),
            role,
            None,
            None,
        ));
    }
    for (org, (login, _)) in ORGS.iter().enumerate() {
        all.push(((*login).to_owned(), Role::Organisation, None, Some(org)));
    }
    for (login, org) in EXPERTS {
        all.push((login.to_owned(), Role::Evaluator, None, org));
    }
    all
}

impl Cast {
    /// Signs everybody up in an empty world.
    pub(super) async fn gather(world: &World) -> Self {
        let mut tx = world.admin.begin().await.expect("begin");
        let mut orgs = Vec::new();
        for (at, (_, name)) in ORGS.iter().enumerate() {
            let org = birth::organisation(&mut tx, &credit_code_of(at), name, "").await;
            orgs.push(org.expect("an organisation"));
        }
        let all = everybody();
        for (login, role, city, org) in &all {
            let hire = Hire {
                login,
                name: login,
                role: *role,
                tenant: city.map(|city| TenantId(TENANTS[city])),
                org: org.map(|org| orgs[org]),
                title: "",
            };
            hire.sign_up(&mut tx, "nobody signs in")
                .await
                .expect("sign up");
        }
        qualify(&mut tx).await;
        let kept = chrono::NaiveDate::from_ymd_opt(2026, 1, 4).expect("a day");
        birth::pool(&mut tx, kept).await.expect("a pool");
        let accounts =
            sqlx::query_as("select id, tenant_id, org_id from payee_account order by id");
        let accounts = accounts.fetch_all(&mut *tx).await.expect("accounts");
        let old_ban = old_ban(&mut tx, orgs[OLD_BAN.0].0).await;
        let people = People::load(&world.db, &mut tx).await.expect("people");
        tx.commit().await.expect("commit");
        let sessions: Vec<Session> = all
            .iter()
            .map(|(login, ..)| people.login(login).expect("a login"))
            .collect();
        let people = all
            .iter()
            .zip(&sessions)
            .map(|((_, role, city, org), session)| Person {
                role: *role,
                city: *city,
                org: *org,
                account: session.who.account.0,
            });
        Self {
            people: people.collect(),
            logins: all.iter().map(|(login, ..)| login.clone()).collect(),
            orgs: orgs.iter().map(|org| org.0).collect(),
            sessions,
            accounts,
            old_ban,
        }
    }

    /// What is there before the first step.
    pub(super) fn stands_at_first(&self, model: &mut Model) {
        for (id, tenant, org) in &self.accounts {
            let city = TENANTS.iter().position(|one| one == tenant);
            let org = self.orgs.iter().position(|one| one == org);
            model.accounts.push(Account {
                id: *id,
                city: city.expect("a city"),
                org: org.expect("an organisation"),
                number: FIRST_NUMBER,
                state: AccountState::Confirmed,
                by: 1,
            });
        }
        let (org, city, first, last) = OLD_BAN;
        model.ban_cases.push(BanCase {
            id: self.old_ban,
            city,
            org,
            project: None,
            automatic: false,
            state: BanState::InForce,
            by: 1,
            hear_until: day(first),
        });
        model.bans.push(Ban {
            city,
            org,
            case: 0,
            first: day(first),
            last: day(last),
            revoked: None,
        });
    }
}

/// A ban of three years ago.
async fn old_ban(conn: &mut PgConnection, org: i64) -> i64 {
    let (_, city, first, last) = OLD_BAN;
    let id = sqlx::query_scalar(
        "insert into ban_case (tenant_id, org_id, org_name, state, grounds, reason, proposed_on, proposed_by, proposed_name,
           hear_until, heard_on, decided_on, decided_by, decided_name, decision_no)
         select $1, id, name, 'IN_FORCE', 'QUALITY', '见档案', $3, 1, '某人', $3, $3, $3, 2, '某人', '人社决〔2023〕1号'
         from organisation where id = $2 returning id",
    )
    .bind(TENANTS[city])
    .bind(org)
    .bind(day(first))
    .fetch_one(&mut *conn)
    .await
    .expect("a case");
    sqlx::query(
        "insert into ban (org_id, tenant_id, decision_no, effective_on, last_on, case_id) values ($1, $2, '人社决〔2023〕1号', $3, $4, $5)",
    )
    .bind(org)
    .bind(TENANTS[city])
    .bind(day(first))
    .bind(day(last))
    .bind(id)
    .execute(conn)
    .await
    .expect("a ban");
    id
}

/// Every organisation fulfils the conditions of a unit in every city, for longer than the walk lasts,
/// and has a confirmed account there: checks and accounts have tests of their own.
async fn qualify(conn: &mut PgConnection) {
    for statement in [
        "insert into eligibility (tenant_id, org_id, checked_on, expires_on, business_since, passed, evidence, checked_by, checked_name)
         select t, o.id, '2026-01-04', '2028-01-04', '2020-01-01', array_fill(true, array[6]), array_fill('见档案'::text, array[6]), 1, '某人'
         from unnest($1::int[]) t cross join organisation o",
        "insert into payee_account (tenant_id, org_id, state, name, bank, number, given_on, given_by, given_name, confirmed_on, confirmed_by, confirmed_name)
         select t, o.id, 'CONFIRMED', o.name, '演示银行', '6222000011112222', '2026-01-04', 1, '某人', '2026-01-04', 2, '某人'
         from unnest($1::int[]) t cross join organisation o",
    ] {
        sqlx::query(statement)
            .bind(TENANTS.as_slice())
            .execute(&mut *conn)
            .await
            .expect("conditions and accounts");
    }
}
