//! A thousand open pages: how soon a write is there, what that costs, and what those do to the rest who come
//! back all at once or never read.

use std::time::{Duration, Instant};

use tokio::sync::oneshot;
use tokio::time::sleep;

use super::demo::Demo;
use super::report::Figure;
use crate::bench::cast::Cast;
use crate::bench::figures::{Millis, Spread};
use crate::bench::live::{Load, Report, SETTLING, measure};
use crate::bench::process::Process;
use crate::bench::viewers::{Arrival, Crowd, Seen, open_all, open_so_many};
use crate::bench::writers::{Amounts, Write, Written, burst, write_all};

/// Writes a second while pages are open.
const WRITES: u32 = 50;
/// How long these last.
const TIME: Duration = Duration::from_secs(20);
/// Writes to one city within a second.
const BURST: u32 = 200;
/// Pages that are open and nothing else.
const IDLE: usize = 5_000;
/// Pages that never read.
const MUTE: usize = 50;
/// Longer than a socket may keep one frame waiting.
const MUTE_TIME: Duration = Duration::from_secs(25);
const MEGABYTE: u64 = 1024;

/// The demo and who takes part.
struct Scene {
    demo: Demo,
    cast: Cast,
    sockets: usize,
}

/// Measures all of it on a demo of its own.
///
/// # Errors
/// One Chinese sentence.
pub async fn figures(config: &crate::config::Config, sockets: u32) -> Result<Vec<Figure>, String> {
    let demo = Demo::start(config).await?;
    let cast = Cast::gather(demo.address).await?;
    let scene = Scene {
        demo,
        cast,
        sockets: usize::try_from(sockets).unwrap_or_default(),
    };
    let figures = scene.measured().await;
    scene.demo.stop().await;
    figures
}

impl Scene {
    async fn measured(&self) -> Result<Vec<Figure>, String> {
        let idle = memory(self.demo.process)?;
        let mut figures = vec![Figure::memory(
            "服务内存，无人使用",
            idle,
            80 * MEGABYTE,
            "",
        )];
        figures.extend(self.writes().await?);
        figures.push(self.burst().await?);
        figures.push(self.reconnect().await?);
        figures.push(self.idle_pages().await?);
        figures.extend(self.never_reading().await?);
        Ok(figures)
    }

    async fn load(&self, sockets: usize, time: Duration) -> Result<Report, String> {
        let load = Load {
            sockets,
            writes: WRITES,
            time,
        };
        let Demo {
            address, process, ..
        } = self.demo;
        measure(address, Some(process), &self.cast, load).await
    }

    /// A steady pace of writes in all cities.
    async fn writes(&self) -> Result<Vec<Figure>, String> {
        let report = self.load(self.sockets, TIME).await?;
        let what = format!("{} 个页面、每秒 {WRITES} 次写入", self.sockets);
        let cpu = report.server.map_or(0, |usage| usage.cpu_percent);
        Ok(vec![
            Figure::delivery(format!("自发出写入至送达页面，{what}"), &report),
            Figure::at_most(
                format!("服务进程处理器，{what}"),
                format!("一个核心的 {cpu}%"),
                "≤ 40%".into(),
                cpu <= 40,
            ),
        ])
    }

    /// Many writes to one city within a second.
    async fn burst(&self) -> Result<Figure, String> {
        let (address, amounts) = (self.demo.address, Amounts::new());
        let viewers = open_all(address, self.cast.seats(self.sockets), amounts).await?;
        let crowd = Crowd::look(viewers);
        let written = burst(address, &self.cast, amounts, BURST).await?;
        sleep(SETTLING).await;
        let seen = crowd.stop().await?;
        let last = last_of(&written)?;
        let concerned = || seen.iter().filter(|socket| socket.must_see(last));
        let right = concerned()
            .map(|socket| match socket.arrival(last) {
                Arrival::Shown(at) | Arrival::Overtaken(at) => {
                    Some(at.saturating_duration_since(last.answered))
                }
                Arrival::Missed => None,
            })
            .collect::<Option<Vec<_>>>();
        // The first view is the page as it was opened.
        let pushes = concerned().map(|socket| socket.views - 1).max();
        let pushes = pushes.unwrap_or_default();
        let spread = Spread::of(right.clone().unwrap_or_default());
        let within = right.is_some() && spread.max <= 1_000_000 && written.failed == 0;
        Ok(Figure::at_most(
            format!("一秒内向一个盟市写入 {} 次", written.writes.len()),
            format!(
                "最后一次写入后至多 {} 全部正确，每个页面至多 {pushes} 次推送",
                Millis(spread.max)
            ),
            "1 秒内全部正确，至多 20 次推送".into(),
            within && pushes <= 20,
        ))
    }

