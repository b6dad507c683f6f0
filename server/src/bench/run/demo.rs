//! A demo as a process of its own, so that what is measured of it is not the measuring.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

use crate::bench::http::Line;
use crate::bench::process::Process;
use crate::config::Config;

/// For the demo to be made and served.
const PATIENCE: Duration = Duration::from_secs(120);

/// The running demo; an empty directory beside the measured database is its own.
pub struct Demo {
    pub address: SocketAddr,
    pub process: Process,
    child: Child,
}

impl Demo {
    /// Starts this very program on a new database; a second time, because a program that has just made a
    /// demo is larger than one that serves it.
    ///
    /// # Errors
    /// One Chinese sentence.
    pub async fn start(config: &Config) -> Result<Self, String> {
        let data = config.data.join("demo");
        if data.exists() {
            std::fs::remove_dir_all(&data).map_err(failed)?;
        }
        Self::serve(config, &data).await?.stop().await;
        Self::serve(config, &data).await
    }

    async fn serve(config: &Config, data: &Path) -> Result<Self, String> {
        let address = free().map_err(failed)?;
        let child = command(config, data, address)
            .and_then(|mut command| command.spawn())
            .map_err(failed)?;
        let mut demo = Self {
            address,
            process: Process::of(child.id().unwrap_or_default()),
            child,
        };
        demo.ready().await?;
        Ok(demo)
    }

    async fn ready(&mut self) -> Result<(), String> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if let Ok(mut line) = Line::open(self.address).await
                && let Ok(reply) = line.get("/readyz", "").await
                && reply.status == 200
            {
                return Ok(());
            }
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(format!("测量用的演示服务已退出：{status}。"));
            }
            sleep(Duration::from_millis(100)).await;
        }
        Err("测量用的演示服务没有就绪。".into())
    }

    /// Asks it to stop and waits, so that its database stops too.
    pub async fn stop(mut self) {
        if let Some(id) = self.child.id() {
            let _asked = Command::new("kill")
                .args(["-TERM", &id.to_string()])
                .status()
                .await;
        }
        let _ = timeout(Duration::from_secs(20), self.child.wait()).await;
    }
}

fn failed(error: std::io::Error) -> String {
    format!("无法启动测量用的演示服务：{error}。")
}

fn free() -> std::io::Result<SocketAddr> {
    std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()
}

fn command(config: &Config, data: &Path, address: SocketAddr) -> std::io::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    for (name, _) in std::env::vars_os() {
        if name == "DATABASE_URL" || name.to_string_lossy().starts_with("YUFANG_") {
            command.env_remove(name);
        }
    }
    command
        .arg("serve")
        .env("YUFANG_ADDR", address.to_string())
        .env("YUFANG_DATA", data)
        .env("YUFANG_SITE", &config.site)
        .env("YUFANG_DEMO", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    Ok(command)
}
