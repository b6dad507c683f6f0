//! Commands that are only a few lines: the work is in `backend`.

use std::path::Path;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::config::Config;
use crate::database::Place;

/// Runs some work on the database and gives the database back, also after Ctrl-C.
///
/// # Errors
/// The sentence of whatever went wrong.
pub async fn with_database<T>(
    config: &Config,
    work: impl AsyncFnOnce(&Place) -> Result<T, String>,
) -> Result<T, String> {
    let place = Place::open(config).await?;
    let result = tokio::select! {
        result = work(&place) => result,
        _ = tokio::signal::ctrl_c() => Err("已中断，没有完成。".into()),
    };
    place.release().await;
    result
}

/// A line that shows that something is going on, until it is dropped.
pub(crate) fn spinner(what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new_spinner().with_message(what);
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

/// A bar for work whose size is known.
pub(crate) fn rows(what: &'static str, unit: &str) -> ProgressBar {
    let bar = ProgressBar::new(0).with_message(what);
    let template = format!("{{msg}} [{{bar:30}}] {{pos}}/{{len}} {unit}，剩余 {{eta}}");
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style.progress_chars("=> "));
    }
    bar
}

/// `yufang migrate`
///
/// # Errors
/// The sentence of whatever went wrong.
pub async fn migrate(config: &Config) -> Result<(), String> {
    let bar = spinner("正在升级数据库结构");
    let report = with_database(config, async |place| place.migrate().await).await?;
    bar.finish_and_clear();
    match report.applied {
        0 => println!("数据库结构已是最新（版本 {}）。", report.version),
        steps => println!(
            "数据库结构已升级到版本 {}，执行了 {steps} 步。",
            report.version
        ),
    }
    Ok(())
}

/// `yufang import injuries FILE`
///
/// # Errors
/// The sentence of whatever went wrong.
pub async fn import(config: &Config, file: &Path) -> Result<(), String> {
    let bar = rows("正在导入", "行");
    let report = with_database(config, async |place| {
        let admin = place.admin().await?;
        let progress = |progress: backend::import::Progress| {
            bar.set_length(progress.total);
            bar.set_position(progress.done);
        };
        backend::import::injuries(&admin, file, progress)
            .await
            .map_err(|error| error.to_string())
    })
    .await;
    bar.finish_and_clear();
    println!("{}", report?);
    Ok(())
}

/// `yufang audit verify`
///
/// # Errors
/// The sentence of whatever went wrong, a broken chain among it.
pub async fn audit(config: &Config) -> Result<(), String> {
    let bar = spinner("正在核对审计链");
    let verified = with_database(config, async |place| {
        let admin = place.admin().await?;
        backend::audit::verify(&admin)
            .await
            .map_err(|error| error.to_string())
    })
    .await;
    bar.finish_and_clear();
    let backend::audit::Verified {
        sealed,
        waiting,
        broken,
    } = verified?;
    if let Some(broken) = broken {
        let how = if broken.missing {
            "已被删除"
        } else {
            "与封存时不符"
        };
        return Err(format!(
            "审计链在第 {} 条断开：事件 {} {how}。在此之前的 {sealed} 条完好。",
            broken.no, broken.event
        ));
    }
    println!("审计链完整：{sealed} 条事件全部相符，{waiting} 条尚待封存。");
    Ok(())
}

/// `yufang vectors FILE`
///
/// # Errors
/// A sentence when the file cannot be read, or when an example does not hold.
pub fn vectors(file: &Path) -> Result<(), String> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| format!("无法读取 {}：{error}。", file.display()))?;
    let report = crate::vectors::run(&text).map_err(|error| format!("样例文件有误：{error}"))?;
    print!("{report}");
    if report.holds() {
        println!("全部相符。");
        Ok(())
    } else {
        Err("有样例不相符，见上面的清单。".into())
    }
}

/// `yufang check FILE`: no database, no configuration.
///
/// # Errors
/// A file that cannot be read, or the number of places that must be put right.
pub fn check(file: &Path) -> Result<(), String> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| format!("无法读取 {}：{error}。", file.display()))?;
    let report = crate::check::judge(&text)?;
    println!("{}", report.text);
    match report.broken {
        0 => Ok(()),
        broken => Err(format!("有 {broken} 处不符合要求，请改正后再提交。")),
    }
}
