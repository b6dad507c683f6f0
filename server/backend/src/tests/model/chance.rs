//! Chance that comes out the same for the same seed, today and with any later version of any crate.

/// SplitMix64.
#[derive(Clone, Debug)]
pub(in crate::tests) struct Chance(u64);

impl Chance {
    pub(in crate::tests) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0, below `sides`; 0 of none.
    pub(in crate::tests) fn below(&mut self, sides: usize) -> usize {
        let sides = sides as u64;
        if sides == 0 {
            return 0;
        }
        usize::try_from(self.next() % sides).expect("below a usize")
    }

    /// A number from `low` through `high`.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = usize::try_from(high - low + 1).expect("low before high");
        low + i64::try_from(self.below(span)).expect("small")
    }

    /// True so many times of a hundred.
    pub(in crate::tests) fn percent(&mut self, of_hundred: usize) -> bool {
        self.below(100) < of_hundred
    }

    /// One of them.
    pub(super) fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    /// One of them by weight.
    pub(super) fn weighed<T>(&mut self, all: Vec<(u32, T)>) -> Option<T> {
        let sum: u32 = all.iter().map(|(weight, _)| weight).sum();
        let mut at = u32::try_from(self.below(sum as usize)).expect("below a u32");
        for (weight, one) in all {
            if at < weight {
                return Some(one);
            }
            at -= weight;
        }
        None
    }
}
