//! Durations as people compare them.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

/// A distribution, in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Spread {
    pub count: usize,
    pub p50: u64,
    pub p95: u64,
    pub p99: u64,
    pub max: u64,
}

impl Spread {
    /// Nearest rank: every figure is a duration that was measured.
    pub fn of(durations: impl IntoIterator<Item = Duration>) -> Self {
        let mut all: Vec<u64> = durations
            .into_iter()
            .map(|took| u64::try_from(took.as_micros()).unwrap_or(u64::MAX))
            .collect();
        all.sort_unstable();
        let rank = |percent: usize| {
            all.get((all.len() * percent).div_ceil(100).saturating_sub(1))
                .copied()
                .unwrap_or(0)
        };
        Self {
            count: all.len(),
            p50: rank(50),
            p95: rank(95),
            p99: rank(99),
            max: rank(100),
        }
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.count == 0 {
            return f.write_str("没有数据");
        }
        let Self {
            count,
            p50,
            p95,
            p99,
            max,
        } = *self;
        write!(
            f,
            "p50 {}，p95 {}，p99 {}，最长 {}（{count} 次）",
            Millis(p50),
            Millis(p95),
            Millis(p99),
            Millis(max)
        )
    }
}

/// Microseconds, printed as milliseconds.
pub struct Millis(pub u64);

impl fmt::Display for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02} 毫秒", self.0 / 1000, self.0 % 1000 / 10)
    }
}

/// How often something happened per second, with one decimal.
pub fn per_second(count: usize, within: Duration) -> String {
    let tenths = u128::try_from(count).unwrap_or(0) * 10_000_000 / within.as_micros().max(1);
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_values_that_occurred() {
        let spread = Spread::of((1..=200).map(Duration::from_micros));
        assert_eq!(
            spread,
            Spread {
                count: 200,
                p50: 100,
                p95: 190,
                p99: 198,
                max: 200
            }
        );
        assert_eq!(
            Spread::of([Duration::from_millis(7)]),
            Spread {
                count: 1,
                p50: 7000,
                p95: 7000,
                p99: 7000,
                max: 7000
            }
        );
        assert_eq!(Spread::of([]).to_string(), "没有数据");
    }

    #[test]
    fn figures_read_as_people_write_them() {
        assert_eq!(Millis(12_345).to_string(), "12.34 毫秒");
        assert_eq!(per_second(399, Duration::from_secs(20)), "19.9");
    }
}
