//! `yufang bench live`: how long it takes from a clerk's write to everybody's screen.

use std::fmt;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::Live;
use super::cast::Cast;
use super::figures::{Spread, per_second};
use super::process::{Process, Usage};
use super::viewers::{Arrival, Crowd, Seen, open_all};
use super::writers::{Amounts, Written, put_back, write_all};

/// What is not there so long after the last write has been lost.
pub const SETTLING: Duration = Duration::from_secs(3);

/// How much is asked of the server.
#[derive(Clone, Copy)]
pub struct Load {
    pub sockets: usize,
    /// Per second.
    pub writes: u32,
    pub time: Duration,
}

/// The figures, as they are printed and written.
#[derive(Serialize)]
pub struct Report {
    address: SocketAddr,
    year: i32,
    cities: usize,
    sockets: usize,
    regional_sockets: usize,
    opened_in_ms: u128,
    writes: usize,
    pub failed_writes: usize,
    writes_per_second: String,
    /// From sending a write to its answer.
    answer: Spread,
    /// From sending a write to its arrival at a socket, in microseconds as all of them.
    pub from_sending: Spread,
    /// From its answer to its arrival; zero for what arrived before the answer.
    pub from_answer: Spread,
    region_from_sending: Spread,
    city_from_sending: Spread,
    expected: usize,
    /// Of them, writes that a view of newer ones took the place of.
    overtaken: usize,
    pub missed: usize,
    pub lost_sockets: usize,
    frames: usize,
    views: usize,
    megabytes: usize,
    pub server: Option<Usage>,
    #[serde(skip)]
    reason: Option<String>,
}

/// Measures and prints.
///
/// # Errors
/// A sentence; also when something did not arrive.
pub async fn run(ask: &Live) -> Result<(), String> {
    let address = ask.server.address()?;
    let mut cast = Cast::gather(address).await?;
    cast.cities
        .retain(|city| Some(city.tenant.0) != ask.without);
    let load = Load {
        sockets: usize::try_from(ask.sockets).unwrap_or_default(),
        writes: ask.writes,
        time: Duration::from_secs(ask.seconds.into()),
    };
    let report = measure(address, ask.server.process(address), &cast, load).await?;
    ask.server.publish(&report)?;
    put_back(address, &cast).await?;
    if let Some(reason) = report.reason {
        return Err(format!(
            "有 {} 次写入失败，第一次：{reason}",
            report.failed_writes
        ));
    }
    if report.missed > 0 || report.lost_sockets > 0 {
        return Err(format!(
            "有 {} 次没有送达，{} 个连接中断。",
            report.missed, report.lost_sockets
        ));
    }
    Ok(())
}

/// Opens the pages, writes, and looks at what came.
///
/// # Errors
/// A sentence when the server does not answer.
pub async fn measure(
    address: SocketAddr,
    process: Option<Process>,
    cast: &Cast,
    load: Load,
) -> Result<Report, String> {
    let amounts = Amounts::new();
    let begun = Instant::now();
    let viewers = open_all(address, cast.seats(load.sockets), amounts).await?;
    let opened_in_ms = begun.elapsed().as_millis();
    let crowd = Crowd::look(viewers);

    let before = process.and_then(Process::read);
    let written = write_all(address, cast, amounts, load.writes, load.time).await?;
    let server = process
        .zip(before)
        .and_then(|(process, before)| process.since(&before));
    tokio::time::sleep(SETTLING).await;
    let seen = crowd.stop().await?;
    let report = evaluate(address, cast, written, &seen, load.time);
    Ok(Report {
        opened_in_ms,
        server,
        ..report
    })
}

/// One write at one socket.
struct Delivery {
    regional: bool,
    from_sending: Duration,
    from_answer: Duration,
}

