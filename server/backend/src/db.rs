//! The pool, the clock, and the operator's connection.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};

use crate::calendar::CalendarCache;
use crate::feed::Hub;
use crate::files::Store;
use crate::mail::Mailer;

/// What the program is told at its start.
#[derive(Clone)]
pub struct Settings {
    /// Whether demo logins are shown and every page says 演示数据.
    pub demo: bool,
    /// Connections in the pool.
    pub pool: u32,
    /// Where "now" comes from.
    pub clock: Clock,
    /// Idle time after which a session ends, in minutes.
    pub idle_minutes: i64,
    /// Absolute life of a session, in hours.
    pub session_hours: i64,
    /// Where the content of files lies.
    pub files: Store,
    /// The way out for mails; `None` = there are none.
    pub mailer: Option<Mailer>,
    /// How the tests break the door on purpose.
    #[cfg(any(test, feature = "testkit"))]
    pub mutation: crate::door::Mutation,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            demo: false,
            pool: 16,
            clock: Clock::system(),
            idle_minutes: 120,
            session_hours: 12,
            files: Store::default(),
            mailer: None,
            #[cfg(any(test, feature = "testkit"))]
            mutation: crate::door::Mutation::None,
        }
    }
}

/// The clock. Only `system` reads the machine's; tests bring their own.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>);

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "the one place that reads the clock"
        )]
        Self(Arc::new(Utc::now))
    }

    /// A clock of the caller's.
    pub fn from_fn(now: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// Now, in the only time zone of this program.
    #[must_use]
    pub fn now(&self) -> DateTime<FixedOffset> {
        (self.0)().with_timezone(&shanghai())
    }
}

/// Asia/Shanghai: +08:00 since 1991, without daylight saving.
#[must_use]
pub fn shanghai() -> FixedOffset {
    #[expect(clippy::expect_used, reason = "a constant within the allowed range")]
    FixedOffset::east_opt(8 * 3600).expect("8 hours are a valid offset")
}

/// Why the program cannot start: one Chinese sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct StartError(pub String);

/// The database as the web sees it: a pool of the role that owns nothing.
#[derive(Clone)]
pub struct Database {
    pub(crate) pool: PgPool,
    pub(crate) settings: Arc<Settings>,
    pub(crate) hub: Arc<Hub>,
    pub(crate) calendar: Arc<CalendarCache>,
}

impl Database {
    /// Connects as the role in `url`, which must not be an owner or superuser.
    ///
    /// # Errors
    /// A sentence when the server cannot be reached or the role could bypass row-level security.
    pub async fn connect(url: &str, settings: Settings) -> Result<Self, StartError> {
        let options = PgConnectOptions::from_str(url)
            .map_err(|error| StartError(format!("数据库地址不正确：{error}")))?
            .application_name("yufang")
            .options([
                // Short queries on a small machine: a second worker costs more than it brings.
                ("max_parallel_workers_per_gather", "0"),
                ("idle_in_transaction_session_timeout", "15s"),
                ("statement_timeout", "20s"),
                ("lock_timeout", "10s"),
            ]);
        let pool = PgPoolOptions::new()
            .max_connections(settings.pool)
            .acquire_timeout(Duration::from_secs(10))
            .test_before_acquire(false)
            .connect_with(options)
            .await
            .map_err(|error| StartError(format!("连接不上数据库：{error}")))?;
        refuse_powerful_role(&pool).await?;
        Ok(Self {
            pool,
            settings: Arc::new(settings),
            hub: Arc::new(Hub::default()),
            calendar: Arc::default(),
        })
    }

    /// Now in Asia/Shanghai.
    #[must_use]
    pub fn now(&self) -> DateTime<FixedOffset> {
        self.settings.clock.now()
    }

    /// Today in Asia/Shanghai.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// What PostgreSQL said.
    pub async fn ready(&self) -> Result<(), String> {
        sqlx::query("select 1")
            .execute(&self.pool)
            .await
            .map(|_| ())
            .map_err(|error| error.to_string())
    }

    /// Connections in use and in all, for metrics.
    #[must_use]
    pub fn connections(&self) -> (u32, u32) {
        let size = self.pool.size();
        let idle = u32::try_from(self.pool.num_idle()).unwrap_or(0);
        (size.saturating_sub(idle), size)
    }
}

/// Row-level security protects nothing from a superuser: better not to start at all.
async fn refuse_powerful_role(pool: &PgPool) -> Result<(), StartError> {
    let powerful: bool = sqlx::query_scalar(
        "select rolsuper or rolbypassrls from pg_roles where rolname = current_user",
    )
    .fetch_one(pool)
    .await
    .map_err(|error| StartError(format!("连接不上数据库：{error}")))?;
    if powerful {
        return Err(StartError(
            "程序不得以超级用户或可绕过行级安全的角色连接数据库，请改用 yufang_app 角色。".into(),
        ));
    }
    Ok(())
}

/// The operator's connection: commands at the machine, never the web.
#[derive(Clone)]
pub struct AdminDb {
    pub(crate) pool: PgPool,
    pub(crate) clock: Clock,
}

impl AdminDb {
    /// Connects as the owner; business tables are reached through the role `app_admin`.
    ///
    /// # Errors
    /// A sentence when the server cannot be reached.
    pub async fn connect(owner_url: &str) -> Result<Self, StartError> {
        let pool = PgPoolOptions::new()
            .max_connections(2)
            .connect(owner_url)
            .await
            .map_err(|error| StartError(format!("连接不上数据库：{error}")))?;
        Ok(Self {
            pool,
            clock: Clock::system(),
        })
    }

    /// The same with another clock, for tests and demo data.
    #[must_use]
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Today in Asia/Shanghai.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.clock.now().date_naive()
    }

    /// A transaction of the operator, as `app_admin`.
    ///
    /// # Errors
    /// What PostgreSQL said.
    #[expect(clippy::disallowed_methods, reason = "the operator's own door")]
    pub async fn begin(&self) -> sqlx::Result<sqlx::Transaction<'static, sqlx::Postgres>> {
        let mut tx = self.pool.begin().await?;
        sqlx::query("select set_config('role', 'app_admin', true)")
            .execute(&mut *tx)
            .await?;
        Ok(tx)
    }
}
