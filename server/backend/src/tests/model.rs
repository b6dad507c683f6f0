//! The rules as a plain model, and the program held against it.

mod machines;
mod tables;
