//! Use cases on a real PostgreSQL, told as stories; and what must hold of the schema itself.

mod application;
mod audit;
mod files;
mod intake;
mod journey;
mod money;
mod permissions;
mod refusals;
mod schema;
mod screens;
mod sign_in;
