//! Topics that are addresses.

/// The address that a topic is, where it is nothing else.
pub fn address_in(topic: &str) -> Option<&str> {
    let topic = topic.trim();
    let lower = topic.get(..8).unwrap_or(topic).to_ascii_lowercase();
    let is_address = lower.starts_with("https://") || lower.starts_with("http://");
    (is_address && !topic.contains(char::is_whitespace)).then_some(topic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_address_is_one() {
        assert_eq!(address_in(" https://example.com/mug \n"), Some("https://example.com/mug"));
        assert_eq!(address_in("HTTP://example.com"), Some("HTTP://example.com"));
        for topic in
            ["a mug like https://example.com/mug", "https://example.com/mug is warm", "example.com", "é"]
        {
            assert_eq!(address_in(topic), None, "{topic}");
        }
    }
}
