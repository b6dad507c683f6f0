//! The world of the tests: a database of its own for each test, filled in milliseconds.
//!
//! The first test of a program builds a template database (migrations and the small world of
//! [`crate::demo`]); every other one copies it. `TEST_DATABASE_URL` names the owner of a throw-away
//! cluster: `eval "$(.ci/test-postgres start)"`.

mod application;
mod books;
mod calendar;
mod classification;
mod cluster;
mod inbox;
mod institution;
mod local_rule;
pub mod smtp;
mod standard;
mod urging;
mod year;

use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use domain::access::Role;
use domain::state::{FilingSubject, Member, Mode, ProjectState};
use domain::{FilingId, Money, OrgId, PaymentId, ProjectId, TenantId, Version};
use sqlx::AssertSqlSafe;

use self::cluster::Cluster;
use crate::demo::act::Driver;
use crate::demo::dossier::Dossier;
use crate::demo::people::People;
use crate::demo::small;
use crate::files::Store;
use crate::{AdminDb, Database, Session, Settings, migrate};

pub use self::application::{PAPERS, YEAR, archive, pdf, uploaded};
pub use self::calendar::{NOTICE_2027, notice_2027};
pub use self::classification::corrected_accidents;
pub use self::local_rule::local_rule;
pub use self::standard::standard_2027;
pub use crate::demo::clock::{SetClock, moment};
pub use crate::demo::drive::Goal;
pub use crate::demo::small::{BAOTOU, ORDOS};
pub use crate::probe::Figure;
pub use year::{approve, motion, proposal};

/// Everybody's password.
pub const PASSWORD: &str = "only-in-tests-2026";
/// The day on which every test begins: a Tuesday, with 2027 not announced yet.
#[must_use]
pub fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day")
}

/// A world with the default settings and four connections.
pub async fn world() -> World {
    World::with(Settings {
        pool: 4,
        ..Settings::default()
    })
    .await
}

/// A database of one's own, everybody in it, and the clock.
pub struct World {
    pub db: Database,
    pub admin: AdminDb,
    pub clock: SetClock,
    pub owner_url: String,
    pub app_url: String,
    people: People,
    cluster: Cluster,
    name: String,
}

impl World {
    /// A world with other settings; its clock is always its own.
    pub async fn with(settings: Settings) -> Self {
        let cluster = Cluster::of_environment();
        let template = cluster.template().await;
        let name = cluster.create(&format!("template {template}")).await;
        Self::open(cluster, name, settings).await
    }

    /// A world with the schema and its reference rows, and nobody in it.
    pub async fn empty() -> Self {
        let cluster = Cluster::of_environment();
        let name = cluster.create("").await;
        migrate::run(&cluster.url(&name, None))
            .await
            .expect("migrate");
        Self::open(
            cluster,
            name,
            Settings {
                pool: 4,
                ..Settings::default()
            },
        )
        .await
    }

    async fn open(cluster: Cluster, name: String, settings: Settings) -> Self {
        let (owner_url, app_url) = (
            cluster.url(&name, None),
            cluster.url(&name, Some("yufang_app")),
        );
        let clock = SetClock::on(first_day());
        let db = Database::connect(
            &app_url,
            Settings {
                clock: clock.clock(),
                files: Store::in_memory(),
                ..settings
            },
        )
        .await
        .expect("connect");
        let admin = AdminDb::connect(&owner_url)
            .await
            .expect("connect as owner")
            .with_clock(clock.clock());
        let mut tx = admin.begin().await.expect("begin");
        let people = People::load(&db, &mut tx).await.expect("people");
        Self {
            db,
            admin,
            clock,
            owner_url,
            app_url,
            people,
            cluster,
            name,
        }
    }

    /// Moves the clock to ten in the morning of a day.
    pub fn set_today(&self, day: NaiveDate) {
        self.clock.set(moment(day, 10, 0));
    }

    /// Moves the clock so many days on.
    pub fn advance_days(&self, days: u64) {
        self.clock.set(self.clock.now() + Days::new(days));
    }

    /// What the clock shows.
    #[must_use]
    pub fn now(&self) -> DateTime<FixedOffset> {
        self.clock.now()
    }

    /// The day the clock shows.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }

    /// The session of a login; no row of `sign_in` stands behind it.
    #[must_use]
    pub fn session(&self, login: &str) -> Session {
        self.people.login(login).expect("a login of the world")
    }

    /// 经办岗.
    #[must_use]
    pub fn clerk(&self, tenant: TenantId) -> Session {
        self.post(tenant, Role::AgencyClerk)
    }

    /// 复核岗.
    #[must_use]
    pub fn reviewer(&self, tenant: TenantId) -> Session {
        self.post(tenant, Role::AgencyReviewer)
    }

    /// 支付岗.
    #[must_use]
    pub fn payer(&self, tenant: TenantId) -> Session {
        self.post(tenant, Role::AgencyPayer)
    }

    /// 人社.
    #[must_use]
    pub fn hrss(&self, tenant: TenantId) -> Session {
        self.post(tenant, Role::CityHrss)
    }

    /// 财政.
    #[must_use]
    pub fn finance(&self, tenant: TenantId) -> Session {
        self.post(tenant, Role::CityFinance)
    }

