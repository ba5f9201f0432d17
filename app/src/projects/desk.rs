//! The desk of step two: what is chosen now, and a queue that saves it. Calls go one after the other, so that the last
//! word stays the last; what could not be saved is shown as it was before; nobody leaves over a choice that is on its
//! way.

use super::{Choose, cast::Cast, choose};
use crate::parts::wait_ms;
use domain::{Asset, Background, Choices, ChoicesPatch, Format, ProjectId};
use leptos::{ev, prelude::*};
use server_fn::ServerFn;
use wasm_bindgen::JsCast;
use web_sys::{Element, FormData, HtmlAnchorElement, HtmlFormElement, UrlSearchParams};

/// How long a toast stands, in milliseconds.
const TOAST_MS: u64 = 6_000;
/// The form that holds every choice.
pub const FORM_ID: &str = "choices";

/// What is chosen now, and the way to change it.
#[derive(Clone, Copy)]
pub struct Desk {
    pub choices: RwSignal<Choices>,
    pub format: RwSignal<Format>,
    pub pictures: RwSignal<Vec<Asset>>,
    pub project: StoredValue<ProjectId>,
    /// What was saved last.
    pub saved: RwSignal<Option<Change>>,
    /// Why the last choice could not be saved.
    pub trouble: RwSignal<Option<String>>,
    /// What waits for the call under way to end.
    waiting: StoredValue<Option<Change>>,
    busy: StoredValue<bool>,
    /// The page that a person asked for while a choice was on its way.
    onward: StoredValue<Option<String>>,
}

/// Something that was chosen, by name, and how to take it back.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub name: &'static str,
    pub patch: ChoicesPatch,
    pub back: ChoicesPatch,
}

impl Change {
    /// Both changes as one: the later word counts, and the way back is to before the earlier one.
    fn then(self, later: Change) -> Change {
        Change {
            name: if self.name == later.name { self.name } else { "Choices" },
            patch: over(later.patch, self.patch),
            back: over(self.back, later.back),
        }
    }
}

impl Desk {
    pub fn of(cast: &Cast) -> Desk {
        Desk {
            choices: RwSignal::new(cast.choices.clone()),
            format: RwSignal::new(cast.format),
            pictures: RwSignal::new(cast.pictures.clone()),
            project: StoredValue::new(cast.project.clone()),
            saved: RwSignal::new(None),
            trouble: RwSignal::new(None),
            waiting: StoredValue::new(None),
            busy: StoredValue::new(false),
            onward: StoredValue::new(None),
        }
    }

    /// Shows the choice at once and saves it.
    pub fn change(self, name: &'static str, patch: ChoicesPatch) {
        let back = self.present(&patch);
        self.show(&patch);
        let change = Change { name, patch, back };
        self.waiting.update_value(|waiting| {
            *waiting = Some(match waiting.take() {
                Some(earlier) => earlier.then(change),
                None => change,
            });
        });
        if !self.busy.get_value() {
            self.busy.set_value(true);
            leptos::task::spawn_local(self.save());
        }
    }

    async fn save(self) {
        self.trouble.set(None);
        while let Some(change) = self.waiting.try_update_value(Option::take).flatten() {
            match choose(self.project.get_value(), change.patch.clone()).await {
                Ok(()) => leptos::task::spawn_local(self.announce(change)),
                Err(error) => {
                    self.trouble.set(Some(error.to_string()));
                    self.take_back(change.back);
                }
            }
        }
        self.busy.set_value(false);
        let onward = self.onward.try_update_value(Option::take).flatten();
        if let Some(address) = onward.filter(|_| self.trouble.with_untracked(Option::is_none)) {
            let _ = window().location().assign(&address);
        }
    }

    /// Shows what was before a change that was refused, but for what has been chosen again meanwhile; of that, this is
    /// the way back now.
    fn take_back(self, back: ChoicesPatch) {
        let shown = self.waiting.try_update_value(|waiting| match waiting {
            Some(waiting) => {
                let shown = without(back.clone(), &waiting.patch);
                waiting.back = over(back, std::mem::take(&mut waiting.back));
                shown
            }
            None => back,
        });
        self.show(&shown.unwrap_or_default());
    }

