//! Which database: the configured one, or the private one that starts and stops with the program.

use backend::{AdminDb, Database, Settings};

use crate::config::{Config, Secret};
use crate::postgres::LocalPostgres;

/// A database that is there, until [`release`](Self::release).
pub struct Place {
    owner: Secret,
    app: Secret,
    local: Option<LocalPostgres>,
}

impl Place {
    /// Takes the configured database, or makes sure that the private one runs.
    ///
    /// # Errors
    /// One Chinese sentence for the operator.
    pub async fn open(config: &Config) -> Result<Self, String> {
        if let (Some(owner), Some(app)) = (&config.database, config.app_database_url()?) {
            return Ok(Self {
                owner: owner.clone(),
                app,
                local: None,
            });
        }
        let local = LocalPostgres::ensure(&config.data).await?;
        Ok(Self {
            owner: local.owner_url().into(),
            app: local.app_url().into(),
            local: Some(local),
        })
    }

    /// Whether it is the private database, which nobody else takes care of.
    #[must_use]
    pub const fn is_private(&self) -> bool {
        self.local.is_some()
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// One Chinese sentence for the operator.
    pub async fn migrate(&self) -> Result<backend::migrate::Report, String> {
        backend::migrate::run(self.owner.reveal())
            .await
            .map_err(|error| error.to_string())
    }

    /// The operator's connection.
    ///
    /// # Errors
    /// One Chinese sentence for the operator.
    pub async fn admin(&self) -> Result<AdminDb, String> {
        AdminDb::connect(self.owner.reveal())
            .await
            .map_err(|error| error.to_string())
    }

    /// The connection string of the owner.
    #[must_use]
    pub fn owner_url(&self) -> &str {
        self.owner.reveal()
    }

    /// The connection string of the role that the web uses.
    #[must_use]
    pub fn app_url(&self) -> &str {
        self.app.reveal()
    }

    /// The pool of the role that owns nothing; refuses a schema that this program does not know.
    ///
    /// # Errors
    /// One Chinese sentence for the operator.
    pub async fn pool(&self, settings: Settings) -> Result<Database, String> {
        let db = Database::connect(self.app.reveal(), settings)
            .await
            .map_err(|error| error.to_string())?;
        backend::migrate::check(&db)
            .await
            .map_err(|error| error.to_string())?;
        Ok(db)
    }

    /// Stops the private database unless another process uses it.
    pub async fn release(self) {
        if let Some(local) = self.local {
            local.release().await;
        }
    }
}
