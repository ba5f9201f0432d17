//! Projects: choices that stay, sets that add up, and the library's search, filters and pages.

use crate::{both::both, samples::scripts, world::World};
use domain::{Background, Captions, ChoicesPatch, Format};
use store::{
    ExecutionStore, LeaseLedger, ProjectFilter, ProjectQuery, ProjectStore, RemovalStore, StoreError,
};

both! {
    what_is_chosen_stays_and_what_is_not_named_does_not_change,
    words_of_the_end_card_that_are_the_scripts_own_are_no_choice,
    an_edited_text_belongs_to_its_script,
    choices_that_cannot_be_are_refused_and_change_nothing,
    new_scripts_are_the_next_set_and_replace_none,
    search_looks_in_topics_and_scripts_in_any_case,
    filters_and_counts_follow_the_newest_execution,
    a_finished_video_is_shown_though_a_later_render_was_stopped,
    pages_follow_each_other_without_repeats,
    a_project_goes_with_everything_but_not_while_it_is_rendered,
}

fn query(search: &str, filter: ProjectFilter) -> ProjectQuery {
    ProjectQuery { search: search.into(), filter, cursor: None, limit: 20 }
}

async fn what_is_chosen_stays_and_what_is_not_named_does_not_change(mut world: World) {
    let ada = world.account("ada").await;
    let project = world.project(&ada, "a warm mug").await;
    let patch = ChoicesPatch {
        script_id: project.scripts.first().map(|script| script.id.clone()),
        avatar_id: "leila".parse().ok(),
        background: "#102030".parse().ok(),
        format: Some(Format::Square),
        call_to_action: Some("Buy it".into()),
        ..ChoicesPatch::default()
    };
    world.store.choose(&ada, &project.id, &patch).await.unwrap();
    let captions = ChoicesPatch { captions: Some(Captions::Off), ..ChoicesPatch::default() };
    world.store.choose(&ada, &project.id, &captions).await.unwrap();
    world.restart().await;
    let kept = world.store.get_project(&ada, &project.id).await.unwrap();
    assert_eq!(kept.choices.script_id, patch.script_id);
    assert_eq!(kept.choices.avatar_id.as_str(), "leila");
    assert_eq!(kept.choices.background, "#102030".parse::<Background>().unwrap());
    assert_eq!(kept.brief.format, Format::Square);
    assert_eq!(kept.choices.captions, Captions::Off);
    assert_eq!(kept.end_card_text(), Some("Buy it"));
    let as_written = ChoicesPatch { call_to_action: Some(String::new()), ..ChoicesPatch::default() };
    let kept = world.store.choose(&ada, &project.id, &as_written).await.unwrap();
    assert_eq!(kept.end_card_text(), Some("Order yours."));
}

async fn words_of_the_end_card_that_are_the_scripts_own_are_no_choice(world: World) {
    let ada = world.account("ada").await;
    let project = world.project(&ada, "a warm mug").await;
    let patch = ChoicesPatch {
        script_id: project.scripts.first().map(|script| script.id.clone()),
        call_to_action: Some("Order yours.".into()),
        ..ChoicesPatch::default()
    };
    let chosen = world.store.choose(&ada, &project.id, &patch).await.unwrap();
    assert_eq!(chosen.choices.call_to_action, None);
    assert_eq!(chosen.end_card_text(), Some("Order yours."));
}

