//! The world of the tests: a database of its own for each test, filled in milliseconds.
//!
//! The first test of a program builds a template database (migrations and the small world of
//! [`crate::demo`]); every other one copies it. `TEST_DATABASE_URL` names the owner of a throw-away
//! cluster: `eval "$(.ci/test-postgres start)"`.

use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::UNIX_EPOCH;

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use domain::access::Role;
use domain::state::{FilingSubject, Member, Mode, ProjectState};
use domain::{FilingId, Money, OrgId, PaymentId, ProjectId, TenantId, Version};
use sha2::{Digest, Sha256};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, PgPool, Row};

use crate::demo::act::Driver;
use crate::demo::dossier::Dossier;
use crate::demo::people::People;
use crate::demo::small;
use crate::{AdminDb, Database, Session, Settings, migrate, users};

pub use crate::demo::clock::{SetClock, moment};
pub use crate::demo::drive::Goal;
pub use crate::demo::small::{BAOTOU, ORDOS};

/// Everybody's password.
pub const PASSWORD: &str = "yufang2026";
/// How databases begin that are not removed.
const KEPT: &str = "yfk_";
/// The lock under which templates are built and removed.
const LOCK: i64 = 0x7975_6661_6E67;

/// The day on which every test begins: a Tuesday, with 2027 not announced yet.
#[must_use]
pub fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day")
}

/// A world with the default settings and four connections.
pub async fn world() -> World {
    World::with(Settings { pool: 4, ..Settings::default() }).await
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
        migrate::run(&cluster.url(&name, None)).await.expect("migrate");
        Self::open(cluster, name, Settings { pool: 4, ..Settings::default() }).await
    }

    async fn open(cluster: Cluster, name: String, settings: Settings) -> Self {
        let (owner_url, app_url) = (cluster.url(&name, None), cluster.url(&name, Some("yufang_app")));
        let clock = SetClock::on(first_day());
        let db = Database::connect(&app_url, Settings { clock: clock.clock(), ..settings }).await.expect("connect");
        let admin = AdminDb::connect(&owner_url).await.expect("connect as owner").with_clock(clock.clock());
        let mut tx = admin.begin().await.expect("begin");
        let people = People::load(&db, &mut tx).await.expect("people");
        Self { db, admin, clock, owner_url, app_url, people, cluster, name }
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
        self.people.org(self.dossier(project).await.applicant).expect("an applicant")
    }

    /// Somebody of the organisation that carries the project out.
    pub async fn unit_of(&self, project: ProjectId) -> Session {
        self.people.org(self.dossier(project).await.unit).expect("a unit")
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
            Goal::Agreement(state) => ("(select a.state from agreement a where a.project_id = p.id)", state.code()),
            Goal::Payment(state) => {
                ("(select y.state from payment y where y.project_id = p.id order by y.id desc limit 1)", state.code())
            }
        };
        let query = format!("select p.id from project p where p.tenant_id = $1 and {column} = $2 order by p.id limit 1");
        let id: Option<i64> = self.scalar(&query, tenant.0, code).await;
        ProjectId(id.unwrap_or_else(|| panic!("no project of {tenant} at {goal:?}")))
    }

    async fn scalar(&self, query: &str, tenant: i32, code: &str) -> Option<i64> {
        let mut tx = self.admin.begin().await.expect("begin");
        let query = sqlx::query_scalar(AssertSqlSafe(query.to_owned())).bind(tenant).bind(code);
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
    pub async fn filing(&self, project: ProjectId, subject: FilingSubject, member: Member) -> FilingId {
        self.dossier(project).await.open_filing(subject, member).expect("an open filing")
    }

    /// Where a project stands, read past every policy.
    pub(crate) async fn dossier(&self, project: ProjectId) -> Dossier {
        let mut tx = self.admin.begin().await.expect("begin");
        Dossier::read(&mut tx, project).await.expect("a project")
    }

    /// A project that the joint meeting has determined today.
    pub async fn new_project(&self, tenant: TenantId, mode: Mode, approved: Money) -> ProjectId {
        static NUMBER: AtomicU32 = AtomicU32::new(100);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        small::determined(&self.admin, &self.people, tenant, mode, approved, number).await.expect("a project")
    }

    /// Takes a project to a later station through the real use cases, all at the present moment.
    pub async fn drive(&self, project: ProjectId, to: impl Into<Goal>) {
        let mut driver = Driver::new(&self.db, &self.admin).await.expect("driver");
        driver.drive(project, to.into(), &small::choice()).await.expect("drive");
    }

    /// A new project, driven somewhere.
    pub async fn project_at(&self, tenant: TenantId, mode: Mode, approved: Money, at: impl Into<Goal>) -> ProjectId {
        let project = self.new_project(tenant, mode, approved).await;
        self.drive(project, at).await;
        project
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if self.name.starts_with(KEPT) {
            eprintln!("kept: {}", self.owner_url);
            return;
        }
        // A thread with a runtime of its own: the test's may be the one that is blocked here.
        let (cluster, name) = (self.cluster.clone(), self.name.clone());
        let dropping = std::thread::spawn(move || block_on(async move { cluster.remove(&name).await }));
        // What is left behind is removed by the next template.
        let _removed = dropping.join();
    }
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("runtime").block_on(work)
}

