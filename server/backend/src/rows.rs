//! From columns to domain types; a value that is not ours names table-free column and stops there.

use std::fmt::Display;
use std::str::FromStr;

use chrono::NaiveDate;
use domain::Money;
use rust_decimal::Decimal;
use serde_json::Value;
use sqlx::Row;
use sqlx::postgres::PgRow;

fn bad(column: &str, what: impl Display) -> sqlx::Error {
    sqlx::Error::ColumnDecode {
        index: column.to_owned(),
        source: what.to_string().into(),
    }
}

/// Reads columns by name into domain types.
pub trait Columns {
    /// An enum by its code.
    ///
    /// # Errors
    /// A code that is not ours.
    fn code<T: FromStr<Err: Display>>(&self, column: &str) -> sqlx::Result<T>;
    /// An optional enum; null and empty are `None`.
    ///
    /// # Errors
    /// A code that is not ours.
    fn code_opt<T: FromStr<Err: Display>>(&self, column: &str) -> sqlx::Result<Option<T>>;
    /// An amount in yuan; null is zero, so that sums over nothing need no coalesce.
    ///
    /// # Errors
    /// More than two decimals.
    fn money(&self, column: &str) -> sqlx::Result<Money>;
    /// A text.
    ///
    /// # Errors
    /// Another type.
    fn text(&self, column: &str) -> sqlx::Result<String>;
    /// A date that may be missing.
    ///
    /// # Errors
    /// Another type.
    fn date_opt(&self, column: &str) -> sqlx::Result<Option<NaiveDate>>;
    /// JSON.
    ///
    /// # Errors
    /// Another type.
    fn json(&self, column: &str) -> sqlx::Result<Value>;
}

impl Columns for PgRow {
    fn code<T: FromStr<Err: Display>>(&self, column: &str) -> sqlx::Result<T> {
        let code: String = self.try_get(column)?;
        code.parse().map_err(|error| bad(column, error))
    }

    fn code_opt<T: FromStr<Err: Display>>(&self, column: &str) -> sqlx::Result<Option<T>> {
        let code: Option<String> = self.try_get(column)?;
        code.filter(|code| !code.is_empty())
            .map(|code| code.parse().map_err(|error| bad(column, error)))
            .transpose()
    }

    fn money(&self, column: &str) -> sqlx::Result<Money> {
        let yuan: Option<Decimal> = self.try_get(column)?;
        yuan.map_or(Ok(Money::ZERO), |yuan| {
            Money::new(yuan).ok_or_else(|| bad(column, yuan))
        })
    }

    fn text(&self, column: &str) -> sqlx::Result<String> {
        self.try_get(column)
    }

    fn date_opt(&self, column: &str) -> sqlx::Result<Option<NaiveDate>> {
        self.try_get(column)
    }

    fn json(&self, column: &str) -> sqlx::Result<Value> {
        self.try_get(column)
    }
}
