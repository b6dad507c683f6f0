//! Who takes part: people of the demo, signed in as anybody would be.

use std::net::SocketAddr;

use chrono::Datelike as _;
use domain::TenantId;
use domain::contract::{DemoLogin, Me, RegionDashboard, Workbench};
use domain::state::FeePlanState;
use serde::de::DeserializeOwned;

use super::http::{FORM, JSON, Line, Reply};

/// Posts of a city whose pages are open, by the end of their logins.
const POSTS: [&str; 3] = ["jb", "rs", "cz"];

/// Everybody who takes part.
pub struct Cast {
    /// The plan year that is written: the next one, whose plans are drafts.
    pub year: i32,
    /// Cookies of the departments of the region whose page shows what just happened.
    pub region: Vec<String>,
    /// Cities whose plan of the year is a draft.
    pub cities: Vec<City>,
}

/// A city that writes.
pub struct City {
    pub tenant: TenantId,
    /// Cookies of its posts; the first one is the clerk's.
    pub cookies: Vec<String>,
    /// The plan as it was found.
    pub before: Workbench,
}

/// Signs in by the form; the cookie as a browser sends it back.
///
/// # Errors
/// A sentence when the login is refused or the server does not answer.
pub async fn sign_in(address: SocketAddr, login: &str, password: &str) -> Result<String, String> {
    let mut line = Line::open(address)
        .await
        .map_err(|error| unreachable(address, &error))?;
    let body = format!("login={login}&password={password}");
    let reply = line
        .post("/login", "", FORM, &body)
        .await
        .map_err(|error| unreachable(address, &error))?;
    let cookie = reply
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap_or_default();
    if cookie.is_empty() {
        return Err(format!(
            "账号 {login} 不能登录：{} {}。",
            reply.status,
            reply.header("location")
        ));
    }
    Ok(cookie.to_owned())
}

/// The first login of the region that the demo prints, signed in.
///
/// # Errors
/// A sentence when the server is no demo, or does not answer.
pub async fn region(address: SocketAddr) -> Result<String, String> {
    let logins = logins(address).await?;
    let login = logins
        .iter()
        .find(|login| login.role.is_region())
        .ok_or_else(no_demo)?;
    sign_in(address, &login.login, &login.password).await
}

/// The clerk of a city of the demo, signed in.
///
/// # Errors
/// A sentence when the server is no demo, does not answer, or has no such city.
pub async fn clerk(address: SocketAddr, tenant: i32) -> Result<String, String> {
    let logins = logins(address).await?;
    // A demo has one password for everybody.
    let login = logins.first().ok_or_else(no_demo)?;
    let clerk = format!("{tenant}-{}", POSTS[0]);
    sign_in(address, &clerk, &login.password).await
}

/// Calls a server function that only looks.
///
/// # Errors
/// A sentence when the server refuses or does not answer.
pub async fn look<T: DeserializeOwned>(
    address: SocketAddr,
    cookie: &str,
    name: &str,
    body: &str,
) -> Result<T, String> {
    let mut line = Line::open(address)
        .await
        .map_err(|error| unreachable(address, &error))?;
    let path = format!("/api/{name}");
    let reply = line
        .post(&path, cookie, JSON, body)
        .await
        .map_err(|error| unreachable(address, &error))?;
    understand(name, &reply)
}

fn understand<T: DeserializeOwned>(name: &str, reply: &Reply) -> Result<T, String> {
    if reply.status != 200 {
        return Err(format!(
            "接口 {name} 答复 {}：{}",
            reply.status,
            reply.text()
        ));
    }
    serde_json::from_slice(&reply.body)
        .map_err(|error| format!("接口 {name} 的答复无法理解：{error}。"))
}

/// The sentence for a server that is not there.
pub fn unreachable(address: SocketAddr, error: &std::io::Error) -> String {
    format!("连接不上 {address}：{error}。请先启动：YUFANG_DEMO=1 yufang serve。")
}

