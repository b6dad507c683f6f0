//! `yufang`: one program with everything in it — the pages, the server functions, the live socket
//! and the commands of the operator.
//!
//! Reading order: [`cli`] (the commands) → [`config`] (what the environment may say) → [`database`]
//! (which one) → [`serve`] (the order of starting and stopping) → [`router`] (the one table of routes and layers) →
//! [`auth`] (cookie to session) → [`uploads`], [`files`], [`bank`] (files in and out) → [`feed`] (deadlines for other calendars) → [`live`] (who is told of what). [`telemetry`] is what the
//! operator sees of it, [`postgres`] the database without configuration, [`bench`] how fast it is.
//!
//! What is never here: SQL, and anything about who may do what. Both are `backend`'s.

pub mod auth;
pub mod bank;
pub mod bench;
pub mod check;
pub mod cli;
pub mod config;
pub mod database;
pub mod feed;
pub mod files;
pub mod headers;
pub mod live;
pub mod papers;
pub mod postgres;
pub mod region;
pub mod router;
pub mod serve;
pub mod telemetry;
pub mod uploads;
pub mod vectors;
