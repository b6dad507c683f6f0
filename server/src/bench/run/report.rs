//! The table, as it is printed and written.

use std::fmt;
use std::time::Duration;

use backend::bench::price::Price;
use serde::Serialize;

use crate::bench::figures::{Millis, Spread, per_second};
use crate::bench::live::Report as Live;

/// The name under which an earlier run is compared.
pub const DASHBOARD: &str = "全区总览，用例";

/// One line of the table.
#[derive(Serialize)]
pub struct Figure {
    pub name: String,
    /// As people read it.
    measured: String,
    /// What it is compared with, measured in the same run.
    floor: String,
    goal: String,
    /// `None` = there is no goal.
    reached: Option<bool>,
    /// In microseconds.
    spread: Option<Spread>,
    /// Hundredths.
    ratio: Option<u64>,
}

/// All of them.
#[derive(Serialize)]
pub struct Report {
    projects: i64,
    figures: Vec<Figure>,
}

impl Report {
    pub const fn new(projects: i64, figures: Vec<Figure>) -> Self {
        Self { projects, figures }
    }

    /// With the growth of the dashboard since a run with fewer projects.
    #[must_use]
    pub fn compared(mut self, before: Option<(i64, u64)>) -> Self {
        let now = self
            .figures
            .iter()
            .find(|figure| figure.name == DASHBOARD)
            .and_then(|figure| figure.spread);
        if let (Some((projects, p95)), Some(now)) = (before, now) {
            let ratio = now.p95 * 100 / p95.max(1);
            self.figures.push(Figure {
                name: format!("全区总览 p95，{} 个项目比 {projects} 个项目", self.projects),
                measured: format!("{} 倍", hundredths(ratio)),
                floor: Millis(p95).to_string(),
                goal: "≤ 1.3 倍".into(),
                reached: Some(ratio <= 130),
                spread: None,
                ratio: Some(ratio),
            });
        }
        self
    }
}

impl Figure {
    fn within(name: String, spread: Spread, goal_millis: u64) -> Self {
        Self {
            name,
            measured: format!("p50 {}，p95 {}", Millis(spread.p50), Millis(spread.p95)),
            floor: String::new(),
            goal: format!("p95 ≤ {goal_millis} 毫秒"),
            reached: Some(spread.p95 <= goal_millis * 1000),
            spread: Some(spread),
            ratio: None,
        }
    }

    pub fn dashboard(spread: Spread) -> Self {
        Self {
            goal: String::new(),
            reached: None,
            ..Self::within(DASHBOARD.into(), spread, 0)
        }
    }

    pub fn page_of_dashboard(page: Spread, floor: Spread) -> Self {
        let ratio = page.p50 * 100 / floor.p50.max(1);
        Self {
            name: "全区总览，整页比其自身查询".into(),
            measured: format!("p50 {}，{} 倍", Millis(page.p50), hundredths(ratio)),
            floor: format!("p50 {}", Millis(floor.p50)),
            goal: "≤ 2 倍".into(),
            reached: Some(ratio <= 200),
            spread: Some(page),
            ratio: Some(ratio),
        }
    }

    pub fn list(who: &str, spread: Spread, slowest: &str) -> Self {
        let (name, goal) = if who == "city" {
            ("盟市", 5)
        } else {
            ("全区", 10)
        };
        let figure = Self::within(format!("项目列表，{name}，筛选、排序、深页"), spread, goal);
        Self {
            floor: format!("最长 {}：`{slowest}`", Millis(spread.max)),
            ..figure
        }
    }

    pub fn search(who: &str, kind: &str, word: &str, spread: Spread) -> Self {
        let who = if who == "city" { "盟市" } else { "全区" };
        Self::within(format!("搜索“{word}”（{kind}），{who}"), spread, 50)
    }