fn no_demo() -> String {
    "登录页没有列出演示账号。只测量演示服务，请用 YUFANG_DEMO=1 启动。".into()
}

async fn logins(address: SocketAddr) -> Result<Vec<DemoLogin>, String> {
    look(address, "", "login_page", "{}").await
}

impl Cast {
    /// Signs everybody in.
    ///
    /// # Errors
    /// A sentence when the server is no demo, or no city has a draft to write.
    pub async fn gather(address: SocketAddr) -> Result<Self, String> {
        let logins = logins(address).await?;
        // A demo has one password for everybody.
        let password = logins
            .first()
            .map(|login| &*login.password)
            .ok_or_else(no_demo)?;
        let (mut region, mut tenants, mut year) = (Vec::new(), Vec::new(), 0);
        for login in logins.iter().filter(|login| login.role.is_region()) {
            let cookie = sign_in(address, &login.login, password).await?;
            let me: Me = look(address, &cookie, "me", "{}").await?;
            year = me.today.year() + 1;
            let view: RegionDashboard =
                look(address, &cookie, "region_dashboard", &of_region(year)).await?;
            // Some departments see sums only: a write leaves no trace on their page.
            if !view.feed.is_empty() {
                tenants = view.tiles.iter().map(|tile| tile.tenant).collect();
                region.push(cookie);
            }
        }
        let mut cities = Vec::new();
        for tenant in tenants {
            cities.extend(City::gather(address, tenant, password, year).await?);
        }
        if cities.is_empty() {
            return Err(format!(
                "没有一个盟市的 {year} 年度费用计划还在编制中，无法写入。"
            ));
        }
        Ok(Self {
            year,
            region,
            cities,
        })
    }

    /// Where each of so many sockets looks: a quarter at the region, the others at their own city.
    pub fn seats(&self, sockets: usize) -> Vec<Seat> {
        let regional = sockets.div_ceil(4);
        let region = self
            .region
            .iter()
            .cycle()
            .take(regional)
            .map(|cookie| self.seat(cookie, None));
        // City by city before post by post, so that a few sockets already cover all cities.
        let posts = (0..POSTS.len()).flat_map(|post| {
            self.cities
                .iter()
                .filter_map(move |city| Some((city.cookies.get(post)?, city.tenant)))
        });
        let cities = posts
            .cycle()
            .take(sockets - regional)
            .map(|(cookie, tenant)| self.seat(cookie, Some(tenant)));
        region.chain(cities).collect()
    }

    fn seat(&self, cookie: &str, tenant: Option<TenantId>) -> Seat {
        let kind = if tenant.is_some() { "city" } else { "region" };
        Seat {
            cookie: cookie.to_owned(),
            topic: format!("{kind}:{}", self.year),
            tenant,
        }
    }
}

/// The place of one socket.
#[derive(Clone)]
pub struct Seat {
    pub cookie: String,
    pub topic: String,
    /// `None` = the whole region.
    pub tenant: Option<TenantId>,
}

impl City {
    /// `None` when its plan is past the draft.
    async fn gather(
        address: SocketAddr,
        tenant: TenantId,
        password: &str,
        year: i32,
    ) -> Result<Option<Self>, String> {
        let mut cookies = Vec::new();
        let mut before: Option<Workbench> = None;
        for post in POSTS {
            let cookie = sign_in(address, &format!("{tenant}-{post}"), password).await?;
            if before.is_none() {
                let found: Workbench = look(address, &cookie, "workbench", &of_year(year)).await?;
                if found.fee_plan.state != FeePlanState::Draft {
                    return Ok(None);
                }
                before = Some(found);
            }
            cookies.push(cookie);
        }
        Ok(before.map(|before| Self {
            tenant,
            cookies,
            before,
        }))
    }
}

/// The question for a plan year.
pub fn of_region(year: i32) -> String {
    format!(r#"{{"query":{{"year":{year}}}}}"#)
}

/// The body of a call about a year.
pub fn of_year(year: i32) -> String {
    format!(r#"{{"year":{year}}}"#)
}
