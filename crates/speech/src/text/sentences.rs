//! Where a sentence ends.

use super::abbreviations::owns_full_stop;
use super::reading::core;

/// Whether a sentence ends with this folded word, given the next one of the same line (if any).
pub(super) fn ends_sentence(folded: &str, next: Option<&str>) -> bool {
    let bare = folded.trim_end_matches(['"', '\'', ')', ']', '}', '*', '_', ' ']);
    let Some(next) = next else { return true };
    let next_starts = next.trim_start_matches(['"', '\'', '(', '[', '*', '_']);
    let lower_next = next_starts.starts_with(|c: char| c.is_ascii_lowercase());
    if bare.ends_with(['!', '?']) {
        return !lower_next;
    }
    if bare.ends_with("...") {
        return !lower_next;
    }
    if !bare.ends_with('.') {
        return false;
    }
    if lower_next {
        return !owns_full_stop(core(folded));
    }
    let answer =
        core(folded).eq_ignore_ascii_case("no") && !next_starts.starts_with(|c: char| c.is_ascii_digit());
    answer || !owns_full_stop(core(folded)) || half_day_before_new_sentence(core(folded), next_starts)
}

/// `… at 9 a.m. Then …`: after a.m. and p.m. a common sentence opener begins a new sentence.
fn half_day_before_new_sentence(core: &str, next: &str) -> bool {
    const OPENERS: [&str; 22] = [
        "The", "A", "An", "It", "It's", "This", "That", "Then", "We", "You", "Your", "Our", "They", "He",
        "She", "No", "And", "But", "So", "Order", "Try", "Get",
    ];
    matches!(
        core.to_lowercase().as_str(),
        "a.m" | "p.m" | "etc" | "inc" | "u.s" | "co" | "ltd" | "oz" | "hrs"
    ) && OPENERS.contains(&next.trim_end_matches([',', '.', '!', '?']))
}
