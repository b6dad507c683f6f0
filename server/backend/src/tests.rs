//! Use cases on a real PostgreSQL, told as stories; and what must hold of the schema itself.

mod analysis;
mod application;
mod areas;
mod audit;
mod cap;
mod determine;
mod figures;
mod files;
mod intake;
mod issue;
mod journey;
mod meeting;
mod model;
mod money;
mod permissions;
mod proposal;
mod race;
mod refusals;
mod schema;
mod screens;
mod sign_in;
mod uploads;
