//! The database, opened and brought up to date, with the vault that seals what is secret in it.

use crate::{
    cli::Failure,
    secret_key,
    settings::{DatabaseSettings, Settings},
};
use std::{path::Path, sync::Arc};
use store::{MonthlyLimits, SqlStore, StoreSettings, Vault};

/// Opens it. A failure names the file, or the host and the database, and never a password.
pub async fn open_store(settings: &Settings) -> Result<(Arc<SqlStore>, Arc<Vault>), Failure> {
    let (url, several_nodes) = match &settings.database {
        DatabaseSettings::Sqlite(file) => {
            if let Some(folder) = file.parent() {
                make_folder(folder)?;
            }
            (format!("sqlite://{}", file.display()), false)
        }
        DatabaseSettings::Postgres(address) => (address.expose().to_owned(), true),
    };
    let key = secret_key::load_or_make(settings, several_nodes)?;
    let vault = Arc::new(Vault::new(key, secret_key::previous(settings)?));
    let store_settings = StoreSettings {
        vault: vault.clone(),
        monthly: MonthlyLimits { videos: settings.monthly_video_limit, cost: settings.monthly_cost_limit },
        public_url: settings.public_url.clone(),
    };
    let opened = SqlStore::open(&url, store_settings).await;
    let database = opened.map_err(|error| {
        Failure::new(format!("The database {} cannot be opened: {error}.", settings.database))
    })?;
    Ok((Arc::new(database), vault))
}

fn make_folder(folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder)
        .map_err(|cause| Failure::new(format!("The folder {} cannot be made: {cause}.", folder.display())))
}
