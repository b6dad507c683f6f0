//! Service institutions: the region's register, and what each city has found out about them (四（四）).
//!
//! [`register`]: what there is, and entering one → [`eligibility`]: checks of the six conditions, and
//! whether they hold on a day → [`page`]: one institution as a city sees it.

mod eligibility;
mod page;
mod register;

pub(crate) use eligibility::{
    checks, need, own_standings, qualify, record_eligibility, require_condition,
};
pub(crate) use page::institution;
pub(crate) use register::{add_institution, institutions};
