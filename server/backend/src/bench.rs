//! What `yufang bench` needs of the database: projects by the million, and floors to compare with.

pub mod price;
pub mod seed;
