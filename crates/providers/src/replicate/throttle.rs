//! How long Replicate asks to wait: in a header, or in the words of its refusal.

use crate::http::{Answer, complaint};
use std::time::Duration;

/// Its limits are by the minute; what asks for more than this was misread.
const WAIT_MAX_S: u64 = 600;

/// The header where there is one, else `~30s` or `1 second` in the text.
pub fn wait(answer: &Answer) -> Option<Duration> {
    answer.retry_after().or_else(|| in_words(&complaint(&answer.body)?))
}

/// The last number that is followed by an `s`.
fn in_words(text: &str) -> Option<Duration> {
    let starts = text.char_indices().filter(|(_, letter)| letter.is_ascii_digit()).map(|(at, _)| at);
    let begins =
        starts.filter(|at| !text[..*at].ends_with(|letter: char| letter.is_ascii_digit() || letter == '.'));
    let seconds = |at: usize| {
        let (digits, rest) = text[at..].split_at(text[at..].find(|letter: char| !letter.is_ascii_digit())?);
        let seconds = rest.trim_start().starts_with(['s', 'S']);
        seconds.then(|| digits.parse().unwrap_or(WAIT_MAX_S).min(WAIT_MAX_S))
    };
    begins.filter_map(seconds).next_back().map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_wait_in_words() {
        let cases = [
            ("Request was throttled. Your rate limit resets in ~30s.", Some(30)),
            ("Request was throttled. Expected available in 1 second.", Some(1)),
            ("You may make 6 requests per minute. Your rate limit resets in ~9s", Some(9)),
            ("Request was throttled. Expected available in 99999999999999999999 seconds", Some(600)),
            ("Request was throttled.", None),
            ("600 requests", None),
            ("é3", None),
        ];
        for (text, seconds) in cases {
            assert_eq!(in_words(text), seconds.map(Duration::from_secs), "{text}");
        }
    }
}