    /// Takes a picture that was uploaded and saved in one call.
    pub fn uploaded(self, asset: Asset) {
        let patch =
            ChoicesPatch { background: Some(Background::Asset(asset.id.clone())), ..ChoicesPatch::default() };
        let back = self.present(&patch);
        self.pictures.update(|pictures| pictures.insert(0, asset));
        self.show(&patch);
        leptos::task::spawn_local(self.announce(Change { name: "Background", patch, back }));
    }

    async fn announce(self, change: Change) {
        let said = Some(change);
        self.saved.set(said.clone());
        wait_ms(TOAST_MS).await;
        if self.saved.try_get_untracked() == Some(said) {
            self.saved.set(None);
        }
    }

    /// What stands now where the patch would change something.
    fn present(self, patch: &ChoicesPatch) -> ChoicesPatch {
        let format = self.format.get_untracked();
        self.choices.with_untracked(|now| ChoicesPatch {
            script_id: None,
            script_text: None,
            avatar_id: patch.avatar_id.as_ref().map(|_| now.avatar_id.clone()),
            voice_id: patch.voice_id.as_ref().map(|_| now.voice_id.clone()),
            background: patch.background.as_ref().map(|_| now.background.clone()),
            format: patch.format.map(|_| format),
            captions: patch.captions.map(|_| now.captions),
            call_to_action: patch
                .call_to_action
                .as_ref()
                .map(|_| now.call_to_action.clone().unwrap_or_default()),
        })
    }

    fn show(self, patch: &ChoicesPatch) {
        let patch = patch.clone();
        if let Some(format) = patch.format {
            self.format.set(format);
        }
        self.choices.update(|choices| {
            choices.avatar_id = patch.avatar_id.unwrap_or_else(|| choices.avatar_id.clone());
            choices.voice_id = patch.voice_id.unwrap_or_else(|| choices.voice_id.clone());
            choices.background = patch.background.unwrap_or_else(|| choices.background.clone());
            choices.captions = patch.captions.unwrap_or(choices.captions);
            if let Some(words) = patch.call_to_action {
                choices.call_to_action = Some(words).filter(|words| !words.is_empty());
            }
        });
    }

    /// What was chosen on the page before it woke, which is what its form holds and the server does not know.
    pub fn chosen_asleep(self) -> Option<ChoicesPatch> {
        let form = form()?;
        let held = FormData::new_with_form(&form).ok()?;
        let value = |name: &str| held.get(&format!("patch[{name}]")).as_string();
        let held = ChoicesPatch {
            script_id: None,
            script_text: None,
            avatar_id: value("avatarId").and_then(|id| id.parse().ok()),
            voice_id: value("voiceId").and_then(|id| id.parse().ok()),
            background: value("background").and_then(|background| background.parse().ok()),
            format: value("format").and_then(|format| format.parse().ok()),
            captions: value("captions").and_then(|captions| captions.parse().ok()),
            call_to_action: value("callToAction"),
        };
        let differs = differing(held.clone(), &self.present(&held));
        Some(differs).filter(|differs| *differs != ChoicesPatch::default())
    }

    /// Follows a link only when everything is saved. A page that is closed or reloaded sends the whole form as its
    /// last word.
    pub fn hold_until_saved(self) {
        let last_word = move || {
            if self.busy.try_get_value() == Some(true) {
                send_form();
            }
        };
        let clicks = window_event_listener(ev::click, move |event| {
            let plain = event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key();
            let link = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let link = link.and_then(|element| element.closest("a[href]:not([target])").ok().flatten());
            let link = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
            let Some(link) = link.filter(|_| plain && !event.default_prevented()) else { return };
            if self.busy.try_get_value() == Some(true) {
                event.prevent_default();
                self.onward.set_value(Some(link.href()));
            }
        });
        // The first comes before the next page is asked for, but not in every browser.
        let leaving = window_event_listener(ev::beforeunload, move |_| last_word());
        let left = window_event_listener(ev::pagehide, move |_| last_word());
        on_cleanup(move || {
            clicks.remove();
            leaving.remove();
            left.remove();
        });
    }
}

