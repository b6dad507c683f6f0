//! Annexes 1 to 3 of the application: one catalogue of what is asked, and everything made from it.
//!
//! [`catalogue`] lists the fields, tables and papers in the order of the printed annexes. A [`Draft`]
//! holds what was typed, by path. From the two come the checks ([`check`]), what the project row
//! needs ([`summary`]), the sums ([`totals`]), the comparison of two drafts ([`diff`]), what a save
//! writes when several people write ([`merge`]), and the reader of files with Chinese labels
//! ([`labels`]).

pub mod catalogue;
pub mod check;
pub mod diff;
pub mod draft;
pub mod labels;
pub mod merge;
pub mod summary;
pub mod totals;

mod size;
mod text;

pub use catalogue::{Field, Item, Kind, SECTIONS, Section, Table, clause, field};
pub use check::{Facts, Finding, Verdict, broken, check};
pub use diff::{Difference, diff};
pub use draft::Draft;
pub use summary::Summary;
