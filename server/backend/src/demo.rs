//! Demo data: invented cities, people and projects, in every state, on days relative to today.
//!
//! Up to the determination rows are written by the operator's role ([`birth`]); everything later is
//! done by the real use cases ([`act`]), in the names of the people they belong to, with a clock that
//! walks through the past. What the demo shows is therefore what the product itself wrote.

pub(crate) mod act;
pub(crate) mod birth;
pub mod clock;
pub(crate) mod code;
pub(crate) mod dossier;
pub mod drive;
pub(crate) mod people;
pub mod small;
pub(crate) mod words;

#[cfg(test)]
mod tests;

pub fn featured_logins() -> Vec<domain::contract::DemoLogin> { Vec::new() }

// Placeholder until the loader lands.
pub async fn is_empty(_: &crate::AdminDb) -> crate::Result<bool> { Ok(false) }
pub async fn load(_: &crate::AdminDb, _: chrono::NaiveDate) -> crate::Result<String> { Ok(String::new()) }
