//! Who is signed in, and where else.

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Answer;
use crate::access::Role;
use crate::{SignInId, TenantId};

/// The signed-in person, as the head of every page shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub name: String,
    pub role: Role,
    /// The body they work for: 自治区人社厅, 鄂尔多斯市社会保险事业服务中心, a company.
    pub place: String,
    /// Their city, for city posts.
    pub tenant: Option<TenantId>,
    pub tenant_name: Option<String>,
    /// Today in Asia/Shanghai by the server's clock.
    pub today: NaiveDate,
    /// Notifications not read, when the page was loaded.
    pub unread: i64,
    /// Whether every page must say 演示数据.
    pub demo: bool,
}

impl Me {
    /// The first page of this post.
    #[must_use]
    pub const fn home(&self) -> &'static str {
        if self.role.is_region() {
            "/region"
        } else if self.role.is_city() {
            "/city"
        } else {
            "/my"
        }
    }
}

/// One login printed on the login page of a demo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoLogin {
    pub login: String,
    pub password: String,
    pub name: String,
    pub role: Role,
    pub place: String,
}

/// One signed-in device of the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    pub id: SignInId,
    /// Whether it is the one that asks.
    pub current: bool,
    /// "2026-11-24 09:12" in Asia/Shanghai.
    pub since: String,
    pub last_seen: String,
    pub expires: String,
    pub address: String,
    /// Browser and system in a few words.
    pub device: String,
}

/// Use cases about the person's own session.
#[async_trait]
pub trait SessionApi {
    /// The signed-in person.
    async fn me(&self) -> Answer<Me>;
    /// Their devices, the current one first.
    async fn sign_ins(&self) -> Answer<Vec<SignIn>>;
    /// Signs one of their own devices out. `NotFound` for anybody else's.
    async fn revoke_sign_in(&self, id: SignInId) -> Answer<()>;
}