/// The throw-away cluster.
#[derive(Clone)]
struct Cluster(PgConnectOptions);

impl Cluster {
    fn of_environment() -> Self {
        let url = std::env::var("TEST_DATABASE_URL").unwrap_or_default();
        assert!(
            !url.is_empty(),
            "TEST_DATABASE_URL is not set: these tests need a throw-away PostgreSQL. Run: eval \"$(.ci/test-postgres start)\""
        );
        Self(PgConnectOptions::from_str(&url).expect("TEST_DATABASE_URL is no database address"))
    }

    fn url(&self, database: &str, user: Option<&str>) -> String {
        let options = self.0.clone().database(database);
        let options = if let Some(user) = user { options.username(user) } else { options };
        options.to_url_lossy().to_string()
    }

    async fn connect(&self) -> PgConnection {
        PgConnection::connect_with(&self.0).await.expect("the database of TEST_DATABASE_URL does not answer")
    }

    /// The name of this program's template, built if it is not there yet.
    async fn template(&self) -> String {
        let (program, build) = fingerprint();
        let name = format!("yft_{program}_{build}");
        let mut conn = self.connect().await;
        if is_ready(&mut conn, &name).await {
            return name;
        }
        sqlx::query("select pg_advisory_lock($1)").bind(LOCK).execute(&mut conn).await.expect("lock");
        if !is_ready(&mut conn, &name).await {
            sweep(&mut conn, &program).await;
            run(&mut conn, &format!("create database {name}")).await;
            self.fill(&name).await;
            run(&mut conn, &format!("alter database {name} with is_template true allow_connections false")).await;
        }
        // Closing the connection gives the lock back.
        conn.close().await.expect("close");
        name
    }

    async fn fill(&self, name: &str) {
        let owner = self.url(name, None);
        migrate::run(&owner).await.expect("migrate");
        let clock = SetClock::on(first_day() - Days::new(1));
        let settings = Settings { pool: 2, clock: clock.clock(), ..Settings::default() };
        let admin = AdminDb::connect(&owner).await.expect("connect as owner").with_clock(clock.clock());
        let hash = users::hash_password(PASSWORD).expect("hash");
        let mut tx = admin.begin().await.expect("begin");
        small::furnish(&mut tx, &hash, first_day()).await.expect("furnish");
        tx.commit().await.expect("commit");
        let db = Database::connect(&self.url(name, Some("yufang_app")), settings).await.expect("connect");
        small::populate(&db, &admin).await.expect("populate");
        close(&db.pool).await;
        close(&admin.pool).await;
    }

    async fn create(&self, how: &str) -> String {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        // YUFANG_KEEP=1 leaves the databases for somebody to look at.
        let prefix = if std::env::var_os("YUFANG_KEEP").is_some() { KEPT } else { "yfw_" };
        let name = format!("{prefix}{}_{number}", std::process::id());
        let mut conn = self.connect().await;
        run(&mut conn, &format!("drop database if exists {name} with (force)")).await;
        run(&mut conn, &format!("create database {name} {how}")).await;
        conn.close().await.expect("close");
        name
    }

    async fn remove(&self, name: &str) {
        let mut conn = self.connect().await;
        run(&mut conn, &format!("drop database if exists {name} with (force)")).await;
    }
}

async fn close(pool: &PgPool) {
    pool.close().await;
}

async fn is_ready(conn: &mut PgConnection, name: &str) -> bool {
    let found = sqlx::query("select datistemplate from pg_database where datname = $1").bind(name).fetch_optional(conn);
    found.await.expect("pg_database").is_some_and(|row| row.get("datistemplate"))
}

/// Removes what earlier builds of this program and killed tests left behind.
async fn sweep(conn: &mut PgConnection, program: &str) {
    let rows = sqlx::query("select datname, datistemplate from pg_database where datname ~ '^yf[tw]_'")
        .fetch_all(&mut *conn)
        .await
        .expect("pg_database");
    for row in rows {
        let name: String = row.get("datname");
        let stale = match name.strip_prefix("yfw_") {
            Some(rest) => rest.split('_').next().is_some_and(|id| !std::path::Path::new(&format!("/proc/{id}")).exists()),
            None => name.starts_with(&format!("yft_{program}_")),
        };
        if stale {
            if row.get("datistemplate") {
                run(conn, &format!("alter database {name} with is_template false")).await;
            }
            run(conn, &format!("drop database if exists {name} with (force)")).await;
        }
    }
}

async fn run(conn: &mut PgConnection, statement: &str) {
    sqlx::raw_sql(AssertSqlSafe(statement.to_owned()))
        .execute(conn)
        .await
        .unwrap_or_else(|error| panic!("{statement}: {error}"));
}

/// Which program this is, and which build of it: the template holds what its use cases wrote.
/// Time and size of the file stand for its content; reading it would take longer than the test.
fn fingerprint() -> (String, String) {
    let program = std::env::current_exe().expect("own path");
    let about = std::fs::metadata(&program).expect("own file");
    let written = about.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    let short = |text: String| hex::encode(&Sha256::digest(text.as_bytes())[..6]);
    (short(program.display().to_string()), short(format!("{} {}", written.as_nanos(), about.len())))
}
