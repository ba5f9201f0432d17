//! Subtitles as files: SRT and WebVTT, every word of the script in its order.
//!
//! A cue has at most two lines and never overlaps the next one.

use crate::caption::pages::{self, Pacing};
use domain::{SpokenTrack, SpokenWord};
use std::fmt::Write;

/// The longest line of a cue, in characters.
const LINE_CHARS: usize = 42;
/// How long a cue may stay after its last word when nothing follows, in milliseconds.
const LINGER_MS: u32 = 600;

/// The track as SRT.
pub fn srt(track: &SpokenTrack) -> String {
    let mut out = String::new();
    for (index, cue) in cues(track).iter().enumerate() {
        let (start, end) = (clock(cue.start_ms, ','), clock(cue.end_ms, ','));
        // Writing to a string cannot fail.
        let _ = write!(out, "{}\n{start} --> {end}\n{}\n\n", index + 1, cue.text);
    }
    out
}

/// The track as WebVTT.
pub fn vtt(track: &SpokenTrack) -> String {
    let mut out = String::from("WEBVTT\n\n");
    for cue in cues(track) {
        let (start, end) = (clock(cue.start_ms, '.'), clock(cue.end_ms, '.'));
        let text = cue.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let _ = write!(out, "{start} --> {end}\n{text}\n\n");
    }
    out
}

/// One subtitle.
struct Cue {
    start_ms: u32,
    end_ms: u32,
    text: String,
}

fn cues(track: &SpokenTrack) -> Vec<Cue> {
    let pages = pages::paginate(track, Pacing::SUBTITLE);
    let mut cues: Vec<Cue> = Vec::with_capacity(pages.len());
    for (index, page) in pages.iter().enumerate() {
        let Some(words) = track.words.get(page.words.clone()) else { continue };
        let (Some(first), Some(last)) = (words.first(), words.last()) else { continue };
        let next = pages.get(index + 1).and_then(|page| track.words.get(page.words.start));
        let ceiling = next.map_or(u32::MAX, |word| word.start_ms);
        let end_ms = last.end_ms.saturating_add(LINGER_MS).min(ceiling).max(first.start_ms + 1);
        cues.push(Cue { start_ms: first.start_ms, end_ms, text: two_lines(words) });
    }
    cues
}

/// The words on one line, or on two of about the same length.
fn two_lines(words: &[SpokenWord]) -> String {
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    let whole = texts.join(" ");
    if whole.chars().count() <= LINE_CHARS || texts.len() < 2 {
        return whole;
    }
    let length = |part: &[&str]| part.join(" ").chars().count();
    let split = (1..texts.len())
        .min_by_key(|&at| {
            let longest = length(&texts[..at]).max(length(&texts[at..]));
            let thought_ends = texts[at - 1].ends_with([',', ';', ':', '.', '!', '?']);
            let too_long = 1_000 * usize::from(longest > LINE_CHARS);
            too_long
                + longest
                + 8 * usize::from(pages::holds_on(texts[at - 1]))
                + 6 * usize::from(!thought_ends)
        })
        .unwrap_or(1);
    format!("{}\n{}", texts[..split].join(" "), texts[split..].join(" "))
}

/// `hh:mm:ss` and milliseconds after the format's own separator.
fn clock(ms: u32, separator: char) -> String {
    let (seconds, ms) = (ms / 1000, ms % 1000);
    format!("{:02}:{:02}:{:02}{separator}{ms:03}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caption::pages::test_track;

    #[test]
    fn every_word_appears_once_and_in_order() {
        let text = "Your coffee was perfect. Then you answered one email, and a call from the <office> & it went cold.";
        let track = test_track(text);
        let spoken: Vec<String> = srt(&track)
            .lines()
            .filter(|line| !line.contains("-->") && line.parse::<u32>().is_err())
            .flat_map(str::split_whitespace)
            .map(str::to_owned)
            .collect();
        assert_eq!(spoken.join(" "), text);
        assert!(vtt(&track).contains("&lt;office&gt; &amp; it"));
    }

    #[test]
    fn cues_are_short_and_do_not_overlap() {
        let track = test_track(&"a mug that keeps coffee warm for four hours ".repeat(12));
        let mut last_end = 0;
        for cue in cues(&track) {
            assert!(cue.start_ms >= last_end && cue.end_ms > cue.start_ms);
            assert!(
                cue.text.lines().count() <= 2 && cue.text.lines().all(|l| l.chars().count() <= LINE_CHARS)
            );
            last_end = cue.end_ms;
        }
    }

    #[test]
    fn a_comma_does_not_make_a_line_too_long() {
        // Split at the comma, the second line would have 43 characters; between, both fit.
        let text = "Pour at nine in the morning, sip it slowly at noon and still find it warm.";
        for cue in cues(&test_track(text)) {
            assert!(cue.text.lines().all(|line| line.chars().count() <= LINE_CHARS), "{}", cue.text);
        }
    }

    #[test]
    fn clocks_are_written_as_the_formats_want() {
        assert_eq!(clock(3_723_004, ','), "01:02:03,004");
        assert_eq!(clock(59_999, '.'), "00:00:59.999");
    }
}
