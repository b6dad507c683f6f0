//! The rules as a plain model, and the program held against it.
//!
//! Reading order: [`machines`] (the machines of the rules as data, compared with those of the code by
//! [`tables`]) → [`act`] (what somebody can do) → [`state`] and [`rules`] (the model: what is refused
//! and what follows) → [`generate`] (what to try next) → [`run`] (doing it through the sessions of
//! production) → [`walk`] (both, step by step, and the same). After each step every row of every city
//! is what the model says; after some, [`invariants`] and [`isolation`] ask the database itself.
//!
//! Nothing in the model asks `domain` for a rule: types and codes come from there, states follow the
//! arrows of [`machines`], amounts are whole fen, working days are counted anew.

mod act;
mod actors;
pub(super) mod chance;
mod facts;
mod generate;
mod invariants;
mod isolation;
mod machines;
mod nights;
mod observe;
mod rights;
mod rules;
mod run;
mod state;
mod tables;
mod walk;
mod workdays;
