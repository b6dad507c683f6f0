//! `yufang bench`: what the speed of a running demo is, measured from outside by the clock of a client.
//!
//! Reading order: [`http`] (the client) → [`cast`] (who takes part) → [`live`] (sockets and writers),
//! [`page`] (whole pages), [`analysis`] (one use case) or [`save`] (drafts) → [`figures`],
//! [`process`] (what comes out). [`seed`] makes the rows to measure with. Only a server on this very machine is measured: it is a tool that
//! puts load on whatever it is pointed at. Client and server share the machine, so its figures are
//! above those that the server alone would reach.

mod analysis;
pub mod cast;
pub mod figures;
pub mod http;
mod live;
mod page;
pub mod process;
mod run;
mod save;
mod seed;
mod viewers;
mod writers;

use std::fmt::Display;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::cli::TEMPLATE;
use crate::config::Config;

/// What can be measured.
#[derive(Subcommand)]
pub enum Bench {
    /// 实时同步：若干打开的页面，持续写入，测量送达用时
    #[command(help_template = TEMPLATE, override_usage = "yufang bench live [选项]")]
    Live(Live),
    /// 整页：四个连接反复打开一个页面
    #[command(help_template = TEMPLATE, override_usage = "yufang bench page [选项]")]
    Page(Page),
    /// 三年分析：一个盟市的全部工伤数据重新统计二十次
    #[command(help_template = TEMPLATE, override_usage = "yufang bench analysis [选项]")]
    Analysis(Analysis),
    /// 测速数据：在空库中建立任意多个项目（先装入演示数据作样本）
    #[command(help_template = TEMPLATE, override_usage = "yufang bench seed [选项]")]
    Seed(Seed),
    /// 速度指标：逐项测量并与同一次运行中的对照值比较，打印总表
    #[command(help_template = TEMPLATE, override_usage = "yufang bench run [选项]")]
    Run(Run),
    /// 保存申报草稿：在一份自建的草稿里反复保存，测量用时
    #[command(help_template = TEMPLATE, override_usage = "yufang bench save [选项]")]
    Save(Save),
}

/// `yufang bench live`
#[derive(Args)]
pub struct Live {
    #[command(flatten)]
    server: Server,
    /// 打开的页面数（四分之一为自治区看板，其余为盟市工作台），4 至 2000，默认 200
    #[arg(long, value_name = "数量", help_heading = "选项", default_value = "200", hide_default_value = true, value_parser = clap::value_parser!(u32).range(4..=2000))]
    sockets: u32,
    /// 每秒写入次数，1 至 100，默认 20
    #[arg(long, value_name = "次数", help_heading = "选项", default_value = "20", hide_default_value = true, value_parser = clap::value_parser!(u32).range(1..=100))]
    writes: u32,
    /// 测量时长（秒），1 至 120，默认 20
    #[arg(long, value_name = "秒", help_heading = "选项", default_value = "20", hide_default_value = true, value_parser = clap::value_parser!(u32).range(1..=120))]
    seconds: u32,
    /// 不写入的盟市代码
    #[arg(long, value_name = "代码", help_heading = "选项")]
    without: Option<i32>,
}

/// `yufang bench seed`
#[derive(Args)]
pub struct Seed {
    /// 项目总数，至多 5000000，默认 1000000；再次运行时补足到这个数
    #[arg(long, value_name = "数量", help_heading = "选项", default_value = "1000000", hide_default_value = true, value_parser = clap::value_parser!(u32).range(1..=5_000_000))]
    projects: u32,
}

/// `yufang bench run`
#[derive(Args)]
pub struct Run {
    /// 整页对比每轮的时长（秒），1 至 60，默认 5
    #[arg(long, value_name = "秒", help_heading = "选项", default_value = "5", hide_default_value = true, value_parser = clap::value_parser!(u32).range(1..=60))]
    seconds: u32,
    /// 同时打开的页面数，至多 2000，默认 1000；0 = 不测量打开的页面
    #[arg(long, value_name = "数量", help_heading = "选项", default_value = "1000", hide_default_value = true, value_parser = clap::value_parser!(u32).range(0..=2000))]
    sockets: u32,
    /// 与项目较少时的一次结果（JSON）比较全区总览的用时
    #[arg(long, value_name = "文件", help_heading = "选项")]
    before: Option<PathBuf>,
    /// 把结果另存为 JSON 文件
    #[arg(long, value_name = "文件", help_heading = "选项")]
    json: Option<PathBuf>,
}