async fn an_edited_text_belongs_to_its_script(world: World) {
    let ada = world.account("ada").await;
    let project = world.project(&ada, "a warm mug").await;
    let choose = |index: usize, text: Option<&str>| ChoicesPatch {
        script_id: project.scripts.get(index).map(|script| script.id.clone()),
        script_text: text.map(str::to_owned),
        ..ChoicesPatch::default()
    };
    let edited = world.store.choose(&ada, &project.id, &choose(0, Some("My own words."))).await.unwrap();
    assert_eq!(edited.spoken_text(), Some("My own words."));
    let other = world.store.choose(&ada, &project.id, &choose(1, None)).await.unwrap();
    assert_eq!(other.spoken_text(), Some(other.scripts.get(1).unwrap().text.as_str()));
    let back = world.store.choose(&ada, &project.id, &choose(0, None)).await.unwrap();
    assert_eq!(back.spoken_text(), Some("My own words."));
    let edits = |project: &domain::Project| -> Vec<Option<String>> {
        project.scripts.iter().map(|script| script.edited_text.clone()).collect()
    };
    assert_eq!(edits(&other), [Some("My own words.".into()), None, None]);
    let original = project.scripts.first().map(|script| script.text.as_str());
    let as_written = world.store.choose(&ada, &project.id, &choose(0, original)).await.unwrap();
    assert_eq!(as_written.choices.script_text, None);
    assert_eq!(edits(&as_written), [None, None, None]);
}

async fn choices_that_cannot_be_are_refused_and_change_nothing(world: World) {
    let ada = world.account("ada").await;
    let project = world.project(&ada, "a warm mug").await;
    let other = world.project(&ada, "a cold mug").await;
    let foreign_script = ChoicesPatch {
        script_id: other.scripts.first().map(|script| script.id.clone()),
        format: Some(Format::Square),
        ..ChoicesPatch::default()
    };
    let answer = world.store.choose(&ada, &project.id, &foreign_script).await;
    assert!(matches!(answer, Err(StoreError::Invalid { field: "scriptId", .. })));
    let text_first = ChoicesPatch { script_text: Some("Words.".into()), ..ChoicesPatch::default() };
    let answer = world.store.choose(&ada, &project.id, &text_first).await;
    assert!(matches!(answer, Err(StoreError::Invalid { field: "scriptText", .. })));
    let no_asset = ChoicesPatch {
        background: Some(Background::Asset(domain::AssetId::generate())),
        ..ChoicesPatch::default()
    };
    let answer = world.store.choose(&ada, &project.id, &no_asset).await;
    assert!(matches!(answer, Err(StoreError::Invalid { field: "background", .. })));
    assert_eq!(world.store.get_project(&ada, &project.id).await.unwrap(), project);
}

async fn new_scripts_are_the_next_set_and_replace_none(world: World) {
    let ada = world.account("ada").await;
    let project = world.project(&ada, "a warm mug").await;
    let more = world.store.add_scripts(&ada, &project.id, scripts("Try this.")).await.unwrap();
    let sets: Vec<u32> = more.scripts.iter().map(|script| script.set).collect();
    assert_eq!(sets, [0, 0, 0, 1, 1, 1]);
    assert_eq!(more.scripts.get(..3), project.scripts.get(..3));
}

async fn search_looks_in_topics_and_scripts_in_any_case(world: World) {
    let ada = world.account("ada").await;
    world.project(&ada, "Ein Fahrrad für ÄLTERE Leute").await;
    let mug = world.project(&ada, "a mug").await;
    world.store.add_scripts(&ada, &mug.id, scripts("Unlike a THERMOS_100%")).await.unwrap();
    let search = async |words: &str| {
        let page = world.store.list_projects(&ada, &query(words, ProjectFilter::All)).await.unwrap();
        assert_eq!(page.counts.all as usize, page.items.len());
        page.items.into_iter().map(|item| item.topic).collect::<Vec<_>>()
    };
    assert_eq!(search("ältere fahrrad").await, ["Ein Fahrrad für ÄLTERE Leute"]);
    assert_eq!(search("thermos_100%").await, ["a mug"]);
    assert_eq!(search("warm").await.len(), 2);
    assert!(search("fahrrad mug").await.is_empty());
    assert!(search("%").await.len() == 1);
}

