//! Figures as people read them.

use domain::{Money, Timestamp};

/// The class of a heading that shows a topic: smaller once it is long.
pub fn heading_class(topic: &str) -> &'static str {
    if topic.chars().count() > 90 { "long" } else { "" }
}

/// `0:24` from milliseconds.
pub fn clock(duration_ms: u32) -> String {
    let seconds = (duration_ms + 500) / 1000;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// `3.1 s` from milliseconds.
pub fn seconds_text(duration_ms: i64) -> String {
    let tenths = (duration_ms.max(0) + 50) / 100;
    format!("{}.{} s", tenths / 10, tenths % 10)
}

/// `12 to 20 seconds`, or minutes once they are many.
pub fn range_text(low_seconds: u32, high_seconds: u32) -> String {
    if high_seconds <= low_seconds {
        return format!("{low_seconds} second{}", if low_seconds == 1 { "" } else { "s" });
    }
    if low_seconds < 100 {
        return format!("{low_seconds} to {high_seconds} seconds");
    }
    format!("{} to {} minutes", low_seconds / 60, high_seconds.div_ceil(60))
}

/// `14:02:11 UTC`.
pub fn time_of_day(moment: Timestamp) -> String {
    let text = moment.to_string();
    format!("{} UTC", text.get(11..19).unwrap_or(&text))
}

/// `27 Nov 2026, 14:02 UTC`.
pub fn day_and_time(moment: Timestamp) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let text = moment.to_string();
    let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
    let month = part(5..7).parse::<usize>().ok().and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    match month {
        Some(month) => {
            format!("{} {month} {}, {} UTC", part(8..10).trim_start_matches('0'), part(0..4), part(11..16))
        }
        None => text,
    }
}

/// The provider that is this program itself.
pub const BUILT_IN: &str = "studio";

/// Who makes something, as people read it.
pub fn provider_text(provider: &str) -> String {
    if provider == BUILT_IN { "Built in".into() } else { provider.to_owned() }
}

/// `6.2 MB`.
pub fn bytes_text(bytes: u64) -> String {
    if bytes < 1_000_000 {
        return format!("{} kB", bytes.div_ceil(1000));
    }
    let tenths = (bytes + 50_000) / 100_000;
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

/// `$0.0140`, and `free` for nothing.
pub fn dollars(amount: Money) -> String {
    if amount == Money::ZERO { "free".into() } else { format!("${amount}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_round_to_what_people_read() {
        assert_eq!(clock(23_600), "0:24");
        assert_eq!(clock(61_000), "1:01");
        assert_eq!(seconds_text(3_149), "3.1 s");
        assert_eq!(range_text(1, 1), "1 second");
        assert_eq!(range_text(12, 20), "12 to 20 seconds");
        assert_eq!(range_text(130, 250), "2 to 5 minutes");
        assert_eq!(time_of_day(Timestamp::from_unix_ms(1_764_165_731_250)), "14:02:11 UTC");
        assert_eq!(day_and_time(Timestamp::from_unix_ms(1_764_165_731_250)), "26 Nov 2025, 14:02 UTC");
        assert_eq!(bytes_text(1_800), "2 kB");
        assert_eq!(bytes_text(6_240_000), "6.2 MB");
    }
}
