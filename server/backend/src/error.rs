//! Two families: a refusal the person can act on, and everything else, logged once under an id.

use domain::Refusal;
use domain::contract::{Answer, Fault};

/// Why a use case did not happen. The transaction is gone either way.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The person can act on it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// PostgreSQL said no in a way no use case expects.
    #[error("database: {0}")]
    Sql(#[from] sqlx::Error),
    /// The store of files said no, or its content could not be received.
    #[error("files: {0}")]
    Files(#[from] object_store::Error),
    /// A temporary file could not be written or read.
    #[error("temporary file: {0}")]
    Io(#[from] std::io::Error),
    /// A row that contradicts the schema's promises: table, column and id are in the text.
    #[error("inconsistent: {0}")]
    Inconsistent(String),
}

impl Error {
    /// The refusal, if it is one.
    #[must_use]
    pub const fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// Whether it is a violation of the named constraint.
    #[must_use]
    pub fn violates(&self, constraint: &str) -> bool {
        matches!(self, Self::Sql(sqlx::Error::Database(error)) if error.constraint() == Some(constraint))
    }
}

/// What leaves the crate. Internal failures are logged here and nowhere else; SQL never goes further.
///
/// # Errors
/// Always those of `result`.
pub fn answer<T>(use_case: &'static str, result: crate::Result<T>) -> Answer<T> {
    result.map_err(|error| match error {
        Error::Refused(refusal) => {
            metrics::counter!("yufang_refusals_total", "kind" => refusal.kind()).increment(1);
            Fault::Refused(refusal)
        }
        internal => {
            let id = hex::encode(rand::random::<[u8; 4]>());
            tracing::error!(failure = %id, use_case, error = %internal, "internal failure");
            Fault::Internal(id)
        }
    })
}
