//! `rotate-key`: every stored secret sealed with another key. Where the key is a setting, the operator chooses the new one
//! and the server may run; where it is in the data folder, a new one is made and the server must be stopped.

use super::{Failure, runtime};
use crate::{
    database::open_store, ports::from_store, secret_key, settings::Settings, sole_server::SoleServer,
};
use store::Resealed;

const HOW: &str = "Set SECRET_KEY to the new key and SECRET_KEY_PREVIOUS to the one before it, on every node, then run this again. \
                   `openssl rand -base64 32` makes a key.";

pub fn rotate_key(settings: Settings) -> Result<(), Failure> {
    let chosen = settings.secret_key.is_some();
    if chosen && settings.secret_key_previous.is_none() {
        return Err(Failure::new(HOW));
    }
    // A server that runs would go on sealing with the key that it was started with.
    let _alone = if chosen { None } else { Some(SoleServer::of(&settings.data_dir)?) };
    if !chosen {
        secret_key::replace(&settings)?;
    }
    let Resealed { changed, kept, unreadable } = runtime(1)?.block_on(async {
        let (store, _) = open_store(&settings).await?;
        let resealed = store.reseal().await;
        store.close().await;
        Ok::<_, Failure>(resealed.map_err(from_store)?)
    })?;
    println!("{changed} secrets are sealed with the new key now; {kept} were already.");
    if unreadable > 0 {
        return Err(Failure::new(format!(
            "{unreadable} secrets open with neither key. They stay as they are."
        )));
    }
    if chosen {
        println!("When the jobs under way are done, SECRET_KEY_PREVIOUS can go, on every node.");
    } else {
        secret_key::forget_previous(&settings)?;
    }
    Ok(())
}