/// `yufang bench page`
#[derive(Args)]
pub struct Page {
    #[command(flatten)]
    server: Server,
    /// 页面路径，默认 /region
    #[arg(
        long,
        value_name = "路径",
        help_heading = "选项",
        default_value = "/region",
        hide_default_value = true
    )]
    path: String,
    /// 测量时长（秒），1 至 120，默认 10
    #[arg(long, value_name = "秒", help_heading = "选项", default_value = "10", hide_default_value = true, value_parser = clap::value_parser!(u32).range(1..=120))]
    seconds: u32,
}

/// `yufang bench analysis`
#[derive(Args)]
pub struct Analysis {
    #[command(flatten)]
    server: Server,
    /// 盟市代码，默认 150600
    #[arg(
        long,
        value_name = "代码",
        help_heading = "选项",
        default_value = "150600",
        hide_default_value = true
    )]
    tenant: i32,
    /// 计划年度，默认下一年度
    #[arg(long, value_name = "年度", help_heading = "选项")]
    year: Option<i32>,
}

/// `yufang bench save`
#[derive(Args)]
pub struct Save {
    #[command(flatten)]
    server: Server,
    /// 测量时长（秒），2 至 120，默认 10
    #[arg(long, value_name = "秒", help_heading = "选项", default_value = "10", hide_default_value = true, value_parser = clap::value_parser!(u32).range(2..=120))]
    seconds: u32,
}

/// Which server, and where the figures go.
#[derive(Args)]
struct Server {
    /// 本机服务的地址，默认 http://127.0.0.1:3000
    #[arg(
        long,
        value_name = "地址",
        help_heading = "选项",
        default_value = "http://127.0.0.1:3000",
        hide_default_value = true
    )]
    url: String,
    /// 服务进程号；不填则按端口查找
    #[arg(long, value_name = "进程号", help_heading = "选项")]
    pid: Option<u32>,
    /// 把结果另存为 JSON 文件
    #[arg(long, value_name = "文件", help_heading = "选项")]
    json: Option<PathBuf>,
}

/// Measures.
///
/// # Errors
/// One Chinese sentence: what kept it from measuring, or that something did not arrive.
pub async fn run(config: &Config, command: Bench) -> Result<(), String> {
    match command {
        Bench::Live(ask) => live::run(&ask).await,
        Bench::Page(ask) => page::run(&ask).await,
        Bench::Analysis(ask) => analysis::run(&ask).await,
        Bench::Run(ask) => run::run(config, &ask).await,
        Bench::Save(ask) => save::run(&ask).await,
        Bench::Seed(ask) => seed::run(config, &ask).await,
    }
}

impl Server {
    fn address(&self) -> Result<SocketAddr, String> {
        loopback(&self.url).ok_or_else(|| {
            format!(
                "--url 的值“{}”无效：只测量本机的服务，写法如 http://127.0.0.1:3000。",
                self.url
            )
        })
    }

    fn process(&self, address: SocketAddr) -> Option<process::Process> {
        process::Process::find(self.pid, address)
    }

    /// Prints the figures, and writes them where they were asked for.
    fn publish(&self, report: &(impl Display + Serialize)) -> Result<(), String> {
        print!("{report}");
        let Some(path) = &self.json else {
            return Ok(());
        };
        write(path, report)?;
        println!("结果已写入 {}。", path.display());
        Ok(())
    }
}

fn write(path: &Path, report: &impl Serialize) -> Result<(), String> {
    let failed = |error: String| format!("无法写入 {}：{error}。", path.display());
    let text = serde_json::to_string_pretty(report).map_err(|error| failed(error.to_string()))?;
    std::fs::write(path, text + "\n").map_err(|error| failed(error.to_string()))
}

/// The address in a URL of this machine.
fn loopback(url: &str) -> Option<SocketAddr> {
    let authority = url.strip_prefix("http://")?.trim_end_matches('/');
    let numeric = authority
        .strip_prefix("localhost")
        .map(|port| format!("127.0.0.1{port}"));
    let address: SocketAddr = numeric.as_deref().unwrap_or(authority).parse().ok()?;
    address.ip().is_loopback().then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_measured() {
        for url in [
            "http://127.0.0.1:3000",
            "http://localhost:3000/",
            "http://[::1]:3000",
            "http://127.8.8.8:80",
        ] {
            assert!(loopback(url).is_some(), "{url}");
        }
        for url in [
            "http://192.168.1.2:3000",
            "http://0.0.0.0:3000",
            "http://yufang.example:3000",
            "https://127.0.0.1:3000",
            "http://127.0.0.1",
            "http://127.0.0.1:3000@evil.example:80",
            "127.0.0.1:3000",
        ] {
            assert_eq!(loopback(url), None, "{url}");
        }
    }
}