async fn filters_and_counts_follow_the_newest_execution(world: World) {
    let ada = world.account("ada").await;
    let [_draft, done, stopped] = [
        world.project(&ada, "draft").await,
        world.project(&ada, "done").await,
        world.project(&ada, "stopped").await,
    ];
    world.order(&ada, Some(&done.id)).await;
    world.finish(&world.claim().await).await;
    let order = world.order(&ada, Some(&stopped.id)).await;
    world.store.cancel_execution(&ada, &order.execution.id).await.unwrap();
    let list = async |filter| world.store.list_projects(&ada, &query("", filter)).await.unwrap();
    let topics = |page: store::ProjectPage| page.items.into_iter().map(|item| item.topic).collect::<Vec<_>>();
    let all = list(ProjectFilter::All).await;
    let counts = all.counts;
    assert_eq!((counts.all, counts.done, counts.drafts, counts.stopped), (3, 1, 1, 1));
    let poster = all.items.iter().find(|item| item.topic == "done").unwrap();
    assert_eq!((poster.progress, poster.duration_ms), (100, Some(9_000)));
    assert_eq!(poster.poster_url.as_deref(), Some("/media/x/ad.png"));
    assert_eq!(topics(list(ProjectFilter::Done).await), ["done"]);
    assert_eq!(topics(list(ProjectFilter::Drafts).await), ["draft"]);
    assert_eq!(topics(list(ProjectFilter::Stopped).await), ["stopped"]);
}

async fn a_finished_video_is_shown_though_a_later_render_was_stopped(world: World) {
    let ada = world.account("ada").await;
    let project = world.project(&ada, "done once").await;
    world.order(&ada, Some(&project.id)).await;
    world.finish(&world.claim().await).await;
    let again = world.order(&ada, Some(&project.id)).await;
    world.store.cancel_execution(&ada, &again.execution.id).await.unwrap();
    let page = world.store.list_projects(&ada, &query("", ProjectFilter::Stopped)).await.unwrap();
    let card = page.items.first().unwrap();
    assert_eq!(card.poster_url.as_deref(), Some("/media/x/ad.png"));
}

async fn pages_follow_each_other_without_repeats(world: World) {
    let ada = world.account("ada").await;
    for number in 0..7 {
        world.project(&ada, &format!("topic {number}")).await;
    }
    let mut query = ProjectQuery { limit: 3, ..query("", ProjectFilter::All) };
    let mut seen = Vec::new();
    loop {
        let page = world.store.list_projects(&ada, &query).await.unwrap();
        seen.extend(page.items.into_iter().map(|item| item.topic));
        query.cursor = page.next_cursor;
        if query.cursor.is_none() {
            break;
        }
    }
    let mut sorted = seen.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!((seen.len(), sorted.len()), (7, 7));
    query.cursor = Some("nonsense".into());
    let answer = world.store.list_projects(&ada, &query).await;
    assert!(matches!(answer, Err(StoreError::Invalid { field: "cursor", .. })));
}

async fn a_project_goes_with_everything_but_not_while_it_is_rendered(world: World) {
    let ada = world.account("ada").await;
    let project = world.project(&ada, "a mug").await;
    let order = world.order(&ada, Some(&project.id)).await;
    assert!(matches!(world.store.delete_project(&ada, &project.id).await, Err(StoreError::Conflict(_))));
    let claim = world.claim().await;
    world.store.cancelled(&claim.lease, "Cancelled.").await.unwrap();
    world.store.delete_project(&ada, &project.id).await.unwrap();
    let removals = world.store.list_removals().await.unwrap();
    assert_eq!(removals.len(), 2);
    for folder in [&claim.media, &claim.work] {
        assert!(removals.contains(folder));
        world.store.forget_removal(folder).await.unwrap();
    }
    assert!(world.store.list_removals().await.unwrap().is_empty());
    assert!(matches!(world.store.get_project(&ada, &project.id).await, Err(StoreError::NotFound)));
    assert!(matches!(world.store.get_execution(&ada, &order.execution.id).await, Err(StoreError::NotFound)));
}