fn evaluate(
    address: SocketAddr,
    cast: &Cast,
    written: Written,
    seen: &[Seen],
    time: Duration,
) -> Report {
    let Written {
        writes,
        failed,
        reason,
    } = written;
    let (mut deliveries, mut overtaken, mut missed) = (Vec::new(), 0, 0);
    for socket in seen {
        for write in writes.iter().filter(|write| socket.must_see(write)) {
            let at = match socket.arrival(write) {
                Arrival::Shown(at) => at,
                Arrival::Overtaken(at) => {
                    overtaken += 1;
                    at
                }
                Arrival::Missed => {
                    missed += 1;
                    continue;
                }
            };
            deliveries.push(Delivery {
                regional: socket.is_region(),
                from_sending: at.saturating_duration_since(write.sent),
                from_answer: at.saturating_duration_since(write.answered),
            });
        }
    }
    let of = |regional| {
        deliveries
            .iter()
            .filter(move |one| one.regional == regional)
            .map(|one| one.from_sending)
    };
    Report {
        address,
        year: cast.year,
        cities: cast.cities.len(),
        sockets: seen.len(),
        regional_sockets: seen.iter().filter(|socket| socket.is_region()).count(),
        opened_in_ms: 0,
        writes: writes.len(),
        failed_writes: failed,
        writes_per_second: per_second(writes.len(), time),
        answer: Spread::of(writes.iter().map(|write| write.answered - write.sent)),
        from_sending: Spread::of(deliveries.iter().map(|one| one.from_sending)),
        from_answer: Spread::of(deliveries.iter().map(|one| one.from_answer)),
        region_from_sending: Spread::of(of(true)),
        city_from_sending: Spread::of(of(false)),
        expected: deliveries.len() + missed,
        overtaken,
        missed,
        lost_sockets: seen.iter().filter(|socket| socket.lost).count(),
        frames: seen.iter().map(|socket| socket.frames).sum(),
        views: seen.iter().map(|socket| socket.views).sum(),
        megabytes: seen.iter().map(|socket| socket.bytes).sum::<usize>() / 1_000_000,
        server: None,
        reason,
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cities = self.sockets - self.regional_sockets;
        writeln!(
            f,
            "实时同步测量：{}（测量程序与服务在同一台机器上）",
            self.address
        )?;
        writeln!(
            f,
            "打开页面：{} 个（自治区看板 {}，盟市工作台 {cities}），用时 {} 毫秒",
            self.sockets, self.regional_sockets, self.opened_in_ms
        )?;
        writeln!(
            f,
            "写入：{} 个盟市编制 {} 年度费用计划，成功 {} 次，失败 {} 次，每秒 {} 次",
            self.cities, self.year, self.writes, self.failed_writes, self.writes_per_second
        )?;
        writeln!(f, "写入得到答复：{}", self.answer)?;
        writeln!(f, "自发出写入至送达：{}", self.from_sending)?;
        writeln!(f, "  其中自治区看板：{}", self.region_from_sending)?;
        writeln!(f, "  其中盟市工作台：{}", self.city_from_sending)?;
        writeln!(f, "自得到答复至送达：{}", self.from_answer)?;
        writeln!(
            f,
            "送达：应送达 {} 次，未送达 {} 次，由更新的画面代替 {} 次，中断的连接 {} 个",
            self.expected, self.missed, self.overtaken, self.lost_sockets
        )?;
        writeln!(
            f,
            "收到：{} 帧，其中画面 {} 帧，共 {} 兆字节",
            self.frames, self.views, self.megabytes
        )?;
        usage(f, self.server.as_ref())
    }
}

/// The line about the server's process.
pub fn usage(f: &mut fmt::Formatter<'_>, usage: Option<&Usage>) -> fmt::Result {
    match usage {
        Some(Usage {
            cpu_percent,
            rss_kb,
            peak_kb,
        }) => writeln!(
            f,
            "服务进程：处理器 {cpu_percent}%（一个核心为 100%，不含数据库），内存 {} MB，最高 {} MB",
            rss_kb / 1024,
            peak_kb / 1024
        ),
        None => writeln!(f, "服务进程：没有找到（可用 --pid 指定）"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_has_one_line_per_figure() {
        let cast = Cast {
            year: 2027,
            region: Vec::new(),
            cities: Vec::new(),
        };
        let address = SocketAddr::from(([127, 0, 0, 1], 3000));
        let report = evaluate(
            address,
            &cast,
            Written::default(),
            &[],
            Duration::from_secs(1),
        );
        assert_eq!(report.to_string().lines().count(), 11);
        assert!(serde_json::to_value(&report).unwrap()["from_sending"]["p99"].is_u64());
    }
}
