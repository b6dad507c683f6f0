//! `yufang bench seed`: fills a database of its own with projects.

use indicatif::{ProgressBar, ProgressStyle};

use super::Seed;
use crate::cli::commands::with_database;
use crate::config::Config;

/// Makes the projects and says how long it took.
///
/// # Errors
/// One Chinese sentence.
pub async fn run(config: &Config, ask: &Seed) -> Result<(), String> {
    let bar = ProgressBar::new_spinner();
    let report = with_database(config, async |place| {
        place.migrate().await?;
        let admin = place.admin().await?;
        let mut progress = |what, done, all| tell(&bar, what, done, all);
        backend::bench::seed::seed(&admin, place.app_url(), ask.projects, &mut progress)
            .await
            .map_err(|error| error.to_string())
    })
    .await;
    bar.finish_and_clear();
    println!("{}", report?);
    Ok(())
}

fn tell(bar: &ProgressBar, what: &'static str, done: u64, all: u64) {
    if bar.message() != what {
        bar.println(what);
        bar.set_message(what);
        let template = if all == 0 {
            "{spinner} {msg} {elapsed}"
        } else {
            "{msg} [{bar:30}] {pos}/{len}，剩余 {eta}"
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.reset_elapsed();
    }
    bar.set_length(all);
    bar.set_position(done);
}