    /// Every socket breaks off at once and comes back during writes.
    async fn reconnect(&self) -> Result<Figure, String> {
        let (address, amounts) = (self.demo.address, Amounts::new());
        let seats = self.cast.seats(self.sockets);
        let viewers = open_all(address, seats.clone(), amounts).await?;
        let again = async {
            sleep(Duration::from_secs(2)).await;
            drop(viewers);
            let (begun, all) = (Instant::now(), seats.len());
            let viewers = open_so_many(address, seats, amounts, all).await?;
            let fresh = begun.elapsed();
            Ok::<_, String>((fresh, Instant::now(), Crowd::look(viewers)))
        };
        let writing = write_all(address, &self.cast, amounts, WRITES, Duration::from_secs(8));
        let (written, again) = tokio::join!(writing, again);
        let (written, (fresh, since, crowd)) = (written?, again?);
        sleep(SETTLING).await;
        let seen = crowd.stop().await?;
        let wrong = wrong(&written, &seen, since);
        Ok(Figure::at_most(
            format!(
                "{} 个页面同时重新连接，其间每秒 {WRITES} 次写入",
                self.sockets
            ),
            format!(
                "{} 后全部最新，遗漏或重复 {wrong} 处",
                Millis(u64::try_from(fresh.as_micros()).unwrap_or(u64::MAX))
            ),
            "5 秒内全部最新，无遗漏、无重复".into(),
            fresh <= Duration::from_secs(5) && wrong == 0,
        ))
    }

    /// Pages that are only open.
    async fn idle_pages(&self) -> Result<Figure, String> {
        let address = self.demo.address;
        let viewers = open_all(address, self.cast.seats(IDLE), Amounts::new()).await?;
        let crowd = Crowd::look(viewers);
        // Long enough for a sign of life on each.
        sleep(Duration::from_secs(12)).await;
        let used = memory(self.demo.process)?;
        let lost = crowd.stop().await?.iter().filter(|seen| seen.lost).count();
        let name = format!("服务内存，{IDLE} 个页面打开而无人写入");
        let beside = format!("中断 {lost} 个");
        Ok(Figure::memory(&name, used, 150 * MEGABYTE, &beside))
    }

    /// Some never read, the others go on: what it takes, and whether those notice.
    async fn never_reading(&self) -> Result<Vec<Figure>, String> {
        let address = self.demo.address;
        let mute = open_all(address, self.cast.seats(MUTE), Amounts::new()).await?;
        let (stop, stopped) = oneshot::channel();
        let watching = tokio::spawn(most_memory(self.demo.process, stopped));
        let report = self.load(self.sockets, MUTE_TIME).await?;
        let _ = stop.send(());
        let most = watching.await.map_err(|error| error.to_string())?;
        drop(mute);
        Ok(vec![
            Figure::memory(
                &format!("服务内存，{MUTE} 个页面从不读取，其余照常"),
                most,
                150 * MEGABYTE,
                &format!("共 {} 个页面", self.sockets + MUTE),
            ),
            Figure::delivery("其间送达其余页面".into(), &report),
        ])
    }
}

fn memory(process: Process) -> Result<u64, String> {
    process
        .memory_kb()
        .ok_or_else(|| "读不到演示服务的内存。".into())
}

/// The most it has until told to stop, twice a second.
async fn most_memory(process: Process, mut stop: oneshot::Receiver<()>) -> u64 {
    let mut most = 0;
    loop {
        most = most.max(process.memory_kb().unwrap_or_default());
        tokio::select! {
            _ = &mut stop => return most,
            () = sleep(Duration::from_millis(500)) => {}
        }
    }
}

fn last_of(written: &Written) -> Result<&Write, String> {
    let failed = || {
        written
            .reason
            .clone()
            .unwrap_or_else(|| "没有写入。".into())
    };
    written.writes.last().ok_or_else(failed)
}

/// Writes that never came to a socket that was open, and views that said one twice.
fn wrong(written: &Written, seen: &[Seen], since: Instant) -> usize {
    let missed = |socket: &Seen| {
        let after = written.writes.iter().filter(|write| write.sent >= since);
        after
            .filter(|write| socket.must_see(write))
            .filter(|write| matches!(socket.arrival(write), Arrival::Missed))
            .count()
    };
    seen.iter()
        .map(|socket| missed(socket) + socket.doubled + usize::from(socket.lost))
        .sum::<usize>()
        + written.failed
}
