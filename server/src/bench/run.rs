//! `yufang bench run`: the figures of the project's speed, each beside a floor measured in the same run.
//!
//! The program serves itself: the real router and a plain handler, in this process, on one pool. What is
//! called 用例 is timed around the use case in this process, from the right that is checked to the last
//! row read; what is called 页面 from the request to its last byte, over a socket of this machine. Open pages
//! are measured on a demo of its own ([`crowd`]), because it is the process that is looked at there.

mod crowd;
mod demo;
mod report;
mod samples;
mod serving;

use serde_json::Value;

use self::report::{Figure, Report};
use self::samples::Samples;
use self::serving::Serving;
use super::Run;
use crate::cli::commands::with_database;
use crate::config::Config;
use crate::database::Place;

/// The city whose pages are measured.
const CITY: i32 = 150_600;

/// Measures, prints the table and writes it.
///
/// # Errors
/// One Chinese sentence.
pub async fn run(config: &Config, ask: &Run) -> Result<(), String> {
    let before = ask.before.as_deref().map(earlier).transpose()?;
    let report = with_database(config, async |place| measure(config, ask, place).await).await?;
    let report = report.compared(before);
    print!("{report}");
    if let Some(path) = &ask.json {
        super::write(path, &report)?;
        println!("结果已写入 {}。", path.display());
    }
    Ok(())
}

/// The regional dashboard's p95 of an earlier run, with its number of projects.
fn earlier(path: &std::path::Path) -> Result<(i64, u64), String> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("无法读取 {}：{error}。", path.display()))?;
    let value: Value = serde_json::from_str(&text)
        .map_err(|error| format!("{} 不是测量结果：{error}。", path.display()))?;
    let projects = value["projects"].as_i64();
    let figures = value["figures"].as_array().into_iter().flatten();
    let p95 = figures
        .filter(|figure| figure["name"] == report::DASHBOARD)
        .find_map(|figure| figure["spread"]["p95"].as_u64());
    projects
        .zip(p95)
        .ok_or_else(|| format!("{} 中没有全区总览的用时。", path.display()))
}

async fn measure(config: &Config, ask: &Run, place: &Place) -> Result<Report, String> {
    let admin = place.admin().await?;
    let said = |error: backend::StartError| error.to_string();
    let (projects, city_cursors) = backend::bench::price::middle(&admin, Some(CITY))
        .await
        .map_err(said)?;
    let (_, region_cursors) = backend::bench::price::middle(&admin, None)
        .await
        .map_err(said)?;
    let serving = Serving::start(config, place).await?;
    let samples = Samples::of(&serving, ask.seconds);
    let mut figures: Vec<Figure> = Vec::new();
    figures.extend(samples.dashboard().await?);
    figures.push(samples.list(&serving.city, "city", &city_cursors).await?);
    figures.push(
        samples
            .list(&serving.region, "region", &region_cursors)
            .await?,
    );
    figures.extend(samples.search().await?);
    figures.push(samples.pages().await?);
    let price = backend::bench::price::isolation(&serving.city.session, place.owner_url(), 400)
        .await
        .map_err(said)?;
    figures.push(Figure::price(price));
    serving.stop().await;
    if ask.sockets > 0 {
        figures.extend(crowd::figures(config, ask.sockets).await?);
    }
    Ok(Report::new(projects, figures))
}
