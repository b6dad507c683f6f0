//! `yufang bench page`: how long a whole page takes, from the request to its last byte.

use std::fmt;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use futures::future::join_all;
use serde::Serialize;

use super::Page;
use super::cast::{region, unreachable};
use super::figures::{Spread, per_second};
use super::http::{Line, Reply};
use super::live::usage;
use super::process::{Process, Usage};

/// Connections that ask, each for one page at a time.
const CONNECTIONS: usize = 4;
/// Pages before the clock starts: connections and caches are warm then.
const WARMING: usize = 5;

/// The figures, as they are printed and written.
#[derive(Serialize)]
struct Report {
    address: SocketAddr,
    path: String,
    connections: usize,
    pages: usize,
    pages_per_second: String,
    /// Until the last byte, in microseconds.
    whole: Spread,
    /// As the server itself says in `server-timing`, if it does.
    inside: Option<Spread>,
    /// Of one page, as it comes over the wire.
    bytes: usize,
    server: Option<Usage>,
}

/// What one connection measured.
#[derive(Default)]
struct Pages {
    whole: Vec<Duration>,
    inside: Vec<Duration>,
    bytes: usize,
}

/// Measures and prints.
///
/// # Errors
/// A sentence when the page does not come.
pub async fn run(ask: &Page) -> Result<(), String> {
    let address = ask.server.address()?;
    if !ask.path.starts_with('/') || ask.path.contains(char::is_whitespace) {
        return Err(format!(
            "--path 的值“{}”无效：应为 /region 这样的路径。",
            ask.path
        ));
    }
    let cookie = region(address).await?;
    load(address, &ask.path, &cookie, |pages| pages < WARMING).await?;

    let process = ask.server.process(address);
    let before = process.and_then(Process::read);
    let (begun, time) = (Instant::now(), Duration::from_secs(ask.seconds.into()));
    let loads =
        (0..CONNECTIONS).map(|_| load(address, &ask.path, &cookie, |_| begun.elapsed() < time));
    let loaded = join_all(loads)
        .await
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?;
    let server = process
        .zip(before)
        .and_then(|(process, before)| process.since(&before));

    let whole = Spread::of(loaded.iter().flat_map(|pages| pages.whole.iter().copied()));
    let inside = Spread::of(loaded.iter().flat_map(|pages| pages.inside.iter().copied()));
    ask.server.publish(&Report {
        address,
        path: ask.path.clone(),
        connections: CONNECTIONS,
        pages: whole.count,
        pages_per_second: per_second(whole.count, begun.elapsed()),
        whole,
        inside: (inside.count > 0).then_some(inside),
        bytes: loaded
            .iter()
            .map(|pages| pages.bytes)
            .max()
            .unwrap_or_default(),
        server,
    })
}

/// Loads the page again and again on one connection, while `more` of what it has loaded says so.
async fn load(
    address: SocketAddr,
    path: &str,
    cookie: &str,
    more: impl Fn(usize) -> bool,
) -> Result<Pages, String> {
    let mut line = Line::open(address)
        .await
        .map_err(|error| unreachable(address, &error))?;
    let mut pages = Pages::default();
    while more(pages.whole.len()) {
        let begun = Instant::now();
        let reply = line
            .get(path, cookie)
            .await
            .map_err(|error| format!("页面 {path} 没有完整收到：{error}。"))?;
        pages.whole.push(begun.elapsed());
        if reply.status != 200 {
            return Err(format!(
                "页面 {path} 答复 {} {}。",
                reply.status,
                reply.header("location")
            ));
        }
        pages.bytes = reply.body.len();
        pages.inside.extend(server_timing(&reply));
    }
    Ok(pages)
}

/// The first duration of `server-timing: total;dur=12.3`.
pub(super) fn server_timing(reply: &Reply) -> Option<Duration> {
    let header = reply.header("server-timing");
    let text = header
        .split([',', ';'])
        .find_map(|part| part.trim().strip_prefix("dur="))?;
    let (millis, rest) = text.split_once('.').unwrap_or((text, ""));
    // Three decimals of a millisecond are all that is printed.
    let micros: String = rest.chars().chain("000".chars()).take(3).collect();
    Some(Duration::from_micros(
        millis.parse::<u64>().ok()? * 1000 + micros.parse::<u64>().ok()?,
    ))
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "整页测量：{}{}（自治区账号，测量程序与服务在同一台机器上）",
            self.address, self.path
        )?;
        writeln!(
            f,
            "打开：{} 个连接共 {} 次，每秒 {} 次，每页 {} KB（压缩后）",
            self.connections,
            self.pages,
            self.pages_per_second,
            self.bytes / 1024
        )?;
        writeln!(f, "自发出请求至收完整页：{}", self.whole)?;
        match &self.inside {
            Some(inside) => writeln!(f, "其中服务自报用时：{inside}")?,
            None => writeln!(f, "其中服务自报用时：没有 server-timing")?,
        }
        usage(f, self.server.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_own_figure_is_read() {
        let reply = |value: &str| Reply {
            status: 200,
            headers: vec![("server-timing".into(), value.into())],
            body: Vec::new(),
        };
        for (header, micros) in [
            ("total;dur=12.3", Some(12_300)),
            ("db;desc=\"x\";dur=7, total;dur=9", Some(7000)),
            ("miss", None),
            ("a;dur=0.0421", Some(42)),
        ] {
            assert_eq!(
                server_timing(&reply(header)),
                micros.map(Duration::from_micros),
                "{header}"
            );
        }
    }
}