    /// 卫健.
    #[must_use]
    pub fn health(&self, tenant: TenantId) -> Session {
        self.post(tenant, Role::CityHealth)
    }

    /// 应急.
    #[must_use]
    pub fn emergency(&self, tenant: TenantId) -> Session {
        self.post(tenant, Role::CityEmergency)
    }

    /// 自治区人社厅.
    #[must_use]
    pub fn region(&self) -> Session {
        self.session("region-rs")
    }

    /// The evaluator whom [`World::drive`] appoints.
    #[must_use]
    pub fn evaluator(&self) -> Session {
        self.session(&small::choice().evaluator)
    }

    /// A post of a city.
    #[must_use]
    pub fn post(&self, tenant: TenantId, role: Role) -> Session {
        self.people.post(tenant, role).expect("a post of the world")
    }

    /// Somebody of the organisation that applied for the project.
    pub async fn applicant_of(&self, project: ProjectId) -> Session {
        self.people
            .org(self.dossier(project).await.applicant)
            .expect("an applicant")
    }

    /// Somebody of the organisation that carries the project out.
    pub async fn unit_of(&self, project: ProjectId) -> Session {
        self.people
            .org(self.dossier(project).await.unit)
            .expect("a unit")
    }

    /// The organisation of a login.
    #[must_use]
    pub fn org(&self, login: &str) -> OrgId {
        match self.session(login).scope {
            crate::Scope::Org(org) => org,
            other => panic!("{login} is {other:?}"),
        }
    }

    /// The third party that [`World::drive`] selects: credit code and name.
    #[must_use]
    pub fn third_party(&self) -> (String, String) {
        small::choice().unit
    }

    /// The first project of a city that stands somewhere.
    pub async fn project_in(&self, tenant: TenantId, at: impl Into<Goal>) -> ProjectId {
        let goal = at.into();
        let (column, code) = match goal {
            Goal::Project(state) => ("p.state", state.code()),
            Goal::Acceptance(state) => ("p.acceptance_state", state.code()),
            Goal::Agreement(state) => (
                "(select a.state from agreement a where a.project_id = p.id)",
                state.code(),
            ),
            Goal::Payment(state) => (
                "(select y.state from payment y where y.project_id = p.id order by y.id desc limit 1)",
                state.code(),
            ),
        };
        let query = format!(
            "select p.id from project p where p.tenant_id = $1 and {column} = $2 order by p.id limit 1"
        );
        let id: Option<i64> = self.scalar(&query, tenant.0, code).await;
        ProjectId(id.unwrap_or_else(|| panic!("no project of {tenant} at {goal:?}")))
    }

    async fn scalar(&self, query: &str, tenant: i32, code: &str) -> Option<i64> {
        let mut tx = self.admin.begin().await.expect("begin");
        let query = sqlx::query_scalar(AssertSqlSafe(query.to_owned()))
            .bind(tenant)
            .bind(code);
        query.fetch_optional(&mut *tx).await.expect("query")
    }

    /// The project's current version.
    pub async fn version(&self, project: ProjectId) -> Version {
        self.dossier(project).await.version
    }

    /// The project's current state.
    pub async fn state(&self, project: ProjectId) -> ProjectState {
        self.dossier(project).await.state
    }

    /// The newest payment with its version.
    pub async fn payment(&self, project: ProjectId) -> (PaymentId, Version) {
        let payment = self.dossier(project).await.payment.expect("a payment");
        (payment.id, payment.version)
    }

    /// The filing a member has not acknowledged yet.
    pub async fn filing(
        &self,
        project: ProjectId,
        subject: FilingSubject,
        member: Member,
    ) -> FilingId {
        self.dossier(project)
            .await
            .open_filing(subject, member)
            .expect("an open filing")
    }

    /// Where a project stands, read past every policy.
    pub(crate) async fn dossier(&self, project: ProjectId) -> Dossier {
        let mut tx = self.admin.begin().await.expect("begin");
        Dossier::read(&mut tx, project).await.expect("a project")
    }

    /// A project that the joint meeting has determined today.
    pub async fn new_project(&self, tenant: TenantId, mode: Mode, approved: Money) -> ProjectId {
        let number = next_number();
        small::determined(&self.admin, &self.people, tenant, mode, approved, number)
            .await
            .expect("a project")
    }

    /// Takes a project to a later station through the real use cases, all at the present moment.
    pub async fn drive(&self, project: ProjectId, to: impl Into<Goal>) {
        let mut driver = Driver::new(&self.db, &self.admin).await.expect("driver");
        driver
            .drive(project, to.into(), &small::choice())
            .await
            .expect("drive");
    }

    /// A new project, driven somewhere.
    pub async fn project_at(
        &self,
        tenant: TenantId,
        mode: Mode,
        approved: Money,
        at: impl Into<Goal>,
    ) -> ProjectId {
        let project = self.new_project(tenant, mode, approved).await;
        self.drive(project, at).await;
        project
    }
}

/// Makes the codes of projects unique.
fn next_number() -> u32 {
    static NUMBER: AtomicU32 = AtomicU32::new(100);
    NUMBER.fetch_add(1, Ordering::Relaxed)
}

impl Drop for World {
    fn drop(&mut self) {
        self.cluster.remove(&self.name);
    }
}
