//! What words do to a face: which ones please, which ones name a trouble, which ones only hold a sentence together.
//!
//! English, as the built-in voices are; words of other languages count as content and nothing else, so a script in
//! another language is performed from its sound alone.

const FUNCTION_WORDS: &[&str] = &[
    "a", "an", "the", "and", "or", "but", "if", "so", "as", "at", "by", "for", "from", "in", "into", "of",
    "off", "on", "onto", "out", "over", "to", "up", "with", "without", "is", "are", "was", "were", "be",
    "been", "am", "do", "does", "did", "has", "have", "had", "will", "would", "can", "could", "should", "i",
    "you", "he", "she", "it", "we", "they", "me", "him", "her", "us", "them", "my", "your", "his", "its",
    "our", "their", "this", "that", "these", "those", "there", "than", "then", "just", "its", "im", "youre",
];

const POSITIVE_WORDS: &[&str] = &[
    "love",
    "loved",
    "loves",
    "easy",
    "easily",
    "free",
    "best",
    "better",
    "new",
    "finally",
    "happy",
    "great",
    "good",
    "perfect",
    "amazing",
    "beautiful",
    "fresh",
    "fast",
    "faster",
    "simple",
    "simply",
    "enjoy",
    "smile",
    "fun",
    "favorite",
    "favourite",
    "warm",
    "cozy",
    "safe",
    "save",
    "saves",
    "saved",
    "win",
    "wins",
    "relax",
    "calm",
    "comfortable",
    "comfort",
    "delicious",
    "bright",
    "light",
    "wow",
    "yes",
    "thanks",
    "welcome",
    "joy",
    "magic",
    "effortless",
    "gentle",
    "ready",
    "today",
    "discover",
    "meet",
    "imagine",
    "smart",
    "clean",
    "confidence",
    "proud",
    "works",
    "worth",
];

const PROBLEM_WORDS: &[&str] = &[
    "tired",
    "hate",
    "struggle",
    "struggling",
    "struggles",
    "problem",
    "problems",
    "trouble",
    "frustrated",
    "frustrating",
    "frustration",
    "waste",
    "wasted",
    "wasting",
    "lost",
    "losing",
    "lose",
    "stuck",
    "stress",
    "stressed",
    "stressful",
    "pain",
    "painful",
    "hurt",
    "hurts",
    "annoying",
    "annoyed",
    "worry",
    "worried",
    "worse",
    "worst",
    "bad",
    "broken",
    "breaks",
    "messy",
    "mess",
    "cold",
    "boring",
    "expensive",
    "overpriced",
    "slow",
    "complicated",
    "confusing",
    "sick",
    "fail",
    "fails",
    "failed",
    "missing",
    "missed",
    "forgot",
    "forget",
    "exhausted",
    "exhausting",
    "guessing",
    "chaos",
    "leaks",
];

/// Carries meaning, so a beat may fall on it.
pub(super) fn is_content(plain: &str) -> bool {
    !plain.is_empty() && !FUNCTION_WORDS.contains(&plain)
}

/// Makes a speaker smile.
pub(super) fn is_positive(plain: &str) -> bool {
    POSITIVE_WORDS.contains(&plain)
}

/// Makes a speaker frown.
pub(super) fn is_problem(plain: &str) -> bool {
    PROBLEM_WORDS.contains(&plain)
}

/// Denies what the other half of a contrast will assert.
pub(super) fn is_denial(plain: &str) -> bool {
    matches!(plain, "not" | "no" | "never" | "isnt" | "dont" | "doesnt" | "wont" | "without")
}

/// Turns to the other half of a contrast.
pub(super) fn is_turn(plain: &str) -> bool {
    matches!(plain, "but" | "instead" | "actually" | "until" | "except" | "rather")
}
