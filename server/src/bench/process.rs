//! What the measured process uses, as Linux tells it.

use std::fs;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use serde::Serialize;

/// Milliseconds of one tick in `/proc/<pid>/stat`: Linux shows programs 100 of them per second on
/// every machine.
const TICK_MS: u64 = 10;

/// The process that is measured.
#[derive(Clone, Copy)]
pub struct Process(u32);

/// One reading.
pub struct Reading {
    at: Instant,
    cpu: Duration,
}

/// What was used between two readings, and the memory at the end.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Usage {
    /// Processor time in percent of one core.
    pub cpu_percent: u64,
    pub rss_kb: u64,
    /// The most it ever had.
    pub peak_kb: u64,
}

impl Process {
    /// The given process, or the one that listens on the address; `None` = not to be seen from here.
    #[must_use]
    pub fn find(pid: Option<u32>, address: SocketAddr) -> Option<Self> {
        pid.or_else(|| listener(address.port())).map(Self)
    }

    /// The process of this number.
    #[must_use]
    pub const fn of(pid: u32) -> Self {
        Self(pid)
    }

    /// Takes a reading.
    #[must_use]
    pub fn read(self) -> Option<Reading> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0)).ok()?;
        // The name in parentheses may contain anything, blanks and parentheses among it.
        let (_, rest) = stat.rsplit_once(')')?;
        let mut fields = rest.split_whitespace().skip(11);
        let mut ticks = || fields.next()?.parse::<u64>().ok();
        let cpu = Duration::from_millis((ticks()? + ticks()?) * TICK_MS);
        Some(Reading {
            at: Instant::now(),
            cpu,
        })
    }

    /// The memory it has now, in kilobytes.
    #[must_use]
    pub fn memory_kb(self) -> Option<u64> {
        self.since(&self.read()?).map(|usage| usage.rss_kb)
    }

    /// What was used since a reading.
    #[must_use]
    pub fn since(self, before: &Reading) -> Option<Usage> {
        let now = self.read()?;
        let status = fs::read_to_string(format!("/proc/{}/status", self.0)).ok()?;
        let kilobytes = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse().ok()
        };
        let passed = now.at.duration_since(before.at).as_millis().max(1);
        let cpu_percent = now.cpu.saturating_sub(before.cpu).as_millis() * 100 / passed;
        Some(Usage {
            cpu_percent: u64::try_from(cpu_percent).unwrap_or(u64::MAX),
            rss_kb: kilobytes("VmRSS:")?,
            peak_kb: kilobytes("VmHWM:")?,
        })
    }
}

/// The process that listens on a port of this machine.
fn listener(port: u16) -> Option<u32> {
    let tables = ["/proc/net/tcp", "/proc/net/tcp6"]
        .map(|table| fs::read_to_string(table).unwrap_or_default());
    let socket = tables
        .iter()
        .flat_map(|table| table.lines())
        .find_map(|line| inode(line, port))?;
    let socket = format!("socket:[{socket}]");
    let processes = fs::read_dir("/proc").ok()?.flatten();
    processes
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .find(|pid: &u32| {
            let files = fs::read_dir(format!("/proc/{pid}/fd"))
                .into_iter()
                .flatten()
                .flatten();
            files
                .filter_map(|file| fs::read_link(file.path()).ok())
                .any(|target| target.to_str() == Some(&socket))
        })
}

/// The socket of a line of `/proc/net/tcp` if it listens on the port.
fn inode(line: &str, port: u16) -> Option<&str> {
    const LISTENING: &str = "0A";
    let fields: Vec<&str> = line.split_whitespace().collect();
    let (_, local) = fields.get(1)?.rsplit_once(':')?;
    let listens = fields.get(3) == Some(&LISTENING) && u16::from_str_radix(local, 16) == Ok(port);
    listens.then(|| fields.get(9).copied()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listener_is_found_and_measured() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let process = Process::find(None, listener.local_addr().unwrap()).unwrap();
        assert_eq!(process.0, std::process::id());
        let usage = process.since(&process.read().unwrap()).unwrap();
        assert!(usage.rss_kb > 0 && usage.peak_kb >= usage.rss_kb);
    }
}
