//! `yufang bench analysis`: how long the three-year analysis of one city takes, counted anew.

use std::fmt;
use std::net::SocketAddr;
use std::time::Instant;

use domain::contract::{AnalysisView, Me};
use serde::Serialize;

use super::Analysis;
use super::cast::{clerk, look, unreachable};
use super::figures::Spread;
use super::http::{JSON, Line};
use super::page::server_timing;

/// Runs that are measured, and runs before: connection and caches are warm then.
const RUNS: usize = 20;
const WARMING: usize = 2;

/// The figures, as they are printed and written.
#[derive(Serialize)]
struct Report {
    address: SocketAddr,
    city: String,
    plan_year: i32,
    /// Injuries in the three years.
    rows: i64,
    /// Until the last byte, in microseconds.
    whole: Spread,
    /// As the server itself says in `server-timing`, if it does.
    inside: Option<Spread>,
}

/// Measures and prints.
///
/// # Errors
/// A sentence when the analysis does not come, or is a frozen one: that is read, not counted.
pub async fn run(ask: &Analysis) -> Result<(), String> {
    use chrono::Datelike as _;
    let address = ask.server.address()?;
    let cookie = clerk(address, ask.tenant).await?;
    let me: Me = look(address, &cookie, "me", "{}").await?;
    let year = ask.year.unwrap_or(me.today.year() + 1);
    let body = format!(r#"{{"of":{{"year":{year},"tenant":null}}}}"#);
    let view: AnalysisView = look(address, &cookie, "analysis", &body).await?;
    if view.frozen.is_some() {
        return Err(format!(
            "{} {year} 年度三年分析已定稿，读取的是定稿内容。请用 --year 或 --tenant 换一个尚未定稿的。",
            view.name
        ));
    }
    let mut line = Line::open(address)
        .await
        .map_err(|error| unreachable(address, &error))?;
    let (mut whole, mut inside) = (Vec::new(), Vec::new());
    for run in 0..WARMING + RUNS {
        let begun = Instant::now();
        let reply = line
            .post("/api/analysis", &cookie, JSON, &body)
            .await
            .map_err(|error| unreachable(address, &error))?;
        let took = begun.elapsed();
        if reply.status != 200 {
            return Err(format!("接口 analysis 答复 {}。", reply.status));
        }
        if run >= WARMING {
            whole.push(took);
            inside.extend(server_timing(&reply));
        }
    }
    ask.server.publish(&Report {
        address,
        city: view.name,
        plan_year: year,
        rows: view.totals.iter().map(|year| year.injuries).sum(),
        whole: Spread::of(whole),
        inside: (!inside.is_empty()).then(|| Spread::of(inside)),
    })
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "三年分析测量：{} {} 年度，工伤 {} 条（{}，测量程序与服务在同一台机器上）",
            self.city, self.plan_year, self.rows, self.address
        )?;
        writeln!(f, "自发出请求至收完：{}", self.whole)?;
        match &self.inside {
            Some(inside) => writeln!(f, "其中服务自报用时：{inside}"),
            None => writeln!(f, "其中服务自报用时：没有 server-timing"),
        }
    }
}
