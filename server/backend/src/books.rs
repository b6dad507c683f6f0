//! The books: claims and what comes back of them, the ledger and its corrections (machine 2.6).
//!
//! Nothing entered is ever edited. A wrong row is reversed by another person, with a reason, and what
//! it did is undone in the same transaction; the database proves the sums at its end (I11).

mod account;
mod batch;
mod claim;
mod entry;
mod finding;
mod ledger;
mod reverse;
mod statement;
mod view;
mod write_off;

pub(crate) use account::{Confirmed, confirm, give, needed, send_back};
pub(crate) use batch::{bank, file, take};
pub(crate) use claim::record_recovery;
pub(crate) use entry::{NewEntry, enter};
pub(crate) use finding::{answer, close, post};
pub(crate) use ledger::ledger;
pub(crate) use reverse::reverse_entry;
pub(crate) use statement::{statement, upload};
pub(crate) use view::of_project;
pub(crate) use write_off::{consent, decline, propose};
