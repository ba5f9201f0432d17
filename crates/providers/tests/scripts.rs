//! The built-in script writer through its public door: sixty topics of all kinds, and rules for any topic.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use domain::{Brief, Format, Language, ScriptLength, Tone, word_count};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use providers::{GrammarWriter, ProviderError, ScriptDraft, ScriptWriter};
use std::{collections::HashSet, fmt::Write};

fn brief(topic: &str, tone: Tone, length: ScriptLength) -> Brief {
    Brief {
        topic: topic.into(),
        tone,
        audience: None,
        language: Language::English,
        length,
        format: Format::default(),
    }
}

fn written(topic: &str, tone: Tone, length: ScriptLength, seed: u64) -> Vec<ScriptDraft> {
    GrammarWriter.drafts(&brief(topic, tone, length), seed).unwrap()
}

/// The sentences of a script, cut after their end marks.
fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, mark) in text.match_indices(['.', '!', '?']) {
        let end = at + mark.len();
        if text[end..].is_empty() || text[end..].starts_with(' ') {
            found.push(text[start..end].trim());
            start = end;
        }
    }
    found
}

#[test]
fn sixty_topics() {
    let mut table = String::new();
    for (at, line) in include_str!("topics.txt").lines().filter(|line| !line.is_empty()).enumerate() {
        let (topic, audience) =
            line.split_once(" @@ ").map_or((line, None), |(topic, who)| (topic, Some(who.to_string())));
        let tone = Tone::ALL[at % 4];
        let length = ScriptLength::ALL[(at / 4 + at) % 4];
        let brief = Brief { audience, ..brief(topic, tone, length) };
        writeln!(table, "━━━ {line}\n    {tone}, {length} s").unwrap();
        match GrammarWriter.drafts(&brief, at as u64) {
            Err(refusal) => writeln!(table, "\n  refused: {refusal}\n").unwrap(),
            Ok(drafts) => {
                for draft in drafts {
                    let words = word_count(&draft.text());
                    let framework = draft.framework.as_str();
                    writeln!(table, "\n  {} · {framework} · {words} words", draft.title).unwrap();
                    writeln!(table, "  {}\n  {}\n  > {}", draft.hook, draft.body, draft.call_to_action)
                        .unwrap();
                }
                table.push('\n');
            }
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn a_seed_is_kept_and_another_brings_something_new() {
    for topic in ["a mug that keeps coffee warm", "Notion", "learning guitar at 40", "a bakery in Bristol"] {
        for tone in Tone::ALL {
            let set = |seed| written(topic, *tone, ScriptLength::Seconds30, seed);
            assert_eq!(set(5), set(5));
            let (mut repeated, mut spoken) = (0, 0);
            for seed in 0..8 {
                let (now, next) = (set(seed), set(seed + 1));
                let said: HashSet<&str> = now.iter().flat_map(|draft| sentences(&draft.body)).collect();
                let next_said: Vec<&str> = next.iter().flat_map(|draft| sentences(&draft.body)).collect();
                repeated += next_said.iter().filter(|sentence| said.contains(*sentence)).count();
                spoken += next_said.len();
                assert!(
                    now.iter().zip(&next).any(|(now, next)| now.hook != next.hook),
                    "{topic}: the same hooks"
                );
            }
            assert!(repeated * 100 < spoken * 40, "{topic} ({tone}): {repeated} of {spoken} sentences again");
        }
    }
}

#[test]
fn other_languages_and_letters_are_refused_with_a_sentence() {
    let german = Brief { language: Language::German, ..brief("Kaffee", Tone::Warm, ScriptLength::Seconds30) };
    let refused = |brief: &Brief| match GrammarWriter.drafts(brief, 1) {
        Err(ProviderError::Invalid { sentence }) => sentence,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        refused(&german),
        "The built-in writer writes English. Add an OpenRouter key for Deutsch, or choose English."
    );
    for topic in ["保温杯", "кружка для кофе", "كوب قهوة", "🎉🎉🎉", "---"] {
        assert!(refused(&brief(topic, Tone::Warm, ScriptLength::Seconds30)).ends_with('.'));
    }
}

#[test]
fn a_name_that_does_something_takes_no_article() {
    for seed in 0..8 {
        for draft in
            written("Notion helps teams plan in one place", Tone::Warm, ScriptLength::Seconds30, seed)
        {
            let text = draft.text();
            assert!(text.contains("Notion"), "{text}");
            assert!(!text.contains("a Notion") && !text.contains("the Notion"), "{text}");
        }
    }
}

#[tokio::test]
async fn the_writer_says_what_it_is() {
    let writer: &dyn ScriptWriter = &GrammarWriter;
    assert_eq!(writer.note(), "Written without a language model; add an OpenRouter key for more.");
    let drafts = writer.write(&brief("a mug", Tone::Plain, ScriptLength::Seconds15), 1).await.unwrap();
    assert_eq!(drafts.iter().map(|draft| draft.framework).collect::<Vec<_>>(), domain::Framework::ALL);
}

/// What every script must keep to, whatever was typed.
fn check(topic: &str, length: ScriptLength, drafts: &[ScriptDraft]) -> Result<(), TestCaseError> {
    prop_assert_eq!(drafts.len(), 3);
    let wanted = length.words();
    for draft in drafts {
        let mut said = HashSet::new();
        let text = draft.text();
        for part in [&draft.title, &draft.hook, &draft.body, &draft.call_to_action] {
            prop_assert!(!part.trim().is_empty() && part.trim() == part, "{:?}", draft);
        }
        prop_assert!(
            !text.contains("  ")
                && (topic.contains("a a") || !text.contains(" a a "))
                && (topic.contains('.') || !text.contains(" ."))
                && (topic.contains('.') || !text.contains("..")),
            "{}",
            text
        );
        prop_assert!(!text.contains(['{', '}', '|', '[', ']', '<', '>']), "{}", text);
        prop_assert!(text.ends_with(['.', '!', '?']), "{}", text);
        prop_assert!(draft.call_to_action.chars().count() <= domain::CALL_TO_ACTION_CHARS_MAX);
        let words = word_count(&text);
        prop_assert!(
            words * 10 >= wanted * 8 && words * 10 <= wanted * 12,
            "{words} words for {wanted}: {text}"
        );
        for sentence in sentences(&text) {
            let first = sentence.chars().find(|c| c.is_alphanumeric()).unwrap_or('A');
            let brand =
                sentence.split(' ').next().is_some_and(|word| word.chars().skip(1).any(char::is_uppercase));
            prop_assert!(
                !first.is_lowercase() || brand || topic.contains('.') || sentence.starts_with('“'),
                "{sentence} in {text}"
            );
            if sentence.split(' ').count() > 3 {
                prop_assert!(said.insert(sentence.to_string()), "twice: {sentence}");
            }
        }
    }
    Ok(())
}

fn tones() -> impl Strategy<Value = Tone> {
    prop::sample::select(Tone::ALL)
}

fn lengths() -> impl Strategy<Value = ScriptLength> {
    prop::sample::select(ScriptLength::ALL)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 600,
        rng_seed: RngSeed::Fixed(20),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_text_is_written_about_or_refused(topic in "\\PC{0,500}", tone in tones(), length in lengths(), seed: u64) {
        if let Ok(drafts) = GrammarWriter.drafts(&brief(&topic, tone, length), seed) {
            check(&topic, length, &drafts)?;
        }
    }

    #[test]
    fn any_english_words_make_three_good_scripts(
        words in prop::collection::vec(prop::sample::select(VOCABULARY.split(' ').collect::<Vec<_>>()), 1..14),
        tone in tones(), length in lengths(), seed in 0_u64..50,
    ) {
        let topic = words.join(" ");
        let drafts = GrammarWriter.drafts(&brief(&topic, tone, length), seed);
        if topic.chars().any(char::is_alphanumeric) {
            check(&topic, length, &drafts.unwrap())?;
        }
    }
}

const VOCABULARY: &str = "a an the mug mugs app coffee Brewly iPhone that which keeps keep helps you who for with without in at 40 3 20% off $30 from busy parents dogs Leeds learning guitar best, new: our my is are and or to save time! why? how do I we sell handmade MBA hour unicorn this weekend called made of oak - & it's children's shoes der Kaffee für é“x” <b>mug</b> {name} of by on under";
