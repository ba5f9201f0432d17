//! `user add`: an account made by the operator.

use super::{Failure, args::UserAction, runtime};
use crate::{accounts::Entrance, database::open_store, settings::Settings};
use domain::Role;
use std::io::{IsTerminal, Read};

/// More than any password.
const INPUT_BYTES_MAX: u64 = 4_096;

pub fn user(settings: Settings, action: UserAction) -> Result<(), Failure> {
    let UserAction::Add { email, admin } = action;
    let password = read_password()?;
    let role = if admin { Role::Admin } else { Role::Member };
    let member = runtime(1)?.block_on(async {
        let (store, _) = open_store(&settings).await?;
        Ok::<_, Failure>(Entrance::new(store, settings.signup).add(&email, password, role).await?)
    })?;
    println!("{} may log in.", member.email);
    Ok(())
}

fn read_password() -> Result<String, Failure> {
    let input = std::io::stdin();
    if input.is_terminal() {
        eprintln!("Type the password, then Enter and Ctrl-D:");
    }
    let mut text = String::new();
    let read = input.lock().take(INPUT_BYTES_MAX).read_to_string(&mut text);
    read.map_err(|cause| {
        Failure::new(format!("The password could not be read from standard input: {cause}."))
    })?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}
