//! What can be done to a project.

use crate::ports::CallError;
use domain::{Asset, AvatarId, Background, Captions, ChoicesPatch, Format, ProjectId};
use leptos::prelude::*;
use server_fn::codec::{ByteStream, GetUrl, MultipartData, MultipartFormData, Streaming};

/// Saves the choices that the patch names.
#[server(prefix = "/rpc", endpoint = "choose")]
pub async fn choose(project: ProjectId, patch: ChoicesPatch) -> Result<(), CallError> {
    use crate::{
        call::{answer, caller},
        ports::{ProjectsPort, port},
    };
    let member = caller().await?;
    answer(port::<dyn ProjectsPort>()?.choose(&member.account, &project, patch).await)?;
    Ok(())
}

/// Saves the whole form of the second step and leads to the third.
#[server(prefix = "/rpc", endpoint = "save_choices")]
pub async fn save_choices(
    project: ProjectId,
    #[server(default)] patch: ChoicesPatch,
) -> Result<(), CallError> {
    choose(project.clone(), patch).await?;
    leptos_axum::redirect(&format!("{}&new=1", super::step_href(&project, super::ProjectStep::Render)));
    Ok(())
}

/// Chooses a script with the words that its paper shows, and leads to the second step.
#[server(prefix = "/rpc", endpoint = "use_script")]
pub async fn use_script(project: ProjectId, #[server(default)] patch: ChoicesPatch) -> Result<(), CallError> {
    let mut patch = patch;
    // A browser without the script sends the ends of lines as two characters.
    patch.script_text = patch.script_text.map(|text| text.replace("\r\n", "\n"));
    choose(project.clone(), patch).await?;
    leptos_axum::redirect(&super::step_href(&project, super::ProjectStep::Customize));
    Ok(())
}

/// Three fresh scripts on the next paper.
#[server(prefix = "/rpc", endpoint = "write_more")]
pub async fn write_more(project: ProjectId) -> Result<(), CallError> {
    use crate::{
        call::{answer, caller},
        ports::{ProjectsPort, port},
    };
    let member = caller().await?;
    let written = answer(
        port::<dyn ProjectsPort>()?.write_more(&member.account, &project, domain::Seed::generate()).await,
    )?;
    let newest = written.scripts.iter().map(|script| script.set).max().unwrap_or(0);
    leptos_axum::redirect(&format!(
        "{}&set={newest}",
        super::step_href(&project, super::ProjectStep::Script)
    ));
    Ok(())
}

/// The same ad in another shape: saves the shape and leads to price and time.
#[server(prefix = "/rpc", endpoint = "another_cut")]
pub async fn another_cut(project: ProjectId, format: Format) -> Result<(), CallError> {
    save_choices(project, ChoicesPatch { format: Some(format), ..Default::default() }).await
}

/// Takes a picture (`file`) and puts it behind the presenter of a project (`project`).
#[server(prefix = "/rpc", endpoint = "upload_background", input = MultipartFormData)]
pub async fn upload_background(data: MultipartData) -> Result<Asset, CallError> {
    use crate::{
        call::{answer, caller},
        ports::{AssetsPort, port},
    };
    let member = caller().await?;
    let sent = answer(super::picture_upload::read(data).await)?;
    let asset = answer(
        port::<dyn AssetsPort>()?.upload(&member.account, domain::AssetId::generate(), sent.bytes).await,
    )?;
    let background = Some(Background::Asset(asset.id.clone()));
    choose(sent.project, ChoicesPatch { background, ..Default::default() }).await?;
    Ok(asset)
}

/// One frame as the studio would draw it. Strangers see the built-in scenes alone.
#[server(prefix = "/rpc", endpoint = "frame", input = GetUrl, output = Streaming)]
pub async fn frame(
    #[server(default)] avatar: Option<AvatarId>,
    background: Background,
    format: Format,
    #[server(default)] captions: Captions,
    lines: u32,
) -> Result<ByteStream<CallError>, CallError> {
    use crate::{
        call::{answer, visitor},
        ports::{CatalogPort, FrameLook, PortError, port},
    };
    let account = visitor().await?.map(|member| member.account);
    if account.is_none() && !matches!(background, Background::Scene(_)) {
        return answer(Err(PortError::LoggedOut));
    }
    let lines = [160, 320].into_iter().find(|offered| *offered == lines).unwrap_or(540);
    let look = FrameLook { avatar, background, format, captions, lines };
    let drawn = answer(port::<dyn CatalogPort>()?.frame(account.as_ref(), look).await)?;
    super::picture_upload::answer_as_picture(drawn.content_type);
    Ok(ByteStream::new(futures::stream::iter([Ok(drawn.bytes)])))
}