fn form() -> Option<HtmlFormElement> {
    document().get_element_by_id(FORM_ID)?.dyn_into().ok()
}

/// Hands the form to the browser, which sends it though the page is gone.
fn send_form() {
    let held = form().and_then(|form| FormData::new_with_form(&form).ok());
    let held = held.and_then(|held| UrlSearchParams::new_with_str_sequence_sequence(&held).ok());
    if let Some(held) = held {
        // There is nobody left to be told that it did not work.
        let _ = window().navigator().send_beacon_with_opt_url_search_params(Choose::url(), Some(&held));
    }
}

/// The fields of `upper`, and those of `lower` where it has none.
fn over(upper: ChoicesPatch, lower: ChoicesPatch) -> ChoicesPatch {
    ChoicesPatch {
        script_id: upper.script_id.or(lower.script_id),
        script_text: upper.script_text.or(lower.script_text),
        avatar_id: upper.avatar_id.or(lower.avatar_id),
        voice_id: upper.voice_id.or(lower.voice_id),
        background: upper.background.or(lower.background),
        format: upper.format.or(lower.format),
        captions: upper.captions.or(lower.captions),
        call_to_action: upper.call_to_action.or(lower.call_to_action),
    }
}

/// The fields of a patch that another one leaves alone.
fn without(patch: ChoicesPatch, taken: &ChoicesPatch) -> ChoicesPatch {
    ChoicesPatch {
        script_id: patch.script_id.filter(|_| taken.script_id.is_none()),
        script_text: patch.script_text.filter(|_| taken.script_text.is_none()),
        avatar_id: patch.avatar_id.filter(|_| taken.avatar_id.is_none()),
        voice_id: patch.voice_id.filter(|_| taken.voice_id.is_none()),
        background: patch.background.filter(|_| taken.background.is_none()),
        format: patch.format.filter(|_| taken.format.is_none()),
        captions: patch.captions.filter(|_| taken.captions.is_none()),
        call_to_action: patch.call_to_action.filter(|_| taken.call_to_action.is_none()),
    }
}

/// The fields of a patch that would change something.
fn differing(patch: ChoicesPatch, present: &ChoicesPatch) -> ChoicesPatch {
    ChoicesPatch {
        script_id: patch.script_id.filter(|id| present.script_id.as_ref() != Some(id)),
        script_text: patch.script_text.filter(|text| present.script_text.as_ref() != Some(text)),
        avatar_id: patch.avatar_id.filter(|id| present.avatar_id.as_ref() != Some(id)),
        voice_id: patch.voice_id.filter(|id| present.voice_id.as_ref() != Some(id)),
        background: patch.background.filter(|it| present.background.as_ref() != Some(it)),
        format: patch.format.filter(|format| present.format != Some(*format)),
        captions: patch.captions.filter(|captions| present.captions != Some(*captions)),
        call_to_action: patch.call_to_action.filter(|words| present.call_to_action.as_ref() != Some(words)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(name: &'static str, to: &str, from: &str) -> Change {
        let avatar = |id: &str| ChoicesPatch { avatar_id: id.parse().ok(), ..Default::default() };
        Change { name, patch: avatar(to), back: avatar(from) }
    }

    #[test]
    fn of_two_changes_the_later_word_counts_and_the_way_back_leads_before_both() {
        let both = change("Avatar", "leila", "amara").then(change("Avatar", "henrik", "leila"));
        assert_eq!(both, change("Avatar", "henrik", "amara"));
        assert_eq!(both.then(change("Background", "jun", "henrik")).name, "Choices");
    }

    #[test]
    fn what_was_chosen_again_meanwhile_is_not_taken_back() {
        let (first, second) = (change("Avatar", "leila", "amara"), change("Avatar", "henrik", "leila"));
        assert_eq!(without(first.back.clone(), &second.patch), ChoicesPatch::default());
        assert_eq!(without(first.back.clone(), &ChoicesPatch::default()), first.back);
    }

    #[test]
    fn only_what_differs_was_chosen() {
        let change = change("Avatar", "leila", "amara");
        assert_eq!(differing(change.patch.clone(), &change.back), change.patch);
        assert_eq!(differing(change.patch.clone(), &change.patch), ChoicesPatch::default());
    }
}
