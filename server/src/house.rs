//! The composition root: every room opened once, and the ports of the pages fulfilled with them.
//!
//! The whole house never leaves the command that opened it; what others get is the one port they use.

use crate::{
    accounts::{ApiKeys, Entrance, Invitations, Sessions, sweep_sessions},
    api::ProgramPorts,
    attempts::AttemptLimit,
    cli::Failure,
    database::open_store,
    http::{Doorkeeper, PagePorts, Readiness, Repeats, Site, Web},
    outside::Outside,
    ports::{
        Assets, Catalog, Executions, Orders, ProductPages, Projects, ProviderKeys, Shares, Usages,
        WebhookGate, Webhooks,
    },
    previews::{PreviewSources, Previews},
    settings::Settings,
    studio_room::StudioRoom,
    telemetry::{Metrics, MetricsSources, count},
};
use app::ports::AssetsPort;
use domain::StepKind;
use engine::{Engine, EngineSettings, Makers, Stores};
use std::{path::Path, sync::Arc};
use store::{MediaStore, ObjectMedia, RepeatStore, SqlStore, Vault};
use tokio_util::sync::CancellationToken;

/// Everything that `serve` runs.
pub struct House {
    engine: Engine,
    database: Arc<SqlStore>,
    web: Web,
}

/// What tells the house that its end comes near.
#[derive(Clone, Default)]
pub struct Closing {
    /// No more orders are taken, and what is under way comes to rest.
    pub draining: CancellationToken,
    /// The door is shut: whoever still listens is sent away.
    pub shut: CancellationToken,
}

impl House {
    /// Opens every room and starts the engine, which goes on with what was under way.
    pub async fn open(settings: &Settings, closing: Closing) -> Result<Self, Failure> {
        let prometheus = count()?;
        let (database, vault) = open_store(settings).await?;
        let media: Arc<dyn MediaStore> = Arc::new(open_media(&settings.media_dir)?);
        let room = StudioRoom::open(settings)?;
        let outside = Outside::open(settings, database.clone(), vault.clone())?;
        let gate = WebhookGate(outside.egress.clone());
        let (reader, fetch) = (outside.pages.clone(), outside.fetch.clone());
        let provider_keys = Arc::new(ProviderKeys::new(database.clone(), outside.key_test.clone()));
        let makers = room.makers(outside);
        let stores = Stores::new(database.clone(), media.clone());
        let engine = open_engine(settings, &database, vault, stores, makers).await?;

        let StudioRoom { voices, cast, writer, speech, presenter, .. } = room;
        let sources = PreviewSources { voices, cast, assets: database.clone(), media: media.clone() };
        let previews = Arc::new(Previews::new(settings.previews_dir(), sources));
        let catalog =
            Arc::new(Catalog { writer: writer.clone(), speech, presenter, previews: previews.clone() });
        let assets: Arc<dyn AssetsPort> =
            Arc::new(Assets::new(database.clone(), media.clone(), engine.clone()));
        let entrance = Arc::new(Entrance::new(database.clone(), settings.signup));
        let keys = ApiKeys(database.clone());
        let public_url: Arc<str> = settings.public_url.as_str().into();
        let ports = PagePorts {
            entrance: entrance.clone(),
            invitations: Arc::new(Invitations { team: database.clone(), public_url: public_url.clone() }),
            keys: Arc::new(keys.clone()),
            provider_keys,
            webhooks: Arc::new(Webhooks {
                engine: engine.clone(),
                gate: gate.clone(),
                secrets: database.clone(),
            }),
            usage: Arc::new(Usages { money: database.clone() }),
            projects: Arc::new(Projects {
                pages: ProductPages::new(reader, fetch, assets.clone()),
                projects: database.clone(),
                engine: engine.clone(),
                writer,
                catalog: catalog.clone(),
            }),
            catalog,
            public_url: app::ports::PublicUrl(public_url),
            assets,
            executions: Arc::new(Executions {
                engine: engine.clone(),
                projects: database.clone(),
                webhooks: gate.clone(),
                quality: settings.render_quality,
                stopping: closing.shut.clone(),
            }),
            shares: Arc::new(Shares { shares: database.clone() }),
            reload_port: settings.reload_port,
        };
        let programs = ProgramPorts {
            orders: Arc::new(Orders { engine: engine.clone(), webhooks: gate }),
            doorkeeper: Doorkeeper {
                entrance,
                keys,
                limit: Arc::new(AttemptLimit::new(settings.rate_limit.most, settings.rate_limit.window)),
            },
            repeats: Repeats(database.clone()),
        };
        if database.is_for_one_process() {
            // Whoever was answering when the process ended does so no more.
            database
                .leave_all_keys()
                .await
                .map_err(|error| Failure::new(format!("The database cannot be written to: {error}.")))?;
        }
        tokio::spawn(programs.repeats.clone().sweep());
        let sessions = Sessions(database.clone());
        tokio::spawn(sweep_sessions(sessions.clone()));
        let metrics = Metrics::of(MetricsSources {
            prometheus,
            engine: engine.clone(),
            figures: database.clone(),
            database: if database.is_for_one_process() { "sqlite" } else { "postgres" },
            token: settings.telemetry.metrics_token.clone(),
        });
        let web = Web {
            site: Site::of(settings),
            ports,
            programs,
            sessions,
            media,
            previews,
            engine: engine.clone(),
            readiness: Arc::new(Readiness::of(database.clone(), closing.draining)),
            metrics: Arc::new(metrics),
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

async fn open_engine(
    settings: &Settings,
    database: &SqlStore,
    vault: Arc<Vault>,
    stores: Stores,
    makers: Makers,
) -> Result<Engine, Failure> {
    let engine_settings = EngineSettings {
        alone: database.is_for_one_process(),
        steps: settings.node_steps.clone().unwrap_or_else(|| StepKind::ALL.to_vec()),
        lease_ttl: settings.lease_ttl,
        poll_interval: settings.poll_interval,
        step_deadline: settings.step_deadline,
        webhook_retry_base: settings.webhook_retry_base,
        public_url: settings.public_url.clone(),
        ..EngineSettings::new(&settings.data_dir, vault)
    };
    let opened = Engine::open(engine_settings, stores, makers).await;
    opened.map_err(|error| Failure::new(format!("The render engine did not start: {error}.")))
}

fn open_media(folder: &Path) -> Result<ObjectMedia, Failure> {
    ObjectMedia::in_folder(folder).map_err(|error| {
        Failure::new(format!("The media folder {} cannot be opened: {error}.", folder.display()))
    })
}
