//! What is asked, how often, and how long it takes.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use domain::contract::{ListQuery, ListSort, ScreensApi as _, SessionApi as _};
use domain::state::{ProjectState, Step};
use futures::future::join_all;

use super::report::Figure;
use super::serving::{Person, Serving};
use crate::bench::figures::Spread;
use crate::bench::http::Line;

/// Times each question is asked.
const TIMES: usize = 8;
/// Times a single page or word is asked for.
const MANY: usize = 200;
/// Connections that load pages.
const CONNECTIONS: usize = 4;

/// The questions to a served program.
pub struct Samples<'a> {
    serving: &'a Serving,
    seconds: Duration,
}

impl<'a> Samples<'a> {
    pub fn of(serving: &'a Serving, seconds: u32) -> Self {
        Self {
            serving,
            seconds: Duration::from_secs(seconds.into()),
        }
    }

    /// The regional dashboard: its use case, and its page against the SQL it rests on.
    pub async fn dashboard(&self) -> Result<Vec<Figure>, String> {
        let Person {
            session, cookie, ..
        } = &self.serving.region;
        let use_case = timed(MANY, async || {
            session
                .region_dashboard(domain::contract::RegionQuery::default())
                .await
        })
        .await?;
        // A page asks who it is for as well.
        let floor = timed(MANY, async || {
            session.me().await?;
            session
                .region_dashboard(domain::contract::RegionQuery::default())
                .await
        })
        .await?;
        let mut line = open(self.serving.program).await?;
        let mut page = Vec::new();
        for round in 0..MANY + 5 {
            let begun = Instant::now();
            fetch(&mut line, "/region", cookie).await?;
            if round >= 5 {
                page.push(begun.elapsed());
            }
        }
        Ok(vec![
            Figure::dashboard(use_case),
            Figure::page_of_dashboard(Spread::of(page), floor),
        ])
    }

    /// Every filter with every order, on the first and on the middle page.
    pub async fn list(
        &self,
        person: &Person,
        who: &str,
        cursors: &[String; 4],
    ) -> Result<Figure, String> {
        let mut took = Vec::new();
        let mut slowest = (Duration::ZERO, String::new());
        for filter in filters() {
            for (sort, cursor) in [
                ListSort::Newest,
                ListSort::Due,
                ListSort::Amount,
                ListSort::Code,
            ]
            .into_iter()
            .zip(cursors)
            {
                for after in [None, Some(cursor.clone())] {
                    let query = ListQuery {
                        sort,
                        after,
                        ..filter.clone()
                    };
                    let all = durations(TIMES, async || {
                        person.session.list_projects(query.clone()).await
                    })
                    .await?;
                    let worst = all.iter().copied().max().unwrap_or_default();
                    if worst > slowest.0 {
                        slowest = (worst, app::list_href(&query));
                    }
                    took.extend(all);
                }
            }
        }
        Ok(Figure::list(who, Spread::of(took), &slowest.1))
    }

    /// Common, frequent, rare and absent words, by city and region.
    pub async fn search(&self) -> Result<Vec<Figure>, String> {
        let mut figures = Vec::new();
        for (who, person) in [
            ("city", &self.serving.city),
            ("region", &self.serving.region),
        ] {
            for (kind, word) in [
                ("常见", "工伤"),
                ("较多", "煤业"),
                ("少见", "夏甲"),
                ("不存在", "龘龘"),
            ] {
                let spread =
                    timed(MANY / 4, async || person.session.search(word.into()).await).await?;
                figures.push(Figure::search(who, kind, word, spread));
            }
        }
        Ok(figures)
    }

    /// Pages of the list against the same bytes after the same SQL, each twice, in turn.
    pub async fn pages(&self) -> Result<Figure, String> {
        let cookie = &self.serving.city.cookie;
        let mut line = open(self.serving.program).await?;
        let body = fetch(&mut line, "/projects", cookie).await?;
        let size = body.len();
        let _first = self.serving.bytes.set(Bytes::from(body));
        let (mut page, mut floor) = (0, 0);
        for _ in 0..2 {
            page += self.load(self.serving.program, "/projects", cookie).await?;
            floor += self.load(self.serving.floor, "/", cookie).await?;
        }
        Ok(Figure::pages(page, floor, self.seconds * 2, size))
    }

    async fn load(&self, address: SocketAddr, path: &str, cookie: &str) -> Result<usize, String> {
        let begun = Instant::now();
        let loads = (0..CONNECTIONS).map(|_| async {
            let mut line = open(address).await?;
            let mut pages = 0;
            while begun.elapsed() < self.seconds {
                fetch(&mut line, path, cookie).await?;
                pages += 1;
            }
            Ok::<usize, String>(pages)
        });
        join_all(loads).await.into_iter().sum()
    }
}

/// What a list is narrowed to.
fn filters() -> Vec<ListQuery> {
    let all = ListQuery::default();
    vec![
        all.clone(),
        ListQuery {
            year: Some(2026),
            ..all.clone()
        },
        ListQuery {
            state: Some(ProjectState::InProgress),
            ..all.clone()
        },
        ListQuery {
            step: Some(Step::Paid),
            ..all.clone()
        },
        ListQuery {
            overdue: true,
            ..all.clone()
        },
        ListQuery {
            year: Some(2025),
            state: Some(ProjectState::Closed),
            ..all
        },
    ]
}

/// How long each of some runs takes; the first two fill caches and do not count.
async fn durations<T, E: std::fmt::Display>(
    times: usize,
    ask: impl AsyncFn() -> Result<T, E>,
) -> Result<Vec<Duration>, String> {
    let mut took = Vec::with_capacity(times);
    for round in 0..times + 2 {
        let begun = Instant::now();
        ask().await.map_err(|error| error.to_string())?;
        if round >= 2 {
            took.push(begun.elapsed());
        }
    }
    Ok(took)
}

async fn timed<T, E: std::fmt::Display>(
    times: usize,
    ask: impl AsyncFn() -> Result<T, E>,
) -> Result<Spread, String> {
    Ok(Spread::of(durations(times, ask).await?))
}

async fn open(address: SocketAddr) -> Result<Line, String> {
    Line::open(address)
        .await
        .map_err(|error| format!("连接不上 {address}：{error}。"))
}

async fn fetch(line: &mut Line, path: &str, cookie: &str) -> Result<Vec<u8>, String> {
    let reply = line
        .get_plain(path, cookie)
        .await
        .map_err(|error| format!("页面 {path} 没有完整收到：{error}。"))?;
    if reply.status == 200 {
        Ok(reply.body)
    } else {
        Err(format!("页面 {path} 答复 {}。", reply.status))
    }
}
