//! What pages show. Each screen is one reading transaction with a fixed number of statements,
//! whatever the number of rows.

pub(crate) mod choosing;
pub mod city;
pub(crate) mod doing;
pub mod list;
pub(crate) mod offers;
pub mod project;
pub mod region;
pub(crate) mod shared;
pub(crate) mod story;
pub mod timeline;
pub mod tracker;
