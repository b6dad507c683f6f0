//! Use cases and SQL: the only crate that knows PostgreSQL.
//!
//! Read [`door`] first (who may see what: the only two ways to a transaction), then [`api`] (one line
//! per use case), then the use case you care about, in the order of the year: [`figures`],
//! [`analysis`], [`areas`], [`application`], [`intake`], [`proposal`], [`cap`], [`meeting`],
//! [`determine`], [`plan`], [`institution`], [`selection`], [`agreement`], [`payment`], [`work`],
//! [`acceptance`], [`ban`]. Files of all of them are in [`files`], screens in [`screens`]. [`feed`]
//! turns committed events into live updates.

pub mod acceptance;
pub mod agreement;
pub mod amendment;
pub mod analysis;
pub mod api;
pub mod application;
pub mod archive;
pub mod areas;
pub mod audit;
pub mod auth;
pub mod ban;
pub mod bench;
pub mod benefits;
pub mod books;
pub mod calendar;
pub mod calendar_feed;
pub mod cap;
mod classification;
pub mod db;
pub mod deadline;
pub mod demo;
pub mod determine;
pub mod door;
pub mod error;
pub mod event;
mod expert;
pub mod fee_plan;
pub mod feed;
pub mod figures;
pub mod files;
pub mod import;
mod inbox;
pub mod inspection;
pub mod institution;
pub mod intake;
pub mod issue;
mod local_rule;
pub mod mail;
pub mod meeting;
pub mod migrate;
mod notification;
pub mod paper;
pub mod past;
mod payment;
pub mod plan;
pub mod progress;
pub mod project;
pub mod proposal;
pub mod public;
pub mod reference;
mod reminder;
pub mod rows;
pub mod screens;
pub(crate) mod search;
pub mod selection;
mod standard;
pub mod template;
pub mod thread;
mod two_persons;
mod urging;
pub mod users;
pub mod violation;
pub mod work;

#[cfg(any(test, feature = "testkit"))]
mod probe;
#[cfg(any(test, feature = "testkit"))]
pub mod testkit;

#[cfg(test)]
mod tests;

pub use db::{AdminDb, Clock, Database, Settings, StartError};
pub use door::{Audience, Scope, Session};
pub use error::Error;
pub use feed::{Background, Batch, Change, Told};

/// The result of everything inside this crate; the doors of [`api`] turn it into an `Answer`.
pub type Result<T> = std::result::Result<T, Error>;
