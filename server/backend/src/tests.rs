//! Use cases on a real PostgreSQL, told as stories; and what must hold of the schema itself.

mod analysis;
mod areas;
mod audit;
mod figures;
mod cap;
mod determine;
<<<<<<< HEAD
mod application;
mod audit;
mod files;
mod intake;
=======
mod issue;
>>>>>>> meet-be
mod journey;
mod meeting;
mod money;
mod permissions;
mod proposal;
mod race;
mod refusals;
mod schema;
mod screens;
mod sign_in;
mod uploads;
