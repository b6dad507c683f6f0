//! `yufang demo`, and the same at the first start of a demo.

use crate::config::Config;
use crate::database::Place;

use super::commands::{rows, with_database};

/// `yufang demo`
///
/// # Errors
/// The sentence of whatever went wrong, a database that is not empty among it.
pub async fn demo(config: &Config) -> Result<(), String> {
    with_database(config, async |place| {
        place.migrate().await?;
        if load_if_empty(place).await? {
            Ok(())
        } else {
            Err("数据库中已有数据，没有装入演示数据。".into())
        }
    })
    .await
}

/// Loads the demo into an empty database; says whether it did.
///
/// # Errors
/// The sentence of whatever went wrong.
pub async fn load_if_empty(place: &Place) -> Result<bool, String> {
    let admin = place.admin().await?;
    if !backend::demo::is_empty(&admin)
        .await
        .map_err(|error| error.to_string())?
    {
        return Ok(false);
    }
    let bar = rows("正在装入演示数据", "步");
    let progress = |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    };
    let report = backend::demo::load(&admin, place.app_url(), admin.today(), progress).await;
    bar.finish_and_clear();
    println!(
        "{}",
        report.map_err(|error| format!("演示数据没有装完：{error}"))?
    );
    Ok(true)
}