    pub fn pages(page: usize, floor: usize, time: Duration, bytes: usize) -> Self {
        let ratio = u64::try_from(page * 100 / floor.max(1)).unwrap_or(0);
        Self {
            name: "项目列表 50 行，每秒页数比普通处理函数".into(),
            measured: format!(
                "每秒 {} 页（{} KB），{}",
                per_second(page, time),
                bytes / 1024,
                hundredths(ratio)
            ),
            floor: format!("每秒 {} 次", per_second(floor, time)),
            goal: "≥ 0.5".into(),
            reached: Some(ratio >= 50),
            spread: None,
            ratio: Some(ratio),
        }
    }

    /// What is to be at most something.
    pub fn at_most(name: String, measured: String, goal: String, reached: bool) -> Self {
        Self {
            name,
            measured,
            floor: String::new(),
            goal,
            reached: Some(reached),
            spread: None,
            ratio: None,
        }
    }

    /// Memory in kilobytes.
    pub fn memory(name: &str, used: u64, goal: u64, beside: &str) -> Self {
        Self {
            floor: beside.into(),
            ..Self::at_most(
                name.into(),
                format!("{} MB", used / 1024),
                format!("≤ {} MB", goal / 1024),
                used <= goal,
            )
        }
    }

    /// From sending a write to its arrival at a socket; nothing may be lost.
    pub fn delivery(name: String, report: &Live) -> Self {
        let spread = report.from_sending;
        let lost = report.missed + report.lost_sockets + report.failed_writes;
        Self {
            // A commit lies between sending and answer.
            floor: format!(
                "自得到答复 p50 {}，p95 {}；共 {} 次送达，遗漏 {lost}",
                Millis(report.from_answer.p50),
                Millis(report.from_answer.p95),
                spread.count
            ),
            spread: Some(spread),
            ..Self::at_most(
                name,
                format!("p50 {}，p95 {}", Millis(spread.p50), Millis(spread.p95)),
                "p50 ≤ 40，p95 ≤ 60 毫秒".into(),
                spread.p50 <= 40_000 && spread.p95 <= 60_000 && lost == 0,
            )
        }
    }

    pub fn price(price: Price) -> Self {
        let (with, without) = (Spread::of(price.with), Spread::of(price.without));
        let ratio = with.p50 * 100 / without.p50.max(1);
        Self {
            name: "隔离的代价，同一查询有无角色与行级策略".into(),
            measured: format!("p50 {}，{} 倍", Millis(with.p50), hundredths(ratio)),
            floor: format!("p50 {}", Millis(without.p50)),
            goal: "≤ 1.7 倍".into(),
            reached: Some(ratio <= 170),
            spread: Some(with),
            ratio: Some(ratio),
        }
    }
}

fn hundredths(ratio: u64) -> String {
    format!("{}.{:02}", ratio / 100, ratio % 100)
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| 指标（{} 个项目） | 实测 | 对照 | 目标 | |\n|---|---|---|---|---|",
            self.projects
        )?;
        for figure in &self.figures {
            let mark = match figure.reached {
                Some(true) => "达到",
                Some(false) => "未达到",
                None => "",
            };
            let Figure {
                name,
                measured,
                floor,
                goal,
                ..
            } = figure;
            writeln!(f, "| {name} | {measured} | {floor} | {goal} | {mark} |")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(micros: u64) -> Spread {
        Spread::of([Duration::from_micros(micros)])
    }

    #[test]
    fn a_goal_is_reached_or_missed_and_growth_is_compared() {
        let figures = vec![
            Figure::dashboard(spread(9_000)),
            Figure::list("city", spread(5_001), "x"),
            Figure::search("region", "少见", "夏甲", spread(49_000)),
        ];
        let report = Report::new(1_000_000, figures).compared(Some((1000, 6_000)));
        let text = report.to_string();
        assert!(
            text.contains("p95 5.00 毫秒 |") && text.contains("未达到"),
            "{text}"
        );
        assert!(text.contains("| p95 ≤ 50 毫秒 | 达到 |"), "{text}");
        assert!(
            text.contains("1.50 倍 | 6.00 毫秒 | ≤ 1.3 倍 | 未达到 |"),
            "{text}"
        );
    }
}
