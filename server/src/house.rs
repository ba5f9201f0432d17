//! The composition root: every room opened once, and the ports of the pages fulfilled with them.
//!
//! The whole house never leaves the command that opened it; what others get is the one port they use.

use crate::{
    accounts::{Entrance, Sessions, sweep_sessions},
    cli::Failure,
    http::{PagePorts, Site, Stopping, Web},
    ports::{Assets, Catalog, Executions, Projects, Shares},
    previews::{PreviewSources, Previews},
    settings::Settings,
    studio_room::StudioRoom,
};
use engine::{Engine, EngineSettings, Stores};
use providers::GrammarWriter;
use std::{path::Path, sync::Arc};
use store::{MediaStore, ObjectMedia, SqliteStore};
use tokio_util::sync::CancellationToken;

/// Everything that `serve` runs.
pub struct House {
    engine: Engine,
    database: Arc<SqliteStore>,
    web: Web,
}

impl House {
    /// Opens every room and starts the engine, which goes on with what was under way.
    pub async fn open(settings: &Settings, stopping: CancellationToken) -> Result<Self, Failure> {
        let database = open_store(settings).await?;
        let media: Arc<dyn MediaStore> = Arc::new(open_media(&settings.media_dir)?);
        let StudioRoom { voices, cast, makers } = StudioRoom::open(settings)?;
        let mut engine_settings = EngineSettings::new(&settings.data_dir);
        engine_settings.step_deadline = settings.step_deadline;
        let stores = Stores::new(database.clone(), media.clone());
        let engine = Engine::open(engine_settings, stores, makers.clone())
            .await
            .map_err(|error| Failure::new(format!("The render engine did not start: {error}.")))?;

        let previews = Arc::new(Previews::new(
            settings.previews_dir(),
            PreviewSources { voices, cast, assets: database.clone(), media: media.clone() },
        ));
        let writer = Arc::new(GrammarWriter);
        let catalog = Arc::new(Catalog {
            writer: writer.clone(),
            speech: makers.speech,
            presenter: makers.presenter,
            previews: previews.clone(),
        });
        let ports = PagePorts {
            entrance: Arc::new(Entrance::new(database.clone(), settings.signup)),
            projects: Arc::new(Projects {
                projects: database.clone(),
                engine: engine.clone(),
                writer,
                catalog: catalog.clone(),
            }),
            catalog,
            public_url: app::ports::PublicUrl(settings.public_url.as_str().into()),
            assets: Arc::new(Assets::new(database.clone(), media.clone(), engine.clone())),
            executions: Arc::new(Executions {
                engine: engine.clone(),
                projects: database.clone(),
                quality: settings.render_quality,
                stopping: stopping.clone(),
            }),
            shares: Arc::new(Shares { shares: database.clone() }),
            reload_port: settings.reload_port,
        };
        let sessions = Sessions(database.clone());
        tokio::spawn(sweep_sessions(sessions.clone()));
        let web = Web {
            site: Site::of(settings),
            ports,
            sessions,
            accounts: database.clone(),
            media,
            previews,
            stopping: Stopping(stopping),
        };
        Ok(House { engine, database, web })
    }

    /// What the routes reach.
    pub fn web(&self) -> Web {
        self.web.clone()
    }

    /// Lets renders come to rest.
    pub async fn drain(&self) {
        self.engine.drain().await;
    }

    /// Ends the database's connections, the last of which folds its log into the one file. Nobody may ask after that.
    pub async fn close(&self) {
        self.database.close().await;
    }
}

/// The database, brought up to date.
pub async fn open_store(settings: &Settings) -> Result<Arc<SqliteStore>, Failure> {
    let file = &settings.database_file;
    if let Some(folder) = file.parent() {
        make_folder(folder)?;
    }
    let opened = SqliteStore::open(&format!("sqlite://{}", file.display())).await;
    Ok(Arc::new(opened.map_err(|error| {
        Failure::new(format!("The database {} cannot be opened: {error}.", file.display()))
    })?))
}

fn open_media(folder: &Path) -> Result<ObjectMedia, Failure> {
    ObjectMedia::in_folder(folder).map_err(|error| {
        Failure::new(format!("The media folder {} cannot be opened: {error}.", folder.display()))
    })
}

fn make_folder(folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder)
        .map_err(|cause| Failure::new(format!("The folder {} cannot be made: {cause}.", folder.display())))
}
