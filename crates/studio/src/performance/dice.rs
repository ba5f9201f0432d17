//! The one source of chance: a small seeded generator (SplitMix64), the same on every machine and in every browser.

/// A seeded generator.
pub(super) struct Dice {
    state: u64,
}

impl Dice {
    /// Each kind of movement has its own stream, so that a change to one leaves the others as they were.
    pub(super) fn new(seed: u64, stream: u64) -> Dice {
        let mut dice = Dice { state: seed ^ stream.wrapping_mul(0xd134_2543_de82_ef95) };
        dice.next();
        dice
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// 0 (included) to 1 (excluded).
    pub(super) fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u32 << 24) as f32
    }

    /// A number of this range.
    pub(super) fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// A time of this range, in whole milliseconds.
    pub(super) fn millis(&mut self, low: i32, high: i32) -> i32 {
        self.between(low as f32, high as f32).round() as i32
    }

    /// True in this share of cases.
    pub(super) fn chance(&mut self, share: f32) -> bool {
        self.unit() < share
    }

    /// -1 or 1.
    pub(super) fn sign(&mut self) -> f32 {
        if self.chance(0.5) { -1.0 } else { 1.0 }
    }

    /// Normally distributed about 0 with deviation 1.
    pub(super) fn normal(&mut self) -> f32 {
        let (radius, angle) = (self.unit().max(1e-6), self.unit());
        (-2.0 * radius.ln()).sqrt() * (angle * std::f32::consts::TAU).cos()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_spread_and_streams_differ() {
        let mut dice = Dice::new(7, 1);
        let mean = (0..1_000).map(|_| dice.unit()).sum::<f32>() / 1_000.0;
        assert!((mean - 0.5).abs() < 0.05, "{mean}");
        assert_ne!(Dice::new(7, 1).next(), Dice::new(7, 2).next());
        assert_eq!(Dice::new(7, 1).next(), Dice::new(7, 1).next());
    }
}
