//! Use cases on a real PostgreSQL, told as stories; and what must hold of the schema itself.

mod analysis;
mod areas;
mod audit;
mod figures;
mod journey;
mod money;
mod permissions;
mod refusals;
mod schema;
mod screens;
mod sign_in;
mod uploads;
