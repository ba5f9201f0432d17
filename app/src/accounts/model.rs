//! Where a person goes after the door.

/// The page that was asked for, if it is one of ours; else the topic page. Never another site.
pub fn safe_way_back(next: Option<&str>) -> &str {
    let ours = |way: &&str| {
        way.starts_with('/') && !way[1..].starts_with(['/', '\\']) && !way.contains(char::is_control)
    };
    next.filter(ours).unwrap_or("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_to_another_site() {
        assert_eq!(safe_way_back(Some("/projects?q=mug")), "/projects?q=mug");
        for foreign in ["//evil.example", "/\\evil.example", "https://evil.example", "", "/a\nb"] {
            assert_eq!(safe_way_back(Some(foreign)), "/", "{foreign:?}");
        }
    }
}
