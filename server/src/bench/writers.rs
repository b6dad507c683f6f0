//! Clerks who write: one per city, each on a connection of its own, each amount only once.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use domain::contract::Workbench;
use domain::{Money, TenantId};
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval_at};

use super::cast::{Cast, look, of_year};
use super::http::{FORM, Line};

/// What stands before the amount in the line of the feed that a write leaves behind.
const BEFORE_AMOUNT: &str = "工伤预防费用计划 ";

/// The amounts of one run: a first one, and one fen more for each write.
#[derive(Clone, Copy)]
pub struct Amounts {
    first: i64,
}

impl Amounts {
    /// Amounts of between 100,000 and 300,000 yuan, under the cap of the smallest city. A start of
    /// its own keeps what an earlier run left in the feeds apart.
    #[must_use]
    pub fn new() -> Self {
        Self {
            first: rand::random_range(100..300) * 100_000,
        }
    }

    fn of(self, number: u32) -> Money {
        Money::from_fen(self.first + i64::from(number))
    }

    /// The numbers of the writes whose lines are in a view.
    pub fn numbers(self, view: &str) -> impl Iterator<Item = u32> {
        view.match_indices(BEFORE_AMOUNT)
            .filter_map(move |(at, mark)| {
                let amount = view.get(at + mark.len()..)?.split(' ').next()?;
                let fen: String = amount.chars().filter(char::is_ascii_digit).collect();
                // Every amount has two decimals.
                u32::try_from(fen.parse::<i64>().ok()? - self.first)
                    .ok()
                    .filter(|number| *number < 100_000)
            })
    }
}

/// A write that succeeded.
pub struct Write {
    pub number: u32,
    pub tenant: TenantId,
    /// Just before the first byte was sent.
    pub sent: Instant,
    /// When its answer was there.
    pub answered: Instant,
}

/// What the writers did.
#[derive(Default)]
pub struct Written {
    pub writes: Vec<Write>,
    pub failed: usize,
    /// The first failure, for the person who measures.
    pub reason: Option<String>,
}

/// The clerk of one city.
struct Clerk {
    address: SocketAddr,
    line: Line,
    tenant: TenantId,
    cookie: String,
    year: i32,
    version: i64,
}

/// Writes at an even pace, city after city, and puts the plans back at the end.
///
/// # Errors
/// A sentence when the server does not answer.
pub async fn write_all(
    address: SocketAddr,
    cast: &Cast,
    amounts: Amounts,
    per_second: u32,
    time: Duration,
) -> Result<Written, String> {
    let cities = u32::try_from(cast.cities.len()).unwrap_or(1).max(1);
    let begin = tokio::time::Instant::now() + Duration::from_millis(100);
    let pause = Duration::from_secs(1) / per_second;
    let numbers = Arc::new(AtomicU32::new(0));
    let mut tasks = JoinSet::new();
    for (index, clerk) in (0..).zip(Clerk::all(address, cast).await?) {
        // Each at its own turn of the round.
        let turns = Turns {
            first: begin + pause * index,
            every: pause * cities,
            end: begin + time,
        };
        tasks.spawn(clerk.work(turns, amounts, numbers.clone()));
    }
    let mut all = Written::default();
    while let Some(done) = tasks.join_next().await {
        let done = done.map_err(|error| format!("写入中断：{error}。"))?;
        all.writes.extend(done.writes);
        all.failed += done.failed;
        all.reason = all.reason.or(done.reason);
    }
    all.writes.sort_unstable_by_key(|write| write.number);
    Ok(all)
}

/// Writes so many times to one city within a second, if the server can: each write is sent while the answer to
/// the one before is under way.
///
/// # Errors
/// A sentence when the server does not answer, or refuses.
pub async fn burst(
    address: SocketAddr,
    cast: &Cast,
    amounts: Amounts,
    count: u32,
) -> Result<Written, String> {
    let clerk = Clerk::all(address, cast).await?.into_iter().next();
    let mut clerk = clerk.ok_or("没有盟市可以写入。")?;
    let mut clock = interval_at(
        tokio::time::Instant::now(),
        Duration::from_secs(1) / count.max(1),
    );
    clock.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut done = Written::default();
    let mut waiting = VecDeque::new();
    for number in 0..count {
        clock.tick().await;
        waiting.push_back((number, Instant::now()));
        clerk.send(amounts.of(number)).await?;
        if waiting.len() > 1 {
            done.writes.extend(clerk.done(waiting.pop_front()).await?);
        }
    }
    done.writes.extend(clerk.done(waiting.pop_front()).await?);
    Ok(done)
}

