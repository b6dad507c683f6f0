//! stub
pub fn featured_logins() -> Vec<domain::contract::DemoLogin> { Vec::new() }
