//! Seeded choice that gives the same answer on every machine.
//!
//! The standard library's hashes and random sources may change between versions, so the two small
//! functions that scripts rest on are written out here (FNV-1a and SplitMix64).

/// A number that stands for a text.
pub(super) fn fingerprint(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Shuffles `cards` for one set of scripts. Neighbouring seeds walk through one order, `used` cards further
/// for each set, and come to a new order when the deck is through: a set and the next one seldom show the
/// same card.
pub(super) fn shuffle<T>(cards: &mut [T], topic: u64, deck: &str, seed: u64, used: u64) {
    let size = (cards.len() as u64).max(1);
    let walked = seed.wrapping_mul(used);
    let mut state = topic ^ fingerprint(deck) ^ (walked / size).wrapping_mul(0xd605_1bab_0c8d_4f1b);
    for last in (1..cards.len()).rev() {
        let chosen = next(&mut state) % (last as u64 + 1);
        cards.swap(last, usize::try_from(chosen).unwrap_or(last));
    }
    cards.rotate_left(usize::try_from(walked % size).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_stable_and_neighbours_differ() {
        let order = |seed| {
            let mut cards = [0, 1, 2, 3, 4, 5];
            shuffle(&mut cards, fingerprint("a mug"), "hook", seed, 3);
            cards
        };
        assert_eq!(fingerprint("a mug"), fingerprint("a mug"));
        assert_eq!(fingerprint(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(order(7), order(7));
        assert_eq!(order(6)[..3], order(7)[3..]);
        assert_ne!(order(6), order(8));
    }
}