/// Gives every plan the amount it had; a plan that had none keeps the last one.
///
/// # Errors
/// A sentence when the server does not answer.
pub async fn put_back(address: SocketAddr, cast: &Cast) -> Result<(), String> {
    for (city, mut clerk) in cast.cities.iter().zip(Clerk::all(address, cast).await?) {
        let amount = city.before.fee_plan.amount;
        if amount.is_positive() {
            clerk.write(amount).await?;
        }
    }
    Ok(())
}

struct Turns {
    first: tokio::time::Instant,
    every: Duration,
    end: tokio::time::Instant,
}

impl Clerk {
    async fn all(address: SocketAddr, cast: &Cast) -> Result<Vec<Self>, String> {
        let mut all = Vec::new();
        for city in &cast.cities {
            let line = Line::open(address)
                .await
                .map_err(|error| super::cast::unreachable(address, &error))?;
            let mut clerk = Self {
                address,
                line,
                tenant: city.tenant,
                cookie: city.cookies.first().cloned().unwrap_or_default(),
                year: cast.year,
                version: 0,
            };
            // As it is now: somebody may have written since the cast was gathered.
            clerk.read_version().await?;
            all.push(clerk);
        }
        Ok(all)
    }

    async fn work(mut self, turns: Turns, amounts: Amounts, numbers: Arc<AtomicU32>) -> Written {
        let mut clock = interval_at(turns.first, turns.every);
        // A late write must not be followed by a burst.
        clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut done = Written::default();
        while clock.tick().await < turns.end {
            let number = numbers.fetch_add(1, Ordering::Relaxed);
            let sent = Instant::now();
            match self.write(amounts.of(number)).await {
                Ok(()) => {
                    let answered = Instant::now();
                    done.writes.push(Write {
                        number,
                        tenant: self.tenant,
                        sent,
                        answered,
                    });
                }
                Err(reason) => {
                    done.failed += 1;
                    done.reason.get_or_insert(reason);
                    if self.recover().await.is_err() {
                        break;
                    }
                }
            }
        }
        done
    }

    async fn write(&mut self, amount: Money) -> Result<(), String> {
        self.send(amount).await?;
        self.answer().await
    }

    /// Sends a write, and counts on its success.
    async fn send(&mut self, amount: Money) -> Result<(), String> {
        let body = format!(
            "year={}&seen={}&amount={}",
            self.year,
            self.version,
            amount.plain()
        );
        self.line
            .send_post("/api/compile_fee_plan", &self.cookie, FORM, &body)
            .await
            .map_err(|error| format!("写入没有发出：{error}。"))?;
        self.version += 1;
        Ok(())
    }

    async fn answer(&mut self) -> Result<(), String> {
        let reply = self.line.answer().await;
        let reply = reply.map_err(|error| format!("写入没有得到答复：{error}。"))?;
        if reply.status == 200 {
            Ok(())
        } else {
            Err(format!("写入被拒绝（{}）：{}", reply.status, reply.text()))
        }
    }

    /// The write that was sent first, answered.
    async fn done(&mut self, sent: Option<(u32, Instant)>) -> Result<Option<Write>, String> {
        let Some((number, sent)) = sent else {
            return Ok(None);
        };
        self.answer().await?;
        Ok(Some(Write {
            number,
            tenant: self.tenant,
            sent,
            answered: Instant::now(),
        }))
    }

    /// After a failure nothing is certain: neither the version nor the connection.
    async fn recover(&mut self) -> Result<(), String> {
        self.line = Line::open(self.address)
            .await
            .map_err(|error| super::cast::unreachable(self.address, &error))?;
        self.read_version().await
    }

    async fn read_version(&mut self) -> Result<(), String> {
        let now: Workbench =
            look(self.address, &self.cookie, "workbench", &of_year(self.year)).await?;
        self.version = i64::from(now.fee_plan.version.0);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_says_which_writes_it_shows() {
        let amounts = Amounts::new();
        let line = |number| format!("编制 2027 年度工伤预防费用计划 {} 元", amounts.of(number));
        let view = format!(
            "[\"{}\",\"{}\",\"编制 2027 年度工伤预防费用计划 5.00 元\"]",
            line(7),
            line(1204)
        );
        assert_eq!(amounts.numbers(&view).collect::<Vec<_>>(), [7, 1204]);
    }
}
