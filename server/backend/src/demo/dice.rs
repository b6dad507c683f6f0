//! Chance that comes out the same every time.

/// A small linear congruential generator (Knuth's MMIX constants).
pub(crate) struct Dice(u64);

impl Dice {
    /// Another seed, another sequence.
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66)
    }

    /// A number from 0, below `sides`.
    pub(crate) const fn roll(&mut self, sides: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        // The low bits of such a generator repeat soon; the high ones do not.
        let high = (self.0 >> 33) as u32;
        if sides == 0 { 0 } else { high % sides }
    }

    /// A number from `low` through `high`.
    pub(crate) const fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.roll(high - low + 1)
    }

    /// One of them; `None` of none.
    pub(crate) fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        let sides = u32::try_from(all.len()).unwrap_or(u32::MAX);
        all.get(self.roll(sides) as usize)
    }
}
