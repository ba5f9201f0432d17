//! The door of the room: which voices there are, and speaking a script with one of them.

use crate::cache::{Recipe, SentenceCache};
use crate::idle::IdleSlot;
use crate::natural::{self, Dialect, Phonemiser, Workers};
use crate::plain::PlainVoice;
use crate::sentence_sound::SentenceSound;
use crate::text::{Sentence, SpokenText};
use crate::timeline::Timeline;
use crate::voices::{self, BuiltInVoice, VOICES};
use crate::{SpeechError, install, sound};
use domain::{SpokenTrack, Voice, VoiceEngine, VoiceId};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Where the voices live and how much they may use.
#[derive(Debug, Clone)]
pub struct VoiceSettings {
    /// Folder that holds `natural/` once the natural voice is installed.
    pub voices_dir: PathBuf,
    /// Spoken sentences and samples are kept here; safe to delete at any time.
    pub cache_dir: PathBuf,
    /// A voice that nobody used for this long is let go from memory.
    pub idle: Duration,
    /// Threads that speak at the same time, at low priority; at least one.
    pub threads: usize,
}

/// A script and who speaks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeakOrder {
    pub text: String,
    pub voice: VoiceId,
}

/// How far speaking has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpeakProgress {
    pub sentences_done: u32,
    pub sentences: u32,
}

/// One written word, as it is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pronunciation {
    /// As it is written, punctuation included.
    pub written: String,
    /// The words that are said for it.
    pub spoken: Vec<String>,
    /// Its phonemes, in misaki letters.
    pub phonemes: String,
}

/// The voices. Cheap to make and to clone; nothing is loaded until somebody speaks.
#[derive(Clone)]
pub struct VoiceBox {
    shared: Arc<Shared>,
}

struct Shared {
    settings: VoiceSettings,
    cache: SentenceCache,
    plain: IdleSlot<PlainVoice>,
    workers: IdleSlot<Workers>,
    american: IdleSlot<Phonemiser>,
    british: IdleSlot<Phonemiser>,
}

/// Of the work of speaking with a natural voice: what the plain one needs, and what is left to do for a text whose
/// sentences are all kept. Measured on two cores.
const PLAIN_SHARE: f32 = 0.02;
const KEPT_SHARE: f32 = 0.02;

/// What a sample says; about three seconds.
const SAMPLE_TEXT: &str = "Hi, I'm {name}. Let me tell people what you made.";

impl VoiceBox {
    /// Opens the voices; touches no file.
    pub fn open(settings: VoiceSettings) -> VoiceBox {
        let idle = settings.idle;
        let shared = Shared {
            cache: SentenceCache::in_folder(settings.cache_dir.join("sentences")),
            plain: IdleSlot::new(idle),
            workers: IdleSlot::new(idle),
            american: IdleSlot::new(idle),
            british: IdleSlot::new(idle),
            settings,
        };
        VoiceBox { shared: Arc::new(shared) }
    }

    /// The voices that can speak now, best first; the plain one is always there.
    pub fn voices(&self) -> Vec<Voice> {
        let natural = self.natural_installed();
        let can_speak = |voice: &&BuiltInVoice| natural || voice.engine == VoiceEngine::Plain;
        VOICES.iter().filter(can_speak).filter_map(BuiltInVoice::to_domain).collect()
    }

    /// Whether the natural voices are there and whole (by the sizes of their files).
    pub fn natural_installed(&self) -> bool {
        install::is_installed(&self.shared.settings.voices_dir)
    }

    /// Speaks a script into `sound`: WAV, 48 kHz, mono, 16 bit, -14 LUFS, true peak at most -1 dBTP.
    ///
    /// Blocks until done. `report` is called after each sentence, on this thread; `cancelled` is asked often, and
    /// the answer comes within a second of it, though a thread may still finish its piece for the next order.
    pub fn speak(
        &self,
        order: &SpeakOrder,
        sound: &Path,
        report: &mut dyn FnMut(SpeakProgress),
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Result<SpokenTrack, SpeechError> {
        let voice =
            voices::find(&order.voice).ok_or_else(|| SpeechError::UnknownVoice(order.voice.clone()))?;
        let text = SpokenText::read(&order.text)?;
        let sounds = self.sentences(voice, &text, report, cancelled)?;
        let timeline = Timeline::new(&text, &sounds);
        sound::master(
            &|each| {
                timeline
                    .play(&mut |block| if cancelled() { Err(SpeechError::Cancelled) } else { each(block) })
            },
            sound,
        )?;
        Ok(timeline.track())
    }

    /// How much of the work of speaking it afresh with a natural voice such an order is now, 0 to 1: sentences that
    /// are kept are hardly any, and the plain voice is quick. What cannot be spoken counts fully.
    pub fn effort(&self, order: &SpeakOrder) -> f32 {
        let (Some(voice), Ok(text)) = (voices::find(&order.voice), SpokenText::read(&order.text)) else {
            return 1.0;
        };
        let words = |sentence: &&Sentence| sentence.spoken.len() as f32;
        let all: f32 = text.sentences.iter().map(|sentence| words(&sentence)).sum();
        let is_missing = |sentence: &&Sentence| !self.shared.cache.has(&recipe(voice, sentence));
        let missing: f32 = text.sentences.iter().filter(is_missing).map(|sentence| words(&sentence)).sum();
        let share = match voice.engine {
            VoiceEngine::Natural => 1.0,
            VoiceEngine::Plain => PLAIN_SHARE,
        };
        KEPT_SHARE + (1.0 - KEPT_SHARE) * share * missing / all.max(1.0)
    }

    /// A sound of about three seconds to hear a voice by; made once and kept.
    pub fn sample(&self, voice: &VoiceId) -> Result<PathBuf, SpeechError> {
        let found = voices::find(voice).ok_or_else(|| SpeechError::UnknownVoice(voice.clone()))?;
        let path = self.shared.settings.cache_dir.join("samples").join(format!("{}.wav", found.id));
        if !path.is_file() {
            let order = SpeakOrder { text: SAMPLE_TEXT.replace("{name}", found.name), voice: voice.clone() };
            self.speak(&order, &path, &mut |_| {}, &|| false)?;
        }
        Ok(path)
    }

    /// How the natural voices would say a text, word by word; needs no installed voice.
    pub fn pronounce(&self, text: &str, voice: &VoiceId) -> Result<Vec<Pronunciation>, SpeechError> {
        let text = SpokenText::read(text)?;
        let phonemiser = self.phonemiser(voice.as_str())?;
        let mut words: Vec<Pronunciation> = text
            .words
            .iter()
            .map(|written| Pronunciation {
                written: written.clone(),
                spoken: Vec::new(),
                phonemes: String::new(),
            })
            .collect();
        for sentence in &text.sentences {
            for (spoken, phonemes) in sentence.spoken.iter().zip(phonemiser.phonemes(&sentence.spoken)) {
                words[spoken.word].spoken.push(spoken.text.clone());
                words[spoken.word].phonemes.push_str(&phonemes);
            }
        }
        Ok(words)
    }

    /// A sound for each sentence: kept ones from the cache, the others spoken and kept.
    fn sentences(
        &self,
        voice: &BuiltInVoice,
        text: &SpokenText,
        report: &mut dyn FnMut(SpeakProgress),
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Result<Vec<SentenceSound>, SpeechError> {
        let cache = &self.shared.cache;
        let recipes: Vec<Recipe<'_>> =
            text.sentences.iter().map(|sentence| recipe(voice, sentence)).collect();
        let mut sounds: Vec<Option<SentenceSound>> =
            recipes.iter().map(|recipe| cache.find(recipe)).collect();
        let missing: Vec<usize> = (0..sounds.len()).filter(|at| sounds[*at].is_none()).collect();
        let mut sentences_done = (sounds.len() - missing.len()) as u32;
        let sentences = sounds.len() as u32;
        report(SpeakProgress { sentences_done, sentences });
        if !missing.is_empty() {
            let wanted: Vec<&Sentence> = missing.iter().map(|at| &text.sentences[*at]).collect();
            let mut done = |at: usize, sound: SentenceSound| {
                cache.keep(&recipes[missing[at]], &sound);
                sounds[missing[at]] = Some(sound);
                sentences_done += 1;
                report(SpeakProgress { sentences_done, sentences });
                Ok(())
            };
            match voice.engine {
                VoiceEngine::Natural => self.speak_natural(voice, &wanted, &mut done, cancelled)?,
                VoiceEngine::Plain => self.speak_plain(&wanted, &mut done, cancelled)?,
            }
            cache.trim();
        }
        sounds
            .into_iter()
            .map(|sound| sound.ok_or_else(|| SpeechError::Broken("a sentence was lost".into())))
            .collect()
    }

    fn speak_plain(
        &self,
        sentences: &[&Sentence],
        done: &mut dyn FnMut(usize, SentenceSound) -> Result<(), SpeechError>,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Result<(), SpeechError> {
        let plain = self.shared.plain.get_or_load(PlainVoice::load)?;
        for (at, sentence) in sentences.iter().enumerate() {
            if cancelled() {
                return Err(SpeechError::Cancelled);
            }
            done(at, plain.speak(sentence))?;
        }
        Ok(())
    }

    fn speak_natural(
        &self,
        voice: &BuiltInVoice,
        sentences: &[&Sentence],
        done: &mut dyn FnMut(usize, SentenceSound) -> Result<(), SpeechError>,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Result<(), SpeechError> {
        if !self.natural_installed() {
            return Err(SpeechError::NaturalMissing);
        }
        let folder = install::natural_folder(&self.shared.settings.voices_dir);
        let phonemiser = self.phonemiser(voice.id)?;
        let threads = self.shared.settings.threads;
        if cancelled() {
            return Err(SpeechError::Cancelled);
        }
        let workers = self.shared.workers.get_or_load(|| Workers::start(&folder, threads))?;
        let voice_file = install::voice_file(&folder, voice.id);
        natural::speak(sentences, &phonemiser, &workers, &voice_file, done, &|| cancelled())
    }

    fn phonemiser(&self, voice: &str) -> Result<Arc<Phonemiser>, SpeechError> {
        let (slot, dialect) = match voice.starts_with('b') {
            true => (&self.shared.british, Dialect::British),
            false => (&self.shared.american, Dialect::American),
        };
        slot.get_or_load(|| Phonemiser::load(dialect))
    }
}

/// Raise a number whenever an engine would speak the same words differently.
fn recipe<'a>(voice: &'a BuiltInVoice, sentence: &'a Sentence) -> Recipe<'a> {
    let engine = match voice.engine {
        VoiceEngine::Natural => "kokoro-82m-int8/2",
        VoiceEngine::Plain => "flite-kal16/1",
    };
    let spoken = sentence.spoken.iter();
    Recipe {
        engine,
        voice: voice.id,
        spoken: spoken.map(|s| (s.text.as_str(), s.spelled, s.mark, s.word - sentence.words.start)).collect(),
    }
}
